use numcheck_core::ErrorKind;

use super::*;

const SPKI: &str = include_str!("test_keys/spki.pem");
const PKCS1: &str = include_str!("test_keys/pkcs1.pem");
const PRIVATE_PKCS1: &str = include_str!("test_keys/private_pkcs1.pem");
const PRIVATE_PKCS8: &str = include_str!("test_keys/private_pkcs8.pem");

fn bare(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

fn wrapped(base64: &str, width: usize) -> String {
    base64.as_bytes().chunks(width).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
}

#[test]
fn reads_a_public_key_however_it_is_pasted() {
    let private = RsaPrivateKey::from_pkcs8_der(&STANDARD.decode(bare(PRIVATE_PKCS8)).expect("base64")).expect("a key");
    for pem in [SPKI, PKCS1] {
        let label = pem.lines().next().expect("a first line").to_owned();
        let end = label.replace("BEGIN", "END");
        let body = bare(pem);
        let wrong = "-----BEGIN RSA PUBLIC KEY-----";
        for shape in [
            pem.to_owned(),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', "\\n"),
            pem.replace('\n', " "),
            pem.replace('\n', ""),
            format!("\u{feff}{pem}"),
            format!("\"{}\"", pem.trim()),
            body.clone(),
            wrapped(&body, 76),
            format!("{label}\n{body}\n{end}"),
            format!("{wrong}\n{body}\n-----END RSA PUBLIC KEY-----"),
            format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----"),
            body.trim_end_matches('=').to_owned(),
        ] {
            let key = RsaKey::parse(&shape).unwrap_or_else(|error| panic!("{error}: {shape}"));
            let sealed = STANDARD.decode(key.encrypt("13800000001").expect("it encrypts")).expect("base64");
            assert_eq!(private.decrypt(Oaep::new::<Sha1>(), &sealed).expect("it decrypts"), b"13800000001");
        }
    }
}

#[test]
fn says_what_a_wrong_key_is() {
    let body = bare(SPKI);
    for (text, cure) in [
        ("", "empty"),
        (PRIVATE_PKCS1, "private key"),
        (PRIVATE_PKCS8, "private key"),
        (bare(PRIVATE_PKCS1).as_str(), "private key"),
        (bare(PRIVATE_PKCS8).as_str(), "private key"),
        (include_str!("test_keys/certificate.pem"), "certificate"),
        (bare(include_str!("test_keys/certificate.pem")).as_str(), "certificate"),
        (include_str!("test_keys/ec.pem"), "another algorithm"),
        (include_str!("test_keys/spki512.pem"), "512 bits"),
        (&body[..body.len() / 2], "cut off"),
        (&body[..101], "cut off"),
        ("-----BEGIN PUBLIC KEY-----\nMIGf", "cut off"),
        ("key: not base64!", "not base64"),
        ("aGVsbG8gd29ybGQ=", "is not one"),
        ("hello world", "is not one"),
        ("helloworld1", "is not one"),
        ("MIGf", "cut off"),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ me@host", "ssh-keygen"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", "ssh-keygen"),
        ("0\u{fffd}\u{fffd}0\r\u{6}\t*\u{fffd}H", "openssl"),
        (format!("public key: {body}").as_str(), "words before it"),
        (format!("公钥：{body}").as_str(), "words before it"),
        (format!("PUBLIC_KEY=\"{body}\"").as_str(), "words before it"),
    ] {
        let error = RsaKey::parse(text).expect_err(text);
        assert!(error.message().as_str().contains(cure), "{error}");
        assert_eq!((error.kind(), error.charge()), (ErrorKind::Auth, Charge::FREE_INFERRED));
        assert!(!format!("{error:?}").contains("MIGf"), "{error:?}");
    }
}
