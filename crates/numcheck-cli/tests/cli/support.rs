//! Runs the binary, and stands in for vendors that misbehave.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// One JSON value a line.
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// The tool with an environment of its own.
pub(crate) struct Tool {
    command: Command,
    stdin: Vec<u8>,
}

/// A ledger of this test process alone, in the folder that is Cargo's to clean.
fn ledger() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}", std::process::id()));
        // Another process had this number once.
        let _ = std::fs::remove_dir_all(&folder);
        folder
    });
    folder.join("ledger.db")
}

/// `numcheck ARGS`, split at spaces.
pub(crate) fn numcheck(args: &str) -> Tool {
    Tool::of(Path::new(env!("CARGO_BIN_EXE_numcheck")), args)
}

impl Tool {
    pub(crate) fn of(program: &Path, args: &str) -> Self {
        let mut command = Command::new(program);
        command.args(args.split_whitespace()).env_clear().env("NUMCHECK_LEDGER", ledger());
        Self { command, stdin: Vec::new() }
    }

    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// In this folder.
    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// With no ledger named in the environment.
    pub(crate) fn without_ledger(mut self) -> Self {
        self.command.env_remove("NUMCHECK_LEDGER");
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    pub(crate) fn stdout(mut self, to: impl Into<Stdio>) -> Self {
        self.command.stdout(to);
        self
    }

    pub(crate) fn spawn(mut self) -> Child {
        self.command.stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the tool starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A tool that reads nothing may be gone by now.
        drop(stdin.write_all(&self.stdin));
        child
    }

    pub(crate) fn run(mut self) -> Ran {
        self.command.stdout(Stdio::piped());
        self.run_to()
    }

    /// Runs with the standard output given before.
    pub(crate) fn run_to(self) -> Ran {
        let output = self.spawn().wait_with_output().expect("the tool ends");
        Ran {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("the words are UTF-8"),
        }
    }
}

/// `numcheck sandbox` in a process of its own.
pub(crate) struct SandboxProcess {
    child: Child,
    pub(crate) url: String,
    pub(crate) exports: Vec<String>,
}

impl SandboxProcess {
    pub(crate) fn start() -> Self {
        let mut child = numcheck("sandbox").stdout(Stdio::piped()).spawn();
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let mut exports: Vec<String> = Vec::new();
        while !exports.last().is_some_and(|line| line.starts_with("export NUMCHECK_YWJISU_PRIVATE_KEY")) {
            exports.push(lines.next().expect("it goes on").expect("UTF-8"));
        }
        let url = exports[0].rsplit(' ').next().expect("a URL").to_owned();
        Self { child, url, exports }
    }

    /// The tool asking this sandbox with its published credentials.
    pub(crate) fn numcheck(&self, args: &str) -> Tool {
        let tool = numcheck(&format!("{args} --base-url {}", self.url));
        self.exports.iter().fold(tool, |tool, line| {
            match line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
                Some((name, value)) if !value.starts_with('\'') => tool.env(name, value),
                _ => tool,
            }
        })
    }

    /// Its billing ledger.
    pub(crate) fn ledger(&self) -> serde_json::Value {
        let host = self.url.strip_prefix("http://").expect("plain http");
        let mut stream = TcpStream::connect(host).expect("it listens");
        write!(stream, "GET /_sandbox/ledger?numbers=true HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("it reads");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("it answers");
        let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str(body).expect("JSON")
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A vendor that does what `answer` says with each request's body; the URL to find it at.
pub(crate) fn vendor(mut answer: impl FnMut(&str) -> Option<String> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let body = read_request(&mut stream);
            // `None` closes the connection without a word.
            if let Some(reply) = answer(&body) {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", reply.len());
                drop(stream.write_all(format!("{head}{reply}").as_bytes()));
            }
        }
    });
    url
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    String::from_utf8(body).expect("a form")
}

/// A list of `n` mobiles.
pub(crate) fn list(n: usize) -> String {
    let numbers: Vec<String> = (0..n).map(|n| format!("139{n:08}")).collect();
    numbers.join("\n")
}

/// A file of this test alone.
pub(crate) fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("it can be written");
    path
}

/// A folder with a list, a ledger and results of its own.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new(list: impl AsRef<[u8]>) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(place.path("list.txt"), list).expect("a list");
        place
    }

    /// A list of this many mobiles, all of which the sandbox answers for: it is silent about those that end in 6.
    pub(crate) fn mobiles(count: usize) -> Self {
        let lines: Vec<String> = (0..).filter(|n| n % 10 != 6).take(count).map(|n| format!("1380010{n:04}")).collect();
        Self::new(lines.join("\n"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn tool(&self, args: &str) -> Tool {
        let args = args.replace("LIST", &self.path("list.txt").display().to_string());
        numcheck(&args).env("NUMCHECK_LEDGER", &self.path("ledger.db").display().to_string())
    }

    pub(crate) fn run(&self, args: &str) -> Ran {
        self.tool(&format!("run LIST --sandbox --no-progress {args}")).run()
    }

    pub(crate) fn results(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path("list.txt.results.csv")).expect("results");
        text.lines().skip(1).map(str::to_owned).collect()
    }

    /// The sandbox's own bill: units billed, and how often the number billed most often was billed.
    pub(crate) fn bill(&self) -> (u64, u64) {
        let ledger = numcheck_sandbox::billing::read(self.path("ledger.sandbox.bill")).expect("the bill");
        let most = ledger.numbers.values().copied().max().unwrap_or_default();
        (ledger.billed(), most)
    }

    pub(crate) fn requests(&self) -> usize {
        numcheck_sandbox::billing::read(self.path("ledger.sandbox.bill")).expect("the bill").requests.len()
    }

    pub(crate) fn summary(&self) -> serde_json::Value {
        let shown = self.tool("runs show 1 --sandbox -f json").run();
        shown.json()[0]["summary"].clone()
    }
}

pub(crate) fn assert_private(err: &str) {
    let whole = err.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 11 && run.starts_with("138"));
    assert!(!whole && !err.contains("sandbox-juhe"), "{err}");
}
