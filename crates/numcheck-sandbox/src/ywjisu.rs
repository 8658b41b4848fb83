//! ywjisu's (云网极速) 码号状态极速检测: `/Api/ApiAuth/getCheckResult`.

use axum::http::Method;
use md5::{Digest, Md5};
use serde::Serialize;
use serde_json::{Value, json};

use crate::billing::now_ms;
use crate::call::Call;
use crate::cards::{self, Answer, Card, Shape};
use crate::credentials::{Credential, YWJISU_CODE, YWJISU_PRIVATE_KEY, YWJISU_PWD, classify, looks_real};
use crate::fields::Fields;
use crate::reply::{self, Reply};
use crate::rows::Rows;
use crate::server::Endpoint;
use crate::{Product, subscriber};

/// 「可通过 POST 方式提交」.
pub(crate) const ENDPOINT: Endpoint = Endpoint {
    product: Product::YwjisuLineStatus,
    path: "/Api/ApiAuth/getCheckResult",
    methods: &[Method::POST],
    answer,
    refuse: error,
};

/// 「一次最多 50 个手机号码」.
const MAX: usize = 50;

/// How far a timestamp may be from this machine's clock, in seconds; the document does not say.
const CLOCK_LEEWAY: u64 = 300;

#[derive(Serialize)]
struct Envelope<'a, T> {
    #[serde(rename = "resultMsg")]
    message: &'a str,
    #[serde(rename = "resultCode")]
    code: Value,
    #[serde(rename = "resultObj")]
    object: T,
}

#[derive(Serialize)]
struct Row<'a> {
    mobile: &'a str,
    #[serde(rename = "lastTime", skip_serializing_if = "Option::is_none")]
    last_time: Option<Value>,
    area: String,
    #[serde(rename = "numberType")]
    number_type: String,
    #[serde(rename = "chargesStatus")]
    charges_status: Value,
    status: Value,
}

fn answer(fields: &Fields, call: &mut Call) -> Result<Reply, Reply> {
    admit(fields, call)?;
    verify_token(fields)?;
    let numbers: Vec<_> = fields.field("mobiles").split(',').collect();
    if numbers == [""] {
        return Err(error(400_201));
    }
    if numbers.len() > MAX {
        return Err(error(400_001).hint("more than 50 numbers"));
    }
    if !numbers.iter().all(|number| subscriber::is_mobile(number)) {
        return Err(error(400_001).hint("mobiles has something that is no 11-digit mobile number"));
    }

    call.asks(numbers.iter().copied());
    let drawn: Vec<_> = numbers.iter().filter_map(|number| cards::draw(Product::YwjisuLineStatus, number)).collect();
    let mut code = "000000";
    if let Some(card) = drawn.iter().find(|card| card.rules_batch()) {
        reply::scripted(card, scripted)?;
        if card.shape == Shape::TableSuccessCode {
            code = "200000";
        }
    }

    let mut rows = Rows::with_capacity(numbers.len());
    for (position, (number, card)) in numbers.iter().zip(drawn).enumerate() {
        let Answer::Status(status) = card.answer else {
            continue;
        };
        if call.is_late(position) {
            continue;
        }
        let billed = call.answers(position, Some(status), card.billed);
        rows.push(position, &row(number, card, status, billed));
    }
    let body = Envelope { message: "成功", code: json!(code), object: [(); 0] };
    Ok(Reply::vendor(code.into(), &body).with_rows(rows))
}

/// Checks `code` and `pwd`, and notes which they are. Nothing else is read or noted before.
fn admit(fields: &Fields, call: &mut Call) -> Result<(), Reply> {
    let (code, pwd) = (fields.field("code"), fields.field("pwd"));
    if looks_real(code) || looks_real(pwd) {
        call.key("refused");
        return Err(
            refusal(403_000, REAL_ACCOUNT).hint("code or pwd does not begin with sandbox-: it may be a real one")
        );
    }
    match classify(code) {
        Credential::Missing => {
            call.key("missing");
            return Err(error(400_001).hint("the field code is missing"));
        }
        Credential::Scripted(code) if cards::knows(Product::YwjisuLineStatus, code) => {
            call.key("scripted");
            return Err(error(code));
        }
        _ if code != YWJISU_CODE => {
            call.key("wrong");
            return Err(error(400_901).hint("no such sandbox code"));
        }
        _ => call.key(Product::YwjisuLineStatus.as_str()),
    }
    match pwd {
        YWJISU_PWD => Ok(()),
        "" => Err(error(400_001).hint("the field pwd is missing")),
        _ => Err(error(403_000).hint("pwd is wrong")),
    }
}

/// 「必填时间戳 10 位」 and 「必填公钥，md5(API 账号+私钥+时间戳)」.
fn verify_token(fields: &Fields) -> Result<(), Reply> {
    let timestamp = fields.field("timestamp");
    let seconds = match timestamp.parse::<u64>() {
        Ok(seconds) if timestamp.len() == 10 && !timestamp.starts_with('+') => seconds,
        _ => return Err(error(400_001).hint("timestamp is not 10 digits, seconds since 1970")),
    };
    if seconds.abs_diff(now_ms() / 1000) > CLOCK_LEEWAY {
        return Err(error(403_000).hint("timestamp is more than 5 minutes off: check the clock"));
    }
    let signed = format!("{YWJISU_CODE}{YWJISU_PRIVATE_KEY}{timestamp}");
    if fields.field("token") != format!("{:x}", Md5::digest(signed)) {
        return Err(error(403_000).hint("token is not md5(code + private key + timestamp) in lower-case hex"));
    }
    Ok(())
}

fn row<'a>(mobile: &'a str, card: &Card, status: u32, billed: bool) -> Row<'a> {
    let place = subscriber::place_of(mobile);
    let last_time = subscriber::last_time_of(mobile);
    let charges_status = u32::from(billed);
    let swapped = card.shape == Shape::TypesSwapped;
    let text = |number: u32| if swapped { json!(number) } else { json!(number.to_string()) };
    Row {
        mobile,
        last_time: match card.shape {
            Shape::FieldsMissing => None,
            Shape::TypesSwapped => Some(json!(last_time.to_string())),
            _ => Some(json!(last_time)),
        },
        area: format!("{}-{}", place.province, place.city),
        number_type: format!("中国{} GSM", subscriber::carrier_of(mobile)),
        charges_status: text(charges_status),
        status: text(status),
    }
}

fn error(code: u32) -> Reply {
    refusal(code, cards::words(code))
}

/// The document shows no failure; `resultObj` is null here.
fn refusal(code: u32, message: &str) -> Reply {
    failure(code, json!(code.to_string()), message)
}

fn scripted(code: u32, card: &Card) -> Reply {
    let written = match card.shape {
        Shape::CodeRetyped => json!(code),
        _ => json!(code.to_string()),
    };
    failure(code, written, cards::words(code))
}

fn failure(code: u32, written: Value, message: &str) -> Reply {
    let body = Envelope { message, code: written, object: Value::Null };
    Reply::vendor(code.to_string(), &body)
}

/// Said to a caller whose account does not look like the sandbox's. Does not repeat it.
const REAL_ACCOUNT: &str = "用户校验失败: 疑似真实账号被发到了沙箱, 未保存 (sandbox: code or pwd does not begin \
    with sandbox-, so a real credential seems to have been sent to the sandbox; it was not kept)";
