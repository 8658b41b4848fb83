//! Juhe's 来电号码显示: `/mobileVerify/query`.

use axum::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{admit, envelope, refuse};
use crate::call::Call;
use crate::cards::{self, Answer, Shape};
use crate::fields::Fields;
use crate::reply::{self, Reply};
use crate::server::Endpoint;
use crate::{Product, subscriber};

/// 「get/post」.
pub(crate) const ENDPOINT: Endpoint = Endpoint {
    product: Product::JuheCallerId,
    path: "/mobileVerify/query",
    methods: &[Method::GET, Method::POST],
    answer,
    refuse,
};

/// 「国际区号(不带00)，默认:86(中国)」.
const CHINA: &str = "86";

/// 标记的唯一标识, by `flag.fid` from 1.
const MARKS: [&str; 7] = ["骚扰电话", "推销", "中介", "快递送餐", "疑似诈骗", "招聘猎头", "出租车司机"];

#[derive(Serialize)]
struct Caller<'a> {
    data: Data<'a>,
    orderid: &'a str,
}

/// The samples leave out what is not known, except the empty `itag_ids`.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    teldesc: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catnames: Option<[&'static str; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telloc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<Flag>,
    telnum: &'a str,
    itag_ids: [&'static str; 0],
}

#[derive(Serialize)]
struct Flag {
    r#type: &'static str,
    num: Value,
    fid: Value,
}

fn answer(fields: &Fields, call: &mut Call) -> Result<Reply, Reply> {
    admit(Product::JuheCallerId, fields, call)?;
    let telnum = fields.field("mobile");
    let country = match fields.field("country") {
        "" => CHINA,
        given => given,
    };
    if !is_country(country) {
        return Err(envelope::error(251_102).hint("country is a calling code without 00, as in 86"));
    }
    if !is_number(telnum, country) {
        return Err(envelope::error(251_102).hint("mobile is not a phone number of that country"));
    }

    call.asks([telnum]);
    let card = cards::draw(Product::JuheCallerId, telnum).ok_or_else(|| envelope::error(251_103))?;
    reply::scripted(card, |code, card| envelope::scripted(code, card, fields))?;
    let mark = match card.answer {
        Answer::Status(mark) => Some(mark),
        _ => None,
    };
    call.answers(0, mark, card.billed);

    let business = card.shape == Shape::Merchant;
    let data = Data {
        name: business.then_some(if telnum == "10086" { "中国移动" } else { "沙箱测试商户" }),
        teldesc: business.then_some("统一客服电话"),
        catnames: business.then_some(["运营商", "热线电话"]),
        telloc: location(telnum).filter(|_| !business && country == CHINA),
        flag: mark.map(|mark| flag(mark, telnum, card.shape)),
        telnum,
        itag_ids: [],
    };
    let orderid = format!("JH5111{:018}sb", call.entry.seq);
    let caller = Caller { data, orderid: call.entry.order_id.insert(orderid) };
    Ok(envelope::success(card.shape, caller))
}

fn flag(mark: u32, telnum: &str, shape: Shape) -> Flag {
    let num = subscriber::marks_of(telnum);
    let name = mark.checked_sub(1).and_then(|index| MARKS.get(usize::try_from(index).ok()?));
    let swapped = shape == Shape::TypesSwapped;
    Flag {
        r#type: name.copied().unwrap_or("其他"),
        num: if swapped { json!(num.to_string()) } else { json!(num) },
        fid: if swapped { json!(mark.to_string()) } else { json!(mark) },
    }
}

/// The samples have 江苏苏州联通 for a mobile, 浙江杭州 for a landline, nothing for a service number.
fn location(telnum: &str) -> Option<String> {
    let place = subscriber::place_of(telnum);
    if subscriber::is_mobile(telnum) {
        let carrier = subscriber::carrier_of(telnum);
        Some(format!("{}{}{carrier}", place.province, place.city))
    } else if telnum.starts_with('0') {
        Some(format!("{}{}", place.province, place.city))
    } else {
        None
    }
}

fn is_country(code: &str) -> bool {
    (1..=4).contains(&code.len()) && !code.starts_with('0') && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// In China from 110 to 13 digits for a machine; abroad what E.164 leaves beside the calling code.
fn is_number(telnum: &str, country: &str) -> bool {
    let longest = if country == CHINA { 13 } else { 15 - country.len() };
    (3..=longest).contains(&telnum.len()) && telnum.bytes().all(|byte| byte.is_ascii_digit())
}
