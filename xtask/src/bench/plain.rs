//! The program a good Rust developer writes without numcheck: reqwest, `serde_json`, csv, no ledger.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use tokio::sync::Semaphore;

use super::lists::Shape;
use super::race::Course;

#[derive(Deserialize)]
struct Juhe {
    error_code: i64,
    result: JuheResult,
}

#[derive(Deserialize)]
struct JuheResult {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Ywjisu {
    #[serde(rename = "resultCode")]
    code: String,
    #[serde(rename = "resultObj")]
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    mobile: String,
    area: String,
    number_type: String,
    charges_status: String,
    status: String,
}

/// Reads a list, asks about it, writes what came back.
pub(super) fn run(address: &str, course: &Course, list: &Path, results: &Path) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(ask(address, course, list, results)).map_err(|error| error.to_string())
}

async fn ask(
    address: &str,
    course: &Course,
    list: &Path,
    results: &Path,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
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
            let rows = match shape {
                Shape::Juhe => {
                    let reply: Juhe = serde_json::from_slice(&reply)?;
                    if reply.error_code != 0 {
                        return Err(format!("code {}", reply.error_code).into());
                    }
                    reply.result.data
                }
                Shape::Ywjisu => {
                    let reply: Ywjisu = serde_json::from_slice(&reply)?;
                    if reply.code != "000000" {
                        return Err(format!("code {}", reply.code).into());
                    }
                    reply.rows
                }
            };
            drop(permit);
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(rows)
        }));
    }
    let mut out = csv::Writer::from_path(results)?;
    out.write_record(["mobile", "status", "area", "carrier", "charged"])?;
    for (task, batch) in tasks.into_iter().zip(numbers.chunks(usize::try_from(course.batch)?)) {
        let rows = task.await??;
        let found: HashMap<&str, &Row> = rows.iter().map(|row| (row.mobile.as_str(), row)).collect();
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
