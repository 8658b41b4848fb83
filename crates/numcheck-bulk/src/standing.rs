//! Where each number of a run stands, read from the ledger and from nothing else: what is resumed, counted, shown and exported.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use numcheck_core::Timestamp;

use crate::ledger::{AnswerRow, Answers, Ledger, RequestRow, Spent};
use crate::plan::Plan;
use crate::{Error, Result, messages};

mod doubts;
mod follow;
mod tally;

pub(crate) use follow::Following;

pub(crate) use tally::Tally;

/// What became of one valid number of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Not asked yet, or asked for free and to be asked again.
    Open,
    /// The same number stands earlier in the list.
    Duplicate,
    /// An earlier request answered it.
    Reused,
    /// The vendor reported on it.
    Answered,
    /// The vendor has no record of it.
    NoRecord,
    /// The vendor said nothing of it, for free, as often as it was asked.
    Unanswered,
    /// Its requests failed, for free.
    FailedFree,
    /// The vendor refused it.
    Rejected,
    /// It may be paid for and has no answer: from this run, or from an earlier request.
    InDoubt,
    /// It is being asked about at this moment, by a program that is alive.
    UnderWay,
}

/// What to ask next about a number that is open and was asked before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Next {
    /// The place of the product in the fallback order.
    pub product: usize,
    /// Which attempt it will be, from 1.
    pub attempt: u32,
    /// Whether the owner ordered it although it may be a second payment.
    pub repay: bool,
    /// Whether an earlier session asked before.
    pub resumed: bool,
}

impl Next {
    pub(crate) const FIRST: Self = Self { product: 0, attempt: 1, repay: false, resumed: false };

    /// The first question to a product.
    pub(crate) const fn to(product: usize, repay: bool) -> Self {
        Self { product, repay, ..Self::FIRST }
    }
}

/// Where each position of a run stands.
#[derive(Debug)]
pub(crate) struct Standing {
    pub class: Vec<Class>,
    /// The request that tells most about a position, as its place in `requests` plus one; 0 for none.
    request: Vec<u32>,
    requests: Vec<i64>,
    /// Positions answered by an earlier request: that request and which of its answers.
    pub reused: HashMap<u32, (i64, u32)>,
    /// What to ask next about positions that were asked before, or that the owner ordered again: open ones, and answered
    /// ones whose status the next product is asked about too.
    pub next: HashMap<u32, Next>,
    /// Positions the owner's word made open again: not paid after all, or to be bought again in this session.
    pub reopened: HashSet<u32>,
    /// Positions in doubt because of a request outside this run.
    pub held: HashMap<u32, i64>,
    /// Positions in doubt whose every doubt the owner settled as paid: they are asked no sooner, and told apart.
    lost: HashSet<u32>,
    /// Positions whose answer made them open to the next product: it stands until a later one answers.
    answered: HashMap<u32, (Class, u32)>,
    /// Positions in doubt that a later request asked for nothing: what that request brought, should the doubt be lifted.
    later: HashMap<u32, Later>,
    /// What the requests came to.
    pub tally: Tally,
    /// What was spent when the standing was read, or just before.
    pub spent: Spent,
}

/// A request that brought no answer about a number in doubt.
#[derive(Debug)]
struct Later {
    sent_at: Timestamp,
    class: Class,
    next: Option<Next>,
    request: u32,
}

/// What the standing depends on beside the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// The products, in fallback order.
    pub products: Vec<String>,
    /// Statuses that the next product is asked about.
    pub next_on: Vec<String>,
    /// The kind of report asked for.
    pub kind: &'static str,
}

/// Where numbers stand, as far as results tell it.
pub(crate) trait Stands {
    fn class_of(&self, position: u32) -> Class;
    /// Whether a position in doubt is known to be paid, so that its answer is lost and nothing is left to settle.
    fn is_lost(&self, position: u32) -> bool;
    /// The request that tells most about a position.
    fn request_of(&self, position: u32) -> Option<i64>;
    /// The earlier request that answered a position, and which of its answers it is.
    fn reused(&self, position: u32) -> Option<(i64, u32)>;
    /// The request outside the run that keeps a position in doubt.
    fn held(&self, position: u32) -> Option<i64>;
}

impl Stands for Standing {
    fn class_of(&self, position: u32) -> Class {
        self.class.get(position as usize).copied().unwrap_or(Class::Open)
    }

    fn is_lost(&self, position: u32) -> bool {
        self.class_of(position) == Class::InDoubt && self.lost.contains(&position)
    }

    fn request_of(&self, position: u32) -> Option<i64> {
        let place = *self.request.get(position as usize)?;
        self.requests.get(place.checked_sub(1)? as usize).copied()
    }

    fn reused(&self, position: u32) -> Option<(i64, u32)> {
        if self.reused.is_empty() { None } else { self.reused.get(&position).copied() }
    }

    fn held(&self, position: u32) -> Option<i64> {
        self.held.get(&position).copied()
    }
}

fn count(classes: &[Class], wanted: Class) -> u64 {
    // Counted in bytes, of which sixteen are added at once.
    let count = |part: &[Class]| u64::from(part.iter().map(|class| u8::from(*class == wanted)).sum::<u8>());
    classes.chunks(usize::from(u8::MAX)).map(count).sum()
}

impl Standing {
    /// Reads it. `alive` tells whether the run is driven by another program at this moment, so that a request without an
    /// outcome is under way and not in doubt.
    pub(crate) fn of(ledger: &Ledger, run: Option<i64>, plan: &Plan, rules: &Rules, alive: bool) -> Result<Self> {
        let mut standing = Self::before(plan);
        if let Some(run) = run {
            for (position, past) in ledger.reused(run)? {
                standing.reused.insert(position, (past.intent, past.item));
                standing.set(position, Class::Reused);
            }
        }
        standing.read_on(ledger, run, plan, rules, alive)
    }

    /// Where they stand before anything was asked.
    fn before(plan: &Plan) -> Self {
        let count = plan.numbers.len();
        let mut standing = Self {
            class: vec![Class::Open; count],
            request: vec![0; count],
            requests: Vec::new(),
            reused: HashMap::new(),
            next: HashMap::new(),
            reopened: HashSet::new(),
            held: HashMap::new(),
            lost: HashSet::new(),
            answered: HashMap::new(),
            later: HashMap::new(),
            tally: Tally::default(),
            spent: Spent::default(),
        };
        for &(position, _) in &plan.duplicates {
            standing.set(position, Class::Duplicate);
        }
        standing
    }

    /// Reads the requests that were not read yet, and what the owner and other runs say of these numbers.
    fn read_on(mut self, ledger: &Ledger, run: Option<i64>, plan: &Plan, rules: &Rules, alive: bool) -> Result<Self> {
        if let Some(run) = run {
            self.spent = if alive { ledger.settled(run)? } else { ledger.spent(run)? };
            let behind = self.last_request();
            ledger.each_request(run, behind, |row, answers| self.apply(&row, &answers, plan, rules, alive))?;
        }
        self.apply_doubts(&ledger.doubts(rules.kind)?, run, plan, rules);
        for (position, (class, request)) in std::mem::take(&mut self.answered) {
            if !matches!(self.class_of(position), Class::Answered | Class::NoRecord) {
                self.told_by(position, request);
            }
            // What was answered here stays answered, whatever another run has in doubt: it only keeps the next product from
            // being asked.
            let held = self.held.remove(&position).is_some();
            if held || !matches!(self.class_of(position), Class::Answered | Class::NoRecord | Class::InDoubt) {
                self.set(position, class);
            }
        }
        Ok(self)
    }

    /// The newest request that was read; 0 for none.
    fn last_request(&self) -> i64 {
        self.requests.last().copied().unwrap_or_default()
    }

    fn set(&mut self, position: u32, class: Class) {
        if let Some(place) = self.class.get_mut(position as usize) {
            *place = class;
        }
    }

    /// From here on this request tells most about a position.
    fn told_by(&mut self, position: u32, place: u32) {
        if let Some(known) = self.request.get_mut(position as usize) {
            let before = std::mem::replace(known, place);
            if before != place {
                self.tally.overrule(before);
            }
        }
    }

    /// Requests that are not, or not any more, what tells most about each of their positions.
    pub(crate) fn overruled(&self) -> impl Iterator<Item = i64> {
        let places = self.tally.overruled();
        places.filter_map(|place| self.requests.get(place.checked_sub(1)? as usize).copied())
    }

    /// Whether no request and no earlier answer tells of any position.
    pub(crate) fn is_untold(&self) -> bool {
        self.requests.is_empty() && self.reused.is_empty()
    }

    /// Whether it is as it was before anything was asked: no other run and no word of the owner's says anything either.
    fn is_blank(&self) -> bool {
        self.is_untold()
            && (self.next.is_empty() && self.reopened.is_empty())
            && (self.held.is_empty() && self.lost.is_empty())
            && (self.answered.is_empty() && self.later.is_empty())
    }

    /// How many positions stand so.
    pub(crate) fn count(&self, wanted: Class) -> u64 {
        count(&self.class, wanted)
    }

    /// How many of these positions stand so.
    pub(crate) fn count_in(&self, positions: Range<u32>, wanted: Class) -> u64 {
        self.class.get(positions.start as usize..positions.end as usize).map_or(0, |part| count(part, wanted))
    }

    /// How many positions are [lost](Stands::is_lost).
    pub(crate) fn count_lost(&self) -> u64 {
        self.lost.iter().filter(|&&position| self.is_lost(position)).count() as u64
    }

    /// Opens a position in doubt, by the owner's order, for this session alone.
    pub(crate) fn order(&mut self, position: u32, product: usize) {
        self.reopened.insert(position);
        self.next.insert(position, Next::to(product, true));
    }

    fn apply(&mut self, row: &RequestRow, answers: &Answers, plan: &Plan, rules: &Rules, alive: bool) -> Result<()> {
        self.requests.push(row.id);
        let place = u32::try_from(self.requests.len()).unwrap_or(u32::MAX);
        let product = rules.products.iter().position(|id| *id == row.product).unwrap_or_default();
        let positions = row.positions.as_slice();
        // An answer is for the number that was asked, and never for the one that stands in its place now.
        let mut asked = row.numbers.split(',');
        let same = positions.iter().all(|&position| asked.next().is_some_and(|asked| plan.numbers.is(position, asked)))
            && asked.next().is_none();
        if !same {
            return Err(Error::Usage(messages::run::asked_others(row.id)));
        }
        if row.state == "settled" && answers.len() != positions.len() {
            return Err(Error::Ledger(messages::ledger::answers_missing(row.id)));
        }
        let error: serde_json::Value =
            row.error.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let refused = error["refused"].as_bool() == Some(true);
        let again = Next { product, attempt: row.attempt + 1, repay: false, resumed: true };
        let of_all = match row.state.as_str() {
            "settled" => None,
            "open" if alive => Some((Class::UnderWay, None)),
            "in_doubt" | "open" => Some((Class::InDoubt, None)),
            _ if refused => Some((Class::Rejected, None)),
            _ => Some((Class::FailedFree, Some(again))),
        };
        self.tally.add(row, answers, alive);
        let mut judged = answers.judged(|answer| judge(answer, again, rules));
        for &position in positions {
            let Some((class, next)) = of_all.or_else(|| judged.next()) else { break };
            let answered = matches!(class, Class::Answered | Class::NoRecord);
            // What may be paid for stays in doubt until it is answered: a later request that failed for free brings nothing.
            if self.class_of(position) == Class::InDoubt && !answered {
                match class {
                    Class::InDoubt => {
                        self.told_by(position, place);
                        self.later.remove(&position);
                    }
                    class => {
                        self.later.insert(position, Later { sent_at: row.sent_at, class, next, request: place });
                    }
                }
                continue;
            }
            self.set(position, class);
            self.told_by(position, place);
            match next {
                Some(next) => {
                    if answered {
                        self.answered.insert(position, (class, place));
                        self.set(position, Class::Open);
                    }
                    self.next.insert(position, next);
                }
                None if self.next.is_empty() => {}
                None => drop(self.next.remove(&position)),
            }
        }
        Ok(())
    }
}

fn judge(answer: &AnswerRow<'_>, again: Next, rules: &Rules) -> (Class, Option<Next>) {
    match answer.outcome {
        word @ ("report" | "no_record") => {
            let class = if word == "report" { Class::Answered } else { Class::NoRecord };
            let status = answer.status.unwrap_or(word);
            let open = again.product + 1 < rules.products.len() && rules.next_on.iter().any(|wanted| wanted == status);
            (class, open.then_some(Next::to(again.product + 1, false)))
        }
        _ if answer.charge != "free" => (Class::InDoubt, None),
        "unanswered" => (Class::Unanswered, Some(again)),
        "rejected" => (Class::Rejected, None),
        _ => (Class::FailedFree, Some(again)),
    }
}
