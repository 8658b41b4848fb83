#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod fault;
mod form;
#[cfg(feature = "internals")]
pub mod internals;
mod messages;
mod options;
mod redact;
mod reply;
mod secret;
mod turns;
pub mod wire;

pub use client::Client;
pub use form::Field;
pub use options::HttpOptions;
pub use reply::Reply;
pub use secret::Secret;
