//! Juhe's 手机在网状态, plain and with an encrypted number.

use axum::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{admit, envelope, refuse};
use crate::call::Call;
use crate::cards::{self, Answer, Shape};
use crate::credentials::JUHE_OPENID;
use crate::fields::Fields;
use crate::reply::{self, Reply};
use crate::server::Endpoint;
use crate::{Product, decrypt, subscriber};

/// 手机在网状态: the number in the clear.
pub(crate) const PLAIN: Endpoint = Endpoint {
    product: Product::JuheNetworkStatus,
    path: "/mobile_status/query",
    methods: &[Method::GET, Method::POST],
    answer: |fields, call| {
        admit(Product::JuheNetworkStatus, fields, call)?;
        let mobile = fields.field("mobile");
        if !subscriber::is_mobile(mobile) {
            return Err(envelope::error(224_902).hint("mobile is not an 11-digit mobile number"));
        }
        check(mobile, Variant::Plain, fields, call)
    },
    refuse,
};

/// 手机在网状态(加密版): AES.
pub(crate) const AES: Endpoint = Endpoint {
    path: "/mobile_status/queryEncry",
    answer: |fields, call| encrypted(fields, call, |mobile| decrypt::aes(mobile, JUHE_OPENID)),
    ..PLAIN
};

/// 手机在网状态RSA(OAEP).
pub(crate) const RSA: Endpoint =
    Endpoint { path: "/mobile_status/queryRV2", answer: |fields, call| encrypted(fields, call, decrypt::rsa), ..PLAIN };

/// The plain sample echoes `mobile` and has no `orderid`; the encrypted ones the other way round.
#[derive(Clone, Copy, PartialEq)]
enum Variant {
    Encrypted,
    Plain,
}

#[derive(Serialize)]
struct Network<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'static str>,
    isp: &'static str,
    state: Value,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    orderid: Option<String>,
}

fn encrypted(fields: &Fields, call: &mut Call, decrypt: impl FnOnce(&str) -> Option<String>) -> Result<Reply, Reply> {
    admit(Product::JuheNetworkStatus, fields, call)?;
    let mobile = decrypt(fields.field("mobile")).filter(|mobile| subscriber::is_mobile(mobile)).ok_or_else(|| {
        envelope::error(224_902).hint(
            "mobile does not decrypt to an 11-digit mobile number: \
                 check the key, the padding, base64 and that it is form-encoded once",
        )
    })?;
    check(&mobile, Variant::Encrypted, fields, call)
}

fn check(mobile: &str, variant: Variant, fields: &Fields, call: &mut Call) -> Result<Reply, Reply> {
    call.asks([mobile]);
    let card = cards::draw(Product::JuheNetworkStatus, mobile).ok_or_else(|| envelope::error(224_922))?;
    reply::scripted(card, |code, card| envelope::scripted(code, card, fields))?;
    let Answer::Status(state) = card.answer else {
        return Err(envelope::error(224_922));
    };

    call.answers(0, Some(state), card.billed);
    if variant == Variant::Encrypted {
        call.entry.order_id = Some(format!("JH2491{:020}", call.entry.seq));
    }
    let place = subscriber::place_of(mobile);
    let placed = card.shape != Shape::FieldsMissing;
    let network = Network {
        mobile: (variant == Variant::Plain).then_some(mobile),
        province: placed.then_some(place.province_full),
        city: placed.then_some(place.city_full),
        isp: subscriber::carrier_of(mobile),
        state: match card.shape {
            Shape::TypesSwapped => json!(state),
            _ => json!(state.to_string()),
        },
        description: describe(state, mobile),
        orderid: call.entry.order_id.clone(),
    };
    Ok(envelope::success(card.shape, network))
}

/// State 3 is several things in one, and only the description tells which.
fn describe(state: u32, mobile: &str) -> &'static str {
    match state {
        0 => "正常使用",
        1 => "停机",
        2 => "在网但不可用",
        3 if mobile.ends_with('5') => "销号",
        3 => "不在网",
        4 => "预销户",
        _ => "未知",
    }
}
