use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use numcheck_bulk::input::Encoding;
use numcheck_bulk::ledger::RunLock;

use super::list;
use crate::fault::Failure;
use crate::messages::demo as messages;
use crate::state;

/// Says that the demo made the folder, and may use it again.
const MARKER: &str = ".numcheck-demo";
/// The demo's sample list. One that was changed is the user's.
const LIST: &str = "customers.csv";
/// The demo's own files. Whatever else stands in the folder stays.
const OURS: &[&str] = &[
    LIST,
    "customers.csv.results.csv",
    "customers.csv.results.csv.in-doubt.csv",
    "ledger.sandbox.address",
    "ledger.sandbox.db",
    "ledger.sandbox.db-shm",
    "ledger.sandbox.db-wal",
    "ledger.sandbox.db.lock",
    "numbers.txt",
    "report.html",
    "results.xlsx",
];
/// Keeps the settings of a folder above out of the demo.
pub(super) const SETTINGS: &str = "numcheck.toml";

/// The folder of the demo. All its state is in there.
#[derive(Debug)]
pub(super) struct Place {
    dir: PathBuf,
}

impl Place {
    /// Makes the folder, or clears the one an earlier demo made; takes no other.
    pub(super) fn make(dir: &Path) -> Result<Self, Failure> {
        let unusable = |error: &io::Error| {
            Failure::question(messages::no_folder(dir.display(), error), messages::another_folder())
        };
        // A link in its place was made by somebody else.
        let is_ours = fs::symlink_metadata(dir.join(MARKER)).is_ok_and(|marker| marker.is_file());
        if dir.exists() && !is_ours {
            let mut entries = fs::read_dir(dir).map_err(|error| unusable(&error))?;
            if entries.next().is_some() {
                return Err(Failure::question(messages::not_ours(dir.display()), messages::another_folder()));
            }
        }
        fs::create_dir_all(dir).map_err(|error| unusable(&error))?;
        let dir = fs::canonicalize(dir).map_err(|error| unusable(&error))?;
        let place = Self { dir };
        if is_ours {
            place.clear()?;
        } else {
            place.write(MARKER, b"Made by numcheck demo, which may be run here again.\n")?;
        }
        if !place.dir.join(SETTINGS).exists() {
            place.write(SETTINGS, b"# Settings of this folder. The demo needs none.\n")?;
        }
        Ok(place)
    }

    /// Writes the sample list; its lines below the header.
    pub(super) fn write_list(&self) -> Result<usize, Failure> {
        let text = list::sample();
        self.write(LIST, &Encoding::Gb18030.encode(&text))?;
        Ok(text.lines().count() - 1)
    }

    /// What to type after `cd`.
    pub(super) fn name(&self) -> String {
        let here = std::env::current_dir().and_then(fs::canonicalize).ok();
        let name = here.and_then(|here| self.dir.strip_prefix(here).ok().map(Path::to_owned));
        name.filter(|name| !name.as_os_str().is_empty()).unwrap_or_else(|| self.dir.clone()).display().to_string()
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the sandbox's own bill.
    pub(super) fn bill(&self) -> PathBuf {
        state::sandbox_dir(&self.dir.join("ledger.sandbox.db"))
    }

    fn clear(&self) -> Result<(), Failure> {
        // A run that is alive is not swept away under its feet.
        drop(
            RunLock::take(&self.dir.join("ledger.sandbox.db"))
                .map_err(|error| state::of_bulk(&error).without_money())?,
        );
        let list = self.dir.join(LIST);
        if fs::read(&list).is_ok_and(|there| there != Encoding::Gb18030.encode(&list::sample()).as_ref()) {
            return Err(Failure::question(messages::list_changed(list.display()), messages::another_folder()));
        }
        let gone = |removed: io::Result<()>, path: &Path| match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::unexpected(messages::no_file(path.display(), error)))
            }
            _ => Ok(()),
        };
        for path in OURS.iter().map(|name| self.dir.join(name)) {
            gone(fs::remove_file(&path), &path)?;
        }
        gone(fs::remove_dir_all(self.bill()), &self.bill())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.dir.join(name);
        fs::write(&path, bytes).map_err(|error| Failure::unexpected(messages::no_file(path.display(), error)))
    }
}
