use numcheck_bulk::{Activity, Pause, Progress};
use numcheck_core::{Lang, Message, Timestamp};

use super::meter::Meter;
use crate::messages::progress as messages;
use crate::output::figures::{about, grouped, money};
use crate::output::terminal::{cut, width};

/// How far a run is, in one line of at most `columns` cells. What matters least goes first where it does not fit.
pub(super) fn line(progress: &Progress, meter: &Meter, priced: bool, lang: Lang, columns: usize) -> String {
    let mut parts = parts(progress, meter, priced);
    loop {
        let words: Vec<&str> = parts.iter().map(|(_, part)| part.in_lang(lang)).collect();
        let line = words.join("  ");
        if width(&line) <= columns {
            return line;
        }
        match parts.iter().map(|(rank, _)| *rank).max() {
            Some(rank) if rank > 0 => parts.retain(|(other, _)| *other != rank),
            _ => return cut(&line, columns),
        }
    }
}

/// The parts in the order they stand in, each with its rank: 0 stays whatever happens, and the highest goes first.
fn parts(progress: &Progress, meter: &Meter, priced: bool) -> Vec<(u8, Message)> {
    let Progress { done, total, .. } = *progress;
    let mut parts = vec![
        (0, messages::done(grouped(done), grouped(total))),
        (6, messages::percent((100 * done).checked_div(total).unwrap_or(100))),
    ];
    let rate = meter.rate();
    if rate > 0.0 {
        let shown = if rate < 10.0 { format!("{rate:.1}") } else { grouped_rate(rate) };
        parts.push((5, messages::rate(shown)));
    }
    if let Some(left) = meter.left(total.saturating_sub(done)).filter(|_| done > 0) {
        parts.push((4, messages::left(about(left))));
    }
    let spent = grouped(progress.spent);
    parts.push((3, if priced { messages::spent_money(spent, money(progress.cost)) } else { messages::spent(spent) }));
    if progress.in_doubt > 0 {
        parts.push((2, messages::in_doubt(grouped(progress.in_doubt))));
    }
    parts.extend(activity(&progress.activity, Timestamp::now()).map(|words| (1, words)));
    parts
}

/// What it waits for, if it waits.
fn activity(activity: &Activity, now: Timestamp) -> Option<Message> {
    let more = activity.until().map_or_else(Message::default, |until| about(now.until(until).as_secs_f64()));
    Some(match activity {
        Activity::Pacing => messages::pacing(),
        Activity::Paused { why: Pause::Asked, .. } => messages::asked(more),
        Activity::Paused { why: Pause::Unavailable, .. } => messages::unavailable(more),
        Activity::Paused { .. } => messages::slowed(more),
        Activity::Saving => messages::saving(),
        Activity::Stopping => messages::stopping(),
        Activity::Waiting { .. } => messages::waiting(more),
        _ => return None,
    })
}

fn grouped_rate(rate: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is positive, and shown to people"
    )]
    let whole = rate.round() as u64;
    grouped(whole)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn progress() -> Progress {
        let until = Timestamp::from_millis(Timestamp::now().as_millis() + 12_300);
        let mut progress = Progress::default();
        (progress.total, progress.done, progress.spent, progress.cost) = (10_000, 4000, 3998, 39_980_000);
        progress.in_doubt = 50;
        progress.activity = Activity::Paused { product: "a/b".to_owned(), why: Pause::Asked, until };
        progress
    }

    #[test]
    fn it_is_never_wider_than_the_terminal_in_any_language() {
        let mut meter = Meter::default();
        meter.note(Duration::from_secs(5), 4000);
        for columns in 1..160 {
            for lang in [Lang::En, Lang::Zh] {
                let line = line(&progress(), &meter, true, lang, columns);
                assert!(width(&line) <= columns, "{columns}: {line}");
            }
        }
    }

    #[test]
    fn what_matters_stays_when_room_is_short() {
        let mut meter = Meter::default();
        meter.note(Duration::from_secs(5), 4000);
        let wide = line(&progress(), &meter, true, Lang::En, 200);
        assert_eq!(
            wide,
            "4,000 of 10,000  40 %  800/s  8 s left  3,998 spent = ¥39.98  50 in doubt  the vendor's pause: 12 s"
        );
        let narrow = line(&progress(), &meter, true, Lang::En, 80);
        assert!(narrow.contains("¥39.98  50 in doubt  the vendor's pause") && !narrow.contains("40 %"), "{narrow}");
        let zh = line(&progress(), &meter, true, Lang::Zh, 200);
        assert!(zh.contains("计费 3,998，费用 ¥39.98") && zh.contains("计费存疑 50"), "{zh}");
    }
}
