//! 手机在网状态, `mobile_status/query`, `queryEncry` (AES) and `queryRV2` (RSA).

use std::borrow::Cow;

use numcheck_core::{
    Batch, Charge, Error, ErrorKind, NetworkReport, NumberChecker, NumberKind, Outcome, PhoneNumber, Product, Receipt,
    Report, Result, Row, Text, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret, wire};
use serde::Deserialize;

#[cfg(feature = "encrypted")]
use crate::cipher::{AesKey, RsaKey};
use crate::{codes, envelope, messages};

/// The vendor's "no such record" (查询无此记录): an answer, not an error.
const NO_RECORD: &str = "224922";

/// Juhe network status (手机在网状态): one mobile a request, 30 s.
pub const NETWORK_STATUS: Product = Product::new("juhe/network-status", NetworkReport::KIND)
    .titled("Juhe network status", "聚合数据 手机在网状态")
    .documented("手机在网状态开发文档")
    .taking(&[NumberKind::Mobile]);

/// Asks Juhe whether a mobile is in its carrier's network (在网状态), one number a request.
///
/// POSTs `key` and `mobile` to `https://v.juhe.cn/mobile_status/` (手机在网状态开发文档, sections 1 to 3). The number
/// goes in clear, or encrypted by AES or by RSA; the key and the answer are the same. The document does not say what is
/// billed, so an answer's charge is unknown: *unstated*.
#[doc(alias = "在网状态")]
#[doc(alias = "手机在网状态")]
#[derive(Clone, Debug)]
pub struct NetworkStatusChecker {
    product: Product,
    client: Client,
    key: Secret,
    sending: Sending,
}

/// How the number travels.
#[derive(Clone, Debug)]
enum Sending {
    Plain,
    #[cfg(feature = "encrypted")]
    Aes(AesKey),
    #[cfg(feature = "encrypted")]
    Rsa(RsaKey),
}

impl Sending {
    const fn path(&self) -> &'static str {
        match self {
            Self::Plain => "/mobile_status/query",
            #[cfg(feature = "encrypted")]
            Self::Aes(_) => "/mobile_status/queryEncry",
            #[cfg(feature = "encrypted")]
            Self::Rsa(_) => "/mobile_status/queryRV2",
        }
    }

    #[cfg_attr(not(feature = "encrypted"), expect(clippy::unnecessary_wraps, reason = "encryption can fail"))]
    fn mobile(&self, number: &PhoneNumber) -> Result<String> {
        match self {
            Self::Plain => Ok(number.as_str().to_owned()),
            #[cfg(feature = "encrypted")]
            Self::Aes(key) => Ok(key.encrypt(number.as_str())),
            #[cfg(feature = "encrypted")]
            Self::Rsa(key) => key.encrypt(number.as_str()),
        }
    }
}

impl NetworkStatusChecker {
    /// A checker that sends the number in clear (section 1).
    ///
    /// # Errors
    ///
    /// `Auth` for a key that cannot be one, `InvalidRequest` for options that cannot work; both free.
    pub fn plain(key: impl Into<String>, options: &HttpOptions) -> Result<Self> {
        Self::new(key, Sending::Plain, options)
    }

    /// A checker that sends the number encrypted by AES (加密版, section 2): AES/ECB/PKCS5Padding with the first 16
    /// characters of md5(openid) in lower-case hex as key, base64.
    ///
    /// This hides the number from a casual reader only: equal numbers have equal ciphertexts.
    ///
    /// # Errors
    ///
    /// `Auth` for a key or openid that cannot be one, `InvalidRequest` for options that cannot work; both free.
    #[cfg(feature = "encrypted")]
    #[doc(alias = "手机在网状态(加密版)")]
    pub fn aes(key: impl Into<String>, openid: impl Into<String>, options: &HttpOptions) -> Result<Self> {
        let openid = Secret::new(messages::OPENID, openid).map_err(|error| error.at(NETWORK_STATUS.id()))?;
        let mut checker = Self::new(key, Sending::Aes(AesKey::of_openid(openid.expose())), options)?;
        checker.client = checker.client.guarding(openid);
        Ok(checker)
    }

    /// A checker that sends the number encrypted by RSA (RSA(OAEP), section 3): RSA/ECB/OAEPWithSHA-1AndMGF1Padding, base64.
    ///
    /// `public_key` is what the vendor's console shows (账号管理 -> 基本信息): PEM or bare base64, SPKI or PKCS#1, however
    /// it was pasted.
    ///
    /// # Errors
    ///
    /// `Auth` for a key that cannot be one, a private key, a certificate, a key that is not RSA or has fewer than 1024
    /// bits; `InvalidRequest` for options that cannot work; all free.
    #[cfg(feature = "encrypted")]
    #[doc(alias = "手机在网状态RSA(OAEP)")]
    pub fn rsa(key: impl Into<String>, public_key: &str, options: &HttpOptions) -> Result<Self> {
        let public_key = RsaKey::parse(public_key).map_err(|error| error.at(NETWORK_STATUS.id()))?;
        Self::new(key, Sending::Rsa(public_key), options)
    }

    fn new(key: impl Into<String>, sending: Sending, options: &HttpOptions) -> Result<Self> {
        let product = NETWORK_STATUS;
        let client = Client::new(&product, "https://v.juhe.cn", options)?;
        let key = Secret::new(messages::KEY, key).map_err(|error| error.at(product.id()))?;
        Ok(Self { product, client, key, sending })
    }
}

#[async_trait]
impl NumberChecker for NetworkStatusChecker {
    type Report = NetworkReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<NetworkReport>> {
        let product = &self.product;
        let send = product.sendable(numbers)?;
        let Some(&number) = send.first() else { return Ok(Batch::unsent(product, numbers)) };
        let mobile = self.sending.mobile(&number).map_err(|error| error.at(product.id()))?;
        let fields = [("key", Field::Secret(&self.key)), ("mobile", Field::Plain(&mobile))];
        let reply = self.client.post_form(product, self.sending.path(), &fields).await?;
        decode(numbers, &number, reply)
    }
}

/// What a reply says of the numbers asked, of which `number` was sent.
pub(crate) fn decode(numbers: &[PhoneNumber], number: &PhoneNumber, reply: Reply) -> Result<Batch<NetworkReport>> {
    let read = |reply: &Reply, result: WireResult<'_>| result.read(number, reply);
    let at_once = envelope::at_once(&reply).and_then(|result| read(&reply, result));
    let (said, reply) = match at_once {
        Some(said) => (said, reply),
        None => match envelope::open(&NETWORK_STATUS, reply, |reply, raw| read(reply, wire::object(raw)?)) {
            Ok(said) => said,
            Err(error) if error.code() == Some(NO_RECORD) => {
                return Ok(batch(numbers, number, (Outcome::NoRecord, None)));
            }
            Err(error) => return Err(error),
        },
    };
    Ok(batch(numbers, number, said).keeping_reply(|| reply.into_raw()))
}

/// What the reply says of the number, and its order id.
type Said = (Outcome<NetworkReport>, Option<Text>);

fn batch(numbers: &[PhoneNumber], number: &PhoneNumber, (outcome, order_id): Said) -> Batch<NetworkReport> {
    let (product, charge) = (&NETWORK_STATUS, Charge::Unknown);
    let receipt = Receipt { by: product.id().clone(), order_id: order_id.clone(), billed: None, charge };
    let row = Row { number: *number, outcome, charge, order_id };
    Batch::align(product, numbers, vec![row], vec![receipt], || (Outcome::Unanswered, charge))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WireResult<'a> {
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    mobile: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    province: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    city: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    isp: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    state: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    description: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::borrowed")]
    orderid: Option<Cow<'a, str>>,
}

impl WireResult<'_> {
    /// `None` for a result without a status: it is no answer.
    fn read(self, asked: &PhoneNumber, reply: &Reply) -> Option<Said> {
        let code = reply.redact_field(Some(self.state?))?;
        let order_id = reply.redact_field(self.orderid);
        if !envelope::names(self.mobile.as_deref(), asked) {
            let error = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::other_number());
            return Some((Outcome::Failed(error.at(NETWORK_STATUS.id())), order_id));
        }
        let report = NetworkReport {
            status: codes::network_status(&code),
            code,
            province: reply.redact_field(self.province),
            city: reply.redact_field(self.city),
            carrier: reply.redact_field(self.isp),
            description: reply.redact_field(self.description),
        };
        Some((Outcome::Report(report), order_id))
    }
}
