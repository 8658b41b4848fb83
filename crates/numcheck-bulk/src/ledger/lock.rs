use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::messages::ledger as messages;
use crate::{Error, Result};

/// How often a lock that is held is tried again, as one who only looks holds it for a moment.
const TRIES: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(10);

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
        let path: &Path = &place(ledger);
        let io = |error: std::io::Error| Error::Ledger(messages::lock(path, error));
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(io)?;
        let mut locked = file.try_lock();
        for _ in 1..TRIES {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(BETWEEN);
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => {
                file.set_len(0).map_err(io)?;
                file.rewind().map_err(io)?;
                write!(file, "{}", std::process::id()).map_err(io)?;
                Ok(Self(file))
            }
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.read_to_string(&mut owner);
                let owner = if owner.is_empty() { messages::another_process() } else { messages::process(owner) };
                Err(Error::Locked(messages::alive(ledger, owner)))
            }
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// Whether a run of the ledger is alive, in whatever process. It takes nothing and makes nothing.
    pub fn is_held(ledger: &Path) -> bool {
        let Ok(file) = File::open(place(ledger)) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }
}

/// The lock's file, beside the ledger.
fn place(ledger: &Path) -> PathBuf {
    let mut path = ledger.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}
