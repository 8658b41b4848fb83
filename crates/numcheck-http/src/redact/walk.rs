//! A credential followed through a text in all its spellings at once.
//!
//! A backslash may stand for itself or begin the escape of another, and a percent sign likewise: to try one spelling after the
//! other takes twice as long for each such character of a credential, and a text of nothing else would never end. Fuzzing
//! found it.

use super::{LONGEST_ESCAPE, spellings};

/// Not under way.
const NONE: usize = usize::MAX;

/// How much of a credential is spelled at a place, and where that began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Under {
    /// How many of its characters.
    pub(super) spelled: usize,
    /// Where the first of them begins.
    pub(super) begun: usize,
}

/// What is under way at the next places of a text, each state once, with the earliest beginning.
pub(super) struct Walk {
    secret: Vec<char>,
    slots: Vec<Slot>,
    /// How many states lie ahead.
    ahead: usize,
}

#[derive(Clone)]
struct Slot {
    /// By the number of characters spelled: where it began.
    begun: Vec<usize>,
    /// Those of them that are under way.
    spelled: Vec<usize>,
}

impl Walk {
    pub(super) fn new(secret: &str) -> Self {
        let secret: Vec<char> = secret.chars().collect();
        let slot = Slot { begun: vec![NONE; secret.len() + 1], spelled: Vec::new() };
        Self { slots: vec![slot; LONGEST_ESCAPE + 1], secret, ahead: 0 }
    }

    /// How many characters the credential has.
    pub(super) const fn len(&self) -> usize {
        self.secret.len()
    }

    /// The character behind those that are spelled.
    pub(super) fn wanted(&self, under: Under) -> Option<char> {
        self.secret.get(under.spelled).copied()
    }

    pub(super) const fn is_idle(&self) -> bool {
        self.ahead == 0
    }

    /// Takes what is under way at a place.
    pub(super) fn take(&mut self, at: usize, out: &mut Vec<Under>) {
        out.clear();
        let place = at % self.slots.len();
        let slot = &mut self.slots[place];
        for spelled in slot.spelled.drain(..) {
            out.push(Under { spelled, begun: std::mem::replace(&mut slot.begun[spelled], NONE) });
        }
        self.ahead -= out.len();
    }

    /// Goes on from a place by every spelling of the next character.
    pub(super) fn step(&mut self, text: &[u8], at: usize, under: Under) {
        let Some(wanted) = self.wanted(under) else { return };
        for length in spellings(&text[at..], wanted).into_iter().flatten() {
            let place = (at + length) % self.slots.len();
            let (slot, spelled) = (&mut self.slots[place], under.spelled + 1);
            if slot.begun[spelled] == NONE {
                slot.spelled.push(spelled);
                self.ahead += 1;
            }
            slot.begun[spelled] = slot.begun[spelled].min(under.begun);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use super::super::{Extent, Needle, Redactor, spellings, tail};
    use crate::Secret;

    /// The plain version, which tries one spelling after the other: where one that begins at the head may end.
    fn ends(text: &[u8], secret: &[char], at: usize, ends_at: &mut Vec<usize>) {
        let Some((&wanted, rest)) = secret.split_first() else { return ends_at.push(at) };
        for length in spellings(&text[at..], wanted).into_iter().flatten() {
            ends(text, rest, at + length, ends_at);
        }
    }

    fn plainly(text: &[u8], secret: &str) -> Option<(usize, usize)> {
        let secret: Vec<char> = secret.chars().collect();
        (0..text.len()).find_map(|at| {
            let mut ends_at = Vec::new();
            ends(text, &secret, at, &mut ends_at);
            Some((at, ends_at.into_iter().max()?))
        })
    }

    proptest! {
        #[test]
        fn finds_what_the_plain_version_finds(
            secret in prop::collection::vec(prop::sample::select(&["a", "\\", "%", "&", "5", "é", "\u{1f600}"][..]), 1..6),
            text in prop::collection::vec(prop::sample::select(PARTS), 0..24),
        ) {
            let (secret, text) = (secret.concat(), text.concat());
            let found = Needle::new(&secret).find(text.as_bytes(), 0);
            prop_assert_eq!(found, plainly(text.as_bytes(), &secret), "{} in {}", secret, text);
        }
    }

    const PARTS: &[&str] = &[
        "a",
        "A",
        "\\",
        "\\\\",
        "%",
        "%25",
        "%5c",
        "%5C",
        "%61",
        "\\u0061",
        "\\u005c",
        "&",
        "&amp;",
        "&#97;",
        "&#92;",
        "5",
        "2",
        "é",
        "%c3%a9",
        "\\u00e9",
        "\u{1f600}",
        "\\ud83d\\ude00",
        "%f0%9f%98%80",
        "u0061",
        ";",
        "x",
    ];

    /// A credential of backslashes in a text of backslashes: two ways for each, and never an end.
    #[test]
    fn takes_no_longer_for_signs_that_can_be_read_in_two_ways() {
        let began = Instant::now();
        for sign in ["\\", "%25", "&amp;"] {
            let secret = Secret::new("key", format!("{}!a", sign.repeat(20))).expect("a credential");
            let body = sign.repeat(2000).into_bytes();
            let redactor = Redactor::new([&secret].into_iter());
            assert!(!redactor.is_echoed(&body));
            assert_eq!(redactor.blank(body.clone(), Extent::Everywhere), body);
            assert!(tail::begins_at(&body, secret.expose()).is_some());
        }
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
