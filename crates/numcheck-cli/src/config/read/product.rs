//! `[products."vendor/product"]`: a product's settings, and where its credentials are.

use numcheck_core::Message;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Reader, resolved, scalar, words};
use crate::config::Value;
use crate::config::key::Key;
use crate::config::problem::similar;
use crate::config::product::{KEYS, ProductConfig};
use crate::credentials::Place;
use crate::messages::config as messages;
use crate::output::list_of;

impl Reader<'_> {
    pub(super) fn products(&mut self, table: &DeTable<'_>) {
        for (id, value) in table {
            let registry = self.registry;
            if let Some(entry) = registry.find(id.get_ref()) {
                self.table(value, |reader, table| reader.product(entry, table));
                continue;
            }
            let ids: Vec<&str> = registry.entries().iter().map(|entry| entry.product().id().as_str()).collect();
            let cure = match similar(ids.iter().copied(), id.get_ref()) {
                Some(near) => messages::did_you_mean(near),
                None => messages::known_here(list_of(&ids)),
            };
            self.problem(id.span().start, messages::no_product(&**id.get_ref()), cure);
        }
    }

    fn product(&mut self, entry: &crate::Entry, table: &DeTable<'_>) {
        let id = entry.product().id();
        let credentials: Vec<String> = entry.credentials.iter().map(|credential| credential.name(id)).collect();
        for (key, value) in table {
            let name = &**key.get_ref();
            let of_product = Key::Product(id.to_string(), name.to_owned());
            if credentials.iter().any(|credential| credential == name) {
                if let Some(place) = self.place(name, value) {
                    self.set(of_product, Value::Secret(place), value);
                }
            } else if KEYS.contains(&name) {
                self.setting(entry, of_product, (key, value));
            } else {
                let mut known: Vec<&str> = KEYS.to_vec();
                known.extend(credentials.iter().map(String::as_str));
                self.unknown((key, value), &known);
            }
        }
    }

    fn setting(&mut self, entry: &crate::Entry, of_product: Key, (key, value): Entry<'_, '_>) {
        let name = &**key.get_ref();
        if matches!(name, "allow-http" | "base-url" | "proxy") && self.is_barred(name, key.span().start) {
            return;
        }
        let text = match (name, value.get_ref()) {
            ("allow-http", DeValue::Boolean(on)) => Some(on.to_string()),
            ("allow-http", _) => return self.wrong_type(name, value, messages::a_switch()),
            ("price" | "budget", value) => scalar(value),
            (_, DeValue::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let Some(text) = text else { return self.wrong_type(name, value, wanted(name)) };
        let wrong = match ProductConfig::default().set(name, &text) {
            None => Some(messages::not_a_value()),
            Some(()) if name == "encrypt" && text != "none" => {
                let able = entry.encryptions.iter().any(|encryption| encryption.word() == text);
                (!able).then(|| messages::no_variant(entry.product().id(), &text))
            }
            Some(()) if matches!(name, "base-url" | "proxy") => wrong_url(entry, name, &text),
            Some(()) => None,
        };
        match wrong {
            Some(what) => {
                self.problem(value.span().start, messages::wrong(of_product.to_string(), what), wanted_cure(name));
            }
            None => self.set(of_product, Value::Text(text), value),
        }
    }

    /// Where a credential is. One that is written out is refused, and never repeated.
    fn place(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Place> {
        let at = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            self.problem(at, messages::literal_secret(name), messages::literal_secret_cure(name));
            return None;
        };
        let mut entries = table.iter();
        let (Some((way, place)), None) = (entries.next(), entries.next()) else {
            self.problem(at, messages::one_way(name), messages::ways(name));
            return None;
        };
        let text = || place.get_ref().as_str().filter(|text| !text.is_empty());
        let found = match &**way.get_ref() {
            "env" => text().map(|name| Place::Env(name.to_owned())),
            "file" => text().map(|path| Place::File(resolved(&self.file.path, path).into())),
            "command" if self.is_barred("command", way.span().start) => return None,
            "command" => words(place.get_ref())
                .filter(|words| words.first().is_some_and(|word| !word.is_empty()))
                .map(|words| Place::Command(self.command(words))),
            _ => {
                self.unknown((way, place), &["command", "env", "file"]);
                return None;
            }
        };
        if found.is_none() {
            self.problem(place.span().start, messages::wrong_place(name), messages::ways(name));
        }
        found
    }
}

impl Reader<'_> {
    /// A program that is named by a path begins in the folder of the file, as every path of it does.
    fn command(&self, mut words: Vec<String>) -> Vec<String> {
        if let Some(program) = words.first_mut().filter(|program| program.contains(['/', std::path::MAIN_SEPARATOR])) {
            *program = resolved(&self.file.path, program);
        }
        words
    }
}

fn wrong_url(entry: &crate::Entry, name: &str, url: &str) -> Option<Message> {
    let mut http = numcheck_http::HttpOptions::new().allow_http(true);
    http = if name == "proxy" { http.proxy(url) } else { http.base_url(url) };
    let built = numcheck_http::Client::new(entry.product(), "https://localhost", &http);
    built.err().map(|error| crate::messages::fault::whole(&error))
}

fn wanted(name: &str) -> Message {
    match name {
        "price" | "budget" => messages::an_amount(),
        "rate" => messages::a_rate(),
        "timeout" => messages::a_time(),
        "encrypt" => messages::an_encryption(),
        _ => messages::a_url(),
    }
}

fn wanted_cure(name: &str) -> Message {
    messages::write(wanted(name))
}
