//! `numcheck run`: a whole list, never twice.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::input::{List, ReadOptions, Source};
use numcheck_bulk::ledger::{Ledger, RunLock, RunRow};
use numcheck_bulk::{Budget, Ending, Estimate, InDoubt, Options, Progress, Run, RunProduct, View};
use numcheck_core::{Message, Timestamp};
use numcheck_layers::Policy;
use numcheck_sandbox::Faults;
use tokio::sync::watch;

use super::sandbox::no_plan;
use super::{reading, results};
use crate::args::{InDoubtArg, NamedBy, ProgressArg, RunArgs};
use crate::connect::Connect;
use crate::exit::Exit;
use crate::fault::{self, Failure};
use crate::messages::run as messages;
use crate::output::figures::grouped;
use crate::output::say;
use crate::{Encryption, Entry, Registry, invocation, state};

mod interrupt;
mod next_on;
mod progress;
mod sandbox;
pub(super) mod summary;

/// How many days old the answers may be that a new run is told to take, where the owner says nothing of it.
const REUSE_DAYS: u32 = 7;
const DAY: Duration = Duration::from_secs(86_400);
/// A run that began less than this ago has no answer too old for that.
const YOUNG: Duration = Duration::from_secs((REUSE_DAYS as u64 - 1) * DAY.as_secs());

pub(crate) fn run(registry: &Registry, args: &RunArgs) -> Result<Exit, Failure> {
    let entries = entries(registry, &args.products)?;
    next_on::verify(&args.next_on, &entries)?;
    let connect = Connect::new(registry, &entries, &args.connect, Encryption::from(args.encrypt))?;
    let prices = prices(&entries, args)?;
    let reading = reading::options(&args.reading)?;
    let output = output_path(args);
    let results = results::options(&args.results, output.as_deref(), args.connect.sandbox)?;
    if let Some(plan) = &args.sandbox_faults {
        plan.parse::<Faults>().map_err(|error| Failure::usage(no_plan(&error), Message::default()))?;
    }
    let path = state::ledger_path(&args.ledger, args.connect.sandbox)?;
    let source = reading::source(&args.list)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::unexpected(messages::runtime(error)))?;
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
    if !args.dry_run {
        connect.say_proxies(&entries);
    }
    let mut products = Vec::new();
    for (entry, price) in entries.iter().zip(prices) {
        let checker = match &sandbox {
            Some(child) => connect.build(entry, Some(&|_| child.base_url().to_owned()))?,
            None if args.connect.sandbox => connect.build(entry, Some(&|_| "http://127.0.0.1:9".to_owned()))?,
            // A list that is not there is told first: it costs less to mend than a credential.
            None => connect.build(entry, None).map_err(|failure| {
                let unread = List::open(source.clone(), &reading).err();
                unread.map_or(failure, |error| state::of_bulk(&error))
            })?,
        };
        let (address, account) = (connect.address(entry), connect.accounts.label(entry, &ledger));
        let rate = args.rate.or_else(|| connect.rate(entry));
        products.push(RunProduct { checker, address, rate, price, account });
    }
    let order = Order { registry, args, output: output.as_deref(), form: results };
    let done = runtime.block_on(go(&order, &ledger, source, &reading, options(args, products)));
    if let Some(child) = sandbox {
        sandbox::finish(child);
    }
    done
}

/// What was ordered, and where the results go.
struct Order<'a> {
    registry: &'a Registry,
    args: &'a RunArgs,
    /// `None` is standard output.
    output: Option<&'a Path>,
    form: ExportOptions,
}

async fn go(
    order: &Order<'_>,
    ledger: &Ledger,
    source: Source,
    reading: &ReadOptions,
    options: Options,
) -> Result<Exit, Failure> {
    let Order { registry, args, output, form } = *order;
    let skip = options.in_doubt == InDoubt::Skip;
    let priced = options.products.iter().all(|product| product.price.is_some());
    let mut run =
        Run::prepare(ledger, source, reading, options, args.dry_run).await.map_err(|error| state::of_bulk(&error))?;
    summary::say_list(run.view());
    let estimate = run.estimate().map_err(|error| state::of_bulk(&error))?;
    if estimate.valid() == 0 {
        return Err(Failure::new(Exit::NoInput, messages::no_number(), messages::no_number_cure()));
    }
    if args.dry_run {
        summary::say_estimate(run.view(), &estimate, priced);
        return say_known(&run, args).map(|()| Exit::Done);
    }
    let doubts = doubts_path(&args.list, output);
    // What cannot be written is found before anything is paid for.
    if let Some(output) = output {
        run.view().check_output(output, form).map_err(|error| state::of_bulk(&error))?;
    }
    run.view().check_output(&doubts, ExportOptions::default()).map_err(|error| state::of_bulk(&error))?;
    say_known(&run, args)?;
    let resumed = run.view().id().is_some();
    let id = run.begin().await.map_err(|error| state::of_bulk(&error))?;
    say_begin(id, resumed, &estimate, ledger.path());
    if let Some(output) = output {
        run.write_ahead(output, form);
    }

    let flags = state::flags(&args.ledger, args.connect.sandbox);
    let began = Instant::now();
    let (stop_now, stop) = watch::channel(false);
    let saved = Arc::new(AtomicBool::new(false));
    interrupt::watch(stop_now, named(id, args), saved.clone());
    let (sender, receiver) = watch::channel(Progress::default());
    let how = if args.no_progress { ProgressArg::None } else { args.progress };
    let shown = tokio::spawn(progress::show(id, receiver.clone(), priced, how));
    let ending = run.drive(stop, sender).await;
    saved.store(true, Ordering::SeqCst);
    let took = began.elapsed();
    let _ = shown.await;
    let spent = |error: numcheck_bulk::Error| state::of_bulk(&error).without_money();
    let ending = ending.map_err(spent)?;
    let view = run.view();

    // The money and the doubts are told whatever becomes of the results.
    let results = view.summary().map_err(spent)?;
    let mut sheet = summary::sheet_of(registry, view, &results, args.connect.sandbox);
    summary::tell_time(&mut sheet, took, receiver.borrow().done);
    sheet.say();
    let mut exits = vec![exit_of(&ending)];
    if results.in_doubt > 0 && !skip {
        exits.push(Exit::InDoubt);
    }
    // What is settled as paid is in doubt no more, and a line without an answer all the same.
    let lost = if skip { 0 } else { results.lost };
    if results.unanswered + results.failed + results.rejected + results.not_sent + lost > 0 {
        exits.push(Exit::Incomplete);
    }
    match view.export_doubts(&doubts) {
        Ok(0) => {}
        Ok(in_doubt) => summary::tell_doubts(&mut sheet, id, in_doubt, Some(&doubts), &flags),
        Err(error) => {
            say(spent(error));
            exits.push(Exit::Unexpected);
        }
    }
    let written = match output {
        Some(output) => run.export(output, form).map_err(|error| state::of_bulk(&error)),
        None => super::runs::print_results(view, form).map(|()| Vec::new()),
    };
    match written {
        Ok(files) => summary::tell_results(&mut sheet, &files),
        Err(failure) => {
            exits.push(failure.exit());
            say(failure.without_money());
            say(messages::export_later(named(id, args)));
        }
    }
    if results.unanswered + results.failed > 0 && new_run_buys_no_answer_again(view, args) {
        let reuse = args.reuse.is_none().then(reuse);
        summary::tell_unanswered(&mut sheet, &results, invocation::to_ask_again(reuse.as_deref()));
    }
    sheet.say();
    say_ending(&ending);
    Ok(Exit::of_all(&exits))
}

/// Whether a new run that reuses answers would ask about nothing that a finished one has an answer for, or may have paid for.
fn new_run_buys_no_answer_again(view: &View<'_>, args: &RunArgs) -> bool {
    // Answers that the next product is asked about are not reused, nor are those of a run that began long ago.
    let age = |row: &RunRow| Timestamp::now().as_millis().saturating_sub(row.created_at.as_millis());
    let young = view.row().is_some_and(|row| u128::try_from(age(row)).unwrap_or(0) < YOUNG.as_millis());
    let orders = args.in_doubt == Some(InDoubtArg::Repay) || !args.repay_on.is_empty();
    view.was_finished() && young && !orders && args.next_on.is_empty()
}

/// The run as `numcheck runs` takes it.
fn named(id: i64, args: &RunArgs) -> String {
    format!("{id}{}", state::flags(&args.ledger, args.connect.sandbox))
}

/// A vendor's fault in words, and how to go on.
fn say_ending(ending: &Ending) {
    if let Some(error) = ending.error() {
        say(fault::explain(error, error.charge()));
    }
    let (why, how) = match ending {
        Ending::Finished => return,
        Ending::Budget => (messages::budget_spent(), messages::go_on_budget(invocation::to_go_on())),
        Ending::Interrupted => (messages::interrupted(), messages::go_on(invocation::to_go_on())),
        other => (messages::stopped(other), messages::go_on(invocation::to_go_on())),
    };
    say(why);
    say(how);
}

/// Tells a new run's owner what the ledger knows already, where nothing was said of it.
fn say_known(run: &Run<'_>, args: &RunArgs) -> Result<(), Failure> {
    if args.reuse.is_some() || run.view().id().is_some() {
        return Ok(());
    }
    let known = run.known(REUSE_DAYS * DAY).map_err(|error| state::of_bulk(&error))?;
    if known > 0 {
        say(messages::known_already(grouped(known), REUSE_DAYS, reuse()));
    }
    Ok(())
}

/// The same as `--reuse` takes it.
fn reuse() -> String {
    format!("{REUSE_DAYS}d")
}

fn say_begin(id: i64, resumed: bool, estimate: &Estimate, ledger: &Path) {
    let numbers = grouped(estimate.numbers);
    say(match (resumed, estimate.numbers) {
        (true, 0) => messages::was_finished(id, ledger),
        (true, _) => messages::goes_on(id, grouped(estimate.done + estimate.reused), numbers, ledger),
        (false, _) => messages::begins(id, numbers, ledger),
    });
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
            .ok_or_else(|| Failure::usage(messages::no_such_product(id), messages::no_such_product_cure()))?;
        if entries.iter().any(|there| there.product().id() == entry.product().id()) {
            return Err(Failure::usage(messages::named_twice(id), messages::named_twice_cure()));
        }
        entries.push(entry);
    }
    match entries.as_slice() {
        [] => Err(Failure::usage(messages::no_product(), messages::no_product_cure())),
        _ => Ok(entries),
    }
}

fn prices(entries: &[&Entry], args: &RunArgs) -> Result<Vec<Option<i64>>, Failure> {
    for (product, _) in &args.price {
        let known = |id: &String| entries.iter().any(|entry| entry.product().id().as_str() == id);
        if let Some(other) = product.as_ref().filter(|id| !known(id)) {
            return Err(Failure::usage(messages::price_of_other(other), messages::price_of_other_cure()));
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
        Some((entry, _)) if args.max_cost.is_some() => {
            Err(Failure::usage(messages::no_price(entry.product().id()), messages::no_price_cure(entry.product().id())))
        }
        _ => Ok(prices),
    }
}

fn options(args: &RunArgs, products: Vec<RunProduct>) -> Options {
    let mut options = Options::new(products);
    options.next_on.clone_from(&args.next_on);
    options.concurrency = usize::from(args.concurrency);
    options.max_doubt = args.max_doubt;
    options.budget = Budget { max_units: args.max_billed, max_cost: args.max_cost };
    options.reuse = args.reuse.filter(|age| !age.is_zero());
    options.sample = args.sample;
    options.new_run = args.new;
    options.products_by_default = args.named_by == NamedBy::Configuration;
    options.in_doubt = match args.in_doubt {
        None | Some(InDoubtArg::Declare) => InDoubt::Declare,
        Some(InDoubtArg::Repay) => InDoubt::Repay,
        Some(InDoubtArg::Skip) => InDoubt::Skip,
    };
    options.policy = args.repay_on.iter().fold(Policy::new(), Policy::repay_on);
    options
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
