//! Laws that hold for whatever comes from outside, however it was made: a reply, a list, a key, a file.
//!
//! Each law takes raw bytes and says what is broken. The property tests of `tests/untrusted.rs` and the fuzz targets of
//! `tests/fuzz` call the same functions, so that a law is written once.

pub mod decode;
pub mod evidence;
pub mod fixtures;
pub mod lists;
pub mod mask;
pub mod number;
pub mod pem;
pub mod redact;
pub mod sheets;
pub mod silence;
pub mod vendor;

/// Whether a law holds; if not, how it is broken.
pub type Verdict = Result<(), String>;

/// Breaks a law unless something holds.
macro_rules! ensure {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err(format!($($words)+));
        }
    };
}

pub(crate) use ensure;
