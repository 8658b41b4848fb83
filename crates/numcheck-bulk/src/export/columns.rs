use std::borrow::Cow;

use super::answers::Known;
use super::rows::Row;
use crate::view::View;

/// The columns of ours, behind the list's own.
pub(super) const OURS: [&str; 13] = [
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

/// The header: the list's own headers, or `input_1`, `input_2`, …, and ours; ours are told apart where a name is taken.
pub(super) fn headers(view: &View<'_>) -> Vec<String> {
    let column = view.list.column();
    let mut own: Vec<String> = match &column.headers {
        Some(headers) => headers.clone(),
        None => (1..=column.width).map(|column| format!("input_{column}")).collect(),
    };
    // Columns beyond the header's last.
    own.extend((own.len() + 1..=column.width).map(|column| format!("input_{column}")));
    let ours = OURS
        .map(|name| if own.iter().any(|header| header == name) { format!("numcheck_{name}") } else { name.to_owned() });
    own.into_iter().chain(ours).collect()
}

/// The cells of a row, as many as there are headers.
pub(super) fn cells<'a>(view: &View<'_>, row: &'a Row<'_>) -> Vec<Cow<'a, str>> {
    let width = view.list.column().width.max(view.list.column().headers.as_ref().map_or(0, Vec::len));
    let own = (0..width).map(|column| Cow::Borrowed(row.record.field(column).unwrap_or_default()));
    let text = |of: fn(&Known) -> Option<&String>| -> Cow<'a, str> {
        Cow::Borrowed(row.known.and_then(of).map(String::as_str).unwrap_or_default())
    };
    let ours = [
        Cow::Borrowed(row.number.as_deref().unwrap_or_default()),
        Cow::Borrowed(row.result),
        text(|known| known.status.as_ref()),
        text(|known| known.status_zh.as_ref()),
        text(|known| known.code.as_ref()),
        text(|known| known.reachability.as_ref()),
        text(|known| known.area.as_ref()),
        text(|known| known.carrier.as_ref()),
        text(|known| Some(&known.charge)),
        text(|known| known.order_id.as_ref()),
        text(|known| Some(&known.product)),
        text(|known| Some(&known.answered_at)),
        Cow::Borrowed(row.note.as_str()),
    ];
    own.chain(ours).collect()
}
