//! What a reply says by column is what it says row by row, whatever the vendor sends.

use numcheck_contract::by_column::differences;
use numcheck_core::columns::Checked;
use numcheck_core::{AnyReport, Batch, LineReport, PhoneNumber, Result};
use numcheck_http::internals::reply;
use numcheck_http::{Reply, Secret};

const JUHE: &str = r#"{"reason":"成功","result":{"orderid":"JH671","countFee":1,"data":[{"mobile":"13800000001","lastTime":"1644111310668","area":"北京-北京","numberType":"中国移动/虚拟","chargesStatus":"1","status":"1","orderid":"JHS1"},{"mobile":13800000002,"chargesStatus":0,"status":3}]},"error_code":0}"#;
const YWJISU: &str = r#"{"resultMsg":"成功","resultCode":"000000","resultObj":[{"mobile":"13800000001","lastTime":1644111310668,"area":"北京-北京","numberType":"中国移动 GSM","chargesStatus":"1","status":"1"},{"mobile":13800000002,"status":3}]}"#;
const THIRD: &str = r#",{"mobile":"13800000001","chargesStatus":"0","status":"0"}]"#;

type Decode = fn(&[PhoneNumber], Reply) -> Result<Batch<LineReport>>;
type DecodeByColumn = fn(&[PhoneNumber], Reply) -> Result<Checked<LineReport>>;

/// How often the reply was given by column, of all the ways it can differ in one place, and of all that can be asked.
fn by_column(said: &str, decode: Decode, decode_by_column: DecodeByColumn) -> (usize, usize) {
    let numbers: Vec<PhoneNumber> =
        ["13800000001", "13800000002"].iter().map(|text| text.parse().expect("a number")).collect();
    let [first, second] = numbers[..] else { unreachable!() };
    let asked = [vec![first, second], vec![second, first], vec![first], vec![first, second, first]];
    let others = ["", "\"", "\\", "{", "]", ",", "0", "null", "\\u5317", " ", "\"a\":1,"];
    // A key that stands in the reply is blanked in either.
    let keys = ["nowhere", "138000000", "成功", "北京"].map(|key| Secret::new("key", key).expect("a credential"));
    let mut keys = keys.iter().cycle();
    let (mut columns, mut rows) = (0, 0);
    for at in (0..said.len()).filter(|&at| said.is_char_boundary(at)) {
        let behind = said[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        for (other, rest) in others.iter().flat_map(|other| [(other, at), (other, behind)]) {
            let body = format!("{}{other}{}", &said[..at], &said[rest..]);
            for asked in &asked {
                let key = keys.next().expect("a key");
                let reply = || reply(200, None, body.clone().into_bytes(), std::slice::from_ref(key));
                let by_row = decode(asked, reply()).map(erased);
                let by_column = match decode_by_column(asked, reply()) {
                    Ok(Checked::Columns(batch)) => {
                        columns += 1;
                        Ok(Checked::Columns(batch))
                    }
                    Ok(Checked::Rows(batch)) => {
                        rows += 1;
                        Ok(Checked::Rows(erased(batch)))
                    }
                    Err(error) => Err(error),
                };
                assert_eq!(differences(&by_row, &by_column), Vec::<String>::new(), "{asked:?} {body}");
            }
            keys.next();
        }
    }
    (columns, rows)
}

fn erased(Batch { answers, receipts }: Batch<LineReport>) -> Batch<AnyReport> {
    Batch { answers: answers.into_iter().map(|answer| answer.map(AnyReport::new)).collect(), receipts }
}

fn agrees(said: &str, decode: Decode, decode_by_column: DecodeByColumn) {
    let (columns, rows) = by_column(said, decode, decode_by_column);
    assert!(columns > 1000 && rows > 1000, "{columns} {rows}");
    // A number that was asked twice, and has two rows that differ.
    let (_, rows) = by_column(&said.replacen(']', THIRD, 1), decode, decode_by_column);
    assert!(rows > 1000, "{rows}");
}

#[test]
fn a_reply_of_juhe_says_by_column_what_it_says_row_by_row() {
    agrees(JUHE, numcheck_juhe::internals::line_status, numcheck_juhe::internals::line_status_by_column);
}

#[test]
fn a_reply_of_ywjisu_says_by_column_what_it_says_row_by_row() {
    agrees(YWJISU, numcheck_ywjisu::internals::line_status, numcheck_ywjisu::internals::line_status_by_column);
}
