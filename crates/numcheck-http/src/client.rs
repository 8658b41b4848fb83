use std::fmt;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use numcheck_core::{Charge, Error, ErrorKind, Message, Product, Result};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};

use crate::redact::Redactor;
use crate::turns::Turns;
use crate::{Field, HttpOptions, Reply, Secret, fault, form, messages};

/// A pause longer than this in a `Retry-After` is taken as this long.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// The most bytes that are made room for before they have come.
const MOST_ROOM: usize = 1 << 20;

/// A connection that nothing was said on for longer is not kept: vendors, and what lies between, close them after some seconds,
/// and what is written then is lost. Who asks on at once, as a run does, has the next request written within milliseconds.
const LONGEST_IDLE: Duration = Duration::from_secs(1);

/// One product's connection to its vendor: a POST of a form, a JSON reply, and every failure told apart by whether it
/// may have cost money.
///
/// HTTP/1.1, no redirects, no referer, no retries, no proxy unless asked for, https unless the caller says otherwise or
/// the vendor is on loopback. The one deadline is here.
#[derive(Clone)]
pub struct Client {
    inner: reqwest::Client,
    base: Url,
    deadline: Duration,
    max_reply: usize,
    guarded: Vec<Secret>,
    turns: Turns,
}

impl Client {
    /// A client for one product, at `default_base` unless the options name another address.
    ///
    /// # Errors
    ///
    /// `InvalidRequest`, free, for an address or a proxy that is no http(s) URL, and for plain http to anywhere but
    /// loopback without [`HttpOptions::allow_http`].
    pub fn new(product: &Product, default_base: &str, options: &HttpOptions) -> Result<Self> {
        let refuse =
            |message: Message| Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, message).at(product.id());
        let base = base_url(options.base_url.as_deref().unwrap_or(default_base), options.allow_http).map_err(refuse)?;
        let deadline = options.timeout.unwrap_or_else(|| product.deadline());
        if deadline.is_zero() {
            return Err(refuse(messages::zero_timeout()));
        }
        let builder = reqwest::Client::builder()
            .http1_only()
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .timeout(deadline)
            .connect_timeout(options.connect_timeout.min(deadline / 2))
            .tcp_nodelay(true)
            .user_agent(concat!("numcheck/", env!("CARGO_PKG_VERSION")));
        let builder = if options.reuse_connections {
            builder.pool_idle_timeout(LONGEST_IDLE)
        } else {
            builder.pool_max_idle_per_host(0)
        };
        let builder = match &options.proxy {
            Some(url) => builder.proxy(proxy(url).ok_or_else(|| refuse(messages::bad_proxy()))?),
            None if options.env_proxy => builder,
            None => builder.no_proxy(),
        };
        // Over plain http no certificate is asked for, and to read those that are trusted takes longer than a request.
        #[cfg(feature = "rustls")]
        let builder = match base.scheme() {
            "http" if options.proxy.is_none() && !options.env_proxy => builder.tls_certs_only(std::iter::empty()),
            _ => builder,
        };
        let inner = builder.build().map_err(|error| refuse(messages::no_client()).with_source(error.without_url()))?;
        Ok(Self { inner, base, deadline, max_reply: options.max_reply, guarded: Vec::new(), turns: Turns::new() })
    }

    /// Blanks this credential too wherever a reply echoes it: one that signs or encrypts and is never sent itself.
    pub fn guarding(mut self, secret: Secret) -> Self {
        self.guarded.push(secret);
        self
    }

    /// Posts a form, its fields in this order, and reads the reply whole, whatever its status but a redirect.
    ///
    /// # Errors
    ///
    /// `Transport`, with its charge: free where nothing left this machine, unknown where the vendor may have been
    /// reached. A redirect and a reply longer than [`HttpOptions::max_reply`] are `Protocol`.
    pub async fn post_form(&self, product: &Product, path: &str, fields: &[(&str, Field<'_>)]) -> Result<Reply> {
        self.send(path, fields).await.map_err(|error| error.at(product.id()))
    }

    async fn send(&self, path: &str, fields: &[(&str, Field<'_>)]) -> Result<Reply> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        let plain_http = url.scheme() == "http";
        let since = Instant::now();
        let sent =
            self.inner.post(url).header(CONTENT_TYPE, form::CONTENT_TYPE).body(form::encoded(fields)).send().await;
        let mut response = sent.map_err(|error| fault::of_send(error, plain_http))?;

        let status = response.status();
        if status.is_redirection() {
            return Err(fault::of_redirect(&response));
        }
        let retry_after = retry_after(&response);
        let left = self.deadline.saturating_sub(since.elapsed());
        let (body, broken) = self.turns.read(response.content_length(), left, self.body_of(&mut response)).await;
        let sent = fields.iter().filter_map(|(_, field)| match field {
            Field::Secret(secret) => Some(*secret),
            Field::Plain(_) => None,
        });
        let redactor = Redactor::new(sent.chain(&self.guarded));
        tracing::debug!(status = status.as_u16(), bytes = body.len(), whole = broken.is_none(), "vendor replied");
        let reply = Reply::new(status.as_u16(), retry_after, body, redactor);
        match broken {
            None => Ok(reply),
            Some(error) => Err(error.with_raw_reply(reply.into_cut_raw())),
        }
    }

    /// The body, and what broke it off.
    async fn body_of(&self, response: &mut reqwest::Response) -> (Vec<u8>, Option<Error>) {
        // Room for what is announced, but not for whatever somebody announces.
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut body = Vec::with_capacity(announced.min(self.max_reply).min(MOST_ROOM));
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.max_reply => {
                    body.extend_from_slice(&chunk[..self.max_reply - body.len()]);
                    return (body, Some(fault::too_long(self.max_reply)));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return (body, None),
                Err(error) => return (body, Some(fault::of_body(error))),
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.base.host_str()).finish_non_exhaustive()
    }
}

fn base_url(text: &str, allow_http: bool) -> Result<Url, Message> {
    let url = Url::parse(text).map_err(|error| messages::base_not_url(error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(messages::base_with_credentials());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(messages::base_with_query());
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(messages::base_without_host)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if allow_http || is_loopback(host) => Ok(url),
        "http" => Err(messages::plain_http(host)),
        other => Err(messages::other_scheme(other)),
    }
}

/// Read here first: reqwest puts `http://` before what it cannot read, and takes `http://me:pass/word@host` for a host named
/// `http`.
fn proxy(text: &str) -> Option<Proxy> {
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) };
    let url = url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    Proxy::all(url).ok()
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// `Retry-After` in seconds, capped; its date form is not used by these vendors.
fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn takes_https_and_loopback_and_nothing_else_unasked() {
        for good in ["https://apis.juhe.cn", "http://127.0.0.1:8080", "http://localhost:1/prefix", "http://[::1]:9"] {
            assert!(base_url(good, false).is_ok(), "{good}");
        }
        for (bad, cure) in [
            ("http://apis.juhe.cn", "--allow-http"),
            ("apis.juhe.cn", "https://host"),
            ("ftp://x", "only https"),
            ("https://u:p@x", "credentials"),
            ("https://x?key=1", "query"),
            ("", "https://host"),
        ] {
            let message = base_url(bad, false).expect_err(bad).to_string();
            assert!(message.contains(cure), "{message}");
            assert!(!message.contains("u:p"), "{message}");
        }
        assert!(base_url("http://apis.juhe.cn", true).is_ok());
    }

    #[test]
    fn a_proxy_that_cannot_be_read_is_refused_and_not_guessed() {
        for good in
            ["http://10.0.0.1:3128", "https://proxy", "10.0.0.1:3128", "proxy:3128", "http://me:pass%2Fword@proxy:1"]
        {
            assert!(super::proxy(good).is_some(), "{good}");
        }
        for bad in ["http://me:pass/word@proxy:1", "ftp://proxy", "socks5://proxy:1", "::", "no url", "", "http://"] {
            assert!(super::proxy(bad).is_none(), "{bad}");
        }
    }
}
