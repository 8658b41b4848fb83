//! Everything the tool says to people, in English and in Chinese: a table a room.
//!
//! Data (CSV, JSON, exit codes) is English in both languages. A command's own sentences stand in the table of its name.

pub(crate) mod bill;
pub(crate) mod check;
pub(crate) mod config;
pub(crate) mod connect;
pub(crate) mod credentials;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod fault;
pub(crate) mod figures;
pub(crate) mod logging;
pub(crate) mod normalize;
pub(crate) mod products;
pub(crate) mod progress;
pub(crate) mod reading;
pub(crate) mod report;
pub(crate) mod results;
pub(crate) mod run;
pub(crate) mod runs;
pub(crate) mod sandbox;
pub(crate) mod schema;
pub(crate) mod shell;
pub(crate) mod state;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod values;
pub(crate) mod version;

#[cfg(test)]
mod tests {
    use numcheck_core::wrong_with;

    type Rows = &'static [(&'static str, &'static str, &'static str)];

    /// Every table of this folder.
    const TABLES: &[(&str, Rows)] = &[
        ("bill", super::bill::TABLE),
        ("check", super::check::TABLE),
        ("config", super::config::TABLE),
        ("connect", super::connect::TABLE),
        ("credentials", super::credentials::TABLE),
        ("demo", super::demo::TABLE),
        ("doctor", super::doctor::TABLE),
        ("explain", super::explain::TABLE),
        ("fault", super::fault::TABLE),
        ("figures", super::figures::TABLE),
        ("logging", super::logging::TABLE),
        ("normalize", super::normalize::TABLE),
        ("products", super::products::TABLE),
        ("progress", super::progress::TABLE),
        ("reading", super::reading::TABLE),
        ("report", super::report::TABLE),
        ("results", super::results::TABLE),
        ("run", super::run::TABLE),
        ("runs", super::runs::TABLE),
        ("sandbox", super::sandbox::TABLE),
        ("schema", super::schema::TABLE),
        ("shell", super::shell::TABLE),
        ("state", super::state::TABLE),
        ("summary", super::summary::TABLE),
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
