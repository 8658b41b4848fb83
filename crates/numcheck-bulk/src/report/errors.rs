use std::collections::HashMap;

use numcheck_core::{Timestamp, mask_text};
use serde::Serialize;
use serde_json::Value;

use crate::ledger::{Answers, RequestRow};

/// Kinds of errors beyond this many are counted as one: words of a vendor may differ each time.
const MOST: usize = 200;

/// Something that went wrong, as often as it did.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// The product asked.
    pub product: String,
    /// The vendor's code, where it sent one.
    pub code: Option<String>,
    /// What kind of error it is; `None` for numbers the vendor refused within a reply.
    pub kind: Option<String>,
    /// What happened, in this software's words.
    pub message: String,
    /// The vendor's own words, the first time; masked.
    pub vendor_words: String,
    /// Who can do something about it.
    pub turn: Option<String>,
    /// Whether asking again could help: `never`, `backoff` or `after`.
    pub retry: Option<String>,
    /// Whether it cost money: `billed`, `free` or `unknown`.
    pub charge: String,
    /// Requests it befell.
    pub requests: u64,
    /// Numbers in them.
    pub numbers: u64,
    /// The first time.
    pub first_at: Timestamp,
    /// The last time.
    pub last_at: Timestamp,
}

/// Product, code, kind and message.
type Key = (String, Option<String>, Option<String>, String);

#[derive(Default)]
pub(super) struct Counter {
    faults: HashMap<Key, Fault>,
    /// The request that was counted last for each fault.
    counted: HashMap<Key, i64>,
}

impl Counter {
    pub(super) fn take(&mut self, request: &RequestRow, answers: &Answers) {
        if let Some(error) = request.error.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok()) {
            let text = |field: &str| error[field].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
            let message = mask_text(&text("message").unwrap_or_default());
            let numbers = request.positions.as_slice().len() as u64;
            let fault = |product: String| Fault {
                product,
                code: text("code"),
                kind: text("kind"),
                message: message.clone(),
                vendor_words: mask_text(&text("vendor_words").unwrap_or_default()),
                turn: text("turn"),
                retry: text("retry"),
                charge: request.charge.clone(),
                requests: 0,
                numbers: 0,
                first_at: request.sent_at,
                last_at: request.sent_at,
            };
            self.add(request, fault(request.product.clone()), numbers);
        }
        for answer in answers.iter() {
            let Some(words) = answer.error else { continue };
            let prefix = format!("{}: ", request.product);
            let fault = Fault {
                product: request.product.clone(),
                code: None,
                kind: None,
                message: mask_text(words.strip_prefix(&prefix).unwrap_or(words)),
                vendor_words: String::new(),
                turn: None,
                retry: None,
                charge: answer.charge.to_owned(),
                requests: 0,
                numbers: 0,
                first_at: request.sent_at,
                last_at: request.sent_at,
            };
            self.add(request, fault, 1);
        }
    }

    fn add(&mut self, request: &RequestRow, mut fault: Fault, numbers: u64) {
        if self.faults.len() >= MOST {
            fault = Fault { code: None, message: "other errors".to_owned(), vendor_words: String::new(), ..fault };
        }
        let key = (fault.product.clone(), fault.code.clone(), fault.kind.clone(), fault.message.clone());
        let first = self.counted.insert(key.clone(), request.id) != Some(request.id);
        let known = self.faults.entry(key).or_insert(fault);
        known.requests += u64::from(first);
        known.numbers += numbers;
        known.first_at = known.first_at.min(request.sent_at);
        known.last_at = known.last_at.max(request.sent_at);
    }

    pub(super) fn finish(self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.faults.into_values().collect();
        faults.sort_by(|a, b| {
            b.requests
                .cmp(&a.requests)
                .then_with(|| (&a.product, &a.code, &a.message).cmp(&(&b.product, &b.code, &b.message)))
        });
        faults
    }
}
