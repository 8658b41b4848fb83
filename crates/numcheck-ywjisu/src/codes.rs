//! What ywjisu's codes and digits mean: 码号状态极速检测 API 接口规范, sections 1.3.1 and 1.3.2.

use std::time::Duration;

use numcheck_core::{Charge, CodeRow, Error, ErrorKind, LineStatus, Product, RetryHint, StatusRow, Turn, find_code};
use numcheck_http::Reply;

use crate::messages;

const LINE: &str = "ywjisu/line-status";

/// The two codes of success: the sample prints one, the table the other.
pub(crate) const SUCCESS: [&str; 2] = ["000000", "200000"];

/// 如果运营商返回状态延时，则需要等待 3 秒重新请求 (section 1.4).
pub(crate) const SETTLE: Duration = Duration::from_secs(3);

/// Every code of ywjisu's document but success (响应状态值说明, section 1.3.2).
#[rustfmt::skip]
pub const CODES: &[CodeRow] = &[
    refused("400001", ErrorKind::InvalidRequest, "a parameter is wrong", "参数校验异常，请检查参数"),
    refused("400101", ErrorKind::Auth, "the merchant does not exist", "商户信息不存在"),
    noted(refused("400102", ErrorKind::Auth, "this address is not the merchant's: have it admitted", "商户 IP 地址信息不合法"), "请联系服务商把本机出口 IP 加入白名单"),
    noted(CodeRow { charge: Charge::Unknown, ..refused("400200", ErrorKind::InvalidRequest, "something is on a blacklist; the document does not say what", "黑名单列表") }, "文档未说明黑名单指的是号码、账户还是 IP，也未说明是否计费"),
    refused("400201", ErrorKind::InvalidRequest, "no number was sent", "手机号码不能为空"),
    refused("400901", ErrorKind::Auth, "the account does not exist", "账户信息不存在"),
    refused("400902", ErrorKind::Auth, "the application type does not exist", "应用类型信息不存在"),
    noted(refused("403000", ErrorKind::Auth, "the user check failed: the account, the private key, or this machine's clock is wrong; check the clock first", "用户校验失败，请联系客服"), "账号、私钥或本机时钟有误：请先核对本机时间"),
    refused("403101", ErrorKind::Auth, "the account is disabled", "账户被系统禁用"),
    refused("403102", ErrorKind::Auth, "the account is not activated", "账户未激活"),
    refused("415000", ErrorKind::InvalidRequest, "the request could not be converted", "请求数据转换异常"),
    failed("500000", RetryHint::Never, "the system failed", "系统异常"),
    failed("500002", RetryHint::Never, "the data could not be processed", "数据处理异常"),
    failed("500003", RetryHint::Never, "the operation failed", "业务操作失败"),
    failed("500004", RetryHint::After(SETTLE), "a remote call failed", "远程调用失败"),
    refused("500005", ErrorKind::Quota, "the balance does not suffice", "账户余额异常"),
    failed("500006", RetryHint::After(SETTLE), "an external system failed", "请求外部系统失败"),
    refused("500901", ErrorKind::Auth, "the account has no mail address", "邮箱未设置"),
    refused("500902", ErrorKind::Auth, "the account exists already", "账户信息已存在"),
    refused("500903", ErrorKind::Auth, "the account's capability is active already", "账户相关能力已激活"),
    noted(failed("504000", RetryHint::After(SETTLE), "the system timed out; the carrier may have been asked", "系统超时"), "运营商可能已被查询，是否计费没有说明"),
    refused("510101", ErrorKind::Quota, "the quantity is used up", "用户产品可用数量不足"),
];

/// Refused before the query.
const fn refused(code: &'static str, kind: ErrorKind, meaning: &'static str, meaning_zh: &'static str) -> CodeRow {
    let turn = match kind {
        ErrorKind::InvalidRequest => Turn::Caller,
        _ => Turn::Account,
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

/// Failed at a point that the document does not tell.
const fn failed(code: &'static str, retry: RetryHint, meaning: &'static str, meaning_zh: &'static str) -> CodeRow {
    CodeRow {
        code,
        product: None,
        kind: ErrorKind::Unavailable,
        retry,
        charge: Charge::Unknown,
        turn: Turn::Vendor,
        meaning,
        meaning_zh,
        note_zh: "",
    }
}

const fn noted(row: CodeRow, note_zh: &'static str) -> CodeRow {
    CodeRow { note_zh, ..row }
}

/// The error a code stands for, documented or not, with the vendor's words.
pub(crate) fn error(product: &Product, code: &str, message: Option<&str>, reply: &Reply) -> Error {
    let message = reply.redact(message.unwrap_or_default());
    let undocumented = || {
        Error::new(ErrorKind::Protocol, Charge::Unknown, messages::no_such_code())
            .with_code(reply.redact(code))
            .with_vendor_words(&message)
    };
    find_code(CODES, product.id().as_str(), code).map_or_else(undocumented, |row| row.error(Some(&message)))
}

/// What the digits of ywjisu's reports mean (响应结果, section 1.3.1).
#[rustfmt::skip]
pub const STATUSES: &[StatusRow] = &[
    line("0", "vacant", "空号", "found vacant within the last week, so the finding ages", "空号即为近一周内出现过空号的号码。"),
    line("1", "active", "实号", "in use; an error below 5 % where a line was suspended unexpectedly", "实号即为活跃号码（命中准确率 100%，误差率小于 5%），出现误差原因：可能意外停机。"),
    line("2", "suspended", "停机", "found suspended within the last week, so the finding ages; it may be in use again", "停机即为近一周内出现过停机的号码（命中准确率 100%，误差率小于 5%）。出现误差的原因，可能停机的手机号恢复使用。"),
    line("3", "not_in_database", "库无", "not in the vendor's database, perhaps mistyped; not charged", "库无是指利用 API 接口检测中，系统无法在数据库中查询到该号码（可能号码输入错误等原因），如手机号检测反馈状态为库无，不收取检测费用。"),
    line("4", "silent", "沉默号", "vacant and unused for half a year, or a user of less than 30 MB a month for three months, who may be suspended at any time", "沉默号里面分为两种状态，一种是超过半年没有激活过的空号，二是近三月流量均消耗低于 30M，且近三个月平均流量低于 30M 的用户也有可能随时停机，简单的来说就是快投入市场的空号、小号、新号、非智能机客户"),
    line("5", "risky", "风险号", "long switched off, without voice service, or a user prone to complain", "风险号属于长时间关机或未开通语音服务以及易投诉的用户。"),
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

/// 0: 空号 1: 实号 2: 停机 3: 库无 4: 沉默号 5: 风险号
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

    /// What the English says and the vendor's words do not.
    #[test]
    fn a_chinese_reader_is_told_as_much() {
        for (code, told) in [("403000", "时间"), ("400200", "未说明"), ("504000", "是否计费")] {
            let row = CODES.iter().find(|row| row.code == code).expect(code);
            assert!(row.note_zh.contains(told) && !row.meaning_zh.contains(told), "{row:?}");
        }
    }
}
