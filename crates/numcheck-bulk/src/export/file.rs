use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::crash::{Point, pass};
use crate::messages::export as messages;
use crate::{Error, Result};

/// A file that is there whole or not at all: written under another name, synced, and moved into place.
#[derive(Debug)]
pub struct Whole {
    to: PathBuf,
    under: PathBuf,
    out: BufWriter<File>,
    finished: bool,
}

impl Whole {
    /// Begins to write beside `to`, for the file's owner alone. What is there already stays until [`finish`](Self::finish),
    /// and for good if that is never called.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] for a folder, a device or a pipe, and for a place that cannot be written.
    pub fn begin(to: &Path) -> Result<Self> {
        if to.is_dir() {
            return Err(Error::Output(messages::folder(to.display())));
        }
        // A device or a pipe would be moved away for a file of its name.
        if is_special(to) {
            return Err(Error::Output(messages::no_plain_file(to.display())));
        }
        let name = to.file_name().ok_or_else(|| Error::Output(messages::no_file(to.display())))?;
        remove_left_overs(to);
        let under = to.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&under).map_err(|error| Error::output(to, error))?;
        // Held while it is written, so that another process does not take it for a left-over. Where files cannot be locked,
        // it may be, and then it cannot be moved into place, which is said.
        let _ = file.try_lock();
        Ok(Self { to: to.to_owned(), under, out: BufWriter::with_capacity(1 << 18, file), finished: false })
    }

    pub(super) fn put(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.out.write_all(bytes.as_ref()).map_err(|error| self.failed(error))
    }

    /// The file itself, for a thread that writes it.
    pub(super) fn writer(&self) -> Result<File> {
        self.out.get_ref().try_clone().map_err(|error| self.failed(error))
    }

    pub(super) fn done(self) -> Result<PathBuf> {
        let to = self.to.clone();
        self.finish().map_err(|error| Error::output(&to, error))
    }

    pub(super) fn failed(&self, error: std::io::Error) -> Error {
        Error::output(&self.to, error)
    }

    /// The file under its other name.
    pub(super) const fn out(&mut self) -> &mut BufWriter<File> {
        &mut self.out
    }

    /// Moves it into place, on the disk when this has returned `Ok`; gives the place.
    ///
    /// # Errors
    ///
    /// The system's, where it could not be written or moved.
    pub fn finish(mut self) -> std::io::Result<PathBuf> {
        let synced = self.out.flush().and_then(|()| self.out.get_ref().sync_all());
        pass(Point::BeforeMove);
        let moved = synced.and_then(|()| fs::rename(&self.under, &self.to));
        moved?;
        // The name is on the disk when its folder is.
        if let Some(folder) = self.to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        self.finished = true;
        Ok(self.to.clone())
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Whether something is there that is no file, or only another name of what a process has open, as `/dev/stdout` is.
fn is_special(to: &Path) -> bool {
    let folder =
        to.parent().filter(|folder| !folder.as_os_str().is_empty()).and_then(|folder| folder.canonicalize().ok());
    let of_system = folder.is_some_and(|folder| folder == Path::new("/dev") || folder.starts_with("/proc"));
    of_system || fs::metadata(to).is_ok_and(|there| !there.is_file())
}

/// Writes a file for its owner alone, whole or not at all.
///
/// # Errors
///
/// [`Error::Output`] for a place that cannot be written.
pub fn write_whole(to: &Path, text: &str) -> Result<PathBuf> {
    let mut file = Whole::begin(to)?;
    file.put(text)?;
    file.done()
}

/// What processes that were killed had begun to write: it holds whole numbers.
fn remove_left_overs(to: &Path) {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begins = format!(".{}.", to.file_name().unwrap_or_default().to_string_lossy());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let process = name.strip_prefix(&begins).and_then(|rest| rest.strip_suffix(".part"));
        let is_part = process.is_some_and(|process| !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit()));
        if is_part && is_left(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether nobody writes to it any more.
fn is_left(part: &Path) -> bool {
    // A pipe of that name would not open.
    let is_file = fs::symlink_metadata(part).is_ok_and(|meta| meta.is_file());
    is_file && OpenOptions::new().write(true).open(part).is_ok_and(|file| file.try_lock().is_ok())
}

impl Drop for Whole {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.under);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_put_there_meanwhile_is_replaced_and_one_under_the_other_name_is_refused() {
        use std::os::unix::fs::symlink;

        let dir = tempfile::tempdir().expect("a folder");
        let (to, precious) = (dir.path().join("results.csv"), dir.path().join("precious"));
        fs::write(&precious, "precious").expect("a file");
        let mut file = Whole::begin(&to).expect("a place");
        symlink(&precious, &to).expect("a link");
        file.put("13800000001").expect("a disk");
        file.finish().expect("a disk");
        assert!(fs::symlink_metadata(&to).expect("it is there").is_file());
        let under = dir.path().join(format!(".results.csv.{}.part", std::process::id()));
        symlink(&precious, &under).expect("a link");
        assert!(Whole::begin(&to).is_err());
        assert_eq!(fs::read_to_string(&precious).expect("it is there"), "precious");
        assert_eq!(fs::read_to_string(&to).expect("it is there"), "13800000001");
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let part = |process: u32| dir.path().join(format!(".results.csv.{process}.part"));
        let (left, written) = (part(1_000_000_001), part(1_000_000_002));
        fs::write(&left, "13800000001").expect("a file");
        let alive = File::create(&written).expect("a file");
        alive.lock().expect("it can be held");
        let to = dir.path().join("results.csv");
        let file = Whole::begin(&to).expect("it can be written");
        assert!(!left.exists() && written.exists());
        file.finish().expect("it is moved into place");
        assert!(to.exists() && written.exists());
    }
}
