//! The laws of reading a configuration, for the tests and for the fuzz target: nothing in a file is passed over, every
//! problem has its place and its cure, and no value is repeated, since one may be a secret.

use std::path::PathBuf;
use std::sync::OnceLock;

use numcheck_core::Lang;

use super::{Contents, DeTable, DeValue, File, Kind, parse};
use crate::config::Trial;
use crate::{Registry, args};

/// Holds a text to the laws, as the user's own file, as a project's and as one that was named.
pub(crate) fn law(text: &str) -> Result<(), String> {
    static KNOWN: OnceLock<Registry> = OnceLock::new();
    let registry = KNOWN.get_or_init(Registry::standard);
    thread_local! {
        static TRIAL: Trial = args::trial(&Registry::standard());
    }
    for kind in [Kind::Named, Kind::Project, Kind::User] {
        let file = File { kind, path: PathBuf::from("/etc/n/numcheck.toml") };
        judge(text, &TRIAL.with(|trial| parse(&file, text, registry, trial)))?;
    }
    Ok(())
}

fn judge(text: &str, contents: &Contents) -> Result<(), String> {
    let lines = text.lines().count().max(1);
    for problem in &contents.problems {
        let line = problem.line.unwrap_or_default();
        // What ends too early is wrong behind the last line.
        if line == 0 || line > lines + 1 {
            return Err(format!("a problem of line {line} of {lines}: {problem:?}"));
        }
        for words in [problem.what.in_lang(Lang::En), problem.what.in_lang(Lang::Zh)] {
            if words.trim().is_empty() {
                return Err(format!("a problem without words: {problem:?}"));
            }
        }
    }
    let told = contents.settings.len() + contents.problems.len() + contents.profiles.len();
    let (table, errors) = DeTable::parse_recoverable(text.strip_prefix('\u{feff}').unwrap_or(text));
    if !errors.is_empty() && contents.problems.is_empty() {
        return Err("what is no TOML is taken".to_owned());
    }
    let values = table.get_ref().values().filter(|value| !is_bare(value.get_ref())).count();
    if values > 0 && told == 0 {
        return Err(format!("{values} values are passed over"));
    }
    Ok(())
}

/// A table with nothing in it, at any depth.
fn is_bare(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::Table(table) if table.values().all(|value| is_bare(value.get_ref())))
}
