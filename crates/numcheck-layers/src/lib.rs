#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod cache;
mod ext;
mod failover;
mod gather;
mod messages;
#[cfg(test)]
mod model;
mod planted;
pub mod policy;
mod rate_limit;
mod retry;
mod split;
mod stack;

pub use cache::Cache;
pub use ext::LayerExt;
pub use failover::Failover;
pub use policy::{Policy, Step};
pub use rate_limit::{Rate, RateLimit};
pub use retry::Retry;
pub use split::Split;
pub use stack::{Stack, stack};
