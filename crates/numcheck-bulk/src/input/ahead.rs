//! Records read on a thread of their own, while something is made of those before.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::{Record, Records};

/// How many records are handed over at a time.
const AT_A_TIME: usize = 1024;
/// How many such parts are ahead.
const AHEAD: usize = 4;

/// Records, and how many of them count: the others are there to be filled.
type Part = (Vec<Record>, usize);

/// Goes through records in order. Memory does not grow with them.
///
/// # Errors
///
/// The first of `each`, or `broken` of what the file says.
pub(crate) fn each_ahead<E>(
    records: Records,
    broken: impl FnOnce(io::Error) -> E,
    mut each: impl FnMut(&Record) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (give, parts) = sync_channel(AHEAD);
        let (give_back, empty) = sync_channel::<Vec<Record>>(AHEAD + 2);
        let reading = scope.spawn(move || read(records, &give, &empty));
        for (records, filled) in parts {
            // Where it fails, nobody takes any more, and the thread ends.
            records[..filled].iter().try_for_each(&mut each)?;
            let _ = give_back.try_send(records);
        }
        reading.join().unwrap_or_else(|panic| resume_unwind(panic)).map_err(broken)
    })
}

fn read(mut records: Records, give: &SyncSender<Part>, empty: &Receiver<Vec<Record>>) -> io::Result<()> {
    loop {
        let (mut part, mut filled) = (empty.try_recv().unwrap_or_default(), 0);
        let mut more = true;
        while more && filled < AT_A_TIME {
            if filled == part.len() {
                part.push(Record::default());
            }
            more = records.next(&mut part[filled])?;
            filled += usize::from(more);
        }
        if give.send((part, filled)).is_err() || !more {
            return Ok(());
        }
    }
}
