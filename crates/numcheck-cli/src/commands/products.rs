//! `numcheck products`: what can be asked, within which limits, and which credentials are there.

use std::io::{self, Write};

use numcheck_core::NumberKind;
use serde::Serialize;

use crate::args::{ProductsArgs, TextOrJson};
use crate::credentials::{Reading, Source};
use crate::exit::Exit;
use crate::fault::{Failure, seconds};
use crate::output::json;
use crate::output::terminal::{Paint, Terminal, padded, width};
use crate::{Credential, Entry, Registry};

pub(crate) fn run(registry: &Registry, args: &ProductsArgs) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let written = match args.format {
        TextOrJson::Json => {
            registry.entries().iter().try_for_each(|entry| json::write_line(&mut out, &Line::of(entry)))
        }
        TextOrJson::Text => text(&mut out, registry),
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
    fn of(entry: &'a Entry) -> Self {
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
            credentials: entry.credentials.iter().map(CredentialLine::of).collect(),
        }
    }
}

impl CredentialLine {
    fn of(credential: &Credential) -> Self {
        let (state, problem) = match credential.read(|name| std::env::var_os(name)) {
            Reading::Missing => ("missing", None),
            Reading::Wrong { why, cure } => ("wrong", Some(format!("{why}: {cure}"))),
            Reading::Present { .. } => ("present", None),
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

fn text(out: &mut impl Write, registry: &Registry) -> io::Result<()> {
    let terminal = Terminal::stdout().unwrap_or(Terminal { columns: 80, color: false });
    for (at, entry) in registry.entries().iter().enumerate() {
        let product = entry.product();
        if at > 0 {
            writeln!(out)?;
        }
        let head = format!("{}  {} · {}", product.id(), product.title(), product.title_zh());
        writeln!(out, "{head}")?;
        let mut line = |label: &str, words: &str| writeln!(out, "  {}{words}", padded(label, 13));
        let batch = match product.max_batch() {
            1 => "1 a request".to_owned(),
            many => format!("up to {many} a request"),
        };
        let kinds = if product.accepted().len() == NumberKind::ALL.len() {
            "numbers of any kind".to_owned()
        } else {
            let words: Vec<&str> = product.accepted().iter().map(|kind| kind.word()).collect();
            format!("{} numbers", words.join(", "))
        };
        line("asks", entry.question)?;
        line("", entry.question_zh)?;
        line("takes", &format!("{kinds}, {batch}, {} at most", seconds(product.deadline())))?;
        if !entry.encryptions.is_empty() {
            let words: Vec<&str> = entry.encryptions.iter().map(|encryption| encryption.word()).collect();
            line("--encrypt", &words.join(", "))?;
        }
        credentials(out, entry, terminal)?;
    }
    Ok(())
}

fn credentials(out: &mut impl Write, entry: &Entry, terminal: Terminal) -> io::Result<()> {
    let names = entry.credentials.iter().map(|credential| width(credential.env)).max().unwrap_or(0);
    for (at, credential) in entry.credentials.iter().enumerate() {
        let label = if at == 0 { "credentials" } else { "" };
        let (paint, state) = match credential.read(|name| std::env::var_os(name)) {
            Reading::Missing => (Paint::Yellow, "missing".to_owned()),
            Reading::Wrong { why, cure } => (Paint::Red, format!("{why}: {cure}")),
            Reading::Present { source: Source::Environment, .. } => (Paint::Green, "present".to_owned()),
            Reading::Present { source: Source::File, .. } => (Paint::Green, "present, from its file".to_owned()),
        };
        let only = credential.only_for.map(|only| format!(", for --encrypt {}", only.word())).unwrap_or_default();
        let state = terminal.paint(Some(paint), &state);
        writeln!(out, "  {}{}  {state}{only}", padded(label, 13), padded(credential.env, names))?;
    }
    Ok(())
}
