//! Decrypts what `queryEncry` and `queryRV2` are sent, with aws-lc-rs.
//!
//! A second implementation on purpose: the client encrypts with other crates, so a mistake there cannot
//! undo itself here. Every failure is `None`: the vendor tells a caller no more than 参数错误.

use std::sync::LazyLock;

use aws_lc_rs::cipher::{AES_128, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};

use crate::credentials::JUHE_RSA_PRIVATE_KEY;

/// 「AES/ECB/PKCS5Padding … 密钥为:客户个人中心的openid经过md5后结果为小写取前16位」.
pub(crate) fn aes(ciphertext: &str, openid: &str) -> Option<String> {
    let hex = format!("{:x}", Md5::digest(openid));
    let key = UnboundCipherKey::new(&AES_128, hex.as_bytes().get(..16)?).ok()?;
    let key = PaddedBlockDecryptingKey::ecb_pkcs7(key).ok()?;
    let mut buffer = STANDARD.decode(ciphertext).ok()?;
    let plain = key.decrypt(&mut buffer, DecryptionContext::None).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

/// 「RSA/ECB/OAEPWithSHA-1AndMGF1Padding」, with the private half of the published test key.
pub(crate) fn rsa(ciphertext: &str) -> Option<String> {
    static KEY: LazyLock<OaepPrivateDecryptingKey> = LazyLock::new(|| {
        let body: String = JUHE_RSA_PRIVATE_KEY
            .lines()
            .skip_while(|line| !line.starts_with("-----BEGIN"))
            .filter(|line| !line.starts_with("-----"))
            .collect();
        let der = STANDARD.decode(body).expect("the embedded key is base64");
        PrivateDecryptingKey::from_pkcs8(&der)
            .and_then(|key| OaepPrivateDecryptingKey::new(key).map_err(Into::into))
            .expect("the embedded key is PKCS#8")
    });

    let ciphertext = STANDARD.decode(ciphertext).ok()?;
    let mut buffer = vec![0; KEY.min_output_size()];
    let plain = KEY.decrypt(&OAEP_SHA1_MGF1SHA1, &ciphertext, &mut buffer, None).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::{aes, rsa};

    /// Known answer; openssl 3 and Java 17 agree on it.
    const OPENID: &str = "JH1234567890abcdef1234567890abcdef";

    /// Made by `openssl pkeyutl -encrypt -pubin -inkey keys/rsa-public.pem
    /// -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 -pkeyopt rsa_mgf1_md:sha1`.
    const BY_OPENSSL: &str = "gx+sW6bHjGwUMPUAYaKyuxpXKiBuKvRp+GhRusIxsDo5dBOPK6va/7QAKzh5Pj64SGkVE1te41y7mbJCJ3XU029s\
        Gf2YZt616PZ10D/DWvLJSkCLUlPjoZYJ0WHwkvXALoCoR8dRCx4OHI5S2xi9e/24FxaWT4BUoCKc8tfsUqneZ0SJ\
        8xlwOKZ2C3xVT6QgJkb7vs1bf7DLCi/LdJurNLjeR+GoS2qdU0ItpKVLSTAKpKdpgk8WaPJA6SInzO71apTGk736\
        skWRgWtd9NqpjJnkFAK/NO0Axi/5C4hRw3iGlXIyANccSBeSMXEWw2AWtdFUIO7dYdVzkMRMOBEL1Q==";

    #[test]
    fn aes_known_answer() {
        let plain = aes("HbmMoiCARMQ1Wokta1SAOA==", OPENID);
        assert_eq!(plain.as_deref(), Some("15856521458"));
    }

    #[test]
    fn aes_refuses_what_was_not_encrypted_for_it() {
        for bad in ["", "=", "15856521458", "HbmMoiCARMQ1Wokta1SAOA", "HbmMoiCARMQ1Wokta1SA"] {
            assert_eq!(aes(bad, OPENID), None, "{bad}");
        }
        assert_eq!(aes("HbmMoiCARMQ1Wokta1SAOA==", "JHother"), None);
    }

    #[test]
    fn rsa_decrypts_what_openssl_encrypted() {
        assert_eq!(rsa(BY_OPENSSL).as_deref(), Some("13800000001"));
    }

    #[test]
    fn rsa_refuses_what_was_not_encrypted_for_it() {
        for bad in ["", "13800000001", &BY_OPENSSL[4..], "HbmMoiCARMQ1Wokta1SAOA=="] {
            assert_eq!(rsa(bad), None, "{bad}");
        }
    }
}
