//! What a crate brings along, and what it must not.

use crate::sh::{self, Result};

struct Promise {
    package: &'static str,
    features: &'static [&'static str],
    brings_no: &'static [&'static str],
}

/// Nothing of the engine, the tool or a database: who picks a vendor gets that vendor.
const PROMISES: [Promise; 5] = [
    Promise {
        package: "numcheck-core",
        features: &[],
        brings_no: &["clap", "hyper", "numcheck-http", "reqwest", "rusqlite", "tokio"],
    },
    Promise {
        package: "numcheck-ywjisu",
        features: &[],
        brings_no: &[
            "aes",
            "axum",
            "clap",
            "numcheck-contract",
            "numcheck-juhe",
            "numcheck-sandbox",
            "rsa",
            "rusqlite",
        ],
    },
    Promise {
        package: "numcheck-juhe",
        features: &[],
        brings_no: &["axum", "clap", "numcheck-contract", "numcheck-sandbox", "numcheck-ywjisu", "rusqlite"],
    },
    Promise {
        package: "numcheck-juhe",
        features: &["--no-default-features", "--features", "rustls"],
        brings_no: &["aes", "ecb", "rsa", "sha1"],
    },
    // One mistake must not stand on both sides.
    Promise {
        package: "numcheck-sandbox",
        features: &[],
        brings_no: &["aes", "numcheck-core", "numcheck-http", "numcheck-juhe", "numcheck-ywjisu", "rsa"],
    },
];

/// Holds each crate to its promise.
pub(crate) fn keep() -> Result {
    let mut broken = Vec::new();
    for promise in &PROMISES {
        let tree = ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--package", promise.package];
        let tree = sh::read(sh::cargo(tree).args(promise.features))?;
        broken.extend(broken_by(promise, &tree));
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

fn broken_by(promise: &Promise, tree: &str) -> Vec<String> {
    let brought: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let broken = promise.brings_no.iter().filter(|name| brought.contains(*name));
    let of = |name: &&str| [&[promise.package], promise.features, &["brings", name]].concat().join(" ");
    broken.map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_promise_is_named() {
        let promise = &PROMISES[0];
        assert!(broken_by(promise, "numcheck-core v0.1.0 (here)\nserde v1.0.0\ntokio-macros v2.0.0\n").is_empty());
        let broken = broken_by(promise, "numcheck-core v0.1.0 (here)\ntokio v1.0.0 (*)\n");
        assert_eq!(broken, ["numcheck-core brings tokio"]);
    }
}
