//! Juhe's five endpoints against their documents. The samples are the documents', less comments and stray commas.

use aws_lc_rs::cipher::{AES_128, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use numcheck_sandbox::{Product, credentials};
use serde_json::json;

use crate::client::{Bench, CALLER, LINE, NETWORK, NETWORK_AES, NETWORK_RSA};
use crate::shape::shape;

const LINE_SAMPLE: &str = r#"{"reason":"成功","result":{"orderid":"JH671202203021603311672","countFee":2,"data":[
    {"mobile":"13800000001","lastTime":"1644111310668","area":"北京-北京","numberType":"中国移动/虚拟",
     "chargesStatus":"1","status":"4","orderid":"JHS671202203031142010947z4"},
    {"mobile":"15855555555","lastTime":"1645331203455","area":"江苏-苏州","numberType":"中国移动",
     "chargesStatus":"1","status":"4","orderid":"JHS671202203031142010948bV"}]},"error_code":0}"#;

const NETWORK_SAMPLE: &str = r#"{"reason":"成功","result":{"mobile":"15856521458","province":"上海市","city":"上海市",
    "isp":"移动","state":"3","description":"不在网"},"error_code":0}"#;

const ENCRYPTED_SAMPLE: &str = r#"{"reason":"成功","result":{"province":"上海市","city":"上海市","isp":"移动",
    "state":"3","description":"不在网","orderid":"JH249118111915000462815599"},"error_code":0}"#;

const SERVICE_MARKED: &str = r#"{"reason":"成功","result":{"data":{"flag":{"type":"推销","num":3475,"fid":2},
    "telnum":"95204657","itag_ids":[]},"orderid":"JH5111190814131039599950T0"},"error_code":0}"#;

const HOTLINE: &str = r#"{"reason":"成功","result":{"data":{"name":"中国移动","teldesc":"统一客服电话",
    "catnames":["运营商","热线电话"],"telnum":"10086","itag_ids":[]},
    "orderid":"JH5111190814131527456478oP"},"error_code":0}"#;

const MOBILE_MARKED: &str = r#"{"reason":"成功","result":{"data":{"telloc":"江苏苏州联通",
    "flag":{"type":"快递送餐","num":45,"fid":4},"telnum":"13041439112","itag_ids":[]},
    "orderid":"JH511119081413181397063661"},"error_code":0}"#;

const LANDLINE_MARKED: &str = r#"{"reason":"成功","result":{"data":{"telloc":"浙江杭州",
    "flag":{"type":"推销","num":1478,"fid":2},"telnum":"057156264805","itag_ids":[]},
    "orderid":"JH5111190814134724563706J5"},"error_code":0}"#;

#[tokio::test]
async fn line_status_is_the_sample() {
    let bench = Bench::start().await;
    let answer = bench.ask(Product::JuheLineStatus, "13800000001,15855555555").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/json"));
    assert_eq!(shape(&answer.text), shape(LINE_SAMPLE));

    let reply = answer.json();
    assert_eq!(reply["result"]["countFee"], 2);
    assert_eq!(reply["result"]["data"][0]["mobile"], "13800000001");
    assert_eq!(reply["result"]["data"][1]["status"], "5");
    let orderid = reply["result"]["orderid"].as_str().expect("text");
    assert_eq!(orderid.len(), "JH671202203021603311672".len());
    let row = reply["result"]["data"][0]["orderid"].as_str().expect("text");
    assert_eq!(row.len(), "JHS671202203031142010947z4".len());
}

#[tokio::test]
async fn network_status_is_the_sample() {
    let bench = Bench::start().await;
    let answer = bench.ask(Product::JuheNetworkStatus, "15856521453").await;
    assert_eq!(shape(&answer.text), shape(NETWORK_SAMPLE));
    assert_eq!(answer.json()["result"]["description"], "不在网");

    let query = format!("{NETWORK}?key={}&mobile=15856521453", credentials::JUHE_NETWORK_STATUS_KEY);
    assert_eq!(bench.get(&query).await.text, answer.text);
}

#[tokio::test]
async fn encrypted_network_status_is_the_sample() {
    let bench = Bench::start().await;
    let key = ("key", credentials::JUHE_NETWORK_STATUS_KEY);
    for (path, mobile) in [(NETWORK_AES, aes("15856521453")), (NETWORK_RSA, rsa("15856521453"))] {
        let answer = bench.post(path, &[key, ("mobile", &mobile)]).await;
        assert_eq!(shape(&answer.text), shape(ENCRYPTED_SAMPLE), "{path}");
        let orderid = answer.json()["result"]["orderid"].as_str().expect("text").len();
        assert_eq!(orderid, "JH249118111915000462815599".len());
        assert_eq!(bench.ledger().billed_for("15856521453"), bench.ledger().requests.len() as u64);
    }
}

#[tokio::test]
async fn a_ciphertext_that_does_not_decrypt_is_224902() {
    let bench = Bench::start().await;
    let key = ("key", credentials::JUHE_NETWORK_STATUS_KEY);
    // Found to hold a `+`, which becomes a space when it is not form-encoded.
    let plus = (0..1000).map(|n| aes(&format!("1380000{n:04}"))).find(|text| text.contains('+'));
    let unescaped = plus.expect("one in 1000 has a +").replace('+', " ");
    let short = aes("1380000000");
    let upper_key = encrypt_aes("13800000001", &openid_md5().to_uppercase()[..16]);
    for bad in ["", "13800000001", "!!!!", &unescaped, &short, &upper_key, &rsa("13800000001")] {
        let reply = bench.post(NETWORK_AES, &[key, ("mobile", bad)]).await.json();
        assert_eq!(reply, json!({"reason": "参数错误", "result": null, "error_code": 224_902}), "{bad}");
    }
    for bad in ["", "13800000001", &aes("13800000001"), &rsa("1380000000"), &rsa("138000000010")] {
        let reply = bench.post(NETWORK_RSA, &[key, ("mobile", bad)]).await.json();
        assert_eq!(reply["error_code"], 224_902, "{bad}");
    }
    assert_eq!(bench.ledger().billed(), 0);
}

#[tokio::test]
async fn caller_id_is_the_samples() {
    let bench = Bench::start().await;
    for (number, sample) in [
        ("95204657", SERVICE_MARKED),
        ("10086", HOTLINE),
        ("13041439112", MOBILE_MARKED),
        ("057156264805", LANDLINE_MARKED),
    ] {
        let answer = bench.ask(Product::JuheCallerId, number).await;
        assert_eq!(shape(&answer.text), shape(sample), "{number}");
        assert_eq!(answer.json()["result"]["data"]["telnum"], number);
    }
    let hotline = bench.ask(Product::JuheCallerId, "10086").await.json();
    assert_eq!(hotline["result"]["data"]["name"], "中国移动");
}

#[tokio::test]
async fn caller_id_reads_the_country() {
    let bench = Bench::start().await;
    let ask = async |number: &str, country: &str| {
        let fields = [("key", credentials::JUHE_CALLER_ID_KEY), ("mobile", number), ("country", country)];
        bench.post(CALLER, &fields).await.json()
    };
    assert_eq!(ask("13800000001", "86").await["error_code"], 0);
    assert_eq!(ask("13800000001", "").await["result"]["data"]["telloc"], "江苏苏州移动");
    let abroad = ask("2025550101", "1").await;
    assert_eq!(abroad["error_code"], 0);
    assert!(abroad["result"]["data"]["telloc"].is_null());
    for (number, country) in [("13800000001", "0086"), ("13800000001", "+86"), ("1234567890123456", "1"), ("10", "86")]
    {
        let reply = ask(number, country).await;
        assert_eq!(reply, json!({"reason": "参数异常", "result": [], "error_code": 251_102}), "{number} {country}");
    }
}

#[tokio::test]
async fn numbers_are_checked() {
    let bench = Bench::start().await;
    let many = |count: u64| {
        let numbers: Vec<_> = (0..count).map(|n| (13_800_100_000 + n).to_string()).collect();
        numbers.join(",")
    };
    let full = bench.ask(Product::JuheLineStatus, &many(2000)).await.json();
    assert_eq!(full["error_code"], 0);
    assert_eq!(full["result"]["countFee"], 1600);
    assert_eq!(full["result"]["data"].as_array().map(Vec::len), Some(1800));

    for bad in [
        &many(2001),
        "",
        ",",
        "13800000001,",
        "13800000001，13800000002",
        "13800000001, 13800000002",
        "1380000000",
        "12800000001",
        "+8613800000001",
    ] {
        let reply = bench.ask(Product::JuheLineStatus, bad).await.json();
        assert_eq!(reply["error_code"], 267_102, "{bad}");
        assert!(reply["reason"].as_str().is_some_and(|reason| reason.starts_with("参数错误: ")));
        assert_eq!(shape(&reply.to_string()).matches(':').count(), 3);
    }
    for bad in ["", "1380000000", "13800000001,13800000002", "05711234567"] {
        let reply = bench.ask(Product::JuheNetworkStatus, bad).await.json();
        assert_eq!(reply["error_code"], 224_902, "{bad}");
    }
    assert_eq!(bench.ledger().billed(), 1600);
}

#[tokio::test]
async fn method_and_encoding_are_checked() {
    let bench = Bench::start().await;
    let key = credentials::JUHE_LINE_STATUS_KEY;
    let get = bench.get(&format!("{LINE}?key={key}&mobiles=13800000001")).await;
    assert_eq!((get.status, get.header("allow")), (405, "POST"));
    let put = bench.put(NETWORK).await;
    assert_eq!((put.status, put.header("allow")), (405, "GET, POST"));

    let json = bench.post_as(LINE, "application/json", "{}").await;
    assert_eq!(json.status, 415);
    assert!(json.header("x-sandbox-hint").contains("x-www-form-urlencoded"));

    let body = format!("key={key}&mobiles=13800000001");
    let form = "application/x-www-form-urlencoded; charset=UTF-8";
    assert_eq!(bench.post_as(LINE, form, &body).await.json()["error_code"], 0);
    let twice = bench.post_as(LINE, form, &format!("{body}&mobiles=13800000002")).await;
    assert_eq!(twice.status, 400);

    // POST only: the query string is not read.
    let query = bench.post_as(&format!("{LINE}?key={key}"), form, "mobiles=13800000001").await;
    assert_eq!(query.json()["error_code"], 10001);
    assert_eq!(bench.get("/").await.status, 404);
}

fn openid_md5() -> String {
    format!("{:x}", Md5::digest(credentials::JUHE_OPENID))
}

fn aes(number: &str) -> String {
    encrypt_aes(number, &openid_md5()[..16])
}

fn encrypt_aes(number: &str, key: &str) -> String {
    let key = UnboundCipherKey::new(&AES_128, key.as_bytes()).expect("16 bytes");
    let key = PaddedBlockEncryptingKey::ecb_pkcs7(key).expect("AES");
    let mut buffer = number.as_bytes().to_vec();
    key.encrypt(&mut buffer).expect("encrypts");
    STANDARD.encode(buffer)
}

fn rsa(number: &str) -> String {
    let lines = credentials::JUHE_RSA_PUBLIC_KEY.lines().filter(|line| !line.starts_with('-'));
    let der = STANDARD.decode(lines.collect::<String>()).expect("base64");
    let key = PublicEncryptingKey::from_der(&der).expect("SPKI");
    let key = OaepPublicEncryptingKey::new(key).expect("RSA");
    let mut buffer = vec![0; key.ciphertext_size()];
    let sealed = key.encrypt(&OAEP_SHA1_MGF1SHA1, number.as_bytes(), &mut buffer, None).expect("encrypts");
    STANDARD.encode(sealed)
}
