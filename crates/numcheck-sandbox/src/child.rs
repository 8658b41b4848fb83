//! A sandbox in a process of its own, which outlives a parent that is killed just long enough to finish.
//!
//! The child calls [`run`]: it writes its address to a file, and when its parent is gone it finishes what is in
//! flight, waits until nobody has asked for a while, syncs and ends. It knows by the end of its standard
//! input: the parent holds the other end of that pipe, and the system closes it however the parent dies. The
//! parent calls [`Child::spawn`], as `examples/sandbox_child.rs` and the tests of this crate show.

use std::io::{self, Read, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::billing::Totals;
use crate::{Options, Sandbox, StartError, Vendor};

/// How long an orphaned sandbox waits for another request, if not told otherwise.
pub const GRACE: Duration = Duration::from_secs(2);

/// How often a parent looks for its child's address.
const TICK: Duration = Duration::from_millis(5);

/// Why a sandbox in a process of its own failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChildError {
    /// The address cannot be written.
    #[error("cannot write the address of the sandbox to {}", path.display())]
    Announce {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It did not start.
    #[error(transparent)]
    Start(#[from] StartError),
}

/// What a sandbox writes when it is ready.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Announcement {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its process, which tells a fresh announcement from one that was left.
    pub pid: u32,
    /// What to put in place of a vendor's scheme and host.
    pub url: String,
}

/// Serves until the parent is gone and nobody has asked for `grace`, or until [`Child::finish`] says that
/// nobody will, and returns the sums of the ledger.
///
/// Reads standard input to its end, on a thread that is not waited for. A parent that should not take its
/// child down with Ctrl-C starts it in a process group of its own, as [`Child::spawn`] does.
///
/// # Errors
///
/// [`ChildError`], before the first request.
pub async fn run(options: Options, announce: Option<&Path>, grace: Duration) -> Result<Totals, ChildError> {
    let sandbox = Sandbox::start(options).await?;
    if let Some(path) = announce {
        write(&sandbox, path).map_err(|source| ChildError::Announce { path: path.into(), source })?;
    }
    let grace = match parent_gone().await {
        Parting::Dead => grace,
        Parting::Done => Duration::ZERO,
    };
    sandbox.idle(grace).await;
    Ok(sandbox.stop().await)
}

/// How a parent leaves.
enum Parting {
    /// Its end of the pipe closed without a word; somebody may still ask on its behalf.
    Dead,
    /// It said so.
    Done,
}

async fn parent_gone() -> Parting {
    let (said, word) = oneshot::channel();
    // Not one of the runtime's threads: those are waited for at the end, and this one may read for ever.
    thread::spawn(move || {
        let read = io::stdin().read(&mut [0]);
        let _ = said.send(if matches!(read, Ok(1)) { Parting::Done } else { Parting::Dead });
    });
    word.await.unwrap_or(Parting::Dead)
}

/// Appears at once and whole.
fn write(sandbox: &Sandbox, path: &Path) -> io::Result<()> {
    let pid = process::id();
    let announcement = Announcement { addr: sandbox.addr(), pid, url: sandbox.base_url(Vendor::Juhe) };
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{pid}"));
    fs::write(&draft, serde_json::to_vec(&announcement)?)?;
    fs::rename(&draft, path)
}

/// A sandbox that this process started. When this is dropped, or its process dies, the sandbox ends by itself.
#[derive(Debug)]
pub struct Child {
    process: process::Child,
    announcement: Announcement,
}

impl Child {
    /// Starts a command that calls [`run`] with `announce`, and waits until it is ready.
    ///
    /// The command gets a pipe for its standard input and a process group of its own, so that Ctrl-C in a
    /// terminal is the parent's to deal with.
    ///
    /// # Errors
    ///
    /// When it cannot be started, ends, or is not ready after `wait`.
    pub fn spawn(command: &mut Command, announce: &Path, wait: Duration) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut process = command.stdin(Stdio::piped()).spawn()?;
        let began = Instant::now();
        loop {
            let announced = fs::read(announce).ok().and_then(|text| serde_json::from_slice::<Announcement>(&text).ok());
            if let Some(announcement) = announced.filter(|announced| announced.pid == process.id()) {
                return Ok(Self { process, announcement });
            }
            if let Some(status) = process.try_wait()? {
                return Err(io::Error::other(format!("the sandbox ended before it was ready ({status})")));
            }
            if began.elapsed() > wait {
                process.kill()?;
                process.wait()?;
                let words = format!("the sandbox was not ready within {wait:?}");
                return Err(io::Error::new(io::ErrorKind::TimedOut, words));
            }
            thread::sleep(TICK);
        }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.announcement.addr
    }

    /// What to put in place of a vendor's scheme and host, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.announcement.url
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Closes the pipe without a word, as the death of this process does, and waits until it has ended, its
    /// grace included.
    ///
    /// # Errors
    ///
    /// When it cannot be waited for.
    pub fn abandon(mut self) -> io::Result<ExitStatus> {
        drop(self.process.stdin.take());
        self.process.wait()
    }

    /// Tells it that nobody will ask any more, and waits until it has finished what is in flight.
    ///
    /// # Errors
    ///
    /// When it cannot be waited for.
    pub fn finish(mut self) -> io::Result<ExitStatus> {
        if let Some(mut stdin) = self.process.stdin.take() {
            // If it is gone already, that is what is wanted.
            drop(stdin.write_all(b"\n"));
        }
        self.process.wait()
    }

    /// Kills it, as `kill -9` does.
    ///
    /// # Errors
    ///
    /// When it cannot be killed or waited for.
    pub fn kill(mut self) -> io::Result<ExitStatus> {
        self.process.kill()?;
        self.process.wait()
    }
}
