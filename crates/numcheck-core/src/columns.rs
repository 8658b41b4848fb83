//! The answers of a call by column: each text once, and which of them each number has.
//!
//! Two thousand numbers have a few statuses, carriers and some hundred areas between them. A run keeps them so, and a vendor of
//! large batches that reads its rows into [`LineRows`] spares it a value for each number:
//! [`check_by_column`](crate::NumberChecker::check_by_column).

use crate::{Batch, Receipt};

mod column;
mod line;

pub use column::{Column, same};
pub use line::{LineRow, LineRows};

/// What a call brought back, in the form that is cheapest to make.
#[derive(Clone, Debug)]
pub enum Checked<R> {
    /// By column, if the vendor answered about every number.
    Columns(Box<ColumnBatch>),
    /// Row by row.
    Rows(Batch<R>),
}

/// What a [`Batch`] is, by column: every number is answered, and was asked once. [`LineRows::take_whole`] makes one, and nothing
/// else does: what it holds is what a ledger can read back.
#[derive(Clone, Debug)]
pub struct ColumnBatch {
    columns: Columns,
    receipts: Vec<Receipt>,
}

impl ColumnBatch {
    /// The answers, in the order asked.
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// One receipt for each request that was made.
    pub fn receipts(&self) -> &[Receipt] {
        &self.receipts
    }
}

/// The columns of some answers.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// How many numbers they are about.
    pub count: usize,
    /// What reports of all kinds have in common, each by its [`Of`].
    pub plain: [Column; Of::COUNT],
    /// The fields of the reports, by name.
    pub report: Vec<(String, FieldColumn)>,
}

/// One field of the reports.
#[derive(Clone, Debug)]
pub enum FieldColumn {
    /// It is the same as a column of [`Of::SUMMARY`], as a text.
    Same(Of),
    /// Its values as JSON.
    Json(Column),
}

/// The plain columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// [`Outcome::word`](crate::Outcome::word).
    Outcome,
    /// [`Charge::word`](crate::Charge::word).
    Charge,
    /// [`INFERRED`](Self::INFERRED) where the charge is.
    Inferred,
    /// The order id (子流水号).
    OrderId,
    /// [`Summary::status`](crate::Summary::status).
    Status,
    /// [`Summary::status_zh`](crate::Summary::status_zh).
    StatusZh,
    /// [`Summary::code`](crate::Summary::code).
    Code,
    /// [`Reachability::word`](crate::Reachability::word).
    Reachability,
    /// [`Summary::area`](crate::Summary::area).
    Area,
    /// [`Summary::carrier`](crate::Summary::carrier).
    Carrier,
    /// Why there is no answer, in words.
    Error,
}

impl Of {
    /// What stands in the column [`Inferred`](Self::Inferred).
    pub const INFERRED: &'static str = "inferred";
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();
    /// All of them, each at its own place.
    pub const ALL: [Self; 11] = [
        Self::Outcome,
        Self::Charge,
        Self::Inferred,
        Self::OrderId,
        Self::Status,
        Self::StatusZh,
        Self::Code,
        Self::Reachability,
        Self::Area,
        Self::Carrier,
        Self::Error,
    ];
    /// What a [`Summary`](crate::Summary) says: a field of a report may be the same as one of these, and as no other.
    pub const SUMMARY: [Self; 6] =
        [Self::Status, Self::StatusZh, Self::Code, Self::Reachability, Self::Area, Self::Carrier];
}

impl Columns {
    /// A plain column.
    pub const fn of(&self, of: Of) -> &Column {
        &self.plain[of as usize]
    }

    /// The same, to be changed.
    const fn of_mut(&mut self, of: Of) -> &mut Column {
        &mut self.plain[of as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Of;

    #[test]
    fn each_column_is_at_its_own_place() {
        for (at, of) in Of::ALL.into_iter().enumerate() {
            assert_eq!(of as usize, at);
        }
    }
}
