//! `numcheck runs`: what runs brought, what they cost, what is in doubt.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::ledger::{Doubt, Ledger, RunLock, RunRow, Verdict};
use numcheck_bulk::{Error, View};
use numcheck_core::Timestamp;
use serde_json::json;

use super::run::summary;
use crate::args::{RunsArgs, RunsCommand, TextOrJson};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::runs as messages;
use crate::output::figures::grouped;
use crate::output::say;
use crate::output::terminal::Terminal;
use crate::{Registry, lang, state};

mod list;

/// How long a request takes at most, where its product is not known any more.
const LONGEST: Duration = Duration::from_secs(600);

pub(crate) fn run(registry: &Registry, args: &RunsArgs) -> Result<Exit, Failure> {
    match &args.command {
        RunsCommand::Settle { run, paid: false, not_paid: false, .. } => {
            return Err(Failure::usage(messages::settle_how(run), messages::settle_how_cure()));
        }
        RunsCommand::Purge { runs, older_than: None } if runs.is_empty() => {
            return Err(Failure::usage(messages::purge_what(), messages::purge_what_cure()));
        }
        _ => {}
    }
    let path = state::ledger_path(&args.ledger, args.sandbox)?;
    if !path.exists() {
        return Err(Failure::question(messages::no_ledger(path.display()), messages::no_ledger_cure()));
    }
    let ledger = state::open(&path)?;
    let flags = state::flags(&args.ledger, args.sandbox);
    for run in args.command.runs() {
        if ledger.run(run).map_err(|error| state::of_bulk(&error).without_money())?.is_none() {
            let cure = messages::see(format!("numcheck runs list{flags}"));
            return Err(Failure::question(messages::no_run(run, path.display()), cure));
        }
    }
    match &args.command {
        RunsCommand::Export { run, output, results } => {
            let to = if output == Path::new("-") { None } else { Some(output.as_path()) };
            let options = super::results::options(results, to, args.sandbox).map_err(Failure::without_money)?;
            let view = open(registry, &ledger, *run)?;
            write(&view, to, options)?.iter().for_each(|file| say(messages::results(file.display())));
            Ok(Exit::Done)
        }
        RunsCommand::List { format } => list(&ledger, *format),
        RunsCommand::Purge { runs, older_than } => purge(&ledger, runs, *older_than, &flags),
        RunsCommand::Report { run, html, json } => {
            super::report::run(registry, &ledger, *run, html.as_deref(), *json, args.sandbox)
        }
        RunsCommand::Settle { run, paid, request, correct, .. } => {
            let which = match request.as_slice() {
                [] if *correct => Which::Otherwise,
                [] => Which::Open,
                requests => Which::Of(requests),
            };
            settle(registry, &ledger, *run, (*paid, which), &flags)
        }
        RunsCommand::Show { run, format } => show(registry, &ledger, *run, *format, (args.sandbox, &flags)),
    }
}

fn open<'a>(registry: &Registry, ledger: &'a Ledger, run: i64) -> Result<View<'a>, Failure> {
    View::open(ledger, run, |id| Some(registry.find(id)?.product().clone())).map_err(|error| state::of_bulk(&error))
}

/// Writes results to a file, or to standard output.
pub(super) fn write(view: &View<'_>, to: Option<&Path>, options: ExportOptions) -> Result<Vec<PathBuf>, Failure> {
    match to {
        Some(to) => view.export(to, options).map_err(|error| state::of_bulk(&error)),
        None => print_results(view, options).map(|()| Vec::new()),
    }
}

/// Writes results to standard output.
pub(super) fn print_results(view: &View<'_>, options: ExportOptions) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("numcheck-{}-{}", std::process::id(), Timestamp::now().as_millis()));
    let io = |error: io::Error| Failure::unexpected(messages::not_written(folder.display(), error));
    std::fs::create_dir(&folder).map_err(io)?;
    let file = folder.join("results");
    let copied = view.export(&file, options).map_err(|error| state::of_bulk(&error)).and_then(|_| {
        let mut results = File::open(&file).map_err(io)?;
        let mut out = io::stdout().lock();
        match io::copy(&mut results, &mut out).and_then(|_| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) => super::of_write(&error).map(drop),
        }
    });
    let _ = std::fs::remove_dir_all(&folder);
    copied
}

fn list(ledger: &Ledger, format: TextOrJson) -> Result<Exit, Failure> {
    let runs = ledger.runs().map_err(|error| state::of_bulk(&error))?;
    let driven = RunLock::driven(ledger.path());
    let text = match (format, Terminal::stdout()) {
        (TextOrJson::Json, _) => {
            runs.iter().map(|run| row_json(run, is_alive(run, driven)).to_string() + "\n").collect()
        }
        (TextOrJson::Text, Some(terminal)) => list::table(&runs, driven, terminal, lang::current()),
        (TextOrJson::Text, None) => list::tabs(&runs, driven),
    };
    if runs.is_empty() && format == TextOrJson::Text && Terminal::stdout().is_some() {
        say(messages::none());
    }
    print(&text)
}

/// One object a line, as `schemas/runs-list.v1.json` has it.
fn row_json(run: &RunRow, alive: bool) -> serde_json::Value {
    json!({
        "v": 1, "run": run.id, "created_at": run.created_at, "state": run.state, "alive": alive,
        "products": products(run), "list": run.list_shown(), "lines": run.list_lines,
    })
}

/// Whether a program drives the run at this moment: `driven` is the one that is.
fn is_alive(run: &RunRow, driven: Option<i64>) -> bool {
    driven == Some(run.id) && run.state == "started"
}

fn products(run: &RunRow) -> Vec<String> {
    let products = run.products.as_array().into_iter().flatten();
    products.filter_map(|product| Some(product["id"].as_str()?.to_owned())).collect()
}

fn show(
    registry: &Registry,
    ledger: &Ledger,
    run: i64,
    format: TextOrJson,
    (sandbox, flags): (bool, &str),
) -> Result<Exit, Failure> {
    let view = open(registry, ledger, run)?;
    let summary = view.summary().map_err(|error| state::of_bulk(&error))?;
    let events = ledger.events(run).map_err(|error| state::of_bulk(&error))?;
    if format == TextOrJson::Json {
        let mut json = view.row().map(|row| row_json(row, view.is_alive())).unwrap_or_default();
        json["summary"] = json!(summary);
        json["events"] = events.into_iter().map(list::event_json).collect();
        return print(&format!("{json}\n"));
    }
    let mut sheet = summary::sheet_of(registry, &view, &summary, sandbox);
    if summary.in_doubt > 0 {
        let doubts = view.standing_doubts().map_err(|error| state::of_bulk(&error))?;
        let doubts = doubts.iter().filter(|doubt| doubt.is_open()).count();
        summary::tell_doubts(&mut sheet, run, doubts, None, flags);
    }
    if let Some(row) = view.row() {
        list::tell(&mut sheet, row, view.is_alive(), &events);
    }
    match sheet.print() {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

/// Data for standard output.
fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

/// What of a run's doubts the owner's word is about.
#[derive(Clone, Copy)]
enum Which<'a> {
    /// Those of which nothing was said yet.
    Open,
    /// Those as well of which the contrary was said.
    Otherwise,
    /// Those of these requests, whatever was said of them.
    Of(&'a [i64]),
}

fn settle(
    registry: &Registry,
    ledger: &Ledger,
    run: i64,
    (paid, which): (bool, Which<'_>),
    flags: &str,
) -> Result<Exit, Failure> {
    // Where no run is alive, what a run left open is of a program that died.
    let lock = RunLock::take(ledger.path()).ok();
    if lock.is_some() {
        block_on(ledger.declare_crashed())?;
    }
    let view = open(registry, ledger, run)?;
    let verdict = if paid { Verdict::Paid } else { Verdict::NotPaid };
    let mut known = view.standing_doubts().map_err(|error| state::of_bulk(&error))?;
    known.retain(Doubt::is_open);
    known.extend(view.settled_doubts().map_err(|error| state::of_bulk(&error))?);
    let own = |doubt: &Doubt| doubt.run == Some(run);
    let settled = known.iter().any(|doubt| doubt.is_settled() && own(doubt));
    // What was settled stays so, unless it is said otherwise: a word on the rest must not have it bought again. What another
    // run asked is said otherwise of that run, or by its request.
    let wanted = |doubt: &Doubt| match which {
        Which::Open => doubt.is_open(),
        Which::Otherwise => doubt.is_open() || (own(doubt) && doubt.verdict != Some(verdict)),
        Which::Of(requests) => requests.contains(&doubt.intent) && doubt.verdict != Some(verdict),
    };
    let now = Timestamp::now();
    let (left, doubts): (Vec<Doubt>, Vec<Doubt>) =
        known.into_iter().filter(wanted).partition(|doubt| may_be_under_way(registry, doubt, now));
    if doubts.is_empty() {
        return Err(match (left.is_empty(), settled) {
            (false, _) => Failure::question(messages::still_under_way(run), messages::still_under_way_cure()),
            (true, true) => Failure::question(messages::all_settled(run), messages::all_settled_cure()),
            (true, false) => {
                let command = format!("numcheck runs show {run}{flags}");
                Failure::question(messages::no_doubts(run), messages::see(command))
            }
        });
    }
    // A run that is alive may be about to ask them, as not paid.
    if lock.is_none() && doubts.iter().any(Doubt::is_not_paid) {
        return Err(Failure::question(messages::may_be_asked(run), messages::may_be_asked_cure()));
    }
    block_on(ledger.add_verdicts(verdict, &doubts))?;
    drop(lock);
    let numbers = match doubts.len() {
        1 => messages::one_number(),
        n => messages::numbers(grouped(n as u64)),
    };
    say(if paid { messages::settled_paid(numbers, run) } else { messages::settled_not_paid(numbers, run) });
    if !left.is_empty() {
        say(messages::left_under_way(grouped(left.len() as u64)));
    }
    Ok(Exit::Done)
}

/// Whether the reply may still come: of a run that is alive, or of a check that is no older than the longest it may take.
fn may_be_under_way(registry: &Registry, doubt: &Doubt, now: Timestamp) -> bool {
    let deadline = registry.find(&doubt.product).map_or(LONGEST, |entry| entry.product().deadline());
    let due = doubt.sent_at.as_millis().saturating_add(i64::try_from(deadline.as_millis()).unwrap_or(i64::MAX));
    doubt.open && (doubt.run.is_some() || now.as_millis() < due)
}

fn purge(ledger: &Ledger, runs: &[i64], older_than: Option<Duration>, flags: &str) -> Result<Exit, Failure> {
    if let Some(age) = older_than {
        return purge_older(ledger, age, flags);
    }
    let purged = block_on(async {
        Ok(ledger.purge(runs).await.map_err(|error| match &error {
            Error::Refused { what, .. } => {
                let settle = messages::settle_either(format!("numcheck runs settle RUN{flags}"));
                Failure::question(what.clone(), messages::settle_first(settle))
            }
            _ => state::of_bulk(&error),
        }))
    })??;
    say(match purged {
        1 => messages::one_forgotten(),
        n => messages::forgotten(grouped(n as u64)),
    });
    Ok(Exit::Done)
}

fn purge_older(ledger: &Ledger, age: Duration, flags: &str) -> Result<Exit, Failure> {
    let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
    let before = Timestamp::from_millis(Timestamp::now().as_millis().saturating_sub(age));
    let purged = block_on(ledger.purge_before(before))?;
    say(messages::forgotten_by_age(grouped(purged.runs as u64), grouped(purged.checks as u64)));
    if !purged.kept_runs.is_empty() {
        let runs = purged.kept_runs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        say(messages::kept_runs(runs, messages::settle_either(format!("numcheck runs settle RUN{flags}"))));
    }
    if purged.kept_checks > 0 {
        say(messages::kept_checks(grouped(purged.kept_checks as u64)));
    }
    Ok(Exit::Done)
}

fn block_on<T>(work: impl Future<Output = numcheck_bulk::Result<T>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Failure::unexpected(messages::runtime(error)))?;
    runtime.block_on(work).map_err(|error| state::of_bulk(&error))
}
