//! A vendor in memory that does what it is told and keeps its own bill.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::{Ending, Options, Progress, Result, Run, RunProduct, Summary};
use numcheck_core::columns::{Checked, LineRow, LineRows};
use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberKind, Outcome, PhoneNumber, Product,
    Receipt, Report, RetryHint, Row, async_trait,
};
use tokio::sync::watch;

/// What the vendor does with a request.
pub(crate) type Script = dyn Fn(usize, &[PhoneNumber]) -> Does + Send + Sync;

#[derive(Clone, Debug)]
pub(crate) enum Does {
    /// Answers every number, and bills it.
    Answers,
    /// Answers every number but those ending like this, for free.
    Skips(&'static str),
    /// Has no record of any number, for free.
    HasNoRecord,
    /// Fails and bills nothing.
    Fails(Error),
    /// Bills every number and loses the answer.
    LosesPaid,
    /// Bills every number, and answers by column all but the last.
    ForgetsOneByColumn,
}

/// The codes of its statuses.
const CODES: [(LineStatus, &str); 3] =
    [(LineStatus::Active, "1"), (LineStatus::NotInDatabase, "3"), (LineStatus::Silent, "4")];

pub(crate) struct Vendor {
    product: Product,
    script: Box<Script>,
    status: LineStatus,
    seen: Mutex<(usize, HashMap<PhoneNumber, u32>)>,
}

impl std::fmt::Debug for Vendor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vendor")
    }
}

impl Vendor {
    pub(crate) fn new(
        id: &'static str,
        batch: usize,
        script: impl Fn(usize, &[PhoneNumber]) -> Does + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::saying(LineStatus::Active, id, batch, script)
    }

    pub(crate) fn saying(
        status: LineStatus,
        id: &'static str,
        batch: usize,
        script: impl Fn(usize, &[PhoneNumber]) -> Does + Send + Sync + 'static,
    ) -> Arc<Self> {
        let product = Product::new(id, LineReport::KIND).batches_of(batch).taking(&[NumberKind::Mobile]);
        Arc::new(Self { product, script: Box::new(script), status, seen: Mutex::default() })
    }

    pub(crate) fn requests(&self) -> usize {
        self.seen.lock().expect("the bill").0
    }

    /// How many units it billed, and how often it billed the number it billed most often.
    pub(crate) fn bill(&self) -> (u32, u32) {
        let seen = self.seen.lock().expect("the bill");
        (seen.1.values().sum(), seen.1.values().copied().max().unwrap_or_default())
    }

    fn charge(&self, numbers: &[PhoneNumber]) {
        let mut seen = self.seen.lock().expect("the bill");
        for number in numbers {
            *seen.1.entry(*number).or_default() += 1;
        }
    }
}

#[async_trait]
impl NumberChecker for Vendor {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> numcheck_core::Result<Batch<LineReport>> {
        let nth = {
            let mut seen = self.seen.lock().expect("the bill");
            seen.0 += 1;
            seen.0
        };
        tokio::task::yield_now().await;
        let skip = match (self.script)(nth, numbers) {
            Does::HasNoRecord => {
                let no_record = || (Outcome::NoRecord, Charge::FREE);
                return Ok(Batch::align(&self.product, numbers, Vec::new(), Vec::new(), no_record));
            }
            Does::Answers | Does::ForgetsOneByColumn => None,
            Does::Skips(ending) => Some(ending),
            Does::Fails(error) => return Err(error.at(self.product.id())),
            Does::LosesPaid => {
                self.charge(numbers);
                let lost = Error::new(ErrorKind::Transport, Charge::Unknown, "the reply was cut off");
                return Err(lost.at(self.product.id()));
            }
        };
        let answered: Vec<PhoneNumber> = numbers
            .iter()
            .copied()
            .filter(|number| skip.is_none_or(|ending| !number.as_str().ends_with(ending)))
            .collect();
        self.charge(&answered);
        let code = CODES.iter().find(|(status, _)| *status == self.status).expect("a code").1;
        let report =
            LineReport { status: self.status.clone(), code: code.into(), area: None, carrier: None, last_time: None };
        let row = |number: &PhoneNumber| Row {
            number: *number,
            outcome: Outcome::Report(report.clone()),
            charge: Charge::BILLED,
            order_id: Some(format!("JHS{nth}").into()),
        };
        let rows = answered.iter().map(row).collect();
        let billed = u32::try_from(answered.len()).ok();
        let receipt = Receipt {
            by: self.product.id().clone(),
            order_id: Some(format!("JH{nth}").into()),
            billed,
            charge: Charge::BILLED,
        };
        Ok(Batch::align(&self.product, numbers, rows, vec![receipt], || (Outcome::Unanswered, Charge::FREE)))
    }

    async fn check_by_column(&self, numbers: &[PhoneNumber]) -> numcheck_core::Result<Checked<LineReport>> {
        let batch = self.check(numbers).await?;
        let nth = self.requests();
        let status = |code: &str| CODES.iter().find(|(_, known)| *known == code).expect("a code").0.clone();
        let mut rows = LineRows::new(status, numbers.len());
        for answer in &batch.answers {
            if let Outcome::Report(report) = &answer.outcome {
                rows.push(&LineRow {
                    number: answer.number,
                    charge: answer.charge,
                    order_id: answer.order_id.as_deref(),
                    code: Some(&report.code),
                    area: None,
                    carrier: None,
                    last_time: None,
                });
            }
        }
        if matches!((self.script)(nth, numbers), Does::ForgetsOneByColumn) {
            rows = LineRows::new(status, numbers.len());
            for number in &numbers[1..] {
                rows.push(&LineRow {
                    number: *number,
                    charge: Charge::BILLED,
                    order_id: None,
                    code: Some("1"),
                    area: None,
                    carrier: None,
                    last_time: None,
                });
            }
            let fewer = rows.take_whole(&numbers[1..], &numbers[1..], batch.receipts).expect("all but the first");
            return Ok(Checked::Columns(fewer));
        }
        let columns = rows.take_whole(numbers, numbers, batch.receipts.clone());
        Ok(columns.map_or(Checked::Rows(batch), Checked::Columns))
    }
}

pub(crate) fn free(kind: ErrorKind, retry: RetryHint, code: &'static str) -> Does {
    Does::Fails(Error::new(kind, Charge::FREE, "it failed").with_retry(retry).with_code(code))
}

pub(crate) fn product(vendor: &Arc<Vendor>) -> RunProduct {
    RunProduct {
        checker: Arc::new(vendor.clone()),
        address: "https://vendor.example".to_owned(),
        rate: None,
        price: Some(10_000),
        account: None,
    }
}

/// A folder of its own, with a list and a ledger.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn list(&self, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("list.csv");
        std::fs::write(&path, text).expect("the list");
        path
    }

    /// A list of this many different mobiles.
    pub(crate) fn mobiles(&self, count: usize) -> PathBuf {
        let lines: Vec<String> = (0..count).map(|n| format!("138{n:08}")).collect();
        self.list(lines.join("\n"))
    }

    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open(&self.path("ledger.db")).expect("a ledger")
    }
}

/// Runs a list to its end, and checks what holds for every run.
pub(crate) async fn run(ledger: &Ledger, list: &Path, options: Options) -> Result<(Ending, Summary)> {
    let mut run = Run::prepare(ledger, Source::File(list.to_owned()), &ReadOptions::default(), options, false).await?;
    let (_keep, stop) = watch::channel(false);
    let (progress, _) = watch::channel(Progress::default());
    run.begin().await?;
    let folder = tempfile::tempdir().expect("a folder");
    let [ahead, anew] = ["ahead.csv", "anew.csv"].map(|name| folder.path().join(name));
    run.write_ahead(&ahead, ExportOptions::default());
    let ending = run.drive(stop, progress).await?;
    let summary = run.view().summary()?;
    assert_eq!(summary.accounted(), summary.lines, "{summary:?}");
    // What was written while the run went on is what is written when all is known.
    run.export(&ahead, ExportOptions::default())?;
    run.view().export(&anew, ExportOptions::default())?;
    let [ahead, anew] = [ahead, anew].map(|file| std::fs::read_to_string(file).expect("the results"));
    assert_eq!(ahead, anew);
    Ok((ending, summary))
}

pub(crate) fn patient() -> numcheck_bulk::Options {
    let mut options = Options::new(Vec::new());
    options.policy = options.policy.pauses(Duration::from_millis(1), Duration::from_millis(5));
    options
}

/// Takes away what came with version 4, so that a ledger is as an older program left it.
pub(crate) const UNSEALED: &str = "ALTER TABLE events DROP COLUMN seal; ALTER TABLE intents DROP COLUMN seal;
    ALTER TABLE outcomes DROP COLUMN seal; ALTER TABLE reused DROP COLUMN seal; ALTER TABLE runs DROP COLUMN seal;
    ALTER TABLE verdicts DROP COLUMN seal;";
