#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod by_column;
pub mod fixture;
pub mod laws;
pub mod replay;

pub use fixture::{Fixture, FixtureError, Given};
pub use laws::{HttpSubject, Scene, Staged, Subject, Violation, assert_lawful};
pub use replay::{Mismatch, Replay, Sent};
