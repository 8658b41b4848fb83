use super::*;
use crate::{LineReport, LineStatus};

const PRODUCT: Product = Product::new("acme/line-status", "line-status").batches_of(9);

fn row(status: LineStatus, charge: Charge) -> Row<LineReport> {
    let code = if status == LineStatus::Active { "1" } else { "0" };
    let report = LineReport {
        status,
        code: code.into(),
        area: Some("北京-北京".into()),
        carrier: None,
        last_time: Some(1_644_111_310_668),
    };
    let number = PhoneNumber::parse("13800000001").expect("a number");
    Row { number, outcome: Outcome::Report(report), charge, order_id: None }
}

fn report(row: &mut Row<LineReport>) -> &mut LineReport {
    match &mut row.outcome {
        Outcome::Report(report) => report,
        _ => unreachable!("a row with a report"),
    }
}

fn aligned(rows: Vec<Row<LineReport>>) -> Answer<LineReport> {
    let number = rows[0].number;
    let batch = Batch::align(&PRODUCT, &[number], rows, Vec::new(), || unreachable!("the number has rows"));
    batch.answers.into_iter().next().expect("one answer")
}

#[test]
fn rows_of_one_status_are_one_whatever_their_side_fields() {
    let whole = row(LineStatus::Active, Charge::BILLED);
    let mut bare = whole.clone();
    report(&mut bare).last_time = None;
    report(&mut bare).carrier = Some("中国移动".into());
    for rows in [vec![whole.clone(), bare.clone()], vec![bare, whole.clone()]] {
        let answer = aligned(rows);
        let report = answer.outcome.report().expect("a report");
        assert_eq!((report.last_time, report.carrier.as_deref()), (Some(1_644_111_310_668), Some("中国移动")));
        assert_eq!((report.area.as_deref(), answer.charge), (Some("北京-北京"), Charge::BILLED));
    }
    let mut other = whole.clone();
    report(&mut other).area = Some("上海-上海".into());
    let answer = aligned(vec![whole.clone(), other]);
    assert_eq!(answer.outcome.report().expect("a report").area, None, "neither area is believed");

    let other = row(LineStatus::Vacant, Charge::BILLED);
    assert_eq!(aligned(vec![whole, other]).outcome.word(), "failed", "another status is another answer");
}

#[test]
fn two_free_rows_are_free_and_the_second_order_id_is_kept() {
    let charged = |one, other| aligned(vec![row(LineStatus::Active, one), row(LineStatus::Active, other)]).charge;
    assert_eq!(charged(Charge::FREE, Charge::FREE_INFERRED), Charge::FREE_INFERRED);
    assert_eq!(charged(Charge::FREE, Charge::FREE), Charge::FREE);
    assert_eq!(charged(Charge::FREE, Charge::BILLED), Charge::Unknown);
    assert_eq!(charged(Charge::Unknown, Charge::FREE), Charge::Unknown);
    let mut second = row(LineStatus::Active, Charge::BILLED);
    second.order_id = Some("JHS2".into());
    let answer = aligned(vec![row(LineStatus::Active, Charge::BILLED), second]);
    assert_eq!(answer.order_id.as_deref(), Some("JHS2"));
}

#[test]
fn a_number_that_failed_keeps_the_reply() {
    let rows = vec![row(LineStatus::Active, Charge::BILLED), row(LineStatus::Vacant, Charge::BILLED)];
    let number = rows[0].number;
    let asked = [number, number];
    let batch = Batch::align(&PRODUCT, &asked, rows, Vec::new(), || unreachable!("the number has rows"));
    let batch = batch.keeping_reply(|| RawReply { status: 200, body: b"{}".to_vec() });
    let kept: Vec<_> = batch.answers.iter().map(|answer| answer.outcome.error().and_then(Error::raw_reply)).collect();
    assert_eq!(kept[0].expect("kept").body, b"{}");
    assert!(std::ptr::eq(kept[0].expect("kept"), kept[1].expect("kept")), "one reply is shared");
    let answered = Batch::align(&PRODUCT, &asked, vec![row(LineStatus::Active, Charge::BILLED)], Vec::new(), || {
        unreachable!("the number has a row")
    });
    let _ = answered.keeping_reply(|| unreachable!("nobody failed"));
}
