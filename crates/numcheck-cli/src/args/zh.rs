//! The help texts in Chinese: a table a command, beside the English ones in the doc comments of the arguments.

use clap::Command;
use clap::builder::{PossibleValue, PossibleValuesParser};

mod bill;
mod check;
mod config;
mod connect;
mod demo;
mod errors;
mod explain;
mod frame;
mod normalize;
mod products;
mod report;
mod results;
mod run;
mod runs;
mod sandbox;
mod schema;
mod shell;
mod tool;

pub(super) use errors::told;
pub(super) use frame::framed;

/// The help of a command (`runs show`), of one of its arguments (`runs show.format`) or of one of its values
/// (`runs show.format=json`), by the parser's own ids.
pub(super) type Help = (&'static str, &'static str);

/// Every table.
const TABLES: &[&[Help]] = &[
    tool::HELP,
    check::HELP,
    config::HELP,
    connect::HELP,
    explain::HELP,
    products::HELP,
    run::HELP,
    runs::HELP,
    sandbox::HELP,
    shell::HELP,
    results::HELP,
    bill::HELP,
    report::HELP,
    demo::HELP,
    normalize::HELP,
    schema::HELP,
];

/// The Chinese help of a command or an argument. An argument that several commands share stands under its id alone: `.ledger`.
fn of(path: &str, arg: Option<&str>) -> Option<&'static str> {
    let find =
        |key: &str| TABLES.iter().flat_map(|table| table.iter()).find(|(known, _)| *known == key).map(|(_, zh)| *zh);
    match arg {
        None => find(path),
        Some(arg) => find(&format!("{path}.{arg}")).or_else(|| find(&format!(".{arg}"))),
    }
}

/// The Chinese help of a value.
fn of_value(path: &str, arg: &str, value: &str) -> Option<&'static str> {
    of(path, Some(&format!("{arg}={value}")))
}

/// The command line with its help in Chinese.
pub(super) fn translated(command: Command) -> Command {
    translate(command, "", false)
}

/// The same with the help of values too, to be shown and not to parse with: its values have lost their types.
pub(super) fn shown(command: Command) -> Command {
    translate(command, "", true)
}

fn translate(command: Command, path: &str, values: bool) -> Command {
    let command = match of(path, None) {
        Some(zh) => command.about(zh).long_about(None),
        None => command,
    };
    let command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().to_owned();
        let known = arg.get_possible_values();
        let arg = match of(path, Some(&id)) {
            Some(zh) => arg.help(zh).long_help(None),
            None => arg,
        };
        if values && known.iter().any(|value| value.get_help().is_some()) {
            let told = known.into_iter().map(|value| match of_value(path, &id, value.get_name()) {
                Some(zh) => value.help(zh),
                None => value,
            });
            return arg.value_parser(PossibleValuesParser::new(told.collect::<Vec<PossibleValue>>()));
        }
        arg
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        translate(sub, path.trim_start(), values)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;

    /// What is shown in help and has no Chinese.
    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        if of(path, None).is_none() {
            found.push(path.to_owned());
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let id = arg.get_id().as_str();
            if !matches!(id, "help" | "version") && of(path, Some(id)).is_none() {
                found.push(format!("{path}.{id}"));
            }
            for value in arg.get_possible_values().iter().filter(|value| value.get_help().is_some()) {
                if !arg.is_hide_possible_values_set() && of_value(path, id, value.get_name()).is_none() {
                    found.push(format!("{path}.{id}={}", value.get_name()));
                }
            }
        }
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            missing(sub, format!("{path} {}", sub.get_name()).trim_start(), found);
        }
    }

    #[test]
    fn every_help_text_has_its_chinese() {
        let mut found = Vec::new();
        missing(&super::super::command(&Registry::standard()), "", &mut found);
        assert!(found.is_empty(), "no Chinese help for: {found:#?}");
    }

    #[test]
    fn no_help_text_is_told_twice() {
        let mut keys: Vec<&str> = TABLES.iter().flat_map(|table| table.iter()).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn the_parser_s_own_words_are_chinese_too() {
        for path in [&["--help"][..], &["-h"], &["check", "--help"], &["run", "-h"], &["runs", "--help"], &["help"]] {
            let args = ["numcheck"].iter().chain(path);
            let command = shown(super::super::command(&Registry::standard()));
            let error = command.try_get_matches_from(args).expect_err("help is told as an error");
            let text = framed(&error.to_string());
            for line in text.lines().filter(|line| !line.contains("numcheck")) {
                for word in ["Print", "Usage", "Option", "default", "possible", "Argument", "OPTIONS", "COMMAND"] {
                    assert!(!line.contains(word), "{path:?}: {line}");
                }
            }
        }
    }

    #[test]
    fn errors_about_the_command_line_are_chinese() {
        for (args, words) in [
            ("frobnicate", "没有“frobnicate”这个命令"),
            ("exlain 1", "你是不是想用 explain？"),
            ("check", "缺少必需的参数：<NUMBER>..."),
            ("check 1 --prodct x", "没有“--prodct”这个参数"),
            ("check 1 --prodct x", "你是不是想用 --product？"),
            ("check 1 -p acme/x", "的值“acme/x”无效"),
            ("check 1 -p acme/x", "可选值：juhe/line-status、"),
            ("check 1 --country x", "请写整数"),
            ("check 1 --sandbox --proxy http://x", "不能与 --proxy <URL> 同时使用"),
            ("check 1 --format", "缺少值"),
            ("check 1 -p juhe/line-status -p juhe/line-status", "只能写一次"),
            ("run l --concurrency 999", "应在 1 到 256 之间"),
            ("check -1", "-- -1"),
        ] {
            let args = ["numcheck"].into_iter().chain(args.split(' '));
            let error = translated(super::super::command(&Registry::standard())).try_get_matches_from(args);
            let told = told(&error.expect_err("it is wrong"));
            assert!(told.contains(words) && told.starts_with("错误："), "{words}: {told}");
        }
    }
}
