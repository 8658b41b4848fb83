use numcheck_core::messages;

messages! {
    seconds(n) { "{n} s", "{n} 秒" }
    minutes(n) { "{n} min", "{n} 分钟" }
    hours(n) { "{n} h", "{n} 小时" }
}
