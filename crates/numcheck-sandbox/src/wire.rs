//! The connections, below HTTP: a reply can be cut, dripped, or never sent, and the listener taken away.

mod head;

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Sleep, sleep};

use self::head::Head;
use crate::Product;
use crate::faults::apply::Sabotage;

/// How long to wait after a failed accept or bind.
const PAUSE: Duration = Duration::from_millis(20);

/// Enough of a request to see the path it asks for.
const FIRST: usize = 64;

/// Says whether a connection whose request begins with these bytes is reset unread.
pub(crate) type Doorman = Arc<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// Listens, except while it is told not to.
pub(crate) struct Wires {
    addr: SocketAddr,
    listener: Option<TcpListener>,
    doorman: Doorman,
    down: mpsc::UnboundedReceiver<Duration>,
    /// How long to stay away, once the listener is gone.
    away: Duration,
    stopping: watch::Receiver<bool>,
}

/// A connection.
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
    doorman: Option<Doorman>,
    state: State,
    stopping: watch::Receiver<bool>,
}

/// How the handler of a request reaches its connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line(Arc<Mutex<Option<Sabotage>>>);

enum State {
    Open,
    /// Lets the head and so many bytes of the body through, then ends.
    Cutting {
        head: Head,
        left: usize,
    },
    Dripping {
        head: Head,
        every: Duration,
        pause: Pin<Box<Sleep>>,
    },
    Ended,
}

impl Wires {
    pub(crate) fn new(
        listener: TcpListener,
        addr: SocketAddr,
        doorman: Doorman,
        down: mpsc::UnboundedReceiver<Duration>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self { addr, listener: Some(listener), doorman, down, away: Duration::ZERO, stopping }
    }
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let Some(listener) = &self.listener else {
                sleep(self.away).await;
                // The port was ours a moment ago; if it is taken, it is waited for.
                self.listener = TcpListener::bind(self.addr).await.ok();
                self.away = PAUSE;
                continue;
            };
            tokio::select! {
                biased;
                Some(away) = self.down.recv() => {
                    self.listener = None;
                    self.away = away;
                }
                accepted = listener.accept() => match accepted {
                    Ok((stream, addr)) => {
                        // Without it the kernel may hold a small reply back for 40 ms.
                        drop(stream.set_nodelay(true));
                        return (Wire::new(stream, self.doorman.clone(), self.stopping.clone()), addr);
                    }
                    Err(_) => sleep(PAUSE).await,
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.addr)
    }
}

impl Connected<IncomingStream<'_, Wires>> for Line {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().line.clone()
    }
}

impl Line {
    /// Spoils the next reply on this connection.
    pub(crate) fn spoil(&self, sabotage: Sabotage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sabotage);
    }

    fn take(&self) -> Option<Sabotage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Wire {
    fn new(stream: TcpStream, doorman: Doorman, stopping: watch::Receiver<bool>) -> Self {
        Self { stream, line: Line::default(), doorman: Some(doorman), state: State::Open, stopping }
    }

    /// Ends the connection: with RST and what is unsent thrown away, or with FIN when it is dropped.
    fn end(&mut self, reset: bool) -> io::Error {
        if reset {
            drop(self.stream.set_zero_linger());
        }
        self.state = State::Ended;
        io::ErrorKind::ConnectionAborted.into()
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(refuses) = self.doorman.take() {
            let mut first = [0; FIRST];
            let mut first = ReadBuf::new(&mut first);
            let Poll::Ready(peeked) = self.stream.poll_peek(cx, &mut first) else {
                self.doorman = Some(refuses);
                return Poll::Pending;
            };
            peeked?;
            if refuses(first.filled()) {
                return Poll::Ready(Err(self.end(true)));
            }
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if matches!(wire.state, State::Open) {
            wire.state = match wire.line.take() {
                None => return Pin::new(&mut wire.stream).poll_write(cx, buf),
                Some(Sabotage::Cut(left)) => State::Cutting { head: Head::default(), left },
                Some(Sabotage::Drip(every)) => {
                    State::Dripping { head: Head::default(), every, pause: Box::pin(sleep(every)) }
                }
                Some(Sabotage::Close | Sabotage::Hang) => return Poll::Ready(Err(wire.end(false))),
                Some(Sabotage::Reset) => return Poll::Ready(Err(wire.end(true))),
            };
        }
        match &mut wire.state {
            State::Open => Pin::new(&mut wire.stream).poll_write(cx, buf),
            State::Cutting { head, left } => {
                let of_head = head.length(buf);
                let sent = &buf[..buf.len().min(of_head + *left)];
                if sent.is_empty() {
                    return Poll::Ready(Err(wire.end(false)));
                }
                let written = ready!(Pin::new(&mut wire.stream).poll_write(cx, sent))?;
                head.pass(&buf[..written]);
                *left -= written.saturating_sub(of_head);
                Poll::Ready(Ok(written))
            }
            State::Dripping { head, every, pause } => {
                let of_head = head.length(buf);
                if of_head > 0 {
                    let written = ready!(Pin::new(&mut wire.stream).poll_write(cx, &buf[..of_head]))?;
                    head.pass(&buf[..written]);
                    return Poll::Ready(Ok(written));
                }
                // A sandbox that stops does not wait for the last drop.
                let stopped = *wire.stopping.borrow() || pin!(wire.stopping.changed()).poll(cx).is_ready();
                if stopped {
                    return Poll::Ready(Err(wire.end(false)));
                }
                ready!(pause.as_mut().poll(cx));
                let written = ready!(Pin::new(&mut wire.stream).poll_write(cx, &buf[..1]))?;
                *pause = Box::pin(sleep(*every));
                Poll::Ready(Ok(written))
            }
            State::Ended => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The product whose endpoint a request's first bytes ask for.
pub(crate) fn product_asked(
    first: &[u8],
    endpoints: impl IntoIterator<Item = (&'static str, Product)>,
) -> Option<Product> {
    let mut words = first.split(|&byte| byte == b' ').skip(1);
    let target = words.next()?;
    let path = target.split(|&byte| byte == b'?').next()?;
    endpoints.into_iter().find(|(known, _)| known.as_bytes() == path).map(|(_, product)| product)
}
