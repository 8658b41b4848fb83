//! Lines of a statement without an order id: subtotals of its orders, or numbers that stand nowhere else in it.

use std::collections::{BTreeMap, HashMap};

use crate::bill::statement::Statement;

impl Statement {
    /// Counts of lines without an order id, by day and product as written, that are more than the sum of orders that stand
    /// in the statement themselves. `ours` is what the ledger has beside those orders on a day: a total that it equals is
    /// no subtotal.
    pub(super) fn totals(
        &self,
        product_of: &dyn Fn(&str) -> Option<String>,
        ours: impl Fn(&str, &str) -> u64,
    ) -> BTreeMap<(String, String), u64> {
        let mut totals: BTreeMap<_, _> = self.days.iter().map(|(key, count)| (key.clone(), *count)).collect();
        if self.orders.is_empty() {
            return totals;
        }
        let (mut of_product, mut of_day) = (HashMap::<_, u64>::new(), HashMap::<_, u64>::new());
        for order in self.orders.values() {
            let count = order.count.unwrap_or(order.lines);
            let day = order.day.as_deref().unwrap_or_default();
            *of_product.entry((day, order.product.as_str())).or_default() += count;
            *of_day.entry(day).or_default() += count;
        }
        totals.retain(|(day, name), total| {
            let product = if self.has_products { product_of(name) } else { Some(String::new()) };
            let orders = match product {
                // 小计, or a blank: of all products of the day.
                None => of_day.get(day.as_str()),
                Some(_) => of_product.get(&(day.as_str(), name.as_str())),
            };
            let other = product.is_some_and(|product| ours(day, &product) == *total);
            // A correction of nothing says nothing.
            *total > 0 && (other || orders != Some(&*total))
        });
        totals
    }
}
