//! What claims can have to say, and the table of codes, levels and citations.

use crate::engine::cite::Level::{Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::claims::{Cause, Claimed, Departure, Kind, Method};

/// Something worth saying about what servers wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The field leaves the grammar; what it means is plain all the same.
    NotConforming {
        /// Which field.
        kind: Kind,
        /// How it leaves it first.
        departure: Departure,
    },
    /// The result is no registered word; it is ignored, and no pass.
    UnknownResult {
        /// The method as written.
        method: String,
        /// The result as written.
        result: String,
    },
    /// The field, or a method in it, is of a version that is not known, so its results are ignored.
    UnknownVersion {
        /// The version as written.
        version: String,
    },
    /// There are more such fields than are read.
    TooManyFields {
        /// How many there are.
        total: usize,
        /// How many are read.
        limit: usize,
    },
    /// There is more in the field than is read.
    FieldCut,
    /// A server that the mail came past made the claim, and none of the reader's.
    Outside {
        /// Whom it names.
        server: Option<String>,
    },
    /// The claim stands where a stranger could write it, in the name of a server that did not.
    Forged {
        /// Whom it names.
        server: String,
        /// Whether that is one of the reader's servers; else the trace does not know it.
        ours: bool,
    },
    /// The claim stands right below the line of the server it names.
    BelowOwnLine {
        /// Whom it names.
        server: String,
    },
    /// What the receiver claims is not what we found.
    Differs {
        /// The method.
        method: Method,
        /// What is judged.
        identity: String,
        /// What is claimed.
        claimed: Claimed,
        /// What we found; `None` when there is nothing like it in the message.
        found: Option<&'static str>,
        /// Why.
        cause: Cause,
    },
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::NotConforming {
                kind: Kind::ReceivedSpf,
                ..
            } => entry("claims.not-conforming", Note, 7208, "9.1"),
            Self::NotConforming { .. } => entry("claims.not-conforming", Note, 8601, "2.2"),
            Self::UnknownResult { .. } => entry("claims.unknown-result", Warn, 8601, "4.1"),
            Self::UnknownVersion { .. } => entry("claims.unknown-version", Warn, 8601, "2.6"),
            Self::TooManyFields { .. } => entry("claims.too-many-fields", Warn, 8601, "7.8"),
            Self::FieldCut => entry("claims.field-cut", Warn, 8601, "7.8"),
            Self::Outside { .. } => entry("claims.outside-boundary", Note, 8601, "1.2"),
            Self::Forged { .. } => entry("claims.forged-looking", Warn, 8601, "7.1"),
            Self::BelowOwnLine { .. } => entry("claims.below-own-line", Warn, 8601, "7.3"),
            Self::Differs { cause, .. } => match cause {
                Cause::KeyChanged => entry("claims.key-changed", Warn, 6376, "6.1.2"),
                Cause::DnsChanged => entry("claims.dns-changed", Warn, 8601, "2.7"),
                Cause::BodyRewritten => entry("claims.body-rewritten", Warn, 6376, "6.1.3"),
                Cause::HeloNotMailFrom => entry("claims.helo-not-mail-from", Note, 8601, "2.7.2"),
                Cause::OtherIdentity => entry("claims.other-identity", Note, 8601, "2.7"),
                Cause::ExpiredSince => entry("claims.expired-since", Note, 6376, "3.5"),
                // Said of the claim itself; its difference is a row.
                Cause::OutsideBoundary => entry("claims.outside-boundary", Note, 8601, "1.2"),
                Cause::ReceiverDiffers => entry("claims.receiver-differs", Warn, 8601, "2.7"),
                Cause::Unknown => entry("claims.unexplained", Warn, 8601, "7.2"),
            },
        }
    }
}
