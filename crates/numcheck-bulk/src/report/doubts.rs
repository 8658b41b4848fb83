use numcheck_core::Timestamp;
use serde::Serialize;

use crate::ledger::{Doubt, Verdict};

/// A request that may be paid for and has no answer; its numbers that were settled are told apart from the others.
#[derive(Clone, Debug, Serialize)]
pub struct DoubtfulRequest {
    /// The request, as the file of doubts names it.
    pub request: i64,
    /// The run it belongs to; `None` for a check outside any run.
    pub run: Option<i64>,
    /// The product asked.
    pub product: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The vendor's order id, where it came.
    pub order_id: Option<String>,
    /// How many numbers are in doubt.
    pub numbers: u64,
    /// What they may have cost at most, in millionths of the currency.
    pub max_cost: Option<i64>,
    /// What the owner settled, with the vendor's bill.
    pub settled: Option<Settled>,
    /// Why they are in doubt.
    pub why: String,
}

/// What the owner said of numbers in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// They were paid, and their answers are lost.
    Paid,
    /// They were not paid, and may be asked again.
    NotPaid,
}

/// The doubts of each request together, the oldest request first.
pub(super) fn by_request(doubts: &[Doubt]) -> Vec<DoubtfulRequest> {
    let mut requests: std::collections::BTreeMap<(i64, Option<Settled>), DoubtfulRequest> =
        std::collections::BTreeMap::new();
    for doubt in doubts {
        let settled = match doubt.verdict {
            Some(Verdict::Paid) => Some(Settled::Paid),
            Some(Verdict::NotPaid) => Some(Settled::NotPaid),
            Some(Verdict::Repay(_)) | None => None,
        };
        let request = requests.entry((doubt.intent, settled)).or_insert_with(|| DoubtfulRequest {
            request: doubt.intent,
            run: doubt.run,
            product: doubt.product.clone(),
            sent_at: doubt.sent_at,
            order_id: doubt.order_id.clone(),
            numbers: 0,
            max_cost: None,
            settled,
            why: doubt.why.clone(),
        });
        request.numbers += 1;
        request.max_cost = doubt.max_cost.map(|cost| request.max_cost.unwrap_or_default().saturating_add(cost));
    }
    requests.into_values().collect()
}
