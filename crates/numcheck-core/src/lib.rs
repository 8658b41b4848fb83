#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod any;
mod batch;
mod charge;
mod checker;
mod code;
pub mod columns;
mod error;
mod mask;
mod message;
mod messages;
mod number;
mod product;
mod report;
mod text;
mod time;

pub use any::{AnyChecker, AnyReport, Fields};
pub use async_trait::async_trait;
pub use batch::{Answer, Batch, OpenNumbers, Outcome, Reconciliation, Rejection, Row};
pub use charge::{Basis, Charge, Receipt};
pub use checker::{DynChecker, NumberChecker, NumberCheckerExt};
pub use code::{CodeRow, StatusRow, Turn, find_code};
pub use error::{Error, ErrorKind, RawReply, Result, RetryHint};
pub use mask::mask_text;
pub use message::{Lang, Message, Phrase, wrong_with};
pub use number::{NumberKind, ParseNumberError, ParseNumberReason, PhoneNumber};
pub use product::{Product, ProductId};
pub use report::{
    CallerMark, CallerReport, LineReport, LineStatus, MarkKind, NetworkReport, NetworkStatus, Reachability, Report,
    Summary,
};
pub use text::Text;
pub use time::Timestamp;
