//! Finds each request in the statement, and each day's total.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Comparison, Difference, Match, Unverifiable};
use crate::bill::day::beijing_day;
use crate::bill::statement::{Order, Statement};
use crate::ledger::BillRow;

/// Differences beyond this many are counted and not told.
const MOST: usize = 1000;

/// A request, or a day's requests, that no order id of the statement was found for.
#[derive(Clone, Debug, Default)]
struct Left {
    request: i64,
    order_id: Option<String>,
    billed: u64,
    unstated: u64,
    in_doubt: u64,
}

impl Left {
    const fn open(&self) -> u64 {
        self.unstated + self.in_doubt
    }
}

type DayAndProduct = (String, String);

/// What is known so far.
pub(super) struct Work<'a> {
    statement: &'a Statement,
    product_of: &'a dyn Fn(&str) -> Option<String>,
    done: Comparison,
    matched: HashSet<String>,
    agrees: BTreeMap<DayAndProduct, (u64, u64)>,
    vendors: BTreeSet<String>,
    left: BTreeMap<DayAndProduct, Vec<Left>>,
    unverifiable: BTreeMap<(String, String, &'static str), u64>,
}

impl<'a> Work<'a> {
    pub(super) fn new(statement: &'a Statement, product_of: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            statement,
            product_of,
            done: Comparison::default(),
            matched: HashSet::new(),
            agrees: BTreeMap::new(),
            vendors: BTreeSet::new(),
            left: BTreeMap::new(),
            unverifiable: BTreeMap::new(),
        }
    }

    /// Finds a request in the statement by its order id, or by those of its numbers.
    pub(super) fn take(&mut self, row: BillRow, inside: bool) {
        let key = (beijing_day(row.sent_at), row.product.clone());
        let found = |id: &String| self.statement.orders.get_key_value(id).filter(|(id, _)| !self.matched.contains(*id));
        let whole = row.order_id.as_ref().and_then(found).map(|(id, order)| (vec![id.clone()], order.count));
        let by_row = || {
            let found: Vec<(&String, &Order)> = row.orders.iter().filter_map(|(id, _)| found(id)).collect();
            // A line of one number without a count is one number.
            let count = found.iter().map(|(_, order)| order.count.unwrap_or(order.lines)).sum();
            (!found.is_empty()).then(|| (found.iter().map(|(id, _)| (*id).clone()).collect(), Some(count)))
        };
        let ours = row.billed + row.by_word;
        let Some((ids, theirs)) = whole.or_else(by_row) else {
            if inside && row.units() > 0 {
                self.left.entry(key).or_default().push(Left {
                    request: row.request,
                    order_id: row.order_id,
                    billed: ours,
                    unstated: row.unstated,
                    in_doubt: row.in_doubt,
                });
            }
            return;
        };
        self.matched.extend(ids);
        self.vendors.insert(vendor_of(&row.product).to_owned());
        match theirs {
            None => self.cannot_verify(&key, "no_count", row.units()),
            Some(theirs) if theirs == ours => {
                self.count(ours, theirs);
                let sum = self.agrees.entry(key).or_default();
                *sum = (sum.0 + 1, sum.1 + ours);
            }
            Some(theirs) => {
                let why = if ours < theirs && theirs <= row.units() { "in_doubt" } else { "count" };
                let (ours, theirs) = (Some(ours), Some(theirs));
                self.differ(&key, (row.order_id, Some(row.request)), ours, theirs, why);
            }
        }
    }

    pub(super) fn finish(mut self) -> Comparison {
        let covered = self.covered();
        let mut left = std::mem::take(&mut self.left);
        left.retain(|(_, product), _| covered.has(product));
        let totals = self.statement.totals(self.product_of, |day, product| {
            let same = |(of, one): &DayAndProduct| of == day && (product.is_empty() || one == product);
            left.iter().filter(|(key, _)| same(key)).flat_map(|(_, rows)| rows).map(|row| row.billed).sum()
        });
        if totals.is_empty() {
            self.compare_requests(&mut left);
        }
        // An order that the ledger does not have is told whatever else the statement holds.
        self.compare_orders(&mut left);
        if !totals.is_empty() {
            self.compare_days(&mut left, &totals);
        }
        for (key, rows) in left {
            let sum = |of: fn(&Left) -> u64| rows.iter().map(of).sum::<u64>();
            self.cannot_verify(&key, "no_order_id", sum(|row| row.billed));
            self.cannot_verify(&key, "unstated", sum(|row| row.unstated));
            self.cannot_verify(&key, "in_doubt", sum(|row| row.in_doubt));
        }
        let agrees = self.agrees.into_iter().map(|((day, product), (requests, numbers))| Match {
            by: if requests > 0 { "order" } else { "day" },
            day,
            product,
            requests,
            numbers,
        });
        self.done.agrees = agrees.collect();
        let nothing = self.unverifiable.into_iter().map(|((day, product, why), numbers)| Unverifiable {
            day,
            product,
            numbers,
            why,
        });
        self.done.unverifiable = nothing.collect();
        self.done
    }

    /// What the statement is about, as far as it shows.
    fn covered(&self) -> Covered {
        if self.statement.has_products {
            let orders = self.statement.orders.values().map(|order| &order.product);
            let named = orders.chain(self.statement.days.keys().map(|(_, product)| product)).collect::<BTreeSet<_>>();
            return Covered::Products(named.into_iter().filter_map(|name| (self.product_of)(name)).collect());
        }
        if self.vendors.is_empty() { Covered::All } else { Covered::Vendors(self.vendors.clone()) }
    }

    /// Requests that the statement does not have.
    fn compare_requests(&mut self, left: &mut BTreeMap<DayAndProduct, Vec<Left>>) {
        for (key, rows) in left.iter_mut() {
            for row in rows.iter_mut().filter(|row| row.billed > 0 && row.order_id.is_some()) {
                let names = (row.order_id.clone(), Some(row.request));
                self.differ(key, names, Some(row.billed), None, "not_in_statement");
                row.billed = 0;
            }
        }
    }

    /// Order ids that the ledger does not have.
    fn compare_orders(&mut self, left: &mut BTreeMap<DayAndProduct, Vec<Left>>) {
        let unmatched = self.statement.orders.iter().filter(|(id, _)| !self.matched.contains(*id));
        let mut by_day: BTreeMap<String, Vec<(&String, &Order)>> = BTreeMap::new();
        for (id, order) in unmatched {
            by_day.entry(order.day.clone().unwrap_or_default()).or_default().push((id, order));
        }
        for (day, mut orders) in by_day {
            orders.sort_by_key(|(id, _)| *id);
            // A reply that was lost took its order id with it: a line of as many numbers is likely that request.
            orders.retain(|(id, order)| {
                let lost = left.iter_mut().filter(|(key, _)| day.is_empty() || key.0 == day).find_map(|(key, rows)| {
                    let row = rows.iter_mut().find(|row| row.in_doubt > 0 && order.count == Some(row.in_doubt))?;
                    row.in_doubt = 0;
                    Some((key.clone(), row.request))
                });
                let Some((key, request)) = lost else { return true };
                self.differ(&key, (Some((*id).clone()), Some(request)), Some(0), order.count, "in_doubt");
                false
            });
            let theirs: u64 = orders.iter().map(|(_, order)| order.count.unwrap_or(order.lines)).sum();
            let open: u64 =
                left.iter().filter(|((of, _), _)| *of == day).flat_map(|(_, rows)| rows).map(Left::open).sum();
            if theirs > 0 && theirs <= open {
                explain(left, &day, theirs);
                self.differ(&(day, String::new()), (None, None), Some(0), Some(theirs), "in_doubt");
                continue;
            }
            for (id, order) in orders {
                let key = (day.clone(), order.product.clone());
                self.differ(&key, (Some(id.clone()), None), None, order.count, "not_in_ledger");
            }
        }
    }

    /// Totals of days, of lines without an order id.
    fn compare_days(&mut self, left: &mut BTreeMap<DayAndProduct, Vec<Left>>, totals: &BTreeMap<DayAndProduct, u64>) {
        let mut theirs: BTreeMap<DayAndProduct, u64> = BTreeMap::new();
        for ((day, name), count) in totals {
            let product = if self.statement.has_products { (self.product_of)(name) } else { Some(String::new()) };
            match product {
                Some(product) => *theirs.entry((day.clone(), product)).or_default() += count,
                None => self.cannot_verify(&(day.clone(), name.clone()), "unknown_product", *count),
            }
        }
        let mut ours: BTreeMap<DayAndProduct, Left> = BTreeMap::new();
        for ((day, product), rows) in std::mem::take(left) {
            let product = if self.statement.has_products { product } else { String::new() };
            let sum = ours.entry((day, product)).or_default();
            for row in rows {
                sum.billed += row.billed;
                sum.unstated += row.unstated;
                sum.in_doubt += row.in_doubt;
            }
        }
        let keys: BTreeSet<DayAndProduct> = ours.keys().chain(theirs.keys()).cloned().collect();
        for key in keys {
            let (sum, their) = (ours.get(&key).cloned(), theirs.get(&key).copied());
            let (billed, open) = sum.as_ref().map_or((0, 0), |sum| (sum.billed, sum.open()));
            let their_count = their.unwrap_or_default();
            match (sum, their) {
                _ if billed == their_count => {
                    self.count(billed, their_count);
                    if billed > 0 {
                        self.agrees.entry(key.clone()).or_default().1 += billed;
                    }
                    if let Some(sum) = ours.get(&key).cloned() {
                        self.cannot_verify(&key, "unstated", sum.unstated);
                        self.cannot_verify(&key, "in_doubt", sum.in_doubt);
                    }
                }
                (_, None) => self.differ(&key, (None, None), Some(billed), None, "not_in_statement"),
                (None, _) => self.differ(&key, (None, None), None, their, "not_in_ledger"),
                _ if billed < their_count && their_count <= billed + open => {
                    self.differ(&key, (None, None), Some(billed), their, "in_doubt");
                }
                _ => self.differ(&key, (None, None), Some(billed), their, "count"),
            }
        }
    }

    const fn count(&mut self, ours: u64, theirs: u64) {
        self.done.ours += ours;
        self.done.theirs += theirs;
    }

    fn differ(
        &mut self,
        (day, product): &DayAndProduct,
        (order_id, request): (Option<String>, Option<i64>),
        ours: Option<u64>,
        theirs: Option<u64>,
        why: &'static str,
    ) {
        self.count(ours.unwrap_or_default(), theirs.unwrap_or_default());
        if self.done.differs.len() >= MOST {
            self.done.more += 1;
            return;
        }
        let (day, product) = (day.clone(), product.clone());
        self.done.differs.push(Difference { day, product, order_id, request, ours, theirs, why });
    }

    fn cannot_verify(&mut self, (day, product): &DayAndProduct, why: &'static str, numbers: u64) {
        if numbers > 0 {
            *self.unverifiable.entry((day.clone(), product.clone(), why)).or_default() += numbers;
        }
    }
}

/// Takes what a statement has billed out of what is open of that day: it explains no second difference.
fn explain(left: &mut BTreeMap<DayAndProduct, Vec<Left>>, day: &str, mut billed: u64) {
    for row in left.iter_mut().filter(|((of, _), _)| of == day).flat_map(|(_, rows)| rows) {
        for open in [&mut row.in_doubt, &mut row.unstated] {
            let part = billed.min(*open);
            (*open, billed) = (*open - part, billed - part);
        }
    }
}

/// What a statement is about.
enum Covered {
    All,
    Products(BTreeSet<String>),
    Vendors(BTreeSet<String>),
}

impl Covered {
    fn has(&self, product: &str) -> bool {
        match self {
            Self::All => true,
            Self::Products(products) => products.contains(product),
            Self::Vendors(vendors) => vendors.contains(vendor_of(product)),
        }
    }
}

fn vendor_of(product: &str) -> &str {
    product.split('/').next().unwrap_or(product)
}
