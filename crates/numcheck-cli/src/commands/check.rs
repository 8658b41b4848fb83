//! `numcheck check`: one product about up to 100 numbers.

use std::io;
use std::sync::Arc;

use numcheck_core::{AnyChecker, AnyReport, Error, Outcome, PhoneNumber, Rejection};
use numcheck_sandbox::{Options, Sandbox};

use crate::args::{CheckArgs, Format};
use crate::connect::Connect;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::check as messages;
use crate::messages::fault::no_runtime;
use crate::output::csv::Csv;
use crate::output::json::Json;
use crate::output::terminal::Terminal;
use crate::output::text::{Table, Tabs};
use crate::output::{self, Row, Sink};
use crate::{Encryption, Entry, Registry, lang, state};

mod ask;
mod input;
mod plan;
mod summary;

use ask::{Asked, Recorded};
use plan::{Fate, Plan};

pub(crate) fn run(registry: &Registry, args: &CheckArgs) -> Result<Exit, Failure> {
    let entry = registry
        .find(&args.product)
        .ok_or_else(|| Failure::usage(messages::no_such_product(&args.product), messages::no_such_product_cure()))?;
    let connect = Connect::new(registry, &[entry], &args.connect, Encryption::from(args.encrypt))?;
    verify_country(args)?;
    let given = input::read(&args.numbers, input::stdin_if_named(&args.numbers))?;
    let plan = Plan::new(&given, args.country, entry.product(), registry);
    plan.complaints.iter().for_each(output::say);

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::unexpected(no_runtime(error)))?;
    runtime.block_on(check(entry, &connect, args, &plan))
}

fn verify_country(args: &CheckArgs) -> Result<(), Failure> {
    if args.country != PhoneNumber::CHINA && PhoneNumber::parse_in(args.country, "").is_err_and(is_no_country) {
        return Err(Failure::usage(messages::no_such_country(args.country), messages::no_such_country_cure()));
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "the shape that is_err_and wants")]
fn is_no_country(error: numcheck_core::ParseNumberError) -> bool {
    error.reason() == numcheck_core::ParseNumberReason::UnknownCountry
}

async fn check(entry: &Entry, connect: &Connect<'_>, args: &CheckArgs, plan: &Plan) -> Result<Exit, Failure> {
    let usable = !plan.ask.is_empty();
    if let Err(error) = output::probe_stdout() {
        return super::of_write(&error);
    }
    let in_sandbox = args.connect.sandbox;
    let sandbox = if in_sandbox && usable { Some(start_sandbox().await?) } else { None };
    let checker = if usable { Some(build(entry, connect, sandbox.as_ref())?) } else { None };
    if usable {
        connect.say_proxies(&[entry]);
    }
    // The sandbox of a check ends with it, and its answers are worth nothing to anyone later.
    let ledger = if usable && !in_sandbox && !args.no_ledger {
        Some(state::open(&state::ledger_path(&args.ledger, false)?)?)
    } else {
        None
    };
    let numbers = plan.fates.iter().map(|fate| fate.numbers(&plan.ask)).collect::<Vec<_>>();
    let mut sink = sink(entry, args.format, numbers.iter().map(AsRef::as_ref));
    if let Err(error) = sink.begin() {
        return super::of_write(&error);
    }

    let mut printer = Printer { sink: &mut *sink, entry, plan, printed: 0, sandbox: in_sandbox };
    let recorded = ledger.as_ref().map(|ledger| Recorded {
        ledger,
        address: connect.address(entry),
        account: connect.accounts.label(entry, ledger),
    });
    let (asked, written) = match &checker {
        Some(checker) => {
            let interrupted = ask::watch_for_interrupt();
            ask::ask(checker, recorded.as_ref(), &plan.ask, &interrupted, |asked| printer.print(asked, false)).await
        }
        None => (Asked::default(), Ok(())),
    };
    let written = written.and_then(|()| printer.print(&asked, true));
    if let Some(sandbox) = sandbox {
        sandbox.shutdown().await;
    }
    summary::say(entry, plan, &asked, in_sandbox);
    match written {
        Ok(()) => Ok(exit(plan, &asked)),
        Err(error) => super::of_write(&error),
    }
}

async fn start_sandbox() -> Result<Sandbox, Failure> {
    let sandbox = Sandbox::start(Options::default())
        .await
        .map_err(|error| Failure::unexpected(messages::sandbox_failed(error.to_string())))?;
    output::say(messages::sandbox());
    Ok(sandbox)
}

fn build(entry: &Entry, connect: &Connect<'_>, sandbox: Option<&Sandbox>) -> Result<Arc<dyn AnyChecker>, Failure> {
    match sandbox {
        Some(sandbox) => connect.build(entry, Some(&|vendor| sandbox.base_url(vendor))),
        None => connect.build(entry, None),
    }
}

fn sink<'a>(entry: &Entry, format: Format, numbers: impl Iterator<Item = &'a str>) -> Box<dyn Sink> {
    let out = io::stdout();
    match (format, Terminal::shown()) {
        (Format::Csv, _) => Box::new(Csv::new(out)),
        (Format::Json, _) => Box::new(Json(out)),
        (Format::Text, Some(terminal)) => Box::new(Table::new(out, terminal, lang::current(), entry, numbers)),
        (Format::Text, None) => Box::new(Tabs(out)),
    }
}

/// Prints rows in the order given, each as soon as it and all before it are settled.
struct Printer<'a> {
    sink: &'a mut dyn Sink,
    entry: &'a Entry,
    plan: &'a Plan,
    printed: usize,
    sandbox: bool,
}

impl Printer<'_> {
    /// Prints what is settled; at the end, what was not asked is too.
    fn print(&mut self, asked: &Asked, at_the_end: bool) -> io::Result<()> {
        let rows: Vec<Row> = self.plan.fates[self.printed..]
            .iter()
            .map_while(|fate| match fate {
                Fate::Rejected { number, error } => {
                    let refused = Outcome::Rejected(Rejection::Refused(error.clone()));
                    Some(self.unsent(number.clone(), refused, error.clone()))
                }
                Fate::Asked(at) => match (asked.answers.get(*at), &asked.stopped) {
                    (Some(answer), _) => Some(Row::of_answer(answer, self.sandbox)),
                    (None, Some(stop)) if at_the_end => {
                        let error = stop.error.clone().at(self.entry.product().id());
                        Some(self.unsent(self.plan.ask[*at].written().into_owned(), Outcome::Unanswered, error))
                    }
                    (None, _) => None,
                },
            })
            .collect();
        self.printed += rows.len();
        if rows.is_empty() { Ok(()) } else { self.sink.rows(&rows) }
    }

    fn unsent(&self, number: String, outcome: Outcome<AnyReport>, error: Error) -> Row {
        plan::unsent(number, outcome, error, self.entry.product(), self.sandbox)
    }
}

fn exit(plan: &Plan, asked: &Asked) -> Exit {
    let mut exits: Vec<Exit> = asked.answers.iter().map(Exit::of_answer).collect();
    if plan.ask.is_empty() {
        exits.push(Exit::NoInput);
    }
    if plan.ask.len() < plan.fates.len() && plan.fates.iter().any(|fate| matches!(fate, Fate::Rejected { .. })) {
        exits.push(Exit::Incomplete);
    }
    if asked.answers.len() < plan.ask.len() {
        exits.push(Exit::Incomplete);
    }
    Exit::of_all(&exits)
}
