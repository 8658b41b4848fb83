/// So many requests, or requests of so many numbers, are told of together.
const REQUESTS: usize = 16;
const NUMBERS: usize = 4000;

/// Requests that a thread is told of together: to wake it for each, and to look for each in the ledger, takes longer than
/// what it does.
#[derive(Debug, Default)]
pub(crate) struct Together {
    requests: usize,
    numbers: usize,
}

impl Together {
    /// One more request, of so many numbers; whether they are enough now.
    pub(crate) const fn add(&mut self, numbers: usize) -> bool {
        self.requests += 1;
        self.numbers += numbers;
        let enough = self.requests >= REQUESTS || self.numbers >= NUMBERS;
        if enough {
            (self.requests, self.numbers) = (0, 0);
        }
        enough
    }
}
