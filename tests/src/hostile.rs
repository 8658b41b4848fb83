//! A vendor that means harm: raw TCP on loopback, and every reply that could crash, bloat or mislead whoever asked.
//!
//! The same replies are given to the checkers in `hostile_replies.rs`, and to the tool in a process of its own, where
//! `cargo xtask hostile` reads what memory it takes.

mod cases;
mod endpoint;
mod server;

pub use cases::{Case, Expect, Scale, cases, floods};
pub use endpoint::{Endpoint, NUMBER};
pub use server::Vendor;

use std::time::Duration;

/// What a vendor writes on a connection.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Whether it writes before it has read a byte of the request.
    pub speaks_first: bool,
    /// What it writes, one after the other; then it closes.
    pub pieces: Vec<Piece>,
}

/// A piece of a reply.
#[derive(Clone, Debug)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, now and then, until whoever asked has gone.
    Drip(Vec<u8>, Duration),
    /// These bytes so many times, as fast as they are taken.
    Times(Vec<u8>, u64),
}

impl Script {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes these bytes next.
    pub fn says(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.pieces.push(Piece::Bytes(bytes.as_ref().to_vec()));
        self
    }

    /// Writes these bytes so many times next.
    pub fn times(mut self, bytes: impl AsRef<[u8]>, times: u64) -> Self {
        self.pieces.push(Piece::Times(bytes.as_ref().to_vec(), times));
        self
    }

    /// Writes these bytes every 20 ms from now on.
    pub fn drips(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.pieces.push(Piece::Drip(bytes.as_ref().to_vec(), Duration::from_millis(20)));
        self
    }

    /// A whole reply of status 200, its length stated.
    pub fn replies(self, body: impl AsRef<[u8]>) -> Self {
        self.replies_with("", body)
    }

    /// The same with more lines in its head, each ended by CR LF.
    pub fn replies_with(self, head: &str, body: impl AsRef<[u8]>) -> Self {
        let length = body.as_ref().len();
        self.says(format!("HTTP/1.1 200 OK\r\n{head}Content-Length: {length}\r\n\r\n")).says(body)
    }
}
