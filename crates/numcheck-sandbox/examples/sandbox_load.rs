//! How fast the sandbox answers: `sandbox_load [NUMBERS [CONCURRENCY [FAULTS]]]`, 2000 numbers a request.
//!
//! Asks in the same process, once with the ledger in memory and once with it on the disk.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use numcheck_sandbox::{Faults, Options, Sandbox, Vendor, billing, credentials};
use reqwest::Client;

const BATCH: u64 = 2000;
const FIRST: u64 = 13_000_000_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let numbers = arguments.first().map_or(Ok(1_000_000), |text| text.parse())?;
    let concurrency = arguments.get(1).map_or(Ok(4), |text| text.parse())?;
    let faults = Faults::parse(arguments.get(2).map_or("", String::as_str))?;

    let folder = std::env::temp_dir().join(format!("sandbox-load-{}", std::process::id()));
    for state in [None, Some(&folder)] {
        load(state, numbers, concurrency, faults.clone()).await?;
    }
    let began = Instant::now();
    let bills = billing::numbers(&folder)?;
    println!("read back {} numbers in {:.2?}", bills.len(), began.elapsed());
    let began = Instant::now();
    let sandbox = Sandbox::start(Options::default().state(&folder)).await?;
    println!("opened again in {:.2?}", began.elapsed());
    sandbox.stop().await;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

async fn load(
    state: Option<&PathBuf>,
    numbers: u64,
    concurrency: u64,
    faults: Faults,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut options = Options::default().faults(faults);
    options.state = state.cloned();
    let sandbox = Sandbox::start(options).await?;
    let url = format!("{}/invalid_number_batch/query", sandbox.base_url(Vendor::Juhe));
    let client = Client::builder().no_proxy().build()?;
    let next = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let (url, client, next) = (url.clone(), client.clone(), next.clone());
            tokio::spawn(async move {
                loop {
                    let start = next.fetch_add(BATCH, Ordering::Relaxed);
                    if start >= numbers {
                        return;
                    }
                    // Tens that end in 8999 and less: no card that fails the whole batch.
                    let batch: Vec<_> = (start..numbers.min(start + BATCH)).map(|n| number(n).to_string()).collect();
                    let form = [("key", credentials::JUHE_LINE_STATUS_KEY), ("mobiles", &batch.join(","))];
                    if let Ok(reply) = client.post(&url).form(&form).send().await {
                        // A fault may cut it.
                        drop(reply.bytes().await);
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await?;
    }
    let seconds = began.elapsed().as_secs_f64();
    let totals = sandbox.stop().await;
    let kept = if state.is_some() { "on disk" } else { "in memory" };
    println!(
        "{kept}: {} requests, {} numbers, {} billed in {seconds:.2} s: {:.0} requests/s, {:.0} numbers/s{}",
        totals.requests,
        totals.numbers,
        totals.billed,
        rate(totals.requests, seconds),
        rate(totals.numbers, seconds),
        memory()
    );
    Ok(())
}

/// Leaves out the endings `00009NNN`, which would fail a batch.
fn number(n: u64) -> u64 {
    FIRST + n / 9000 * 10_000 + n % 9000
}

fn rate(count: u64, seconds: f64) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from) / seconds
}

/// The most memory this process ever had, client and all, where the system says.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(String::new, |peak| format!(", peak {}", peak.trim()))
}
