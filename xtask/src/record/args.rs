//! What `cargo xtask record` is told.

use std::io::{self, BufRead, Write};

use super::products::Product;
use crate::sh::Result;

pub(super) const USAGE: &str = "\
cargo xtask record VENDOR/PRODUCT [OPTION...] NUMBER...
  --sandbox             ask the sandbox: no account, nothing is spent
  --yes                 do not ask before a live call, which may cost money
  --name CASE           the file's name; from what came back unless said
  --about TEXT          what the case shows, in a line
  --encrypt aes|rsa     how the number travels, for juhe/network-status
  --country CODE        the country calling code of the numbers, 86 unless said
Credentials come from the environment, as for `numcheck check`.";

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Args {
    pub(super) product: String,
    pub(super) numbers: Vec<String>,
    pub(super) sandbox: bool,
    pub(super) yes: bool,
    pub(super) name: Option<String>,
    pub(super) about: Option<String>,
    pub(super) encrypt: Option<String>,
    pub(super) country: Option<u16>,
}

/// Whether it is asked how it is used, by a word or by none at all.
pub(super) fn is_a_question(args: &[String]) -> bool {
    args.is_empty() || args.iter().any(|arg| matches!(arg.as_str(), "--help" | "-h"))
}

impl Args {
    pub(super) fn parse(args: &[String]) -> Result<Self> {
        let mut parsed = Self::default();
        let mut words = args.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().ok_or_else(|| format!("{word} needs a value\n\n{USAGE}"));
            match word.as_str() {
                "--sandbox" => parsed.sandbox = true,
                "--yes" => parsed.yes = true,
                "--name" => parsed.name = Some(case_name(value()?)?),
                "--about" => parsed.about = Some(value()?),
                "--encrypt" => parsed.encrypt = Some(value()?).filter(|way| way != "none" && way != "plain"),
                "--country" => {
                    let code = value()?;
                    parsed.country = Some(code.parse().map_err(|_| format!("{code:?} is no country calling code"))?);
                }
                flag if flag.starts_with('-') => return Err(format!("there is no option {flag}\n\n{USAGE}")),
                product if parsed.product.is_empty() => product.clone_into(&mut parsed.product),
                number => parsed.numbers.push(number.to_owned()),
            }
        }
        if parsed.product.is_empty() || parsed.numbers.is_empty() {
            return Err(format!("name a product and a number\n\n{USAGE}"));
        }
        Ok(parsed)
    }
}

/// A file name of lower-case words, which a filter can name.
fn case_name(name: String) -> Result<String> {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if name.split('-').all(word) {
        Ok(name)
    } else {
        Err(format!("--name {name:?}: lower-case words joined by dashes"))
    }
}

/// Asks before money is spent; anything but a yes is a no.
pub(super) fn consent(product: &Product, numbers: usize) -> Result {
    let (numbers, queries) = if numbers == 1 {
        ("one number".to_owned(), "one query".to_owned())
    } else {
        (format!("{numbers} numbers"), format!("up to {numbers} queries"))
    };
    print!(
        "This asks {} at {} about {numbers} with the account of your environment. It may cost {queries}.\nGo on? [y/N] ",
        product.id, product.host
    );
    let mut line = String::new();
    let read = io::stdout().flush().and_then(|()| io::stdin().lock().read_line(&mut line));
    match (read, line.trim().to_ascii_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err("nothing was sent; --yes answers beforehand, --sandbox costs nothing".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args> {
        Args::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_stand_anywhere() {
        let args = parse("juhe/caller-id --sandbox 60000001 --country 852 --name hong-kong 60000002").expect("good");
        assert_eq!(
            (args.product.as_str(), args.country, args.sandbox, args.yes),
            ("juhe/caller-id", Some(852), true, false)
        );
        assert_eq!((args.numbers.len(), args.name.as_deref()), (2, Some("hong-kong")));
        assert_eq!(parse("a/b 1 --encrypt plain").expect("good").encrypt, None);
    }

    #[test]
    fn a_question_is_no_mistake() {
        for question in ["--help", "-h", "juhe/caller-id --help"] {
            assert!(is_a_question(&question.split(' ').map(str::to_owned).collect::<Vec<_>>()), "{question}");
        }
        assert!(is_a_question(&[]) && !is_a_question(&["juhe/caller-id".to_owned()]));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for bad in ["juhe/caller-id", "a/b 1 --name", "a/b 1 --name ../x", "a/b 1 --country x", "a/b 1 --key k"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
