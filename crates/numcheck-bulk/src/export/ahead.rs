//! Results that are written while a run goes on: the first lines of the list, up to one whose number has no answer yet.
//!
//! They are made of the ledger as all results are. Whether they still hold when the run has ended is found out then, against
//! where each number stands; if they do not, or if anything failed, they are thrown away and all is written anew.

use std::cell::Cell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::answers::Lately;
use super::parts::Parts;
use super::rows::{Firsts, Listing, Stretch, Teller, ToldFrom};
use super::sink::{Form, Sink};
use super::{ExportOptions, Format, Split};
use crate::crash::{Point, pass};
use crate::ledger::{Ledger, Of};
use crate::plan::Plan;
use crate::standing::{Class, Stands};
use crate::together::Together;
use crate::view::View;
use crate::{Error, Result};

/// A line that waits while so many requests behind it were answered may wait for long, and so does all behind it.
const MOST_AHEAD: usize = 256;

/// So many times what is told together may wait to be looked at: memory must not grow with the list where its disk is slow.
const MOST_WAITING: usize = 128;

/// Results that are being written.
#[derive(Debug)]
pub(crate) struct Ahead {
    to: PathBuf,
    options: ExportOptions,
    answered: Option<SyncSender<Vec<Answered>>>,
    /// What is told next.
    next: Vec<Answered>,
    together: Together,
    /// Nobody waits for more of them.
    enough: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Begun>>>,
}

/// A request that brought a report on each of its numbers, and is in the ledger.
#[derive(Debug)]
struct Answered {
    request: i64,
    positions: Vec<u32>,
}

/// The beginning of the results.
pub(super) struct Begun {
    pub sink: Sink,
    pub listing: Listing,
    pub firsts: Arc<Firsts>,
    /// Lines that were read and not written.
    pub rest: Stretch,
    told: Told,
}

impl Ahead {
    /// Begins, where results of this form can be begun before all is known; `None` elsewhere, and where it fails.
    pub(crate) fn begin(view: &View<'_>, to: &Path, options: ExportOptions) -> Option<Self> {
        if options.split != Split::None || options.format == Format::Xlsx || view.refuse_own(to).is_err() {
            return None;
        }
        let sink = Sink::begin(&view.list, to, options).ok()?;
        let firsts = Arc::new(Firsts::of(&view.plan, options.format == Format::Ndjson));
        let from = view.told_from();
        let (ledger, enough) = (view.ledger.clone(), Arc::new(AtomicBool::new(false)));
        let (answered, come) = sync_channel(MOST_WAITING);
        let (place, stop) = (to.to_owned(), enough.clone());
        let write = move || write(&ledger, from, firsts, sink, (&place, options), &come, &stop);
        let thread = Builder::new().name("ahead".to_owned()).spawn(write).ok()?;
        Some(Self {
            to: to.to_owned(),
            options,
            answered: Some(answered),
            next: Vec::new(),
            together: Together::default(),
            enough,
            thread: Some(thread),
        })
    }

    /// Tells of a request that brought a report on each of its numbers, and is in the ledger.
    pub(crate) fn answered(&mut self, request: i64, positions: Vec<u32>) {
        let Some(told) = &self.answered else { return };
        let enough = self.together.add(positions.len());
        self.next.push(Answered { request, positions });
        if enough && told.try_send(std::mem::take(&mut self.next)).is_err() {
            // Who takes no more has failed, waits for the end, or is much slower than the vendor: the rest is written then.
            self.answered = None;
        }
    }

    /// What was written, if it is of this form and place and holds still.
    pub(super) fn end(
        mut self,
        standing: &impl Stands,
        plan: &Plan,
        to: &Path,
        options: ExportOptions,
    ) -> Option<Begun> {
        let begun = self.stop()?.inspect_err(|error| tracing::debug!(%error, "nothing is written ahead")).ok()?;
        let is_it = self.to == to && self.options == options && begun.told.holds(standing, plan);
        tracing::debug!(numbers = begun.told.positions, is_it, "results written ahead");
        is_it.then_some(begun)
    }

    fn stop(&mut self) -> Option<Result<Begun>> {
        self.enough.store(true, Ordering::SeqCst);
        self.answered = None;
        self.thread.take()?.join().ok()
    }
}

/// What was written is gone when it is dropped.
impl Drop for Ahead {
    fn drop(&mut self) {
        drop(self.stop());
    }
}

fn write(
    ledger: &Ledger,
    from: ToldFrom,
    firsts: Arc<Firsts>,
    mut sink: Sink,
    (to, options): (&Path, ExportOptions),
    come: &Receiver<Vec<Answered>>,
    enough: &AtomicBool,
) -> Result<Begun> {
    let (parts, form) = (Parts::new(to, options), Form::of(&from.list, options));
    let mut certain = Certain::of(from.plan.clone());
    let mut told = Told::default();
    let mut teller = Teller::new(ledger, Arc::<Lately>::default(), firsts.clone())?;
    let mut listing = Listing::open(from, firsts.clone())?;
    let mut stretch = Stretch::default();
    while !enough.load(Ordering::SeqCst) && listing.next(&mut stretch)? {
        let end = listing.position();
        while !certain.reaches(end) {
            let next = come.recv().ok().filter(|_| !enough.load(Ordering::SeqCst));
            let Some(next) = next.filter(|_| certain.answered.len() < MOST_AHEAD) else {
                return Ok(Begun { sink, listing, firsts, rest: stretch, told });
            };
            for answered in next {
                certain.add(answered);
            }
        }
        teller.tell(&certain, &stretch, |row| {
            pass(Point::DuringExport);
            if row.result == "answered" && row.text(Of::Outcome) != Some("report") {
                return Err(Error::Output("an answer in the ledger is not what was told of it".into()));
            }
            if parts.of(row).is_some() {
                form.row(sink.rows(), row);
            }
            Ok(())
        })?;
        sink.advance()?;
        told = certain.reached;
        certain.forget();
    }
    Ok(Begun { sink, listing, firsts, rest: Stretch::default(), told })
}

/// Where the first numbers of the list stand, as far as it is certain: each has its report, and is not asked any more.
struct Certain {
    plan: Arc<Plan>,
    /// Requests that tell of them, by their first position.
    answered: VecDeque<Answered>,
    /// How many of the duplicates were passed.
    duplicates: usize,
    /// How far it is certain.
    reached: Told,
    /// Where the request stands that was looked for last: the next position is mostly one of its own.
    last: Cell<usize>,
}

impl Certain {
    fn of(plan: Arc<Plan>) -> Self {
        Self { plan, answered: VecDeque::new(), duplicates: 0, reached: Told::default(), last: Cell::default() }
    }

    fn add(&mut self, answered: Answered) {
        let at = self.answered.partition_point(|known| known.positions.first() < answered.positions.first());
        self.answered.insert(at, answered);
    }

    /// Whether all positions before `end` are certain.
    fn reaches(&mut self, end: u32) -> bool {
        while self.reached.positions < end {
            let position = self.reached.positions;
            if self.plan.duplicates.get(self.duplicates).is_some_and(|(duplicate, _)| *duplicate == position) {
                self.duplicates += 1;
                self.reached.pass();
            } else {
                let Some(request) = self.request_of(position) else { return false };
                self.reached.tell(request);
            }
        }
        true
    }

    /// What was told is not asked for any more: what is known of a number that comes again is kept elsewhere.
    fn forget(&mut self) {
        let reached = self.reached.positions;
        while self.answered.front().is_some_and(|told| told.positions.last().is_none_or(|last| *last < reached)) {
            self.answered.pop_front();
        }
    }
}

impl Stands for Certain {
    fn class_of(&self, position: u32) -> Class {
        let duplicates = &self.plan.duplicates;
        match duplicates.binary_search_by_key(&position, |(duplicate, _)| *duplicate) {
            Ok(_) => Class::Duplicate,
            Err(_) => Class::Answered,
        }
    }

    fn is_lost(&self, _: u32) -> bool {
        false
    }

    fn request_of(&self, position: u32) -> Option<i64> {
        let begins = |at: usize| self.answered.get(at).and_then(|known| known.positions.first().copied());
        let mut at = self.last.get();
        if begins(at).is_none_or(|first| position < first) || begins(at + 1).is_some_and(|next| next <= position) {
            at = self.answered.partition_point(|known| known.positions.first().is_some_and(|first| *first <= position));
            at = at.checked_sub(1)?;
            self.last.set(at);
        }
        let known = self.answered.get(at)?;
        let guess = position - known.positions.first()?;
        let is_there =
            known.positions.get(guess as usize) == Some(&position) || known.positions.binary_search(&position).is_ok();
        is_there.then_some(known.request)
    }

    fn reused(&self, _: u32) -> Option<(i64, u32)> {
        None
    }

    fn held(&self, _: u32) -> Option<i64> {
        None
    }
}

/// What was told of the first positions: so many, and the sum of which request told of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    positions: u32,
    sum: u64,
}

impl Told {
    /// A position that is told by the one it repeats.
    const fn pass(&mut self) {
        self.positions += 1;
    }

    const fn tell(&mut self, request: i64) {
        // Any other request, or the same for another position, makes another sum.
        let told = (self.positions as u64) << 32 ^ request.cast_unsigned();
        self.sum = (self.sum.rotate_left(23) ^ told).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.positions += 1;
    }

    /// Whether these positions stand as they were told.
    fn holds(self, standing: &impl Stands, plan: &Plan) -> bool {
        let mut now = Self::default();
        let mut duplicates = plan.duplicates.iter().map(|(duplicate, _)| *duplicate).peekable();
        while now.positions < self.positions {
            let position = now.positions;
            if duplicates.next_if_eq(&position).is_some() {
                now.pass();
                continue;
            }
            match standing.request_of(position) {
                Some(request) if standing.class_of(position) == Class::Answered => now.tell(request),
                _ => return false,
            }
        }
        now == self
    }
}

#[cfg(test)]
mod tests;
