//! Results in every form they are handed on in, read back by what reads them.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use numcheck_bulk::export::{ExportOptions, Format, Split};
use numcheck_bulk::input::{Encoding, ReadOptions, Source};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::{Error, Options, Run, View};
use numcheck_core::{Lang, LineStatus};
use support::{Does, Place, Vendor, patient, product, run};

const LIST: &str =
    "姓名,手机号\n甲,138 0000 0001\n=cmd,bad\n丙,+8613800000001\n丁,0571-56264805\n戊,13800000002\n己,1.38E+10\n";

/// What a list of 1.38E+10 becomes when it is opened and saved once more.
const ROUNDED: &str = "手机号\n13800000000\n13900000000\n13800000000\n13800000001\n";

fn through(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options
}

/// What the view of a list that was run writes.
async fn written(place: &Place, list: &Path, to: &Path, options: ExportOptions) -> Result<Vec<PathBuf>, Error> {
    let vendor = Vendor::saying(LineStatus::Silent, "acme/line-status", 2000, |_, _| Does::Answers);
    let ledger = place.ledger();
    run(&ledger, list, through(&vendor)).await.expect("a run");
    let run = again(&ledger, list, &vendor).await;
    let view: &View<'_> = run.view();
    view.check_output(to, options)?;
    view.export(to, options)
}

async fn again<'a>(ledger: &'a Ledger, list: &Path, vendor: &Arc<Vendor>) -> Run<'a> {
    let source = Source::File(list.to_owned());
    Run::prepare(ledger, source, &ReadOptions::default(), through(vendor), true).await.expect("the run")
}

#[tokio::test]
async fn a_spreadsheet_holds_texts_alone_and_a_sheet_of_counts() {
    let place = Place::new();
    let to = place.path("out.xlsx");
    let options = ExportOptions { format: Format::Xlsx, lang: Lang::Zh, sandbox: true, ..ExportOptions::default() };
    assert_eq!(written(&place, &place.list(LIST), &to, options).await.expect("results"), [to.as_path()]);
    let mut book: Xlsx<_> = calamine::open_workbook(&to).expect("a workbook");
    assert_eq!(book.sheet_names(), ["结果", "汇总"]);
    let sheet = book.worksheet_range("结果").expect("the results");
    assert!(sheet.used_cells().all(|(_, _, cell)| matches!(cell, Data::String(_))), "every cell is a text");
    let column: Vec<String> = sheet.rows().map(|row| row[2].to_string()).collect();
    assert_eq!(column, ["number", "13800000001", "", "13800000001", "057156264805", "13800000002", ""]);
    assert_eq!(sheet.get_value((2, 0)), Some(&Data::String("=cmd".to_owned())));
    assert_eq!(sheet.get_value((6, 1)), Some(&Data::String("1.38E+10".to_owned())));
    for name in ["结果", "汇总"] {
        assert!(book.worksheet_formula(name).expect("a sheet").used_cells().next().is_none(), "no formula");
    }
    let summary = book.worksheet_range("汇总").expect("the counts");
    let count = |what: &str| {
        summary
            .rows()
            .find(|row| row[0] == Data::String(what.to_owned()) && matches!(row[1], Data::Float(_)))
            .map(|row| row[1].to_string())
    };
    for (what, n) in
        [("名单行数", "6"), ("有结果", "2"), ("重复", "1"), ("沉默号", "2"), ("难联系", "2"), ("按结果计费", "2")]
    {
        assert_eq!(count(what).as_deref(), Some(n), "{what}: {:?}", summary.rows().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_csv_for_excel_is_in_the_encoding_asked_for() {
    let place = Place::new();
    let list = place.list(LIST);
    let to = place.path("out.csv");
    for (excel, encoding, begins, delimiter) in [
        (true, Encoding::Utf8, &b"\xef\xbb\xbf"[..], ','),
        (true, Encoding::Utf16Le, b"\xff\xfe", '\t'),
        (true, Encoding::Gb18030, b"", ','),
        (false, Encoding::Utf8, b"", ','),
    ] {
        let options = ExportOptions { excel, encoding, ..ExportOptions::default() };
        written(&place, &list, &to, options).await.expect("results");
        let bytes = std::fs::read(&to).expect("results");
        assert!(bytes.starts_with(begins), "{encoding:?}");
        let rules = match encoding {
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            _ => encoding_rs::UTF_8,
        };
        let (text, _, garbled) = rules.decode(&bytes);
        assert!(!garbled && text.starts_with(&format!("姓名{delimiter}手机号{delimiter}number")), "{text}");
        let marked = format!("\"\t13800000001\"{delimiter}answered{delimiter}silent{delimiter}沉默号");
        assert_eq!(text.contains(&marked), excel, "{encoding:?}: {text}");
        assert!(text.contains("\"'=cmd\""), "{text}");
    }
}

#[tokio::test]
async fn plain_numbers_are_there_once_in_files_that_dialers_take() {
    let place = Place::new();
    let list = place.list(LIST);
    let options = ExportOptions { format: Format::Txt, ..ExportOptions::default() };
    let read = |path: &Path| std::fs::read_to_string(path).expect("numbers");
    let one = place.path("all.txt");
    written(&place, &list, &one, options).await.expect("one file");
    assert_eq!(read(&one), "13800000001\r\n057156264805\r\n13800000002\r\n");

    let split = ExportOptions { split: Split::Status, ..options };
    let folder = place.path("list.csv.results");
    std::fs::create_dir(&folder).expect("a folder");
    for (part, whose) in [("空号.txt", "an older part"), ("实号.txt", "a file of the user's")] {
        std::fs::write(folder.join(part), "13900000000\r\n").expect(whose);
    }
    std::fs::write(folder.join(".status.parts"), "空号.txt\n").expect("what the older export wrote");
    let files = written(&place, &list, &folder, split).await.expect("a folder of files");
    assert_eq!(files, [folder.join("沉默号.txt"), folder.join("无法查询.txt")]);
    assert_eq!(read(&files[0]), "13800000001\r\n13800000002\r\n");
    assert!(!folder.join("空号.txt").exists(), "an older part with no number any more");
    assert!(folder.join("实号.txt").exists(), "a file that no export wrote");

    // A folder of the user's keeps what is in it.
    let own = place.path("mine");
    std::fs::create_dir(&own).expect("a folder");
    std::fs::write(own.join("空号.txt"), "13900000000\r\n").expect("a file of the user's");
    written(&place, &list, &own, split).await.expect("files");
    assert!(own.join("空号.txt").exists() && own.join("沉默号.txt").exists());

    let reach = ExportOptions { split: Split::Reachability, ..options };
    let files = written(&place, &list, &place.path("out.txt"), reach).await.expect("files beside it");
    assert_eq!(files[0], place.path("out.难联系.txt"));
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let xlsx = ExportOptions { format: Format::Xlsx, ..ExportOptions::default() };
    for options in [
        ExportOptions { excel: true, ..xlsx },
        ExportOptions { encoding: Encoding::Gb18030, ..xlsx },
        ExportOptions { encoding: Encoding::Gb18030, format: Format::Ndjson, ..xlsx },
    ] {
        assert!(matches!(options.checked(), Err(Error::Usage(_))), "{options:?}");
    }
    assert!(xlsx.checked().is_ok());
}

#[tokio::test]
async fn a_list_for_a_sheet_too_wide_is_found_before_anything_is_paid_for() {
    let place = Place::new();
    let list = place.list(format!("手机号{}\n13800000001{}\n", ",x".repeat(16_380), ",1".repeat(16_380)));
    let options = ExportOptions { format: Format::Xlsx, ..ExportOptions::default() };
    let error = written(&place, &list, &place.path("out.xlsx"), options).await.expect_err("too wide");
    assert!(error.to_string().contains("-f csv"), "{error}");
}

#[tokio::test]
async fn what_a_list_lost_is_counted_and_its_first_lines_named() {
    let place = Place::new();
    let shortened = "手机号\n13800000001\n".to_owned() + &"1.38E+10\n".repeat(7);
    let mut mixed = "姓名,手机号\n张三丰,13800000001\n李四光,13800000002\n".to_owned().into_bytes();
    mixed.extend_from_slice(&encoding_rs::GB18030.encode("王五娘,13800000003\n").0);
    let vendor = Vendor::new("acme/line-status", 2000, |_, _| Does::Answers);
    for (list, en, zh) in [
        (shortened.as_bytes(), "7 (lines 3, 4, 5, 6, 7 …)", "有 7 个号码"),
        (ROUNDED.as_bytes(), "seven zeros: 3 (lines 2, 3, 4)", "有 3 个号码以七个 0 结尾（第 2、3、4 行）"),
        (&mixed, "no UTF-8: 1 (lines 4)", "有 1 行含有不属于 UTF-8 的字节（第 4 行）"),
    ] {
        let list = place.list(list);
        let ledger = place.ledger();
        let run = again(&ledger, &list, &vendor).await;
        let warnings = run.view().warnings();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        let (said, said_zh) = (warnings[0].in_lang(Lang::En), warnings[0].in_lang(Lang::Zh));
        assert!(said.contains(en) && said_zh.contains(zh), "{said} {said_zh}");
    }
    assert_eq!(vendor.requests(), 0);
}

/// Results are told on several threads, a stretch of lines each: they are in the order of the list all the same, and a number
/// that comes again far away has what its first line has.
#[tokio::test]
async fn a_long_list_is_told_in_its_order_whoever_tells_it() {
    const LINES: usize = 9000;
    // From here on every third number is one that stood 8000 lines before.
    let number = |line: usize| if line >= 8500 && line.is_multiple_of(3) { line - 8000 } else { line };
    let lines: Vec<String> = (0..LINES).map(|line| format!("{line},138{:08}\n", number(line))).collect();
    let place = Place::new();
    let to = place.path("out.csv");
    let list = place.list(format!("id,mobile\n{}", lines.concat()));
    written(&place, &list, &to, ExportOptions::default()).await.expect("results");
    let text = std::fs::read_to_string(&to).expect("the results");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), LINES);
    for (line, row) in rows.iter().enumerate() {
        let mobile = format!("138{:08}", number(line));
        assert_eq!((row[0], row[2]), (line.to_string().as_str(), mobile.as_str()));
        if number(line) == line {
            assert_eq!((row[3], row[14]), ("answered", ""));
            assert!(row[11].starts_with("JHS"), "{row:?}");
        } else {
            let first = &rows[number(line)];
            assert_eq!((row[3], &row[4..14]), ("duplicate", &first[4..14]));
            assert_eq!(row[14], format!("the same number as in line {}", number(line) + 2));
        }
    }
}
