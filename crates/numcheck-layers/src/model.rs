//! Every short interleaving of what vendors do, against a bill of what they charged.
//!
//! Two vendors play one script, move by move, whoever is asked. They charge for every answer, and for every answer that is
//! lost. The whole stack is put before them, and its words are held against their bill. The planted bugs show that
//! the model sees what it is for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use numcheck_core::{Answer, Batch, DynChecker, LineReport, Outcome, PhoneNumber, Product, Result};

use crate::planted::{Bug, plant};
use crate::{Policy, Rate, stack};

mod orders;
mod vendor;

use vendor::{LATENCY, MOVES, Move, Vendor, World};

/// How many moves a script has; whatever comes after is answered.
const LENGTH: u32 = 4;

fn numbers() -> Vec<PhoneNumber> {
    ["13800000001", "13800000002", "13800000003"].map(|text| text.parse().expect("a number")).to_vec()
}

fn staged(script: &[Move]) -> (Vendor, DynChecker<LineReport>) {
    let world = Arc::new(Mutex::new(World { script: script.iter().copied().collect(), ..World::default() }));
    let product = |id| Product::new(id, "line-status").batches_of(2).settling_in(Duration::from_secs(3));
    let first = Vendor { product: product("first/line-status"), world: world.clone() };
    let second = Vendor { product: product("second/line-status"), world };
    let checker = stack(first.clone(), Rate::per_second(10))
        .or_else(second, Rate::unlimited())
        .next_on("not_in_database")
        .policy(Policy::new().max_attempts(2))
        .max_batch(3)
        .cached(Duration::from_secs(3600))
        .build();
    (first, checker)
}

type Told = Result<Batch<LineReport>>;

/// What the calls say, against the bill; `alone` if one call bought all that is on it.
fn audit(told: &[&Told], bill: &Vendor, alone: bool) -> Result<(), String> {
    let world = bill.world();
    if let Some((number, times)) = world.charged.iter().find(|(_, times)| **times > 1) {
        return Err(format!("{number:?} was bought {times} times"));
    }
    for answer in told.iter().flat_map(|told| told.iter()).flat_map(|batch| &batch.answers) {
        let Answer { number, outcome, charge, .. } = answer;
        if world.charged.contains_key(number) && charge.is_free() && (alone || !outcome.is_answered()) {
            return Err(format!("{number:?} was bought, and is told as {} and free", outcome.word()));
        }
        if charge.is_billed() && !world.charged.contains_key(number) {
            return Err(format!("{number:?} is told as billed, and was not"));
        }
        if matches!(outcome, Outcome::Failed(error) if error.charge() != *charge) {
            return Err(format!("{number:?} and its error tell two charges"));
        }
    }
    for error in told.iter().filter_map(|told| told.as_ref().err()) {
        if error.charge().is_free() && alone && !world.charged.is_empty() {
            return Err("something was bought, and the call failed free".to_owned());
        }
    }
    let receipts: usize = told.iter().map(|told| told.as_ref().map_or(1, |batch| batch.receipts.len())).sum();
    if receipts != world.requests.len() {
        return Err(format!("{receipts} receipts for {} requests", world.requests.len()));
    }
    Ok(())
}

/// One call, and the same again: what was answered is kept, what was not is asked anew.
async fn twice(script: &[Move]) -> Result<(), String> {
    let (bill, checker) = staged(script);
    let first = checker.check(&numbers()).await;
    audit(&[&first], &bill, true)?;
    // A new call is a new order: its bill begins anew.
    bill.world().requests.clear();
    bill.world().charged.clear();
    let second = checker.check(&numbers()).await;
    audit(&[&second], &bill, true)?;
    for (at, number) in numbers().iter().enumerate() {
        let known = first.as_ref().is_ok_and(|batch| batch.answers[at].outcome.is_answered());
        let asked = bill.world().requests.iter().any(|request| request.contains(number));
        // A call ends early at a part that fails; but the first part is always asked.
        let nobody_asked = bill.world().requests.is_empty();
        if known && asked {
            return Err(format!("{number:?} had been answered, and was asked again"));
        }
        if !known && nobody_asked {
            return Err(format!("{number:?} had not been answered, and was not asked again"));
        }
    }
    Ok(())
}

/// Two calls at once that share a number.
async fn at_once(script: &[Move]) -> Result<(), String> {
    let (bill, checker) = staged(script);
    let numbers = numbers();
    let (first, second) = tokio::join!(checker.check(&numbers[..2]), checker.check(&numbers[1..]));
    audit(&[&first, &second], &bill, false)
}

/// A caller who leaves when the first request is on its way, and another who comes then.
async fn left(script: &[Move]) -> Result<(), String> {
    let (bill, checker) = staged(script);
    let gone = tokio::time::timeout(LATENCY / 2, checker.check(&numbers())).await;
    assert!(gone.is_err(), "a request takes longer");
    let told = checker.check(&numbers()).await;
    if let Ok(batch) = &told
        && !batch.receipts.is_empty()
    {
        return Err("the second caller joined, and got receipts".to_owned());
    }
    // The receipts went with the first caller.
    bill.world().requests.clear();
    audit(&[&told], &bill, false)
}

fn scripts_of(length: u32) -> impl Iterator<Item = Vec<Move>> {
    let digits = move |n: usize| (0..length).map(move |at| MOVES[n / MOVES.len().pow(at) % MOVES.len()]).collect();
    (0..MOVES.len().pow(length)).map(digits)
}

/// The first interleaving in which the layers and the bill disagree.
fn first_violation(bug: Option<Bug>) -> Option<String> {
    plant(bug);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
    let found = runtime.block_on(async {
        for script in scripts_of(LENGTH) {
            for result in [twice(&script).await, at_once(&script).await, left(&script).await] {
                if let Err(what) = result {
                    return Some(format!("{what}, when the vendors play {script:?}"));
                }
            }
        }
        None
    });
    plant(None);
    found
}

#[test]
fn no_number_is_bought_twice_in_any_short_interleaving() {
    assert_eq!(first_violation(None), None);
}

#[test]
fn the_model_fails_for_each_planted_bug() {
    for (bug, words) in [
        (Bug::RetryOnTimeOut, "bought"),
        (Bug::FailoverAfterLostAnswer, "bought"),
        (Bug::CacheOfFailures, "not asked again"),
        (Bug::SplitResends, "bought"),
    ] {
        let found = first_violation(Some(bug)).unwrap_or_else(|| panic!("{bug:?} goes unnoticed"));
        assert!(found.contains(words), "{bug:?}: {found}");
    }
}
