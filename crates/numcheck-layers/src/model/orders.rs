//! The layers in every order, not in the good one alone: a stack built by hand may be slow or tell too little, and buys
//! nothing twice.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use numcheck_core::{DynChecker, LineReport, NumberCheckerExt, Product};

use super::vendor::{MOVES, Move, Vendor, World};
use super::{audit, numbers, scripts_of};
use crate::planted::{Bug, plant};
use crate::{LayerExt, Policy};

#[derive(Clone, Copy, Debug)]
enum Layer {
    Cache,
    Failover,
    Retry,
    Split,
}

/// Shorter than in the good order: there are 24.
const LENGTH: u32 = 3;

fn orders() -> Vec<Vec<Layer>> {
    let mut orders = vec![vec![]];
    for layer in [Layer::Cache, Layer::Failover, Layer::Retry, Layer::Split] {
        let longer = orders.iter().flat_map(|order: &Vec<Layer>| {
            (0..=order.len()).map(move |at| [&order[..at], &[layer], &order[at..]].concat())
        });
        orders = longer.collect();
    }
    orders
}

/// Innermost first.
fn staged(order: &[Layer], script: &[Move]) -> (Vendor, DynChecker<LineReport>) {
    let world = Arc::new(Mutex::new(World { script: script.iter().copied().collect(), ..World::default() }));
    let product = |id| Product::new(id, "line-status").batches_of(2).settling_in(Duration::from_secs(3));
    let first = Vendor { product: product("first/line-status"), world: world.clone() };
    let second = Vendor { product: product("second/line-status"), world }.split(3).into_dyn();
    let built = order.iter().fold(first.clone().into_dyn(), |inner, layer| match layer {
        Layer::Cache => inner.cached(Duration::from_secs(3600)).into_dyn(),
        Layer::Failover => inner.or_else(second.clone()).next_on("not_in_database").into_dyn(),
        Layer::Retry => inner.retrying(Policy::new().max_attempts(2)).into_dyn(),
        Layer::Split => inner.split(3).into_dyn(),
    });
    (first, built)
}

/// The first order and script in which one call disagrees with the bill.
fn first_violation(bug: Option<Bug>) -> Option<String> {
    plant(bug);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
    let found = runtime.block_on(async {
        for order in orders() {
            for script in scripts_of(LENGTH) {
                let (bill, checker) = staged(&order, &script);
                let most = checker.product().max_batch().min(3);
                let told = checker.check(&numbers()[..most]).await;
                if let Err(what) = audit(&[&told], &bill, true) {
                    return Some(format!("{what}, in the order {order:?}, when the vendors play {script:?}"));
                }
            }
        }
        None
    });
    plant(None);
    found
}

#[test]
fn no_order_of_the_layers_buys_a_number_twice() {
    assert_eq!((orders().len(), scripts_of(LENGTH).count()), (24, MOVES.len().pow(LENGTH)));
    assert_eq!(first_violation(None), None);
    for bug in [Bug::RetryOnTimeOut, Bug::FailoverAfterLostAnswer, Bug::SplitResends] {
        let found = first_violation(Some(bug)).unwrap_or_else(|| panic!("{bug:?} goes unnoticed"));
        assert!(found.contains("bought"), "{bug:?}: {found}");
    }
}
