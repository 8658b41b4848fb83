#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod codes;
#[cfg(feature = "internals")]
pub mod internals;
mod line_status;
mod messages;
mod sign;

pub use codes::{CODES, STATUSES};
pub use line_status::{LINE_STATUS, LineStatusChecker};
pub use numcheck_http::HttpOptions;
