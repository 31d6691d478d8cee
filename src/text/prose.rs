//! What a person reads about a finding: what is the case, why, and what to do.
//!
//! Each language has one function per protocol, without a catch-all arm, so that a new finding does
//! not compile until both have its words.

use crate::engine::report::AnyFinding;
use crate::text::Lang;

/// The words of one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// What is the case, in one line.
    pub title: String,
    /// Why, and what follows from it.
    pub why: String,
    /// What to do about it, where something can be done.
    pub fix: Option<Fix>,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Who does what, in a sentence.
    pub what: String,
    /// Text to copy: a record, a header field, a setting.
    pub copy: Option<String>,
}

impl Prose {
    /// A finding there is nothing to do about.
    pub fn new(title: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            why: why.into(),
            fix: None,
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn fix(mut self, what: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            what: what.into(),
            copy: None,
        });
        self
    }

    /// Says what to do, with text to copy.
    #[must_use]
    pub fn fix_with(mut self, what: impl Into<String>, copy: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            what: what.into(),
            copy: Some(copy.into()),
        });
        self
    }
}

/// The words of a finding in `lang`.
pub fn prose(lang: Lang, finding: &AnyFinding) -> Prose {
    let words = &lang.0.findings;
    match finding {
        AnyFinding::Mail(finding) => (words.mail)(finding),
        AnyFinding::Paste(finding) => (words.paste)(finding),
        AnyFinding::Dkim(_, finding) => (words.dkim)(finding),
        AnyFinding::Spf(_, finding) => (words.spf)(finding),
        AnyFinding::Dmarc(finding) => (words.dmarc)(finding),
        AnyFinding::Arc(finding) => (words.arc)(finding),
        AnyFinding::Claims(finding) => (words.claims)(finding),
        AnyFinding::Verdict(finding) => (words.verdict)(finding),
    }
}
