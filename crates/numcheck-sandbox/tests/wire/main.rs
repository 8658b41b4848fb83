//! The sandbox over real HTTP, asked by a client that knows nothing of it.

mod cards;
mod child;
mod client;
mod control;
mod credentials;
mod durable;
mod faults;
mod juhe;
mod ledger;
mod lifecycle;
mod mutations;
mod quota;
mod readme;
mod shape;
mod ywjisu;
