//! ARC (RFC 8617): the chain of seals on a message, validated in the order of §5.2.
//!
//! Its signatures are DKIM's, and [`dkim`](crate::engine::dkim) verifies them; here is what they
//! come to. A pass says that the chain is whole, never that its sealers are to be trusted, and no
//! result of DMARC follows from it here.
//!
//! Where we leave the RFC: §5.2.1 makes every error permanent, a lookup that failed included. That is
//! for a receiver, who has one chance. Here it is left open, and so is a body that was not pasted.
//! Where the RFC leaves a choice: every signature of a well-formed chain is looked at, also behind
//! the one that decides, since it is shown; an ARC-Message-Signature must sign From, as DKIM's must,
//! and is simple/simple without `c=`, as DKIM's is.

pub mod finding;
mod set;
mod validate;

use crate::engine::cite::Noted;
use crate::engine::dkim::{self, StepState};
use crate::engine::dns::Name;
pub use finding::Finding;
pub use set::collect;
pub use validate::{Subject, validate};

/// The Chain Validation Status (§4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// There is no chain.
    None,
    /// The chain is whole.
    Pass,
    /// It is not.
    Fail,
}

impl Verdict {
    /// The RFC's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// One of the three fields of a set (§4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What the sealer had found (AAR).
    Results,
    /// The signature over the message (AMS).
    Message,
    /// The signature over the chain (AS).
    Seal,
}

impl Field {
    /// All three, in the order in which a seal signs them (§5.1.1).
    pub const ALL: [Self; 3] = [Self::Results, Self::Message, Self::Seal];

    /// The field's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Results => "ARC-Authentication-Results",
            Self::Message => "ARC-Message-Signature",
            Self::Seal => "ARC-Seal",
        }
    }
}

/// The ARC fields of a message, sorted into sets.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// The sets, oldest first; at most as many as [`ARC_SETS`](crate::engine::limits::ARC_SETS).
    pub sets: Vec<Set>,
    /// What keeps a field out of them.
    pub findings: Vec<Noted<Finding>>,
}

/// One set (§4.2).
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// `i=`, 1 to 50.
    pub instance: usize,
    /// Places of its fields among the message's header fields, in the order of [`Field::ALL`]; of
    /// several of a kind the topmost.
    pub fields: [Option<usize>; 3],
    /// How many there are of each kind.
    pub counts: [usize; 3],
    /// `d=` of its seal: who vouches for it.
    pub sealer: Option<Name>,
    /// `s=` of its seal, as written.
    pub selector: Option<String>,
    /// `cv=` of its seal, as written: what the sealer says the chain came to before.
    pub status: Option<String>,
    /// Its ARC-Message-Signature; `None` where it was not looked at.
    pub message: Option<dkim::Outcome>,
    /// Its ARC-Seal; `None` where it was not looked at.
    pub seal: Option<dkim::Outcome>,
}

impl Set {
    /// The place of its field of this kind.
    pub const fn field(&self, field: Field) -> Option<usize> {
        let [results, message, seal] = self.fields;
        match field {
            Field::Results => results,
            Field::Message => message,
            Field::Seal => seal,
        }
    }
}

/// What was found about a message's chain.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The result; `None` while an answer is missing, and where it can't be told.
    pub verdict: Option<Verdict>,
    /// Whether it waits for an answer.
    pub pending: bool,
    /// `header.oldest-pass` (§10.2): the lowest instance back to which the ARC-Message-Signatures
    /// hold, 0 if all of them do; `None` where the newest one does not, or it is not known.
    pub oldest_pass: Option<usize>,
    /// The sets, oldest first.
    pub sets: Vec<Set>,
    /// Steps in the order of §5.2, as far as it goes.
    pub steps: Vec<Step>,
    /// Everything worth saying.
    pub findings: Vec<Noted<Finding>>,
}

impl Outcome {
    /// The signature that makes the chain fail: the newest message's, or the newest seal that does
    /// not hold.
    pub fn broken(&self) -> Option<&dkim::Outcome> {
        let message = self.sets.last().and_then(|set| set.message.as_ref());
        let seals = self.sets.iter().rev().filter_map(|set| set.seal.as_ref());
        message
            .into_iter()
            .chain(seals)
            .find(|signature| holds(signature) == Some(false))
    }
}

/// Whether a signature of ARC's holds; `None` where that is not known.
pub fn holds(signature: &dkim::Outcome) -> Option<bool> {
    match signature.verdict? {
        dkim::Verdict::Pass => Some(true),
        dkim::Verdict::TempError => None,
        dkim::Verdict::Neutral if signature.body == dkim::BodyHash::Absent => None,
        _ => Some(false),
    }
}

/// One step of §5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// How it ended.
    pub state: StepState,
}

/// The steps of validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Step 1: the sets.
    Collect,
    /// Step 2: whether the newest seal says that the chain had failed before.
    Status,
    /// Step 3: the form of the chain.
    Structure,
    /// Step 4: the newest ARC-Message-Signature.
    Message,
    /// Step 5: how far back the others hold.
    Oldest,
    /// Step 6: the seals.
    Seals,
}

impl StepKind {
    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Status => "status",
            Self::Structure => "structure",
            Self::Message => "message-signature",
            Self::Oldest => "oldest-pass",
            Self::Seals => "seals",
        }
    }
}
