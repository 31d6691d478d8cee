//! DNSSEC (RFC 4033 to 4035): whether an answer is what its zone's owner published, proved here, from
//! keys known beforehand down to the records.
//!
//! [`Prover::prove`] reads like everything else in the engine: what it needs to know and nobody has
//! asked yet becomes a need, and it is simply run again. Records are believed under the keys of their
//! zone, the keys under the DS records of the zone above, those at the top under an [`Anchor`].
//!
//! Known deviations:
//! - A set of records may be signed by a zone above the one it stands in, where that zone says nothing
//!   of a delegation between: it could have said anything about the names below it all the same.
//! - Algorithm 12 (GOST), 16 (Ed448) and what is newer count as unknown, so that zones signed with
//!   them alone are insecure (RFC 4035 §5.2).
//! - NAPTR records and other types nobody asks about for a mail are not brought to canonical form.

mod chain;
mod denial;
mod finding;
mod record;
mod rrsig;

pub use chain::Prover;
pub use denial::Denial;
pub use finding::Finding;
pub use record::{Algorithm, Anchor, Dnskey, Ds, root_anchors};

use std::fmt;

use crate::engine::crypto::Checked;
use crate::engine::dns::{Answers, Name, Pending, Question, RecordType};

/// What an answer comes to (RFC 4033 §5, RFC 4035 §4.3). An answer without material by which it
/// could be proved is *not checked*, which is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A chain of signatures leads from an anchor to it.
    Secure,
    /// It is proved that its zone is not signed, or signed in ways that are not known here.
    Insecure,
    /// What would be needed to tell could not be had.
    Indeterminate,
    /// It ought to be signed, and is not, or not rightly.
    Bogus,
}

impl Verdict {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Secure => "secure",
            Self::Insecure => "insecure",
            Self::Indeterminate => "indeterminate",
            Self::Bogus => "bogus",
        }
    }
}

/// What is believed in, and what of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether RSA with SHA-1 and SHA-1 digests still prove anything. RFC 9905 §2 says that they do
    /// not: such a zone is insecure.
    pub sha1: bool,
}

/// How an answer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is no answer yet, or it came without what could prove it: from a file, a link, pasted
    /// lines, a server that does not send signatures.
    NotChecked,
    /// Other answers are needed first.
    Pending,
    /// It was proved, or that was tried.
    Proved(Box<Proof>),
}

impl Standing {
    /// The verdict, if there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Proved(proof) => Some(proof.verdict),
            _ => None,
        }
    }

    /// The word used in JSON and `data-` attributes.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotChecked => "not-checked",
            Self::Pending => "pending",
            Self::Proved(proof) => proof.verdict.word(),
        }
    }
}

/// What the proofs of several answers came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// How the answer to each question stands.
    pub standings: Vec<(Question, Standing)>,
    /// Questions that must be answered first. They go out together, and reveal no more than the
    /// questions that the answers are to.
    pub needs: Vec<Question>,
}

impl Proofs {
    /// How the answer to a question stands.
    pub fn of(&self, question: &Question) -> &Standing {
        self.standings
            .iter()
            .find(|(known, _)| known == question)
            .map_or(&Standing::NotChecked, |(_, standing)| standing)
    }
}

/// Proves the answers to `questions` from `anchors` at `now`, seconds since 1970 UTC.
pub fn prove(
    questions: &[Question],
    answers: &Answers,
    anchors: &[Anchor],
    now: i64,
    checked: &mut Checked,
) -> Proofs {
    let mut prover = Prover::new(answers, anchors, now, Policy::default(), checked);
    let standings = questions.iter().map(|question| {
        let standing = match prover.prove(question) {
            Ok(None) => Standing::NotChecked,
            Ok(Some(proof)) => Standing::Proved(Box::new(proof)),
            Err(Pending) => Standing::Pending,
        };
        (question.clone(), standing)
    });
    let standings = standings.collect();
    Proofs {
        standings,
        needs: prover.needs(),
    }
}

/// What proves answers, and from which keys. It is passed as a value because a page may not have
/// loaded it yet: whoever has [`prove`] states it.
#[derive(Clone)]
pub struct Proving {
    /// [`prove`].
    pub prove: fn(&[Question], &Answers, &[Anchor], i64, &mut Checked) -> Proofs,
    /// The keys known beforehand.
    pub anchors: Vec<Anchor>,
}

/// There is one [`prove`]; what tells two of them apart is what they start from.
impl PartialEq for Proving {
    fn eq(&self, other: &Self) -> bool {
        self.anchors == other.anchors
    }
}

impl Eq for Proving {}

impl fmt::Debug for Proving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proving").field(&self.anchors).finish()
    }
}

/// How an answer was proved, or where that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The worst of its links' verdicts.
    pub verdict: Verdict,
    /// Why it is no better than that.
    pub because: Option<Finding>,
    /// What was proved: each alias, then the records or their absence.
    pub links: Vec<Link>,
    /// The zones that led there, from an anchor down.
    pub zones: Vec<Zone>,
}

/// One set of records of an answer, or the absence at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The owner of the records, or the name asked about.
    pub name: Name,
    /// Their type.
    pub rtype: RecordType,
    /// The zone by whose keys it was judged, if one was found.
    pub zone: Option<Name>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it is no better than that.
    pub because: Option<Finding>,
    /// The signatures over it; those over what proves an absence.
    pub signatures: Vec<Signature>,
    /// What was proved to be absent: the records asked for, or a closer match than a wildcard.
    pub denial: Option<Denial>,
}

/// A zone on the way from an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name.
    pub name: Name,
    /// The zone above it that was passed through; `None` where an anchor stands.
    pub parent: Option<Name>,
    /// Whether its keys are believed: secure, or how it ended here.
    pub verdict: Verdict,
    /// Why it is no better than that.
    pub because: Option<Finding>,
    /// What the zone above, or an anchor, says of its keys.
    pub ds: Vec<DsLink>,
    /// The signatures over that; over the proof that there is no such record for an unsigned zone.
    pub ds_signatures: Vec<Signature>,
    /// Its keys.
    pub keys: Vec<Key>,
    /// The signatures over its keys.
    pub key_signatures: Vec<Signature>,
}

/// A DS record and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DsLink {
    /// The record.
    pub ds: Ds,
    /// What became of it.
    pub state: DsState,
}

/// What a DS record leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DsState {
    /// A key of the zone has this digest.
    Matches,
    /// No key has its tag and algorithm.
    NoKey,
    /// A key has its tag and algorithm, and another digest.
    OtherDigest,
    /// The key is not for signing a zone, or its owner revoked it.
    UnfitKey,
    /// Its algorithm is not known or not accepted.
    UnknownAlgorithm,
    /// Its digest is not known or not accepted.
    UnknownDigest,
    /// A better digest stands beside it (RFC 4509 §3).
    PassedOver,
    /// The keys could not be had.
    NotTried,
}

/// A key of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The record.
    pub key: Dnskey,
    /// Whether a DS record or an anchor names it.
    pub entry: bool,
}

/// A signature and what it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who signed.
    pub signer: Name,
    /// Tag of the key.
    pub tag: u16,
    /// Algorithm of the key.
    pub algorithm: Algorithm,
    /// Type of the records that it covers.
    pub covered: RecordType,
    /// First second of its validity, seconds since 1970 modulo 2³².
    pub inception: u32,
    /// Last second of its validity, likewise.
    pub expiration: u32,
    /// Labels of the name that was signed; fewer than the owner has mean a wildcard.
    pub labels: u8,
    /// What it came to.
    pub state: SignatureState,
}

/// What a signature came to; the further below, the further it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignatureState {
    /// Another zone's, or one that can't have signed this name.
    WrongSigner,
    /// It covers more labels than the name has (RFC 4035 §5.3.1).
    BadLabels,
    /// Its algorithm is not known or not accepted.
    UnknownAlgorithm,
    /// The zone has no such key.
    NoKey,
    /// The key is not for signing a zone, or revoked, or no key at all.
    UnfitKey,
    /// It is not valid yet.
    Future,
    /// It is not valid any more.
    Expired,
    /// There was too much to compute before it.
    NotTried,
    /// It is no signature over these records.
    Fails,
    /// It holds.
    Holds,
}
