//! `products`, `explain` and `sandbox`.

use crate::support::{SandboxProcess, numcheck};

#[test]
fn products_lists_limits_and_which_credentials_are_there() {
    let run = |args| numcheck(args).env("NUMCHECK_JUHE_OPENID", "canary").env("NUMCHECK_YWJISU_PWD", "").run();
    let text = run("products");
    for words in [
        "juhe/line-status",
        "up to 2000 a request",
        "up to 50 a request",
        "空号检测",
        "numbers of any kind",
        "aes, rsa",
    ] {
        assert!(text.out.contains(words), "{words}: {text:?}");
    }
    let lines = run("products -f json").json();
    assert_eq!(lines.len(), 4);
    let state = |env: &str| {
        let credentials = lines.iter().flat_map(|line| line["credentials"].as_array().expect("a list"));
        credentials.clone().find(|credential| credential["env"] == env).map(|credential| credential["state"].clone())
    };
    assert_eq!(state("NUMCHECK_JUHE_OPENID"), Some("present".into()));
    assert_eq!(state("NUMCHECK_YWJISU_PWD"), Some("wrong".into()));
    assert_eq!(state("NUMCHECK_YWJISU_CODE"), Some("missing".into()));
}

#[test]
fn explain_says_meaning_turn_retry_and_charge() {
    let ran = numcheck("explain 400200").run();
    for words in ["ywjisu 400200", "黑名单列表", "turn ", "again ", "money  may have been charged"] {
        assert!(ran.out.contains(words), "{words}: {ran:?}");
    }
    for (query, words) in [
        ("4", "沉默号"),
        ("沉默号", "半年"),
        ("pending-cancellation", "预销户"),
        ("in_doubt", "asking again may pay twice"),
        ("200000", "success"),
        ("429", "too many requests"),
    ] {
        let ran = numcheck(&format!("explain {query}")).run();
        assert!(ran.code == 0 && ran.out.contains(words), "{query}: {ran:?}");
    }
    let lines = numcheck("explain 空号 --vendor juhe -f json").run().json();
    assert_eq!((lines.len(), &lines[0]["product"], &lines[0]["v"]), (1, &"juhe/line-status".into(), &1.into()));
}

#[test]
fn the_sandbox_prints_what_a_shell_evaluates() {
    let sandbox = SandboxProcess::start();
    let exports = sandbox.exports.join("\n");
    assert!(exports.contains("export NUMCHECK_JUHE_LINE_STATUS_KEY=sandbox-"), "{exports}");
    assert!(exports.contains("export NUMCHECK_JUHE_RSA_PUBLIC_KEY='-----BEGIN PUBLIC KEY-----\n"), "{exports}");
    let ran = sandbox.numcheck("check -f json 13800000004").run();
    assert_eq!((&ran.json()[0]["status"], &ran.json()[0]["sandbox"]), (&"silent".into(), &false.into()), "{ran:?}");
    let port = sandbox.url.rsplit(':').next().expect("a port");
    let second = numcheck(&format!("sandbox --port {port}")).run();
    assert!(second.code == 2 && second.err.contains("another --port"), "{second:?}");
}
