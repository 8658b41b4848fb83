//! How a sandbox is started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::Faults;

/// Where the sandbox listens, what it remembers, and what goes wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The address; port 0, the default, takes any free port. Loopback only.
    pub addr: SocketAddr,
    /// What goes wrong; nothing by default.
    pub faults: Faults,
    /// The folder that holds the billing ledger; without it, the default, the ledger ends with the sandbox.
    pub state: Option<PathBuf>,
    /// How long to wait for another sandbox to let go of the state; 5 seconds by default.
    pub state_wait: Duration,
}

impl Default for Options {
    /// `127.0.0.1`, any free port, in memory, no faults.
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            faults: Faults::calm(),
            state: None,
            state_wait: Duration::from_secs(5),
        }
    }
}

impl Options {
    /// Listens on this address.
    pub fn addr(mut self, addr: impl Into<SocketAddr>) -> Self {
        self.addr = addr.into();
        self
    }

    /// Lets these faults strike.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Listens on this port of `127.0.0.1`.
    pub fn port(self, port: u16) -> Self {
        self.addr((Ipv4Addr::LOCALHOST, port))
    }

    /// Keeps the billing ledger in this folder, which is made if it is not there, and goes on with the one
    /// found in it.
    ///
    /// No reply is sent before its charge is written and synced, so that no kill of the sandbox hides one.
    pub fn state(mut self, folder: impl Into<PathBuf>) -> Self {
        self.state = Some(folder.into());
        self
    }

    /// Waits this long for another sandbox to let go of the state.
    pub fn state_wait(mut self, wait: Duration) -> Self {
        self.state_wait = wait;
        self
    }
}
