//! Results as a spreadsheet program takes them: `LibreOffice` opens them without a window, and what it read is compared.
//!
//! Where it is not installed these tests say so and pass; with `NUMCHECK_REQUIRE_SOFFICE=1`, as in CI, they fail.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Ran, numcheck};

/// What spreadsheets spoil: long figures, leading zeros and pluses, days, formulas, addresses.
const LIST: &str = "姓名,手机号,证件,备注\n\
    张三,13800100001,110101199001011234,0012\n\
    李四,138 0010 0002,1-2,=1+1\n\
    王五,+8613800100003,3月4日,@SUM(A1)\n\
    赵六,13800100011,1E5,http://example.com/a\n\
    钱七,057156264805,00,\"两行\n备注\"\n\
    孙八,1.38E+10,20261122123456789012,TRUE\n";

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(place.path("list.csv"), LIST).expect("a list");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, args: &str) -> Ran {
        let ledger = self.path("ledger.db").display().to_string();
        numcheck(&args.replace("HERE", &self.0.path().display().to_string())).env("NUMCHECK_LEDGER", &ledger).run()
    }

    /// The results of the list, under this name.
    fn results(&self, name: &str, args: &str) -> PathBuf {
        let ran = self.run(&format!("run HERE/list.csv --sandbox --no-progress -o HERE/{name} {args}"));
        assert_eq!(ran.code, 3, "the landline and the lost digits cannot be asked: {}", ran.err);
        self.path(name)
    }

    /// A file as `LibreOffice` reads it, written as another form; `None` where there is no `LibreOffice`.
    fn converted(&self, file: &Path, infilter: Option<&str>, to: &str) -> Option<PathBuf> {
        let folder = self.path("converted");
        let profile = format!("-env:UserInstallation=file://{}", self.path("profile").display());
        let mut command = Command::new("soffice");
        command.arg(profile).args(["--headless", "--norestore", "--convert-to", to, "--outdir"]).arg(&folder);
        command.args(infilter.map(|filter| format!("--infilter={filter}"))).arg(file);
        match command.env("HOME", self.0.path()).stdout(Stdio::null()).stderr(Stdio::null()).status() {
            Ok(status) => assert!(status.success(), "soffice: {status}"),
            Err(error) => {
                assert!(std::env::var_os("NUMCHECK_REQUIRE_SOFFICE").is_none(), "soffice is required here: {error}");
                eprintln!("NOT TESTED: soffice is not installed, so what a spreadsheet program reads was not compared");
                return None;
            }
        }
        Some(folder)
    }
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The list's own cells and its numbers, as they must come out again.
fn assert_kept(read: &[Vec<String>], guard: bool) {
    let wanted = csv::ReaderBuilder::new().has_headers(false).from_reader(LIST.as_bytes()).into_records();
    let wanted: Vec<csv::StringRecord> = wanted.map(|row| row.expect("a row")).collect();
    assert_eq!(read.len(), wanted.len());
    for (read, wanted) in read.iter().zip(&wanted) {
        for (read, wanted) in read.iter().zip(wanted) {
            let read = if guard { read.trim_start_matches(['\t', '\'']) } else { read };
            assert_eq!(read, wanted);
        }
    }
    let numbers: Vec<&str> = read.iter().skip(1).map(|row| row[4].trim_start_matches('\t')).collect();
    assert_eq!(numbers, ["13800100001", "13800100002", "13800100003", "13800100011", "057156264805", ""]);
}

/// The whole document as XML: no formula, no link, and no figure where a number stands.
fn assert_texts(document: &str) {
    for never in ["table:formula", "xlink:href=\"http://example.com"] {
        assert!(!document.contains(never), "{never}");
    }
    for part in document.split("<table:table-cell").filter(|part| part.contains("13800100001")) {
        assert!(part.contains("office:value-type=\"string\""), "{part}");
    }
}

#[test]
fn a_spreadsheet_opens_with_every_digit_and_no_formula() {
    let place = Place::new();
    let file = place.results("out.xlsx", "");
    // All sheets, as UTF-8 with commas, cells as they are stored.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let Some(folder) = place.converted(&file, None, filter) else { return };
    assert_kept(&rows(&folder.join("out-results.csv")), false);
    let summary = rows(&folder.join("out-summary.csv"));
    for (what, n) in [("lines", "6"), ("answered", "4"), ("active", "2"), ("reachable", "2")] {
        assert!(summary.iter().any(|row| row[0] == what && row[1] == n), "{what}: {summary:?}");
    }
    place.converted(&file, None, "fods");
    assert_texts(&std::fs::read_to_string(folder.join("out.fods")).expect("the document"));
}

#[test]
fn a_csv_for_excel_opens_with_every_digit_and_no_formula() {
    let place = Place::new();
    for (name, args, charset) in [("utf8.csv", "--excel", "76"), ("gbk.csv", "--excel --output-encoding gb18030", "85")]
    {
        let file = place.results(name, args);
        let reading = format!("CSV:44,34,{charset},1");
        let Some(folder) = place.converted(&file, Some(&reading), "csv:Text - txt - csv (StarCalc):44,34,76,1") else {
            return;
        };
        assert_kept(&rows(&folder.join(name)), true);
        place.converted(&file, Some(&reading), "fods");
        assert_texts(&std::fs::read_to_string(folder.join(name).with_extension("fods")).expect("the document"));
    }
}

#[test]
fn a_spreadsheet_of_libreoffice_is_a_list() {
    let place = Place::new();
    let file = place.path("figures.csv");
    std::fs::write(&file, "姓名,手机号\n张三,13800100001\n李四,13800100002\n").expect("a list");
    for (form, words) in [("xlsx", "sheet figures, numbers in column 手机号"), ("xls", "sheet figures")] {
        let Some(folder) = place.converted(&file, Some("CSV:44,34,76,1"), form) else { return };
        let list = folder.join(format!("figures.{form}")).display().to_string();
        let ran = place.run(&format!("run {list} --sandbox --no-progress"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(words), "{}", ran.err);
        let results = rows(Path::new(&format!("{list}.results.csv")));
        assert_eq!((results[1][2].as_str(), results[2][2].as_str()), ("13800100001", "13800100002"));
    }
}

#[test]
fn results_are_a_list_again() {
    let place = Place::new();
    place.results("out.xlsx", "");
    let two = place.run("run HERE/out.xlsx --sandbox --dry-run");
    assert!(two.code == 5 && two.err.contains("--column"), "{}", two.err);
    let ran = place.run("run HERE/out.xlsx --sandbox --no-progress --column number -o HERE/again.csv");
    assert!(ran.err.contains("list: ") && ran.err.contains("sheet results, numbers in column number"), "{}", ran.err);
    // The same command goes on with the run, and its results are read from the same sheet and column.
    let shown = place.run("runs show 2 --sandbox -f json");
    assert_eq!(shown.json()[0]["summary"]["answered"], 4, "{}", shown.err);
}

#[test]
fn plain_numbers_by_status_lie_in_a_folder_of_the_list() {
    let place = Place::new();
    let ran = place.run("run HERE/list.csv --sandbox --no-progress -f txt --split-by status");
    assert!(ran.err.contains("实号.txt"), "{}", ran.err);
    let active = std::fs::read_to_string(place.path("list.csv.results/实号.txt")).expect("the active ones");
    assert_eq!(active, "13800100001\r\n13800100011\r\n");
}

#[test]
fn a_run_is_not_exported_under_a_name_that_promises_another_form() {
    let place = Place::new();
    assert_eq!(place.run("run HERE/list.csv --sandbox --no-progress -o HERE/out").code, 3, "a name without extension");
    let ran = place.run("runs export 1 --sandbox -o HERE/out.PDF");
    assert!(ran.code == 2 && ran.err.contains("as .pdf") && ran.err.contains("ends in .csv"), "{ran:?}");
    assert!(!place.path("out.PDF").exists());
    assert_eq!(place.run("runs export 1 --sandbox -f csv -o HERE/out.2026").code, 0, "the form is said");
}

#[test]
fn what_does_not_go_together_is_told_before_anything_is_sent() {
    let place = Place::new();
    for (args, words) in [
        ("-o HERE/out.xlsx --excel", "--excel is for CSV"),
        ("-f ndjson --output-encoding gb18030", "--output-encoding is for CSV"),
        ("--sheet 名单", "leave --sheet out"),
        ("-o HERE/out.xls", "ends in .xlsx"),
        ("-o HERE/out.pdf", "ends in .csv, .xlsx, .txt or .ndjson"),
        ("-f txt --excel", "take -f csv --excel"),
        ("-o - --split-by status", "name a file with -o"),
    ] {
        let ran = place.run(&format!("run HERE/list.csv --sandbox --no-progress {args}"));
        assert!(ran.code != 0 && ran.err.contains(words), "{args}: {}", ran.err);
        assert!(!ran.err.contains("to ask"), "{args}: {}", ran.err);
    }
}
