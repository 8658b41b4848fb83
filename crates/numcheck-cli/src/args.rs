//! The command line. Types of the argument parser stay inside this crate.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use numcheck_core::{Lang, mask_text};

pub(crate) use self::bill::BillArgs;
pub(crate) use self::config::{ConfigArgs, ConfigCommand, DoctorArgs};
pub(crate) use self::connect::{ConnectArgs, LedgerArgs};
pub(crate) use self::demo::DemoArgs;
pub(crate) use self::help::{for_reading, framed};
pub(crate) use self::normalize::{NormalizeArgs, NumbersFormat};
pub(crate) use self::reading::ReadingArgs;
pub(crate) use self::results::ResultsArgs;
pub(crate) use self::run::{InDoubtArg, NamedBy, ProgressArg, RunArgs};
pub(crate) use self::runs::{RunsArgs, RunsCommand};
pub(crate) use self::schema::SchemaArgs;
pub(crate) use self::shell::{CompletionsArgs, ManArgs, ShellArg};
use crate::config::{Config, Trial};
use crate::exit::Exit;
use crate::{Encryption, Registry, lang, logging, output};

mod bill;
mod config;
mod connect;
mod demo;
mod examples;
mod headings;
mod help;
mod normalize;
mod reading;
mod results;
mod run;
mod runs;
mod schema;
mod shell;
pub(crate) mod values;
mod version;
mod zh;

use headings::EVERYWHERE;

/// Ask phone number vendors about numbers, and know what it cost.
#[derive(Debug, Parser)]
#[command(name = "numcheck", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// The language people are told things in; else `NUMCHECK_LANG`, else the locale. Data is English in both.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_enum, value_name = "LANG", hide_possible_values = true)]
    lang: Option<LangArg>,

    /// Log what is done, on standard error: -v runs and faults, -vv every request, -vvv the ledger's commits too.
    #[arg(short, long, global = true, help_heading = EVERYWHERE, action = ArgAction::Count)]
    verbose: u8,

    /// The form of the log.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_enum, value_name = "FORM", default_value = "text")]
    log_format: LogFormat,

    /// The configuration file to read instead of the project's; else `NUMCHECK_CONFIG`.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    config: Option<PathBuf>,

    /// The profile of the configuration to use; else `NUMCHECK_PROFILE`.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME")]
    profile: Option<String>,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// One object a line.
    Json,
    /// For people.
    Text,
}

/// A language people are told things in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LangArg {
    /// English
    #[value(alias = "en-US", alias = "en_US")]
    En,
    /// 简体中文
    #[value(alias = "zh-CN", alias = "zh_CN")]
    Zh,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what a month cost, by day, product and key, and compare it with a vendor's statement.
    Bill(Box<BillArgs>),
    /// Ask one product about up to 100 numbers.
    Check(CheckArgs),
    /// Write the completions of a shell to standard output.
    Completions(CompletionsArgs),
    /// Write, show and verify the configuration, numcheck.toml.
    Config(ConfigArgs),
    /// Look whether everything is in order, without asking any vendor.
    Doctor(DoctorArgs),
    /// Show what this tool does, in seconds: no account, no network, nothing paid.
    Demo(DemoArgs),
    /// Say what a code or a word means, whose turn it is, and whether it costs money.
    Explain(ExplainArgs),
    /// Write the manual pages, one for each command.
    Man(ManArgs),
    /// Read a list, say what is in it, and write its numbers once each, all spelled alike. Free: nothing is sent.
    Normalize(NormalizeArgs),
    /// List the products, their limits, and which credentials are there.
    Products(ProductsArgs),
    /// Ask about a whole list, never twice: stopped or killed, the same command goes on.
    Run(Box<RunArgs>),
    /// Look at runs: what they brought, what they cost, what is in doubt.
    Runs(RunsArgs),
    /// Simulate the vendors on this machine, for programs to be developed against.
    Sandbox(SandboxArgs),
    /// Print the JSON schema of a machine output; without a name, list them.
    Schema(SchemaArgs),
}

impl Command {
    /// Whether it does what the configuration says, and so needs one without a problem.
    pub(crate) const fn is_configured(&self) -> bool {
        matches!(self, Self::Bill(_) | Self::Check(_) | Self::Products(_) | Self::Run(_) | Self::Runs(_))
    }

    /// Whether it sends requests that cost money.
    pub(crate) const fn asks_vendors(&self) -> bool {
        matches!(self, Self::Check(_) | Self::Run(_))
    }
}

/// Ask one product about up to 100 numbers.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// Numbers as people write them; `-` reads one a line from standard input.
    #[arg(required = true, value_name = "NUMBER")]
    pub(crate) numbers: Vec<OsString>,

    /// The product to ask.
    #[arg(short, long, value_name = "VENDOR/PRODUCT")]
    pub(crate) product: String,

    /// How the number travels, inside https: in clear, or encrypted where the product sells that.
    #[arg(long, value_enum, default_value = "none")]
    pub(crate) encrypt: EncryptArg,

    /// The country calling code of numbers that carry none: 852, +852 or 00852.
    #[arg(long, value_name = "N", default_value_t = 86)]
    pub(crate) country: u16,

    #[command(flatten)]
    pub(crate) connect: ConnectArgs,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    /// Leave the request out of the ledger: no run can use its answer, nor know that it may be paid for.
    #[arg(long)]
    pub(crate) no_ledger: bool,

    /// How to print the answers.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

/// Say what a code or a word means.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// A vendor's code (10012), a status digit (4), a word of the output (silent) or a Chinese one (沉默号).
    #[arg(value_name = "CODE|WORD")]
    pub(crate) query: String,

    /// Only this vendor's.
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: Option<String>,

    /// How to print it.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: TextOrJson,
}

/// List the products.
#[derive(Args, Debug)]
pub(crate) struct ProductsArgs {
    /// How to print them.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: TextOrJson,
}

/// Simulate the vendors on this machine.
#[derive(Args, Debug)]
pub(crate) struct SandboxArgs {
    /// The port; 0 takes any free one.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,

    /// Keep the billing ledger in this folder, so that it outlives the sandbox.
    #[arg(long, value_name = "DIR")]
    pub(crate) state: Option<PathBuf>,

    /// What goes wrong: a preset or parts such as lost=0.01,cut=0.005,delay=50ms,quota=1000,seed=7.
    #[arg(long, value_name = "PLAN", default_value = "calm")]
    pub(crate) faults: String,

    /// Write the address to this file when ready.
    #[arg(long, value_name = "FILE")]
    pub(crate) announce: Option<PathBuf>,

    /// End when standard input ends, after what is in flight.
    #[arg(long)]
    pub(crate) follow_parent: bool,

    /// The address; loopback only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: std::net::IpAddr,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A header and a row a number, in UTF-8 without a byte order mark, for programs and databases.
    Csv,
    /// One object a line.
    Json,
    /// A table on a terminal, tab-separated otherwise.
    Text,
}

/// How lists for people are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// One object a line.
    Json,
    /// For people.
    Text,
}

/// [`Encryption`] as the argument parser knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EncryptArg {
    Aes,
    None,
    Rsa,
}

impl From<EncryptArg> for Encryption {
    fn from(arg: EncryptArg) -> Self {
        match arg {
            EncryptArg::Aes => Self::Aes,
            EncryptArg::None => Self::None,
            EncryptArg::Rsa => Self::Rsa,
        }
    }
}

/// Reads the command line; help, the version and usage errors are printed here. The configuration fills in what the
/// command line leaves open.
pub(crate) fn parse<A: Into<OsString> + Clone>(
    registry: &Registry,
    args: impl IntoIterator<Item = A>,
    config: &Config,
) -> Result<Command, Exit> {
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let lang = lang::current();
    let command = config.defaults(command(registry));
    let command = match lang {
        Lang::Zh => zh::translated(command),
        Lang::En => command,
    };
    let parsed = command.try_get_matches_from(&args).and_then(|matches| {
        let mut cli = Cli::from_arg_matches(&matches)?;
        config.apply(registry, &mut cli.command, &matches);
        Ok(cli)
    });
    let error = match parsed {
        Ok(cli) => {
            return match logging::start(cli.verbose, cli.log_format) {
                Ok(()) => Ok(cli.command),
                Err(failure) => {
                    output::say(&failure);
                    Err(failure.exit())
                }
            };
        }
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayHelp => {
            help::print(&help::asked_for(registry, &args).unwrap_or(error).render(), false);
            Err(Exit::Done)
        }
        ErrorKind::DisplayVersion => {
            help::print(&error.render(), false);
            Err(Exit::Done)
        }
        // Who names no command has not seen the examples.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let args: Vec<OsString> = args.into_iter().chain(["--help".into()]).collect();
            help::print(&help::asked_for(registry, &args).unwrap_or(error).render(), true);
            Err(Exit::Usage)
        }
        _ => {
            let words = if lang == Lang::Zh { zh::told(&error) } else { error.to_string() };
            output::say(masked(&words));
            Err(Exit::Usage)
        }
    }
}

fn products(registry: &Registry) -> Vec<String> {
    registry.entries().iter().map(|entry| entry.product().id().to_string()).collect()
}

/// The command line as settings are tried on it.
pub(crate) fn trial(registry: &Registry) -> Trial {
    Trial::new(command(registry))
}

fn command(registry: &Registry) -> clap::Command {
    let products = products(registry);
    let vendors: Vec<String> = registry.vendors().into_iter().map(str::to_owned).collect();
    let command = Cli::command()
        .long_version(version::facts(registry))
        .mut_subcommand("check", |check| {
            check.mut_arg("product", |arg| {
                let arg = match products.first() {
                    Some(first) => arg.default_value(first.clone()),
                    None => arg,
                };
                arg.required(products.is_empty()).value_parser(PossibleValuesParser::new(products.clone()))
            })
        })
        .mut_subcommand("run", |run| {
            run.mut_arg("products", |arg| match products.first() {
                Some(first) => arg.default_value(first.clone()),
                None => arg.required(true),
            })
        })
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("vendor", |arg| arg.value_parser(PossibleValuesParser::new(vendors)))
        });
    examples::added(headings::ordered(command), lang::current())
}

/// The parser's words without whole numbers: it repeats what was typed.
fn masked(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        format!("{}{}", &line[..indent], mask_text(line))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command(&Registry::standard()).debug_assert();
        command(&Registry::empty()).debug_assert();
    }

    #[test]
    fn a_usage_error_shows_no_whole_number() {
        let error = command(&Registry::standard()).try_get_matches_from(["numcheck", "13800000001"]);
        let shown = masked(&error.expect_err("no such command").to_string());
        assert!(shown.contains("138****0001") && !shown.contains("13800000001"), "{shown}");
    }
}
