//! Keys: wrong, missing, another product's, scripted, and what looks real.

use numcheck_sandbox::credentials;

use crate::client::{Bench, CALLER, LINE, NETWORK, YWJISU, now, token};
use crate::shape::shape;

const REAL: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_wrong_key_is_10001_and_another_products_10002() {
    let bench = Bench::start().await;
    for (path, own) in [
        (LINE, credentials::JUHE_LINE_STATUS_KEY),
        (NETWORK, credentials::JUHE_NETWORK_STATUS_KEY),
        (CALLER, credentials::JUHE_CALLER_ID_KEY),
    ] {
        let ask = async |key: &str| {
            bench.post(path, &[("key", key), ("mobile", "13800000001"), ("mobiles", "13800000001")]).await
        };
        assert_eq!(ask(own).await.json()["error_code"], 0);
        let wrong = ask("sandbox-no-such-key").await;
        assert_eq!(wrong.text, r#"{"resultcode":"101","reason":"错误的请求KEY","result":null,"error_code":10001}"#);
        assert_eq!(ask("").await.text, wrong.text);
        for other in [
            credentials::JUHE_LINE_STATUS_KEY,
            credentials::JUHE_NETWORK_STATUS_KEY,
            credentials::JUHE_CALLER_ID_KEY,
            credentials::YWJISU_CODE,
        ] {
            if other != own {
                assert_eq!(ask(other).await.json()["error_code"], 10002);
            }
        }
        assert_eq!(ask("sandbox-error-10013").await.json()["resultcode"], "113");
        assert_eq!(ask("sandbox-error-510101").await.json()["error_code"], 10001);
    }
    assert_eq!(bench.ledger().billed(), 3);
}

#[tokio::test]
async fn what_looks_real_is_refused_and_not_kept() {
    let bench = Bench::start().await;
    for path in [LINE, NETWORK, CALLER] {
        for answer in [
            bench.post(path, &[("key", REAL), ("mobile", "13912345678"), ("mobiles", "13912345678")]).await,
            bench.post(path, &[("mobiles", "13912345678"), ("key", &REAL[..8])]).await,
        ] {
            let reply = answer.json();
            assert_eq!(reply["error_code"], 10001);
            assert_eq!(shape(&answer.text), r#"{"resultcode":text,"reason":text,"result":null,"error_code":int}"#);
            assert!(reply["reason"].as_str().is_some_and(|reason| reason.contains("a real credential")));
            assert!(!answer.text.contains(&REAL[..8]) && !format!("{:?}", answer.headers).contains(&REAL[..8]));
        }
    }
    let timestamp = now().to_string();
    for (code, pwd) in [("YW28896484", "JS78623352"), (credentials::YWJISU_CODE, "JS78623352"), ("YW28896484", "")] {
        let token = token(&timestamp);
        let fields =
            [("code", code), ("pwd", pwd), ("mobiles", "13912345678"), ("timestamp", &timestamp), ("token", &token)];
        let reply = bench.post(YWJISU, &fields).await.json();
        assert_eq!(reply["resultCode"], "403000");
        assert!(reply["resultMsg"].as_str().is_some_and(|message| message.contains("a real credential")));
    }

    let ledger = bench.get("/_sandbox/ledger?numbers=true").await;
    for secret in [&REAL[..8], "YW28896484", "JS78623352", "13912345678"] {
        assert!(!ledger.text.contains(secret), "{secret} is in the ledger");
        assert!(!format!("{:?}", bench.sandbox).contains(secret), "{secret} is in Debug");
    }
    let ledger = bench.ledger();
    assert_eq!(ledger.requests.len(), 9);
    assert!(ledger.requests.iter().all(|request| request.key == "refused"));
}

#[test]
fn what_is_published_is_marked_as_such() {
    for credential in [
        credentials::JUHE_LINE_STATUS_KEY,
        credentials::JUHE_NETWORK_STATUS_KEY,
        credentials::JUHE_CALLER_ID_KEY,
        credentials::JUHE_OPENID,
        credentials::YWJISU_CODE,
        credentials::YWJISU_PWD,
        credentials::YWJISU_PRIVATE_KEY,
    ] {
        assert!(credential.starts_with(credentials::PREFIX));
        assert!(include_str!("../../README.md").contains(&format!("`{credential}`")), "{credential}");
    }
    assert!(credentials::JUHE_RSA_PUBLIC_KEY.starts_with("-----BEGIN PUBLIC KEY-----\n"));
    assert!(include_str!("../../keys/rsa-private.pem").contains("PUBLISHED ON PURPOSE"));
}
