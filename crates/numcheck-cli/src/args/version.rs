//! What `--version` says of this build; `-V` says the version alone.

use numcheck_core::Message;

use crate::messages::version as messages;
use crate::{Registry, lang};

/// The version, the facts of the build, and the documents that the products were built from.
pub(super) fn facts(registry: &Registry) -> String {
    let mut lines = vec![Message::from(env!("CARGO_PKG_VERSION"))];
    let known = |fact: &'static str, words: fn(&'static str) -> Message| (!fact.is_empty()).then(|| words(fact));
    lines.extend(known(env!("BUILT_FROM"), messages::commit));
    lines.extend(known(env!("BUILT_BY"), messages::rustc));
    lines.extend(known(env!("BUILT_FOR"), messages::target));
    lines.extend(known(env!("BUILT_AS"), messages::profile));
    let planted = cfg!(feature = "planted-bugs");
    lines.push(messages::features(if planted { Message::from("planted-bugs") } else { messages::none() }));
    lines.push(messages::ledger(numcheck_bulk::ledger::VERSION));
    lines.push(messages::documents());
    let ids = registry.entries().iter().map(|entry| entry.product().id().as_str().len()).max().unwrap_or(0);
    for entry in registry.entries() {
        let product = entry.product();
        let document = match product.document() {
            "" => continue,
            // Dated documents end with their date.
            dated if dated.ends_with(|c: char| c.is_ascii_digit()) => Message::from(dated),
            undated => messages::undated(undated),
        };
        lines.push(messages::document(format!("{:ids$}", product.id()), document));
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.in_lang(lang::current())).collect();
    lines.join("\n")
}
