//! `numcheck runs report`: a run as a page to hand on, as JSON, or in short on the terminal.

use std::io::{self, Write};
use std::path::Path;

use askama::Template;
use numcheck_bulk::export::{ExportOptions, write_whole};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::report::RunReport;
use numcheck_bulk::{Error, View};
use numcheck_core::Timestamp;

use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::report as messages;
use crate::output::{json, say};
use crate::{Registry, lang, state};

mod chart;
mod data;
pub(super) mod figures;
mod page;
mod text;
pub(super) mod words;

pub(crate) fn run(
    registry: &Registry,
    ledger: &Ledger,
    run: i64,
    html: Option<&Path>,
    as_json: bool,
    sandbox: bool,
) -> Result<Exit, Failure> {
    let report = read(registry, ledger, run, html)?;
    if let Some(to) = html {
        let page = page::Page::of(&report, registry, sandbox, lang::current(), Timestamp::now());
        let text = page.render().map_err(|error| Failure::unexpected(messages::no_page(error.to_string())))?;
        let file = write_whole(to, &text).map_err(|error| state::of_bulk(&error))?;
        say(messages::written(file.display()));
        return Ok(Exit::Done);
    }
    let mut out = io::stdout().lock();
    let written = if as_json {
        json::write_line(&mut out, &data::Data::of(&report, registry, sandbox))
    } else {
        out.write_all(text::text(&report, registry, sandbox, lang::current()).as_bytes())
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

/// Reads the run; where its list cannot be read any more, what the ledger alone says of it.
fn read(registry: &Registry, ledger: &Ledger, run: i64, html: Option<&Path>) -> Result<RunReport, Failure> {
    let bulk = |error: Error| state::of_bulk(&error).without_money();
    let Some(row) = ledger.run(run).map_err(bulk)? else {
        return Err(Failure::question(messages::no_run(run, ledger.path().display()), messages::no_run_cure()));
    };
    match View::open(ledger, run, |id| Some(registry.find(id)?.product().clone())) {
        Ok(view) => {
            if let Some(to) = html {
                view.check_output(to, ExportOptions::default()).map_err(bulk)?;
            }
            view.report().map_err(bulk)
        }
        Err(Error::Input(why)) => {
            let of = |path: &Path| std::fs::canonicalize(path).ok();
            if html.is_some_and(|to| of(to).is_some() && of(to) == of(ledger.path())) {
                let path = ledger.path().display();
                return Err(Failure::question(messages::is_ledger(path), messages::is_ledger_cure()));
            }
            let product = row.products[0]["id"].as_str().and_then(|id| registry.find(id));
            let kind = product.map_or("", |entry| entry.product().kind());
            RunReport::without_list(ledger, &row, kind, why).map_err(bulk)
        }
        Err(error) => Err(bulk(error)),
    }
}
