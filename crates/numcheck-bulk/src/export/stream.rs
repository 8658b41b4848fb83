use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::input::Encoding;

/// How much is written at a time.
const BLOCK: usize = 256 << 10;
/// How many blocks may wait to be written.
const WAITING: usize = 8;
/// After so many blocks the disk is asked to keep up, so that the end does not wait for all of them.
const SYNC: usize = 16;

/// Text on its way into a file: encoded and written on a thread of its own, while the next rows are made.
pub(super) struct Stream {
    file: Option<File>,
    encoding: Encoding,
    block: String,
    writing: Option<Writing>,
}

struct Writing {
    full: SyncSender<String>,
    empty: Receiver<String>,
    thread: JoinHandle<io::Result<()>>,
}

impl Stream {
    pub(super) fn new(file: File, encoding: Encoding) -> Self {
        Self { file: Some(file), encoding, block: String::new(), writing: None }
    }

    /// Where the next text goes. [`advance`](Self::advance) is called behind it.
    pub(super) const fn text(&mut self) -> &mut String {
        &mut self.block
    }

    /// Hands a full block over.
    pub(super) fn advance(&mut self) -> io::Result<()> {
        if self.block.len() < BLOCK { Ok(()) } else { self.hand_over() }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if self.writing.is_none()
            && let Some(file) = self.file.take()
        {
            self.writing = Some(Writing::begin(file, self.encoding)?);
        }
        let Some(writing) = &self.writing else { return Ok(()) };
        let mut next = writing.empty.try_recv().unwrap_or_default();
        next.clear();
        let full = std::mem::replace(&mut self.block, next);
        // The thread has ended only if it could not write.
        if writing.full.send(full).is_ok() { Ok(()) } else { self.end() }
    }

    fn end(&mut self) -> io::Result<()> {
        let Some(Writing { full, thread, .. }) = self.writing.take() else { return Ok(()) };
        drop(full);
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the thread that writes has ended")))
    }

    /// Writes what is left. All is written when this has returned `Ok`.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.hand_over()?;
        self.end()
    }
}

/// What is not written is given up. The file is closed when it is gone, so that the room it took is free.
impl Drop for Stream {
    fn drop(&mut self) {
        drop(self.end());
    }
}

impl Writing {
    fn begin(mut file: File, encoding: Encoding) -> io::Result<Self> {
        let (full, blocks) = sync_channel::<String>(WAITING);
        let (give_back, empty) = sync_channel::<String>(WAITING);
        let write = move || -> io::Result<()> {
            for (at, block) in blocks.iter().enumerate() {
                file.write_all(&encoding.encode(&block))?;
                if at % SYNC == SYNC - 1 {
                    file.sync_data()?;
                }
                let _ = give_back.try_send(block);
            }
            Ok(())
        };
        let thread = thread::Builder::new().name("results".to_owned()).spawn(write)?;
        Ok(Self { full, empty, thread })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn everything_arrives_in_order() {
        let dir = tempfile::tempdir().expect("a folder");
        for (encoding, lines) in
            [(Encoding::Utf8, 0), (Encoding::Utf8, 1), (Encoding::Utf8, 200_000), (Encoding::Gb18030, 90_000)]
        {
            let path = dir.path().join("out");
            let mut stream = Stream::new(File::create(&path).expect("a file"), encoding);
            let mut whole = String::new();
            for line in 0..lines {
                writeln!(stream.text(), "号,{line}").expect("memory");
                writeln!(whole, "号,{line}").expect("memory");
                stream.advance().expect("a disk");
            }
            stream.finish().expect("a disk");
            assert!(std::fs::read(&path).expect("the file") == *encoding.encode(&whole), "{encoding:?} {lines}");
        }
    }

    #[test]
    fn a_disk_that_refuses_is_told() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let mut stream = Stream::new(full, Encoding::Utf8);
        let mut refused = false;
        for _ in 0..100 {
            stream.text().push_str(&"x".repeat(BLOCK));
            refused |= stream.advance().is_err();
        }
        assert!(refused || stream.finish().is_err());
    }
}
