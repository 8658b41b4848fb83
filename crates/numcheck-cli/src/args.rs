//! The command line. Types of the argument parser stay inside this crate.

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use numcheck_core::mask_text;

use crate::exit::Exit;
use crate::{Encryption, Registry, output};

/// Ask phone number vendors about numbers, and know what it cost.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  numcheck check --sandbox 13800000001 13800000004      try it: no account, nothing paid
  numcheck check -p juhe/caller-id 10086                who is calling?
  numcheck check -f json - < numbers.txt                one number a line, one JSON object a line
  numcheck explain 10012                                what a vendor's code means, and whose turn it is
  numcheck products                                     what can be asked, and which credentials are there";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask one product about up to 100 numbers.
    Check(CheckArgs),
    /// Say what a code or a word means, whose turn it is, and whether it costs money.
    Explain(ExplainArgs),
    /// List the products, their limits, and which credentials are there.
    Products(ProductsArgs),
    /// Simulate the vendors on this machine, for programs to be developed against.
    Sandbox(SandboxArgs),
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

    /// The country calling code of numbers that carry none, without + or 00.
    #[arg(long, value_name = "N", default_value_t = 86)]
    pub(crate) country: u16,

    /// Ask the vendors simulated on this machine: no account, nothing paid.
    #[arg(long, conflicts_with = "base_url")]
    pub(crate) sandbox: bool,

    /// Where the vendor is, instead of its own address.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Let keys and numbers go over plain http, readable by every machine on the way.
    #[arg(long)]
    pub(crate) allow_http: bool,

    /// How long one request may take, instead of the product's own deadline: 30s, 2m.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

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

    /// The address; loopback only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: std::net::IpAddr,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A header and a row a number, for Excel and databases.
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

/// Reads the command line; help, the version and usage errors are printed here.
pub(crate) fn parse<A: Into<OsString> + Clone>(
    registry: &Registry,
    args: impl IntoIterator<Item = A>,
) -> Result<Command, Exit> {
    let parsed = command(registry).try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => Ok(cli.command),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            // A reader that has gone away has seen enough.
            let _ = error.print();
            Err(Exit::Done)
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Err(Exit::Usage)
        }
        Err(error) => {
            output::say(masked(&error.to_string()));
            Err(Exit::Usage)
        }
    }
}

fn command(registry: &Registry) -> clap::Command {
    let products: Vec<String> = registry.entries().iter().map(|entry| entry.product().id().to_string()).collect();
    let vendors: Vec<String> = registry.vendors().into_iter().map(str::to_owned).collect();
    Cli::command()
        .mut_subcommand("check", |check| {
            check.mut_arg("product", |arg| {
                let arg = match products.first() {
                    Some(first) => arg.default_value(first.clone()),
                    None => arg,
                };
                arg.required(products.is_empty()).value_parser(PossibleValuesParser::new(products))
            })
        })
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("vendor", |arg| arg.value_parser(PossibleValuesParser::new(vendors)))
        })
}

/// The parser's words without whole numbers: it repeats what was typed.
fn masked(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        format!("{}{}", &line[..indent], mask_text(line))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn duration(text: &str) -> Result<Duration, String> {
    let cure = "write a number and a unit, such as 30s, 500ms or 2m";
    let signed: jiff::SignedDuration = text.parse().map_err(|_| cure.to_owned())?;
    let duration = Duration::try_from(signed).map_err(|_| "it is negative".to_owned())?;
    match duration.as_secs() {
        _ if duration.is_zero() => Err("it is zero: nothing could ever answer".to_owned()),
        3601.. => Err("it is longer than an hour".to_owned()),
        _ => Ok(duration),
    }
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
    fn a_time_needs_a_unit() {
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1m 30s"), Ok(Duration::from_secs(90)));
        for bad in ["30", "", "0s", "-3s", "soon", "2h"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_usage_error_shows_no_whole_number() {
        let error = command(&Registry::standard()).try_get_matches_from(["numcheck", "13800000001"]);
        let shown = masked(&error.expect_err("no such command").to_string());
        assert!(shown.contains("138****0001") && !shown.contains("13800000001"), "{shown}");
    }
}
