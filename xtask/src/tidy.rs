//! `cargo xtask tidy [--fix]`: ties documents to code, and keeps out what must not be in the tree.
//!
//! Each check is a function from the tree to complaints. `--fix` writes the generated tables anew, then checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sh::{self, Result};

mod crates;
mod fixtures;
mod readmes;
mod sources;
mod tables;

/// The files of the workspace as text, by their path below the root.
struct Tree(BTreeMap<String, String>);

/// What there is to complain of.
type Check = fn(&Tree) -> Vec<String>;

const CHECKS: [(&str, Check); 5] = [
    ("crates", crates::check),
    ("fixtures", fixtures::check),
    ("readmes", readmes::check),
    ("sources", sources::check),
    ("tables", tables::check),
];

pub(crate) fn run(args: &[String]) -> Result {
    let root = sh::root();
    let tree = match args {
        [] => Tree::read(&root)?,
        [flag] if flag == "--fix" => {
            for (path, text) in tables::fixed(&Tree::read(&root)?) {
                fs::write(root.join(&path), text).map_err(|error| format!("{path}: {error}"))?;
                println!("{path}: its tables are written anew");
            }
            Tree::read(&root)?
        }
        _ => return Err("it takes nothing, or --fix".to_owned()),
    };
    let mut complaints = 0;
    for (name, check) in CHECKS {
        for complaint in check(&tree) {
            complaints += 1;
            println!("{name}: {complaint}");
        }
    }
    if complaints > 0 {
        let word = if complaints == 1 { "complaint" } else { "complaints" };
        return Err(format!("{complaints} {word} about {} files", tree.0.len()));
    }
    println!("tidy: {} files, nothing to complain of", tree.0.len());
    Ok(())
}

impl Tree {
    fn read(root: &Path) -> Result<Self> {
        let mut tree = Self(BTreeMap::new());
        tree.walk(root, "")?;
        Ok(tree)
    }

    fn walk(&mut self, dir: &Path, name: &str) -> Result {
        let entries = fs::read_dir(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let own = path.file_name().unwrap_or_default().to_string_lossy();
            let name = if name.is_empty() { own.to_string() } else { format!("{name}/{own}") };
            // In a linked worktree `.git` is a file that names a path of this machine.
            if matches!(&*own, ".git" | "target") {
                continue;
            }
            if path.is_dir() {
                self.walk(&path, &name)?;
            } else if let Ok(text) = fs::read_to_string(&path) {
                self.0.insert(name, text);
            }
        }
        Ok(())
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }
}
