//! The laws of `numcheck_tests::untrusted` under fixtures that were tampered with, and under texts of every kind.
//!
//! The fuzz targets of `tests/fuzz` hold the same laws for hours; here each is held for a second.

use numcheck_contract::fixture::cases;
use numcheck_core::{AnyReport, Batch, Charge, Outcome, PhoneNumber};
use numcheck_tests::fixtures;
use numcheck_tests::untrusted::vendor::{Endpoint, Vendor};
use numcheck_tests::untrusted::{Verdict, decode, fixtures as case_files, lists, mask, number, pem, redact, sheets};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// A way to tamper with a reply.
#[derive(Clone, Debug)]
enum Tampering {
    Cut(usize),
    Double(usize),
    Drop(usize),
    Flip(usize, u8),
    Retype(usize, u8),
    Reverse(usize),
}

fn tampering() -> impl Strategy<Value = Tampering> {
    prop_oneof![
        any::<usize>().prop_map(Tampering::Cut),
        any::<usize>().prop_map(Tampering::Double),
        any::<usize>().prop_map(Tampering::Drop),
        any::<(usize, u8)>().prop_map(|(at, bits)| Tampering::Flip(at, bits)),
        any::<(usize, u8)>().prop_map(|(at, kind)| Tampering::Retype(at, kind)),
        any::<usize>().prop_map(Tampering::Reverse),
    ]
}

fn tampered(body: &[u8], how: &[Tampering]) -> Vec<u8> {
    let mut body = body.to_vec();
    for tampering in how {
        match *tampering {
            Tampering::Cut(at) => body.truncate(at % (body.len() + 1)),
            Tampering::Flip(at, bits) if !body.is_empty() => {
                let at = at % body.len();
                body[at] ^= bits;
            }
            Tampering::Flip(..) => {}
            _ => {
                if let Ok(mut value) = serde_json::from_slice::<Value>(&body) {
                    change(&mut value, tampering);
                    body = value.to_string().into_bytes();
                }
            }
        }
    }
    body
}

/// Changes one list, or one value of it, somewhere in a reply.
fn change(value: &mut Value, tampering: &Tampering) {
    let mut nodes = Vec::new();
    collect(value, String::new(), &mut nodes);
    let (Tampering::Double(at) | Tampering::Drop(at) | Tampering::Retype(at, _) | Tampering::Reverse(at)) = tampering
    else {
        return;
    };
    let path = &nodes[at % nodes.len()];
    let Some(node) = value.pointer_mut(path) else { return };
    match (tampering, node) {
        (Tampering::Retype(_, kind), node) => {
            *node = match kind % 8 {
                0 => Value::Null,
                1 => Value::String(node.to_string()),
                2 => node.as_str().and_then(|text| text.parse::<i64>().ok()).map_or(Value::from(1), Value::from),
                3 => Value::Array(vec![node.clone()]),
                4 => Value::Object([("0".to_owned(), node.clone())].into_iter().collect()),
                5 => Value::from(1e300),
                6 => Value::from(""),
                _ => Value::from("1"),
            }
        }
        (Tampering::Double(_), Value::Array(items)) => items.extend(items.clone()),
        (Tampering::Drop(at), Value::Array(items)) if !items.is_empty() => drop(items.remove(at % items.len())),
        (Tampering::Drop(at), Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().nth(at % fields.len()).cloned().unwrap_or_default();
            fields.remove(&name);
        }
        (Tampering::Reverse(_), Value::Array(items)) => items.reverse(),
        _ => {}
    }
}

fn collect(value: &Value, path: String, nodes: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| collect(item, format!("{path}/{at}"), nodes));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| collect(field, format!("{path}/{name}"), nodes));
        }
        _ => {}
    }
    nodes.push(path);
}

/// The replies of the fixtures, as the inputs of the law: which numbers, which status, the body.
fn replies(product: &str) -> Vec<Vec<u8>> {
    let cases = cases(&fixtures()).expect("the fixtures");
    let cases = cases.iter().filter(|case| case.name.starts_with(product));
    let read = cases.map(|case| case.read().expect("a fixture"));
    read.filter_map(|fixture| {
        let response = fixture.exchanges.first()?.response.clone();
        let asked = b'0' + u8::try_from(fixture.given.numbers.len().clamp(1, 3) - 1).expect("three at most");
        let status = if response.status == 200 { b'0' } else { b'1' };
        Some([&[asked, status], response.body.as_slice()].concat())
    })
    .collect()
}

fn holds<S: Strategy>(cases: u32, strategy: S, law: impl Fn(S::Value) -> Verdict) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let test = |value| law(value).map_err(TestCaseError::fail);
    TestRunner::new(config).run(&strategy, test).unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn a_tampered_reply_loses_no_number_and_makes_nothing_free() {
    let vendor = Vendor::start().expect("a vendor on loopback");
    for (product, endpoints) in [
        ("juhe/caller-id", &[Endpoint::JuheCallerId][..]),
        ("juhe/line-status", &[Endpoint::JuheLineStatus]),
        ("juhe/network-status", &[Endpoint::JuheNetworkPlain, Endpoint::JuheNetworkAes, Endpoint::JuheNetworkRsa]),
        ("ywjisu/line-status", &[Endpoint::YwjisuLineStatus]),
    ] {
        let replies = replies(product);
        assert!(replies.len() > 40, "{product} has {} replies", replies.len());
        for endpoint in endpoints {
            for reply in &replies {
                decode::law(&vendor, *endpoint, reply).unwrap_or_else(|broken| panic!("{endpoint:?}: {broken}"));
            }
            let strategy =
                (proptest::sample::select(replies.clone()), proptest::collection::vec(tampering(), 1..6), 0..5_u8);
            holds(400, strategy, |(reply, how, asked)| {
                let head = [b'0' + asked, reply[1]];
                decode::law(&vendor, *endpoint, &[&head, tampered(&reply[2..], &how).as_slice()].concat())
            });
        }
    }
}

/// What a lying checker does to what an honest one says.
type Lie = fn(&mut Batch<AnyReport>);

/// A law that cannot be broken is none: each of these lies of a checker is found out.
#[test]
fn a_checker_that_lies_is_caught() {
    let vendor = Vendor::start().expect("a vendor on loopback");
    let endpoint = Endpoint::JuheLineStatus;
    let numbers = ["13800000001", "13800000002"].map(|text| PhoneNumber::parse(text).expect("a number"));
    let body = br#"{"error_code":0,"reason":"fixture-key","result":{"countFee":1,"data":[{"mobile":"13800000001","status":"1","chargesStatus":"1"}]}}"#;
    let honest = || vendor.check(endpoint, &numbers, (200, body)).expect("a batch");
    let judged = |batch: Batch<AnyReport>| decode::verdict(endpoint, &numbers, (200, body), &Ok(batch));
    assert_eq!(judged(honest()), Ok(()));
    let lies: [(&str, Lie); 8] = [
        ("loses a number", |batch| drop(batch.answers.pop())),
        ("answers out of order", |batch| batch.answers.reverse()),
        ("makes a paid answer free", |batch| batch.answers[0].charge = Charge::FREE),
        ("bills a number without a row", |batch| batch.answers[1].charge = Charge::BILLED),
        ("reports a number without a row", |batch| batch.answers[1].outcome = batch.answers[0].outcome.clone()),
        ("takes a paid number for unanswered", |batch| batch.answers[0].outcome = Outcome::Unanswered),
        ("makes two receipts of a request", |batch| batch.receipts.push(batch.receipts[0].clone())),
        ("shows the key", |batch| batch.answers[0].order_id = Some("of FIXTURE%2Dkey".into())),
    ];
    for (lie, tell) in lies {
        let mut batch = honest();
        tell(&mut batch);
        assert!(judged(batch).is_err(), "nobody sees that a checker {lie}");
    }
    let refused = vendor.check(endpoint, &numbers, (500, b"")).expect_err("no reply");
    assert_eq!(decode::verdict(endpoint, &numbers, (500, b""), &Err(refused.clone())), Ok(()));
    let free = refused.with_charge(Charge::FREE_INFERRED);
    assert!(decode::verdict(endpoint, &numbers, (500, b""), &Err(free)).is_err(), "a lost reply is taken for free");
}

#[test]
fn masking_leaves_no_number_to_read() {
    let piece = prop_oneof![
        "[0-9]{1,6}",
        "[０-９]{1,6}",
        any::<char>().prop_map(String::from),
        "[-. ()/_\u{0}-\u{1f}\u{ad}\u{200b}\u{fe0f}]{1,3}",
    ];
    holds(4000, proptest::collection::vec(piece, 1..12), |pieces| mask::law(pieces.concat().as_bytes()));
}

#[test]
fn a_number_is_read_again_as_it_is_written() {
    holds(4000, "(\\+|00)?[0-9０-９ ().-]{0,20}(\\.0|转[0-9]{1,4})?", |text| number::law(text.as_bytes()));
    holds(1000, any::<String>(), |text| number::law(text.as_bytes()));
}

#[test]
fn an_echoed_credential_is_blanked_however_it_is_spelled() {
    let vendor = Vendor::start().expect("a vendor on loopback");
    let strategy = ("[a-zA-Z0-9%&/\\\\\"é键-]{4,12}", "[a-z0-9%&; \"]{0,8}", proptest::collection::vec(0..5_u8, 12));
    holds(1500, strategy, |(secret, around, spelling)| {
        let spelled: String = secret.chars().zip(spelling).map(|(c, how)| spell(c, how)).collect();
        redact::law(&vendor, format!("{secret}\n{around}{spelled}{around}").as_bytes())
    });
}

/// A character as it is, or escaped in one of the ways vendors do it.
fn spell(c: char, how: u8) -> String {
    let mut units = [0; 2];
    match how {
        0 => c.to_string().bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}")),
        1 => c.encode_utf16(&mut units).iter().fold(String::new(), |text, unit| format!("{text}\\u{unit:04x}")),
        2 => format!("&#{};", u32::from(c)),
        3 => c.to_uppercase().to_string(),
        _ => c.to_string(),
    }
}

#[test]
fn a_pasted_key_is_taken_or_refused_without_a_word_of_it() {
    let keys = ["rsa-2048.spki.pem", "rsa-2048.pkcs1.pem", "rsa-2048.bare-base64.txt", "rsa-2048.test-key.pk8.der"];
    for name in keys {
        let key = numcheck_tests::key(name).expect("a test key");
        pem::law(&key).unwrap_or_else(|broken| panic!("{name}: {broken}"));
        let strategy = proptest::collection::vec(tampering(), 1..3);
        holds(100, strategy, |how| pem::law(&tampered(&key, &how)));
    }
}

#[test]
fn a_case_file_is_read_whole_or_refused() {
    let cases = cases(&fixtures()).expect("the fixtures");
    let texts: Vec<Vec<u8>> = cases.iter().map(|case| std::fs::read(&case.path).expect("a fixture")).collect();
    for text in &texts {
        case_files::law(text).unwrap_or_else(|broken| panic!("{broken}"));
    }
    let strategy = (proptest::sample::select(texts), proptest::collection::vec(tampering(), 1..4));
    holds(1500, strategy, |(text, how)| case_files::law(&tampered(&text, &how)));
}

#[test]
fn every_line_and_digit_of_a_list_is_accounted_for() {
    let cell = prop_oneof!["1[0-9]{10}", "[a-z\"号机 ]{0,6}", "\"[^\"]{0,9}\"", any::<char>().prop_map(String::from)];
    let row = proptest::collection::vec(cell, 1..4);
    let strategy = (
        proptest::collection::vec(row, 1..9),
        proptest::sample::select(vec![",", "\t", ";", "|"]),
        proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        0..4_u8,
    );
    holds(2000, strategy, |(rows, delimiter, line_end, encoding)| {
        let text: String = rows.iter().map(|row| row.join(delimiter) + line_end).collect();
        lists::law(&match encoding {
            0 => encoding_rs::GB18030.encode(&text).0.into_owned(),
            1 => [0xfffe_u16.to_be_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            _ => text.into_bytes(),
        })
    });
    holds(1000, proptest::collection::vec(any::<u8>(), 0..200), |bytes| lists::law(&bytes));
}

#[test]
fn a_broken_spreadsheet_is_refused_in_words() {
    let strategy = (0..5_u8, proptest::collection::vec(tampering(), 1..4), any::<Vec<u8>>());
    holds(500, strategy, |(part, how, other)| {
        let content = tampered(sheets::plain(usize::from(part)).as_bytes(), &how);
        sheets::law(&[&[b'0' + part], content.as_slice()].concat())?;
        sheets::law(&[&[b'0' + part], other.as_slice()].concat())
    });
}
