use std::collections::{HashMap, HashSet};

use numcheck_core::{
    Answer, Batch, Charge, Error, ErrorKind, Outcome, PhoneNumber, Product, ProductId, Receipt, Rejection, Report,
    Result, Timestamp,
};

use crate::messages;

/// What several requests about one call's numbers brought back.
///
/// Of two answers about a number the better stays: one that answers, then one that may have been paid for. So no paid
/// answer is lost to a later failure, and no doubt to a later free one.
pub(crate) struct Gather<'a, R> {
    product: &'a Product,
    numbers: &'a [PhoneNumber],
    answers: HashMap<PhoneNumber, Answer<R>>,
    receipts: Vec<Receipt>,
    calls: usize,
    error: Option<Error>,
}

impl<'a, R: Report> Gather<'a, R> {
    pub(crate) fn new(product: &'a Product, numbers: &'a [PhoneNumber]) -> Self {
        let answers = HashMap::with_capacity(numbers.len());
        Self { product, numbers, answers, receipts: Vec::new(), calls: 0, error: None }
    }

    /// Takes the receipts of a call for these numbers, and gives its answers with the error that they all failed with,
    /// if they did. (A layer inside that made several requests says so with `Ok`, every number failed.)
    pub(crate) fn open(
        &mut self,
        by: &ProductId,
        asked: &[PhoneNumber],
        result: Result<Batch<R>>,
    ) -> (Vec<Answer<R>>, Option<Error>) {
        self.calls += 1;
        let Batch { mut answers, receipts } = match result {
            Ok(batch) => batch,
            Err(error) => {
                self.receipts.push(Receipt::of_failure(error.product().unwrap_or(by), &error));
                self.error = Some(error.clone());
                return (asked.iter().map(|number| failed(by, *number, &error)).collect(), Some(error));
            }
        };
        self.receipts.extend(receipts);
        let told: HashSet<_> = answers.iter().map(|answer| answer.number).collect();
        // A checker that breaks its contract: what became of these numbers nobody knows.
        let missing = asked.iter().filter(|number| !told.contains(number));
        answers.extend(missing.map(|number| failed(by, *number, &untold(by))));
        let whole = whole_failure(&answers);
        (answers, whole)
    }

    /// Takes what a call for these numbers brought back, and gives the error that they all failed with, if they did.
    pub(crate) fn take(&mut self, by: &ProductId, asked: &[PhoneNumber], result: Result<Batch<R>>) -> Option<Error> {
        let (answers, error) = self.open(by, asked, result);
        self.put_all(answers);
        error
    }

    /// These numbers have failed with this error, in a request whose receipt is another's, or without one.
    pub(crate) fn fail(&mut self, by: &ProductId, numbers: &[PhoneNumber], error: &Error) {
        self.put_all(numbers.iter().map(|number| failed(by, *number, error)));
    }

    pub(crate) fn put_all(&mut self, answers: impl IntoIterator<Item = Answer<R>>) {
        for answer in answers {
            self.put(answer);
        }
    }

    /// Takes one answer, if it is better than what is known of its number.
    pub(crate) fn put(&mut self, new: Answer<R>) {
        match self.answers.entry(new.number) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(new);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => {
                if is_better(&new, place.get()) {
                    place.insert(new);
                }
            }
        }
    }

    pub(crate) fn get(&self, number: &PhoneNumber) -> Option<&Answer<R>> {
        self.answers.get(number)
    }

    /// The batch, in the order asked; the error, if one request was made and it failed for everybody. After several the
    /// batch is returned, so that no receipt is lost.
    pub(crate) fn finish(self) -> Result<Batch<R>> {
        let Self { product, numbers, answers, receipts, calls, error } = self;
        if let Some(error) = error.filter(|_| calls == 1) {
            let free = error.charge().is_free();
            let alike = |number: &PhoneNumber| {
                answers.get(number).is_some_and(|answer| {
                    matches!(answer.outcome, Outcome::Failed(_)) && answer.charge.is_free() == free
                })
            };
            if numbers.iter().filter(|number| product.accepts(number)).all(alike) {
                return Err(error);
            }
        }
        let mut batch = Batch::unsent(product, numbers);
        for answer in &mut batch.answers {
            if let Some(found) = answers.get(&answer.number) {
                *answer = found.clone();
            }
        }
        batch.receipts = receipts;
        Ok(batch)
    }
}

/// Whether a new answer about a number takes the place of an old one.
fn is_better<R>(new: &Answer<R>, old: &Answer<R>) -> bool {
    if new.outcome.is_answered() {
        true
    } else if old.outcome.is_answered() {
        // A free answer gives way to a doubt, which must be declared. A paid one is kept; the receipts show the doubt.
        old.charge.is_free() && !new.charge.is_free()
    } else {
        old.charge.is_free()
    }
}

/// The error of a call whose numbers all failed: of several, one that may have been paid for.
fn whole_failure<R>(answers: &[Answer<R>]) -> Option<Error> {
    if !answers.iter().all(|answer| matches!(answer.outcome, Outcome::Failed(_))) {
        return None;
    }
    let worst = answers.iter().find(|answer| !answer.charge.is_free()).or(answers.first())?;
    worst.outcome.error().map(|error| error.clone().with_charge(worst.charge))
}

/// What a checker that breaks its contract leaves of a number that it does not return.
pub(crate) fn untold(by: &ProductId) -> Error {
    Error::new(ErrorKind::Protocol, Charge::Unknown, messages::no_answer()).at(by)
}

/// A number whose request failed, at the error's charge.
fn failed<R>(by: &ProductId, number: PhoneNumber, error: &Error) -> Answer<R> {
    Answer {
        number,
        outcome: Outcome::Failed(error.clone()),
        charge: error.charge(),
        order_id: None,
        answered_at: Timestamp::now(),
        by: error.product().unwrap_or(by).clone(),
    }
}

/// Whether a number has no answer and certainly cost nothing, so that it may be asked elsewhere.
pub(crate) fn is_open<R>(answer: &Answer<R>) -> bool {
    let unanswered = match &answer.outcome {
        Outcome::Unanswered => true,
        Outcome::Failed(error) | Outcome::Rejected(Rejection::Refused(error)) => error.charge().is_free(),
        _ => false,
    };
    unanswered && matches!(answer.charge, Charge::Free(_))
}
