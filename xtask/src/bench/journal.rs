//! The least of a ledger: lines put behind each other, and synced before anyone goes on.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use tokio::sync::oneshot;

/// A file that one thread writes to; what waits together is synced together.
#[derive(Clone, Debug)]
pub(super) struct Journal(Sender<(Vec<u8>, oneshot::Sender<std::io::Result<()>>)>);

impl Journal {
    pub(super) fn begin(path: &Path) -> Result<Self, String> {
        let mut file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (sender, waiting) = channel::<(Vec<u8>, oneshot::Sender<std::io::Result<()>>)>();
        thread::spawn(move || {
            while let Ok((mut lines, first)) = waiting.recv() {
                let mut done = vec![first];
                while let Ok((line, one)) = waiting.try_recv() {
                    lines.extend_from_slice(&line);
                    done.push(one);
                }
                let kept = file.write_all(&lines).and_then(|()| file.sync_data());
                for one in done {
                    let kept = kept.as_ref().copied().map_err(|error| error.kind().into());
                    // Whoever waited may have ended.
                    let _ = one.send(kept);
                }
            }
        });
        Ok(Self(sender))
    }

    /// Returns when the line is on the disk.
    pub(super) async fn keep(&self, line: Vec<u8>) -> Result<(), String> {
        let (done, kept) = oneshot::channel();
        self.0.send((line, done)).map_err(|_| "the journal has ended".to_owned())?;
        kept.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
    }
}
