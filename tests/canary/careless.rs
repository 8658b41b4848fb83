//! The plant: a client as it is usually written goes through the same failures, and the search must find what it leaks.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use numcheck_core::PhoneNumber;

use super::endpoints::{ALL, ENDPOINTS, KEY, NUMBERS};
use super::vendor::{Does, Vendor};
use super::{modes, nowhere};

/// The key and the number in the URL, as the vendor's own example has them, and errors shown as they come.
async fn ask(base_url: &str, timeout: Duration) -> Result<serde_json::Value, String> {
    let client = reqwest::Client::builder().timeout(timeout).no_proxy().build().expect("a client");
    let url = format!("{base_url}/mobileVerify/query?key={KEY}&mobile={}", NUMBERS[0]);
    let shown = |error: reqwest::Error| format!("{error:?}, because {:?}", error.source());
    let reply = client.post(url).send().await.map_err(shown)?;
    let reply = reply.error_for_status().map_err(shown)?;
    let body = reply.text().await.map_err(shown)?;
    serde_json::from_str(&body).map_err(|error| format!("{error}: {body}"))
}

#[tokio::test]
async fn a_careless_client_is_caught() {
    let number: PhoneNumber = NUMBERS[0].parse().expect("a number");
    let vendor = Vendor::start().await;
    let mut caught: BTreeMap<String, bool> = BTreeMap::new();
    let mut try_mode = |name: &str, result: Result<serde_json::Value, String>| {
        if let Err(shown) = result {
            let leaks = ALL.leaks(&shown);
            let both = ["key", NUMBERS[0]].iter().all(|canary| leaks.iter().any(|leak| leak.canary == *canary));
            caught.insert(name.to_owned(), both);
        }
    };
    for (name, base_url) in nowhere(&vendor).await {
        vendor.will(Does::Says(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()));
        try_mode(name, ask(&base_url, Duration::from_secs(20)).await);
    }
    for (name, does) in modes::all(ENDPOINTS[0], &[number]) {
        let timeout = if matches!(does, Does::SaysAndHangs(_)) { 600 } else { 20_000 };
        vendor.will(does);
        try_mode(&name, ask(&vendor.base_url, Duration::from_millis(timeout)).await);
    }
    let found = caught.values().filter(|&&caught| caught).count();
    let not: Vec<_> = caught.iter().filter(|(_, caught)| !**caught).map(|(name, _)| name).collect();
    println!("the careless client: caught in {found} of {} failing modes, not in {not:?}", caught.len());
    for (name, caught) in &caught {
        let must = ["refused", "no such host", "closed", "reset", "hangs"].contains(&name.as_str())
            || name.starts_with("HTTP 4")
            || name.starts_with("HTTP 5");
        assert!(*caught || !must, "{name}: the leak was not found");
    }
    assert!(caught.len() >= 40 && 10 * found >= 9 * caught.len(), "{found} of {}: not in {not:?}", caught.len());
}
