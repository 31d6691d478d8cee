//! What `verify` is told beside the message, and what it reports.
//!
//! A report is data: verdicts, outcomes with their traces, findings with codes and spans, and the
//! questions still open. Words for people are made of it elsewhere.

use std::net::IpAddr;

use crate::engine::cite::Level::{Error, Note, Warn};
use crate::engine::cite::{Entry, Noted, entry};
pub use crate::engine::dkim::StatedBody;
use crate::engine::dns::{Asked, Asker, Name};
use crate::engine::span::Span;
use crate::engine::{arc, claims, dkim, dmarc, dnssec, mail, paste, spf};

/// What a person, a link or a command line states beside the message. The engine has no clock: the
/// time is here, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The time of the analysis, seconds since 1970 UTC.
    pub now: i64,
    /// The client's address, in place of the one the border's Received field states.
    pub ip: Option<IpAddr>,
    /// HELO or EHLO, in place of what that field states.
    pub helo: Option<String>,
    /// The envelope sender, in place of Return-Path's; `""` is the null sender.
    pub mail_from: Option<String>,
    /// Which hop is the border: an index into [`Report::hops`], topmost first. The default is the
    /// topmost hop that names a client's public address; see [`crate::engine::envelope::find`].
    pub border: Option<usize>,
    /// Digests a shared analysis states for what it left out.
    pub stated: Stated,
    /// Damage that was undone before: the message is not what was pasted.
    pub repaired: Vec<paste::Damage>,
    /// What proves DNS answers by DNSSEC; without it, none is checked.
    pub proving: Option<dnssec::Proving>,
}

/// What a shared analysis states in place of what it left out. Its maker could have invented it, so
/// a result that rests on it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Body digests, one for each canonicalization, length and algorithm in use.
    pub bodies: Vec<StatedBody>,
}

/// The one question the page answers: is the domain in From authenticated?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// DMARC passes. Not the same as safe.
    Authenticated,
    /// DMARC fails, or there is no single author domain to authenticate.
    NotAuthenticated,
    /// The author domain publishes no DMARC policy.
    NotProtected,
    /// Something is missing: an answer, the body, the client's address.
    CannotTell,
}

impl Verdict {
    /// The word used in JSON, outlines and `data-` attributes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Authenticated => "authenticated",
            Self::NotAuthenticated => "not-authenticated",
            Self::NotProtected => "not-protected",
            Self::CannotTell => "cannot-tell",
        }
    }
}

/// Where a fact about the envelope came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The person, a file or the command line states it.
    Stated,
    /// The Received field of this hop.
    Hop(usize),
    /// The Return-Path field at this place.
    ReturnPath(Span),
}

/// The envelope as far as it is known; nothing in it is invented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The client's address.
    pub ip: Option<(IpAddr, Origin)>,
    /// Its HELO or EHLO.
    pub helo: Option<(String, Origin)>,
    /// The envelope sender; `""` is the null sender.
    pub mail_from: Option<(String, Origin)>,
}

/// Why a hop is the border; see [`crate::engine::envelope::find`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BorderWhy {
    /// Somebody named it.
    Stated,
    /// It is the topmost one whose client has a public address.
    PublicClient,
    /// No client has a public address; it is the topmost one whose client has any.
    AnyClient,
    /// No hop names an address, so that there is no border.
    #[default]
    NoClient,
}

impl BorderWhy {
    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::PublicClient => "public-client",
            Self::AnyClient => "any-client",
            Self::NoClient => "no-client",
        }
    }
}

/// What the verdict rests on beyond the protocols' own findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A valid signature of the author domain stands although the domain publishes no policy.
    SignedWithoutPolicy {
        /// The signing domain.
        domain: Name,
    },
    /// The fail rests on a body that was not pasted.
    RestsOnAbsentBody,
    /// The fail rests on an SPF that lacked a part of the envelope.
    RestsOnUnknownEnvelope {
        /// The client's address is not known.
        client: bool,
        /// The envelope sender is not known.
        sender: bool,
    },
    /// A lookup failed whose result could have changed the fail.
    RestsOnFailedLookup,
    /// A body is known only by a digest that the link's maker stated.
    RestsOnStatedBody,
    /// From names several author domains, so that there is no one result; this is what each comes to
    /// by itself (RFC 9989 §11.5).
    EachAuthor {
        /// Domains that were evaluated.
        evaluated: usize,
        /// Domains that were not, past [`AUTHOR_DOMAINS`](crate::engine::limits::AUTHOR_DOMAINS).
        left_out: usize,
        /// Domains among the evaluated for which the message fails.
        failing: usize,
        /// The strictest policy among those.
        policy: dmarc::Policy,
    },
    /// Answers are missing.
    AwaitsAnswers {
        /// How many questions are open.
        open: usize,
    },
    /// The cap on DNS questions was reached.
    TooManyQuestions,
}

impl Finding {
    /// Whether it leaves a fail open.
    pub const fn is_doubt(&self) -> bool {
        matches!(
            self,
            Self::RestsOnAbsentBody
                | Self::RestsOnUnknownEnvelope { .. }
                | Self::RestsOnFailedLookup
        )
    }

    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::SignedWithoutPolicy { .. } => {
                entry("verdict.signed-without-policy", Note, 9989, "5.3.6")
            }
            Self::RestsOnAbsentBody => entry("verdict.body-absent", Warn, 6376, "6.1.3"),
            Self::RestsOnUnknownEnvelope { .. } => {
                entry("verdict.envelope-unknown", Warn, 7208, "4.1")
            }
            Self::RestsOnFailedLookup => entry("verdict.lookup-failed", Error, 9989, "5.3.6"),
            Self::RestsOnStatedBody => entry("verdict.body-stated", Warn, 6376, "6.1.3"),
            Self::EachAuthor { .. } => entry("verdict.each-author", Warn, 9989, "11.5"),
            Self::AwaitsAnswers { .. } => entry("verdict.awaits-answers", Note, 9989, "5.3.6"),
            Self::TooManyQuestions => entry("verdict.too-many-questions", Error, 7208, "11.1"),
        }
    }
}

/// A finding of any room of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyFinding {
    /// About the message.
    Mail(mail::Finding),
    /// About what the paste did to it.
    Paste(paste::Finding),
    /// About the signature with this index in [`Report::dkim`].
    Dkim(usize, dkim::Finding),
    /// About SPF of this identity.
    Spf(spf::Identity, spf::Finding),
    /// About DMARC.
    Dmarc(dmarc::Finding),
    /// About the ARC chain.
    Arc(arc::Finding),
    /// About what other servers wrote of their checks.
    Claims(claims::Finding),
    /// About the verdict as a whole.
    Verdict(Finding),
}

impl AnyFinding {
    /// The row of its protocol's table.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::Mail(finding) => finding.entry(),
            Self::Paste(finding) => finding.entry(),
            Self::Dkim(_, finding) => finding.entry(),
            Self::Spf(_, finding) => finding.entry(),
            Self::Dmarc(finding) => finding.entry(),
            Self::Arc(finding) => finding.entry(),
            Self::Claims(finding) => finding.entry(),
            Self::Verdict(finding) => finding.entry(),
        }
    }
}

/// Everything that was found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The answer.
    pub verdict: Verdict,
    /// The author as our own parser reads it.
    pub author: mail::Author,
    /// The hops, topmost (latest) first.
    pub hops: Vec<mail::Hop>,
    /// Which of them is the border.
    pub border: Option<usize>,
    /// Why it is.
    pub border_why: BorderWhy,
    /// The envelope SPF was evaluated for.
    pub envelope: Envelope,
    /// SPF of MAIL FROM, which DMARC takes.
    pub spf: spf::Outcome,
    /// SPF of HELO, which it does not.
    pub helo: spf::Outcome,
    /// One outcome for each DKIM-Signature field, topmost first.
    pub dkim: Vec<dkim::Outcome>,
    /// The ARC chain. DMARC's result does not rest on it.
    pub arc: arc::Outcome,
    /// DMARC for the author domain; `None` when there is no single one.
    pub dmarc: Option<dmarc::Outcome>,
    /// DMARC for each of several author domains, one by one; empty when there is a single one.
    pub authors: Vec<dmarc::Outcome>,
    /// What other servers wrote of their checks, topmost first.
    pub claims: Vec<claims::Statement>,
    /// What they claim beside what we found: DMARC, SPF, each signature, ARC.
    pub reconciliation: Vec<claims::Row>,
    /// All findings: what decides first, then by protocol.
    pub findings: Vec<Noted<AnyFinding>>,
    /// Every question, in the order it was first asked; the unanswered ones are the needs.
    pub asked: Vec<Asked>,
    /// How the answers stand by DNSSEC, and what must be asked to tell.
    pub proofs: dnssec::Proofs,
}

impl Report {
    /// Questions that wait for an answer.
    pub fn needs(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(|asked| !asked.answered)
    }

    /// Those that a verdict waits for.
    pub fn verdict_needs(&self) -> impl Iterator<Item = &Asked> {
        self.needs().filter(|asked| asked.by != Asker::Reports)
    }

    /// What the sealer of an ARC set says it had found, if that was read.
    pub fn claims_of(&self, set: &arc::Set) -> Option<&claims::Statement> {
        let header = set.field(arc::Field::Results)?;
        let mut statements = self.claims.iter();
        statements.find(|statement| statement.header == header)
    }

    /// The gravest level among the findings.
    pub fn gravest(&self) -> Option<crate::engine::cite::Level> {
        self.findings
            .iter()
            .map(|noted| noted.finding.entry().level)
            .min()
    }
}
