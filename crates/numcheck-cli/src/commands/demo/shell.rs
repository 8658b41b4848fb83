use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use numcheck_core::{Lang, Phrase};

use super::place::{Place, SETTINGS};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::lang;
use crate::messages::demo as messages;
use crate::output::terminal::{Paint, SHOWN_IN, Terminal, width, wrapped};

/// Longer commands are broken with a backslash, as a shell takes them.
const LINE: usize = 74;

/// Gives commands in the folder of the demo, and tells the tour.
#[derive(Debug)]
pub(super) struct Shell<'a> {
    dir: &'a Path,
    program: std::path::PathBuf,
    terminal: Terminal,
}

/// How much of what a command tells is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// The lines that are not details of another, which are indented.
    Heads,
    /// Tables too.
    Whole,
}

/// What a command printed.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) out: String,
    err: String,
}

impl<'a> Shell<'a> {
    pub(super) fn new(place: &'a Place) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(|error| Failure::unexpected(messages::no_program(error)))?;
        let terminal = Terminal::stdout().unwrap_or(Terminal { columns: 80, color: false });
        Ok(Self { dir: place.dir(), program, terminal })
    }

    /// Runs a command of this tool, and wants it to end so.
    pub(super) fn run(&self, command: &str, wanted: Exit) -> Result<Ran, Failure> {
        let mut process = Command::new(&self.program);
        process.args(command.split_whitespace()).current_dir(self.dir).stdin(Stdio::null());
        // The settings of the user are for real vendors.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NUMCHECK_")) {
            process.env_remove(name);
        }
        let lang = if lang::current() == Lang::Zh { "zh" } else { "en" };
        process.env("NUMCHECK_LANG", lang).env("XDG_CONFIG_HOME", self.dir);
        // Named, the empty settings of the folder need no line that says where they are.
        process.env("NUMCHECK_CONFIG", self.dir.join(SETTINGS)).env(SHOWN_IN, self.room().to_string());
        let done = process.output().map_err(|error| Failure::unexpected(messages::no_program(error)))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let ran = Ran { out: text(&done.stdout), err: text(&done.stderr) };
        if done.status.code() == Some(wanted as i32) {
            return Ok(ran);
        }
        Err(Failure::unexpected(messages::odd(command, format!("{}\n{}", done.status, ran.err.trim_end()))))
    }

    /// Prints a command, runs it, and prints what it tells people.
    pub(super) fn show(&self, command: &str, wanted: Exit, telling: Telling) -> Result<(), Failure> {
        self.typed(command);
        let ran = self.run(command, wanted)?;
        let lines = ran.err.lines().filter(|line| !line.is_empty() && !line.starts_with("sandbox"));
        let mut heads = 0;
        let told = lines.filter(|line| {
            let indented = line.starts_with(' ');
            heads += usize::from(!indented);
            // Below the first line, which tells of the list, are the lines it cannot use.
            !indented || (telling == Telling::Whole && heads > 1)
        });
        for line in told {
            // A table is laid out with spaces, and narrow enough.
            let parts = if line.starts_with(' ') { vec![line.to_owned()] } else { wrapped(line, self.room()) };
            for part in parts {
                self.line(&format!("   {part}"));
            }
        }
        Ok(())
    }

    /// The columns beside the margin.
    fn room(&self) -> usize {
        self.terminal.columns.saturating_sub(3).max(LINE)
    }

    /// Prints a command as it is typed.
    pub(super) fn typed(&self, command: &str) {
        let command = if command.starts_with("cd ") { command.to_owned() } else { format!("numcheck {command}") };
        let mut lines = vec![String::new()];
        for word in command.split(' ') {
            let line = lines.last_mut().expect("there is one");
            if width(line) + width(word) >= LINE {
                line.push_str(" \\");
                lines.push(format!("    {word}"));
            } else {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
        }
        self.line("");
        for (at, line) in lines.iter().enumerate() {
            let prompt = if at == 0 { "$" } else { " " };
            self.line(&format!(" {prompt} {}", self.terminal.paint(Some(Paint::Green), line)));
        }
    }

    /// Prints the table that the command above prints on a terminal.
    pub(super) fn table(&self, text: &str) {
        text.lines().for_each(|line| self.line(format!("   {line}").trim_end()));
    }

    pub(super) fn title(&self, step: u8, title: impl Phrase) {
        let title = format!("{step}  {}", title.phrase(lang::current()));
        self.line("");
        self.line(&self.terminal.paint(Some(Paint::Yellow), &title));
    }

    pub(super) fn tell(&self, message: impl Phrase) {
        for line in message.phrase(lang::current()).lines() {
            // Most of the tour is laid out by hand.
            let parts = if width(line) <= self.room() { vec![line.to_owned()] } else { wrapped(line, self.room()) };
            for part in parts {
                self.line(format!("   {part}").trim_end());
            }
        }
    }

    /// A reader that has gone away has seen enough; the tour goes to its end.
    #[allow(clippy::unused_self, reason = "all of the tour is told through it")]
    fn line(&self, line: &str) {
        let _ = writeln!(io::stdout().lock(), "{line}");
    }
}
