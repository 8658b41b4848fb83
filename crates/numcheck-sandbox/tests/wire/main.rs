//! The sandbox over real HTTP, asked by a client that knows nothing of it.

mod cards;
mod client;
mod credentials;
mod juhe;
mod ledger;
mod lifecycle;
mod shape;
mod ywjisu;
