//! Matchers for what cannot be written down: a token over the time, and a ciphertext that is never the same twice.

use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use numcheck_contract::Sent;

/// `{"md5_of": ["code", "private_key", "{timestamp}"]}`: the md5, in lower-case hex, of credentials and, in braces, of
/// other fields of the form.
pub(crate) fn md5_of(sent: &Sent<'_>) -> Result<(), String> {
    let parts = sent.told().as_array().ok_or("the fixture must give a list of credentials and {fields}")?;
    let mut text = String::new();
    for part in parts {
        let name = part.as_str().ok_or("the fixture must name each part by a text")?;
        let field = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let value = match field {
            Some(field) => sent.field(field).ok_or_else(|| format!("the form has no field {field:?}"))?,
            None => {
                sent.given().credentials.get(name).ok_or_else(|| format!("the fixture gives no credential {name:?}"))?
            }
        };
        text.push_str(value);
    }
    let expected = md5_hex(&text);
    if sent.value() == expected { Ok(()) } else { Err(format!("expected {expected}")) }
}

/// `{"rsa_oaep_sha1_of": "13800000001"}`: base64 of what the test key decrypts to this text.
pub(crate) fn rsa_oaep_sha1_of(sent: &Sent<'_>) -> Result<(), String> {
    let expected = sent.told().as_str().ok_or("the fixture must give the plain text")?;
    let plain = decrypted(sent.value())?;
    if plain == expected { Ok(()) } else { Err(format!("it decrypts to {plain:?}")) }
}

/// The md5 of a text in lower-case hex.
pub fn md5_hex(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Decrypts base64 of RSA/ECB/OAEPWithSHA-1AndMGF1Padding with the test key, by another implementation than the one that
/// encrypted.
///
/// # Errors
///
/// Why it does not decrypt.
pub fn decrypted(base64: &str) -> Result<String, String> {
    let ciphertext = STANDARD.decode(base64).map_err(|error| format!("it is not standard base64: {error}"))?;
    let der = crate::key("rsa-2048.test-key.pk8.der").map_err(|error| error.to_string())?;
    let key = PrivateDecryptingKey::from_pkcs8(&der).map_err(|error| error.to_string())?;
    let key = OaepPrivateDecryptingKey::new(key).map_err(|error| error.to_string())?;
    let mut plain = vec![0; key.min_output_size()];
    let plain = key
        .decrypt(&OAEP_SHA1_MGF1SHA1, &ciphertext, &mut plain, None)
        .map_err(|_| "it does not decrypt with the test key".to_owned())?;
    String::from_utf8(plain.to_vec()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    /// `printf fixture-codefixture-private1557390636 | md5sum`
    #[test]
    fn md5_is_what_md5sum_says() {
        assert_eq!(super::md5_hex("fixture-codefixture-private1557390636"), "c1010a3919c356f4914f1f6855ff3671");
    }

    /// `printf 13800000001 | openssl pkeyutl -encrypt -pubin -inkey rsa-2048.spki.pem
    /// -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 | base64 -w0`
    #[test]
    fn decrypts_what_openssl_encrypted() {
        let ciphertext = "BGeKLXd21BQTtB5gf1beJFG6CS5bKc5udXCdX+kEqMgUwIz9LxR7NkQxwOx8N0iHXJYx00Uz6Zj79FYJGMAGV3Ca8IkotobVExpKNLfZSf0UgCsVHjgBSP0mLaKkktmya38k8FHRWSCPN4+0cbeLcgyX/hp6o2CIdzXYBhnr8FerdgIWVO/m0tyhj4JP/5t46kG3liBO3MwlThBleAmJsCDYlz3/d6MnWyRFUxZcFoSpI5nndu3vnpFABgknfrB+FPms5a8CwC9veE0x/b/q/Rrr3cryUfLeD7BibDb3pUaLqK6MpFw+S+BrebBKTQ2OrESm7KWelyEMRGAqsiwoYA==";
        assert_eq!(super::decrypted(ciphertext).as_deref(), Ok("13800000001"));
        assert!(super::decrypted("AAAA").is_err());
    }
}
