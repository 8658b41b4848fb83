#![doc = include_str!("../README.md")]

mod app;
pub mod billing;
mod call;
pub mod cards;
pub mod child;
mod control;
pub mod credentials;
mod decrypt;
pub mod faults;
mod fields;
mod juhe;
mod options;
mod product;
mod reply;
mod rows;
mod sandbox;
mod server;
mod subscriber;
mod wire;
mod ywjisu;

pub use crate::faults::Faults;
pub use crate::options::Options;
pub use crate::product::{Product, Vendor};
pub use crate::sandbox::{Sandbox, StartError};
