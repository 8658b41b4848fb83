//! One number a request: what a checker adds to bare HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use numcheck_core::{NumberChecker, NumberCheckerExt, PhoneNumber};
use numcheck_juhe::{HttpOptions, LineStatusChecker};
use serde_json::{Value, json};

use super::Options;
use super::lists::{self, Shape};
use super::measure;
use super::pace::{Times, Told};
use super::race::{self, Course, Vendor};
use super::table::median;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Who asks about one number a request.
///
/// A checker takes a fresh connection for each request unless told otherwise: on one that was kept and has died, a request
/// fails behind its write, and is in doubt. What that safety costs by itself is what it costs bare hyper.
/// The checkers ask through reqwest, and what that costs is shown too.
const CONTENDERS: [(&str, &str, Option<bool>); 5] = [
    ("floor (bare hyper, connections kept)", "floor", None),
    ("bare hyper, a connection each", "floor", Some(false)),
    ("checker, a connection each (the default)", "loop", Some(false)),
    ("checker, connections reused", "loop", Some(true)),
    ("bare reqwest, connections kept", "reqwest", None),
];

pub(super) fn run(options: &Options) -> Result<(), String> {
    let course = |numbers, concurrency| Course {
        shape: Shape::Juhe,
        numbers,
        batch: 1,
        concurrency,
        latency: Duration::ZERO,
        tells: false,
    };
    let at_once = one(&course(20_000, 32), options.rounds, false)?;
    let serial = one(&course(5_000, 1), options.rounds, true)?;
    if options.json {
        println!("{}", Value::from(vec![at_once, serial]));
    }
    Ok(())
}

fn one(course: &Course, rounds: usize, on_one_core: bool) -> Result<Value, String> {
    let vendor = if on_one_core { Vendor::start_on_one_core(course)? } else { Vendor::start(course)? };
    let mut told: Vec<Vec<Told>> = vec![Vec::new(); CONTENDERS.len()];
    for round in 0..=rounds {
        for (at, (name, what, reuse)) in CONTENDERS.iter().enumerate() {
            let mut command = if on_one_core { race::ourselves_on_one_core(what)? } else { race::ourselves(what)? };
            command.arg(format!("address={}", vendor.address)).args(course.args());
            command.args(reuse.map(|reuse| format!("reuse={reuse}")));
            let taken = measure::run(&mut command).map_err(|error| format!("{name}: {error}"))?;
            if round > 0 {
                told[at].push(Told::parse(&taken.output)?);
            }
        }
    }
    println!(
        "\n{}{} ({} requests, {rounds} rounds)",
        course.name(),
        if on_one_core { ", both sides on one core" } else { "" },
        course.numbers
    );
    println!("  {:<44}{:>12}{:>12}{:>12}{:>12}", "", "requests/s", "x floor", "p50 us", "x floor");
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let numbers = course.numbers as f64;
    let lines = CONTENDERS.iter().enumerate().map(|(at, (name, ..))| {
        let rate = median(told[at].iter().map(|told| numbers / told.seconds));
        let rate_of_floor = median(told[at].iter().zip(&told[0]).map(|(one, floor)| floor.seconds / one.seconds));
        let middle = median(told[at].iter().map(|told| told.middle_micros));
        let floors = median(told[at].iter().zip(&told[0]).map(|(one, floor)| one.middle_micros / floor.middle_micros));
        println!("  {name:<44}{rate:>12.0}{rate_of_floor:>12.2}{middle:>12.0}{floors:>12.2}");
        json!({ "contender": name, "requests_per_second": rate, "of_floor": rate_of_floor, "p50_us": middle, "floors": floors })
    });
    let lines: Vec<Value> = lines.collect();
    // Each is held against the floor that connects as it does.
    let figure = |at: usize, name: &str| lines[at][name].as_f64().unwrap_or(f64::NAN);
    let goals = [("a connection each", 2, 1), ("connections reused", 3, 0)].map(|(name, checker, floor)| {
        let (what, is, goal, met) = if on_one_core {
            let is = figure(checker, "p50_us") / figure(floor, "p50_us");
            ("p50 x floor", is, 1.7, is <= 1.7)
        } else {
            let is = figure(checker, "requests_per_second") / figure(floor, "requests_per_second");
            ("of the floor's requests/s", is, 0.55, is >= 0.55)
        };
        println!("  {}  {name}, {what}: {is:.2}, goal {goal}", if met { "met   " } else { "MISSED" });
        json!({ "what": format!("{name}, {what}"), "is": is, "goal": goal, "met": met })
    });
    Ok(json!({ "course": course.name(), "one_core": on_one_core, "contenders": lines, "goals": goals }))
}

/// Makes every request of a course by reqwest alone, and drops the replies.
pub(super) fn bare_reqwest(address: &str, course: &Course) -> Result<(), String> {
    let client = reqwest::Client::builder().no_proxy().build().map_err(|error| error.to_string())?;
    let url = format!("http://{address}/invalid_number_batch/query");
    in_loops(course, move |place| {
        let (client, url) = (client.clone(), url.clone());
        async move {
            let number = lists::number(place).to_string();
            let sent = client.post(&url).form(&[("key", KEY), ("mobiles", &number)]).send().await;
            let reply = sent.map_err(|error| error.to_string())?.bytes().await.map_err(|error| error.to_string())?;
            if reply.is_empty() { Err("an empty reply".to_owned()) } else { Ok(()) }
        }
    })
}

/// Asks about every number of a course by itself; each answer is checked.
pub(super) fn contend(address: &str, course: &Course, reuse: bool) -> Result<(), String> {
    let options = HttpOptions::new().base_url(format!("http://{address}")).reuse_connections(reuse);
    let checker = Arc::new(LineStatusChecker::new(KEY, &options).map_err(|error| error.to_string())?);
    in_loops(course, move |place| {
        let checker = checker.clone();
        async move {
            let number = PhoneNumber::parse(&lists::number(place).to_string()).map_err(|error| error.to_string())?;
            let answer = checker.check_one(number).await.map_err(|error| error.to_string())?;
            let word = lists::WORDS[usize::try_from(lists::status(lists::number(place))).unwrap_or_default()];
            if answer.outcome.report().map(|report| report.status.word()) == Some(word) {
                Ok(())
            } else {
                Err(format!("number {place} of {} has another status", checker.product().id()))
            }
        }
    })
}

/// Does this about every place of a course, as many at once as it says, and tells how long each took.
fn in_loops<F, A>(course: &Course, ask: A) -> Result<(), String>
where
    F: Future<Output = Result<(), String>> + Send + 'static,
    A: Fn(u64) -> F + Clone + Send + 'static,
{
    let (next, times) = (Arc::new(AtomicU64::new(0)), Arc::new(Times::default()));
    let runtime = super::runtime()?;
    let began = Instant::now();
    runtime.block_on(async {
        let mut loops = Vec::new();
        for _ in 0..course.concurrency {
            let (ask, next, times, numbers) = (ask.clone(), next.clone(), times.clone(), course.numbers);
            loops.push(tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= numbers {
                        break;
                    }
                    let began = Instant::now();
                    ask(place).await?;
                    taken.push(began.elapsed());
                }
                times.add(taken);
                Ok::<(), String>(())
            }));
        }
        for one in loops {
            one.await.map_err(|error| error.to_string())??;
        }
        Ok::<(), String>(())
    })?;
    times.tell(began.elapsed());
    Ok(())
}
