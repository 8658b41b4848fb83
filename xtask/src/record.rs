//! `cargo xtask record VENDOR/PRODUCT NUMBER...`: makes a scrubbed fixture from a live call, or from the sandbox.
//!
//! The call goes through a relay on loopback that keeps what goes over the wire and what comes back. The reply is
//! scrubbed, and the same call is made again: with the fixture's credentials and numbers, before the scrubbed reply.
//! What that second call sends and brings back is what the fixture demands, so no real value can be left in either.

use std::fs;

use numcheck_contract::Given;
use numcheck_core::{Answer, AnyReport, Batch, Outcome as Of, PhoneNumber, Timestamp};
use numcheck_sandbox::{Options, Sandbox};

use crate::secrets::{Allowed, real_looking};
use crate::sh::{self, Result};
use crate::{contract, fixtures};

mod args;
mod file;
mod json;
mod products;
mod relay;
mod scrub;

use args::Args;
use products::{Call, Product};
use relay::{Exchange, Relay, Upstream};
use scrub::Scrub;

type Outcome = numcheck_core::Result<Batch<AnyReport>>;

pub(crate) fn run(args: &[String]) -> Result {
    if args::is_a_question(args) {
        println!("{}", args::USAGE);
        return Ok(());
    }
    let args = Args::parse(args)?;
    let product = Product::find(&args.product, args.encrypt.as_deref())?;
    let numbers = numbers(&args)?;
    let live = product.live(&numbers, args.sandbox)?;
    if !args.sandbox && !args.yes {
        args::consent(&product, numbers.len())?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no tokio runtime: {error}"))?;
    let recorded = runtime.block_on(record(&args, &product, live))?;

    let name = args.name.clone().unwrap_or_else(|| file::name(&recorded.outcome));
    let case = format!("{}/{name}", product.id);
    let path = sh::root().join(fixtures::DIR).join(format!("{case}.json"));
    if path.exists() {
        return Err(format!("{case} is there already: give the new one another name with --name"));
    }
    let text = file::write(&args, &recorded);
    let real = real_looking(&text, &Allowed::read()?);
    if !real.is_empty() {
        return Err(format!("nothing is written: the fixture would hold\n  {}", real.join("\n  ")));
    }
    fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(|error| format!("{}: {error}", path.display()))?;
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{}/{case}.json is written: read its `expect` before you keep it\n", fixtures::DIR);
    contract::run(&[case])
}

fn numbers(args: &Args) -> Result<Vec<PhoneNumber>> {
    let parse = |text: &String| match args.country {
        Some(country) => PhoneNumber::parse_in(country, text),
        None => PhoneNumber::parse(text),
    };
    args.numbers.iter().map(|text| parse(text).map_err(|error| error.to_string())).collect()
}

/// What a fixture is written from: nothing in it is real any more.
struct Recorded {
    given: Given,
    exchanges: Vec<Exchange>,
    outcome: Outcome,
    /// How the vendor's fields that change with every call are written.
    matchers: &'static [(&'static str, &'static str)],
    date: String,
}

async fn record(args: &Args, product: &Product, mut live: Call) -> Result<Recorded> {
    let sandbox = if args.sandbox { Some(start_sandbox().await?) } else { None };
    let upstream =
        sandbox.as_ref().map_or_else(|| product.host.to_owned(), |sandbox| format!("http://{}", sandbox.addr()));
    if args.sandbox {
        // It answers by the last digits, so it need not see a real number at all.
        let mut scrub = Scrub::new(&live.given);
        live.given.numbers = live.given.numbers.iter().map(|number| scrub.number(number)).collect::<Result<_>>()?;
    }
    let (exchanges, outcome) = call(product, &live, Upstream::vendor(upstream)?).await?;
    if exchanges.is_empty() {
        return Err(format!("nothing was sent: {}", told(&outcome)));
    }

    let mut scrub = Scrub::new(&live.given);
    let scrubbed = exchanges.iter().map(|exchange| scrub.exchange(exchange)).collect::<Result<Vec<_>>>()?;
    let again = product.scrubbed(&live.given, &mut scrub)?;
    let replies = scrubbed.iter().map(|exchange| exchange.response.clone()).collect();
    let (replayed, outcome) = call(product, &again, Upstream::Script(replies)).await?;
    product.same_requests(&scrubbed, &replayed)?;

    let date = Timestamp::now().to_string().chars().take(10).collect();
    let exchanges = scrubbed.into_iter().zip(replayed).map(|(own, again)| Exchange { request: again.request, ..own });
    Ok(Recorded { given: again.given, exchanges: exchanges.collect(), outcome, matchers: product.matchers, date })
}

async fn start_sandbox() -> Result<Sandbox> {
    Sandbox::start(Options::default()).await.map_err(|error| error.to_string())
}

/// Makes the call through a relay, and gives what passed.
async fn call(product: &Product, call: &Call, upstream: Upstream) -> Result<(Vec<Exchange>, Outcome)> {
    let relay = Relay::start(upstream).await?;
    let checker = product.checker(call, &relay.base_url()).map_err(|error| error.to_string())?;
    let outcome = checker.check_any(&call.given.numbers).await;
    Ok((relay.finish()?, outcome))
}

/// What came back, in a line.
fn told(outcome: &Outcome) -> String {
    let word = |answer: &Answer<AnyReport>| match &answer.outcome {
        Of::Report(report) => report.summary().status.to_string(),
        other => other.word().to_owned(),
    };
    match outcome {
        Ok(batch) => batch.answers.iter().map(word).collect::<Vec<_>>().join(", "),
        Err(error) => error.to_string(),
    }
}
