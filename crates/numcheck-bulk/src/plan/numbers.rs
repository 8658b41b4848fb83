use std::collections::HashMap;

use numcheck_core::{NumberKind, PhoneNumber};

/// Many numbers in order, five bytes each.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// A mobile by its digits; anything else by its place in `others`, above [`OTHER`].
    packed: Vec<[u8; WIDTH]>,
    others: Vec<PhoneNumber>,
}

const WIDTH: usize = 5;
/// A mobile's digits are 35 bits.
const OTHER: u64 = 1 << 39;
/// The smallest mobile, so that all of them fit into 33 bits above it.
const FIRST_MOBILE: u64 = 13_000_000_000;
/// A mobile's digits.
const MOBILE: usize = 11;
/// Bits of a position: a list has no more numbers.
const POSITION: u32 = 31;

impl Numbers {
    pub(super) fn push(&mut self, number: PhoneNumber) {
        let packed = pack_mobile(&number).unwrap_or_else(|| {
            self.others.push(number);
            OTHER | (self.others.len() - 1) as u64
        });
        let mut kept = [0; WIDTH];
        kept.copy_from_slice(&packed.to_le_bytes()[..WIDTH]);
        self.packed.push(kept);
    }

    fn packed(&self) -> impl Iterator<Item = u64> {
        self.packed.iter().map(|packed| unpacked(*packed))
    }

    fn packed_at(&self, position: u32) -> Option<u64> {
        self.packed.get(position as usize).map(|packed| unpacked(*packed))
    }

    pub(crate) const fn len(&self) -> usize {
        self.packed.len()
    }

    pub(crate) fn get(&self, position: u32) -> Option<PhoneNumber> {
        let packed = self.packed_at(position)?;
        if packed & OTHER == 0 {
            return PhoneNumber::from_mobile(packed);
        }
        self.others.get(usize::try_from(packed & !OTHER).ok()?).copied()
    }

    /// Whether the number at a position is this one.
    pub(crate) fn holds(&self, position: u32, number: &PhoneNumber) -> bool {
        match pack_mobile(number) {
            packed @ Some(_) => self.packed_at(position) == packed,
            None => self.get(position) == Some(*number),
        }
    }

    /// Whether the number at a position is this one, as the ledger writes it.
    pub(crate) fn is(&self, position: u32, written: &str) -> bool {
        match self.packed_at(position) {
            Some(packed) if packed & OTHER == 0 => written.parse() == Ok(packed),
            Some(_) => self.get(position).is_some_and(|number| number.written() == written),
            None => false,
        }
    }

    /// The mobiles among the positions that `wanted` takes, each with its position in one word, in order: equal ones stand
    /// together, the first position first.
    fn mobiles(&self, wanted: impl Fn(u32) -> bool) -> Vec<u64> {
        let mut words: Vec<u64> = (0_u32..)
            .zip(self.packed())
            .filter(|(position, packed)| packed & OTHER == 0 && wanted(*position))
            .map(|(position, mobile)| word(mobile, position))
            .collect();
        words.sort_unstable();
        words
    }

    pub(super) fn duplicates(&self) -> Vec<(u32, u32)> {
        let mut duplicates = Vec::new();
        let mut first = None;
        for word in self.mobiles(|_| true) {
            match first {
                Some(first) if first >> POSITION == word >> POSITION => {
                    duplicates.push((position_in(word), position_in(first)));
                }
                _ => first = Some(word),
            }
        }
        let mut seen = HashMap::new();
        for (at, _) in (0_u32..).zip(self.packed()).filter(|(_, packed)| packed & OTHER != 0) {
            let Some(number) = self.get(at) else { continue };
            match seen.get(&number) {
                Some(&first) => duplicates.push((at, first)),
                None => drop(seen.insert(number, at)),
            }
        }
        duplicates.sort_unstable();
        duplicates
    }

    /// An index from number to position, of those positions that `wanted` takes.
    pub(crate) fn index(&self, wanted: impl Fn(u32) -> bool) -> Index {
        let mobiles = self.mobiles(&wanted);
        let mut others = HashMap::new();
        for (position, packed) in (0_u32..).zip(self.packed()) {
            if packed & OTHER != 0
                && wanted(position)
                && let Some(number) = self.get(position)
            {
                others.entry(number).or_insert(position);
            }
        }
        Index { mobiles, others }
    }
}

fn unpacked(packed: [u8; WIDTH]) -> u64 {
    let mut bytes = [0; size_of::<u64>()];
    bytes[..WIDTH].copy_from_slice(&packed);
    u64::from_le_bytes(bytes)
}

/// A mobile and its position in one word, which is ordered by the mobile first.
const fn word(mobile: u64, position: u32) -> u64 {
    (mobile - FIRST_MOBILE) << POSITION | position as u64
}

fn position_in(word: u64) -> u32 {
    u32::try_from(word & ((1 << POSITION) - 1)).unwrap_or(u32::MAX)
}

/// Finds a number's position.
pub(crate) struct Index {
    mobiles: Vec<u64>,
    others: HashMap<PhoneNumber, u32>,
}

impl Index {
    /// The first position of a number.
    pub(crate) fn position(&self, number: &PhoneNumber) -> Option<u32> {
        match pack_mobile(number) {
            Some(mobile) => {
                let least = word(mobile, 0);
                let found = *self.mobiles.get(self.mobiles.partition_point(|word| *word < least))?;
                (found >> POSITION == least >> POSITION).then(|| position_in(found))
            }
            None => self.others.get(number).copied(),
        }
    }
}

fn pack_mobile(number: &PhoneNumber) -> Option<u64> {
    if number.kind() != NumberKind::Mobile || number.country() != PhoneNumber::CHINA {
        return None;
    }
    // In two halves, which the processor reads at once: each digit waits for the one before it.
    let read = |digits: &[u8]| digits.iter().fold(0, |read, digit| read * 10 + u64::from(digit - b'0'));
    let digits: &[u8; MOBILE] = number.as_bytes().try_into().ok()?;
    let digits = read(&digits[..5]) * 1_000_000 + read(&digits[5..]);
    (digits >= FIRST_MOBILE).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_itself_and_no_other(all in prop::collection::vec("1[3-9][0-9]{9}|1380000000[0-3]|19999999999|0571[2-8][0-9]{7}|10086", 1..20)) {
            let parsed: Vec<PhoneNumber> = all.iter().map(|number| number.parse().expect("a number")).collect();
            let mut numbers = Numbers::default();
            for number in &parsed {
                numbers.push(*number);
            }
            let mut duplicates = Vec::new();
            for (position, number) in (0_u32..).zip(&parsed) {
                prop_assert_eq!(numbers.get(position), Some(*number));
                for other in &parsed {
                    prop_assert_eq!(numbers.holds(position, other), number == other);
                    prop_assert_eq!(numbers.is(position, &other.written()), number == other);
                }
                let first = parsed.iter().position(|other| number == other).expect("itself");
                duplicates.extend(u32::try_from(first).ok().filter(|first| *first < position).map(|first| (position, first)));
            }
            prop_assert_eq!(numbers.duplicates(), duplicates);
            let is_wanted = |position: u32| position % 3 != 1;
            let index = numbers.index(is_wanted);
            for number in &parsed {
                let mut wanted = (0_u32..).zip(&parsed).filter(|(position, _)| is_wanted(*position));
                let first = wanted.find(|(_, other)| *other == number).map(|(position, _)| position);
                prop_assert_eq!(index.position(number), first);
            }
        }
    }

    #[test]
    fn finds_duplicates_of_every_kind() {
        let texts = [
            "13800000001",
            "10086",
            "19900000000",
            "13800000001",
            "10086",
            "057156264805",
            "13000000000",
            "13800000001",
        ];
        let mut numbers = Numbers::default();
        for text in texts {
            numbers.push(text.parse().expect("a number"));
        }
        assert_eq!(numbers.duplicates(), [(3, 0), (4, 1), (7, 0)]);
        for (position, text) in (0..).zip(texts) {
            assert_eq!(numbers.get(position).expect("it is there").as_str(), text);
        }
        let index = numbers.index(|position| !(3..=4).contains(&position));
        assert_eq!(index.position(&"19900000000".parse().expect("a number")), Some(2));
        assert_eq!(index.position(&"10086".parse().expect("a number")), Some(1));
        assert_eq!(index.position(&"13900000000".parse().expect("a number")), None);
    }
}
