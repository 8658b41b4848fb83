use numcheck_core::messages;

messages! {
    timeout_cure() {
        "write a number and a unit, such as 30s, 500ms or 2m",
        "请写数字加单位，如 30s、500ms 或 2m",
    }
    zero() { "it is zero: nothing could ever answer", "不能为零，否则不可能等到结果" }
    longer_than_an_hour() { "it is longer than an hour", "不能超过一小时" }
    age_cure() { "write a number and a unit, such as 12h or 7d", "请写数字加单位，如 12h 或 7d" }
    rate_cure() {
        "write requests and a time, such as 5/s, 300/min or 10000/h",
        "请写请求数和时间，如 5/s、300/min 或 10000/h",
    }
    too_slow() { "it must be one a day at least", "至少每天一次" }
    money_cure() { "write an amount such as 50, 0.015 or 50CNY", "请写金额，如 50、0.015 或 50元" }
    negative() { "it is negative", "不能为负数" }
}
