use std::time::Duration;

/// How to reach a vendor. The defaults are right for production.
///
/// ```
/// use std::time::Duration;
/// use numcheck_http::HttpOptions;
///
/// let options = HttpOptions::new().timeout(Duration::from_secs(10)).proxy("http://10.0.0.1:3128");
/// ```
#[derive(Clone)]
pub struct HttpOptions {
    pub(crate) base_url: Option<String>,
    pub(crate) allow_http: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: Option<String>,
    pub(crate) env_proxy: bool,
    pub(crate) max_reply: usize,
    pub(crate) reuse_connections: bool,
}

impl HttpOptions {
    /// The vendor's own address over https, the product's own deadline, 5 s to connect, no proxy, replies of 8 MiB at
    /// most, a fresh connection for each request.
    pub const fn new() -> Self {
        Self {
            base_url: None,
            allow_http: false,
            timeout: None,
            connect_timeout: Duration::from_secs(5),
            proxy: None,
            env_proxy: false,
            max_reply: 8 << 20,
            reuse_connections: false,
        }
    }

    /// Where the vendor is, instead of its own address: scheme, host and port, perhaps a path before the product's.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Lets keys and numbers go over plain http, readable by every machine on the way. Loopback needs no permission.
    pub const fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// How long one request may take in all, instead of the product's own deadline.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long connecting may take, TLS included; 5 s unless said. Never more than half the whole request's time,
    /// so that a slow connect is told from a lost answer.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends through a proxy, `http://host:port`. Vendors admit fixed addresses only.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Obeys `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment, which are ignored unless asked for.
    pub const fn env_proxy(mut self, obey: bool) -> Self {
        self.env_proxy = obey;
        self
    }

    /// How many bytes a reply may have; 8 MiB unless said. A longer one is cut, and is an error in doubt.
    pub const fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// Keeps connections for requests that follow within a second. A kept connection that was closed by then fails *after* the
    /// request was written, so that request is in doubt: faster, and paid for in doubt.
    pub const fn reuse_connections(mut self, reuse: bool) -> Self {
        self.reuse_connections = reuse;
        self
    }
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A proxy's URL may hold a password: only whether there is one is shown.
impl std::fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpOptions")
            .field("base_url", &self.base_url.as_ref().map(|url| without_userinfo(url)))
            .field("allow_http", &self.allow_http)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy.is_some())
            .field("env_proxy", &self.env_proxy)
            .field("max_reply", &self.max_reply)
            .field("reuse_connections", &self.reuse_connections)
            .finish()
    }
}

fn without_userinfo(url: &str) -> &str {
    let head = url.split(['?', '#']).next().unwrap_or_default();
    if head.contains('@') { "[with user info]" } else { head }
}
