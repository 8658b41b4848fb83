use numcheck_core::{Lang, Message};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};

use super::super::{Tally, messages, money};
use crate::Result;
use crate::view::View;

/// A line of the summary.
pub(super) enum Line {
    Blank,
    /// Begins a block.
    Head(Message, Message, Message),
    Text(Message, Message),
    /// So many, of so many where a share is worth telling.
    Count(Message, u64, Option<u64>),
}

/// What became of the list, what was found, what it cost, what is in doubt.
pub(super) fn lines(view: &View<'_>, tally: &Tally, sandbox: bool) -> Result<Vec<Line>> {
    let summary = view.summary()?;
    let none = Message::default;
    // The page is handed on: where the list lies on this machine is nobody's business.
    let path = view.list.source().path().and_then(std::path::Path::file_name);
    let file = path.map_or_else(|| view.list.source().name(), |name| name.to_string_lossy().into_owned());
    let mut lines = vec![
        Line::Text(messages::run(), Message::from(summary.run.to_string())),
        Line::Text(messages::list(), Message::from(file)),
        Line::Text(messages::products(), Message::from(view.rules.products.join(", "))),
    ];
    if sandbox {
        lines.push(Line::Text(messages::sandbox(), none()));
    }
    lines.extend([Line::Blank, Line::Head(messages::became(), messages::numbers(), messages::share())]);
    lines.push(Line::Count(messages::lines(), summary.lines, None));
    let classes = [
        (messages::answered(), summary.answered),
        (messages::no_record(), summary.no_record),
        (messages::unanswered(), summary.unanswered),
        (messages::failed(), summary.failed),
        (messages::rejected(), summary.rejected),
        (messages::duplicates(), summary.duplicates),
        (messages::reused(), summary.reused),
        (messages::in_doubt(), summary.in_doubt),
        (messages::lost(), summary.lost),
        (messages::not_sent(), summary.not_sent),
        (messages::under_way(), summary.under_way),
    ];
    let there = classes.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(there.map(|(what, count)| Line::Count(what, count, Some(summary.lines))));

    let mut statuses: Vec<(&str, &str, u64)> = Vec::new();
    for (word, zhs) in tally.statuses() {
        statuses.extend(zhs.into_iter().map(|(zh, count)| (word, zh, count)));
    }
    let of_statuses = statuses.iter().map(|(_, _, count)| count).sum();
    statuses.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    if !statuses.is_empty() {
        lines.extend([Line::Blank, Line::Head(messages::by_status(), messages::numbers(), messages::share())]);
    }
    for (word, zh, count) in statuses {
        lines.push(Line::Count(Message::new(word.to_owned(), zh.to_owned()), count, Some(of_statuses)));
    }
    let mut reachability: Vec<_> = tally.reachability().into_iter().collect();
    let of_reachability = reachability.iter().map(|(_, count)| count).sum();
    reachability.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if !reachability.is_empty() {
        lines.extend([Line::Blank, Line::Head(messages::by_reachability(), messages::numbers(), messages::share())]);
    }
    lines
        .extend(reachability.into_iter().map(|(word, count)| Line::Count(word_of(word), count, Some(of_reachability))));

    lines.extend([Line::Blank, Line::Head(messages::money(), none(), none())]);
    lines.push(Line::Count(messages::billed(), summary.billed, None));
    if summary.unstated > 0 {
        lines.push(Line::Count(messages::unstated(), summary.unstated, None));
    }
    lines.push(match summary.receipts {
        Some(receipts) => Line::Count(messages::receipts(), receipts, None),
        None => Line::Text(messages::receipts(), messages::not_verifiable()),
    });
    lines.push(Line::Count(messages::spent(), summary.spent, None));
    let cost = summary.cost.map_or_else(messages::price_unknown, |cost| Message::from(money(cost)));
    lines.extend([Line::Text(messages::cost(), cost), Line::Count(messages::requests(), summary.requests, None)]);
    if summary.in_doubt > 0 {
        lines.extend([Line::Blank, Line::Head(messages::in_doubt(), none(), none())]);
        lines.push(Line::Count(messages::in_doubt(), summary.in_doubt, None));
        lines.push(Line::Text(messages::doubts_note(), none()));
    }
    Ok(lines)
}

pub(super) fn write(workbook: &mut Workbook, lines: &[Line], lang: Lang) -> std::result::Result<(), XlsxError> {
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00ED_F2F7));
    let (count, share) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.0%"));
    let head_right = head.clone().set_align(FormatAlign::Right);
    let right = Format::new().set_align(FormatAlign::Right);
    let sheet = workbook.add_worksheet();
    sheet.set_name(messages::sheet_summary().in_lang(lang))?;
    sheet.set_column_width(0, 36)?.set_column_width(1, 22)?.set_column_width(2, 10)?;
    sheet.set_print_fit_to_pages(1, 0);
    for (row, line) in (0_u32..).zip(lines) {
        match line {
            Line::Blank => {}
            Line::Head(what, number, part) => {
                sheet.write_string_with_format(row, 0, what.in_lang(lang), &head)?;
                sheet.write_string_with_format(row, 1, number.in_lang(lang), &head_right)?;
                sheet.write_string_with_format(row, 2, part.in_lang(lang), &head_right)?;
            }
            Line::Text(what, text) => {
                sheet.write_string(row, 0, what.in_lang(lang))?;
                if !text.is_empty() {
                    sheet.write_string_with_format(row, 1, text.in_lang(lang), &right)?;
                }
            }
            Line::Count(what, n, of) => {
                sheet.write_string(row, 0, what.in_lang(lang))?;
                sheet.write_number_with_format(row, 1, figure(*n), &count)?;
                if let Some(of) = of.filter(|of| *of > 0) {
                    sheet.write_number_with_format(row, 2, figure(*n) / figure(of), &share)?;
                }
            }
        }
    }
    Ok(())
}

fn word_of(reachability: &str) -> Message {
    match reachability {
        "avoid" => messages::avoid(),
        "dead" => messages::dead(),
        "doubtful" => messages::doubtful(),
        "reachable" => messages::reachable(),
        "unreachable" => messages::unreachable(),
        _ => messages::unknown(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a list has fewer lines than a float has digits")]
fn figure(n: u64) -> f64 {
    n as f64
}
