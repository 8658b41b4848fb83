//! Spreadsheets as people send them: which sheet, which column, which digits, and what is wrong with the rest.

mod support;

use std::path::{Path, PathBuf};

use numcheck_bulk::Error;
use numcheck_bulk::input::{List, ReadOptions, Record, Source};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use support::Place;

/// A workbook of these sheets, a column of texts each.
fn book(path: &Path, sheets: &[(&str, &[&str])]) {
    let mut book = Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cell) in (0..).zip(*cells) {
            sheet.write_string(row, 1, *cell).expect("a cell");
        }
    }
    book.save(path).expect("a workbook");
}

fn open(path: &Path, sheet: Option<&str>, column: Option<&str>) -> Result<List, Error> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let options = ReadOptions { sheet: owned(sheet), column: owned(column), ..ReadOptions::default() };
    List::open(Source::File(path.to_owned()), &options)
}

fn refused(path: &Path, sheet: Option<&str>, column: Option<&str>) -> String {
    open(path, sheet, column).expect_err("it is refused").to_string()
}

fn numbers(list: &List) -> Vec<(u64, String)> {
    let mut records = list.records().expect("the list");
    let mut record = Record::default();
    let mut all = Vec::new();
    while records.next(&mut record).expect("the list") {
        if !list.is_header(&record) {
            all.push((record.line, record.field(list.column().index).unwrap_or_default().to_owned()));
        }
    }
    all
}

#[test]
fn a_cell_is_read_as_people_see_it_and_with_every_digit() {
    let place = Place::new();
    let path = place.path("list.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(0, 0, "2026年11月客户名单").expect("a title");
    for (column, header) in (0..).zip(["姓名", "手机号", "登记日期"]) {
        sheet.write_string(2, column, header).expect("a header");
    }
    sheet.write_number(3, 1, 13_800_000_001.0).expect("a figure");
    sheet.write_string(4, 1, "13800000002").expect("a text");
    sheet.write_string(5, 1, "'13800000003").expect("an apostrophe");
    sheet.write_formula(6, 1, Formula::new("=\"138\"&\"00000004\"").set_result("13800000004")).expect("a formula");
    sheet.write_number_with_format(7, 1, 13_800_000_005.0, &day).expect("a figure that is shown as a date");
    sheet.write_number(9, 1, 1.38e17).expect("a figure of too many digits");
    sheet.write_boolean(10, 1, true).expect("a bool");
    let date = ExcelDateTime::from_ymd(2023, 3, 15).expect("a date");
    sheet.write_datetime_with_format(3, 2, date, &day).expect("a date");
    book.save(&path).expect("a workbook");

    let list = open(&path, None, None).expect("a list");
    assert_eq!((list.sheet(), list.column().index, list.column().header_line), (Some("Sheet1"), 1, Some(3)));
    let read = numbers(&list);
    let wanted = [
        (4, "13800000001"),
        (5, "13800000002"),
        (6, "'13800000003"),
        (7, "13800000004"),
        (8, "13800000005"),
        (10, "1.38000000000000E+17"),
        (11, "TRUE"),
    ];
    assert_eq!(read, wanted.map(|(row, text)| (row, text.to_owned())));
    let mut records = list.records().expect("the list");
    let mut record = Record::default();
    while record.line < 4 {
        assert!(records.next(&mut record).expect("the list"));
    }
    assert_eq!(record.field(2), Some("2023-03-15"));
}

#[test]
fn the_sheet_of_the_numbers_is_found_or_asked_for() {
    let place = Place::new();
    let path = place.path("list.xlsx");
    book(&path, &[("说明", &["内部资料"]), ("名单", &["手机号", "13800000001"]), ("城市", &["北京"])]);
    assert_eq!(open(&path, None, None).expect("the only one").sheet(), Some("名单"));
    book(&path, &[("一月", &["手机号", "13800000001"]), ("二月", &["电话", "13900000001"])]);
    let error = refused(&path, None, None);
    assert!(error.contains("一月, 二月") && error.contains("--sheet"), "{error}");
    for (sheet, number) in [("一月", "13800000001"), ("二月", "13900000001"), ("2", "13900000001")] {
        let list = open(&path, Some(sheet), None).expect(sheet);
        assert_eq!(numbers(&list)[0], (2, number.to_owned()));
    }
    assert_eq!(open(&path, None, Some("电话")).expect("one has this column").sheet(), Some("二月"));
    let error = refused(&path, Some("三月"), None);
    assert!(error.contains("三月") && error.contains("一月, 二月"), "{error}");
    let error = refused(&path, Some("一月"), Some("地址"));
    assert!(error.contains("地址") && error.contains("手机号"), "{error}");
    book(&path, &[("甲", &["北京"]), ("乙", &["上海"])]);
    let error = refused(&path, None, None);
    assert!(error.contains("甲, 乙") && error.contains("--sheet"), "{error}");
}

#[test]
fn what_nobody_sees_is_taken_by_its_name_alone() {
    let place = Place::new();
    let path = place.path("list.xlsx");
    let mut book = Workbook::new();
    for (name, number) in [("名单", "13800000001"), ("旧", "13900000001")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name").write_string(0, 0, number).expect("a cell");
        sheet.set_hidden(name == "旧");
    }
    book.save(&path).expect("a workbook");
    assert_eq!(open(&path, None, None).expect("the one that is seen").sheet(), Some("名单"));
    assert_eq!(numbers(&open(&path, Some("旧"), None).expect("by its name"))[0].1, "13900000001");
}

#[test]
fn a_long_sheet_is_read_to_its_end() {
    let place = Place::new();
    let path = place.path("list.xlsx");
    let cells: Vec<String> = (0..30_000).map(|n| format!("138{n:08}")).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    book(&path, &[("名单", &cells)]);
    let read = numbers(&open(&path, None, None).expect("a list"));
    assert_eq!((read.len(), read[29_999].clone()), (30_000, (30_000, "13800029999".to_owned())));
    // A reader that stops early leaves nobody waiting.
    let mut records = open(&path, None, None).expect("a list").records().expect("the list");
    assert!(records.next(&mut Record::default()).expect("the first row"));
}

#[test]
fn a_spreadsheet_that_cannot_be_read_says_why_and_what_to_do() {
    let place = Place::new();
    let path = place.path("good.xlsx");
    book(&path, &[("名单", &["手机号", "13800000001"])]);
    let good = std::fs::read(&path).expect("the workbook");
    let with = |from: &[u8], to: &[u8]| -> Vec<u8> {
        let mut bytes = good.clone();
        for at in 0..bytes.len() - from.len() {
            if &bytes[at..at + from.len()] == from {
                bytes[at..at + from.len()].copy_from_slice(to);
            }
        }
        bytes
    };
    let cut = good[..good.len() / 2].to_vec();
    let mut spoilt = good.clone();
    let sheet = find(&good, b"xl/worksheets/sheet1.xml") + 24;
    spoilt[sheet + 10..sheet + 40].fill(0xff);
    let mut bomb = good.clone();
    let entry = directory_entry(&good, b"xl/worksheets/sheet1.xml");
    bomb[entry + 24..entry + 28].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    for (name, bytes, words) in [
        ("cut", cut, "broken spreadsheet"),
        ("spoilt", spoilt, "broken"),
        ("bomb", bomb, "MB when unpacked"),
        ("xlsb", with(b"xl/workbook.xml", b"xl/workbook.bin"), "save it as XLSX or CSV"),
        ("docx", with(b"xl/", b"wd/"), "an archive, not a spreadsheet"),
        ("protected", protected(), "protected by a password"),
        ("no old excel", [&[0xd0, 0xcf, 0x11, 0xe0][..], &[7; 2000]].concat(), "broken spreadsheet"),
    ] {
        let path = place.path(name);
        std::fs::write(&path, bytes).expect("a file");
        let error = refused(&path, None, None);
        assert!(error.contains(words) && error.contains(name), "{name}: {error}");
    }
    let text: PathBuf = place.list("13800000001\n");
    assert!(refused(&text, Some("名单"), None).contains("leave --sheet out"));
}

fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).position(|window| window == wanted).expect("it is there")
}

/// Where the directory of a zip tells of a part: its name stands 46 bytes behind the beginning of the entry.
fn directory_entry(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).rposition(|window| window == part).expect("it is there") - 46
}

/// The least that is a protected workbook: a compound file (MS-CFB) with a stream of this name.
fn protected() -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const END: u32 = 0xffff_fffe;
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    (1..109).for_each(|slot| put(76 + 4 * slot, &FREE.to_le_bytes()));
    let mut table = vec![0xff_u8; 512];
    table[..4].copy_from_slice(&0xffff_fffd_u32.to_le_bytes());
    table[4..8].copy_from_slice(&END.to_le_bytes());
    let mut directory = vec![0_u8; 512];
    for (slot, name, kind) in [(0, "Root Entry", 5_u8), (1, "EncryptedPackage", 2)] {
        let at = slot * 128;
        let utf16: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        directory[at..at + utf16.len()].copy_from_slice(&utf16);
        directory[at + 64] = u8::try_from(utf16.len()).expect("a short name");
        directory[at + 66] = kind;
        directory[at + 68..at + 80].fill(0xff);
        directory[at + 116..at + 120].copy_from_slice(&END.to_le_bytes());
    }
    [header, table, directory].concat()
}
