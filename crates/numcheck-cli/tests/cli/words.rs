//! No sentence for people stands in one language alone: what is said goes through the tables of messages.

use std::path::{Path, PathBuf};

/// What tells people something.
const SAYS: &[&str] =
    &["say(", "Failure::new(", "Failure::usage(", "Failure::question(", "Failure::unexpected(", "Error::new("];

/// Crates whose errors people read.
const CRATES: &[&str] =
    &["numcheck-cli", "numcheck-core", "numcheck-http", "numcheck-juhe", "numcheck-layers", "numcheck-ywjisu"];

#[test]
fn everything_said_is_a_message() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of crates");
    let mut files = Vec::new();
    for name in CRATES {
        collect(&crates.join(name).join("src"), &mut files);
    }
    let mut bare = Vec::new();
    for file in files {
        let name = file.strip_prefix(crates).expect("it is inside").to_string_lossy().replace('\\', "/");
        let is_test = name.ends_with("/tests.rs") || name.contains("/model");
        if is_test {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, call) in SAYS.iter().flat_map(|says| code.match_indices(says)) {
            if literals(&code[at + call.len()..]) {
                let line = code[..at].lines().count();
                bare.push(format!("{name}:{line}: {call}"));
            }
        }
    }
    assert!(bare.is_empty(), "these words are in one language: put them into a table of messages\n{}", bare.join("\n"));
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Whether an argument of the call that begins here is a bare text.
fn literals(code: &str) -> bool {
    let mut depth = 0;
    let mut argument = String::new();
    let mut arguments = Vec::new();
    for c in code.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(std::mem::take(&mut argument));
                continue;
            }
            _ => {}
        }
        argument.push(c);
    }
    arguments.push(argument);
    let bare = |argument: &String| {
        ["\"", "format!", "format_args!"].iter().any(|text| argument.trim_start().starts_with(text))
    };
    arguments.iter().any(bare)
}

#[test]
fn a_bare_text_is_seen() {
    assert!(literals("\"nothing is there\")"));
    assert!(literals("Exit::Usage,\n    format!(\"{x}, or\"), cure())"));
    assert!(!literals("messages::nothing(), messages::cure(\"FILE\"))"));
}
