use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use crate::fault::Failure;
use crate::messages::normalize as messages;

/// Where the numbers go: standard output, or a file that is there whole or not at all.
#[derive(Debug)]
pub(super) enum Target {
    Stdout(BufWriter<StdoutLock<'static>>),
    File { to: PathBuf, under: PathBuf, out: BufWriter<File>, finished: bool },
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
        let Some(name) = to.file_name().filter(|_| !to.is_dir()) else {
            return Err(Failure::question(messages::folder(to.display()), messages::itself_cure()));
        };
        let under = to.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // It holds whole numbers.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&under)
            .map_err(|error| Failure::question(messages::unwritten(to.display(), error), messages::itself_cure()))?;
        Ok(Self::File { to: to.to_owned(), under, out: BufWriter::new(file), finished: false })
    }

    /// Makes sure that all of it is out; the file, where it is one.
    pub(super) fn finish(mut self) -> io::Result<Option<PathBuf>> {
        self.flush()?;
        match &mut self {
            Self::Stdout(_) => Ok(None),
            Self::File { to, under, finished, .. } => {
                fs::rename(under, &to)?;
                *finished = true;
                Ok(Some(to.clone()))
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File { out, .. } => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File { out, .. } => out.flush(),
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::File { under, finished: false, .. } = self {
            let _ = fs::remove_file(under);
        }
    }
}
