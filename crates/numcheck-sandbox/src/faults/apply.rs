//! Does to a reply what was drawn for it. Below HTTP, [`Wire`](crate::wire) does the rest.

use std::mem::replace;
use std::sync::LazyLock;
use std::time::Duration;

use axum::body::Bytes;

use super::dice::below;
use super::draw::{Change, Refusal};
use super::mutate;
use crate::Product;
use crate::billing::Delivery;
use crate::call::Call;
use crate::reply::{Content, Reply};

const HUGE: usize = 64 << 20;

/// What is done to the connection when the reply is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sabotage {
    Close,
    /// The body ends after so many bytes.
    Cut(usize),
    Drip(Duration),
    /// Nothing is sent, ever.
    Hang,
    Reset,
}

/// The codes a vendor refuses with.
struct Codes {
    maintenance: u32,
    quota: u32,
    retry: u32,
}

/// Whether the vendor refuses, whatever was asked. A refusal it would have made anyhow stands, but a 429
/// comes before anybody looks.
pub(crate) fn refuse(
    product: Product,
    call: &mut Call,
    answered: Result<Reply, Reply>,
    refusal: fn(u32) -> Reply,
) -> Result<Reply, Reply> {
    let codes = codes(product);
    match call.draw.vendor {
        Some(Refusal::Limit { retry_after }) => {
            call.strike("limit");
            call.refuse(false);
            Err(Reply::page(429).header("retry-after", retry_after.to_string()))
        }
        Some(Refusal::Maintenance) if answered.is_ok() => {
            call.strike("maintenance");
            call.refuse(false);
            Err(refusal(codes.maintenance))
        }
        Some(Refusal::Retry { billed }) if answered.is_ok() => {
            call.strike("retry");
            if billed {
                call.strike("retry-billed");
            }
            call.refuse(billed);
            Err(refusal(codes.retry))
        }
        _ => answered,
    }
}

/// The refusal of an account that is used up.
pub(crate) fn used_up(product: Product, call: &mut Call, refusal: fn(u32) -> Reply) -> Reply {
    call.strike("quota");
    call.refuse(false);
    refusal(codes(product).quota)
}

/// Changes the reply, or says what is to be done to the connection. Notes in the entry what arrives.
pub(crate) fn change(call: &mut Call, mut reply: Reply) -> (Reply, Option<Sabotage>) {
    if call.draw.unbilled {
        call.strike("unbilled");
    }
    let Some(change) = call.draw.reply else {
        return (reply, None);
    };
    let detail = call.draw.detail;
    let (name, delivery) = match change {
        Change::Close => ("close", Delivery::Lost),
        Change::Cut(_) => ("cut", Delivery::Cut),
        Change::Drip(_) => ("drip", Delivery::Whole),
        Change::Empty => ("empty", Delivery::Garbled),
        Change::Garbage => ("garbage", Delivery::Garbled),
        Change::Hang => ("hang", Delivery::Lost),
        Change::Http(_) => ("http", Delivery::Garbled),
        Change::Huge => ("huge", Delivery::Garbled),
        Change::Mutation(mutation) => {
            if mutate::mutate(mutation, detail, call, &mut reply) {
                call.strike(mutation.name());
            }
            return (reply, None);
        }
        Change::Reset => ("reset", Delivery::Lost),
    };
    call.strike(name);
    if delivery != Delivery::Whole {
        call.spoil(delivery);
    }
    match change {
        Change::Cut(at) => {
            let body = replace(&mut reply.body, Content::Text(String::new())).into_bytes();
            // A cut is one byte short at least.
            let at = at.unwrap_or_else(|| below(body.len(), detail)).min(body.len().saturating_sub(1));
            (reply.with_body(Content::Raw(Box::new(body))), Some(Sabotage::Cut(at)))
        }
        Change::Close => (reply, Some(Sabotage::Close)),
        Change::Drip(every) => (reply, Some(Sabotage::Drip(every))),
        Change::Empty => (reply.with_body(Content::Text(String::new())), None),
        Change::Garbage => (garbage(reply, detail), None),
        Change::Hang => (reply, Some(Sabotage::Hang)),
        Change::Http(status) => (Reply::page(status), None),
        Change::Huge => (huge(reply), None),
        Change::Mutation(_) => (reply, None),
        Change::Reset => (reply, Some(Sabotage::Reset)),
    }
}

fn codes(product: Product) -> Codes {
    let juhe = |retry| Codes { maintenance: 10_020, quota: 10_012, retry };
    match product {
        Product::JuheCallerId => juhe(251_101),
        Product::JuheLineStatus => juhe(267_101),
        Product::JuheNetworkStatus => juhe(224_915),
        Product::YwjisuLineStatus => Codes { maintenance: 500_000, quota: 510_101, retry: 500_004 },
    }
}

/// The reply with junk in it: never JSON, and one time in two not even UTF-8.
fn garbage(mut reply: Reply, detail: u64) -> Reply {
    let body = replace(&mut reply.body, Content::Text(String::new())).into_bytes();
    let (before, after) = body.split_at(below(body.len(), detail));
    let junk: &[u8] = if detail.is_multiple_of(2) { b"\xff\xfe\x00" } else { b"}{]" };
    reply.with_body(Content::Raw(Box::new([b"}", before, junk, after].concat().into())))
}

/// More than anyone should read.
fn huge(reply: Reply) -> Reply {
    static SPACES: LazyLock<Bytes> = LazyLock::new(|| vec![b' '; HUGE].into());
    reply.with_body(Content::Raw(Box::new(SPACES.clone())))
}
