//! `numcheck bill`: what a month cost by the ledger, and a vendor's statement against it.

use std::io::{self, Write};
use std::path::Path;

use numcheck_bulk::bill::{Bill, Comparison, Statement};
use numcheck_bulk::ledger::Ledger;
use numcheck_core::Timestamp;
use serde::Serialize;

use crate::args::{BillArgs, TextOrJson};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::{bill as messages, runs};
use crate::output::json;
use crate::{Entry, Registry, lang, state};

mod month;
mod text;

use month::Month;

/// What is printed, as JSON; its schema is `schemas/bill.v1.json`.
#[derive(Serialize)]
struct Data<'a> {
    v: u8,
    month: String,
    sandbox: bool,
    /// The only product it is about; `None` for all.
    product: Option<&'a str>,
    #[serde(flatten)]
    bill: &'a Bill,
    statement: Option<Compared<'a>>,
}

/// A statement and what comparing it came to.
#[derive(Serialize)]
struct Compared<'a> {
    lines: u64,
    lines_of_other_months: u64,
    lines_unreadable: u64,
    columns: &'a [numcheck_bulk::bill::Taken],
    #[serde(flatten)]
    comparison: &'a Comparison,
}

pub(crate) fn run(registry: &Registry, args: &BillArgs) -> Result<Exit, Failure> {
    let month = Month::of(args.month.as_deref(), Timestamp::now())?;
    if let Some(product) = args.product.as_deref().filter(|product| registry.find(product).is_none()) {
        return Err(Failure::question(messages::no_product(product), messages::no_product_cure()));
    }
    let path = state::ledger_path(&args.ledger, args.sandbox).map_err(Failure::without_money)?;
    if !path.exists() {
        return Err(Failure::question(runs::no_ledger(path.display()), runs::no_ledger_cure()));
    }
    let ledger = state::open(&path)?;
    let product = args.product.as_deref();
    let bulk = |error: numcheck_bulk::Error| state::of_bulk(&error).without_money();
    let bill = Bill::read(&ledger, month.from(), month.to(), product).map_err(bulk)?;
    let compared = match &args.statement {
        Some(file) => Some(compare(registry, args, &ledger, &bill, month, file)?),
        None => None,
    };
    let mut out = io::stdout().lock();
    let written = match args.format {
        TextOrJson::Json => json::write_line(
            &mut out,
            &Data {
                v: 1,
                month: month.to_string(),
                sandbox: args.sandbox,
                product,
                bill: &bill,
                statement: compared.as_ref().map(|(statement, comparison)| Compared {
                    lines: statement.lines,
                    lines_of_other_months: statement.outside,
                    lines_unreadable: statement.unreadable,
                    columns: &statement.taken,
                    comparison,
                }),
            },
        ),
        TextOrJson::Text => {
            let mut words = text::bill(&bill, month, lang::current());
            if let (Some(file), Some((statement, comparison))) = (&args.statement, &compared) {
                words.push('\n');
                words.push_str(&text::statement(file, statement, comparison, &bill, lang::current()));
            }
            out.write_all(words.as_bytes())
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(exit(compared.as_ref())),
        Err(error) => super::of_write(&error),
    }
}

fn compare(
    registry: &Registry,
    args: &BillArgs,
    ledger: &Ledger,
    bill: &Bill,
    month: Month,
    file: &Path,
) -> Result<(Statement, Comparison), Failure> {
    let bulk = |error: numcheck_bulk::Error| state::of_bulk(&error).without_money();
    let statement = Statement::read(file, args.columns.as_deref(), |day| month.has(day)).map_err(bulk)?;
    let product_of = |name: &str| product_of(registry, bill, args.product.as_deref(), name);
    let between = (month.from(), month.to());
    let comparison = statement.compare(ledger, between, args.product.as_deref(), &product_of).map_err(bulk)?;
    Ok((statement, comparison))
}

/// The product that a statement calls so: by its id or its whole title, else by its title without the vendor. Of several, the
/// one that was asked for, else the only one that was asked this month; a name of nobody's is that of the product asked for.
fn product_of(registry: &Registry, bill: &Bill, wanted: Option<&str>, name: &str) -> Option<String> {
    let folded = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = folded(name);
    if name.is_empty() {
        return None;
    }
    // `聚合数据 空号检测` is called 空号检测 by its vendor, and `Juhe line status` line status.
    let own = |title: &str| folded(title.split_once(' ').map_or(title, |(_, own)| own));
    let titles = |entry: &Entry| [entry.product().title_zh(), entry.product().title()];
    let is = |entry: &Entry| {
        name == folded(entry.product().id().as_str()) || titles(entry).iter().any(|title| name == folded(title))
    };
    let holds = |entry: &Entry| titles(entry).iter().any(|title| !title.is_empty() && name.contains(&folded(title)));
    let alike = |entry: &Entry| {
        titles(entry)
            .iter()
            .map(|title| own(title))
            .any(|own| !own.is_empty() && (name.contains(&own) || own.contains(&name)))
    };
    let fits: [&dyn Fn(&Entry) -> bool; 3] = [&is, &holds, &alike];
    let found = fits.iter().find_map(|fits| {
        let ids: Vec<&str> =
            registry.entries().iter().filter(|entry| fits(entry)).map(|entry| entry.product().id().as_str()).collect();
        (!ids.is_empty()).then_some(ids)
    });
    let Some(found) = found else { return wanted.map(str::to_owned) };
    if let Some(wanted) = wanted.filter(|wanted| found.contains(wanted)) {
        return Some(wanted.to_owned());
    }
    let asked: Vec<&str> =
        found.iter().copied().filter(|id| bill.lines.iter().any(|line| line.product == *id)).collect();
    match (asked.as_slice(), found.as_slice()) {
        ([one], _) | ([], [one]) => Some((*one).to_owned()),
        _ => None,
    }
}

/// Whether a statement differs, or nothing of it could be compared.
fn exit(compared: Option<&(Statement, Comparison)>) -> Exit {
    match compared {
        Some((_, done)) if !done.differs.is_empty() || done.more > 0 || done.agrees.is_empty() => Exit::Incomplete,
        _ => Exit::Done,
    }
}
