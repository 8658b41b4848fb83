//! A vendor that means harm, at every endpoint: what kind of error its reply is, whether asking again could help, what it
//! cost, how long it took, and that nothing of it gets out uncleaned. What memory it takes is `cargo xtask hostile`'s to say.

use std::fmt::Write;
use std::time::{Duration, Instant};

use numcheck_core::{AnyReport, Batch, Error, Outcome, PhoneNumber};
use numcheck_tests::hostile::{Case, Endpoint, Expect, NUMBER, Scale, Vendor, cases};

/// Short only where nothing else ends the reply, so that a busy machine is not taken for a slow vendor.
fn deadline(case: &Case) -> Duration {
    Duration::from_secs(if case.endless { 2 } else { 30 })
}

async fn asked(case: &Case, endpoint: &Endpoint, vendor: &Vendor) -> Result<Batch<AnyReport>, Error> {
    vendor.plays(case.script(endpoint, Scale::Small));
    let number: PhoneNumber = NUMBER.parse().expect("a number");
    let checker = endpoint.checker(vendor.url(), deadline(case), Scale::Small.cap()).expect("a checker");
    checker.check_any(&[number]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_makes_the_right_thing_of_every_hostile_reply() {
    // What only a deadline ends is waited for at once, and beside nothing that takes the processor.
    let (endless, others): (Vec<_>, Vec<_>) = cases().into_iter().partition(|case| case.endless);
    let endless = endless.into_iter().flat_map(|case| Endpoint::ALL.map(|endpoint| (endpoint, vec![case]))).collect();
    let mut wrong = together(endless).await;
    wrong.extend(together(Endpoint::ALL.map(|endpoint| (endpoint, others.clone())).to_vec()).await);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn together(all: Vec<(Endpoint, Vec<Case>)>) -> Vec<String> {
    let tasks: Vec<_> = all.into_iter().map(|(endpoint, cases)| tokio::spawn(try_all(endpoint, cases))).collect();
    let mut wrong = Vec::new();
    for task in tasks {
        wrong.extend(task.await.expect("no panic"));
    }
    wrong
}

/// What is wrong with what this endpoint's checker makes of each.
async fn try_all(endpoint: Endpoint, cases: Vec<Case>) -> Vec<String> {
    let vendor = Vendor::start().expect("a vendor");
    let mut wrong = Vec::new();
    for case in cases {
        let began = Instant::now();
        let result = asked(&case, &endpoint, &vendor).await;
        let took = began.elapsed();
        let mut hold = |held: bool, what: &str| {
            if !held {
                wrong.push(format!("{}, {}: {what}", endpoint.product, case.name));
            }
        };
        hold(took <= deadline(&case) + Duration::from_secs(1), &format!("it took {took:?}"));
        hold(vendor.connections() == 1, &format!("it was sent {} times", vendor.connections()));
        let right = match (case.expect, &result) {
            (expect, Err(error)) => expect.admits((error.kind(), error.retry_hint(), error.charge())),
            (expect, Ok(batch)) => {
                let answer = &batch.answers[0];
                let paid = !answer.charge.is_free();
                match expect {
                    Expect::Answered => answer.outcome.is_answered() && paid,
                    Expect::Lost => matches!(answer.outcome, Outcome::Failed(_)) && paid,
                    _ => expect == Expect::FreeIfUnseen,
                }
            }
        };
        hold(right, &format!("{:?} is due, not {}", case.expect, shown(&result)));
        if let Err(error) = &result {
            let words = every_word(error);
            hold(is_clean(&words), &format!("its error is {:?}", words.chars().take(1000).collect::<String>()));
        }
    }
    wrong
}

fn shown(result: &Result<Batch<AnyReport>, Error>) -> String {
    format!("{result:?}").chars().take(600).collect()
}

/// An error in every way it can be shown.
fn every_word(error: &Error) -> String {
    let mut words = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let _ = write!(words, " {inner} {inner:?}");
        cause = inner.source();
    }
    words
}

/// Whatever a vendor writes, an error gives a terminal no orders, is short, and holds neither credentials nor the number.
fn is_clean(words: &str) -> bool {
    let gives_orders = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !words.contains(gives_orders) && words.len() < 4000 && !words.contains("hostile-") && !words.contains(NUMBER)
}

/// A reply that is there before the request may be seen before anything is written, or after: free in the one case, never in
/// the other.
#[tokio::test]
async fn a_reply_before_the_request_is_free_only_if_the_vendor_saw_nothing() {
    let case = cases().into_iter().find(|case| case.expect == Expect::FreeIfUnseen).expect("there is one");
    for endpoint in Endpoint::ALL {
        let vendor = Vendor::start().expect("a vendor");
        for _ in 0..50 {
            if let Err(error) = asked(&case, &endpoint, &vendor).await
                && error.charge().is_free()
            {
                // What was written before the connection closed arrives now.
                tokio::time::sleep(Duration::from_millis(5)).await;
                assert_eq!(vendor.bytes_seen(), 0, "{error:?}");
            }
        }
    }
}

/// A reply that came packed is kept as it came: nobody unpacks a bomb.
#[tokio::test]
async fn a_packed_reply_is_kept_as_it_came() {
    let vendor = Vendor::start().expect("a vendor");
    for case in cases().iter().filter(|case| case.name.contains("gzip")) {
        let error = asked(case, &Endpoint::ALL[0], &vendor).await.expect_err(case.name);
        let raw = &error.raw_reply().expect("it is kept").body;
        assert!(raw.starts_with(b"\x1f\x8b") && raw.len() < 1 << 20, "{}: {} bytes", case.name, raw.len());
    }
}
