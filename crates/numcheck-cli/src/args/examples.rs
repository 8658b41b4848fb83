//! What `--help` begins with: a few commands that work as they stand, in both languages.

use clap::Command;
use numcheck_core::Lang;

use table::EXAMPLES;

mod table;

/// The command line with the examples of each command before its help.
pub(super) fn added(command: Command, lang: Lang) -> Command {
    add(command, "", lang)
}

fn add(command: Command, path: &str, lang: Lang) -> Command {
    let command = command.help_template(TEMPLATE);
    let command = match EXAMPLES.iter().find(|(of, _)| *of == path) {
        Some((_, examples)) => command.before_long_help(written(examples, lang)),
        None => command,
    };
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        add(sub, path.trim_start(), lang)
    })
}

/// What it is, examples (with `--help`), how it is written, its arguments.
const TEMPLATE: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// Each on a line of its own under what it does: neither is cut at 80 columns.
fn written(examples: &[(&str, &str, &str)], lang: Lang) -> String {
    let heading = if lang == Lang::Zh { "示例：" } else { "Examples:" };
    let mut text = heading.to_owned();
    for (line, en, zh) in examples {
        let what = if lang == Lang::Zh { zh } else { en };
        text.extend(["\n  # ", what, "\n  ", line]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;

    #[test]
    fn a_command_has_its_examples_once() {
        let mut seen = std::collections::HashSet::new();
        assert!(EXAMPLES.iter().all(|(of, _)| seen.insert(*of)));
    }

    /// Every example is a command line that the tool takes.
    #[test]
    fn every_example_is_parsed() {
        for (of, examples) in EXAMPLES {
            assert!((2..=4).contains(&examples.len()), "{of}");
            for (line, ..) in *examples {
                let line = line.split([';', '|', '>', '<']).next().unwrap_or_default().replace('\'', "");
                let words: Vec<&str> = line.split_whitespace().collect();
                let command = super::super::command(&Registry::standard());
                if let Err(error) = command.try_get_matches_from(&words) {
                    panic!("{line}: {error}");
                }
            }
        }
    }

    #[test]
    fn every_command_has_its_examples() {
        fn visit(command: &Command, path: &str, missing: &mut Vec<String>) {
            if !EXAMPLES.iter().any(|(of, _)| *of == path) {
                missing.push(path.to_owned());
            }
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                visit(sub, format!("{path} {}", sub.get_name()).trim_start(), missing);
            }
        }
        let mut missing = Vec::new();
        visit(&super::super::command(&Registry::standard()), "", &mut missing);
        assert!(missing.is_empty(), "no examples for {missing:?}: add them to EXAMPLES");
    }
}
