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
/// What the demo's own files begin with. Whatever else stands in the folder stays.
const OURS: &[&str] = &["customers.csv", "ledger.sandbox.", "numbers.txt", "report.html", "results.xlsx"];
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
        let marker = dir.join(MARKER);
        if dir.exists() && !marker.exists() {
            let mut entries = fs::read_dir(dir).map_err(|error| unusable(&error))?;
            if entries.next().is_some() {
                return Err(Failure::question(messages::not_ours(dir.display()), messages::another_folder()));
            }
        }
        fs::create_dir_all(dir).map_err(|error| unusable(&error))?;
        let dir = fs::canonicalize(dir).map_err(|error| unusable(&error))?;
        let place = Self { dir };
        if marker.exists() {
            place.clear()?;
        }
        place.write(MARKER, b"Made by numcheck demo, which may be run here again.\n")?;
        if !place.dir.join(SETTINGS).exists() {
            place.write(SETTINGS, b"# Settings of this folder. The demo needs none.\n")?;
        }
        Ok(place)
    }

    /// Writes the sample list; its lines below the header.
    pub(super) fn write_list(&self) -> Result<usize, Failure> {
        let text = list::sample();
        self.write("customers.csv", &Encoding::Gb18030.encode(&text))?;
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
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            if OURS.iter().any(|ours| name.to_string_lossy().starts_with(ours)) {
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }
                    .map_err(|error| Failure::unexpected(messages::no_file(path.display(), error)))?;
            }
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.dir.join(name);
        fs::write(&path, bytes).map_err(|error| Failure::unexpected(messages::no_file(path.display(), error)))
    }
}
