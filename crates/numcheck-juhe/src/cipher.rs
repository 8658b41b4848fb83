//! The number encrypted, as `mobile_status/queryEncry` and `queryRV2` take it.
//!
//! The results are base64 with `+`, `/` and `=`: they are form-encoded once, by the HTTP client, and by nothing here.

mod aes;
mod rsa;

pub(crate) use aes::AesKey;
pub(crate) use rsa::RsaKey;
