//! The sandbox with its published credentials: every failure of the fault matrix, and every answer it has a card for.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use numcheck_core::{AnyChecker, PhoneNumber};
use numcheck_juhe::{CallerIdChecker, HttpOptions, LineStatusChecker, NetworkStatusChecker};
use numcheck_sandbox::cards::CARDS;
use numcheck_sandbox::{Faults, Options, Sandbox, Vendor, credentials as c};
use numcheck_tests::leaks::{Canaries, Searcher};

use super::endpoints::{ENDPOINTS, NUMBERS, numbers};
use super::logs;
use super::shown::Shown;
use super::tally::{Sought, Tally};

/// The table itself, so that a row added there is searched here.
const FAULT_MATRIX: &str = include_str!("../fault_matrix.rs");

fn faults() -> Vec<&'static str> {
    let rows = FAULT_MATRIX.split("const ROWS").nth(1).and_then(|rest| rest.split("\n];").next()).expect("the table");
    rows.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next()).collect()
}

/// Numbers for which the sandbox has a card of their own.
fn carded() -> Vec<String> {
    CARDS.iter().filter(|card| card.ending.len() == 8).map(|card| format!("138{}", card.ending)).collect()
}

static SOUGHT: LazyLock<(Searcher, Searcher)> = LazyLock::new(|| {
    let secrets = [
        c::JUHE_LINE_STATUS_KEY,
        c::JUHE_NETWORK_STATUS_KEY,
        c::JUHE_CALLER_ID_KEY,
        c::JUHE_OPENID,
        c::YWJISU_CODE,
        c::YWJISU_PWD,
        c::YWJISU_PRIVATE_KEY,
    ];
    let all = secrets.into_iter().fold(Canaries::new(), |all, secret| all.wordy_secret(secret, secret));
    // The sandbox makes its `lastTime` of the number: parts of one stand in the other by rights.
    let all = NUMBERS.into_iter().fold(all, Canaries::plain_number);
    let all = carded().iter().fold(all, |all, number| all.plain_number(number));
    (all.searcher(), all.secrets().searcher())
});

fn sought() -> Sought<'static> {
    Sought { all: &SOUGHT.0, secrets: &SOUGHT.1 }
}

fn checker(endpoint: &str, options: &HttpOptions) -> Arc<dyn AnyChecker> {
    let network = c::JUHE_NETWORK_STATUS_KEY;
    match endpoint {
        "juhe/line-status" => Arc::new(LineStatusChecker::new(c::JUHE_LINE_STATUS_KEY, options).expect(endpoint)),
        "juhe/network-status" => Arc::new(NetworkStatusChecker::plain(network, options).expect(endpoint)),
        "juhe/network-status aes" => {
            Arc::new(NetworkStatusChecker::aes(network, c::JUHE_OPENID, options).expect(endpoint))
        }
        "juhe/network-status rsa" => {
            Arc::new(NetworkStatusChecker::rsa(network, c::JUHE_RSA_PUBLIC_KEY, options).expect(endpoint))
        }
        "juhe/caller-id" => Arc::new(CallerIdChecker::new(c::JUHE_CALLER_ID_KEY, options).expect(endpoint)),
        _ => Arc::new(
            numcheck_ywjisu::LineStatusChecker::new(c::YWJISU_CODE, c::YWJISU_PWD, c::YWJISU_PRIVATE_KEY, options)
                .expect(endpoint),
        ),
    }
}

async fn every_fault(endpoint: &'static str) -> Tally {
    let mut tally = Tally::default();
    let sandbox = Sandbox::start(Options::default()).await.expect("a sandbox");
    let options =
        HttpOptions::new().base_url(sandbox.base_url(Vendor::Juhe)).timeout(Duration::from_secs(20)).max_reply(1 << 20);
    let patient = checker(endpoint, &options);
    let hasty = checker(endpoint, &options.timeout(Duration::from_millis(600)));
    for (nth, fault) in faults().into_iter().enumerate() {
        sandbox.set_faults(Faults::parse(fault).expect(fault));
        let checker = if ["hang=1", "drip=1"].contains(&fault) { &hasty } else { &patient };
        let result = checker.check_any(&numbers(&**checker, nth)).await;
        assert!(result.is_err(), "{endpoint}, {fault}");
        tally.search(&sought(), endpoint, fault, Shown::of(&result));
    }
    sandbox.set_faults(Faults::calm());
    for number in NUMBERS.into_iter().map(str::to_owned).chain(carded()) {
        let number: PhoneNumber = number.parse().expect("a number");
        let result = patient.check_any(&[number]).await;
        tally.search(&sought(), endpoint, &format!("card {number:?}"), Shown::of(&result));
    }
    sandbox.shutdown().await;
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_failure_of_the_fault_matrix_and_no_answer_of_the_sandbox_shows_anything() {
    logs::keep();
    assert!(faults().len() >= 23, "the table was not read: {:?}", faults());
    let tasks: Vec<_> = ENDPOINTS.into_iter().map(|endpoint| tokio::spawn(every_fault(endpoint))).collect();
    let mut tally = Tally::default();
    for task in tasks {
        tally.add(task.await.expect("no surprises"));
    }
    tally.search_log(&SOUGHT.0, "TRACE of all crates", &logs::kept(), &["vendor replied", "starting new connection"]);
    tally.finish("the sandbox", 600, 5000);
}
