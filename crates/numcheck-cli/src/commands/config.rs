//! `numcheck config`: the configuration written, shown and verified.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::args::{ConfigArgs, ConfigCommand};
use crate::config::{self, Config};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::config as messages;
use crate::output::say;
use crate::{Registry, lang};

mod show;
mod trust;

pub(crate) fn run(registry: &Registry, args: &ConfigArgs, config: &Config) -> Result<Exit, Failure> {
    match &args.command {
        ConfigCommand::Check => check(config),
        ConfigCommand::Init { user } => init(*user),
        ConfigCommand::Show { origin, format } => {
            config.verify().map_err(Failure::without_money)?;
            say_untrusted(config);
            show::show(registry, config, *origin, *format)
        }
        ConfigCommand::Trust { file, revoke } => trust::run(registry, config, file.as_deref(), *revoke),
    }
}

fn say_untrusted(config: &Config) {
    if let Some(problem) = &config.untrusted {
        say(messages::not_in_use(problem.words(), &problem.cure));
    }
}

/// Says of each file that it is valid, or everything wrong with it.
fn check(config: &Config) -> Result<Exit, Failure> {
    if config.files.is_empty() && config.problems.is_empty() {
        say(messages::no_files());
        return Ok(Exit::Done);
    }
    for problem in &config.problems {
        say(Failure::question(problem.words(), problem.cure.clone()));
    }
    let wrong = |path: &Path| config.problems.iter().any(|problem| problem.file.as_deref() == Some(path));
    let mut out = io::stdout().lock();
    let valid = config.files.iter().filter(|file| !wrong(&file.path));
    let written = valid
        .map(|file| messages::valid(file.path.display()))
        .try_for_each(|line| writeln!(out, "{}", line.in_lang(lang::current())));
    if let Err(error) = written {
        super::of_write(&error)?;
    }
    say_untrusted(config);
    Ok(if config.problems.is_empty() { Exit::Done } else { Exit::Usage })
}

fn init(for_user: bool) -> Result<Exit, Failure> {
    let path = if for_user {
        config::user_file(|name| std::env::var_os(name))
            .ok_or_else(|| Failure::question(messages::no_home(), messages::no_home_cure()))?
    } else {
        config::here()
    };
    write_new(&path, config::sample(lang::current(), for_user))?;
    say(messages::made(path.display()));
    say(messages::made_next());
    Ok(Exit::Done)
}

/// Writes a file that only its owner can read, and that was not there.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::question(messages::there_already(path.display()), messages::there_already_cure())
        }
        _ => Failure::question(messages::cannot_be_made(path.display(), error), messages::cannot_be_made_cure()),
    };
    let folder: Option<PathBuf> = path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned);
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
