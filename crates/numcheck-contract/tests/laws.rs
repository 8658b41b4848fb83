//! The laws themselves: a good checker passes them all, and each bad one is caught, by the law it breaks.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use numcheck_contract::laws::{self, Requests, Scene, Staged, Subject};
use numcheck_core::columns::{Checked, LineRow, LineRows};
use numcheck_core::{
    Batch, Charge, DynChecker, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberCheckerExt, NumberKind,
    Outcome, PhoneNumber, Product, RawReply, Receipt, Rejection, Result, Row, async_trait,
};

const SECRET: &str = "stub/canary-0451";
const UNKNOWN: &str = "77";
const PRODUCT: Product = Product::new("stub/line-status", "line-status").batches_of(3).taking(&[NumberKind::Mobile]);

/// What a bad checker does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Vice {
    None,
    AsksTwice,
    DropsDuplicates,
    MatchesByPosition,
    ReversesTheOrder,
    LosesThePartlyAnswered,
    FilesRefusalsAsUnanswered,
    FilesRefusalsAsRejected,
    CallsRefusalsATransportError,
    ReportsTheLost,
    ReportsTheMissing,
    SaysLostIsFree,
    SaysLostWasBilled,
    SaysBilledIsFree,
    RefusesUnknownCodes,
    GuessesUnknownCodes,
    ShowsItsKey,
    ShowsNumbersInErrors,
    ShowsNumbersInSources,
    KeepsTheKeyInReplies,
    KeepsTheKeyEscaped,
    KeepsTheKeyInCapitals,
    ReportsTheKey,
    StaysLockedWhenDropped,
    LeavesPaidNumbersUnanswered,
    SendsNothingAnyway,
    AnswersTooMany,
    RefusesTooManyAsCharged,
    SendsOtherKinds,
    FailsOnOtherKinds,
    ForgetsReceipts,
    SaysBilledIsFreeByColumn,
    AsksTwiceByColumn,
}

struct Stub {
    product: Product,
    scene: Scene,
    vice: Vice,
    requests: Requests,
    locked: AtomicBool,
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.vice == Vice::ShowsItsKey { SECRET } else { "Stub" })
    }
}

fn numbers() -> Vec<PhoneNumber> {
    ["13800000001", "13800000002"].iter().map(|text| PhoneNumber::parse(text).expect("a number")).collect()
}

fn report(code: &str) -> LineReport {
    let status = match code {
        "0" => LineStatus::Vacant,
        "1" => LineStatus::Active,
        other => LineStatus::Unknown(other.to_owned()),
    };
    LineReport { status, code: code.into(), area: None, carrier: None, last_time: None }
}

impl Stub {
    fn is(&self, vice: Vice) -> bool {
        self.vice == vice
    }

    /// The rows of the vendor's reply, always in its own order.
    fn rows(&self) -> Result<Vec<(PhoneNumber, &'static str)>> {
        let [first, second] = numbers()[..] else { unreachable!() };
        Ok(match self.scene {
            Scene::Partly if self.is(Vice::LosesThePartlyAnswered) => {
                return Err(Error::new(ErrorKind::Protocol, Charge::Unknown, "a row is missing"));
            }
            Scene::Partly if self.is(Vice::ReportsTheMissing) => vec![(first, "1"), (second, "0")],
            Scene::Partly => vec![(first, "1")],
            Scene::UnknownCode if self.is(Vice::RefusesUnknownCodes) => {
                return Err(Error::new(ErrorKind::Protocol, Charge::Unknown, "no such status"));
            }
            Scene::UnknownCode if self.is(Vice::GuessesUnknownCodes) => vec![(first, "1")],
            Scene::UnknownCode => vec![(first, UNKNOWN)],
            Scene::Lost if self.is(Vice::ReportsTheLost) => vec![(first, "0"), (second, "0")],
            Scene::Lost => return Err(self.lost()),
            Scene::Refused if self.is(Vice::FilesRefusalsAsUnanswered) || self.is(Vice::FilesRefusalsAsRejected) => {
                Vec::new()
            }
            Scene::Refused => return Err(self.refused()),
            _ => vec![(first, "1"), (second, "0")],
        })
    }

    fn lost(&self) -> Error {
        let charge = match self.vice {
            Vice::SaysLostIsFree => Charge::FREE_INFERRED,
            Vice::SaysLostWasBilled => Charge::BILLED,
            _ => Charge::Unknown,
        };
        let body = match self.vice {
            Vice::KeepsTheKeyInReplies => SECRET,
            Vice::KeepsTheKeyEscaped => r"stub\/canary-0451",
            Vice::KeepsTheKeyInCapitals => "STUB%2fCANARY%2D0451",
            _ => "<html>",
        };
        let error = Error::new(ErrorKind::Protocol, charge, "not JSON")
            .with_raw_reply(RawReply { status: 200, body: body.as_bytes().to_vec() });
        match self.vice {
            Vice::ShowsNumbersInSources => error.with_source(std::io::Error::other("GET /?mobile=13800000002")),
            _ => error,
        }
    }

    fn refused(&self) -> Error {
        let message = if self.is(Vice::ShowsNumbersInErrors) { "no key for 13800000001" } else { "no such key" };
        let kind = if self.is(Vice::CallsRefusalsATransportError) { ErrorKind::Transport } else { ErrorKind::Auth };
        Error::new(kind, Charge::FREE_INFERRED, message)
    }

    /// What the vendor states of an answer's charge: the first number was billed, the second was free.
    fn charge(&self, number: PhoneNumber) -> Charge {
        match self.scene {
            Scene::Lost => Charge::Unknown,
            _ if self.is(Vice::SaysBilledIsFree) || number == numbers()[1] => Charge::FREE,
            _ => Charge::BILLED,
        }
    }

    async fn request(&self) -> usize {
        let before = self.requests.count();
        self.requests.arrived();
        if self.scene == Scene::HangsOnce && before == 0 {
            std::future::pending::<()>().await;
        }
        if self.is(Vice::AsksTwice) {
            self.requests.arrived();
        }
        self.requests.count() - before
    }
}

#[async_trait]
impl NumberChecker for Stub {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, asked: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let product = &self.product;
        let taken = match product.sendable(asked) {
            Err(error) if self.is(Vice::RefusesTooManyAsCharged) => return Err(error.with_charge(Charge::Unknown)),
            Err(_) if self.is(Vice::AnswersTooMany) => asked.to_vec(),
            taken => taken?,
        };
        let sends_all_the_same =
            self.is(if asked.is_empty() { Vice::SendsNothingAnyway } else { Vice::SendsOtherKinds });
        if taken.is_empty() && !sends_all_the_same {
            return Ok(Batch::unsent(product, asked));
        }
        if self.is(Vice::FailsOnOtherKinds) && taken.len() < asked.len() && asked.iter().any(|n| !product.accepts(n)) {
            return Err(Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, "not a mobile"));
        }
        let was_locked = self.locked.swap(true, Ordering::SeqCst);
        if was_locked && self.is(Vice::StaysLockedWhenDropped) {
            return Err(Error::new(ErrorKind::Unavailable, Charge::FREE_INFERRED, "a call is under way"));
        }
        let requests = self.request().await;
        self.locked.store(false, Ordering::SeqCst);
        let mut rows: Vec<Row<LineReport>> = self
            .rows()?
            .into_iter()
            .map(|(number, code)| {
                let mut report = report(code);
                report.area = self.is(Vice::ReportsTheKey).then(|| SECRET.to_uppercase()).map(Into::into);
                Row { number, outcome: Outcome::Report(report), charge: self.charge(number), order_id: None }
            })
            .collect();
        if self.is(Vice::MatchesByPosition) {
            rows.iter_mut()
                .zip(asked)
                .for_each(|(row, number)| (row.number, row.charge) = (*number, self.charge(*number)));
        }
        let kept = if self.is(Vice::ForgetsReceipts) { 0 } else { requests };
        let charge = if self.scene == Scene::Lost { Charge::Unknown } else { Charge::BILLED };
        let receipt = Receipt { by: product.id().clone(), order_id: None, billed: None, charge };
        let charge = if self.is(Vice::LeavesPaidNumbersUnanswered) { Charge::Unknown } else { Charge::FREE };
        let mut batch = Batch::align(product, asked, rows, vec![receipt; kept], || match self.scene {
            Scene::Refused if self.is(Vice::FilesRefusalsAsRejected) => {
                (Outcome::Rejected(Rejection::NotAccepted), Charge::FREE_INFERRED)
            }
            _ => (Outcome::Unanswered, charge),
        });
        match self.vice {
            Vice::ReversesTheOrder => batch.answers.sort_by_key(|answer| answer.number),
            Vice::DropsDuplicates => {
                let mut seen = std::collections::HashSet::new();
                batch.answers.retain(|answer| seen.insert(answer.number));
            }
            _ => {}
        }
        Ok(batch)
    }

    async fn check_by_column(&self, asked: &[PhoneNumber]) -> Result<Checked<LineReport>> {
        let batch = self.check(asked).await?;
        if self.is(Vice::AsksTwiceByColumn) {
            self.requests.arrived();
        }
        let mut rows = LineRows::new(|code| report(code).status, asked.len());
        for answer in &batch.answers {
            if let Some(report) = answer.outcome.report() {
                rows.push(&LineRow {
                    number: answer.number,
                    charge: if self.is(Vice::SaysBilledIsFreeByColumn) { Charge::FREE } else { answer.charge },
                    order_id: None,
                    code: Some(&report.code),
                    area: report.area.as_deref(),
                    carrier: None,
                    last_time: None,
                });
            }
        }
        let sent = self.product.sendable(asked)?;
        let columns = rows.take_whole(asked, &sent, batch.receipts.clone());
        Ok(columns.map_or(Checked::Rows(batch), Checked::Columns))
    }
}

struct Stubs<C>(Vice, fn(Stub) -> C);

impl<C: NumberChecker> Subject for Stubs<C> {
    type Checker = C;

    fn numbers(&self) -> Vec<PhoneNumber> {
        numbers()
    }

    fn charges(&self) -> Vec<Charge> {
        vec![Charge::BILLED, Charge::FREE]
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.to_owned()]
    }

    fn unknown_code(&self) -> String {
        UNKNOWN.to_owned()
    }

    fn most_requests(&self) -> Option<usize> {
        Some(1)
    }

    fn stage(&self, scene: Scene) -> std::result::Result<Staged<C>, Box<dyn std::error::Error + Send + Sync>> {
        let requests = Requests::new();
        let stub =
            Stub { product: PRODUCT, scene, vice: self.0, requests: requests.clone(), locked: AtomicBool::new(false) };
        Ok(Staged::new((self.1)(stub), requests))
    }
}

numcheck_contract::laws!(concrete: Stubs(Vice::None, |stub| stub));
numcheck_contract::laws!(in_an_arc: Stubs(Vice::None, Arc::new));
numcheck_contract::laws!(in_a_box: Stubs(Vice::None, Box::new));
numcheck_contract::laws!(behind_dyn: Stubs::<DynChecker<LineReport>>(Vice::None, |stub| stub.into_dyn()));

#[test]
fn each_vice_is_caught_by_its_law_and_by_no_other() {
    let table = [
        (Vice::AsksTwice, "one_request_a_call"),
        (Vice::DropsDuplicates, "every_number_in_order"),
        (Vice::MatchesByPosition, "every_number_in_order"),
        (Vice::ReversesTheOrder, "every_number_in_order"),
        (Vice::LosesThePartlyAnswered, "err_means_nobody_answered"),
        (Vice::FilesRefusalsAsUnanswered, "err_means_nobody_answered"),
        (Vice::FilesRefusalsAsRejected, "err_means_nobody_answered"),
        (Vice::CallsRefusalsATransportError, "err_means_nobody_answered"),
        (Vice::ReportsTheLost, "err_means_nobody_answered"),
        (Vice::ReportsTheMissing, "err_means_nobody_answered"),
        (Vice::SaysLostIsFree, "money_is_not_guessed"),
        (Vice::SaysLostWasBilled, "money_is_not_guessed"),
        (Vice::SaysBilledIsFree, "money_is_not_guessed"),
        (Vice::RefusesUnknownCodes, "unknown_codes_are_data"),
        (Vice::GuessesUnknownCodes, "unknown_codes_are_data"),
        (Vice::ShowsItsKey, "nothing_secret_is_shown"),
        (Vice::ShowsNumbersInErrors, "nothing_secret_is_shown"),
        (Vice::ShowsNumbersInSources, "nothing_secret_is_shown"),
        (Vice::KeepsTheKeyInReplies, "nothing_secret_is_shown"),
        (Vice::KeepsTheKeyEscaped, "nothing_secret_is_shown"),
        (Vice::KeepsTheKeyInCapitals, "nothing_secret_is_shown"),
        (Vice::ReportsTheKey, "nothing_secret_is_shown"),
        (Vice::StaysLockedWhenDropped, "dropping_is_safe"),
        (Vice::LeavesPaidNumbersUnanswered, "only_free_is_asked_again"),
        (Vice::SendsNothingAnyway, "no_numbers_no_request"),
        (Vice::AnswersTooMany, "too_many_are_refused"),
        (Vice::RefusesTooManyAsCharged, "too_many_are_refused"),
        (Vice::SendsOtherKinds, "other_kinds_are_rejected"),
        (Vice::FailsOnOtherKinds, "other_kinds_are_rejected"),
        (Vice::ForgetsReceipts, "every_request_leaves_a_receipt"),
        (Vice::SaysBilledIsFreeByColumn, "columns_say_what_rows_say"),
        (Vice::AsksTwiceByColumn, "columns_say_what_rows_say"),
    ];
    for law in laws::NAMES {
        assert!(table.iter().any(|(_, broken)| broken == law), "no vice breaks {law}");
    }
    for (vice, law) in table {
        let concrete = laws::block_on(laws::violations(&Stubs(vice, |stub| stub)));
        let names: Vec<&str> = concrete.iter().map(laws::Violation::law).collect();
        assert_eq!(names, [law], "{vice:?}: {concrete:?}");
        let erased: Stubs<DynChecker<LineReport>> = Stubs(vice, |stub| stub.into_dyn());
        assert_eq!(laws::block_on(laws::violations(&erased)), concrete, "{vice:?} behind dyn");
    }
}

#[test]
#[should_panic(expected = "1 of the contract's laws are broken:\nmoney_is_not_guessed: in scene Lost:")]
fn assert_lawful_names_what_is_broken() {
    numcheck_contract::assert_lawful(&Stubs(Vice::SaysLostIsFree, |stub| stub));
}
