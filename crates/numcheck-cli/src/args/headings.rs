//! Help in the order people need it: commands by their use, many arguments under headings, those of every command last.

use clap::Command;

/// The commands, those that are met first in front.
const ORDER: [&str; 14] = [
    "demo",
    "check",
    "run",
    "runs",
    "bill",
    "normalize",
    "products",
    "explain",
    "doctor",
    "config",
    "sandbox",
    "schema",
    "completions",
    "man",
];

/// What every command takes.
pub(super) const EVERYWHERE: &str = "Everywhere";

/// The arguments of a run, by their ids.
const RUN: [(&str, &[&str]); 4] = [
    ("List", &["sheet", "column", "encoding", "sample", "new"]),
    ("Results", &["output", "format", "split_by", "excel", "output_encoding", "progress"]),
    (
        "Cost and pace",
        &[
            "dry_run",
            "price",
            "max_billed",
            "max_cost",
            "max_doubt",
            "rate",
            "concurrency",
            "reuse",
            "in_doubt",
            "repay_on",
            "ledger",
        ],
    ),
    (
        "Vendor",
        &[
            "products",
            "next_on",
            "encrypt",
            "sandbox",
            "sandbox_faults",
            "base_url",
            "allow_http",
            "timeout",
            "proxy",
            "reuse_connections",
        ],
    ),
];

/// The command line with its help in this order.
pub(super) fn ordered(command: Command) -> Command {
    let command = command.mut_subcommands(|sub| {
        let place = ORDER.iter().position(|name| *name == sub.get_name());
        sub.display_order(place.unwrap_or(ORDER.len()))
    });
    command.mut_subcommand("run", |run| {
        run.mut_args(|arg| {
            let heading = RUN.iter().find(|(_, ids)| ids.contains(&arg.get_id().as_str()));
            match heading {
                Some((heading, _)) => arg.help_heading(*heading),
                None => arg,
            }
        })
    })
}
