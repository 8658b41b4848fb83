//! The products that can be recorded: where they are, and what a call of theirs needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use numcheck_contract::Given;
use numcheck_core::{AnyChecker, PhoneNumber, ProductId};
use numcheck_juhe::{CallerIdChecker, HttpOptions, LineStatusChecker, NetworkStatusChecker};
use numcheck_sandbox::credentials as sandbox;

use super::relay::{Exchange, Request};
use super::scrub::Scrub;
use crate::sh::{self, Result};

/// A credential: its name in fixtures, the variable it comes from, and what stands in for it in the sandbox.
type Credential = (&'static str, &'static str, &'static str);

pub(super) struct Product {
    pub(super) id: &'static str,
    pub(super) host: &'static str,
    encrypt: Option<&'static str>,
    credentials: &'static [Credential],
    /// Fields that differ from call to call, as a fixture writes them; `NUMBER` stands for the number asked.
    pub(super) matchers: &'static [(&'static str, &'static str)],
}

/// A call: what a fixture gives, and the public key that a fixture names by its file.
pub(super) struct Call {
    pub(super) given: Given,
    public_key: String,
}

const NETWORK_KEY: Credential = ("key", "NUMCHECK_JUHE_NETWORK_STATUS_KEY", sandbox::JUHE_NETWORK_STATUS_KEY);
const PUBLIC_KEY: &str = "NUMCHECK_JUHE_RSA_PUBLIC_KEY";
/// The key in `tests/keys` whose private half the contract tests hold.
const TEST_PUBLIC_KEY: &str = "rsa-2048.spki.pem";

const PRODUCTS: [Product; 6] = [
    Product {
        id: "juhe/line-status",
        host: "https://apis.juhe.cn",
        encrypt: None,
        credentials: &[("key", "NUMCHECK_JUHE_LINE_STATUS_KEY", sandbox::JUHE_LINE_STATUS_KEY)],
        matchers: &[],
    },
    Product {
        id: "juhe/network-status",
        host: "https://v.juhe.cn",
        encrypt: Some("plain"),
        credentials: &[NETWORK_KEY],
        matchers: &[],
    },
    Product {
        id: "juhe/network-status",
        host: "https://v.juhe.cn",
        encrypt: Some("aes"),
        credentials: &[NETWORK_KEY, ("openid", "NUMCHECK_JUHE_OPENID", sandbox::JUHE_OPENID)],
        matchers: &[],
    },
    Product {
        id: "juhe/network-status",
        host: "https://v.juhe.cn",
        encrypt: Some("rsa"),
        credentials: &[NETWORK_KEY],
        matchers: &[("mobile", r#"{"rsa_oaep_sha1_of": "NUMBER"}"#)],
    },
    Product {
        id: "juhe/caller-id",
        host: "https://apis.juhe.cn",
        encrypt: None,
        credentials: &[("key", "NUMCHECK_JUHE_CALLER_ID_KEY", sandbox::JUHE_CALLER_ID_KEY)],
        matchers: &[],
    },
    Product {
        id: "ywjisu/line-status",
        host: "https://kh.ywjisu.com",
        encrypt: None,
        credentials: &[
            ("code", "NUMCHECK_YWJISU_CODE", sandbox::YWJISU_CODE),
            ("pwd", "NUMCHECK_YWJISU_PWD", sandbox::YWJISU_PWD),
            ("private_key", "NUMCHECK_YWJISU_PRIVATE_KEY", sandbox::YWJISU_PRIVATE_KEY),
        ],
        matchers: &[
            ("timestamp", r#"{"unix_seconds": "now"}"#),
            ("token", r#"{"md5_of": ["code", "private_key", "{timestamp}"]}"#),
        ],
    },
];

impl Product {
    pub(super) fn find(id: &str, encrypt: Option<&str>) -> Result<Self> {
        let ids = PRODUCTS.map(|product| product.id);
        if !ids.contains(&id) {
            let mut known = ids.to_vec();
            known.dedup();
            return Err(format!("there is no product {id:?} to record; there are {}", known.join(", ")));
        }
        let way =
            |product: &Product| product.id == id && product.encrypt.unwrap_or("plain") == encrypt.unwrap_or("plain");
        let found = PRODUCTS.into_iter().find(way);
        found.ok_or_else(|| format!("{id} does not take its numbers encrypted by {:?}", encrypt.unwrap_or_default()))
    }

    /// The call as it is made: with the account of the environment, or the sandbox's.
    pub(super) fn live(&self, numbers: &[PhoneNumber], in_sandbox: bool) -> Result<Call> {
        let value =
            |variable, in_its_place: &str| if in_sandbox { Ok(in_its_place.to_owned()) } else { read(variable) };
        let credentials = self.credentials.iter().map(|(name, variable, in_its_place)| {
            value(variable, in_its_place).map(|value| ((*name).to_owned(), value))
        });
        let credentials = credentials.collect::<Result<_>>()?;
        let public_key = match self.encrypt {
            Some("rsa") => value(PUBLIC_KEY, sandbox::JUHE_RSA_PUBLIC_KEY)?,
            _ => String::new(),
        };
        Ok(Call { given: self.given(numbers.to_vec(), credentials), public_key })
    }

    /// The same call with nothing real in it.
    pub(super) fn scrubbed(&self, live: &Given, scrub: &mut Scrub) -> Result<Call> {
        let numbers = live.numbers.iter().map(|number| scrub.number(number)).collect::<Result<_>>()?;
        let credentials = live.credentials.keys().map(|name| (name.clone(), Scrub::credential(name))).collect();
        let path = sh::root().join("tests/keys").join(TEST_PUBLIC_KEY);
        let public_key = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Call { given: self.given(numbers, credentials), public_key })
    }

    fn given(&self, numbers: Vec<PhoneNumber>, credentials: BTreeMap<String, String>) -> Given {
        let encrypt = self.encrypt.map(|way| ("encrypt".to_owned(), way.to_owned()));
        let key = (self.encrypt == Some("rsa")).then(|| ("public_key".to_owned(), TEST_PUBLIC_KEY.to_owned()));
        let options = encrypt.into_iter().chain(key).collect();
        Given { product: ProductId::new(self.id), numbers, options, credentials }
    }

    /// The checker that makes the call, as `tests/src/lib.rs` builds it for the fixture.
    pub(super) fn checker(&self, call: &Call, base_url: &str) -> numcheck_core::Result<Arc<dyn AnyChecker>> {
        let options = HttpOptions::new().base_url(base_url);
        let credential = |name| call.given.credential(name);
        let key = credential("key");
        Ok(match (self.id, self.encrypt) {
            ("juhe/caller-id", _) => Arc::new(CallerIdChecker::new(key, &options)?),
            ("juhe/line-status", _) => Arc::new(LineStatusChecker::new(key, &options)?),
            (_, Some("aes")) => Arc::new(NetworkStatusChecker::aes(key, credential("openid"), &options)?),
            (_, Some("plain")) => Arc::new(NetworkStatusChecker::plain(key, &options)?),
            (_, Some(_)) => Arc::new(NetworkStatusChecker::rsa(key, &call.public_key, &options)?),
            (_, None) => Arc::new(numcheck_ywjisu::LineStatusChecker::new(
                credential("code"),
                credential("pwd"),
                credential("private_key"),
                &options,
            )?),
        })
    }

    /// The second call must be the first but for what was scrubbed: else the reply does not belong to the request.
    pub(super) fn same_requests(&self, first: &[Exchange], second: &[Exchange]) -> Result {
        let changing = |field: &str| {
            let ciphertext = field == "mobile" && matches!(self.encrypt, Some("aes" | "rsa"));
            ciphertext || self.matchers.iter().any(|(name, _)| *name == field)
        };
        let told = |exchange: &Exchange| {
            let Request { method, path, form, .. } = exchange.request.clone();
            let blank =
                |(name, value): (String, String)| if changing(&name) { (name, String::new()) } else { (name, value) };
            (method, path, form.into_iter().map(blank).collect::<Vec<_>>())
        };
        let same = first.iter().map(told).eq(second.iter().map(told));
        if same { Ok(()) } else { Err("scrubbed, the call sends something else: nothing is written".to_owned()) }
    }
}

/// A credential from its variable, or from the file that `…_FILE` names.
fn read(variable: &str) -> Result<String> {
    if let Ok(value) = std::env::var(variable) {
        return Ok(value);
    }
    let file = std::env::var(format!("{variable}_FILE"));
    let path = file.map_err(|_| format!("{variable} is not set, nor {variable}_FILE; --sandbox needs no account"))?;
    std::fs::read_to_string(&path)
        .map(|text| text.trim().to_owned())
        .map_err(|error| format!("{variable}_FILE: {path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_and_a_way_to_encrypt_choose_the_call() {
        let way = |id, encrypt| Product::find(id, encrypt).map(|product| product.encrypt);
        assert_eq!(way("juhe/network-status", None), Ok(Some("plain")));
        assert_eq!(way("juhe/network-status", Some("rsa")), Ok(Some("rsa")));
        assert_eq!(way("ywjisu/line-status", None), Ok(None));
        assert!(way("juhe/caller-id", Some("aes")).is_err());
        assert!(way("acme/line-status", None).is_err_and(|words| words.contains("ywjisu/line-status")));
    }
}
