use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::{Error, Result};

/// The right to drive runs of a ledger: one process has it, and it dies with the process.
#[derive(Debug)]
pub struct RunLock(#[expect(dead_code, reason = "held until dropped")] File);

impl RunLock {
    /// Takes the lock beside the ledger.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] while another process has it, naming that process.
    pub fn take(ledger: &Path) -> Result<Self> {
        let mut path = ledger.as_os_str().to_owned();
        path.push(".lock");
        let path = Path::new(&path);
        let io = |error: std::io::Error| Error::Ledger(format!("the lock {}: {error}", path.display()).into());
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0).map_err(io)?;
                file.rewind().map_err(io)?;
                write!(file, "{}", std::process::id()).map_err(io)?;
                Ok(Self(file))
            }
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.read_to_string(&mut owner);
                let owner = if owner.is_empty() { "another process".to_owned() } else { format!("process {owner}") };
                Err(Error::Locked(
                    format!(
                        "a run of the ledger {} is alive in {owner}: wait for it, or name another ledger with --ledger",
                        ledger.display()
                    )
                    .into(),
                ))
            }
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }
}
