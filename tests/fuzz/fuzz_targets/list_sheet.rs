//! A list as a spreadsheet.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::sheets::law;

fuzz_target!(|data: &[u8]| law(data).unwrap_or_else(|broken| panic!("{broken}")));
