//! 空号检测, `Api/ApiAuth/getCheckResult`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Duration;

use numcheck_core::columns::{Checked, LineRow, LineRows};
use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberKind, OpenNumbers, Outcome,
    PhoneNumber, Product, Receipt, Report, Result, Timestamp, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{codes, messages, sign};

const PATH: &str = "/Api/ApiAuth/getCheckResult";

/// ywjisu line status (空号检测): 50 mobiles a request, 60 s; 3 s before an unanswered number is asked again.
pub const LINE_STATUS: Product = Product::new("ywjisu/line-status", LineReport::KIND)
    .titled("ywjisu line status", "云网极速 空号检测")
    .documented("码号状态极速检测 API 接口规范")
    .batches_of(50)
    .settling_in(codes::SETTLE)
    .due_in(Duration::from_secs(60))
    .taking(&[NumberKind::Mobile]);

/// Asks ywjisu whether mobiles are vacant, active, suspended, silent or risky (空号检测), up to 50 a request.
///
/// POSTs `code`, `pwd`, `mobiles`, `timestamp` and `token` to `https://kh.ywjisu.com/Api/ApiAuth/getCheckResult`
/// (码号状态极速检测 API 接口规范, sections 1.1 and 1.2). Each row says whether it is charged; a number without a row is
/// unanswered and free (没返回结果不计费, section 1.4). The vendor sends neither an order id nor a count of what it billed, so
/// what was paid cannot be verified against it.
#[doc(alias = "空号检测")]
#[doc(alias = "码号状态极速检测")]
#[derive(Clone, Debug)]
pub struct LineStatusChecker {
    product: Product,
    client: Client,
    code: Secret,
    pwd: Secret,
    private_key: Secret,
}

impl LineStatusChecker {
    /// A checker with the account (用户 API 账号), its password (用户 API 密码) and the private key (私钥) that signs requests.
    ///
    /// # Errors
    ///
    /// `Auth` for a credential that cannot be one, `InvalidRequest` for options that cannot work; both free.
    pub fn new(
        code: impl Into<String>,
        pwd: impl Into<String>,
        private_key: impl Into<String>,
        options: &HttpOptions,
    ) -> Result<Self> {
        let product = LINE_STATUS;
        let client = Client::new(&product, "https://kh.ywjisu.com", options)?;
        let secret = |name, value| Secret::new(name, value).map_err(|error| error.at(product.id()));
        let code = secret(messages::CODE, code.into())?;
        let pwd = secret(messages::PWD, pwd.into())?;
        let private_key = secret(messages::PRIVATE_KEY, private_key.into())?;
        let client = client.guarding(private_key.clone());
        Ok(Self { product, client, code, pwd, private_key })
    }

    /// The reply about these numbers; `None` without a request where there are none.
    async fn ask(&self, sent: &[PhoneNumber]) -> Result<Option<Reply>> {
        if sent.is_empty() {
            return Ok(None);
        }
        let mobiles = PhoneNumber::list(sent);
        // Signed right before it is sent: the vendor checks the time.
        let timestamp = Timestamp::now().as_secs().to_string();
        let token = Secret::new("token", sign::token(&self.code, &self.private_key, &timestamp))?;
        let fields = [
            ("code", Field::Secret(&self.code)),
            ("pwd", Field::Secret(&self.pwd)),
            ("mobiles", Field::Plain(&mobiles)),
            ("timestamp", Field::Plain(&timestamp)),
            ("token", Field::Secret(&token)),
        ];
        self.client.post_form(&self.product, PATH, &fields).await.map(Some)
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

/// 响应消息, 响应状态, 响应结果 (section 1.3).
#[derive(Deserialize)]
struct Envelope<'a, T> {
    #[serde(borrow, default, rename = "resultCode", deserialize_with = "wire::borrowed")]
    code: Option<Cow<'a, str>>,
    #[serde(borrow, default, rename = "resultMsg", deserialize_with = "wire::borrowed")]
    message: Option<Cow<'a, str>>,
    #[serde(rename = "resultObj")]
    result: Option<T>,
}

/// The rows of a success, and the reply; any other code is its error.
fn open(sent: &[PhoneNumber], reply: Reply) -> Result<(Success, Reply)> {
    match Success::read_at_once(&reply, sent.len()) {
        Some(rows) => Ok((rows, reply)),
        None => open_row_by_row(reply),
    }
}

fn open_row_by_row(reply: Reply) -> Result<(Success, Reply)> {
    let product = &LINE_STATUS;
    let Some(envelope) = reply.json::<Envelope<'_, &RawValue>>() else { return Err(reply.fault().at(product.id())) };
    let Some(code) = envelope.code() else { return Err(reply.fault().at(product.id())) };
    if codes::SUCCESS.contains(&code.as_str()) {
        return match envelope.result.and_then(|result| Success::read(&reply, result)) {
            Some(rows) => Ok((rows, reply)),
            None => Err(reply.unreadable(messages::no_result()).at(product.id())),
        };
    }
    let error = codes::error(product, &code, envelope.message.as_deref(), &reply);
    Err(error.with_raw_reply(reply.into_raw()).at(product.id()))
}

impl<T> Envelope<'_, T> {
    /// The code in six digits: as an integer, `000000` arrives as `0`.
    fn code(&self) -> Option<String> {
        let code: u64 = self.code.as_ref()?.parse().ok()?;
        Some(format!("{code:06}"))
    }
}

/// 响应结果 of a success, its rows read.
#[derive(Debug)]
struct Success {
    rows: LineRows,
    /// Whether some row names no number: an answer nobody can be told of.
    nameless: bool,
}

impl Success {
    /// In one pass over the reply: what [`read`](Self::read) reads, or nothing. `room` is how many rows are likely.
    fn read_at_once(reply: &Reply, room: usize) -> Option<Self> {
        let (code, list) = reply.scan(|scan| {
            let (mut code, mut list) = (None, None);
            scan.object(|scan, name| match name {
                "resultCode" if code.is_none() => scan.scalar().map(|read| code = Some(read)),
                "resultObj" if list.is_none() => {
                    let mut rows = LineRows::new(codes::line_status, room);
                    let in_list =
                        scan.list(|scan| scan.fields(&WireRow::FIELDS, |texts| WireRow::read(texts, &mut rows)))?;
                    list = Some((rows, in_list));
                    Some(())
                }
                "resultCode" | "resultObj" => None,
                _ => scan.scalar().map(drop),
            })?;
            Some((code.flatten(), list))
        })?;
        let envelope = Envelope { code, message: None, result: list };
        let is_success = envelope.code().is_some_and(|code| codes::SUCCESS.contains(&code.as_str()));
        let (rows, in_list) = envelope.result.filter(|_| is_success)?;
        Self::of(reply, rows, in_list)
    }

    /// Row by row: one that cannot be read spoils no other. `None` for what is no list.
    fn read(reply: &Reply, raw: &RawValue) -> Option<Self> {
        let list: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
        let mut rows = LineRows::new(codes::line_status, list.len());
        for row in &list {
            if let Some(row) = wire::object::<WireRow<'_>>(row) {
                WireRow::read(row.texts(), &mut rows);
            }
        }
        Self::of(reply, rows, list.len())
    }

    /// `None` for a list that has something in it and nothing that can be read.
    fn of(reply: &Reply, mut rows: LineRows, in_list: usize) -> Option<Self> {
        rows.redact(|column| reply.redact_column(column));
        for number in rows.billed_unknown() {
            tracing::warn!(?number, "the vendor billed a number it does not know (库无), against its document");
        }
        let nameless = rows.len() < in_list;
        (in_list == 0 || !rows.is_empty()).then_some(Self { rows, nameless })
    }

    fn receipt(&self) -> Receipt {
        let charges = || self.rows.charges().map(|(_, charge)| charge);
        let charge = if charges().any(Charge::is_billed) {
            Charge::BILLED
        } else if self.nameless || charges().any(|charge| charge == Charge::Unknown) {
            Charge::Unknown
        } else {
            Charge::FREE
        };
        Receipt { by: LINE_STATUS.id().clone(), order_id: None, billed: None, charge }
    }

    fn into_batch(self, numbers: &[PhoneNumber], sent: &[PhoneNumber]) -> Batch<LineReport> {
        let product = &LINE_STATUS;
        let receipt = self.receipt();
        // A row about nobody, or one that may be charged and is about a number nobody asked or one that has its row already,
        // may be the mangled answer to a number that has none.
        let mut open = OpenNumbers::of(sent);
        let named = self.rows.charges().map(|(number, _)| number);
        let strays: HashSet<_> = named.filter(|number| !open.take(number)).collect();
        let mut paid = self.rows.charges().filter(|(_, charge)| !charge.is_free());
        let strays = self.nameless || paid.any(|(number, _)| strays.contains(number));
        let rows =
            self.rows.rows(|charge| Error::new(ErrorKind::Protocol, charge, messages::no_status()).at(product.id()));
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::lost_row()).at(product.id());
        Batch::align(product, numbers, rows, vec![receipt], || {
            if strays {
                (Outcome::Failed(lost.clone()), Charge::Unknown)
            } else {
                // 没返回结果不计费 (section 1.4)
                (Outcome::Unanswered, Charge::FREE)
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
}

impl WireRow<'_> {
    /// In the order of the document's example.
    const FIELDS: [&'static str; 6] = ["mobile", "lastTime", "area", "numberType", "chargesStatus", "status"];

    fn texts(&self) -> [Option<&str>; 6] {
        let Self { mobile, last_time, area, number_type, charges_status, status } = self;
        [mobile, last_time, area, number_type, charges_status, status].map(|text| text.as_deref())
    }

    /// Adds what a row says to the others. One that names no number is about nobody.
    #[inline]
    fn read(texts: [Option<&str>; 6], rows: &mut LineRows) {
        let [mobile, last_time, area, carrier, charges_status, code] = texts;
        let Some(Ok(number)) = mobile.map(PhoneNumber::parse) else { return };
        // chargesStatus 1：收费 0：不收费
        let charge = match (charges_status, code) {
            (Some("1"), _) => Charge::BILLED,
            (Some("0"), _) => Charge::FREE,
            // 如手机号检测反馈状态为库无，不收取检测费用 (section 1.3.1)
            (None, Some(code)) if codes::line_status(code) == LineStatus::NotInDatabase => Charge::FREE,
            _ => Charge::Unknown,
        };
        rows.push(&LineRow { number, charge, order_id: None, code, area, carrier, last_time });
    }
}

#[cfg(test)]
mod tests;
