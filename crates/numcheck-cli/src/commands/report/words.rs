//! What the ledger's words mean to people, in their language.

use numcheck_bulk::report::{DoubtfulRequest, Fault, Happening, Reaches, Settled};
use numcheck_core::{Message, find_code, mask_text};

use crate::Registry;
use crate::messages::report as messages;
use crate::output::printable;

/// A reachability: its class in the page, its name, what it means, how many numbers.
pub(super) struct Reach {
    pub(super) class: &'static str,
    pub(super) name: Message,
    pub(super) means: Message,
    pub(super) numbers: u64,
}

/// All reachabilities, the best first.
pub(super) fn reaches(reaches: &Reaches) -> [Reach; 7] {
    let reach = |class, name, means, numbers| Reach { class, name, means, numbers };
    [
        reach("reachable", messages::reach_reachable(), messages::mean_reachable(), reaches.reachable),
        reach("doubtful", messages::reach_doubtful(), messages::mean_doubtful(), reaches.doubtful),
        reach("avoid", messages::reach_avoid(), messages::mean_avoid(), reaches.avoid),
        reach("unreachable", messages::reach_unreachable(), messages::mean_unreachable(), reaches.unreachable),
        reach("dead", messages::reach_dead(), messages::mean_dead(), reaches.dead),
        reach("unknown", messages::reach_unknown(), messages::mean_unknown(), reaches.unknown),
        reach("unsaid", messages::reach_unsaid(), messages::mean_unsaid(), reaches.unsaid),
    ]
}

/// The state of a run.
pub(super) fn state(word: &str) -> Message {
    match word {
        "finished" => messages::state_finished(),
        "stopped" => messages::state_stopped(),
        _ => messages::state_started(),
    }
}

/// What happened to a run.
pub(super) fn event(word: &str) -> Message {
    match word {
        "started" => messages::event_started(),
        "resumed" => messages::event_resumed(),
        "stopped" => messages::event_stopped(),
        "finished" => messages::event_finished(),
        "repay" => messages::event_repay(),
        other => vendor(other).into(),
    }
}

/// Why something happened; empty where it was not said.
pub(super) fn why(event: &Happening) -> Message {
    match (event.why.as_deref(), event.why_zh.as_deref()) {
        (Some(why), Some(why_zh)) => Message::new(vendor(why), vendor(why_zh)),
        (Some(why), None) => kept(why),
        (None, _) => Message::default(),
    }
}

/// A sentence that the ledger keeps in English, in both languages where it is one of ours.
pub(super) fn kept(words: &str) -> Message {
    let ours = [
        messages::why_all_asked(),
        messages::why_budget(),
        messages::why_interrupted(),
        messages::crashed(),
        messages::under_way(),
        messages::silent_number(),
        messages::lost_time_out(),
        messages::lost_broken(),
        messages::lost_cut(),
        messages::lost_slow(),
        messages::other_errors(),
    ];
    ours.into_iter()
        .find(|message| message.as_str() == words)
        .or_else(|| with_error(words))
        .unwrap_or_else(|| vendor(words).into())
}

/// Why a run stopped, where an error follows: the error's code says it in any language.
fn with_error(words: &str) -> Option<Message> {
    let ours = [messages::why_closed(), messages::why_doubts(), messages::why_retries(), messages::why_stopped()];
    let (what, error) = words.split_once(": ")?;
    let what = ours.into_iter().find(|message| message.as_str() == what)?;
    let code = error.split_once("(code ").and_then(|(_, rest)| rest.split([':', ')']).next());
    let zh = match code {
        Some(code) => messages::with_code(&what, vendor(code)),
        None => what,
    };
    Some(Message::new(vendor(words), zh.in_lang(numcheck_core::Lang::Zh).to_owned()))
}

/// A text that a vendor had a hand in: no number, nothing that moves or turns the text around.
pub(super) fn vendor(words: &str) -> String {
    printable(&mask_text(words))
}

/// What an error means: the vendor's table has the best words for its code.
pub(super) fn meaning(fault: &Fault, registry: &Registry) -> Message {
    let entry = registry.find(&fault.product);
    let row = fault.code.as_deref().zip(entry).and_then(|(code, entry)| {
        let older = (entry.older)(code);
        find_code(entry.codes, &fault.product, older.as_deref().unwrap_or(code))
    });
    if let Some(row) = row {
        return Message::of(row.meaning, row.meaning_zh);
    }
    let kept = kept(&fault.message);
    let kind = match fault.kind.as_deref() {
        _ if kept != vendor(&fault.message).into() => return kept,
        Some("auth") => messages::kind_auth(),
        Some("invalid_request") => messages::kind_invalid_request(),
        Some("protocol") => messages::kind_protocol(),
        Some("quota") => messages::kind_quota(),
        Some("rate_limited") => messages::kind_rate_limited(),
        Some("transport") => messages::kind_transport(),
        Some("unavailable") => messages::kind_unavailable(),
        _ => return kept,
    };
    Message::new(format!("{kind}: {kept}"), format!("{}：{kept}", kind.in_lang(numcheck_core::Lang::Zh)))
}

/// What the owner said of a request, or why it is in doubt.
pub(super) fn why_in_doubt(doubt: &DoubtfulRequest) -> Message {
    match doubt.settled {
        Some(Settled::Paid) => messages::known_paid(),
        Some(Settled::NotPaid) => messages::known_not_paid(),
        None => kept(&doubt.why),
    }
}

/// What to do about an error, and whose turn it is. `in_doubt` tells whether the run has any number in doubt.
pub(super) fn todo(fault: &Fault, in_doubt: bool) -> Message {
    match fault.turn.as_deref() {
        _ if fault.charge == "unknown" && in_doubt => messages::do_doubt(),
        _ if fault.charge == "unknown" => messages::do_settled(),
        None => messages::do_numbers(),
        Some("account") => messages::do_account(),
        Some("caller") => messages::do_caller(),
        Some("network") => messages::do_network(),
        Some("maintainer") => messages::do_maintainer(),
        Some(_) => messages::do_vendor(),
    }
}

/// What an error cost.
pub(super) fn charge(word: &str) -> Message {
    match word {
        "free" => messages::free(),
        "billed" => messages::charged(),
        _ => messages::may_be_charged(),
    }
}

/// What became of the lines: the name of a class and how many, those without lines left out.
pub(super) fn classes(summary: &numcheck_bulk::Summary) -> Vec<(Message, u64)> {
    let all = [
        (messages::class_answered(), summary.answered),
        (messages::class_no_record(), summary.no_record),
        (messages::class_reused(), summary.reused),
        (messages::class_duplicates(), summary.duplicates),
        (messages::class_rejected(), summary.rejected),
        (messages::class_unanswered(), summary.unanswered),
        (messages::class_failed(), summary.failed),
        (messages::class_in_doubt(), summary.in_doubt),
        (messages::class_lost(), summary.lost),
        (messages::class_not_sent(), summary.not_sent),
    ];
    all.into_iter().filter(|(_, lines)| *lines > 0).collect()
}

/// The file's name of a list, without the folders above it.
pub(super) fn list_name(list: &str) -> Message {
    if list == "-" {
        return messages::fact_pipe();
    }
    printable(list.rsplit(['/', '\\']).next().unwrap_or(list)).into()
}

/// A product in words; its id where this program does not have it.
pub(in crate::commands) fn product(id: &str, registry: &Registry) -> Message {
    match registry.find(id).map(crate::Entry::product) {
        Some(product) => Message::new(product.title(), product.title_zh()),
        None => vendor(id).into(),
    }
}
