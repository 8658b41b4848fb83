//! Every fault, setting and preset, with its name.

use std::fmt::Write as _;

/// What can be drawn for a request.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Fault {
    Close,
    Contradict,
    Count,
    Cut,
    Double,
    Down,
    Drip,
    Drop,
    Empty,
    Foreign,
    Garbage,
    Hang,
    Http,
    Huge,
    Limit,
    Lost,
    Maintenance,
    Missing,
    Mutate,
    Refuse,
    Reorder,
    Reset,
    Retry,
    RetryBilled,
    Types,
    Unbilled,
}

/// What a fault is about. Of one axis at most one fault strikes a request; axes do not regard each other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Axis {
    /// Whether the request is billed.
    Bill,
    /// Each number of a batch.
    Number,
    /// What the reply becomes.
    Reply,
    /// Whether the server listens.
    Server,
    /// Whether the vendor works on the request; if not, it is free.
    Vendor,
}

pub(super) struct FaultLine {
    pub(super) fault: Fault,
    pub(super) axis: Axis,
    pub(super) name: &'static str,
    words: &'static str,
}

const fn line(fault: Fault, axis: Axis, name: &'static str, words: &'static str) -> FaultLine {
    FaultLine { fault, axis, name, words }
}

pub(super) const FAULTS: &[FaultLine] = &[
    line(Fault::Limit, Axis::Vendor, "limit", "429 with Retry-After, free"),
    line(Fault::Maintenance, Axis::Vendor, "maintenance", "10020 接口维护, at ywjisu 500000, free"),
    line(
        Fault::Retry,
        Axis::Vendor,
        "retry",
        "「请重试」: 267101, 224915, 251101, 500004; free but for `retry-billed`",
    ),
    line(Fault::Unbilled, Axis::Bill, "unbilled", "nothing is billed; a reply, if there is one, says so"),
    line(Fault::RetryBilled, Axis::Bill, "retry-billed", "share of `retry` that bills every number all the same"),
    line(
        Fault::Missing,
        Axis::Number,
        "missing",
        "share of a batch's numbers without a row, free: the carrier was late",
    ),
    line(Fault::Close, Axis::Reply, "close", "the connection is closed (FIN) without a byte of reply"),
    line(Fault::Reset, Axis::Reply, "reset", "the connection is reset (RST) without a byte of reply"),
    line(Fault::Lost, Axis::Reply, "lost", "`close` or `reset`, by half"),
    line(Fault::Hang, Axis::Reply, "hang", "no reply, and the connection stays open"),
    line(Fault::Cut, Axis::Reply, "cut", "the body ends early, with FIN, at byte `cut-at` or anywhere"),
    line(Fault::Drip, Axis::Reply, "drip", "the body comes byte by byte, one each `drip-every`"),
    line(Fault::Http, Axis::Reply, "http", "an HTML page with status 500, 502, 503, 504, or `http-status`"),
    line(Fault::Empty, Axis::Reply, "empty", "200 with an empty body"),
    line(Fault::Garbage, Axis::Reply, "garbage", "200 with a body that is not JSON"),
    line(Fault::Huge, Axis::Reply, "huge", "200 with a body of 64 MiB"),
    line(Fault::Count, Axis::Reply, "count", "`countFee` is one more than was billed"),
    line(Fault::Contradict, Axis::Reply, "contradict", "one number has two rows that disagree"),
    line(Fault::Double, Axis::Reply, "double", "one row comes twice"),
    line(Fault::Drop, Axis::Reply, "drop", "a tenth of the rows, one at least, is billed and not in the reply"),
    line(Fault::Foreign, Axis::Reply, "foreign", "a row about a number nobody asked; a single answer about another"),
    line(Fault::Reorder, Axis::Reply, "reorder", "the rows come in reverse"),
    line(Fault::Types, Axis::Reply, "types", "integers are text and texts integers"),
    line(Fault::Mutate, Axis::Reply, "mutate", "one of the seven above, by equal parts"),
    line(Fault::Refuse, Axis::Server, "refuse", "the connection is reset before the request is read; of connections"),
    line(
        Fault::Down,
        Axis::Server,
        "down",
        "after this request nobody listens for `down-for`: connections are refused",
    ),
];

/// Name, an example of a value, and what it does.
pub(super) const SETTINGS: [(&str, &str, &str); 10] = [
    ("cut-at", "120", "where `cut` ends the body, in bytes; anywhere if not given"),
    ("delay", "2s:0.1", "a share of replies, all if not given, is late by a random time up to this"),
    ("down-for", "200ms", "how long `down` lasts"),
    ("drip-every", "100ms", "the time between two bytes of `drip`"),
    ("http-status", "503", "the status of `http`, 200 to 599"),
    ("latency", "50ms", "every reply is late by this"),
    ("only", "juhe/line-status", "the plan is for this product alone"),
    ("quota", "1000", "units a product may bill in all, then 10012, at ywjisu 510101; topped up at `/_sandbox/top-up`"),
    ("retry-after", "1", "seconds in the Retry-After of `limit`"),
    ("seed", "7", "chooses the dice"),
];

/// A plan with a name.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it stands for.
    pub spec: &'static str,
    /// What it is like.
    pub words: &'static str,
}

const fn preset(name: &'static str, spec: &'static str, words: &'static str) -> Preset {
    Preset { name, spec, words }
}

/// The presets, from the mildest.
pub const PRESETS: &[Preset] = &[
    preset("calm", "", "nothing goes wrong"),
    preset("slow", "latency=1s,delay=1s,drip=0.01", "late, but all there"),
    preset(
        "flaky",
        "latency=20ms,delay=50ms,lost=0.01,cut=0.005,http=0.01,limit=0.01,retry=0.02",
        "an ordinary bad day",
    ),
    preset("missing-rows", "missing=0.02", "the carrier is late with one number in fifty"),
    preset("maintenance", "maintenance=@10..19", "requests 10 to 19 meet 接口维护"),
    preset("quota", "quota=1000", "the account ends after 1000 units a product"),
    preset("lost-answers", "lost=0.05,unbilled=0.5", "one answer in twenty is lost, half of all requests are billed"),
    preset("always-retry", "retry=1,retry-billed=1", "says 请重试 to every request, and bills it"),
    preset(
        "hostile",
        "delay=100ms,lost=0.03,cut=0.02,http=0.02,empty=0.005,garbage=0.005,mutate=0.05,limit=0.02,\
         retry=0.05,retry-billed=0.5,missing=0.01,unbilled=0.1,refuse=0.01,down=0.002",
        "all of it at once",
    ),
];

pub(super) fn fault_named(name: &str) -> Option<Fault> {
    FAULTS.iter().find(|line| line.name == name).map(|line| line.fault)
}

impl Fault {
    pub(super) fn name(self) -> &'static str {
        FAULTS.iter().find(|line| line.fault == self).map_or("", |line| line.name)
    }
}

/// The tables as Markdown, as the README of this crate shows them.
pub fn markdown() -> String {
    let mut text = String::from("| share of requests | decides | what happens |\n|---|---|---|\n");
    // Writing to a `String` cannot fail.
    for line in FAULTS {
        let axis = match line.axis {
            Axis::Bill => "billing",
            Axis::Number => "each number",
            Axis::Reply => "the reply",
            Axis::Server => "the connection",
            Axis::Vendor => "the vendor",
        };
        let _ = writeln!(text, "| `{}` | {axis} | {} |", line.name, line.words);
    }
    text.push_str("\n| setting | what it does |\n|---|---|\n");
    for (name, example, words) in SETTINGS {
        let _ = writeln!(text, "| `{name}={example}` | {words} |");
    }
    text.push_str("\n| preset | stands for | what it is like |\n|---|---|---|\n");
    for preset in PRESETS {
        let _ = writeln!(text, "| `{}` | `{}` | {} |", preset.name, preset.spec, preset.words);
    }
    text.replace("| `` |", "| |")
}

#[cfg(test)]
mod tests {
    use super::FAULTS;

    #[test]
    fn every_fault_has_one_line() {
        let mut faults: Vec<_> = FAULTS.iter().map(|line| line.fault).collect();
        faults.sort_unstable();
        faults.dedup();
        assert_eq!(faults.len(), FAULTS.len());
        assert!(FAULTS.iter().all(|line| line.fault.name() == line.name));
    }
}
