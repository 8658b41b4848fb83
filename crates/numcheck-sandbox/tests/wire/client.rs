//! Sends forms by hand: no numcheck crate takes part.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use numcheck_sandbox::billing::Ledger;
use numcheck_sandbox::{Faults, Options, Product, Sandbox, Vendor, credentials};
use reqwest::{Client, RequestBuilder, header::HeaderMap};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) const LINE: &str = "/invalid_number_batch/query";
pub(crate) const NETWORK: &str = "/mobile_status/query";
pub(crate) const NETWORK_AES: &str = "/mobile_status/queryEncry";
pub(crate) const NETWORK_RSA: &str = "/mobile_status/queryRV2";
pub(crate) const CALLER: &str = "/mobileVerify/query";
pub(crate) const YWJISU: &str = "/Api/ApiAuth/getCheckResult";

/// A running sandbox and a client that follows no redirect.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    client: Client,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// With these faults and no other options.
    pub(crate) async fn struck(faults: &str) -> Self {
        Self::with(Options::default().faults(Faults::parse(faults).expect(faults))).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("loopback is free");
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        Self { sandbox, client: client.expect("no TLS to set up") }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.base_url(Vendor::Juhe))
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.client.post(self.url(path)).form(fields)).await
    }

    pub(crate) async fn get(&self, path_and_query: &str) -> Answer {
        self.send(self.client.get(self.url(path_and_query))).await
    }

    pub(crate) async fn put(&self, path: &str) -> Answer {
        self.put_text(path, "").await
    }

    pub(crate) async fn put_text(&self, path: &str, body: &str) -> Answer {
        self.send(self.client.put(self.url(path)).body(body.to_owned())).await
    }

    pub(crate) async fn post_text(&self, path: &str, body: &str) -> Answer {
        self.send(self.client.post(self.url(path)).body(body.to_owned())).await
    }

    /// Asks a product over a connection of its own, and reads what comes until it ends.
    pub(crate) async fn raw(&self, product: Product, numbers: &str) -> Raw {
        raw(self.sandbox.addr(), product, numbers).await
    }

    pub(crate) async fn post_as(&self, path: &str, content_type: &str, body: &str) -> Answer {
        let request = self.client.post(self.url(path)).header("content-type", content_type);
        self.send(request.body(body.to_owned())).await
    }

    /// Asks a product about numbers with its own credentials.
    pub(crate) async fn ask(&self, product: Product, numbers: &str) -> Answer {
        match product {
            Product::JuheLineStatus => {
                self.post(LINE, &[("key", credentials::JUHE_LINE_STATUS_KEY), ("mobiles", numbers)]).await
            }
            Product::JuheNetworkStatus => {
                self.post(NETWORK, &[("key", credentials::JUHE_NETWORK_STATUS_KEY), ("mobile", numbers)]).await
            }
            Product::JuheCallerId => {
                self.post(CALLER, &[("key", credentials::JUHE_CALLER_ID_KEY), ("mobile", numbers)]).await
            }
            _ => {
                let timestamp = now().to_string();
                self.post(YWJISU, &signed(numbers, &timestamp, &token(&timestamp))).await
            }
        }
    }

    /// Asks Juhe's line status for a reply that may not arrive.
    pub(crate) async fn try_ask(&self, numbers: &str) -> reqwest::Result<Answer> {
        let fields = [("key", credentials::JUHE_LINE_STATUS_KEY), ("mobiles", numbers)];
        Self::try_send(self.client.post(self.url(LINE)).form(&fields)).await
    }

    pub(crate) fn ledger(&self) -> Ledger {
        self.sandbox.ledger()
    }

    async fn send(&self, request: RequestBuilder) -> Answer {
        Self::try_send(request).await.expect("the sandbox answers, and the body is whole")
    }

    /// As [`send`](Self::send), for replies that may not arrive.
    async fn try_send(request: RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, text: response.text().await? })
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What came over a connection, and how it ended.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) bytes: Vec<u8>,
    pub(crate) text: String,
    pub(crate) end: End,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// FIN.
    Closed,
    /// Nothing more came, and the connection is open.
    Open,
    /// RST.
    Reset,
}

impl Raw {
    /// The head's first line and the body.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let (head, body) = self.text.split_once("\r\n\r\n").unwrap_or_default();
        (head.lines().next().unwrap_or_default(), body)
    }

    /// The body, which may end within a character.
    pub(crate) fn body(&self) -> &[u8] {
        let head = self.bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
        &self.bytes[head + 4..]
    }

    pub(crate) fn content_length(&self) -> usize {
        let length = self.text.lines().find_map(|line| line.strip_prefix("content-length: "));
        length.and_then(|length| length.parse().ok()).expect("a length is announced")
    }
}

/// How long a connection may be silent before it counts as open.
const SILENCE: Duration = Duration::from_millis(500);

pub(crate) async fn raw(addr: SocketAddr, product: Product, numbers: &str) -> Raw {
    try_raw(addr, product, numbers).await.expect("the sandbox takes the request")
}

/// As [`raw`], where the sandbox may be gone.
pub(crate) async fn try_raw(addr: SocketAddr, product: Product, numbers: &str) -> io::Result<Raw> {
    let timestamp = now().to_string();
    let (path, form) = match product {
        Product::JuheLineStatus => (LINE, format!("key={}&mobiles={numbers}", credentials::JUHE_LINE_STATUS_KEY)),
        Product::JuheNetworkStatus => {
            (NETWORK, format!("key={}&mobile={numbers}", credentials::JUHE_NETWORK_STATUS_KEY))
        }
        Product::JuheCallerId => (CALLER, format!("key={}&mobile={numbers}", credentials::JUHE_CALLER_ID_KEY)),
        _ => {
            let fields = signed(numbers, &timestamp, &token(&timestamp)).map(|(name, value)| format!("{name}={value}"));
            (YWJISU, fields.join("&"))
        }
    };
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {addr}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    let end = loop {
        match timeout(SILENCE, stream.read_buf(&mut bytes)).await {
            Err(_) => break End::Open,
            Ok(Ok(0)) => break End::Closed,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
                break End::Reset;
            }
        }
    };
    Ok(Raw { text: String::from_utf8_lossy(&bytes).into_owned(), bytes, end })
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

pub(crate) fn token(timestamp: &str) -> String {
    let code = credentials::YWJISU_CODE;
    let private_key = credentials::YWJISU_PRIVATE_KEY;
    format!("{:x}", Md5::digest(format!("{code}{private_key}{timestamp}")))
}

pub(crate) fn signed<'a>(mobiles: &'a str, timestamp: &'a str, token: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("code", credentials::YWJISU_CODE),
        ("pwd", credentials::YWJISU_PWD),
        ("mobiles", mobiles),
        ("timestamp", timestamp),
        ("token", token),
    ]
}
