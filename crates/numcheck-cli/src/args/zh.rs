//! The help texts in Chinese: a table a command, beside the English ones in the doc comments of the arguments.

use clap::Command;

mod demo;
mod normalize;
mod runs;
mod schema;
mod tool;

/// The help of a command (`runs show`) or of one of its arguments (`runs show.format`), by clap's own ids.
pub(super) type Help = (&'static str, &'static str);

/// Every table.
const TABLES: &[&[Help]] = &[tool::HELP, demo::HELP, normalize::HELP, runs::HELP, schema::HELP];

/// The Chinese help of a command or an argument. An argument that several commands share stands under its id alone: `.ledger`.
fn of(path: &str, arg: Option<&str>) -> Option<&'static str> {
    let find =
        |key: &str| TABLES.iter().flat_map(|table| table.iter()).find(|(known, _)| *known == key).map(|(_, zh)| *zh);
    match arg {
        None => find(path),
        Some(arg) => find(&format!("{path}.{arg}")).or_else(|| find(&format!(".{arg}"))),
    }
}

/// The command line with its help in Chinese.
pub(super) fn translated(command: Command) -> Command {
    translate(command, "")
}

fn translate(command: Command, path: &str) -> Command {
    let command = match of(path, None) {
        Some(zh) => command.about(zh).long_about(None),
        None => command,
    };
    let command = command.mut_args(|arg| match of(path, Some(arg.get_id().as_str())) {
        Some(zh) => arg.help(zh).long_help(None),
        None => arg,
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        translate(sub, path.trim_start())
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
        }
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            missing(sub, format!("{path} {}", sub.get_name()).trim_start(), found);
        }
    }

    #[test]
    #[ignore = "until every command has its table"]
    fn every_help_text_has_its_chinese() {
        let mut found = Vec::new();
        missing(&super::super::command(&Registry::standard()), "", &mut found);
        assert!(found.is_empty(), "no Chinese help for: {found:#?}");
    }
}
