//! The report as one HTML file: everything in it, nothing fetched, no script.

use askama::Template;
use numcheck_bulk::report::{Breakdown, Fault, Part, Reaches, RunReport};
use numcheck_core::{Lang, Message, Timestamp};

use super::chart::{self, Chart, Segment};
use super::figures::{self, grouped, moment, percent};
use super::words;
use crate::Registry;
use crate::messages::report as messages;

mod money;
mod names;

pub(super) use money::sentences;

/// Rows of a table that are told one by one.
const MOST_AREAS: usize = 12;
const MOST_CARRIERS: usize = 8;
const MOST_ERRORS: usize = 30;
const MOST_EVENTS: usize = 40;
const MOST_DOUBTS: usize = 40;

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
    doubts: Vec<DoubtRow>,
    more_doubts: String,
    foot: String,
}

/// A figure at the top.
struct Card {
    label: String,
    value: String,
    note: String,
    tone: &'static str,
}

/// A name, how many, and its share.
struct Row {
    class: &'static str,
    name: String,
    also: String,
    numbers: String,
    percent: String,
    /// The width of its bar.
    width: String,
}

/// Numbers by province, or by carrier.
struct Parts {
    title: String,
    column: String,
    rows: Vec<PartRow>,
}

struct PartRow {
    name: String,
    numbers: String,
    bar: Vec<Segment>,
    reachable: String,
}

struct ErrorRow {
    code: String,
    product: String,
    meaning: String,
    vendor: String,
    counts: String,
    charge: String,
    todo: String,
}

struct DoubtRow {
    request: i64,
    sent: String,
    product: String,
    of: String,
    numbers: String,
    at_most: String,
    why: String,
}

impl Page {
    pub(super) fn of(report: &RunReport, registry: &Registry, sandbox: bool, lang: Lang, now: Timestamp) -> Self {
        let tell = |message: Message| message.in_lang(lang).to_owned();
        let reachable = report.reachability.total() > report.reachability.unsaid;
        let version = env!("CARGO_PKG_VERSION");
        let errors = report.errors.iter().take(MOST_ERRORS).map(|fault| error_row(fault, registry, lang));
        let events = report.timeline.events.iter().rev().take(MOST_EVENTS).rev().map(|event| {
            let why = event.why.as_deref().map_or_else(String::new, |why| tell(words::kept(why)));
            (moment(event.at), tell(words::event(&event.kind)), why)
        });
        let more = report.doubts.len().saturating_sub(MOST_DOUBTS);
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
            reach_rows: if reachable { reach_rows(&report.reachability, lang) } else { Vec::new() },
            statuses: status_rows(report, lang),
            parts: parts(report, lang),
            lines: line_rows(report, lang),
            line_count: grouped(report.lines),
            money: money::MoneyTable::of(report, registry, lang),
            errors: errors.collect(),
            chart: chart::columns(&report.timeline, lang),
            events: events.collect(),
            doubts: doubt_rows(report, registry, lang),
            more_doubts: if more > 0 { tell(messages::more_rows(more)) } else { String::new() },
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
    if report.answered > 0 {
        parts.push(messages::lead_answered(grouped(report.answered)));
    }
    parts.push(match report.money.cost {
        Some(cost) => messages::lead_cost(figures::money(cost)),
        None => messages::lead_units(grouped(report.money.spent)),
    });
    if report.in_doubt > 0 {
        parts.push(messages::lead_doubt(grouped(report.in_doubt)));
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

fn reach_rows(reaches: &Reaches, lang: Lang) -> Vec<Row> {
    let row = |reach: words::Reach| Row {
        class: reach.class,
        name: reach.name.in_lang(lang).to_owned(),
        also: reach.means.in_lang(lang).to_owned(),
        numbers: grouped(reach.numbers),
        percent: percent(reach.numbers, reaches.total()),
        width: String::new(),
    };
    words::reaches(reaches).into_iter().filter(|reach| reach.numbers > 0).map(row).collect()
}

fn status_rows(report: &RunReport, lang: Lang) -> Vec<Row> {
    let most = report.statuses.first().map_or(1, |status| status.numbers);
    let row = |status: &numcheck_bulk::report::StatusCount| {
        let (word, zh) = (words::vendor(&status.status).replace('_', " "), words::vendor(&status.status_zh));
        let (name, also) = if lang == Lang::Zh { (zh, String::new()) } else { (word, zh) };
        let class = status.reachability.unwrap_or("unsaid");
        Row {
            class,
            name,
            also,
            numbers: grouped(status.numbers),
            percent: percent(status.numbers, report.answered),
            width: chart::place(figures::share(status.numbers, most)),
        }
    };
    report.statuses.iter().map(row).collect()
}

fn parts(report: &RunReport, lang: Lang) -> Vec<Parts> {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let tables = [
        (messages::area_title(), messages::col_area(), &report.areas, MOST_AREAS),
        (messages::carrier_title(), messages::col_carrier(), &report.carriers, MOST_CARRIERS),
    ];
    let known = tables.into_iter().filter(|(_, _, breakdown, _)| !breakdown.rows.is_empty());
    known
        .map(|(title, column, breakdown, most)| Parts {
            title: tell(title),
            column: tell(column),
            rows: part_rows(breakdown, most, lang),
        })
        .collect()
}

fn part_rows(breakdown: &Breakdown, most: usize, lang: Lang) -> Vec<PartRow> {
    let row = |name: String, reaches: &Reaches| PartRow {
        name,
        numbers: grouped(reaches.total()),
        bar: chart::stacked(reaches, lang),
        reachable: percent(reaches.reachable, reaches.total()),
    };
    let told = breakdown.rows.iter().take(most);
    let mut rows: Vec<PartRow> = told.map(|part| row(names::of(&part.name, lang), &part.reachability)).collect();
    let others: &[Part] = breakdown.rows.get(most..).unwrap_or_default();
    let mut rest = breakdown.rest;
    for part in others {
        rest.add(&part.reachability);
    }
    if rest.total() > 0 {
        let name = if breakdown.rest.total() > 0 { messages::row_more() } else { messages::row_rest(others.len()) };
        rows.push(row(name.in_lang(lang).to_owned(), &rest));
    }
    if breakdown.unsaid.total() > 0 {
        rows.push(row(messages::row_unsaid().in_lang(lang).to_owned(), &breakdown.unsaid));
    }
    rows
}

fn line_rows(report: &RunReport, lang: Lang) -> Vec<Row> {
    let Some(classes) = &report.classes else { return Vec::new() };
    let row = |(name, lines): (Message, u64)| Row {
        class: "",
        name: name.in_lang(lang).to_owned(),
        also: String::new(),
        numbers: grouped(lines),
        percent: percent(lines, classes.lines),
        width: String::new(),
    };
    words::classes(classes).into_iter().map(row).collect()
}

fn error_row(fault: &Fault, registry: &Registry, lang: Lang) -> ErrorRow {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let meaning = tell(words::meaning(fault, registry));
    // The vendor's words are told where they say more than its document does.
    let says = words::vendor(&fault.vendor_words);
    let says = if meaning.contains(&says) { String::new() } else { says };
    ErrorRow {
        code: fault.code.as_deref().map_or_else(|| "—".to_owned(), words::vendor),
        product: tell(words::product(&fault.product, registry)),
        meaning,
        vendor: if says.is_empty() { says } else { tell(messages::vendor_says(says)) },
        counts: format!("{} / {}", grouped(fault.requests), grouped(fault.numbers)),
        charge: tell(words::charge(&fault.charge)),
        todo: tell(words::todo(fault)),
    }
}

fn doubt_rows(report: &RunReport, registry: &Registry, lang: Lang) -> Vec<DoubtRow> {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let row = |doubt: &numcheck_bulk::report::DoubtfulRequest| DoubtRow {
        request: doubt.request,
        sent: moment(doubt.sent_at),
        product: tell(words::product(&doubt.product, registry)),
        of: match doubt.run {
            Some(run) if run == report.run => String::new(),
            Some(run) => tell(messages::of_other_run(run)),
            None => tell(messages::of_check()),
        },
        numbers: grouped(doubt.numbers),
        at_most: doubt.max_cost.map_or_else(|| "—".to_owned(), figures::money),
        why: tell(if doubt.known_paid { messages::known_paid() } else { words::kept(&doubt.why) }),
    };
    report.doubts.iter().take(MOST_DOUBTS).map(row).collect()
}
