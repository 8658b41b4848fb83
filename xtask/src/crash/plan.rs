//! What a round does: its lists, the commands that are given about them, what goes wrong, and where it is killed.
//!
//! All of it follows from the seed and the number of the round, so that a round can be made again.

use std::fmt::Write as _;

use fastrand::Rng;

use super::kill::{Kill, POINTS};

/// How many kinds of round there are: round `n` is of kind `n % KINDS`.
pub(super) const KINDS: u64 = 11;

/// The fallback order of the rounds that have one.
pub(super) const NEXT: [&str; 2] = ["juhe/line-status", "ywjisu/line-status"];

/// A list and what is in it.
pub(super) struct List {
    pub(super) text: String,
    /// What stands on each line: a mobile as the ledger writes it, or none.
    pub(super) lines: Vec<Option<String>>,
}

/// One command, given again and again until it has nothing more to do.
pub(super) struct Phase {
    /// Which list it is about.
    pub(super) list: usize,
    pub(super) flags: Vec<String>,
    pub(super) faults: String,
    pub(super) kills: Vec<Kill>,
    /// Units that may be spent.
    pub(super) budget: Option<u64>,
    /// Whether the owner first compares the doubts with the bill, and says what was paid.
    pub(super) settle: bool,
}

/// A round: a ledger of its own, a sandbox of its own.
pub(super) struct Plan {
    pub(super) kind: &'static str,
    pub(super) lists: Vec<List>,
    pub(super) phases: Vec<Phase>,
    /// Numbers that may be in flight at most.
    pub(super) most_in_flight: usize,
    /// How long a reply is waited for, in milliseconds.
    pub(super) patience: i64,
    /// Requests a second.
    pub(super) rate: Option<u32>,
    /// Whether what the first product does not know is asked at the second one.
    pub(super) next: bool,
}

/// What differs from kind to kind.
struct Kind {
    name: &'static str,
    products: &'static str,
    numbers: usize,
    max_doubt: Option<usize>,
    faults: &'static str,
}

const TROUBLE: &str = "latency=4ms,delay=25ms,lost=0.04,cut=0.02,http=0.02,empty=0.01,garbage=0.01,limit=0.04,retry-after=0,retry=0.03,unbilled=0.2,refuse=0.01";

impl Plan {
    /// The plan of a round; `numbers` stretches its lists, in percent.
    pub(super) fn of(seed: u64, round: u64, percent: usize) -> Self {
        let mut rng =
            Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ round.wrapping_mul(0xd1b5_4a32_d192_ed03));
        let small = Some(rng.usize(4..=16));
        let kind = match round % KINDS {
            0 => kind("small batches", "juhe/line-status", 220, small, "mutate=0.15,missing=0.004"),
            1 => kind(
                "fifty a request",
                "ywjisu/line-status",
                1200,
                None,
                "contradict=0.03,double=0.03,foreign=0.03,reorder=0.03,types=0.03",
            ),
            2 => kind("fallback order", "juhe/line-status,ywjisu/line-status", 220, small, "lost=0.1"),
            3 => kind("large batches", "juhe/line-status", 7000, None, "mutate=0.1"),
            4 => kind("rate", "ywjisu/line-status", 1500, Some(300), "retry=0"),
            5 => kind("budget", "juhe/line-status", 200, small, "mutate=0.1"),
            6 => kind("repay", "juhe/line-status", 180, small, "lost=0.2"),
            7 => kind("retries billed", "juhe/line-status", 200, small, "retry=0.15,retry-billed=0.7"),
            8 => kind(
                "late",
                "ywjisu/line-status",
                1200,
                None,
                "delay=300ms:0.1,hang=0.02,drip=0.02,drip-every=5ms,down=0.05",
            ),
            9 => kind("settle", "juhe/line-status", 180, small, "lost=0.15,mutate=0.1,unbilled=0.5"),
            _ => kind("reuse", "juhe/line-status,ywjisu/line-status", 160, small, "lost=0.08"),
        };
        let first = list(&mut rng, kind.numbers * percent / 100, &[]);
        let mut plan = Self {
            kind: kind.name,
            lists: vec![first],
            phases: Vec::new(),
            most_in_flight: 0,
            patience: if kind.name == "late" { 200 } else { 2000 },
            rate: None,
            next: false,
        };
        plan.next = kind.products.contains(',');
        let batch = if kind.products.starts_with("juhe") { 2000 } else { 50 };
        plan.most_in_flight = kind.max_doubt.unwrap_or(8 * batch);
        plan.rate = (kind.name == "rate").then(|| rng.u32(15..=40));

        let mut flags = words(&["-p", kind.products, "-f", "ndjson", "--no-progress", "--timeout"]);
        flags.push(format!("{}ms", plan.patience));
        flags.extend(kind.max_doubt.iter().flat_map(|most| words(&["--max-doubt", &most.to_string()])));
        flags.extend(plan.rate.iter().flat_map(|rate| words(&["--rate", &format!("{rate}/s")])));
        if plan.next {
            flags.extend(words(&["--next-on", "not_in_database"]));
        }
        let dice = rng.u32(..);
        let faults = format!("{TROUBLE},{},seed={dice}", kind.faults);
        let kills = |rng: &mut Rng, during: usize, after: usize| kills(rng, round, during, after);
        let phase = |list: usize, flags: &[String], more: &[&str], faults: &str, kills: Vec<Kill>| Phase {
            list,
            flags: flags.iter().cloned().chain(words(more)).collect(),
            faults: faults.to_owned(),
            kills,
            settle: false,
            budget: more.iter().skip_while(|flag| **flag != "--max-billed").nth(1).and_then(|most| most.parse().ok()),
        };
        match kind.name {
            "budget" => {
                let most = (plan.lists[0].distinct().len() / 2).to_string();
                let low = phase(0, &flags, &["--max-billed", &most], &faults, kills(&mut rng, 3, 0));
                let high = phase(0, &flags, &["--max-billed", "100000"], &faults, kills(&mut rng, 2, 1));
                plan.phases = vec![low, high];
            }
            "fallback order" => {
                let quota = plan.lists[0].distinct().len() / 3;
                let used_up = format!("{faults},quota={quota}");
                plan.phases = vec![
                    phase(0, &flags, &[], &used_up, kills(&mut rng, 4, 0)),
                    phase(0, &flags, &[], &faults, kills(&mut rng, 2, 1)),
                ];
            }
            "repay" => {
                plan.phases = vec![
                    phase(0, &flags, &[], &faults, kills(&mut rng, 3, 1)),
                    phase(0, &flags, &["--in-doubt", "repay"], &faults, kills(&mut rng, 2, 0)),
                    phase(0, &flags, &[], &faults, Vec::new()),
                ];
            }
            "settle" => {
                let told = Phase { settle: true, ..phase(0, &flags, &[], &faults, kills(&mut rng, 2, 1)) };
                plan.phases = vec![phase(0, &flags, &[], &faults, kills(&mut rng, 3, 1)), told];
            }
            "reuse" => {
                let known = plan.lists[0].distinct();
                plan.lists.push(list(&mut rng, kind.numbers * percent / 100, &known));
                plan.phases = vec![
                    phase(0, &flags, &[], &faults, kills(&mut rng, 3, 1)),
                    phase(1, &flags, &["--reuse", "7d"], &faults, kills(&mut rng, 2, 1)),
                ];
            }
            _ => plan.phases = vec![phase(0, &flags, &[], &faults, kills(&mut rng, 5, 2))],
        }
        plan
    }
}

impl List {
    /// Every number of it once.
    pub(super) fn distinct(&self) -> Vec<String> {
        let mut numbers: Vec<_> = self.lines.iter().flatten().cloned().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

const fn kind(
    name: &'static str,
    products: &'static str,
    numbers: usize,
    max_doubt: Option<usize>,
    faults: &'static str,
) -> Kind {
    Kind { name, products, numbers, max_doubt, faults }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// Kills while requests are made, then kills at the end of the run. Round by round every point has its turn.
fn kills(rng: &mut Rng, round: u64, during: usize, after: usize) -> Vec<Kill> {
    let (requests, ends): (Vec<_>, Vec<_>) = POINTS.iter().partition(|point| !point.at_end);
    let turn = usize::try_from(round).unwrap_or_default();
    let mut chosen = Vec::new();
    for (points, count) in [(requests, during), (ends, after)] {
        let start = turn * count + rng.usize(..2);
        for nth in 0..count {
            let point = points[(start + nth) % points.len()];
            chosen.push(Kill { point, fate: rng.f64(), wait: rng.f64() });
        }
    }
    chosen
}

/// A list of mobiles in many spellings, with duplicates, some of another list, and lines that hold no number.
fn list(rng: &mut Rng, numbers: usize, known: &[String]) -> List {
    let mut list = List { text: String::new(), lines: Vec::new() };
    for _ in 0..numbers.max(10) {
        let before = list.lines.len();
        let number = match rng.u32(..100) {
            // The first line would be taken for a header.
            0..3 if before > 0 => None,
            3..12 if before > 0 => list.lines[rng.usize(..before)].clone(),
            12..60 if !known.is_empty() => Some(known[rng.usize(..known.len())].clone()),
            _ => Some(mobile(rng)),
        };
        let _ = match &number {
            None => writeln!(list.text, "{}", ["none", "010-12345678", "1.38E+10", "138"][rng.usize(..4)]),
            Some(number) => match rng.u32(..4) {
                0 => writeln!(list.text, "+86 {}-{}-{}", &number[..3], &number[3..7], &number[7..]),
                1 => writeln!(list.text, "0086{number}"),
                _ => writeln!(list.text, "{number}"),
            },
        };
        list.lines.push(number);
    }
    list
}

/// A mobile whose last digit is its status in the sandbox; seldom 6, which is never answered.
fn mobile(rng: &mut Rng) -> String {
    let last = if rng.u32(..300) == 0 { 6 } else { [0, 1, 1, 2, 3, 4, 5, 7, 8, 9][rng.usize(..10)] };
    loop {
        let number = format!("1{}{:08}{last}", rng.u32(3..=9), rng.u32(..100_000_000));
        // Such an ending scripts an error of a whole batch.
        if !number[3..].starts_with("00009") {
            return number;
        }
    }
}
