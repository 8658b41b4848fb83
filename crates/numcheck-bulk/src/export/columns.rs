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

/// How many of the cells are the list's own.
pub(super) fn own_width(view: &View<'_>) -> usize {
    view.list.column().width.max(view.list.column().headers.as_ref().map_or(0, Vec::len))
}

/// The cells of a row, as many as there are headers: `own` of the list's, and ours.
pub(super) fn cells<'a>(own: usize, row: &'a Row<'_>) -> impl Iterator<Item = Cow<'a, str>> {
    let own = (0..own).map(|column| Cow::Borrowed(row.record.field(column).unwrap_or_default()));
    let known = row.known.as_ref();
    let text = |of: fn(&'a Known<'_>) -> Option<&'a str>| Cow::Borrowed(known.and_then(of).unwrap_or_default());
    let ours = [
        row.number().unwrap_or_default(),
        Cow::Borrowed(row.result),
        text(|known| known.status.as_deref()),
        text(|known| known.status_zh.as_deref()),
        text(|known| known.code.as_deref()),
        text(|known| known.reachability.as_deref()),
        text(|known| known.area.as_deref()),
        text(|known| known.carrier.as_deref()),
        text(|known| Some(known.charge.as_ref())),
        text(|known| known.order_id.as_deref()),
        text(|known| Some(known.product.as_ref())),
        text(|known| Some(known.answered_at.as_ref())),
        Cow::Borrowed(row.note.as_ref()),
    ];
    own.chain(ours)
}
