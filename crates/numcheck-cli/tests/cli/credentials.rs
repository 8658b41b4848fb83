//! Credentials come from the environment or from files, and what is wrong with them is said before anything is sent.

use crate::support::{SandboxProcess, file, numcheck};

const KEY: &str = "NUMCHECK_JUHE_LINE_STATUS_KEY";

#[test]
fn every_missing_one_is_named() {
    let ran = numcheck("check -p ywjisu/line-status 13800000001").run();
    assert_eq!((ran.code, ran.out.as_str()), (4, ""));
    for name in ["NUMCHECK_YWJISU_CODE", "NUMCHECK_YWJISU_PWD", "NUMCHECK_YWJISU_PRIVATE_KEY"] {
        assert!(ran.err.contains(&format!("{name} is not set")), "{ran:?}");
    }
    assert!(ran.err.contains("nothing was paid") && ran.err.contains("--sandbox"), "{ran:?}");
    for (encrypt, name) in [("aes", "NUMCHECK_JUHE_OPENID"), ("rsa", "NUMCHECK_JUHE_RSA_PUBLIC_KEY")] {
        let ran = numcheck(&format!("check -p juhe/network-status --encrypt {encrypt} 13800000001"))
            .env("NUMCHECK_JUHE_NETWORK_STATUS_KEY", "a-key")
            .run();
        assert!(ran.code == 4 && ran.err.contains(name) && !ran.err.contains("NETWORK_STATUS_KEY"), "{ran:?}");
    }
}

#[test]
fn a_file_serves_as_well() {
    let sandbox = SandboxProcess::start();
    for (name, text) in [("plain", "sandbox-juhe-line-status-key"), ("line", "sandbox-juhe-line-status-key\r\n")] {
        let path = file(&format!("credentials-{name}"), text);
        let ran = numcheck(&format!("check --base-url {} 13800000001", sandbox.url))
            .env(&format!("{KEY}_FILE"), &path.to_string_lossy())
            .run();
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    assert!(numcheck("products").env(&format!("{KEY}_FILE"), "/dev/null").run().out.contains("is empty"));
}

#[test]
fn both_empty_and_unreadable_are_told_apart() {
    let file_env = format!("{KEY}_FILE");
    let check = || numcheck("check 13800000001");
    for (ran, words) in [
        (check().env(KEY, "k").env(&file_env, "/x").run(), "both set"),
        (check().env(KEY, "").run(), "set and empty"),
        (check().env(&file_env, "/nowhere/key").run(), "/nowhere/key"),
        (check().env(&file_env, "/").run(), "directory"),
        (check().env(KEY, "two words").run(), "white space"),
    ] {
        assert!(ran.code == 4 && ran.err.contains(words) && ran.err.contains("nothing was paid"), "{ran:?}");
    }
}

#[test]
fn every_problem_names_its_variable_and_its_cure() {
    let file_env = format!("{KEY}_FILE");
    let check = || numcheck("check 13800000001");
    for ran in [
        check().env(KEY, "k").env(&file_env, "/x").run(),
        check().env(&file_env, "/nowhere/key").run(),
        check().env(KEY, "two words").run(),
        check().env(KEY, "k").run(),
        check().run(),
    ] {
        let cure = ran.err.lines().find(|line| line.starts_with("  cure ")).expect(&ran.err);
        assert!(ran.code == 4 && ran.err.contains(KEY) && cure.len() > 20, "{ran:?}");
        assert!(!ran.err.contains("two words"), "{ran:?}");
    }
    // Of three credentials the one that cannot be right is named.
    let ywjisu = |pwd| {
        let tool = numcheck("check -p ywjisu/line-status 13800000001").env("NUMCHECK_YWJISU_CODE", "an-account");
        tool.env("NUMCHECK_YWJISU_PWD", pwd).env("NUMCHECK_YWJISU_PRIVATE_KEY", "a-private-key").run()
    };
    let ran = ywjisu("x y z 1");
    let cure = ran.err.lines().find(|line| line.starts_with("  cure ")).expect(&ran.err);
    assert!(cure.contains("NUMCHECK_YWJISU_PWD,") && !ran.err.contains("NUMCHECK_YWJISU_CODE"), "{ran:?}");
}

#[test]
fn a_key_that_the_vendor_refuses() {
    let sandbox = SandboxProcess::start();
    let ran = sandbox.numcheck("check 13800000001").env(KEY, "sandbox-of-someone-else").run();
    assert_eq!(ran.code, 4);
    for words in ["10001", "错误的请求KEY", "turn   yours: the account", "money  not charged", "138****0001"] {
        assert!(ran.err.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn a_public_key_that_is_none() {
    for (text, words) in [
        ("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "private"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "certificate"),
        ("not base64 at all!", ""),
    ] {
        let ran = numcheck("check -p juhe/network-status --encrypt rsa 13800000001")
            .env("NUMCHECK_JUHE_NETWORK_STATUS_KEY", "a-key")
            .env("NUMCHECK_JUHE_RSA_PUBLIC_KEY", text)
            .run();
        assert!(ran.code == 4 && ran.err.contains(words) && !ran.err.contains("MIIB"), "{ran:?}");
    }
}
