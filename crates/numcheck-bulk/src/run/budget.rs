/// What a run may spend, over all its resumes. A unit is one number billed, unstated or in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// How many units at most.
    pub max_units: Option<u64>,
    /// How much money at most, in millionths of the currency.
    pub max_cost: Option<i64>,
}

/// What is spent and what is promised to requests under way. Their sum never passes the budget, at no instant.
#[derive(Debug)]
pub(super) struct Purse {
    budget: Budget,
    /// The price of each product's unit.
    prices: Vec<Option<i64>>,
    spent: Vec<u64>,
    reserved: Vec<u64>,
}

impl Purse {
    pub(super) fn new(budget: Budget, prices: Vec<Option<i64>>, spent: Vec<u64>) -> Self {
        let reserved = vec![0; prices.len()];
        Self { budget, prices, spent, reserved }
    }

    /// How many of `wanted` numbers may be sent to a product now.
    pub(super) fn room(&self, product: usize, wanted: usize) -> usize {
        let units = self.spent.iter().chain(&self.reserved).sum::<u64>();
        let by_units = self.budget.max_units.map_or(u64::MAX, |most| most.saturating_sub(units));
        let by_cost = match (self.budget.max_cost, self.prices[product]) {
            (Some(most), Some(price)) if price > 0 => {
                u64::try_from((most - self.cost(true)).max(0) / price).unwrap_or(0)
            }
            _ => u64::MAX,
        };
        usize::try_from(by_units.min(by_cost)).unwrap_or(usize::MAX).min(wanted)
    }

    /// What is spent, in millionths; with what is promised too.
    pub(super) fn cost(&self, promised: bool) -> i64 {
        let units = |product: usize| self.spent[product] + if promised { self.reserved[product] } else { 0 };
        self.prices
            .iter()
            .enumerate()
            .map(|(product, price)| {
                price.unwrap_or(0).saturating_mul(i64::try_from(units(product)).unwrap_or(i64::MAX))
            })
            .fold(0, i64::saturating_add)
    }

    pub(super) fn reserve(&mut self, product: usize, units: usize) {
        self.reserved[product] += units as u64;
    }

    pub(super) fn release(&mut self, product: usize, reserved: usize, spent: u64) {
        self.reserved[product] -= reserved as u64;
        self.spent[product] += spent;
    }

    pub(super) fn spent(&self) -> u64 {
        self.spent.iter().sum()
    }

    /// The highest cost of a request.
    pub(super) fn highest(&self, product: usize, units: usize) -> Option<i64> {
        self.prices[product].map(|price| price.saturating_mul(i64::try_from(units).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_counts_as_spent() {
        let budget = Budget { max_units: Some(100), max_cost: Some(1_000_000) };
        let mut purse = Purse::new(budget, vec![Some(10_000), Some(50_000)], vec![10, 0]);
        assert_eq!(purse.room(0, 2000), 90);
        purse.reserve(0, 80);
        assert_eq!((purse.room(0, 2000), purse.room(1, 2000)), (10, 2));
        purse.release(0, 80, 5);
        assert_eq!((purse.room(0, 2000), purse.room(1, 2000), purse.spent(), purse.cost(false)), (85, 17, 15, 150_000));
    }
}
