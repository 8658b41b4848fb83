//! A credential, and a reply that may echo it in any spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::redact::law;
use numcheck_tests::untrusted::vendor::Vendor;

thread_local! {
    static VENDOR: Vendor = Vendor::start().expect("a vendor on loopback");
}

fuzz_target!(|data: &[u8]| {
    VENDOR.with(|vendor| law(vendor, data)).unwrap_or_else(|broken| panic!("{broken}"));
});
