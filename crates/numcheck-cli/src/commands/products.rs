//! `numcheck products`: what can be asked, within which limits, and which credentials are there.

use std::io::{self, Write};

use numcheck_core::{Lang, Message, NumberKind, Product};
use serde::Serialize;

use crate::args::{ProductsArgs, TextOrJson};
use crate::config::{Config, Products};
use crate::credentials::{Place, Reading, Source};
use crate::exit::Exit;
use crate::fault::{Failure, seconds};
use crate::lang;
use crate::messages::products as messages;
use crate::output::json;
use crate::output::terminal::{Paint, Terminal, padded, width};
use crate::{Credential, Entry, Registry};

/// The names of the lines, with a gap after the longest.
const LABELS: usize = 13;

pub(crate) fn run(registry: &Registry, args: &ProductsArgs, config: &Config) -> Result<Exit, Failure> {
    let products = config.products();
    let mut out = io::stdout().lock();
    let written = match args.format {
        TextOrJson::Json => {
            registry.entries().iter().try_for_each(|entry| json::write_line(&mut out, &Line::of(entry, &products)))
        }
        TextOrJson::Text => text(&mut out, registry, &products, lang::current()),
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    product: &'a str,
    kind: &'a str,
    title: &'a str,
    title_zh: &'a str,
    question: &'a str,
    question_zh: &'a str,
    document: &'a str,
    max_batch: usize,
    deadline_s: u64,
    accepts: &'a [NumberKind],
    encrypt: Vec<&'a str>,
    sandbox: bool,
    credentials: Vec<CredentialLine>,
}

#[derive(Serialize)]
struct CredentialLine {
    env: &'static str,
    what: &'static str,
    what_zh: &'static str,
    /// Needed only with this `--encrypt`.
    only_for: Option<&'static str>,
    /// `present`, `missing` or `wrong`.
    state: &'static str,
    /// What is wrong with it.
    problem: Option<String>,
}

impl<'a> Line<'a> {
    fn of(entry: &'a Entry, products: &Products) -> Self {
        let product = entry.product();
        Self {
            v: 1,
            product: product.id().as_str(),
            kind: product.kind(),
            title: product.title(),
            title_zh: product.title_zh(),
            question: entry.question,
            question_zh: entry.question_zh,
            document: product.document(),
            max_batch: product.max_batch(),
            deadline_s: product.deadline().as_secs(),
            accepts: product.accepted(),
            encrypt: entry.encryptions.iter().map(|encryption| encryption.word()).collect(),
            sandbox: entry.sandbox.is_some(),
            credentials: entry
                .credentials
                .iter()
                .map(|credential| CredentialLine::of(entry, credential, products))
                .collect(),
        }
    }
}

impl CredentialLine {
    fn of(entry: &Entry, credential: &Credential, products: &Products) -> Self {
        let (state, problem) = match look(entry, credential, products) {
            Looked::At(Reading::Missing) => ("missing", None),
            Looked::At(Reading::Wrong { why, cure }) => ("wrong", Some(format!("{why}: {cure}"))),
            Looked::At(Reading::Present { .. }) | Looked::Command(_) => ("present", None),
        };
        Self {
            env: credential.env,
            what: credential.what,
            what_zh: credential.what_zh,
            only_for: credential.only_for.map(crate::Encryption::word),
            state,
            problem,
        }
    }
}

fn text(out: &mut impl Write, registry: &Registry, products: &Products, lang: Lang) -> io::Result<()> {
    let terminal = Terminal::stdout().unwrap_or(Terminal { columns: 80, color: false });
    for (at, entry) in registry.entries().iter().enumerate() {
        let product = entry.product();
        if at > 0 {
            writeln!(out)?;
        }
        let title = Message::new(format!("{} · {}", product.title(), product.title_zh()), product.title_zh());
        let head = messages::title(product.id(), title);
        writeln!(out, "{}", head.in_lang(lang))?;
        let mut line = |label: &str, words: &str| writeln!(out, "  {}{words}", padded(label, LABELS));
        let asks = messages::asks();
        if lang == Lang::En {
            line(asks.in_lang(lang), entry.question)?;
            line("", entry.question_zh)?;
        } else {
            line(asks.in_lang(lang), entry.question_zh)?;
        }
        let limits = messages::limits(kinds(product), batch(product), seconds(product.deadline()));
        line(messages::takes().in_lang(lang), limits.in_lang(lang))?;
        if !entry.encryptions.is_empty() {
            let words: Vec<&str> = entry.encryptions.iter().map(|encryption| encryption.word()).collect();
            line("--encrypt", &words.join(", "))?;
        }
        credentials(out, entry, products, terminal, lang)?;
    }
    Ok(())
}

fn kinds(product: &Product) -> Message {
    if product.accepted().len() == NumberKind::ALL.len() {
        return messages::any_kind();
    }
    let words = product.accepted().iter().map(|kind| Message::of(kind.word(), kind.word_zh()));
    messages::of_kinds(Message::join(words, ", ", "、"))
}

fn batch(product: &Product) -> Message {
    match product.max_batch() {
        1 => messages::one_a_request(),
        many => messages::many_a_request(many),
    }
}

fn credentials(
    out: &mut impl Write,
    entry: &Entry,
    products: &Products,
    terminal: Terminal,
    lang: Lang,
) -> io::Result<()> {
    let names = entry.credentials.iter().map(|credential| width(credential.env)).max().unwrap_or(0);
    let mut label = messages::credentials();
    for credential in &entry.credentials {
        let (paint, state) = match look(entry, credential, products) {
            Looked::At(Reading::Missing) => (Paint::Yellow, messages::missing()),
            Looked::At(Reading::Wrong { why, cure }) => (Paint::Red, messages::wrong(why, cure)),
            Looked::At(Reading::Present { source: Source::Environment, .. }) => (Paint::Green, messages::present()),
            Looked::At(Reading::Present { source: Source::File, .. }) => (Paint::Green, messages::present_in_file()),
            Looked::At(Reading::Present { source: Source::Configured, .. }) => {
                (Paint::Green, messages::present_configured())
            }
            Looked::Command(place) => (Paint::Green, place),
        };
        let state = Message::new(
            terminal.paint(Some(paint), state.in_lang(Lang::En)),
            terminal.paint(Some(paint), state.in_lang(Lang::Zh)),
        );
        let state = match credential.only_for {
            Some(only) => messages::only_for(state, only.word()),
            None => state,
        };
        let label = std::mem::take(&mut label);
        let label = padded(label.in_lang(lang), LABELS);
        writeln!(out, "  {label}{}  {}", padded(credential.env, names), state.in_lang(lang))?;
    }
    Ok(())
}

/// What is known of a credential without running a program for it.
enum Looked {
    At(Reading),
    Command(Message),
}

fn look(entry: &Entry, credential: &Credential, products: &Products) -> Looked {
    let product = entry.product().id();
    let configured = products.get(product.as_str()).and_then(|found| found.secrets.get(&credential.name(product)));
    let env = |name: &str| std::env::var_os(name);
    match (configured.map(|secret| &secret.place), credential.read(env, None)) {
        // A list of products asks no password manager for anything.
        (Some(place @ Place::Command(_)), Reading::Missing) => Looked::Command(place.words()),
        (Some(_), Reading::Missing) => Looked::At(credential.read(env, configured)),
        (_, found) => Looked::At(found),
    }
}
