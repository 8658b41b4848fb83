use std::time::Duration;

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use numcheck_core::{Charge, NumberChecker, PhoneNumber};

use super::{Requests, Scene, Staged, Subject, spellings};

/// Longer than any law waits.
const HANG: Duration = Duration::from_secs(60);

/// A vendor over HTTP to be held to the laws, its server played from the bodies of its replies.
///
/// Every scripted body must be given but [`partly`](Self::partly), which a product of one number a call does not need.
/// The lost reply and the hanging vendor are played without being asked; the lost reply echoes the request with its
/// credentials, escaped in several ways too, and so should the refusal if the vendor does that.
pub struct HttpSubject<C> {
    build: Box<Build<C>>,
    numbers: Vec<PhoneNumber>,
    charges: Vec<Charge>,
    secrets: Vec<String>,
    unknown_code: String,
    answered: Option<String>,
    partly: Option<String>,
    refused: Option<String>,
    unknown: Option<String>,
}

type Build<C> = dyn Fn(&str) -> numcheck_core::Result<C>;

impl<C: NumberChecker> HttpSubject<C> {
    /// A subject whose checker is built from the base URL of its vendor, `http://127.0.0.1:PORT`.
    pub fn new(build: impl Fn(&str) -> numcheck_core::Result<C> + 'static) -> Self {
        Self {
            build: Box::new(build),
            numbers: Vec::new(),
            charges: Vec::new(),
            secrets: Vec::new(),
            unknown_code: String::new(),
            answered: None,
            partly: None,
            refused: None,
            unknown: None,
        }
    }

    /// The numbers the vendor answers for, with reports that differ.
    ///
    /// # Panics
    ///
    /// On a text that is not a phone number.
    pub fn numbers(mut self, numbers: &[&str]) -> Self {
        self.numbers =
            numbers.iter().map(|text| PhoneNumber::parse(text).unwrap_or_else(|error| panic!("{error}"))).collect();
        self
    }

    /// The credentials the checker is built with.
    pub fn secrets(mut self, secrets: &[&str]) -> Self {
        self.secrets = secrets.iter().map(|&secret| secret.to_owned()).collect();
        self
    }

    /// The body of a reply that answers every number, and what it says of their charges, in the order of the numbers:
    /// [`Charge::Unknown`] where it says nothing. At best one number is billed and another is free.
    pub fn answered(mut self, body: impl Into<String>, charges: &[Charge]) -> Self {
        self.answered = Some(body.into());
        self.charges = charges.to_vec();
        self
    }

    /// The body of a reply that answers the first number alone.
    pub fn partly(mut self, body: impl Into<String>) -> Self {
        self.partly = Some(body.into());
        self
    }

    /// The body of a reply that refuses the credentials.
    pub fn refused(mut self, body: impl Into<String>) -> Self {
        self.refused = Some(body.into());
        self
    }

    /// A status no document names, and the body of a reply that answers the first number with it.
    pub fn unknown_code(mut self, code: impl Into<String>, body: impl Into<String>) -> Self {
        self.unknown_code = code.into();
        self.unknown = Some(body.into());
        self
    }

    fn script(&self, scene: Scene) -> Result<Script, String> {
        let (body, method) = match scene {
            Scene::Lost => return Ok(Script::Page(self.numbers.clone())),
            Scene::Answered | Scene::HangsOnce => (&self.answered, "answered"),
            Scene::Partly => (&self.partly, "partly"),
            Scene::Refused => (&self.refused, "refused"),
            Scene::UnknownCode => (&self.unknown, "unknown_code"),
        };
        let body =
            body.clone().ok_or_else(|| format!("no reply is scripted: call `.{method}(…)` on the HttpSubject"))?;
        Ok(Script::Body(body))
    }
}

/// What the vendor replies.
enum Script {
    Body(String),
    /// A page as a gateway writes it, with everything in it that must not be shown.
    Page(Vec<PhoneNumber>),
}

impl Script {
    fn reply(&self, request: &HttpMockRequest) -> HttpMockResponse {
        let body = match self {
            Self::Body(body) => body.clone(),
            Self::Page(numbers) => {
                let sent = form_urlencoded::parse(request.body_ref())
                    .map(|(name, value)| format!("{name}={} ", spellings(&value).join(" ")));
                let numbers = numbers.iter().map(|number| format!("{} ", number.as_str()));
                format!("<html>Bad gateway: {}{}</html>", sent.collect::<String>(), numbers.collect::<String>())
            }
        };
        let reply = HttpMockResponse::builder().status(200).header("content-type", "application/json;charset=utf-8");
        reply.body(body).build()
    }
}

impl<C: NumberChecker> Subject for HttpSubject<C> {
    type Checker = C;

    fn numbers(&self) -> Vec<PhoneNumber> {
        self.numbers.clone()
    }

    fn charges(&self) -> Vec<Charge> {
        self.charges.clone()
    }

    fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }

    fn unknown_code(&self) -> String {
        self.unknown_code.clone()
    }

    fn most_requests(&self) -> Option<usize> {
        Some(1)
    }

    fn stage(&self, scene: Scene) -> Result<Staged<C>, Box<dyn std::error::Error + Send + Sync>> {
        let script = self.script(scene)?;
        let requests = Requests::new();
        let server = MockServer::start();
        if scene == Scene::HangsOnce {
            let requests = requests.clone();
            server.mock(move |when, then| {
                // Counted when it arrives: the reply comes too late to count anything.
                when.is_true(move |_: &HttpMockRequest| {
                    requests.arrived();
                    true
                });
                then.status(200).delay(HANG).up_to_n_times(1);
            });
        }
        let arrived = requests.clone();
        server.mock(move |when, then| {
            when.any_request();
            then.respond_with(move |request: &HttpMockRequest| {
                arrived.arrived();
                script.reply(request)
            });
        });
        let checker = (self.build)(&server.base_url())?;
        Ok(Staged::new(checker, requests).keeping(server))
    }
}

impl<C> std::fmt::Debug for HttpSubject<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpSubject").field("numbers", &self.numbers).finish_non_exhaustive()
    }
}
