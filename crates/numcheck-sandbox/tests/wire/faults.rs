//! Every fault, as a client sees it on the wire, and what the ledger says of it.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use numcheck_sandbox::Product::{self, JuheCallerId, JuheLineStatus, JuheNetworkStatus, YwjisuLineStatus};
use numcheck_sandbox::billing::Delivery;
use tokio::net::TcpStream;

use crate::client::{Bench, End};

const NUMBER: &str = "13800000001";

/// Asks once and says what came: bytes, how it ended, units billed, what the ledger says was delivered.
async fn ask_once(faults: &str, product: Product) -> (String, End, u64, Delivery, Option<u16>) {
    let bench = Bench::struck(faults).await;
    let raw = bench.raw(product, NUMBER).await;
    let ledger = bench.ledger();
    let request = &ledger.requests[0];
    assert_eq!(request.numbers.len(), 1, "{faults}");
    (raw.text, raw.end, ledger.billed(), request.delivery, request.numbers[0].answer)
}

#[tokio::test]
async fn a_lost_answer_is_billed_or_not_at_every_product() {
    for product in Product::ALL {
        for (faults, end) in [("close=1", End::Closed), ("reset=1", End::Reset), ("hang=1", End::Open)] {
            let billed = ask_once(faults, product).await;
            assert_eq!(billed, (String::new(), end, 1, Delivery::Lost, None), "{faults} {product}");
            let free = ask_once(&format!("{faults},unbilled=1"), product).await;
            assert_eq!(free, (String::new(), end, 0, Delivery::Lost, None), "{faults} {product}");
        }
    }
}

#[tokio::test]
async fn billing_and_replying_are_decided_apart() {
    let (text, end, billed, delivery, answer) = ask_once("unbilled=1", JuheLineStatus).await;
    assert!(text.contains(r#""countFee":0"#) && text.contains(r#""chargesStatus":"0","status":"1""#), "{text}");
    assert_eq!((end, billed, delivery, answer), (End::Closed, 0, Delivery::Whole, Some(1)));
    let (text, _, billed, delivery, answer) = ask_once("calm", JuheLineStatus).await;
    assert!(text.contains(r#""countFee":1"#) && text.contains(r#""chargesStatus":"1","status":"1""#), "{text}");
    assert_eq!((billed, delivery, answer), (1, Delivery::Whole, Some(1)));

    // All four happen, and the ledger tells which.
    let bench = Bench::struck("close=0.5,unbilled=0.5,seed=3").await;
    let mut seen = [0; 4];
    for _ in 0..60 {
        let raw = bench.raw(JuheLineStatus, NUMBER).await;
        let request = bench.ledger().requests.pop().expect("a request");
        let lost = request.delivery == Delivery::Lost;
        assert_eq!(raw.text.is_empty(), lost);
        assert_eq!(request.faults.iter().any(|fault| fault == "close"), lost);
        assert_eq!(request.faults.iter().any(|fault| fault == "unbilled"), request.numbers[0].billed == 0);
        seen[usize::from(lost) * 2 + usize::from(request.numbers[0].billed == 1)] += 1;
    }
    assert!(seen.iter().all(|&count| count > 5), "{seen:?}");
}

#[tokio::test]
async fn lost_is_closed_or_reset() {
    let bench = Bench::struck("lost=1").await;
    let mut ends = Vec::new();
    for _ in 0..20 {
        let raw = bench.raw(JuheLineStatus, NUMBER).await;
        assert_eq!(raw.text, "");
        ends.push(raw.end);
    }
    assert!(ends.contains(&End::Closed) && ends.contains(&End::Reset) && !ends.contains(&End::Open), "{ends:?}");
    assert_eq!(bench.ledger().billed(), 20);
}

#[tokio::test]
async fn a_cut_body_ends_where_it_is_told() {
    for at in [0, 1, 11, 80] {
        let bench = Bench::struck(&format!("cut=1,cut-at={at}")).await;
        let raw = bench.raw(JuheLineStatus, NUMBER).await;
        assert_eq!((raw.parts().0, raw.end), ("HTTP/1.1 200 OK", End::Closed));
        assert!(raw.content_length() > 200, "{}", raw.text);
        assert_eq!(
            raw.body(),
            &r#"{"reason":"成功","result":{"orderid":"JH671000000000000000001","countFee":1,"data":[{"#.as_bytes()
                [..at]
        );
        let request = &bench.ledger().requests[0];
        assert_eq!((request.delivery, request.numbers[0].billed, request.numbers[0].answer), (Delivery::Cut, 1, None));
    }
    // Anywhere, and never whole: also where more is asked for than there is.
    let bench = Bench::struck("cut=1").await;
    let mut lengths = Vec::new();
    for _ in 0..10 {
        let raw = bench.raw(JuheLineStatus, NUMBER).await;
        assert!(raw.body().len() < raw.content_length() && raw.end == End::Closed, "{raw:?}");
        lengths.push(raw.body().len());
    }
    lengths.dedup();
    assert!(lengths.len() > 5, "{lengths:?}");
    let raw = Bench::struck("cut=1,cut-at=99999").await.raw(JuheLineStatus, NUMBER).await;
    assert_eq!(raw.body().len(), raw.content_length() - 1);

    let error = bench.try_ask(NUMBER).await.expect_err("cut");
    assert!(error.is_body() || error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn a_drip_is_slow_and_whole() {
    let bench = Bench::struck("drip=1,drip-every=2ms").await;
    let began = Instant::now();
    let raw = bench.raw(JuheNetworkStatus, NUMBER).await;
    assert_eq!((raw.body().len(), raw.end), (raw.content_length(), End::Closed));
    assert!(began.elapsed() >= Duration::from_millis(2) * u32::try_from(raw.content_length()).expect("short"));
    assert_eq!(bench.ledger().requests[0].delivery, Delivery::Whole);
    assert_eq!(bench.ledger().requests[0].numbers[0].answer, Some(1));

    // One that would take an hour does not hold the sandbox up.
    let bench = Bench::struck("drip=1,drip-every=1m").await;
    assert_eq!(bench.raw(JuheNetworkStatus, NUMBER).await.end, End::Open);
    let began = Instant::now();
    assert_eq!(bench.sandbox.shutdown().await.billed(), 1);
    assert!(began.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_hang_ends_with_the_sandbox_and_is_not_waited_for() {
    let bench = Bench::struck("hang=1").await;
    let addr = bench.sandbox.addr();
    let asking = tokio::spawn(async move { crate::client::raw(addr, JuheLineStatus, NUMBER).await });
    while bench.ledger().requests.is_empty() {
        tokio::task::yield_now().await;
    }
    bench.sandbox.idle(Duration::from_millis(50)).await;
    let began = Instant::now();
    bench.sandbox.shutdown().await;
    assert!(began.elapsed() < Duration::from_secs(2));
    let raw = asking.await.expect("the client ends");
    assert_eq!((raw.text.as_str(), raw.end), ("", End::Closed));
}

#[tokio::test]
async fn what_is_sent_in_place_of_a_reply() {
    for product in Product::ALL {
        let bench = Bench::struck("http=1").await;
        let mut statuses = Vec::new();
        for _ in 0..40 {
            let answer = bench.ask(product, NUMBER).await;
            assert!(answer.text.starts_with("<html>") && answer.header("content-type").starts_with("text/html"));
            statuses.push(answer.status);
        }
        statuses.sort_unstable();
        statuses.dedup();
        assert_eq!(statuses, [500, 502, 503, 504]);
        assert_eq!(bench.ledger().billed(), 40);
        assert_eq!(bench.ledger().requests[0].delivery, Delivery::Garbled);
        assert_eq!(bench.ledger().requests[0].code, None);

        let bench = Bench::struck("http=1,http-status=408,unbilled=1").await;
        assert_eq!(bench.ask(product, NUMBER).await.status, 408);
        assert_eq!((bench.ledger().billed(), bench.ledger().requests[0].http_status), (0, 408));

        let bench = Bench::struck("empty=1").await;
        let answer = bench.ask(product, NUMBER).await;
        assert_eq!((answer.status, answer.text.as_str(), bench.ledger().billed()), (200, "", 1));
    }
    let bench = Bench::struck("garbage=1").await;
    for _ in 0..20 {
        let answer = bench.ask(JuheLineStatus, NUMBER).await;
        assert!(serde_json::from_str::<serde_json::Value>(&answer.text).is_err(), "{}", answer.text);
        assert_eq!(answer.status, 200);
    }
    let bench = Bench::struck("huge=1").await;
    assert_eq!(bench.ask(JuheLineStatus, NUMBER).await.text.len(), 64 << 20);
    assert_eq!(bench.ledger().billed(), 1);
}

#[tokio::test]
async fn a_vendor_that_refuses_is_free() {
    for (product, maintenance, retry) in [
        (JuheCallerId, "10020", "251101"),
        (JuheLineStatus, "10020", "267101"),
        (JuheNetworkStatus, "10020", "224915"),
        (YwjisuLineStatus, "500000", "500004"),
    ] {
        for (faults, status, code, billed) in [
            ("limit=1,retry-after=3", 429, None, 0),
            ("maintenance=1", 200, Some(maintenance), 0),
            ("retry=1", 200, Some(retry), 0),
            ("always-retry", 200, Some(retry), 1),
        ] {
            let bench = Bench::struck(faults).await;
            let answer = bench.ask(product, NUMBER).await;
            let ledger = bench.ledger();
            let request = &ledger.requests[0];
            assert_eq!((answer.status, ledger.billed()), (status, billed), "{faults} {product}");
            assert_eq!(answer.header("retry-after"), if status == 429 { "3" } else { "" });
            assert_eq!((request.code.as_deref(), request.numbers[0].answer), (code, None));
            assert_eq!((request.order_id.as_deref(), request.delivery), (None, Delivery::Whole));
            if let Some(code) = code {
                assert!(answer.text.contains(code), "{}", answer.text);
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_before_the_vendor_has_a_say() {
    let bench = Bench::struck("retry=1,retry-billed=1,quota=0").await;
    let fields = [("key", "sandbox-wrong"), ("mobiles", NUMBER)];
    assert_eq!(bench.post(crate::client::LINE, &fields).await.json()["error_code"], 10001);
    assert_eq!(bench.ask(JuheLineStatus, "1").await.json()["error_code"], 267_102);
    assert_eq!(bench.ledger().billed(), 0);
}

#[tokio::test]
async fn maintenance_has_a_window() {
    let bench = Bench::struck("maintenance=@2..3").await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(bench.ask(JuheLineStatus, NUMBER).await.json()["error_code"].as_u64());
    }
    assert_eq!(codes, [Some(0), Some(10_020), Some(10_020), Some(0)]);
    let bench = Bench::struck("maintenance=@0s..10m").await;
    assert_eq!(bench.ask(JuheLineStatus, NUMBER).await.json()["error_code"], 10_020);
}

#[tokio::test]
async fn a_refused_connection_leaves_no_trace_and_control_stays() {
    let bench = Bench::struck("refuse=@1..2").await;
    for product in [JuheLineStatus, YwjisuLineStatus] {
        bench.get("/_sandbox/health").await;
        let raw = bench.raw(product, NUMBER).await;
        assert_eq!((raw.text.as_str(), raw.end), ("", End::Reset));
    }
    assert_eq!(bench.ledger().requests.len(), 0);
    assert_eq!(bench.raw(JuheLineStatus, NUMBER).await.parts().0, "HTTP/1.1 200 OK");
    assert_eq!(bench.ledger().requests.len(), 1);
}

#[tokio::test]
async fn while_it_is_down_connections_are_refused() {
    let bench = Bench::struck("down=@1,down-for=150ms").await;
    assert_eq!(bench.raw(JuheLineStatus, NUMBER).await.parts().0, "HTTP/1.1 200 OK");
    let began = Instant::now();
    let mut refused = 0;
    let up = loop {
        match TcpStream::connect(bench.sandbox.addr()).await {
            Ok(_) if refused > 0 => break began.elapsed(),
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
                refused += 1;
            }
        }
        assert!(began.elapsed() < Duration::from_secs(5), "refused {refused} times");
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    assert!(up >= Duration::from_millis(100), "{up:?}");
    assert_eq!(bench.ask(JuheLineStatus, NUMBER).await.status, 200);
}

#[tokio::test]
async fn replies_are_late() {
    let bench = Bench::struck("latency=80ms").await;
    let began = Instant::now();
    bench.ask(JuheLineStatus, NUMBER).await;
    assert!(began.elapsed() >= Duration::from_millis(80));
    // The charge is not: it stands before the wait.
    let bench = Bench::struck("latency=1m").await;
    assert_eq!(bench.raw(JuheLineStatus, NUMBER).await.end, End::Open);
    assert_eq!(bench.ledger().billed(), 1);

    let bench = Bench::struck("delay=100ms").await;
    let mut waits = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        bench.ask(JuheLineStatus, NUMBER).await;
        waits.push(began.elapsed());
    }
    let (least, most) = (waits.iter().min().expect("ten"), waits.iter().max().expect("ten"));
    assert!(*most > *least + Duration::from_millis(30), "{waits:?}");
}

#[tokio::test]
async fn a_client_library_sees_an_error_each_time() {
    for faults in ["close=1", "reset=1", "cut=1", "refuse=1"] {
        let bench = Bench::struck(faults).await;
        let error = bench.try_ask(NUMBER).await.expect_err(faults);
        assert!(!error.is_connect(), "{faults}: {error:?}");
        // The client's own retry, if it has one, would be a request here.
        assert_eq!(bench.ledger().requests.len(), usize::from(faults != "refuse=1"), "{faults}");
    }
}

#[tokio::test]
async fn the_same_seed_meets_the_same_faults() {
    let faults = "close=0.2,cut=0.2,http=0.1,limit=0.1,retry=0.1,retry-billed=0.5,unbilled=0.3,missing=0.2,mutate=0.2";
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let bench = Bench::struck(&format!("{faults},seed={seed}")).await;
        let mut texts = Vec::new();
        for _ in 0..40 {
            texts.push(bench.raw(JuheLineStatus, "13800000001,13800000002,13800000004").await.parts().1.to_owned());
        }
        let ledger = bench.ledger();
        let entries: Vec<_> =
            ledger.requests.iter().map(|request| (request.faults.clone(), request.numbers.clone())).collect();
        runs.push((texts, entries));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}
