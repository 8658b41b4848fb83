//! Every crate says what it is; every vendor crate has the same files.

use std::collections::BTreeSet;

use super::{Tree, tables};
use crate::new_vendor::NO_VENDORS;

pub(super) fn check(tree: &Tree) -> Vec<String> {
    check_with(tree, &tables::vendor_names())
}

/// `known` are the vendors whose tables are generated.
fn check_with(tree: &Tree, known: &[&str]) -> Vec<String> {
    let mut complaints = Vec::new();
    for name in names(tree) {
        let dir = format!("crates/{name}");
        let manifest = tree.get(&format!("{dir}/Cargo.toml")).unwrap_or_default();
        for line in ["description = \"", "readme = \"README.md\"", "license.workspace = true", "[lints]"] {
            if !manifest.lines().any(|own| own.starts_with(line)) {
                complaints.push(format!("{dir}/Cargo.toml has no {:?}", line.trim_end_matches(" = \"")));
            }
        }
        if tree.get(&format!("{dir}/README.md")).is_none_or(|text| text.lines().count() < 3) {
            complaints.push(format!("{dir}/README.md is missing or says nothing"));
        }
        let vendor = name.trim_start_matches("numcheck-");
        if !NO_VENDORS.contains(&vendor) {
            complaints.extend(of_vendor(tree, &dir));
            if !known.contains(&vendor) {
                complaints.push(format!("{dir}: its codes are in no table: register it in xtask/src/tidy/tables.rs"));
            }
        }
    }
    complaints
}

fn of_vendor(tree: &Tree, dir: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if tree.get(&format!("{dir}/src/codes.rs")).is_none() {
        complaints.push(format!("{dir}/src/codes.rs is missing: every vendor's codes are there"));
    }
    if !tree.get(&format!("{dir}/src/lib.rs")).is_some_and(|lib| lib.contains("pub use codes::{CODES, STATUSES};")) {
        complaints.push(format!("{dir}/src/lib.rs does not export codes::{{CODES, STATUSES}}"));
    }
    let mut products = tree
        .iter()
        .filter(|(path, text)| path.starts_with(&format!("{dir}/src/")) && text.contains("impl NumberChecker for "));
    if products.next().is_none() {
        complaints.push(format!("{dir}: no file implements NumberChecker"));
    }
    complaints
}

/// The folders below `crates/`.
fn names(tree: &Tree) -> BTreeSet<&str> {
    tree.iter().filter_map(|(path, _)| path.strip_prefix("crates/")?.split('/').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\ndescription = \"Acme\"\nreadme = \"README.md\"\nlicense.workspace = true\n[lints]\nworkspace = true\n";

    fn acme() -> Vec<(&'static str, &'static str)> {
        vec![
            ("crates/numcheck-acme/Cargo.toml", MANIFEST),
            ("crates/numcheck-acme/README.md", "# numcheck-acme\n\nAcme.\n"),
            ("crates/numcheck-acme/src/codes.rs", ""),
            ("crates/numcheck-acme/src/lib.rs", "pub use codes::{CODES, STATUSES};\n"),
            ("crates/numcheck-acme/src/line_status.rs", "impl NumberChecker for LineStatusChecker {\n"),
        ]
    }

    #[test]
    fn a_whole_vendor_passes() {
        assert_eq!(check_with(&Tree::of(&acme()), &["acme"]), Vec::<String>::new());
    }

    #[test]
    fn each_missing_part_is_named() {
        for missing in 1..acme().len() {
            let mut files = acme();
            let (path, _) = files.remove(missing);
            assert_eq!(check_with(&Tree::of(&files), &["acme"]).len(), 1, "without {path}");
        }
        assert_eq!(check_with(&Tree::of(&acme()[1..]), &["acme"]).len(), 4, "without a manifest");
        assert_eq!(check_with(&Tree::of(&acme()), &["juhe"]).len(), 1, "in no table");
        let core =
            [("crates/numcheck-core/Cargo.toml", MANIFEST), ("crates/numcheck-core/README.md", "# core\n\nWords.\n")];
        assert_eq!(check_with(&Tree::of(&core), &[]), Vec::<String>::new(), "not a vendor");
    }
}
