//! The tables of the README are those of the code.

use std::fs;

use numcheck_sandbox::{cards, faults};

#[test]
fn the_tables_are_in_the_readme() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let mut wanted = readme.clone();
    for (name, table) in [("cards", cards::markdown()), ("faults", faults::markdown())] {
        let (before, rest) = wanted.split_once(&format!("{name}::markdown() -->\n")).expect("the mark");
        let (_, after) = rest.split_once(&format!("<!-- /{name} -->")).expect("the end mark");
        wanted = format!("{before}{name}::markdown() -->\n{table}<!-- /{name} -->{after}");
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, &wanted).expect("the README is ours");
    } else {
        assert_eq!(readme, wanted, "run the test with UPDATE_README=1");
    }
}
