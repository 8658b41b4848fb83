use std::fmt;

use ::aes::Aes128;
use ::aes::cipher::block_padding::Pkcs7;
use ::aes::cipher::{BlockEncryptMut, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ecb::Encryptor;
use md5::{Digest, Md5};

/// 加密的密钥为:客户个人中心的openid经过md5后结果为小写取前16位
#[derive(Clone)]
pub(crate) struct AesKey(Box<Encryptor<Aes128>>);

impl AesKey {
    pub(crate) fn of_openid(openid: &str) -> Self {
        let hex = format!("{:x}", Md5::digest(openid));
        let mut key = [0; 16];
        key.copy_from_slice(&hex.as_bytes()[..16]);
        Self(Box::new(Encryptor::new(&key.into())))
    }

    /// AES/ECB/PKCS5Padding, base64.
    pub(crate) fn encrypt(&self, number: &str) -> String {
        STANDARD.encode((*self.0).clone().encrypt_padded_vec_mut::<Pkcs7>(number.as_bytes()))
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[openid]")
    }
}

#[cfg(test)]
mod tests {
    use super::AesKey;

    /// OpenSSL 3 and Java 17 agree on this vector.
    #[test]
    fn agrees_with_other_implementations() {
        let key = AesKey::of_openid("JH1234567890abcdef1234567890abcdef");
        assert_eq!(key.encrypt("15856521458"), "HbmMoiCARMQ1Wokta1SAOA==");
        assert_eq!(format!("{key:?}"), "[openid]");
    }
}
