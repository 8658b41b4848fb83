//! Where configuration files are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

const NAME: &str = "numcheck.toml";

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

/// The files to read, the weakest first: the user's own, then the named one or else the project's.
pub(super) fn all(named: Option<PathBuf>, folder: Option<&Path>, env: impl Fn(&str) -> Option<OsString>) -> Vec<File> {
    let user = user_file(&env).filter(|path| path.exists());
    let stronger = match named {
        Some(path) => Some(File { kind: Kind::Named, path }),
        None => folder
            .and_then(|folder| project_file(folder, home(&env).as_deref()))
            // The user's own file is no stranger's, wherever the command is given.
            .filter(|path| !user.as_ref().is_some_and(|user| same(user, path)))
            .map(|path| File { kind: Kind::Project, path }),
    };
    let user = user.map(|path| File { kind: Kind::User, path });
    user.into_iter().chain(stronger).collect()
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

/// The nearest one at or above a folder, not above the home directory.
fn project_file(folder: &Path, home: Option<&Path>) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        if Some(folder) == home {
            break;
        }
    }
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
        assert_eq!(all(None, Some(&deep), env), []);
        std::fs::write(home.join(NAME), "").expect("a file");
        let project = |path| [File { kind: Kind::Project, path }];
        assert_eq!(all(None, Some(&deep), env), project(home.join(NAME)));
        std::fs::write(home.join("lists").join(NAME), "").expect("a file");
        assert_eq!(all(None, Some(&deep), env), project(home.join("lists").join(NAME)));
        assert_eq!(
            all(None, Some(root.path()), |_| None),
            project(root.path().join(NAME)),
            "outside of home up to the root"
        );
    }

    #[test]
    fn the_users_own_file_comes_first_and_is_never_the_projects() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("numcheck");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join(NAME), "").expect("a file");
        let env = |name: &str| (name == "XDG_CONFIG_HOME").then(|| root.path().as_os_str().to_owned());
        let user = File { kind: Kind::User, path: folder.join(NAME) };
        assert_eq!(all(None, Some(&folder), env), std::slice::from_ref(&user));
        let named = File { kind: Kind::Named, path: PathBuf::from("other.toml") };
        assert_eq!(all(Some(PathBuf::from("other.toml")), Some(&folder), env), [user, named]);
    }
}
