use numcheck_bulk::report::RunReport;
use numcheck_core::{Lang, Message};

use crate::Registry;
use crate::commands::report::figures::{grouped, money};
use crate::commands::report::words;
use crate::messages::report as messages;

/// What each product cost, and whether the vendors' receipts agree.
pub(super) struct MoneyTable {
    pub(super) rows: Vec<MoneyRow>,
    pub(super) total: MoneyRow,
    pub(super) sentences: Vec<(&'static str, String)>,
}

/// A product, or all together.
pub(super) struct MoneyRow {
    pub(super) product: String,
    pub(super) requests: String,
    pub(super) billed: String,
    pub(super) unstated: String,
    pub(super) doubt: String,
    pub(super) spent: String,
    pub(super) price: String,
    pub(super) cost: String,
}

impl MoneyTable {
    pub(super) fn of(report: &RunReport, registry: &Registry, lang: Lang) -> Self {
        let told = |amount: Option<i64>| amount.map_or_else(|| "—".to_owned(), money);
        let doubt = |spent: u64, billed: u64, unstated: u64| grouped(spent.saturating_sub(billed + unstated));
        let all = &report.money;
        let rows = all.products.iter().map(|product| MoneyRow {
            product: words::product(&product.product, registry).in_lang(lang).to_owned(),
            requests: grouped(product.requests),
            billed: grouped(product.billed),
            unstated: grouped(product.unstated),
            doubt: doubt(product.spent, product.billed, product.unstated),
            spent: grouped(product.spent),
            price: told(product.price),
            cost: told(product.cost),
        });
        let total = MoneyRow {
            product: messages::total().in_lang(lang).to_owned(),
            requests: grouped(all.requests),
            billed: grouped(all.billed),
            unstated: grouped(all.unstated),
            doubt: doubt(all.spent, all.billed, all.unstated),
            spent: grouped(all.spent),
            price: String::new(),
            cost: told(all.cost),
        };
        let told = sentences(report);
        let sentences = told.into_iter().map(|(tone, message)| (tone, message.in_lang(lang).to_owned()));
        Self { rows: rows.collect(), total, sentences: sentences.collect() }
    }
}

/// What the reconciliation comes to, and whether it is good.
pub(in crate::commands::report) fn sentences(report: &RunReport) -> Vec<(&'static str, Message)> {
    let money = &report.money;
    let mut sentences = Vec::new();
    let verified = money.receipts > 0 || money.receipts_against > 0;
    if verified && money.receipts == money.receipts_against {
        sentences.push(("good", messages::money_agrees(grouped(money.receipts))));
    } else if verified {
        let (receipts, billed) = (grouped(money.receipts), grouped(money.receipts_against));
        sentences.push(("warn", messages::money_differs(receipts, billed)));
    }
    if money.unverifiable_requests > 0 {
        sentences.push(("note", messages::money_unverifiable(grouped(money.unverifiable_requests))));
    } else if !verified && money.spent == 0 {
        sentences.push(("good", messages::money_nothing()));
    }
    if money.unstated > 0 {
        sentences.push(("note", messages::money_unstated(grouped(money.unstated))));
    }
    if report.in_doubt > 0 {
        sentences.push(("note", messages::money_doubt(grouped(report.in_doubt))));
    }
    if report.lost > 0 {
        sentences.push(("note", messages::money_lost(grouped(report.lost))));
    }
    sentences
}
