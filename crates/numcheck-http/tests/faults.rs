//! Every way a request can fail on the wire, against a raw TCP server: what kind of error it is, whether asking again could
//! help, and whether it may have cost money.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use numcheck_core::{Charge, Error, ErrorKind, Product, RetryHint};
use numcheck_http::{Client, Field, HttpOptions, Reply, Secret};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

const PRODUCT: Product = Product::new("acme/line-status", "line-status");
const KEY: &str = "0123456789-canary-key";
const NUMBER: &str = "13800000001";

/// What the server does with a connection.
#[derive(Clone, Copy)]
enum Server {
    /// Reads the request, writes these bytes, closes.
    Says(&'static str),
    /// Reads the request, writes these bytes, keeps the connection open and silent.
    SaysAndHangs(&'static str),
    /// Reads the request and writes a byte of a reply now and then.
    Drips,
    /// Closes before it reads anything.
    ClosesAtOnce,
    /// Reads the request and resets the connection.
    Resets,
}

async fn serve(server: Server) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let _ = act(server, &mut stream).await;
            });
        }
    });
    (format!("http://{address}"), requests)
}

async fn act(server: Server, stream: &mut TcpStream) -> std::io::Result<()> {
    if !matches!(server, Server::ClosesAtOnce) {
        read_request(stream).await?;
    }
    match server {
        Server::Says(text) => stream.write_all(text.as_bytes()).await?,
        Server::SaysAndHangs(text) => {
            stream.write_all(text.as_bytes()).await?;
            std::future::pending::<()>().await;
        }
        Server::Drips => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n").await?;
            loop {
                stream.write_all(b" ").await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Server::ClosesAtOnce => {}
        Server::Resets => stream.set_zero_linger()?,
    }
    Ok(())
}

async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut seen = Vec::new();
    let mut part = [0; 4096];
    while !String::from_utf8_lossy(&seen).contains(NUMBER) {
        match stream.read(&mut part).await? {
            0 => break,
            read => seen.extend_from_slice(&part[..read]),
        }
    }
    Ok(())
}

async fn post(base: &str, options: HttpOptions) -> Result<Reply, Error> {
    let client = Client::new(&PRODUCT, "https://unused.invalid", &options.base_url(base))?;
    let key = Secret::new("key", KEY)?;
    let fields = [("key", Field::Secret(&key)), ("mobile", Field::Plain(NUMBER))];
    client.post_form(&PRODUCT, "/query", &fields).await
}

fn quick() -> HttpOptions {
    HttpOptions::new().timeout(Duration::from_millis(400))
}

fn assert_error(name: &str, error: &Error, kind: ErrorKind, retry: RetryHint, charge: Charge) {
    assert_eq!((error.kind(), error.retry_hint(), error.charge()), (kind, retry, charge), "{name}: {error:?}");
    assert_eq!(error.product(), Some(PRODUCT.id()), "{name}");
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let _ = write!(shown, "{inner} {inner:?}");
        cause = inner.source();
    }
    assert!(!shown.contains(KEY) && !shown.contains(NUMBER) && !shown.contains("/query"), "{name}: {shown}");
}

const BACKOFF: RetryHint = RetryHint::Backoff;
const NEVER: RetryHint = RetryHint::Never;

#[tokio::test]
async fn what_never_left_is_free() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address")
    };
    for base in [format!("http://{closed}"), "https://no-such-host.invalid".to_owned()] {
        let error = post(&base, quick()).await.expect_err(&base);
        assert_error(&base, &error, ErrorKind::Transport, BACKOFF, Charge::FREE_INFERRED);
    }
}

#[tokio::test]
async fn what_may_have_been_seen_is_in_doubt() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"error_code\":0";
    for (name, server) in [
        ("closes after the request", Server::Says("")),
        ("resets after the request", Server::Resets),
        ("never answers", Server::SaysAndHangs("")),
        ("cuts the head", Server::Says("HTTP/1.1 200 OK\r\ncont")),
        ("is no HTTP", Server::Says("SSH-2.0-x\r\n\r\n")),
        ("cuts the body", Server::Says(head)),
        ("hangs in the body", Server::SaysAndHangs(head)),
        ("drips", Server::Drips),
    ] {
        let (base, requests) = serve(server).await;
        let error = post(&base, quick()).await.expect_err(name);
        assert_error(name, &error, ErrorKind::Transport, NEVER, Charge::Unknown);
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{name}: sent once");
    }
}

/// The close may be seen before the request is written or after: free in the one case, in doubt in the other, never mixed.
#[tokio::test]
async fn a_connection_closed_at_once_is_free_only_if_nothing_was_written() {
    for _ in 0..20 {
        let (base, _) = serve(Server::ClosesAtOnce).await;
        let error = post(&base, quick()).await.expect_err("closed");
        let unsent = error.message().as_str().contains("before anything was sent");
        let (retry, charge) = if unsent { (BACKOFF, Charge::FREE_INFERRED) } else { (NEVER, Charge::Unknown) };
        assert_error("closes at once", &error, ErrorKind::Transport, retry, charge);
    }
}

#[tokio::test]
async fn a_cut_body_is_kept() {
    let (base, _) = serve(Server::Says("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":")).await;
    let error = post(&base, quick()).await.expect_err("a cut body");
    assert_eq!(error.raw_reply().expect("what arrived").body, b"{\"half\":");
}

#[tokio::test]
async fn a_reply_that_is_too_long_is_cut_and_in_doubt() {
    let (base, _) =
        serve(Server::Says("HTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\nabcdefghijklmnopqrstuvwxyz")).await;
    let error = post(&base, quick().max_reply(10)).await.expect_err("ten bytes at most");
    assert_error("too long", &error, ErrorKind::Protocol, NEVER, Charge::Unknown);
    assert_eq!(error.raw_reply().expect("what was read").body, b"abcdefghij");
}

#[tokio::test]
async fn a_reply_as_long_as_it_may_be_is_read_whole() {
    let says = ["content-length: 26\r\n\r\nabcdefghijklmnopqrstuvwxyz", "\r\nabcdefghijklmnopqrstuvwxyz"];
    for says in says.map(|rest| &*format!("HTTP/1.1 200 OK\r\n{rest}").leak()) {
        let (base, _) = serve(Server::Says(says)).await;
        assert_eq!(
            post(&base, quick().max_reply(26)).await.expect("a reply").into_raw().body,
            b"abcdefghijklmnopqrstuvwxyz"
        );
        assert!(post(&base, quick().max_reply(25)).await.is_err());
    }
}

/// Eight requests at once, each with a reply of 8 MiB that is no reply: neither memory nor a ledger keeps them whole.
#[tokio::test]
async fn a_long_reply_is_kept_in_part_and_no_part_of_a_key_at_its_end() {
    let body = format!("{}{KEY}{}", "x".repeat((1 << 20) - 5), "x".repeat(2 << 20));
    let raw = replied(&body).await.unreadable("x").raw_reply().expect("kept").body.clone();
    assert_eq!(raw.len(), 1 << 20);
    assert!(raw.ends_with(b"x[cred"), "{:?}", String::from_utf8_lossy(&raw[raw.len() - 20..]));
}

/// A blank is shorter than the key: what was cut behind what is kept moves into it.
#[tokio::test]
async fn a_long_reply_of_nothing_but_keys_keeps_no_part_of_one() {
    for shift in (0..KEY.len()).step_by(4) {
        let body = format!("{}{}", "x".repeat(shift), KEY.repeat((1 << 20) / KEY.len() + 100));
        let raw = replied(&body).await.unreadable("x").raw_reply().expect("kept").body.clone();
        let end = String::from_utf8_lossy(&raw[raw.len() - 2 * KEY.len()..]).into_owned();
        assert!(!end.contains(&KEY[..4]), "{shift}: {end}");
    }
}

#[tokio::test]
async fn a_redirect_is_named_and_not_followed() {
    for status in ["301", "302", "303", "307", "308"] {
        let (trap, trapped) = serve(Server::Says("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")).await;
        let head = format!("HTTP/1.1 {status} Moved\r\nlocation: {trap}/x?key={KEY}\r\ncontent-length: 0\r\n\r\n");
        let (base, _) = serve(Server::Says(head.leak())).await;
        let error = post(&base, quick()).await.expect_err(status);
        assert_error(status, &error, ErrorKind::Protocol, NEVER, Charge::FREE_INFERRED);
        assert!(
            error.message().as_str().contains("127.0.0.1") && error.message().as_str().contains("taken as free"),
            "{error}"
        );
        assert_eq!(error.message().as_str().contains("was processed"), status == "303", "{error}");
        assert_eq!(trapped.load(Ordering::SeqCst), 0, "nothing reaches the other host");
    }
}

#[tokio::test]
async fn a_status_without_a_code_decides_by_itself() {
    use ErrorKind::{Auth, InvalidRequest, Protocol, RateLimited, Unavailable};
    let free = Charge::FREE_INFERRED;
    let minute = RetryHint::After(Duration::from_secs(60));
    for (status, headers, kind, retry, charge) in [
        ("400", "", InvalidRequest, NEVER, free),
        ("401", "", Auth, NEVER, free),
        ("403", "", Auth, NEVER, free),
        ("404", "", InvalidRequest, NEVER, free),
        ("405", "", InvalidRequest, NEVER, free),
        ("413", "", InvalidRequest, NEVER, free),
        ("415", "", InvalidRequest, NEVER, free),
        ("429", "", RateLimited, BACKOFF, free),
        ("429", "retry-after: 60\r\n", RateLimited, minute, free),
        ("429", "retry-after: 999999\r\n", RateLimited, RetryHint::After(Duration::from_secs(3600)), free),
        ("408", "", Unavailable, NEVER, Charge::Unknown),
        ("500", "", Unavailable, NEVER, Charge::Unknown),
        ("502", "", Unavailable, NEVER, Charge::Unknown),
        ("503", "", Unavailable, BACKOFF, Charge::Unknown),
        ("503", "retry-after: 60\r\n", Unavailable, minute, Charge::Unknown),
        ("504", "", Unavailable, NEVER, Charge::Unknown),
        ("200", "", Protocol, NEVER, Charge::Unknown),
        ("204", "", Protocol, NEVER, Charge::Unknown),
        ("418", "", Protocol, NEVER, Charge::Unknown),
    ] {
        let length = if status == "204" { "" } else { "content-length: 13\r\n" };
        let body = if status == "204" { "" } else { "<html></html>" };
        let head = format!("HTTP/1.1 {status} X\r\n{length}{headers}\r\n{body}");
        let (base, requests) = serve(Server::Says(head.leak())).await;
        let error = post(&base, quick()).await.expect("a reply").fault().at(PRODUCT.id());
        assert_error(status, &error, kind, retry, charge);
        assert_eq!(error.raw_reply().expect("the reply is kept").body, body.as_bytes());
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{status}: sent once");
    }
}

async fn replied(body: &str) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let (base, _) = serve(Server::Says(head.leak())).await;
    post(&base, quick()).await.expect("a reply")
}

/// What is decoded is what came; what is kept or shown is without the key, however it is written.
#[tokio::test]
async fn a_reply_that_echoes_the_key_is_read_whole_and_kept_without_it() {
    for spelled in [KEY, "0123456789-CANARY-key", "0123456789%2dcanary%2Dkey", r"0123456789\u002dcanary-k\u0065y"] {
        let reply = replied(&format!(r#"{{"result":"key{spelled}is wrong"}}"#)).await;
        let decoded: std::collections::HashMap<String, String> = reply.json().expect("JSON of any spelling");
        assert_eq!(reply.redact(&decoded["result"]), "key[credential]is wrong");
        assert_eq!(reply.redact_field(decoded.get("result").cloned()).expect("a text"), "key[credential]is wrong");
        assert_eq!(reply.clone().into_raw().body, b"{\"result\":\"key[credential]is wrong\"}");
        assert_eq!(reply.clone().fault().raw_reply().expect("kept").body, reply.clone().into_raw().body);
        assert_eq!(reply.clone().unreadable("x").raw_reply().expect("kept").body, reply.into_raw().body);
    }
    let reply = replied(r#"{"result":"fine"}"#).await;
    assert_eq!(reply.redact("the key is 0123"), "the key is 0123");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_stops_at_once_and_costs_nothing() {
    let base = tls_server().await;
    let error = post(&base, HttpOptions::new()).await.expect_err("nobody trusts it");
    assert_error("certificate", &error, ErrorKind::Transport, NEVER, Charge::FREE_INFERRED);
    assert!(error.message().as_str().contains("certificate"), "{error}");
}

/// The certificates that the system trusts are those of the environment, which a process has from its beginning.
#[tokio::test]
async fn a_certificate_that_the_system_trusts_is_trusted() {
    const NAME: &str = "a_certificate_that_the_system_trusts_is_trusted";
    if std::env::var_os("SSL_CERT_FILE").is_some_and(|file| file == TRUSTED) {
        post(&tls_server().await, HttpOptions::new()).await.expect("it is trusted");
        return;
    }
    let ourselves = std::env::current_exe().expect("this program");
    let mut command = std::process::Command::new(ourselves);
    let told = command.args(["--exact", NAME]).env("SSL_CERT_FILE", TRUSTED).output().expect("it runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
}

/// The server's own certificate.
const TRUSTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificate/certificate.pem");

/// Speaks TLS with a certificate of its own, and answers `{}`.
async fn tls_server() -> String {
    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("certificate/certificate.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificate/key.pem")).expect("its key");
    let config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).expect("a server");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
                let _ = stream.shutdown().await;
            }
        }
    });
    base
}

#[tokio::test]
async fn tls_to_a_server_that_speaks_none_costs_nothing_and_names_the_cure() {
    for server in [Server::ClosesAtOnce, Server::Says("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut hello = [0; 4096];
                let _ = stream.read(&mut hello).await;
                if let Server::Says(text) = server {
                    let _ = stream.write_all(text.as_bytes()).await;
                }
            }
        });
        let error = post(&base, HttpOptions::new()).await.expect_err("no TLS");
        assert_error("no TLS", &error, ErrorKind::Transport, BACKOFF, Charge::FREE_INFERRED);
        assert!(error.message().as_str().contains("--allow-http"), "{error:?}");
    }
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_costs_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
    let error = post(&base, quick()).await.expect_err("a silent server");
    assert_error("TLS hangs", &error, ErrorKind::Transport, BACKOFF, Charge::FREE_INFERRED);
    drop(listener);
}

#[tokio::test]
async fn the_environment_s_proxy_is_ignored_and_a_named_one_is_used() {
    let (proxy, seen) = serve(Server::Says("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")).await;
    let options = quick().proxy(&proxy).allow_http(true);
    post("http://vendor.invalid", options).await.expect("the proxy answers");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
    for bad in ["::", "no url"] {
        let error = post("http://127.0.0.1:1", quick().proxy(bad)).await.expect_err(bad);
        assert_error(bad, &error, ErrorKind::InvalidRequest, NEVER, Charge::FREE_INFERRED);
    }
}
