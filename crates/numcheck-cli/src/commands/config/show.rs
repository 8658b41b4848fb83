//! `numcheck config show`: the settings in effect, and where each comes from.

use std::io::{self, Write};

use numcheck_core::{Lang, Message};
use serde_json::{Value as Json, json};

use crate::args::{self, LedgerArgs, TextOrJson};
use crate::config::{ChosenBy, Config, Key, Origin, Value};
use crate::credentials::Place;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::config as messages;
use crate::output::json;
use crate::output::terminal::{Paint, Terminal, padded, width};
use crate::{Credential, Entry, Registry, lang, state};

/// A setting in effect.
struct Line {
    key: String,
    value: Json,
    origin: Whence,
}

/// Where a setting comes from.
enum Whence {
    Default,
    Environment(String),
    File(Origin),
    Flag(&'static str),
    /// It is not set.
    Nowhere,
}

pub(super) fn show(registry: &Registry, config: &Config, origin: bool, format: TextOrJson) -> Result<Exit, Failure> {
    let lines = lines(registry, config)?;
    let mut out = io::stdout().lock();
    let written = match format {
        TextOrJson::Json => json::write_line(&mut out, &whole(config, &lines)),
        TextOrJson::Text => text(&mut out, &lines, origin),
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::super::of_write(&error),
    }
}

fn lines(registry: &Registry, config: &Config) -> Result<Vec<Line>, Failure> {
    let mut lines = vec![language(config), ledger(config)?];
    if let Some((name, by)) = &config.profile {
        let origin = match by {
            ChosenBy::Environment => Whence::Environment("NUMCHECK_PROFILE".to_owned()),
            ChosenBy::File(origin) => Whence::File(origin.clone()),
            ChosenBy::Flag => Whence::Flag("--profile"),
        };
        lines.push(Line { key: "profile".to_owned(), value: json!(name), origin });
    }
    for (command, flag, default) in args::trial(registry).settable() {
        let key = Key::Flag(command, flag.to_owned());
        let (value, origin) = match (config.settings.get(&key), default) {
            (Some(setting), _) => (shown(&setting.value), Whence::File(setting.origin.clone())),
            (None, Some(default)) => (json!(default), Whence::Default),
            (None, None) => (Json::Null, Whence::Nowhere),
        };
        lines.push(Line { key: key.to_string(), value, origin });
    }
    let others = config.settings.iter().filter(|(key, setting)| {
        let told = matches!(key, Key::Flag(..) | Key::Lang | Key::Ledger | Key::Profile);
        !told && !matches!(setting.value, Value::Secret(_))
    });
    lines.extend(others.map(|(key, setting)| Line {
        key: key.to_string(),
        value: shown(&setting.value),
        origin: Whence::File(setting.origin.clone()),
    }));
    for entry in registry.entries() {
        lines.extend(entry.credentials.iter().map(|found| credential(config, entry, found)));
    }
    Ok(lines)
}

fn language(config: &Config) -> Line {
    let word = if lang::current() == Lang::Zh { "zh" } else { "en" };
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let asked = std::env::args_os().collect::<Vec<_>>();
    let origin = match config.settings.get(&Key::Lang) {
        _ if lang::option(&asked, "--lang").is_some() => Whence::Flag("--lang"),
        _ if set(&"NUMCHECK_LANG") => Whence::Environment("NUMCHECK_LANG".to_owned()),
        Some(setting) => Whence::File(setting.origin.clone()),
        None => match ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find(|name| set(name)) {
            Some(name) => Whence::Environment((*name).to_owned()),
            None => Whence::Default,
        },
    };
    Line { key: "lang".to_owned(), value: json!(word), origin }
}

fn ledger(config: &Config) -> Result<Line, Failure> {
    let from_env = std::env::var_os("NUMCHECK_LEDGER").map(std::path::PathBuf::from);
    let (ledger, origin) = match (from_env, config.settings.get(&Key::Ledger)) {
        (Some(path), _) => (Some(path), Whence::Environment("NUMCHECK_LEDGER".to_owned())),
        (None, Some(setting)) => (config.text(&Key::Ledger).map(Into::into), Whence::File(setting.origin.clone())),
        (None, None) => (None, Whence::Default),
    };
    let path = state::ledger_path(&LedgerArgs { ledger }, false).map_err(Failure::without_money)?;
    Ok(Line { key: "ledger".to_owned(), value: json!(path.to_string_lossy()), origin })
}

/// Where a credential comes from: never what it is.
fn credential(config: &Config, entry: &Entry, credential: &Credential) -> Line {
    let id = entry.product().id();
    let name = credential.name(id);
    let key = Key::Product(id.to_string(), name);
    let file_env = format!("{}_FILE", credential.env);
    let set = |name: &str| std::env::var_os(name).is_some();
    let (value, origin) = match config.settings.get(&key) {
        _ if set(credential.env) => (json!({ "env": credential.env }), Whence::Environment(credential.env.to_owned())),
        _ if set(&file_env) => (json!({ "env": file_env }), Whence::Environment(file_env)),
        Some(setting) => (shown(&setting.value), Whence::File(setting.origin.clone())),
        None => (Json::Null, Whence::Nowhere),
    };
    Line { key: key.to_string(), value, origin }
}

/// A value as it may be seen: of a command its program alone, of a URL no password.
pub(super) fn shown(value: &Value) -> Json {
    match value {
        Value::List(texts) => json!(texts),
        Value::Secret(Place::Command(words)) => json!({ "command": words.first() }),
        Value::Secret(Place::Env(name)) => json!({ "env": name }),
        Value::Secret(Place::File(path)) => json!({ "file": path.to_string_lossy() }),
        Value::Text(text) => json!(without_password(text)),
    }
}

fn without_password(text: &str) -> String {
    match text.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
        Some((scheme, host)) => format!("{scheme}://***@{host}"),
        None => text.to_owned(),
    }
}

fn whole(config: &Config, lines: &[Line]) -> Json {
    let files: Vec<Json> = config
        .files
        .iter()
        .map(|file| {
            let trusted = config.is_trusted(file);
            json!({ "kind": file.kind.word(), "path": file.path.to_string_lossy(), "trusted": trusted })
        })
        .collect();
    let settings: Vec<Json> = lines
        .iter()
        .map(|line| json!({ "key": line.key, "value": line.value, "origin": line.origin.json() }))
        .collect();
    json!({
        "v": 1,
        "files": files,
        "profile": config.profile.as_ref().map(|(name, _)| name),
        "settings": settings,
    })
}

fn text(out: &mut impl Write, lines: &[Line], origin: bool) -> io::Result<()> {
    let terminal = Terminal::stdout().unwrap_or(Terminal { columns: 80, color: false });
    let settings: Vec<(String, &Line)> = lines
        .iter()
        .map(|line| match &line.value {
            Json::Null => (format!("{}: {}", line.key, messages::unset().in_lang(lang::current())), line),
            value => (format!("{} = {}", line.key, toml_of(value)), line),
        })
        .collect();
    let widest = settings.iter().map(|(text, _)| width(text)).filter(|cells| *cells <= 60).max().unwrap_or(0);
    for (text, line) in settings {
        if !origin {
            writeln!(out, "{text}")?;
            continue;
        }
        let words = line.origin.words();
        let from = terminal.paint(Some(Paint::Dim), words.in_lang(lang::current()));
        writeln!(out, "{}", format!("{}  {from}", padded(&text, widest)).trim_end())?;
    }
    Ok(())
}

/// A value as it stands in a file.
pub(super) fn toml_of(value: &Json) -> String {
    match value {
        Json::Object(object) => {
            let pairs = object.iter().map(|(key, value)| format!("{key} = {value}"));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Json::Array(items) => {
            format!("[{}]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

impl Whence {
    fn words(&self) -> Message {
        match self {
            Self::Default => messages::is_default(),
            Self::Environment(name) => messages::from_env(name),
            Self::File(origin) => match &origin.profile {
                Some(profile) => messages::profile_of(profile, origin.to_string()),
                None => Message::from(origin.to_string()),
            },
            Self::Flag(name) => messages::from_flag(*name),
            Self::Nowhere => Message::default(),
        }
    }

    fn json(&self) -> Json {
        let of = |kind: &str, name: Option<&str>| json!({ "kind": kind, "name": name, "file": null, "line": null, "profile": null });
        match self {
            Self::Default => of("default", None),
            Self::Environment(name) => of("environment", Some(name)),
            Self::File(origin) => json!({
                "kind": origin.file.kind.word(),
                "name": null,
                "file": origin.file.path.to_string_lossy(),
                "line": origin.line,
                "profile": origin.profile,
            }),
            Self::Flag(name) => of("command-line", Some(name)),
            Self::Nowhere => Json::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_url_shows_no_password() {
        assert_eq!(without_password("http://me:canary@proxy:3128"), "http://***@proxy:3128");
        assert_eq!(without_password("https://host/a"), "https://host/a");
        assert_eq!(without_password("7d"), "7d");
    }
}
