//! Whether a ledger is whole.

use super::Ledger;
use crate::Result;

impl Ledger {
    /// What is damaged in it, in `SQLite`'s words; nothing if it is whole. It reads the whole file.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read at all.
    pub fn damage(&self) -> Result<Vec<String>> {
        let connection = self.reader()?;
        let read = || {
            let mut statement = connection.prepare("PRAGMA quick_check(5)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.filter(|row| row.as_ref().map_or(true, |words| words != "ok")).collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error: rusqlite::Error| self.wrong(&error))
    }
}
