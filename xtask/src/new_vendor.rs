//! `cargo xtask new-vendor NAME`: scaffolds the crate of a vendor, with the file names every vendor crate has.
//!
//! The scaffold compiles, and passes the contract's laws before its own scripted vendor: who adds a vendor begins with
//! green tests and changes them one by one. `--check` proves it, in a workspace of its own below `target/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sh::{self, Result};

const USAGE: &str = "\
cargo xtask new-vendor acme      scaffold crates/numcheck-acme: lower-case letters and digits, a letter first
cargo xtask new-vendor --check   prove that the scaffold holds";

/// The files of a vendor crate, as those of a vendor named Acme.
const TEMPLATES: [(&str, &str); 8] = [
    ("Cargo.toml", include_str!("../templates/vendor/Cargo.toml.in")),
    ("README.md", include_str!("../templates/vendor/README.md")),
    ("src/codes.rs", include_str!("../templates/vendor/src/codes.rs")),
    ("src/lib.rs", include_str!("../templates/vendor/src/lib.rs")),
    ("src/line_status.rs", include_str!("../templates/vendor/src/line_status.rs")),
    ("tests/contract.rs", include_str!("../templates/vendor/tests/contract.rs")),
    ("tests/fixtures/acme/line-status/active.json", include_str!("../templates/vendor/tests/active.json")),
    ("tests/laws.rs", include_str!("../templates/vendor/tests/laws.rs")),
];

/// Crates of the workspace, there or to come, that are no vendors.
pub(crate) const NO_VENDORS: [&str; 9] =
    ["bulk", "cli", "contract", "core", "http", "layers", "sandbox", "server", "tests"];

/// Names that no `mod NAME;` can have, in the tool's registry and in the sandbox: Rust's keywords, and `std`.
const NO_MODULES: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "std", "struct", "super", "trait",
    "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The vendor of `--check`: a name longer than the template's, so that lines that grow are seen.
const SPECIMEN: &str = "specimen42";

pub(crate) fn run(args: &[String]) -> Result {
    match args {
        [flag] if flag == "--check" => check(),
        [flag] if matches!(flag.as_str(), "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        [name] if !name.starts_with('-') => {
            scaffold(&sh::root(), name)?;
            println!("{}", next_steps(name));
            Ok(())
        }
        _ => Err(format!("write the vendor's name\n\n{USAGE}")),
    }
}

/// Writes the crate below `root`, and removes it again if that fails half-way.
fn scaffold(root: &Path, name: &str) -> Result {
    let known = |name: &str| root.join("crates").join(format!("numcheck-{name}")).exists();
    valid(name, known)?;
    let dir = root.join("crates").join(format!("numcheck-{name}"));
    write(&dir, name).inspect_err(|_| {
        // The error is about what could not be written; what is left of it is of no interest.
        drop(fs::remove_dir_all(&dir));
    })
}

fn valid(name: &str, known: impl Fn(&str) -> bool) -> Result {
    let letter_first = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !letter_first || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return Err(format!("{name:?} cannot be a vendor's name: lower-case letters and digits, a letter first"));
    }
    if NO_MODULES.contains(&name) {
        return Err(format!(
            "{name:?} cannot be a vendor's name: it is a word of Rust, and no module can be called so"
        ));
    }
    if NO_VENDORS.contains(&name) || known(name) {
        return Err(format!("there is a crate numcheck-{name} already, or one is planned: choose another name"));
    }
    Ok(())
}

fn write(dir: &Path, name: &str) -> Result {
    for (path, template) in TEMPLATES {
        let path = dir.join(named(path, name));
        let parent = path.parent().unwrap_or(dir);
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        fs::write(&path, named(template, name)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    // A longer name may need other line breaks.
    let rust =
        TEMPLATES.iter().map(|(path, _)| dir.join(path)).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    sh::run(Command::new("rustfmt").args(["--edition", "2024"]).args(rust).current_dir(sh::root()))
}

/// The template's text with another vendor's name.
fn named(template: &str, name: &str) -> String {
    let mut letters = name.chars();
    let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default();
    template.replace("acme", name).replace("Acme", &title)
}

fn next_steps(name: &str) -> String {
    named(include_str!("../templates/next-steps.txt"), name)
}

/// Scaffolds a vendor in a workspace of its own that depends on this one by path, and holds it to what a vendor crate
/// here is held to.
fn check() -> Result {
    let root = sh::root();
    let scratch = root.join("target/new-vendor");
    if scratch.exists() {
        fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    }
    fs::create_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    let manifest = fs::read_to_string(root.join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    fs::write(scratch.join("Cargo.toml"), workspace_of_its_own(&manifest, &root)?)
        .and_then(|()| fs::copy(root.join("Cargo.lock"), scratch.join("Cargo.lock")).map(drop))
        .map_err(|error| format!("{}: {error}", scratch.display()))?;
    scaffold(&scratch, SPECIMEN)?;

    let steps: [&[&str]; 4] = [
        &["fmt", "--package", "numcheck-specimen42", "--check"],
        &["clippy", "--all-targets", "--all-features", "--", "-D", "warnings"],
        &["test", "--all-features"],
        &["package", "--list", "--allow-dirty"],
    ];
    for step in steps {
        let mut command = sh::cargo(step);
        let quiet = step[0] == "package";
        command.current_dir(&scratch).env("CARGO_TARGET_DIR", root.join("target"));
        if quiet { sh::read(&mut command).map(drop)? } else { sh::run(&mut command)? }
    }
    fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    println!("new-vendor: the scaffold is formatted, clippy-clean, and passes its tests");
    Ok(())
}

/// The root manifest with these crates at their absolute paths, and with members of its own.
fn workspace_of_its_own(manifest: &str, root: &Path) -> Result<String> {
    let crates = root.join("crates").to_string_lossy().into_owned();
    let mut lines = Vec::new();
    for line in manifest.lines() {
        match line.split('=').next().unwrap_or_default().trim() {
            "members" => lines.push("members = [\"crates/*\"]".to_owned()),
            "default-members" => {}
            _ => lines.push(line.replace("path = \"crates/", &format!("path = \"{crates}/"))),
        }
    }
    if !lines.iter().any(|line| line.starts_with("members")) {
        return Err("Cargo.toml: `members` is not on a line of its own".to_owned());
    }
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_to_its_form() {
        let known = |name: &str| name == "juhe";
        for good in ["acme", "acme2", "a"] {
            assert_eq!(valid(good, known), Ok(()));
        }
        for word in ["self", "crate", "super", "type", "std", "async", "gen", "yield"] {
            assert!(valid(word, known).is_err_and(|words| words.contains("word of Rust")), "{word}");
        }
        for bad in ["", "Acme", "2acme", "ac-me", "ac_me", "acmé", "../acme", "juhe", "core", "bulk"] {
            assert!(valid(bad, known).is_err(), "{bad}");
        }
    }

    #[test]
    fn templates_name_the_vendor_and_no_other() {
        for (path, template) in TEMPLATES {
            let text = named(template, "zhi1") + &named(path, "zhi1");
            assert!(!text.to_lowercase().contains("acme"), "{path}");
            assert!(!["juhe", "ywjisu"].iter().any(|vendor| text.to_lowercase().contains(vendor)), "{path}");
        }
        assert_eq!(named("acme Acme", "zhi1"), "zhi1 Zhi1");
    }

    #[test]
    fn the_next_steps_name_every_line_to_add() {
        let steps = next_steps("zhi1");
        for line in [
            "numcheck-zhi1 = { version = \"0.1.0\", path = \"crates/numcheck-zhi1\", default-features = false }",
            "numcheck-zhi1 = { workspace = true, features = [\"rustls\"] }",
            "numcheck-zhi1 = { workspace = true, optional = true }",
            "\"dep:numcheck-zhi1\"",
            "crates/numcheck-cli/src/registry.rs",
            "crates/numcheck-cli/src/registry/zhi1.rs",
            "xtask/src/tidy/tables.rs",
        ] {
            assert!(steps.contains(line), "{line}:\n{steps}");
        }
    }

    #[test]
    fn the_workspace_of_its_own_points_here() {
        let manifest =
            "[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"a\"]\nx = { path = \"crates/x\" }\n";
        let own = workspace_of_its_own(manifest, Path::new("/here")).expect("a manifest");
        assert_eq!(own, "[workspace]\nmembers = [\"crates/*\"]\nx = { path = \"/here/crates/x\" }\n");
        assert!(workspace_of_its_own("[workspace]\n", Path::new("/here")).is_err());
    }
}
