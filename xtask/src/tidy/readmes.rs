//! README.md and README.zh-CN.md are one page in two languages: the same headings, the same code.

use super::Tree;

pub(super) const PAGES: [&str; 2] = ["README.md", "README.zh-CN.md"];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut complaints: Vec<String> =
        PAGES.iter().filter(|page| tree.get(page).is_none()).map(|page| format!("{page} is missing")).collect();
    let [Some(english), Some(chinese)] = PAGES.map(|page| tree.get(page).map(Page::read)) else { return complaints };

    let (ours, theirs) = (english.headings.len(), chinese.headings.len());
    if ours != theirs {
        complaints.push(format!("{ours} headings in {}, {theirs} in {}", PAGES[0], PAGES[1]));
    }
    for ((level, heading), (other, translated)) in english.headings.iter().zip(&chinese.headings) {
        if level != other {
            complaints.push(format!("heading {heading:?} has level {level}, and {translated:?} has {other}"));
            break;
        }
    }
    let (ours, theirs) = (english.blocks.len(), chinese.blocks.len());
    if ours != theirs {
        complaints.push(format!("{ours} code blocks in {}, {theirs} in {}", PAGES[0], PAGES[1]));
    }
    for (at, (block, other)) in english.blocks.iter().zip(&chinese.blocks).enumerate() {
        if let Some((line, translated)) = first_difference(block, other) {
            complaints.push(format!("code block {} differs: {line:?} and {translated:?}", at + 1));
        }
    }
    complaints
}

fn first_difference<'a>(block: &'a [&str], other: &'a [&str]) -> Option<(&'a str, &'a str)> {
    let at = (0..block.len().max(other.len())).find(|&at| block.get(at) != other.get(at))?;
    Some((block.get(at).unwrap_or(&""), other.get(at).unwrap_or(&"")))
}

struct Page<'a> {
    headings: Vec<(usize, &'a str)>,
    /// Each with its fence's info string as first line.
    blocks: Vec<Vec<&'a str>>,
}

impl<'a> Page<'a> {
    fn read(text: &'a str) -> Self {
        let mut page = Self { headings: Vec::new(), blocks: Vec::new() };
        let mut fenced = false;
        for line in text.lines() {
            if let Some(info) = line.trim_start().strip_prefix("```") {
                fenced = !fenced;
                if fenced {
                    page.blocks.push(vec![info]);
                }
            } else if fenced {
                if let Some(block) = page.blocks.last_mut() {
                    block.push(line);
                }
            } else if line.starts_with('#') {
                let heading = line.trim_start_matches('#');
                page.headings.push((line.len() - heading.len(), heading.trim()));
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# numcheck\n## Use\n```sh\n# not a heading\ncargo run\n```\n";

    fn complaints(chinese: &str) -> Vec<String> {
        check(&Tree::of(&[(PAGES[0], ENGLISH), (PAGES[1], chinese)]))
    }

    #[test]
    fn a_faithful_translation_passes() {
        assert_eq!(complaints(&ENGLISH.replace("Use", "用法")), Vec::<String>::new());
    }

    #[test]
    fn tells_what_differs() {
        assert_eq!(complaints(&ENGLISH.replace("## Use", "### 用法")).len(), 1);
        assert_eq!(complaints(&ENGLISH.replace("## Use\n", "")).len(), 1);
        assert_eq!(complaints(&ENGLISH.replace("cargo run", "cargo test")).len(), 1);
        assert_eq!(complaints(&ENGLISH.replace("```sh", "```bash")).len(), 1);
        assert_eq!(complaints("# numcheck\n## 用法\n").len(), 1);
        assert_eq!(check(&Tree::of(&[(PAGES[0], ENGLISH)])), ["README.zh-CN.md is missing"]);
    }
}
