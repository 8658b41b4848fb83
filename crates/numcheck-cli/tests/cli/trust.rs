//! A `numcheck.toml` that was merely found: what it may do by itself, and what the user has to trust it for.

use std::path::Path;

use crate::home::Home;
use crate::support::{SandboxProcess, list};

const KEY: &str = "sandbox-juhe-line-status-key";

#[test]
fn a_found_file_that_only_sets_how_things_look_needs_no_trust() {
    let home = Home::new();
    home.project(
        "lang = \"en\"\n[check]\nformat = \"csv\"\ncountry = 86\n[run]\nformat = \"csv\"\nexcel = true\n\
         output-encoding = \"utf-8\"\nprogress = \"none\"\nconcurrency = 2\n[profiles.a.run]\nconcurrency = 1\n",
    );
    let ran = home.numcheck("check --sandbox 13800000001").run();
    assert!(ran.code == 0 && ran.out.starts_with("number,"), "{ran:?}");
    let ran = home.numcheck("config trust").run();
    assert!(ran.code == 0 && ran.err.contains("nothing that needs trust"), "{ran:?}");
    assert!(!home.path(STORE).exists());
}

const STORE: &str = ".local/state/numcheck/trusted";

#[test]
fn every_setting_that_pays_or_names_a_key_is_refused_until_it_is_trusted() {
    for text in [
        "profile = \"a\"\n[profiles.a.run]\nconcurrency = 1\n",
        "[fallback]\nline-status = [\"ywjisu/line-status\"]\n",
        "[fallback]\nnext-on = [\"silent\"]\n",
        "[check]\nproduct = \"juhe/caller-id\"\n",
        "[run]\nin-doubt = \"skip\"\n",
        "[run]\nreuse = \"900d\"\n",
        "[run]\nmax-billed = 1000000\n",
        "[run]\nmax-cost = 1000000\n",
        "[run]\nmax-doubt = 1000000\n",
        "[products.\"juhe/line-status\"]\nprice = 0.000001\n",
        "[products.\"juhe/line-status\"]\nbudget = 999999\n",
        "[products.\"juhe/line-status\"]\nrate = \"900/s\"\n",
        "[products.\"juhe/line-status\"]\nkey.env = \"AWS_SECRET_ACCESS_KEY\"\n",
        "[products.\"juhe/line-status\"]\nkey.file = \"~/.ssh/id_ed25519\"\n",
        "[products.\"juhe/network-status\"]\nencrypt = \"none\"\n",
        "[profiles.night.run]\nreuse = \"900d\"\n",
    ] {
        let home = Home::new();
        home.project(text);
        let check = || home.numcheck("check --sandbox 13800000001").run();
        let ran = check();
        assert!(ran.code == 2 && ran.err.contains("numcheck config trust "), "{text}: {ran:?}");
        assert!(ran.err.contains("nothing was paid") && ran.out.is_empty(), "{text}: {ran:?}");
        assert_eq!(home.numcheck("config trust").run().code, 0, "{text}");
        assert_ne!(check().code, 2, "{text}: {:?}", check());
    }
}

#[test]
fn the_refusal_names_the_file_every_setting_with_its_line_and_the_cure() {
    let home = Home::new();
    let path = home.project("lang = \"en\"\n[run]\nreuse = \"7d\"\nconcurrency = 2\nmax-cost = 5\n");
    for command in ["check 13800000001", "run list.txt", "products", "runs list", "bill"] {
        let ran = home.numcheck(command).run();
        assert_eq!(ran.code, 2, "{command}: {ran:?}");
        let named = format!("error: {path}: it was found here and is not trusted");
        assert!(ran.err.starts_with(&named), "{command}: {ran:?}");
        assert!(
            ran.err.contains("run.reuse (numcheck.toml:3), run.max-cost (numcheck.toml:5)\n"),
            "{command}: {ran:?}"
        );
        assert!(ran.err.contains(&format!("numcheck config trust {path}")), "{command}: {ran:?}");
    }
    let ran = home.numcheck("products --lang zh").run();
    assert!(ran.code == 2 && ran.err.contains("还没有被信任"), "{ran:?}");
    // Who names a file trusts it.
    assert_eq!(home.numcheck("products --config").arg(&path).run().code, 0);
    assert_eq!(home.numcheck("products").env("NUMCHECK_CONFIG", &path).run().code, 0);
    assert_eq!(home.numcheck("explain 4").run().code, 0, "what needs no configuration goes on");
}

#[test]
fn trust_is_shown_kept_and_taken_back() {
    let home = Home::new();
    let text = "[run]\nreuse = \"7d\"\n[products.\"juhe/line-status\"]\nkey.env = \"A_KEY\"\n";
    let path = home.project(text);
    let code = || home.numcheck("products").run().code;
    assert_eq!(code(), 2);
    let ran = home.numcheck("config trust").env("A_KEY", "canary").run();
    assert!(ran.code == 0 && ran.out.contains("run.reuse = \"7d\"") && ran.out.contains("A_KEY"), "{ran:?}");
    assert!(!ran.out.contains("canary") && ran.err.contains("config trust --revoke"), "{ran:?}");
    assert_eq!(code(), 0);
    home.assert_private(STORE);

    // A file that changed is another one, and the one before is not forgotten for a second of its kind.
    home.project(&format!("{text}price = 1\n"));
    assert_eq!(code(), 2);
    home.project(text);
    assert_eq!(code(), 0);
    let other = home.write("project/lists/numcheck.toml", text);
    assert_eq!(code(), 2, "the same words in another place");
    std::fs::remove_file(other).expect("it was there");

    let ran = home.numcheck("config trust --revoke").arg(&path).run();
    assert!(ran.code == 0 && ran.err.contains("no longer trusted"), "{ran:?}");
    assert_eq!(code(), 2);
    let folder = home.path("project");
    assert_eq!(home.numcheck("config trust").arg(&folder.to_string_lossy()).run().code, 0, "its folder names it");
    assert_eq!(code(), 0);
}

#[test]
fn nothing_to_trust_and_a_file_with_a_barred_setting_are_refused() {
    let home = Home::new();
    let ran = home.numcheck("config trust").run();
    assert!(ran.code == 2 && ran.err.contains("no numcheck.toml is found"), "{ran:?}");
    home.project("[run]\nreuse = \"7d\"\n[products.\"juhe/line-status\"]\nbase-url = \"https://evil.example\"\n");
    let ran = home.numcheck("config trust").run();
    assert!(ran.code == 2 && ran.err.contains("may not set base-url"), "{ran:?}");
    assert!(!home.path(STORE).exists());
}

#[test]
fn show_check_and_doctor_say_that_a_file_is_not_trusted() {
    let home = Home::new();
    home.project("[run]\nreuse = \"7d\"\nconcurrency = 2\n");
    for (command, code) in [("config show", 0), ("config check", 0), ("doctor", 2)] {
        let ran = home.numcheck(command).run();
        let said = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == code && said.contains("is not trusted"), "{command}: {ran:?}");
        assert!(said.contains("numcheck config trust "), "{command}: {ran:?}");
    }
    let shown = home.numcheck("config show -f json").run().json().remove(0);
    assert_eq!(shown["files"][0]["trusted"], false);
    assert_eq!(home.shown("", "run.concurrency").0, "2");
    assert!(home.shown("", "run.reuse").0.is_null(), "what needs trust is not in effect");
    home.numcheck("config trust").run();
    assert_eq!(home.numcheck("config show -f json").run().json()[0]["files"][0]["trusted"], true);
    assert_eq!(home.shown("", "run.reuse").0, "7d");
    assert!(!home.numcheck("doctor").run().out.contains("is not trusted"));
}

#[test]
fn a_projects_file_chooses_no_profile_of_the_users() {
    let home = Home::new();
    home.user("[profiles.staging]\nledger = \"staging.db\"\n[profiles.staging.run]\nreuse = \"900d\"\n");
    home.project("profile = \"staging\"\n");
    assert_eq!(home.numcheck("config trust").run().code, 0);
    let ran = home.numcheck("products").run();
    assert!(ran.code == 2 && ran.err.contains("there is no profile staging"), "{ran:?}");
    home.project("profile = \"staging\"\n[profiles.staging.run]\nconcurrency = 3\n");
    assert_eq!(home.numcheck("config trust").run().code, 0);
    assert_eq!(home.shown("", "run.concurrency").0, "3");
    assert!(home.shown("", "run.reuse").0.is_null(), "the user's own profile of that name stays out");
    assert_eq!(home.shown("--profile staging", "run.reuse").0, "900d", "the user reaches both");
}

#[cfg(unix)]
#[test]
fn a_file_that_all_may_write_is_left_aside_and_that_is_said() {
    let home = Home::new();
    let path = home.project("[check]\nformat = \"csv\"\n");
    home.mode(&path, 0o666);
    let ran = home.numcheck("check --sandbox 13800000001").run();
    assert!(ran.code == 0 && !ran.out.starts_with("number,"), "{ran:?}");
    assert!(ran.err.contains(&format!("left aside: {path}: all users may write to {path}")), "{ran:?}");
    let ran = home.numcheck("doctor").run();
    assert!(ran.out.contains("all users may write to"), "{ran:?}");
    assert_eq!(home.numcheck("config trust").arg(&path).run().code, 2, "nor can it be trusted");
}

#[test]
fn flags_say_what_a_setting_said_otherwise() {
    let home = Home::new();
    home.user("[run]\nin-doubt = \"skip\"\nreuse = \"7d\"\n");
    home.write("project/lists/list.txt", &list(30));
    let run = |args: &str| {
        home.numcheck(&format!("run list.txt --sandbox --no-progress --new {args}")).without_ledger().run()
    };
    let lost = "--sandbox-faults lost=1 --reuse none";
    assert_ne!(run(lost).code, 8, "the file's");
    assert_eq!(run(&format!("{lost} --in-doubt declare")).code, 8, "the flag's");

    let home = Home::new();
    home.user("[run]\nreuse = \"7d\"\n");
    home.write("project/lists/list.txt", &list(30));
    let dry = |args: &str| {
        home.numcheck(&format!("run list.txt --sandbox --no-progress --new --dry-run {args}")).without_ledger().run()
    };
    assert_ne!(home.numcheck("run list.txt --sandbox --no-progress").without_ledger().run().code, 2);
    assert_ne!(dry("").err, dry("--reuse none").err, "the file's answers are left out");
}

#[cfg(unix)]
#[test]
fn a_program_beside_the_file_is_found_from_every_folder() {
    let sandbox = SandboxProcess::start();
    let home = Home::new();
    let program = home.write(".config/numcheck/bin/getkey", &format!("#!/bin/sh\necho {KEY}\n"));
    home.mode(&program, 0o755);
    home.user("[products.\"juhe/line-status\"]\nkey.command = [\"bin/getkey\"]\n");
    let ran = home.numcheck(&format!("check --no-ledger --base-url {} 13800000001", sandbox.url)).run();
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_finished_list_is_not_bought_again_because_a_default_changed() {
    let home = Home::new();
    home.write("project/lists/list.txt", &list(5));
    let run =
        |args: &str| home.numcheck(&format!("run list.txt --sandbox --no-progress {args}")).without_ledger().run();
    assert_eq!(run("-p juhe/line-status").code, 0);
    home.user("[fallback]\nline-status = [\"ywjisu/line-status\"]\n");
    let ran = run("");
    assert!(ran.code == 2 && ran.err.contains("-p juhe/line-status"), "{ran:?}");
    assert_eq!(run("-p juhe/line-status").code, 0);
    assert_eq!(run("-p ywjisu/line-status").code, 0, "a product that is named is an order");
    assert!(Path::new(&home.path("project/lists/list.txt.results.csv")).exists());
}
