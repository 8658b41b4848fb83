//! A relay on loopback: passes requests on, or answers them from a script, and keeps both sides as they are on the wire.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::sh::Result;

/// More than any request or head of these vendors has.
const LARGEST: usize = 1 << 20;

#[derive(Clone)]
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) response: Response,
}

#[derive(Clone)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) content_type: String,
    pub(super) form: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct Response {
    pub(super) status: u16,
    /// Those that a client reads: `content-type`, `location`, `retry-after`.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

pub(super) enum Upstream {
    Script(Vec<Response>),
    Vendor(reqwest::Client, String),
}

impl Upstream {
    /// A vendor at this base URL.
    pub(super) fn vendor(base_url: String) -> Result<Self> {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let client = client.retry(reqwest::retry::never()).build().map_err(|error| error.to_string())?;
        Ok(Self::Vendor(client, base_url))
    }

    async fn answer(&self, request: &Request, at: usize) -> Result<Response> {
        let (client, base_url) = match self {
            Self::Script(replies) => return replies.get(at).cloned().ok_or_else(|| "one request too many".to_owned()),
            Self::Vendor(client, base_url) => (client, base_url),
        };
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|error| error.to_string())?;
        let sent = client.request(method, format!("{base_url}{}", request.path));
        let sent = sent.header("content-type", &request.content_type).body(request.body.clone());
        let lost = |error: reqwest::Error| format!("{base_url}: {}", error.without_url());
        let reply = sent.send().await.map_err(lost)?;
        let kept = ["content-type", "location", "retry-after"];
        let header = |name: &'static str| Some((name, reply.headers().get(name)?.to_str().ok()?.to_owned()));
        let (status, headers) = (reply.status().as_u16(), kept.into_iter().filter_map(header).collect());
        let body = reply.bytes().await.map_err(lost)?.to_vec();
        Ok(Response { status, headers, body })
    }
}

#[derive(Default)]
struct Seen {
    exchanges: Vec<Exchange>,
    failure: Option<String>,
}

/// The relay; it stops when dropped.
pub(super) struct Relay {
    addr: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    server: JoinHandle<()>,
}

impl Relay {
    pub(super) async fn start(upstream: Upstream) -> Result<Self> {
        let bound = |error: std::io::Error| format!("the relay cannot listen on loopback: {error}");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(bound)?;
        let addr = listener.local_addr().map_err(bound)?;
        let seen = Arc::<Mutex<Seen>>::default();
        let kept = Arc::clone(&seen);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Err(error) = pass(stream, &upstream, &kept).await {
                    lock(&kept).failure = Some(error);
                }
            }
        });
        Ok(Self { addr, seen, server })
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What passed; an error when something did not.
    pub(super) fn finish(self) -> Result<Vec<Exchange>> {
        let seen = std::mem::take(&mut *lock(&self.seen));
        seen.failure.map_or(Ok(seen.exchanges), Err)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn pass(mut stream: TcpStream, upstream: &Upstream, seen: &Mutex<Seen>) -> Result {
    let request = read(&mut stream).await?;
    let at = lock(seen).exchanges.len();
    let response = upstream.answer(&request, at).await?;
    let headers: String = response.headers.iter().map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
    let length = response.body.len();
    let head =
        format!("HTTP/1.1 {} Relayed\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}", response.status);
    let reply = [head.as_bytes(), b"\r\n", &response.body].concat();
    // Kept before it is passed on: who has the reply may look at once.
    lock(seen).exchanges.push(Exchange { request, response });
    stream.write_all(&reply).await.map_err(|error| format!("the relay lost its client: {error}"))
}

async fn read(stream: &mut TcpStream) -> Result<Request> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = parse(&bytes)? {
            return Ok(request);
        }
        let read = stream.read_buf(&mut bytes).await.map_err(|error| format!("the relay lost its client: {error}"))?;
        if read == 0 || bytes.len() > LARGEST {
            return Err("the relay was sent half a request, or a very large one".to_owned());
        }
    }
}

/// `None` while some of it is missing.
fn parse(bytes: &[u8]) -> Result<Option<Request>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| "the request's head is not UTF-8")?;
    let header = |name: &str| {
        let of = |line: &str| {
            Some(line.split_once(':')?)
                .filter(|(own, _)| own.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
        };
        head.lines().skip(1).find_map(of)
    };
    let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let Some(body) = bytes.get(end + 4..end + 4 + length) else { return Ok(None) };
    let mut words = head.split_whitespace();
    let mut word = || words.next().unwrap_or_default().to_owned();
    Ok(Some(Request {
        method: word(),
        path: word(),
        content_type: header("content-type").unwrap_or_default(),
        form: form_urlencoded::parse(body).into_owned().collect(),
        body: body.to_vec(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_when_it_is_whole() {
        let whole = b"POST /query HTTP/1.1\r\nContent-Length: 16\r\ncontent-type: x/y\r\n\r\nkey=k%2B&m=1%2C2";
        for cut in 0..whole.len() {
            assert!(parse(&whole[..cut]).expect("UTF-8").is_none(), "{cut}");
        }
        let request = parse(whole).expect("UTF-8").expect("whole");
        assert_eq!(
            (request.method.as_str(), request.path.as_str(), request.content_type.as_str()),
            ("POST", "/query", "x/y")
        );
        assert_eq!(request.form, [("key".to_owned(), "k+".to_owned()), ("m".to_owned(), "1,2".to_owned())]);
    }
}
