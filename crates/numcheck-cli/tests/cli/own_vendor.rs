//! The example `own_vendor`: a third party's product in the same tool.

use std::path::{Path, PathBuf};

use crate::support::Tool;

/// Cargo builds the examples with the tests, beside the binary.
fn tool(args: &str) -> Tool {
    let bin = Path::new(env!("CARGO_BIN_EXE_numcheck"));
    let example: PathBuf = bin.with_file_name("examples").join("own_vendor");
    let example = example.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(example.exists(), "build it first: cargo build -p numcheck-cli --example own_vendor");
    Tool::of(&example, args)
}

#[test]
fn it_is_asked_listed_and_explained_like_the_others() {
    let ran = tool("check -p acme/line-status -f json 13800000002 13800000001 13800000003")
        .env("NUMCHECK_ACME_KEY", "long-enough")
        .run();
    let statuses: Vec<_> = ran.json().iter().map(|row| row["status"].clone()).collect();
    assert_eq!((ran.code, statuses), (0, vec!["active".into(), "vacant".into(), "vacant".into()]), "{}", ran.err);
    assert!(tool("products").run().out.contains("NUMCHECK_ACME_KEY"));
    assert!(tool("explain E7").run().out.contains("点数用尽"));
    assert!(tool("explain 10012").run().out.contains("juhe"));
}

#[test]
fn its_errors_exit_like_the_others() {
    let key = |args| tool(args).env("NUMCHECK_ACME_KEY", "long-enough").run();
    assert_eq!(key("check -p acme/line-status 13800000009").code, 6);
    let no_row = key("check -p acme/line-status 13800000008");
    assert!(no_row.code == 8 && no_row.out.contains("\tin doubt\t"), "a missing row is no guess: {no_row:?}");
    assert_eq!(key("check -p acme/line-status 10086").code, 5);
    assert_eq!(key("check -p acme/line-status --encrypt aes 13800000001").code, 2);
    let unsandboxed = key("check -p acme/line-status --sandbox 13800000001");
    assert!(unsandboxed.code == 2 && unsandboxed.err.contains("not in the sandbox"), "{unsandboxed:?}");
    let missing = tool("check -p acme/line-status 13800000001").run();
    assert!(missing.code == 4 && !missing.err.contains("--sandbox"), "{missing:?}");
    assert_eq!(tool("check -p acme/line-status 13800000001").env("NUMCHECK_ACME_KEY", "short").run().code, 4);
}
