//! `numcheck check`: one product about up to 100 numbers.

use std::io;
use std::sync::Arc;

use numcheck_core::{AnyChecker, PhoneNumber};
use numcheck_http::{Client, HttpOptions};
use numcheck_sandbox::{Options, Sandbox};

use crate::args::{CheckArgs, Format};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::output::csv::Csv;
use crate::output::json::Json;
use crate::output::terminal::Terminal;
use crate::output::text::{Table, Tabs};
use crate::output::{self, Row, Sink};
use crate::{Encryption, Entry, Registry, Settings, credentials};

mod ask;
mod input;
mod plan;
mod summary;

use ask::Asked;
use plan::{Fate, Plan};

pub(crate) fn run(registry: &Registry, args: &CheckArgs) -> Result<Exit, Failure> {
    let entry = registry.find(&args.product).ok_or_else(|| {
        Failure::usage(format!("{} is no product of this tool", args.product), "see numcheck products")
    })?;
    verify(entry, registry, args)?;
    let given = input::read(&args.numbers, input::stdin_if_named(&args.numbers))?;
    let plan = Plan::new(&given, args.country, entry.product(), registry);
    plan.complaints.iter().for_each(output::say);

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::unexpected(format!("the runtime cannot be started: {error}")))?;
    runtime.block_on(check(entry, args, &plan))
}

/// What can be found wrong before a number or a credential is looked at.
fn verify(entry: &Entry, registry: &Registry, args: &CheckArgs) -> Result<(), Failure> {
    let encryption = Encryption::from(args.encrypt);
    if encryption != Encryption::None && !entry.encryptions.contains(&encryption) {
        let able = registry.entries().iter().filter(|entry| entry.encryptions.contains(&encryption));
        let able: Vec<&str> = able.map(|entry| entry.product().id().as_str()).collect();
        return Err(Failure::usage(
            format!("{} has no {} variant", args.product, encryption.word()),
            match able.as_slice() {
                [] => "leave --encrypt out".to_owned(),
                able => format!("leave --encrypt out, or ask {}", able.join(" or ")),
            },
        ));
    }
    if args.sandbox && entry.sandbox.is_none() {
        return Err(Failure::usage(
            format!("{} is not in the sandbox", args.product),
            "leave --sandbox out, or point --base-url to a sandbox of your own",
        ));
    }
    if args.country != PhoneNumber::CHINA && PhoneNumber::parse_in(args.country, "").is_err_and(is_no_country) {
        return Err(Failure::usage(
            format!("no country has the calling code {}", args.country),
            "write it as in --country 852",
        ));
    }
    if args.base_url.is_some() {
        Client::new(entry.product(), "https://localhost", &http(args)).map_err(|error| Failure::of_build(&error))?;
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "the shape that is_err_and wants")]
fn is_no_country(error: numcheck_core::ParseNumberError) -> bool {
    error.reason() == numcheck_core::ParseNumberReason::UnknownCountry
}

async fn check(entry: &Entry, args: &CheckArgs, plan: &Plan) -> Result<Exit, Failure> {
    let usable = !plan.ask.is_empty();
    let sandbox = if args.sandbox && usable { Some(start_sandbox().await?) } else { None };
    let checker = if usable { Some(build(entry, args, sandbox.as_ref())?) } else { None };
    let numbers = plan.fates.iter().map(|fate| fate.numbers(&plan.ask)).collect::<Vec<_>>();
    let mut sink = sink(entry, args.format, numbers.iter().map(AsRef::as_ref));
    if let Err(error) = sink.begin() {
        return super::of_write(&error);
    }

    let mut printer = Printer { sink: &mut *sink, entry, plan, printed: 0, sandbox: args.sandbox };
    let (asked, written) = match &checker {
        Some(checker) => {
            let interrupted = ask::watch_for_interrupt();
            ask::ask(&**checker, &plan.ask, &interrupted, |asked| printer.print(asked, false)).await
        }
        None => (Asked::default(), Ok(())),
    };
    let written = written.and_then(|()| printer.print(&asked, true));
    if let Some(sandbox) = sandbox {
        sandbox.shutdown().await;
    }
    summary::say(entry, plan, &asked, args.sandbox);
    match written {
        Ok(()) => Ok(exit(plan, &asked)),
        Err(error) => super::of_write(&error),
    }
}

async fn start_sandbox() -> Result<Sandbox, Failure> {
    let sandbox = Sandbox::start(Options::default())
        .await
        .map_err(|error| Failure::unexpected(format!("the sandbox: {error}")))?;
    output::say("sandbox: the vendors are simulated on this machine, and nothing is paid");
    Ok(sandbox)
}

fn build(entry: &Entry, args: &CheckArgs, sandbox: Option<&Sandbox>) -> Result<Arc<dyn AnyChecker>, Failure> {
    let encryption = Encryption::from(args.encrypt);
    let settings = if let (Some(sandbox), Some(vendor)) = (sandbox, entry.sandbox) {
        let settings = Settings::new(http(args).base_url(sandbox.base_url(vendor)));
        let needed = entry.credentials.iter().filter(|credential| credential.is_needed(encryption));
        needed.fold(settings, |settings, credential| {
            settings.with_credential(credential.env, credential.sandbox.unwrap_or_default())
        })
    } else {
        let product = entry.product().id().as_str();
        credentials::read_all(&entry.credentials, encryption, product, |name| std::env::var_os(name))?
            .into_iter()
            .fold(Settings::new(http(args)), |settings, (env, value)| settings.with_credential(env, value))
    };
    (entry.build)(&settings.with_encryption(encryption)).map_err(|error| Failure::of_build(&error))
}

fn http(args: &CheckArgs) -> HttpOptions {
    let mut http = HttpOptions::new().allow_http(args.allow_http);
    if let Some(base_url) = &args.base_url {
        http = http.base_url(base_url);
    }
    if let Some(timeout) = args.timeout {
        http = http.timeout(timeout);
    }
    http
}

fn sink<'a>(entry: &Entry, format: Format, numbers: impl Iterator<Item = &'a str>) -> Box<dyn Sink> {
    let out = io::stdout();
    match (format, Terminal::stdout()) {
        (Format::Csv, _) => Box::new(Csv::new(out)),
        (Format::Json, _) => Box::new(Json(out)),
        (Format::Text, Some(terminal)) => Box::new(Table::new(out, terminal, entry, numbers)),
        (Format::Text, None) => Box::new(Tabs(out)),
    }
}

/// Prints rows in the order given, each as soon as it and all before it are settled.
struct Printer<'a> {
    sink: &'a mut dyn Sink,
    entry: &'a Entry,
    plan: &'a Plan,
    printed: usize,
    sandbox: bool,
}

impl Printer<'_> {
    /// Prints what is settled; at the end, what was not asked is too.
    fn print(&mut self, asked: &Asked, at_the_end: bool) -> io::Result<()> {
        let rows: Vec<Row> = self.plan.fates[self.printed..]
            .iter()
            .map_while(|fate| match fate {
                Fate::Rejected { number, error } => Some(self.unsent(number.clone(), Some(error.clone()))),
                Fate::Asked(at) => match asked.answers.get(*at) {
                    Some(answer) => Some(Row::of_answer(answer, self.sandbox)),
                    None => at_the_end.then(|| self.unsent(output::whole(&self.plan.ask[*at]), None)),
                },
            })
            .collect();
        self.printed += rows.len();
        if rows.is_empty() { Ok(()) } else { self.sink.rows(&rows) }
    }

    fn unsent(&self, number: String, error: Option<numcheck_core::Error>) -> Row {
        plan::unsent(number, error, self.entry.product(), self.sandbox)
    }
}

fn exit(plan: &Plan, asked: &Asked) -> Exit {
    let mut exits: Vec<Exit> = asked.answers.iter().map(Exit::of_answer).collect();
    if plan.ask.is_empty() {
        exits.push(Exit::NoInput);
    }
    if plan.ask.len() < plan.fates.len() && plan.fates.iter().any(|fate| matches!(fate, Fate::Rejected { .. })) {
        exits.push(Exit::Incomplete);
    }
    if asked.answers.len() < plan.ask.len() {
        exits.push(Exit::Incomplete);
    }
    Exit::of_all(&exits)
}
