//! What lists, runs and the ledger say to people, in English and in Chinese: a table a room.

pub(crate) mod ledger;
pub(crate) mod run;

#[cfg(test)]
mod tests {
    use numcheck_core::wrong_with;

    /// Key, English, Chinese.
    type Row = (&'static str, &'static str, &'static str);

    /// Every table of this folder.
    const TABLES: &[(&str, &[Row])] = &[("ledger", super::ledger::TABLE), ("run", super::run::TABLE)];

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
}
