use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use numcheck_core::Message;

use crate::messages::ledger as messages;
use crate::{Error, Result};

/// How often a lock that is held is tried again, as one who only looks holds it for a moment.
const TRIES: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(10);

/// The right to drive runs of a ledger: one process has it, and it dies with the process.
#[derive(Debug)]
pub struct RunLock(File);

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
                Err(Error::Locked(alive(ledger, &owner)))
            }
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// Notes which run is driven, for those who look. A disk that refuses it stops nothing.
    pub(crate) fn drive(&self, run: i64) {
        let mut file = &self.0;
        let noted = file.set_len(0).and_then(|()| file.rewind());
        let _ = noted.and_then(|()| write!(file, "{} {run}", std::process::id()));
    }

    /// Whether a run of the ledger is alive, in whatever process. It takes nothing and makes nothing.
    pub fn is_held(ledger: &Path) -> bool {
        held(ledger).is_some()
    }

    /// The run of the ledger that is driven at this moment, in whatever process.
    pub fn driven(ledger: &Path) -> Option<i64> {
        held(ledger)?.split(' ').nth(1)?.trim().parse().ok()
    }

    /// What to say of the process that has the lock, if one has.
    pub fn holder(ledger: &Path) -> Option<Message> {
        held(ledger).map(|owner| alive(ledger, &owner))
    }
}

/// What stands in the lock's file, where another process has the lock.
fn held(ledger: &Path) -> Option<String> {
    let mut file = File::open(place(ledger)).ok()?;
    if !matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return None;
    }
    let mut owner = String::new();
    let _ = file.read_to_string(&mut owner);
    Some(owner)
}

fn alive(ledger: &Path, owner: &str) -> Message {
    let process = owner.split(' ').next().filter(|process| !process.is_empty());
    messages::alive(ledger, process.map_or_else(messages::another_process, messages::process))
}

/// The lock's file, beside the ledger.
fn place(ledger: &Path) -> PathBuf {
    let mut path = ledger.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}
