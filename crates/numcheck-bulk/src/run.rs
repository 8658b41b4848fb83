//! A run (检测任务): one list through one product, or through a fallback order of products of one kind.

use std::sync::Arc;
use std::time::Duration;

use numcheck_core::{AnyChecker, Lang, Product};
use numcheck_layers::Policy;
use serde_json::json;
use tokio::sync::watch;

mod budget;
mod drive;
mod driving;
mod ending;
mod estimate;
mod find;
mod gate;
mod left;
mod meanwhile;
mod open;
mod pace;
mod progress;
mod queue;
mod react;
mod request;
mod reuse;
mod spans;

pub use budget::Budget;
pub use ending::Ending;
pub use estimate::Estimate;
pub use progress::{Activity, Pause, Progress};

use crate::address::address;
use crate::crash::{Point, pass};
use crate::input::{List, ReadOptions, Source};
use crate::ledger::{Doubt, Extent, Ledger, NewRun, RunLock, Verdict};
use crate::messages::run as messages;
use crate::plan::{self, Plan};
use crate::standing::{Class, Following, Rules, Standing, Stands};
use crate::view::View;
use crate::{Error, Result};
use find::{find, key, reading};
use meanwhile::Meanwhile;

/// 空号 and 停机 are findings of the last week: an older one is no answer.
const LONGEST_REUSE_OF_PASSING: Duration = Duration::from_secs(7 * 24 * 3600);

/// A product of a run.
#[derive(Clone, Debug)]
pub struct RunProduct {
    /// What asks it: a vendor's own checker, never a layer, so that one call is one request.
    pub checker: Arc<dyn AnyChecker>,
    /// Where it is asked, for the record: a run does not go on at another address.
    pub address: String,
    /// Requests a second at most; `None` for no limit.
    pub rate: Option<f64>,
    /// What one number costs, in millionths of the currency; `None` where the owner did not say.
    pub price: Option<i64>,
    /// Which credentials ask, for the record: a label of [`Ledger::label_of`].
    pub account: Option<String>,
}

impl RunProduct {
    fn id(&self) -> String {
        self.checker.any_product().id().to_string()
    }
}

/// What to do about numbers in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InDoubt {
    /// Leave them, and say so.
    #[default]
    Declare,
    /// Buy them again, at the owner's order.
    Repay,
    /// Leave them, at the owner's word.
    Skip,
}

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The products, in fallback order.
    pub products: Vec<RunProduct>,
    /// Statuses that the next product is asked about: `not_in_database`, for example.
    pub next_on: Vec<String>,
    /// How many requests are under way at once.
    pub concurrency: usize,
    /// How many numbers a crash may leave in doubt at most.
    pub max_doubt: Option<u64>,
    /// What may be spent.
    pub budget: Budget,
    /// Use answers of earlier requests up to this age.
    pub reuse: Option<Duration>,
    /// What to do about numbers in doubt.
    pub in_doubt: InDoubt,
    /// Ask about this many of the list's numbers only, drawn evenly and always the same.
    pub sample: Option<u64>,
    /// What to do after errors.
    pub policy: Policy,
    /// Begin another run although there is one of this list.
    pub new_run: bool,
    /// Whether nobody named these products for this list: a setting or a default did. Then a list that other products have
    /// answered is not bought again without a word.
    pub products_by_default: bool,
    /// How long to keep trying to save an answer that the disk refuses.
    pub save_patience: Duration,
}

impl Options {
    /// Eight requests at once, no limits, nothing reused, doubts declared.
    pub fn new(products: Vec<RunProduct>) -> Self {
        Self {
            products,
            next_on: Vec::new(),
            concurrency: 8,
            max_doubt: None,
            budget: Budget::default(),
            reuse: None,
            in_doubt: InDoubt::Declare,
            sample: None,
            policy: Policy::new(),
            new_run: false,
            products_by_default: false,
            save_patience: Duration::from_secs(600),
        }
    }
}

/// A run that is ready: its list read and planned, its place in the ledger found.
#[derive(Debug)]
pub struct Run<'a> {
    view: View<'a>,
    options: Arc<Options>,
    /// How far the ledger had come before the standing was read.
    extent: Extent,
    /// The run's number, once this session has recorded what it is asked to do.
    begun: Option<i64>,
    lock: Option<Arc<RunLock>>,
    meanwhile: Arc<Meanwhile>,
    /// Whether it is driven, or was and nobody waited for the end: where its numbers stand is not known here then.
    driven: bool,
}

impl<'a> Run<'a> {
    /// Reads and plans a list, and finds the run of it that this goes on with. Nothing is sent.
    ///
    /// `dry` leaves the ledger as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for the list, [`Error::Usage`] for a run whose list or products changed, [`Error::Locked`] while
    /// another run of the ledger is alive.
    pub async fn prepare(
        ledger: &'a Ledger,
        source: Source,
        reading: &ReadOptions,
        options: Options,
        dry: bool,
    ) -> Result<Self> {
        let rules = rules(&options)?;
        let products: Vec<Product> =
            options.products.iter().map(|product| product.checker.any_product().clone()).collect();
        let list = List::open(source, reading)?;
        let plan = Plan::read(&list, &products)?;
        let lock = if dry { None } else { Some(RunLock::take(ledger.path())?) };
        if !dry && !crate::ledger::planted("resend-intents") {
            ledger.declare_crashed().await?;
        }
        let extent = ledger.extent()?;
        let row = find(ledger, &list, &plan, &options)?;
        if !dry {
            pass(Point::BeforeRun);
        }
        let prices = options.products.iter().map(|product| product.price).collect();
        let view = View::new(ledger, list, plan, rules, products, prices, row, false)?;
        Ok(Self {
            view,
            options: Arc::new(options),
            extent,
            begun: None,
            lock: lock.map(Arc::new),
            meanwhile: Arc::default(),
            driven: false,
        })
    }

    /// What it looks like now.
    pub const fn view(&self) -> &View<'a> {
        &self.view
    }

    /// Records the run, what it reuses and what it buys again. From here on it can be resumed.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it is not on the disk; [`Error::Usage`] for a run that was prepared dry, which nothing keeps others from
    /// driving too.
    pub async fn begin(&mut self) -> Result<i64> {
        if self.lock.is_none() {
            return Err(Error::Usage(messages::prepared_dry()));
        }
        let resumed = self.view.id().is_some();
        // Somebody may have thought about it for a while, and given a word on a doubt meanwhile.
        let before = self.view.ledger.extent()?;
        let is_known = before == self.extent && self.options.reuse.is_none();
        let id = match self.view.id() {
            Some(id) => id,
            None => self.add().await?,
        };
        // From here on whoever looks sees which run is driven.
        if let Some(lock) = &self.lock {
            lock.drive(id);
        }
        pass(Point::RunRecorded);
        let products = self.view.rules.products.join(",");
        tracing::info!(run = id, resumed, products, lines = self.view.plan.lines, "run begins");
        self.view.row = self.view.ledger.run(id)?;
        if !self.view.was_finished() {
            self.view.ledger.add_event(id, "started", self.settings()).await?;
        }
        if let Some(age) = self.options.reuse {
            let reused = self.find_reusable(age)?;
            self.view.ledger.add_reused(id, reused).await?;
        }
        self.extent = self.view.ledger.extent()?;
        if !is_known || self.extent != before {
            self.view.standing = Standing::of(self.view.ledger, Some(id), &self.view.plan, &self.view.rules, false)?;
        }
        if self.options.in_doubt == InDoubt::Repay {
            self.order_again(id).await?;
        }
        self.begun = Some(id);
        Ok(id)
    }

    /// Orders all that stands in doubt to be bought again: the order is recorded, and holds for this session alone.
    async fn order_again(&mut self, id: i64) -> Result<()> {
        let ordered: Vec<Doubt> = self.view.standing_doubts()?;
        if ordered.is_empty() {
            return Ok(());
        }
        self.view.ledger.add_verdicts(Verdict::Repay(Some(id)), &ordered).await?;
        self.view.ledger.add_event(id, "repay", json!({ "numbers": ordered.len() })).await?;
        let standing = &self.view.standing;
        let index = self.view.plan.numbers.index(|position| standing.class_of(position) == Class::InDoubt);
        let places: Vec<(u32, usize)> = ordered
            .iter()
            .filter_map(|doubt| {
                let product = self.view.rules.products.iter().position(|id| *id == doubt.product).unwrap_or_default();
                Some((index.position(&doubt.number)?, product))
            })
            .collect();
        for (position, product) in places {
            self.view.standing.order(position, product);
        }
        Ok(())
    }

    async fn add(&self) -> Result<i64> {
        let products: Vec<_> = self
            .options
            .products
            .iter()
            .map(|product| {
                let kind = product.checker.any_product().kind();
                json!({ "id": product.id(), "address": address(&product.address), "kind": kind })
            })
            .collect();
        if let Source::Kept(bytes) = self.view.list.source() {
            self.view.ledger.keep_list(self.view.plan.hash.clone(), bytes.clone()).await?;
        }
        self.view
            .ledger
            .add_run(NewRun {
                list: key(&self.view.list, &self.view.plan.hash),
                list_hash: self.view.plan.hash.clone(),
                list_lines: self.view.plan.lines,
                products: products.into(),
                reading: reading(&self.view.list),
                options: self.settings(),
            })
            .await
    }

    /// The owner's settings, for the record.
    fn settings(&self) -> serde_json::Value {
        json!({
            "concurrency": self.options.concurrency,
            "max_doubt": self.options.max_doubt,
            "max_billed": self.options.budget.max_units,
            "max_cost": self.options.budget.max_cost,
            "next_on": self.options.next_on,
            "sample": self.options.sample,
            "prices": self.view.prices,
            "in_doubt": format!("{:?}", self.options.in_doubt).to_lowercase(),
        })
    }

    /// Asks about all that is open, until it is done, stopped by `stop`, or must stop. Every answer is in the ledger before
    /// it is counted.
    ///
    /// Once polled it goes on by itself, on the runtime's threads, until it is dropped. Then nothing more is sent, what is under
    /// way is recorded when it ends, and the run is prepared again to go on.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if the run cannot be begun, or the ledger not be read; [`Error::Refused`] if it was dropped, or failed,
    /// before: its requests may be under way.
    pub async fn drive(&mut self, stop: watch::Receiver<bool>, progress: watch::Sender<Progress>) -> Result<Ending> {
        let id = match self.begun {
            Some(id) => id,
            None => self.begin().await?,
        };
        if std::mem::replace(&mut self.driven, true) {
            return Err(Error::Refused { what: messages::given_up(), cure: messages::given_up_cure() });
        }
        let View { standing, ledger, plan, rules, .. } = &self.view;
        self.meanwhile.follow(Following::begin(standing, ledger, id, plan, rules));
        let ending = driving::drive(self, id, stop, progress).await?;
        pass(Point::BeforeFinish);
        tracing::info!(run = id, ending = ending.word(), "run ends");
        // Nothing is under way any more: an intent without an outcome is one that could not be saved. If that cannot be said
        // in the ledger either, it is in doubt all the same.
        let ledger = self.view.ledger;
        let declared = self.meanwhile.with_room(|| ledger.declare_crashed()).await;
        self.view.standing = self.stands(id)?;
        self.driven = false;
        let kind = if matches!(ending, Ending::Finished) && !self.view.standing.class.contains(&Class::Open) {
            "finished"
        } else {
            "stopped"
        };
        let told = match declared {
            Ok(_) => self.meanwhile.with_room(|| ledger.add_event(id, kind, ending_detail(&ending))).await,
            Err(error) => Err(error),
        };
        self.view.row = self.view.ledger.run(id)?;
        Ok(match told {
            Ok(()) => ending,
            Err(error) => Ending::Ledger(error.message().clone()),
        })
    }
}

/// Why a run ended, for the record: data is English, and people are shown their own language.
fn ending_detail(ending: &Ending) -> serde_json::Value {
    let why = ending.message();
    json!({ "why": why.in_lang(Lang::En), "why_zh": why.in_lang(Lang::Zh), "ending": ending.word() })
}

fn rules(options: &Options) -> Result<Rules> {
    let Some(first) = options.products.first() else {
        return Err(Error::Usage(messages::no_product()));
    };
    let kind = first.checker.any_product().kind();
    if let Some(other) = options.products.iter().find(|product| product.checker.any_product().kind() != kind) {
        return Err(Error::Usage(messages::mixed_kinds(
            other.id(),
            other.checker.any_product().kind(),
            first.id(),
            kind,
        )));
    }
    Ok(Rules {
        products: options.products.iter().map(RunProduct::id).collect(),
        next_on: options.next_on.clone(),
        kind,
    })
}

/// sha256 of bytes that came by a pipe, as the ledger names them.
pub fn hash_of_pipe(bytes: &[u8]) -> String {
    plan::hash_of_bytes(bytes)
}
