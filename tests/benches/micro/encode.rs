use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use numcheck_benches::{KEY, numbers};
use numcheck_http::Secret;

use crate::COUNT;

/// The form that asks about 2000 numbers, each once.
#[divan::bench]
fn juhe_line_status_2000(bencher: Bencher) {
    let (key, numbers) = (Secret::new("key", KEY).expect("a key"), numbers(COUNT));
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        numcheck_juhe::internals::line_status_form(&key, black_box(&numbers)).expect("no more than a batch")
    });
}

/// The same bytes, duplicates sent too.
#[divan::bench]
fn yardstick_push_loop_2000(bencher: Bencher) {
    let numbers = numbers(COUNT);
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        let mut form = String::with_capacity(14 * COUNT + 64);
        form.push_str("key=");
        form.push_str(KEY);
        form.push_str("&mobiles=");
        for (at, number) in black_box(&numbers).iter().enumerate() {
            if at > 0 {
                form.push_str("%2C");
            }
            form.push_str(number.as_str());
        }
        form
    });
}
