//! Changes what a reply says, in the ways these vendors' replies are known to go wrong.

use super::dice::below;
use super::table::Fault;
use crate::billing::{Digits, Entry};
use crate::call::Call;
use crate::reply::{Content, Reply};
use crate::rows::Rows;

/// The fields that come as text here and as integers there.
const RETYPED: [&str; 6] = ["lastTime", "chargesStatus", "status", "state", "fid", "num"];

/// Changes a success, and what the ledger says was answered; false if there was nothing to change.
pub(super) fn mutate(mutation: Fault, detail: u64, call: &mut Call, reply: &mut Reply) -> bool {
    match &mut reply.body {
        Content::Raw(_) => false,
        Content::Rows(rows) => mutate_rows(mutation, detail, &mut call.entry, rows),
        Content::Text(text) => mutate_text(mutation, &call.entry, text),
    }
}

fn mutate_rows(mutation: Fault, detail: u64, entry: &mut Entry, rows: &mut Rows) -> bool {
    if mutation == Fault::Count {
        return count_one_more(rows.head_mut());
    }
    if rows.len() == 0 {
        return false;
    }
    let chosen = below(rows.len(), detail);
    let text = rows.row(chosen).to_owned();
    let position = rows.position(chosen);
    match mutation {
        Fault::Contradict => {
            let Some(other) = with_another_status(&text) else {
                return false;
            };
            rows.insert_after(chosen, position, &other);
            forget(entry, position);
        }
        Fault::Double => rows.insert_after(chosen, position, &text),
        Fault::Drop => {
            for _ in 0..rows.len().div_ceil(10) {
                // The chosen row and those behind it, around the end.
                let index = chosen % rows.len();
                forget(entry, rows.position(index));
                rows.remove(index);
            }
        }
        Fault::Foreign => {
            let Some(asked) = position.and_then(|position| entry.numbers.get(position)) else {
                return false;
            };
            let Some(stranger) = stranger(entry, asked.number) else {
                return false;
            };
            rows.insert_after(chosen, None, &text.replacen(&asked.number.to_string(), &stranger, 1));
        }
        Fault::Reorder if rows.len() > 1 => rows.reverse(),
        Fault::Types => {
            for index in 0..rows.len() {
                let mut text = rows.row(index).to_owned();
                retype(&mut text);
                rows.rewrite(index, &text);
            }
        }
        _ => return false,
    }
    true
}

/// A single answer can be about another number, or of other types.
fn mutate_text(mutation: Fault, entry: &Entry, text: &mut String) -> bool {
    match mutation {
        Fault::Foreign => {
            let Some(asked) = entry.numbers.first() else {
                return false;
            };
            let quoted = format!("\"{}\"", asked.number);
            let Some(stranger) = stranger(entry, asked.number).filter(|_| text.contains(&quoted)) else {
                return false;
            };
            *text = text.replace(&quoted, &format!("\"{stranger}\""));
            true
        }
        Fault::Types => retype(text),
        _ => false,
    }
}

/// What a number's row was is not to be believed any more.
fn forget(entry: &mut Entry, position: Option<usize>) {
    if let Some(asked) = position.and_then(|position| entry.numbers.get_mut(position)) {
        asked.answer = None;
    }
}

/// A number of the same length that was not asked, next to one that was.
fn stranger(entry: &Entry, number: Digits) -> Option<String> {
    let written = number.to_string();
    (1..=10_000_u64).find_map(|step| {
        let stem = written.get(..written.len().checked_sub(4)?)?;
        let end: u64 = written.get(stem.len()..)?.parse().ok()?;
        let other = format!("{stem}{:04}", (end + step) % 10_000);
        let digits = Digits::parse(&other)?;
        entry.numbers.iter().all(|asked| asked.number != digits).then_some(other)
    })
}

/// The row with the next status.
fn with_another_status(row: &str) -> Option<String> {
    let at = row.find("\"status\":")? + "\"status\":".len();
    let at = at + usize::from(row[at..].starts_with('"'));
    let status: u8 = row.get(at..=at)?.parse().ok()?;
    Some(format!("{}{}{}", &row[..at], (status + 1) % 6, &row[at + 1..]))
}

fn count_one_more(head: &mut String) -> bool {
    let Some(at) = head.find("\"countFee\":").map(|at| at + "\"countFee\":".len()) else {
        return false;
    };
    let length = head[at..].bytes().take_while(u8::is_ascii_digit).count();
    let Ok(count) = head[at..at + length].parse::<u32>() else {
        return false;
    };
    head.replace_range(at..at + length, &(count + 1).to_string());
    true
}

/// Makes texts of integers and integers of texts.
fn retype(text: &mut String) -> bool {
    let mut changed = false;
    for field in RETYPED {
        let name = format!("\"{field}\":");
        let Some(at) = text.find(&name).map(|at| at + name.len()) else {
            continue;
        };
        let quoted = text[at..].starts_with('"');
        let start = at + usize::from(quoted);
        let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            continue;
        }
        let digits = text[start..start + length].to_owned();
        if quoted {
            text.replace_range(at..=start + length, &digits);
        } else {
            text.replace_range(at..start + length, &format!("\"{digits}\""));
        }
        changed = true;
    }
    changed
}
