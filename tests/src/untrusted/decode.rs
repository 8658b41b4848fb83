//! The laws of a reply: whatever a vendor, or whoever stands between, sends back, no number is lost, nothing is taken for
//! free that may have been paid, and nothing is reported that no row says.

use std::collections::HashSet;

use numcheck_core::{Answer, AnyReport, Batch, Charge, Error, Outcome, PhoneNumber, Rejection};
use serde_json::Value;

use super::evidence::{Row, is_free, json, rows, scalar};
use super::vendor::{Endpoint, Vendor};
use super::{Verdict, ensure, silence};

/// What is asked; the first byte of the input chooses.
const ASKED: [&[&str]; 5] = [
    &["13800000001"],
    &["13800000001", "13800000002"],
    &["13800000001", "13800000002", "13800000001", "13800000003"],
    &["057156264805", "13800000001", "95204657"],
    &["+85260000001"],
];

/// The status of the reply; the second byte chooses.
const STATUSES: [u16; 10] = [200, 500, 429, 503, 403, 400, 302, 404, 201, 408];

/// Holds an endpoint's checker to the laws: the first byte chooses the numbers, the second the HTTP status, the rest is
/// the body.
///
/// # Errors
///
/// The law that is broken.
pub fn law(vendor: &Vendor, endpoint: Endpoint, data: &[u8]) -> Verdict {
    let [asked, status, body @ ..] = data else { return Ok(()) };
    let choice = |byte: u8, of: usize| usize::from(byte.wrapping_sub(b'0')) % of;
    let asked = ASKED[choice(*asked, ASKED.len())];
    let status = STATUSES[choice(*status, STATUSES.len())];
    let most = if matches!(endpoint, Endpoint::JuheLineStatus | Endpoint::YwjisuLineStatus) { 50 } else { 1 };
    let numbers: Vec<PhoneNumber> = asked.iter().take(most).filter_map(|text| PhoneNumber::parse(text).ok()).collect();
    verdict(endpoint, &numbers, (status, body), &vendor.check(endpoint, &numbers, (status, body)))
}

/// Judges what a checker made of a reply.
///
/// # Errors
///
/// The law that is broken.
pub fn verdict(
    endpoint: Endpoint,
    numbers: &[PhoneNumber],
    (status, body): (u16, &[u8]),
    result: &numcheck_core::Result<Batch<AnyReport>>,
) -> Verdict {
    match result {
        Err(error) => of_error(endpoint, numbers, (status, body), error),
        Ok(batch) => of_batch(endpoint, numbers, body, batch),
    }
}

fn of_error(endpoint: Endpoint, numbers: &[PhoneNumber], (status, body): (u16, &[u8]), error: &Error) -> Verdict {
    silence::of_error(endpoint, error, numbers)?;
    match error.charge() {
        Charge::Billed(_) => return Err(format!("a failed request is billed: {error:?}")),
        Charge::Free(_) => {
            ensure!(is_free(endpoint, status, body), "free without evidence, HTTP {status}: {error:?}");
        }
        Charge::Unknown => {
            let Some(raw) = error.raw_reply() else { return Err(format!("in doubt, and no reply is kept: {error:?}")) };
            let kept = String::from_utf8_lossy(&raw.body);
            silence::no_secret(endpoint, "a kept reply", &kept)?;
            ensure!(kept.contains(silence::BLANK) || raw.body == body, "the reply is kept otherwise than it came");
        }
    }
    Ok(())
}

fn of_batch(endpoint: Endpoint, numbers: &[PhoneNumber], body: &[u8], batch: &Batch<AnyReport>) -> Verdict {
    let answered: Vec<_> = batch.answers.iter().map(|answer| answer.number).collect();
    ensure!(answered == numbers, "asked {numbers:?}, answered {answered:?}");
    let value = json(body);
    let mut found = Vec::new();
    if let Some(value) = &value {
        rows(value, &mut found);
    }
    let mut sent = HashSet::new();
    for answer in &batch.answers {
        if let Outcome::Rejected(rejection) = &answer.outcome {
            ensure!(matches!(rejection, Rejection::NotAccepted), "refused by itself: {answer:?}");
            ensure!(answer.charge.is_free(), "not sent, and {:?}", answer.charge);
            continue;
        }
        sent.insert(answer.number);
        of_answer(endpoint, answer, numbers)?;
        // What a second reader cannot read is no evidence against the first.
        let Some(value) = &value else { continue };
        match endpoint {
            Endpoint::JuheLineStatus | Endpoint::YwjisuLineStatus => of_row(endpoint, answer, &found, value)?,
            _ => of_single(answer, value)?,
        }
    }
    ensure!(batch.receipts.len() == usize::from(!sent.is_empty()), "{} receipts", batch.receipts.len());
    for receipt in &batch.receipts {
        let asked = found.iter().find(|row| row.is_billed() && sent.contains(&row.number));
        ensure!(
            !receipt.charge.is_free() || asked.is_none() || value.is_none() || receipt.billed == Some(0),
            "a free request with a charged row: {receipt:?} {asked:?}"
        );
        silence::no_secret(endpoint, "an order id", receipt.order_id.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

/// What holds of every answer.
fn of_answer(endpoint: Endpoint, answer: &Answer<AnyReport>, numbers: &[PhoneNumber]) -> Verdict {
    silence::no_secret(endpoint, "an order id", answer.order_id.as_deref().unwrap_or_default())?;
    match &answer.outcome {
        Outcome::Unanswered => ensure!(answer.charge.is_free(), "unanswered, and {:?}", answer.charge),
        Outcome::Failed(error) => {
            silence::of_error(endpoint, error, numbers)?;
            ensure!(
                error.charge() == answer.charge,
                "an error of {:?} in an answer of {:?}",
                error.charge(),
                answer.charge
            );
            ensure!(
                answer.charge.is_free() || error.raw_reply().is_some(),
                "paid for, and no reply is kept: {error:?}"
            );
        }
        Outcome::Report(report) => {
            silence::no_secret(endpoint, "a report", report.json().get())?;
            let back: Result<Value, _> = serde_json::from_str(report.json().get());
            ensure!(back.is_ok_and(|back| back.is_object()), "a report that is no object: {}", report.json());
        }
        _ => {}
    }
    Ok(())
}

/// A line status rests on a row of that number, with that status and that charge.
fn of_row(endpoint: Endpoint, answer: &Answer<AnyReport>, rows: &[Row], value: &Value) -> Verdict {
    let own: Vec<_> = rows.iter().filter(|row| row.number == answer.number).collect();
    match (&answer.outcome, answer.charge) {
        (_, Charge::Billed(_)) => {
            ensure!(own.iter().any(|row| row.is_billed()), "billed without a row: {answer:?}");
        }
        (Outcome::Report(_) | Outcome::Failed(_), Charge::Free(_)) => {
            ensure!(own.iter().any(|row| row.is_free(endpoint)), "free without a row: {answer:?}");
        }
        _ => {}
    }
    match &answer.outcome {
        Outcome::Report(report) => {
            let code = report.summary().code.unwrap_or_default();
            let said = own.iter().any(|row| row.status.as_deref() == Some(code.as_ref()));
            ensure!(said || code.contains(silence::BLANK), "no row says {code:?} of it: {answer:?}");
        }
        Outcome::Unanswered => {
            ensure!(own.iter().all(|row| !row.is_billed()), "unanswered, and its row is charged: {answer:?}");
            if endpoint == Endpoint::JuheLineStatus {
                let count = value.pointer("/result/countFee").and_then(scalar);
                ensure!(count.is_some(), "free without a count of what was charged: {answer:?}");
            }
        }
        Outcome::NoRecord => return Err(format!("no record, where no code says so: {answer:?}")),
        _ => {}
    }
    Ok(())
}

/// What the vendor did not say is not known; and no record is what its own code says.
fn of_single(answer: &Answer<AnyReport>, value: &Value) -> Verdict {
    ensure!(matches!(answer.charge, Charge::Unknown), "the document says nothing of its charge: {answer:?}");
    let code = value.get("error_code").and_then(scalar);
    if matches!(answer.outcome, Outcome::NoRecord) {
        let digits = code.as_deref().and_then(|code| code.parse::<u64>().ok());
        let legacy = value.get("resultcode").is_some();
        ensure!(digits == Some(224_922) || legacy, "no record, and the code is {code:?}");
    }
    Ok(())
}
