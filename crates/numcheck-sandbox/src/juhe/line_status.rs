//! Juhe's 空号检测批量查询: `/invalid_number_batch/query`.

use axum::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{admit, envelope, refuse};
use crate::call::Call;
use crate::cards::{self, Answer, Card, Shape};
use crate::fields::Fields;
use crate::reply::{self, Reply};
use crate::rows::Rows;
use crate::server::Endpoint;
use crate::{Product, subscriber};

/// 「只支持POST请求」.
pub(crate) const ENDPOINT: Endpoint = Endpoint {
    product: Product::JuheLineStatus,
    path: "/invalid_number_batch/query",
    methods: &[Method::POST],
    answer,
    refuse,
};

/// 「最多传入2000个手机号」.
const MAX: usize = 2000;

#[derive(Serialize)]
struct Batch<'a> {
    orderid: &'a str,
    #[serde(rename = "countFee")]
    count_fee: u32,
    /// The rows are put here as they are written.
    data: [(); 0],
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
    orderid: String,
}

fn answer(fields: &Fields, call: &mut Call) -> Result<Reply, Reply> {
    admit(Product::JuheLineStatus, fields, call)?;
    let numbers: Vec<_> = fields.field("mobiles").split(',').collect();
    if let Some(reason) = fault(&numbers) {
        return Err(envelope::refusal(267_102, reason));
    }

    call.asks(numbers.iter().copied());
    let drawn: Vec<_> = numbers.iter().filter_map(|number| cards::draw(Product::JuheLineStatus, number)).collect();
    let mut shape = Shape::Usual;
    if let Some(card) = drawn.iter().find(|card| card.rules_batch()) {
        reply::scripted(card, |code, card| envelope::scripted(code, card, fields))?;
        shape = card.shape;
    }

    let mut count_fee = 0;
    let mut rows = Rows::with_capacity(numbers.len());
    for (position, (number, card)) in numbers.iter().zip(drawn).enumerate() {
        let Answer::Status(status) = card.answer else {
            continue;
        };
        if call.is_late(position) {
            continue;
        }
        let billed = call.answers(position, Some(status), card.billed);
        count_fee += u32::from(billed);
        let orderid = format!("JHS671{:014}{position:04}sb", call.entry.seq);
        rows.push(position, &row(number, card, status, billed, orderid));
    }
    let orderid = format!("JH671{:018}", call.entry.seq);
    let batch = Batch { orderid: call.entry.order_id.insert(orderid), count_fee, data: [] };
    Ok(envelope::success(shape, batch).with_rows(rows))
}

/// What is wrong with the list, in the words of `reason`.
fn fault(numbers: &[&str]) -> Option<&'static str> {
    if numbers == [""] {
        Some("参数错误: mobiles不能为空")
    } else if numbers.len() > MAX {
        Some("参数错误: mobiles最多2000个手机号")
    } else if !numbers.iter().all(|number| subscriber::is_mobile(number)) {
        Some("参数错误: mobiles中有不正确的手机号")
    } else {
        None
    }
}

fn row<'a>(mobile: &'a str, card: &Card, status: u32, billed: bool, orderid: String) -> Row<'a> {
    let place = subscriber::place_of(mobile);
    let last_time = subscriber::last_time_of(mobile);
    let charges_status = u32::from(billed);
    let swapped = card.shape == Shape::TypesSwapped;
    let text = |number: u32| if swapped { json!(number) } else { json!(number.to_string()) };
    Row {
        mobile,
        last_time: match card.shape {
            Shape::FieldsMissing => None,
            Shape::TypesSwapped => Some(json!(last_time)),
            _ => Some(json!(last_time.to_string())),
        },
        area: format!("{}-{}", place.province, place.city),
        number_type: format!(
            "中国{}{}",
            subscriber::carrier_of(mobile),
            if subscriber::is_virtual(mobile) { "/虚拟" } else { "" },
        ),
        charges_status: text(charges_status),
        status: text(status),
        orderid,
    }
}
