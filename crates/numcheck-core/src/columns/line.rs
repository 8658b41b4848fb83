use std::fmt;

use super::{Column, ColumnBatch, Columns, FieldColumn, Of};
use crate::{Basis, Charge, Error, LineReport, LineStatus, Outcome, PhoneNumber, Receipt, Row, Text};

/// The rows of a line status reply (空号检测), by column: what a vendor crate reads them into.
///
/// They become either [rows](Self::rows) that [`Batch::align`](crate::Batch::align) puts in order or, where there is one for each
/// number, [columns](Self::take_whole) without a value for each.
pub struct LineRows {
    /// What a code of the vendor's means.
    status: fn(&str) -> LineStatus,
    numbers: Vec<PhoneNumber>,
    charges: Vec<Charge>,
    order_ids: Column,
    codes: Column,
    areas: Column,
    carriers: Column,
    /// As JSON.
    last_times: Column,
}

/// One of them.
#[derive(Clone, Copy)]
pub struct LineRow<'a> {
    /// The number the row names.
    pub number: PhoneNumber,
    /// What the row says of its charge.
    pub charge: Charge,
    /// The row's own order id.
    pub order_id: Option<&'a str>,
    /// The code of its status; a row without one has failed.
    pub code: Option<&'a str>,
    /// [`LineReport::area`].
    pub area: Option<&'a str>,
    /// [`LineReport::carrier`].
    pub carrier: Option<&'a str>,
    /// [`LineReport::last_time`] as the vendor writes it, in milliseconds. 0 stands for no time at all, as does what is none.
    pub last_time: Option<&'a str>,
}

impl LineRows {
    /// No rows, of a vendor whose codes mean what `status` says, with room for `likely`.
    pub fn new(status: fn(&str) -> LineStatus, likely: usize) -> Self {
        let likely = likely.min(MOST_LIKELY);
        Self {
            status,
            numbers: Vec::with_capacity(likely),
            charges: Vec::with_capacity(likely),
            order_ids: Column::with_room(likely, ORDER_ID),
            codes: Column::default(),
            areas: Column::default(),
            carriers: Column::default(),
            last_times: Column::default(),
        }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, row: &LineRow<'_>) {
        self.numbers.push(row.number);
        self.charges.push(row.charge);
        self.order_ids.push(row.order_id);
        self.codes.push(row.code);
        self.areas.push(row.area);
        self.carriers.push(row.carrier);
        let mut digits = itoa::Buffer::new();
        self.last_times.push(Some(match row.last_time {
            Some(time) if is_plain(time) => time,
            Some(time) => time.parse().ok().filter(|&time: &i64| time > 0).map_or(NULL, |time| digits.format(time)),
            None => NULL,
        }));
    }

    /// Changes the vendor's texts, column by column: credentials that stand in them go before they are kept.
    pub fn redact(&mut self, redact: impl Fn(&mut Column)) {
        for column in [&mut self.order_ids, &mut self.codes, &mut self.areas, &mut self.carriers] {
            redact(column);
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The number and the charge of each row, as they came.
    pub fn charges(&self) -> impl Iterator<Item = (&PhoneNumber, Charge)> {
        self.numbers.iter().zip(self.charges.iter().copied())
    }

    /// The numbers that were billed although the vendor does not know them (库无).
    pub fn billed_unknown(&self) -> impl Iterator<Item = &PhoneNumber> {
        let unknown: Vec<bool> =
            self.codes.values().map(|code| (self.status)(code) == LineStatus::NotInDatabase).collect();
        let any = unknown.contains(&true);
        let is_unknown = move |at: usize| any && self.codes.place(at).is_some_and(|code| unknown[code]);
        self.charges()
            .enumerate()
            .filter(move |(at, (_, charge))| charge.is_billed() && is_unknown(*at))
            .map(|(_, (number, _))| number)
    }

    /// Takes all rows as answers by column, if each of the numbers asked was sent, and has one row, in their order and with a
    /// status; otherwise they stay, and [`rows`](Self::rows) must tell. A row without an order id has that of the request, as the
    /// last of the receipts has it.
    ///
    /// `sent` are the numbers asked without those that come again, and without those that the product does not take.
    pub fn take_whole(
        &mut self,
        asked: &[PhoneNumber],
        sent: &[PhoneNumber],
        receipts: Vec<Receipt>,
    ) -> Option<Box<ColumnBatch>> {
        if asked.len() != sent.len() || self.numbers != asked || !self.codes.is_whole() {
            return None;
        }
        let order_id = receipts.iter().rev().find_map(|receipt| receipt.order_id.as_ref());
        let rows = std::mem::replace(self, Self::new(self.status, 0));
        Some(Box::new(ColumnBatch { columns: rows.into_columns(order_id), receipts }))
    }

    /// The rows as they came. `no_status` is why one without a status has failed, by its charge.
    pub fn rows(&self, no_status: impl Fn(Charge) -> Error) -> Vec<Row<LineReport>> {
        let texts = |column: &Column| column.values().map(Text::from).collect::<Vec<_>>();
        let [order_ids, codes, areas, carriers] =
            [&self.order_ids, &self.codes, &self.areas, &self.carriers].map(texts);
        let statuses: Vec<LineStatus> = codes.iter().map(|code| (self.status)(code)).collect();
        let text = |texts: &[Text], column: &Column, at| column.place(at).map(|place| texts[place].clone());
        let rows = self.charges().enumerate().map(|(at, (&number, charge))| {
            let outcome = match self.codes.place(at) {
                Some(code) => Outcome::Report(LineReport {
                    status: statuses[code].clone(),
                    code: codes[code].clone(),
                    area: text(&areas, &self.areas, at),
                    carrier: text(&carriers, &self.carriers, at),
                    last_time: self.last_times.value(at).and_then(|time| time.parse().ok()),
                }),
                None => Outcome::Failed(no_status(charge)),
            };
            Row { number, outcome, charge, order_id: text(&order_ids, &self.order_ids, at) }
        });
        rows.collect()
    }

    fn into_columns(self, order_id: Option<&Text>) -> Columns {
        let count = self.len();
        let of_code = |said: fn(&LineStatus) -> &'static str| self.codes.map(|code| Some(said(&(self.status)(code))));
        let mut columns = Columns { count, ..Columns::default() };
        let kinds = CHARGES.map(|charge| Some(charge.word()));
        let inferred = CHARGES.map(|charge| (charge.basis() == Some(Basis::Inferred)).then_some(Of::INFERRED));
        let which = || self.charges.iter().map(|charge| CHARGES.iter().position(|known| known == charge).unwrap_or(0));
        *columns.of_mut(Of::Charge) = Column::chosen(&kinds, which());
        *columns.of_mut(Of::Inferred) = Column::chosen(&inferred, which());
        *columns.of_mut(Of::Outcome) = Column::all("report", count);
        *columns.of_mut(Of::OrderId) = or(self.order_ids, order_id);
        *columns.of_mut(Of::Status) = of_code(LineStatus::word);
        *columns.of_mut(Of::StatusZh) = of_code(LineStatus::word_zh);
        *columns.of_mut(Of::Reachability) = of_code(|status| status.reachability().word());
        let status = self.codes.map(|code| Some(written(&(self.status)(code))));
        *columns.of_mut(Of::Code) = self.codes;
        *columns.of_mut(Of::Area) = self.areas;
        *columns.of_mut(Of::Carrier) = self.carriers;
        *columns.of_mut(Of::Error) = Column::behind(count);
        let text = |column| field(&columns, column);
        columns.report = vec![
            ("status".to_owned(), text(&status)),
            ("code".to_owned(), text(columns.of(Of::Code))),
            ("area".to_owned(), text(columns.of(Of::Area))),
            ("carrier".to_owned(), text(columns.of(Of::Carrier))),
            ("last_time".to_owned(), FieldColumn::Json(self.last_times)),
        ];
        columns
    }
}

/// Whether a text is a number above 0 as JSON writes it, and small enough to be one.
fn is_plain(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.len() < 18 && rest.iter().all(u8::is_ascii_digit))
}

/// A status as a report says it, an unknown one with its code.
fn written(status: &LineStatus) -> String {
    match status {
        LineStatus::Unknown(code) => format!("unknown:{code}"),
        known => known.word().to_owned(),
    }
}

/// A field of texts: the first plain column that is the same, or its JSON.
fn field(columns: &Columns, texts: &Column) -> FieldColumn {
    let json = |text: &str| serde_json::to_string(text).ok();
    if texts.is_whole() {
        let same = Of::SUMMARY.into_iter().find(|of| columns.of(*of).is_same(texts));
        return same.map_or_else(|| FieldColumn::Json(texts.map(json)), FieldColumn::Same);
    }
    let values: Vec<String> = texts.values().filter_map(json).collect();
    let mut with_nulls = Column::default();
    for number in 0..texts.count() {
        with_nulls.push(Some(texts.place(number).map_or(NULL, |place| &values[place])));
    }
    FieldColumn::Json(with_nulls)
}

/// The column with a value for those that have none.
fn or(column: Column, other: Option<&Text>) -> Column {
    if column.is_whole() || other.is_none() {
        return column;
    }
    let mut filled = Column::default();
    for number in 0..column.count() {
        filled.push(column.value(number).or(other.map(Text::as_str)));
    }
    filled
}

/// Numbers are not shown.
impl fmt::Debug for LineRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineRows({})", self.len())
    }
}

/// All that a charge can be; what is not known is not guessed.
const CHARGES: [Charge; 5] =
    [Charge::Unknown, Charge::BILLED, Charge::FREE, Charge::FREE_INFERRED, Charge::Billed(Basis::Inferred)];

/// No vendor answers about more at once: a list of nothing must not take memory for each of its items.
const MOST_LIKELY: usize = 2000;

/// About how long an order id is.
const ORDER_ID: usize = 28;

/// What a report holds where a vendor says nothing, as JSON.
const NULL: &str = "null";
