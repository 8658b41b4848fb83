//! A run as it can be looked at: its list, its place in the ledger, where each number stands.

use std::sync::Arc;

use numcheck_core::{Message, ParseNumberError, Product};

use crate::export::ToldFrom;
use crate::input::{Encoding, List, ReadOptions, Source};
use crate::ledger::{Doubt, Ledger, RunLock, RunRow};
use crate::messages::run as messages;
use crate::plan::Plan;
use crate::standing::{Class, Rules, Standing, Stands};
use crate::{Error, Result};

/// A run as it can be looked at, counted and exported. It sends nothing.
#[derive(Debug)]
pub struct View<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) list: Arc<List>,
    pub(crate) plan: Arc<Plan>,
    pub(crate) rules: Rules,
    pub(crate) products: Arc<[Product]>,
    pub(crate) prices: Vec<Option<i64>>,
    pub(crate) row: Option<RunRow>,
    pub(crate) standing: Standing,
    /// Whether another program drives the run at this moment.
    pub(crate) alive: bool,
}

impl<'a> View<'a> {
    #[expect(clippy::too_many_arguments, reason = "each is a part of its own")]
    pub(crate) fn new(
        ledger: &'a Ledger,
        list: List,
        plan: Plan,
        rules: Rules,
        products: Vec<Product>,
        prices: Vec<Option<i64>>,
        row: Option<RunRow>,
        alive: bool,
    ) -> Result<Self> {
        let standing = Standing::of(ledger, row.as_ref().map(|row| row.id), &plan, &rules, alive)?;
        let (list, plan, products) = (Arc::new(list), Arc::new(plan), products.into());
        Ok(Self { ledger, list, plan, rules, products, prices, row, standing, alive })
    }

    /// Opens a run of the ledger. `product` finds a product by its id.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] for a run that is not there or a product this program does not have, [`Error::Input`] for a list
    /// that is not there any more or has changed.
    pub fn open(ledger: &'a Ledger, run: i64, product: impl Fn(&str) -> Option<Product>) -> Result<Self> {
        let Some(row) = ledger.run(run)? else {
            return Err(Error::Usage(crate::messages::ledger::no_run(ledger.path(), run)));
        };
        let ids: Vec<String> = strings(&row.products, "id");
        let products = ids
            .iter()
            .map(|id| product(id).ok_or_else(|| Error::Usage(messages::product_gone(run, id))))
            .collect::<Result<Vec<_>>>()?;
        let source = match row.list.strip_prefix("sha256:") {
            Some(hash) => Source::Kept(ledger.kept_list(hash)?.into()),
            None => Source::File(row.list.clone().into()),
        };
        let reading = ReadOptions {
            column: row.reading["column"].as_u64().map(|column| column.to_string()),
            encoding: row.reading["encoding"].as_str().and_then(Encoding::named),
            sheet: row.reading["sheet"].as_str().map(str::to_owned),
        };
        let list = List::open(source, &reading)?;
        let plan = Plan::read(&list, &products)?;
        if plan.hash != row.list_hash {
            return Err(Error::Input(messages::list_changed_since(list.source().name(), run)));
        }
        let kind = products.first().map_or("", Product::kind);
        let next_on = row.options["next_on"].as_array().into_iter().flatten();
        let rules = Rules {
            products: ids,
            next_on: next_on.filter_map(|word| Some(word.as_str()?.to_owned())).collect(),
            kind,
        };
        let prices = row.options["prices"].as_array().into_iter().flatten().map(serde_json::Value::as_i64).collect();
        // The lock alone does not tell: another run of the ledger may be the one that is alive.
        let alive = row.state == "started" && RunLock::driven(ledger.path()) == Some(run);
        Self::new(ledger, list, plan, rules, products, prices, Some(row), alive)
    }

    /// The run's number, once it has begun.
    pub fn id(&self) -> Option<i64> {
        self.row.as_ref().map(|row| row.id)
    }

    /// The run as the ledger has it, once it has begun.
    pub const fn row(&self) -> Option<&RunRow> {
        self.row.as_ref()
    }

    /// What its rows are told from, beside where each number stands.
    pub(crate) fn told_from(&self) -> ToldFrom {
        ToldFrom { list: self.list.clone(), plan: self.plan.clone(), products: self.products.clone() }
    }

    /// The list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The first few lines that hold no number: line, masked text and why.
    pub fn complaints(&self) -> impl Iterator<Item = (u64, &ParseNumberError)> {
        self.plan.complaints.iter().map(|(line, error)| (*line, error))
    }

    /// How many lines hold no number: of the first few [it is told](Self::complaints) why.
    pub fn invalid(&self) -> u64 {
        self.plan.invalid
    }

    /// Whether another program drives the run at this moment.
    pub const fn is_alive(&self) -> bool {
        self.alive
    }

    /// The products of the run, in fallback order.
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// What the owner should know of the whole list before it is paid for: numbers that lost digits, text that is garbled.
    pub fn warnings(&self) -> Vec<Message> {
        self.plan.warnings.messages(&self.list)
    }

    /// Whether all that could be asked has been asked.
    pub fn was_finished(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.state == "finished")
    }

    /// The numbers of this run that are in doubt, from this run or from an earlier request, in the order of the list; those
    /// settled as paid are among them, and [`Doubt::is_open`] tells them apart.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it cannot be read.
    pub fn standing_doubts(&self) -> Result<Vec<Doubt>> {
        self.doubts_of_list(Doubt::stands, |class| class == Class::InDoubt)
    }

    /// What the owner settled of this list, as paid or as not paid, in its order, whatever came of those numbers since.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it cannot be read.
    pub fn settled_doubts(&self) -> Result<Vec<Doubt>> {
        self.doubts_of_list(Doubt::is_settled, |class| class != Class::Duplicate)
    }

    fn doubts_of_list(&self, which: impl Fn(&Doubt) -> bool, class: impl Fn(Class) -> bool) -> Result<Vec<Doubt>> {
        let doubts: Vec<Doubt> = self.ledger.doubts(self.rules.kind)?.into_iter().filter(which).collect();
        if doubts.is_empty() {
            return Ok(doubts);
        }
        let index = self.plan.numbers.index(|position| class(self.standing.class_of(position)));
        let of_list = |doubt: Doubt| Some((index.position(&doubt.number)?, doubt));
        let mut doubts: Vec<(u32, Doubt)> = doubts.into_iter().filter_map(of_list).collect();
        doubts.sort_by_key(|(position, doubt)| (*position, doubt.intent));
        Ok(doubts.into_iter().map(|(_, doubt)| doubt).collect())
    }
}

fn strings(list: &serde_json::Value, field: &str) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|item| Some(item[field].as_str()?.to_owned())).collect()
}
