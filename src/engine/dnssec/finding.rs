//! What DNSSEC can have to say, and the table of codes, levels and citations.

use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dns::{Failure, Name, RecordType};

/// Why an answer is not secure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    // Indeterminate.
    /// No anchor stands at the name or above it.
    NoAnchor {
        /// The name.
        name: Name,
    },
    /// DNS failed.
    Failed {
        /// The name asked about.
        name: Name,
        /// The type asked for.
        rtype: RecordType,
        /// What went wrong.
        failure: Failure,
    },
    /// An answer came without what proves it.
    NoMaterial {
        /// The name asked about.
        name: Name,
        /// The type asked for.
        rtype: RecordType,
    },
    /// There was more to check than one mail is worth: a cap of
    /// [`limits`](crate::engine::limits) was met.
    TooMuch {
        /// Where.
        name: Name,
    },

    // Insecure.
    /// It is proved that the zone above has no DS record for this one.
    Unsigned {
        /// The zone.
        zone: Name,
    },
    /// The zone above leaves unsigned delegations out of its proofs, and this name among them.
    OptOut {
        /// The name.
        name: Name,
    },
    /// The zone is signed only with algorithms, or named only by digests, that are unknown or no
    /// longer accepted.
    UnknownAlgorithms {
        /// The zone.
        zone: Name,
    },
    /// The zone's NSEC3 records are hashed more often than is worth computing.
    Iterations {
        /// The zone.
        zone: Name,
        /// How often.
        iterations: u16,
    },

    // Bogus: the keys of a zone.
    /// A zone with a DS record has no keys.
    NoKeys {
        /// The zone.
        zone: Name,
    },
    /// No key of the zone is the one that its DS records name.
    NoMatchingKey {
        /// The zone.
        zone: Name,
    },

    // Bogus: a set of records.
    /// Records of a signed zone are not signed.
    NotSigned {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
    },
    /// A signature is no signature over these records.
    SignatureFails {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
    },
    /// A signature has expired.
    Expired {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
        /// When, seconds since 1970 modulo 2³².
        at: u32,
    },
    /// A signature is not valid yet.
    NotYetValid {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
        /// From when on it is, likewise.
        at: u32,
    },
    /// The zone has no key by which the signature could be checked.
    NoKeyForSignature {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
    },
    /// The signature can't be over these records: it is another zone's, or covers more labels.
    ForeignSignature {
        /// Their owner.
        name: Name,
        /// Their type.
        rtype: RecordType,
    },
    /// Who signed is no zone.
    SignerIsNoZone {
        /// Who.
        signer: Name,
    },

    // Bogus: absence.
    /// Nothing proves that the records do not exist.
    AbsenceUnproved {
        /// The name asked about.
        name: Name,
        /// The type asked for.
        rtype: RecordType,
    },
    /// Records come from a wildcard, and nothing proves that there are none closer to the name.
    WildcardUnproved {
        /// The name asked about.
        name: Name,
    },
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::NoAnchor { .. } => entry("dnssec.no-anchor", Note, 4035, "4.3"),
            Self::Failed { .. } => entry("dnssec.failed", Error, 4035, "4.3"),
            Self::NoMaterial { .. } => entry("dnssec.no-material", Error, 4035, "3.2.1"),
            Self::TooMuch { .. } => entry("dnssec.too-much", Error, 4035, "5.3.3"),
            Self::Unsigned { .. } => entry("dnssec.unsigned", Note, 4035, "5.2"),
            Self::OptOut { .. } => entry("dnssec.opt-out", Note, 5155, "9.2"),
            Self::UnknownAlgorithms { .. } => entry("dnssec.unknown-algorithms", Warn, 4035, "5.2"),
            Self::Iterations { .. } => entry("dnssec.iterations", Warn, 9276, "3.2"),
            Self::NoKeys { .. } => entry("dnssec.no-keys", Fail, 4035, "5.2"),
            Self::NoMatchingKey { .. } => entry("dnssec.no-matching-key", Fail, 4035, "5.2"),
            Self::NotSigned { .. } => entry("dnssec.not-signed", Fail, 4035, "5.3.1"),
            Self::SignatureFails { .. } => entry("dnssec.signature-fails", Fail, 4035, "5.3.3"),
            Self::Expired { .. } => entry("dnssec.expired", Fail, 4034, "3.1.5"),
            Self::NotYetValid { .. } => entry("dnssec.not-yet-valid", Fail, 4034, "3.1.5"),
            Self::NoKeyForSignature { .. } => {
                entry("dnssec.no-key-for-signature", Fail, 4035, "5.3.1")
            }
            Self::ForeignSignature { .. } => entry("dnssec.foreign-signature", Fail, 4035, "5.3.1"),
            Self::SignerIsNoZone { .. } => entry("dnssec.signer-is-no-zone", Fail, 4035, "5.3.1"),
            Self::AbsenceUnproved { .. } => entry("dnssec.absence-unproved", Fail, 4035, "5.4"),
            Self::WildcardUnproved { .. } => entry("dnssec.wildcard-unproved", Fail, 4035, "5.3.4"),
        }
    }
}
