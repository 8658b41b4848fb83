//! `numcheck sandbox`: the vendors simulated on this machine, until Ctrl-C.

use std::io::{self, Write};

use numcheck_core::Message;
use numcheck_sandbox::billing::StateError;
use numcheck_sandbox::child::ChildError;
use numcheck_sandbox::faults::ParseFaultsError;
use numcheck_sandbox::{Options, Sandbox, StartError, child};

use crate::Registry;
use crate::args::SandboxArgs;
use crate::exit::Exit;
use crate::fault::{self, Failure};
use crate::messages::fault::no_runtime;
use crate::messages::sandbox as messages;
use crate::output::say;

pub(crate) fn run(registry: &Registry, args: &SandboxArgs) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::unexpected(no_runtime(error)))?;
    runtime.block_on(serve(registry, args))
}

async fn serve(registry: &Registry, args: &SandboxArgs) -> Result<Exit, Failure> {
    let faults = args.faults.parse().map_err(|error| Failure::question(no_plan(&error), Message::default()))?;
    let mut options = Options::default().addr((args.host, args.port)).faults(faults);
    options.state.clone_from(&args.state);
    if args.follow_parent {
        let totals = child::run(options, args.announce.as_deref(), child::GRACE).await;
        return totals.map(|_| Exit::Done).map_err(|error| match error {
            ChildError::Start(error) => no_start(error),
            ChildError::Announce { path, source } => {
                Failure::question(messages::no_announcement(path.display(), source), messages::no_announcement_cure())
            }
            other => Failure::question(messages::no_start(other.to_string()), Message::default()),
        });
    }
    let sandbox = Sandbox::start(options).await.map_err(no_start)?;
    if let Err(error) = exports(&mut io::stdout().lock(), registry, &sandbox) {
        // Whoever read the lines needs the server all the same.
        super::of_write(&error)?;
    }
    say(messages::hints(sandbox.addr()));
    say(messages::rule());
    wait_for_the_end().await;

    let ledger = sandbox.shutdown().await;
    let numbers = ledger.requests.iter().map(|request| request.numbers.len()).sum();
    let took = fault::requests(ledger.requests.len());
    say(messages::took(took, fault::numbers(numbers), ledger.billed()));
    Ok(Exit::Done)
}

/// Why the sandbox did not start, and the cure.
fn no_start(error: StartError) -> Failure {
    let (what, cure) = match error {
        StartError::Bind { addr, source } => (messages::cannot_listen(addr, source), messages::cannot_listen_cure()),
        StartError::NotLoopback(addr) => (messages::not_loopback(addr), messages::not_loopback_cure()),
        StartError::State(StateError::Damaged { path, line }) => {
            (messages::state_damaged(path.display(), line), messages::state_damaged_cure())
        }
        StartError::State(StateError::Io { path, source }) => {
            (messages::state_unreadable(path.display(), source), messages::state_unreadable_cure())
        }
        StartError::State(StateError::Locked(path)) => {
            (messages::state_locked(path.display()), messages::state_locked_cure())
        }
        StartError::State(StateError::Version { path, version }) => {
            (messages::state_version(path.display(), version), messages::state_damaged_cure())
        }
        other => (messages::no_start(other.to_string()), Message::default()),
    };
    Failure::question(what, cure)
}

/// What is wrong with a plan of faults, and the cure.
pub(crate) fn no_plan(error: &ParseFaultsError) -> Message {
    messages::no_plan(error.part(), Message::new(error.cure().to_owned(), error.cure_zh().to_owned()))
}

/// Lines for a shell to evaluate: where the vendors are, and credentials that open nothing else.
fn exports(out: &mut impl Write, registry: &Registry, sandbox: &Sandbox) -> io::Result<()> {
    for entry in registry.entries() {
        let Some(vendor) = entry.sandbox else { continue };
        let base_url = sandbox.base_url(vendor);
        writeln!(out, "# {}: --base-url {base_url}", entry.product().id())?;
        for credential in &entry.credentials {
            let value = credential.sandbox.unwrap_or_default().trim_end();
            writeln!(out, "export {}={}", credential.env, quoted(value))?;
        }
    }
    out.flush()
}

fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if value.chars().all(plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

/// Ctrl-C, or whatever a process manager sends instead.
async fn wait_for_the_end() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    // Without signals the process is killed, which ends the sandbox as well.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use numcheck_sandbox::cards::{Answer, CARDS};

    use super::{messages, quoted};

    #[test]
    fn the_rule_that_is_printed_is_the_rule_of_the_cards() {
        let rule = messages::rule();
        for card in CARDS.iter().filter(|card| card.ending.len() == 1 && matches!(card.answer, Answer::Status(_))) {
            let status = card.words.split([',', ' ']).next().unwrap_or_default();
            for text in [rule.in_lang(numcheck_core::Lang::En), rule.in_lang(numcheck_core::Lang::Zh)] {
                let line = text.lines().find(|line| line.starts_with(&format!("{} ", card.ending))).unwrap_or_default();
                assert!(status.is_ascii() || line.contains(status), "{card:?}: {line}");
            }
        }
    }

    #[test]
    fn a_shell_reads_back_what_was_written() {
        assert_eq!(quoted("sandbox-key"), "sandbox-key");
        assert_eq!(quoted("two\nlines"), "'two\nlines'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
