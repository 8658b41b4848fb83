//! The numbers as they were given, each with its place.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};

use numcheck_core::Message;

use crate::exit::Exit;
use crate::fault::{self, Failure};
use crate::messages::check as messages;
use crate::output;

/// `check` is for a look; a list wants a ledger.
const MOST: usize = 100;
/// More than 100 numbers however they are written.
const LARGEST: u64 = 64 << 10;

/// One number as it was given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// Where it was given, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Argument(usize),
    Line(usize),
}

impl Place {
    /// Where it is, for people.
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Argument(at) => messages::argument(at),
            Self::Line(at) => messages::line(at),
        }
    }
}

/// The numbers of the command line; `-` stands for the lines of `stdin`, empty ones left out.
pub(crate) fn read(args: &[OsString], stdin: impl Read) -> Result<Vec<Given>, Failure> {
    let mut stdin = Some(stdin);
    let mut given = Vec::new();
    for (at, arg) in args.iter().enumerate() {
        if arg != "-" {
            given.push(Given { place: Place::Argument(at + 1), text: arg.to_string_lossy().into_owned() });
        } else if let Some(stdin) = stdin.take() {
            given.extend(lines(stdin)?);
        } else {
            return Err(Failure::usage(messages::stdin_twice(), messages::stdin_twice_cure()));
        }
    }
    match given.len() {
        0 => Err(Failure::new(Exit::NoInput, messages::stdin_empty(), messages::stdin_empty_cure())),
        1..=MOST => Ok(given),
        many => Err(too_many(fault::numbers(many))),
    }
}

fn lines(stdin: impl Read) -> Result<Vec<Given>, Failure> {
    let mut bytes = Vec::new();
    stdin
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(Exit::NoInput, messages::stdin_unreadable(error), Message::default()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_many(messages::stdin_too_long()));
    }
    let lines = decoded(&bytes);
    let lines = lines.lines().enumerate().filter(|(_, line)| !line.trim_matches(is_blank).is_empty());
    Ok(lines.map(|(at, line)| Given { place: Place::Line(at + 1), text: line.to_owned() }).collect())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Digits read the same in UTF-8 and GBK; UTF-16 is known by its mark.
fn decoded(bytes: &[u8]) -> String {
    let utf16 = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn too_many(what: Message) -> Failure {
    Failure::usage(messages::too_many(what, MOST), messages::too_many_cure())
}

/// Standard input, with a word to whoever sits at a terminal and waits for the tool.
pub(crate) fn stdin_if_named(args: &[OsString]) -> io::Stdin {
    let stdin = io::stdin();
    if args.iter().any(|arg| arg == "-") && stdin.is_terminal() {
        output::say(messages::reading_terminal());
    }
    stdin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(args: &[&str], stdin: &[u8]) -> Vec<String> {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        match read(&args, stdin) {
            Ok(given) => given.iter().map(|given| format!("{}: {}", given.place.message(), given.text)).collect(),
            Err(failure) => vec![failure.to_string()],
        }
    }

    #[test]
    fn every_number_keeps_its_place() {
        assert_eq!(
            places(&["a", "-", "b"], b"x\r\n\n y\n"),
            ["argument 1: a", "line 1: x", "line 3:  y", "argument 3: b"]
        );
        assert_eq!(places(&["-"], b"\xff\xfe1\x002\x00\n\x003\x00"), ["line 1: \u{feff}12", "line 2: 3"]);
        assert_eq!(places(&["-"], b"\xfe\xff\x001"), ["line 1: \u{feff}1"]);
        assert_eq!(places(&["-"], "\u{feff}1".as_bytes()), ["line 1: \u{feff}1"]);
    }

    #[test]
    fn nothing_too_much_and_twice_are_told_apart() {
        assert!(places(&["-"], b"\xef\xbb\xbf\n \n")[0].contains("no number"));
        assert!(places(&["-"], &b"1\n".repeat(101))[0].contains("101 numbers"));
        assert!(places(&["-"], &b"1".repeat(1 << 20))[0].contains("64 KiB"));
        assert_eq!(places(&["-"], &b"1\n".repeat(100)).len(), 100);
        assert!(places(&["-", "-"], b"1")[0].contains("twice"));
    }
}
