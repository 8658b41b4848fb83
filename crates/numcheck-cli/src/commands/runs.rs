//! `numcheck runs`: what runs brought, what they cost, what is in doubt.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use numcheck_bulk::View;
use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::ledger::{Doubt, Ledger, RunRow, Verdict};
use numcheck_core::Timestamp;
use serde_json::json;

use super::run::summary::say_summary;
use crate::args::{RunsArgs, RunsCommand, TextOrJson};
use crate::exit::Exit;
use crate::fault::{Failure, count};
use crate::messages::runs as messages;
use crate::output::say;
use crate::{Registry, state};

pub(crate) fn run(registry: &Registry, args: &RunsArgs) -> Result<Exit, Failure> {
    let path = state::ledger_path(&args.ledger, args.sandbox)?;
    if !path.exists() {
        return Err(Failure::question(messages::no_ledger(path.display()), messages::no_ledger_cure()));
    }
    let ledger = state::open(&path)?;
    match &args.command {
        RunsCommand::Export { run, output, results } => {
            let to = if output == Path::new("-") { None } else { Some(output.as_path()) };
            let options = super::results::options(results, to, args.sandbox).map_err(Failure::without_money)?;
            let view = open(registry, &ledger, *run)?;
            write(&view, to, options)?.iter().for_each(|file| say(messages::results(file.display())));
            Ok(Exit::Done)
        }
        RunsCommand::List { format } => list(&ledger, *format),
        RunsCommand::Purge { runs, older_than } => purge(&ledger, runs, *older_than),
        RunsCommand::Settle { run, paid, request, .. } => settle(registry, &ledger, *run, *paid, request),
        RunsCommand::Show { run, format } => show(registry, &ledger, *run, *format, args.sandbox),
    }
}

fn open<'a>(registry: &Registry, ledger: &'a Ledger, run: i64) -> Result<View<'a>, Failure> {
    View::open(ledger, run, |id| Some(registry.find(id)?.product().clone())).map_err(|error| state::of_bulk(&error))
}

/// Writes results to a file, or to standard output.
pub(super) fn write(view: &View<'_>, to: Option<&Path>, options: ExportOptions) -> Result<Vec<PathBuf>, Failure> {
    if let Some(to) = to {
        return view.export(to, options).map_err(|error| state::of_bulk(&error));
    }
    let folder = std::env::temp_dir().join(format!("numcheck-{}-{}", std::process::id(), Timestamp::now().as_millis()));
    let io = |error: io::Error| Failure::unexpected(format!("{} cannot be written: {error}", folder.display()));
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
    copied.map(|()| Vec::new())
}

fn list(ledger: &Ledger, format: TextOrJson) -> Result<Exit, Failure> {
    let runs = ledger.runs().map_err(|error| state::of_bulk(&error))?;
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    for run in &runs {
        let line = match format {
            TextOrJson::Json => row_json(run).to_string(),
            TextOrJson::Text => format!(
                "{}\t{}\t{}\t{}\t{} lines\t{}",
                run.id,
                run.created_at,
                run.state,
                products(run).join(","),
                run.list_lines,
                run.list
            ),
        };
        written = written.and_then(|()| writeln!(out, "{line}"));
    }
    match written {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

fn row_json(run: &RunRow) -> serde_json::Value {
    json!({
        "v": 1, "run": run.id, "created_at": run.created_at, "state": run.state, "products": products(run), "list": run.list,
        "lines": run.list_lines,
    })
}

fn products(run: &RunRow) -> Vec<String> {
    let products = run.products.as_array().into_iter().flatten();
    products.filter_map(|product| Some(product["id"].as_str()?.to_owned())).collect()
}

fn show(registry: &Registry, ledger: &Ledger, run: i64, format: TextOrJson, sandbox: bool) -> Result<Exit, Failure> {
    let view = open(registry, ledger, run)?;
    let summary = view.summary().map_err(|error| state::of_bulk(&error))?;
    let events = ledger.events(run).map_err(|error| state::of_bulk(&error))?;
    match format {
        TextOrJson::Json => {
            let events: Vec<_> = events
                .iter()
                .map(|event| json!({ "at": event.at, "kind": event.kind, "detail": event.detail }))
                .collect();
            let mut json = view.row().map(row_json).unwrap_or_default();
            json["summary"] = json!(summary);
            json["events"] = events.into();
            match writeln!(io::stdout().lock(), "{json}") {
                Ok(()) => Ok(Exit::Done),
                Err(error) => super::of_write(&error),
            }
        }
        TextOrJson::Text => {
            if let Some(row) = view.row() {
                say(format_args!("run {} of {}, {}, began {}", row.id, row.list, row.state, row.created_at));
            }
            say_summary(&summary, sandbox);
            for event in &events {
                say(format_args!(
                    "  {}  {}  {}",
                    event.at,
                    event.kind,
                    event.detail["why"].as_str().unwrap_or_default()
                ));
            }
            Ok(Exit::Done)
        }
    }
}

fn settle(registry: &Registry, ledger: &Ledger, run: i64, paid: bool, requests: &[i64]) -> Result<Exit, Failure> {
    let view = open(registry, ledger, run)?;
    let doubts: Vec<Doubt> = view
        .standing_doubts()
        .map_err(|error| state::of_bulk(&error))?
        .into_iter()
        .filter(|doubt| requests.is_empty() || requests.contains(&doubt.intent))
        .collect();
    if doubts.is_empty() {
        return Err(Failure::question(format!("run {run} has no such numbers in doubt"), "see numcheck runs show"));
    }
    let verdict = if paid { Verdict::Paid } else { Verdict::NotPaid };
    block_on(ledger.add_verdicts(verdict, &doubts))?;
    let then =
        if paid { "they stay lost, and are not asked again" } else { "the run may ask them again: give its command" };
    say(format_args!("{} of run {run}: {then}", count(doubts.len(), "number")));
    Ok(Exit::Done)
}

fn purge(ledger: &Ledger, runs: &[i64], older_than: Option<std::time::Duration>) -> Result<Exit, Failure> {
    let mut wanted = runs.to_vec();
    if let Some(age) = older_than {
        let before = Timestamp::now().as_millis().saturating_sub(i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
        let all = ledger.runs().map_err(|error| state::of_bulk(&error))?;
        wanted.extend(all.iter().filter(|run| run.created_at.as_millis() < before).map(|run| run.id));
    }
    let purged = block_on(ledger.purge(&wanted))?;
    say(format_args!("{} forgotten", count(purged, "run")));
    Ok(Exit::Done)
}

fn block_on<T>(work: impl Future<Output = numcheck_bulk::Result<T>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Failure::unexpected(format!("the runtime cannot be started: {error}")))?;
    runtime.block_on(work).map_err(|error| state::of_bulk(&error))
}
