//! 来电号码显示, `mobileVerify/query`.

use numcheck_core::{
    Batch, CallerMark, CallerReport, Charge, Error, ErrorKind, MarkKind, NumberChecker, Outcome, PhoneNumber, Product,
    Receipt, Report, Result, Row, Text, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{codes, envelope, messages};

const PATH: &str = "/mobileVerify/query";

/// Juhe caller id (来电号码显示): one number of any kind a request, 30 s.
pub const CALLER_ID: Product = Product::new("juhe/caller-id", CallerReport::KIND)
    .titled("Juhe caller id", "聚合数据 来电号码显示")
    .documented("来电号码显示开发文档, 2025-02-23");

/// Asks Juhe who is calling (来电号码显示): name, place and mark of any number, one a request.
///
/// POSTs `key`, `mobile` and, for a number of another country, `country` to `https://apis.juhe.cn/mobileVerify/query`
/// (来电号码显示开发文档, section 1, 2025-02-23). The document does not say what is billed, so an answer's charge is
/// unknown: *unstated*.
#[doc(alias = "来电号码显示")]
#[doc(alias = "号码标记")]
#[derive(Clone, Debug)]
pub struct CallerIdChecker {
    product: Product,
    client: Client,
    key: Secret,
}

impl CallerIdChecker {
    /// A checker with this product's own key (在个人中心->我的数据,接口名称上方查看).
    ///
    /// # Errors
    ///
    /// `Auth` for a key that cannot be one, `InvalidRequest` for options that cannot work; both free.
    pub fn new(key: impl Into<String>, options: &HttpOptions) -> Result<Self> {
        let product = CALLER_ID;
        let client = Client::new(&product, "https://apis.juhe.cn", options)?;
        let key = Secret::new(messages::KEY, key).map_err(|error| error.at(product.id()))?;
        Ok(Self { product, client, key })
    }
}

#[async_trait]
impl NumberChecker for CallerIdChecker {
    type Report = CallerReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<CallerReport>> {
        let product = &self.product;
        let send = product.sendable(numbers)?;
        let Some(&number) = send.first() else { return Ok(Batch::unsent(product, numbers)) };
        let country = number.country().to_string();
        let mut fields = vec![("key", Field::Secret(&self.key)), ("mobile", Field::Plain(number.as_str()))];
        // 国际区号(不带00)，默认:86(中国)
        if number.country() != PhoneNumber::CHINA {
            fields.push(("country", Field::Plain(&country)));
        }
        let reply = self.client.post_form(product, PATH, &fields).await?;
        decode(numbers, &number, reply)
    }
}

/// What a reply says of the numbers asked, of which `number` was sent.
pub(crate) fn decode(numbers: &[PhoneNumber], number: &PhoneNumber, reply: Reply) -> Result<Batch<CallerReport>> {
    let product = &CALLER_ID;
    let ((outcome, order_id), reply) = envelope::open(product, reply, |reply, raw| read(reply, product, number, raw))?;
    let charge = Charge::Unknown;
    let receipt = Receipt { by: product.id().clone(), order_id: order_id.clone(), billed: None, charge };
    let row = Row { number: *number, outcome, charge, order_id };
    let batch = Batch::align(product, numbers, vec![row], vec![receipt], || (Outcome::Unanswered, charge));
    Ok(batch.keeping_reply(|| reply.into_raw()))
}

/// What the reply says of the number, and its order id.
type Said = (Outcome<CallerReport>, Option<Text>);

fn read(reply: &Reply, product: &Product, asked: &PhoneNumber, raw: &RawValue) -> Option<Said> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(default, deserialize_with = "wire::text")]
        orderid: Option<String>,
        #[serde(borrow)]
        data: &'a RawValue,
    }
    let wire: Wire<'_> = wire::object(raw)?;
    let data: WireData<'_> = wire::object(wire.data)?;
    let order_id = reply.redact_field(wire.orderid);
    if !envelope::names(data.telnum.as_deref(), asked) {
        let error = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::other_number());
        return Some((Outcome::Failed(error.at(product.id())), order_id));
    }
    Some((Outcome::Report(data.into_report(reply)), order_id))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WireData<'a> {
    #[serde(deserialize_with = "wire::text")]
    name: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    teldesc: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    telnum: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    telloc: Option<String>,
    #[serde(borrow)]
    flag: Option<&'a RawValue>,
    #[serde(deserialize_with = "wire::texts")]
    catnames: Vec<String>,
    #[serde(deserialize_with = "wire::texts")]
    itag_ids: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WireFlag {
    #[serde(rename = "type", deserialize_with = "wire::text")]
    text: Option<String>,
    #[serde(deserialize_with = "wire::integer")]
    num: Option<i64>,
    #[serde(deserialize_with = "wire::text")]
    fid: Option<String>,
}

impl WireData<'_> {
    fn into_report(self, reply: &Reply) -> CallerReport {
        let texts = |texts: Vec<String>| {
            texts.into_iter().filter_map(|text| reply.redact_field(Some(text))).collect::<Vec<_>>()
        };
        let flag = self.flag.and_then(wire::object::<WireFlag>);
        CallerReport {
            name: reply.redact_field(self.name),
            description: reply.redact_field(self.teldesc),
            location: reply.redact_field(self.telloc),
            mark: flag.and_then(|flag| flag.into_mark(reply)),
            categories: texts(self.catnames),
            finance_tags: texts(self.itag_ids),
        }
    }
}

impl WireFlag {
    /// `None` for a flag without a type and without an id, and for id 0: nobody marked the number.
    fn into_mark(self, reply: &Reply) -> Option<CallerMark> {
        let code = reply.redact_field(self.fid.filter(|fid| fid != "0"));
        if code.is_none() && self.text.is_none() {
            return None;
        }
        let kind = code.as_deref().map_or_else(|| MarkKind::Unknown(String::new()), codes::mark);
        let count = self.num.and_then(|count| u64::try_from(count).ok());
        Some(CallerMark { kind, code, text: reply.redact_field(self.text), count })
    }
}
