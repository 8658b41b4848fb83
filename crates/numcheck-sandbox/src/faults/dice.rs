//! Throws that follow from the seed, the request and the question asked, and from nothing else.

/// One of `choices`.
pub(super) fn pick<T: Copy>(choices: &[T], detail: u64) -> T {
    choices[below(choices.len(), detail)]
}

/// A number below `limit`, which is at least 1.
pub(super) fn below(limit: usize, detail: u64) -> usize {
    usize::try_from(detail % limit.max(1) as u64).unwrap_or_default()
}

#[derive(Clone, Copy)]
pub(super) enum Question {
    Delay,
    Delayed,
    Detail,
    Down,
    Number,
    Refuse,
    Reply,
    RetryBilled,
    Unbilled,
    Vendor,
}

pub(super) struct Dice {
    pub(super) seed: u64,
    pub(super) seq: u64,
}

impl Dice {
    pub(super) fn throw(&self, question: Question) -> u64 {
        mix(mix(mix(self.seed) ^ self.seq) ^ question as u64)
    }

    /// From 0 to 1, without 1.
    pub(super) fn roll(&self, question: Question) -> f64 {
        fraction(self.throw(question))
    }
}

pub(super) fn fraction(thrown: u64) -> f64 {
    f64::from(u32::try_from(thrown >> 32).unwrap_or_default()) / 4_294_967_296.0
}

/// `SplitMix64`, so that a seed means the same in every release.
pub(super) fn mix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
