//! What a fuzz target says of its run, read from its closing lines.

/// What a target says last: the law that is broken, or why it did not start.
const MOST_WORDS: usize = 12;

#[derive(Default)]
pub(super) struct Tally {
    executions: u64,
    a_second: u64,
    corpus: u64,
    peak: u64,
    /// Where the input is that broke a law.
    artifact: Option<String>,
    passed: bool,
    broken: bool,
    /// Its last lines.
    pub(super) words: Vec<String>,
}

impl Tally {
    /// Reads a line: `stat::number_of_executed_units: 5`, `#12 DONE cov: 1 ft: 2 corp: 3/4b …`, or where an artefact is.
    pub(super) fn read(&mut self, line: &str) {
        let stat = |name: &str| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':')?.trim().parse().ok();
        if let Some(executions) = stat("number_of_executed_units") {
            self.executions = executions;
        } else if let Some(a_second) = stat("average_exec_per_sec") {
            self.a_second = a_second;
        } else if let Some(peak) = stat("peak_rss_mb") {
            self.peak = peak;
        } else if let Some((_, at)) = line.split_once("Test unit written to ") {
            self.artifact = Some(at.to_owned());
        } else if let Some((_, corpus)) = line.split_once(" corp: ") {
            let count = corpus.split('/').next().and_then(|count| count.parse().ok());
            self.corpus = count.unwrap_or(self.corpus);
            // The pulse of a run that goes well.
            return;
        }
        if line.contains("panicked at") {
            self.words.clear();
            self.broken = true;
        }
        if self.words.len() == MOST_WORDS {
            // The words of a broken law come first, what does not start tells why at the end.
            if self.broken {
                return;
            }
            self.words.remove(0);
        }
        self.words.push(line.to_owned());
    }

    pub(super) const fn end(&mut self, passed: bool) {
        self.passed = passed;
    }

    /// Whether it ran, and found nothing: a target that did not start is no proof.
    pub(super) const fn is_clean(&self) -> bool {
        self.passed && self.artifact.is_none() && self.executions > 0
    }

    pub(super) fn row(&self, target: &str) -> String {
        let verdict = match &self.artifact {
            _ if self.is_clean() => "ok".to_owned(),
            Some(at) => format!("FOUND {at}"),
            None => "FOUND nothing, and failed".to_owned(),
        };
        let Self { executions, a_second, corpus, peak, .. } = self;
        format!("{target:28} {executions:>12} {a_second:>8} {corpus:>8} {peak:>8}  {verdict}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSING: [&str; 4] = [
        "#2097152\tpulse  cov: 151 ft: 320 corp: 48/1020b lim: 170 exec/s: 699050 rss: 45Mb",
        "stat::number_of_executed_units: 2500000",
        "stat::average_exec_per_sec:     41666",
        "stat::peak_rss_mb:              46",
    ];

    #[test]
    fn a_clean_run_is_told_in_a_row() {
        let mut tally = Tally::default();
        for line in CLOSING {
            tally.read(line);
        }
        tally.end(true);
        assert!(tally.is_clean());
        let row = tally.row("mask");
        assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["mask", "2500000", "41666", "48", "46", "ok"]);
    }

    #[test]
    fn what_was_found_and_what_did_not_run_is_not_clean() {
        let mut found = Tally::default();
        for line in CLOSING {
            found.read(line);
        }
        found.read("artifact_prefix='artifacts/mask/'; Test unit written to artifacts/mask/crash-1");
        found.end(false);
        assert!(!found.is_clean() && found.row("mask").ends_with("FOUND artifacts/mask/crash-1"));
        let mut absent = Tally::default();
        absent.end(true);
        assert!(!absent.is_clean(), "nothing was executed");
    }
}
