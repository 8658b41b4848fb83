//! What was searched, and what was found.

use numcheck_tests::leaks::Searcher;

use super::shown::Shown;

/// What is looked for in texts for people, and in data.
pub(crate) struct Sought<'a> {
    pub(crate) all: &'a Searcher,
    pub(crate) secrets: &'a Searcher,
}

#[derive(Default)]
pub(crate) struct Tally {
    modes: usize,
    texts: usize,
    bytes: usize,
    leaks: Vec<String>,
}

impl Tally {
    /// Searches everything of one mode.
    pub(crate) fn search(&mut self, sought: &Sought<'_>, endpoint: &str, mode: &str, shown: Shown) {
        self.modes += 1;
        for (texts, searcher) in [(shown.texts, sought.all), (shown.data, sought.secrets)] {
            for (place, text) in texts {
                self.texts += 1;
                self.bytes += text.len();
                for leak in searcher.leaks(&text) {
                    let text = String::from_utf8_lossy(&text);
                    self.leaks.push(format!("{endpoint}, {mode}: {leak} in {place}: {text:.2000}"));
                }
            }
        }
    }

    /// Searches what was logged, which must hold these lines: an empty log proves nothing.
    pub(crate) fn search_log(&mut self, all: &Searcher, place: &str, log: &[u8], expected: &[&str]) {
        let text = String::from_utf8_lossy(log);
        for expected in expected {
            assert!(text.contains(expected), "{place} has no line with {expected:?}");
        }
        for line in text.lines() {
            self.texts += 1;
            self.leaks.extend(all.leaks(line).iter().map(|leak| format!("{leak} in {place}: {line:.2000}")));
        }
        self.bytes += log.len();
        // What is split over two lines is one text to whoever reads the log.
        let whole = all.leaks(log);
        self.leaks.extend(whole.iter().map(|leak| format!("{leak} in {place}")));
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.modes += other.modes;
        self.texts += other.texts;
        self.bytes += other.bytes;
        self.leaks.extend(other.leaks);
    }

    /// Says what was searched. Fails on the first leaks, and on a search of less than it should have been.
    pub(crate) fn finish(self, what: &str, modes: usize, texts: usize) {
        let Self { modes: searched, texts: seen, bytes, leaks } = self;
        println!("{what}: searched {seen} texts ({bytes} bytes) of {searched} modes: {} leaks", leaks.len());
        assert!(
            leaks.is_empty(),
            "{} leaks, the first of them:\n{}",
            leaks.len(),
            leaks[..leaks.len().min(12)].join("\n")
        );
        assert!(searched >= modes && seen >= texts, "only {seen} texts of {searched} modes");
    }
}
