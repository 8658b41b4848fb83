//! Finds the case files, `tests/fixtures/<vendor>/<product>/<case>.json`, and those a vendor crate keeps for itself.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sh::Result;

/// Where they are, below the root or below a crate.
pub(crate) const DIR: &str = "tests/fixtures";

/// A case file.
#[derive(Debug)]
pub(crate) struct Case {
    /// `vendor/product/case`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl Case {
    /// Where its reply is from, in the file's words; whether the file holds to its format, the contract tests say.
    pub(crate) fn provenance(&self) -> String {
        let json: Option<Value> = std::fs::read(&self.path).ok().and_then(|text| serde_json::from_slice(&text).ok());
        json.and_then(|json| Some(json.get("provenance")?.as_str()?.to_owned())).unwrap_or_else(|| "?".to_owned())
    }
}

/// All case files of the workspace, in the order of their names.
pub(crate) fn cases(root: &Path) -> Result<Vec<Case>> {
    let mut cases = of(&root.join(DIR))?;
    for package in entries(&root.join("crates"))? {
        cases.extend(of(&package.join(DIR))?);
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

fn of(dir: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for vendor in entries(dir)? {
        for product in entries(&vendor)? {
            for path in entries(&product)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
                let parts: Vec<_> = path.iter().rev().take(3).map(|part| part.to_string_lossy()).collect();
                let name = format!("{}/{}/{}", parts[2], parts[1], parts[0].trim_end_matches(".json"));
                cases.push(Case { name, path });
            }
        }
    }
    Ok(cases)
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}
