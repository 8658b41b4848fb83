//! numcheck's ledger against the sandbox's bill, request by request and number by number.

use std::collections::{BTreeMap, HashMap};

use numcheck_sandbox::billing::{Delivery, Request};

use super::books::{Intent, Ledger};
use super::check::{Violations, hold};

/// What is in both books about one number.
#[derive(Debug, Default)]
struct Money {
    /// Billed by the sandbox.
    billed: u64,
    /// Billed by the sandbox although its reply said that it was free, as its document says of that code.
    lied: u64,
    paid: u64,
    unstated: u64,
    doubt: u64,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) requests: u64,
    pub(super) numbers: u64,
    pub(super) billed: u64,
    pub(super) lied: u64,
    pub(super) doubt: u64,
}

/// Holds both books against each other; `killed` are the requests that a kill left open, `patience` is how long a reply is
/// waited for, in ms.
pub(super) fn books(
    ledger: &Ledger,
    bill: &[Request],
    killed: &[i64],
    patience: i64,
    violations: &mut Violations,
) -> Sums {
    let mut money: BTreeMap<&str, Money> = BTreeMap::new();
    for request in bill {
        let lied = lied(request);
        for asked in &request.numbers {
            let money = money.entry(&asked.number).or_default();
            money.billed += u64::from(asked.billed);
            money.lied += u64::from(asked.billed) * u64::from(lied);
        }
    }
    for intent in &ledger.intents {
        for (at, number) in intent.numbers.iter().enumerate() {
            let money = money.entry(number).or_default();
            match intent.outcome.as_ref() {
                Some(outcome) if outcome.state == "settled" => match outcome.answers.get(at) {
                    Some(answer) if answer.charge == "billed" => money.paid += 1,
                    Some(answer) if answer.is_answered() => money.unstated += u64::from(answer.charge == "unknown"),
                    Some(answer) => money.doubt += u64::from(answer.is_in_doubt()),
                    None => {}
                },
                Some(outcome) => money.doubt += u64::from(outcome.state == "in_doubt"),
                None => money.doubt += 1,
            }
        }
    }
    for (number, money) in &money {
        let shown = format!("*{}: {money:?}", &number[number.len().saturating_sub(4)..]);
        let honest = money.billed - money.lied;
        let repays = ledger.repays.get(*number).copied().unwrap_or_default();
        hold(violations, honest <= 1 + repays, "1 nothing is paid twice", || {
            format!("{shown}, {repays} repays ordered")
        });
        hold(violations, honest <= money.paid + money.unstated + money.doubt, "2 nothing paid is undeclared", || {
            shown.clone()
        });
        hold(violations, money.paid <= money.billed, "5 the sums agree", || shown.clone());
    }
    let matched = Matched::of(ledger, bill);
    matched.declared(violations);
    matched.stored(violations);
    matched.doubts_have_reasons(killed, patience, violations);
    one_at_a_time(ledger, violations);
    Sums {
        requests: bill.len() as u64,
        numbers: money.len() as u64,
        billed: money.values().map(|money| money.billed).sum(),
        lied: money.values().map(|money| money.lied).sum(),
        doubt: money.values().map(|money| money.doubt).sum(),
    }
}

/// Requests with numbers in doubt, and whether the sandbox billed any of those: what an owner reads off the bill.
pub(super) fn doubts_paid(ledger: &Ledger, bill: &[Request]) -> Vec<(i64, bool)> {
    let mut said = Vec::new();
    for (intents, requests) in Matched::of(ledger, bill).pairs.values() {
        for intent in intents {
            let Some(outcome) = &intent.outcome else { continue };
            let doubtful = |at: usize| {
                outcome.state == "in_doubt" || outcome.answers.get(at).is_some_and(super::books::Answer::is_in_doubt)
            };
            let doubts: Vec<usize> = (0..intent.numbers.len()).filter(|at| doubtful(*at)).collect();
            let billed = |request: &&Request| doubts.iter().any(|at| request.numbers[*at].billed > 0);
            if !doubts.is_empty() {
                said.push((intent.id, requests.iter().any(billed)));
            }
        }
    }
    said
}

/// 「请重试」 of Juhe's line status is free by its document (仅返回0时计费), and the sandbox billed it.
fn lied(request: &Request) -> bool {
    request.delivery == Delivery::Whole
        && request.faults.iter().any(|fault| fault == "retry-billed")
        && request.code.as_deref() == Some("267101")
}

/// A product and the numbers it was asked about.
type Asked<'a> = (&'a str, Vec<&'a str>);

/// Requests of both books that are about the same numbers of the same product.
struct Matched<'a> {
    pairs: HashMap<Asked<'a>, (Vec<&'a Intent>, Vec<&'a Request>)>,
}

impl<'a> Matched<'a> {
    fn of(ledger: &'a Ledger, bill: &'a [Request]) -> Self {
        let mut pairs: HashMap<_, (Vec<_>, Vec<_>)> = HashMap::new();
        for intent in &ledger.intents {
            let key = (intent.product.as_str(), intent.numbers.iter().map(String::as_str).collect());
            pairs.entry(key).or_default().0.push(intent);
        }
        for request in bill {
            let product = request.product.map_or("", |product| product.as_str());
            // One that was refused before it was read has no numbers.
            if !request.numbers.is_empty() {
                let key = (product, request.numbers.iter().map(|asked| asked.number.as_str()).collect());
                pairs.entry(key).or_default().1.push(request);
            }
        }
        Self { pairs }
    }

    /// No request without an intent.
    fn declared(&self, violations: &mut Violations) {
        for ((product, numbers), (intents, requests)) in &self.pairs {
            hold(violations, requests.len() <= intents.len(), "2 nothing paid is undeclared", || {
                format!(
                    "{product} was asked about the same {} numbers {} times, and the ledger knows of {}",
                    numbers.len(),
                    requests.len(),
                    intents.len()
                )
            });
        }
    }

    /// A stored answer is the one that was given.
    fn stored(&self, violations: &mut Violations) {
        for (intents, requests) in self.pairs.values() {
            for intent in intents {
                let Some(outcome) = intent.outcome.as_ref().filter(|outcome| outcome.state == "settled") else {
                    continue;
                };
                let of_order = |request: &&&Request| outcome.order_id.is_none() || request.order_id == outcome.order_id;
                let agrees = |request: &&Request| {
                    outcome.answers.len() == request.numbers.len()
                        && outcome.answers.iter().zip(&request.numbers).all(|(answer, asked)| {
                            let code = answer.code.as_ref().and_then(|code| code.parse::<u16>().ok());
                            (answer.outcome != "report" || (code.is_some() && code == asked.answer))
                                && (answer.charge != "billed" || asked.billed == 1)
                                && (answer.charge != "free" || asked.billed == 0)
                        })
                };
                hold(
                    violations,
                    requests.iter().filter(of_order).any(agrees),
                    "4 answers are what was answered",
                    || {
                        format!(
                            "request {} of {} is stored as the sandbox never answered it",
                            intent.id, intent.product
                        )
                    },
                );
            }
        }
    }

    /// Doubt comes of a kill, or of a reply that does not tell.
    fn doubts_have_reasons(&self, killed: &[i64], patience: i64, violations: &mut Violations) {
        for (intents, requests) in self.pairs.values() {
            let ambiguous = requests.len() < intents.len() || requests.iter().any(|request| !request.faults.is_empty());
            for intent in intents.iter().filter(|intent| !killed.contains(&intent.id)) {
                let doubtful = intent.outcome.as_ref().is_none_or(|outcome| {
                    outcome.state == "in_doubt" || outcome.answers.iter().any(super::books::Answer::is_in_doubt)
                });
                let late = intent.outcome.as_ref().is_some_and(|outcome| outcome.at - intent.sent_at >= patience);
                hold(violations, !doubtful || ambiguous || late, "3 doubt is bounded", || {
                    format!("request {} is in doubt, and neither a kill nor a fault made it so", intent.id)
                });
            }
        }
    }
}

/// A number is asked again only when its last request is done with.
fn one_at_a_time(ledger: &Ledger, violations: &mut Violations) {
    let mut last: HashMap<&str, &Intent> = HashMap::new();
    for intent in &ledger.intents {
        for number in &intent.numbers {
            let Some(before) = last.insert(number, intent) else { continue };
            let done =
                before.id != intent.id && before.outcome.as_ref().is_some_and(|outcome| outcome.at <= intent.sent_at);
            hold(violations, done, "9 one request at a time", || {
                format!("requests {} and {} are about one number at once", before.id, intent.id)
            });
        }
    }
}

/// Arrivals within a second, by the sandbox's clock; `sessions` are the times of the processes, in ms.
pub(super) fn rate(bill: &[Request], rate: u32, sessions: &[(u64, u64)], violations: &mut Violations) {
    // What waits in a busy machine's queues arrives bunched.
    let most = (rate + rate / 4 + 2) as usize;
    for (from, to) in sessions {
        let mut at: Vec<u64> =
            bill.iter().map(|request| request.at_ms).filter(|at| (from..=to).contains(&at)).collect();
        at.sort_unstable();
        let worst =
            at.iter().enumerate().map(|(first, from)| at[first..].partition_point(|at| *at < from + 1000)).max();
        hold(violations, worst.unwrap_or_default() <= most, "10 the rate holds", || {
            format!("{worst:?} requests arrived within a second, and {rate} a second are allowed")
        });
    }
}
