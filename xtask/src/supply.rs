//! `cargo xtask supply`: what each published crate brings with it, and whether that is what was promised.
//!
//! It needs cargo alone: CI holds licences and sources to `deny.toml` with it where cargo-deny is not installed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ci::promises;
use crate::sh::{self, Result};

mod deny;
mod licence;

use deny::Deny;

/// What cargo says of a crate.
struct Package {
    name: String,
    version: String,
    licence: String,
    /// `None` for a crate of this workspace.
    source: Option<String>,
    is_published: bool,
    has_build_script: bool,
    /// The native library it builds or links.
    links: Option<String>,
}

pub(crate) fn run(args: &[String]) -> Result {
    let packages = packages()?;
    match args {
        [] => list(&packages),
        [check] if check == "--check" => check_all(&packages),
        _ => Err("it takes --check, or nothing".to_owned()),
    }
}

fn packages() -> Result<Vec<Package>> {
    let json = sh::read(&mut sh::cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&json).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages.iter().map(Package::read).collect())
}

impl Package {
    fn read(package: &Value) -> Self {
        let text = |name: &str| package[name].as_str().map(str::to_owned);
        let kinds = package["targets"].as_array().into_iter().flatten().filter_map(|target| target["kind"].as_array());
        Self {
            name: text("name").unwrap_or_default(),
            version: text("version").unwrap_or_default(),
            licence: text("license").unwrap_or_default(),
            source: text("source"),
            // `publish = false` is an empty list of registries.
            is_published: package["publish"].as_array().is_none_or(|registries| !registries.is_empty()),
            has_build_script: kinds.flatten().any(|kind| kind == "custom-build"),
            links: text("links"),
        }
    }
}

fn list(packages: &[Package]) -> Result {
    for own in packages.iter().filter(|package| package.source.is_none() && package.is_published) {
        let brought = brought(&own.name, &[])?;
        let direct = brought_names(&own.name, &["--depth", "1"])?;
        let of = |what: &dyn Fn(&Package) -> Option<String>| {
            let known = packages.iter().filter(|package| brought.contains(&id(package)));
            known.filter_map(what).collect::<BTreeSet<_>>()
        };
        let mut licences: BTreeMap<String, usize> = BTreeMap::new();
        for package in packages.iter().filter(|package| brought.contains(&id(package)) && package.source.is_some()) {
            *licences.entry(package.licence.replace('/', " OR ")).or_default() += 1;
        }
        let licences: Vec<String> = licences.iter().map(|(licence, count)| format!("{licence} ({count})")).collect();
        let scripts = of(&|package| package.has_build_script.then(|| package.name.clone()));
        let native = of(&|package| Some(format!("{} ({})", package.name, package.links.as_ref()?)));
        println!("{} brings {} crates", own.name, brought.len().saturating_sub(1));
        println!("  directly       {}", shown(&direct));
        println!("  build scripts  {}", shown(&scripts));
        println!("  native code    {}", shown(&native));
        println!("  licences       {}\n", licences.join("; "));
    }
    Ok(())
}

fn id(package: &Package) -> String {
    format!("{} v{}", package.name, package.version)
}

/// The crates that come along when a crate is built with its default features on this platform, itself too.
fn brought(package: &str, more: &[&str]) -> Result<BTreeSet<String>> {
    let tree = ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--package", package];
    let tree = sh::read(sh::cargo(tree).args(more))?;
    let of = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(tree.lines().map(of).filter(|line| !line.is_empty()).collect())
}

fn brought_names(package: &str, more: &[&str]) -> Result<BTreeSet<String>> {
    let name = |line: String| line.split(' ').next().unwrap_or_default().to_owned();
    Ok(brought(package, more)?.into_iter().map(name).filter(|name| name != package).collect())
}

fn shown(names: &BTreeSet<String>) -> String {
    if names.is_empty() { "none".to_owned() } else { names.iter().cloned().collect::<Vec<_>>().join(", ") }
}

fn check_all(packages: &[Package]) -> Result {
    let deny = Deny::read(&sh::root().join("deny.toml"))?;
    let mut wrong = deny.unreasoned();
    for package in packages {
        let Some(source) = &package.source else { continue };
        if !deny.takes_source(source) {
            wrong.push(format!("{} comes from {source}, which deny.toml does not allow", id(package)));
        }
        if !licence::is_allowed(&package.licence, &deny.licences) {
            wrong.push(format!("{} is under {:?}, which deny.toml does not allow", id(package), package.licence));
        }
    }
    if let Err(broken) = promises::keep() {
        wrong.push(broken);
    }
    let foreign = packages.iter().filter(|package| package.source.is_some()).count();
    println!(
        "{foreign} crates of the lock file: licences, sources and promises {}",
        if wrong.is_empty() { "hold" } else { "do not hold" }
    );
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}
