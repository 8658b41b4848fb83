//! What is wrong with the configuration: where, what, and the cure. Values are never repeated: one may be a secret.

use std::path::PathBuf;

use numcheck_core::Message;

use crate::messages::config as messages;

/// Something wrong with the configuration.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) file: Option<PathBuf>,
    pub(crate) line: Option<usize>,
    pub(crate) what: Message,
    pub(crate) cure: Message,
}

impl Problem {
    /// `numcheck.toml:3: what is wrong`.
    pub(crate) fn words(&self) -> Message {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => messages::at_line(file.display(), line, &self.what),
            (Some(file), None) => messages::at_file(file.display(), &self.what),
            (None, _) => self.what.clone(),
        }
    }
}

/// The known name that an unknown one was probably meant to be.
pub(super) fn similar<'k>(known: impl IntoIterator<Item = &'k str>, unknown: &str) -> Option<&'k str> {
    let likeness = |name: &&str| strsim::jaro_winkler(name, &unknown.to_lowercase().replace('_', "-"));
    let nearest = known.into_iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(&nearest) > 0.75).then_some(nearest)
}
