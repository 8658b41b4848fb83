//! The races, round by round, and what is concluded of them.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::Options;
use super::lists::Shape;
use super::measure::Taken;
use super::race::{self, Contender, Course, Vendor};

/// Where the floor itself moves more than this between rounds, nothing is concluded.
const MOST_NOISE: f64 = 1.5;

/// The place of the plain program among the contenders.
const PLAIN: usize = 3;

/// What must hold of a course; `None` where nothing is asked.
struct Goal {
    most_floors: f64,
    most_cpu: Option<f64>,
    least_plain: Option<f64>,
    most_in_memory: Option<f64>,
}

pub(super) fn race(options: &Options) -> Result<(), String> {
    let course = |shape, numbers, batch, concurrency, millis| Course {
        shape,
        numbers,
        batch,
        concurrency,
        latency: Duration::from_millis(millis),
        tells: false,
    };
    let n = options.numbers.unwrap_or(1_000_000);
    let goal = |most_floors, most_cpu, least_plain, most_in_memory| Goal {
        most_floors,
        most_cpu,
        least_plain,
        most_in_memory,
    };
    let courses = [
        (course(Shape::Juhe, n, 2000, 8, 0), goal(8.0, Some(0.7), Some(2.0), Some(1.15))),
        (course(Shape::Juhe, n, 2000, 32, 50), goal(1.3, None, None, Some(1.05))),
        (course(Shape::Juhe, n, 2000, 8, 50), goal(1.08, None, None, Some(1.05))),
        (course(Shape::Ywjisu, n / 5, 50, 8, 0), goal(8.0, None, Some(1.5), None)),
    ];
    let dir = scratch()?;
    let mut all = Vec::new();
    for (course, goal) in &courses {
        all.push(one(course, goal, options, &dir)?);
    }
    let _ = std::fs::remove_dir_all(&dir);
    if options.json {
        println!("{}", Value::from(all.clone()));
    }
    let missed = all
        .iter()
        .filter(|course| course["goals"].as_array().is_some_and(|goals| goals.iter().any(|goal| goal["met"] == false)));
    match missed.count() {
        0 => Ok(()),
        missed => Err(format!("{missed} of the courses miss a goal")),
    }
}

fn one(course: &Course, goal: &Goal, options: &Options, dir: &std::path::Path) -> Result<Value, String> {
    let contenders = [
        Contender::Floor,
        Contender::Numcheck,
        Contender::NumcheckInMemory,
        Contender::Plain,
        Contender::NumcheckKeeping,
        Contender::Lean,
        Contender::Promises,
        Contender::LeanPromises,
    ];
    let mut taken: Vec<Vec<Taken>> = vec![Vec::new(); contenders.len()];
    let vendor = Vendor::start(course)?;
    // The first round warms the caches and counts for nothing.
    for round in 0..=options.rounds {
        for (at, &contender) in contenders.iter().enumerate() {
            let one = race::run(contender, course, &vendor, dir)
                .map_err(|error| format!("{}: {}: {error}", course.name(), contender.name()))?;
            if round > 0 {
                taken[at].push(one);
            }
        }
    }
    drop(vendor);
    let floors: Vec<f64> = taken[0].iter().map(|taken| taken.seconds).collect();
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let (numbers, per_million) = (course.numbers as f64, 1_000_000.0 / course.numbers as f64);
    let mut lines = Vec::new();
    println!("\n{} ({} numbers, {} rounds)", course.name(), course.numbers, options.rounds);
    println!(
        "  {:<30}{:>9}{:>17}{:>12}{:>9}{:>7}{:>9}{:>9}",
        "", "median s", "min - max", "numbers/s", "CPU s/M", "MiB", "x floor", "x plain"
    );
    for (at, contender) in contenders.iter().enumerate() {
        let seconds: Vec<f64> = taken[at].iter().map(|taken| taken.seconds).collect();
        let cpu = median(taken[at].iter().map(|taken| taken.cpu_seconds)) * per_million;
        let peak = taken[at].iter().map(|taken| taken.peak_mib).fold(0.0, f64::max);
        let floors = median(seconds.iter().zip(&floors).map(|(one, floor)| one / floor));
        let plains = median(seconds.iter().zip(&taken[PLAIN]).map(|(one, plain)| one / plain.seconds));
        let (least, most) = (least(&seconds), most(&seconds));
        let middle = median(seconds.iter().copied());
        println!(
            "  {:<30}{middle:>9.3}{:>17}{:>12.0}{cpu:>9.2}{peak:>7.0}{floors:>9.2}{plains:>9.2}",
            contender.name(),
            format!("{least:.3} - {most:.3}"),
            numbers / middle,
        );
        lines.push(json!({
            "contender": contender.name(), "seconds": middle, "least": least, "most": most, "cpu_seconds_per_million": cpu,
            "peak_mib": peak, "floors": floors, "plains": plains,
        }));
    }
    let noise = most(&floors) / least(&floors);
    let ratio = |of: usize, to: usize| median(taken[of].iter().zip(&taken[to]).map(|(of, to)| of.seconds / to.seconds));
    let floors = lines[1]["floors"].as_f64().unwrap_or(f64::MAX);
    let cpu = lines[1]["cpu_seconds_per_million"].as_f64().unwrap_or(f64::MAX);
    let bytes = taken[1].iter().map(|taken| taken.ledger_bytes).max().unwrap_or_default();
    let mut goals = vec![("x floor", floors, "<=", goal.most_floors, floors <= goal.most_floors)];
    goals.extend(goal.most_cpu.map(|most| ("CPU s per million", cpu, "<=", most, cpu <= most)));
    let plain = ratio(PLAIN, 1);
    goals.extend(goal.least_plain.map(|least| ("times faster than plain", plain, ">=", least, plain >= least)));
    let memory = ratio(1, 2);
    goals.extend(goal.most_in_memory.map(|most| ("x ledger in memory", memory, "<=", most, memory <= most)));
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let bytes = bytes as f64 / numbers;
    goals.push(("bytes a number in the ledger", bytes, "<=", 250.0, bytes <= 250.0));
    let fair = noise <= MOST_NOISE;
    if !fair {
        println!("  the floor's slowest round is {noise:.2} x its fastest: too noisy to conclude anything");
    }
    let goals: Vec<Value> = goals
        .into_iter()
        .map(|(what, is, sign, goal, met)| {
            if fair {
                println!("  {}  {what}: {is:.3}, goal {sign} {goal}", if met { "met   " } else { "MISSED" });
            }
            json!({ "what": what, "is": is, "goal": goal, "met": if fair { Value::from(met) } else { Value::Null } })
        })
        .collect();
    Ok(
        json!({ "course": course.name(), "numbers": course.numbers, "contenders": lines, "floor_noise": noise, "goals": goals }),
    )
}

/// `numcheck` as it is released.
pub(super) fn built() -> Result<PathBuf, String> {
    static BUILT: std::sync::OnceLock<Result<PathBuf, String>> = std::sync::OnceLock::new();
    BUILT
        .get_or_init(|| {
            crate::sh::run(&mut crate::sh::cargo(["build", "--quiet", "--release", "--package", "numcheck-cli"]))?;
            let target =
                std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::sh::root().join("target"), PathBuf::from);
            Ok(target.join("release/numcheck"))
        })
        .clone()
}

/// A folder of this bench alone.
pub(super) fn scratch() -> Result<PathBuf, String> {
    let dir = crate::sh::root().join("target/bench").join(std::process::id().to_string());
    std::fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
    Ok(dir)
}

pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => values[len / 2],
        len => f64::midpoint(values[len / 2 - 1], values[len / 2]),
    }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::MAX, f64::min)
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}
