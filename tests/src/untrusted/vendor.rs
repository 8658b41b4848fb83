//! A vendor on loopback that replies with whatever it was given, and the checkers of all six endpoints before it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use numcheck_core::{AnyChecker, AnyReport, Batch, PhoneNumber, Product, Result};
use numcheck_http::{Client, Field, HttpOptions, Secret};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// The credentials of the checkers: those of the fixtures, so that a fixture's reply echoes them.
static SECRETS: [&str; 5] = ["fixture-key", "fixture-openid", "fixture-code", "fixture-pwd", "fixture-private-key"];

/// An endpoint of a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `mobileVerify/query`
    JuheCallerId,
    /// `invalid_number_batch/query`
    JuheLineStatus,
    /// `mobile_status/queryEncry`
    JuheNetworkAes,
    /// `mobile_status/query`
    JuheNetworkPlain,
    /// `mobile_status/queryRV2`
    JuheNetworkRsa,
    /// `Api/ApiAuth/getCheckResult`
    YwjisuLineStatus,
}

impl Endpoint {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::JuheCallerId,
        Self::JuheLineStatus,
        Self::JuheNetworkAes,
        Self::JuheNetworkPlain,
        Self::JuheNetworkRsa,
        Self::YwjisuLineStatus,
    ];

    /// The credentials it is asked with.
    pub(super) fn secrets(self) -> &'static [&'static str] {
        match self {
            Self::JuheNetworkAes => &SECRETS[..2],
            Self::YwjisuLineStatus => &SECRETS[2..],
            _ => &SECRETS[..1],
        }
    }

    fn checker(self, base_url: &str) -> Result<Arc<dyn AnyChecker>> {
        // One connection is enough, and thousands of closed ones would use up the ports of the machine.
        let options = HttpOptions::new().base_url(base_url).timeout(Duration::from_secs(20)).reuse_connections(true);
        let [key, openid, code, pwd, private_key] = SECRETS;
        Ok(match self {
            Self::JuheCallerId => Arc::new(numcheck_juhe::CallerIdChecker::new(key, &options)?),
            Self::JuheLineStatus => Arc::new(numcheck_juhe::LineStatusChecker::new(key, &options)?),
            Self::JuheNetworkAes => Arc::new(numcheck_juhe::NetworkStatusChecker::aes(key, openid, &options)?),
            Self::JuheNetworkPlain => Arc::new(numcheck_juhe::NetworkStatusChecker::plain(key, &options)?),
            Self::JuheNetworkRsa => {
                let public_key = include_str!("../../keys/rsa-2048.spki.pem");
                Arc::new(numcheck_juhe::NetworkStatusChecker::rsa(key, public_key, &options)?)
            }
            Self::YwjisuLineStatus => {
                Arc::new(numcheck_ywjisu::LineStatusChecker::new(code, pwd, private_key, &options)?)
            }
        })
    }
}

/// The vendor, and who asks it.
pub struct Vendor {
    runtime: Runtime,
    base_url: String,
    reply: Arc<Mutex<(u16, Vec<u8>)>>,
    checkers: Vec<Arc<dyn AnyChecker>>,
}

impl Vendor {
    /// A vendor on a free port of loopback.
    ///
    /// # Errors
    ///
    /// When the machine has no port, or a checker cannot be built.
    pub fn start() -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let reply: Arc<Mutex<(u16, Vec<u8>)>> = Arc::default();
        let served = Arc::clone(&reply);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&served)));
            }
        });
        let checkers = Endpoint::ALL.iter().map(|endpoint| endpoint.checker(&base_url)).collect::<Result<_>>()?;
        Ok(Self { runtime, base_url, reply, checkers })
    }

    /// Asks an endpoint about numbers; the vendor replies with this status and body.
    ///
    /// # Errors
    ///
    /// Those of the checker.
    pub fn check(
        &self,
        endpoint: Endpoint,
        numbers: &[PhoneNumber],
        (status, body): (u16, &[u8]),
    ) -> Result<Batch<AnyReport>> {
        *self.reply.lock().unwrap_or_else(PoisonError::into_inner) = (status, body.to_vec());
        let at = Endpoint::ALL.iter().position(|other| *other == endpoint).unwrap_or_default();
        self.runtime.block_on(self.checkers[at].check_any(numbers))
    }

    /// The reply to a request that sent this credential.
    ///
    /// # Errors
    ///
    /// Those of the HTTP client.
    pub fn reply_to(&self, secret: &Secret, body: &[u8]) -> Result<numcheck_http::Reply> {
        const PRODUCT: Product = Product::new("any/product", "line-status");
        *self.reply.lock().unwrap_or_else(PoisonError::into_inner) = (200, body.to_vec());
        let _inside = self.runtime.enter();
        thread_local! {
            static CLIENT: std::cell::RefCell<Option<(String, Client)>> = const { std::cell::RefCell::new(None) };
        }
        let client = CLIENT.with_borrow_mut(|kept| {
            if kept.as_ref().is_none_or(|(base_url, _)| *base_url != self.base_url) {
                let options = HttpOptions::new().reuse_connections(true);
                *kept = Some((self.base_url.clone(), Client::new(&PRODUCT, &self.base_url, &options)?));
            }
            Ok::<_, numcheck_core::Error>(kept.as_ref().map(|(_, client)| client.clone()))
        })?;
        let Some(client) = client else { unreachable!("it was just made") };
        self.runtime.block_on(client.post_form(&PRODUCT, "/", &[("key", Field::Secret(secret))]))
    }
}

/// Answers every request of a connection with what the vendor was given.
async fn serve(stream: TcpStream, reply: Arc<Mutex<(u16, Vec<u8>)>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        let mut form = vec![0; length];
        stream.read_exact(&mut form).await?;
        let (status, body) = reply.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let head = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(&[head.as_bytes(), &body].concat()).await?;
        stream.flush().await?;
    }
}
