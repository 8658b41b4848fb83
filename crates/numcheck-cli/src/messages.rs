//! Everything the tool says to people, in English and in Chinese: a table a room.
//!
//! Data (CSV, JSON, exit codes) is English in both languages. A command's own sentences stand in the table of its name.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fault;
pub(crate) mod products;
pub(crate) mod results;
pub(crate) mod runs;
pub(crate) mod sandbox;
pub(crate) mod shell;
pub(crate) mod table;
pub(crate) mod values;
pub(crate) mod version;

#[cfg(test)]
mod tests {
    use numcheck_core::wrong_with;

    type Rows = &'static [(&'static str, &'static str, &'static str)];

    /// Every table of this folder.
    const TABLES: &[(&str, Rows)] = &[
        ("check", super::check::TABLE),
        ("explain", super::explain::TABLE),
        ("fault", super::fault::TABLE),
        ("products", super::products::TABLE),
        ("results", super::results::TABLE),
        ("runs", super::runs::TABLE),
        ("sandbox", super::sandbox::TABLE),
        ("shell", super::shell::TABLE),
        ("table", super::table::TABLE),
        ("values", super::values::TABLE),
        ("version", super::version::TABLE),
    ];

    #[test]
    fn both_languages_say_everything() {
        for (table, rows) in TABLES {
            for (key, en, zh) in *rows {
                assert!(!en.is_empty() && !zh.is_empty(), "{table}::{key} is empty");
                if let Some(wrong) = wrong_with(en, zh) {
                    panic!("{table}::{key}: {wrong}\n  {en}\n  {zh}");
                }
            }
        }
    }

    #[test]
    fn every_table_is_in_the_test() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages");
        for file in std::fs::read_dir(folder).expect("the folder of the tables").flatten() {
            let name = file.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
            assert!(TABLES.iter().any(|(table, _)| *table == name), "{name} is not in TABLES");
        }
    }
}
