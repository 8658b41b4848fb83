//! The policy over every documented code, held against `vendors/codes.md`.

use std::time::Duration;

use numcheck_core::{Answer, Charge, CodeRow, Error, ErrorKind, Outcome, RawReply, RetryHint, Timestamp, Turn};
use numcheck_layers::policy::{Policy, Step, next, next_of};

/// What the table asks for, by the number of requests made.
#[derive(Clone, Copy, Debug)]
enum Want {
    /// Up to three requests, then these numbers are given up.
    Backoff,
    Doubt,
    GiveUp,
    /// The batch is halved, one number refused.
    Halve,
    NextProduct,
    /// Once, after this many seconds, then given up.
    Once(u64),
    /// After this many seconds as often as attempts allow, then given up.
    Pause(u64),
}

#[rustfmt::skip]
const JUHE: &[(&str, &str, Want)] = &[
    ("", "10001", Want::NextProduct), ("", "10002", Want::NextProduct), ("", "10003", Want::NextProduct),
    ("", "10004", Want::NextProduct), ("", "10005", Want::NextProduct), ("", "10007", Want::NextProduct),
    ("", "10008", Want::NextProduct), ("", "10009", Want::NextProduct),
    ("", "10011", Want::Pause(60)),
    ("", "10012", Want::NextProduct), ("", "10013", Want::NextProduct),
    ("", "10014", Want::Doubt),
    ("juhe/line-status", "10014", Want::Once(5)),
    ("", "10020", Want::Once(60)),
    ("", "10021", Want::NextProduct),
    ("juhe/line-status", "267101", Want::Backoff),
    ("juhe/line-status", "267102", Want::Halve),
    ("juhe/line-status", "267104", Want::Once(5)),
    ("juhe/caller-id", "251101", Want::Doubt), ("juhe/caller-id", "251102", Want::Halve), ("juhe/caller-id", "251103", Want::Doubt),
    ("juhe/network-status", "224902", Want::Halve),
    ("juhe/network-status", "224915", Want::Doubt), ("juhe/network-status", "224919", Want::Doubt),
    ("juhe/network-status", "224922", Want::Doubt), // an answer; an error of this code would be in doubt
    ("juhe/network-status", "224924", Want::GiveUp),
];

#[rustfmt::skip]
const YWJISU: &[(&str, &str, Want)] = &[
    ("", "400001", Want::Halve), ("", "400201", Want::Halve), ("", "415000", Want::Halve),
    ("", "400101", Want::NextProduct), ("", "400901", Want::NextProduct), ("", "400902", Want::NextProduct),
    ("", "403101", Want::NextProduct), ("", "403102", Want::NextProduct),
    ("", "500901", Want::NextProduct), ("", "500902", Want::NextProduct), ("", "500903", Want::NextProduct),
    ("", "400102", Want::NextProduct), ("", "403000", Want::NextProduct),
    ("", "400200", Want::Doubt),
    ("", "500000", Want::Doubt), ("", "500002", Want::Doubt), ("", "500003", Want::Doubt),
    ("", "500004", Want::Doubt), ("", "500006", Want::Doubt), ("", "504000", Want::Doubt),
    ("", "500005", Want::NextProduct), ("", "510101", Want::NextProduct),
];

fn wanted(table: &[(&str, &str, Want)], row: &CodeRow) -> Want {
    let of = |product: &str| table.iter().find(|(p, code, _)| *p == product && *code == row.code);
    let found = of(row.product.unwrap_or_default()).or_else(|| of(""));
    found.unwrap_or_else(|| panic!("{} is not in this test's table", row.code)).2
}

fn assert_wanted(want: Want, error: &Error) {
    let policy = Policy::new();
    let step = |attempt, numbers| next(error, attempt, numbers, &policy);
    let again = |secs| Step::Again(Duration::from_secs(secs));
    match want {
        Want::Backoff => {
            assert!(matches!(step(1, 9), Step::Again(pause) if pause <= Duration::from_secs(1)), "{error}");
            assert!(matches!(step(2, 9), Step::Again(pause) if pause <= Duration::from_secs(2)), "{error}");
            assert_eq!(step(3, 9), Step::GiveUp, "{error}");
        }
        Want::Doubt => assert_eq!([step(1, 9), step(1, 1), step(3, 1)], [Step::Doubt; 3], "{error}"),
        Want::GiveUp => assert_eq!([step(1, 9), step(1, 1)], [Step::GiveUp; 2], "{error}"),
        Want::Halve => {
            assert_eq!([step(1, 9), step(3, 2), step(1, 1)], [Step::Halve, Step::Halve, Step::Refuse], "{error}");
        }
        Want::NextProduct => assert_eq!([step(1, 9), step(1, 1), step(3, 1)], [Step::NextProduct; 3], "{error}"),
        Want::Once(secs) => assert_eq!([step(1, 9), step(2, 9)], [again(secs), Step::GiveUp], "{error}"),
        Want::Pause(secs) => {
            assert_eq!([step(1, 9), step(2, 9), step(3, 9)], [again(secs), again(secs), Step::GiveUp], "{error}");
        }
    }
}

#[test]
fn every_documented_code_is_treated_as_the_table_says() {
    for (codes, table) in [(numcheck_juhe::CODES, JUHE), (numcheck_ywjisu::CODES, YWJISU)] {
        for row in codes {
            // As the vendor crates make it: the reply is kept, and the codes come in replies of HTTP 200.
            let error = row.error(None).with_raw_reply(RawReply { status: 200, body: Vec::new() });
            assert_wanted(wanted(table, row), &error);
        }
        for (product, code, _) in table {
            assert!(
                codes.iter().any(|row| row.code == *code && row.product.unwrap_or_default() == *product),
                "{product} {code} is in this test's table and in no code table"
            );
        }
    }
}

#[test]
fn what_is_not_free_is_sent_again_only_where_the_owner_named_its_code() {
    let policy = ["10014", "500004", "500000", "503"].into_iter().fold(Policy::new(), Policy::repay_on);
    for row in numcheck_juhe::CODES.iter().chain(numcheck_ywjisu::CODES).filter(|row| !row.charge.is_free()) {
        let (first, last) = (next(&row.error(None), 1, 9, &policy), next(&row.error(None), 3, 9, &policy));
        match row.code {
            "10014" => assert!(matches!(first, Step::Again(_)), "{}", row.code),
            "500004" => assert_eq!(first, Step::Again(Duration::from_secs(3))),
            // 500000 is named, and its hint is never.
            _ => assert_eq!(first, Step::Doubt, "{}", row.code),
        }
        assert_eq!(
            last,
            Step::Doubt,
            "{}: at the end of its attempts it is in doubt, never given up as free",
            row.code
        );
    }
    let gateway = Error::new(ErrorKind::Unavailable, Charge::Unknown, "HTTP 503").with_code("503");
    let gateway = gateway.with_retry(RetryHint::After(Duration::from_secs(7)));
    assert_eq!(next(&gateway, 1, 9, &policy), Step::Again(Duration::from_secs(7)));
    assert_eq!(next(&gateway, 1, 9, &Policy::new()), Step::Doubt);
}

/// `reliability.md`, section 1, and what the HTTP crate makes of it.
#[test]
fn transport_and_gateway_failures_are_treated_as_measured() {
    let free = |kind| Error::new(kind, Charge::FREE_INFERRED, "free");
    let lost = |kind| Error::new(kind, Charge::Unknown, "lost");
    let http = |error: Error, status: u16| {
        error.with_code(status.to_string()).with_raw_reply(RawReply { status, body: Vec::new() })
    };
    let backoff = |error: Error| error.with_retry(RetryHint::Backoff);
    let policy = Policy::new();
    let limited = Step::Again(Duration::from_secs(60));
    let cases = [
        ("certificate", free(ErrorKind::Transport).with_turn(Turn::Caller), Step::Stop),
        ("redirect", free(ErrorKind::Protocol).with_turn(Turn::Caller), Step::Stop),
        ("reset", lost(ErrorKind::Transport), Step::Doubt),
        ("time-out", lost(ErrorKind::Transport), Step::Doubt),
        ("not JSON", lost(ErrorKind::Protocol), Step::Doubt),
        ("too many numbers", free(ErrorKind::InvalidRequest), Step::Stop),
        ("400", http(free(ErrorKind::InvalidRequest), 400), Step::Stop),
        ("413", http(free(ErrorKind::InvalidRequest), 413), Step::Stop),
        ("401", http(free(ErrorKind::Auth), 401), Step::NextProduct),
        ("429", backoff(http(free(ErrorKind::RateLimited), 429)), limited),
        ("500", http(lost(ErrorKind::Unavailable), 500), Step::Doubt),
        ("503", backoff(http(lost(ErrorKind::Unavailable), 503)), Step::Doubt),
        ("undocumented, free", free(ErrorKind::Protocol).with_code("267199"), Step::GiveUp),
    ];
    for (name, error, step) in cases {
        assert_eq!(next(&error, 1, 9, &policy), step, "{name}");
    }
    assert!(matches!(next(&backoff(free(ErrorKind::Transport)), 1, 9, &policy), Step::Again(_)), "refused");
    let tomorrow = free(ErrorKind::RateLimited).with_retry(RetryHint::After(Duration::from_secs(3600)));
    assert_eq!(next(&tomorrow, 1, 9, &policy), Step::GiveUp, "a pause beyond the owner's patience is not waited for");
}

#[test]
fn pauses_grow_are_jittered_and_can_be_fixed() {
    let error = Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, "refused").with_retry(RetryHint::Backoff);
    let policy = Policy::new().max_attempts(u32::MAX).pauses(Duration::from_secs(1), Duration::from_secs(30));
    let mut seen = std::collections::HashSet::new();
    for (attempt, bound) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (7, 30), (u32::MAX - 1, 30)] {
        for seed in 0..200 {
            let policy = policy.clone().seed(seed);
            let Step::Again(pause) = next(&error, attempt, 1, &policy) else {
                panic!("attempt {attempt} is not the last")
            };
            assert!(pause <= Duration::from_secs(bound), "attempt {attempt}: {pause:?}");
            assert_eq!(next(&error, attempt, 1, &policy), Step::Again(pause), "a seed fixes the pause");
            seen.insert(pause);
        }
    }
    assert!(seen.len() > 1000, "the pauses are spread, and only {} differ", seen.len());
    assert_eq!(next(&error, 1, 1, &Policy::new().max_attempts(0)), Step::GiveUp, "0 attempts means one request");
}

#[test]
fn an_answer_is_treated_by_the_higher_of_its_charges() {
    let answer = |outcome, charge| Answer::<()> {
        number: "13800000001".parse().expect("a number"),
        outcome,
        charge,
        order_id: None,
        answered_at: Timestamp::from_millis(0),
        by: numcheck_core::ProductId::from_static("acme/line-status"),
    };
    let (policy, settle) = (Policy::new(), Duration::from_secs(3));
    let step = |answer: &Answer<()>, attempt| next_of(answer, attempt, settle, &policy);
    let free = Error::new(ErrorKind::Transport, Charge::FREE, "x").with_retry(RetryHint::After(Duration::ZERO));

    let unanswered = answer(Outcome::Unanswered, Charge::FREE);
    assert_eq!([step(&unanswered, 1), step(&unanswered, 3)], [Some(Step::Again(settle)), Some(Step::GiveUp)]);
    assert_eq!(step(&answer(Outcome::Unanswered, Charge::Unknown), 1), Some(Step::Doubt));
    assert_eq!(step(&answer(Outcome::Failed(free.clone()), Charge::FREE), 1), Some(Step::Again(Duration::ZERO)));
    assert_eq!(step(&answer(Outcome::Failed(free.clone()), Charge::BILLED), 1), Some(Step::Doubt));
    assert_eq!(step(&answer(Outcome::Failed(free.with_charge(Charge::Unknown)), Charge::FREE), 1), Some(Step::Doubt));
    for settled in [Outcome::NoRecord, Outcome::Report(())] {
        assert_eq!(step(&answer(settled, Charge::Unknown), 1), None);
    }
}
