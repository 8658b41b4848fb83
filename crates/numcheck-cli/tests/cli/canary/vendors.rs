//! What the vendor says, which repeats what it was sent and what it knows besides.

use super::{CODE, KEY, NUMBERS, PRIVATE_KEY, PWD};

/// A reply to a form, given what is to be repeated and the numbers in the form.
pub(super) type Reply = fn(&str, &[&str]) -> Option<String>;

pub(super) const MODES: [(&str, Reply); 6] = [
    ("success", |echo, asked| Some(success(echo, asked))),
    ("refused", |echo, _| Some(error(echo, "10001", "403000"))),
    ("failed, and may have cost", |echo, _| Some(error(echo, "10014", "500000"))),
    ("a code that repeats", |echo, _| Some(error(echo, &format!("\"{echo}\""), echo))),
    ("not JSON", |echo, _| Some(format!("<html><h1>{echo}</h1>"))),
    ("closed", |_, _| None),
];

/// The reply to this form.
pub(super) fn echoing(reply: Reply, form: &str) -> Option<String> {
    let asked: Vec<&str> = NUMBERS.into_iter().filter(|number| form.contains(number)).collect();
    let known = [KEY, CODE, PWD, PRIVATE_KEY].into_iter().filter(|secret| is_known(form, secret));
    let number = asked.first().copied().unwrap_or(NUMBERS[0]);
    let dashed = format!("{}-{} {}", &number[..3], &number[3..7], &number[7..]);
    reply(&format!("{form} {} {number} {dashed}", known.collect::<Vec<_>>().join(" ")), &asked)
}

/// Whether the vendor that gets this form has this credential: it was sent, or the token is made of it.
fn is_known(form: &str, secret: &str) -> bool {
    let encoded = secret.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    form.contains(&encoded) || (secret == PRIVATE_KEY && form.contains("token"))
}

fn error(echo: &str, juhe: &str, ywjisu: &str) -> String {
    format!(
        r#"{{"reason":"{echo}","resultMsg":"{echo}","result":"{echo}","error_code":{juhe},"resultCode":"{ywjisu}"}}"#
    )
}

/// Every shape of success at once: each product reads its own.
fn success(echo: &str, asked: &[&str]) -> String {
    let row = |number: &&str| {
        format!(
            r#"{{"mobile":"{number}","lastTime":"1644111310668","chargesStatus":"1","area":"{echo}","numberType":"{echo}","status":"1"}}"#
        )
    };
    let rows = asked.iter().map(row).collect::<Vec<_>>().join(",");
    let data = if echo.contains("mobiles=") {
        format!("[{rows}]")
    } else {
        format!(
            r#"{{"flag":{{"type":"{echo}","num":3,"fid":2}},"name":"{echo}","location":"{echo}","catnames":["{echo}"]}}"#
        )
    };
    format!(
        r#"{{"reason":"{echo}","error_code":0,"result":{{"orderid":"{echo}","countFee":{},"data":{data},"province":"{echo}","city":"{echo}","isp":"{echo}","description":"{echo}","state":"0"}},"resultMsg":"{echo}","resultCode":"000000","resultObj":[{rows}]}}"#,
        asked.len()
    )
}
