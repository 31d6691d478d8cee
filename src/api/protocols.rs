//! What each protocol came to, with its trace.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::engine::cite::{Entry, Noted};
use crate::engine::dkim::{BodyHash, SignatureCheck, StepKind, StepState};
use crate::engine::dmarc::{Alignment, Method, RecordFacts, WalkFound};
use crate::engine::dns::Question as DnsQuestion;
use crate::engine::mail::Message;
use crate::engine::report::Report;
use crate::engine::{arc, dkim, dmarc, span, spf};

/// A place in what was pasted, in octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Offset of the first octet.
    pub start: usize,
    /// Offset one past the last octet.
    pub end: usize,
}

impl From<span::Span> for Span {
    fn from(span: span::Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// A question to DNS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The name, without its final dot.
    pub name: String,
    /// The type's mnemonic.
    pub r#type: String,
}

impl From<&DnsQuestion> for Question {
    fn from(question: &DnsQuestion) -> Self {
        Self {
            name: question.name.to_string(),
            r#type: question.rtype.to_string(),
        }
    }
}

/// The codes of a protocol's findings.
pub(super) fn codes<F>(findings: &[Noted<F>], entry: impl Fn(&F) -> Entry) -> Vec<&'static str> {
    findings
        .iter()
        .map(|noted| entry(&noted.finding).code)
        .collect()
}

/// SPF of one identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spf {
    /// The RFC's word; `null` while an answer is missing, or when there was nothing to evaluate.
    pub result: Option<&'static str>,
    /// `mailfrom` or `helo`.
    pub identity: &'static str,
    /// The client's address.
    pub ip: Option<String>,
    /// The domain evaluated.
    pub domain: Option<String>,
    /// The sender, with `postmaster` filled in.
    pub sender: String,
    /// Whether the sender was null, so that HELO stood in.
    pub null_sender: bool,
    /// What the domain has to say to a fail.
    pub explanation: Option<String>,
    /// Terms that caused lookups, of ten.
    pub lookups: usize,
    /// Lookups without an answer, of two.
    pub void_lookups: usize,
    /// Lookups the whole record would need if no term matched.
    pub reachable_lookups: Option<usize>,
    /// Whether every record was at hand to count them; else there may be more.
    pub reachable_complete: Option<bool>,
    /// The record with each term evaluated.
    pub trace: Option<SpfRecord>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
}

impl From<&spf::Outcome> for Spf {
    fn from(outcome: &spf::Outcome) -> Self {
        Self {
            result: outcome.verdict.map(spf::Verdict::word),
            identity: match outcome.identity {
                spf::Identity::MailFrom => "mailfrom",
                spf::Identity::Helo => "helo",
            },
            ip: outcome.ip.map(|ip| ip.to_string()),
            domain: outcome.domain.as_ref().map(ToString::to_string),
            sender: outcome.sender.clone(),
            null_sender: outcome.null_sender,
            explanation: outcome.explanation.clone(),
            lookups: outcome.lookups,
            void_lookups: outcome.void_lookups,
            reachable_lookups: outcome.reach.map(|reach| reach.lookups),
            reachable_complete: outcome.reach.map(|reach| reach.complete),
            trace: outcome.trace.as_ref().map(SpfRecord::from),
            findings: codes(&outcome.findings, spf::Finding::entry),
        }
    }
}

/// One SPF record as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpfRecord {
    /// The domain whose record it is.
    pub domain: String,
    /// What was asked.
    pub question: Question,
    /// The record, if there is exactly one.
    pub record: Option<String>,
    /// What it came to.
    pub result: Option<&'static str>,
    /// The terms evaluated.
    pub terms: Vec<SpfTerm>,
}

impl From<&spf::RecordTrace> for SpfRecord {
    fn from(trace: &spf::RecordTrace) -> Self {
        Self {
            domain: trace.domain.to_string(),
            question: (&trace.question).into(),
            record: trace.record.clone(),
            result: trace.verdict.map(spf::Verdict::word),
            terms: trace.terms.iter().map(SpfTerm::from).collect(),
        }
    }
}

/// One term of an SPF record as it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpfTerm {
    /// As written.
    pub term: String,
    /// Its place in the record, in octets.
    pub offset: usize,
    /// The domain it looked at, macros expanded.
    pub target: Option<String>,
    /// The macros of that domain, in order.
    pub substitutions: Vec<Substitution>,
    /// What it asked.
    pub questions: Vec<Question>,
    /// Whether it matched.
    pub matched: Option<bool>,
    /// Lookups counted when it was done.
    pub lookups: usize,
    /// Void lookups counted when it was done.
    pub void_lookups: usize,
    /// The record of an `include` or `redirect`.
    pub inner: Option<Box<SpfRecord>>,
}

impl From<&spf::TermTrace> for SpfTerm {
    fn from(term: &spf::TermTrace) -> Self {
        Self {
            term: term.term.clone(),
            offset: term.offset,
            target: term.target.clone(),
            substitutions: term.substitutions.iter().map(Substitution::from).collect(),
            questions: term.questions.iter().map(Question::from).collect(),
            matched: term.matched,
            lookups: term.lookups,
            void_lookups: term.void_lookups,
            inner: term
                .inner
                .as_deref()
                .map(|inner| Box::new(SpfRecord::from(inner))),
        }
    }
}

/// A macro of an SPF term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Substitution {
    /// As written.
    pub written: String,
    /// What its letter stands for.
    pub letter: String,
    /// What stands in its place: that cut, turned round or escaped.
    pub value: String,
}

impl From<&spf::Substitution> for Substitution {
    fn from(substitution: &spf::Substitution) -> Self {
        Self {
            written: substitution.written.clone(),
            letter: substitution.letter.clone(),
            value: substitution.value.clone(),
        }
    }
}

/// One DKIM signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dkim {
    /// The RFC's word; `null` while an answer is missing.
    pub result: Option<&'static str>,
    /// `d=`.
    pub domain: Option<String>,
    /// `s=`.
    pub selector: Option<String>,
    /// `match`, `mismatch`, `absent` (no body was pasted), `stated` (equal to a digest that the
    /// case's maker states); `null` when it can't be computed.
    pub body_hash: Option<&'static str>,
    /// `match` or `mismatch`; `null` when there was nothing to check with.
    pub signature: Option<&'static str>,
    /// `a=`.
    pub algorithm: Option<String>,
    /// `c=`, both parts.
    pub canonicalization: Option<String>,
    /// `i=`.
    pub identity: Option<String>,
    /// The DKIM-Signature field.
    pub span: Option<Span>,
    /// The names of `h=` in the order of hashing.
    pub signed: Vec<SignedField>,
    /// The hash of the body as computed, in base64, where it differs from `bh=`.
    pub computed_body_hash: Option<String>,
    /// Octets of the canonical body that were hashed.
    pub hashed: Option<u64>,
    /// What was asked for the key.
    pub question: Option<Question>,
    /// The key.
    pub key: Option<Key>,
    /// The steps of RFC 6376 §6.1.
    pub steps: Vec<Step>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
}

/// One name of `h=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedField {
    /// The name, lower case.
    pub name: String,
    /// The field it covers; `null` when there is no further one, so that adding one breaks the
    /// signature.
    pub span: Option<Span>,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// `rsa` or `ed25519`.
    pub kind: &'static str,
    /// Its size.
    pub bits: usize,
    /// `t=y`.
    pub testing: bool,
    /// `t=s`.
    pub strict: bool,
    /// The record.
    pub record: String,
}

/// One step of RFC 6376 §6.1, or of RFC 8617 §5.2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// A signature's: `parse`, `key`, `body-hash` or `signature`. A chain's: `collect`, `status`,
    /// `structure`, `message-signature`, `oldest-pass` or `seals`.
    pub step: &'static str,
    /// `good`, `warn`, `bad`, `error`, `skipped` or `waiting`.
    pub state: &'static str,
    /// The octets it looked at.
    pub span: Option<Span>,
}

impl Dkim {
    /// One signature of `message`.
    pub fn new(outcome: &dkim::Outcome, message: &Message) -> Self {
        let whole = |index: usize| message.headers.get(index).map(|header| header.whole.into());
        let (body_hash, computed, hashed) = match &outcome.body {
            BodyHash::NotComputed => (None, None, None),
            BodyHash::Match { hashed } => (Some("match"), None, Some(*hashed)),
            BodyHash::Mismatch {
                computed, hashed, ..
            } => (
                Some("mismatch"),
                Some(STANDARD.encode(computed)),
                Some(*hashed),
            ),
            BodyHash::Absent => (Some("absent"), None, None),
            BodyHash::Stated => (Some("stated"), None, None),
        };
        Self {
            result: outcome.verdict.map(dkim::Verdict::word),
            domain: outcome.domain.as_ref().map(ToString::to_string),
            selector: outcome.selector.clone(),
            body_hash,
            signature: match outcome.signature {
                SignatureCheck::NotChecked => None,
                SignatureCheck::Match => Some("match"),
                SignatureCheck::Mismatch => Some("mismatch"),
            },
            algorithm: outcome.algorithm.clone(),
            canonicalization: outcome.canonicalization.clone(),
            identity: outcome.identity.clone(),
            span: whole(outcome.header),
            signed: outcome
                .signed
                .iter()
                .map(|field| SignedField {
                    name: field.name.clone(),
                    span: field.header.and_then(whole),
                })
                .collect(),
            computed_body_hash: computed,
            hashed,
            question: outcome.key_question.as_ref().map(Question::from),
            key: outcome.key.as_ref().map(|key| Key {
                kind: key.kind,
                bits: key.bits,
                testing: key.testing,
                strict: key.strict,
                record: key.record.clone(),
            }),
            steps: outcome.steps.iter().map(Step::from).collect(),
            findings: codes(&outcome.findings, dkim::Finding::entry),
        }
    }
}

impl From<&dkim::Step> for Step {
    fn from(step: &dkim::Step) -> Self {
        Self {
            step: match step.kind {
                StepKind::Parse => "parse",
                StepKind::Key => "key",
                StepKind::BodyHash => "body-hash",
                StepKind::Signature => "signature",
            },
            state: state_word(step.state),
            span: step.span.map(Span::from),
        }
    }
}

const fn state_word(state: StepState) -> &'static str {
    match state {
        StepState::Good => "good",
        StepState::Warn => "warn",
        StepState::Bad => "bad",
        StepState::Error => "error",
        StepState::Skipped => "skipped",
        StepState::Waiting => "waiting",
    }
}

/// The ARC chain (RFC 8617).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Arc {
    /// `none`, `pass` or `fail`; `null` while an answer is missing, and where it can't be told since a
    /// lookup failed or the body is not there.
    pub result: Option<&'static str>,
    /// Whether it waits for an answer.
    pub pending: bool,
    /// `header.oldest-pass` of RFC 8617 §10.2: the lowest instance back to which the message
    /// signatures hold, 0 if all of them do; `null` where that is not known.
    pub oldest_pass: Option<usize>,
    /// The sets, oldest first.
    pub sets: Vec<ArcSet>,
    /// The steps of RFC 8617 §5.2, as far as it goes.
    pub steps: Vec<Step>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
}

/// One set of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArcSet {
    /// `i=`.
    pub instance: usize,
    /// `d=` of its seal.
    pub sealer: Option<String>,
    /// `s=` of its seal.
    pub selector: Option<String>,
    /// `cv=` of its seal, as written.
    pub status: Option<String>,
    /// Which of `claims` is its ARC-Authentication-Results.
    pub claims: Option<usize>,
    /// Its ARC-Message-Signature; `null` where it was not looked at.
    pub message_signature: Option<Dkim>,
    /// Its ARC-Seal; `null` where it was not looked at.
    pub seal: Option<Dkim>,
}

impl Arc {
    /// The chain of a report about `message`, if it has any.
    pub(super) fn of(report: &Report, message: &Message) -> Option<Self> {
        let chain = &report.arc;
        if chain.sets.is_empty() && chain.findings.is_empty() {
            return None;
        }
        let signature = |outcome: &dkim::Outcome| Dkim::new(outcome, message);
        Some(Self {
            result: chain.verdict.map(arc::Verdict::word),
            pending: chain.pending,
            oldest_pass: chain.oldest_pass,
            sets: chain
                .sets
                .iter()
                .map(|set| ArcSet {
                    instance: set.instance,
                    sealer: set.sealer.as_ref().map(ToString::to_string),
                    selector: set.selector.clone(),
                    status: set.status.clone(),
                    claims: set.field(arc::Field::Results).and_then(|header| {
                        let mut claims = report.claims.iter();
                        claims.position(|statement| statement.header == header)
                    }),
                    message_signature: set.message.as_ref().map(signature),
                    seal: set.seal.as_ref().map(signature),
                })
                .collect(),
            steps: chain
                .steps
                .iter()
                .map(|step| Step {
                    step: step.kind.word(),
                    state: state_word(step.state),
                    span: None,
                })
                .collect(),
            findings: codes(&chain.findings, arc::Finding::entry),
        })
    }
}

/// DMARC for the author domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dmarc {
    /// The RFC's word; `null` while an answer is missing.
    pub result: Option<&'static str>,
    /// What the policy asks for this message: `none`, `quarantine` or `reject`.
    pub disposition: &'static str,
    /// The author domain; `null` when there is no single one, and then the result is `permerror`.
    pub author_domain: Option<String>,
    /// Its organizational domain.
    pub organizational_domain: Option<String>,
    /// The text of the policy record that applies.
    pub record: Option<String>,
    /// What that record says.
    pub policy: Option<Policy>,
    /// Each query of policy discovery.
    pub walk: Vec<WalkStep>,
    /// Each authenticated identifier.
    pub identifiers: Vec<Identifier>,
    /// Each host that the policy names for reports.
    pub destinations: Vec<Destination>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
}

impl Dmarc {
    /// RFC 9989 §5.3.1: without a single author domain there is nothing to evaluate.
    pub(super) const fn without_author_domain() -> Self {
        Self {
            result: Some(dmarc::Verdict::PermError.word()),
            disposition: dmarc::Policy::None.word(),
            author_domain: None,
            organizational_domain: None,
            record: None,
            policy: None,
            walk: Vec::new(),
            identifiers: Vec::new(),
            destinations: Vec::new(),
            findings: Vec::new(),
        }
    }
}

impl From<&dmarc::Outcome> for Dmarc {
    fn from(outcome: &dmarc::Outcome) -> Self {
        Self {
            result: outcome.verdict.map(dmarc::Verdict::word),
            disposition: outcome.disposition.word(),
            author_domain: Some(outcome.author_domain.to_string()),
            organizational_domain: outcome
                .organizational_domain
                .as_ref()
                .map(ToString::to_string),
            record: outcome.record.as_ref().map(|record| record.text.clone()),
            policy: outcome.record.as_ref().map(Policy::from),
            walk: outcome.walk.iter().map(WalkStep::from).collect(),
            identifiers: outcome.identifiers.iter().map(Identifier::from).collect(),
            destinations: outcome.destinations.iter().map(Destination::from).collect(),
            findings: codes(&outcome.findings, dmarc::Finding::entry),
        }
    }
}

/// What a policy record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// The domain that publishes it.
    pub domain: String,
    /// `p`, or what stands for it.
    pub p: &'static str,
    /// `sp`.
    pub sp: Option<&'static str>,
    /// `np`.
    pub np: Option<&'static str>,
    /// The one that applies to the author domain.
    pub applied: &'static str,
    /// The tag that gave it.
    pub applied_tag: &'static str,
    /// That policy after `t`: `policy.dmarc` in Authentication-Results.
    pub evaluated: &'static str,
    /// `t=y`.
    pub testing: bool,
    /// `adkim`: `relaxed` or `strict`.
    pub adkim: &'static str,
    /// `aspf`: `relaxed` or `strict`.
    pub aspf: &'static str,
}

impl From<&RecordFacts> for Policy {
    fn from(record: &RecordFacts) -> Self {
        Self {
            domain: record.domain.to_string(),
            p: record.policy.word(),
            sp: record.subdomain_policy.map(dmarc::Policy::word),
            np: record.nonexistent_policy.map(dmarc::Policy::word),
            applied: record.applied.word(),
            applied_tag: record.applied_tag,
            evaluated: record.evaluated.word(),
            testing: record.testing,
            adkim: mode(record.adkim),
            aspf: mode(record.aspf),
        }
    }
}

const fn mode(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Relaxed => "relaxed",
        Alignment::Strict => "strict",
    }
}

/// A host that a policy names for reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Destination {
    /// `rua` or `ruf`.
    pub tag: &'static str,
    /// The host.
    pub host: String,
    /// Where its consent is looked for.
    pub question: Option<Question>,
    /// `own`, `waiting`, `given`, `missing` or `unknown`.
    pub consent: &'static str,
}

impl From<&dmarc::Destination> for Destination {
    fn from(destination: &dmarc::Destination) -> Self {
        Self {
            tag: destination.tag,
            host: destination.host.to_string(),
            question: destination.question.as_ref().map(Question::from),
            consent: destination.consent.word(),
        }
    }
}

/// One query of a tree walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WalkStep {
    /// The domain looked at.
    pub domain: String,
    /// What was asked.
    pub question: Question,
    /// `waiting`, `nothing`, `several`, `record` or `failed`.
    pub found: &'static str,
    /// The record.
    pub record: Option<String>,
}

impl From<&dmarc::WalkStep> for WalkStep {
    fn from(step: &dmarc::WalkStep) -> Self {
        let (found, record) = match &step.found {
            WalkFound::Waiting => ("waiting", None),
            WalkFound::Nothing => ("nothing", None),
            WalkFound::Several(_) => ("several", None),
            WalkFound::Record(record) => ("record", Some(record.clone())),
            WalkFound::Void(record) => ("void", Some(record.clone())),
            WalkFound::Failed => ("failed", None),
        };
        Self {
            domain: step.domain.to_string(),
            question: (&step.question).into(),
            found,
            record,
        }
    }
}

/// An authenticated identifier beside the author domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// `spf` or `dkim`.
    pub method: &'static str,
    /// The authenticated domain.
    pub domain: String,
    /// Whether it was stated, not verified.
    pub stated: bool,
    /// `relaxed` or `strict`.
    pub mode: &'static str,
    /// Whether it is aligned; `null` while an answer is missing, or when DNS failed.
    pub aligned: Option<bool>,
    /// Its organizational domain, where one had to be found.
    pub organizational_domain: Option<String>,
    /// Its own walk, where one was needed.
    pub walk: Vec<WalkStep>,
}

impl From<&dmarc::IdentifierOutcome> for Identifier {
    fn from(identifier: &dmarc::IdentifierOutcome) -> Self {
        Self {
            method: match identifier.method {
                Method::Spf => "spf",
                Method::Dkim => "dkim",
            },
            domain: identifier.domain.to_string(),
            stated: identifier.stated,
            mode: mode(identifier.mode),
            aligned: identifier.aligned,
            organizational_domain: identifier
                .organizational_domain
                .as_ref()
                .map(ToString::to_string),
            walk: identifier.walk.iter().map(WalkStep::from).collect(),
        }
    }
}
