//! Starts and stops the server.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::app::App;
use crate::billing::{Book, Ledger, NumberBill, StateError, Totals};
use crate::faults::{Faults, Plans};
use crate::server::{self, ENDPOINTS};
use crate::wire::{Doorman, Line, Wires, product_asked};
use crate::{Options, Product, Vendor};

/// How long [`Sandbox::shutdown`] waits for requests in flight.
const GRACE: Duration = Duration::from_secs(5);

/// How often a locked state and an idle sandbox are looked at.
const TICK: Duration = Duration::from_millis(20);

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
    /// The billing ledger cannot be opened.
    #[error(transparent)]
    State(#[from] StateError),
}

/// The vendors, simulated on loopback.
///
/// Runs in tasks of the tokio runtime that started it. Dropping it stops it without waiting;
/// [`shutdown`](Self::shutdown) and [`stop`](Self::stop) wait.
#[derive(Debug)]
pub struct Sandbox {
    addr: SocketAddr,
    app: Arc<App>,
    server: JoinHandle<io::Result<()>>,
    stop: watch::Sender<bool>,
}

impl Sandbox {
    /// Starts a sandbox, with an empty ledger or the one of its state.
    ///
    /// When this returns, connections are taken.
    ///
    /// # Errors
    ///
    /// [`StartError::NotLoopback`], before anything is bound, [`StartError::State`] and [`StartError::Bind`].
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let addr = options.addr;
        if !addr.ip().is_loopback() {
            return Err(StartError::NotLoopback(addr));
        }
        let book = match options.state {
            None => Book::default(),
            Some(state) => open(state, options.state_wait).await?,
        };
        let bound = |source| StartError::Bind { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(bound)?;
        let addr = listener.local_addr().map_err(bound)?;

        let (stop, stopping) = watch::channel(false);
        let (down, downs) = mpsc::unbounded_channel();
        let plans = Plans::new(options.faults, book.seq());
        let app = Arc::new(App::new(book, plans, down, stopping.clone()));
        let wires = Wires::new(listener, addr, doorman(&app), downs, stopping);
        let service = server::router(app.clone()).into_make_service_with_connect_info::<Line>();
        let stopped = app.clone();
        let serve = axum::serve(wires, service).with_graceful_shutdown(async move { stopped.stopped().await });
        let server = tokio::spawn(serve.into_future());
        Ok(Self { addr, app, server, stop })
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

    /// The plan in force, also at `GET /_sandbox/faults`.
    pub fn faults(&self) -> Faults {
        self.app.plans.faults()
    }

    /// Puts a plan in force for the requests that come from now on, as `PUT /_sandbox/faults` does.
    ///
    /// Its windows and its quota count from here. It ends with the sandbox: a state does not keep it.
    pub fn set_faults(&self, faults: Faults) {
        self.app.plans.set(faults, self.app.book.seq(), self.app.book.account());
    }

    /// Adds units to a product's quota, or to every product's, as `POST /_sandbox/top-up` does. A state keeps it.
    ///
    /// # Errors
    ///
    /// When the state cannot be written.
    pub async fn top_up(&self, product: Option<Product>, units: u64) -> io::Result<()> {
        let written = self.app.book.top_up(product, units).await;
        written.map_err(|_| io::Error::other("the billing ledger of the sandbox cannot be written"))
    }

    /// A copy of the billing ledger as it is now, also at `GET /_sandbox/ledger?numbers=true`.
    pub fn ledger(&self) -> Ledger {
        self.app.book.ledger(true)
    }

    /// The sums of the billing ledger, also at `GET /_sandbox/totals`.
    pub fn totals(&self) -> Totals {
        self.app.book.totals()
    }

    /// What every number cost and was answered, by product and then number, also at `GET /_sandbox/numbers`.
    pub fn numbers(&self) -> impl Iterator<Item = NumberBill> + Send + use<> {
        self.app.book.bills().into_sorted()
    }

    /// Returns when no request came, or was being answered, for as long as `quiet`.
    ///
    /// One that a fault lets hang is not waited for.
    pub async fn idle(&self, quiet: Duration) {
        while self.app.idle().is_none_or(|idle| idle < quiet) {
            tokio::time::sleep(TICK).await;
        }
    }

    /// Takes no more requests, answers those in flight, lets go of the state, and returns the final ledger.
    ///
    /// Waits 5 seconds at most; a client that holds its connection open longer is cut off.
    pub async fn shutdown(self) -> Ledger {
        self.end().await.book.ledger(true)
    }

    /// As [`shutdown`](Self::shutdown), without a copy of what may be a million numbers.
    pub async fn stop(self) -> Totals {
        self.end().await.book.totals()
    }

    async fn end(self) -> Arc<App> {
        let mut server = self.server;
        // Only the server listens to it, and that may have ended.
        let _ = self.stop.send(true);
        if tokio::time::timeout(GRACE, &mut server).await.is_err() {
            server.abort();
        }
        self.app.book.close().await;
        self.app
    }
}

/// Opens a state; one that is locked is waited for, since its sandbox may be about to end.
async fn open(state: PathBuf, wait: Duration) -> Result<Book, StateError> {
    let began = Instant::now();
    loop {
        let folder = state.clone();
        let opened = spawn_blocking(move || Book::open_state(&folder)).await;
        let opened = opened.map_err(|error| StateError::Io { path: state.clone(), source: error.into() })?;
        match opened {
            Err(StateError::Locked(_)) if began.elapsed() < wait => tokio::time::sleep(TICK).await,
            opened => return opened,
        }
    }
}

/// Resets the connections that a fault refuses, but none to the sandbox's own endpoints.
fn doorman(app: &Arc<App>) -> Doorman {
    let app = Arc::downgrade(app);
    Arc::new(move |first| {
        let product = product_asked(first, ENDPOINTS.iter().map(|endpoint| (endpoint.path, endpoint.product)));
        product.zip(app.upgrade()).is_some_and(|(product, app)| app.plans.refuses(product))
    })
}
