//! What each checker does with the numbers before its request and with the reply after it, without a vendor: for the tests
//! and benches of this repository. Unstable: it may change in any version.

use numcheck_core::columns::Checked;
use numcheck_core::{Batch, CallerReport, LineReport, NetworkReport, PhoneNumber, Product, Result};
use numcheck_http::{Reply, Secret};

#[cfg(feature = "encrypted")]
use crate::cipher;
use crate::{caller_id, line_status, network_status};

/// The form that asks [`LINE_STATUS`](crate::LINE_STATUS) about these numbers.
///
/// # Errors
///
/// As [`Product::sendable`].
pub fn line_status_form(key: &Secret, numbers: &[PhoneNumber]) -> Result<String> {
    let mobiles = PhoneNumber::list(&crate::LINE_STATUS.sendable(numbers)?);
    Ok(numcheck_http::internals::form(&line_status::fields(key, &mobiles)))
}

/// What a reply of [`LINE_STATUS`](crate::LINE_STATUS) says of the numbers asked.
///
/// # Errors
///
/// As a checker's `check` after its reply was read.
pub fn line_status(numbers: &[PhoneNumber], reply: Reply) -> Result<Batch<LineReport>> {
    line_status::decode(numbers, &crate::LINE_STATUS.sendable(numbers)?, reply)
}

/// The same by column.
///
/// # Errors
///
/// As a checker's `check_by_column` after its reply was read.
pub fn line_status_by_column(numbers: &[PhoneNumber], reply: Reply) -> Result<Checked<LineReport>> {
    line_status::decode_by_column(numbers, &crate::LINE_STATUS.sendable(numbers)?, reply)
}

/// What a reply of [`NETWORK_STATUS`](crate::NETWORK_STATUS) says of the number asked.
///
/// # Errors
///
/// As a checker's `check` after its reply was read.
pub fn network_status(numbers: &[PhoneNumber], reply: Reply) -> Result<Batch<NetworkReport>> {
    let product = &crate::NETWORK_STATUS;
    match sent(product, numbers)? {
        Some(number) => network_status::decode(numbers, &number, reply),
        None => Ok(Batch::unsent(product, numbers)),
    }
}

/// What a reply of [`CALLER_ID`](crate::CALLER_ID) says of the number asked.
///
/// # Errors
///
/// As a checker's `check` after its reply was read.
pub fn caller_id(numbers: &[PhoneNumber], reply: Reply) -> Result<Batch<CallerReport>> {
    let product = &crate::CALLER_ID;
    match sent(product, numbers)? {
        Some(number) => caller_id::decode(numbers, &number, reply),
        None => Ok(Batch::unsent(product, numbers)),
    }
}

fn sent(product: &Product, numbers: &[PhoneNumber]) -> Result<Option<PhoneNumber>> {
    Ok(product.sendable(numbers)?.first().copied())
}

/// The key that encrypts numbers by AES, made of an openid.
#[cfg(feature = "encrypted")]
#[derive(Debug)]
pub struct AesKey(cipher::AesKey);

#[cfg(feature = "encrypted")]
impl AesKey {
    /// The key of an openid.
    pub fn of_openid(openid: &str) -> Self {
        Self(cipher::AesKey::of_openid(openid))
    }

    /// A number as `mobile_status/queryEncry` takes it.
    pub fn encrypt(&self, number: &str) -> String {
        self.0.encrypt(number)
    }
}

/// The public key that encrypts numbers by RSA.
#[cfg(feature = "encrypted")]
#[derive(Debug)]
pub struct RsaKey(cipher::RsaKey);

#[cfg(feature = "encrypted")]
impl RsaKey {
    /// Reads a key as people paste it.
    ///
    /// # Errors
    ///
    /// `Auth`, free, for what is no public RSA key of 1024 bits at least.
    pub fn parse(text: &str) -> Result<Self> {
        cipher::RsaKey::parse(text).map(Self)
    }

    /// A number as `mobile_status/queryRV2` takes it.
    ///
    /// # Errors
    ///
    /// `InvalidRequest`, free, for a text longer than the key can encrypt.
    pub fn encrypt(&self, number: &str) -> Result<String> {
        self.0.encrypt(number)
    }
}
