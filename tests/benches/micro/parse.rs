use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use numcheck_benches::{numbers, written};
use numcheck_core::PhoneNumber;

use crate::COUNT;

#[divan::bench]
fn plain(bencher: Bencher) {
    let texts: Vec<String> = numbers(COUNT).iter().map(|number| number.as_str().to_owned()).collect();
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| parsed(&texts));
}

/// As people write numbers: `+86 138-0000-0001`, full-width digits, a trailing `.0`.
#[divan::bench]
fn as_written(bencher: Bencher) {
    let texts = written(COUNT);
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| parsed(&texts));
}

fn parsed(texts: &[String]) -> usize {
    texts.iter().filter(|text| PhoneNumber::parse(black_box(text)).is_ok()).count()
}

/// Eleven digits that begin with 1, and nothing kept of them.
#[divan::bench]
fn yardstick_digit_check(bencher: Bencher) {
    let texts: Vec<String> = numbers(COUNT).iter().map(|number| number.as_str().to_owned()).collect();
    let is_mobile = |text: &str| text.len() == 11 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit());
    let count = || texts.iter().filter(|text| is_mobile(black_box(text))).count();
    bencher.counter(ItemsCount::new(COUNT)).bench_local(count);
}
