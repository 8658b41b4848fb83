//! One course, and those who run it: each a process of its own, measured from outside.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use super::lists::{self, Shape};
use super::measure::{self, Taken};
use super::pace;

/// What is raced: how many numbers, how many a request, how many requests at once, and how long a vendor takes.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub(super) shape: Shape,
    pub(super) numbers: u64,
    pub(super) batch: u64,
    pub(super) concurrency: usize,
    pub(super) latency: Duration,
    /// Whether the vendor tells of each request on its standard output.
    pub(super) tells: bool,
}

impl Course {
    /// Reads `shape=juhe numbers=… batch=… concurrency=… latency=…`.
    pub(super) fn parse(args: &[String]) -> Result<Self, String> {
        let number = |name: &str| {
            super::value(args, name).and_then(|n| n.parse::<u64>().ok()).ok_or_else(|| format!("{name}=N is missing"))
        };
        Ok(Self {
            shape: if super::value(args, "shape") == Some("ywjisu") { Shape::Ywjisu } else { Shape::Juhe },
            numbers: number("numbers")?,
            batch: number("batch")?.max(1),
            concurrency: usize::try_from(number("concurrency")?).unwrap_or(1),
            latency: super::millis(args, "latency"),
            tells: super::value(args, "tells") == Some("true"),
        })
    }

    /// The same, as arguments.
    pub(super) fn args(&self) -> Vec<String> {
        let shape = if self.shape == Shape::Ywjisu { "ywjisu" } else { "juhe" };
        vec![
            format!("shape={shape}"),
            format!("numbers={}", self.numbers),
            format!("batch={}", self.batch),
            format!("concurrency={}", self.concurrency),
            format!("latency={}", self.latency.as_millis()),
            format!("tells={}", self.tells),
        ]
    }

    pub(super) fn name(&self) -> String {
        format!("{} a request, {} ms, {} at once", self.batch, self.latency.as_millis(), self.concurrency)
    }
}

/// Who runs a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contender {
    Floor,
    /// The least that keeps what a run promises.
    Promises,
    Numcheck,
    /// The ledger on a file system in memory.
    NumcheckInMemory,
    /// With connections kept for later requests, which is not the default.
    NumcheckKeeping,
    Plain,
    /// What an expert makes of the plain program for speed alone.
    Lean,
    /// The same, with what the promises cost at least.
    LeanPromises,
}

impl Contender {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor (bare hyper)",
            Self::Promises => "floor that keeps the promises",
            Self::Numcheck => "numcheck run",
            Self::NumcheckInMemory => "numcheck, ledger in memory",
            Self::NumcheckKeeping => "numcheck, connections kept",
            Self::Plain => "plain reqwest, no ledger",
            Self::Lean => "lean hyper, no ledger",
            Self::LeanPromises => "lean, keeping the promises",
        }
    }
}

/// The fast vendor, in a process of its own.
pub(super) struct Vendor {
    child: Child,
    pub(super) address: String,
    /// When each request came, where the vendor tells.
    pub(super) requests: Receiver<Instant>,
}

impl Vendor {
    pub(super) fn start(course: &Course) -> Result<Self, String> {
        Self::spawn(ourselves("vendor")?, course)
    }

    pub(super) fn start_on_one_core(course: &Course) -> Result<Self, String> {
        Self::spawn(ourselves_on_one_core("vendor")?, course)
    }

    fn spawn(mut command: Command, course: &Course) -> Result<Self, String> {
        let mut child = command
            .args(course.args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the vendor does not start: {error}"))?;
        let mut address = String::new();
        let mut out = BufReader::new(child.stdout.take().ok_or("the vendor has no output")?);
        out.read_line(&mut address).map_err(|error| error.to_string())?;
        let (sender, requests) = mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|_| sender.send(Instant::now())));
        Ok(Self { child, address: address.trim().to_owned(), requests })
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// One contender over one course; the results are checked.
pub(super) fn run(contender: Contender, course: &Course, vendor: &Vendor, dir: &Path) -> Result<Taken, String> {
    let list = dir.join(format!("list-{}.csv", course.numbers));
    if !list.exists() {
        lists::write(&list, course.numbers).map_err(|error| error.to_string())?;
    }
    let ourselves_at = std::env::current_exe().map_err(|error| error.to_string())?;
    measure::at_hand(&[&list, &super::table::built()?, &ourselves_at]);
    let results = dir.join("results.csv");
    let address = format!("address={}", vendor.address);
    match contender {
        Contender::Floor | Contender::Promises => {
            // It is over so soon that one run says little: the middle one of three.
            let mut runs = Vec::new();
            for _ in 0..3 {
                let mut command = ourselves("floor")?;
                command.arg(&address).args(course.args());
                if contender == Contender::Promises {
                    keeping(&mut command, dir);
                }
                let mut taken = measure::run(&mut command)?;
                taken.seconds = pace::Told::parse(&taken.output)?.seconds;
                runs.push(taken);
            }
            runs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
            Ok(runs.swap_remove(1))
        }
        Contender::Plain | Contender::Lean | Contender::LeanPromises => {
            let mut command = ourselves(if contender == Contender::Plain { "plain" } else { "lean" })?;
            command
                .arg(address)
                .args(course.args())
                .arg(format!("list={}", list.display()))
                .arg(format!("results={}", results.display()));
            if contender == Contender::LeanPromises {
                keeping(&mut command, dir);
            }
            let taken = measure::run(&mut command)?;
            check(&results, course.numbers, 0, 1, |status| status.to_string())?;
            Ok(taken)
        }
        Contender::Numcheck | Contender::NumcheckInMemory | Contender::NumcheckKeeping => {
            let shm = Path::new("/dev/shm");
            let folder = if contender == Contender::NumcheckInMemory && shm.is_dir() { shm } else { dir };
            let ledger = folder.join(format!("numcheck-bench-{}.db", std::process::id()));
            forget(&ledger);
            let mut command = numcheck(course, vendor, &list, &results, &ledger)?;
            if contender == Contender::NumcheckKeeping {
                command.arg("--reuse-connections");
            }
            let mut taken = measure::run(&mut command)?;
            taken.ledger_bytes = fs::metadata(&ledger).map_or(0, |meta| meta.len());
            forget(&ledger);
            check(&results, course.numbers, 1, 3, |status| {
                lists::WORDS[usize::try_from(status).unwrap_or_default()].to_owned()
            })?;
            Ok(taken)
        }
    }
}

/// With what the promises cost at least: a connection for each request, and a journal that is synced.
fn keeping(command: &mut Command, dir: &Path) {
    command.arg("reuse=false").arg(format!("journal={}", dir.join("journal").display()));
}

/// `numcheck run` of a list at the fast vendor.
pub(super) fn numcheck(
    course: &Course,
    vendor: &Vendor,
    list: &Path,
    results: &Path,
    ledger: &Path,
) -> Result<Command, String> {
    let product = if course.shape == Shape::Ywjisu { "ywjisu/line-status" } else { "juhe/line-status" };
    let mut command = Command::new(super::table::built()?);
    command
        .args(["run", "--no-progress", "-p", product, "--base-url"])
        .arg(format!("http://{}", vendor.address))
        .arg("--concurrency")
        .arg(course.concurrency.to_string())
        .arg("--ledger")
        .arg(ledger)
        .arg("-o")
        .arg(results)
        .arg(list)
        .env("NUMCHECK_JUHE_LINE_STATUS_KEY", "0123456789abcdef0123456789abcdef")
        .env("NUMCHECK_YWJISU_CODE", "bench")
        .env("NUMCHECK_YWJISU_PWD", "bench-pwd")
        .env("NUMCHECK_YWJISU_PRIVATE_KEY", "bench-private-key");
    Ok(command)
}

/// A ledger, its journal and its lock.
pub(super) fn forget(ledger: &Path) {
    for end in ["", "-wal", "-shm", ".lock"] {
        let mut name = ledger.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

/// Every number of the list has its answer, in its place.
fn check(
    results: &Path,
    numbers: u64,
    number_at: usize,
    status_at: usize,
    word: impl Fn(u64) -> String,
) -> Result<(), String> {
    let wrong = |line: u64, what: &str| Err(format!("line {line} of the results {what}"));
    let file = File::open(results).map_err(|error| format!("there are no results: {error}"))?;
    let mut reader = csv::Reader::from_reader(BufReader::with_capacity(1 << 18, file));
    let mut record = csv::StringRecord::new();
    let mut place = 0;
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        let number = lists::number(place);
        if record.get(number_at).and_then(|text| text.parse().ok()) != Some(number) {
            return wrong(place + 2, "is about another number");
        }
        if record.get(status_at) != Some(word(lists::status(number)).as_str()) {
            return wrong(place + 2, "has another status");
        }
        place += 1;
    }
    if place == numbers { Ok(()) } else { Err(format!("the results have {place} lines of {numbers}")) }
}

pub(super) fn ourselves(what: &str) -> Result<Command, String> {
    let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
    command.arg("bench").arg(what);
    Ok(command)
}

/// The same, on one processor core alone.
pub(super) fn ourselves_on_one_core(what: &str) -> Result<Command, String> {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(std::env::current_exe().map_err(|error| error.to_string())?).arg("bench").arg(what);
    Ok(command)
}
