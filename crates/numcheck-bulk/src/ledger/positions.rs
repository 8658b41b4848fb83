use std::fmt;

/// Which numbers of a list a request is about: places among its valid numbers, from 0, as `0-1999,2005`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positions(Vec<u32>);

impl Positions {
    /// These places, in the order of the request.
    pub const fn new(places: Vec<u32>) -> Self {
        Self(places)
    }

    /// Reads them back; `None` for a text that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut places = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            places.extend(first..=last);
        }
        Some(Self(places))
    }

    /// The places.
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }
}

impl fmt::Display for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_slice();
        while let Some((&first, _)) = rest.split_first() {
            let run =
                rest.iter().zip(u64::from(first)..).take_while(|(place, wanted)| u64::from(**place) == *wanted).count();
            let comma = if rest.len() == self.0.len() { "" } else { "," };
            let last = rest[run - 1];
            if run == 1 {
                write!(f, "{comma}{first}")?;
            } else {
                write!(f, "{comma}{first}-{last}")?;
            }
            rest = &rest[run..];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn are_read_as_they_were_written() {
        for (places, text) in [
            (vec![], ""),
            (vec![7], "7"),
            (vec![0, 1, 2, 5, 6, 9], "0-2,5-6,9"),
            (vec![3, 2, 1], "3,2,1"),
            (vec![u32::MAX - 1, u32::MAX], "4294967294-4294967295"),
        ] {
            let places = Positions::new(places);
            assert_eq!(places.to_string(), text);
            assert_eq!(Positions::parse(text), Some(places));
        }
        assert_eq!(Positions::parse("1,x"), None);
    }
}
