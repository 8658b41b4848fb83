use std::fmt;

/// A law that a checker breaks, and how.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    law: &'static str,
    rule: &'static str,
    what: String,
}

impl Violation {
    pub(super) fn new(law: &'static str, rule: &'static str, what: String) -> Self {
        Self { law, rule, what }
    }

    /// The law's name, which is the name of its function.
    pub const fn law(&self) -> &'static str {
        self.law
    }

    /// The contract's words.
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// What the checker did.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  the contract: {}", self.law, self.what, self.rule)
    }
}

/// As `Display`: it is what a failing test prints.
impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Violation {}
