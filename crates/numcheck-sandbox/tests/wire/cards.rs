//! Every card does what the table says.

use std::collections::BTreeSet;

use numcheck_sandbox::Product;
use numcheck_sandbox::cards::{Answer, CARDS, Card, Shape, draw};
use serde_json::{Value, json};

use crate::client::{Answer as Reply, Bench};

#[tokio::test]
async fn every_card_at_every_product() {
    let bench = Bench::start().await;
    for card in CARDS {
        for &product in card.products {
            let number = card.example();
            let before = bench.ledger().billed();
            let reply = bench.ask(product, &number).await;
            let context = format!("{product} {number}: {}", reply.text);

            assert_eq!(bench.ledger().billed() - before, u64::from(card.billed), "{context}");
            match card.answer {
                Answer::Error(code) => check_error(product, card, code, &reply, &context),
                Answer::Http(status) => {
                    assert_eq!(reply.status, status, "{context}");
                    assert!(reply.text.starts_with("<html>"), "{context}");
                    assert_eq!(reply.header("retry-after") == "2", status == 429, "{context}");
                    assert_eq!(reply.header("location").is_empty(), status != 302, "{context}");
                }
                Answer::Nothing => {
                    let reply = reply.json();
                    let rows = &reply["result"]["data"];
                    match product {
                        Product::JuheCallerId => {
                            assert!(rows["flag"].is_null(), "{context}");
                            assert_eq!(rows["name"].is_string(), card.shape == Shape::Merchant, "{context}");
                        }
                        Product::JuheLineStatus => assert_eq!(rows, &json!([]), "{context}"),
                        _ => assert_eq!(reply["resultObj"], json!([]), "{context}"),
                    }
                }
                Answer::Status(status) => check_status(product, card, status, &reply.json(), &context),
                _ => panic!("untested: {context}"),
            }
        }
    }
}

fn check_error(product: Product, card: &Card, code: u32, reply: &Reply, context: &str) {
    assert_eq!(reply.status, 200, "{context}");
    let reply = reply.json();
    let retyped = card.shape == Shape::CodeRetyped;
    let text = json!(code.to_string());
    if product == Product::YwjisuLineStatus {
        assert_eq!(reply["resultCode"], if retyped { json!(code) } else { text }, "{context}");
        assert!(reply["resultObj"].is_null(), "{context}");
        return;
    }
    let written = match card.shape {
        Shape::LegacyCodeOnly => Value::Null,
        Shape::CodeRetyped => text,
        _ => json!(code),
    };
    assert_eq!(reply["error_code"], written, "{context}");
    let legacy = if code < 20_000 { json!((code - 9900).to_string()) } else { Value::Null };
    assert_eq!(reply["resultcode"], legacy, "{context}");
    assert_eq!(reply["result"].is_string(), card.shape == Shape::KeyEchoed, "{context}");
    if card.shape == Shape::Usual {
        assert_eq!(reply["reason"], card.words, "{context}");
    }
}

fn check_status(product: Product, card: &Card, status: u32, reply: &Value, context: &str) {
    let swapped = card.shape == Shape::TypesSwapped;
    let missing = card.shape == Shape::FieldsMissing;
    let text = json!(status.to_string());
    let written = if swapped { json!(status) } else { text.clone() };
    match product {
        Product::JuheCallerId => {
            let flag = &reply["result"]["data"]["flag"];
            assert_eq!(flag["fid"], if swapped { text } else { json!(status) }, "{context}");
            assert_eq!(flag["num"].is_string(), swapped, "{context}");
        }
        Product::JuheNetworkStatus => {
            let row = &reply["result"];
            assert_eq!(row["state"], written, "{context}");
            assert_eq!(row["city"].is_null(), missing, "{context}");
        }
        _ => {
            let juhe = product == Product::JuheLineStatus;
            let row = if juhe { &reply["result"]["data"][0] } else { &reply["resultObj"][0] };
            assert_eq!(row["status"], written, "{context}");
            let charges = u32::from(card.billed);
            assert_eq!(row["chargesStatus"], if swapped { json!(charges) } else { json!(charges.to_string()) });
            assert_eq!(row["lastTime"].is_null(), missing, "{context}");
            assert_eq!(row["lastTime"].is_string(), !missing && juhe != swapped, "{context}");
            if juhe {
                assert_eq!(reply["result"]["countFee"], charges, "{context}");
            }
        }
    }
    if product == Product::YwjisuLineStatus {
        let table = card.shape == Shape::TableSuccessCode;
        assert_eq!(reply["resultCode"], if table { "200000" } else { "000000" }, "{context}");
    } else {
        let retyped = card.shape == Shape::CodeRetyped;
        assert_eq!(reply["error_code"], if retyped { json!("0") } else { json!(0) }, "{context}");
    }
}

/// Every code of the four documents, counted there by hand.
#[test]
fn every_documented_code_has_a_card() {
    let codes = |product: Product| -> BTreeSet<u32> {
        let of_product = CARDS.iter().filter(|card| card.products.contains(&product));
        of_product.filter_map(|card| if let Answer::Error(code) = card.answer { Some(code) } else { None }).collect()
    };
    let system = [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14, 20, 21].map(|nn| 10_000 + nn);
    for (product, own) in [
        (Product::JuheLineStatus, &[267_101, 267_102, 267_104][..]),
        (Product::JuheNetworkStatus, &[224_902, 224_915, 224_919, 224_922, 224_924]),
        (Product::JuheCallerId, &[251_101, 251_102, 251_103]),
    ] {
        assert!(codes(product).is_superset(&system.iter().chain(own).copied().collect()), "{product}");
        assert_eq!(codes(product).len(), system.len() + own.len() + 2, "{product}");
    }
    let documented = "400001 400101 400102 400200 400201 400901 400902 403000 403101 403102 415000 500000 \
        500002 500003 500004 500005 500006 500901 500902 500903 504000 510101";
    let documented: BTreeSet<u32> = documented.split_whitespace().filter_map(|code| code.parse().ok()).collect();
    assert!(codes(Product::YwjisuLineStatus).is_superset(&documented));
    assert_eq!(codes(Product::YwjisuLineStatus).len(), documented.len() + 1);
}

#[test]
fn every_number_draws_one_card_at_every_product() {
    let mut seen = BTreeSet::new();
    for card in CARDS {
        for product in card.products {
            assert!(seen.insert((product, card.ending)), "{product} {} twice", card.ending);
            let drawn = draw(*product, &card.example()).expect("a card");
            assert_eq!((drawn.ending, drawn.answer), (card.ending, card.answer));
        }
    }
    for product in Product::ALL {
        for digit in 0..10 {
            assert!(draw(product, &format!("1391234567{digit}")).is_some_and(|card| card.ending.len() == 1));
        }
    }
}

#[tokio::test]
async fn the_first_failing_number_decides_for_a_batch() {
    let bench = Bench::start().await;
    let reply = bench.ask(Product::JuheLineStatus, "13800000001,13800009104,13800009012").await.json();
    assert_eq!(reply["error_code"], 267_104);
    let reply = bench.ask(Product::YwjisuLineStatus, "13800000001,13800009222,13800009503").await.json();
    assert_eq!(reply["resultCode"], "510101");
    assert_eq!(bench.ledger().billed(), 0);
    assert_eq!(bench.ledger().requests[0].numbers.len(), 3);
}

#[tokio::test]
async fn the_table_is_served() {
    let bench = Bench::start().await;
    let served = bench.get("/_sandbox/cards").await.json();
    assert_eq!(served, serde_json::to_value(CARDS).expect("JSON"));
    assert_eq!(served[3]["words"], "库无");
}
