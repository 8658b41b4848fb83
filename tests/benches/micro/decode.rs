use std::borrow::Cow;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use numcheck_benches::{KEY, juhe_line_status, numbers, ywjisu_line_status};
use numcheck_http::{Secret, internals};
use serde::Deserialize;

use crate::COUNT;

/// A reply about 2000 numbers, with everything that is believed of it checked, in the order asked.
#[divan::bench]
fn juhe_line_status_2000(bencher: Bencher) {
    let numbers = numbers(COUNT);
    let body = juhe_line_status(&numbers);
    let key = [Secret::new("key", KEY).expect("a key")];
    bencher
        .counter(BytesCount::of_str(&body))
        .counter(ItemsCount::new(COUNT))
        .with_inputs(|| internals::reply(200, None, body.clone().into_bytes(), &key))
        .bench_local_values(|reply| numcheck_juhe::internals::line_status(&numbers, reply).expect("a success"));
}

/// A reply about 50 numbers, searched for four credentials.
#[divan::bench]
fn ywjisu_line_status_50(bencher: Bencher) {
    let numbers = numbers(50);
    let body = ywjisu_line_status(&numbers);
    let credentials = ["fixture-code", "fixture-pwd", "c1010a3919c356f4914f1f6855ff3671", "fixture-private"];
    let credentials = credentials.map(|text| Secret::new("key", text).expect("a credential"));
    bencher
        .counter(BytesCount::of_str(&body))
        .counter(ItemsCount::new(50_usize))
        .with_inputs(|| internals::reply(200, None, body.clone().into_bytes(), &credentials))
        .bench_local_values(|reply| numcheck_ywjisu::internals::line_status(&numbers, reply).expect("a success"));
}

/// Into structs that own their texts, nothing checked.
#[divan::bench]
fn yardstick_serde_owned_2000(bencher: Bencher) {
    read_as::<Envelope<String>>(bencher);
}

/// Into structs that borrow their texts from the reply, nothing checked.
#[divan::bench]
fn yardstick_serde_borrowed_2000(bencher: Bencher) {
    let body = juhe_line_status(&numbers(COUNT));
    bencher.counter(BytesCount::of_str(&body)).counter(ItemsCount::new(COUNT)).bench_local(|| {
        let envelope: Envelope<Cow<'_, str>> = serde_json::from_str(black_box(&body)).expect("a reply");
        black_box(envelope);
    });
}

fn read_as<T: for<'a> Deserialize<'a>>(bencher: Bencher) {
    let body = juhe_line_status(&numbers(COUNT));
    let counted = bencher.counter(BytesCount::of_str(&body)).counter(ItemsCount::new(COUNT));
    counted.bench_local(|| serde_json::from_slice::<T>(black_box(body.as_bytes())).expect("a reply"));
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read and looked at by nobody: that is the yardstick")]
struct Envelope<T> {
    error_code: i64,
    reason: T,
    result: Rows<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read and looked at by nobody: that is the yardstick")]
struct Rows<T> {
    orderid: T,
    count_fee: u32,
    data: Vec<Row<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read and looked at by nobody: that is the yardstick")]
struct Row<T> {
    mobile: T,
    last_time: T,
    area: T,
    number_type: T,
    charges_status: T,
    status: T,
    orderid: T,
}
