//! Completions and manual pages, read by the programs they are for; and output that nobody reads to its end.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::numcheck;

/// A program of this machine and what it says of a file; `None` where it is not installed, which CI does not take.
fn said_by(program: &str, args: &[&str], file: &Path) -> Option<(bool, String)> {
    let output = match Command::new(program).args(args).arg(file).env("MANWIDTH", "80").output() {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var_os("NUMCHECK_REQUIRE_SHELLS").is_none(), "{program} is required here: {error}");
            eprintln!("{program} is not installed: what is written for it was not read by it");
            return None;
        }
    };
    Some((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn every_shell_takes_its_completions() {
    let dir = tempfile::tempdir().expect("a folder");
    for lang in ["en", "zh"] {
        for shell in ["bash", "zsh", "fish", "powershell"] {
            let ran = numcheck(&format!("completions {shell} --lang {lang}")).run();
            assert_eq!(ran.code, 0, "{ran:?}");
            for word in ["juhe/network-status", "ywjisu/line-status", "sandbox", "--max-cost"] {
                let word = if shell == "fish" { word.trim_start_matches("--") } else { word };
                // The generator gives PowerShell commands and flags, and no values.
                if shell == "powershell" && word.contains('/') {
                    continue;
                }
                assert!(ran.out.contains(word), "{shell}: {word}");
            }
            let english = ["Print help", "see more with", "Ask one product"];
            assert!(lang == "en" || !english.iter().any(|words| ran.out.contains(words)), "{shell}");
            let file = dir.path().join(format!("numcheck.{shell}"));
            std::fs::write(&file, &ran.out).expect("it is written");
            if let Some((fine, words)) = (shell != "powershell").then(|| said_by(shell, &["-n"], &file)).flatten() {
                assert!(fine && words.is_empty(), "{shell}: {words}");
            }
        }
    }
}

#[test]
fn every_command_has_a_page_that_renders_without_a_warning() {
    let dir = tempfile::tempdir().expect("a folder");
    for lang in ["en", "zh"] {
        let to = dir.path().join(lang);
        let ran = numcheck(&format!("man --lang {lang}")).arg(&to.to_string_lossy()).run();
        assert_eq!(ran.code, 0, "{ran:?}");
        let mut pages = Vec::new();
        for page in std::fs::read_dir(&to).expect("the folder").flatten() {
            pages.push(page.file_name().to_string_lossy().into_owned());
            let text = std::fs::read_to_string(page.path()).expect("a page");
            let heading = if lang == "zh" { ".SH 示例" } else { ".SH EXAMPLES" };
            assert!(text.contains(heading) && text.contains("numcheck "), "{:?}: {text}", page.path());
            // -k reads UTF-8; the width of no terminal is asked for.
            if let Some((fine, words)) = said_by("groff", &["-k", "-man", "-Tutf8", "-ww", "-Z"], &page.path()) {
                assert!(fine && words.is_empty(), "{:?}: {words}", page.path());
            }
        }
        for page in ["numcheck.1", "numcheck-check.1", "numcheck-run.1", "numcheck-runs-show.1"] {
            assert!(pages.iter().any(|known| known == page), "{page}: {pages:?}");
        }
    }
    assert!(numcheck("man").run().out.contains(".SH SYNOPSIS"));
}

#[test]
fn a_page_that_cannot_be_written_is_named() {
    let ran = numcheck("man --lang zh").arg("/dev/null/pages").run();
    assert!(ran.code == 2 && ran.err.contains("/dev/null/pages 无法写入"), "{ran:?}");
}

#[test]
fn a_reader_that_goes_away_has_seen_enough() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("list.txt"), "13800000001\n13800000004\n").expect("it is written");
    let ran = numcheck("run --sandbox").arg(&path("list.txt")).env("NUMCHECK_LEDGER", &path("ledger.db")).run();
    assert_eq!(ran.code, 0, "{ran:?}");
    for args in [
        "--help",
        "--version",
        "check --sandbox 13800000001 13800000002",
        "check --sandbox -f json 13800000001",
        "completions bash",
        "explain 10012",
        "man",
        "products",
        "products -f json",
        "run --help",
        "runs export 1 --sandbox -o -",
        "runs list --sandbox",
        "runs list --sandbox -f json",
        "runs show 1 --sandbox -f json",
    ] {
        let ledger = path("ledger.db");
        let mut child = numcheck(args).env("NUMCHECK_LEDGER", &ledger).stdout(Stdio::piped()).spawn();
        drop(child.stdout.take());
        let mut words = String::new();
        let mut stderr = child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut words).expect("UTF-8");
        let code = child.wait().expect("it ends").code();
        assert_eq!(code, Some(0), "{args}: {words}");
        assert!(!words.contains("error") && !words.contains("panicked"), "{args}: {words}");
    }
}

#[test]
fn the_version_is_a_line_and_its_facts_are_more() {
    let short = numcheck("-V").run().out;
    assert_eq!(short.trim_end(), concat!("numcheck ", env!("CARGO_PKG_VERSION")));
    let long = numcheck("--version").run().out;
    assert!(long.starts_with(short.trim_end()), "{long}");
    for words in ["compiler  rustc ", "target ", "profile ", "ledger    version ", "2025-01-18", "(no date)"] {
        assert!(long.contains(words), "{words}: {long}");
    }
    let chinese = numcheck("--version --lang zh").run().out;
    assert!(chinese.contains("所依据的服务商文档") && chinese.contains("未注明日期"), "{chinese}");
}

#[test]
fn nothing_is_coloured_where_nobody_sees_it() {
    for args in ["--help", "products", "explain 10012", "check --sandbox 13800000001", "frobnicate"] {
        let ran = numcheck(args).env("CLICOLOR_FORCE", "1").env("TERM", "xterm").run();
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{args}: {ran:?}");
    }
}

#[test]
fn help_stands_under_headings_and_what_every_command_takes_comes_last() {
    for (lang, headings) in [
        ("en", ["\nList:", "\nResults:", "\nCost and pace:", "\nVendor:", "\nEverywhere:"]),
        ("zh", ["\n名单：", "\n结果：", "\n费用与频率：", "\n服务商：", "\n通用选项："]),
    ] {
        let text = numcheck("run -h").env("NUMCHECK_LANG", lang).run().out;
        let places = headings.map(|heading| text.find(heading).expect(heading));
        assert!(places[..4].iter().all(|place| *place < places[4]), "{text}");
        let last = text.find("--log-format").expect("a flag of every command");
        assert!(last > places[4] && text.find("--max-cost").expect("a flag") < places[4], "{text}");
    }
    let text = numcheck("-h").run().out;
    let places = ["  demo ", "  check ", "  run ", "  runs ", "  bill ", "  doctor ", "  man "]
        .map(|name| text.find(name).expect(name));
    assert!(places.is_sorted(), "{text}");
}
