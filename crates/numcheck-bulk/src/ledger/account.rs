use sha2::{Digest, Sha256};

use super::Ledger;
use crate::Result;

impl Ledger {
    /// A short label of credentials: the same ones have the same label in this ledger, and it reveals nothing of them.
    ///
    /// Six hex digits of a hash with a salt that is this ledger's own.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn label_of(&self, credentials: &str) -> Result<String> {
        let connection = self.reader()?;
        let salt: String = connection
            .query_row("SELECT value FROM meta WHERE name = 'salt'", [], |row| row.get(0))
            .map_err(|error| self.wrong(&error))?;
        let hash = Sha256::new().chain_update(salt).chain_update([0]).chain_update(credentials).finalize();
        Ok(hash.iter().take(3).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
    }
}
