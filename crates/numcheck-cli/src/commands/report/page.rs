//! The report as one HTML file: everything in it, nothing fetched, no script.

use askama::Template;
use numcheck_bulk::report::RunReport;
use numcheck_core::{Lang, Message, Timestamp};

use super::chart::{self, Chart, Segment};
use super::figures::{self, grouped, moment, percent};
use super::words;
use crate::Registry;
use crate::messages::report as messages;

mod money;
mod names;
mod rows;

pub(super) use money::sentences;
use rows::{ErrorRow, Parts, Row};

/// Rows of a table that are told one by one.
const MOST_ERRORS: usize = 30;
const MOST_EVENTS: usize = 40;

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct Page {
    lang: Lang,
    run: i64,
    sandbox: bool,
    headline: String,
    lead: String,
    note: String,
    facts: Vec<(String, String)>,
    cards: Vec<Card>,
    reach: Vec<Segment>,
    reach_rows: Vec<Row>,
    statuses: Vec<Row>,
    parts: Vec<Parts>,
    lines: Vec<Row>,
    line_count: String,
    money: money::MoneyTable,
    errors: Vec<ErrorRow>,
    chart: Option<Chart>,
    events: Vec<(String, String, String)>,
    doubts: rows::DoubtTable,
    settled: rows::DoubtTable,
    foot: String,
}

/// A figure at the top.
struct Card {
    label: String,
    value: String,
    note: String,
    tone: &'static str,
}

impl Page {
    pub(super) fn of(report: &RunReport, registry: &Registry, sandbox: bool, lang: Lang, now: Timestamp) -> Self {
        let tell = |message: Message| message.in_lang(lang).to_owned();
        let reachable = report.reachability.total() > report.reachability.unsaid;
        let version = env!("CARGO_PKG_VERSION");
        let errors = report
            .errors
            .iter()
            .take(MOST_ERRORS)
            .map(|fault| rows::error_row(fault, report.in_doubt > 0, registry, lang));
        let events = report
            .timeline
            .events
            .iter()
            .rev()
            .take(MOST_EVENTS)
            .rev()
            .map(|event| (moment(event.at), tell(words::event(&event.kind)), tell(words::why(event))));
        Self {
            lang,
            run: report.run,
            sandbox,
            headline: tell(headline(report)),
            lead: tell(lead(report)),
            note: report.without_list.clone().map_or_else(String::new, |why| tell(messages::without_list(&why))),
            facts: facts(report, registry, lang),
            cards: cards(report, lang),
            reach: if reachable { chart::stacked(&report.reachability, lang) } else { Vec::new() },
            reach_rows: if reachable { rows::reach_rows(&report.reachability, lang) } else { Vec::new() },
            statuses: rows::status_rows(report, lang),
            parts: rows::parts(report, lang),
            lines: rows::line_rows(report, lang),
            line_count: grouped(report.lines),
            money: money::MoneyTable::of(report, registry, lang),
            errors: errors.collect(),
            chart: chart::columns(&report.timeline, lang),
            events: events.collect(),
            doubts: rows::doubts(report, false, registry, lang),
            settled: rows::doubts(report, true, registry, lang),
            foot: tell(messages::foot_made(version, moment(now))),
        }
    }

    /// A message in the page's language.
    #[expect(clippy::needless_pass_by_value, reason = "what the template's calls give")]
    fn t(&self, message: Message) -> String {
        message.in_lang(self.lang).to_owned()
    }

    /// The language as HTML names it.
    fn code(&self) -> &'static str {
        if self.lang == Lang::Zh { "zh-CN" } else { "en" }
    }
}

fn headline(report: &RunReport) -> Message {
    let answered = grouped(report.answered);
    match report.answered {
        0 => messages::head_none(),
        _ if report.reachability.unsaid == report.reachability.total() => messages::head_answered(answered),
        _ => messages::head_reach(grouped(report.reachability.reachable), answered),
    }
}

/// The run in one sentence; in short on the terminal too.
pub(super) fn lead(report: &RunReport) -> Message {
    let mut parts = vec![messages::lead_lines(grouped(report.lines))];
    if report.answered > 0 && report.reachability.total() > report.reachability.unsaid {
        parts.push(messages::lead_answered(grouped(report.answered)));
    }
    parts.push(match report.money.cost {
        Some(cost) => messages::lead_cost(figures::money(cost)),
        None => messages::lead_units(grouped(report.money.spent)),
    });
    if report.in_doubt > 0 {
        parts.push(messages::lead_doubt(grouped(report.in_doubt)));
    }
    if report.lost > 0 {
        parts.push(messages::lead_lost(grouped(report.lost)));
    }
    let left = report.classes.as_ref().map_or(0, |classes| classes.not_sent);
    if left > 0 {
        parts.push(messages::lead_left(grouped(left)));
    }
    let list = Message::join(parts, ", ", "，");
    Message::new(format!("{list}."), format!("{}。", list.in_lang(Lang::Zh)))
}

fn facts(report: &RunReport, registry: &Registry, lang: Lang) -> Vec<(String, String)> {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let products = report.products.iter().map(|id| words::product(id, registry));
    vec![
        (tell(messages::fact_list()), tell(words::list_name(&report.list))),
        (tell(messages::fact_products()), tell(Message::join(products, ", ", "、"))),
        (tell(messages::fact_began()), moment(report.created_at)),
        (tell(messages::fact_state()), tell(words::state(&report.state))),
    ]
}

fn cards(report: &RunReport, lang: Lang) -> Vec<Card> {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let card =
        |label: Message, value: String, note: Message, tone| Card { label: tell(label), value, note: tell(note), tone };
    let (answered, requests) = (report.answered, messages::card_requests(grouped(report.money.requests)));
    let by_reach = report.reachability.total() > report.reachability.unsaid;
    let first = if by_reach {
        let reachable = report.reachability.reachable;
        let note = messages::card_of_answered(percent(reachable, answered));
        card(messages::card_reachable(), grouped(reachable), note, "good")
    } else {
        let note = messages::card_of_lines(percent(answered, report.lines));
        card(messages::card_answered(), grouped(answered), note, "good")
    };
    let duplicates = report.classes.as_ref().map_or(0, |classes| classes.duplicates);
    let of_lines = if duplicates > 0 { messages::card_duplicates(grouped(duplicates)) } else { Message::default() };
    let cost = match report.money.cost {
        Some(cost) => card(messages::card_cost(), figures::money(cost), requests, ""),
        None => card(messages::card_units(), grouped(report.money.spent), requests, ""),
    };
    let doubt = if report.in_doubt == 0 {
        card(messages::card_doubt(), "0".to_owned(), messages::card_no_doubt(), "")
    } else {
        card(messages::card_doubt(), grouped(report.in_doubt), messages::card_settle(), "warn")
    };
    vec![first, card(messages::card_lines(), grouped(report.lines), of_lines, ""), cost, doubt]
}
