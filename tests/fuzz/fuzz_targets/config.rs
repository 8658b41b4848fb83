//! A configuration file, which may be a stranger's.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| numcheck_cli::config_law(text).unwrap_or_else(|broken| panic!("{broken}")));
