//! Every way a vendor that repeats what it knows can answer, and the ways a request can end without an answer.

use numcheck_core::PhoneNumber;

use super::endpoints::{known_to, success};
use super::vendor::Does::{self, Resets, Says, SaysAndHangs};
use super::vendor::reply;

/// A way of answering, and its name.
pub(crate) type Mode = (String, Does);

/// All of them, for one endpoint and the numbers it is asked about.
pub(crate) fn all(endpoint: &str, numbers: &[PhoneNumber]) -> Vec<Mode> {
    let plain = Spelling::Plain.of_all(endpoint, numbers);
    let mut modes = broken(&plain);
    modes.extend(STATUSES.iter().map(|status| {
        let headers = format!("content-type: text/html\r\nretry-after: {plain}\r\nserver: {plain}\r\n");
        (format!("HTTP {status}"), Says(reply(status, &headers, &format!("<html><h1>{plain}</h1>"))))
    }));
    modes.extend(["301", "302", "303", "307", "308"].map(|status| {
        let query = Spelling::Percent.of_all(endpoint, numbers);
        let host = numbers[0].as_str();
        let headers = format!("location: http://{host}.invalid/{query}?key={query}\r\n");
        (format!("redirect {status}"), Says(reply(status, &headers, &plain)))
    }));
    for spelling in Spelling::ALL {
        modes.extend(known_to(endpoint).into_iter().map(|secret| {
            let head = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n";
            let name = format!("the body is cut inside a credential, {spelling:?}");
            (name, Says(format!("{head}the key {}", spelling.of(&secret[..secret.len() - 3])).into_bytes()))
        }));
        let echo = spelling.of_all(endpoint, numbers);
        let mut says = |name: &str, body: &str| {
            modes.push((format!("{name}, {spelling:?}"), Says(reply("200 OK", "", body))));
        };
        says("success", &success(endpoint, numbers, &echo));
        says("success without rows", &success(endpoint, &[], &echo));
        for code in ["10001", "10012", "10014", "403000", "500000", "99999"] {
            let body = format!(
                r#"{{"reason":"{echo}","resultMsg":"{echo}","result":"{echo}","error_code":{code},"resultcode":"{code}","resultCode":"{code}"}}"#
            );
            says(&format!("refused with {code}"), &body);
        }
        says("a code that repeats", &format!(r#"{{"reason":"{echo}","error_code":"{echo}","resultCode":"{echo}"}}"#));
        says(
            "a success of another shape",
            &format!(r#"{{"result":"{echo}","error_code":0,"resultCode":"000000","{echo}":1}}"#),
        );
        says("JSON of another shape", &format!(r#"["{echo}"]"#));
        says("not JSON", &format!("Array ( [key] => {echo} )"));
    }
    modes
}

const STATUSES: [&str; 19] = [
    "200 OK",
    "204 No Content",
    "400 Bad Request",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "405 Method Not Allowed",
    "408 Request Timeout",
    "413 Content Too Large",
    "415 Unsupported Media Type",
    "418 I'm a teapot",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "501 Not Implemented",
    "502 Bad Gateway",
    "503 Service Unavailable",
    "504 Gateway Timeout",
    "520 Unknown",
    "304 Not Modified",
];

/// Replies that break off, or are none.
fn broken(echo: &str) -> Vec<Mode> {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n";
    let says = |name: &str, text: String| (name.to_owned(), Says(text.into_bytes()));
    vec![
        says("closed", String::new()),
        ("reset".to_owned(), Resets),
        ("hangs".to_owned(), SaysAndHangs(Vec::new())),
        ("hangs in the body".to_owned(), SaysAndHangs(format!("{head}{echo}").into_bytes())),
        says("the body is cut", format!("{head}{{\"reason\":\"{echo}")),
        says("the head is cut", format!("HTTP/1.1 200 OK\r\nx-echo: {echo}")),
        says("the status line repeats", format!("HTTP/1.1 400 {echo}\r\ncontent-length: 0\r\n\r\n")),
        says("the status is none", format!("HTTP/1.1 {echo}\r\n\r\n")),
        says("a header is none", format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n{{}}")),
        says("the length is none", format!("HTTP/1.1 200 OK\r\ncontent-length: {echo}\r\n\r\n{{}}")),
        says(
            "the chunk's size is none",
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{echo}\r\n{echo}"),
        ),
        says(
            "compressed, it says",
            format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n{echo}", echo.len()),
        ),
        says("no HTTP", format!("{echo}\r\n{echo}\r\n\r\n")),
    ]
}

/// How a vendor spells what it repeats.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    Html,
    Json,
    Percent,
    Plain,
    Upper,
}

impl Spelling {
    const ALL: [Self; 5] = [Self::Html, Self::Json, Self::Percent, Self::Plain, Self::Upper];

    fn of(self, text: &str) -> String {
        let spell = |c: char| match self {
            Self::Html => format!("&#x{:x};", u32::from(c)),
            Self::Json => format!("\\u{:04x}", u32::from(c)),
            Self::Percent if !c.is_ascii_alphanumeric() => format!("%{:02x}", u32::from(c)),
            Self::Upper => c.to_ascii_uppercase().to_string(),
            Self::Percent | Self::Plain => c.to_string(),
        };
        text.chars().map(spell).collect::<Vec<_>>().concat()
    }

    /// Everything the vendor could repeat: credentials as this spelling has them, alone and with letters around them, and
    /// numbers as people write them.
    fn of_all(self, endpoint: &str, numbers: &[PhoneNumber]) -> String {
        let secrets = known_to(endpoint).into_iter().map(|secret| self.of(secret));
        let secrets: Vec<String> = secrets.map(|secret| format!("{secret} k{secret}k")).collect();
        let number = numbers[0].as_str();
        let json = if matches!(self, Self::Json) { self.of(number) } else { number.to_owned() };
        let dashed = format!("{}-{} {}", &number[..3], &number[3..7], &number[7..]);
        format!("{json} {} {dashed}, {number}", secrets.join(" "))
    }
}
