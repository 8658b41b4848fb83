//! Connections to a vendor: a fresh one for each request, unless they are to be kept.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::support::Place;

/// A vendor that would keep every connection, and counts them.
fn vendor() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            count.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || while answer(&stream).is_some() {});
        }
    });
    (address, connections)
}

fn answer(mut stream: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let mobile = body.split("mobiles=").nth(1)?.get(..11)?;
    let reply = format!(
        r#"{{"error_code":0,"result":{{"countFee":1,"data":[{{"mobile":"{mobile}","chargesStatus":"1","status":"1"}}]}}}}"#
    );
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{reply}", reply.len()).ok()
}

#[test]
fn are_fresh_for_each_request_unless_they_are_to_be_kept() {
    for (flag, expected) in [("", 3), ("--reuse-connections", 1)] {
        let (address, connections) = vendor();
        let place = Place::new("13847021936\n13847021937\n13847021938\n");
        // One number a request, one request at a time.
        let args = format!("run LIST -p juhe/line-status --base-url http://{address} --max-doubt 1 {flag}");
        let ran = place.tool(&args).env("NUMCHECK_JUHE_LINE_STATUS_KEY", "0123456789abcdef").run();
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(connections.load(Ordering::SeqCst), expected, "{flag}: {ran:?}");
    }
}
