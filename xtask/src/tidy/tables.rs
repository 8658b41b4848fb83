//! The tables of the READMEs that are written from code: between `<!-- NAME:begin -->` and `<!-- NAME:end -->`.

use numcheck_core::{CodeRow, Product, StatusRow};

use super::Tree;
use super::readmes::PAGES;

mod render;

/// A vendor whose tables are generated.
struct Vendor {
    name: &'static str,
    products: &'static [Product],
    codes: &'static [CodeRow],
    /// The codes that are an answer: there is no record of the number.
    no_record: &'static [&'static str],
    statuses: &'static [StatusRow],
}

static VENDORS: [Vendor; 2] = [
    Vendor {
        name: "juhe",
        products: &[numcheck_juhe::LINE_STATUS, numcheck_juhe::NETWORK_STATUS, numcheck_juhe::CALLER_ID],
        codes: numcheck_juhe::CODES,
        no_record: &["224922"],
        statuses: numcheck_juhe::STATUSES,
    },
    Vendor {
        name: "ywjisu",
        products: &[numcheck_ywjisu::LINE_STATUS],
        codes: numcheck_ywjisu::CODES,
        no_record: &[],
        statuses: numcheck_ywjisu::STATUSES,
    },
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Chinese,
    English,
}

struct Section {
    name: &'static str,
    required: bool,
    render: fn(Language, &[Vendor]) -> String,
}

const SECTIONS: [Section; 3] = [
    Section { name: "products", required: true, render: render::products },
    Section { name: "codes", required: true, render: render::codes },
    // Where a page shows them.
    Section { name: "statuses", required: false, render: render::statuses },
];

pub(super) fn vendor_names() -> Vec<&'static str> {
    VENDORS.iter().map(|vendor| vendor.name).collect()
}

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (page, text) in PAGES.iter().filter_map(|page| Some((page, tree.get(page)?))) {
        for section in &SECTIONS {
            match between(text, section.name) {
                Ok(Some(own)) if own == body(page, section) => {}
                Ok(Some(_)) => complaints.push(format!(
                    "{page}: the table {} is not what the code says: cargo xtask tidy --fix",
                    section.name
                )),
                Ok(None) if !section.required => {}
                Ok(None) => complaints.push(format!(
                    "{page}: there is no <!-- {0}:begin --> and <!-- {0}:end -->, each on its own line",
                    section.name
                )),
                Err(complaint) => complaints.push(format!("{page}: {complaint}")),
            }
        }
    }
    complaints
}

/// The pages whose tables are out of date, as they should be.
pub(super) fn fixed(tree: &Tree) -> Vec<(String, String)> {
    let pages = PAGES.iter().filter_map(|page| Some((*page, tree.get(page)?)));
    let pages = pages.map(|(page, text)| {
        let fixed = SECTIONS.iter().fold(text.to_owned(), |text, section| match between(&text, section.name) {
            Ok(Some(own)) => {
                let at = own.as_ptr() as usize - text.as_ptr() as usize;
                format!("{}{}{}", &text[..at], body(page, section), &text[at + own.len()..])
            }
            _ => text,
        });
        (page.to_owned(), fixed)
    });
    pages.filter(|(page, fixed)| tree.get(page) != Some(fixed)).collect()
}

fn body(page: &str, section: &Section) -> String {
    let language = if page.contains("zh-CN") { Language::Chinese } else { Language::English };
    (section.render)(language, &VENDORS)
}

/// What stands between a section's two markers, the line break after the first left out.
fn between<'a>(text: &'a str, name: &str) -> Result<Option<&'a str>, String> {
    let (begin, end) = (format!("<!-- {name}:begin -->\n"), format!("<!-- {name}:end -->"));
    match (text.split_once(&begin), text.contains(&end)) {
        (None, false) => Ok(None),
        (Some((_, rest)), true) => match rest.split_once(&end) {
            Some((own, after)) if !after.contains(&end) && !rest.contains(&begin) => Ok(Some(own)),
            _ => Err(format!("the markers of {name} stand in the wrong order, or twice")),
        },
        _ => Err(format!("one of the two markers of {name} is missing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str =
        "# n\n<!-- products:begin -->\n<!-- products:end -->\n<!-- codes:begin -->\nold\n<!-- codes:end -->\nend\n";

    #[test]
    fn an_old_table_is_found_and_fixed() {
        let tree = Tree::of(&[(PAGES[0], EMPTY), (PAGES[1], EMPTY)]);
        assert_eq!(check(&tree).len(), 4);
        let fixed = fixed(&tree);
        let fixed = Tree::of(&fixed.iter().map(|(page, text)| (page.as_str(), text.as_str())).collect::<Vec<_>>());
        assert_eq!(check(&fixed), Vec::<String>::new());
        assert!(super::fixed(&fixed).is_empty());
        let english = fixed.get(PAGES[0]).expect("the page");
        assert!(
            english.starts_with("# n\n<!-- products:begin -->\n|") && english.ends_with("|\n<!-- codes:end -->\nend\n")
        );
    }

    #[test]
    fn markers_come_in_pairs() {
        let complaints = |text: &str| check(&Tree::of(&[(PAGES[0], text)]));
        assert_eq!(complaints("# n\n").len(), 2);
        assert_eq!(complaints(&EMPTY.replace("<!-- codes:end -->", "")).len(), 2);
        assert_eq!(complaints(&EMPTY.replace("# n", "<!-- codes:end -->")).len(), 2);
    }
}
