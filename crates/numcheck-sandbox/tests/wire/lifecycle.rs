//! Starting, stopping, and who can reach it.

use std::error::Error as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use numcheck_sandbox::{Options, Product, Sandbox, StartError, Vendor};
use tokio::net::TcpStream;

use crate::client::Bench;

#[tokio::test]
async fn it_refuses_to_be_reached_from_elsewhere() {
    for ip in [
        IpAddr::from(Ipv4Addr::UNSPECIFIED),
        IpAddr::from([192, 168, 0, 1]),
        IpAddr::from(Ipv6Addr::UNSPECIFIED),
        IpAddr::from(Ipv4Addr::UNSPECIFIED.to_ipv6_mapped()),
    ] {
        let error = Sandbox::start(Options::default().addr((ip, 0))).await.expect_err("not loopback");
        assert!(matches!(error, StartError::NotLoopback(addr) if addr.ip() == ip));
        assert!(error.to_string().contains("loopback only"), "{error}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_an_error_that_names_it() {
    let bench = Bench::start().await;
    let port = bench.sandbox.addr().port();
    let error = Sandbox::start(Options::default().port(port)).await.expect_err("in use");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn two_sandboxes_keep_two_ledgers() {
    let (one, two) = (Bench::start().await, Bench::start().await);
    one.ask(Product::JuheLineStatus, "13800000001").await;
    assert_eq!((one.ledger().billed(), two.ledger().billed()), (1, 0));
    assert_eq!(one.sandbox.base_url(Vendor::Ywjisu), format!("http://{}", one.sandbox.addr()));
}

#[tokio::test]
async fn shutdown_returns_the_ledger_and_frees_the_port() {
    let bench = Bench::start().await;
    let addr = bench.sandbox.addr();
    bench.ask(Product::JuheLineStatus, "13800000001").await;
    let ledger = bench.sandbox.shutdown().await;
    assert_eq!(ledger.billed(), 1);
    assert!(TcpStream::connect(addr).await.is_err());
    Sandbox::start(Options::default().addr(addr)).await.expect("the port is free again");
}

#[tokio::test]
async fn health_lists_the_endpoints() {
    let bench = Bench::start().await;
    let health = bench.get("/_sandbox/health").await.json();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["endpoints"].as_array().map(Vec::len), Some(6));
    assert_eq!(bench.ledger().requests.len(), 0);
}

#[tokio::test]
async fn dropping_it_stops_it() {
    let sandbox = Sandbox::start(Options::default()).await.expect("loopback is free");
    let addr = sandbox.addr();
    drop(sandbox);
    for _ in 0..1000 {
        if TcpStream::connect(addr).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("still listening");
}
