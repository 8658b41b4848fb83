use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use numcheck_core::{Charge, NumberChecker, PhoneNumber};

/// A checker to be held to the laws: how to put it before a vendor in a given [`Scene`].
///
/// [`HttpSubject`](super::HttpSubject) is one for a vendor over HTTP. A layer, or a vendor that speaks something else,
/// implements this over a stub.
pub trait Subject {
    /// The checker: concrete, or behind `Arc`, `Box` or `dyn`.
    type Checker: NumberChecker;

    /// Numbers that the vendor of [`Scene::Answered`] answers for, with reports that differ: one for a product of one
    /// number a call, two or more else.
    fn numbers(&self) -> Vec<PhoneNumber>;

    /// The charge that the vendor of [`Scene::Answered`] states for each of [`numbers`](Self::numbers), in their order;
    /// [`Charge::Unknown`] where it states none.
    fn charges(&self) -> Vec<Charge>;

    /// The credentials the checker holds: no text may show them. Make them long and odd.
    fn secrets(&self) -> Vec<String>;

    /// The status that the vendor of [`Scene::UnknownCode`] sends.
    fn unknown_code(&self) -> String;

    /// The most requests one call may make: `Some(1)` for a vendor, `None` for a layer.
    fn most_requests(&self) -> Option<usize>;

    /// A new checker before a new vendor in this scene.
    ///
    /// # Errors
    ///
    /// When it cannot be built: every law then fails.
    fn stage(&self, scene: Scene) -> Result<Staged<Self::Checker>, Box<dyn std::error::Error + Send + Sync>>;
}

/// What the vendor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scene {
    /// It answers every number of [`Subject::numbers`].
    Answered,
    /// It never answers the first request, and answers later ones.
    HangsOnce,
    /// It replies with something that cannot be read: whether it charged is not known.
    Lost,
    /// It answers the first of [`Subject::numbers`] and says nothing of the others. Staged for products that take
    /// several numbers a call.
    Partly,
    /// It refuses the credentials.
    Refused,
    /// It answers the first of [`Subject::numbers`] with a status that no document names.
    UnknownCode,
}

impl Scene {
    /// All scenes.
    pub const ALL: [Self; 6] =
        [Self::Answered, Self::HangsOnce, Self::Lost, Self::Partly, Self::Refused, Self::UnknownCode];
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scene {self:?}")
    }
}

/// A checker on its stage.
pub struct Staged<C> {
    /// The checker.
    pub checker: C,
    /// The requests its vendor received.
    pub requests: Requests,
    /// Held, never read.
    #[allow(dead_code)]
    stage: Box<dyn Any>,
}

impl<C> Staged<C> {
    /// A checker whose vendor counts its requests here.
    pub fn new(checker: C, requests: Requests) -> Self {
        Self { checker, requests, stage: Box::new(()) }
    }

    /// Keeps something alive as long as the checker: its vendor.
    pub fn keeping(mut self, stage: impl Any) -> Self {
        self.stage = Box::new(stage);
        self
    }
}

impl<C: fmt::Debug> fmt::Debug for Staged<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staged")
            .field("checker", &self.checker)
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

/// A count of the requests a vendor received, shared by its clones.
#[derive(Clone, Debug, Default)]
pub struct Requests(Arc<AtomicUsize>);

impl Requests {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more arrived.
    pub fn arrived(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// How many arrived.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
