//! No credential anywhere, and no whole number on standard error, whatever the vendor sends back.

use crate::support::{Tool, numcheck, vendor};

const CANARIES: [(&str, &str); 7] = [
    ("NUMCHECK_JUHE_LINE_STATUS_KEY", "canary-line-7f3a"),
    ("NUMCHECK_JUHE_NETWORK_STATUS_KEY", "canary-network-81bc"),
    ("NUMCHECK_JUHE_CALLER_ID_KEY", "canary-caller-55e0"),
    ("NUMCHECK_JUHE_OPENID", "canary-openid-0d1e"),
    ("NUMCHECK_YWJISU_CODE", "canary-code-2b9d"),
    ("NUMCHECK_YWJISU_PWD", "canary-pwd-c4c4"),
    ("NUMCHECK_YWJISU_PRIVATE_KEY", "canary-private-9e77"),
];

const PRODUCTS: [&str; 5] = [
    "juhe/line-status",
    "juhe/network-status",
    "juhe/network-status --encrypt aes",
    "juhe/caller-id",
    "ywjisu/line-status",
];

fn with_canaries(args: &str) -> Tool {
    CANARIES.iter().fold(numcheck(args), |tool, (name, value)| tool.env(name, value))
}

#[test]
fn a_vendor_that_echoes_everything_leaks_nothing() {
    let echoes: [fn(&str) -> Option<String>; 4] = [
        |body| Some(format!(r#"{{"error_code":10001,"reason":"KEY {body}","result":"{body}"}}"#)),
        |body| {
            Some(format!(r#"{{"error_code":"{body}","resultCode":"{body}","resultMsg":"{body}","reason":"{body}"}}"#))
        },
        |body| Some(format!("<html>{body} 13800000001</html>")),
        |_| None,
    ];
    for echo in echoes {
        let url = vendor(echo);
        for product in PRODUCTS {
            for format in ["text", "json", "csv"] {
                let args = format!("check -p {product} --base-url {url} -f {format} 13800000001 13800000002");
                let ran = with_canaries(&args).run();
                assert!(ran.code >= 3, "{ran:?}");
                assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{args}: {ran:?}");
                for number in ["13800000001", "13800000002"] {
                    assert!(ran.out.contains(number) && !ran.err.contains(number), "{args}: {ran:?}");
                }
            }
        }
    }
}

#[test]
fn no_command_shows_a_credential() {
    for args in [
        "products",
        "products -f json",
        "explain 10001",
        "check nonsense",
        "check --base-url http://127.0.0.1:1 13800000001",
    ] {
        let ran = with_canaries(args).run();
        assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{args}: {ran:?}");
    }
}

#[test]
fn no_whole_number_on_standard_error() {
    let numbers = ["13800000001", "13800000006", "13800009012", "057156264805", "1440000000001", "+85223456789"];
    for product in PRODUCTS {
        let ran = numcheck(&format!("check --sandbox -p {product} {} 13800000001转5", numbers.join(" "))).run();
        for number in numbers {
            assert!(!ran.err.contains(number.trim_start_matches('+')), "{number}: {ran:?}");
        }
        assert!(!ran.err.contains("23456789"), "{ran:?}");
    }
}
