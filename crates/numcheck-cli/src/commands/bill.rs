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
use crate::{Registry, lang, state};

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
                words.push_str(&text::statement(file, statement, comparison, lang::current()));
            }
            out.write_all(words.as_bytes())
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
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
    let product_of = |name: &str| product_of(registry, bill, name);
    let between = (month.from(), month.to());
    let comparison = statement.compare(ledger, between, args.product.as_deref(), &product_of).map_err(bulk)?;
    Ok((statement, comparison))
}

/// The product that a statement calls so: by its id, or by its title; of several, the one that was asked this month.
fn product_of(registry: &Registry, bill: &Bill, name: &str) -> Option<String> {
    let folded = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = folded(name);
    // `聚合数据 空号检测` is called 空号检测 by its vendor.
    let own = |title: &str| folded(title.rsplit(' ').next().unwrap_or(title));
    let fits = |entry: &&crate::Entry| {
        let product = entry.product();
        let (id, title) = (folded(product.id().as_str()), folded(product.title_zh()));
        let short = own(product.title_zh());
        name == id || name.contains(&title) || (!short.is_empty() && (name.contains(&short) || short.contains(&name)))
    };
    if name.is_empty() {
        return None;
    }
    let found: Vec<String> =
        registry.entries().iter().filter(fits).map(|entry| entry.product().id().to_string()).collect();
    let asked: Vec<&String> = found.iter().filter(|id| bill.lines.iter().any(|line| line.product == **id)).collect();
    match (asked.as_slice(), found.as_slice()) {
        ([one], _) => Some((*one).clone()),
        ([], [one]) => Some(one.clone()),
        _ => None,
    }
}
