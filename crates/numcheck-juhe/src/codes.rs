//! What Juhe's codes and digits mean: the error tables at the end of each of its documents, and the lists of statuses.
//!
//! 错误码格式说明: the first digit is 1 for the system and 2 for a service, the next three are the product's data id, the
//! last two the error. 仅返回0时计费 is written in the line-status document alone, so there every other code is free as
//! documented; elsewhere a charge is inferred, or unknown.

use std::time::Duration;

use numcheck_core::{
    Charge, CodeRow, Error, ErrorKind, LineStatus, MarkKind, NetworkStatus, Product, RetryHint, StatusRow, Turn,
    find_code,
};
use numcheck_http::Reply;

use crate::messages;

const LINE: &str = "juhe/line-status";
const NETWORK: &str = "juhe/network-status";
const CALLER: &str = "juhe/caller-id";

/// Every code of Juhe's documents. A row that names a product goes before one that names none.
pub const CODES: &[CodeRow] = &{
    let mut rows = [SYSTEM[0]; 2 * SYSTEM.len() + SERVICE.len()];
    let mut at = 0;
    while at < SYSTEM.len() {
        rows[at] = SYSTEM[at];
        rows[SYSTEM.len() + at] = of_line_status(SYSTEM[at]);
        at += 1;
    }
    let mut service = 0;
    while service < SERVICE.len() {
        rows[2 * SYSTEM.len() + service] = SERVICE[service];
        service += 1;
    }
    rows
};

/// 仅返回0时计费: what the others infer, the line-status document says.
const fn of_line_status(row: CodeRow) -> CodeRow {
    let retry = match row.charge {
        // 系统内部异常: free here, so it may be asked once more.
        Charge::Unknown => RetryHint::After(Duration::from_secs(5)),
        _ => row.retry,
    };
    CodeRow { product: Some(LINE), charge: Charge::FREE, retry, ..row }
}

const PAUSE: RetryHint = RetryHint::After(Duration::from_secs(60));

/// 系统级错误码参照.
#[rustfmt::skip]
const SYSTEM: [CodeRow; 14] = [
    system("10001", ErrorKind::Auth, "the key is wrong", "错误的请求KEY"),
    noted(system("10002", ErrorKind::Auth, "the key is not for this product", "该KEY无请求权限"), "该 KEY 不是本产品的：每个产品各有自己的 KEY"),
    system("10003", ErrorKind::Auth, "the key has expired", "KEY过期"),
    noted(system("10004", ErrorKind::Auth, "the openid is wrong; it is the source of the AES key too", "错误的OPENID"), "OPENID 同时是 AES 密钥的来源：OPENID 有误，加密的号码也无法解密"),
    system("10005", ErrorKind::Auth, "the application is not verified in time: submit the verification", "应用未审核超时，请提交认证"),
    system("10007", ErrorKind::Auth, "the source of the request is unknown", "未知的请求源"),
    system("10008", ErrorKind::Auth, "this address is banned", "被禁止的IP"),
    system("10009", ErrorKind::Auth, "this key is banned", "被禁止的KEY"),
    CodeRow { retry: PAUSE, ..system("10011", ErrorKind::RateLimited, "this address sends too many requests", "当前IP请求超过限制") },
    system("10012", ErrorKind::Quota, "the calls are used up", "请求超过次数限制"),
    system("10013", ErrorKind::Quota, "the test key's calls are used up", "测试KEY超过请求限制"),
    CodeRow {
        retry: RetryHint::Backoff,
        charge: Charge::Unknown,
        note_zh: "服务商内部出错，是否计费没有说明；空号检测批量查询仅返回 0 时计费，因此未计费",
        ..system(
            "10014", ErrorKind::Unavailable, "the vendor failed inside",
            "系统内部异常(调用充值类业务时，请务必联系客服或通过订单查询接口检测订单，避免造成损失)",
        )
    },
    CodeRow { retry: PAUSE, ..system("10020", ErrorKind::Unavailable, "the product is under maintenance", "接口维护") },
    CodeRow { turn: Turn::Account, ..system("10021", ErrorKind::Unavailable, "the product has been retired", "接口停用") },
];

/// 服务级错误码参照.
#[rustfmt::skip]
const SERVICE: [CodeRow; 11] = [
    service(LINE, "267101", ErrorKind::Unavailable, RetryHint::Backoff, Charge::FREE, "the vendor's network failed, please retry", "服务商网络异常，请重试"),
    noted(service(LINE, "267102", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE, "a parameter is wrong, the vendor's words say which: the whole batch is refused", "参数错误，具体请看reason"), "整批号码都被拒绝，没有计费：具体原因见服务商返回的文字"),
    service(LINE, "267104", ErrorKind::Unavailable, RetryHint::After(Duration::from_secs(5)), Charge::FREE, "the query failed, the vendor's words say why", "查询失败，具体请看reason"),
    service(CALLER, "251101", ErrorKind::Unavailable, RetryHint::Backoff, Charge::Unknown, "the vendor's network failed", "网络错误"),
    service(CALLER, "251102", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "a parameter is wrong", "参数异常"),
    service(CALLER, "251103", ErrorKind::Unavailable, RetryHint::Backoff, Charge::Unknown, "the query failed", "查询失败"),
    noted(service(NETWORK, "224902", ErrorKind::InvalidRequest, RetryHint::Never, Charge::FREE_INFERRED, "a parameter is wrong; an encrypted number that the vendor cannot decrypt, too: check the openid or the public key", "参数错误"), "加密的号码无法解密时也返回此码：请检查 OPENID 或 RSA 公钥"),
    service(NETWORK, "224915", ErrorKind::Unavailable, RetryHint::Backoff, Charge::Unknown, "the vendor's network failed, please retry", "网络异常,请重试"),
    service(NETWORK, "224919", ErrorKind::Unavailable, RetryHint::Backoff, Charge::Unknown, "the query failed", "查询失败"),
    noted(service(NETWORK, "224922", ErrorKind::Unavailable, RetryHint::Never, Charge::Unknown, "the vendor has no record of this number: an answer, not a failure", "查询无此记录"), "这是检测结果，不是故障：服务商查无此号码的记录；文档未说明是否计费"),
    noted(service(NETWORK, "224924", ErrorKind::RateLimited, RetryHint::Never, Charge::FREE_INFERRED, "this one number is asked about too often: leave it for now", "同一手机号请求过于频繁"), "只是这一个号码查询过于频繁：请过一段时间再查，其他号码不受影响"),
];

const fn system(code: &'static str, kind: ErrorKind, meaning: &'static str, meaning_zh: &'static str) -> CodeRow {
    let turn = match kind {
        ErrorKind::Auth | ErrorKind::Quota => Turn::Account,
        ErrorKind::RateLimited => Turn::Caller,
        _ => Turn::Vendor,
    };
    CodeRow {
        code,
        product: None,
        kind,
        retry: RetryHint::Never,
        charge: Charge::FREE_INFERRED,
        turn,
        meaning,
        meaning_zh,
        note_zh: "",
    }
}

const fn service(
    product: &'static str,
    code: &'static str,
    kind: ErrorKind,
    retry: RetryHint,
    charge: Charge,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> CodeRow {
    let turn = match kind {
        ErrorKind::InvalidRequest | ErrorKind::RateLimited => Turn::Caller,
        _ => Turn::Vendor,
    };
    CodeRow { code, product: Some(product), kind, retry, charge, turn, meaning, meaning_zh, note_zh: "" }
}

const fn noted(row: CodeRow, note_zh: &'static str) -> CodeRow {
    CodeRow { note_zh, ..row }
}

/// The error a code stands for at a product, documented or not, with the vendor's words and its pause.
pub(crate) fn error(product: &Product, code: u64, reason: Option<&str>, reply: &Reply) -> Error {
    let (code, reason) = (code.to_string(), reply.redact(reason.unwrap_or_default()));
    let undocumented = || {
        let charge = if product.id().as_str() == LINE { Charge::FREE } else { Charge::Unknown };
        Error::new(ErrorKind::Protocol, charge, messages::no_such_code())
            .with_code(reply.redact(&code))
            .with_vendor_words(&reason)
    };
    let row = find_code(CODES, product.id().as_str(), &code);
    let error = row.map_or_else(undocumented, |row| row.error(Some(&reason)));
    match (error.retry_hint(), reply.retry_after()) {
        (RetryHint::Never, _) | (_, None) => error,
        (_, Some(pause)) => error.with_retry(RetryHint::After(pause)),
    }
}

/// What the digits of Juhe's reports mean, product by product.
#[rustfmt::skip]
pub const STATUSES: &[StatusRow] = &[
    line("0", "vacant", "空号", "vacant"),
    line("1", "active", "实号", "active"),
    line("2", "suspended", "停机", "suspended"),
    line("3", "not_in_database", "库无", "not in the vendor's database"),
    line("4", "silent", "沉默号", "hardly used"),
    line("5", "risky", "风险号", "risky"),
    network("0", "normal", "正常使用", "in normal use", "正常使用"),
    network("1", "suspended", "停机", "suspended", "停机"),
    network("2", "unavailable", "在网但不可用", "in the network but not usable: bought and not activated, about to be cancelled, or long switched off", "号码刚买完还未进行激活的中间过程或者预销号,或长时间关机"),
    network("3", "not_in_service", "不在网", "not in the network, cancelled, not yet in use, or abnormal: the vendor does not tell which", "不在网/销号/未启用/异常"),
    network("4", "pending_cancellation", "预销户", "about to be cancelled after long suspension or debt; topped up in time it comes back, and it may still receive calls", "当你手机长时间停机或者欠费,运营商就把你的手机号码预销号,当这个时间达到运营商的上限后,就直接销号了,预销号时间段内,你充值了,号码是可以回来的。预销号有时候运营商也会只让你接电话,不能打电话"),
    marked("1", "harassment", "骚扰电话", "marked as harassment"),
    marked("2", "sales", "推销", "marked as sales"),
    marked("3", "agent", "中介", "marked as an agent"),
    marked("4", "courier", "快递送餐", "marked as a courier"),
    marked("5", "suspected_fraud", "疑似诈骗", "marked as suspected fraud"),
    marked("6", "recruiter", "招聘猎头", "marked as a recruiter"),
    marked("7", "taxi_driver", "出租车司机", "marked as a taxi driver"),
];

const fn line(code: &'static str, word: &'static str, word_zh: &'static str, meaning: &'static str) -> StatusRow {
    StatusRow { product: LINE, code, word, word_zh, meaning, meaning_zh: word_zh }
}

const fn network(
    code: &'static str,
    word: &'static str,
    word_zh: &'static str,
    meaning: &'static str,
    meaning_zh: &'static str,
) -> StatusRow {
    StatusRow { product: NETWORK, code, word, word_zh, meaning, meaning_zh }
}

const fn marked(code: &'static str, word: &'static str, word_zh: &'static str, meaning: &'static str) -> StatusRow {
    StatusRow { product: CALLER, code, word, word_zh, meaning, meaning_zh: word_zh }
}

/// 检测结果：0空号，1实号，2停机，3库无，4沉默号，5风险号
pub(crate) fn line_status(code: &str) -> LineStatus {
    match code {
        "0" => LineStatus::Vacant,
        "1" => LineStatus::Active,
        "2" => LineStatus::Suspended,
        "3" => LineStatus::NotInDatabase,
        "4" => LineStatus::Silent,
        "5" => LineStatus::Risky,
        other => LineStatus::Unknown(other.to_owned()),
    }
}

/// 在网状态 0:正常使用,1:停机,2:在网但不可用,3:不在网/销号/未启用/异常,4:预销户
pub(crate) fn network_status(code: &str) -> NetworkStatus {
    match code {
        "0" => NetworkStatus::Normal,
        "1" => NetworkStatus::Suspended,
        "2" => NetworkStatus::Unavailable,
        "3" => NetworkStatus::NotInService,
        "4" => NetworkStatus::PendingCancellation,
        other => NetworkStatus::Unknown(other.to_owned()),
    }
}

/// 1:骚扰电话,2:推销,3:中介,4:快递送餐,5:疑似诈骗,6:招聘猎头,7:出租车司机
pub(crate) fn mark(code: &str) -> MarkKind {
    match code {
        "1" => MarkKind::Harassment,
        "2" => MarkKind::Sales,
        "3" => MarkKind::Agent,
        "4" => MarkKind::Courier,
        "5" => MarkKind::SuspectedFraud,
        "6" => MarkKind::Recruiter,
        "7" => MarkKind::TaxiDriver,
        other => MarkKind::Unknown(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_checkers_read() {
        for row in STATUSES {
            let word = match row.product {
                LINE => (line_status(row.code).word(), line_status(row.code).word_zh()),
                NETWORK => (network_status(row.code).word(), network_status(row.code).word_zh()),
                _ => (mark(row.code).word(), mark(row.code).word_zh()),
            };
            assert_eq!(word, (row.word, row.word_zh), "{row:?}");
        }
        assert_eq!(line_status("6").word(), "unknown");
    }

    /// What the English says and the vendor's words do not.
    #[test]
    fn a_chinese_reader_is_told_as_much() {
        for (code, told) in [("10004", "AES"), ("224902", "公钥"), ("224922", "不是故障"), ("224924", "其他号码")]
        {
            let row = CODES.iter().find(|row| row.code == code).expect(code);
            assert!(row.note_zh.contains(told), "{row:?}");
            assert!(!row.meaning_zh.contains(told), "the vendor's words stay the vendor's: {row:?}");
        }
    }

    #[test]
    fn only_code_0_is_billed_at_line_status() {
        for row in CODES.iter().filter(|row| row.product == Some(LINE)) {
            assert_eq!(row.charge, Charge::FREE, "{row:?}");
        }
    }
}
