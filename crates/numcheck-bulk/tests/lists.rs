//! Lists as people have them: every encoding and form, and what is wrong with the rest said in words.

mod support;

use numcheck_bulk::Error;
use numcheck_bulk::input::{Encoding, List, ReadOptions, Record, Source};
use support::Place;

fn open(place: &Place, bytes: &[u8], column: Option<&str>) -> Result<List, Error> {
    let path = place.list(bytes);
    List::open(Source::File(path), &ReadOptions { column: column.map(str::to_owned), ..ReadOptions::default() })
}

fn cells(list: &List) -> Vec<String> {
    let mut records = list.records().expect("the list");
    let mut record = Record::default();
    let mut cells = Vec::new();
    while records.next(&mut record).expect("the list") {
        cells.push(record.field(list.column().index).unwrap_or_default().to_owned());
    }
    cells
}

#[test]
fn finds_encoding_form_and_column_by_itself() {
    let place = Place::new();
    let table = "姓名,手机号,城市\n张三,13800000001,北京\n李四,13800000002,上海\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(table);
    let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
    let with_mark = [b"\xef\xbb\xbf", table.as_bytes()].concat();
    for (bytes, encoding) in [
        (table.as_bytes(), Encoding::Utf8),
        (&with_mark, Encoding::Utf8),
        (&gbk, Encoding::Gb18030),
        (&utf16_marked, Encoding::Utf16Le),
    ] {
        let list = open(&place, bytes, None).expect("a list");
        assert_eq!((list.encoding(), list.column().index, list.format().delimiter), (encoding, 1, Some(',')));
        assert_eq!(
            list.column().headers.as_deref(),
            Some(&["姓名".to_owned(), "手机号".to_owned(), "城市".to_owned()][..])
        );
        assert_eq!(cells(&list), ["手机号", "13800000001", "13800000002"]);
    }
}

#[test]
fn takes_plain_text_with_and_without_a_header() {
    let place = Place::new();
    for (text, headers, first) in [
        ("13800000001\n138 0000 0002\r\n", false, "13800000001"),
        ("手机号\n13800000001\n", true, "手机号"),
        ("phone\r13800000001\r13800000002\r", true, "phone"),
        ("a;13800000001\nb;13800000002\n", false, "13800000001"),
        ("id\tmobile\n1\t13800000001\n", true, "mobile"),
        ("13800000001", false, "13800000001"),
    ] {
        let list = open(&place, text.as_bytes(), None).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(list.column().headers.is_some(), headers, "{text:?}");
        assert_eq!(cells(&list)[0], first, "{text:?}");
    }
}

#[test]
fn a_named_column_is_taken_by_header_or_by_number() {
    let place = Place::new();
    let table = "买家,电话,收件人电话\n甲,13800000001,13900000001\n乙,13800000002,13900000002\n";
    let two = open(&place, table.as_bytes(), None).expect_err("two columns of numbers");
    assert!(two.to_string().contains("--column"), "{two}");
    for column in ["收件人电话", "3"] {
        assert_eq!(open(&place, table.as_bytes(), Some(column)).expect(column).column().index, 2);
    }
    for column in ["手机", "0", "4"] {
        let error = open(&place, table.as_bytes(), Some(column)).expect_err(column).to_string();
        assert!(error.contains(column) && error.contains("收件人电话"), "{error}");
    }
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let place = Place::new();
    for (bytes, words) in [
        (&b""[..], "empty"),
        (b"name,city\nA,B\nC,D\n", "no column of phone numbers"),
        (b"PK\x03\x04rest", "broken spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "broken spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3], "no text"),
    ] {
        let error = open(&place, bytes, None).expect_err(words);
        assert!(matches!(&error, Error::Input(text) if text.as_str().contains(words)), "{error}");
    }
    for path in [place.path("none.csv"), place.folder.path().to_owned()] {
        assert!(matches!(List::open(Source::File(path), &ReadOptions::default()), Err(Error::Input(_))));
    }
}

#[test]
fn nuls_and_endless_lines_do_not_end_a_list() {
    let place = Place::new();
    let mut bytes = b"13800000001\n\0\0\n13800000002\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'9', 5 << 20));
    bytes.extend_from_slice(b"\n13800000003\n");
    let cells = cells(&open(&place, &bytes, None).expect("a list"));
    assert_eq!((cells.len(), cells[4].as_str()), (5, "13800000003"));
}

/// A file that was made long and never written: refused at its head or where the zeros begin, and never read to its end.
#[test]
fn zeros_are_no_list_wherever_they_begin() {
    let place = Place::new();
    let lines = "13800000001\n".repeat(30_000);
    for (text, place_named) in [("", "is no text"), ("13800000001\n", "is no text"), (&*lines, "from byte 393216")] {
        let path = place.list(text.as_bytes());
        // Sparse: 1 TB takes no room on the disk, and a reader that goes on would take a day.
        std::fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_len(1 << 40))
            .expect("a long file");
        let error = match List::open(Source::File(path), &ReadOptions::default()) {
            Err(error) => error.to_string(),
            Ok(list) => {
                let mut records = list.records().expect("the list");
                let mut record = Record::default();
                loop {
                    match records.next(&mut record) {
                        Ok(more) => assert!(more, "the zeros were read to their end"),
                        Err(error) => break numcheck_bulk::input::unread(&error).to_string(),
                    }
                }
            }
        };
        assert!(error.contains(place_named), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_with_the_cure() {
    for path in ["/dev/zero", "/dev/null"] {
        let error = List::open(Source::File(path.into()), &ReadOptions::default()).expect_err(path);
        assert!(error.to_string().contains("pipe it in and write -"), "{error}");
    }
}
