//! Credentials that happen to be what replies are made of: no paid answer is lost to them, and none of them is shown.

use std::sync::Arc;

use numcheck_contract::laws::block_on;
use numcheck_core::{AnyChecker, Charge, Error, ErrorKind, PhoneNumber, Result};
use numcheck_juhe::HttpOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A vendor that replies with this body once.
async fn vendor(body: String) -> HttpOptions {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut request = vec![0; 1 << 16];
        let _ = stream.read(&mut request).await;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let _ = stream.write_all((head + &body).as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    HttpOptions::new().base_url(format!("http://{address}"))
}

async fn ask(
    build: impl FnOnce(&HttpOptions) -> Arc<dyn AnyChecker>,
    body: &str,
) -> Result<numcheck_core::Answer<numcheck_core::AnyReport>> {
    let checker = build(&vendor(body.to_owned()).await);
    let number = PhoneNumber::parse("13800000001").expect("a number");
    Ok(checker.check_any(&[number]).await?.answers.remove(0))
}

fn ywjisu<'a>(code: &'a str, pwd: &'a str) -> impl FnOnce(&HttpOptions) -> Arc<dyn AnyChecker> + 'a {
    move |options| {
        let checker = numcheck_ywjisu::LineStatusChecker::new(code, pwd, "fixture-private-key", options);
        Arc::new(checker.expect("a checker"))
    }
}

const SUCCESS: &str = r#"{"resultMsg":"成功","resultCode":"000000","resultObj":[{"mobile":"13800000001",
    "lastTime":1509361607000,"area":"上海-上海","numberType":"中国移动 GSM","chargesStatus":"1","status":"1"}]}"#;

#[test]
fn no_paid_answer_is_lost_to_a_credential_that_is_a_part_of_the_reply() {
    for (code, pwd) in [
        ("fixture-code", "000000"),
        ("fixture-code", "200000"),
        ("fixture-code", "status"),
        ("fixture-code", "MOBILE"),
        ("fixture-code", "resultObj"),
        ("fixture-code", "1509361607000"),
        ("13800000001", "fixture-pwd"),
    ] {
        let answer = block_on(ask(ywjisu(code, pwd), SUCCESS)).unwrap_or_else(|error| panic!("{code} {pwd}: {error}"));
        let report = answer.outcome.report().unwrap_or_else(|| panic!("{code} {pwd}: {answer:?}"));
        assert_eq!((report.summary().status.as_ref(), answer.charge), ("active", Charge::BILLED), "{code} {pwd}");
    }
}

#[test]
fn a_free_refusal_stays_one() {
    let body = r#"{"resultMsg":"用户校验失败，请联系客服 403000","resultCode":"403000","resultObj":null}"#;
    let error = block_on(ask(ywjisu("fixture-code", "403000"), body)).expect_err("a refusal");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("403000")));
    assert!(error.charge().is_free());
    assert_eq!(error.vendor_words(), "用户校验失败，请联系客服 [credential]");
}

fn shown(error: &Error) -> String {
    let kept = error.raw_reply().map(|reply| String::from_utf8_lossy(&reply.body).into_owned());
    format!("{error} {error:?} {} {kept:?}", serde_json::to_string(error).expect("JSON"))
}

#[test]
fn no_spelling_of_an_echoed_credential_is_shown() {
    let pwd = "Secret/pass+word";
    for echoed in [
        pwd,
        "SECRET/PASS+WORD",
        r"Secret\/pass+word",
        r"\u0053ecret\/pass\u002Bword",
        "Secret%2fpass%2bword",
        "Secret%2Fpass%2Bword",
        r"pwdSecret\/pass+wordx",
    ] {
        let body = format!(r#"{{"resultMsg":"密码错误: {echoed}","resultCode":"403000","resultObj":"{echoed}"}}"#);
        let error = block_on(ask(ywjisu("fixture-code", pwd), &body)).expect_err("a refusal");
        assert!(error.vendor_words().contains("[credential]"), "{echoed}: {error}");
        let shown = shown(&error).to_lowercase();
        assert!(!shown.contains("word") || !shown.contains("secret"), "{echoed}: {shown}");
    }
    let body = r#"{"resultMsg":"pwdabcdefghijk","resultCode":"403000","resultObj":null}"#;
    let error = block_on(ask(ywjisu("fixture-code", "abcdefghijk"), body)).expect_err("a refusal");
    assert_eq!(error.vendor_words(), "pwd[credential]");
    assert!(!shown(&error).contains("abcdefghijk"));
}

#[test]
fn a_number_sent_as_a_code_is_masked() {
    let key = "fixture-key";
    let juhe = |options: &HttpOptions| -> Arc<dyn AnyChecker> {
        Arc::new(numcheck_juhe::CallerIdChecker::new(key, options).expect("a checker"))
    };
    let body = r#"{"reason":"号码 138.0000.0001 / 138  0000  0001","error_code":13800000001}"#;
    let error = block_on(ask(juhe, body)).expect_err("no such code");
    assert_eq!(error.code(), Some("138****0001"));
    assert!(!error.vendor_words().contains("0000"), "{error}");
}
