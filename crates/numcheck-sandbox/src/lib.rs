#![doc = include_str!("../README.md")]

pub mod billing;
pub mod cards;
pub mod credentials;
mod decrypt;
mod fields;
mod juhe;
mod product;
mod reply;
mod sandbox;
mod server;
mod subscriber;
mod ywjisu;

pub use crate::product::{Product, Vendor};
pub use crate::sandbox::{Options, Sandbox, StartError};
