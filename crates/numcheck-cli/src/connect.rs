//! How the products of a command are reached: addresses, credentials, or their stand-ins in the sandbox.

use std::sync::Arc;

use numcheck_core::{AnyChecker, Error, ErrorKind, Message};
use numcheck_http::{Client, HttpOptions};
use numcheck_sandbox::Vendor;

use crate::account::Accounts;
use crate::args::ConnectArgs;
use crate::config::ProductConfig;
use crate::credentials::Secrets;
use crate::fault::Failure;
use crate::messages::connect as messages;
use crate::{Credential, Encryption, Entry, Registry, Settings, credentials, output};

/// How the products of a command are reached.
#[derive(Debug)]
pub(crate) struct Connect<'a> {
    args: &'a ConnectArgs,
    encryption: Encryption,
    pub(crate) accounts: Accounts,
}

impl<'a> Connect<'a> {
    /// Finds everything wrong with it that needs no credential.
    pub(crate) fn new(
        registry: &Registry,
        entries: &[&Entry],
        args: &'a ConnectArgs,
        encryption: Encryption,
    ) -> Result<Self, Failure> {
        let connect = Self { args, encryption, accounts: Accounts::default() };
        for entry in entries {
            connect.verify(registry, entry)?;
        }
        for base_url in &args.base_url {
            let (vendor, _) = split(base_url);
            if vendor.is_some_and(|vendor| !registry.vendors().contains(&vendor)) {
                return Err(Failure::usage(messages::no_vendor(base_url), messages::see_products()));
            }
        }
        Ok(connect)
    }

    fn verify(&self, registry: &Registry, entry: &Entry) -> Result<(), Failure> {
        let id = entry.product().id();
        let encryption = self.encryption(entry);
        if encryption != Encryption::None && !entry.encryptions.contains(&encryption) {
            let able = registry.entries().iter().filter(|entry| entry.encryptions.contains(&encryption));
            let able: Vec<&str> = able.map(|entry| entry.product().id().as_str()).collect();
            let cure = match able.as_slice() {
                [] => messages::leave_encrypt(),
                able => messages::leave_encrypt_or(able.join(", ")),
            };
            return Err(Failure::usage(messages::no_variant(id, encryption.word()), cure));
        }
        if self.args.sandbox && entry.sandbox.is_none() {
            return Err(Failure::usage(messages::not_in_sandbox(id), messages::not_in_sandbox_cure()));
        }
        if self.base_url(entry).is_some() || self.proxy(entry).is_some() {
            Client::new(entry.product(), "https://localhost", &self.http(entry))
                .map_err(|error| Failure::of_build(&error, ""))?;
        }
        Ok(())
    }

    /// Where a product is asked, for the record.
    pub(crate) fn address(&self, entry: &Entry) -> String {
        match self.base_url(entry) {
            _ if self.args.sandbox => "sandbox".to_owned(),
            Some(base_url) => numcheck_bulk::address(base_url),
            None => "its own address".to_owned(),
        }
    }

    /// A checker of a product; in the sandbox, at `sandbox`.
    pub(crate) fn build(&self, entry: &Entry, sandbox: Option<&Sandboxed<'_>>) -> Result<Arc<dyn AnyChecker>, Failure> {
        if let (Some(sandbox), Some(vendor)) = (sandbox, entry.sandbox) {
            let http = self.http(entry).base_url(sandbox(vendor));
            let settings = self.settings(entry, http, |credential| credential.sandbox.unwrap_or_default());
            self.accounts.note(entry, &settings);
            return (entry.build)(&settings).map_err(|error| Failure::of_build(&error, ""));
        }
        let values = credentials::read_all(
            &entry.credentials,
            self.encryption(entry),
            entry.product().id(),
            |name| std::env::var_os(name),
            self.configured(entry).map_or(&Secrets::new(), |configured| &configured.secrets),
        )?;
        let settings = self.settings(entry, self.http(entry), |credential| value_of(&values, credential));
        self.accounts.note(entry, &settings);
        (entry.build)(&settings).map_err(|error| Failure::of_build(&error, self.cure(entry, &error, &values)))
    }

    fn settings<'v>(&self, entry: &Entry, http: HttpOptions, value: impl Fn(&Credential) -> &'v str) -> Settings {
        let needed = entry.credentials.iter().filter(|credential| credential.is_needed(self.encryption(entry)));
        needed
            .fold(Settings::new(http), |settings, credential| {
                settings.with_credential(credential.env, value(credential))
            })
            .with_encryption(self.encryption(entry))
    }

    /// Names the variables whose values cannot be right: each is tried among the sandbox's, where all of them have a
    /// stand-in there.
    fn cure(&self, entry: &Entry, error: &Error, values: &[(&'static str, String)]) -> Message {
        if error.kind() != ErrorKind::Auth {
            return Message::default();
        }
        let needed = entry.credentials.iter().filter(|credential| credential.is_needed(self.encryption(entry)));
        let needed: Vec<&Credential> = needed.collect();
        let alone_wrong = |suspect: &Credential| {
            let among_stand_ins = self.settings(entry, self.http(entry), |credential| {
                if credential.env == suspect.env {
                    value_of(values, credential)
                } else {
                    credential.sandbox.unwrap_or("")
                }
            });
            (entry.build)(&among_stand_ins).is_err()
        };
        let tellable = needed.iter().all(|credential| credential.sandbox.is_some());
        let wrong = needed.iter().filter(|credential| !tellable || alone_wrong(credential));
        Message::join(wrong.map(|credential| credential.cure()), "\n  cure   ", "\n  办法   ")
    }

    /// Requests a second at most, as the configuration has it.
    pub(crate) fn rate(&self, entry: &Entry) -> Option<f64> {
        self.configured(entry)?.rate
    }

    /// As asked for on the command line, else as configured.
    fn encryption(&self, entry: &Entry) -> Encryption {
        self.configured(entry).and_then(|configured| configured.encryption).unwrap_or(self.encryption)
    }

    fn base_url(&self, entry: &Entry) -> Option<&str> {
        self.asked_base_url(entry).or_else(|| self.outside(entry)?.base_url.as_deref())
    }

    fn asked_base_url(&self, entry: &Entry) -> Option<&str> {
        let named = |wanted: Option<&str>| {
            self.args.base_url.iter().rev().map(|base_url| split(base_url)).find(|(vendor, _)| *vendor == wanted)
        };
        named(Some(entry.vendor())).or_else(|| named(None)).map(|(_, url)| url)
    }

    fn proxy(&self, entry: &Entry) -> Option<&str> {
        self.args.proxy.as_deref().or_else(|| self.outside(entry)?.proxy.as_deref())
    }

    /// Says through which proxies these products are asked, each with the products it is for.
    pub(crate) fn say_proxies(&self, entries: &[&Entry]) {
        let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
        for entry in entries {
            let Some(proxy) = self.proxy(entry) else { continue };
            let id = entry.product().id().as_str();
            match told.iter_mut().find(|(there, _)| *there == proxy) {
                Some((_, products)) => products.push(id),
                None => told.push((proxy, vec![id])),
            }
        }
        for (proxy, products) in told {
            output::say(messages::through_proxy(output::list_of(&products), host_of(proxy)));
        }
    }

    /// Plain http that the configuration allows is meant for the address it names, and for no other.
    fn allow_http(&self, entry: &Entry) -> bool {
        let configured = || self.outside(entry).is_some_and(|configured| configured.allow_http);
        self.args.allow_http || (self.asked_base_url(entry).is_none() && configured())
    }

    fn http(&self, entry: &Entry) -> HttpOptions {
        let mut http =
            HttpOptions::new().allow_http(self.allow_http(entry)).reuse_connections(self.args.reuse_connections);
        if let Some(base_url) = self.base_url(entry) {
            http = http.base_url(base_url);
        }
        let timeout = self.args.timeout.or_else(|| self.configured(entry)?.timeout);
        if let Some(timeout) = timeout {
            http = http.timeout(timeout);
        }
        if let Some(proxy) = self.proxy(entry) {
            http = http.proxy(proxy);
        }
        http
    }

    fn configured(&self, entry: &Entry) -> Option<&ProductConfig> {
        self.args.configured.get(entry.product().id().as_str())
    }

    /// What is configured of the way to the vendor, which the sandbox has no part in.
    fn outside(&self, entry: &Entry) -> Option<&ProductConfig> {
        self.configured(entry).filter(|_| !self.args.sandbox)
    }
}

fn value_of<'v>(values: &'v [(&'static str, String)], credential: &Credential) -> &'v str {
    values.iter().find(|(env, _)| *env == credential.env).map_or("", |(_, value)| value)
}

/// Where a vendor is in the sandbox.
pub(crate) type Sandboxed<'a> = dyn Fn(Vendor) -> String + 'a;

/// `juhe=https://host` or `https://host`.
fn split(base_url: &str) -> (Option<&str>, &str) {
    match base_url.split_once('=') {
        Some((vendor, url)) if !vendor.contains([':', '/']) => (Some(vendor), url),
        _ => (None, base_url),
    }
}

/// Where a proxy is, without the user and the password that its URL may hold.
fn host_of(proxy: &str) -> &str {
    let rest = proxy.split_once("://").map_or(proxy, |(_, rest)| rest);
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    host.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{host_of, split};

    #[test]
    fn a_proxy_is_named_without_its_password() {
        for proxy in ["http://proxy:3128", "proxy:3128", "http://me:canary@proxy:3128/", "me:c@n/ary@proxy:3128"] {
            assert_eq!(host_of(proxy), "proxy:3128");
        }
    }

    #[test]
    fn a_base_url_may_name_its_vendor() {
        assert_eq!(split("juhe=https://a.example"), (Some("juhe"), "https://a.example"));
        assert_eq!(split("https://a.example/?x=1"), (None, "https://a.example/?x=1"));
    }
}
