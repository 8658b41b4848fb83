use divan::{Bencher, black_box};
use md5::{Digest, Md5};
use numcheck_http::Secret;

const TIME: &str = "1557390636";

#[divan::bench]
fn ywjisu_token(bencher: Bencher) {
    let secret = |text: &str| Secret::new("test", text).expect("a credential");
    let (code, key) = (secret("fixture-code"), secret("fixture-private"));
    bencher.bench_local(|| numcheck_ywjisu::internals::token(&code, &key, black_box(TIME)));
}

/// The digest of the same bytes, not written out.
#[divan::bench]
fn yardstick_md5(bencher: Bencher) {
    let text = format!("fixture-codefixture-private{TIME}");
    bencher.bench_local(|| Md5::digest(black_box(&text)));
}
