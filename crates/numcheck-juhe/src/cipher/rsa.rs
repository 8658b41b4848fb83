use std::fmt;

use ::rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use ::rsa::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ::rsa::rand_core::OsRng;
use ::rsa::traits::PublicKeyParts;
use ::rsa::{Oaep, RsaPrivateKey, RsaPublicKey};
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use numcheck_core::{Charge, Error, ErrorKind, Message, Result};
use sha1::Sha1;

use crate::messages;

const FEWEST_BITS: usize = 1024;

/// The public key of RSA(OAEP), parsed once.
#[derive(Clone)]
pub(crate) struct RsaKey(RsaPublicKey);

impl RsaKey {
    /// Reads a public key as people paste it: PEM or bare base64, SPKI or PKCS#1 whatever the label says, in lines of any
    /// width or none, with a byte order mark, with `\n` written out.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        parse(text)
            .map(Self)
            .map_err(|wrong| Error::new(ErrorKind::Auth, Charge::FREE_INFERRED, messages::bad_key(wrong)))
    }

    /// RSA/ECB/OAEPWithSHA-1AndMGF1Padding, base64.
    pub(crate) fn encrypt(&self, number: &str) -> Result<String> {
        match self.0.encrypt(&mut OsRng, Oaep::new::<Sha1>(), number.as_bytes()) {
            Ok(sealed) => Ok(STANDARD.encode(sealed)),
            Err(error) => Err(Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, messages::not_encrypted())
                .with_source(error)),
        }
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits)", self.0.n().bits())
    }
}

fn parse(text: &str) -> Result<RsaPublicKey, Message> {
    let text = text.replace("\\r", "\n").replace("\\n", "\n");
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '"' | '\''));
    if text.is_empty() {
        return Err(messages::key_empty());
    }
    if text.starts_with("ssh-") || text.contains("SSH2 PUBLIC KEY") {
        return Err(messages::key_ssh());
    }
    // Read as text, a DER begins with 0x30, and what follows is none.
    if text.starts_with('0') && text.contains(|c: char| c.is_control() && !c.is_whitespace() || c == '\u{fffd}') {
        return Err(messages::key_binary());
    }
    let (label, body) = unwrap_pem(text)?;
    match label {
        Some(label) if label.contains("PRIVATE KEY") => return Err(messages::key_private()),
        Some(label) if label.contains("CERTIFICATE") => return Err(messages::key_certificate()),
        Some(label) if label.contains("EC ") => return Err(messages::key_not_rsa()),
        _ => {}
    }
    let der = decode_base64(body)?;
    let key = RsaPublicKey::from_public_key_der(&der).ok().or_else(|| RsaPublicKey::from_pkcs1_der(&der).ok());
    let Some(key) = key else { return Err(what_is(&der)) };
    match key.n().bits() {
        bits if bits < FEWEST_BITS => Err(messages::key_weak(bits, FEWEST_BITS)),
        _ => Ok(key),
    }
}

/// The label and the body of a PEM, or the whole text where it is none.
fn unwrap_pem(text: &str) -> Result<(Option<&str>, &str), Message> {
    let Some((_, rest)) = text.split_once("-----BEGIN ") else { return Ok((None, text)) };
    let (label, rest) = rest.split_once("-----").ok_or_else(messages::key_cut)?;
    let (body, _) = rest.split_once("-----END").ok_or_else(messages::key_cut)?;
    // Old private keys carry headers before their body, and are refused by their label.
    Ok((Some(label), body))
}

fn decode_base64(body: &str) -> Result<Vec<u8>, Message> {
    let compact: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, config);
    // Every key of more than 127 bytes begins so: a SEQUENCE whose length takes two or three bytes.
    let begins = compact.starts_with("MI");
    engine.decode(&compact).map_err(|error| match error {
        base64::DecodeError::InvalidByte(..) if !begins && has_label(&compact) => messages::key_labelled(),
        base64::DecodeError::InvalidByte(at, _) => messages::key_not_base64(at + 1),
        _ if begins => messages::key_cut(),
        _ => messages::key_not_one(),
    })
}

/// Whether a key follows a name and a colon or an equals sign.
fn has_label(compact: &str) -> bool {
    compact.split_once([':', '：', '=']).is_some_and(|(_, rest)| rest.trim_start_matches(['"', '\'']).starts_with("MI"))
}

/// What a DER is that is no RSA public key.
fn what_is(der: &[u8]) -> Message {
    const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    const EDWARDS: &[u8] = &[0x06, 0x03, 0x2b, 0x65];
    let holds = |oid: &[u8]| der.windows(oid.len()).any(|window| window == oid);
    if RsaPrivateKey::from_pkcs8_der(der).is_ok() || RsaPrivateKey::from_pkcs1_der(der).is_ok() {
        messages::key_private()
    } else if der.first() != Some(&0x30) {
        messages::key_not_one()
    } else if is_cut(der) {
        messages::key_cut()
    } else if is_certificate(der) {
        messages::key_certificate()
    } else if holds(EC_PUBLIC_KEY) || holds(EDWARDS) {
        messages::key_not_rsa()
    } else {
        messages::key_other_form()
    }
}

/// Whether the outer SEQUENCE says it is longer than what is there.
fn is_cut(der: &[u8]) -> bool {
    let (length, head) = match der {
        [0x30, 0x82, high, low, ..] => (usize::from(*high) << 8 | usize::from(*low), 4),
        [0x30, 0x81, length, ..] => (usize::from(*length), 3),
        [0x30, length @ 0..=0x7f, ..] => (usize::from(*length), 2),
        _ => return der.len() < 4,
    };
    der.len() < head + length
}

/// A certificate's body begins with its version, tagged [0].
fn is_certificate(der: &[u8]) -> bool {
    matches!(der, [0x30, 0x82, _, _, 0x30, 0x82, _, _, 0xa0, ..] | [0x30, 0x82, _, _, 0x30, 0x81, _, 0xa0, ..])
}

#[cfg(test)]
mod tests;
