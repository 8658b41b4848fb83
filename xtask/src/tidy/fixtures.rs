//! Fixtures are published: nobody's number and nobody's key is in them.

use super::Tree;
use crate::secrets::{Allowed, real_looking};

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let allowed = match Allowed::read() {
        Ok(allowed) => allowed,
        Err(error) => return vec![error],
    };
    let fixtures = tree.iter().filter(|(path, _)| path.contains("tests/fixtures/"));
    fixtures
        .flat_map(|(path, text)| real_looking(text, &allowed).into_iter().map(move |found| format!("{path}: {found}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_number_and_a_key_in_a_fixture_alone() {
        let text = r#"{"mobiles": "13912345678", "key": "0123456789abcdef0123456789abcdef"}"#;
        let tree = Tree::of(&[("tests/fixtures/juhe/line-status/a.json", text), ("crates/x/src/lib.rs", text)]);
        assert_eq!(check(&tree).len(), 2);
    }
}
