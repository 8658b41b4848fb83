//! What is left to do about the numbers of a request that was answered: for most, nothing.

use std::time::Duration;

use numcheck_core::columns::{Checked, Of};
use numcheck_core::{AnyReport, Outcome};
use numcheck_layers::policy::next_of;
use numcheck_layers::{Policy, Step};

/// A number of a request that is not settled by its answer.
#[derive(Debug)]
pub(super) struct Left {
    /// Its place in the request.
    pub place: usize,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// It is answered, and its status is one that the next product is asked about too.
    NextProduct,
    /// It is not answered; `free` tells whether it certainly cost nothing.
    Step { step: Step, free: bool },
}

/// The numbers of a reply that are not settled, in order.
pub(super) fn left(
    checked: &Checked<AnyReport>,
    next_on: &[String],
    attempt: u32,
    settle: Duration,
    policy: &Policy,
) -> Vec<Left> {
    let is_open = |status: &str| next_on.iter().any(|wanted| wanted == status);
    let batch = match checked {
        Checked::Columns(_) if next_on.is_empty() => return Vec::new(),
        Checked::Columns(batch) => {
            let columns = batch.columns();
            let (outcome, status) = (columns.of(Of::Outcome), columns.of(Of::Status));
            let word = |place| status.value(place).or_else(|| outcome.value(place));
            let open = (0..columns.count).filter(|place| word(*place).is_some_and(is_open));
            return open.map(|place| Left { place, what: What::NextProduct }).collect();
        }
        Checked::Rows(batch) => batch,
    };
    let answers = batch.answers.iter().enumerate();
    let left = answers.filter_map(|(place, answer)| {
        let what = match &answer.outcome {
            Outcome::Report(_) if next_on.is_empty() => None,
            Outcome::Report(report) => is_open(&report.summary().status).then_some(What::NextProduct),
            Outcome::NoRecord => is_open("no_record").then_some(What::NextProduct),
            _ => next_of(answer, attempt, settle, policy)
                .filter(|step| *step != Step::Refuse)
                .map(|step| What::Step { step, free: answer.charge.is_free() }),
        };
        what.map(|what| Left { place, what })
    });
    left.collect()
}
