use std::collections::VecDeque;
use std::ops::Range;

/// Positions of a list in ascending order, kept as spans: those of a fresh list take eight bytes, however many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans {
    spans: VecDeque<Range<u32>>,
    len: usize,
}

impl Spans {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.spans.iter().cloned().flatten()
    }

    /// The same, where many stand in a row.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<u32>> {
        self.spans.iter().cloned()
    }

    /// Puts positions behind those that are there, all of which are smaller.
    pub(super) fn push(&mut self, more: Range<u32>) {
        self.len += more.len();
        match self.spans.back_mut() {
            Some(span) if span.end == more.start => span.end = more.end,
            _ => self.spans.push_back(more),
        }
    }

    /// Takes the first `count` of them out, or all there are.
    pub(super) fn take(&mut self, count: usize) -> Vec<u32> {
        let mut taken = Vec::with_capacity(count.min(self.len));
        while taken.len() < count
            && let Some(span) = self.spans.front_mut()
        {
            taken.extend(span.take(count - taken.len()));
            if span.start == span.end {
                self.spans.pop_front();
            }
        }
        self.len -= taken.len();
        taken
    }
}

impl FromIterator<u32> for Spans {
    fn from_iter<I: IntoIterator<Item = u32>>(positions: I) -> Self {
        let mut all = Self::default();
        for position in positions {
            all.push(position..position + 1);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Spans;

    /// Beside the plain version, a vector: every set of eight positions, taken in every portion.
    #[test]
    fn positions_come_out_as_they_went_in() {
        for set in 0..256_u32 {
            let plain: Vec<u32> = (0..8).filter(|position| set >> position & 1 == 1).collect();
            for portion in 1..=9 {
                let mut spans: Spans = plain.iter().copied().collect();
                assert_eq!((spans.len(), spans.iter().collect::<Vec<_>>()), (plain.len(), plain.clone()));
                let mut taken = Vec::new();
                while spans.len() > 0 {
                    let some = spans.take(portion);
                    assert!(!some.is_empty() && some.len() <= portion, "{plain:?} {portion}");
                    taken.extend(some);
                }
                assert!(taken == plain && spans.take(portion).is_empty(), "{plain:?} {portion}");
            }
        }
    }
}
