//! The laws of a list of text: every line is accounted for, and no digit is lost on the way.

use numcheck_bulk::input::{Encoding, List, ReadOptions, Record, Source};

use super::{Verdict, ensure};

/// Holds the reading of a list to the laws for any bytes.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    // A spreadsheet has laws of its own.
    if data.starts_with(b"PK") || data.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(());
    }
    let list = match List::open(Source::Kept(data.into()), &ReadOptions::default()) {
        Ok(list) => list,
        Err(error) => {
            ensure!(!error.to_string().is_empty(), "refused without a word");
            return Ok(());
        }
    };
    let text = decoded(list.encoding(), data);
    let line_end = if text.contains('\r') && !text.contains('\n') { '\r' } else { '\n' };
    let lines = text.split_terminator(line_end).count() as u64;
    let mut records = list.records().map_err(|error| format!("it was opened, and is not read: {error}"))?;
    let mut record = Record::default();
    let (mut previous, mut digits) = (0, String::new());
    while records.next(&mut record).map_err(|error| format!("memory is not read: {error}"))? {
        ensure!(record.line > previous, "line {} after line {previous}", record.line);
        // A quoted field may hold the lines between.
        let within = record.fields().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        ensure!(list.format().delimiter.is_some() || record.line == previous + 1, "line {} is skipped", previous + 1);
        previous = record.line + within;
        digits.extend(record.fields().flat_map(str::chars).filter(char::is_ascii_digit));
    }
    ensure!(previous <= lines.max(1), "line {previous} of a list of {lines}");
    let wanted: String = text.chars().filter(char::is_ascii_digit).collect();
    ensure!(digits == wanted, "the digits are {wanted:?}, and {digits:?} were read");
    Ok(())
}

fn decoded(encoding: Encoding, data: &[u8]) -> String {
    let rules = match encoding {
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        _ => encoding_rs::UTF_8,
    };
    rules.decode_with_bom_removal(data).0.into_owned()
}
