//! Rows told on several threads, and taken in the order of the list.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope, available_parallelism};

use super::answers::Lately;
use super::rows::{Firsts, Listing, Stretch, Teller};
use crate::view::View;
use crate::{Error, Result};

/// More threads than this wait for the one that reads the list.
const MOST: usize = 4;
/// How many stretches may wait for each thread, and what was made of them for who takes it.
const WAITING: usize = 2;

/// Tells the rows of the list that were not read yet, and before them those of `first`: `turn` turns each stretch into something, on some thread, and `take` takes it, in order.
///
/// # Errors
///
/// The first one of the list, the ledger, `turn` and `take`.
pub(super) fn in_order<T: Send>(
    view: &View<'_>,
    (listing, firsts, first): (Listing, Arc<Firsts>, Stretch),
    turn: impl Fn(&mut Teller, &Stretch) -> Result<T> + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let lately = Arc::<Lately>::default();
    let threads = available_parallelism().map_or(1, NonZero::get).clamp(1, MOST);
    thread::scope(|scope| {
        // The stretches go around, and are filled again.
        let (give_back, empty) = sync_channel(threads * (2 * WAITING + 2));
        let mut workers = Vec::new();
        for _ in 0..threads {
            let teller = Teller::new(view.ledger, lately.clone(), firsts.clone())?;
            workers.push(worker(scope, teller, &turn, give_back.clone()));
        }
        let (full, done): (Vec<_>, Vec<_>) = workers.into_iter().unzip();
        let reader = scope.spawn(move || read(first, listing, &full, &empty));
        // Each in its turn: what was read first is with the first of them.
        let mut taken = Ok(());
        for done in done.iter().cycle() {
            let Ok(next) = done.recv() else { break };
            taken = next.and_then(&mut take);
            if taken.is_err() {
                break;
            }
        }
        // Whoever waits for it to be taken ends now.
        drop(done);
        let read =
            reader.join().unwrap_or_else(|_| Err(Error::Output("the thread that reads the list has ended".into())));
        taken.and(read)
    })
}

type Worker<T> = (SyncSender<Stretch>, Receiver<Result<T>>);

fn worker<'scope, 'env, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    mut teller: Teller,
    turn: &'scope (impl Fn(&mut Teller, &Stretch) -> Result<T> + Sync),
    give_back: SyncSender<Stretch>,
) -> Worker<T> {
    let (full, stretches) = sync_channel::<Stretch>(WAITING);
    let (give, done) = sync_channel(WAITING);
    scope.spawn(move || {
        for stretch in stretches {
            let turned = turn(&mut teller, &stretch);
            let _ = give_back.try_send(stretch);
            if give.send(turned).is_err() {
                break;
            }
        }
    });
    (full, done)
}

fn read(
    mut stretch: Stretch,
    mut listing: Listing,
    full: &[SyncSender<Stretch>],
    empty: &Receiver<Stretch>,
) -> Result<()> {
    for full in full.iter().cycle() {
        if stretch.is_empty() && !listing.next(&mut stretch)? {
            break;
        }
        // The thread has ended only if nobody takes what it makes.
        if full.send(stretch).is_err() {
            break;
        }
        stretch = empty.try_recv().unwrap_or_default();
        stretch.clear();
    }
    Ok(())
}
