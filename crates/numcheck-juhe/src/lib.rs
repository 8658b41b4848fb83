#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod caller_id;
#[cfg(feature = "encrypted")]
mod cipher;
mod codes;
mod envelope;
#[cfg(feature = "internals")]
pub mod internals;
mod line_status;
mod messages;
mod network_status;

pub use caller_id::{CALLER_ID, CallerIdChecker};
pub use codes::{CODES, STATUSES};
pub use line_status::{LINE_STATUS, LineStatusChecker};
pub use network_status::{NETWORK_STATUS, NetworkStatusChecker};
pub use numcheck_http::HttpOptions;
