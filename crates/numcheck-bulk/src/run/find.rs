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
        let name = list.source().name();
        let what = if row.list_lines == plan.lines {
            messages::list_changed_content(name, row.id, plan.lines)
        } else {
            messages::list_changed_lines(name, row.id, row.list_lines, plan.lines)
        };
        return Err(Error::Refused { what, cure: messages::list_changed_cure() });
    }
    let mut of_this_list = runs.iter().filter(|row| row.list_hash == plan.hash);
    let names = |products: &[(String, String)]| {
        Message::join(products.iter().map(|(id, at)| messages::product_at(id, at)), ", ", "、")
    };
    if let Some(row) = of_this_list.clone().find(|row| row.state != "finished") {
        return Err(Error::Usage(messages::other_products(row.id, names(&products_of(row)), names(&now))));
    }
    match of_this_list.find(|row| options.products_by_default && is_of_kind(row, options)) {
        Some(row) => {
            Err(Error::Usage(messages::finished_with_others(row.id, names(&products_of(row)), names(&now), asked(row))))
        }
        None => Ok(None),
    }
}

/// Whether a run asked products of the kind that is asked now. The runs of earlier versions do not say: the id does.
fn is_of_kind(row: &RunRow, options: &Options) -> bool {
    let Some(now) = options.products.first().map(|product| product.checker.any_product().kind()) else { return false };
    row.products.as_array().into_iter().flatten().any(|product| {
        let of_id = || product["id"].as_str().and_then(|id| Some(id.split_once('/')?.1));
        product["kind"].as_str().or_else(of_id) == Some(now)
    })
}

/// What `-p` takes, to go on with a run.
fn asked(row: &RunRow) -> String {
    products_of(row).into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(",")
}

fn products_of(row: &RunRow) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let products = row.products.as_array().into_iter().flatten();
    products.map(|product| (text(&product["id"]), address(&text(&product["address"])))).collect()
}
