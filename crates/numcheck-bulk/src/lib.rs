#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod address;
pub mod bill;
mod crash;
mod error;
pub mod export;
mod guard;
pub mod input;
pub mod ledger;
mod messages;
mod plan;
pub mod report;
mod run;
mod standing;
mod summary;
mod together;
mod view;
mod warnings;

pub use address::address;
pub use error::{Error, Result};
pub use guard::check_guarded;
pub use run::{Activity, Budget, Ending, Estimate, InDoubt, Options, Pause, Progress, Run, RunProduct, hash_of_pipe};
pub use summary::Summary;
pub use view::View;
pub use warnings::Warnings;
