//! A list as text, CSV or anything else, in any encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::lists::law;

fuzz_target!(|data: &[u8]| law(data).unwrap_or_else(|broken| panic!("{broken}")));
