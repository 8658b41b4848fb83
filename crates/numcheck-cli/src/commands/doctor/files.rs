//! The configuration files: valid, and written by their owner alone.

use std::path::Path;

use super::{About, Finding};
use crate::config::Config;
use crate::messages::{config, doctor as messages};

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    for problem in &config.problems {
        findings.push(Finding::problem(About::Configuration, problem.words(), problem.cure.clone()));
    }
    findings.extend(config.left_aside.iter().map(|problem| {
        Finding::warning(About::Configuration, config::left_aside_because(problem.words()), problem.cure.clone())
    }));
    for file in &config.files {
        let shown = file.path.display();
        if let Some(problem) = config.untrusted.as_ref().filter(|_| !config.is_trusted(file)) {
            findings.push(Finding::problem(About::Configuration, problem.words(), problem.cure.clone()));
        }
        if let Some(mode) = writable_by_others(&file.path) {
            let (what, cure) = (messages::writable(&shown, mode), messages::writable_cure(&shown));
            findings.push(Finding::warning(About::Configuration, what, cure));
        } else if config.problems.iter().all(|problem| problem.file.as_ref() != Some(&file.path))
            && config.is_trusted(file)
        {
            findings.push(Finding::ok(About::Configuration, config::valid(&shown)));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::ok(About::Configuration, messages::no_configuration()));
    }
    findings
}

/// Whoever can write the configuration can have a program run, or keys sent elsewhere.
#[cfg(unix)]
fn writable_by_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;

    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o022 != 0).then(|| format!("{mode:03o}"))
}

#[cfg(not(unix))]
fn writable_by_others(_: &Path) -> Option<String> {
    None
}
