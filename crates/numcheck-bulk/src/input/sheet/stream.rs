use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::super::{Record, Source};
use super::Kind;
use super::book::Book;

/// How much is read ahead: a few parts of rows, each of about this many bytes.
const PART: usize = 256 << 10;
const PARTS: usize = 4;

/// The rows of a sheet, read by a thread of its own, a little ahead. Memory does not grow with the sheet, but for the texts
/// that XLSX keeps apart from it.
pub(in super::super) struct SheetRecords {
    parts: Receiver<io::Result<Vec<Record>>>,
    part: std::vec::IntoIter<Record>,
    reader: Option<JoinHandle<()>>,
}

impl SheetRecords {
    pub(in super::super) fn new(source: Source, kind: Kind, sheet: String) -> Self {
        let (sender, parts) = sync_channel(PARTS);
        let reader = std::thread::spawn(move || read(&source, kind, &sheet, &sender));
        Self { parts, part: Vec::new().into_iter(), reader: Some(reader) }
    }

    pub(in super::super) fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        loop {
            if let Some(next) = self.part.next() {
                *record = next;
                return Ok(true);
            }
            match self.parts.recv() {
                Ok(part) => self.part = part?.into_iter(),
                // The end, unless the thread has died before it.
                Err(_) => match self.reader.take().map(JoinHandle::join) {
                    Some(Err(_)) => return Err(io::Error::other("its cells make no sense")),
                    _ => return Ok(false),
                },
            }
        }
    }
}

fn read(source: &Source, kind: Kind, sheet: &str, sender: &SyncSender<io::Result<Vec<Record>>>) {
    let mut part = Vec::new();
    let mut size = 0;
    let read = Book::open(source, kind).map_err(|error| error.to_string()).and_then(|mut book| {
        book.each_row(sheet, |row| {
            size += row.size() + size_of::<Record>();
            part.push(std::mem::take(row));
            if size < PART {
                return true;
            }
            size = 0;
            // Nobody listens any more: it was enough.
            sender.send(Ok(std::mem::take(&mut part))).is_ok()
        })
    });
    let _ = sender.send(Ok(part));
    if let Err(error) = read {
        let _ = sender.send(Err(io::Error::other(error)));
    }
}
