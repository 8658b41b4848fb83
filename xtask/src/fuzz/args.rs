//! What `cargo xtask fuzz` is asked for.

use crate::sh::Result;

/// How long a target runs unless it is said.
const SECONDS: u64 = 60;

pub(super) struct Args {
    pub(super) seconds: u64,
    pub(super) targets: Vec<String>,
}

impl Args {
    /// `[--seconds N] [TARGET...]`: without targets, all.
    pub(super) fn read(args: &[String], known: &[String]) -> Result<Self> {
        let mut seconds = SECONDS;
        let mut targets = Vec::new();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if arg == "--seconds" {
                let value = args.next().and_then(|value| value.parse().ok()).filter(|seconds| *seconds > 0);
                seconds = value.ok_or("--seconds wants how many, at least 1")?;
            } else if known.contains(arg) {
                targets.push(arg.clone());
            } else {
                return Err(format!("there is no target {arg:?}; these are: {}", known.join(", ")));
            }
        }
        if targets.is_empty() {
            targets = known.to_vec();
        }
        Ok(Self { seconds, targets })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_seconds_and_targets_and_nothing_else() {
        let read = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
            Args::read(&args, &["mask".to_owned(), "pem".to_owned()])
        };
        let all = read(&[]).expect("all targets");
        assert_eq!((all.seconds, all.targets.len()), (60, 2));
        let one = read(&["--seconds", "600", "pem"]).expect("one target");
        assert_eq!((one.seconds, one.targets), (600, vec!["pem".to_owned()]));
        for wrong in [&["--seconds"][..], &["--seconds", "0"], &["--seconds", "x"], &["masks"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
