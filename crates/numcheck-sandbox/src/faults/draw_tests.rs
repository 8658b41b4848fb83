use super::{Change, Plans, Refusal};
use crate::Product::{JuheLineStatus, YwjisuLineStatus};
use crate::billing::Account;
use crate::faults::Faults;

fn plans(spec: &str) -> Plans {
    Plans::new(Faults::parse(spec).expect(spec), 0)
}

fn drawn(plans: &Plans, requests: u64) -> Vec<String> {
    (1..=requests)
        .map(|seq| plans.draw(JuheLineStatus, seq))
        .map(|draw| {
            format!("{:?} {} {:?} {:?} {}", draw.vendor, draw.unbilled, draw.reply, draw.wait, draw.is_missing(3))
        })
        .collect()
}

#[test]
fn the_seed_decides_and_nothing_else_does() {
    let spec = "hostile,seed=7";
    assert_eq!(drawn(&plans(spec), 500), drawn(&plans(spec), 500));
    assert_ne!(drawn(&plans(spec), 500), drawn(&plans("hostile,seed=8"), 500));
    // A request's fate does not hang on when others came.
    let plans = plans(spec);
    let late = drawn(&plans, 500).pop();
    assert_eq!(drawn(&plans, 500).pop(), late);
}

#[test]
fn shares_are_kept() {
    let plans = plans("lost=0.2,cut=0.1,unbilled=0.3,retry=0.25,retry-billed=0.5,missing=0.1");
    let draws: Vec<_> = (1..=20_000).map(|seq| plans.draw(JuheLineStatus, seq)).collect();
    let share = |hit: &dyn Fn(&super::Draw) -> bool| draws.iter().filter(|draw| hit(draw)).count() / 20;
    let near = |share: usize, wanted: usize| assert!(share.abs_diff(wanted) < 20, "{share} of 1000, not {wanted}");
    near(share(&|draw| matches!(draw.reply, Some(Change::Close))), 100);
    near(share(&|draw| matches!(draw.reply, Some(Change::Reset))), 100);
    near(share(&|draw| matches!(draw.reply, Some(Change::Cut(_)))), 100);
    near(share(&|draw| draw.unbilled), 300);
    near(share(&|draw| matches!(draw.vendor, Some(Refusal::Retry { .. }))), 250);
    near(share(&|draw| draw.vendor == Some(Refusal::Retry { billed: true })), 125);
    near(share(&|draw| draw.is_missing(0)), 100);
    near(share(&|draw| draw.is_missing(1999)), 100);
    // Independent: of the lost, as many are billed as of all.
    near(share(&|draw| draw.unbilled && draw.reply.is_some()), 90);
    near(share(&|draw| draw.unbilled && draw.vendor.is_some()), 75);
    near(share(&|draw| draw.is_missing(0) && draw.is_missing(1)), 10);
}

#[test]
fn a_window_counts_from_where_the_plan_was_set() {
    let plans = plans("reset=@3..4");
    let struck = |plans: &Plans| -> Vec<_> {
        (1..=20).filter(|&seq| plans.draw(JuheLineStatus, seq).reply == Some(Change::Reset)).collect()
    };
    assert_eq!(struck(&plans), [3, 4]);
    plans.set(Faults::parse("reset=@3..4").expect("a plan"), 10, Account::default());
    assert_eq!(struck(&plans), [13, 14]);
    plans.set(Faults::parse("reset=@0s..1m").expect("a plan"), 10, Account::default());
    assert_eq!(struck(&plans).len(), 20);
    plans.set(Faults::parse("reset=@1m..2m").expect("a plan"), 10, Account::default());
    assert_eq!(struck(&plans).len(), 0);
}

#[test]
fn a_plan_for_one_product_leaves_the_others() {
    let plans = plans("only=ywjisu/line-status,lost=1,refuse=1");
    assert!(plans.draw(JuheLineStatus, 1).reply.is_none());
    assert!(plans.draw(YwjisuLineStatus, 1).reply.is_some());
    assert!(!plans.refuses(JuheLineStatus));
    assert!(plans.refuses(YwjisuLineStatus));
}
