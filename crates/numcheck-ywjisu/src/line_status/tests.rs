use super::*;

const REPLY: &str = r#"{"resultMsg":"成功","resultCode":"000000","resultObj":[{"mobile":"13800000001","lastTime":1644111310668,"area":"北京-北京","numberType":"中国移动 GSM","chargesStatus":"1","status":"1"},{"mobile":13800000002,"chargesStatus":0,"status":3}]}"#;

/// One pass reads what reading row by row reads, or nothing: every reply that differs in one place from a good one.
#[test]
fn at_once_reads_what_row_by_row_reads() {
    let others =
        ["", "\"", "\\", "\\ud800", "{", "}", "[", "]", ",", ":", "0", "1e999", "null", "x", "\u{a0}", "\"a\":1,"];
    let (mut same, mut left) = (0, 0);
    for at in (0..REPLY.len()).filter(|&at| REPLY.is_char_boundary(at)) {
        // A whole value put in, and a character replaced.
        let behind = REPLY[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        for (other, rest) in others.iter().flat_map(|other| [(other, at), (other, behind)]) {
            let body = format!("{}{other}{}", &REPLY[..at], &REPLY[rest..]);
            let reply = || numcheck_http::internals::reply(200, None, body.clone().into_bytes(), &[]);
            match Success::read_at_once(&reply(), 2) {
                Some(at_once) => {
                    same += 1;
                    let (row_by_row, _) = open_row_by_row(reply()).expect(&body);
                    assert_eq!(shown(&at_once), shown(&row_by_row), "{body}");
                }
                None => left += 1,
            }
        }
    }
    // Neither way may be left out of the comparison.
    assert!(same > 1000 && left > 1000, "{same} {left}");
}

/// `Debug` masks numbers.
fn shown(success: &Success) -> (Vec<String>, String) {
    let rows = success.rows.rows(|charge| Error::new(ErrorKind::Protocol, charge, messages::no_status()));
    (rows.iter().map(|row| row.number.as_str().to_owned()).collect(), format!("{rows:?} {success:?}"))
}
