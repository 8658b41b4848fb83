use std::collections::{HashMap, HashSet};

use super::{Class, Later, Next, Rules, Standing, Stands};
use crate::ledger::Doubt;
use crate::plan::Plan;

impl Standing {
    /// A number that stands in doubt anywhere is not bought; one whose doubts are all lifted is open again.
    pub(super) fn apply_doubts(&mut self, doubts: &[Doubt], run: Option<i64>, plan: &Plan, rules: &Rules) {
        if doubts.is_empty() {
            return;
        }
        let index = plan.numbers.index(|position| self.class_of(position) != Class::Duplicate);
        // By position: the last doubt, and the last that stands.
        let mut found: HashMap<u32, (&Doubt, Option<&Doubt>)> = HashMap::new();
        let mut unsettled = HashSet::new();
        for doubt in doubts {
            let Some(position) = index.position(&doubt.number) else { continue };
            let entry = found.entry(position).or_insert((doubt, None));
            entry.0 = doubt;
            if doubt.stands() {
                entry.1 = Some(doubt);
            }
            if doubt.is_open() {
                unsettled.insert(position);
            }
        }
        self.lost = found.iter().filter(|(_, (_, stands))| stands.is_some()).map(|(&position, _)| position).collect();
        self.lost.retain(|position| !unsettled.contains(position));
        for (position, (last, stands)) in found {
            let own = last.run.is_some() && last.run == run;
            match (self.class_of(position), stands) {
                (Class::InDoubt, None) => match last.bought_again {
                    Some(past) => {
                        self.set(position, Class::Reused);
                        self.reused.insert(position, (past.intent, past.item));
                    }
                    // What was asked after the owner's word is where it stands; before it, it is open again.
                    None if self.later.get(&position).is_some_and(|later| Some(later.sent_at) >= last.verdict_at) => {
                        if let Some(Later { class, next, request, .. }) = self.later.remove(&position) {
                            self.set(position, class);
                            self.told_by(position, request);
                            self.next.extend(next.map(|next| (position, next)));
                        }
                    }
                    None if own => {
                        let product = rules.products.iter().position(|id| *id == last.product).unwrap_or_default();
                        self.set(position, Class::FailedFree);
                        self.reopened.insert(position);
                        self.next.insert(position, Next::to(product, false));
                    }
                    None => {
                        self.set(position, Class::FailedFree);
                        self.reopened.insert(position);
                    }
                },
                (Class::Open | Class::FailedFree | Class::Unanswered, Some(doubt)) => {
                    self.set(position, Class::InDoubt);
                    self.next.remove(&position);
                    self.held.insert(position, doubt.intent);
                }
                _ => {}
            }
        }
    }
}
