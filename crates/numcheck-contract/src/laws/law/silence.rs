use std::error::Error as _;

use numcheck_core::{Error, NumberChecker, PhoneNumber};

use super::{Call, Subject, Violation, answers, calls, ensure, law, spellings};

/// Shorter runs of digits, `10086`, occur in texts by themselves.
const SHORTEST_NUMBER: usize = 7;

/// Rule 6: no secret and no whole phone number in `Debug`, in an error, or in its source chain; no secret in a report or in
/// a reply that is kept. A secret counts in any case, and escaped as JSON or percent-encoding does it.
///
/// # Errors
///
/// A [`Violation`] when the checker breaks the law. It does not repeat what was shown.
pub async fn nothing_secret_is_shown<S: Subject>(subject: &S) -> Result<(), Violation> {
    law!(
        "nothing_secret_is_shown",
        "6. No secret and no whole phone number in Debug, in an error, or in its source chain.",
        {
            let secrets: Vec<String> = subject.secrets().iter().flat_map(|secret| spellings(secret)).collect();
            let secrets: Vec<String> = secrets.iter().map(|secret| secret.to_lowercase()).collect();
            let holds = |text: &str| {
                let text = text.to_lowercase();
                secrets.iter().any(|secret| text.contains(secret.as_str()))
            };
            for call in calls(subject).await? {
                let numbers: Vec<&str> = call
                    .asked
                    .iter()
                    .map(PhoneNumber::as_str)
                    .filter(|digits| digits.len() >= SHORTEST_NUMBER)
                    .collect();
                for (place, text) in texts(&call) {
                    ensure!(!holds(&text), "in {}: a credential stands in {place}", call.scene);
                    ensure!(
                        !numbers.iter().any(|number| text.contains(number)),
                        "in {}: a whole phone number stands in {place}",
                        call.scene
                    );
                }
                for report in answers(&call).filter_map(|answer| answer.outcome.report()) {
                    let json = serde_json::to_string(report).unwrap_or_default();
                    ensure!(!holds(&json), "in {}: a credential stands in the JSON of a report", call.scene);
                }
                for reply in errors(&call).filter_map(Error::raw_reply) {
                    let kept = String::from_utf8_lossy(&reply.body);
                    ensure!(
                        !holds(&kept),
                        "in {}: the reply kept with the error holds a credential: blank it first",
                        call.scene
                    );
                }
            }
            Ok(())
        }
    )
}

fn errors<C: NumberChecker>(call: &Call<C>) -> impl Iterator<Item = &Error> {
    let of_answers = call.result.iter().flat_map(|batch| &batch.answers).filter_map(|answer| answer.outcome.error());
    call.result.as_ref().err().into_iter().chain(of_answers)
}

fn texts<C: NumberChecker>(call: &Call<C>) -> Vec<(&'static str, String)> {
    let checker = &call.staged.checker;
    let mut texts = vec![
        ("Debug of the checker", format!("{checker:?} {checker:#?}")),
        ("Debug of the product", format!("{:?}", checker.product())),
        ("Debug of the result", format!("{0:?} {0:#?}", call.result)),
    ];
    for error in errors(call) {
        texts.push(("Display of an error", error.to_string()));
        texts.push(("Debug of an error", format!("{error:?} {error:#?}")));
        texts.push(("JSON of an error", serde_json::to_string(error).unwrap_or_default()));
        let mut source = error.source();
        while let Some(cause) = source {
            texts.push(("the source of an error", format!("{cause} {cause:?}")));
            source = cause.source();
        }
    }
    texts
}
