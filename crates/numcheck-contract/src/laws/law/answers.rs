use std::collections::HashMap;

use numcheck_core::{Answer, AnyChecker, Batch, ErrorKind, NumberChecker, Outcome, PhoneNumber, Reachability, Report};

use super::{
    Call, Scene, Subject, Violation, answers, call, calls, ensure, is_answered, law, most_numbers, sample, stage,
};
use crate::by_column;

/// Rule 2: every number comes back once, in the order asked, duplicates included, matched by number.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn every_number_in_order<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("every_number_in_order", "2. Every number comes back once, in the order asked, duplicates included.", {
        for call in calls(subject).await? {
            let Ok(batch) = &call.result else { continue };
            let came: Vec<PhoneNumber> = batch.answers.iter().map(|answer| answer.number).collect();
            ensure!(came == call.asked, "in {}: asked {:?}, and {came:?} came back", call.scene, call.asked);
            duplicates_agree(call.scene, batch)?;
        }
        if most_numbers(subject)? > 1 {
            let forth = call(subject, Scene::Answered, sample(subject)?).await?;
            let back = call(subject, Scene::Answered, subject.numbers().into_iter().take(2).collect()).await?;
            let numbers: Vec<&Answer<_>> = [&forth, &back].into_iter().flat_map(answers).collect();
            same_whatever_the_order(&numbers)?;
        }
        Ok(())
    })
}

fn duplicates_agree<R: Report>(scene: Scene, batch: &Batch<R>) -> Result<(), String> {
    let mut first: HashMap<PhoneNumber, &Answer<R>> = HashMap::new();
    for answer in &batch.answers {
        let twin = *first.entry(answer.number).or_insert(answer);
        let same = twin.outcome.word() == answer.outcome.word()
            && twin.outcome.report() == answer.outcome.report()
            && twin.charge == answer.charge;
        ensure!(same, "in {scene}: {:?} was asked twice in a call and its two answers differ", answer.number);
    }
    Ok(())
}

fn same_whatever_the_order<R: Report>(answers: &[&Answer<R>]) -> Result<(), String> {
    for answer in answers {
        for other in answers.iter().filter(|other| other.number == answer.number) {
            ensure!(
                other.outcome.report() == answer.outcome.report(),
                "{:?} has one report when asked in one order and another in another: match rows by number, not by position",
                answer.number
            );
        }
    }
    Ok(())
}

/// Rule 3: `Err` means that no number was answered; if any was, the others are unanswered or failed, each for itself.
/// And nothing else is made of silence: a refusal of the credentials is told as one, not filed as numbers that nobody
/// answered or that were not taken, and a reply that cannot be read answers nobody.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn err_means_nobody_answered<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("err_means_nobody_answered", "3. Err means that no number was answered. If any was, return Ok.", {
        let answered = call(subject, Scene::Answered, sample(subject)?).await?;
        for number in &answered.asked {
            is_answered(&answered, number)?;
        }
        if most_numbers(subject)? > 1 {
            let partly = call(subject, Scene::Partly, subject.numbers().into_iter().take(2).collect()).await?;
            is_answered(&partly, &subject.numbers()[0])?;
            for answer in answers(&partly).filter(|answer| answer.number != subject.numbers()[0]) {
                ensure!(
                    matches!(answer.outcome, Outcome::Unanswered | Outcome::Failed(_)),
                    "in {}: the vendor said nothing of {:?}, and it came back as {}",
                    partly.scene,
                    answer.number,
                    answer.outcome.word()
                );
            }
        }
        let lost = call(subject, Scene::Lost, sample(subject)?).await?;
        for answer in answers(&lost) {
            ensure!(
                !answer.outcome.is_answered(),
                "in {}: the reply could not be read, and {:?} came back as {}",
                lost.scene,
                answer.number,
                answer.outcome.word()
            );
        }
        is_refused(&call(subject, Scene::Refused, sample(subject)?).await?)
    })
}

/// Told by the call or by each number, as what it is: whoever reads it must know to mend the credentials.
fn is_refused<C: NumberChecker>(refused: &Call<C>) -> Result<(), String> {
    let scene = refused.scene;
    if let Err(error) = &refused.result {
        let kind = error.kind();
        ensure!(
            kind == ErrorKind::Auth,
            "in {scene}: the vendor refused the credentials, and the error's kind is {}, not Auth",
            kind.word()
        );
    }
    for answer in answers(refused) {
        ensure!(
            matches!(&answer.outcome, Outcome::Failed(error) if error.kind() == ErrorKind::Auth),
            "in {scene}: the vendor refused the credentials, and {:?} came back as {}, not as failed of kind Auth",
            answer.number,
            answer.outcome.word()
        );
    }
    Ok(())
}

/// Rule 5: a status this version does not know is a report that keeps the raw code, and claims nothing.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn unknown_codes_are_data<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("unknown_codes_are_data", "5. Unknown codes are data: a report that keeps the raw code.", {
        let first: Vec<PhoneNumber> = subject.numbers().into_iter().take(1).collect();
        let call = call(subject, Scene::UnknownCode, first).await?;
        let code = subject.unknown_code();
        let batch = call.result.map_err(|error| format!("code {code:?} became an error: {error}"))?;
        let outcome = batch.answers.first().map(|answer| &answer.outcome);
        let Some(Outcome::Report(report)) = outcome else {
            return Err(format!("code {code:?} became {}, not a report", outcome.map_or("nothing", Outcome::word)));
        };
        let summary = report.summary();
        ensure!(summary.code.as_deref() == Some(&*code), "code {code:?} is kept as {:?}", summary.code);
        ensure!(summary.status == "unknown", "code {code:?} is told as {:?}, not as \"unknown\"", summary.status);
        let reachability = summary.reachability.unwrap_or(Reachability::Unknown);
        ensure!(reachability == Reachability::Unknown, "code {code:?} is told as {}", reachability.word());
        Ok(())
    })
}

/// Rule 9: what is said by column is what is said row by row.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law.
pub async fn columns_say_what_rows_say<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!("columns_say_what_rows_say", "9. What check_by_column says is what check says.", {
        let most = most_numbers(subject)?;
        let forth: Vec<PhoneNumber> = subject.numbers().into_iter().take(2.min(most)).collect();
        let back: Vec<PhoneNumber> = forth.iter().rev().copied().collect();
        for scene in Scene::ALL.into_iter().filter(|scene| *scene != Scene::HangsOnce) {
            if scene == Scene::Partly && most < 2 {
                continue;
            }
            for asked in [forth.clone(), back.clone(), sample(subject)?] {
                let [one, other] = [stage(subject, scene)?, stage(subject, scene)?];
                let rows = one.checker.check_any(&asked).await;
                let by_column = other.checker.check_any_by_column(&asked).await;
                if let Some(difference) = by_column::differences(&rows, &by_column).first() {
                    return Err(format!("in {scene}: {difference}"));
                }
                let requests = [one.requests.count(), other.requests.count()];
                ensure!(requests[0] == requests[1], "in {scene}: by column a call made {} requests", requests[1]);
            }
        }
        Ok(())
    })
}
