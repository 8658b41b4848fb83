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
fn explain_tells_an_answer_from_a_failure() {
    let ran = numcheck("explain 224922").run();
    for words in ["juhe 224922: an answer, no record (无记录)", "查询无此记录", "money  unstated", "计费未说明"]
    {
        assert!(ran.out.contains(words), "{words}: {ran:?}");
    }
    for words in ["kind ", "turn ", "计费存疑"] {
        assert!(!ran.out.contains(words), "{words}: {ran:?}");
    }
    let lines = numcheck("explain 224922 -f json").run().json();
    assert_eq!((lines.len(), &lines[0]["type"], &lines[0]["outcome"]), (1, &"answer".into(), &"no_record".into()));
    let answered = numcheck("check --sandbox -p juhe/network-status 13800000006").run();
    assert!(answered.out.contains("\tno_record\t无记录\t\tunstated\t"), "the same words: {answered:?}");
    assert!(ran.out.contains("说明   这是检测结果"), "{ran:?}");
    assert!(numcheck("explain 403000").run().out.contains("  说明   "), "a Chinese reader is told of the clock");
    assert!(!numcheck("explain 10012").run().out.contains("说明 "), "where the vendor's words suffice");
    assert!(numcheck("explain 0").run().out.contains("含义   请求已受理"));
}

#[test]
fn explain_knows_the_older_codes() {
    for (older, words) in [("112", "10012"), ("101", "10001")] {
        let ran = numcheck(&format!("explain {older}")).run();
        assert!(ran.code == 0 && ran.out.contains(&format!("juhe {older}: the older form of {words}")), "{ran:?}");
    }
    assert_eq!(numcheck("explain 112 -f json").run().json()[0]["older_code"], "112");
    assert_eq!(numcheck("explain 122").run().code, 2);
}

#[test]
fn help_claims_what_is_so() {
    let help = numcheck("check --help").run().out;
    assert!(!help.contains("Excel") && !help.contains("without + or 00"), "{help}");
    for country in ["852", "+852", "00852"] {
        let ran = numcheck(&format!("check --sandbox -p juhe/caller-id --country {country} 23456781")).run();
        assert_eq!(ran.code, 0, "{country}: {ran:?}");
        assert!(help.contains(country), "{help}");
    }
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
