#![doc = include_str!("../README.md")]

use std::ffi::OsString;
use std::process::ExitCode;

mod account;
mod args;
mod commands;
mod config;
mod connect;
mod credentials;
mod exit;
mod fault;
mod invocation;
mod lang;
mod logging;
mod messages;
mod output;
mod panic;
mod registry;
mod settings;
mod state;

use args::Command;
use config::Config;
pub use credentials::Credential;
use exit::Exit;
pub use registry::{Entry, Registry};
pub use settings::{Encryption, Settings};

/// Holds the reading of a configuration file to its laws: for the fuzz target, which has no other way to it.
///
/// # Errors
///
/// The law that is broken.
#[cfg(fuzzing)]
#[doc(hidden)]
pub fn config_law(text: &str) -> Result<(), String> {
    config::laws::law(text)
}

/// Runs the tool with the arguments and the environment of this process.
///
/// Data goes to standard output, everything for people to standard error. What a panic prints meanwhile is replaced: it
/// says where it was, and none of the words that may hold a number or a credential. The exit codes:
///
/// | code | meaning |
/// |---|---|
/// | 0 | every number answered: a report, or no record |
/// | 1 | unexpected |
/// | 2 | usage or configuration |
/// | 3 | some numbers without an answer |
/// | 4 | credentials missing or refused |
/// | 5 | no usable input |
/// | 6 | quota or budget |
/// | 7 | the vendor cannot be reached, or slows us down |
/// | 8 | an answer was lost that may have been paid for |
///
/// When several apply, the first of 1, 2, 5, 8, 4, 6, 7, 3.
pub fn run(registry: &Registry) -> ExitCode {
    run_from(registry, std::env::args_os())
}

/// Runs the tool with these arguments, the first of which is the tool's name.
pub fn run_from<A: Into<OsString> + Clone>(registry: &Registry, args: impl IntoIterator<Item = A>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let env = |name: &str| std::env::var_os(name);
    let config = Config::load(registry, &args, env, || args::trial(registry));
    lang::choose(&args, env, config.lang());
    invocation::remember(&args);
    let command = match args::parse(registry, args, &config) {
        Ok(command) => command,
        Err(exit) => return exit.into(),
    };
    // A panic is a fault of ours: exit code 1, as documented, and not the 101 of the runtime.
    panic::guarded(|| dispatch(registry, &command, &config)).unwrap_or(Exit::Unexpected).into()
}

fn dispatch(registry: &Registry, command: &Command, config: &Config) -> Exit {
    if command.is_configured() || matches!(command, Command::Config(_)) {
        config.say_left_aside();
    }
    let allowed = if command.is_configured() { config.verify().and_then(|()| config.verify_trust()) } else { Ok(()) };
    if allowed.is_ok() && command.asks_vendors() {
        config.say_project();
    }
    let done = match command {
        _ if allowed.is_err() => allowed.map(|()| Exit::Done),
        Command::Bill(args) => commands::bill::run(registry, args),
        Command::Check(args) => commands::check::run(registry, args),
        Command::Completions(args) => commands::completions::run(registry, args),
        Command::Config(args) => commands::config::run(registry, args, config),
        Command::Doctor(args) => commands::doctor::run(registry, args, config),
        Command::Explain(args) => commands::explain::run(registry, args),
        Command::Man(args) => commands::man::run(registry, args),
        Command::Demo(args) => commands::demo::run(registry, args),
        Command::Normalize(args) => commands::normalize::run(args),
        Command::Products(args) => commands::products::run(registry, args, config),
        Command::Run(args) => commands::run::run(registry, args),
        Command::Runs(args) => commands::runs::run(registry, args),
        Command::Sandbox(args) => commands::sandbox::run(registry, args),
        Command::Schema(args) => commands::schema::run(args),
    };
    match done {
        Ok(exit) => exit,
        Err(failure) => {
            output::say(&failure);
            failure.exit()
        }
    }
}
