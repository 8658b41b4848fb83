use std::fs;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use numcheck_bulk::export::Whole;

use crate::fault::Failure;
use crate::messages::normalize as messages;

/// Where the numbers go: standard output, or a file that is there whole or not at all.
#[derive(Debug)]
pub(super) enum Target {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(Whole),
}

impl Target {
    pub(super) fn of(output: Option<&Path>, list: Option<&Path>) -> Result<Self, Failure> {
        let Some(to) = output.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout().lock())));
        };
        let real = |path: &Path| fs::canonicalize(path).ok();
        if real(to).is_some() && real(to) == list.and_then(real) {
            return Err(Failure::question(messages::itself(to.display()), messages::itself_cure()));
        }
        let refused = |error: numcheck_bulk::Error| Failure::question(error.message().clone(), messages::itself_cure());
        Whole::begin(to).map(Self::File).map_err(refused)
    }

    /// Makes sure that all of it is out; the file, where it is one.
    pub(super) fn finish(self) -> io::Result<Option<PathBuf>> {
        match self {
            Self::Stdout(mut out) => out.flush().map(|()| None),
            Self::File(file) => file.finish().map(Some),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
