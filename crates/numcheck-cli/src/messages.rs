//! Everything the tool says to people, in English and in Chinese: a table a room.
//!
//! Data (CSV, JSON, exit codes) is English in both languages. A command's own sentences stand in the table of its name.

pub(crate) mod demo;
pub(crate) mod fault;
pub(crate) mod normalize;
pub(crate) mod runs;
pub(crate) mod schema;

#[cfg(test)]
mod tests {
    use numcheck_core::wrong_with;

    /// Every table of this folder.
    const TABLES: &[(&str, &[(&str, &str, &str)])] = &[
        ("demo", super::demo::TABLE),
        ("fault", super::fault::TABLE),
        ("normalize", super::normalize::TABLE),
        ("runs", super::runs::TABLE),
        ("schema", super::schema::TABLE),
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
