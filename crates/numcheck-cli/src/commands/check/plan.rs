//! What is settled here, for nothing, and what has to be asked.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;

use numcheck_core::{AnyReport, Charge, Error, ErrorKind, Message, NumberKind, Outcome, PhoneNumber, Product};

use super::input::Given;
use crate::Registry;
use crate::messages::check as messages;
use crate::output::{Row, any_of, printable};

/// The longest text that is repeated of what is no number, in characters.
const LONGEST: usize = 64;

/// The numbers to ask, each once, and what becomes of everything that was given, in its order.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) ask: Vec<PhoneNumber>,
    pub(crate) fates: Vec<Fate>,
    /// What is said of the numbers that cannot be asked.
    pub(crate) complaints: Vec<Message>,
}

/// What becomes of something that was given.
#[derive(Debug)]
pub(crate) enum Fate {
    /// Asked, at this place of [`Plan::ask`].
    Asked(usize),
    /// No number, or none that this product takes.
    Rejected { number: String, error: Error },
}

impl Plan {
    pub(crate) fn new(given: &[Given], country: u16, product: &Product, registry: &Registry) -> Self {
        let mut plan = Self { ask: Vec::new(), fates: Vec::with_capacity(given.len()), complaints: Vec::new() };
        let mut places: HashMap<PhoneNumber, usize> = HashMap::new();
        for Given { place, text } in given {
            let parsed = match country {
                PhoneNumber::CHINA => PhoneNumber::parse(text),
                country => PhoneNumber::parse_in(country, text),
            };
            let number = match parsed {
                Ok(number) => number,
                Err(error) => {
                    plan.complaints.push(messages::complaint(place.message(), &error));
                    plan.reject(cut(text), messages::not_a_number(error.reason().message()), product);
                    continue;
                }
            };
            if !product.accepts(&number) {
                let why = not_taken(product, number.kind(), registry);
                let about = messages::complaint_about(number.masked(), &why);
                plan.complaints.push(messages::complaint(place.message(), about));
                plan.reject(number.written().into_owned(), why, product);
                continue;
            }
            let at = match places.entry(number) {
                Place::Occupied(place) => *place.get(),
                Place::Vacant(place) => {
                    plan.ask.push(number);
                    *place.insert(plan.ask.len() - 1)
                }
            };
            plan.fates.push(Fate::Asked(at));
        }
        plan
    }

    fn reject(&mut self, number: String, why: Message, product: &Product) {
        let error = Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, why).at(product.id());
        self.fates.push(Fate::Rejected { number, error });
    }
}

impl Fate {
    /// Everything that can be printed of a number that was given, as it is printed of a duplicate too.
    pub(crate) fn numbers<'a>(&'a self, ask: &'a [PhoneNumber]) -> std::borrow::Cow<'a, str> {
        match self {
            Self::Asked(at) => ask[*at].written(),
            Self::Rejected { number, .. } => number.into(),
        }
    }
}

/// The row of something that was never sent.
pub(crate) fn unsent(
    number: String,
    outcome: Outcome<AnyReport>,
    error: Error,
    product: &Product,
    sandbox: bool,
) -> Row {
    Row {
        number,
        product: product.id().clone(),
        outcome,
        error: Some(error),
        charge: Charge::FREE_INFERRED,
        order_id: None,
        answered_at: None,
        sandbox,
    }
}

/// Why a product is not asked about numbers of this kind, and which one to ask instead.
fn not_taken(product: &Product, kind: NumberKind, registry: &Registry) -> Message {
    let word = Message::of(kind.word(), kind.word_zh());
    match registry.taking(kind).as_slice() {
        [] => messages::wrong_kind(product.id(), word),
        others => messages::wrong_kind_ask(product.id(), word, any_of(others)),
    }
}

fn cut(text: &str) -> String {
    let text = printable(text.trim());
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::check::input::Place as At;

    fn plan(texts: &[&str]) -> Plan {
        let given: Vec<Given> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| Given { place: At::Line(at + 1), text: (*text).to_owned() })
            .collect();
        let registry = Registry::standard();
        Plan::new(&given, 86, registry.entries()[0].product(), &registry)
    }

    #[test]
    fn each_number_is_asked_once() {
        let plan = plan(&["13800000001", "+86 138 0000 0002", "138-0000-0001", "nonsense", "10086"]);
        assert_eq!(plan.ask.len(), 2);
        let fates: Vec<_> = plan.fates.iter().map(|fate| matches!(fate, Fate::Asked(_))).collect();
        assert_eq!(fates, [true, true, true, false, false]);
        assert_eq!(plan.complaints.len(), 2);
        assert!(plan.complaints[0].as_str().starts_with("error: line 4: "));
        assert!(plan.complaints[1].as_str().ends_with(": ask juhe/caller-id"), "{}", plan.complaints[1]);
    }

    #[test]
    fn complaints_hold_no_whole_number() {
        let plan = plan(&["13800000001转5", "057156264805", "138000000011", "13800000001,13800000002"]);
        let shown = plan.complaints.iter().map(Message::as_str).collect::<Vec<_>>().join("\n");
        for number in ["13800000001", "057156264805", "138000000011", "13800000002"] {
            assert!(!shown.contains(number), "{shown}");
        }
    }
}
