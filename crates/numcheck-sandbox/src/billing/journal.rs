//! The ledger's file: a line a request, appended and synced before the reply is sent.
//!
//! One thread writes. It takes all lines that wait, writes them at once, syncs once, and only then lets their
//! replies go. Lines whose sync was not reached belong to replies that were not sent, so a torn end is cut
//! when the file is opened again.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::{Entry, StateError};
use crate::Product;

const FILE: &str = "billing.ndjson";
pub(super) const VERSION: u32 = 1;

/// No line comes near: one of 2000 numbers is 40 kB.
const LONGEST: u64 = 64 << 20;

/// Lines are gathered up to this size before a sync.
const GROUP: usize = 8 << 20;

/// A line of the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first line.
    Begin {
        version: u32,
    },
    Request(Entry),
    TopUp {
        at_ms: u64,
        product: Option<Product>,
        units: u64,
    },
}

/// Called by the writer once a line is on the disk.
type Committed = Box<dyn FnOnce() + Send>;

/// The writing end. Dropping it ends the thread, after all that waits is written.
#[derive(Debug)]
pub(super) struct Journal {
    lines: Sender<Waiting>,
}

struct Waiting {
    text: Vec<u8>,
    committed: Committed,
    done: oneshot::Sender<bool>,
    /// Whether the file is to be closed after this.
    last: bool,
}

/// The file of a state: `billing.ndjson` in the folder given.
pub(super) fn file_of(state: &Path) -> PathBuf {
    if state.is_file() { state.into() } else { state.join(FILE) }
}

impl Journal {
    /// Opens or creates the file, reads every line it has, and starts the writer.
    pub(super) fn open(state: &Path, read: impl FnMut(Line)) -> Result<Self, StateError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| StateError::Io { path, source }
        };
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(state).map_err(failed(state))?;
        let path = file_of(state);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateError::Locked(path)),
            Err(TryLockError::Error(source)) => return Err(StateError::Io { path, source }),
        }

        let mut length = scan(&path, &file, read)?;
        file.set_len(length).map_err(failed(&path))?;
        if length == 0 {
            let begin = line(&Line::Begin { version: VERSION });
            file.write_all(&begin).map_err(failed(&path))?;
            length = begin.len() as u64;
        }
        file.sync_all().map_err(failed(&path))?;
        File::open(state).and_then(|folder| folder.sync_all()).map_err(failed(state))?;

        let (lines, waiting) = mpsc::channel();
        thread::Builder::new()
            .name("sandbox-ledger".into())
            .spawn(move || write(&file, length, &waiting))
            .map_err(failed(&path))?;
        Ok(Self { lines })
    }

    /// Writes a line; when this returns true, it is on the disk and `committed` was called. False: it is not,
    /// and no line will be any more.
    pub(super) async fn append(&self, text: Vec<u8>, committed: Committed) -> bool {
        self.send(text, committed, false).await
    }

    /// Writes what waits and closes the file.
    pub(super) async fn close(&self) {
        self.send(Vec::new(), Box::new(|| {}), true).await;
    }

    async fn send(&self, text: Vec<u8>, committed: Committed, last: bool) -> bool {
        let (done, written) = oneshot::channel();
        let sent = self.lines.send(Waiting { text, committed, done, last });
        sent.is_ok() && written.await.unwrap_or(false)
    }
}

/// A line as it is in the file.
pub(super) fn line(line: &Line) -> Vec<u8> {
    let mut text = serde_json::to_vec(line).expect("our own types are JSON");
    text.push(b'\n');
    text
}

/// Reads every whole line, and returns where the last one ends.
pub(super) fn scan(path: &Path, file: &File, mut read: impl FnMut(Line)) -> Result<u64, StateError> {
    let mut lines = Lines::new(path, BufReader::with_capacity(1 << 20, file));
    while let Some(line) = lines.next()? {
        read(line);
    }
    Ok(lines.end)
}

/// The whole lines of a file.
#[derive(Debug)]
pub(super) struct Lines<R> {
    path: PathBuf,
    reader: R,
    buffer: Vec<u8>,
    count: u64,
    end: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(path: &Path, reader: R) -> Self {
        Self { path: path.into(), reader, buffer: Vec::new(), count: 0, end: 0 }
    }

    /// The next line but the first, which is checked. None at the end, and where a torn line begins.
    pub(super) fn next(&mut self) -> Result<Option<Line>, StateError> {
        loop {
            self.buffer.clear();
            let path = || self.path.clone();
            let length = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer);
            let length = length.map_err(|source| StateError::Io { path: path(), source })?;
            self.count += 1;
            if length as u64 == LONGEST {
                return Err(StateError::Damaged { path: path(), line: self.count });
            }
            if self.buffer.last() != Some(&b'\n') {
                return Ok(None);
            }
            self.end += length as u64;
            match serde_json::from_slice(&self.buffer) {
                Ok(Line::Begin { version: VERSION }) if self.count == 1 => {}
                Ok(Line::Begin { version }) if self.count == 1 => {
                    return Err(StateError::Version { path: path(), version });
                }
                Ok(line) if self.count > 1 => return Ok(Some(line)),
                _ => return Err(StateError::Damaged { path: path(), line: self.count }),
            }
        }
    }
}

/// The writer's thread. After the first failure nothing is written any more: a charge that is not on the
/// disk must not be followed by one that is.
fn write(mut file: &File, mut length: u64, waiting: &Receiver<Waiting>) {
    let mut failed = false;
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        let mut size = group[0].text.len();
        while size < GROUP && !group.last().is_some_and(|line| line.last) {
            let Ok(next) = waiting.try_recv() else {
                break;
            };
            size += next.text.len();
            group.push(next);
        }

        let text = group.iter().fold(Vec::with_capacity(size), |mut text, line| {
            text.extend_from_slice(&line.text);
            text
        });
        if !failed {
            failed = file.write_all(&text).and_then(|()| file.sync_data()).is_err();
            if failed {
                // Best effort: these requests are refused, so they should not be read as billed.
                drop(file.set_len(length));
            } else {
                length += text.len() as u64;
            }
        }
        let mut last = false;
        for line in group {
            if !failed {
                (line.committed)();
            }
            last |= line.last;
            if last {
                // The lock goes with the file, before who closed it is told.
                drop(file.unlock());
            }
            // Who waited may be gone; the charge stands.
            let _ = line.done.send(!failed);
        }
        if last {
            return;
        }
    }
}
