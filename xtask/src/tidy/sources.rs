//! What stands in no source file: chores left over, examples nobody compiles, one machine's paths, too many lines.

use super::Tree;

const MOST_LINES: usize = 400;

pub(super) fn check(tree: &Tree) -> Vec<String> {
    tree.iter().flat_map(|(path, text)| of_file(path, text)).collect()
}

fn of_file(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let rust = has_extension(path, "rs");
    let lines = text.lines().count();
    if rust && lines > MOST_LINES {
        complaints.push(format!("{path}: {lines} lines, {MOST_LINES} at most: split it by idea"));
    }
    for (at, line) in text.lines().enumerate() {
        let mut complain = |what: &str| complaints.push(format!("{path}:{}: {what}", at + 1));
        // In two parts, so that this file does not complain of itself.
        if rust && line.contains(concat!("todo", "!")) {
            complain("a chore is left over: do it, or write an issue");
        }
        if rust && line.contains(concat!("#[", "ignore")) {
            complain("a test that nobody runs: mend it or remove it");
        }
        if (rust || has_extension(path, "md")) && is_ignored_example(line) {
            complain("an example that nobody compiles: use `no_run` where it cannot be run");
        }
        for place in ["home", "root", "work"] {
            let absolute = format!("/{place}/");
            if line.match_indices(&absolute).any(|(at, _)| begins_a_path(&line[..at])) {
                complain("a path of one machine: write it relative to the workspace");
            }
        }
    }
    complaints
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, own)| own == extension)
}

/// A fence in a document or a doc comment, marked as not to be compiled.
fn is_ignored_example(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['/', '!']).trim_start();
    line.strip_prefix("```").is_some_and(|info| info.split(',').any(|word| word.trim() == "ignore"))
}

/// Not the middle of a URL or of a longer path.
fn begins_a_path(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn finds_what_is_left_over() {
        assert_eq!(complaints("a.rs", concat!("fn f() { todo", "!() }")), 1);
        assert_eq!(complaints("a.rs", concat!("#[", "ignore = \"slow\"]\nfn f() {}")), 1);
        assert_eq!(complaints("a.rs", concat!("/// ```", "ignore\n")), 1);
        assert_eq!(complaints("a.md", concat!("```rust, ", "ignore\n```")), 1);
        assert_eq!(complaints("a.toml", concat!("path = \"/wo", "rk/main\"")), 1);
        assert_eq!(complaints("a.rs", &"\n".repeat(401)), 1);
    }

    #[test]
    fn lets_the_rest_be() {
        assert_eq!(complaints("a.rs", &"\n".repeat(400)), 0);
        assert_eq!(complaints("a.md", concat!("a todo", "! in prose\n```no_run\n```\n")), 0);
        assert_eq!(complaints("a.rs", "// https://host/home/page and $HOME/work/x"), 0);
    }
}
