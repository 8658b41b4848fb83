//! The canary suite of the tool: credentials and numbers that occur nowhere else go through checks, runs and reports before
//! a vendor that repeats everything, and are then looked for in all that is printed, logged, written and left behind.

use std::sync::LazyLock;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use numcheck_tests::leaks::{Canaries, Searcher};

use crate::support::{Place, Tool, numcheck, vendor};

mod searched;
mod vendors;

use searched::Searched;
use vendors::{MODES, echoing};

const KEY: &str = "Zq8/canary+Key-7f3aW9=x";
const OPENID: &str = "JHopen/canary+0d1eVb72kq";
const CODE: &str = "account-canary/2b9dTn+5";
const PWD: &str = "pass/canary+word-c4c4Lm8";
const PRIVATE_KEY: &str = "private/canary+9e77Xr3h";
const RSA: &str = include_str!("../../../../tests/keys/rsa-2048.spki.pem");

const ENVIRONMENT: [(&str, &str); 8] = [
    ("NUMCHECK_JUHE_LINE_STATUS_KEY", KEY),
    ("NUMCHECK_JUHE_NETWORK_STATUS_KEY", KEY),
    ("NUMCHECK_JUHE_CALLER_ID_KEY", KEY),
    ("NUMCHECK_JUHE_OPENID", OPENID),
    ("NUMCHECK_JUHE_RSA_PUBLIC_KEY", RSA),
    ("NUMCHECK_YWJISU_CODE", CODE),
    ("NUMCHECK_YWJISU_PWD", PWD),
    ("NUMCHECK_YWJISU_PRIVATE_KEY", PRIVATE_KEY),
];

const NUMBERS: [&str; 10] = [
    "13847021930",
    "15926483071",
    "17703659182",
    "18862047593",
    "19135720864",
    "13690275145",
    "15274906386",
    "18041963527",
    "19958307218",
    "17216840959",
];

const ENDPOINTS: [&str; 6] = [
    "-p juhe/line-status",
    "-p juhe/network-status",
    "-p juhe/network-status --encrypt aes",
    "-p juhe/network-status --encrypt rsa",
    "-p juhe/caller-id",
    "-p ywjisu/line-status",
];

static CANARIES: LazyLock<Canaries> = LazyLock::new(|| {
    let secrets = [("key", KEY), ("openid", OPENID), ("code", CODE), ("pwd", PWD), ("private key", PRIVATE_KEY)];
    let canaries = secrets.into_iter().fold(Canaries::new(), |canaries, (name, value)| canaries.secret(name, value));
    NUMBERS.into_iter().fold(canaries, Canaries::number)
});
/// For what people read: neither a credential nor a number.
static ALL: LazyLock<Searcher> = LazyLock::new(|| CANARIES.searcher());
/// For what holds answers.
static SECRETS: LazyLock<Searcher> = LazyLock::new(|| CANARIES.secrets().searcher());

fn with_canaries(tool: Tool) -> Tool {
    ENVIRONMENT.into_iter().fold(tool.env("NUMCHECK_LOG", "trace"), |tool, (name, value)| tool.env(name, value))
}

/// Commands that tell of a run, or of what they find; the first of them show most.
const ALL_THAT_TELLS: [&str; 18] = [
    "runs show 1",
    "runs report 1 --json",
    "runs report 1 --html report.html",
    "bill -f json",
    "--lang zh runs report 1 --html report.zh.html",
    "runs show 1 -f json",
    "runs list",
    "runs list -f json",
    "runs report 1",
    "runs export 1 -o again.csv --excel",
    "runs export 1 -o again.xlsx",
    "runs export 1 -o again.ndjson",
    "bill",
    "doctor",
    "doctor -f json",
    "products -f json",
    "config show --origin",
    "run LIST --dry-run",
];

/// One endpoint in one mode: a check in each format, and a run with everything that is made of it.
fn go(endpoint: &str, (mode, reply): (&str, vendors::Reply)) -> Searched {
    let mut searched = Searched::of(format!("{endpoint}, {mode}"));
    let url = vendor(move |body| echoing(reply, body));
    let place = Place::new(NUMBERS.join("\n"));
    let temporary = place.path("tmp");
    std::fs::create_dir(&temporary).expect("a folder");
    let tool = |args: &str| {
        with_canaries(place.tool(args)).env("TMPDIR", &temporary.to_string_lossy()).dir(place.path("").as_path())
    };

    let formats: &[&str] = if mode == "success" { &["text", "json", "csv"] } else { &["text"] };
    for format in formats {
        let numbers = NUMBERS.join(" ");
        let ran = tool(&format!("check {endpoint} --base-url {url} -f {format} --no-ledger {numbers}")).run();
        searched.answers(&format!("check -f {format}"), &ran.out);
        searched.words(&format!("stderr of check -f {format}"), &ran.err);
        assert!(ran.out.contains(NUMBERS[0]) && ran.code != 1 && ran.code != 2, "{endpoint}, {mode}: {ran:?}");
    }
    let run = format!("run LIST {endpoint} --base-url {url} --progress json --price 0.01");
    let ran = tool(&run).run();
    assert!(ran.err.contains("request sent"), "{endpoint}, {mode}: it logs: {ran:?}");
    let results = std::fs::read_to_string(place.path("list.txt.results.csv")).expect("results");
    // Where the vendor's words are shown at all, they are there without the credential.
    let is_shown = ["success", "refused"].contains(&mode);
    let repeated = !is_shown || [&ran.err, &results].iter().any(|text| text.contains("[credential]"));
    assert!(repeated, "{endpoint}, {mode}: what the vendor repeats is not seen: {ran:?}");
    searched.words("stdout of run", &ran.out);
    searched.words("stderr of run", &ran.err);
    let again: &[&str] = if mode == "success" { &ALL_THAT_TELLS } else { &ALL_THAT_TELLS[..4] };
    for args in again {
        let ran = tool(args).run();
        searched.words(&format!("stdout of {args}"), &ran.out);
        searched.words(&format!("stderr of {args}"), &ran.err);
    }
    searched.files(&place);
    let left: Vec<_> = std::fs::read_dir(&temporary).expect("a folder").collect();
    assert!(left.is_empty(), "{endpoint}, {mode}: left behind: {left:?}");
    searched
}

#[test]
fn a_vendor_that_repeats_everything_shows_nothing_anywhere() {
    let mut all = Searched::default();
    thread::scope(|scope| {
        let endpoint = |endpoint: &'static str| scope.spawn(move || MODES.map(|mode| go(endpoint, mode)));
        for done in ENDPOINTS.map(endpoint) {
            for searched in done.join().expect("no surprises") {
                all.add(searched);
            }
        }
    });
    all.finish(36, 700);
}

/// While a request is under way: its arguments, and the files of a ledger that is being written.
#[test]
fn nothing_shows_while_a_request_is_under_way() {
    let (asked, was_asked) = channel();
    let (answer, may_answer) = channel::<()>();
    let url = vendor(move |_| {
        asked.send(()).expect("the test waits");
        may_answer.recv_timeout(Duration::from_secs(60)).expect("the test looked");
        None
    });
    let place = Place::new(NUMBERS.join("\n"));
    let run = with_canaries(place.tool(&format!("run LIST -p juhe/line-status --base-url {url}")));
    let child = run.stdout(std::process::Stdio::piped()).spawn();
    was_asked.recv_timeout(Duration::from_secs(60)).expect("a request");
    let mut searched = Searched::of("under way".to_owned());
    let mine = std::fs::read(format!("/proc/{}/cmdline", child.id())).expect("it runs");
    assert!(String::from_utf8_lossy(&mine).contains("juhe/line-status"), "its arguments are read");
    searched.words("the arguments of the run", &mine);
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        assert!(place.path(name).exists(), "{name} is there while it is written");
    }
    searched.files(&place);
    answer.send(()).expect("it waits");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(8));
    searched.words("stderr of the run", &output.stderr);
    searched.files(&place);
    assert!(place.path("list.txt.results.csv.in-doubt.csv").exists(), "what is in doubt has a file");
    searched.finish(1, 8);
}

/// A sandbox that does all it can, which knows its own credentials only.
#[test]
fn no_fault_of_the_sandbox_shows_anything() {
    let published = CANARIES.clone().wordy_secret("published", numcheck_sandbox::credentials::JUHE_LINE_STATUS_KEY);
    let published = published.searcher();
    for faults in ["hostile", "lost-answers", "maintenance", "always-retry", "quota=3"] {
        let place = Place::new(NUMBERS.join("\n"));
        let run = format!("run LIST --sandbox -p juhe/line-status --sandbox-faults {faults} --progress json");
        let ran = place.tool(&run).env("NUMCHECK_LOG", "trace").run();
        assert!(ran.err.contains("request sent"), "{faults}: {ran:?}");
        for text in [&ran.out, &ran.err] {
            let leaks = published.leaks(text);
            assert!(leaks.is_empty(), "{faults}: {leaks:?}: {text}");
        }
    }
}

#[test]
fn credentials_on_the_command_line_are_refused_and_not_repeated() {
    let encoded = PWD.replace('/', "%2F");
    for args in [
        format!("check --key {KEY} {}", NUMBERS[0]),
        format!("check --base-url https://me:{encoded}@host {}", NUMBERS[0]),
        format!("check --base-url https://host/?key={KEY} {}", NUMBERS[0]),
        format!("check --proxy ftp://me:{encoded}@host {}", NUMBERS[0]),
        format!("check --proxy http://me:{PWD}@ {}", NUMBERS[0]),
    ] {
        let ran = with_canaries(numcheck(&args)).run();
        assert!(ran.code == 2, "{ran:?}");
        let leaks = SECRETS.leaks(ran.err.replace(&format!("--key {KEY}"), ""));
        assert!(leaks.is_empty(), "{args}: {leaks:?}: {ran:?}");
    }
}
