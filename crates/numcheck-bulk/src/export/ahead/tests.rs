use std::collections::HashMap;

use super::*;
use crate::input::{List, ReadOptions, Source};
use numcheck_core::Product;

/// A plan of twelve numbers, of which the sixth and the ninth repeat the first.
fn plan() -> Arc<Plan> {
    let lines = (0..12).map(|at| if at == 5 || at == 8 { 0 } else { at });
    let text = lines.map(|at| format!("138000000{at:02}")).collect::<Vec<_>>().join("\n");
    let list = List::open(Source::Kept(text.into_bytes().into()), &ReadOptions::default()).expect("a list");
    let plan = Plan::read(&list, &[Product::new("acme/line-status", "line-status").batches_of(9)]).expect("a plan");
    assert_eq!(plan.duplicates, [(5, 0), (8, 0)]);
    Arc::new(plan)
}

/// Where each number stands in the end.
struct Finally(HashMap<u32, (Class, i64)>);

impl Stands for Finally {
    fn class_of(&self, position: u32) -> Class {
        self.0.get(&position).map_or(Class::Duplicate, |(class, _)| *class)
    }

    fn is_lost(&self, _: u32) -> bool {
        false
    }

    fn request_of(&self, position: u32) -> Option<i64> {
        self.0.get(&position).map(|(_, request)| *request)
    }

    fn reused(&self, _: u32) -> Option<(i64, u32)> {
        None
    }

    fn held(&self, _: u32) -> Option<i64> {
        None
    }
}

const REQUESTS: [(i64, &[u32]); 3] = [(7, &[0, 1, 2]), (8, &[3, 4, 6, 7]), (9, &[9, 10, 11])];

fn finally() -> Finally {
    let all =
        REQUESTS.iter().flat_map(|(request, positions)| positions.iter().map(|at| (*at, (Class::Answered, *request))));
    Finally(all.collect())
}

#[test]
fn it_is_certain_as_far_as_there_are_reports_in_whatever_order_they_come() {
    for (order, reached) in
        [([0, 1, 2], [3, 9, 12]), ([0, 2, 1], [3, 3, 12]), ([1, 0, 2], [0, 9, 12]), ([2, 1, 0], [0, 0, 12])]
    {
        let mut certain = Certain::of(plan());
        for (at, reached) in order.into_iter().zip(reached) {
            let (request, positions) = REQUESTS[at];
            certain.add(Answered { request, positions: positions.to_vec() });
            assert_eq!(certain.reaches(12), reached == 12, "{order:?}");
            assert_eq!(certain.reached.positions, reached, "{order:?}");
        }
        for (request, positions) in REQUESTS {
            assert!(positions.iter().all(|at| certain.request_of(*at) == Some(request)));
        }
        assert!([5, 8, 12].iter().all(|at| certain.request_of(*at).is_none()));
        assert_eq!((certain.class_of(5), certain.class_of(6)), (Class::Duplicate, Class::Answered));
        assert!(certain.reached.holds(&finally(), &plan()));
        certain.forget();
        assert!(certain.answered.is_empty());
    }
}

#[test]
fn what_was_told_does_not_hold_where_anything_became_of_it_since() {
    let mut certain = Certain::of(plan());
    for (request, positions) in REQUESTS {
        certain.add(Answered { request, positions: positions.to_vec() });
    }
    assert!(certain.reaches(10));
    let told = certain.reached;
    for position in [0, 1, 2, 3, 4, 6, 7, 9, 10] {
        for (class, request) in [(Class::Answered, 10), (Class::InDoubt, 0), (Class::Open, 0), (Class::NoRecord, 0)] {
            let mut stands = finally();
            let was = stands.0[&position].1;
            stands.0.insert(position, (class, if request == 0 { was } else { request }));
            // What stands behind the last of them was not told.
            assert_eq!(told.holds(&stands, &plan()), position == 10, "{position} {class:?}");
        }
    }
}
