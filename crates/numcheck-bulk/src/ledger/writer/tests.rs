use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use numcheck_core::{PhoneNumber, Product};

use super::Intended;
use crate::ledger::{Intent, Ledger, Outcome};

const PRODUCT: Product = Product::new("acme/line-status", "line-status");

const FIRST: &str = "13800000001";
const NEXT: &str = "13800000002";

fn intent(number: &str) -> Intent {
    let number: PhoneNumber = number.parse().expect("a number");
    Intent::of_check(&PRODUCT, "https://vendor.example", &[number])
}

/// An answer of so many bytes.
fn long(bytes: usize) -> Arc<Outcome> {
    Arc::new(Outcome { raw: Some(vec![b'x'; bytes]), ..Outcome::unsent() })
}

#[tokio::test]
async fn while_an_answer_is_not_saved_no_intent_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::open(&folder.path().join("ledger.db")).expect("a ledger");
    let (writer, unsaved) = (ledger.writer(), Arc::new(AtomicUsize::new(0)));
    let Ok(Intended::As(first)) = writer.intend_unless_held(intent(FIRST), 0, unsaved.clone()).await else {
        panic!("nothing keeps it")
    };
    ledger.limit_pages(1).await.expect("no page is added any more");
    let (answer, next) = (long(1 << 20), intent(NEXT));
    let settling = writer.settle_counting(first, answer.clone(), &unsaved, false);
    settling.done().await.expect_err("there is no room for it");
    assert_eq!(unsaved.load(Ordering::SeqCst), 1);
    assert!(matches!(writer.intend_unless_held(next.clone(), 0, unsaved.clone()).await, Ok(Intended::Not)));

    ledger.limit_pages(i32::MAX.unsigned_abs()).await.expect("room");
    writer.settle(first, answer).await.expect("it is saved after all");
    unsaved.fetch_sub(1, Ordering::SeqCst);
    assert!(
        matches!(writer.intend_unless_held(next, 0, unsaved).await, Ok(Intended::As(second)) if second == first + 1)
    );
}

#[tokio::test]
async fn an_intent_never_stands_in_the_ledger_without_the_answer_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::open(&folder.path().join("ledger.db")).expect("a ledger");
    let (writer, unsaved) = (ledger.writer(), Arc::new(AtomicUsize::new(0)));
    let first = writer.intend(intent(FIRST)).await.expect("an intent");
    ledger.limit_pages(1).await.expect("no page is added any more");
    // Whether they go into one commit or two.
    let settling = writer.settle_counting(first, long(1 << 20), &unsaved, true);
    let next = writer.intend_unless_held(intent(NEXT), 0, unsaved.clone()).await;
    assert!(matches!(next, Err(_) | Ok(Intended::Not)), "{next:?}");
    settling.done().await.expect_err("there is no room for it");
    assert_eq!(unsaved.load(Ordering::SeqCst), 1);
}
