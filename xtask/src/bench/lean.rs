//! The leanest program that does the work and promises nothing: hyper, replies read where they lie, results written batch by batch.
//!
//! It is to the plain program what an expert would make of it for speed alone: connections kept, no ledger, no plan, no word on what
//! was paid. And the same with what the promises cost at least: a connection for each request, what is asked and what was answered on
//! the disk.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::header::HeaderValue;

use super::floor::{Manner, connect, request};
use super::lists::Shape;
use super::race::Course;
use super::rows::{self, Wrong};

/// Reads a list, asks about it, writes what came back.
pub(super) fn run(address: &str, course: &Course, list: &Path, results: &Path, manner: &Manner) -> Result<(), String> {
    let runtime = super::runtime()?;
    runtime.block_on(ask_all(address, course, list, results, manner)).map_err(|error| error.to_string())
}

async fn ask_all(address: &str, course: &Course, list: &Path, results: &Path, manner: &Manner) -> Result<(), Wrong> {
    let batches = Arc::new(batches(list, usize::try_from(course.batch)?)?);
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..course.concurrency {
        let (address, shape) = (address.to_owned(), course.shape);
        tasks.push(tokio::spawn(ask(address, shape, batches.clone(), next.clone(), manner.clone())));
    }
    let mut told = vec![String::new(); batches.len()];
    for task in tasks {
        for (at, rows) in task.await?? {
            told[at] = rows;
        }
    }
    let mut out = BufWriter::with_capacity(1 << 18, File::create(results)?);
    out.write_all(b"mobile,status,area,carrier,charged\n")?;
    for rows in told {
        out.write_all(rows.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// The numbers of each request, between commas.
fn batches(list: &Path, size: usize) -> Result<Vec<String>, Wrong> {
    let mut reader = csv::Reader::from_path(list)?;
    let (mut batches, mut batch, mut count) = (Vec::new(), String::new(), 0);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        if count == size {
            batches.push(std::mem::take(&mut batch));
            count = 0;
        }
        if count > 0 {
            batch.push(',');
        }
        batch.push_str(record.get(0).unwrap_or_default());
        count += 1;
    }
    batches.push(batch);
    Ok(batches)
}

async fn ask(
    address: String,
    shape: Shape,
    batches: Arc<Vec<String>>,
    next: Arc<AtomicUsize>,
    manner: Manner,
) -> Result<Vec<(usize, String)>, Wrong> {
    let mut sender = connect(&address).await?;
    let host = HeaderValue::from_str(&address)?;
    let (mut told, mut answer) = (Vec::new(), Vec::new());
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(batch) = batches.get(at) else {
            manner.keep(&[], &mut answer).await?;
            return Ok(told);
        };
        let body = Bytes::from(format!("key=bench&mobiles={}", batch.replace(',', "%2C")));
        manner.keep(&body, &mut answer).await?;
        if manner.fresh {
            sender = connect(&address).await?;
        }
        sender.ready().await?;
        let reply = sender.send_request(request(body, &host)).await?.into_body().collect().await?.to_bytes();
        told.push((at, rows_of(shape, &reply, batch)?));
    }
}

fn rows_of(shape: Shape, reply: &[u8], batch: &str) -> Result<String, Wrong> {
    let rows = rows::read::<&str>(shape, reply)?;
    let mut text = String::with_capacity(rows.len() * 64);
    for (row, number) in rows.iter().zip(batch.split(',')) {
        if row.mobile != number {
            return Err("the rows are in another order".into());
        }
        for cell in [row.mobile, row.status, row.area, row.number_type] {
            text.push_str(cell);
            text.push(',');
        }
        text.push_str(row.charges_status);
        text.push('\n');
    }
    Ok(text)
}
