//! The floor: bare hyper, its bodies made before the race, the replies dropped. Nothing that asks a vendor can be faster.
//!
//! And the floor of who keeps the promises: a connection for each request, what is asked on the disk before it leaves and what
//! was answered before it counts, the answer together with what is asked next. It reads no list, looks into no reply and writes
//! no results.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::journal::Journal;
use super::lists;
use super::pace::Times;
use super::race::Course;

/// What an answer takes in the journal at least, in bytes a number: an id of its own and a few words.
const ANSWER: usize = 12;

/// What a number takes in a request's body, in bytes, its `%2C` with it.
const NUMBER: usize = 14;

/// How requests are made.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// A connection for each.
    pub(super) fresh: bool,
    /// Where each is kept before it is sent, with the answer to the one before.
    pub(super) journal: Option<Journal>,
}

impl Manner {
    /// Keeps what is asked on the disk, with the `answer` to what was asked before; that is what the next is to be then.
    pub(super) async fn keep(&self, asked: &[u8], answer: &mut Vec<u8>) -> Result<(), String> {
        let Some(journal) = &self.journal else { return Ok(()) };
        answer.extend_from_slice(asked);
        journal.keep(std::mem::take(answer)).await?;
        answer.resize(asked.len() / NUMBER * ANSWER, b'0');
        Ok(())
    }
}

/// Makes every request of a course, and tells how long they took.
pub(super) fn run(address: &str, course: &Course, manner: &Manner) -> Result<(), String> {
    let runtime = super::runtime()?;
    let bodies: Arc<Vec<Bytes>> = Arc::new(
        (0..course.numbers.div_ceil(course.batch))
            .map(|at| {
                let places = at * course.batch..((at + 1) * course.batch).min(course.numbers);
                format!("key=bench&mobiles={}", lists::mobiles(places)).into()
            })
            .collect(),
    );
    let (next, times) = (Arc::new(AtomicUsize::new(0)), Arc::new(Times::default()));
    let began = Instant::now();
    runtime.block_on(async {
        let mut connections = Vec::new();
        for _ in 0..course.concurrency {
            let (bodies, next, times) = (bodies.clone(), next.clone(), times.clone());
            connections.push(tokio::spawn(ask(address.to_owned(), bodies, next, times, manner.clone())));
        }
        for connection in connections {
            connection.await.map_err(|error| error.to_string())??;
        }
        Ok::<(), String>(())
    })?;
    times.tell(began.elapsed());
    Ok(())
}

async fn ask(
    address: String,
    bodies: Arc<Vec<Bytes>>,
    next: Arc<AtomicUsize>,
    times: Arc<Times>,
    manner: Manner,
) -> Result<(), String> {
    let wrong = |error: hyper::Error| error.to_string();
    let mut sender = connect(&address).await?;
    let host = HeaderValue::from_str(&address).map_err(|error| error.to_string())?;
    let mut taken = Vec::new();
    let mut answer = Vec::new();
    while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
        let began = Instant::now();
        manner.keep(body, &mut answer).await?;
        if manner.fresh {
            sender = connect(&address).await?;
        }
        sender.ready().await.map_err(wrong)?;
        let mut reply = sender.send_request(request(body.clone(), &host)).await.map_err(wrong)?.into_body();
        while let Some(frame) = reply.frame().await {
            drop(frame.map_err(wrong)?);
        }
        taken.push(began.elapsed());
    }
    manner.keep(&[], &mut answer).await?;
    times.add(taken);
    Ok(())
}

/// A form, posted.
pub(super) fn request(body: Bytes, host: &HeaderValue) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    request.headers_mut().insert(HOST, host.clone());
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    request
}

pub(super) async fn connect(address: &str) -> Result<http1::SendRequest<Full<Bytes>>, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    Ok(sender)
}
