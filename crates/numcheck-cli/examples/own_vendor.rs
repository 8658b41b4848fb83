//! A third party's vendor in the same tool: `cargo run -p numcheck-cli --example own_vendor -- products`.
//!
//! "Acme" answers from a rule instead of over the network, so that this example runs anywhere; a real checker makes one
//! request with `numcheck_http::Client` where [`Acme::look_up`] stands.

use std::process::ExitCode;
use std::sync::Arc;

use numcheck_cli::{Credential, Entry, Registry, Settings};
use numcheck_core::{
    AnyChecker, Batch, Charge, CodeRow, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberKind, Outcome,
    PhoneNumber, Product, Receipt, Report, Result, RetryHint, Row, StatusRow, Turn, async_trait,
};

const LINE_STATUS: Product = Product::new("acme/line-status", LineReport::KIND)
    .titled("Acme line status", "阿克梅 空号检测")
    .batches_of(2)
    .taking(&[NumberKind::Mobile]);

const CODES: &[CodeRow] = &[CodeRow {
    code: "E7",
    product: None,
    kind: ErrorKind::Quota,
    retry: RetryHint::Never,
    charge: Charge::FREE,
    turn: Turn::Account,
    meaning: "the credits are used up",
    meaning_zh: "点数用尽",
    note_zh: "",
}];

const STATUSES: &[StatusRow] = &[
    StatusRow {
        product: "acme/line-status",
        code: "up",
        word: "active",
        word_zh: "实号",
        meaning: "the last digit is even",
        meaning_zh: "尾号为双数",
    },
    StatusRow {
        product: "acme/line-status",
        code: "down",
        word: "vacant",
        word_zh: "空号",
        meaning: "the last digit is odd",
        meaning_zh: "尾号为单数",
    },
];

#[derive(Debug)]
struct Acme {
    product: Product,
}

impl Acme {
    fn new(key: &str) -> Result<Self> {
        if key.len() < 8 {
            let error = Error::new(ErrorKind::Auth, Charge::FREE_INFERRED, "the key has fewer than 8 characters");
            return Err(error.at(LINE_STATUS.id()));
        }
        Ok(Self { product: LINE_STATUS })
    }

    /// The row of a number in the reply; `None` where the vendor leaves it out.
    fn look_up(number: PhoneNumber) -> Result<Option<Row<LineReport>>> {
        let (status, code) = match number.as_str().as_bytes().last() {
            Some(b'8') => return Ok(None),
            Some(b'9') => return Err(CODES[0].error(None).at(LINE_STATUS.id())),
            Some(digit) if digit % 2 == 0 => (LineStatus::Active, "up"),
            _ => (LineStatus::Vacant, "down"),
        };
        let report = LineReport { status, code: code.into(), area: None, carrier: None, last_time: None };
        Ok(Some(Row { number, outcome: Outcome::Report(report), charge: Charge::BILLED, order_id: None }))
    }
}

#[async_trait]
impl NumberChecker for Acme {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let send = self.product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(&self.product, numbers));
        }
        let rows: Vec<_> =
            send.into_iter().filter_map(|number| Self::look_up(number).transpose()).collect::<Result<_>>()?;
        let receipt = Receipt {
            by: self.product.id().clone(),
            order_id: None,
            billed: u32::try_from(rows.len()).ok(),
            charge: Charge::BILLED,
        };
        // Acme's document does not say that a number without a row is free: it may be paid for, and its answer lost.
        // `(Outcome::Unanswered, Charge::FREE)` is for a vendor whose document says so.
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, "the reply has no row for this number")
            .at(self.product.id());
        Ok(Batch::align(&self.product, numbers, rows, vec![receipt], || {
            (Outcome::Failed(lost.clone()), Charge::Unknown)
        }))
    }
}

fn entry() -> Entry {
    fn build(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
        Ok(Arc::new(Acme::new(settings.credential("NUMCHECK_ACME_KEY")?)?))
    }
    Entry::new(LINE_STATUS, build)
        .asking("does the number end in an even digit?", "尾号是双数吗？")
        .needing(vec![Credential::new("NUMCHECK_ACME_KEY", "the key", "密钥")])
        .codes(CODES)
        .success(&["OK"])
        .statuses(STATUSES)
}

fn main() -> ExitCode {
    numcheck_cli::run(&Registry::standard().with(entry()))
}
