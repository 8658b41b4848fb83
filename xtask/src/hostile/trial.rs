//! One thing that would hurt, and what came of it.

use std::path::Path;
use std::time::Duration;

use super::process::Ended;
use super::tool::Tool;
use super::{books, disks, lists, replies};

/// What a process may take beyond a harmless one.
pub(super) const MOST_MIB: f64 = 32.0;

/// What is done in a folder of its own, and what came of it.
type Play = Box<dyn Fn(&Tool, &Path) -> Result<Verdict, String>>;

/// One thing that would hurt.
pub(super) struct Trial {
    pub(super) name: String,
    pub(super) play: Play,
}

impl Trial {
    pub(super) fn new(
        name: impl Into<String>,
        play: impl Fn(&Tool, &Path) -> Result<Verdict, String> + 'static,
    ) -> Self {
        Self { name: name.into(), play: Box::new(play) }
    }
}

/// All of them.
pub(super) fn trials() -> Vec<Trial> {
    [replies::trials(), lists::trials(), books::trials(), disks::trials()].into_iter().flatten().collect()
}

/// What came of one.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// What came, in a few words.
    pub(super) came: String,
    /// What should not have been; nothing if all is well.
    pub(super) wrong: Vec<String>,
    /// Whether this machine does not let it be tried.
    pub(super) untried: bool,
    pub(super) seconds: f64,
    pub(super) mib: f64,
}

impl Verdict {
    pub(super) fn new(came: impl Into<String>) -> Self {
        Self { came: came.into(), ..Self::default() }
    }

    pub(super) fn untried(why: &str) -> Self {
        Self { came: format!("not tried: {why}"), untried: true, ..Self::default() }
    }

    pub(super) fn failed(error: String) -> Self {
        Self { wrong: vec![error], ..Self::default() }
    }

    /// Adds what must hold, and what is wrong if it does not.
    pub(super) fn hold(&mut self, held: bool, wrong: impl FnOnce() -> String) {
        if !held {
            self.wrong.push(wrong());
        }
    }

    /// Holds a process to its time and its memory: `most` MiB more than `base`.
    pub(super) fn takes(&mut self, ended: &Ended, longest: Duration, base: f64, most: f64) {
        self.seconds = ended.took.as_secs_f64();
        self.mib = ended.peak_mib - base;
        let (took, mib) = (ended.took, self.mib);
        self.hold(took <= longest, || format!("it took {took:.1?}, {longest:.1?} at most"));
        self.hold(mib <= most, || format!("{mib:.0} MiB more than a harmless one, {most:.0} at most"));
        self.hold(!ended.panicked(), || format!("it panicked: {}", ended.last_words()));
    }

    pub(super) fn line(&self, name: &str) -> String {
        let end = match self.wrong.as_slice() {
            [] if self.untried => "-".to_owned(),
            [] => "ok".to_owned(),
            wrong => format!("FAILED: {}", wrong.join("; ")),
        };
        format!("{name:<72} {:<28} {:>6.1} s {:>6.1} MiB  {end}", self.came, self.seconds, self.mib)
    }
}
