//! `numcheck config trust`: a found file let do what it says, until it changes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use numcheck_core::Message;

use super::show::{shown, toml_of};
use crate::config::{self, Config, Key, Setting};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::config as messages;
use crate::output::say;
use crate::{Registry, args, lang};

pub(super) fn run(registry: &Registry, config: &Config, file: Option<&Path>, revoke: bool) -> Result<Exit, Failure> {
    let path = path(config, file)?;
    let unsaved = |error| Failure::question(messages::trust_unsaved(error), messages::trust_unsaved_cure());
    let shown_path = path.display();
    if revoke {
        let was_trusted = config::revoke(&path).map_err(unsaved)?;
        say(if was_trusted { messages::revoked(shown_path) } else { messages::was_untrusted(shown_path) });
        return Ok(Exit::Done);
    }
    if let Some(what) = config::of_a_stranger(&path) {
        return Err(Failure::question(messages::at_file(&shown_path, what), messages::left_aside_cure(&shown_path)));
    }
    let examined = config::examine(&path, registry, &args::trial(registry));
    for problem in &examined.problems {
        say(Failure::question(problem.words(), problem.cure.clone()));
    }
    if !examined.problems.is_empty() {
        return Ok(Exit::Usage);
    }
    if examined.needs.is_empty() {
        say(messages::needs_no_trust(shown_path));
        return Ok(Exit::Done);
    }
    if let Err(error) = print(&examined.needs) {
        super::super::of_write(&error)?;
    }
    config::trust(&path, &examined).map_err(unsaved)?;
    say(messages::trusted(&shown_path));
    say(messages::trusted_next(&shown_path));
    Ok(Exit::Done)
}

/// The file that is meant: the named one, that of the named folder, or the one that was found.
fn path(config: &Config, file: Option<&Path>) -> Result<PathBuf, Failure> {
    let found = || config.project().map(|file| file.path.clone());
    match file {
        Some(folder) if folder.is_dir() => Some(folder.join(config::here())),
        Some(file) => Some(file.to_owned()),
        None => found(),
    }
    .ok_or_else(|| Failure::question(messages::nothing_to_trust(), messages::nothing_to_trust_cure()))
}

/// What a file is let do, a line a setting: of a credential only where it comes from.
fn print(needs: &[(Key, Setting)]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (key, setting) in needs {
        let origin = setting.origin.to_string();
        let origin = match &setting.origin.profile {
            Some(profile) => messages::profile_of(profile, origin),
            None => Message::from(origin),
        };
        writeln!(out, "{key} = {}  {}", toml_of(&shown(&setting.value)), origin.in_lang(lang::current()))?;
    }
    out.flush()
}
