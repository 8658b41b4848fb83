//! The products the tool knows. Vendors' names stand in the files below this one and nowhere else in the tool.

use std::sync::Arc;

use numcheck_core::{AnyChecker, CodeRow, NumberKind, Product, Result, StatusRow};
use numcheck_sandbox::Vendor;

use crate::{Credential, Encryption, Settings};

mod juhe;
mod ywjisu;

/// The products a tool can ask. The first one is asked when no other is named.
///
/// ```no_run
/// # use std::sync::Arc;
/// # use numcheck_cli::{Credential, Entry, Registry, Settings};
/// # use numcheck_core::{AnyChecker, Product, Result};
/// # fn build(settings: &Settings) -> Result<Arc<dyn AnyChecker>> { unimplemented!() }
/// const LINE_STATUS: Product = Product::new("acme/line-status", "line-status");
///
/// let acme = Entry::new(LINE_STATUS, build).needing(vec![Credential::new("NUMCHECK_ACME_KEY", "the key", "密钥")]);
/// numcheck_cli::run(&Registry::standard().with(acme));
/// ```
#[derive(Debug)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Registry {
    /// No products at all.
    pub const fn empty() -> Self {
        Self { entries: Vec::new() }
    }

    /// The products of the vendors that numcheck ships with.
    pub fn standard() -> Self {
        Self { entries: juhe::entries().into_iter().chain(ywjisu::entries()).collect() }
    }

    /// Adds a product; one of the same name is replaced where it stands.
    pub fn with(mut self, entry: Entry) -> Self {
        match self.entries.iter_mut().find(|known| known.product.id() == entry.product.id()) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
        self
    }

    /// All products.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The product of this name, `vendor/product`.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.product.id().as_str() == id)
    }

    /// Every vendor once.
    pub(crate) fn vendors(&self) -> Vec<&str> {
        let mut vendors: Vec<&str> = Vec::new();
        for vendor in self.entries.iter().map(Entry::vendor) {
            if !vendors.contains(&vendor) {
                vendors.push(vendor);
            }
        }
        vendors
    }

    /// The products that answer for numbers of a kind.
    pub(crate) fn taking(&self, kind: NumberKind) -> Vec<&str> {
        let taking = self.entries.iter().filter(|entry| entry.product.accepted().contains(&kind));
        taking.map(|entry| entry.product.id().as_str()).collect()
    }
}

/// One product: what it is, what it needs, what its codes mean, and how its checker is built.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) product: Product,
    pub(crate) build: fn(&Settings) -> Result<Arc<dyn AnyChecker>>,
    pub(crate) question: &'static str,
    pub(crate) question_zh: &'static str,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) encryptions: &'static [Encryption],
    pub(crate) codes: &'static [CodeRow],
    pub(crate) success: &'static [&'static str],
    pub(crate) no_record: &'static [&'static str],
    pub(crate) older: fn(&str) -> Option<String>,
    pub(crate) statuses: &'static [StatusRow],
    pub(crate) sandbox: Option<Vendor>,
}

impl Entry {
    /// A product that needs no credentials. `build` makes its checker, without sending anything.
    pub fn new(product: Product, build: fn(&Settings) -> Result<Arc<dyn AnyChecker>>) -> Self {
        let (question, question_zh) = (product.title(), product.title_zh());
        Self {
            product,
            build,
            question,
            question_zh,
            credentials: Vec::new(),
            encryptions: &[],
            codes: &[],
            success: &[],
            no_record: &[],
            older: |_| None,
            statuses: &[],
            sandbox: None,
        }
    }

    /// The question it answers, in English and in Chinese.
    pub const fn asking(mut self, question: &'static str, question_zh: &'static str) -> Self {
        self.question = question;
        self.question_zh = question_zh;
        self
    }

    /// The credentials it needs.
    pub fn needing(mut self, credentials: Vec<Credential>) -> Self {
        self.credentials = credentials;
        self
    }

    /// The ways besides plain that numbers can travel to it.
    pub const fn encrypting(mut self, encryptions: &'static [Encryption]) -> Self {
        self.encryptions = encryptions;
        self
    }

    /// What its error codes mean; a vendor's products may share one table.
    pub const fn codes(mut self, codes: &'static [CodeRow]) -> Self {
        self.codes = codes;
        self
    }

    /// The codes that mean success, which code tables leave out.
    pub const fn success(mut self, codes: &'static [&'static str]) -> Self {
        self.success = codes;
        self
    }

    /// The codes of its table that are an answer, and no failure: the vendor has no record of the number.
    pub const fn no_record(mut self, codes: &'static [&'static str]) -> Self {
        self.no_record = codes;
        self
    }

    /// The code of today that an older one of the vendor's stands for.
    pub(crate) const fn older(mut self, of: fn(&str) -> Option<String>) -> Self {
        self.older = of;
        self
    }

    /// What the digits of its reports mean; a vendor's products may share one table.
    pub const fn statuses(mut self, statuses: &'static [StatusRow]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Who stands in for it in the sandbox. Each of its credentials must have a stand-in too.
    pub(crate) const fn in_sandbox(mut self, vendor: Vendor) -> Self {
        self.sandbox = Some(vendor);
        self
    }

    /// The product.
    pub const fn product(&self) -> &Product {
        &self.product
    }

    pub(crate) fn vendor(&self) -> &str {
        self.product.id().vendor()
    }

    /// The status table's rows that are this product's.
    pub(crate) fn own_statuses(&self) -> impl Iterator<Item = &'static StatusRow> {
        self.statuses.iter().filter(|row| row.product == self.product.id().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_products_are_whole() {
        let registry = Registry::standard();
        for entry in registry.entries() {
            assert!(!entry.codes.is_empty() && entry.own_statuses().count() > 0, "{entry:?}");
            assert!(!entry.success.is_empty() && entry.sandbox.is_some(), "{entry:?}");
            assert!(entry.credentials.iter().all(|credential| credential.sandbox.is_some()), "{entry:?}");
            assert_ne!(entry.question, entry.product.title());
        }
        assert_eq!(registry.entries().len(), 4);
        assert_eq!(registry.vendors().len(), 2);
    }

    #[test]
    fn a_product_of_the_same_name_is_replaced_where_it_stands() {
        let registry = Registry::standard();
        let first = registry.entries()[0].clone();
        let again = registry.with(first.asking("again?", "再问？"));
        assert_eq!((again.entries().len(), again.entries()[0].question), (4, "again?"));
    }
}
