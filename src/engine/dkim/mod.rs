//! DKIM (RFC 6376, 8301, 8463, 8616): each signature verified in the order of RFC 6376 §6.1, with
//! the body hash and the signature always judged separately. ARC's signatures are made alike and
//! verified here, too; what they come to is for [`arc`](crate::engine::arc) to say.
//!
//! Where the RFC leaves a choice: an expired signature is permerror, and all else about it is judged
//! as well; `t=y` is a warning, not a reason to look away; each of several key records is tried; a
//! signature that can never verify asks for no key. Known deviations stand at the head of each file.

pub mod base64;
pub mod body;
pub mod canon;
mod changed;
mod coverage;
pub mod finding;
pub mod hash_input;
pub mod key;
pub mod signature;
mod verify;

use crate::engine::cite::Noted;
use crate::engine::dns::{Asker, Name, Question};
use crate::engine::mail::Message;
use crate::engine::span::Span;
pub use body::{
    Bodies, BodyDigest, BodyVariant, HashedBody, StatedBody, body_variants, canonical_body,
    digest_bodies, digest_body,
};
pub use canon::Canonicalization;
pub use changed::{Changed, Unverified, search as search_header};
pub use finding::{Change, Finding, KeyFault, RecordAt, RecordFault, Replaceable};
pub use hash_input::{canonical_header, digest_of, hashed_body};
pub use verify::{verify, verify_seal};

/// One signature, and what of the message is known beside it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The message.
    pub message: &'a Message,
    /// Place of the signature among the message's header fields.
    pub header: usize,
    /// Who asks for its key.
    pub by: Asker,
    /// Digests of the body. They save computing them again and change nothing else.
    pub bodies: &'a Bodies,
    /// The header hash, or nothing. It saves computing it again and changes nothing else.
    pub header_digest: &'a [u8],
    /// The search for a field that was changed, [`search_header`], where it is at hand.
    pub search: Option<SearchHeader>,
    /// Digests of a body that is not here.
    pub stated: &'a [StatedBody],
}

/// A search for what was done to the header of a signature that does not verify.
pub type SearchHeader = fn(Unverified<'_>, &mut crate::engine::crypto::Checked) -> Option<Changed>;

/// What an ARC-Seal signs (RFC 8617 §5.1.1); it does not say so itself.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The fields in the order of hashing, but for the seal's own.
    pub signed: Vec<SignedField>,
    /// The SHA-256 of all of them.
    pub digest: Vec<u8>,
}

/// The times a signature is judged at, seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The time of the analysis.
    pub now: i64,
    /// When the message passed the border, if its Received field says.
    pub received: Option<i64>,
}

/// The result of one signature (RFC 8601 §2.7.1). A message without signatures has none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The signature verifies.
    Pass,
    /// The signature or the body hash does not match.
    Fail,
    /// The octets may match, but the algorithm or key is not acceptable (RFC 8301).
    Policy,
    /// It could not be judged: the body it covers is not there.
    Neutral,
    /// The key could not be had this time.
    TempError,
    /// The signature or its key record can never verify.
    PermError,
}

impl Verdict {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Policy => "policy",
            Self::Neutral => "neutral",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// What was found about one DKIM-Signature field, or one of ARC's.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Index of the field among the message's header fields.
    pub header: usize,
    /// `d=`, the signing domain (SDID), with A-labels; `None` when missing or malformed.
    pub domain: Option<Name>,
    /// `s=`, the selector as written.
    pub selector: Option<String>,
    /// `a=` as written, lower case.
    pub algorithm: Option<String>,
    /// `c=` as `header/body`, defaults filled in.
    pub canonicalization: Option<String>,
    /// `i=` (AUID) as written.
    pub identity: Option<String>,
    /// Each name of `h=` in the order of hashing, with the field it selected, if any is left.
    pub signed: Vec<SignedField>,
    /// Where the key is asked for.
    pub key_question: Option<Question>,
    /// The key that was used for the signature's last judgement.
    pub key: Option<KeyFacts>,
    /// The body hash, judged whatever became of the rest.
    pub body: BodyHash,
    /// The signature over the header, judged whatever became of the body hash.
    pub signature: SignatureCheck,
    /// The result; `None` while an answer is missing.
    pub verdict: Option<Verdict>,
    /// Steps in the order of RFC 6376 §6.1.
    pub steps: Vec<Step>,
    /// Everything worth saying.
    pub findings: Vec<Noted<Finding>>,
    /// Evidence for alignment, if the verdict is pass; ARC's signatures are none.
    pub passed: Option<Passed>,
}

/// Evidence that a signature verified: only [`verify`](crate::engine::dkim) makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    domain: Name,
}

impl Passed {
    /// The signing domain that is authenticated.
    pub const fn domain(&self) -> &Name {
        &self.domain
    }
}

/// One name of `h=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedField {
    /// The name, lower case.
    pub name: String,
    /// Index of the header field hashed for it; `None` when there is no further one, so that adding
    /// one breaks the signature (RFC 6376 §5.4.2).
    pub header: Option<usize>,
}

/// What the key record said of the key in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// `k=`: `rsa` or `ed25519`.
    pub kind: &'static str,
    /// Size of the modulus for RSA, 256 for Ed25519.
    pub bits: usize,
    /// `t=y`.
    pub testing: bool,
    /// `t=s`.
    pub strict: bool,
    /// The record's text.
    pub record: String,
}

/// The body hash beside `bh=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyHash {
    /// The signature does not say enough to compute it.
    NotComputed,
    /// Equal.
    Match {
        /// Octets of the canonical body that were hashed.
        hashed: u64,
    },
    /// Different.
    Mismatch {
        /// What we computed.
        computed: Vec<u8>,
        /// What `bh=` states.
        stated: Vec<u8>,
        /// Octets of the canonical body that were hashed.
        hashed: u64,
    },
    /// No body was pasted, and `bh=` is not the hash of nothing.
    Absent,
    /// No body is here, but a shared analysis states its digest, and that is equal to `bh=`.
    Stated,
}

/// The signature over the header hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureCheck {
    /// There was no usable key or signature to check with.
    NotChecked,
    /// It verifies with the key.
    Match,
    /// It does not.
    Mismatch,
}

/// How one step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepState {
    /// As the RFC asks.
    Good,
    /// A result that stands with a warning.
    Warn,
    /// The check is negative.
    Bad,
    /// It could not be carried out.
    Error,
    /// Nothing to check here, or an earlier step took away the ground.
    Skipped,
    /// Waiting for DNS.
    Waiting,
}

/// One step of RFC 6376 §6.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// How it ended.
    pub state: StepState,
    /// The octets it looked at.
    pub span: Option<Span>,
}

/// The steps of a signature's verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// §6.1.1: the field's tags.
    Parse,
    /// §6.1.2: getting the public key.
    Key,
    /// §6.1.3: body hash against `bh=`.
    BodyHash,
    /// §6.1.3: header hash against `b=`.
    Signature,
}
