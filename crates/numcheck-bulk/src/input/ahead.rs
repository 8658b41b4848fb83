//! Records read on a thread of their own, while something is made of those before.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::{Record, Records};

/// How many records are handed over at a time.
const AT_A_TIME: usize = 1024;
/// So many bytes are enough, where records are long.
const ENOUGH: usize = 256 << 10;
/// How many such parts are ahead.
const AHEAD: usize = 4;

/// How many more records may be read at a time: memory must not grow with their length.
#[derive(Debug, Default)]
pub(crate) struct Room {
    records: usize,
    bytes: usize,
}

impl Room {
    /// Whether there is room for one more.
    pub(crate) const fn is_left(&self) -> bool {
        self.records < AT_A_TIME && self.bytes < ENOUGH
    }

    /// Takes the room of a record.
    pub(crate) fn take(&mut self, record: &Record) {
        self.records += 1;
        self.bytes += record.size();
    }
}

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
        let (mut more, mut room) = (true, Room::default());
        while more && room.is_left() {
            if filled == part.len() {
                part.push(Record::default());
            }
            part[filled].reuse();
            more = records.next(&mut part[filled])?;
            if more {
                room.take(&part[filled]);
                filled += 1;
            }
        }
        if give.send((part, filled)).is_err() || !more {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Encoding, Format};

    #[test]
    fn long_records_are_handed_over_a_few_at_a_time_and_give_their_memory_back() {
        let line = "7".repeat(100_000);
        let text = format!("{}{line}\n{line}\n{line}\n", "138\n".repeat(3000)).repeat(20);
        let format = Format { delimiter: None, bare_cr: false };
        let bytes = Box::new(io::Cursor::new(text.into_bytes()));
        let records = Records(super::super::records::Of::Text(Box::new(super::super::text::TextRecords::new(
            bytes,
            Encoding::Utf8,
            format,
        ))));
        let (give, parts) = sync_channel(0);
        let (give_back, empty) = sync_channel(1);
        let reading = thread::spawn(move || read(records, &give, &empty));
        let mut count = 0;
        for (part, filled) in parts {
            count += filled;
            let bytes: usize = part.iter().map(Record::size).sum();
            assert!(part.len() <= AT_A_TIME && bytes <= ENOUGH + 2 * line.len(), "{bytes} bytes in {}", part.len());
            let _ = give_back.try_send(part);
        }
        reading.join().expect("it ends").expect("memory can be read");
        assert_eq!(count, 20 * 3003);
    }
}
