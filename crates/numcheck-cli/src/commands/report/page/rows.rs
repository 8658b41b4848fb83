//! The rows of the page's tables.

use numcheck_bulk::report::{Breakdown, DoubtfulRequest, Fault, Part, Reaches, RunReport, StatusCount};
use numcheck_core::{Lang, Message};

use super::names;
use crate::Registry;
use crate::commands::report::chart::{self, Segment};
use crate::commands::report::figures::{self, grouped, moment, percent};
use crate::commands::report::words;
use crate::messages::report as messages;

/// Rows that are told one by one.
const MOST_AREAS: usize = 12;
const MOST_CARRIERS: usize = 8;
const MOST_DOUBTS: usize = 40;

/// A name, how many, and its share.
pub(super) struct Row {
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) also: String,
    pub(super) numbers: String,
    pub(super) percent: String,
    /// The width of its bar.
    pub(super) width: String,
}

/// Numbers by province, or by carrier.
pub(super) struct Parts {
    pub(super) title: String,
    pub(super) column: String,
    /// What its bars and its last column show.
    pub(super) bar: String,
    pub(super) last: String,
    pub(super) rows: Vec<PartRow>,
}

pub(super) struct PartRow {
    pub(super) name: String,
    pub(super) numbers: String,
    pub(super) bar: Vec<Segment>,
    /// How many of them are reachable; where that is not said, their share of all.
    pub(super) percent: String,
}

pub(super) struct ErrorRow {
    pub(super) code: String,
    pub(super) product: String,
    pub(super) meaning: String,
    pub(super) vendor: String,
    pub(super) counts: String,
    pub(super) charge: String,
    pub(super) todo: String,
}

/// Requests without an answer, those in doubt or those settled as paid.
pub(super) struct DoubtTable {
    pub(super) rows: Vec<DoubtRow>,
    /// How many more there are; empty where all are told.
    pub(super) more: String,
}

pub(super) struct DoubtRow {
    pub(super) request: i64,
    pub(super) sent: String,
    pub(super) product: String,
    pub(super) of: String,
    pub(super) numbers: String,
    pub(super) at_most: String,
    pub(super) why: String,
}

pub(super) fn reach_rows(reaches: &Reaches, lang: Lang) -> Vec<Row> {
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

pub(super) fn status_rows(report: &RunReport, lang: Lang) -> Vec<Row> {
    let most = report.statuses.first().map_or(1, |status| status.numbers);
    let row = |status: &StatusCount| {
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

pub(super) fn parts(report: &RunReport, lang: Lang) -> Vec<Parts> {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let tables = [
        (messages::area_title(), messages::col_area(), &report.areas, MOST_AREAS),
        (messages::carrier_title(), messages::col_carrier(), &report.carriers, MOST_CARRIERS),
    ];
    let by_reach = report.reachability.total() > report.reachability.unsaid;
    let (bar, last) = if by_reach {
        (tell(messages::col_split()), tell(messages::col_reachable()))
    } else {
        (String::new(), tell(messages::col_share()))
    };
    let known = tables.into_iter().filter(|(_, _, breakdown, _)| !breakdown.rows.is_empty());
    known
        .map(|(title, column, breakdown, most)| Parts {
            title: tell(title),
            column: tell(column),
            bar: bar.clone(),
            last: last.clone(),
            rows: part_rows(breakdown, most, (report.answered, by_reach), lang),
        })
        .collect()
}

fn part_rows(breakdown: &Breakdown, most: usize, (all, by_reach): (u64, bool), lang: Lang) -> Vec<PartRow> {
    let largest = breakdown.rows.first().map_or(0, |part| part.numbers).max(breakdown.unsaid.total());
    let row = |name: String, reaches: &Reaches| PartRow {
        name,
        numbers: grouped(reaches.total()),
        bar: if by_reach { chart::stacked(reaches, lang) } else { chart::plain(reaches.total(), largest) },
        percent: if by_reach { percent(reaches.reachable, reaches.total()) } else { percent(reaches.total(), all) },
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

pub(super) fn line_rows(report: &RunReport, lang: Lang) -> Vec<Row> {
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

pub(super) fn error_row(fault: &Fault, in_doubt: bool, registry: &Registry, lang: Lang) -> ErrorRow {
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
        todo: tell(words::todo(fault, in_doubt)),
    }
}

/// The requests that are in doubt, or those that were and are settled.
pub(super) fn doubts(report: &RunReport, settled: bool, registry: &Registry, lang: Lang) -> DoubtTable {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let row = |doubt: &DoubtfulRequest| DoubtRow {
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
        why: tell(words::why_in_doubt(doubt)),
    };
    let told = || report.doubts.iter().filter(|doubt| doubt.settled.is_some() == settled);
    let more = told().count().saturating_sub(MOST_DOUBTS);
    DoubtTable {
        rows: told().take(MOST_DOUBTS).map(row).collect(),
        more: if more > 0 { tell(messages::more_rows(more)) } else { String::new() },
    }
}
