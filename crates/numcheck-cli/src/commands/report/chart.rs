//! Bars and columns as inline SVG: places in per cent, so that they fit any width and their text keeps its size.

use numcheck_bulk::report::{Reaches, Timeline};
use numcheck_core::Lang;

use super::figures::{grouped, moment, percent, share, short_moment, stretch};
use super::words;
use crate::messages::report as messages;
use crate::output::terminal;

/// Parts narrower than this hold no label, in per cent.
const LABELLED: f64 = 8.0;
/// The same on a phone.
const TIGHT: f64 = 13.0;
/// How many half-width characters of a name fit into one per cent of the page, on a screen that is not narrow.
const CELLS_IN_PERCENT: f64 = 1.15;
/// The height of the columns, in pixels.
const HEIGHT: f64 = 120.0;

/// A part of a stacked bar.
pub(super) struct Segment {
    pub(super) class: &'static str,
    pub(super) x: String,
    pub(super) width: String,
    /// Where its label stands; empty where it is too narrow for one.
    pub(super) label_at: String,
    /// Whether its name fits too.
    pub(super) named: bool,
    /// Whether it is too narrow for a label on a phone.
    pub(super) tight: bool,
    pub(super) name: String,
    pub(super) percent: String,
    /// What a pointer shows.
    pub(super) title: String,
}

/// One bar of all reachabilities.
pub(super) fn stacked(reaches: &Reaches, lang: Lang) -> Vec<Segment> {
    let total = reaches.total();
    let mut x = 0.0;
    let mut segments = Vec::new();
    for reach in words::reaches(reaches).into_iter().filter(|reach| reach.numbers > 0) {
        let width = share(reach.numbers, total);
        let name = reach.name.in_lang(lang).to_owned();
        let percent = percent(reach.numbers, total);
        segments.push(Segment {
            class: reach.class,
            x: place(x),
            width: place(width),
            label_at: if width >= LABELLED { place(x + width / 2.0) } else { String::new() },
            #[expect(clippy::cast_precision_loss, reason = "a name is short")]
            named: terminal::width(&name) as f64 + 1.0 <= width * CELLS_IN_PERCENT,
            tight: width < TIGHT,
            title: format!("{name}: {} ({percent})", grouped(reach.numbers)),
            name,
            percent,
        });
        x += width;
    }
    segments
}

/// A plain bar, of numbers whose reachability nobody said.
pub(super) fn plain(part: u64, most: u64) -> Vec<Segment> {
    let (name, percent) = (String::new(), String::new());
    vec![Segment {
        class: "unsaid",
        x: place(0.0),
        width: place(share(part, most)),
        label_at: String::new(),
        named: false,
        tight: true,
        name,
        percent,
        title: grouped(part),
    }]
}

/// A column of the time line.
pub(super) struct Column {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) y: String,
    pub(super) height: String,
    /// The billed part, from the bottom.
    pub(super) billed_y: String,
    pub(super) billed_height: String,
    pub(super) title: String,
}

/// Numbers over time.
pub(super) struct Chart {
    pub(super) columns: Vec<Column>,
    pub(super) most: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) caption: String,
}

/// The time line as columns; `None` where nothing was sent.
pub(super) fn columns(times: &Timeline, lang: Lang) -> Option<Chart> {
    let (first, last) = (times.buckets.first()?, times.buckets.last()?);
    let span = last.from.as_millis() - first.from.as_millis() + times.bucket_ms;
    let most = times.buckets.iter().map(|bucket| bucket.numbers).max()?.max(1);
    #[expect(clippy::cast_precision_loss, reason = "places in a picture")]
    let at = |millis: i64| 100.0 * millis as f64 / span as f64;
    // A single column is no wider than a sixth, so that it still looks like one.
    let width = at(times.bucket_ms).min(16.0);
    let gap = (width * 0.16).min(0.5);
    let column = |bucket: &numcheck_bulk::report::Bucket| {
        let height = (share(bucket.numbers, most) / 100.0 * HEIGHT).max(1.0);
        let billed = share(bucket.billed.min(bucket.numbers), most) / 100.0 * HEIGHT;
        let title = messages::bar_title(
            moment(bucket.from),
            grouped(bucket.numbers),
            grouped(bucket.requests),
            grouped(bucket.billed),
        );
        Column {
            x: place(at(bucket.from.as_millis() - first.from.as_millis())),
            width: place(width - gap),
            y: format!("{:.1}", HEIGHT - height),
            height: format!("{height:.1}"),
            billed_y: format!("{:.1}", HEIGHT - billed),
            billed_height: format!("{billed:.1}"),
            title: title.in_lang(lang).to_owned(),
        }
    };
    let caption = messages::time_caption(stretch(times.bucket_ms, lang));
    Some(Chart {
        columns: times.buckets.iter().map(column).collect(),
        most: grouped(most),
        first: short_moment(first.from, span),
        last: if times.buckets.len() > 1 { short_moment(last.from, span) } else { String::new() },
        caption: caption.in_lang(lang).to_owned(),
    })
}

/// A place or a width, in per cent.
pub(super) fn place(percent: f64) -> String {
    format!("{percent:.3}%")
}
