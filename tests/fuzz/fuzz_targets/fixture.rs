//! A case file of the contract tests.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::fixtures::law;

fuzz_target!(|data: &[u8]| law(data).unwrap_or_else(|broken| panic!("{broken}")));
