//! Proxies of the environment are ignored; one that is asked for is used, and said.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::support::{Place, Tool, numcheck};

const NAMES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const PRODUCTS: [&str; 4] = ["juhe/line-status", "juhe/network-status", "juhe/caller-id", "ywjisu/line-status"];
const NUMBER: &str = "13847021936";

/// Listens, keeps what comes, and refuses all of it.
fn trap() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let came = Arc::new(Mutex::new(Vec::new()));
    let kept = came.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut request = vec![0; 1 << 16];
            let length = stream.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    (address, came)
}

fn count(came: &Mutex<Vec<String>>) -> usize {
    came.lock().unwrap_or_else(PoisonError::into_inner).len()
}

fn with_keys(tool: Tool) -> Tool {
    let names = [
        "NUMCHECK_JUHE_LINE_STATUS_KEY",
        "NUMCHECK_JUHE_NETWORK_STATUS_KEY",
        "NUMCHECK_JUHE_CALLER_ID_KEY",
        "NUMCHECK_YWJISU_CODE",
        "NUMCHECK_YWJISU_PWD",
        "NUMCHECK_YWJISU_PRIVATE_KEY",
    ];
    names.into_iter().fold(tool, |tool, name| tool.env(name, "a-canary-credential"))
}

#[test]
fn those_of_the_environment_are_ignored() {
    let (proxy, trapped) = trap();
    let (vendor, asked) = trap();
    for product in PRODUCTS {
        let check = with_keys(numcheck(&format!("check -p {product} --base-url http://{vendor} {NUMBER}")));
        let ran = NAMES.into_iter().fold(check, |tool, name| tool.env(name, &format!("http://{proxy}"))).run();
        assert!(!ran.err.contains("proxy"), "{ran:?}");
    }
    let place = Place::new(NUMBER);
    let run = with_keys(place.tool(&format!("run LIST -p juhe/line-status --base-url http://{vendor}")));
    NAMES.into_iter().fold(run, |tool, name| tool.env(name, &format!("http://{proxy}"))).run();
    assert_eq!((count(&asked), count(&trapped)), (5, 0));
}

#[test]
fn one_that_is_asked_for_is_used_and_said() {
    for (lang, said) in [("en", "asked through the proxy 127.0.0.1"), ("zh", "经代理 127.0.0.1")] {
        for product in PRODUCTS {
            let (proxy, came) = trap();
            let args = format!("--lang {lang} check -p {product} --proxy http://me:canary-pass@{proxy} {NUMBER}");
            let ran = with_keys(numcheck(&args)).run();
            assert!(ran.err.contains(said) && ran.err.contains(product), "{ran:?}");
            assert!(!ran.err.contains("canary") && !ran.out.contains("canary"), "{ran:?}");
            let came = came.lock().unwrap_or_else(PoisonError::into_inner);
            assert!(came.len() == 1 && came[0].starts_with("CONNECT "), "{product}: {came:?}");
            assert!(
                !came[0].contains(NUMBER) && !came[0].contains("a-canary-credential"),
                "https is a tunnel: {came:?}"
            );
        }
    }
    let (proxy, came) = trap();
    let place = Place::new(NUMBER);
    let run = |args: &str| {
        with_keys(place.tool(&format!("run LIST -p juhe/line-status,ywjisu/line-status --proxy {proxy} {args}"))).run()
    };
    let dry = run("--dry-run");
    assert!(dry.code == 0 && !dry.err.contains("asked through") && count(&came) == 0, "nothing is sent: {dry:?}");
    let ran = run("");
    let said = format!("juhe/line-status, ywjisu/line-status: asked through the proxy {proxy}");
    assert!(ran.err.contains(&said) && count(&came) > 0, "{ran:?}");
}
