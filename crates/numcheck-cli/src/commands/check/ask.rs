//! Asks in requests as large as the product takes, and stops where going on would only cost.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use numcheck_bulk::check_guarded;
use numcheck_bulk::ledger::{Intent, Ledger, Outcome};
use numcheck_core::{
    Answer, AnyChecker, AnyReport, Batch, Charge, Error, ErrorKind, Message, Outcome as Became, PhoneNumber, Receipt,
    RetryHint, Timestamp,
};

use crate::messages::check as messages;
use crate::messages::fault::warning;
use crate::output;

/// So many requests failing one after the other are not the numbers' fault.
const FAILURES_IN_A_ROW: usize = 3;

/// Where requests are recorded, and where they are sent, for the record.
pub(crate) struct Recorded<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) address: String,
    /// Which credentials ask.
    pub(crate) account: Option<String>,
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// One for each number that was sent, in the order asked.
    pub(crate) answers: Vec<Answer<AnyReport>>,
    pub(crate) receipts: Vec<Receipt>,
    /// Why the rest was not sent.
    pub(crate) stopped: Option<Stop>,
}

/// Why nothing more is sent.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) why: Message,
    /// The same, as the error of a number that was not sent.
    pub(crate) error: Error,
}

/// Asks about these numbers, each given once; `each` sees what there is after every request.
pub(crate) async fn ask(
    checker: &Arc<dyn AnyChecker>,
    ledger: Option<&Recorded<'_>>,
    numbers: &[PhoneNumber],
    interrupted: &AtomicBool,
    mut each: impl FnMut(&Asked) -> io::Result<()>,
) -> (Asked, io::Result<()>) {
    let mut asked = Asked::default();
    let mut failures = 0;
    for request in numbers.chunks(checker.any_product().max_batch().max(1)) {
        if asked.stopped.is_none() && interrupted.load(Ordering::Relaxed) {
            asked.stopped = Some(Stop::by_the_caller());
        }
        if asked.stopped.is_some() {
            break;
        }
        let failed = one(checker, ledger, request, &mut asked).await;
        failures = if failed.is_some() { failures + 1 } else { 0 };
        asked.stopped = failed.and_then(|error| Stop::after(&error, failures));
        if let Err(error) = each(&asked) {
            return (asked, Err(error));
        }
    }
    if asked.answers.len() == numbers.len() {
        asked.stopped = None;
    }
    (asked, Ok(()))
}

/// Makes one request; gives the error if the whole of it failed.
async fn one(
    checker: &Arc<dyn AnyChecker>,
    ledger: Option<&Recorded<'_>>,
    request: &[PhoneNumber],
    asked: &mut Asked,
) -> Option<Error> {
    let by = checker.any_product().id();
    match recorded(checker, ledger, request).await {
        Ok(batch) => {
            asked.receipts.extend(batch.receipts);
            let mut answers = batch.answers;
            asked.answers.extend(request.iter().map(|number| {
                let at = answers.iter().position(|answer| answer.number == *number);
                at.map_or_else(|| dropped(*number, by), |at| answers.swap_remove(at))
            }));
            None
        }
        Err(error) => {
            asked.receipts.push(Receipt::of_failure(by, &error));
            asked.answers.extend(request.iter().map(|number| failed(*number, by, error.clone())));
            Some(error)
        }
    }
}

/// Makes a request between its intent and its outcome in the ledger, as a run does.
async fn recorded(
    checker: &Arc<dyn AnyChecker>,
    ledger: Option<&Recorded<'_>>,
    request: &[PhoneNumber],
) -> numcheck_core::Result<Batch<AnyReport>> {
    let Some(ledger) = ledger else { return check_guarded(&**checker, request).await };
    let Recorded { ledger, address, account } = ledger;
    let intent = Intent::of_check(checker.any_product(), address, request).by(account.clone());
    let intent = match ledger.writer().intend(intent).await {
        Ok(intent) => intent,
        Err(error) => {
            let words = messages::ledger_refuses(error.message());
            return Err(Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, words));
        }
    };
    let result = check_guarded(&**checker, request).await;
    if let Err(error) = ledger.writer().settle(intent, Outcome::of(&result, request.len(), None)).await {
        output::say(warning(messages::not_in_ledger(error.message())));
    }
    result
}

/// A checker that breaks its contract may have been paid all the same.
fn dropped(number: PhoneNumber, by: &numcheck_core::ProductId) -> Answer<AnyReport> {
    let error = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::no_answer());
    failed(number, by, error.at(by))
}

fn failed(number: PhoneNumber, by: &numcheck_core::ProductId, error: Error) -> Answer<AnyReport> {
    Answer {
        number,
        charge: error.charge(),
        outcome: Became::Failed(error),
        order_id: None,
        answered_at: Timestamp::now(),
        by: by.clone(),
    }
}

impl Stop {
    /// What a failed request says of the next ones, if anything.
    fn after(error: &Error, in_a_row: usize) -> Option<Self> {
        let why = match (error.kind(), error.retry_hint()) {
            (ErrorKind::Auth, _) => messages::stop_auth(),
            (ErrorKind::Quota, _) => messages::stop_quota(),
            // A number that is asked too often says nothing of the others.
            (ErrorKind::RateLimited, RetryHint::Never) => return None,
            (ErrorKind::RateLimited, _) => messages::stop_slow(),
            _ if in_a_row >= FAILURES_IN_A_ROW => messages::stop_failures(),
            _ => return None,
        };
        Some(Self::new(why, error.kind(), error.retry_hint()).with_turn_of(error))
    }

    fn by_the_caller() -> Self {
        Self::new(messages::stop_by_you(), ErrorKind::InvalidRequest, RetryHint::Backoff)
    }

    fn new(why: Message, kind: ErrorKind, retry: RetryHint) -> Self {
        let error = Error::new(kind, Charge::FREE_INFERRED, messages::not_sent(&why)).with_retry(retry);
        Self { why, error }
    }

    fn with_turn_of(self, cause: &Error) -> Self {
        Self { error: self.error.with_turn(cause.turn()), ..self }
    }
}

/// Turns the first Ctrl-C into a flag, so that the request in flight is answered; the second one ends the program.
pub(crate) fn watch_for_interrupt() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            return;
        }
        flag.store(true, Ordering::Relaxed);
        output::say(messages::interrupted());
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(crate::exit::Exit::InDoubt as i32);
        }
    });
    interrupted
}
