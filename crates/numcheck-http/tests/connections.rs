//! Connections that are kept: for what comes at once, and not for what comes later.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use numcheck_core::{Charge, Product};
use numcheck_http::{Client, Field, HttpOptions, Reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

const PRODUCT: Product = Product::new("acme/line-status", "line-status");
const NUMBER: &[u8] = b"13800000001";

/// A vendor behind a device that forgets a connection once nothing was said on it for this long, without a word: what is
/// written later reaches nobody. Counts connections.
async fn forgets_after(idle: Duration) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer(stream, idle));
        }
    });
    (format!("http://{address}"), connections)
}

async fn answer(mut stream: TcpStream, idle: Duration) -> std::io::Result<()> {
    let mut idle_for = Duration::MAX;
    while let Ok(read) = tokio::time::timeout(idle_for, read_request(&mut stream)).await {
        read?;
        idle_for = idle;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await?;
    }
    std::future::pending().await
}

async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let (mut seen, mut part) = (Vec::new(), [0; 4096]);
    while !seen.windows(NUMBER.len()).any(|part| part == NUMBER) {
        match stream.read(&mut part).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => seen.extend_from_slice(&part[..read]),
        }
    }
    Ok(())
}

async fn ask(client: &Client) -> Result<Reply, numcheck_core::Error> {
    let number = std::str::from_utf8(NUMBER).expect("digits");
    client.post_form(&PRODUCT, "/query", &[("mobile", Field::Plain(number))]).await
}

fn client(base: &str) -> Client {
    let options = HttpOptions::new().base_url(base).timeout(Duration::from_secs(2)).reuse_connections(true);
    Client::new(&PRODUCT, "https://unused.invalid", &options).expect("a client")
}

#[tokio::test]
async fn one_that_is_kept_is_used_at_once_and_not_when_it_may_be_forgotten() {
    let (base, connections) = forgets_after(Duration::from_millis(1300)).await;
    let client = client(&base);
    for _ in 0..2 {
        ask(&client).await.expect("it is answered");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1, "it is kept");
    sleep(Duration::from_millis(1500)).await;
    ask(&client).await.expect("it is answered on a fresh connection");
    assert_eq!(connections.load(Ordering::SeqCst), 2);
}

/// What the option says: where a kept one is forgotten sooner, its request is in doubt.
#[tokio::test]
async fn one_that_is_forgotten_at_once_puts_its_request_in_doubt() {
    let (base, _) = forgets_after(Duration::from_millis(50)).await;
    let client = client(&base);
    ask(&client).await.expect("it is answered");
    sleep(Duration::from_millis(250)).await;
    let error = ask(&client).await.expect_err("nobody hears it");
    assert_eq!(error.charge(), Charge::Unknown, "{error:?}");
}
