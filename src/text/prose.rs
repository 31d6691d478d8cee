//! What a person reads about a finding.

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

/// The words of a finding in `lang`.
pub fn prose(_lang: Lang, finding: &AnyFinding) -> Prose {
    Prose {
        title: finding.entry().code.to_owned(),
        why: String::new(),
        fix: None,
    }
}
