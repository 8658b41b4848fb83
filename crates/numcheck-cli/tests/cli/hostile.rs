//! Texts of a vendor, and of a list, that would order the terminal, calculate in a spreadsheet or run in a page; and places
//! to write to that are not what their name says.

use std::path::{Path, PathBuf};

use calamine::Reader;

use crate::support::{Place, Ran, Tool, file, numcheck, vendor};

/// The inside of a piece of JSON.
const ORDERS: &str = r"\u001b[2J\u001b]0;owned\u0007\r\nfake: line\u202etxt\u2066\u0085\u009b31m\u0000\ufeff";
/// What a spreadsheet takes for a formula, a page for markup, and a program for the end of something.
const TEXTS: [&str; 12] = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-1+A1",
    "@SUM(A1)",
    "\\t=1+1",
    "\\r=1+1",
    "\\n=1+1",
    "＝1+1",
    "＋A1",
    "－A1",
    "＠A1",
    "<script>alert(1)</script>\\\"><img src=x onerror=alert(1)>]]>&lt;",
];

/// A vendor of line status that says this of every number it is asked about, in each of its texts.
fn saying(text: impl Fn(usize) -> String + Send + 'static) -> String {
    vendor(move |body| {
        let mobiles = body.split("mobiles=").nth(1)?.split('&').next()?.replace("%2C", ",");
        let row = |(nth, mobile): (usize, &str)| {
            let said = text(nth);
            format!(
                r#"{{"mobile":"{mobile}","area":"{said}","numberType":"{said}","chargesStatus":"1","status":"{said}","orderid":"{said}"}}"#
            )
        };
        let rows: Vec<String> = mobiles.split(',').enumerate().map(row).collect();
        let said = text(0);
        Some(format!(
            r#"{{"error_code":0,"reason":"{said}","result":{{"orderid":"{said}","countFee":{},"data":[{}]}}}}"#,
            rows.len(),
            rows.join(",")
        ))
    })
}

fn asking(tool: Tool, url: &str) -> Tool {
    tool.arg("--base-url").arg(url).env("NUMCHECK_JUHE_LINE_STATUS_KEY", "hostile-key-0001")
}

fn assert_no_orders(what: &str, text: &str) {
    let order = text.chars().find(|&c| {
        let allowed = matches!(c, '\n' | '\t');
        (c.is_control() && !allowed) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    assert!(order.is_none(), "{what}: {order:?} in {text:?}");
}

/// A list with as many numbers as there are texts, each with one of them in another column, and in the header.
fn place() -> Place {
    let place = Place::new("");
    let plain = |text: &str| text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n").replace("\\\"", "\"");
    let mut list = csv::Writer::from_path(place.path("list.csv")).expect("a list");
    list.write_record(["=HYPERLINK(\"http://x\")<script>", "手机号", "\u{1b}[2J\u{202e}"]).expect("a header");
    for (nth, text) in TEXTS.iter().enumerate() {
        let orders = "\u{1b}]0;owned\u{7}\u{202e}";
        list.write_record([plain(text), format!("138001000{nth:02}"), orders.to_owned()]).expect("a line");
    }
    list.flush().expect("a list");
    place
}

fn run(place: &Place, url: &str, args: &str) -> Ran {
    let list = place.path("list.csv").display().to_string();
    asking(place.tool(&format!("run {list} -p juhe/line-status --column 2 --no-progress {args}")), url).run()
}

#[test]
fn no_text_of_a_vendor_orders_the_terminal() {
    let url = saying(|_| ORDERS.to_owned());
    let ran = asking(numcheck("check -p juhe/line-status 13800100001"), &url).run();
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("owned"), "the text is shown: {ran:?}");
    assert_no_orders("check", &(ran.out + &ran.err));
    let refusing = vendor(|_| Some(format!(r#"{{"error_code":10001,"reason":"{ORDERS}","result":"{ORDERS}"}}"#)));
    for args in ["", "--lang zh", "-f csv", "-f json", "-v"] {
        let ran = asking(numcheck(&format!("check -p juhe/line-status 13800100002 {args}")), &refusing).run();
        assert_eq!(ran.code, 4, "{args}: {ran:?}");
        assert_no_orders(args, &(ran.out.replace('\r', "") + &ran.err));
    }

    let place = place();
    let ran = run(&place, &url, "");
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut shown = ran.out + &ran.err;
    for args in ["runs list", "runs show 1", "runs report 1", "bill", "doctor"] {
        let ran = place.tool(args).run();
        assert_ne!(ran.code, 2, "{args}: {ran:?}");
        shown += &(ran.out + &ran.err);
    }
    assert_no_orders("a run", &shown);
}

#[test]
fn json_is_json_whatever_a_vendor_says() {
    let url = saying(|nth| format!("{ORDERS}{}", TEXTS[nth]));
    let ran = asking(numcheck("check -p juhe/line-status -f json 13800100001"), &url).run();
    assert_eq!((ran.code, ran.json().len()), (0, 1), "{ran:?}");
    assert_no_orders("a line of JSON", &ran.out.replace(['\u{202e}', '\u{2066}', '\u{85}', '\u{9b}', '\u{feff}'], ""));
    let place = place();
    let ran = run(&place, &url, "-f ndjson -o -");
    assert_eq!((ran.code, ran.json().len()), (0, TEXTS.len()), "{ran:?}");
}

/// Whether a spreadsheet would calculate it: a sign in front, behind nothing that makes a text of it.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches(['\t', '\r', '\n']);
    let figure = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | ':' | '.' | 'T' | 'Z'));
    bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !figure
}

#[test]
fn no_cell_of_a_csv_is_a_formula() {
    let url = saying(|nth| TEXTS[nth].to_owned());
    let place = place();
    for (args, name) in [("--excel", "excel.csv"), ("", "plain.csv")] {
        let out = place.path(name);
        let ran = run(&place, &url, &format!("{args} -o {}", out.display()));
        assert_eq!(ran.code, 0, "{ran:?}");
        let text = std::fs::read_to_string(&out).expect("results");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), TEXTS.len() + 1);
        for cell in rows.iter().flatten().map(|cell| cell.trim_start_matches('\u{feff}')) {
            assert!(!is_formula(cell), "{name}: {cell:?}");
        }
        assert!(text.contains("'=1+1") && text.contains("'＝1+1"), "the texts are there: {text}");
    }
    let ran = asking(numcheck("check -p juhe/line-status -f csv 13800100001"), &url).run();
    assert!(ran.out.contains("'=1+1") && !ran.out.contains(",=1+1"), "{ran:?}");
}

#[test]
fn no_cell_of_a_workbook_is_a_formula() {
    let url = saying(|nth| format!("{}{}", TEXTS[nth], if nth == 11 { ORDERS } else { "" }));
    let place = place();
    let out = place.path("out.xlsx");
    let ran = run(&place, &url, &format!("-o {}", out.display()));
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&out).expect("a workbook");
    let mut cells = 0;
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("its formulas");
        let formula = formulas.used_cells().find(|(_, _, formula)| !formula.is_empty());
        assert!(formula.is_none(), "{sheet}: {formula:?}");
        cells += book.worksheet_range(&sheet).expect("its cells").used_cells().count();
    }
    assert!(cells > TEXTS.len() * 6, "{cells} cells");
}

#[test]
fn no_text_is_markup_in_the_page() {
    let evil = r#"\"><script>alert(1)</script><img src=x onerror=alert(1)>]]>'"#;
    let url = saying(move |_| evil.to_owned());
    let place = place();
    // The name of the list is a text too.
    let named = place.path("<img src=x onerror=alert(1)>.csv");
    std::fs::copy(place.path("list.csv"), &named).expect("a list");
    let tool = place.tool("run -p juhe/line-status --column 2 --no-progress").arg(&named.display().to_string());
    assert_eq!(asking(tool, &url).run().code, 0);
    let page = place.path("page.html");
    let ran = place.tool(&format!("runs report 1 --html {}", page.display())).run();
    assert_eq!(ran.code, 0, "{ran:?}");
    let page = std::fs::read_to_string(page).expect("the page");
    for live in ["<script", "<img", "]]>", "\">'"] {
        assert!(!page.contains(live), "{live}: {page}");
    }
    assert!(page.contains("onerror"), "the texts are there: {page}");
}

/// The file behind a link is somebody's: the results take the place of the link, and the file stays as it is.
#[cfg(unix)]
#[test]
fn a_link_at_the_place_of_the_results_is_replaced_and_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = Place::mobiles(5);
    let precious = file("precious.txt", "precious");
    let out = place.path("out.csv");
    for suffix in ["", ".in-doubt.csv"] {
        symlink(&precious, place.path(&format!("out.csv{suffix}"))).expect("a link");
    }
    let ran = place.run(&format!("-o {} --sandbox-faults lost=1@1", out.display()));
    assert_eq!(ran.code, 8, "{ran:?}");
    assert_eq!(std::fs::read_to_string(&precious).expect("it is there"), "precious");
    for written in [out, place.path("out.csv.in-doubt.csv")] {
        let meta = std::fs::symlink_metadata(&written).expect("it was written");
        assert!(meta.is_file() && meta.permissions().mode() & 0o777 == 0o600, "{}: {meta:?}", written.display());
    }
    assert_no_parts(place.path("").as_path());
}

/// Told before anything is sent.
#[cfg(unix)]
#[test]
fn a_place_that_takes_no_results_is_found_before_anything_is_sent() {
    let place = Place::mobiles(5);
    std::fs::create_dir(place.path("folder.csv")).expect("a folder");
    let pipe = place.path("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let devices = ["/dev/full", "/dev/null", "/dev/stdout", "/dev/fd/1"].map(PathBuf::from);
    let folders = [place.path("folder.csv"), place.path("none/out.csv"), "/proc/out.csv".into()];
    for out in folders.into_iter().chain([pipe.clone()]).chain(devices) {
        let before = std::fs::symlink_metadata(&out).map(|meta| meta.file_type());
        let normalized = place.tool(&format!("normalize LIST -o {}", out.display())).run();
        assert!(normalized.code != 0 && normalized.err.contains(&*out.display().to_string()), "{normalized:?}");
        let ran = place.run(&format!("-o {}", out.display()));
        assert!(ran.code != 0 && ran.err.contains(&*out.display().to_string()), "{}: {ran:?}", out.display());
        assert!(!place.path("ledger.sandbox.bill").exists() || place.requests() == 0, "{}", out.display());
        let after = std::fs::symlink_metadata(&out).map(|meta| meta.file_type());
        assert_eq!(before.ok(), after.ok(), "{} is what it was", out.display());
    }
    assert_no_parts(place.path("").as_path());
}

/// A pipe that nobody writes to would be waited for without a word.
#[cfg(unix)]
#[test]
fn a_list_that_is_a_pipe_is_refused_with_the_cure() {
    let place = Place::mobiles(1);
    let pipe = place.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    for command in ["run", "normalize"] {
        let args = if command == "run" { " --sandbox --no-progress" } else { "" };
        let ran = place.tool(&format!("{command} {}{args}", pipe.display())).run();
        assert!(ran.code == 5 && ran.err.contains("pipe it in and write -"), "{ran:?}");
    }
}

fn assert_no_parts(folder: &Path) {
    let names = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let part = names
        .map(|name| name.to_string_lossy().into_owned())
        .find(|name| Path::new(name).extension().is_some_and(|end| end == "part"));
    assert_eq!(part, None);
}
