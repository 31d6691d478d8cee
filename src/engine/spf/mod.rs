//! SPF (RFC 7208): `check_host` with a trace of each term and both counters.
//!
//! Known deviations: the time limit of §4.6.4 belongs to whoever asks DNS, since nothing here has a
//! clock. Void lookups are counted one by one, as deployed verifiers do, where §4.6.4 speaks of
//! terms; the finding says when that made the difference. A record that leads back to itself ends
//! where it does so, not at the tenth lookup: the result is the same.

mod advice;
mod check_host;
pub mod finding;
mod identity;
mod macros;
mod reach;
mod record;

use std::net::IpAddr;

use crate::engine::cite::Noted;
use crate::engine::dns::{Name, Question};
pub use check_host::check_host;
pub use finding::Finding;

/// The result of `check_host` (RFC 7208 §2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// No record, or no domain to look at.
    None,
    /// The domain says nothing about this client.
    Neutral,
    /// The client may send for the domain.
    Pass,
    /// The client may not.
    Fail,
    /// It probably may not.
    SoftFail,
    /// DNS failed this time.
    TempError,
    /// The records can't be interpreted.
    PermError,
}

impl Verdict {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// Which identity was checked; an evaluation is about exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// RFC 7208 §2.3.
    Helo,
    /// RFC 7208 §2.4.
    MailFrom,
}

/// What an evaluation is told (RFC 7208 §4.1).
#[derive(Clone, Copy, Debug)]
pub struct SpfInput<'a> {
    /// Which identity to check.
    pub identity: Identity,
    /// The client's address, `<ip>`.
    pub ip: Option<IpAddr>,
    /// HELO or EHLO as the client gave it.
    pub helo: Option<&'a str>,
    /// The envelope sender, `local-part@domain`; `""` is the null sender.
    pub mail_from: Option<&'a str>,
    /// The time for `%{t}`, seconds since 1970 UTC.
    pub now: i64,
}

/// What one evaluation came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Which identity.
    pub identity: Identity,
    /// The client's address, IPv4 when it was IPv4-mapped (RFC 7208 §5); `None` when nobody states
    /// one, and then nothing is evaluated.
    pub ip: Option<IpAddr>,
    /// The domain of the identity; `None` when it holds none.
    pub domain: Option<Name>,
    /// `<sender>`: local part and domain, with `postmaster` filled in (RFC 7208 §4.3); empty when
    /// nobody states one.
    pub sender: String,
    /// Whether the sender was null, so that HELO stands in (RFC 7208 §2.4).
    pub null_sender: bool,
    /// The result; `None` while an answer is missing, or when there was nothing to evaluate.
    pub verdict: Option<Verdict>,
    /// Whether an answer is missing that the result needs.
    pub pending: bool,
    /// The explanation the domain publishes for a fail (`exp=`), expanded (RFC 7208 §6.2).
    pub explanation: Option<String>,
    /// Terms that caused lookups so far, of ten (RFC 7208 §4.6.4).
    pub lookups: usize,
    /// Lookups without an answer so far, of two (RFC 7208 §4.6.4).
    pub void_lookups: usize,
    /// What the whole record would need if no term matched; `None` while nothing is settled, and
    /// where there is no record.
    pub reach: Option<Reach>,
    /// The record of the domain with each term's evaluation, includes nested.
    pub trace: Option<RecordTrace>,
    /// Everything worth saying.
    pub findings: Vec<Noted<Finding>>,
    /// Evidence for alignment, if the verdict is pass and the identity is MAIL FROM.
    pub passed: Option<Passed>,
}

/// The lookups of all terms of a record and of those it includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Terms that cause lookups, each `%{p}` among them (RFC 7208 §4.6.4).
    pub lookups: usize,
    /// Whether every record was at hand; else there may be more.
    pub complete: bool,
}

/// Evidence that SPF passed for MAIL FROM: only [`check_host`](crate::engine::spf) makes one. A pass
/// of HELO makes none, since DMARC does not take it (RFC 9989 §4.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    domain: Name,
}

impl Passed {
    /// The envelope sender's domain that is authenticated.
    pub const fn domain(&self) -> &Name {
        &self.domain
    }
}

/// One record as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTrace {
    /// The domain whose record it is.
    pub domain: Name,
    /// The question that brought it.
    pub question: Question,
    /// The record's text, if there is exactly one.
    pub record: Option<String>,
    /// The terms evaluated, in order; the last one decided.
    pub terms: Vec<TermTrace>,
    /// The `exp` modifier, if a fail of this record made it count.
    pub explanation: Option<TermTrace>,
    /// What the record came to.
    pub verdict: Option<Verdict>,
}

/// One term as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermTrace {
    /// The term as written.
    pub term: String,
    /// Its position in the record's text, in octets.
    pub offset: usize,
    /// The domain it looked at after macro expansion, if it takes one.
    pub target: Option<String>,
    /// The macros of its domain with what stood in for each, in order.
    pub substitutions: Vec<Substitution>,
    /// What it asked.
    pub questions: Vec<Question>,
    /// Whether it matched; `None` while pending, on an error, or for a modifier.
    pub matched: Option<bool>,
    /// Lookups counted when it was done.
    pub lookups: usize,
    /// Void lookups counted when it was done.
    pub void_lookups: usize,
    /// The record of an `include` or `redirect`.
    pub inner: Option<Box<RecordTrace>>,
}

/// A macro and its value (RFC 7208 §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// The macro as written, `%{ir}`.
    pub written: String,
    /// What its letter stands for, before it is cut, turned round or escaped (RFC 7208 §7.3).
    pub letter: String,
    /// What stands in its place.
    pub value: String,
}
