//! Which credentials asked, as the ledger tells them apart: by a short label that reveals nothing of them.

use std::sync::Mutex;

use numcheck_bulk::ledger::Ledger;
use secrecy::{ExposeSecret, SecretString};

use crate::{Entry, Settings};

/// The credentials of the products that were built, by product, until their labels are asked for.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Mutex<Vec<(String, SecretString)>>);

impl Accounts {
    /// Remembers what a product is about to be asked with: the credentials it always needs. How a number travels makes no
    /// other account.
    pub(crate) fn note(&self, entry: &Entry, settings: &Settings) {
        let always = entry.credentials.iter().filter(|credential| credential.only_for.is_none());
        let values: Vec<&str> = always.filter_map(|credential| settings.credential(credential.env).ok()).collect();
        let Ok(mut noted) = self.0.lock() else { return };
        if !values.is_empty() {
            noted.push((entry.product().id().to_string(), SecretString::from(values.join("\0"))));
        }
    }

    /// The label of the credentials that a product is asked with; `None` where it needs none.
    pub(crate) fn label(&self, entry: &Entry, ledger: &Ledger) -> Option<String> {
        let noted = self.0.lock().ok()?;
        let (_, credentials) = noted.iter().rev().find(|(product, _)| product == entry.product().id().as_str())?;
        ledger.label_of(credentials.expose_secret()).ok()
    }
}
