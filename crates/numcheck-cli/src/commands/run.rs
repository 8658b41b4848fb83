//! `numcheck run`: a whole list, never twice.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::input::{Encoding, ReadOptions, Source};
use numcheck_bulk::ledger::{Ledger, RunLock};
use numcheck_bulk::{Budget, Ending, InDoubt, Options, Progress, Run, RunProduct};
use numcheck_layers::Policy;
use tokio::sync::watch;

use super::results;
use crate::args::{InDoubtArg, RunArgs};
use crate::connect::Connect;
use crate::exit::Exit;
use crate::fault::{self, Failure, count};
use crate::messages::results as words;
use crate::output::say;
use crate::{Encryption, Entry, Registry, state};

mod interrupt;
mod progress;
mod sandbox;
pub(super) mod summary;

pub(crate) fn run(registry: &Registry, args: &RunArgs) -> Result<Exit, Failure> {
    let entries = entries(registry, &args.products)?;
    let connect = Connect::new(registry, &entries, &args.connect, Encryption::from(args.encrypt))?;
    let prices = prices(&entries, args)?;
    let reading = reading(args)?;
    let output = output_path(args);
    let results = results::options(&args.results, output.as_deref(), args.connect.sandbox)?;
    let path = state::ledger_path(&args.ledger, args.connect.sandbox)?;
    let source = source(&args.list)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::unexpected(format!("the runtime cannot be started: {error}")))?;
    let ledger = state::open(&path)?;
    if !args.dry_run {
        // A second run is told at once, before its sandbox waits for the first one's.
        drop(RunLock::take(&path).map_err(|error| state::of_bulk(&error))?);
    }
    let sandbox = if args.connect.sandbox && !args.dry_run {
        Some(sandbox::start(&path, args.sandbox_faults.as_deref())?)
    } else {
        None
    };
    let mut products = Vec::new();
    for (entry, price) in entries.iter().zip(prices) {
        let checker = match &sandbox {
            Some(child) => connect.build(entry, Some(&|_| child.base_url().to_owned()))?,
            None if args.connect.sandbox => connect.build(entry, Some(&|_| "http://127.0.0.1:9".to_owned()))?,
            None => connect.build(entry, None)?,
        };
        products.push(RunProduct { checker, address: connect.address(entry), rate: args.rate, price });
    }
    let options = options(args, products);
    let done = runtime.block_on(go(args, &ledger, source, &reading, options, output.as_deref(), results));
    if let Some(child) = sandbox {
        sandbox::finish(child);
    }
    done
}

async fn go(
    args: &RunArgs,
    ledger: &Ledger,
    source: Source,
    reading: &ReadOptions,
    options: Options,
    output: Option<&Path>,
    form: ExportOptions,
) -> Result<Exit, Failure> {
    let skip = options.in_doubt == InDoubt::Skip;
    let priced = options.products.iter().all(|product| product.price.is_some());
    let mut run =
        Run::prepare(ledger, source, reading, options, args.dry_run).await.map_err(|error| state::of_bulk(&error))?;
    summary::say_list(run.view());
    let estimate = run.estimate().map_err(|error| state::of_bulk(&error))?;
    if estimate.numbers + estimate.done + estimate.reused + estimate.in_doubt == 0 {
        return Err(Failure::new(
            Exit::NoInput,
            "the list holds no number that can be asked",
            "see the lines named above, or name the column with --column",
        ));
    }
    if args.dry_run {
        summary::say_estimate(&estimate, priced);
        return Ok(Exit::Done);
    }
    let doubts = doubts_path(&args.list, output);
    // What cannot be written is found before anything is paid for.
    if let Some(output) = output {
        run.view().check_output(output, form).map_err(|error| state::of_bulk(&error))?;
    }
    run.view().check_output(&doubts, ExportOptions::default()).map_err(|error| state::of_bulk(&error))?;
    let id = run.begin().await.map_err(|error| state::of_bulk(&error))?;
    say(format_args!("run {id}: {} to ask, ledger {}", count_of(estimate.numbers, "number"), ledger.path().display()));

    let began = Instant::now();
    let (stop_now, stop) = watch::channel(false);
    interrupt::watch(stop_now);
    let (sender, receiver) = watch::channel(Progress::default());
    let shown = (!args.no_progress).then(|| tokio::spawn(progress::show(receiver, priced)));
    let ending = run.drive(stop, sender).await;
    if let Some(shown) = shown {
        let _ = shown.await;
    }
    let spent = |error: numcheck_bulk::Error| state::of_bulk(&error).without_money();
    let ending = ending.map_err(spent)?;
    let view = run.view();

    // The money and the doubts are told whatever becomes of the results.
    let results = view.summary().map_err(spent)?;
    summary::say_summary(&results, args.connect.sandbox);
    summary::say_time(began.elapsed(), estimate.numbers - (results.not_sent).min(estimate.numbers));
    let mut exits = vec![exit_of(&ending)];
    if results.in_doubt > 0 && !skip {
        exits.push(Exit::InDoubt);
    }
    if results.unanswered + results.failed + results.rejected + results.not_sent > 0 {
        exits.push(Exit::Incomplete);
    }
    match view.export_doubts(&doubts) {
        Ok(0) => {}
        Ok(in_doubt) => say(format_args!(
            "in doubt (计费存疑): {} in {}\n  they may be paid for and have no answer; compare with the vendor's bill, then\n  numcheck runs settle {id} --paid | --not-paid, or buy them again with --in-doubt repay",
            count(in_doubt, "number"),
            doubts.display()
        )),
        Err(error) => {
            say(spent(error));
            exits.push(Exit::Unexpected);
        }
    }
    match super::runs::write(view, output, form) {
        Ok(files) => files.iter().for_each(|file| say(format_args!("results: {}", file.display()))),
        Err(failure) => {
            exits.push(failure.exit());
            say(failure.without_money());
            say(format_args!("the answers are in the ledger: numcheck runs export {id} -o FILE"));
        }
    }
    say_ending(&ending);
    Ok(Exit::of_all(&exits))
}

/// A vendor's fault in words, and how to go on.
fn say_ending(ending: &Ending) {
    if let Some(error) = ending.error() {
        say(fault::explain(error, error.charge()));
    }
    match ending {
        Ending::Finished => {}
        Ending::Budget => say("stopped: the budget is spent; the same command with a higher one goes on"),
        Ending::Interrupted => say("stopped, and saved: the same command goes on"),
        other => say(format_args!("stopped: {other}\n  what was answered is saved; the same command goes on")),
    }
}

fn exit_of(ending: &Ending) -> Exit {
    match ending {
        Ending::Finished => Exit::Done,
        Ending::Budget => Exit::Quota,
        Ending::Ledger(_) => Exit::Unexpected,
        Ending::Retries(error) => match Exit::of_error(error) {
            Exit::Incomplete => Exit::Vendor,
            exit => exit,
        },
        Ending::Closed(error) | Ending::Stopped(error) => Exit::of_error(error),
        _ => Exit::Incomplete,
    }
}

fn entries<'a>(registry: &'a Registry, wanted: &[String]) -> Result<Vec<&'a Entry>, Failure> {
    let mut entries: Vec<&Entry> = Vec::new();
    for id in wanted.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
        let entry = registry
            .find(id)
            .ok_or_else(|| Failure::usage(format!("{id} is no product of this tool"), "see numcheck products"))?;
        if entries.iter().any(|there| there.product().id() == entry.product().id()) {
            return Err(Failure::usage(
                format!("{id} is named twice"),
                "name each product once, in the order to ask them",
            ));
        }
        entries.push(entry);
    }
    match entries.as_slice() {
        [] => Err(Failure::usage("no product is named", "name one with -p")),
        _ => Ok(entries),
    }
}

fn prices(entries: &[&Entry], args: &RunArgs) -> Result<Vec<Option<i64>>, Failure> {
    for (product, _) in &args.price {
        let known = |id: &String| entries.iter().any(|entry| entry.product().id().as_str() == id);
        if let Some(other) = product.as_ref().filter(|id| !known(id)) {
            return Err(Failure::usage(
                format!("--price names {other}, which this run does not ask"),
                "name a product of -p",
            ));
        }
    }
    let price = |entry: &&Entry| {
        let of = |wanted: Option<&str>| {
            args.price.iter().rev().find(|(product, _)| product.as_deref() == wanted).map(|(_, price)| *price)
        };
        of(Some(entry.product().id().as_str())).or_else(|| of(None))
    };
    let prices: Vec<Option<i64>> = entries.iter().map(price).collect();
    match entries.iter().zip(&prices).find(|(_, price)| price.is_none()) {
        Some((entry, _)) if args.max_cost.is_some() => Err(Failure::usage(
            format!("--max-cost is given, and not what {} costs", entry.product().id()),
            format!("add --price {}=AMOUNT", entry.product().id()),
        )),
        _ => Ok(prices),
    }
}

fn reading(args: &RunArgs) -> Result<ReadOptions, Failure> {
    let encoding = match &args.encoding {
        None => None,
        Some(name) => Some(
            Encoding::named(name).ok_or_else(|| Failure::usage(words::no_encoding(name), words::no_encoding_cure()))?,
        ),
    };
    Ok(ReadOptions { column: args.column.clone(), encoding, sheet: args.sheet.clone() })
}

fn options(args: &RunArgs, products: Vec<RunProduct>) -> Options {
    let mut options = Options::new(products);
    options.next_on.clone_from(&args.next_on);
    options.concurrency = usize::from(args.concurrency);
    options.max_doubt = args.max_doubt;
    options.budget = Budget { max_units: args.max_billed, max_cost: args.max_cost };
    options.reuse = args.reuse;
    options.sample = args.sample;
    options.new_run = args.new;
    options.in_doubt = match args.in_doubt {
        None => InDoubt::Declare,
        Some(InDoubtArg::Repay) => InDoubt::Repay,
        Some(InDoubtArg::Skip) => InDoubt::Skip,
    };
    options.policy = args.repay_on.iter().fold(Policy::new(), Policy::repay_on);
    options
}

fn source(list: &Path) -> Result<Source, Failure> {
    if list != Path::new("-") {
        return Ok(Source::File(list.to_owned()));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(Exit::NoInput, format!("standard input cannot be read: {error}"), ""))?;
    Ok(Source::Kept(bytes.into()))
}

/// `None` is standard output.
fn output_path(args: &RunArgs) -> Option<PathBuf> {
    match &args.output {
        Some(path) if path == Path::new("-") => None,
        Some(path) => Some(path.clone()),
        None if args.list == Path::new("-") => None,
        None => Some(named_after(&args.list, results::suffix(&args.results))),
    }
}

/// `list.csv` with `results.csv` is `list.csv.results.csv`.
fn named_after(list: &Path, what: &str) -> PathBuf {
    let mut name = list.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    list.with_file_name(name)
}

fn doubts_path(list: &Path, output: Option<&Path>) -> PathBuf {
    match output {
        Some(output) => named_after(output, "in-doubt.csv"),
        None if list == Path::new("-") => PathBuf::from("numcheck.in-doubt.csv"),
        None => named_after(list, "in-doubt.csv"),
    }
}

fn count_of(n: u64, noun: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), noun)
}
