use md5::{Digest, Md5};
use numcheck_http::Secret;

/// 必填公钥，md5(API 账号+私钥+时间戳), lower-case hex (section 1.2).
pub(crate) fn token(code: &Secret, private_key: &Secret, timestamp: &str) -> String {
    let digest =
        Md5::new().chain_update(code.expose()).chain_update(private_key.expose()).chain_update(timestamp).finalize();
    format!("{digest:x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf fixture-codefixture-private1557390636 | md5sum`
    #[test]
    fn is_the_md5_of_account_key_and_time() {
        let secret = |text: &str| Secret::new("test", text).expect("a credential");
        assert_eq!(
            token(&secret("fixture-code"), &secret("fixture-private"), "1557390636"),
            "c1010a3919c356f4914f1f6855ff3671"
        );
    }
}
