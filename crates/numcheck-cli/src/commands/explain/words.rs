//! The tool's own words, and the HTTP statuses that stand for a code where the vendor sent none.

use numcheck_core::{Charge, CodeRow, ErrorKind, RetryHint, Turn};
use serde::Serialize;

/// A word that the tool's output holds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Term {
    /// The field it stands in.
    pub(super) field: &'static str,
    pub(super) word: &'static str,
    pub(super) word_zh: &'static str,
    pub(super) meaning: &'static str,
    pub(super) meaning_zh: &'static str,
}

impl Term {
    pub(super) fn is(&self, query: &str) -> bool {
        self.word == query || self.word_zh == query
    }
}

#[rustfmt::skip]
pub(super) const WORDS: &[Term] = &[
    word("result", "answered", "有结果", "the vendor reported on the number, in this run", "这次任务查到了结果"),
    word("result", "duplicate", "重复", "the same number stands in an earlier line, and is asked once: the row has what is known of it", "与前面某行号码相同，只查一次，结果照填"),
    word("result", "reused", "沿用旧结果", "an earlier run or check answered it, and it was not paid for again (--reuse)", "此前已有结果，按 --reuse 沿用，没有再付费"),
    word("result", "in_doubt", "计费存疑", "sent, and the answer lost: compare with the vendor's bill, then numcheck runs settle", "已提交但结果丢失，可能已经计费：请核对账单，再用 numcheck runs settle 登记"),
    word("result", "lost", "已计费、无结果", "you said that it was paid for, and its answer never came: it is asked again by your order alone", "已登记为已计费，但结果没有收到；除非要求，不再查询"),
    word("result", "under_way", "查询中", "another program asks about it at this moment", "另一个程序正在查询"),
    word("result", "not_sent", "未查", "not asked: the run was stopped, or its budget or sample does not reach so far", "没有查询：任务中途停止，或不在预算、抽样范围内"),
    word("outcome", "report", "有结果", "the vendor said what it knows of the number", "服务商返回了该号码的检测结果"),
    word("outcome", "no_record", "无记录", "the vendor has no record of the number: an answer, not a failure", "服务商查无此号码的记录：这是结果，不是故障"),
    word("outcome", "unanswered", "未返回", "nothing was said of the number and nothing charged: it may be asked again", "该号码没有返回结果，也没有计费，可以重查"),
    word("outcome", "rejected", "无法查询", "no number, or of a kind this product does not take: it was not sent, or the vendor refused it", "号码有误或该产品不支持此类号码：没有提交，或被服务商拒绝"),
    word("outcome", "failed", "失败", "the request failed or its answer was lost; the charge says whether it may have been paid for", "请求失败或结果丢失；是否计费见 charge"),
    word("charge", "billed", "已计费", "the vendor says it charged for the number", "服务商表明已计费"),
    word("charge", "free", "未计费", "it cost nothing; charge_basis says whether the vendor says so or it follows from what happened", "没有计费；charge_basis 说明是服务商明示还是推断"),
    word("charge", "unknown", "未知", "the vendor does not say whether it charged: with an answer count it as spent, without one it is in doubt", "服务商没有说明是否计费：有结果的按已计费处理，没有结果的为计费存疑"),
    word("charge", "unstated", "计费未说明", "answered, and the vendor does not say whether it charged: count it as spent, and never ask again for that", "已有结果，服务商未说明是否计费：按已计费处理，不必重查"),
    word("charge", "in_doubt", "计费存疑", "sent, and the answer lost: it may have been paid for, so asking again may pay twice", "已提交但结果丢失，可能已经计费；重查可能重复付费"),
    word("charge_basis", "documented", "有据", "the vendor's reply or document says so", "服务商的返回或文档明示"),
    word("charge_basis", "inferred", "推断", "it follows from what happened: never sent, or refused before the query", "由情形推断：没有发出，或在查询前就被拒绝"),
    word("reachability", "reachable", "可联系", "in use", "号码正常在用"),
    word("reachability", "doubtful", "难联系", "hardly used, or about to be cancelled: it may still be reached", "沉默号或预销户，未必联系得上"),
    word("reachability", "avoid", "应避开", "risky: prone to complaints, or long switched off", "风险号：易投诉，或长时间关机"),
    word("reachability", "unreachable", "联系不上", "suspended, unavailable or not in service at present", "停机、不可用或不在网"),
    word("reachability", "dead", "空号", "vacant: found so within the last week, so the finding ages", "一周内查为空号，时间久了可能变化"),
    word("reachability", "unknown", "不明", "the vendor does not know the number, or sent a code that its document does not list", "库无，或文档中没有的状态码"),
    word("status", "unknown", "未知状态", "the vendor sent a code that its document does not list: status_code has it", "服务商返回了文档中没有的状态码，见 status_code"),
    word("status", "unmarked", "无标记", "nobody marked the caller", "来电号码没有标记"),
    word("receipts", "receipts", "计费回执", "how many numbers a request was billed for, as the vendor's reply says: held against the answers", "服务商在返回中注明的计费条数，用来和结果核对"),
    word("error.kind", "auth", "鉴权失败", "the vendor does not accept the credentials, the account or this address", "凭证、账户或 IP 不被接受"),
    word("error.kind", "invalid_request", "请求有误", "the request is wrong and was, or would be, refused", "请求本身有误"),
    word("error.kind", "protocol", "返回异常", "the vendor answered something that its document does not say", "返回内容与文档不符"),
    word("error.kind", "quota", "次数或余额用尽", "the calls or the balance are used up", "次数或余额用尽"),
    word("error.kind", "rate_limited", "请求过于频繁", "too many requests", "请求过于频繁"),
    word("error.kind", "transport", "网络故障", "the network failed", "网络传输失败"),
    word("error.kind", "unavailable", "服务不可用", "the vendor cannot answer at present", "服务商暂时无法提供查询"),
];

const fn word(
    field: &'static str,
    word: &'static str,
    word_zh: &'static str,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> Term {
    Term { field, word, word_zh, meaning, meaning_zh }
}

/// What an HTTP status means when its reply holds no code of the vendor's.
#[rustfmt::skip]
pub(super) const HTTP: &[CodeRow] = &[
    http("400", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "the gateway refuses the request: check the base URL", "网关拒绝了请求"),
    http("401", ErrorKind::Auth, RetryHint::Never, Charge::FREE_INFERRED, "the gateway refuses the credentials or the address", "网关拒绝了凭证或 IP"),
    http("403", ErrorKind::Auth, RetryHint::Never, Charge::FREE_INFERRED, "the gateway refuses the credentials or the address", "网关拒绝了凭证或 IP"),
    http("404", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "nothing is there: check the base URL", "地址不存在"),
    http("405", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "the address does not take this request: check the base URL", "地址不接受此类请求"),
    http("408", ErrorKind::Unavailable, RetryHint::Never, Charge::Unknown, "the gateway gave up waiting", "网关等待超时"),
    http("413", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "the request is too large: check the base URL", "请求过大"),
    http("415", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "the address does not take forms: check the base URL", "地址不接受表单"),
    http("429", ErrorKind::RateLimited, RetryHint::Backoff, Charge::FREE_INFERRED, "too many requests", "请求过多"),
    http("500", ErrorKind::Unavailable, RetryHint::Never, Charge::Unknown, "the vendor failed inside", "服务商内部错误"),
    http("502", ErrorKind::Unavailable, RetryHint::Never, Charge::Unknown, "the gateway got no good answer from the vendor behind it", "网关错误"),
    http("503", ErrorKind::Unavailable, RetryHint::Backoff, Charge::Unknown, "the vendor is not available", "服务暂不可用"),
    http("504", ErrorKind::Unavailable, RetryHint::Never, Charge::Unknown, "the gateway gave up on the vendor behind it, which may have answered", "网关超时"),
];

const fn http(
    code: &'static str,
    kind: ErrorKind,
    retry: RetryHint,
    charge: Charge,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> CodeRow {
    let turn = match kind {
        ErrorKind::Auth => Turn::Account,
        ErrorKind::Unavailable => Turn::Vendor,
        _ => Turn::Caller,
    };
    CodeRow { code, product: None, kind, retry, charge, turn, meaning, meaning_zh, note_zh: "" }
}

#[cfg(test)]
mod tests {
    use numcheck_core::{Basis, Outcome, Reachability};

    use super::*;
    use crate::messages::summary;

    #[test]
    fn every_word_of_the_output_is_explained() {
        let known = |field: &str, word: &str, word_zh: &str| {
            WORDS.iter().any(|known| (known.field, known.word, known.word_zh) == (field, word, word_zh))
        };
        for kind in [
            ErrorKind::Auth,
            ErrorKind::InvalidRequest,
            ErrorKind::Protocol,
            ErrorKind::Quota,
            ErrorKind::RateLimited,
            ErrorKind::Transport,
            ErrorKind::Unavailable,
        ] {
            assert!(known("error.kind", kind.word(), kind.word_zh()), "{kind:?}");
        }
        for reachability in [
            Reachability::Avoid,
            Reachability::Dead,
            Reachability::Doubtful,
            Reachability::Reachable,
            Reachability::Unknown,
            Reachability::Unreachable,
        ] {
            assert!(known("reachability", reachability.word(), reachability.word_zh()), "{reachability:?}");
        }
        for charge in [Charge::BILLED, Charge::FREE, Charge::Unknown] {
            assert!(known("charge", charge.word(), charge.word_zh()), "{charge:?}");
        }
        for basis in [Basis::Documented, Basis::Inferred] {
            assert!(known("charge_basis", basis.word(), basis.word_zh()), "{basis:?}");
        }
        for result in ["answered", "duplicate", "reused", "in_doubt", "lost", "under_way", "not_sent"] {
            assert!(WORDS.iter().any(|known| (known.field, known.word) == ("result", result)), "{result}");
        }
        for label in [summary::unknown_status(), summary::reused(), summary::duplicates(), summary::not_sent()] {
            let zh = label.in_lang(numcheck_core::Lang::Zh);
            assert!(WORDS.iter().any(|known| known.word_zh == zh), "{zh}");
        }
        for outcome in [Outcome::Report(()), Outcome::NoRecord, Outcome::Unanswered] {
            assert!(known("outcome", outcome.word(), outcome.word_zh()), "{outcome:?}");
        }
    }
}
