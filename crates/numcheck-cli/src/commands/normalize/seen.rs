use std::collections::HashMap;
use std::collections::hash_map::Entry;

use numcheck_core::{NumberKind, PhoneNumber};

/// The numbers that stood in the list so far, and in which line each stood first.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Mobiles by their digits: nearly every number of a list is one, and these take a third of the room.
    mobiles: HashMap<u64, u64>,
    others: HashMap<PhoneNumber, u64>,
}

impl Seen {
    /// The line in which this number stood before, if it did.
    pub(super) fn first_line(&mut self, number: &PhoneNumber, line: u64) -> Option<u64> {
        let digits = (number.kind() == NumberKind::Mobile).then(|| number.as_str().parse().ok()).flatten();
        match digits {
            Some(digits) => first(self.mobiles.entry(digits), line),
            None => first(self.others.entry(*number), line),
        }
    }
}

fn first<K>(entry: Entry<'_, K, u64>, line: u64) -> Option<u64> {
    match entry {
        Entry::Occupied(there) => Some(*there.get()),
        Entry::Vacant(free) => {
            free.insert(line);
            None
        }
    }
}
