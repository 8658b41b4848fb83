//! The exit codes, and which one wins.

use std::process::ExitCode;

use numcheck_core::{Answer, AnyReport, Error, ErrorKind, Outcome};

/// How the tool ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    Unexpected = 1,
    Usage = 2,
    Incomplete = 3,
    Credentials = 4,
    NoInput = 5,
    Quota = 6,
    Vendor = 7,
    InDoubt = 8,
}

/// Which code wins when several apply: the one that must not be overlooked comes first.
const PRECEDENCE: [Exit; 8] = [
    Exit::Unexpected,
    Exit::Usage,
    Exit::NoInput,
    Exit::InDoubt,
    Exit::Credentials,
    Exit::Quota,
    Exit::Vendor,
    Exit::Incomplete,
];

impl Exit {
    /// The one code for all of these.
    pub(crate) fn of_all(exits: &[Self]) -> Self {
        PRECEDENCE.into_iter().find(|exit| exits.contains(exit)).unwrap_or(Self::Done)
    }

    /// The code of one number's answer.
    pub(crate) fn of_answer(answer: &Answer<AnyReport>) -> Self {
        if answer.outcome.is_answered() {
            return Self::Done;
        }
        // Billed and not answered is lost too, and certainly paid for.
        let lost = matches!(answer.outcome, Outcome::Failed(_)) && !answer.charge.is_free();
        if lost || answer.is_in_doubt() {
            return Self::InDoubt;
        }
        answer.outcome.error().map_or(Self::Incomplete, Self::of_error)
    }

    /// The code of an error that cost nothing.
    pub(crate) fn of_error(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Auth => Self::Credentials,
            ErrorKind::Quota => Self::Quota,
            ErrorKind::RateLimited | ErrorKind::Transport | ErrorKind::Unavailable => Self::Vendor,
            _ => Self::Incomplete,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::{Exit, PRECEDENCE};

    #[test]
    fn the_documented_order_wins() {
        assert_eq!(PRECEDENCE.map(|exit| exit as u8), [1, 2, 5, 8, 4, 6, 7, 3]);
        assert_eq!(Exit::of_all(&[]), Exit::Done);
        assert_eq!(Exit::of_all(&[Exit::Done, Exit::Incomplete, Exit::Quota]), Exit::Quota);
        for (at, winner) in PRECEDENCE.iter().enumerate() {
            let mut rest = PRECEDENCE[at..].to_vec();
            rest.reverse();
            assert_eq!(Exit::of_all(&rest), *winner);
        }
    }
}
