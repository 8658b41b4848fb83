//! Errors about the command line in Chinese: the parser says them in English alone.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::frame::framed;

/// What is wrong with a command line, with what may have been meant and how it is written.
pub(in crate::args) fn told(error: &Error) -> String {
    let mut text = format!("错误：{}", what(error));
    let mut line = |words: String| text.extend(["\n  ", &words]);
    let values = listed(error, ContextKind::ValidValue);
    if !values.is_empty() && matches!(error.kind(), ErrorKind::InvalidValue) {
        line(format!("可选值：{}", values.join("、")));
    }
    let commands = listed(error, ContextKind::ValidSubcommand);
    if !commands.is_empty() {
        line(format!("可用的命令：{}", commands.join("、")));
    }
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let near = listed(error, kind);
        if !near.is_empty() {
            line(format!("提示：你是不是想用 {}？", near.join("、")));
        }
    }
    if error.kind() == ErrorKind::UnknownArgument && error.get(ContextKind::Suggested).is_some() {
        line(format!("提示：如果它是一个值，请写在 -- 之后：-- {}", one(error, ContextKind::InvalidArg)));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        text.extend(["\n\n", &framed(&usage.to_string())]);
    }
    text.push_str("\n\n详细说明见 --help");
    text
}

fn what(error: &Error) -> String {
    let (arg, value) = (one(error, ContextKind::InvalidArg), one(error, ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::ArgumentConflict => match listed(error, ContextKind::PriorArg).join("、") {
            prior if prior == arg => format!("参数 {arg} 只能写一次"),
            prior if prior.is_empty() => format!("参数 {arg} 与其他参数冲突"),
            prior => format!("参数 {arg} 不能与 {prior} 同时使用"),
        },
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", one(error, ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 的内容".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("参数 {arg} 缺少值"),
        ErrorKind::InvalidValue => format!("参数 {arg} 的值“{value}”无效"),
        ErrorKind::MissingRequiredArgument => {
            format!("缺少必需的参数：{}", listed(error, ContextKind::InvalidArg).join("、"))
        }
        ErrorKind::MissingSubcommand => format!("{} 缺少子命令", one(error, ContextKind::InvalidSubcommand)),
        ErrorKind::NoEquals => format!("参数 {arg} 的值要用等号连接"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("参数 {arg} 的值的数量不对"),
        ErrorKind::TooManyValues => format!("参数 {arg} 多写了一个值“{value}”"),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个参数"),
        ErrorKind::ValueValidation => match error.source() {
            Some(why) => format!("参数 {arg} 的值“{value}”无效：{}", reason(&why.to_string())),
            None => format!("参数 {arg} 的值“{value}”无效"),
        },
        _ => error.kind().to_string(),
    }
}

/// Why a value was not taken. Our own parsers say it in Chinese; these are the standard library's and the parser's.
fn reason(why: &str) -> String {
    match why {
        "invalid IP address syntax" => "不是 IP 地址".to_owned(),
        "invalid digit found in string" | "cannot parse integer from empty string" => "请写整数".to_owned(),
        "number too large to fit in target type" => "数值太大".to_owned(),
        "number too small to fit in target type" => "数值太小".to_owned(),
        _ => match why.split_once(" is not in ") {
            Some((_, range)) => format!("应在 {} 之间", range.replace("..=", " 到 ")),
            None => why.to_owned(),
        },
    }
}

/// What the error knows of this kind, as one text.
fn one(error: &Error, kind: ContextKind) -> String {
    listed(error, kind).join("、")
}

fn listed(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
