//! `numcheck doctor`: whether everything is in order. It asks no vendor, so it costs nothing.

use std::io::{self, Write};

use numcheck_core::Message;
use serde::Serialize;

use crate::args::{DoctorArgs, TextOrJson};
use crate::config::Config;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::doctor as messages;
use crate::output::json;
use crate::output::terminal::{Paint, Terminal, padded, width};
use crate::{Registry, lang};

mod credentials;
mod files;
mod ledger;
mod system;

pub(crate) fn run(registry: &Registry, args: &DoctorArgs, config: &Config) -> Result<Exit, Failure> {
    let mut findings = files::look(config);
    findings.extend(credentials::look(registry, config));
    findings.extend(system::look());
    findings.extend(ledger::look(registry, &args.ledger));
    let mut out = io::stdout().lock();
    let written = match args.format {
        TextOrJson::Json => findings.iter().try_for_each(|finding| json::write_line(&mut out, &finding.line())),
        TextOrJson::Text => text(&mut out, &findings),
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(exit(&findings)),
        Err(error) => super::of_write(&error),
    }
}

/// Something looked at, and how it is.
#[derive(Debug)]
struct Finding {
    about: About,
    state: State,
    what: Message,
    /// Empty where nothing needs one.
    cure: Message,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum About {
    Clock,
    Configuration,
    Credentials,
    Disk,
    Doubts,
    Language,
    Ledger,
    Proxy,
    Runs,
    Terminal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    /// It is not there, and nothing asks for it.
    Unused,
    /// It works, and may not be what is wanted.
    Warning,
    /// It does not work.
    Problem,
}

/// A line of `-f json`, described by `schemas/doctor.v1.json`.
#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    about: About,
    state: State,
    what: &'a str,
    cure: Option<&'a str>,
}

impl Finding {
    fn ok(about: About, what: Message) -> Self {
        Self { about, state: State::Ok, what, cure: Message::default() }
    }

    fn unused(about: About, what: Message) -> Self {
        Self { about, state: State::Unused, what, cure: Message::default() }
    }

    const fn warning(about: About, what: Message, cure: Message) -> Self {
        Self { about, state: State::Warning, what, cure }
    }

    const fn problem(about: About, what: Message, cure: Message) -> Self {
        Self { about, state: State::Problem, what, cure }
    }

    fn line(&self) -> Line<'_> {
        let cure = Some(self.cure.as_str()).filter(|cure| !cure.is_empty());
        Line { v: 1, about: self.about, state: self.state, what: self.what.as_str(), cure }
    }
}

/// 4 where credentials are all that is wrong, 2 where something else is too.
fn exit(findings: &[Finding]) -> Exit {
    let wrong = || findings.iter().filter(|finding| finding.state == State::Problem);
    match wrong().count() {
        0 => Exit::Done,
        _ if wrong().all(|finding| finding.about == About::Credentials) => Exit::Credentials,
        _ => Exit::Usage,
    }
}

fn text(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    let lang = lang::current();
    let terminal = Terminal::stdout().unwrap_or(Terminal { columns: 80, color: false });
    let states = [State::Ok, State::Unused, State::Warning, State::Problem].map(State::words);
    let widest = states.iter().map(|words| width(words.in_lang(lang))).max().unwrap_or(0);
    let subjects = findings.iter().map(|finding| width(finding.about.words().in_lang(lang))).max().unwrap_or(0);
    for finding in findings {
        let words = finding.state.words();
        let state = terminal.paint(Some(finding.state.paint()), &padded(words.in_lang(lang), widest));
        let about = finding.about.words();
        writeln!(out, "{state}  {}  {}", padded(about.in_lang(lang), subjects), finding.what.in_lang(lang))?;
        for cure in finding.cure.in_lang(lang).lines().filter(|line| !line.trim().is_empty()) {
            let label = messages::cure();
            writeln!(out, "{}  {}  {}", " ".repeat(widest), padded(label.in_lang(lang), subjects), cure.trim())?;
        }
    }
    let count = |state| findings.iter().filter(|finding| finding.state == state).count();
    let (problems, warnings) = (count(State::Problem), count(State::Warning));
    let sum = if problems + warnings == 0 { messages::all_well() } else { messages::sum(problems, warnings) };
    writeln!(out, "{}", sum.in_lang(lang))
}

impl State {
    fn words(self) -> Message {
        match self {
            Self::Ok => messages::ok(),
            Self::Problem => messages::problem(),
            Self::Unused => messages::unused(),
            Self::Warning => messages::warning(),
        }
    }

    const fn paint(self) -> Paint {
        match self {
            Self::Ok => Paint::Green,
            Self::Problem => Paint::Red,
            Self::Unused => Paint::Dim,
            Self::Warning => Paint::Yellow,
        }
    }
}

impl About {
    fn words(self) -> Message {
        match self {
            Self::Clock => messages::clock(),
            Self::Configuration => messages::configuration(),
            Self::Credentials => messages::credentials(),
            Self::Disk => messages::disk(),
            Self::Doubts => messages::doubts(),
            Self::Language => messages::language(),
            Self::Ledger => messages::ledger(),
            Self::Proxy => messages::proxy(),
            Self::Runs => messages::runs(),
            Self::Terminal => messages::terminal(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_says_whether_only_credentials_are_wrong() {
        let of = |about, state| Finding { about, state, what: Message::from("x"), cure: Message::default() };
        let credentials = || of(About::Credentials, State::Problem);
        assert_eq!(exit(&[of(About::Proxy, State::Warning), of(About::Clock, State::Ok)]), Exit::Done);
        assert_eq!(exit(&[credentials(), of(About::Proxy, State::Warning)]), Exit::Credentials);
        assert_eq!(exit(&[credentials(), of(About::Ledger, State::Problem)]), Exit::Usage);
    }
}
