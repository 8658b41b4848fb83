//! What a request costs in the ledger: an intent on the disk before it is sent, its answers on the disk before they count.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use numcheck_benches::{align_rows, numbers};
use numcheck_bulk::ledger::{Intent, Ledger, Outcome};
use numcheck_core::{AnyReport, Batch, Charge, Outcome as Said, PhoneNumber, Receipt};
use numcheck_juhe::LINE_STATUS;
use rusqlite::{Connection, params};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::COUNT;

/// Two commits, each synced, with the answers turned into columns between them.
#[divan::bench(sample_count = 50)]
fn intent_and_settle_2000(bencher: Bencher) {
    let (folder, runtime) = (TempDir::new().expect("a folder"), runtime());
    let ledger = Ledger::open(&folder.path().join("ledger.db")).expect("a ledger");
    let numbers = numbers(COUNT);
    let answered = Ok(answered(&numbers));
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        let intent = Intent::of_check(&LINE_STATUS, "https://apis.juhe.cn", &numbers);
        let outcome = Outcome::of(black_box(&answered), COUNT, None);
        runtime.block_on(async {
            let id = ledger.writer().intend(intent).await.expect("on the disk");
            ledger.writer().settle(id, outcome).await.expect("on the disk");
        });
    });
}

/// The same bytes, made before, in one synced commit: nothing would be known of a request that was cut off.
#[divan::bench(sample_count = 50)]
fn yardstick_one_transaction_2000(bencher: Bencher) {
    let folder = TempDir::new().expect("a folder");
    let connection = Connection::open(folder.path().join("bare.db")).expect("a database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (numbers TEXT, answers TEXT)",
        )
        .expect("a table");
    let numbers = numbers(COUNT);
    let answers = Outcome::of(&Ok(answered(&numbers)), COUNT, None).answers;
    let asked = numbers.iter().map(PhoneNumber::as_str).collect::<Vec<_>>().join(",");
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        let mut statement = connection.prepare_cached("INSERT INTO rows VALUES (?1, ?2)").expect("a statement");
        statement.execute(params![asked, answers]).expect("on the disk");
    });
}

fn answered(numbers: &[PhoneNumber]) -> Batch<AnyReport> {
    let receipt = Receipt { by: LINE_STATUS.id().clone(), order_id: None, billed: Some(2000), charge: Charge::BILLED };
    let unanswered = || (Said::Unanswered, Charge::FREE);
    let Batch { answers, receipts } =
        Batch::align(&LINE_STATUS, numbers, align_rows(numbers), vec![receipt], unanswered);
    Batch { answers: answers.into_iter().map(|answer| answer.map(AnyReport::new)).collect(), receipts }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().expect("a runtime")
}
