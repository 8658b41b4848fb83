//! 空号检测, `line-status/query`.

use std::time::Duration;

use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, NumberChecker, NumberKind, Outcome, PhoneNumber, Product, Receipt,
    Report, Result, Row, Text, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codes;

const PATH: &str = "/line-status/query";

/// Acme line status (空号检测): 50 mobiles a request, 60 s.
pub const LINE_STATUS: Product = Product::new("acme/line-status", LineReport::KIND)
    .titled("Acme line status", "Acme 空号检测")
    .documented("the document's name and date")
    .batches_of(50)
    .due_in(Duration::from_secs(60))
    .taking(&[NumberKind::Mobile]);

/// Asks Acme whether mobiles are vacant, active or suspended (空号检测), up to 50 a request.
///
/// POSTs `key` and `mobiles` to `https://api.acme.example/line-status/query` (name the document and its section here).
/// Each row says whether it is charged. The document does not say whether a number without a row is, so such a number
/// has failed, and may have been paid for.
#[doc(alias = "空号检测")]
#[derive(Clone, Debug)]
pub struct LineStatusChecker {
    product: Product,
    client: Client,
    key: Secret,
}

impl LineStatusChecker {
    /// A checker with this product's own key.
    ///
    /// # Errors
    ///
    /// `Auth` for a key that cannot be one, `InvalidRequest` for options that cannot work; both free.
    pub fn new(key: impl Into<String>, options: &HttpOptions) -> Result<Self> {
        let product = LINE_STATUS;
        let client = Client::new(&product, "https://api.acme.example", options)?;
        let key = Secret::new("key", key).map_err(|error| error.at(product.id()))?;
        Ok(Self { product, client, key })
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
        let fields = [("key", Field::Secret(&self.key)), ("mobiles", Field::Plain(&mobiles))];
        let reply = self.client.post_form(product, PATH, &fields).await?;
        let (success, reply) = open(product, reply)?;
        Ok(success.into_batch(product, numbers).keeping_reply(|| reply.into_raw()))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(deserialize_with = "wire::text")]
    code: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    message: Option<String>,
    #[serde(rename = "orderId", deserialize_with = "wire::text")]
    order_id: Option<String>,
    #[serde(borrow)]
    rows: Option<&'a RawValue>,
}

/// The rows of a success, and the reply; any other code is its error.
fn open(product: &Product, reply: Reply) -> Result<(Success, Reply)> {
    let Some(envelope) = reply.json::<Envelope<'_>>() else { return Err(reply.fault().at(product.id())) };
    let Some(code) = &envelope.code else { return Err(reply.fault().at(product.id())) };
    if code == codes::SUCCESS {
        return match envelope.rows.and_then(|rows| read(&reply, rows)) {
            Some(rows) => Ok((Success { order_id: reply.redact_field(envelope.order_id), rows }, reply)),
            None => Err(reply.unreadable("the reply says success and holds no readable rows").at(product.id())),
        };
    }
    let error = codes::error(product, code, envelope.message.as_deref(), &reply);
    Err(error.with_raw_reply(reply.into_raw()).at(product.id()))
}

/// `None` for what is no list, and for a list that has something in it and nothing that can be read.
fn read(reply: &Reply, raw: &RawValue) -> Option<Vec<Row<LineReport>>> {
    let list: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
    let rows: Vec<_> = list.iter().filter_map(|row| wire::object::<WireRow>(row)?.read(reply)).collect();
    (list.is_empty() || !rows.is_empty()).then_some(rows)
}

struct Success {
    order_id: Option<Text>,
    rows: Vec<Row<LineReport>>,
}

impl Success {
    fn into_batch(self, product: &Product, numbers: &[PhoneNumber]) -> Batch<LineReport> {
        // The vendor sends no count of what it billed: whether the request cost money, the rows tell if any was billed.
        let billed = self.rows.iter().any(|row| row.charge.is_billed());
        let charge = if billed { Charge::BILLED } else { Charge::Unknown };
        let receipt = Receipt { by: product.id().clone(), order_id: self.order_id, billed: None, charge };
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, "the reply has no row for this number").at(product.id());
        // `(Outcome::Unanswered, Charge::FREE)` where the vendor's document says that these are not charged.
        Batch::align(product, numbers, self.rows, vec![receipt], || (Outcome::Failed(lost.clone()), Charge::Unknown))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WireRow {
    #[serde(deserialize_with = "wire::text")]
    mobile: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    status: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    charged: Option<String>,
}

impl WireRow {
    /// `None` for a row that names no number: it is about nobody.
    fn read(self, reply: &Reply) -> Option<Row<LineReport>> {
        let number = PhoneNumber::parse(self.mobile.as_deref()?).ok()?;
        let charge = match self.charged.as_deref() {
            Some("1") => Charge::BILLED,
            Some("0") => Charge::FREE,
            _ => Charge::Unknown,
        };
        let outcome = match reply.redact_field(self.status) {
            Some(code) => {
                let status = codes::line_status(&code);
                Outcome::Report(LineReport { status, code, area: None, carrier: None, last_time: None })
            }
            None => Outcome::Failed(
                Error::new(ErrorKind::Protocol, charge, "the row of this number has no status").at(LINE_STATUS.id()),
            ),
        };
        Some(Row { number, outcome, charge, order_id: None })
    }
}
