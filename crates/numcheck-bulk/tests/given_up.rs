//! A run that its caller gives up: nothing more is sent, no answer is lost, and nothing is bought twice by whoever tries again.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::{Activity, Error, Options, Progress, Run, Summary};
use numcheck_core::{ErrorKind, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};
use tokio::sync::watch;

fn through(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options
}

async fn prepared<'a>(ledger: &'a Ledger, list: &Path, options: Options) -> Result<Run<'a>, Error> {
    Run::prepare(ledger, Source::File(list.to_owned()), &ReadOptions::default(), options, false).await
}

/// Drives a run until its progress is like this, and no further. What would stop it is given back, so that nothing else has.
async fn give_up(run: &mut Run<'_>, when: impl FnMut(&Progress) -> bool) -> watch::Sender<bool> {
    let (keep, stop) = watch::channel(false);
    let (progress, mut seen) = watch::channel(Progress::default());
    let mut drive = Box::pin(run.drive(stop, progress));
    tokio::select! {
        _ = &mut drive => panic!("it was to be given up"),
        _ = seen.wait_for(when) => {}
    }
    keep
}

/// Goes on with a run as soon as what was sent is recorded: until then the ledger is locked.
async fn goes_on(ledger: &Ledger, list: &Path, options: impl Fn() -> Options) -> Summary {
    loop {
        match run(ledger, list, options()).await {
            Ok((_, summary)) => return summary,
            Err(Error::Locked(_)) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn what_was_sent_is_recorded_though_nobody_waits_for_it() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    {
        let mut run = prepared(&ledger, &list, through(&vendor)).await.expect("a run");
        let _keep = give_up(&mut run, |progress| progress.in_flight > 0).await;
    }
    let summary = goes_on(&ledger, &list, || through(&vendor)).await;
    assert_eq!((summary.answered, summary.in_doubt, vendor.bill()), (20, 0, (20, 1)), "{summary:?}");
}

#[tokio::test]
async fn a_run_that_was_given_up_is_prepared_again_before_it_goes_on() {
    let place = Place::new();
    let list = place.mobiles(2000);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    {
        let mut run = prepared(&ledger, &list, through(&vendor)).await.expect("a run");
        let _keep = give_up(&mut run, |progress| progress.requests > 2).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(vendor.requests() < 100, "it went on for {} requests", vendor.requests());
        // Where its numbers stand is not known here: it would ask all of them once more.
        let (_keep, stop) = watch::channel(false);
        let again = run.drive(stop, watch::channel(Progress::default()).0).await;
        assert!(matches!(again, Err(Error::Refused { .. })), "{again:?}");
    }
    let summary = goes_on(&ledger, &list, || through(&vendor)).await;
    assert_eq!((summary.answered, summary.in_doubt, vendor.bill()), (2000, 0, (2000, 1)), "{summary:?}");
}

/// Nothing keeps another program from driving it too.
#[tokio::test]
async fn a_run_that_was_prepared_to_be_looked_at_is_not_driven() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let source = Source::File(list);
    let mut run =
        Run::prepare(&ledger, source, &ReadOptions::default(), through(&vendor), true).await.expect("a run to look at");
    let (_keep, stop) = watch::channel(false);
    let driven = run.drive(stop, watch::channel(Progress::default()).0).await;
    assert!(matches!(driven, Err(Error::Usage(_))), "{driven:?}");
    assert_eq!(vendor.requests(), 0);
}

/// On one thread alone, which does nothing but what is asked of it.
#[tokio::test]
async fn the_ledger_is_free_at_once_where_nothing_is_under_way() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| {
        free(ErrorKind::RateLimited, RetryHint::After(Duration::from_secs(60)), "429")
    });
    let ledger = place.ledger();
    {
        let mut options = through(&vendor);
        options.concurrency = 1;
        let mut run = prepared(&ledger, &list, options).await.expect("a run");
        let is_idle = |progress: &Progress| {
            progress.in_flight == 0 && matches!(progress.activity, Activity::Paused { .. } | Activity::Waiting { .. })
        };
        let _keep = give_up(&mut run, is_idle).await;
    }
    let next = prepared(&ledger, &list, through(&vendor)).await;
    assert!(next.is_ok(), "{next:?}");
}
