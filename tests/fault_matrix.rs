//! The fault matrix: every endpoint, every way the wire can fail, at the first, a middle and the last request; what kind of
//! error it is, whether asking again could help, what it cost, and how many requests the vendor saw.

use std::sync::Arc;
use std::time::Duration;

use numcheck_core::{AnyChecker, Charge, ErrorKind, PhoneNumber, RetryHint};
use numcheck_juhe::HttpOptions;
use numcheck_sandbox::{Faults, Options, Sandbox, Vendor, credentials};

const FREE: Charge = Charge::FREE_INFERRED;
const DOUBT: Charge = Charge::Unknown;
const NEVER: RetryHint = RetryHint::Never;
const BACKOFF: RetryHint = RetryHint::Backoff;

/// A fault as the sandbox names it, and what a checker must make of it.
const ROWS: &[(&str, ErrorKind, RetryHint, Charge)] = &[
    ("close=1", ErrorKind::Transport, NEVER, DOUBT),
    ("reset=1", ErrorKind::Transport, NEVER, DOUBT),
    ("hang=1", ErrorKind::Transport, NEVER, DOUBT),
    ("cut=1,cut-at=20", ErrorKind::Transport, NEVER, DOUBT),
    ("drip=1", ErrorKind::Transport, NEVER, DOUBT),
    ("empty=1", ErrorKind::Protocol, NEVER, DOUBT),
    ("garbage=1", ErrorKind::Protocol, NEVER, DOUBT),
    ("huge=1", ErrorKind::Protocol, NEVER, DOUBT),
    ("http=1,http-status=500", ErrorKind::Unavailable, NEVER, DOUBT),
    ("http=1,http-status=502", ErrorKind::Unavailable, NEVER, DOUBT),
    ("http=1,http-status=503", ErrorKind::Unavailable, BACKOFF, DOUBT),
    ("http=1,http-status=504", ErrorKind::Unavailable, NEVER, DOUBT),
    ("http=1,http-status=408", ErrorKind::Unavailable, NEVER, DOUBT),
    ("http=1,http-status=200", ErrorKind::Protocol, NEVER, DOUBT),
    ("http=1,http-status=400", ErrorKind::InvalidRequest, NEVER, FREE),
    ("http=1,http-status=401", ErrorKind::Auth, NEVER, FREE),
    ("http=1,http-status=403", ErrorKind::Auth, NEVER, FREE),
    ("http=1,http-status=404", ErrorKind::InvalidRequest, NEVER, FREE),
    ("http=1,http-status=405", ErrorKind::InvalidRequest, NEVER, FREE),
    ("http=1,http-status=413", ErrorKind::InvalidRequest, NEVER, FREE),
    ("http=1,http-status=415", ErrorKind::InvalidRequest, NEVER, FREE),
    ("http=1,http-status=302", ErrorKind::Protocol, NEVER, FREE),
    ("limit=1,retry-after=7", ErrorKind::RateLimited, RetryHint::After(Duration::from_secs(7)), FREE),
];

const ENDPOINTS: [&str; 6] = [
    "juhe/line-status",
    "juhe/network-status",
    "juhe/network-status aes",
    "juhe/network-status rsa",
    "juhe/caller-id",
    "ywjisu/line-status",
];

/// How long a reply may take: short only where none comes, so that a busy machine is not taken for a slow vendor.
fn deadline(fault: &str) -> Duration {
    let never_ends = ["hang=1", "drip=1"].contains(&fault);
    if never_ends { Duration::from_secs(1) } else { Duration::from_secs(20) }
}

fn checker(endpoint: &str, base_url: &str, deadline: Duration) -> Arc<dyn AnyChecker> {
    use credentials as c;
    let options = HttpOptions::new().base_url(base_url).timeout(deadline);
    match endpoint {
        "juhe/line-status" => {
            Arc::new(numcheck_juhe::LineStatusChecker::new(c::JUHE_LINE_STATUS_KEY, &options).expect(endpoint))
        }
        "juhe/network-status" => {
            Arc::new(numcheck_juhe::NetworkStatusChecker::plain(c::JUHE_NETWORK_STATUS_KEY, &options).expect(endpoint))
        }
        "juhe/network-status aes" => Arc::new(
            numcheck_juhe::NetworkStatusChecker::aes(c::JUHE_NETWORK_STATUS_KEY, c::JUHE_OPENID, &options)
                .expect(endpoint),
        ),
        "juhe/network-status rsa" => Arc::new(
            numcheck_juhe::NetworkStatusChecker::rsa(c::JUHE_NETWORK_STATUS_KEY, c::JUHE_RSA_PUBLIC_KEY, &options)
                .expect(endpoint),
        ),
        "juhe/caller-id" => {
            Arc::new(numcheck_juhe::CallerIdChecker::new(c::JUHE_CALLER_ID_KEY, &options).expect(endpoint))
        }
        _ => Arc::new(
            numcheck_ywjisu::LineStatusChecker::new(c::YWJISU_CODE, c::YWJISU_PWD, c::YWJISU_PRIVATE_KEY, &options)
                .expect(endpoint),
        ),
    }
}

fn numbers() -> [PhoneNumber; 3] {
    ["13800100001", "13800100002", "13800100004"].map(|number| number.parse().expect("a number"))
}

/// Makes three requests with the fault at one of them: the others are answered, and each was sent once.
async fn strike(endpoint: &str, sandbox: &Sandbox, row: &(&str, ErrorKind, RetryHint, Charge), at: usize) {
    let &(fault, kind, retry, charge) = row;
    let name = format!("{endpoint}, {fault}, request {}", at + 1);
    let (share, settings) = fault.split_once(',').unwrap_or((fault, ""));
    let plan = format!("{share}@{}{}{settings}", at + 1, if settings.is_empty() { "" } else { "," });
    sandbox.set_faults(Faults::parse(&plan).expect(&plan));
    let before = sandbox.totals().requests;
    let checker = checker(endpoint, &sandbox.base_url(Vendor::Juhe), deadline(fault));
    for (nth, number) in numbers().into_iter().enumerate() {
        let result = checker.check_any(&[number]).await;
        if nth == at {
            let error = result.expect_err(&name);
            assert_eq!((error.kind(), error.retry_hint(), error.charge()), (kind, retry, charge), "{name}: {error:?}");
        } else {
            let batch = result.unwrap_or_else(|error| panic!("{name}: request {} failed too: {error:?}", nth + 1));
            assert!(batch.answers[0].outcome.is_answered(), "{name}: {batch:?}");
        }
    }
    assert_eq!(sandbox.totals().requests - before, 3, "{name}: each request is sent once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_every_fault_every_place() {
    let tasks: Vec<_> = ENDPOINTS
        .into_iter()
        .map(|endpoint| {
            tokio::spawn(async move {
                let sandbox = Sandbox::start(Options::default()).await.expect("a sandbox");
                for row in ROWS {
                    for at in 0..3 {
                        strike(endpoint, &sandbox, row, at).await;
                    }
                }
                sandbox.shutdown().await;
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no surprises");
    }
}

/// What never left this machine is free, may be asked again, and the vendor saw nothing.
#[tokio::test]
async fn what_was_not_sent_is_free() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address")
    };
    let sandbox = Sandbox::start(Options::default()).await.expect("a sandbox");
    let no_tls = sandbox.base_url(Vendor::Juhe).replace("http://", "https://");
    for endpoint in ENDPOINTS {
        for base_url in [format!("http://{closed}"), "https://no-such-host.invalid".to_owned(), no_tls.clone()] {
            let error = checker(endpoint, &base_url, Duration::from_secs(20))
                .check_any(&numbers()[..1])
                .await
                .expect_err(&base_url);
            let seen = (error.kind(), error.retry_hint(), error.charge());
            assert_eq!(seen, (ErrorKind::Transport, BACKOFF, FREE), "{endpoint} at {base_url}: {error:?}");
        }
    }
    assert_eq!(sandbox.shutdown().await.billed(), 0);
}
