//! One process: started, watched, and killed with SIGKILL when it has come to where it is to die.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a process is looked at.
const TICK: Duration = Duration::from_millis(1);
/// How long a process may take: none waits for anything longer than a vendor's pause.
const LONGEST: Duration = Duration::from_secs(90);

/// A place where a run is killed; `numcheck-bulk/src/crash.rs` has the other half.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) name: &'static str,
    /// The name the process knows; none for a kill at any time.
    hook: Option<&'static str>,
    /// How often a run of one request passes it.
    each: Each,
    /// Whether it comes when all is asked.
    pub(super) at_end: bool,
    /// How long after the point the kill may come, in milliseconds.
    wait: u64,
}

#[derive(Clone, Copy, Debug)]
enum Each {
    Line,
    Once,
    Request,
}

const fn point(name: &'static str, each: Each) -> Point {
    Point { name, hook: Some(name), each, at_end: false, wait: 0 }
}

const fn end(name: &'static str, each: Each) -> Point {
    Point { at_end: true, ..point(name, each) }
}

/// Every crash point of reliability.md, section 3.
pub(super) const POINTS: [Point; 14] = [
    point("before-run", Each::Once),
    point("run-recorded", Each::Once),
    point("before-intent", Each::Request),
    point("before-send", Each::Request),
    point("before-commit", Each::Request),
    Point { wait: 3, ..point("sending", Each::Request) },
    Point { wait: 40, ..Point { hook: Some("sending"), ..point("sent", Each::Request) } },
    point("before-settle", Each::Request),
    point("after-settle", Each::Request),
    Point { hook: None, wait: 700, ..point("any-time", Each::Once) },
    end("before-finish", Each::Once),
    end("before-export", Each::Once),
    end("during-export", Each::Line),
    end("before-move", Each::Once),
];

/// A kill to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kill {
    pub(super) point: Point,
    /// Which pass of the point, as a share of those to come.
    pub(super) fate: f64,
    /// How long after it, as a share of the longest.
    pub(super) wait: f64,
}

impl Kill {
    fn at(&self, requests: usize, lines: usize) -> String {
        let most = match self.point.each {
            Each::Line => lines,
            Each::Once => 1,
            // The first half, so that something is left for the kills that follow.
            Each::Request => requests.div_ceil(2).min(12),
        };
        format!("{}:{}", self.point.hook.unwrap_or("none"), 1 + scaled(self.fate, most.saturating_sub(1) as u64))
    }
}

fn scaled(share: f64, most: u64) -> u64 {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
    let scaled = (share * (most + 1) as f64) as u64;
    scaled.min(most)
}

/// How a process ended.
pub(super) enum End {
    Exited(ExitStatus),
    Killed,
    /// It did not end, and was killed for it.
    Stuck,
}

/// What a process left behind.
pub(super) struct Session {
    pub(super) end: End,
    /// What it last said to have counted: requests, units spent.
    pub(super) counted: (u64, u64),
    pub(super) stderr: String,
}

/// The program under test.
#[derive(Clone)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    /// The bug planted in it.
    pub(super) bug: Option<String>,
}

impl Program {
    /// The program, in a folder, with nothing of this environment that could sway it.
    pub(super) fn command(&self, dir: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(dir).env_clear().env("HOME", dir).env("NUMCHECK_LEDGER", dir.join("ledger.db"));
        if let Some(bug) = &self.bug {
            command.env("NUMCHECK_PLANTED_BUG", bug);
        }
        command.stdin(Stdio::null());
        command
    }

    /// Runs `numcheck run`, and kills it if and where it is told to.
    pub(super) fn session(
        &self,
        dir: &Path,
        args: &[String],
        kill: Option<&Kill>,
        (requests, lines): (usize, usize),
    ) -> Result<Session, String> {
        let io = |error: std::io::Error| format!("{}: {error}", self.path.display());
        let (out, err) = (dir.join("stdout"), dir.join("stderr"));
        let at = kill.map_or_else(|| "none:0".to_owned(), |kill| kill.at(requests, lines));
        let mut command = self.command(dir);
        command.args(args).env("NUMCHECK_CRASH_AT", at);
        command.stdout(File::create(&out).map_err(io)?).stderr(File::create(&err).map_err(io)?);
        let mut child = command.spawn().map_err(io)?;
        let end = watch(&mut child, &out, kill).map_err(io)?;
        let said = fs::read_to_string(&out).map_err(io)?;
        let counted = said.lines().filter_map(|line| line.strip_prefix("counted ")?.split_once(' '));
        let mut counted = counted.filter_map(|(requests, spent)| Some((requests.parse().ok()?, spent.parse().ok()?)));
        let stderr = String::from_utf8_lossy(&fs::read(&err).map_err(io)?).into_owned();
        Ok(Session { end, counted: counted.next_back().unwrap_or_default(), stderr })
    }
}

fn watch(child: &mut Child, out: &Path, kill: Option<&Kill>) -> std::io::Result<End> {
    let began = Instant::now();
    let wait = kill.map_or(Duration::ZERO, |kill| Duration::from_micros(scaled(kill.wait, kill.point.wait * 1000)));
    let mut due = kill.filter(|kill| kill.point.hook.is_none()).map(|_| began + wait);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(End::Exited(status));
        }
        let now = Instant::now();
        let stuck = now - began > LONGEST;
        if stuck || due.is_some_and(|due| due <= now) {
            child.kill()?;
            // It may have ended by itself in the meantime.
            let status = child.wait()?;
            return Ok(match (stuck, status.code()) {
                (true, _) => End::Stuck,
                (false, Some(_)) => End::Exited(status),
                (false, None) => End::Killed,
            });
        }
        if kill.is_some() && due.is_none() && fs::read_to_string(out)?.lines().any(|line| line.starts_with("crash ")) {
            due = Some(now + wait);
            continue;
        }
        sleep(if kill.is_some() { TICK } else { TICK * 10 });
    }
}
