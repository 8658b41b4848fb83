use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::Connection;

use super::columns::PIECES;
use super::pieces::Piece;
use crate::Result;
use crate::ledger::{self, Ledger, Of, RequestRow};
use crate::standing::Stands;

/// How many requests are kept decoded: a list's neighbours are mostly in one.
const KEPT: usize = 32;

/// What the ledger knows of a number.
#[derive(Clone)]
pub(crate) enum Known<'a> {
    /// What a request brought about the number at this place of it.
    Of(&'a Decoded, usize),
    /// The same, kept for the same number further on.
    Kept(Arc<Kept>),
}

/// What is known of a number that comes again.
pub(crate) struct Kept {
    /// In the order of [`Of`].
    texts: [Option<String>; Of::ALL.len()],
    basis: Option<&'static str>,
    product: String,
    answered_at: String,
    report: Option<String>,
}

impl Known<'_> {
    /// What a column says.
    pub(crate) fn text(&self, of: Of) -> Option<&str> {
        match self {
            Self::Of(request, item) => request.text(of, *item),
            Self::Kept(kept) => kept.texts[of as usize].as_deref(),
        }
    }

    /// What several columns say, as [`Piece::text`] has it.
    pub(super) fn piece(&self, at: usize) -> Option<&str> {
        match self {
            Self::Of(request, item) => request.pieces()[at].as_ref()?.text(*item),
            Self::Kept(_) => None,
        }
    }

    /// Whether the charge is documented or inferred, where there is one.
    pub(crate) fn basis(&self) -> Option<&'static str> {
        match self {
            Self::Of(request, item) => request.basis(*item),
            Self::Kept(kept) => kept.basis,
        }
    }

    /// The product that was asked.
    pub(crate) fn product(&self) -> &str {
        match self {
            Self::Of(request, _) => &request.row.product,
            Self::Kept(kept) => &kept.product,
        }
    }

    /// When it was known.
    pub(crate) fn answered_at(&self) -> &str {
        match self {
            Self::Of(request, _) => &request.answered_at,
            Self::Kept(kept) => &kept.answered_at,
        }
    }

    /// The whole report as JSON.
    pub(crate) fn report(&self) -> Option<String> {
        match self {
            Self::Of(request, item) => request.answers.report(*item),
            Self::Kept(kept) => kept.report.clone(),
        }
    }

    /// The same, to be kept; with its report where that is wanted.
    pub(crate) fn keep(&self, report: bool) -> Arc<Kept> {
        Arc::new(Kept {
            texts: Of::ALL.map(|of| self.text(of).map(str::to_owned)),
            basis: self.basis(),
            product: self.product().to_owned(),
            answered_at: self.answered_at().to_owned(),
            report: if report { self.report() } else { None },
        })
    }
}

/// The requests that were decoded lately, for all threads that look for answers.
#[derive(Default)]
pub(crate) struct Lately(Mutex<Requests>);

#[derive(Default)]
struct Requests {
    slots: HashMap<i64, Slot>,
    order: VecDeque<i64>,
}

/// Locked by who decodes it, so that it is decoded once.
type Slot = Arc<Mutex<Option<Arc<Decoded>>>>;

impl Lately {
    fn slot(&self, request: i64) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = kept.slots.entry(request).or_default().clone();
        kept.order.retain(|known| *known != request);
        kept.order.push_back(request);
        if kept.order.len() > KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.slots.remove(&oldest);
        }
        slot
    }
}

/// Finds what is known of a position, request by request.
pub(crate) struct Answers {
    ledger: Ledger,
    lately: Arc<Lately>,
    connection: Connection,
    /// The request that was looked at last.
    last: Option<(i64, Arc<Decoded>)>,
}

impl Answers {
    pub(crate) fn new(ledger: &Ledger, lately: Arc<Lately>) -> Result<Self> {
        Ok(Self { ledger: ledger.clone(), lately, connection: ledger.reader()?, last: None })
    }

    /// What is known of a number that this request, or a reused answer, tells of.
    pub(crate) fn of(&mut self, position: u32, standing: &impl Stands) -> Result<Option<Known<'_>>> {
        if let Some((request, item)) = standing.reused(position) {
            return Ok(self.decoded(request)?.known(item as usize));
        }
        let Some(request) = standing.request_of(position) else { return Ok(None) };
        let decoded = self.decoded(request)?;
        let positions = decoded.row.positions.as_slice();
        let guess = position.wrapping_sub(positions.first().copied().unwrap_or_default()) as usize;
        let item = match positions.get(guess) {
            Some(&there) if there == position => Some(guess),
            _ => positions.iter().position(|&there| there == position),
        };
        Ok(item.and_then(|item| decoded.known(item)))
    }

    fn decoded(&mut self, request: i64) -> Result<&Decoded> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != request) {
            let slot = self.lately.slot(request);
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.is_none() {
                *slot = Some(Arc::new(Decoded::of(self.ledger.request(&self.connection, request)?)));
            }
            self.last = slot.clone().map(|decoded| (request, decoded));
        }
        let Some((_, decoded)) = &self.last else { unreachable!("it was put there") };
        Ok(decoded)
    }
}

/// One request, decoded.
pub(crate) struct Decoded {
    row: RequestRow,
    numbers: usize,
    answers: ledger::Answers,
    answered_at: String,
    /// Why it failed, where it did.
    note: String,
    pieces: OnceLock<[Option<Piece>; PIECES.len()]>,
}

impl Decoded {
    fn of(mut row: RequestRow) -> Self {
        let answers = row.answers();
        let numbers = row.numbers.split(',').count();
        // Both are read, and the longest of it.
        (row.answers, row.numbers) = (None, String::new());
        let error = row.error.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        Self { numbers, answers, answered_at: row.at.to_string(), note: note_of(&error), pieces: OnceLock::new(), row }
    }

    fn pieces(&self) -> &[Option<Piece>] {
        self.pieces.get_or_init(|| Piece::all(&self.answers))
    }

    fn known(&self, item: usize) -> Option<Known<'_>> {
        (item < self.answers.len().max(self.numbers)).then_some(Known::Of(self, item))
    }

    fn text(&self, of: Of, item: usize) -> Option<&str> {
        if item < self.answers.len() {
            let own = self.answers.text(of, item);
            return if of == Of::OrderId { own.or(self.row.order_id.as_deref()) } else { own };
        }
        match of {
            Of::Outcome => Some("failed"),
            Of::Charge => Some(&self.row.charge),
            Of::Error => Some(&self.note),
            _ => None,
        }
    }

    fn basis(&self, item: usize) -> Option<&'static str> {
        match self.answers.text(Of::Charge, item)? {
            "unknown" => None,
            _ if self.answers.is_inferred(item) => Some("inferred"),
            _ => Some("documented"),
        }
    }
}

fn note_of(error: &serde_json::Value) -> String {
    let text = |field: &str| error[field].as_str().filter(|text| !text.is_empty());
    let message = text("message").unwrap_or_default();
    match (text("code"), text("vendor_words")) {
        (Some(code), Some(words)) => format!("{message} (code {code}: {words})"),
        (Some(code), None) => format!("{message} (code {code})"),
        (None, Some(words)) => format!("{message} ({words})"),
        (None, None) => message.to_owned(),
    }
}
