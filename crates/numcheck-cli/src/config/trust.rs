//! Trust in found files: what one may do by itself, and which of them the user has let do more.
//!
//! Whoever can put a file into a folder must not decide what is bought there, at what ceiling, and with whose key. The user
//! trusts a file as it is: a file that has changed is another one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::find::{File, Kind};
use super::key::Key;
use super::read::{self, Contents};
use super::{Problem, Setting, Trial};
use crate::messages::config as messages;
use crate::{Registry, state};

/// The flags that a found file may set without being trusted: how things look, and how fast a run goes.
const HARMLESS: [(&str, &[&str]); 2] = [
    ("check", &["country", "format"]),
    ("run", &["concurrency", "excel", "format", "output-encoding", "progress", "split-by"]),
];

/// A file as one that is found is seen.
pub(crate) struct Examined {
    /// What it needs trust for.
    pub(crate) needs: Vec<(Key, Setting)>,
    pub(crate) problems: Vec<Problem>,
    hash: String,
}

/// A line of the file of trusted files.
#[derive(Deserialize, Serialize)]
struct Trusted {
    v: u8,
    path: String,
    sha256: String,
}

pub(super) fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Takes from a found file what it needs trust for, unless it has it; says so.
pub(super) fn restrict(file: &File, contents: &mut Contents) -> Option<Problem> {
    if contents.settings.iter().all(|(key, _)| is_harmless(key)) || is_trusted(&file.path, &contents.hash) {
        return None;
    }
    let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut needs = Vec::new();
    contents.settings.retain(|(key, setting)| {
        if !is_harmless(key) {
            needs.push((setting.origin.line, key.to_string()));
        }
        is_harmless(key)
    });
    needs.sort();
    let needs: Vec<String> = needs.into_iter().map(|(line, key)| format!("{key} ({name}:{line})")).collect();
    let path = file.path.display();
    let (what, cure) = (messages::untrusted(needs.join(", ")), messages::untrusted_cure(&path));
    Some(Problem { file: Some(file.path.clone()), line: None, what, cure })
}

/// Reads a file as one that is found.
pub(crate) fn examine(path: &Path, registry: &Registry, trial: &Trial) -> Examined {
    let contents = read::read(&File { kind: Kind::Project, path: path.to_owned() }, registry, trial);
    let mut needs = contents.settings;
    needs.retain(|(key, _)| !is_harmless(key));
    needs.sort_by_key(|(_, setting)| setting.origin.line);
    Examined { needs, problems: contents.problems, hash: contents.hash }
}

/// Trusts a file as it was examined.
pub(crate) fn trust(path: &Path, examined: &Examined) -> io::Result<()> {
    let path = whole(path);
    let mut all = all();
    all.retain(|trusted| trusted.path != path);
    all.push(Trusted { v: 1, path, sha256: examined.hash.clone() });
    save(&all)
}

/// Takes the trust in a file back, whatever is in it now; whether it was trusted.
pub(crate) fn revoke(path: &Path) -> io::Result<bool> {
    let path = whole(path);
    let mut all = all();
    let before = all.len();
    all.retain(|trusted| trusted.path != path);
    if all.len() == before {
        return Ok(false);
    }
    save(&all).map(|()| true)
}

fn is_harmless(key: &Key) -> bool {
    match key {
        Key::Lang => true,
        Key::Flag(command, flag) => HARMLESS.iter().any(|(of, flags)| of == command && flags.contains(&flag.as_str())),
        Key::Ledger | Key::Profile | Key::Fallback(_) | Key::NextOn | Key::Product(..) => false,
    }
}

fn is_trusted(path: &Path, hash: &str) -> bool {
    let path = whole(path);
    all().iter().any(|trusted| trusted.path == path && trusted.sha256 == hash)
}

/// The one name of a file. Its last link is not followed only where it is gone.
fn whole(path: &Path) -> String {
    let whole = path.canonicalize().or_else(|_| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folder.canonicalize().map(|folder| folder.join(path.file_name().unwrap_or_default()))
    });
    whole.unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// `trusted` in the state directory.
fn store() -> Option<PathBuf> {
    state::state_dir().ok().map(|folder| folder.join("trusted"))
}

/// All trusted files. What cannot be read trusts nothing.
fn all() -> Vec<Trusted> {
    let text = store().and_then(|store| std::fs::read_to_string(store).ok()).unwrap_or_default();
    let lines = text.lines().filter_map(|line| serde_json::from_str(line).ok());
    lines.filter(|trusted: &Trusted| trusted.v == 1).collect()
}

/// Puts the whole file in the place of the old one, for its owner alone.
fn save(all: &[Trusted]) -> io::Result<()> {
    let store = store().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    if let Some(folder) = store.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let fresh = store.with_extension(format!("{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    for trusted in all {
        writeln!(file, "{}", serde_json::to_string(trusted)?)?;
    }
    file.sync_all()?;
    std::fs::rename(&fresh, &store)
}
