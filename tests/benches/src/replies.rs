//! Replies of the size and shape of the vendors' documents, every row answered.

use std::fmt::Write as _;

use numcheck_core::PhoneNumber;
use numcheck_http::{Reply, Secret, internals};

/// A key of the length and alphabet of the vendors' own.
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// 空号检测批量查询开发文档, the sample of section 1, a row a number.
pub fn juhe_line_status(numbers: &[PhoneNumber]) -> String {
    let rows = rows(numbers, |rows, at, number| {
        write!(
            rows,
            r#"{{"mobile":"{number}","lastTime":"1644111310668","area":"北京-北京","numberType":"中国移动/虚拟","chargesStatus":"1","status":"{}","orderid":"JHS6712022030311420{at:07}"}}"#,
            STATUSES[at % STATUSES.len()],
        )
    });
    let count = numbers.len();
    format!(
        r#"{{"reason":"成功","result":{{"orderid":"JH6712022030216","countFee":{count},"data":[{rows}]}},"error_code":0}}"#
    )
}

/// 码号状态极速检测 API 接口规范, the sample of section 1.3, a row a number.
pub fn ywjisu_line_status(numbers: &[PhoneNumber]) -> String {
    let rows = rows(numbers, |rows, at, number| {
        write!(
            rows,
            r#"{{"mobile":"{number}","lastTime":1644111310668,"area":"北京-北京","numberType":"中国移动 GSM","chargesStatus":"1","status":"{}"}}"#,
            STATUSES[at % STATUSES.len()],
        )
    });
    format!(r#"{{"resultMsg":"成功","resultCode":"000000","resultObj":[{rows}]}}"#)
}

/// 手机在网状态开发文档, the sample of section 1.
pub fn network_status(number: &PhoneNumber) -> String {
    let number = number.as_str();
    format!(
        r#"{{"reason":"查询成功","result":{{"mobile":"{number}","province":"浙江","city":"杭州","isp":"移动","state":"0","description":"正常使用","orderid":"JH2241234567890abcdef"}},"error_code":0}}"#
    )
}

/// 来电号码显示开发文档, the sample of section 1.
pub fn caller_id(number: &PhoneNumber) -> String {
    let number = number.as_str();
    format!(
        r#"{{"reason":"成功","result":{{"orderid":"JH2511234567890abcdef","data":{{"name":"聚合数据","teldesc":"聚合数据客服电话","telnum":"{number}","telloc":"江苏-苏州","flag":{{"type":"推销","num":"12","fid":"2"}},"catnames":["生活服务","公司企业"],"itag_ids":[]}}}},"error_code":0}}"#
    )
}

/// The same JSON as PHP writes it unless told otherwise: `\/`, and `\u` for all that is not ASCII.
pub fn escaped(json: &str) -> String {
    json.chars().fold(String::new(), |mut escaped, c| {
        match c {
            '/' => escaped.push_str("\\/"),
            c if c.is_ascii() => escaped.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(escaped, "\\u{unit:04x}").expect("a string takes what is written");
                }
            }
        }
        escaped
    })
}

/// The statuses that are billed.
const STATUSES: [char; 5] = ['0', '1', '2', '4', '5'];

fn rows(numbers: &[PhoneNumber], write: impl Fn(&mut String, usize, &str) -> std::fmt::Result) -> String {
    let mut rows = String::new();
    for (at, number) in numbers.iter().enumerate() {
        if at > 0 {
            rows.push(',');
        }
        write(&mut rows, at, number.as_str()).expect("a string takes what is written");
    }
    rows
}

/// A body as the client hands it over, after a request with credentials of usual shape.
pub(crate) fn replied(body: &str, credentials: &[&str]) -> Reply {
    let secrets: Vec<Secret> = credentials.iter().map(|&value| Secret::new("key", value).expect("a key")).collect();
    internals::reply(200, None, body.as_bytes().to_vec(), &secrets)
}
