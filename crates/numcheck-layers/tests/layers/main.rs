//! Each layer over a scripted checker that counts its requests, in tokio's paused time.

mod cache;
mod failover;
mod rate_limit;
mod retry;
mod split;
mod stub;
