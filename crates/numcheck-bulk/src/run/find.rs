//! Which run a command goes on with.

use numcheck_core::Message;
use serde_json::json;

use super::Options;
use crate::address::address;
use crate::input::List;
use crate::ledger::{Ledger, RunRow};
use crate::messages::run as messages;
use crate::plan::Plan;
use crate::{Error, Result};

/// What a run of a list is found by: the file's whole path, or the hash of what came by a pipe.
pub(super) fn key(list: &List, hash: &str) -> String {
    match list.source().path() {
        Some(path) => std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).display().to_string(),
        None => format!("sha256:{hash}"),
    }
}

/// How a list is read, as the ledger keeps it.
pub(super) fn reading(list: &List) -> serde_json::Value {
    let column = list.column().index + 1;
    match list.sheet() {
        Some(sheet) => json!({ "column": column, "sheet": sheet }),
        None => json!({ "column": column, "encoding": list.encoding().name() }),
    }
}

/// The run that is to be gone on with, if there is one: the newest with this list's content and these products at these
/// addresses, wherever the list lies now.
pub(super) fn find(ledger: &Ledger, list: &List, plan: &Plan, options: &Options) -> Result<Option<RunRow>> {
    if options.new_run {
        return Ok(None);
    }
    let now: Vec<_> = options.products.iter().map(|product| (product.id(), address(&product.address))).collect();
    let key = key(list, &plan.hash);
    let runs: Vec<RunRow> =
        ledger.runs()?.into_iter().filter(|row| row.list == key || row.list_hash == plan.hash).collect();
    if let Some(row) = runs.iter().find(|row| products_of(row) == now && row.list_hash == plan.hash) {
        if row.reading != reading(list) {
            return Err(Error::Usage(messages::read_differently(
                row.id,
                row.reading.to_string(),
                reading(list).to_string(),
            )));
        }
        return Ok(Some(row.clone()));
    }
    if let Some(row) = runs.iter().find(|row| products_of(row) == now && row.list == key) {
        return Err(Error::Usage(messages::list_changed(list.source().name(), row.id, row.list_lines, plan.lines)));
    }
    let Some(row) = runs.iter().find(|row| row.state != "finished" && row.list_hash == plan.hash) else {
        return Ok(None);
    };
    let names = |products: &[(String, String)]| {
        Message::join(products.iter().map(|(id, at)| messages::product_at(id, at)), ", ", "、")
    };
    Err(Error::Usage(messages::other_products(row.id, names(&products_of(row)), names(&now))))
}

fn products_of(row: &RunRow) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let products = row.products.as_array().into_iter().flatten();
    products.map(|product| (text(&product["id"]), address(&text(&product["address"])))).collect()
}
