//! Nothing goes anywhere but to the vendor: no redirect is followed, and no proxy of the environment is used unasked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use numcheck_contract::laws::block_on;
use numcheck_core::{AnyChecker, Charge, ErrorKind, PhoneNumber};
use numcheck_juhe::{CallerIdChecker, HttpOptions, LineStatusChecker, NetworkStatusChecker};

const KEY: &str = "canary-key-7f3aW9";

fn endpoints(options: &HttpOptions) -> Vec<(&'static str, Arc<dyn AnyChecker>)> {
    let rsa = include_str!("keys/rsa-2048.spki.pem");
    vec![
        ("juhe/line-status", Arc::new(LineStatusChecker::new(KEY, options).expect("a checker"))),
        ("juhe/network-status", Arc::new(NetworkStatusChecker::plain(KEY, options).expect("a checker"))),
        ("juhe/network-status aes", Arc::new(NetworkStatusChecker::aes(KEY, "canary-openid", options).expect("one"))),
        ("juhe/network-status rsa", Arc::new(NetworkStatusChecker::rsa(KEY, rsa, options).expect("a checker"))),
        ("juhe/caller-id", Arc::new(CallerIdChecker::new(KEY, options).expect("a checker"))),
        (
            "ywjisu/line-status",
            Arc::new(
                numcheck_ywjisu::LineStatusChecker::new("canary-code", "canary-pwd", "canary-private", options)
                    .expect("a checker"),
            ),
        ),
    ]
}

/// Listens, says the same to everyone, and keeps every byte that comes.
struct Host {
    address: String,
    connections: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Host {
    fn saying(reply: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let connections = Arc::new(Mutex::new(Vec::new()));
        let (kept, reply) = (connections.clone(), reply.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let request = read(stream, &reply);
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            }
        });
        Self { address, connections }
    }

    /// What came, one request a connection.
    fn came(&self) -> Vec<String> {
        let connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }
}

fn read(mut stream: TcpStream, reply: &str) -> Vec<u8> {
    let mut request = vec![0; 1 << 16];
    // A request of these sizes comes in one piece; a connection without one counts too.
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let length = stream.read(&mut request).unwrap_or_default();
    request.truncate(length);
    let _ = stream.write_all(reply.as_bytes());
    request
}

const NO_REPLY: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";

#[test]
fn no_redirect_is_followed() {
    let number: PhoneNumber = "13847021936".parse().expect("a number");
    let mut tried = 0;
    for status in ["301", "302", "303", "307", "308"] {
        let trap = Host::saying(NO_REPLY);
        let vendor = Host::saying(&format!(
            "HTTP/1.1 {status} Moved\r\nlocation: http://{}/query?to=there\r\ncontent-length: 0\r\n\r\n",
            trap.address
        ));
        let options = HttpOptions::new().base_url(format!("http://{}", vendor.address)).reuse_connections(true);
        for (endpoint, checker) in endpoints(&options) {
            let error = block_on(checker.check_any(&[number])).expect_err("a redirect is no answer");
            assert_eq!((error.kind(), error.charge()), (ErrorKind::Protocol, Charge::FREE_INFERRED), "{endpoint}");
            assert!(error.to_string().contains("127.0.0.1"), "{endpoint}: its host is named: {error}");
            tried += 1;
        }
        assert_eq!(vendor.came().len(), 6, "{status}: each endpoint asked once");
        assert!(vendor.came()[0].contains(KEY), "what was sent is seen: {:?}", vendor.came());
        // Any connection, with or without a byte in it.
        assert_eq!(trap.came(), [""; 0], "{status}");
    }
    assert_eq!(tried, 30);
}

/// What a child of this test is to do, and to whom.
const CHILD: &str = "NUMCHECK_TEST_CHILD";
const NAMES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables of a process are its own: this test runs itself again with them set, and is then the one that asks.
#[test]
fn the_environment_s_proxies_are_ignored_unless_asked_for() {
    if let Ok(order) = std::env::var(CHILD) {
        return ask_all(&order);
    }
    for name in NAMES {
        let (trap, vendor) = (Host::saying(NO_REPLY), Host::saying(NO_REPLY));
        ask_in_child(&format!("ignore http://{}", vendor.address), &[(name, &trap)]);
        assert_eq!((trap.came(), vendor.came().len()), (vec![], 6), "{name}");
    }
    let (trap, vendor) = (Host::saying(NO_REPLY), Host::saying(NO_REPLY));
    ask_in_child(&format!("ignore http://{}", vendor.address), &NAMES.map(|name| (name, &trap)));
    assert_eq!((trap.came(), vendor.came().len()), (vec![], 6), "all at once");

    // Asked for, they are obeyed: the trap works. `HTTP_PROXY` alone is ignored where a server may have set it of a header.
    for (name, url) in [("http_proxy", "http"), ("HTTPS_PROXY", "https"), ("ALL_PROXY", "https"), ("all_proxy", "http")]
    {
        let trap = Host::saying(NO_REPLY);
        ask_in_child(&format!("obey {url}://vendor.invalid"), &[(name, &trap)]);
        assert_eq!(trap.came().len(), 6, "{name}");
        let (start, sends_key) =
            if url == "https" { ("CONNECT vendor.invalid:443", false) } else { ("POST http://", true) };
        for request in trap.came() {
            assert!(request.starts_with(start), "{name}: {request}");
            assert!(sends_key || !request.contains("canary"), "{name}: https is a tunnel: {request}");
        }
    }
}

fn ask_in_child(order: &str, variables: &[(&str, &Host)]) {
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    child.args(["--exact", "the_environment_s_proxies_are_ignored_unless_asked_for", "--nocapture"]);
    child.env(CHILD, order);
    for name in NAMES.into_iter().chain(["NO_PROXY", "no_proxy", "REQUEST_METHOD"]) {
        child.env_remove(name);
    }
    for (name, host) in variables {
        child.env(name, format!("http://{}", host.address));
    }
    let output = child.output().expect("it starts");
    assert!(output.status.success(), "{order}: {}", String::from_utf8_lossy(&output.stderr));
}

fn ask_all(order: &str) {
    let (how, base_url) = order.split_once(' ').expect("an order");
    let options = HttpOptions::new().base_url(base_url).allow_http(true).env_proxy(how == "obey");
    let number: PhoneNumber = "13847021936".parse().expect("a number");
    for (endpoint, checker) in endpoints(&options) {
        let asked = block_on(checker.check_any(&[number]));
        assert!(asked.is_err(), "{endpoint}: nobody here answers");
    }
}
