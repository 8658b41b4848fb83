//! The credentials of each product: there, from where, and of the right shape. A checker is built of them and never asked.

use std::path::Path;

use numcheck_core::{Lang, Message};

use super::{About, Finding};
use crate::args::ConnectArgs;
use crate::config::{Config, Key, Products};
use crate::connect::Connect;
use crate::credentials::readable_by_others;
use crate::messages::credentials as sources;
use crate::messages::doctor as messages;
use crate::output::list_of;
use crate::{Credential, Encryption, Entry, Registry};

pub(super) fn look(registry: &Registry, config: &Config) -> Vec<Finding> {
    let products = config.products();
    let mut findings = Vec::new();
    let mut ready = 0;
    for entry in registry.entries() {
        let id = entry.product().id();
        let sources: Vec<(&Credential, Message)> = entry
            .credentials
            .iter()
            .filter_map(|credential| Some((credential, source(entry, credential, &products)?)))
            .collect();
        if sources.is_empty() && !entry.credentials.is_empty() {
            findings.push(if is_relied_on(config, entry) {
                let names = entry.credentials.iter().filter(|credential| credential.only_for.is_none());
                let names: Vec<&str> = names.map(|credential| credential.env).collect();
                Finding::problem(About::Credentials, messages::relied_on(id), messages::set(list_of(&names)))
            } else {
                Finding::unused(About::Credentials, messages::not_set_up(id))
            });
            continue;
        }
        ready += 1;
        findings.extend(built(registry, entry, &products, &sources));
        findings.extend(sources.iter().filter_map(|(credential, _)| loose_file(credential)));
    }
    if ready == 0 {
        findings.push(Finding::warning(About::Credentials, messages::none_set_up(), messages::none_set_up_cure()));
    }
    findings
}

/// Builds a checker for each way that numbers can travel and that has its credentials.
fn built(registry: &Registry, entry: &Entry, products: &Products, sources: &[(&Credential, Message)]) -> Vec<Finding> {
    let id = entry.product().id();
    let configured = products.get(id.as_str()).and_then(|product| product.encryption);
    let has = |encryption: Encryption| {
        let mut own = entry.credentials.iter().filter(|credential| credential.only_for == Some(encryption));
        own.any(|credential| sources.iter().any(|(there, _)| there.env == credential.env))
    };
    let others =
        entry.encryptions.iter().copied().filter(|encryption| has(*encryption) || configured == Some(*encryption));
    let mut ways = Vec::new();
    let mut findings = Vec::new();
    for encryption in [Encryption::None].into_iter().chain(others) {
        let mut configured = products.clone();
        if let Some(product) = configured.get_mut(id.as_str()) {
            product.encryption = None;
        }
        let args = ConnectArgs { configured, ..ConnectArgs::default() };
        match Connect::new(registry, &[entry], &args, encryption).and_then(|connect| connect.build(entry, None)) {
            Ok(_) => ways.push(encryption.word()),
            Err(failure) => {
                let (what, cure) = failure.words();
                let what = match encryption {
                    Encryption::None => messages::of_product(id, on_one_line(what)),
                    encryption => messages::of_way(id, encryption.word(), on_one_line(what)),
                };
                findings.push(Finding::problem(About::Credentials, what, on_one_line(cure)));
            }
        }
    }
    if !ways.is_empty() {
        let from = sources.iter().map(|(credential, source)| messages::from(credential.name(id), source));
        let from = Message::join(from, "; ", "；");
        let ways = if ways == ["none"] { Message::default() } else { messages::ways(list_of(&ways)) };
        findings.insert(0, Finding::ok(About::Credentials, messages::ready(id, ways, from)));
    }
    findings
}

/// Several failures that stand below each other, in a row.
fn on_one_line(words: &Message) -> Message {
    let en = words.in_lang(Lang::En).replace("\nerror: ", "; ").replace("\n  cure   ", "; ");
    let zh = words.in_lang(Lang::Zh).replace("\n错误：", "；").replace("\n  办法   ", "；");
    Message::new(en, zh)
}

/// Where a credential comes from, without reading it.
fn source(entry: &Entry, credential: &Credential, products: &Products) -> Option<Message> {
    let set = |name: &str| std::env::var_os(name);
    let id = entry.product().id();
    let configured = || products.get(id.as_str())?.secrets.get(&credential.name(id));
    if set(credential.env).is_some() {
        return Some(sources::from_variable(credential.env));
    }
    match set(&format!("{}_FILE", credential.env)) {
        Some(path) => Some(sources::from_file(path.to_string_lossy())),
        None => configured().map(|secret| secret.place.words()),
    }
}

/// Whether the configuration asks this product, or says something of it.
fn is_relied_on(config: &Config, entry: &Entry) -> bool {
    let id = entry.product().id().as_str();
    config.settings.iter().any(|(key, setting)| match key {
        Key::Product(product, _) => product == id,
        Key::Fallback(_) => setting.value.texts().iter().any(|product| product == id),
        _ => false,
    })
}

/// A file that a variable names may be mounted readable for all; elsewhere it is an oversight.
fn loose_file(credential: &Credential) -> Option<Finding> {
    let path = std::env::var_os(format!("{}_FILE", credential.env))?;
    let mode = readable_by_others(Path::new(&path))?;
    let shown = path.to_string_lossy();
    Some(Finding::warning(
        About::Credentials,
        sources::readable_by_others(&shown, mode),
        sources::readable_by_others_cure(&shown),
    ))
}
