//! Everything this crate says to people, in English and in Chinese: a table a room.

pub(crate) mod export;
pub(crate) mod input;
pub(crate) mod ledger;
pub(crate) mod run;

#[cfg(test)]
mod tests {
    use numcheck_core::wrong_with;

    /// Key, English, Chinese.
    type Row = (&'static str, &'static str, &'static str);

    /// Every table of this folder.
    const TABLES: &[(&str, &[Row])] = &[
        ("export", super::export::TABLE),
        ("input", super::input::TABLE),
        ("ledger", super::ledger::TABLE),
        ("run", super::run::TABLE),
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
