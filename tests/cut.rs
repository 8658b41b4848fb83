//! Every sample reply of the documents, cut at every byte: nothing panics, nothing counts as an answer, and what may have
//! been paid for is said to be so.

use std::sync::{Arc, Mutex};

use numcheck_contract::fixture::{Provenance, cases};
use numcheck_core::{Charge, Outcome};
use numcheck_tests::{build, fixtures};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the server says next: the head of a reply, and the body that follows it before the connection closes.
type Says = Arc<Mutex<Vec<u8>>>;

async fn server() -> (String, Says) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let says = Says::default();
    let reply = says.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let reply = reply.lock().expect("the reply").clone();
            tokio::spawn(async move {
                let mut request = vec![0; 1 << 16];
                // A request of these sizes comes in one piece.
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(&reply).await;
                // A close with something unread would be a reset.
                let _ = stream.shutdown().await;
            });
        }
    });
    (base_url, says)
}

#[tokio::test]
async fn a_sample_cut_at_any_byte_is_no_answer() {
    let (base_url, says) = server().await;
    let mut samples = 0;
    let mut cuts = 0;
    for case in cases(&fixtures()).expect("the fixtures") {
        let fixture = case.read().expect("a fixture");
        if !matches!(fixture.provenance, Provenance::Document(_)) || fixture.exchanges.len() != 1 {
            continue;
        }
        let body = &fixture.exchanges[0].response.body;
        let checker = build(&fixture.given, &base_url).expect("a checker");
        let numbers = &fixture.given.numbers;
        samples += 1;
        for length in 0..body.len() {
            // Once as a reply that ends too soon, once as one that says so itself.
            for stated in [body.len(), length] {
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {stated}\r\n\r\n");
                *says.lock().expect("the reply") = [head.as_bytes(), &body[..length]].concat();
                match checker.check_any(numbers).await {
                    Err(error) => assert_eq!(error.charge(), Charge::Unknown, "{} cut at {length}: {error}", case.name),
                    Ok(batch) => {
                        let answered =
                            batch.answers.iter().find(|answer| !matches!(answer.outcome, Outcome::Failed(_)));
                        assert!(answered.is_none(), "{} cut at {length} of {}: {answered:?}", case.name, body.len());
                    }
                }
                cuts += 1;
            }
        }
    }
    assert!(samples >= 8 && cuts > 5000, "{samples} samples, {cuts} cuts");
}
