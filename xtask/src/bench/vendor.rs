//! A vendor that costs next to nothing: its replies are made before the race, and found by the first number of a request.

use std::convert::Infallible;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::lists::{self, Shape};

/// What the vendor is asked to be.
pub(super) struct Options {
    pub(super) shape: Shape,
    pub(super) numbers: u64,
    pub(super) batch: u64,
    pub(super) latency: Duration,
    /// Whether a line of standard output tells of each request.
    pub(super) tells: bool,
}

/// Serves until standard input ends; the address is the first line of standard output.
pub(super) fn serve(options: &Options) -> Result<(), String> {
    let runtime = super::runtime()?;
    let replies = Arc::new(Replies::new(options));
    let (latency, tells) = (options.latency, options.tells);
    runtime.block_on(async move {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| error.to_string())?;
        println!("{}", listener.local_addr().map_err(|error| error.to_string())?);
        std::io::stdout().flush().map_err(|error| error.to_string())?;
        tokio::task::spawn_blocking(|| {
            // Whoever started it has ended.
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            std::process::exit(0);
        });
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            let replies = replies.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    if tells {
                        println!("asked");
                    }
                    answer(request, replies.clone(), latency)
                });
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    })
}

async fn answer(
    request: Request<Incoming>,
    replies: Arc<Replies>,
    latency: Duration,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let mut response = Response::new(Full::new(replies.to(&body)));
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// The replies to whole requests, made before the race.
struct Replies {
    shape: Shape,
    numbers: u64,
    batch: u64,
    made: Vec<Bytes>,
}

impl Replies {
    fn new(options: &Options) -> Self {
        let (shape, numbers, batch) = (options.shape, options.numbers, options.batch);
        let made = (0..numbers.div_ceil(batch))
            .map(|at| lists::reply(shape, at * batch..((at + 1) * batch).min(numbers)).into())
            .collect();
        Self { shape, numbers, batch, made }
    }

    /// The reply to a request about numbers that stand in a row; made now where it is about part of a batch, as a run's is
    /// that goes on behind its budget.
    fn to(&self, body: &[u8]) -> Bytes {
        let first = lists::place(first_number(body));
        if first >= self.numbers {
            return Bytes::new();
        }
        // Nothing else of the form is encoded: a comma is %2C.
        let count = body.split(|&byte| byte == b'%').count() as u64;
        let whole = self.batch.min(self.numbers - first);
        let made = usize::try_from(first / self.batch).ok().and_then(|at| self.made.get(at));
        match made {
            Some(made) if first.is_multiple_of(self.batch) && count == whole => made.clone(),
            _ => lists::reply(self.shape, first..(first + count).min(self.numbers)).into(),
        }
    }
}

/// The first number of `mobiles`; 0 where there is none, which has no reply.
fn first_number(body: &[u8]) -> u64 {
    let name = b"mobiles=";
    let at = body.windows(name.len()).position(|part| part == name).map(|at| at + name.len());
    at.and_then(|at| std::str::from_utf8(body.get(at..at + 11)?).ok()?.parse().ok()).unwrap_or(0)
}
