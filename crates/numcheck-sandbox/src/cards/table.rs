//! The cards themselves.

use super::{Answer, Card, Shape};
use crate::Product::{self, JuheCallerId, JuheLineStatus, JuheNetworkStatus, YwjisuLineStatus};

const ALL: &[Product] = &Product::ALL;
const CALLER: &[Product] = &[JuheCallerId];
const JUHE: &[Product] = &[JuheLineStatus, JuheNetworkStatus, JuheCallerId];
const JUHE_LINE: &[Product] = &[JuheLineStatus];
const LINE: &[Product] = &[JuheLineStatus, YwjisuLineStatus];
const NETWORK: &[Product] = &[JuheNetworkStatus];
const YWJISU: &[Product] = &[YwjisuLineStatus];

/// The one hotline with a card of its own.
pub(super) const HOTLINE: &str = "10086";

/// Every card. What is billed: the samples' `chargesStatus` at line status; at the single products, whose
/// documents do not say, the sandbox bills an answer and nothing else.
pub const CARDS: &[Card] = &[
    // 空号检测: 「0空号，1实号，2停机，3库无，4沉默号，5风险号」. 库无 is free: 「如手机号检测反馈状态为库无，不收取检测费用」.
    status("0", LINE, 0, "空号"),
    status("1", LINE, 1, "实号"),
    status("2", LINE, 2, "停机"),
    status("3", LINE, 3, "库无").free(),
    status("4", LINE, 4, "沉默号"),
    status("5", LINE, 5, "风险号"),
    nothing("6", LINE, "no row: the carrier was late").free(),
    status("7", LINE, 9, "a status no document lists"),
    status("8", LINE, 1, "实号, without lastTime").shaped(Shape::FieldsMissing),
    status("9", LINE, 1, "实号, texts as integers and integers as text").shaped(Shape::TypesSwapped),
    // 手机在网状态: 「0:正常使用,1:停机,2:在网但不可用,3:不在网/销号/未启用/异常,4:预销户」.
    status("0", NETWORK, 0, "正常使用"),
    status("1", NETWORK, 1, "停机"),
    status("2", NETWORK, 2, "在网但不可用"),
    status("3", NETWORK, 3, "不在网"),
    status("4", NETWORK, 4, "预销户"),
    status("5", NETWORK, 3, "销号"),
    error("6", NETWORK, 224_922, "查询无此记录"),
    status("7", NETWORK, 9, "a state no document lists"),
    status("8", NETWORK, 0, "正常使用, without province and city").shaped(Shape::FieldsMissing),
    status("9", NETWORK, 0, "正常使用, state as an integer").shaped(Shape::TypesSwapped),
    // 来电号码显示: 「1:骚扰电话,2:推销,3:中介,4:快递送餐,5:疑似诈骗,6:招聘猎头,7:出租车司机」.
    nothing("0", CALLER, "no mark"),
    status("1", CALLER, 1, "骚扰电话"),
    status("2", CALLER, 2, "推销"),
    status("3", CALLER, 3, "中介"),
    status("4", CALLER, 4, "快递送餐"),
    status("5", CALLER, 5, "疑似诈骗"),
    status("6", CALLER, 6, "招聘猎头"),
    status("7", CALLER, 7, "出租车司机"),
    nothing("8", CALLER, "a business, no mark").shaped(Shape::Merchant),
    status("9", CALLER, 4, "快递送餐, num and fid as text").shaped(Shape::TypesSwapped),
    nothing(HOTLINE, CALLER, "中国移动, as in the document").shaped(Shape::Merchant),
    // 90NN: Juhe's system error 100NN.
    error("00009001", JUHE, 10_001, "错误的请求KEY"),
    error("00009002", JUHE, 10_002, "该KEY无请求权限"),
    error("00009003", JUHE, 10_003, "KEY过期"),
    error("00009004", JUHE, 10_004, "错误的OPENID"),
    error("00009005", JUHE, 10_005, "应用未审核超时，请提交认证"),
    error("00009007", JUHE, 10_007, "未知的请求源"),
    error("00009008", JUHE, 10_008, "被禁止的IP"),
    error("00009009", JUHE, 10_009, "被禁止的KEY"),
    error("00009011", JUHE, 10_011, "当前IP请求超过限制"),
    error("00009012", JUHE, 10_012, "请求超过次数限制"),
    error("00009013", JUHE, 10_013, "测试KEY超过请求限制"),
    error("00009014", JUHE, 10_014, "系统内部异常"),
    error("00009020", JUHE, 10_020, "接口维护"),
    error("00009021", JUHE, 10_021, "接口停用"),
    error("00009099", JUHE, 10_099, "a system code no document lists"),
    // 91NN: the Juhe product's own error.
    error("00009101", JUHE_LINE, 267_101, "服务商网络异常，请重试"),
    error("00009102", JUHE_LINE, 267_102, "参数错误，具体请看reason"),
    error("00009104", JUHE_LINE, 267_104, "查询失败，具体请看reason"),
    error("00009199", JUHE_LINE, 267_199, "a code no document lists"),
    error("00009102", NETWORK, 224_902, "参数错误"),
    error("00009115", NETWORK, 224_915, "网络异常,请重试"),
    error("00009119", NETWORK, 224_919, "查询失败"),
    error("00009122", NETWORK, 224_922, "查询无此记录"),
    error("00009124", NETWORK, 224_924, "同一手机号请求过于频繁"),
    error("00009199", NETWORK, 224_999, "a code no document lists"),
    error("00009101", CALLER, 251_101, "网络错误"),
    error("00009102", CALLER, 251_102, "参数异常"),
    error("00009103", CALLER, 251_103, "查询失败"),
    error("00009199", CALLER, 251_199, "a code no document lists"),
    // 92NN: ywjisu's codes, in the order of its document's table.
    status("00009200", YWJISU, 0, "空号, resultCode 200000").shaped(Shape::TableSuccessCode),
    error("00009201", YWJISU, 400_001, "参数校验异常，请检查参数"),
    error("00009202", YWJISU, 400_101, "商户信息不存在"),
    error("00009203", YWJISU, 400_102, "商户 IP 地址信息不合法"),
    error("00009204", YWJISU, 400_200, "黑名单列表"),
    error("00009205", YWJISU, 400_201, "手机号码不能为空"),
    error("00009206", YWJISU, 400_901, "账户信息不存在"),
    error("00009207", YWJISU, 400_902, "应用类型信息不存在"),
    error("00009208", YWJISU, 403_000, "用户校验失败，请联系客服"),
    error("00009209", YWJISU, 403_101, "账户被系统禁用"),
    error("00009210", YWJISU, 403_102, "账户未激活"),
    error("00009211", YWJISU, 415_000, "请求数据转换异常"),
    error("00009212", YWJISU, 500_000, "系统异常"),
    error("00009213", YWJISU, 500_002, "数据处理异常"),
    error("00009214", YWJISU, 500_003, "业务操作失败"),
    error("00009215", YWJISU, 500_004, "远程调用失败"),
    error("00009216", YWJISU, 500_005, "账户余额异常"),
    error("00009217", YWJISU, 500_006, "请求外部系统失败"),
    error("00009218", YWJISU, 500_901, "邮箱未设置"),
    error("00009219", YWJISU, 500_902, "账户信息已存在"),
    error("00009220", YWJISU, 500_903, "账户相关能力已激活"),
    error("00009221", YWJISU, 504_000, "系统超时"),
    error("00009222", YWJISU, 510_101, "用户产品可用数量不足"),
    error("00009299", YWJISU, 599_999, "a code no document lists"),
    // 93NN, 94NN, 95NN: the HTTP status NNN - 9000, with no vendor reply.
    http("00009302", 302, "Found, to another host"),
    http("00009400", 400, "Bad Request"),
    http("00009401", 401, "Unauthorized"),
    http("00009403", 403, "Forbidden"),
    http("00009404", 404, "Not Found"),
    http("00009405", 405, "Method Not Allowed"),
    http("00009408", 408, "Request Timeout"),
    http("00009413", 413, "Content Too Large"),
    http("00009415", 415, "Unsupported Media Type"),
    http("00009429", 429, "Too Many Requests, Retry-After: 2"),
    http("00009500", 500, "Internal Server Error"),
    http("00009502", 502, "Bad Gateway"),
    http("00009503", 503, "Service Unavailable"),
    http("00009504", 504, "Gateway Timeout"),
    // 97NN: what these vendors' replies are known to do besides.
    status("00009701", JUHE, 1, "as 1, error_code as text").shaped(Shape::CodeRetyped),
    status("00009703", LINE, 3, "库无, billed all the same"),
    status("00009708", CALLER, 8, "a mark no document lists"),
    error("00009711", JUHE, 10_012, "resultcode 112 and no error_code").shaped(Shape::LegacyCodeOnly),
    error("00009712", JUHE, 10_001, "result repeats the key").shaped(Shape::KeyEchoed),
    error("00009714", JUHE, 10_012, "error_code as text").shaped(Shape::CodeRetyped),
    error("00009714", YWJISU, 510_101, "resultCode as an integer").shaped(Shape::CodeRetyped),
];

const fn status(ending: &'static str, products: &'static [Product], status: u32, words: &'static str) -> Card {
    card(ending, products, Answer::Status(status), words)
}

const fn nothing(ending: &'static str, products: &'static [Product], words: &'static str) -> Card {
    card(ending, products, Answer::Nothing, words)
}

const fn error(ending: &'static str, products: &'static [Product], code: u32, words: &'static str) -> Card {
    card(ending, products, Answer::Error(code), words).free()
}

const fn http(ending: &'static str, status: u16, words: &'static str) -> Card {
    card(ending, ALL, Answer::Http(status), words).free()
}

const fn card(ending: &'static str, products: &'static [Product], answer: Answer, words: &'static str) -> Card {
    Card { ending, products, answer, shape: Shape::Usual, billed: true, words }
}

impl Card {
    const fn free(self) -> Self {
        Self { billed: false, ..self }
    }

    const fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }
}
