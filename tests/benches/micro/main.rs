//! `cargo bench -p numcheck-benches --features micro [NAME]`: what each hot path takes, beside what it could take.
//!
//! A `yardstick` does the part that any program must do, with nothing of what makes it safe. Times are noisy: compare lines
//! of one run.

mod align;
mod cipher;
mod decode;
mod encode;
mod ledger;
mod parse;
mod token;

/// Juhe's largest batch.
const COUNT: usize = 2000;

fn main() {
    divan::main();
}
