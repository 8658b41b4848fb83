//! What Acme's codes and digits mean: the document's name, its date and its sections go here.

use numcheck_core::{Charge, CodeRow, Error, ErrorKind, LineStatus, Product, RetryHint, StatusRow, Turn, find_code};
use numcheck_http::Reply;

const LINE: &str = "acme/line-status";

/// The code of success.
pub(crate) const SUCCESS: &str = "0";

/// Every code of Acme's document but success. `meaning_zh` is the document's own sentence.
#[rustfmt::skip]
pub const CODES: &[CodeRow] = &[
    refused("1001", ErrorKind::Auth, Turn::Account, "the key is wrong", "密钥错误"),
    refused("1002", ErrorKind::Quota, Turn::Account, "the balance does not suffice", "余额不足"),
    refused("1003", ErrorKind::InvalidRequest, Turn::Caller, "a parameter is wrong", "参数错误"),
    // Failed at a point that the document does not tell: nobody knows whether it was charged.
    CodeRow { charge: Charge::Unknown, ..refused("2001", ErrorKind::Unavailable, Turn::Vendor, "the system failed", "系统异常") },
];

/// Refused before the query: free, as it seems. Where the document says so, it is `Charge::FREE`.
const fn refused(
    code: &'static str,
    kind: ErrorKind,
    turn: Turn,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> CodeRow {
    let (product, retry, charge) = (None, RetryHint::Never, Charge::FREE_INFERRED);
    CodeRow { code, product, kind, retry, charge, turn, meaning, meaning_zh, note_zh: "" }
}

/// The error a code stands for, documented or not.
pub(crate) fn error(product: &Product, code: &str, message: Option<&str>, reply: &Reply) -> Error {
    // The vendor's words may echo a credential.
    let message = reply.redact(message.unwrap_or_default());
    let undocumented = || {
        Error::new(ErrorKind::Protocol, Charge::Unknown, "the vendor's code is not in its document")
            .with_code(reply.redact(code))
            .with_vendor_words(&message)
    };
    find_code(CODES, product.id().as_str(), code).map_or_else(undocumented, |row| row.error(Some(&message)))
}

/// What the digits of Acme's reports mean.
#[rustfmt::skip]
pub const STATUSES: &[StatusRow] = &[
    line("0", "vacant", "空号", "vacant", "空号"),
    line("1", "active", "实号", "in use", "实号"),
    line("2", "suspended", "停机", "suspended", "停机"),
];

const fn line(
    code: &'static str,
    word: &'static str,
    word_zh: &'static str,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> StatusRow {
    StatusRow { product: LINE, code, word, word_zh, meaning, meaning_zh }
}

/// 0: 空号 1: 实号 2: 停机
pub(crate) fn line_status(code: &str) -> LineStatus {
    match code {
        "0" => LineStatus::Vacant,
        "1" => LineStatus::Active,
        "2" => LineStatus::Suspended,
        other => LineStatus::Unknown(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_checker_reads() {
        for row in STATUSES {
            let status = line_status(row.code);
            assert_eq!((status.word(), status.word_zh()), (row.word, row.word_zh), "{row:?}");
        }
    }
}
