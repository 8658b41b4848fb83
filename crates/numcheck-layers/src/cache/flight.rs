use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use numcheck_core::{Answer, Batch, Charge, PhoneNumber, ProductId, Report, Result};
use tokio::sync::watch;

use super::{Joined, by_number, for_free};
use crate::gather::{Gather, untold};

type Receiver<R> = watch::Receiver<Option<Arc<Landed<R>>>>;
type Sender<R> = watch::Sender<Option<Arc<Landed<R>>>>;

/// The requests on their way, by number.
#[derive(Clone)]
pub(super) struct Flights<R: Report>(Arc<Mutex<HashMap<PhoneNumber, Receiver<R>>>>);

impl<R: Report> Default for Flights<R> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<R: Report> Flights<R> {
    /// The numbers that nobody is asking about, claimed for the caller, who must [`land`](Self::land) them with the sender;
    /// and all flights to wait for, with the numbers each answers for.
    pub(super) fn board(&self, numbers: &[PhoneNumber]) -> (Vec<PhoneNumber>, Option<Sender<R>>, Joined<R>) {
        let mut flights = self.lock();
        let mut joined: Joined<R> = Vec::new();
        let mut mine = Vec::new();
        for number in numbers {
            // A flight whose sender is gone has crashed: whoever asks now asks anew.
            let alive = flights.get(number).filter(|flight| flight.has_changed().is_ok());
            let Some(flight) = alive else {
                mine.push(*number);
                continue;
            };
            match joined.iter_mut().find(|(other, _)| other.same_channel(flight)) {
                Some((_, numbers)) => numbers.push(*number),
                None => joined.push((flight.clone(), vec![*number])),
            }
        }
        if mine.is_empty() {
            return (mine, None, joined);
        }
        let (sender, receiver) = watch::channel(None);
        flights.extend(mine.iter().map(|number| (*number, receiver.clone())));
        joined.push((receiver, mine.clone()));
        (mine, Some(sender), joined)
    }

    /// Tells whoever waits. What is worth keeping must be kept by then: from here on the numbers may be claimed again.
    pub(super) fn land(&self, numbers: &[PhoneNumber], sender: &Sender<R>, landed: Landed<R>) {
        let mut flights = self.lock();
        for number in numbers {
            flights.remove(number);
        }
        drop(flights);
        if sender.is_closed() {
            landed.log_unclaimed();
        }
        sender.send_replace(Some(Arc::new(landed)));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PhoneNumber, Receiver<R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request brought back, and what had been bought just before it.
pub(super) struct Landed<R> {
    pub(super) result: Result<Batch<R>>,
    pub(super) kept: Vec<Answer<R>>,
}

impl<R: Report> Landed<R> {
    /// To the call that made the request: its answers with their charges, its receipts.
    pub(super) fn give_to_buyer(&self, by: &ProductId, numbers: &[PhoneNumber], gather: &mut Gather<'_, R>) {
        gather.put_all(self.kept.iter().cloned());
        let kept = by_number(&self.kept);
        let asked: Vec<_> = numbers.iter().filter(|number| !kept.contains_key(number)).copied().collect();
        if !asked.is_empty() {
            gather.take(by, &asked, self.result.clone());
        }
    }

    /// To the calls that waited for it: nothing was paid for them. What is in doubt is so for them too.
    pub(super) fn give_to_others(&self, by: &ProductId, numbers: &[PhoneNumber], gather: &mut Gather<'_, R>) {
        let answers = self.result.as_ref().map_or(&[][..], |batch| &batch.answers);
        let known = by_number(answers);
        let kept = by_number(&self.kept);
        for number in numbers {
            match (known.get(number).or_else(|| kept.get(number)), &self.result) {
                (Some(answer), _) => gather.put(for_free(answer)),
                (None, Err(error)) => gather.fail(by, &[*number], error),
                (None, Ok(_)) => gather.fail(by, &[*number], &untold(by)),
            }
        }
    }

    fn log_unclaimed(&self) {
        let failure = self.result.as_ref().err();
        let receipts = self.result.as_ref().map_or(&[][..], |batch| &batch.receipts);
        for receipt in receipts {
            let (order_id, billed) = (receipt.order_id.as_deref(), receipt.billed);
            tracing::info!(product = %receipt.by, order_id, billed, charge = receipt.charge.word(), "answered after its caller left");
        }
        if let Some(error) = failure.filter(|error| matches!(error.charge(), Charge::Unknown)) {
            tracing::warn!(%error, "lost after its caller left: it may have been paid for");
        }
    }
}
