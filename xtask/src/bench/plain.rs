//! The program a good Rust developer writes without numcheck: reqwest, `serde_json`, csv, no ledger.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::lists::Shape;
use super::race::Course;
use super::rows::{self, Row, Wrong};

/// Reads a list, asks about it, writes what came back.
pub(super) fn run(address: &str, course: &Course, list: &Path, results: &Path) -> Result<(), String> {
    let runtime = super::runtime()?;
    runtime.block_on(ask(address, course, list, results)).map_err(|error| error.to_string())
}

async fn ask(address: &str, course: &Course, list: &Path, results: &Path) -> Result<(), Wrong> {
    let mut numbers: Vec<String> = Vec::new();
    for record in csv::Reader::from_path(list)?.records() {
        numbers.push(record?[0].to_owned());
    }
    let client = reqwest::Client::builder().build()?;
    let url = match course.shape {
        Shape::Juhe => format!("http://{address}/invalid_number_batch/query"),
        Shape::Ywjisu => format!("http://{address}/Api/ApiAuth/getCheckResult"),
    };
    let at_once = Arc::new(Semaphore::new(course.concurrency));
    let mut tasks = Vec::new();
    for batch in numbers.chunks(usize::try_from(course.batch)?) {
        let permit = at_once.clone().acquire_owned().await?;
        let (client, url, mobiles, shape) = (client.clone(), url.clone(), batch.join(","), course.shape);
        tasks.push(tokio::spawn(async move {
            let reply = client.post(url).form(&[("key", "bench"), ("mobiles", &mobiles)]).send().await?.bytes().await?;
            let rows: Vec<Row<String>> = rows::read(shape, &reply)?;
            drop(permit);
            Ok::<_, Wrong>(rows)
        }));
    }
    let mut out = csv::Writer::from_path(results)?;
    out.write_record(["mobile", "status", "area", "carrier", "charged"])?;
    for (task, batch) in tasks.into_iter().zip(numbers.chunks(usize::try_from(course.batch)?)) {
        let rows = task.await??;
        let found: HashMap<&str, &Row<String>> = rows.iter().map(|row| (row.mobile.as_str(), row)).collect();
        for number in batch {
            let cells: [&str; 5] = match found.get(number.as_str()) {
                Some(row) => [number, &row.status, &row.area, &row.number_type, &row.charges_status],
                None => [number, "", "", "", ""],
            };
            out.write_record(cells)?;
        }
    }
    out.flush()?;
    Ok(())
}
