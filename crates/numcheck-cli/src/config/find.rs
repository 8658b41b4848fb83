//! Where configuration files are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use numcheck_core::Message;

use super::problem::Problem;
use crate::messages::config as messages;

pub(crate) const NAME: &str = "numcheck.toml";

/// A configuration file that is there, or was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
}

/// How a configuration file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Named by `--config` or `NUMCHECK_CONFIG`.
    Named,
    /// Found in the working directory or above it: whoever made that folder wrote it.
    Project,
    /// The user's own.
    User,
}

impl Kind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Project => "project",
            Self::User => "user",
        }
    }
}

/// The files to read, the weakest first: the user's own, then the named one or else the project's. And those that were
/// found and are not taken.
pub(super) fn all(
    named: Option<PathBuf>,
    folder: Option<&Path>,
    env: impl Fn(&str) -> Option<OsString>,
) -> (Vec<File>, Vec<Problem>) {
    let user = user_file(&env).filter(|path| path.exists());
    let mut left_aside = Vec::new();
    let stronger = match named {
        Some(path) => Some(File { kind: Kind::Named, path }),
        None => folder
            .and_then(|folder| project_file(folder, home(&env).as_deref(), &mut left_aside))
            // The user's own file is no stranger's, wherever the command is given.
            .filter(|path| !user.as_ref().is_some_and(|user| same(user, path)))
            .map(|path| File { kind: Kind::Project, path }),
    };
    let user = user.map(|path| File { kind: Kind::User, path });
    (user.into_iter().chain(stronger).collect(), left_aside)
}

/// `numcheck/numcheck.toml` in the configuration directory.
pub(crate) fn user_file(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CONFIG_HOME").filter(|path| path.is_absolute()).or_else(|| Some(home(&env)?.join(".config")));
    base.map(|base| base.join("numcheck").join(NAME))
}

/// The project file that `config init` makes.
pub(crate) fn here() -> PathBuf {
    PathBuf::from(NAME)
}

pub(super) fn home(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    env("HOME").or_else(|| env("USERPROFILE")).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The nearest one in a folder or above it, not above the home directory; outside of home in the folder alone.
fn project_file(folder: &Path, home: Option<&Path>, left_aside: &mut Vec<Problem>) -> Option<PathBuf> {
    let home = home.and_then(|home| home.canonicalize().ok());
    let within_home = |folder: &Path| {
        let whole = folder.canonicalize().ok();
        whole.zip(home.as_ref()).is_some_and(|(folder, home)| folder.starts_with(home))
    };
    for (up, folder) in folder.ancestors().enumerate() {
        if up > 0 && !within_home(folder) {
            break;
        }
        let path = folder.join(NAME);
        if !path.is_file() {
            continue;
        }
        match of_a_stranger(&path) {
            None => return Some(path),
            Some(what) => {
                let cure = messages::left_aside_cure(path.display());
                left_aside.push(Problem { file: Some(path), line: None, what, cure });
            }
        }
    }
    None
}

/// Why a found file may be another user's words, if it may. Root is no stranger.
#[cfg(unix)]
pub(crate) fn of_a_stranger(path: &Path) -> Option<Message> {
    use std::os::unix::fs::MetadataExt;

    let us = rustix::process::geteuid().as_raw();
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = |path: &Path| path.parent().map(Path::to_owned);
    for place in [Some(path.to_owned()), folder(path), folder(&target)].into_iter().flatten() {
        let Ok(metadata) = std::fs::metadata(&place) else { continue };
        if metadata.uid() != us && metadata.uid() != 0 {
            return Some(messages::owned_by_another(place.display()));
        }
        if metadata.mode() & 0o002 != 0 {
            return Some(messages::writable_by_all(place.display()));
        }
    }
    None
}

#[cfg(not(unix))]
pub(crate) fn of_a_stranger(_: &Path) -> Option<Message> {
    None
}

fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_at_or_below_home_is_the_projects() {
        let root = tempfile::tempdir().expect("a folder");
        let home = root.path().join("home");
        let deep = home.join("lists/2026");
        std::fs::create_dir_all(&deep).expect("folders");
        std::fs::write(root.path().join(NAME), "").expect("a file above home");
        let env = |name: &str| (name == "HOME").then(|| home.clone().into_os_string());
        let found = |folder: &Path, env: &dyn Fn(&str) -> Option<OsString>| all(None, Some(folder), env).0;
        assert_eq!(found(&deep, &env), []);
        std::fs::write(home.join(NAME), "").expect("a file");
        let project = |path| [File { kind: Kind::Project, path }];
        assert_eq!(found(&deep, &env), project(home.join(NAME)));
        std::fs::write(home.join("lists").join(NAME), "").expect("a file");
        assert_eq!(found(&deep, &env), project(home.join("lists").join(NAME)));
        assert_eq!(found(root.path(), &|_| None), project(root.path().join(NAME)));
        assert_eq!(found(&deep, &|_| None), [], "outside of home in the folder alone");
    }

    #[cfg(unix)]
    #[test]
    fn a_home_behind_a_link_still_ends_the_search() {
        let root = tempfile::tempdir().expect("a folder");
        let home = root.path().join("real/home");
        std::fs::create_dir_all(home.join("lists")).expect("folders");
        std::fs::write(root.path().join("real").join(NAME), "").expect("a file above home");
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&home, &link).expect("a link");
        let env = |name: &str| (name == "HOME").then(|| link.clone().into_os_string());
        assert_eq!(all(None, Some(&home.join("lists")), env).0, []);
        std::fs::write(home.join(NAME), "").expect("a file");
        assert_eq!(all(None, Some(&home.join("lists")), env).0.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_all_may_write_is_left_aside_for_the_next_above() {
        use std::os::unix::fs::PermissionsExt;

        let root = tempfile::tempdir().expect("a folder");
        let (home, open) = (root.path().to_owned(), root.path().join("open"));
        std::fs::create_dir(&open).expect("a folder");
        for folder in [&home, &open] {
            std::fs::write(folder.join(NAME), "").expect("a file");
        }
        let set = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("ours");
        let env = |name: &str| (name == "HOME").then(|| home.clone().into_os_string());
        for (file, folder) in [(0o666, 0o755), (0o644, 0o1777)] {
            set(&open.join(NAME), file);
            set(&open, folder);
            let (files, left_aside) = all(None, Some(&open), env);
            assert_eq!(files[0].path, home.join(NAME));
            assert!(left_aside[0].words().as_str().contains("all users may write to"), "{left_aside:?}");
        }
        set(&open, 0o755);
        assert_eq!(all(None, Some(&open), env).0[0].path, open.join(NAME));
    }

    #[test]
    fn the_users_own_file_comes_first_and_is_never_the_projects() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("numcheck");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join(NAME), "").expect("a file");
        let env = |name: &str| (name == "XDG_CONFIG_HOME").then(|| root.path().as_os_str().to_owned());
        let user = File { kind: Kind::User, path: folder.join(NAME) };
        assert_eq!(all(None, Some(&folder), env).0, std::slice::from_ref(&user));
        let named = File { kind: Kind::Named, path: PathBuf::from("other.toml") };
        assert_eq!(all(Some(PathBuf::from("other.toml")), Some(&folder), env).0, [user, named]);
    }
}
