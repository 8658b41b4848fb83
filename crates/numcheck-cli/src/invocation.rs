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

fn line(args: &[OsString]) -> String {
    let words = args.iter().filter(|arg| *arg != "--new").map(|arg| quoted(&arg.to_string_lossy()));
    words.collect::<Vec<_>>().join(" ")
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
    fn it_can_be_pasted_into_a_shell_and_does_not_begin_anew() {
        let args =
            ["numcheck", "run", "my list.csv", "--new", "-p", "juhe/line-status", "it's", ""].map(OsString::from);
        assert_eq!(line(&args), r"numcheck run 'my list.csv' -p juhe/line-status 'it'\''s' ''");
    }
}
