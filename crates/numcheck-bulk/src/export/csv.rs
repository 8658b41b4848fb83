use super::{Row, cells};
use crate::view::View;

/// The columns of ours, behind the list's own.
const COLUMNS: [&str; 13] = [
    "number",
    "result",
    "status",
    "status_zh",
    "status_code",
    "reachability",
    "area",
    "carrier",
    "charge",
    "order_id",
    "product",
    "answered_at",
    "note",
];

/// The header line: the list's own headers, or `input_1`, `input_2`, …, and ours; ours are told apart where a name is taken.
pub(super) fn header(view: &View<'_>) -> String {
    let own: Vec<String> = match &view.list.column().headers {
        Some(headers) => headers.clone(),
        None => (1..=view.list.column().width).map(|column| format!("input_{column}")).collect(),
    };
    let ours = COLUMNS
        .map(|name| if own.iter().any(|header| header == name) { format!("numcheck_{name}") } else { name.to_owned() });
    cells::line(own.iter().chain(&ours).map(String::as_str))
}

pub(super) fn row(view: &View<'_>, row: &Row<'_>) -> String {
    let width = view.list.column().width;
    let own = (0..width).map(|column| row.record.field(column).unwrap_or_default());
    let empty = super::Known::default();
    let known = row.known.unwrap_or(&empty);
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let ours = [
        row.number.clone().unwrap_or_default(),
        row.result.to_owned(),
        text(&known.status),
        text(&known.status_zh),
        text(&known.code),
        text(&known.reachability),
        text(&known.area),
        text(&known.carrier),
        known.charge.clone(),
        text(&known.order_id),
        known.product.clone(),
        known.answered_at.clone(),
        row.note.clone(),
    ];
    cells::line(own.chain(ours.iter().map(String::as_str)))
}
