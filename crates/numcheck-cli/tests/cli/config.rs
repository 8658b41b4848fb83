//! `numcheck.toml`: what wins, what it reaches, what it refuses.

use std::path::Path;

use serde_json::Value;

use crate::home::Home;
use crate::support::{SandboxProcess, list};

const KEY: &str = "sandbox-juhe-line-status-key";

#[test]
fn project_wins_over_user_over_default_and_a_profile_over_both() {
    let home = Home::new();
    let concurrency = |args: &str| {
        let (value, origin) = home.shown(args, "run.concurrency");
        format!("{} {}", value.as_str().expect("a text"), origin.as_str().expect("a word"))
    };
    assert_eq!(concurrency(""), "8 default");
    home.user("[run]\nconcurrency = 2\n[profiles.night.run]\nconcurrency = 1\n");
    assert_eq!(concurrency(""), "2 user");
    home.project("[run]\nconcurrency = 3\n");
    assert_eq!(concurrency(""), "3 project");
    assert_eq!(concurrency("--profile night"), "1 user");
    let named = home.write("named.toml", "[run]\nconcurrency = 4\n");
    assert_eq!(concurrency(&format!("--config {named}")), "4 named");
    home.user("profile = \"night\"\n[profiles.night.run]\nconcurrency = 1\n");
    assert_eq!(concurrency(""), "1 user");
    let ran = home.numcheck("config show --profile nigth").run();
    assert!(ran.code == 2 && ran.err.contains("there is no profile nigth") && ran.err.contains("night"), "{ran:?}");
}

#[test]
fn the_flag_wins_over_the_environment_over_the_file() {
    let home = Home::new();
    home.user("lang = \"zh\"\n[check]\nformat = \"csv\"\n");
    let check = || home.numcheck("check --sandbox 13800000001");
    let ran = check().run();
    assert!(ran.out.starts_with("number,"), "{ran:?}");
    let ran = home.numcheck("check --sandbox -f json 13800000001").run();
    assert!(ran.out.starts_with('{'), "{ran:?}");
    let missing = || home.numcheck("runs list --ledger /nowhere/ledger.db");
    assert!(missing().run().err.contains("没有台账文件"), "the file's language");
    assert!(missing().env("NUMCHECK_LANG", "en").run().err.contains("there is no ledger"), "the environment's");
    assert!(missing().env("NUMCHECK_LANG", "en").arg("--lang=zh").run().err.contains("没有台账文件"), "the flag's");
}

#[test]
fn the_ledger_is_where_the_users_file_says_until_the_environment_says_otherwise() {
    let home = Home::new();
    home.user("ledger = \"~/books/ledger.db\"\n");
    let ran = home.numcheck("runs list").without_ledger().run();
    assert!(ran.err.contains(&*home.path("books/ledger.db").to_string_lossy()), "{ran:?}");
    let ran = home.numcheck("runs list").env("NUMCHECK_LEDGER", "/nowhere/env.db").run();
    assert!(ran.err.contains("/nowhere/env.db"), "{ran:?}");
    let ran = home.numcheck("runs list --ledger /nowhere/flag.db").run();
    assert!(ran.err.contains("/nowhere/flag.db"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_run_takes_its_products_price_rate_and_credentials_from_the_files() {
    let sandbox = SandboxProcess::start();
    let home = Home::new();
    let secret = home.write("secret", &format!("{KEY}\n"));
    home.mode(&secret, 0o600);
    home.write("project/lists/list.txt", &list(40));
    home.user(&format!(
        "[fallback]\nline-status = [\"ywjisu/line-status\", \"juhe/line-status\"]\n\
         [products.\"juhe/line-status\"]\nkey.file = \"~/secret\"\nbase-url = \"{url}\"\nprice = 0.01\n\
         [products.\"ywjisu/line-status\"]\nbase-url = \"{url}\"\nprice = \"0.02元\"\nbudget = 0.5\n\
         code.env = \"A_CODE\"\npwd.command = [\"printenv\", \"A_PWD\"]\nprivate-key.env = \"A_PRIVATE_KEY\"\n",
        url = sandbox.url
    ));
    let run = |args: &str| {
        let tool = home.numcheck(&format!("run list.txt --no-progress --dry-run {args}"));
        let tool = sandbox.exports.iter().fold(tool, |tool, line| {
            let (name, value) = line.strip_prefix("export ").and_then(|line| line.split_once('=')).unwrap_or(("X", ""));
            match name.strip_prefix("NUMCHECK_YWJISU_") {
                Some(name) => tool.env(&format!("A_{name}"), value),
                None => tool,
            }
        });
        tool.run()
    };
    let ran = run("");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("0.80"), "40 at the dearer first product: {ran:?}");
    let ran = run("-p juhe/line-status");
    assert!(ran.code == 0 && ran.err.contains("0.40"), "{ran:?}");
    let ran = run("-p juhe/line-status --price 0.5");
    assert!(ran.code == 0 && ran.err.contains("20.00"), "the flag's price: {ran:?}");
    // A budget on the command line finds its price in the file.
    let ran = home.numcheck("run list.txt --no-progress -p juhe/line-status --max-cost 0.1").run();
    assert_eq!(ran.code, 6, "{ran:?}");
    assert_eq!(billed(&sandbox), 10);
}

#[cfg(unix)]
#[test]
fn a_products_budget_ends_the_run() {
    let sandbox = SandboxProcess::start();
    let home = Home::new();
    home.write("project/lists/list.txt", &list(40));
    home.user(&format!(
        "[products.\"juhe/line-status\"]\nkey.env = \"A_KEY\"\nbase-url = \"{}\"\nprice = 0.01\nbudget = 0.1\n",
        sandbox.url
    ));
    let run = |args: &str| home.numcheck(&format!("run list.txt --no-progress {args}")).env("A_KEY", KEY).run();
    let ran = run("");
    assert!(ran.code == 6 && billed(&sandbox) == 10, "{ran:?}");
    let ran = run("--max-cost 0.2");
    assert!(ran.code == 6 && billed(&sandbox) == 20, "the flag wins: {ran:?}");
}

#[test]
fn the_environments_credential_wins_over_the_files() {
    let sandbox = SandboxProcess::start();
    let home = Home::new();
    home.user("[products.\"juhe/line-status\"]\nkey.env = \"A_KEY\"\n");
    let check = || home.numcheck(&format!("check --no-ledger --base-url {} 13800000001", sandbox.url));
    assert_eq!(check().env("A_KEY", KEY).run().code, 0);
    let wrong = "sandbox-of-someone-else";
    assert_eq!(check().env("A_KEY", wrong).run().code, 4);
    assert_eq!(check().env("A_KEY", wrong).env("NUMCHECK_JUHE_LINE_STATUS_KEY", KEY).run().code, 0);
    let ran = check().run();
    assert!(ran.code == 4 && ran.err.contains("numcheck.toml:2: it names A_KEY, which is not set"), "{ran:?}");
}

#[test]
fn a_strangers_folder_sends_no_key_elsewhere_and_runs_no_program() {
    let home = Home::new();
    let proof = home.path("it-ran");
    home.project(&format!(
        "[products.\"juhe/line-status\"]\nbase-url = \"http://127.0.0.1:9\"\nkey.command = [\"touch\", \"{}\"]\n",
        proof.display()
    ));
    for command in ["check 13800000001", "products", "runs list", "config check", "config show", "doctor"] {
        let ran = home.numcheck(command).env("NUMCHECK_JUHE_LINE_STATUS_KEY", KEY).run();
        let said = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == 2 && said.contains("may not set base-url"), "{command}: {ran:?}");
        assert!(said.contains("--config "), "{command}: {ran:?}");
    }
    assert!(!proof.exists(), "the program ran");
    // What needs no configuration goes on.
    assert_eq!(home.numcheck("explain 4").run().code, 0);
}

#[test]
fn a_projects_file_that_prices_a_request_is_said_aloud() {
    let home = Home::new();
    home.user("[check]\nformat = \"json\"\n");
    let check = || home.numcheck("check --sandbox 13800000001").run();
    assert!(check().err.starts_with("sandbox: "), "the user knows the own file");
    let path = home.project("[check]\nformat = \"csv\"\n");
    let ran = check();
    assert!(ran.code == 0 && ran.err.starts_with(&format!("configuration: {path}\n")), "{ran:?}");
}

#[test]
fn everything_wrong_is_named_with_file_and_line_and_no_secret_is_repeated() {
    let home = Home::new();
    let path = home.user("[run]\nconcurency = 4\n[products.\"juhe/line-status\"]\nkey = \"canary\"\nprice = true\n");
    let ran = home.numcheck("config check").run();
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for line in [2, 4, 5] {
        assert!(ran.err.contains(&format!("error: {path}:{line}: ")), "{ran:?}");
    }
    assert!(ran.err.contains("did you mean concurrency?"), "{ran:?}");
    let ran = home.numcheck("check --sandbox 13800000001").run();
    assert!(ran.code == 2 && ran.err.contains("nothing was paid") && !ran.err.contains("canary"), "{ran:?}");
    let ran = home.numcheck("config check --lang zh").run();
    assert!(ran.err.contains("不能直接写凭证") && !ran.err.contains("canary"), "{ran:?}");
}

#[test]
fn init_writes_a_valid_file_once() {
    let home = Home::new();
    for (args, path, word) in [
        ("config init", "project/lists/numcheck.toml", "# The language"),
        ("config init --user --lang zh", ".config/numcheck/numcheck.toml", "# 提示语言"),
    ] {
        let ran = home.numcheck(args).run();
        assert_eq!(ran.code, 0, "{ran:?}");
        let text = std::fs::read_to_string(home.path(path)).expect("it was written");
        assert!(text.contains(word), "{text}");
        home.assert_private(path);
        std::fs::write(home.path(path), "lang = \"en\"\n").expect("it can be edited");
        let ran = home.numcheck(args).run();
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_eq!(std::fs::read_to_string(home.path(path)).expect("it is there"), "lang = \"en\"\n");
    }
    assert_eq!(home.numcheck("config check").run().code, 0);
}

#[test]
fn show_tells_where_credentials_come_from_and_never_what_they_are() {
    let home = Home::new();
    home.user(
        "[products.\"juhe/line-status\"]\nkey.command = [\"echo\", \"canary\"]\nproxy = \"http://me:canary@127.0.0.1:1\"\n\
         [products.\"juhe/caller-id\"]\nkey.env = \"A_KEY\"\n",
    );
    for format in ["text --origin", "json"] {
        let ran = home.numcheck(&format!("config show -f {format}")).env("A_KEY", "canary").run();
        assert!(ran.code == 0 && ran.out.contains("echo") && ran.out.contains("A_KEY"), "{ran:?}");
        assert!(!ran.out.contains("canary"), "{ran:?}");
    }
}

#[test]
fn the_shown_settings_are_as_published() {
    let schema: Value = serde_json::from_str(include_str!("../../schemas/config.v1.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let home = Home::new();
    home.user("lang = \"en\"\nledger = \"l.db\"\n[fallback]\nline-status = [\"juhe/line-status\"]\n");
    home.project("profile = \"a\"\n[profiles.a.products.\"juhe/line-status\"]\nprice = 1\nkey.file = \"k\"\n");
    let shown = home.numcheck("config show -f json").run().json().remove(0);
    let problems: Vec<String> = validator.iter_errors(&shown).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{shown}: {problems:?}");
    for (pointer, bad) in [("/v", 2.into()), ("/settings/0/origin", Value::Null), ("/files/0/kind", "other".into())] {
        let mut shown = shown.clone();
        *shown.pointer_mut(pointer).expect(pointer) = bad;
        assert!(!validator.is_valid(&shown), "{pointer}");
    }
}

#[test]
fn the_published_schema_of_the_file_takes_the_sample_and_no_literal_secret() {
    let schema: Value = serde_json::from_str(include_str!("../../schemas/numcheck-toml.v1.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let json = |text: &str| -> Value { toml::from_str(text).expect("TOML") };
    for sample in ["project.en", "project.zh", "user.en", "user.zh"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/config/sample/{sample}.toml"));
        let text = std::fs::read_to_string(path).expect("a sample");
        let set: String = text
            .lines()
            .map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')).unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let set = json(&set);
        let problems: Vec<String> = validator.iter_errors(&set).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{sample}: {problems:?}");
    }
    for bad in [
        "colour = 1",
        "[products.\"juhe/line-status\"]\nkey = \"canary\"",
        "[products.\"juhe/line-status\"]\nkey = { env = \"A\", file = \"b\" }",
        "[profiles.a]\nprofile = \"b\"",
    ] {
        assert!(!validator.is_valid(&json(bad)), "{bad}");
    }
}

/// How many numbers the sandbox billed.
fn billed(sandbox: &SandboxProcess) -> u64 {
    let ledger = sandbox.ledger();
    ledger["totals"].as_array().expect("a list").iter().filter_map(|total| total["billed"].as_u64()).sum()
}
