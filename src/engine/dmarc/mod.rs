//! DMARC (RFC 9989): tree walk, alignment, policy. It takes the outcomes of SPF and DKIM, never
//! their innards.

mod align;
mod discover;
mod evaluate;
pub mod finding;
mod record;
mod report_auth;

use crate::engine::cite::Noted;
use crate::engine::dns::{Name, Question};
use crate::engine::{dkim, spf};
pub use evaluate::evaluate;
pub use finding::{Finding, ReportFault};
pub use report_auth::check_reports;

/// The result (RFC 9989 §9.1, RFC 8601 §2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// No policy record applies.
    None,
    /// An aligned identifier is authenticated.
    Pass,
    /// None is.
    Fail,
    /// DNS failed where it mattered.
    TempError,
    /// It can't be evaluated: no, or no single, author domain.
    PermError,
}

impl Verdict {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// A policy, and what it asks a receiver to do (RFC 9989 §4.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// Nothing.
    #[default]
    None,
    /// Treat as suspicious.
    Quarantine,
    /// Refuse.
    Reject,
}

impl Policy {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }
}

/// How close two domains must be (`adkim`, `aspf`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// The same organizational domain.
    #[default]
    Relaxed,
    /// The same domain.
    Strict,
}

/// An identifier offered for alignment. `verify` can only make verified ones; the command line's
/// `dmarc` states them, and a result that rests on a stated one says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// A DKIM signature verified.
    Dkim(dkim::Passed),
    /// SPF passed for MAIL FROM.
    Spf(spf::Passed),
    /// Somebody says that this method authenticated this domain.
    Stated {
        /// The method.
        method: Method,
        /// The domain.
        domain: Name,
    },
}

/// Which leg an identifier stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// SPF of MAIL FROM.
    Spf,
    /// DKIM.
    Dkim,
}

/// What was found for one author domain.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The author domain.
    pub author_domain: Name,
    /// The result; `None` while an answer is missing.
    pub verdict: Option<Verdict>,
    /// What the policy asks for this message, after `sp`, `np` and `t`; `none` on a pass.
    pub disposition: Policy,
    /// The policy record that applies.
    pub record: Option<RecordFacts>,
    /// The organizational domain of the author domain; `None` where it was not needed or is not
    /// known yet.
    pub organizational_domain: Option<Name>,
    /// Each query of policy discovery, and of the walk for the organizational domain, in order.
    pub walk: Vec<WalkStep>,
    /// Each identifier with its alignment.
    pub identifiers: Vec<IdentifierOutcome>,
    /// Each host that the policy names for reports, once there is a result; see [`check_reports`].
    pub destinations: Vec<Destination>,
    /// Everything worth saying.
    pub findings: Vec<Noted<Finding>>,
}

/// A host that a policy names for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// `rua` or `ruf`.
    pub tag: &'static str,
    /// The host of the URI.
    pub host: Name,
    /// Where its consent is looked for, if it needs to give any.
    pub question: Option<Question>,
    /// Whether it gives it.
    pub consent: Consent,
}

/// Whether a host takes reports about a domain (RFC 9990 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Consent {
    /// It is of the same organization and need not be asked.
    Own,
    /// No answer yet.
    Waiting,
    /// It does.
    Given,
    /// It does not.
    Missing,
    /// DNS failed.
    Unknown,
}

impl Consent {
    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Waiting => "waiting",
            Self::Given => "given",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// The policy record in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFacts {
    /// The domain that publishes it.
    pub domain: Name,
    /// Its text.
    pub text: String,
    /// `p`, or what stands for it.
    pub policy: Policy,
    /// `sp`.
    pub subdomain_policy: Option<Policy>,
    /// `np`.
    pub nonexistent_policy: Option<Policy>,
    /// The policy that applies to the author domain before `t`. Whether the domain exists, which `np`
    /// needs, is only asked if the message fails; till then it counts as existing.
    pub applied: Policy,
    /// Which tag gave it: `p`, `sp` or `np`.
    pub applied_tag: &'static str,
    /// That policy after `t`: `policy.dmarc` of RFC 9989 §9.1, whether or not the message fails.
    pub evaluated: Policy,
    /// `t=y`.
    pub testing: bool,
    /// `adkim`.
    pub adkim: Alignment,
    /// `aspf`.
    pub aspf: Alignment,
}

/// One query of a tree walk (RFC 9989 §4.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkStep {
    /// The domain looked at; the question is about `_dmarc.` below it.
    pub domain: Name,
    /// The question.
    pub question: Question,
    /// What it gave.
    pub found: WalkFound,
}

/// What one query of a walk gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalkFound {
    /// No answer yet.
    Waiting,
    /// No DMARC record.
    Nothing,
    /// More than one: all are dropped.
    Several(usize),
    /// One record.
    Record(String),
    /// One record, which a duplicate tag voids.
    Void(String),
    /// DNS failed.
    Failed,
}

/// An identifier beside the author domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierOutcome {
    /// Which leg.
    pub method: Method,
    /// The authenticated domain.
    pub domain: Name,
    /// Whether the command line's user stated it.
    pub stated: bool,
    /// Its organizational domain, where one had to be found.
    pub organizational_domain: Option<Name>,
    /// Its own walk, where one was needed.
    pub walk: Vec<WalkStep>,
    /// The mode that applied.
    pub mode: Alignment,
    /// Whether it is aligned; `None` while pending or when DNS failed.
    pub aligned: Option<bool>,
}
