//! Whatever comes back for the reply of 手机在网状态 at Juhe: the number in clear, by AES or by RSA, as the last byte says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numcheck_tests::untrusted::decode::law;
use numcheck_tests::untrusted::vendor::{Endpoint, Vendor};

thread_local! {
    static VENDOR: Vendor = Vendor::start().expect("a vendor on loopback");
}

fuzz_target!(|data: &[u8]| {
    let endpoint = match data.last() {
        Some(b' ') => Endpoint::JuheNetworkAes,
        Some(b'\n') => Endpoint::JuheNetworkRsa,
        _ => Endpoint::JuheNetworkPlain,
    };
    VENDOR.with(|vendor| law(vendor, endpoint, data)).unwrap_or_else(|broken| panic!("{broken}"));
});
