//! Takes what is real out of a recording, and puts the same stand-in wherever it stood.

use std::collections::BTreeMap;

use numcheck_contract::Given;
use numcheck_core::{NumberKind, PhoneNumber};

use super::relay::{Exchange, Request, Response};
use crate::secrets::{looks_like_number, numbers, runs};
use crate::sh::Result;

/// A run of letters and digits this long with as many digits is an order id, which leads back to its account.
const ORDER_ID: (usize, usize) = (16, 12);

pub(super) struct Scrub {
    credentials: BTreeMap<String, String>,
    /// Digits as they are on the wire, and what stands for them.
    numbers: BTreeMap<String, String>,
    order_ids: BTreeMap<String, String>,
}

impl Scrub {
    pub(super) fn new(live: &Given) -> Self {
        let mut scrub =
            Self { credentials: live.credentials.clone(), numbers: BTreeMap::new(), order_ids: BTreeMap::new() };
        for number in &live.numbers {
            scrub.stand_in(number.as_str(), number.kind());
        }
        scrub
    }

    /// What stands for a number that was asked.
    pub(super) fn number(&mut self, number: &PhoneNumber) -> Result<PhoneNumber> {
        let digits = self.stand_in(number.as_str(), number.kind());
        PhoneNumber::parse_in(number.country(), &digits)
            .map_err(|error| format!("{number:?} has no stand-in: {error}; ask about another number"))
    }

    /// What stands for a credential.
    pub(super) fn credential(name: &str) -> String {
        format!("fixture-{}", name.replace('_', "-"))
    }

    /// `13912345678` becomes `13900005678`; a number that stands for nobody, and a service's, stays.
    fn stand_in(&mut self, digits: &str, kind: NumberKind) -> String {
        if let Some(known) = self.numbers.get(digits) {
            return known.clone();
        }
        let (kept, zeros) = match kind {
            NumberKind::Service => return digits.to_owned(),
            NumberKind::Mobile | NumberKind::Landline if !looks_like_number(digits) => return digits.to_owned(),
            NumberKind::International => (1, digits.len().saturating_sub(5)),
            // The area code, and a digit: a local number begins with no zero.
            NumberKind::Landline if digits.starts_with("01") || digits.starts_with("02") => (4, 4),
            NumberKind::Iot | NumberKind::Landline => (5, 4),
            _ => (3, 4),
        };
        let head = digits[..kept].to_owned() + &"0".repeat(zeros);
        let width = digits.len() - kept - zeros;
        let last: u32 = digits[kept + zeros..].parse().unwrap_or(0);
        let taken = |text: &String| self.numbers.values().any(|other| other == text);
        let all = u32::pow(10, u32::try_from(width).unwrap_or(0).min(4));
        let mut stand_ins = (0..all).map(|more| format!("{head}{:0width$}", (last + more) % all));
        // Should all be taken, two numbers share one, and the second call is seen to differ from the first.
        let stand_in = stand_ins.find(|text| !taken(text)).unwrap_or(head);
        self.numbers.insert(digits.to_owned(), stand_in.clone());
        stand_in
    }

    pub(super) fn exchange(&mut self, exchange: &Exchange) -> Result<Exchange> {
        let Exchange { request, response } = exchange;
        let mut form = Vec::new();
        for (name, value) in &request.form {
            form.push((name.clone(), self.text(value)?));
        }
        let body =
            std::str::from_utf8(&response.body).map_err(|_| "the reply is not UTF-8: write this fixture by hand")?;
        let mut headers = Vec::new();
        for (name, value) in &response.headers {
            headers.push((*name, self.text(value)?));
        }
        let response = Response { status: response.status, headers, body: self.text(body)?.into_bytes() };
        // Its body is of no use any more: the second call's is kept.
        Ok(Exchange { request: Request { form, ..request.clone() }, response })
    }

    fn text(&mut self, text: &str) -> Result<String> {
        let mut scrubbed = text.to_owned();
        for (name, value) in &self.credentials {
            let encoded: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            for shape in [value, &encoded] {
                scrubbed = scrubbed.replace(shape.as_str(), &Self::credential(name));
            }
        }
        for run in &numbers(&scrubbed) {
            let national = run.strip_prefix("0086").or_else(|| run.strip_prefix("86")).unwrap_or(run);
            let kind = if national.starts_with('0') { NumberKind::Landline } else { NumberKind::Mobile };
            self.stand_in(national, kind);
        }
        for (real, stand_in) in &self.numbers {
            scrubbed = scrubbed.replace(real, stand_in);
        }
        let long: Vec<String> = runs(&scrubbed, |c| c.is_ascii_alphanumeric()).map(str::to_owned).collect();
        for run in long.iter().filter(|run| is_order_id(run)) {
            scrubbed = scrubbed.replace(run.as_str(), &self.order_id(run));
        }
        // A number written apart, 139-1234-5678, is not found by its run of digits.
        let together: String = scrubbed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let left = self.numbers.iter().any(|(real, stand_in)| real != stand_in && together.contains(real.as_str()));
        if left {
            Err("a number is written apart in the reply: write this fixture by hand".to_owned())
        } else {
            Ok(scrubbed)
        }
    }

    /// `JH671202203021603311672` becomes `JH000000000000000000001`.
    fn order_id(&mut self, run: &str) -> String {
        let count = self.order_ids.len() + 1;
        let stand_in = self.order_ids.entry(run.to_owned()).or_insert_with(|| {
            let letters: String = run.chars().take_while(char::is_ascii_alphabetic).collect();
            let width = run.len() - letters.len();
            format!("{letters}{count:0width$}")
        });
        stand_in.clone()
    }
}

fn is_order_id(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    run.len() >= ORDER_ID.0 && digits >= ORDER_ID.1
}

#[cfg(test)]
mod tests {
    use numcheck_core::ProductId;

    use super::*;

    fn scrub(numbers: &[&str], key: &str) -> Scrub {
        Scrub::new(&Given {
            product: ProductId::from_static("juhe/line-status"),
            numbers: numbers.iter().map(|text| text.parse().expect("a number")).collect(),
            options: BTreeMap::new(),
            credentials: [("key".to_owned(), key.to_owned())].into(),
        })
    }

    #[test]
    fn the_same_stand_in_everywhere() {
        let mut scrub = scrub(&["13912345678", "13987655678", "13800000001", "10086", "057156264805"], "k+y/9=");
        let text = r#"{"a":"13912345678","b":"+8613987655678","c":"057156264805","d":"13800000001","e":"10086","f":"k+y/9= k%2By%2F9%3D","g":"13712349876","t":1644111310668,"o":"JH671202203021603311672"}"#;
        let expected = r#"{"a":"13900005678","b":"+8613900005679","c":"057150000805","d":"13800000001","e":"10086","f":"fixture-key fixture-key","g":"13700009876","t":1644111310668,"o":"JH000000000000000000001"}"#;
        assert_eq!(scrub.text(text), Ok(expected.to_owned()));
        assert_eq!(scrub.text("13912345678"), Ok("13900005678".to_owned()));
        let asked: PhoneNumber = "139 8765 5678".parse().expect("a number");
        assert_eq!(scrub.number(&asked).expect("a stand-in").as_str(), "13900005679");
    }

    #[test]
    fn other_kinds_have_stand_ins_too() {
        let mut scrub = scrub(&["+85261234567", "1064912345678"], "a-key");
        assert_eq!(scrub.text("61234567,1064912345678"), Ok("60004567,1064900005678".to_owned()));
    }

    #[test]
    fn a_number_written_apart_stops_everything() {
        assert!(scrub(&["13912345678"], "a-key").text("139-1234 5678").is_err());
    }
}
