use std::io::Write;

use numcheck_core::{Charge, ErrorKind, RetryHint};

use super::{Endpoint, Script};

/// A reply, and what whoever asked must make of it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What the reply is.
    pub name: &'static str,
    /// What must come of it.
    pub expect: Expect,
    /// Whether it never ends, so that only the deadline ends it.
    pub endless: bool,
    script: fn(&Endpoint, Scale) -> Script,
}

/// What must come of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The number is answered.
    Answered,
    /// An error of this kind, in doubt, that is never asked again.
    Doubt(ErrorKind),
    /// The key is refused: free, and final.
    Refused,
    /// The number has no answer and is in doubt, be it by an error or by a row of its own.
    Lost,
    /// Free if the vendor saw no byte of the request; otherwise in doubt, or answered.
    FreeIfUnseen,
}

impl Expect {
    /// Whether an error of this kind, with this hint and this charge, is what must come.
    pub fn admits(self, (kind, hint, charge): (ErrorKind, RetryHint, Charge)) -> bool {
        match self {
            Self::Doubt(due) => kind == due && hint == RetryHint::Never && charge == Charge::Unknown,
            Self::Lost => hint == RetryHint::Never && charge == Charge::Unknown,
            Self::Refused => kind == ErrorKind::Auth && hint == RetryHint::Never && charge.is_free(),
            Self::FreeIfUnseen => true,
            Self::Answered => false,
        }
    }
}

impl Case {
    /// What the vendor of this endpoint does.
    pub fn script(&self, endpoint: &Endpoint, scale: Scale) -> Script {
        (self.script)(endpoint, scale)
    }

    const fn endless(self) -> Self {
        Self { endless: true, ..self }
    }
}

/// How large a reply is made, for the reader's cap of [`Scale::cap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As its name says, for a reader that takes 8 MiB.
    Full,
    /// A twentieth, for a reader that takes a twentieth: a program built for tests is slow.
    Small,
}

impl Scale {
    const fn of(self, full: usize) -> usize {
        match self {
            Self::Full => full,
            Self::Small => full / 20,
        }
    }

    /// How many bytes of a reply are read at most.
    pub const fn cap(self) -> usize {
        self.of(8 << 20)
    }
}

const PROTOCOL: Expect = Expect::Doubt(ErrorKind::Protocol);
const TRANSPORT: Expect = Expect::Doubt(ErrorKind::Transport);
const GIGABYTE: u64 = 1 << 30;
const HEAD: &str = "HTTP/1.1 200 OK\r\n";
/// What moves the cursor, names the window, ends the line, turns text around: the inside of a piece of JSON.
const ORDERS: &str = r"\u001b[2J\u001b]0;owned\u0007\r\n\u202e\u2066\u0000\u009b31m\ufeff";

/// Floods that only a program built for release wades through in time: they are not among [`cases`].
pub fn floods() -> Vec<Case> {
    vec![
        case("a flood of 1xx", TRANSPORT, |_, _| Script::new().times("HTTP/1.1 100 Continue\r\n\r\n", GIGABYTE))
            .endless(),
        case("1 GB in chunks of one byte", Expect::Lost, |_, _| {
            Script::new().says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n")).times("1\r\n[\r\n", GIGABYTE)
        })
        .endless(),
    ]
}

/// Every reply.
pub fn cases() -> Vec<Case> {
    [sizes(), framing(), encodings(), values(), words()].concat()
}

const fn case(name: &'static str, expect: Expect, script: fn(&Endpoint, Scale) -> Script) -> Case {
    Case { name, expect, endless: false, script }
}

fn sizes() -> Vec<Case> {
    vec![
        case("1 GB by content-length", PROTOCOL, |e, _| {
            Script::new().says(format!("{HEAD}Content-Length: {GIGABYTE}\r\n\r\n{}", e.opening())).times("x", GIGABYTE)
        }),
        case("1 GB chunked", PROTOCOL, |e, _| {
            let opening = e.opening();
            let first = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{opening}\r\n", opening.len());
            Script::new().says(first).times(format!("10000\r\n{}\r\n", "x".repeat(0x10000)), GIGABYTE >> 16)
        }),
        case("1 GB until the connection closes", PROTOCOL, |e, _| {
            Script::new().says(format!("{HEAD}\r\n{}", e.opening())).times("x", GIGABYTE)
        }),
        case("one header of 20 MB", TRANSPORT, |_, _| Script::new().says(format!("{HEAD}X-A: ")).times("x", 20 << 20)),
        case("20 MB of headers", TRANSPORT, |_, _| {
            Script::new().says(HEAD).times(format!("X-A: {}\r\n", "x".repeat(1000)), 20 << 10)
        }),
        case("a million empty headers", TRANSPORT, |_, _| Script::new().says(HEAD).times("a:\r\n", 1_000_000)),
        case("a status line of 1 MB", TRANSPORT, |_, _| Script::new().says("HTTP/1.1 200 ").times("O", 1 << 20)),
        case("20 MB of a chunk's extension", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n5;a=")).times("x", 20 << 20)
        }),
        case("20 MB of trailers", TRANSPORT, |_, _| {
            Script::new()
                .says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n"))
                .times(format!("X-A: {}\r\n", "x".repeat(1000)), 20 << 10)
        }),
        case("a header that drips", TRANSPORT, |_, _| Script::new().says(format!("{HEAD}X-A: ")).drips("x")).endless(),
        case("a body that drips", TRANSPORT, |e, _| {
            Script::new().says(format!("{HEAD}Content-Length: 100000\r\n\r\n{}", e.opening())).drips("x")
        })
        .endless(),
        case("chunks that drip", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n")).drips("1\r\n \r\n")
        })
        .endless(),
        case("1xx without end", TRANSPORT, |_, _| Script::new().drips("HTTP/1.1 100 Continue\r\n\r\n".repeat(40)))
            .endless(),
        case("eight million [", PROTOCOL, |_, scale| Script::new().replies("[".repeat(scale.of(8_000_000)))),
        case("eight million [ as the result", PROTOCOL, |e, scale| {
            Script::new().replies(e.success_of(&"[".repeat(scale.of(8_000_000))))
        }),
        case("a million objects in one another, closed", PROTOCOL, |e, scale| {
            let deep = format!("{}1{}", r#"{"a":"#.repeat(scale.of(1_000_000)), "}".repeat(scale.of(1_000_000)));
            Script::new().replies(e.success_of(&deep))
        }),
        case("half a million arrays in one another, where a text is due", Expect::Answered, |e, scale| {
            let deep = format!("{}{}", "[".repeat(scale.of(500_000)), "]".repeat(scale.of(500_000)));
            Script::new().replies(e.success_with("杭州").replace("\"杭州\"", &deep))
        }),
    ]
}

fn framing() -> Vec<Case> {
    vec![
        case("HTTP/0.9", TRANSPORT, |e, _| Script::new().says(e.success())),
        case("another protocol's version", TRANSPORT, |_, _| Script::new().says("HTTP/9.9 200 OK\r\n\r\n{}")),
        case("101 switching protocols", PROTOCOL, |e, _| {
            Script::new().says("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n").says(e.success())
        }),
        case("a length of 2^64", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Content-Length: 18446744073709551616\r\n\r\n{{}}"))
        }),
        case("a length below zero", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Content-Length: -1\r\n\r\n{{}}"))
        }),
        case("two lengths that differ", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Content-Length: 2\r\nContent-Length: 200\r\n\r\n{{}}"))
        }),
        case("a chunk of 2^72 bytes", TRANSPORT, |_, _| {
            Script::new().says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{{}}\r\n"))
        }),
        case("chunks whose end is missing", TRANSPORT, |e, _| {
            let body = e.success();
            Script::new().says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len()))
        }),
        case("two replies in one", Expect::Answered, |e, _| {
            Script::new().replies(e.success()).replies(e.refusal("no"))
        }),
        case("a refusal, and a success behind it", Expect::Refused, |e, _| {
            Script::new().replies(e.refusal("no")).replies(e.success())
        }),
        case("garbage behind the reply", Expect::Answered, |e, _| {
            Script::new().replies(e.success()).times("\0\u{7f}garbage", 1 << 20)
        }),
        case("garbage behind the JSON", PROTOCOL, |e, _| Script::new().replies(e.success() + "x")),
        case("two JSON values", PROTOCOL, |e, _| Script::new().replies(e.success() + &e.success())),
        case("a reply before the request was read", Expect::FreeIfUnseen, |e, _| Script {
            speaks_first: true,
            ..Script::new().replies(e.success())
        }),
        case("a NUL in a header", TRANSPORT, |e, _| Script::new().replies_with("X-A: a\0b\r\n", e.success())),
    ]
}

fn encodings() -> Vec<Case> {
    vec![
        case("gzip", PROTOCOL, |e, _| {
            Script::new().replies_with("Content-Encoding: gzip\r\n", gzip(e.success().as_bytes()))
        }),
        case("gzip that nobody announced", PROTOCOL, |e, _| Script::new().replies(gzip(e.success().as_bytes()))),
        case("a gzip bomb", PROTOCOL, |_, scale| {
            Script::new().replies_with("Content-Encoding: gzip\r\n", gzip(&vec![b' '; scale.of(64 << 20)]))
        }),
        case("UTF-16", PROTOCOL, |e, _| {
            let units = e.success().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
            Script::new().replies([b"\xff\xfe".as_slice(), &units].concat())
        }),
        case("bytes that are no UTF-8", PROTOCOL, |e, _| {
            let body = e.success_with("AREA").into_bytes();
            Script::new().replies(body.iter().map(|&b| if b == b'R' { 0xfe } else { b }).collect::<Vec<_>>())
        }),
        case("a byte order mark", Expect::Answered, |e, _| Script::new().replies(format!("\u{feff}{}", e.success()))),
        case("two byte order marks", PROTOCOL, |e, _| {
            Script::new().replies(format!("\u{feff}\u{feff}{}", e.success()))
        }),
    ]
}

fn values() -> Vec<Case> {
    vec![
        case("the code 1e400", PROTOCOL, |e, _| Script::new().replies(e.code("1e400"))),
        case("the code -0", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(":0,", ":-0,", 1))),
        case("the code 99999999999999999999", PROTOCOL, |e, _| Script::new().replies(e.code("99999999999999999999"))),
        case("the code 0.1", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(":0,", ":0.1,", 1))),
        case("the code true", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(":0,", ":true,", 1))),
        case("the code []", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(":0,", ":[0],", 1))),
        case("the code twice", PROTOCOL, |e, _| Script::new().replies(e.two_codes())),
        case("the status twice", Expect::Lost, |e, _| {
            let twice = |name: &str| format!(r#""{name}":"9","{name}":"#);
            let body = e.success().replace(r#""status":"#, &twice("status")).replace(r#""state":"#, &twice("state"));
            Script::new().replies(body.replace(r#""telnum":"#, &twice("telnum")))
        }),
        case("half a surrogate pair in its texts", Expect::Answered, |e, _| {
            Script::new().replies(e.success_with(r"\ud800杭州"))
        }),
        case("half a surrogate pair in its words", Expect::Answered, |e, _| {
            Script::new().replies(e.success().replace("成功", r"\udc00"))
        }),
        case("1e400 where a time or a count is due", Expect::Answered, |e, _| {
            let body = e.success().replace(r#""1644111310668""#, "1e400");
            Script::new().replies(body.replace(r#""num":"3""#, r#""num":1e400"#))
        }),
        case("half a surrogate pair as the status", Expect::Lost, |e, _| {
            let half = |body: String, name: &str, was: &str| {
                body.replace(&format!(r#""{name}":"{was}""#), &format!(r#""{name}":"\ud800""#))
            };
            let body = half(half(e.success(), "status", "1"), "state", "0");
            Script::new().replies(body.replace(r#""data":{"#, r#""data":"\ud800","more":{"#))
        }),
        case("an empty name", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(e.result(), "", 1))),
        case("NaN", PROTOCOL, |e, _| Script::new().replies(e.success().replacen(":0,", ":NaN,", 1))),
        case("a number of a million digits", PROTOCOL, |e, scale| {
            Script::new().replies(e.code(&"9".repeat(scale.of(1_000_000))))
        }),
        case("a name of 7 MB", Expect::Answered, |e, scale| {
            let name = format!(r#"{{"{}":1,"#, "n".repeat(scale.of(7 << 20)));
            Script::new().replies(e.success().replacen('{', &name, 1))
        }),
    ]
}

fn words() -> Vec<Case> {
    vec![
        case("orders to the terminal in a success", Expect::Answered, |e, _| {
            Script::new().replies(e.success_with(ORDERS))
        }),
        case("orders to the terminal in a refusal", Expect::Refused, |e, _| Script::new().replies(e.refusal(ORDERS))),
        case("a refusal in 1 MB of words", Expect::Refused, |e, scale| {
            Script::new().replies(e.refusal(&"长".repeat(scale.of(350_000))))
        }),
        case("a refusal in 1 MB of orders", Expect::Refused, |e, scale| {
            Script::new().replies(e.refusal(&ORDERS.repeat(scale.of(20_000))))
        }),
        case("texts of 1 MB in a success", Expect::Answered, |e, scale| {
            Script::new().replies(e.success_with(&"x".repeat(scale.of(1 << 20))))
        }),
    ]
}

/// What `bytes` are when gzip has packed them.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // A vector takes all there is.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}
