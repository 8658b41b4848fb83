//! The command this process was given, as it can be given again.

use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};

static GIVEN: Mutex<Vec<OsString>> = Mutex::new(Vec::new());

/// Keeps the arguments, the tool's name first.
pub(crate) fn remember(args: &[OsString]) {
    args.clone_into(&mut GIVEN.lock().unwrap_or_else(PoisonError::into_inner));
}

/// The command that goes on with what this one began, for a shell: the same, but that it does not begin anew.
pub(crate) fn to_go_on() -> String {
    line(&GIVEN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The command that begins anew and takes every answer there is, for a shell; `reuse` unless the owner has set an age.
pub(crate) fn to_ask_again(reuse: Option<&str>) -> String {
    anew(&GIVEN.lock().unwrap_or_else(PoisonError::into_inner), reuse)
}

fn anew(args: &[OsString], reuse: Option<&str>) -> String {
    let mut args: Vec<OsString> = args.iter().filter(|arg| *arg != "--new").cloned().collect();
    // Behind `--` everything is a list.
    let at = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let more = reuse.map(|age| ["--reuse".into(), OsString::from(age)]);
    args.splice(at..at, std::iter::once("--new".into()).chain(more.into_iter().flatten()));
    line_of(args.iter())
}

fn line(args: &[OsString]) -> String {
    line_of(args.iter().filter(|arg| *arg != "--new"))
}

fn line_of<'a>(args: impl Iterator<Item = &'a OsString>) -> String {
    args.map(|arg| quoted(&arg.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// A word as a shell reads it back.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,=@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_answer_is_asked_again_by_a_new_run_that_reuses_the_rest() {
        let args = |words: &str| words.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(anew(&args("numcheck run list.csv --new"), Some("7d")), "numcheck run list.csv --new --reuse 7d");
        assert_eq!(anew(&args("numcheck run --reuse 30d -- a"), None), "numcheck run --reuse 30d --new -- a");
    }

    #[test]
    fn it_can_be_pasted_into_a_shell_and_does_not_begin_anew() {
        let args =
            ["numcheck", "run", "my list.csv", "--new", "-p", "juhe/line-status", "it's", ""].map(OsString::from);
        assert_eq!(line(&args), r"numcheck run 'my list.csv' -p juhe/line-status 'it'\''s' ''");
    }
}
