//! Sends forms by hand: no numcheck crate takes part.

use std::time::{SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use numcheck_sandbox::billing::Ledger;
use numcheck_sandbox::{Options, Product, Sandbox, Vendor, credentials};
use reqwest::{Client, RequestBuilder, header::HeaderMap};
use serde_json::Value;

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
        let sandbox = Sandbox::start(Options::default()).await.expect("loopback is free");
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
        self.send(self.client.put(self.url(path))).await
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

    pub(crate) fn ledger(&self) -> Ledger {
        self.sandbox.ledger()
    }

    async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the sandbox answers");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("the body is whole"),
        }
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
