//! The laws of a spreadsheet: whatever is packed into it, it is read row by row, or refused with words.

use std::io::{Cursor, Write};

use numcheck_bulk::input::{List, ReadOptions, Record, Source};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Verdict, ensure};

/// A part of a workbook, and a plain content of it.
const PARTS: [(&str, &str); 5] = [
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>13800000001</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>13800000002</t></is></c></row></sheetData></worksheet>"#,
    ),
    (
        "xl/sharedStrings.xml",
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><si><t>phone</t></si></sst>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
];

/// Holds the reading of a spreadsheet to the laws: a whole file, or after the digit of a part of a workbook, the content
/// of that part.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    let file = match data {
        [part @ b'0'..=b'4', content @ ..] => book(usize::from(part - b'0'), content)?,
        [b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => data.to_vec(),
        _ => return Ok(()),
    };
    let list = match List::open(Source::Kept(file.into()), &ReadOptions::default()) {
        Ok(list) => list,
        Err(error) => {
            ensure!(!error.to_string().is_empty(), "refused without a word");
            return Ok(());
        }
    };
    let Ok(mut records) = list.records() else { return Err("it was opened, and is not read".to_owned()) };
    let mut record = Record::default();
    let (mut previous, mut read) = (0, 0_u64);
    // What is broken further down ends the list with an error, never without.
    while let Ok(true) = records.next(&mut record) {
        ensure!(record.line > previous, "row {} after row {previous}", record.line);
        previous = record.line;
        read += 1;
        ensure!(read <= 2_000_000, "more rows than a sheet can have");
    }
    Ok(())
}

/// A workbook whose part is this content.
fn book(part: usize, content: &[u8]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let wrong = |error: zip::result::ZipError| error.to_string();
    for (at, (name, plain)) in PARTS.iter().enumerate() {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).map_err(wrong)?;
        zip.write_all(if at == part { content } else { plain.as_bytes() }).map_err(|error| error.to_string())?;
    }
    Ok(zip.finish().map_err(wrong)?.into_inner())
}

/// What a part of a workbook holds where nobody tampered with it.
pub fn plain(part: usize) -> &'static str {
    PARTS.get(part).map_or("", |(_, content)| content)
}
