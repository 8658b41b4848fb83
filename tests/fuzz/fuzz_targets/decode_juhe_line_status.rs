//! Whatever comes back for the rows of 空号检测批量查询 at Juhe.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::decode::law;
use numcheck_tests::untrusted::vendor::{Endpoint, Vendor};

thread_local! {
    static VENDOR: Vendor = Vendor::start().expect("a vendor on loopback");
}

fuzz_target!(|data: &[u8]| {
    VENDOR.with(|vendor| law(vendor, Endpoint::JuheLineStatus, data)).unwrap_or_else(|broken| panic!("{broken}"));
});
