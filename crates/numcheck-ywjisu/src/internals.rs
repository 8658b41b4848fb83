//! What the checker does before its request and with the reply after it, without a vendor: for the tests and benches of this
//! repository. Unstable: it may change in any version.

use numcheck_core::columns::Checked;
use numcheck_core::{Batch, LineReport, PhoneNumber, Result};
use numcheck_http::{Reply, Secret};

use crate::{line_status, sign};

/// The token that signs a request.
pub fn token(code: &Secret, private_key: &Secret, timestamp: &str) -> String {
    sign::token(code, private_key, timestamp)
}

/// What a reply of [`LINE_STATUS`](crate::LINE_STATUS) says of the numbers asked.
///
/// # Errors
///
/// As a checker's `check` after its reply was read.
pub fn line_status(numbers: &[PhoneNumber], reply: Reply) -> Result<Batch<LineReport>> {
    line_status::decode(numbers, &crate::LINE_STATUS.sendable(numbers)?, reply)
}

/// The same by column.
///
/// # Errors
///
/// As a checker's `check_by_column` after its reply was read.
pub fn line_status_by_column(numbers: &[PhoneNumber], reply: Reply) -> Result<Checked<LineReport>> {
    line_status::decode_by_column(numbers, &crate::LINE_STATUS.sendable(numbers)?, reply)
}
