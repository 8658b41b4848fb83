//! The list of a race, and what a vendor answers about it: both follow from a number's place alone.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// The first number: the sandbox's cards lie below.
const FIRST: u64 = 13_800_100_000;

/// The number at a place of the list.
pub(super) const fn number(place: u64) -> u64 {
    FIRST + place
}

/// Its place, from its digits.
pub(super) const fn place(number: u64) -> u64 {
    number.wrapping_sub(FIRST)
}

/// What is found of a number.
pub(super) const fn status(number: u64) -> u64 {
    number % 6
}

/// Whether it is charged: 库无 is free.
pub(super) const fn charged(number: u64) -> bool {
    status(number) != 3
}

/// The word of a status in results.
pub(super) const WORDS: [&str; 6] = ["vacant", "active", "suspended", "not_in_database", "silent", "risky"];

/// Writes a list of this many numbers, with a header.
pub(super) fn write(path: &Path, count: u64) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "mobile")?;
    (0..count).try_for_each(|place| writeln!(out, "{}", number(place)))?;
    out.flush()
}

/// The numbers of one request, between commas as a form encodes them.
pub(super) fn mobiles(places: std::ops::Range<u64>) -> String {
    let mut text = String::with_capacity(14 * usize::try_from(places.end - places.start).unwrap_or(0));
    for place in places {
        if !text.is_empty() {
            text.push_str("%2C");
        }
        // Memory can be written.
        let _ = write!(text, "{}", number(place));
    }
    text
}

/// A vendor whose replies are raced with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// juhe/line-status: 空号检测批量查询开发文档, the sample of section 1.
    Juhe,
    /// ywjisu/line-status: the sample of its interface document.
    Ywjisu,
}

/// The reply to a request about these places.
pub(super) fn reply(shape: Shape, places: std::ops::Range<u64>) -> String {
    let first = places.start;
    let charged_of_them = places.clone().filter(|&place| charged(number(place))).count();
    let mut rows = String::new();
    for place in places {
        let number = number(place);
        if !rows.is_empty() {
            rows.push(',');
        }
        let charge = u8::from(charged(number));
        let _ = match shape {
            Shape::Juhe => write!(
                rows,
                r#"{{"mobile":"{number}","lastTime":"1644111310668","area":"北京-北京","numberType":"中国移动/虚拟","chargesStatus":"{charge}","status":"{}","orderid":"JHS6712022030311420{place:07}"}}"#,
                status(number),
            ),
            Shape::Ywjisu => write!(
                rows,
                r#"{{"mobile":"{number}","lastTime":1644111310668,"area":"北京-北京","numberType":"中国移动 GSM","chargesStatus":"{charge}","status":"{}"}}"#,
                status(number),
            ),
        };
    }
    match shape {
        Shape::Juhe => format!(
            r#"{{"reason":"成功","result":{{"orderid":"JH6712022030216{first:07}","countFee":{charged_of_them},"data":[{rows}]}},"error_code":0}}"#
        ),
        Shape::Ywjisu => format!(r#"{{"resultMsg":"成功","resultCode":"000000","resultObj":[{rows}]}}"#),
    }
}
