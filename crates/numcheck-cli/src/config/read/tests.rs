use std::path::PathBuf;

use numcheck_core::Lang;

use super::*;
use crate::args;
use crate::config::sample;

fn parsed(kind: Kind, text: &str) -> Contents {
    let registry = Registry::standard();
    parse(&File { kind, path: PathBuf::from("/etc/n/numcheck.toml") }, text, &registry, &args::trial(&registry))
}

/// Every problem as `line: what | cure`.
fn problems(kind: Kind, text: &str) -> Vec<String> {
    let shown = |problem: &Problem| format!("{}: {} | {}", problem.line.unwrap_or(0), problem.what, problem.cure);
    parsed(kind, text).problems.iter().map(shown).collect()
}

#[test]
fn everything_in_the_samples_can_be_set() {
    for lang in [Lang::En, Lang::Zh] {
        for (for_user, kind) in [(false, Kind::Project), (true, Kind::User)] {
            let text = sample(lang, for_user);
            assert_eq!(parsed(kind, text).settings.len(), 0, "a sample sets nothing");
            let set = sample::with_all_set(text);
            assert_eq!(problems(kind, &set), [""; 0], "{set}");
            let found = parsed(kind, &set);
            assert!(found.settings.len() > 20 && found.profiles.contains("night"), "{found:?}");
        }
    }
}

#[test]
fn every_problem_has_its_line_and_its_cure() {
    for (text, wanted) in [
        ("\ncolour = 1", "2: colour is no setting here | these are:"),
        ("[run]\nconcurency = 4", "2: concurency is no setting here | did you mean concurrency?"),
        ("[run]\nmax_billed = 4", "2: max_billed is no setting here | did you mean max-billed?"),
        ("[run]\nconcurrency = 999", "2: run.concurrency: 999 is not in 1..=256 | "),
        ("[run]\nconcurrency = true", "2: run.concurrency wants what --concurrency takes"),
        ("[run]\nformat = \"pdf\"", "2: run.format: it must be one of csv, "),
        ("[run]\nexcel = \"yes\"", "2: run.excel wants true or false"),
        ("[run]\nrate = \"5/s\"", "| rate belongs to a product: write it under [products.\"juhe/line-status\"]"),
        ("run = 5", "1: this is a group of settings"),
        ("lang = \"fr\"", "1: lang: it must be one of en, zh"),
        (
            "[products.\"juhe/line-statu\"]",
            "1: juhe/line-statu is no product of this tool | did you mean juhe/line-status?",
        ),
        ("[products.\"juhe/line-status\"]\nprise = 1", "2: prise is no setting here | did you mean price?"),
        ("[products.\"juhe/line-status\"]\nprice = \"cheap\"", "| write an amount such as 0.01"),
        ("[products.\"juhe/line-status\"]\nrate = 5", "2: rate wants requests and a time"),
        (
            "[products.\"juhe/line-status\"]\nencrypt = \"aes\"",
            "2: products.\"juhe/line-status\".encrypt: juhe/line-status has no aes variant",
        ),
        ("[products.\"juhe/line-status\"]\nbase-url = \"nowhere\"", "2: products.\"juhe/line-status\".base-url: "),
        ("[products.\"juhe/line-status\"]\nkey.env = \"A\"\nkey.file = \"b\"", "key must name one place"),
        ("[products.\"juhe/line-status\"]\nkey.vault = \"A\"", "2: vault is no setting here"),
        ("[products.\"juhe/line-status\"]\nkey.command = \"pass show\"", "2: the place of key"),
        (
            "[fallback]\nline-status = [\"juhe/caller-id\"]",
            "2: juhe/caller-id is no product of line-status | name some of",
        ),
        ("[fallback]\nline-status = [\"juhe/line-status\", \"juhe/line-status\"]", "is named twice"),
        ("[fallback]\nlines = []", "2: lines is no setting here | did you mean line-status?"),
        ("[profiles.night]\nprofile = \"day\"", "2: profile is no setting here"),
        ("lang = \"en\"\nlang = \"zh\"", "2: not TOML: duplicate key"),
        ("[run\n", "1: not TOML: "),
    ] {
        let found = problems(Kind::User, text);
        assert!(found.iter().any(|problem| problem.contains(wanted)), "{text}\n{wanted}\n{found:#?}");
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let found = problems(Kind::User, "lang = 1\n[run]\nreuse = 7\nformat = 8\n[check]\ncountry = \"x\"\n");
    let lines: Vec<&str> = found.iter().map(|problem| &problem[..1]).collect();
    assert_eq!(lines, ["1", "3", "4", "6"], "{found:#?}");
}

#[test]
fn a_credential_that_is_written_out_is_refused_and_never_repeated() {
    for text in [
        "[products.\"juhe/line-status\"]\nkey = \"canary\"",
        "[products.\"juhe/line-status\"]\nkey = [\"canary\"]",
        "[products.\"juhe/line-status\"]\nkye = \"canary\"",
        "[products.\"juhe/line-status\"]\nrate = \"canary\"",
        "[run]\nformat = \"canary\"\nreuse = \"canary\"\nconcurrency = \"canary\"",
        "[fallback]\nnext-on = \"canary\"",
        "key = \"canary",
    ] {
        let found = parsed(Kind::User, text);
        assert!(!found.problems.is_empty(), "{text}");
        for problem in &found.problems {
            let words = format!("{}{:?}", problem.words(), problem.cure);
            assert!(!words.contains("canary"), "{text}: {words}");
        }
        assert!(!format!("{:?}", found.settings).contains("canary"), "{text}");
    }
    let literal = &problems(Kind::User, "[products.\"juhe/line-status\"]\nkey = \"canary\"")[0];
    assert!(literal.contains("not the credential itself | ") && literal.contains("key.env = "), "{literal}");
}

#[test]
fn a_strangers_folder_runs_no_program_and_redirects_no_key() {
    for text in [
        "ledger = \"elsewhere.db\"",
        "[products.\"juhe/line-status\"]\nbase-url = \"https://evil.example\"",
        "[products.\"juhe/line-status\"]\nproxy = \"http://evil.example:1\"",
        "[products.\"juhe/line-status\"]\nallow-http = true",
        "[products.\"juhe/line-status\"]\nkey.command = [\"sh\", \"-c\", \"evil\"]",
        "[profiles.night.products.\"juhe/line-status\"]\nbase-url = \"https://evil.example\"",
    ] {
        let found = parsed(Kind::Project, text);
        assert!(found.settings.is_empty() && found.problems.len() == 1, "{text}: {found:?}");
        let cure = found.problems[0].cure.to_string();
        assert!(cure.contains("--config /etc/n/numcheck.toml"), "{cure}");
        for kind in [Kind::Named, Kind::User] {
            assert_eq!(problems(kind, text), [""; 0], "{text}");
        }
    }
}

#[test]
fn no_file_orders_to_pay_again() {
    for kind in [Kind::Named, Kind::Project, Kind::User] {
        let found = problems(kind, "[run]\nin-doubt = \"repay\"");
        assert!(found[0].starts_with("2: an order to pay again") && found.len() == 1, "{found:?}");
        assert_eq!(problems(kind, "[run]\nin-doubt = \"skip\""), [""; 0]);
        assert!(problems(kind, "[run]\nrepay-on = \"10020\"")[0].contains("repay-on is no setting here"));
    }
}

#[test]
fn paths_begin_in_the_folder_of_their_file() {
    let found = parsed(Kind::User, "ledger = \"a/ledger.db\"");
    let wanted = Path::new("/etc/n").join("a/ledger.db");
    assert_eq!(found.settings[0].1.value, Value::Text(wanted.to_string_lossy().into_owned()));
    let found = parsed(Kind::User, "\u{feff}ledger = \"/abs/ledger.db\"");
    assert_eq!(found.settings[0].1.value, Value::Text("/abs/ledger.db".to_owned()));
    for (program, wanted) in [("bin/getkey", "/etc/n/bin/getkey"), ("pass", "pass"), ("/bin/pass", "/bin/pass")] {
        let found =
            parsed(Kind::User, &format!("[products.\"juhe/line-status\"]\nkey.command = [\"{program}\", \"a/b\"]"));
        let wanted = crate::credentials::Place::Command(vec![wanted.to_owned(), "a/b".to_owned()]);
        assert_eq!(found.settings[0].1.value, Value::Secret(wanted));
    }
}
