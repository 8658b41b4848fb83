//! Spreadsheets that are bombs, or lie about their size, or are cut.

use std::fs;
use std::path::Path;
use std::time::Duration;

use flate2::{Compress, Compression, Crc, FlushCompress};

use super::process;
use super::tool::Tool;
use super::trial::{Trial, Verdict};

/// Parts of a workbook that are held in memory may take this much more than a harmless one.
const MOST_MIB: f64 = 300.0;
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const ROWS: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>13800100001</v></c></row>"#;
const END: &str = "</sheetData></worksheet>";

/// A part: its name, what it begins with, what is repeated so many MiB, what it ends with, the size it claims to have.
struct Part {
    name: &'static str,
    begins: String,
    mib: usize,
    filler: &'static str,
    ends: &'static str,
    claims: Option<u32>,
}

pub(super) fn trials() -> Vec<Trial> {
    let sheet = |mib, filler, claims| Part { name: SHEET, begins: ROWS.to_owned(), mib, filler, ends: END, claims };
    let strings = |mib, claims| Part {
        name: STRINGS,
        begins: r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#
            .to_owned(),
        mib,
        filler: "<si><t>a</t></si>",
        ends: "</sst>",
        claims,
    };
    let cell = move |mib, claims| Part {
        begins: format!(r#"{ROWS}<row r="2"><c r="A2" t="inlineStr"><is><t>"#),
        ends: "</t></is></c></row></sheetData></worksheet>",
        ..sheet(mib, "7", claims)
    };
    let rows = "<row></row>     ";
    vec![
        bomb("book, a sheet of 2 GB", move || sheet(2048, rows, None)),
        bomb("book, a sheet of 2 GB that claims 1 kB", move || sheet(2048, rows, Some(1024))),
        bomb("book, shared strings of 400 MB", move || strings(400, None)),
        bomb("book, shared strings of 2 GB that claim 1 kB", move || strings(2048, Some(1024))),
        bomb("book, a cell of 400 MB", move || cell(400, None)),
        bomb("book, a cell of 2 GB that claims 1 kB", move || cell(2048, Some(1024))),
        Trial::new("book, cut anywhere", cut),
    ]
}

fn bomb(name: &'static str, part: impl Fn() -> Part + 'static) -> Trial {
    Trial::new(name, move |tool, dir| {
        let part = part();
        let harmless = Part { name: SHEET, begins: ROWS.to_owned(), mib: 0, filler: "", ends: END, claims: None };
        fs::write(dir.join("few.xlsx"), book(&[&harmless])).map_err(|error| error.to_string())?;
        let all = if part.name == SHEET { vec![&part] } else { vec![&harmless, &part] };
        fs::write(dir.join("list.xlsx"), book(&all)).map_err(|error| error.to_string())?;
        let normalize = |list: &str| process::run(&mut tool.command(dir, &format!("normalize {list}")), dir);
        let base = normalize("few.xlsx")?;
        let ended = normalize("list.xlsx")?;
        let mut verdict = Verdict::new(format!("exit code {}", ended.code.unwrap_or(-1)));
        verdict.takes(&ended, Duration::from_secs(20), base.peak_mib, MOST_MIB);
        verdict.hold(base.code == Some(0), || format!("the harmless one failed: {}", base.last_words()));
        verdict.hold(ended.code == Some(5) && ended.err.contains("list.xlsx"), || ended.last_words());
        Ok(verdict)
    })
}

/// A workbook cut at each of many bytes is refused in words.
fn cut(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let harmless = Part { name: SHEET, begins: ROWS.to_owned(), mib: 0, filler: "", ends: END, claims: None };
    let whole = book(&[&harmless]);
    let mut verdict = Verdict::new(format!("{} bytes", whole.len()));
    for at in (4..whole.len()).step_by(whole.len() / 40) {
        fs::write(dir.join("list.xlsx"), &whole[..at]).map_err(|error| error.to_string())?;
        let ended = process::run(&mut tool.command(dir, "normalize list.xlsx"), dir)?;
        verdict.takes(&ended, Duration::from_secs(5), 0.0, 100.0);
        verdict.hold(ended.code == Some(5), || format!("cut at {at}: {}", ended.last_words()));
    }
    Ok(verdict)
}

/// A zip of these parts and of what makes them a workbook.
fn book(parts: &[&Part]) -> Vec<u8> {
    let fixed = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
    ];
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in fixed {
        let part = Part { name, begins: text.to_owned(), mib: 0, filler: "", ends: "", claims: None };
        add(&mut zip, &mut directory, &part);
    }
    for part in parts {
        add(&mut zip, &mut directory, part);
    }
    let (at, count) = (zip.len(), u16::try_from(fixed.len() + parts.len()).unwrap_or_default());
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].map(u16::to_le_bytes).concat());
    zip.extend([directory.len(), at].map(|size| size_of(size).to_le_bytes()).concat());
    zip.extend([0, 0]);
    zip
}

/// A part and its line of the directory (PKWARE's APPNOTE, 4.3.7 and 4.3.12), deflated.
fn add(zip: &mut Vec<u8>, directory: &mut Vec<u8>, part: &Part) {
    let mut sum = Crc::new();
    let mut packed = Vec::new();
    let mut add = |(bytes, of): &(Vec<u8>, Crc)| {
        packed.extend(bytes);
        sum.combine(of);
    };
    add(&deflated(part.begins.as_bytes(), FlushCompress::Full));
    // Packed once, and then the same bytes again and again.
    let block = deflated(part.filler.repeat((1 << 20) / part.filler.len().max(1)).as_bytes(), FlushCompress::Full);
    (0..part.mib).for_each(|_| add(&block));
    add(&deflated(part.ends.as_bytes(), FlushCompress::Finish));
    let unpacked = part.claims.unwrap_or_else(|| sum.amount());
    let at = size_of(zip.len());
    let mut common = b"\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    common.extend([sum.sum(), size_of(packed.len()), unpacked].map(u32::to_le_bytes).concat());
    common.extend(u16::try_from(part.name.len()).unwrap_or_default().to_le_bytes());
    common.extend([0, 0]);
    zip.extend([b"PK\x03\x04".as_slice(), &common, part.name.as_bytes(), &packed].concat());
    directory
        .extend([b"PK\x01\x02\x14\0".as_slice(), &common, &[0; 10], &at.to_le_bytes(), part.name.as_bytes()].concat());
}

/// Bytes deflated so that others can follow, and their checksum.
fn deflated(bytes: &[u8], flush: FlushCompress) -> (Vec<u8>, Crc) {
    let mut sum = Crc::new();
    sum.update(bytes);
    let mut packed = Vec::with_capacity(bytes.len() + 1024);
    // There is room for all of it, and deflating into memory does not fail.
    let _ = Compress::new(Compression::best(), false).compress_vec(bytes, &mut packed, flush);
    (packed, sum)
}

fn size_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
