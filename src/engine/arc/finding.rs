//! What ARC can have to say, and the table of codes, levels and citations.

use crate::engine::arc::Field;
use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dkim;
use crate::engine::dns::Name;

/// Something worth saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An instance above 50. fail.
    TooManySets {
        /// The instance.
        instance: usize,
    },
    /// A field has no instance. fail.
    NoInstance {
        /// The kind of field.
        field: Field,
    },
    /// A field's instance is no number from 1 to 50. fail.
    BadInstance {
        /// The kind of field.
        field: Field,
        /// The value as written.
        value: String,
    },
    /// The newest seal says `cv=fail`: its sealer found the chain broken. fail.
    Ended {
        /// The newest instance.
        instance: usize,
        /// Who sealed it.
        sealer: Option<Name>,
    },
    /// An instance below the highest is not there. fail.
    Gap {
        /// The lowest one that is missing.
        instance: usize,
        /// The highest one.
        highest: usize,
    },
    /// A set lacks a field. fail.
    MissingField {
        /// The instance.
        instance: usize,
        /// The kind of field.
        field: Field,
    },
    /// A set has a field more than once. fail.
    RepeatedField {
        /// The instance.
        instance: usize,
        /// The kind of field.
        field: Field,
        /// How often.
        count: usize,
    },
    /// `cv=` is not what it must be in a chain that is whole. fail.
    Status {
        /// The instance.
        instance: usize,
        /// What it is, as written; `None` when it is absent.
        stated: Option<String>,
        /// What it must be.
        needed: &'static str,
    },
    /// The newest ARC-Message-Signature does not hold. fail.
    Message {
        /// Its instance.
        instance: usize,
        /// Who sealed it.
        sealer: Option<Name>,
    },
    /// A seal does not hold. fail.
    Seal {
        /// Its instance.
        instance: usize,
        /// Who sealed it.
        sealer: Option<Name>,
    },
    /// What is to be said of a signature by itself, mostly why it does not hold.
    Signature {
        /// The instance.
        instance: usize,
        /// Which of the set's two.
        field: Field,
        /// What.
        finding: dkim::Finding,
    },
    /// A lookup failed, and the chain may be whole or not.
    LookupFailed,
    /// The body was not pasted, and the chain may be whole or not.
    BodyAbsent,
    /// An older ARC-Message-Signature does not hold: the message was changed behind it, as lists do.
    ChangedSince {
        /// The instance whose signature does not hold.
        instance: usize,
        /// Who sealed it.
        sealer: Option<Name>,
    },
    /// More ARC-Message-Signatures than are looked at.
    NotAllChecked {
        /// How many were.
        checked: usize,
    },
    /// ARC is being retired, and says nothing about whom to trust.
    Retiring,
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            // Step 1.
            Self::TooManySets { .. } => entry("arc.too-many-sets", Fail, 8617, "5.2"),
            Self::NoInstance { .. } => entry("arc.no-instance", Fail, 8617, "4.2.1"),
            Self::BadInstance { .. } => entry("arc.bad-instance", Fail, 8617, "4.2.1"),
            // Step 2.
            Self::Ended { .. } => entry("arc.ended", Fail, 8617, "5.2"),
            // Step 3.
            Self::Gap { .. } => entry("arc.gap", Fail, 8617, "5.2"),
            Self::MissingField { .. } => entry("arc.missing-field", Fail, 8617, "4.2.1"),
            Self::RepeatedField { .. } => entry("arc.repeated-field", Fail, 8617, "4.2.1"),
            Self::Status { .. } => entry("arc.chain-status", Fail, 8617, "5.2"),
            // The signatures.
            Self::Message { .. } => entry("arc.message-signature", Fail, 8617, "5.2"),
            Self::Seal { .. } => entry("arc.seal", Fail, 8617, "5.2"),
            Self::Signature { finding, .. } => finding.entry(),
            Self::LookupFailed => entry("arc.lookup-failed", Error, 8617, "5.2.1"),
            Self::BodyAbsent => entry("arc.body-absent", Warn, 8617, "5.2"),
            Self::ChangedSince { .. } => entry("arc.changed-since", Note, 8617, "5.2"),
            Self::NotAllChecked { .. } => entry("arc.not-all-checked", Note, 8617, "5.2"),
            Self::Retiring => entry("arc.retiring", Note, 8617, "5.2"),
        }
    }
}
