//! The contract's laws, on Acme's checkers before a scripted vendor.

use numcheck_acme::{HttpOptions, LineStatusChecker};
use numcheck_contract::HttpSubject;
use numcheck_core::Charge;

const KEY: &str = "acme-canary-7f3c91";

fn line_status() -> HttpSubject<LineStatusChecker> {
    HttpSubject::new(|base_url| LineStatusChecker::new(KEY, &HttpOptions::new().base_url(base_url)))
        .numbers(&["13800000001", "13800000002"])
        .secrets(&[KEY])
        .answered(
            r#"{"code":0,"message":"ok","orderId":"A1","rows":[
                {"mobile":"13800000001","status":"1","charged":"1"},
                {"mobile":"13800000002","status":"0","charged":"0"}]}"#,
            // What the reply says of each number: `Charge::Unknown` where it says nothing.
            &[Charge::BILLED, Charge::FREE],
        )
        .partly(
            r#"{"code":0,"message":"ok","orderId":"A1","rows":[
                {"mobile":"13800000001","status":"1","charged":"1"}]}"#,
        )
        .unknown_code(
            "77",
            r#"{"code":0,"message":"ok","orderId":"A1","rows":[
                {"mobile":"13800000001","status":"77","charged":"1"}]}"#,
        )
        .refused(format!(r#"{{"code":1001,"message":"no such key: {KEY}"}}"#))
}

numcheck_contract::laws!(line_status_laws: line_status());
