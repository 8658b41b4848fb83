use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::{Charge, Lang, Message, Phrase, ProductId, Turn, mask_text};

/// `Result` with numcheck's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why no answer came, along three independent axes.
///
/// [`kind`](Self::kind) tells a person what is wrong, [`retry_hint`](Self::retry_hint) whether asking again
/// could help, [`charge`](Self::charge) whether the attempt may have cost money. A clone is one pointer: the
/// 2000 numbers of a failed batch share one error.
///
/// Neither `{}`, `{:?}` nor the source chain holds a secret or a whole phone number. The reply of a vendor that
/// could not be read is kept and reachable by [`raw_reply`](Self::raw_reply), and never printed.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    retry: RetryHint,
    charge: Charge,
    turn: Turn,
    product: Option<ProductId>,
    code: Option<Cow<'static, str>>,
    message: Message,
    vendor_words: String,
    raw: Option<Arc<RawReply>>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What is wrong, for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The vendor does not accept the credentials, the account or the address.
    Auth,
    /// The request is wrong and was, or would be, refused.
    InvalidRequest,
    /// The vendor answered something its document does not say.
    Protocol,
    /// The calls or the balance are used up.
    Quota,
    /// Too many requests.
    RateLimited,
    /// The network failed.
    Transport,
    /// The vendor cannot answer at present.
    Unavailable,
}

impl ErrorKind {
    /// The word for it in data: `auth`, `invalid_request`, `protocol`, `quota`, `rate_limited`, `transport`,
    /// `unavailable`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::InvalidRequest => "invalid_request",
            Self::Protocol => "protocol",
            Self::Quota => "quota",
            Self::RateLimited => "rate_limited",
            Self::Transport => "transport",
            Self::Unavailable => "unavailable",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::Auth => "鉴权失败",
            Self::InvalidRequest => "请求有误",
            Self::Protocol => "返回异常",
            Self::Quota => "次数或余额用尽",
            Self::RateLimited => "请求过于频繁",
            Self::Transport => "网络故障",
            Self::Unavailable => "服务不可用",
        }
    }
}

/// Whether asking again could help. It says nothing of money: what may have been paid for is not sent again
/// whatever the hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryHint {
    /// Asking again changes nothing.
    Never,
    /// Asking again after growing, jittered pauses could help.
    Backoff,
    /// Asking again could help after this long at the earliest.
    After(Duration),
}

impl RetryHint {
    /// `never`, `backoff` or `after`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Backoff => "backoff",
            Self::After(_) => "after",
        }
    }
}

/// The bytes of a reply that could not be understood, with the credentials of the request blanked.
#[derive(Clone, PartialEq, Eq)]
pub struct RawReply {
    /// The HTTP status.
    pub status: u16,
    /// The body, or as much of it as arrived and was kept.
    pub body: Vec<u8>,
}

impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawReply(HTTP {}, {} bytes)", self.status, self.body.len())
    }
}

impl Error {
    /// An error with the message a person reads. Retry is [`RetryHint::Never`] until said otherwise.
    ///
    /// The message is not masked here: it must hold no secret and no whole number.
    pub fn new(kind: ErrorKind, charge: Charge, message: impl Into<Message>) -> Self {
        Self(Arc::new(Inner {
            kind,
            retry: RetryHint::Never,
            charge,
            turn: kind.turn(),
            product: None,
            code: None,
            message: message.into(),
            vendor_words: String::new(),
            raw: None,
            source: None,
        }))
    }

    /// Says whether asking again could help.
    pub fn with_retry(self, retry: RetryHint) -> Self {
        self.change(|inner| inner.retry = retry)
    }

    /// Corrects what the attempt cost.
    pub fn with_charge(self, charge: Charge) -> Self {
        self.change(|inner| inner.charge = charge)
    }

    /// Adds the vendor's code as sent, masked, cleaned and capped by [`mask_text`]: it may be a phone number.
    pub fn with_code(self, code: impl Into<Cow<'static, str>>) -> Self {
        let code = mask_text(&code.into());
        self.change(|inner| inner.code = Some(Cow::Owned(code)))
    }

    /// Adds a code that stands in a vendor's table, whole.
    pub(crate) fn with_table_code(self, code: &'static str) -> Self {
        self.change(|inner| inner.code = Some(Cow::Borrowed(code)))
    }

    /// Adds the vendor's own words, masked, cleaned and capped by [`mask_text`].
    pub fn with_vendor_words(self, words: &str) -> Self {
        let words = mask_text(words);
        self.change(|inner| inner.vendor_words = words)
    }

    /// Says who can do something about it, where the kind's own answer is wrong.
    pub fn with_turn(self, turn: Turn) -> Self {
        self.change(|inner| inner.turn = turn)
    }

    /// Keeps the reply that could not be read. Its credentials must be blanked by then.
    pub fn with_raw_reply(self, raw: RawReply) -> Self {
        self.with_shared_reply(Arc::new(raw))
    }

    pub(crate) fn with_shared_reply(self, raw: Arc<RawReply>) -> Self {
        self.change(|inner| inner.raw = Some(raw))
    }

    /// Adds the error underneath. It must hold no secret, no URL with a query and no whole number.
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.change(|inner| inner.source = Some(Arc::new(source)))
    }

    /// Names the product that was asked, unless one is named already.
    pub fn at(self, product: &ProductId) -> Self {
        self.change(|inner| {
            inner.product.get_or_insert_with(|| product.clone());
        })
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What is wrong, for a person.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether asking again could help.
    pub fn retry_hint(&self) -> RetryHint {
        self.0.retry
    }

    /// Whether this attempt may have cost money.
    pub fn charge(&self) -> Charge {
        self.0.charge
    }

    /// Who can do something about it.
    pub fn turn(&self) -> Turn {
        self.0.turn
    }

    /// The product that was asked, where the error comes from one.
    pub fn product(&self) -> Option<&ProductId> {
        self.0.product.as_ref()
    }

    /// The vendor's code, as sent.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What happened, in this software's words. Data holds the English ones.
    pub fn message(&self) -> &Message {
        &self.0.message
    }

    /// The vendor's words, masked and capped; empty when it said none.
    pub fn vendor_words(&self) -> &str {
        &self.0.vendor_words
    }

    /// The reply that could not be read. Never printed by this type: it may hold whole numbers.
    pub fn raw_reply(&self) -> Option<&RawReply> {
        self.0.raw.as_deref()
    }
}

impl ErrorKind {
    const fn turn(self) -> Turn {
        match self {
            Self::Auth | Self::Quota => Turn::Account,
            Self::InvalidRequest | Self::RateLimited => Turn::Caller,
            Self::Protocol => Turn::Maintainer,
            Self::Transport => Turn::Network,
            Self::Unavailable => Turn::Vendor,
        }
    }
}

impl Phrase for Error {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        let inner = &*self.0;
        let message = inner.message.in_lang(lang);
        let Lang::Zh = lang else { return Cow::Owned(self.to_string()) };
        let product = inner.product.as_ref().map(|product| format!("{product}：")).unwrap_or_default();
        // The message may be the vendor's words already, for its tables are in Chinese.
        let words = Some(inner.vendor_words.as_str()).filter(|words| !message.contains(words)).unwrap_or_default();
        let vendor = match (&inner.code, words) {
            (Some(code), "") => format!("（代码 {code}）"),
            (Some(code), words) => format!("（代码 {code}：{words}）"),
            (None, "") => String::new(),
            (None, words) => format!("（{words}）"),
        };
        Cow::Owned(format!("{product}{message}{vendor}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(product) = &inner.product {
            write!(f, "{product}: ")?;
        }
        f.write_str(inner.message.as_str())?;
        match (&inner.code, inner.vendor_words.as_str()) {
            (Some(code), "") => write!(f, " (code {code})"),
            (Some(code), words) => write!(f, " (code {code}: {words})"),
            (None, "") => Ok(()),
            (None, words) => write!(f, " ({words})"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("retry", &inner.retry)
            .field("charge", &inner.charge)
            .field("product", &inner.product)
            .field("code", &inner.code)
            .field("message", &inner.message)
            .field("vendor_words", &inner.vendor_words)
            .field("raw", &inner.raw)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// `kind`, `code`, `message`, `vendor_words`, `retry`, `retry_after_ms`, `turn`, `charge`, `charge_basis`.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = &*self.0;
        let after = match inner.retry {
            RetryHint::After(pause) => Some(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)),
            RetryHint::Never | RetryHint::Backoff => None,
        };
        let mut map = serializer.serialize_struct("Error", 9)?;
        map.serialize_field("kind", inner.kind.word())?;
        map.serialize_field("code", &inner.code)?;
        map.serialize_field("message", inner.message.as_str())?;
        map.serialize_field("vendor_words", &inner.vendor_words)?;
        map.serialize_field("retry", inner.retry.word())?;
        map.serialize_field("retry_after_ms", &after)?;
        map.serialize_field("turn", inner.turn.word())?;
        map.serialize_field("charge", inner.charge.word())?;
        map.serialize_field("charge_basis", &inner.charge.basis())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
    }

    #[test]
    fn chinese_words_are_said_once() {
        let message = Message::of("the calls are used up", "请求超过次数限制");
        let error = Error::new(ErrorKind::Quota, Charge::FREE, message).with_code("10012");
        let told = |words: &str| error.clone().with_vendor_words(words).phrase(Lang::Zh).into_owned();
        assert_eq!(told("请求超过次数限制"), "请求超过次数限制（代码 10012）");
        assert_eq!(told("余额不足"), "请求超过次数限制（代码 10012：余额不足）");
    }

    #[test]
    fn shows_no_number_and_no_reply() {
        let error = Error::new(ErrorKind::Protocol, Charge::Unknown, "the reply is not JSON")
            .with_vendor_words("mobile 13800000001 not allowed")
            .with_code("13800000001x13800000001")
            .with_raw_reply(RawReply { status: 200, body: b"13800000001".to_vec() });
        for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
            assert!(!shown.contains("13800000001"), "{shown}");
        }
        assert_eq!(error.raw_reply().expect("the reply is kept").body, b"13800000001");
    }

    #[test]
    fn a_code_that_may_be_a_number_is_masked() {
        let code = |code: &'static str| Error::new(ErrorKind::Protocol, Charge::Unknown, "x").with_code(code);
        assert_eq!(code("13800000001").code(), Some("138****0001"));
        assert_eq!(code("E85223456789").code(), Some("E852****6789"));
        assert_eq!(code("267102").code(), Some("267102"));
        assert!(!format!("{0} {0:?}", code("13800000001")).contains("13800000001"));
    }
}
