//! Brings the configuration to the commands: into the defaults of their flags, and into what no flag says.

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::{Config, Key, Trial};
use crate::Registry;
use crate::args::{Command, ConnectArgs, NamedBy, RunArgs};

impl Config {
    /// The command line with the settings of flags as their defaults. Of a configuration with a problem nothing is used.
    pub(crate) fn defaults(&self, command: clap::Command) -> clap::Command {
        if !self.problems.is_empty() {
            return command;
        }
        let flags = self.settings.iter().filter_map(|(key, setting)| match key {
            Key::Flag(command, flag) => Some((*command, flag.as_str(), &setting.value)),
            _ => None,
        });
        let command = Trial::with_defaults(command, flags);
        let Some(ledger) = self.settings.get(&Key::Ledger) else { return command };
        command.mut_subcommands(|sub| {
            if sub.get_arguments().any(|arg| arg.get_id() == "ledger") {
                sub.mut_arg("ledger", |arg| arg.default_values(ledger.value.texts()))
            } else {
                sub
            }
        })
    }

    /// Completes a command by what the configuration says of products. What was given on the command line stays.
    pub(crate) fn apply(&self, registry: &Registry, command: &mut Command, matches: &ArgMatches) {
        if !self.problems.is_empty() {
            return;
        }
        let Some((_, matches)) = matches.subcommand() else { return };
        let given = |id: &str| matches.value_source(id).is_some_and(|source| source > ValueSource::DefaultValue);
        match command {
            Command::Check(args) => self.connect(&mut args.connect, given("encrypt")),
            Command::Run(args) => {
                self.connect(&mut args.connect, given("encrypt"));
                self.fallback(registry, args, given("products"));
                self.money(args, given("max_cost"));
            }
            _ => {}
        }
    }

    fn connect(&self, args: &mut ConnectArgs, encryption_given: bool) {
        args.configured = self.products();
        if encryption_given {
            args.configured.values_mut().for_each(|product| product.encryption = None);
        }
    }

    /// The configured order where no product is named, and in the place of a kind that is named as one.
    fn fallback(&self, registry: &Registry, args: &mut RunArgs, named: bool) {
        let order = |kind: &str| self.settings.get(&Key::Fallback(kind.to_owned())).map(|found| found.value.texts());
        let mut ordered = false;
        let mut products = Vec::new();
        for name in &args.products {
            let kind = registry.find(name).filter(|_| !named).map_or(name.as_str(), |entry| entry.product().kind());
            match order(kind) {
                Some(order) => {
                    ordered = true;
                    products.extend(order);
                }
                None => products.push(name.clone()),
            }
        }
        args.products = products;
        args.named_by = if named && !ordered { NamedBy::CommandLine } else { NamedBy::Configuration };
        if let Some(next_on) = self.settings.get(&Key::NextOn).filter(|_| ordered && args.next_on.is_empty()) {
            args.next_on = next_on.value.texts();
        }
    }

    /// Prices of the products that are asked, unless the command line says them; and the smallest of their budgets.
    fn money(&self, args: &mut RunArgs, max_cost_given: bool) {
        let asked: Vec<_> =
            self.products().into_iter().filter(|(id, _)| args.products.iter().any(|name| name == id)).collect();
        if !args.price.iter().any(|(product, _)| product.is_none()) {
            let prices = asked.iter().filter_map(|(id, product)| Some((Some(id.clone()), product.price?)));
            let prices: Vec<_> = prices.filter(|(id, _)| args.price.iter().all(|(known, _)| known != id)).collect();
            args.price.extend(prices);
        }
        if !max_cost_given {
            args.max_cost = asked.iter().filter_map(|(_, product)| product.budget).chain(args.max_cost).min();
        }
    }
}
