use std::time::Duration;

use numcheck_core::NumberChecker;
use numcheck_layers::{LayerExt, Rate};

use crate::stub::{Stub, number, numbers};

#[tokio::test(start_paused = true)]
async fn requests_are_evenly_spaced_without_a_burst_and_in_order() {
    let stub = Stub::new("acme/line-status", 50, []);
    let checker = std::sync::Arc::new(stub.clone().rate_limited(Rate::per_second(10)));
    let calls: Vec<_> = (1..=5)
        .map(|n| {
            let checker = checker.clone();
            tokio::spawn(async move { checker.check(&[number(n)]).await })
        })
        .collect();
    for call in calls {
        call.await.expect("the task ends").expect("the call is answered");
    }
    assert_eq!(stub.times(), [0, 100, 200, 300, 400]);
    assert_eq!(stub.asked().concat(), numbers(5));
    // Idle time is not saved up.
    tokio::time::sleep(Duration::from_secs(60)).await;
    for n in 1..=3 {
        checker.check(&[number(n)]).await.expect("answered");
    }
    let times = stub.times();
    assert_eq!(times[6] - times[5], 100);
    assert_eq!(times[7] - times[6], 100);
}

#[tokio::test(start_paused = true)]
async fn products_behind_one_limit_share_it() {
    let (first, second) = (Stub::new("acme/a", 50, []), Stub::new("acme/b", 50, []));
    let rate = Rate::every(Duration::from_secs(1));
    let (a, b) = (first.clone().rate_limited(rate.clone()), second.clone().rate_limited(rate));
    let start = tokio::time::Instant::now();
    let asked = [number(1)];
    for _ in 0..3 {
        let (_, _) = tokio::join!(a.check(&asked), b.check(&asked));
    }
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_sends_nothing_waits_for_nothing_and_a_dropped_one_gives_its_place_up() {
    let stub = Stub::new("acme/line-status", 2, []);
    let checker = stub.clone().rate_limited(Rate::every(Duration::from_secs(3600)));
    let landline = ["0571-56264805".parse().expect("a number")];
    for _ in 0..2 {
        checker.check(&[]).await.expect("nothing is asked");
        checker.check(&landline).await.expect("nothing is sent");
        checker.check(&numbers(3)).await.expect_err("too many");
    }
    checker.check(&numbers(1)).await.expect("the place is free");
    let waiting = tokio::time::timeout(Duration::from_secs(60), checker.check(&numbers(1))).await;
    assert!(waiting.is_err());
    checker.check(&numbers(1)).await.expect("answered an hour after the first");
    assert_eq!(stub.times(), [0, 3_600_000]);
    assert!(format!("{checker:?}").contains("one every 3600s"));
}
