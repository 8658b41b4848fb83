//! Every layer is held to the laws that vendors are held to, over concrete checkers and over `dyn`.

use std::time::Duration;

use numcheck_contract::laws::{Requests, Scene, Staged, Subject, violations};
use numcheck_core::{
    Batch, Charge, DynChecker, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberCheckerExt, NumberKind,
    Outcome, PhoneNumber, Product, Receipt, Result, Row, async_trait,
};
use numcheck_layers::{LayerExt, Policy, Rate, stack};

/// A vendor in memory.
#[derive(Clone, Debug)]
struct Vendor {
    product: Product,
    scene: Scene,
    requests: Requests,
    hang: Duration,
}

#[async_trait]
impl NumberChecker for Vendor {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let send = self.product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(&self.product, numbers));
        }
        self.requests.arrived();
        let error = |kind, charge| Err(Error::new(kind, charge, "as staged").at(self.product.id()));
        match self.scene {
            Scene::Lost => return error(ErrorKind::Protocol, Charge::Unknown),
            Scene::Refused => return error(ErrorKind::Auth, Charge::FREE_INFERRED),
            Scene::HangsOnce if self.requests.count() == 1 => tokio::time::sleep(self.hang).await,
            _ => {}
        }
        let [first, _] = known();
        let row = |number: &PhoneNumber| {
            let (status, code) = match self.scene {
                Scene::UnknownCode => (LineStatus::Unknown("77".to_owned()), "77"),
                _ if *number == first => (LineStatus::Active, "1"),
                _ => (LineStatus::Vacant, "0"),
            };
            let report = LineReport { status, code: code.into(), area: None, carrier: None, last_time: None };
            let charge = if *number == first { Charge::BILLED } else { Charge::FREE };
            Row { number: *number, outcome: Outcome::Report(report), charge, order_id: None }
        };
        let answered = |number: &&PhoneNumber| self.scene != Scene::Partly || **number == first;
        let rows: Vec<_> = send.iter().filter(answered).map(row).collect();
        let billed = u32::try_from(rows.iter().filter(|row| row.charge.is_billed()).count()).ok();
        let receipt = Receipt { by: self.product.id().clone(), order_id: None, billed, charge: Charge::BILLED };
        Ok(Batch::align(&self.product, numbers, rows, vec![receipt], || (Outcome::Unanswered, Charge::FREE)))
    }
}

fn known() -> [PhoneNumber; 2] {
    ["13800000001", "13800000002"].map(|text| text.parse().expect("a number"))
}

/// A layer over the vendor.
struct Layered<F> {
    layer: F,
    max_batch: usize,
    hang: Duration,
}

impl<F> Layered<F> {
    const fn new(layer: F) -> Self {
        Self { layer, max_batch: 3, hang: Duration::from_secs(60) }
    }

    /// A caller who leaves does not end the request, so the next one waits for the same: this vendor is slow, not dead.
    const fn slow(mut self) -> Self {
        self.hang = Duration::from_millis(200);
        self
    }
}

impl<C: NumberChecker, F: Fn(Vendor) -> C> Subject for Layered<F> {
    type Checker = C;

    fn numbers(&self) -> Vec<PhoneNumber> {
        known().to_vec()
    }

    fn charges(&self) -> Vec<Charge> {
        vec![Charge::BILLED, Charge::FREE]
    }

    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }

    fn unknown_code(&self) -> String {
        "77".to_owned()
    }

    fn most_requests(&self) -> Option<usize> {
        None
    }

    fn stage(&self, scene: Scene) -> Result<Staged<C>, Box<dyn std::error::Error + Send + Sync>> {
        let product = Product::new("acme/line-status", "line-status")
            .batches_of(self.max_batch)
            .settling_in(Duration::from_millis(1))
            .taking(&[NumberKind::Mobile]);
        let requests = Requests::new();
        let vendor = Vendor { product, scene, requests: requests.clone(), hang: self.hang };
        Ok(Staged::new((self.layer)(vendor), requests))
    }
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn policy() -> Policy {
    Policy::new().pauses(Duration::ZERO, Duration::ZERO)
}

fn whole(vendor: Vendor) -> DynChecker<LineReport> {
    stack(vendor.clone(), Rate::per_second(1000))
        .or_else(vendor, Rate::per_second(1000))
        .policy(policy())
        .max_batch(9)
        .cached(DAY)
        .build()
}

numcheck_contract::laws!(rate_limit: Layered::new(|vendor: Vendor| vendor.rate_limited(Rate::per_second(1000))));
numcheck_contract::laws!(retry: Layered::new(|vendor: Vendor| vendor.retrying(policy())));
numcheck_contract::laws!(split: Layered::new(|vendor: Vendor| vendor.split(9)));
numcheck_contract::laws!(failover: Layered::new(|vendor: Vendor| vendor.clone().or_else(vendor)));
numcheck_contract::laws!(cache: Layered::new(|vendor: Vendor| vendor.cached(DAY)).slow());

numcheck_contract::laws!(rate_limit_over_dyn: Layered::new(|vendor: Vendor| {
    vendor.into_dyn().rate_limited(Rate::per_second(1000)).into_dyn()
}));
numcheck_contract::laws!(retry_over_dyn: Layered::new(|vendor: Vendor| vendor.into_dyn().retrying(policy()).into_dyn()));
numcheck_contract::laws!(split_over_dyn: Layered::new(|vendor: Vendor| vendor.into_dyn().split(9).into_dyn()));
numcheck_contract::laws!(failover_over_dyn: Layered::new(|vendor: Vendor| {
    vendor.clone().into_dyn().or_else(vendor.into_dyn()).into_dyn()
}));
numcheck_contract::laws!(cache_over_dyn: Layered::new(|vendor: Vendor| vendor.into_dyn().cached(DAY).into_dyn()).slow());
numcheck_contract::laws!(whole_stack: Layered::new(whole).slow());

/// One number a part: after a part in doubt the others are not sent, and so they are free. That law speaks of one request.
#[test]
fn split_into_parts_breaks_only_the_law_that_speaks_of_one_request() {
    let subject = Layered { max_batch: 1, ..Layered::new(|vendor: Vendor| vendor.split(9)) };
    let broken = numcheck_contract::laws::block_on(violations(&subject));
    let names: Vec<_> = broken.iter().map(numcheck_contract::Violation::law).collect();
    assert_eq!(names, ["money_is_not_guessed"], "{broken:?}");
}
