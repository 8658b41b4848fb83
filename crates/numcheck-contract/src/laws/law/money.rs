use numcheck_core::{Charge, Outcome};

use super::{Scene, Subject, Violation, answers, call, calls, ensure, law, sample};

/// Rule 4: money is never guessed: an answer's charge is what the vendor stated, and of a reply that was lost nobody knows
/// whether it was charged for.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn money_is_not_guessed<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("money_is_not_guessed", "4. Money is never guessed: what the vendor did not say is Charge::Unknown.", {
        let lost = call(subject, Scene::Lost, sample(subject)?).await?;
        let charges: Vec<Charge> = match &lost.result {
            Err(error) => vec![error.charge()],
            Ok(batch) => {
                let receipts = batch.receipts.iter().map(|receipt| receipt.charge);
                batch.answers.iter().map(|answer| answer.charge).chain(receipts).collect()
            }
        };
        for charge in charges {
            ensure!(
                charge == Charge::Unknown,
                "in {}: the reply could not be read, and its charge is said to be {}",
                lost.scene,
                charge.word()
            );
        }
        charges_are_the_vendors(subject).await
    })
}

async fn charges_are_the_vendors<S: Subject>(subject: &S) -> Result<(), String> {
    let (numbers, charges) = (subject.numbers(), subject.charges());
    ensure!(
        numbers.len() == charges.len(),
        "the subject names {} numbers and {} charges: say of each what the vendor states in {}",
        numbers.len(),
        charges.len(),
        Scene::Answered
    );
    let answered = call(subject, Scene::Answered, sample(subject)?).await?;
    for answer in answers(&answered) {
        let stated =
            numbers.iter().zip(&charges).find(|(number, _)| **number == answer.number).map(|(_, charge)| charge);
        ensure!(
            stated.is_none_or(|stated| stated.word() == answer.charge.word()),
            "in {}: the vendor states {} for {:?}, and its charge is said to be {}",
            answered.scene,
            stated.map_or("nothing", |stated| stated.word()),
            answer.number,
            answer.charge.word()
        );
    }
    Ok(())
}

/// Rule 8: what may have been paid for is never `Unanswered`, which invites asking again.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn only_free_is_asked_again<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("only_free_is_asked_again", "8. A number may be sent again only while its charge is Free.", {
        for call in calls(subject).await? {
            for answer in answers(&call).filter(|answer| matches!(answer.outcome, Outcome::Unanswered)) {
                ensure!(
                    answer.charge.is_free(),
                    "in {}: {:?} is Unanswered with charge {}: it is Failed when it may have been paid for",
                    call.scene,
                    answer.number,
                    answer.charge.word()
                );
            }
        }
        Ok(())
    })
}

/// Every request leaves a receipt, so that no money is forgotten.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn every_request_leaves_a_receipt<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("every_request_leaves_a_receipt", "Batch::receipts: one receipt for each request that was made.", {
        for call in calls(subject).await? {
            let Ok(batch) = &call.result else { continue };
            ensure!(
                batch.receipts.len() == call.requests,
                "in {}: {} requests were made, and {} receipts came back",
                call.scene,
                call.requests,
                batch.receipts.len()
            );
        }
        Ok(())
    })
}
