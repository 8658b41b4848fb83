//! The canary suite: credentials and numbers that occur nowhere else go through every endpoint and every failure, and are
//! then looked for in everything a program can see, print or log.

mod careless;
mod endpoints;
mod logs;
mod matrix;
mod modes;
mod shown;
mod tally;
mod vendor;

use std::time::Duration;

use endpoints::{ALL, ENDPOINTS, SECRETS, checker, numbers};
use numcheck_juhe::HttpOptions;
use shown::Shown;
use tally::{Sought, Tally};
use vendor::{Does, Vendor};

/// Where nobody answers, whatever is sent.
async fn nowhere(vendor: &Vendor) -> [(&'static str, String); 3] {
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address")
    };
    [
        ("refused", format!("http://{closed}")),
        ("no such host", "https://no-such-host.invalid".to_owned()),
        ("no TLS", vendor.base_url.replace("http://", "https://")),
    ]
}

fn sought() -> Sought<'static> {
    Sought { all: &ALL, secrets: &SECRETS }
}

async fn every_mode(endpoint: &'static str) -> Tally {
    let mut tally = Tally::default();
    let vendor = Vendor::start().await;
    let options = HttpOptions::new().base_url(&vendor.base_url).timeout(Duration::from_secs(20)).max_reply(1 << 16);
    let patient = checker(endpoint, &options);
    let hasty = checker(endpoint, &options.clone().timeout(Duration::from_millis(600)));
    let short = checker(endpoint, &options.clone().max_reply(40));

    let mut shown = Shown::default();
    shown.both_debugs("a checker", &patient);
    shown.both_debugs("options", &options);
    tally.search(&sought(), endpoint, "nothing was asked", shown);

    let asked = numbers(&*patient, 0);
    for (name, base_url) in nowhere(&vendor).await {
        vendor.will(Does::Says(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()));
        let result = checker(endpoint, &options.clone().base_url(base_url)).check_any(&asked).await;
        assert!(result.is_err(), "{endpoint}, {name}");
        tally.search(&sought(), endpoint, name, Shown::of(&result));
    }
    for (nth, (name, _)) in modes::all(endpoint, &asked).iter().enumerate() {
        let asked = numbers(&*patient, nth);
        let (_, does) = modes::all(endpoint, &asked).swap_remove(nth);
        let checker = if matches!(does, Does::SaysAndHangs(_)) { &hasty } else { &patient };
        vendor.will(does.clone());
        tally.search(&sought(), endpoint, name, Shown::of(&checker.check_any(&asked).await));
        if name.starts_with("not JSON") {
            vendor.will(does);
            tally.search(
                &sought(),
                endpoint,
                &format!("{name}, and too long"),
                Shown::of(&short.check_any(&asked).await),
            );
        }
    }
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vendor_that_repeats_everything_shows_nothing() {
    logs::keep();
    let tasks: Vec<_> = ENDPOINTS.into_iter().map(|endpoint| tokio::spawn(every_mode(endpoint))).collect();
    let mut tally = Tally::default();
    for task in tasks {
        tally.add(task.await.expect("no surprises"));
    }
    tally.search_log(&ALL, "TRACE of all crates", &logs::kept(), &["vendor replied", "starting new connection"]);
    tally.finish("the hostile vendor", 500, 10_000);
}
