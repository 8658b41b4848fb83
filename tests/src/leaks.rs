//! Looks for canaries: credentials and numbers that occur nowhere else, in any spelling a log or a vendor may give them.

use std::collections::BTreeSet;
use std::fmt;

use aho_corasick::AhoCorasick;

mod spellings;
mod views;

/// So much of a credential in one piece is a leak, even where the rest was cut off.
const PIECE_OF_SECRET: usize = 12;
/// So many digits of a number in one piece: a mask leaves three and four.
const PIECE_OF_NUMBER: usize = 8;

/// What must not be found.
#[derive(Clone, Debug, Default)]
pub struct Canaries(Vec<Canary>);

#[derive(Clone, Debug)]
struct Canary {
    name: String,
    value: String,
    /// The shortest part of it that is looked for.
    piece: usize,
    is_number: bool,
}

impl Canaries {
    /// None yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A credential no part of which occurs in ordinary text: any twelve characters of it in a row are a leak.
    pub fn secret(self, name: &str, value: &str) -> Self {
        self.with(name, value, PIECE_OF_SECRET.min(value.len()), false)
    }

    /// A credential made of ordinary words, such as the sandbox's: the whole of it is a leak.
    pub fn wordy_secret(self, name: &str, value: &str) -> Self {
        self.with(name, value, value.len(), false)
    }

    /// A phone number: any eight digits of it in a row are a leak.
    pub fn number(self, digits: &str) -> Self {
        self.with(digits, digits, PIECE_OF_NUMBER.min(digits.len()), true)
    }

    /// A phone number that shares its digits with others: the whole of it is a leak.
    pub fn plain_number(self, digits: &str) -> Self {
        self.with(digits, digits, digits.len(), true)
    }

    /// The same without the numbers: for what may hold numbers and never a credential.
    pub fn secrets(&self) -> Self {
        Self(self.0.iter().filter(|canary| !canary.is_number).cloned().collect())
    }

    fn with(mut self, name: &str, value: &str, piece: usize, is_number: bool) -> Self {
        self.0.push(Canary { name: name.to_owned(), value: value.to_owned(), piece, is_number });
        self
    }

    /// Makes a searcher for all of them.
    ///
    /// # Panics
    ///
    /// When they are too many for one automaton: millions.
    pub fn searcher(&self) -> Searcher {
        let mut patterns = Vec::new();
        let mut spelled = Vec::new();
        for (canary, Canary { value, piece, .. }) in self.0.iter().enumerate() {
            for at in (0..=value.len() - piece).filter(|&at| value.is_char_boundary(at)) {
                let Some(part) = value.get(at..at + piece) else { continue };
                for (encoding, pattern) in spellings::of(part.as_bytes()) {
                    patterns.push(pattern);
                    spelled.push((canary, encoding));
                }
            }
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&patterns).expect("a few thousand");
        Searcher { names: self.0.iter().map(|canary| canary.name.clone()).collect(), automaton, spelled }
    }
}

/// Finds canaries in texts and files.
#[derive(Clone, Debug)]
pub struct Searcher {
    names: Vec<String>,
    automaton: AhoCorasick,
    spelled: Vec<(usize, Encoding)>,
}

/// How a canary was spelled where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// In base64, standard or for URLs, at any of its three alignments.
    Base64,
    /// As a list of bytes, as `{:?}` shows a `Vec<u8>`.
    Bytes,
    /// Escaped as URLs, JSON, Rust or HTML do it, or with something between its digits.
    Escaped,
    /// In hexadecimal.
    Hex,
    /// As it is, in any ASCII case.
    Plain,
}

/// A canary in a text. It does not repeat the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// Whose it is.
    pub canary: String,
    /// How it is spelled.
    pub encoding: Encoding,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.canary, self.encoding)
    }
}

impl Searcher {
    /// Every canary in a text, each once a spelling.
    pub fn leaks(&self, text: impl AsRef<[u8]>) -> Vec<Leak> {
        let mut leaks = BTreeSet::new();
        for (nth, view) in views::of(text.as_ref()).enumerate() {
            for found in self.automaton.find_iter(&view) {
                let (canary, encoding) = self.spelled[found.pattern().as_usize()];
                let encoding = if nth > 0 && encoding == Encoding::Plain { Encoding::Escaped } else { encoding };
                leaks.insert(Leak { canary: self.names[canary].clone(), encoding });
            }
        }
        leaks.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
