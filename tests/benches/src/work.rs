//! The work whose instructions are counted: of the size a run has it in, and checked.

use numcheck_core::columns::{Checked, Of};
use numcheck_core::{Batch, Charge, LineReport, LineStatus, Outcome, PhoneNumber, Receipt, Row};
use numcheck_http::{Reply, Secret};

use crate::replies::{self, KEY, replied};

/// How many numbers each work is about: Juhe's largest batch.
const COUNT: usize = 2000;

/// Made once, done once; gives how many numbers it got right. What it works on outlives it, so that freeing that is not counted.
pub struct Work {
    /// Its name in the table of counts.
    pub name: &'static str,
    /// How many numbers it is about.
    pub count: usize,
    /// Makes what it works on, which is not counted.
    pub make: fn() -> Box<dyn FnMut() -> usize>,
}

/// All of it.
pub const WORK: &[Work] = &[
    Work {
        name: "parse",
        count: COUNT,
        make: || parse(numbers(COUNT).iter().map(|n| n.as_str().to_owned()).collect()),
    },
    Work { name: "parse-written", count: COUNT, make: || parse(written(COUNT)) },
    Work { name: "encode-juhe-line-status", count: COUNT, make: encode },
    Work {
        name: "decode-juhe-line-status",
        count: COUNT,
        make: || decode(COUNT, &[KEY], replies::juhe_line_status, numcheck_juhe::internals::line_status),
    },
    Work {
        name: "decode-juhe-line-status-by-column",
        count: COUNT,
        make: || decode(COUNT, &[KEY], replies::juhe_line_status, numcheck_juhe::internals::line_status_by_column),
    },
    Work {
        name: "decode-juhe-line-status-escaped",
        count: COUNT,
        make: || {
            let body = |numbers: &[PhoneNumber]| replies::escaped(&replies::juhe_line_status(numbers));
            decode(COUNT, &[KEY], body, numcheck_juhe::internals::line_status)
        },
    },
    Work {
        name: "decode-ywjisu-line-status-by-column",
        count: COUNT,
        make: || {
            let credentials = ["fixture-code", "fixture-pwd", "c1010a3919c356f4914f1f6855ff3671", "fixture-private"];
            decode(50, &credentials, replies::ywjisu_line_status, numcheck_ywjisu::internals::line_status_by_column)
        },
    },
    Work {
        name: "decode-juhe-network-status",
        count: COUNT,
        make: || {
            let body = |numbers: &[PhoneNumber]| replies::network_status(&numbers[0]);
            decode(1, &[KEY], body, numcheck_juhe::internals::network_status)
        },
    },
    Work {
        name: "decode-juhe-caller-id",
        count: COUNT,
        make: || {
            let body = |numbers: &[PhoneNumber]| replies::caller_id(&numbers[0]);
            decode(1, &[KEY], body, numcheck_juhe::internals::caller_id)
        },
    },
    Work { name: "align", count: COUNT, make: || align(|rows| rows) },
    Work { name: "align-shuffled", count: COUNT, make: || align(shuffled) },
];

/// Distinct mobiles in no order, as lists have them.
///
/// # Panics
///
/// It does not: each of them is a mobile.
pub fn numbers(count: usize) -> Vec<PhoneNumber> {
    // An odd step through a range of 2^k visits each once.
    let spread = |at: usize| 13_000_000_000 + (at * 0x3_9e37_79b1 + 7) % (1 << 32);
    (0..count).map(|at| PhoneNumber::parse(&spread(at).to_string()).expect("a mobile")).collect()
}

/// The same numbers as people write them.
pub fn written(count: usize) -> Vec<String> {
    let spellings: [fn(&str) -> String; 6] = [
        |n| format!("+86 {}-{}-{}", &n[..3], &n[3..7], &n[7..]),
        |n| format!("0086{n}"),
        |n| format!("{} {} {}", &n[..3], &n[3..7], &n[7..]),
        |n| format!("{n}.0"),
        |n| format!("'{n}"),
        |n| n.chars().filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０'))).collect(),
    ];
    let spell = |(at, number): (usize, &PhoneNumber)| spellings[at % spellings.len()](number.as_str());
    numbers(count).iter().enumerate().map(spell).collect()
}

fn parse(texts: Vec<String>) -> Box<dyn FnMut() -> usize> {
    Box::new(move || texts.iter().filter(|text| PhoneNumber::parse(text).is_ok()).count())
}

fn encode() -> Box<dyn FnMut() -> usize> {
    let (key, numbers) = (Secret::new("key", KEY).expect("a key"), numbers(COUNT));
    Box::new(move || {
        let form = numcheck_juhe::internals::line_status_form(&key, &numbers).expect("no more than a batch");
        (form.len() - "key=&mobiles=".len() - KEY.len() + "%2C".len()) / "13800000001%2C".len()
    })
}

fn decode<T: Reports + 'static>(
    batch: usize,
    credentials: &[&str],
    body: impl Fn(&[PhoneNumber]) -> String,
    decode: fn(&[PhoneNumber], Reply) -> numcheck_core::Result<T>,
) -> Box<dyn FnMut() -> usize> {
    let numbers = numbers(COUNT);
    let mut replies: Vec<_> = numbers.chunks(batch).map(|asked| replied(&body(asked), credentials)).collect();
    Box::new(move || {
        let batches =
            numbers.chunks(batch).zip(replies.drain(..)).map(|(asked, reply)| decode(asked, reply).expect("a success"));
        batches.map(|batch| batch.reports()).sum()
    })
}

/// How many reports there are.
trait Reports {
    fn reports(&self) -> usize;
}

impl<R> Reports for Batch<R> {
    fn reports(&self) -> usize {
        self.answers.iter().filter(|answer| answer.outcome.report().is_some()).count()
    }
}

impl<R> Reports for Checked<R> {
    fn reports(&self) -> usize {
        match self {
            Self::Columns(batch) => batch.columns().of(Of::Status).tally().iter().sum(),
            Self::Rows(_) => 0,
        }
    }
}

/// A row a number, as decoding makes them.
pub fn align_rows(numbers: &[PhoneNumber]) -> Vec<Row<LineReport>> {
    let row = |(at, number): (usize, &PhoneNumber)| Row {
        number: *number,
        outcome: Outcome::Report(LineReport {
            status: LineStatus::Active,
            code: "1".into(),
            area: Some("北京-北京".into()),
            carrier: Some("中国移动/虚拟".into()),
            last_time: Some(1_644_111_310_668),
        }),
        charge: Charge::BILLED,
        order_id: Some(format!("JHS6712022030311420{at:07}").into()),
    };
    numbers.iter().enumerate().map(row).collect()
}

fn align(order: fn(Vec<Row<LineReport>>) -> Vec<Row<LineReport>>) -> Box<dyn FnMut() -> usize> {
    let (product, numbers) = (numcheck_juhe::LINE_STATUS, numbers(COUNT));
    let mut rows = order(align_rows(&numbers));
    let receipt = Receipt { by: product.id().clone(), order_id: None, billed: Some(2000), charge: Charge::BILLED };
    Box::new(move || {
        let (rows, receipts) = (std::mem::take(&mut rows), vec![receipt.clone()]);
        Batch::align(&product, &numbers, rows, receipts, || (Outcome::Unanswered, Charge::FREE)).reports()
    })
}

/// In another order than asked.
fn shuffled(mut rows: Vec<Row<LineReport>>) -> Vec<Row<LineReport>> {
    let count = rows.len();
    (0..count).for_each(|at| rows.swap(at, (at * 0x9e37 + 11) % count));
    rows
}
