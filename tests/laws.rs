//! The laws of the contract, on all six endpoints.

use numcheck_contract::HttpSubject;
use numcheck_core::{Charge, DynChecker};
use numcheck_juhe::{CallerIdChecker, HttpOptions, NetworkStatusChecker};

const KEY: &str = "fixture/key-of+the-Laws";
const OPENID: &str = "fixture/openid-of-the-laws";
const A: &str = "13800000001";
const B: &str = "13800000002";

fn at(base_url: &str) -> HttpOptions {
    HttpOptions::new().base_url(base_url)
}

fn juhe_line_status() -> HttpSubject<numcheck_juhe::LineStatusChecker> {
    // With the key echoed where a report has texts.
    let charged = |number: &str, status: u32, charged: u32| {
        format!(
            r#"{{"mobile":"{number}","lastTime":"1644111310668","chargesStatus":"{charged}","area":"{KEY}","numberType":"中国{}","status":"{status}"}}"#,
            json_escaped(KEY)
        )
    };
    let row = |number: &str, status: u32| charged(number, status, 1);
    let rows = |rows: &[String]| {
        format!(
            r#"{{"reason":"成功","result":{{"orderid":"JH671","countFee":1,"data":[{}]}},"error_code":0}}"#,
            rows.join(",")
        )
    };
    HttpSubject::new(|base_url| numcheck_juhe::LineStatusChecker::new(KEY, &at(base_url)))
        .numbers(&[A, B])
        .secrets(&[KEY])
        .answered(rows(&[row(A, 1), charged(B, 0, 0)]), &[Charge::BILLED, Charge::FREE])
        .partly(rows(&[row(A, 1)]))
        .unknown_code("77", rows(&[row(A, 77)]))
        .refused(refused())
}

/// As PHP writes a text, `\/`, with a letter spelled out besides.
fn json_escaped(text: &str) -> String {
    text.replace('/', r"\/").replace('o', r"\u006f")
}

/// As a form writes a text, in lower case.
fn percent_encoded(text: &str) -> String {
    text.replace('/', "%2f").replace('+', "%2b").replace('-', "%2d")
}

/// A text in every spelling a reply may have for it.
fn echo(text: &str) -> String {
    format!("{text} x{}x {} {}", json_escaped(text), percent_encoded(text), text.to_uppercase())
}

/// 错误的OPENID, with everything echoed that the vendor knows: the openid too, which is never sent.
fn refused() -> String {
    let (key, openid) = (echo(KEY), echo(OPENID));
    format!(
        r#"{{"reason":"错误的OPENID {openid} {key} {A}","result":"key={key}&openid={openid}&mobile={A}","error_code":10004}}"#
    )
}

fn network(
    secrets: &[&str],
    build: impl Fn(&HttpOptions) -> numcheck_core::Result<NetworkStatusChecker> + 'static,
    echoed: &str,
) -> HttpSubject<NetworkStatusChecker> {
    let reply = |state: u32| {
        format!(
            r#"{{"reason":"成功","result":{{{echoed}"province":"{KEY}","isp":"移动","description":"{KEY}","state":"{state}"}},"error_code":0}}"#
        )
    };
    HttpSubject::new(move |base_url| build(&at(base_url)))
        .numbers(&[A])
        .secrets(secrets)
        .answered(reply(0), &[Charge::Unknown])
        .unknown_code("9", reply(9))
        .refused(refused())
}

fn network_plain() -> HttpSubject<NetworkStatusChecker> {
    network(&[KEY], |options| NetworkStatusChecker::plain(KEY, options), r#""mobile":"13800000001","#)
}

fn network_aes() -> HttpSubject<NetworkStatusChecker> {
    network(&[KEY, OPENID], |options| NetworkStatusChecker::aes(KEY, OPENID, options), "")
}

fn network_rsa() -> HttpSubject<NetworkStatusChecker> {
    network(&[KEY], |options| NetworkStatusChecker::rsa(KEY, include_str!("keys/rsa-2048.spki.pem"), options), "")
}

fn caller_id() -> HttpSubject<CallerIdChecker> {
    let reply = |fid: u32| {
        format!(
            r#"{{"reason":"成功","result":{{"data":{{"flag":{{"type":"推销{KEY}","num":3,"fid":{fid}}},"name":"{KEY}","catnames":["{KEY}"],"telnum":"{A}"}},"orderid":"JH511"}},"error_code":0}}"#
        )
    };
    HttpSubject::new(|base_url| CallerIdChecker::new(KEY, &at(base_url)))
        .numbers(&[A])
        .secrets(&[KEY])
        .answered(reply(2), &[Charge::Unknown])
        .unknown_code("8", reply(8))
        .refused(refused())
}

fn ywjisu_line_status() -> HttpSubject<DynChecker<numcheck_core::LineReport>> {
    use numcheck_core::NumberCheckerExt;
    let (code, pwd, private_key) =
        ("fixture-code-of/the-laws", "fixture-pwd/of-the-laws", "fixture-private/key-of-the-laws");
    let charged = |number: &str, status: u32, charged: u32| {
        let area = echo(pwd);
        format!(r#"{{"mobile":"{number}","chargesStatus":"{charged}","area":"{area}","status":"{status}"}}"#)
    };
    let row = |number: &str, status: u32| charged(number, status, 1);
    let rows =
        |rows: &[String]| format!(r#"{{"resultMsg":"成功","resultCode":"000000","resultObj":[{}]}}"#, rows.join(","));
    HttpSubject::new(move |base_url| {
        let options = numcheck_ywjisu::HttpOptions::new().base_url(base_url);
        numcheck_ywjisu::LineStatusChecker::new(code, pwd, private_key, &options).map(NumberCheckerExt::into_dyn)
    })
    .numbers(&[A, B])
    .secrets(&[code, pwd, private_key])
    .answered(rows(&[row(A, 1), charged(B, 0, 0)]), &[Charge::BILLED, Charge::FREE])
    .partly(rows(&[row(A, 1)]))
    .unknown_code("77", rows(&[row(A, 77)]))
    // With everything echoed that the vendor knows: the private key too, which is never sent.
    .refused(format!(
        r#"{{"resultMsg":"用户校验失败 {} {} {} {A}","resultCode":"403000","resultObj":null}}"#,
        echo(code),
        echo(pwd),
        echo(private_key)
    ))
}

numcheck_contract::laws!(the_juhe_line_status: juhe_line_status());
numcheck_contract::laws!(the_network_status_plain: network_plain());
numcheck_contract::laws!(the_network_status_aes: network_aes());
numcheck_contract::laws!(the_network_status_rsa: network_rsa());
numcheck_contract::laws!(the_caller_id: caller_id());
numcheck_contract::laws!(the_ywjisu_line_status: ywjisu_line_status());
