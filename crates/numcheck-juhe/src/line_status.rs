//! 空号检测批量查询, `invalid_number_batch/query`.

use std::borrow::Cow;
use std::time::Duration;

use numcheck_core::columns::{Checked, LineRow, LineRows};
use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, NumberChecker, NumberKind, OpenNumbers, Outcome, PhoneNumber, Product,
    Receipt, Report, Result, Text, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{codes, envelope, messages};

const PATH: &str = "/invalid_number_batch/query";

/// Juhe line status (空号检测批量查询): 2000 mobiles a request, 120 s.
pub const LINE_STATUS: Product = Product::new("juhe/line-status", LineReport::KIND)
    .titled("Juhe line status", "聚合数据 空号检测")
    .documented("空号检测批量查询开发文档, 2025-01-18")
    .batches_of(2000)
    .settling_in(Duration::from_secs(1))
    .due_in(Duration::from_secs(120))
    .taking(&[NumberKind::Mobile]);

/// Asks Juhe whether mobiles are vacant, active, suspended, silent or risky (空号检测), up to 2000 a request.
///
/// POSTs `key` and `mobiles` to `https://apis.juhe.cn/invalid_number_batch/query` (空号检测批量查询开发文档, section 1,
/// 2025-01-18). Only code 0 is billed (仅返回0时计费), and then each row by its `chargesStatus`. A number without a row
/// is unanswered and free if `countFee` equals the numbers charged; otherwise it may have been paid for, and has failed.
#[doc(alias = "空号检测")]
#[doc(alias = "空号检测批量查询")]
#[derive(Clone, Debug)]
pub struct LineStatusChecker {
    product: Product,
    client: Client,
    key: Secret,
}

impl LineStatusChecker {
    /// A checker with this product's own key (在个人中心->我的数据,接口名称上方查看).
    ///
    /// # Errors
    ///
    /// `Auth` for a key that cannot be one, `InvalidRequest` for options that cannot work; both free.
    pub fn new(key: impl Into<String>, options: &HttpOptions) -> Result<Self> {
        let product = LINE_STATUS;
        let client = Client::new(&product, "https://apis.juhe.cn", options)?;
        let key = Secret::new(messages::KEY, key).map_err(|error| error.at(product.id()))?;
        Ok(Self { product, client, key })
    }

    /// The reply about these numbers; `None` without a request where there are none.
    async fn ask(&self, sent: &[PhoneNumber]) -> Result<Option<Reply>> {
        if sent.is_empty() {
            return Ok(None);
        }
        let mobiles = PhoneNumber::list(sent);
        self.client.post_form(&self.product, PATH, &fields(&self.key, &mobiles)).await.map(Some)
    }
}

#[async_trait]
impl NumberChecker for LineStatusChecker {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let sent = self.product.sendable(numbers)?;
        match self.ask(&sent).await? {
            Some(reply) => decode(numbers, &sent, reply),
            None => Ok(Batch::unsent(&self.product, numbers)),
        }
    }

    async fn check_by_column(&self, numbers: &[PhoneNumber]) -> Result<Checked<LineReport>> {
        let sent = self.product.sendable(numbers)?;
        match self.ask(&sent).await? {
            Some(reply) => decode_by_column(numbers, &sent, reply),
            None => Ok(Checked::Rows(Batch::unsent(&self.product, numbers))),
        }
    }
}

pub(crate) const fn fields<'a>(key: &'a Secret, mobiles: &'a str) -> [(&'static str, Field<'a>); 2] {
    [("key", Field::Secret(key)), ("mobiles", Field::Plain(mobiles))]
}

/// What a reply says of the numbers asked, of which `sent` were sent.
pub(crate) fn decode(numbers: &[PhoneNumber], sent: &[PhoneNumber], reply: Reply) -> Result<Batch<LineReport>> {
    let (success, reply) = open(sent, reply)?;
    Ok(success.into_batch(numbers, sent).keeping_reply(|| reply.into_raw()))
}

/// The same by column, where each of the numbers was sent and has its row.
pub(crate) fn decode_by_column(
    numbers: &[PhoneNumber],
    sent: &[PhoneNumber],
    reply: Reply,
) -> Result<Checked<LineReport>> {
    let (mut success, reply) = open(sent, reply)?;
    let receipts = vec![success.receipt()];
    if let Some(batch) = success.rows.take_whole(numbers, sent, receipts) {
        return Ok(Checked::Columns(batch));
    }
    Ok(Checked::Rows(success.into_batch(numbers, sent).keeping_reply(|| reply.into_raw())))
}

fn open(sent: &[PhoneNumber], reply: Reply) -> Result<(Success, Reply)> {
    match Success::read_at_once(&reply, sent.len()) {
        Some(success) => Ok((success, reply)),
        None => envelope::open(&LINE_STATUS, reply, Success::read),
    }
}

/// `result` of a success, its rows read.
#[derive(Debug)]
struct Success {
    order_id: Option<Text>,
    /// 计费条数
    billed: Option<u32>,
    rows: LineRows,
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, deserialize_with = "wire::borrowed")]
    orderid: Option<Cow<'a, str>>,
    #[serde(default, rename = "countFee", deserialize_with = "wire::integer")]
    count_fee: Option<i64>,
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

impl Success {
    /// In one pass over the reply: what [`read`](Self::read) reads, or nothing. `room` is how many rows are likely.
    fn read_at_once(reply: &Reply, room: usize) -> Option<Self> {
        let (list, order_id, count) = envelope::scanned(reply, |scan| {
            let (mut list, mut order_id, mut count) = (None, None, None);
            scan.object(|scan, name| match name {
                "data" if list.is_none() => {
                    let mut rows = LineRows::new(codes::line_status, room);
                    let in_list =
                        scan.list(|scan| scan.fields(&WireRow::FIELDS, |texts| WireRow::read(texts, &mut rows)))?;
                    list = Some((rows, in_list));
                    Some(())
                }
                "orderid" if order_id.is_none() => scan.scalar().map(|read| order_id = Some(read)),
                "countFee" if count.is_none() => scan.scalar().map(|read| count = Some(read)),
                "data" | "orderid" | "countFee" => None,
                _ => scan.scalar().map(drop),
            })?;
            Some((list?, order_id.flatten(), count.flatten()))
        })?;
        let (rows, in_list) = list;
        Self::of(reply, rows, in_list, order_id, count.and_then(|count| count.parse().ok()))
    }

    /// Row by row: one that cannot be read spoils no other.
    fn read(reply: &Reply, raw: &RawValue) -> Option<Self> {
        let wire: Wire<'_> = wire::object(raw)?;
        let mut rows = LineRows::new(codes::line_status, wire.data.len());
        for row in &wire.data {
            if let Some(row) = wire::object::<WireRow<'_>>(row) {
                WireRow::read(row.texts(), &mut rows);
            }
        }
        Self::of(reply, rows, wire.data.len(), wire.orderid, wire.count_fee)
    }

    fn of(
        reply: &Reply,
        mut rows: LineRows,
        in_list: usize,
        order_id: Option<Cow<'_, str>>,
        count_fee: Option<i64>,
    ) -> Option<Self> {
        // A list that has something in it, and nothing that can be read, is no answer.
        if rows.is_empty() && in_list > 0 {
            return None;
        }
        rows.redact(|column| reply.redact_column(column));
        for number in rows.billed_unknown() {
            tracing::warn!(?number, "the vendor billed a number it does not know (库无)");
        }
        let billed = count_fee.and_then(|count| u32::try_from(count).ok());
        Some(Self { order_id: reply.redact_field(order_id), billed, rows })
    }

    fn receipt(&self) -> Receipt {
        let charge = match self.billed {
            Some(0) => Charge::FREE,
            Some(_) => Charge::BILLED,
            None => Charge::Unknown,
        };
        Receipt { by: LINE_STATUS.id().clone(), order_id: self.order_id.clone(), billed: self.billed, charge }
    }

    fn into_batch(self, numbers: &[PhoneNumber], sent: &[PhoneNumber]) -> Batch<LineReport> {
        let product = &LINE_STATUS;
        // Only numbers that were asked, each once: a row about another, and the second row about one, may be the mangled
        // answer to a number that has none.
        let mut open = OpenNumbers::of(sent);
        let billed = self.rows.charges().filter(|(_, charge)| charge.is_billed());
        let charged = billed.filter(|(number, _)| open.take(number)).count();
        let accounted = self.billed.is_some_and(|billed| usize::try_from(billed) == Ok(charged));
        let receipt = self.receipt();
        let rows =
            self.rows.rows(|charge| Error::new(ErrorKind::Protocol, charge, messages::no_status()).at(product.id()));
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::lost_row()).at(product.id());
        Batch::align(product, numbers, rows, vec![receipt], || {
            if accounted {
                (Outcome::Unanswered, Charge::FREE_INFERRED)
            } else {
                (Outcome::Failed(lost.clone()), Charge::Unknown)
            }
        })
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct WireRow<'a> {
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    mobile: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    last_time: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    area: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    number_type: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    charges_status: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    status: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    orderid: Option<Cow<'a, str>>,
}

impl WireRow<'_> {
    /// In the order of the document's example.
    const FIELDS: [&'static str; 7] =
        ["mobile", "lastTime", "area", "numberType", "chargesStatus", "status", "orderid"];

    fn texts(&self) -> [Option<&str>; 7] {
        let Self { mobile, last_time, area, number_type, charges_status, status, orderid } = self;
        [mobile, last_time, area, number_type, charges_status, status, orderid].map(|text| text.as_deref())
    }

    /// Adds what a row says to the others. One that names no number is about nobody.
    #[inline]
    fn read(texts: [Option<&str>; 7], rows: &mut LineRows) {
        let [mobile, last_time, area, carrier, charges_status, code, order_id] = texts;
        let Some(Ok(number)) = mobile.map(PhoneNumber::parse) else { return };
        let charge = match charges_status {
            Some("1") => Charge::BILLED,
            Some("0") => Charge::FREE,
            _ => Charge::Unknown,
        };
        rows.push(&LineRow { number, charge, order_id, code, area, carrier, last_time });
    }
}

#[cfg(test)]
mod tests;
