//! What the contract tests of the real vendors share: how a fixture's checker is built, and the matchers its requests
//! need.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use numcheck_contract::{Given, Replay};
use numcheck_core::{AnyChecker, Charge, Error, ErrorKind, Result};

pub mod hostile;
pub mod leaks;
mod matchers;
pub mod untrusted;

/// The examples of the front page are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

pub use matchers::{decrypted, md5_hex};

/// The folder of the case files.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// A test key of `tests/keys`, by its file name.
///
/// # Errors
///
/// When there is no such file.
pub fn key(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("keys").join(name))
}

/// A replay of the fixtures of all six endpoints.
pub fn replay() -> Replay {
    Replay::new(build).matcher("md5_of", matchers::md5_of).matcher("rsa_oaep_sha1_of", matchers::rsa_oaep_sha1_of)
}

/// The checker a fixture gives, before the vendor at `base_url`.
///
/// # Errors
///
/// What its constructor refuses, and a fixture of a product or option nobody knows.
pub fn build(given: &Given, base_url: &str) -> Result<Arc<dyn AnyChecker>> {
    let juhe = numcheck_juhe::HttpOptions::new().base_url(base_url).timeout(Duration::from_secs(20));
    let ywjisu = numcheck_ywjisu::HttpOptions::new().base_url(base_url).timeout(Duration::from_secs(20));
    let credential = |name: &str| given.credential(name);
    let encrypt = given.option("encrypt");
    Ok(match (given.product.as_str(), encrypt) {
        ("juhe/line-status", None) => Arc::new(numcheck_juhe::LineStatusChecker::new(credential("key"), &juhe)?),
        ("juhe/caller-id", None) => Arc::new(numcheck_juhe::CallerIdChecker::new(credential("key"), &juhe)?),
        ("juhe/network-status", Some("plain")) => {
            Arc::new(numcheck_juhe::NetworkStatusChecker::plain(credential("key"), &juhe)?)
        }
        ("juhe/network-status", Some("aes")) => {
            Arc::new(numcheck_juhe::NetworkStatusChecker::aes(credential("key"), credential("openid"), &juhe)?)
        }
        ("juhe/network-status", Some("rsa")) => {
            let file = given.option("public_key").unwrap_or_default();
            let public_key = key(file).map_err(|error| unknown(format!("tests/keys/{file}: {error}")))?;
            let public_key = String::from_utf8_lossy(&public_key);
            Arc::new(numcheck_juhe::NetworkStatusChecker::rsa(credential("key"), &public_key, &juhe)?)
        }
        ("ywjisu/line-status", None) => Arc::new(numcheck_ywjisu::LineStatusChecker::new(
            credential("code"),
            credential("pwd"),
            credential("private_key"),
            &ywjisu,
        )?),
        (product, encrypt) => {
            return Err(unknown(format!(
                "no checker is known for {product} with encrypt {encrypt:?}: add it to tests/src/lib.rs"
            )));
        }
    })
}

fn unknown(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, message)
}
