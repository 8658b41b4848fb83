//! Starts and stops the server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::billing::{Book, Ledger};
use crate::{Vendor, server};

/// How long [`Sandbox::shutdown`] waits for requests in flight.
const GRACE: Duration = Duration::from_secs(5);

/// Where the sandbox listens.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The address; port 0, the default, takes any free port. Loopback only.
    pub addr: SocketAddr,
}

impl Default for Options {
    /// `127.0.0.1`, any free port.
    fn default() -> Self {
        Self { addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)) }
    }
}

impl Options {
    /// Listens on this address.
    pub fn addr(mut self, addr: impl Into<SocketAddr>) -> Self {
        self.addr = addr.into();
        self
    }

    /// Listens on this port of `127.0.0.1`.
    pub fn port(self, port: u16) -> Self {
        self.addr((Ipv4Addr::LOCALHOST, port))
    }
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("the sandbox cannot listen on {addr}: is something else using the port?")]
    Bind {
        /// The address asked for.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The address can be reached from other machines.
    #[error(
        "the sandbox listens on loopback only, and {0} is not: use 127.0.0.1 or [::1]; its keys are \
         published, so anyone could use it"
    )]
    NotLoopback(SocketAddr),
}

/// The vendors, simulated on loopback.
///
/// Runs in tasks of the tokio runtime that started it. Dropping it stops it without waiting;
/// [`shutdown`](Self::shutdown) waits.
#[derive(Debug)]
pub struct Sandbox {
    addr: SocketAddr,
    book: Arc<Book>,
    server: JoinHandle<io::Result<()>>,
    stop: oneshot::Sender<()>,
}

impl Sandbox {
    /// Starts a sandbox with an empty ledger.
    ///
    /// When this returns, connections are taken.
    ///
    /// # Errors
    ///
    /// [`StartError::NotLoopback`], before anything is bound, and [`StartError::Bind`].
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let addr = options.addr;
        if !addr.ip().is_loopback() {
            return Err(StartError::NotLoopback(addr));
        }
        let bound = |source| StartError::Bind { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(bound)?;
        let addr = listener.local_addr().map_err(bound)?;

        let book = Arc::<Book>::default();
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = axum::serve(listener, server::router(book.clone()))
            // A dropped sender says the same as a sent stop.
            .with_graceful_shutdown(async { drop(stopped.await) });
        let server = tokio::spawn(serve.into_future());
        Ok(Self { addr, book, server, stop })
    }

    /// The address listened on, with the port that was taken.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What to put in place of a vendor's scheme and host, without a slash at the end.
    ///
    /// The vendors share one server, so today this is the same for each.
    pub fn base_url(&self, _vendor: Vendor) -> String {
        format!("http://{}", self.addr)
    }

    /// A copy of the billing ledger as it is now, also at `GET /_sandbox/ledger`.
    pub fn ledger(&self) -> Ledger {
        self.book.snapshot()
    }

    /// Takes no more requests, answers those in flight, and returns the final ledger.
    ///
    /// Waits 5 seconds at most; a client that holds its connection open longer is cut off.
    pub async fn shutdown(self) -> Ledger {
        let mut server = self.server;
        drop(self.stop);
        if tokio::time::timeout(GRACE, &mut server).await.is_err() {
            server.abort();
        }
        self.book.snapshot()
    }
}
