use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockEncryptMut, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use divan::{Bencher, black_box};
use numcheck_juhe::internals::{AesKey, RsaKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::rand_core::OsRng;
use rsa::{Oaep, RsaPublicKey};
use sha1::Sha1;

const NUMBER: &str = "15856521458";
const PUBLIC_KEY: &str = include_str!("../../keys/rsa-2048.bare-base64.txt");

#[divan::bench]
fn aes(bencher: Bencher) {
    let key = AesKey::of_openid("JH1234567890abcdef1234567890abcdef");
    bencher.bench_local(|| key.encrypt(black_box(NUMBER)));
}

/// One block, its key made once, not written as base64.
#[divan::bench]
fn yardstick_aes_block(bencher: Bencher) {
    let encryptor = ecb::Encryptor::<Aes128>::new(b"065fe6347d28f84d".into());
    bencher.bench_local(|| {
        let mut block = [0; 16];
        let number = black_box(NUMBER.as_bytes());
        encryptor.clone().encrypt_padded_b2b_mut::<Pkcs7>(number, &mut block).expect("one block").len()
    });
}

/// The key parsed once.
#[divan::bench(sample_count = 20)]
fn rsa(bencher: Bencher) {
    let key = RsaKey::parse(PUBLIC_KEY).expect("a public key");
    bencher.bench_local(|| key.encrypt(black_box(NUMBER)).expect("short enough"));
}

#[divan::bench(sample_count = 20)]
fn yardstick_rsa(bencher: Bencher) {
    let der = STANDARD.decode(PUBLIC_KEY.trim()).expect("base64");
    let key = RsaPublicKey::from_public_key_der(&der).expect("a public key");
    bencher.bench_local(|| {
        key.encrypt(&mut OsRng, Oaep::new::<Sha1>(), black_box(NUMBER.as_bytes())).expect("short enough")
    });
}
