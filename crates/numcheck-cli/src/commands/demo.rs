//! `numcheck demo`: what the tool does, shown with its own commands on a sample list, in the sandbox.
//!
//! Each step is a process of this very program with the arguments that are printed, so nothing shown can differ from what a
//! person gets who gives the same command.

use std::time::Instant;

use numcheck_core::Message;
use serde_json::Value;

use crate::args::DemoArgs;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::demo as messages;
use crate::output::figures::money;
use crate::{Entry, Registry};

mod bill;
mod list;
mod place;
mod shell;

use bill::Bill;
use place::Place;
use shell::{Shell, Telling};

/// The run of the list. One answer is lost on the way, and the account ends before the list does.
const RUN: &str = "run customers.csv --sandbox --ledger ledger.db --price 0.01 --max-doubt 100 \
                   --sandbox-faults lost=@4,quota=1500";
const SHOW: &str = "runs show 1 --sandbox --ledger ledger.db -f json";
/// What is bought at the vendor when the account is empty.
const TOP_UP: u64 = 5000;

/// Single questions, one product and way of travelling each.
const QUESTIONS: &[&str] = &[
    "check --sandbox -p juhe/network-status 13800000000 13800000003",
    "check --sandbox -p juhe/network-status --encrypt aes 13800000001",
    "check --sandbox -p juhe/network-status --encrypt rsa 13800000004",
    "check --sandbox -p juhe/caller-id 13800000005",
];

/// What a run is handed on as.
const HANDED_ON: &[&str] = &[
    "runs export 1 --sandbox --ledger ledger.db -f xlsx -o results.xlsx",
    "runs report 1 --sandbox --ledger ledger.db --html report.html",
];

pub(crate) fn run(registry: &Registry, args: &DemoArgs) -> Result<Exit, Failure> {
    let began = Instant::now();
    let place = Place::make(&args.dir)?;
    let shell = Shell::new(&place)?;
    shell.tell(messages::intro());
    let name = place.name();
    shell.typed(&if name.contains(' ') { format!("cd '{name}'") } else { format!("cd {name}") });

    let lines = place.write_list()?;
    shell.title(1, messages::the_list());
    shell.tell(messages::the_list_is(lines));
    shell.show("normalize customers.csv -o numbers.txt", Exit::Incomplete, Telling::Heads)?;

    shell.title(2, messages::the_price());
    shell.show("run customers.csv --sandbox --ledger ledger.db --price 0.01 --dry-run", Exit::Done, Telling::Whole)?;
    shell.tell(messages::landlines(list::landlines()));

    let first = the_run(&shell)?;
    let last = the_same_again(registry, &shell, &place, &first)?;
    let bill = the_bill(&shell, &place, &last)?;
    the_questions(&shell)?;
    let files = handed_on(&shell)?;

    shell.title(8, messages::the_end());
    let cost = money(last.of("cost"));
    shell.tell(messages::cost(cost, last.of("spent"), asked_singly(), format!("{:.1}", began.elapsed().as_secs_f64())));
    shell.tell(messages::files(place.name(), Message::join(files, ", ", "、")));
    shell.tell(messages::next_steps());
    if bill.agrees(last.of("billed")) { Ok(Exit::Done) } else { Err(Failure::unexpected(messages::bill_differs())) }
}

/// A run as `runs show` tells it.
struct Shown(Value);

impl Shown {
    fn by(shell: &Shell<'_>) -> Result<Self, Failure> {
        let told = shell.run(SHOW, Exit::Done)?.out;
        let run: Value =
            serde_json::from_str(&told).map_err(|error| Failure::unexpected(messages::odd(SHOW, error.to_string())))?;
        Ok(Self(run["summary"].clone()))
    }

    fn of(&self, class: &str) -> i64 {
        self.0[class].as_i64().unwrap_or_default()
    }

    /// Answered, whether or not the vendor has a record.
    fn answered(&self) -> i64 {
        self.of("answered") + self.of("no_record")
    }

    /// Neither answered nor in doubt: the next session may ask.
    fn open(&self) -> i64 {
        self.of("not_sent") + self.of("failed") + self.of("unanswered")
    }
}

fn the_run(shell: &Shell<'_>) -> Result<Shown, Failure> {
    shell.title(3, messages::the_run());
    shell.tell(messages::the_faults());
    shell.typed(RUN);
    shell.run(RUN, Exit::InDoubt)?;
    let shown = Shown::by(shell)?;
    shell.tell(messages::stopped(shown.answered(), shown.of("in_doubt"), shown.open()));
    Ok(shown)
}

fn the_same_again(registry: &Registry, shell: &Shell<'_>, place: &Place, before: &Shown) -> Result<Shown, Failure> {
    shell.title(4, messages::the_same());
    bill::top_up(place, TOP_UP)?;
    shell.tell(messages::topped_up(TOP_UP));
    shell.typed(RUN);
    shell.run(RUN, Exit::InDoubt)?;
    let shown = Shown::by(shell)?;
    let asked = shown.answered() - before.answered();
    shell.tell(messages::went_on(asked, before.answered(), shown.of("in_doubt")));
    shell.tell(statuses(registry, &shown));
    Ok(shown)
}

/// How many numbers have which status, in the words of the reader's language.
fn statuses(registry: &Registry, shown: &Shown) -> Message {
    let all = shown.0["statuses"].as_object().into_iter().flatten();
    let counts = all.map(|(status, n)| {
        let mut known = registry.entries().iter().flat_map(Entry::own_statuses);
        let status_zh =
            known.find(|row| row.word == status).map_or_else(|| status.clone(), |row| row.word_zh.to_owned());
        messages::status(Message::new(status.clone(), status_zh), n.as_u64().unwrap_or_default())
    });
    Message::join(counts, ", ", "，")
}

fn the_bill(shell: &Shell<'_>, place: &Place, shown: &Shown) -> Result<Bill, Failure> {
    shell.title(5, messages::the_bill());
    let bill = Bill::read(place)?;
    shell.tell(messages::compared(shown.of("billed"), bill.unanswered, bill.billed, bill.most));
    shell.tell(messages::lost_and_paid());
    shell.show("runs settle 1 --paid --sandbox --ledger ledger.db", Exit::Done, Telling::Heads)?;
    Ok(bill)
}

/// Numbers in the single questions.
fn asked_singly() -> usize {
    let words = QUESTIONS.iter().flat_map(|question| question.split(' '));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count()
}

fn the_questions(shell: &Shell<'_>) -> Result<(), Failure> {
    shell.title(6, messages::the_questions());
    for question in QUESTIONS {
        shell.typed(question);
        shell.table(&shell.run(question, Exit::Done)?.out);
    }
    Ok(())
}

/// Writes what is handed on; the files there are.
fn handed_on(shell: &Shell<'_>) -> Result<Vec<Message>, Failure> {
    shell.title(7, messages::handed_on());
    shell.tell(messages::results());
    let mut files: Vec<Message> = Vec::new();
    for command in HANDED_ON {
        shell.typed(command);
        shell.run(command, Exit::Done)?;
        files.extend(command.split(' ').next_back().map(Message::from));
    }
    Ok(files)
}
