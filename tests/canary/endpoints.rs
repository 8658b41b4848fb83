//! The six endpoints with credentials that occur nowhere else, ten numbers, and what a vendor answers to each.

use std::sync::{Arc, LazyLock};

use numcheck_core::{AnyChecker, PhoneNumber};
use numcheck_juhe::{CallerIdChecker, HttpOptions, LineStatusChecker, NetworkStatusChecker};
use numcheck_tests::leaks::{Canaries, Searcher};

pub(crate) const KEY: &str = "Zq8/canary+Key-7f3aW9=x";
pub(crate) const OPENID: &str = "JHopen/canary+0d1eVb72kq";
pub(crate) const CODE: &str = "account-canary/2b9dTn+5";
pub(crate) const PWD: &str = "pass/canary+word-c4c4Lm8";
pub(crate) const PRIVATE_KEY: &str = "private/canary+9e77Xr3h";

/// One of each last digit, with which the sandbox answers.
pub(crate) const NUMBERS: [&str; 10] = [
    "13847021930",
    "15926483071",
    "17703659182",
    "18862047593",
    "19135720864",
    "13690275145",
    "15274906386",
    "18041963527",
    "19958307218",
    "17216840959",
];

pub(crate) const ENDPOINTS: [&str; 6] = [
    "juhe/line-status",
    "juhe/network-status",
    "juhe/network-status aes",
    "juhe/network-status rsa",
    "juhe/caller-id",
    "ywjisu/line-status",
];

/// Finds all of the above.
pub(crate) static ALL: LazyLock<Searcher> = LazyLock::new(|| canaries().searcher());
/// Finds the credentials alone: for what holds answers, and with them numbers.
pub(crate) static SECRETS: LazyLock<Searcher> = LazyLock::new(|| canaries().secrets().searcher());

fn canaries() -> Canaries {
    let secrets = [("key", KEY), ("openid", OPENID), ("code", CODE), ("pwd", PWD), ("private key", PRIVATE_KEY)];
    let canaries = secrets.into_iter().fold(Canaries::new(), |canaries, (name, value)| canaries.secret(name, value));
    NUMBERS.into_iter().fold(canaries, Canaries::number)
}

pub(crate) fn checker(endpoint: &str, options: &HttpOptions) -> Arc<dyn AnyChecker> {
    let rsa = include_str!("../keys/rsa-2048.spki.pem");
    match endpoint {
        "juhe/line-status" => Arc::new(LineStatusChecker::new(KEY, options).expect(endpoint)),
        "juhe/network-status" => Arc::new(NetworkStatusChecker::plain(KEY, options).expect(endpoint)),
        "juhe/network-status aes" => Arc::new(NetworkStatusChecker::aes(KEY, OPENID, options).expect(endpoint)),
        "juhe/network-status rsa" => Arc::new(NetworkStatusChecker::rsa(KEY, rsa, options).expect(endpoint)),
        "juhe/caller-id" => Arc::new(CallerIdChecker::new(KEY, options).expect(endpoint)),
        _ => Arc::new(numcheck_ywjisu::LineStatusChecker::new(CODE, PWD, PRIVATE_KEY, options).expect(endpoint)),
    }
}

/// The canaries the vendor of an endpoint could repeat: what it is sent, and what it knows besides.
pub(crate) fn known_to(endpoint: &str) -> Vec<&'static str> {
    match endpoint {
        "juhe/network-status aes" => vec![KEY, OPENID],
        "ywjisu/line-status" => vec![CODE, PWD, PRIVATE_KEY],
        _ => vec![KEY],
    }
}

/// As many of the numbers as one request takes, another first one each time.
pub(crate) fn numbers(checker: &dyn AnyChecker, turn: usize) -> Vec<PhoneNumber> {
    let most = checker.any_product().max_batch().min(NUMBERS.len());
    let turned = NUMBERS.iter().cycle().skip(turn % NUMBERS.len());
    turned.take(most).map(|number| number.parse().expect("a number")).collect()
}

/// A success of an endpoint about these numbers, with `echo` in every text it has.
pub(crate) fn success(endpoint: &str, numbers: &[PhoneNumber], echo: &str) -> String {
    let rows = |charged: &str| {
        let row = |number: &PhoneNumber| {
            let number = number.as_str();
            format!(
                r#"{{"mobile":"{number}","lastTime":"1644111310668","chargesStatus":"{charged}","area":"{echo}","numberType":"{echo}","status":"1"}}"#
            )
        };
        numbers.iter().map(row).collect::<Vec<_>>().join(",")
    };
    match endpoint {
        "juhe/line-status" => format!(
            r#"{{"reason":"{echo}","result":{{"orderid":"{echo}","countFee":{},"data":[{}]}},"error_code":0}}"#,
            numbers.len(),
            rows("1")
        ),
        "juhe/caller-id" => format!(
            r#"{{"reason":"{echo}","result":{{"data":{{"flag":{{"type":"{echo}","num":3,"fid":2}},"name":"{echo}","desc":"{echo}","location":"{echo}","catnames":["{echo}"],"financetags":["{echo}"]}},"orderid":"{echo}"}},"error_code":0}}"#
        ),
        "ywjisu/line-status" => {
            format!(r#"{{"resultMsg":"{echo}","resultCode":"000000","resultObj":[{}]}}"#, rows("1"))
        }
        _ => format!(
            r#"{{"reason":"{echo}","result":{{"province":"{echo}","city":"{echo}","isp":"{echo}","description":"{echo}","state":"{echo}0","orderid":"{echo}"}},"error_code":0}}"#
        ),
    }
}
