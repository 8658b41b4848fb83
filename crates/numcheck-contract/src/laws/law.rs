//! One function a law.

use numcheck_core::{Answer, NumberChecker, Outcome, PhoneNumber};

use super::{Call, PATIENCE, Scene, Subject, Violation, call, calls, most_numbers, sample, spellings, stage};

mod answers;
mod money;
mod sending;
mod silence;

pub use answers::{
    columns_say_what_rows_say, err_means_nobody_answered, every_number_in_order, unknown_codes_are_data,
};
pub use money::{every_request_leaves_a_receipt, money_is_not_guessed, only_free_is_asked_again};
pub use sending::{
    dropping_is_safe, no_numbers_no_request, one_request_a_call, other_kinds_are_rejected, too_many_are_refused,
};
pub use silence::nothing_secret_is_shown;

/// Runs a law's body, and turns its refusal into a [`Violation`] that names the law and the contract's words.
macro_rules! law {
    ($name:literal, $rule:literal, $body:expr) => {
        async { $body }.await.map_err(|what: String| Violation::new($name, $rule, what))
    };
}
use law;

/// Fails the law, with words.
macro_rules! ensure {
    ($holds:expr, $($words:tt)*) => {
        if !$holds {
            return Err(format!($($words)*));
        }
    };
}
use ensure;

fn answers<C: NumberChecker>(call: &Call<C>) -> impl Iterator<Item = &Answer<C::Report>> {
    call.result.iter().flat_map(|batch| &batch.answers)
}

fn is_answered<C: NumberChecker>(call: &Call<C>, number: &PhoneNumber) -> Result<(), String> {
    let scene = call.scene;
    let batch =
        call.result.as_ref().map_err(|error| format!("in {scene}: {number:?} was answered, and lost: {error}"))?;
    let outcome = batch.answers.iter().find(|answer| answer.number == *number).map(|answer| &answer.outcome);
    ensure!(
        outcome.is_some_and(Outcome::is_answered),
        "in {scene}: the vendor answered {number:?}, and it came back as {}",
        outcome.map_or("nothing", Outcome::word)
    );
    Ok(())
}
