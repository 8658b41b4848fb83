use std::time::Duration;

use numcheck_core::{ErrorKind, NumberChecker, NumberKind, Outcome, PhoneNumber, Product};

use super::{
    Call, PATIENCE, Scene, Subject, Violation, call, calls, ensure, is_answered, law, most_numbers, sample, stage,
};

/// Rule 1: a vendor makes at most one request a call, whatever the reply. A layer may make several.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn one_request_a_call<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("one_request_a_call", "1. A vendor makes at most one request a call.", {
        let Some(most) = subject.most_requests() else { return Ok(()) };
        for Call { scene, requests, .. } in calls(subject).await? {
            ensure!(requests <= most, "in {scene}: one call made {requests} requests, {most} at most are allowed");
        }
        Ok(())
    })
}

/// Rule 7: dropping the future is safe: a later call of the same checker still works.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn dropping_is_safe<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("dropping_is_safe", "7. Dropping the future is safe: it corrupts nothing.", {
        let (staged, asked) = (stage(subject, Scene::HangsOnce)?, sample(subject)?);
        let arrival = async {
            while staged.requests.count() == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            _ = staged.checker.check(&asked) => return Err("the call ended in the scene where the vendor hangs".to_owned()),
            arrived = tokio::time::timeout(PATIENCE, arrival) => {
                ensure!(arrived.is_ok(), "no request reached the vendor within {} s", PATIENCE.as_secs());
            }
        }
        let later = tokio::time::timeout(PATIENCE, staged.checker.check(&asked)).await;
        let Ok(later) = later else { return Err("after a dropped call, the next one never ended".to_owned()) };
        let batch = later.map_err(|error| format!("after a dropped call, the next one failed: {error}"))?;
        ensure!(
            batch.answers.iter().all(|answer| answer.outcome.is_answered()),
            "after a dropped call, the next one lost its answers"
        );
        Ok(())
    })
}

/// A call with no numbers is answered without a request.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn no_numbers_no_request<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("no_numbers_no_request", "A call with no numbers is answered without a request.", {
        let call = call(subject, Scene::Answered, Vec::new()).await?;
        ensure!(call.requests == 0, "{} requests were made for no numbers", call.requests);
        let batch = call.result.map_err(|error| format!("a call with no numbers failed: {error}"))?;
        ensure!(batch.answers.is_empty(), "{} answers came back for no numbers", batch.answers.len());
        ensure!(batch.receipts.is_empty(), "a call that sent nothing has a receipt");
        Ok(())
    })
}

/// A call with more numbers than the product takes is refused without a request, and costs nothing.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn too_many_are_refused<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("too_many_are_refused", "A call with more than Product::max_batch numbers is refused without a request.", {
        let most = most_numbers(subject)?;
        let numbers: Vec<PhoneNumber> = subject.numbers().into_iter().cycle().take(most + 1).collect();
        let call = call(subject, Scene::Answered, numbers).await?;
        ensure!(call.requests == 0, "{} numbers to a limit of {most}, and a request was made", most + 1);
        let Err(error) = call.result else {
            return Err(format!("{} numbers to a limit of {most}, and the call was answered", most + 1));
        };
        ensure!(
            error.kind() == ErrorKind::InvalidRequest,
            "the refusal's kind is {}, not InvalidRequest",
            error.kind().word()
        );
        ensure!(error.charge().is_free(), "nothing was sent, and the refusal's charge is {}", error.charge().word());
        Ok(())
    })
}

/// Numbers of a kind the product does not take are rejected, free and unsent, and the rest is sent.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn other_kinds_are_rejected<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("other_kinds_are_rejected", "What the product does not accept is Rejected, and the rest is sent.", {
        let product = stage(subject, Scene::Answered)?.checker.product().clone();
        let Some(other) = not_taken(&product) else { return Ok(()) };
        let alone = call(subject, Scene::Answered, vec![other]).await?;
        ensure!(
            alone.requests == 0,
            "a request was made for a {} number, which the product does not take",
            other.kind().word()
        );
        is_rejected(&alone, &other)?;
        if product.max_batch() > 1 {
            let good = subject.numbers()[0];
            let mixed = call(subject, Scene::Answered, vec![other, good]).await?;
            is_rejected(&mixed, &other)?;
            is_answered(&mixed, &good)?;
        }
        Ok(())
    })
}

/// A number of a kind the product does not take.
fn not_taken(product: &Product) -> Option<PhoneNumber> {
    let samples = ["10086", "057150000000", "1064900000001", "+85260000001", "13800000001"];
    let mut numbers = samples.iter().filter_map(|text| PhoneNumber::parse(text).ok());
    numbers.find(|number: &PhoneNumber| !product.accepts(number) && NumberKind::ALL.contains(&number.kind()))
}

fn is_rejected<C: NumberChecker>(call: &Call<C>, number: &PhoneNumber) -> Result<(), String> {
    let kind = number.kind().word();
    let batch = call.result.as_ref().map_err(|error| format!("one {kind} number failed the whole call: {error}"))?;
    let answer = batch.answers.iter().find(|answer| answer.number == *number);
    let Some(answer) = answer else { return Err(format!("a {kind} number, which the product does not take, is gone")) };
    ensure!(
        matches!(answer.outcome, Outcome::Rejected(_)),
        "a {kind} number, which the product does not take, came back as {}",
        answer.outcome.word()
    );
    ensure!(answer.charge.is_free(), "a {kind} number was not sent, and its charge is {}", answer.charge.word());
    Ok(())
}
