//! A public key as somebody pasted it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::pem::law;

fuzz_target!(|data: &[u8]| law(data).unwrap_or_else(|broken| panic!("{broken}")));
