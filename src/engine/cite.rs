//! What stands beside every finding: a stable code, how grave it is, and the RFC section that says so.

use crate::engine::span::Span;

/// How grave a finding is. It says how to draw it, never what the verdict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A check came out negative.
    Fail,
    /// A check could not be completed, or its input is malformed (temperror, permerror).
    Error,
    /// The check's result stands, and a person should still look at this.
    Warn,
    /// Worth knowing; nothing to do.
    Note,
}

impl Level {
    /// The word used in JSON, outlines and `data-` attributes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Note => "note",
        }
    }
}

/// A section of an RFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cite {
    /// Number of the RFC.
    pub rfc: u16,
    /// Section within it, as the RFC numbers it (`"6.1.2"`).
    pub section: &'static str,
}

/// One row of a protocol's table of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable code, `protocol.what-is-wrong`. Never reused: links, tests, lessons and translators
    /// hold on to it.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// The rule that decided.
    pub cite: Cite,
}

/// A row of the table, written so that the table reads as one.
pub const fn entry(code: &'static str, level: Level, rfc: u16, section: &'static str) -> Entry {
    Entry {
        code,
        level,
        cite: Cite { rfc, section },
    }
}

/// A finding and the octets of the message it is about, if it is about any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted<F> {
    /// What was found.
    pub finding: F,
    /// Where in the message.
    pub span: Option<Span>,
}

impl<F> Noted<F> {
    /// A finding about the octets at `span`.
    pub const fn at(finding: F, span: Span) -> Self {
        Self {
            finding,
            span: Some(span),
        }
    }

    /// A finding about no octets of the message in particular: about DNS, or about what is absent.
    pub const fn general(finding: F) -> Self {
        Self {
            finding,
            span: None,
        }
    }

    /// The same place with another finding.
    pub fn map<G>(self, with: impl FnOnce(F) -> G) -> Noted<G> {
        Noted {
            finding: with(self.finding),
            span: self.span,
        }
    }
}
