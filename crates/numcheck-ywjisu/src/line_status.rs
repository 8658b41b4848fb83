//! 空号检测, `Api/ApiAuth/getCheckResult`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Duration;

use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberKind, OpenNumbers, Outcome,
    PhoneNumber, Product, Receipt, Report, Result, Row, Timestamp, async_trait,
};
use numcheck_http::wire::Scan;
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
}

#[async_trait]
impl NumberChecker for LineStatusChecker {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let product = &self.product;
        let send = product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(product, numbers));
        }
        let mobiles = send.iter().map(PhoneNumber::as_str).collect::<Vec<_>>().join(",");
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
        let reply = self.client.post_form(product, PATH, &fields).await?;
        decode(numbers, &send, reply)
    }
}

/// What a reply says of the numbers asked, of which `sent` were sent.
pub(crate) fn decode(numbers: &[PhoneNumber], sent: &[PhoneNumber], reply: Reply) -> Result<Batch<LineReport>> {
    let (rows, reply) = open(&LINE_STATUS, reply, sent.len())?;
    Ok(rows.into_batch(&LINE_STATUS, numbers, sent).keeping_reply(|| reply.into_raw()))
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
fn open(product: &Product, reply: Reply, room: usize) -> Result<(Success, Reply)> {
    match Success::read_at_once(&reply, room) {
        Some(rows) => Ok((rows, reply)),
        None => open_row_by_row(product, reply),
    }
}

fn open_row_by_row(product: &Product, reply: Reply) -> Result<(Success, Reply)> {
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
    rows: Vec<Row<LineReport>>,
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
                    scan.rows(room, |scan| Some(WireRow::scan(scan)?.read(reply))).map(|rows| list = Some(rows))
                }
                "resultCode" | "resultObj" => None,
                _ => scan.scalar().map(drop),
            })?;
            Some((code.flatten(), list))
        })?;
        let envelope = Envelope { code, message: None, result: list };
        let is_success = envelope.code().is_some_and(|code| codes::SUCCESS.contains(&code.as_str()));
        let (rows, in_list) = envelope.result.filter(|_| is_success)?;
        Self::of(rows, in_list)
    }

    /// Row by row: one that cannot be read spoils no other. `None` for what is no list.
    fn read(reply: &Reply, raw: &RawValue) -> Option<Self> {
        let list: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
        let row = |row: &RawValue| wire::object::<WireRow<'_>>(row)?.read(reply);
        Self::of(list.iter().copied().filter_map(row).collect(), list.len())
    }

    /// `None` for a list that has something in it and nothing that can be read.
    fn of(rows: Vec<Row<LineReport>>, in_list: usize) -> Option<Self> {
        for row in rows.iter().filter(|row| row.charge.is_billed()) {
            if row.outcome.report().is_some_and(|report| report.status == LineStatus::NotInDatabase) {
                tracing::warn!(number = ?row.number, "the vendor billed a number it does not know (库无), against its document");
            }
        }
        let nameless = rows.len() < in_list;
        (in_list == 0 || !rows.is_empty()).then_some(Self { rows, nameless })
    }

    fn into_batch(self, product: &Product, numbers: &[PhoneNumber], sent: &[PhoneNumber]) -> Batch<LineReport> {
        let billed = self.rows.iter().any(|row| row.charge.is_billed());
        let unknown = self.nameless || self.rows.iter().any(|row| matches!(row.charge, Charge::Unknown));
        let charge = match (billed, unknown) {
            (true, _) => Charge::BILLED,
            (false, true) => Charge::Unknown,
            (false, false) => Charge::FREE,
        };
        let receipt = Receipt { by: product.id().clone(), order_id: None, billed: None, charge };
        // A row about nobody, or one that may be charged and is about a number nobody asked or one that has its row already,
        // may be the mangled answer to a number that has none.
        let mut open = OpenNumbers::of(sent);
        let strays: HashSet<_> = self.rows.iter().map(|row| &row.number).filter(|number| !open.take(number)).collect();
        let mut paid = self.rows.iter().filter(|row| !row.charge.is_free());
        let strays = self.nameless || paid.any(|row| strays.contains(&row.number));
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::lost_row()).at(product.id());
        Batch::align(product, numbers, self.rows, vec![receipt], || {
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
    #[serde(deserialize_with = "wire::integer")]
    last_time: Option<i64>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    area: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    number_type: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    charges_status: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    status: Option<Cow<'a, str>>,
}

impl<'a> WireRow<'a> {
    fn scan(scan: &mut Scan<'a>) -> Option<Self> {
        let [mobile, last_time, area, number_type, charges_status, status] =
            scan.fields(&["mobile", "lastTime", "area", "numberType", "chargesStatus", "status"])?;
        let last_time = last_time.and_then(|time| time.parse().ok());
        Some(Self { mobile, last_time, area, number_type, charges_status, status })
    }

    /// `None` for a row that names no number: it is about nobody.
    fn read(self, reply: &Reply) -> Option<Row<LineReport>> {
        let number = PhoneNumber::parse(self.mobile.as_deref()?).ok()?;
        // chargesStatus 1：收费 0：不收费
        let charge = match (self.charges_status.as_deref(), self.status.as_deref().map(codes::line_status)) {
            (Some("1"), _) => Charge::BILLED,
            // 如手机号检测反馈状态为库无，不收取检测费用 (section 1.3.1)
            (Some("0"), _) | (None, Some(LineStatus::NotInDatabase)) => Charge::FREE,
            _ => Charge::Unknown,
        };
        let outcome = match reply.redact_field(self.status) {
            Some(code) => {
                Outcome::Report(LineReport {
                    status: codes::line_status(&code),
                    code,
                    area: reply.redact_field(self.area),
                    carrier: reply.redact_field(self.number_type),
                    // 0 stands for no time at all.
                    last_time: self.last_time.filter(|&time| time > 0),
                })
            }
            None => {
                Outcome::Failed(Error::new(ErrorKind::Protocol, charge, messages::no_status()).at(LINE_STATUS.id()))
            }
        };
        Some(Row { number, outcome, charge, order_id: None })
    }
}

#[cfg(test)]
mod tests;
