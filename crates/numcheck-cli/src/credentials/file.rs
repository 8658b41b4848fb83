//! Credentials in files.

use std::io::Read;
use std::path::Path;

use numcheck_core::{Message, Phrase};

use crate::messages::credentials as messages;

/// A credential file larger than this is something else.
const LARGEST: u64 = 64 << 10;

/// The file's text without its last line break, or what is wrong with it and the cure. `place` is what names the file.
pub(super) fn read(path: &Path, place: impl Phrase) -> Result<String, (Message, Message)> {
    let read = || {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = read().map_err(|error| (Message::from(error.to_string()), messages::unreadable_cure(&place)))?;
    if bytes.len() as u64 > LARGEST {
        return Err((messages::too_large(), messages::too_large_cure(&place)));
    }
    let text = String::from_utf8(bytes).map_err(|_| (messages::no_text(), messages::no_text_cure()))?;
    Ok(without_line_break(text))
}

/// The mode of a plain file that the group or others can read, such as `644`.
#[cfg(unix)]
pub(crate) fn readable_by_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;

    let found = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let mode = found.permissions().mode() & 0o777;
    (mode & 0o044 != 0).then(|| format!("{mode:03o}"))
}

/// Elsewhere files have no such mode.
#[cfg(not(unix))]
pub(crate) fn readable_by_others(_: &Path) -> Option<String> {
    None
}

pub(super) fn without_line_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_ends_a_file() {
        for (text, want) in [("k", "k"), ("k\n", "k"), ("k\r\n", "k"), ("k\n\n", "k\n")] {
            assert_eq!(without_line_break(text.to_owned()), want);
        }
    }
}
