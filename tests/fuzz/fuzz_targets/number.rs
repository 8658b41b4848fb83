//! A number as somebody wrote it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::number::law;

fuzz_target!(|data: &[u8]| law(data).unwrap_or_else(|broken| panic!("{broken}")));
