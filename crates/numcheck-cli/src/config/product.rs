//! What the configuration says of one product, in types.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::ValueEnum;

use super::key::Key;
use super::{Setting, Value};
use crate::args::{EncryptArg, values};
use crate::credentials::Secrets;
use crate::{Encryption, credentials};

/// All products that the configuration speaks of, by their names.
pub(crate) type Products = BTreeMap<String, ProductConfig>;

/// What the configuration says of one product.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProductConfig {
    pub(crate) allow_http: bool,
    pub(crate) base_url: Option<String>,
    /// What a run that asks this product may spend in all, in millionths.
    pub(crate) budget: Option<i64>,
    pub(crate) encryption: Option<Encryption>,
    pub(crate) price: Option<i64>,
    pub(crate) proxy: Option<String>,
    /// Requests a second.
    pub(crate) rate: Option<f64>,
    pub(crate) secrets: Secrets,
    pub(crate) timeout: Option<Duration>,
}

/// The keys of a product besides its credentials.
pub(super) const KEYS: [&str; 8] = ["allow-http", "base-url", "budget", "encrypt", "price", "proxy", "rate", "timeout"];

impl ProductConfig {
    /// Takes a key's value, as text; `None` where it is no such value.
    pub(super) fn set(&mut self, key: &str, text: &str) -> Option<()> {
        match key {
            "allow-http" => self.allow_http = text == "true",
            "base-url" => self.base_url = Some(text.to_owned()),
            "budget" => self.budget = Some(values::money(text).ok()?),
            "encrypt" => self.encryption = Some(EncryptArg::from_str(text, false).ok()?.into()),
            "price" => self.price = Some(values::money(text).ok()?),
            "proxy" => self.proxy = Some(text.to_owned()),
            "rate" => self.rate = Some(values::rate(text).ok()?),
            "timeout" => self.timeout = Some(values::duration(text).ok()?),
            _ => {}
        }
        Some(())
    }
}

/// The products of settings that were found right when they were read.
pub(super) fn all(settings: &BTreeMap<Key, Setting>) -> Products {
    let mut products = Products::new();
    for (key, setting) in settings {
        let Key::Product(id, key) = key else { continue };
        let product = products.entry(id.clone()).or_default();
        match &setting.value {
            Value::Secret(place) => {
                let secret = credentials::Secret { place: place.clone(), said_at: setting.origin.to_string() };
                product.secrets.insert(key.clone(), secret);
            }
            Value::Text(text) => drop(product.set(key, text)),
            Value::List(_) => {}
        }
    }
    products
}
