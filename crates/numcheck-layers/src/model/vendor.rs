use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, LineStatus, NumberChecker, Outcome, PhoneNumber, Product, Receipt,
    Result, RetryHint, Row, async_trait,
};

/// How long a request takes.
pub(super) const LATENCY: Duration = Duration::from_secs(1);

/// What a vendor does with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Answered,
    /// Refused connection: free.
    NotSent,
    /// Charged, and the reply is lost.
    Lost,
    Unanswered,
    /// The first number is answered and charged, nothing is said of the others.
    Partly,
    /// The first number is answered and charged, and so are the others, whose rows cannot be read.
    PartlyLost,
    Quota,
    /// The whole batch is refused, with the vendor's code.
    Refused,
    /// 库无, free.
    NotInDatabase,
}

pub(super) const MOVES: [Move; 9] = [
    Move::Answered,
    Move::NotSent,
    Move::Lost,
    Move::Unanswered,
    Move::Partly,
    Move::PartlyLost,
    Move::Quota,
    Move::Refused,
    Move::NotInDatabase,
];
/// The script, and the bill.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) script: VecDeque<Move>,
    pub(super) requests: Vec<Vec<PhoneNumber>>,
    pub(super) charged: BTreeMap<PhoneNumber, usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Vendor {
    pub(super) product: Product,
    pub(super) world: Arc<Mutex<World>>,
}

impl Vendor {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, asked: &[PhoneNumber], play: Move) -> Result<Batch<LineReport>> {
        let error = |kind, charge| Err(Error::new(kind, charge, format!("{play:?}")).at(self.product.id()));
        let report = |status: LineStatus| {
            Outcome::Report(LineReport { status, code: "1".into(), area: None, carrier: None, last_time: None })
        };
        let row = |number, outcome, charge| Row { number, outcome, charge, order_id: None };
        let paid = |number: &PhoneNumber| row(*number, report(LineStatus::Active), Charge::BILLED);
        let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, "the row cannot be read");
        let (rows, charged): (Vec<_>, usize) = match play {
            Move::Answered => (asked.iter().map(paid).collect(), asked.len()),
            Move::NotSent => {
                let refused = Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, "refused");
                return Err(refused.with_retry(RetryHint::Backoff));
            }
            Move::Lost => return error(ErrorKind::Transport, Charge::Unknown),
            Move::Unanswered => (Vec::new(), 0),
            Move::Partly => (asked.iter().take(1).map(paid).collect(), 1),
            Move::PartlyLost => {
                let broken = asked.iter().skip(1).map(|n| row(*n, Outcome::Failed(lost.clone()), Charge::Unknown));
                (asked.iter().take(1).map(paid).chain(broken).collect(), asked.len())
            }
            Move::Quota => return error(ErrorKind::Quota, Charge::FREE),
            Move::Refused => {
                let refused = Error::new(ErrorKind::InvalidRequest, Charge::FREE, "refused").with_code("267102");
                return Err(refused.at(self.product.id()));
            }
            Move::NotInDatabase => {
                let free = |n: &PhoneNumber| row(*n, report(LineStatus::NotInDatabase), Charge::FREE);
                (asked.iter().map(free).collect(), 0)
            }
        };
        let billed = u32::try_from(charged).ok();
        let receipt = Receipt { by: self.product.id().clone(), order_id: None, billed, charge: Charge::BILLED };
        Ok(Batch::align(&self.product, asked, rows, vec![receipt], || (Outcome::Unanswered, Charge::FREE)))
    }
}

#[async_trait]
impl NumberChecker for Vendor {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let asked = self.product.sendable(numbers)?;
        let play = {
            let mut world = self.world();
            let play = world.script.pop_front().unwrap_or(Move::Answered);
            let charged = match play {
                Move::Answered | Move::Lost | Move::PartlyLost => asked.len(),
                Move::Partly => 1,
                _ => 0,
            };
            world.requests.push(asked.clone());
            for number in asked.iter().take(charged) {
                *world.charged.entry(*number).or_default() += 1;
            }
            play
        };
        tokio::time::sleep(LATENCY).await;
        self.reply(&asked, play)
    }
}
