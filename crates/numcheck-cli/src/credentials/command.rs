//! Credentials that a program prints: a password manager.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use numcheck_core::Message;

use super::file::without_line_break;
use crate::messages::credentials as messages;

/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// A line longer than this is no credential.
const LONGEST: u64 = 64 << 10;

/// The first line that a program prints, or what is wrong and the cure, which name the program and nothing it said.
///
/// It is run without a shell, and without the standard input, which may be the list. What it says on standard error is
/// for the person before the screen and is not kept.
pub(super) fn first_line(words: &[String]) -> Result<String, (Message, Message)> {
    let Some((program, args)) = words.split_first() else {
        return Err((messages::no_output(), messages::command_not_started_cure()));
    };
    let failed = |how: Message| (messages::command_failed(program, how), messages::command_failed_cure(program));
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| (messages::command_not_started(program, error), messages::command_not_started_cure()))?;
    let deadline = Instant::now() + PATIENCE;
    let (sender, line) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        // A program that never ends its line must not hold us: the thread is left to it.
        thread::spawn(move || {
            let mut reader = BufReader::new(stdout.take(LONGEST));
            let mut line = Vec::new();
            let read = reader.read_until(b'\n', &mut line).map(|_| line);
            let _ = sender.send(read);
            // The rest is drained, so that the program does not fail for want of a reader.
            let _ = std::io::copy(&mut reader.into_inner().into_inner(), &mut std::io::sink());
        });
    }
    let slow = || (messages::command_slow(program), messages::command_slow_cure(program));
    let line = line.recv_timeout(PATIENCE);
    let Some(status) = wait(&mut child, deadline) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(slow());
    };
    if !status.success() {
        return Err(failed(status.code().map_or_else(messages::killed, messages::exit_status)));
    }
    match line {
        Ok(Ok(line)) if line.is_empty() => Err(failed(messages::no_output())),
        Ok(Ok(line)) => String::from_utf8(line).map(without_line_break).map_err(|_| failed(messages::no_text())),
        Ok(Err(error)) => Err(failed(Message::from(error.to_string()))),
        Err(_) => Err(slow()),
    }
}

/// How it ended, if it does in time.
fn wait(child: &mut Child, deadline: Instant) -> Option<std::process::ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
            _ => return None,
        }
    }
}
