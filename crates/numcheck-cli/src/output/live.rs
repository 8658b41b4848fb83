//! Standard error where a line may stand that is drawn again and again: what is told in the meantime goes above it.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// What stands there now; empty where nothing does.
static LINE: Mutex<String> = Mutex::new(String::new());

/// Erases the line the cursor is on.
const ERASE: &str = "\r\u{1b}[K";

/// Draws the line anew; an empty one takes it away. For terminals alone, and no wider than they are.
pub(crate) fn draw(line: &str) {
    let mut drawn = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    if *drawn == line {
        return;
    }
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{ERASE}{line}");
    let _ = stderr.flush();
    line.clone_into(&mut drawn);
}

/// Writes whole lines, above the line that is drawn. A standard error that is closed is no reason to stop.
pub(crate) fn above(lines: &[u8]) {
    let drawn = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut stderr = io::stderr().lock();
    if drawn.is_empty() {
        let _ = stderr.write_all(lines);
        return;
    }
    let _ = stderr.write_all(ERASE.as_bytes());
    let _ = stderr.write_all(lines);
    let _ = stderr.write_all(drawn.as_bytes());
    let _ = stderr.flush();
}
