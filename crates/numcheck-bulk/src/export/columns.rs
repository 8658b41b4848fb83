use super::answers::Known;
use super::cells::{Cells, Plain};
use super::rows::Row;
use crate::input::List;
use crate::ledger::Of;

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
pub(super) fn headers(list: &List) -> Vec<String> {
    let column = list.column();
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
pub(super) fn own_width(list: &List) -> usize {
    list.column().width.max(list.column().headers.as_ref().map_or(0, Vec::len))
}

/// The cells of a row, as many as there are headers: `own` of the list's, and ours.
#[derive(Clone, Copy)]
pub(super) struct RowCells<'a> {
    pub own: usize,
    pub row: &'a Row<'a>,
}

/// The columns of answers, in the order of the results. Those of a piece go together: few of them differ from number to number.
pub(super) const PIECES: [&[Of]; 2] =
    [&[Of::Status, Of::StatusZh, Of::Code, Of::Reachability], &[Of::Area, Of::Carrier, Of::Charge]];

impl RowCells<'_> {
    fn each_before(self, mut put: impl FnMut(&str)) {
        (0..self.own).for_each(|column| put(self.row.record.field(column).unwrap_or_default()));
        put(&self.row.number().unwrap_or_default());
        put(self.row.result);
    }

    fn each_behind(self, mut put: impl FnMut(&str)) {
        put(self.row.text(Of::OrderId).unwrap_or_default());
        let known = self.row.known.as_ref();
        put(known.map_or("", Known::product));
        put(known.map_or("", Known::answered_at));
        put(self.row.note());
    }
}

impl Cells for RowCells<'_> {
    fn each(self, mut put: impl FnMut(&str)) {
        self.each_before(&mut put);
        for of in PIECES.into_iter().flatten() {
            put(self.row.text(*of).unwrap_or_default());
        }
        self.each_behind(put);
    }

    fn each_plain(self, mut put: impl FnMut(Plain<'_>)) {
        self.each_before(|cell| put(Plain::Cell(cell)));
        for (at, columns) in PIECES.into_iter().enumerate() {
            match self.row.known.as_ref().and_then(|known| known.piece(at)) {
                Some(piece) => put(Plain::Cells(piece, columns.len())),
                None => columns.iter().for_each(|of| put(Plain::Cell(self.row.text(*of).unwrap_or_default()))),
            }
        }
        self.each_behind(|cell| put(Plain::Cell(cell)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_stands_under_its_name() {
        let names = PIECES.concat().into_iter().map(|of| match of {
            Of::Status => "status",
            Of::StatusZh => "status_zh",
            Of::Code => "status_code",
            Of::Reachability => "reachability",
            Of::Area => "area",
            Of::Carrier => "carrier",
            Of::Charge => "charge",
            of => panic!("{of:?} is in no piece"),
        });
        assert_eq!(names.collect::<Vec<_>>(), OURS[2..9]);
    }
}
