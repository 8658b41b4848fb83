use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::crash::{Point, pass};
use crate::{Error, Result};

/// A file that is there whole or not at all: written under another name, synced, and moved into place.
pub(super) struct Whole {
    to: PathBuf,
    under: PathBuf,
    out: BufWriter<File>,
    finished: bool,
}

impl Whole {
    pub(super) fn begin(to: &Path) -> Result<Self> {
        if to.is_dir() {
            return Err(Error::Output(format!("{} is a folder: name a file", to.display())));
        }
        let name = to.file_name().ok_or_else(|| Error::Output(format!("{} names no file", to.display())))?;
        let under = to.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        // A left-over of a process of the same number that died; never followed if it is a link.
        let _ = fs::remove_file(&under);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&under).map_err(|error| Error::output(to, error))?;
        Ok(Self { to: to.to_owned(), under, out: BufWriter::with_capacity(1 << 18, file), finished: false })
    }

    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(|error| Error::output(&self.to, error))
    }

    pub(super) fn finish(mut self) -> Result<PathBuf> {
        let synced = self.out.flush().and_then(|()| self.out.get_ref().sync_all());
        pass(Point::BeforeMove);
        let moved = synced.and_then(|()| fs::rename(&self.under, &self.to));
        moved.map_err(|error| Error::output(&self.to, error))?;
        self.finished = true;
        Ok(self.to.clone())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.under);
        }
    }
}
