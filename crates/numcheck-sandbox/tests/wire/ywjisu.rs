//! ywjisu's endpoint against its document.

use numcheck_sandbox::{Product, credentials};
use serde_json::json;

use crate::client::{Bench, YWJISU, now, signed, token};
use crate::shape::shape;

const SAMPLE: &str = r#"{"resultMsg":"成功","resultCode":"000000","resultObj":[{"mobile":"13817367247",
    "lastTime":1509361607000,"area":"上海-上海","numberType":"中国移动 GSM","chargesStatus":"1","status":"1"}]}"#;

#[tokio::test]
async fn it_is_the_sample() {
    let bench = Bench::start().await;
    let answer = bench.ask(Product::YwjisuLineStatus, "13817367241").await;
    assert_eq!(shape(&answer.text), shape(SAMPLE));
    let reply = answer.json();
    assert_eq!(reply["resultCode"], "000000");
    assert_eq!(reply["resultObj"][0]["status"], "1");

    let nobody = bench.ask(Product::YwjisuLineStatus, "13800000006").await.json();
    assert_eq!(nobody, json!({"resultMsg": "成功", "resultCode": "000000", "resultObj": []}));
}

#[tokio::test]
async fn the_token_is_checked() {
    let bench = Bench::start().await;
    let seconds = now();
    let at = |seconds: u64| seconds.to_string();
    for (timestamp, token, code) in [
        (at(seconds), token(&at(seconds)), "000000"),
        (at(seconds - 290), token(&at(seconds - 290)), "000000"),
        (at(seconds - 310), token(&at(seconds - 310)), "403000"),
        (at(seconds + 320), token(&at(seconds + 320)), "403000"),
        (at(seconds), token(&at(seconds - 1)), "403000"),
        (at(seconds), token(&at(seconds)).to_uppercase(), "403000"),
        (at(seconds), String::new(), "403000"),
        (at(seconds * 1000), token(&at(seconds * 1000)), "400001"),
        (format!("+{}", at(seconds / 10)), String::new(), "400001"),
        (format!("0{}", at(seconds / 10)), String::new(), "403000"),
        (String::new(), token(""), "400001"),
    ] {
        let answer = bench.post(YWJISU, &signed("13800000001", &timestamp, &token)).await;
        assert_eq!(answer.json()["resultCode"], code, "{timestamp} {}", answer.header("x-sandbox-hint"));
    }
    assert_eq!(bench.ledger().billed(), 2);
}

#[tokio::test]
async fn numbers_are_checked() {
    let bench = Bench::start().await;
    let many = |count: u64| {
        let numbers: Vec<_> = (0..count).map(|n| (13_800_100_000 + n).to_string()).collect();
        numbers.join(",")
    };
    for (numbers, code) in [
        (many(50), "000000"),
        (many(51), "400001"),
        (String::new(), "400201"),
        ("13800000001,".into(), "400001"),
        ("13800000001;13800000002".into(), "400001"),
        ("057156264805".into(), "400001"),
    ] {
        let reply = bench.ask(Product::YwjisuLineStatus, &numbers).await.json();
        assert_eq!(reply["resultCode"], code, "{numbers}");
    }
    assert_eq!(bench.ledger().billed(), 40);
}

#[tokio::test]
async fn account_method_and_encoding_are_checked() {
    let bench = Bench::start().await;
    let timestamp = now().to_string();
    let token = token(&timestamp);
    let with = async |field: &str, value: &str| {
        let mut fields = signed("13800000001", &timestamp, &token);
        for (name, held) in &mut fields {
            if *name == field {
                *held = value;
            }
        }
        bench.post(YWJISU, &fields).await.json()
    };
    assert_eq!(with("code", "sandbox-nobody").await["resultCode"], "400901");
    assert_eq!(with("code", "").await["resultCode"], "400001");
    assert_eq!(with("code", credentials::JUHE_CALLER_ID_KEY).await["resultCode"], "400901");
    assert_eq!(with("code", "sandbox-error-510101").await["resultCode"], "510101");
    assert_eq!(with("pwd", "sandbox-other").await["resultCode"], "403000");
    assert_eq!(
        with("pwd", "").await,
        json!({"resultMsg": "参数校验异常，请检查参数", "resultCode": "400001", "resultObj": null})
    );
    assert_eq!(bench.get(YWJISU).await.status, 405);
    assert_eq!(bench.post_as(YWJISU, "text/plain", "code=1").await.status, 415);
    assert_eq!(bench.ledger().billed(), 0);
}
