//! What DMARC can have to say, and the table of codes, levels and citations.

use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dmarc::{Alignment, Method, Policy};
use crate::engine::dns::{Failure, Name};

/// Something worth saying. `domain` is the domain whose record is meant; the record itself stands at
/// `_dmarc.` below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    // What policy discovery came to.
    /// Neither the author domain nor any domain above it that counts has a policy record.
    NoRecord {
        /// The author domain.
        domain: Name,
    },
    /// DNS failed during policy discovery, so that no policy can be told.
    DnsFailed {
        /// The name asked about.
        name: Name,
        /// What went wrong.
        failure: Failure,
    },
    /// Several DMARC records at one name: all of them are dropped.
    SeveralRecords {
        /// Where.
        domain: Name,
        /// How many.
        count: usize,
    },
    /// A TXT record was surely meant as a DMARC record, but does not start with `v=DMARC1`.
    BadVersion {
        /// Where.
        domain: Name,
        /// The record's text.
        text: String,
    },
    /// A record longer than [`RECORD_OCTETS`](crate::engine::limits::RECORD_OCTETS) is not read.
    LongRecord {
        /// Where.
        domain: Name,
        /// Its length in octets.
        octets: usize,
    },
    /// The author domain has so many labels that the walk leaves some out.
    WalkShortened {
        /// The domain the walk starts at.
        domain: Name,
        /// How many labels it has.
        labels: usize,
    },
    /// A top-level domain publishes a record without `psd=y`, which makes it everybody's
    /// organizational domain.
    TopLevelRecord {
        /// The top-level domain.
        domain: Name,
    },

    /// A public suffix stands right above an author domain without a record of its own: the RFC can be
    /// read so that the walk starts there, which makes it the organizational domain.
    SuffixAbove {
        /// The author domain.
        author: Name,
        /// The public suffix.
        domain: Name,
    },

    /// A DMARC record stands at the author domain itself and not at `_dmarc.` below it, where it
    /// would be found.
    MisplacedRecord {
        /// The author domain.
        domain: Name,
    },

    // What is wrong with a record.
    /// A tag occurs twice, which voids the record.
    DuplicateTag {
        /// Where.
        domain: Name,
        /// The tag's name.
        tag: String,
    },
    /// A piece of the record is no tag; it is ignored.
    TagSyntax {
        /// Where.
        domain: Name,
        /// The piece.
        text: String,
    },
    /// `p`, `sp` or `np` has none of the three values.
    BadPolicy {
        /// Where.
        domain: Name,
        /// Which tag.
        tag: &'static str,
        /// What it says.
        value: String,
    },
    /// The record has no `p`.
    PolicyAbsent {
        /// Where.
        domain: Name,
    },
    /// The policy can't be read, but reports are asked for: the record counts as `p=none`.
    CountsAsNone {
        /// Where.
        domain: Name,
    },
    /// The policy can't be read, and no reports are asked for: DMARC does not apply.
    NoProcessing {
        /// Where.
        domain: Name,
    },
    /// Another tag has a value it can't have; its default stands.
    BadValue {
        /// Where.
        domain: Name,
        /// Which tag.
        tag: &'static str,
        /// What it says.
        value: String,
        /// What applies instead; `""` when the tag is as good as absent.
        default: &'static str,
    },
    /// An entry of `rua` or `ruf` is no URI.
    BadUri {
        /// Where.
        domain: Name,
        /// Which tag.
        tag: &'static str,
        /// The entry.
        value: String,
    },
    /// An entry of `rua` or `ruf` carries a size limit (`!10m`), which is ignored.
    ObsoleteSize {
        /// Where.
        domain: Name,
        /// Which tag.
        tag: &'static str,
        /// The entry.
        value: String,
    },
    /// `pct`, `rf` or `ri`: no longer in use, ignored.
    ObsoleteTag {
        /// Where.
        domain: Name,
        /// Which tag.
        tag: &'static str,
        /// What it says.
        value: String,
    },
    /// A tag nobody has registered, ignored.
    UnknownTag {
        /// Where.
        domain: Name,
        /// Its name.
        tag: String,
    },
    /// A tag's name is in upper case. It counts here; some receivers overlook it.
    TagCase {
        /// Where.
        domain: Name,
        /// Its name as written.
        tag: String,
    },
    /// Space around `=`. Allowed, and many receivers fail to read it.
    SpaceAroundEquals {
        /// Where.
        domain: Name,
        /// The name of the first tag written so.
        tag: String,
    },

    // What the policy is.
    /// The policy is `none`: failing mail is only counted.
    PolicyNone {
        /// Where.
        domain: Name,
    },
    /// `t=y`: the policy is only tested, one level below what is written.
    Testing {
        /// Where.
        domain: Name,
        /// The policy as written.
        from: Policy,
        /// The policy to apply.
        to: Policy,
    },
    /// The policy comes from the organizational domain.
    SubdomainPolicy {
        /// Where.
        domain: Name,
        /// The author domain below it.
        author: Name,
        /// Which tag gave it: `sp`, or `p` for lack of it.
        tag: &'static str,
        /// The policy.
        policy: Policy,
    },
    /// The author domain does not exist (NXDOMAIN), and a policy for such names applies.
    NonexistentPolicy {
        /// Where.
        domain: Name,
        /// The author domain.
        author: Name,
        /// The policy.
        policy: Policy,
    },
    /// The policy comes from a public suffix (`psd=y`) for lack of any below it.
    PsdPolicy {
        /// The public suffix.
        domain: Name,
        /// The policy.
        policy: Policy,
    },

    // Why the message fails.
    /// No identifier is authenticated, so there is none to be aligned.
    NothingAuthenticated,
    /// The domain that SPF authenticated is not aligned, nor is any other.
    SpfNotAligned {
        /// The domain of MAIL FROM.
        domain: Name,
        /// Its organizational domain, where one had to be found.
        organizational_domain: Option<Name>,
        /// The author domain.
        author: Name,
        /// `aspf`.
        mode: Alignment,
    },
    /// A domain that DKIM authenticated is not aligned, nor is any other.
    DkimNotAligned {
        /// The signing domain.
        domain: Name,
        /// Its organizational domain, where one had to be found.
        organizational_domain: Option<Name>,
        /// The author domain.
        author: Name,
        /// `adkim`.
        mode: Alignment,
    },
    /// DNS failed in a walk that alignment needs, and no other identifier is aligned.
    AlignmentUnknown {
        /// The domain the walk started at: the author domain or an identifier.
        domain: Name,
        /// The name asked about.
        name: Name,
        /// What went wrong.
        failure: Failure,
    },
    /// The policy asks for reject. Receivers must not reject on that alone.
    RejectAlone,
    /// The policy is reject, and the pass rests on SPF alone: no signature of the organization is in
    /// the message.
    SpfAlone {
        /// The author domain.
        author: Name,
    },

    // Who gets reports.
    /// A host of another organization does not say that it takes reports about the domain: it gets
    /// none.
    ReportsRefused {
        /// The domain with the policy.
        domain: Name,
        /// Which tag names the host.
        tag: &'static str,
        /// The host.
        host: Name,
        /// What is wrong.
        fault: ReportFault,
    },
    /// More hosts are named for reports than are checked here.
    ReportsCapped {
        /// The domain with the policy.
        domain: Name,
        /// How many are named.
        hosts: usize,
    },
    /// The pass rests on an identifier that somebody states.
    StatedIdentifier {
        /// Which leg.
        method: Method,
        /// The domain.
        domain: Name,
    },
}

/// Why a host gets no reports (RFC 9990 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFault {
    /// It publishes no consent.
    NoRecord,
    /// The name of the consent would be too long for DNS.
    NameTooLong,
    /// Its consent sends the reports on to another host, which is not allowed.
    OtherHost,
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::NoRecord { .. } => entry("dmarc.no-record", Warn, 9989, "4.10.1"),
            Self::DnsFailed { .. } => entry("dmarc.dns-failed", Error, 9989, "4.10.1"),
            Self::SeveralRecords { .. } => entry("dmarc.several-records", Error, 9989, "4.10"),
            Self::BadVersion { .. } => entry("dmarc.bad-version", Warn, 9989, "4.7"),
            Self::LongRecord { .. } => entry("dmarc.long-record", Error, 9989, "4.10"),
            Self::WalkShortened { .. } => entry("dmarc.walk-shortened", Note, 9989, "4.10"),
            Self::SuffixAbove { .. } => entry("dmarc.suffix-above", Note, 9989, "4.10.2"),
            Self::TopLevelRecord { .. } => entry("dmarc.top-level-record", Warn, 9989, "11.8"),

            Self::MisplacedRecord { .. } => entry("dmarc.misplaced-record", Warn, 9989, "4.10.1"),

            Self::DuplicateTag { .. } => entry("dmarc.duplicate-tag", Error, 6376, "3.2"),
            Self::TagSyntax { .. } => entry("dmarc.tag-syntax", Warn, 9989, "4.8"),
            Self::BadPolicy { .. } => entry("dmarc.bad-policy", Error, 9989, "4.10.1"),
            Self::PolicyAbsent { .. } => entry("dmarc.policy-absent", Warn, 9989, "4.7"),
            Self::CountsAsNone { .. } => entry("dmarc.counts-as-none", Warn, 9989, "4.10.1"),
            Self::NoProcessing { .. } => entry("dmarc.no-processing", Error, 9989, "4.10.1"),
            Self::BadValue { .. } => entry("dmarc.bad-value", Warn, 9989, "4.8"),
            Self::BadUri { .. } => entry("dmarc.bad-uri", Warn, 9989, "4.6"),
            Self::ObsoleteSize { .. } => entry("dmarc.obsolete-size", Note, 9989, "4.8"),
            Self::ObsoleteTag { .. } => entry("dmarc.obsolete-tag", Note, 9989, "C.5.2"),
            Self::UnknownTag { .. } => entry("dmarc.unknown-tag", Note, 9989, "4.7"),
            Self::TagCase { .. } => entry("dmarc.tag-case", Warn, 9989, "4.8"),
            Self::SpaceAroundEquals { .. } => entry("dmarc.space-around-equals", Note, 9989, "4.8"),

            Self::PolicyNone { .. } => entry("dmarc.policy-none", Note, 9989, "3.2.12"),
            Self::Testing { .. } => entry("dmarc.testing", Warn, 9989, "A.6"),
            Self::SubdomainPolicy { .. } => entry("dmarc.subdomain-policy", Note, 9989, "4.10.1"),
            Self::NonexistentPolicy { .. } => {
                entry("dmarc.nonexistent-policy", Warn, 9989, "3.2.13")
            }
            Self::PsdPolicy { .. } => entry("dmarc.psd-policy", Note, 9989, "4.10.1"),

            Self::NothingAuthenticated => entry("dmarc.nothing-authenticated", Fail, 9989, "5.3.5"),
            Self::SpfNotAligned { .. } => entry("dmarc.spf-not-aligned", Fail, 9989, "4.4.2"),
            Self::DkimNotAligned { .. } => entry("dmarc.dkim-not-aligned", Fail, 9989, "4.4.1"),
            Self::AlignmentUnknown { .. } => {
                entry("dmarc.alignment-unknown", Error, 9989, "4.10.2")
            }
            Self::RejectAlone => entry("dmarc.reject-alone", Note, 9989, "7.4"),
            Self::SpfAlone { .. } => entry("dmarc.spf-alone", Warn, 9989, "8"),
            Self::ReportsRefused { .. } => entry("dmarc.reports-refused", Warn, 9990, "4"),
            Self::ReportsCapped { .. } => entry("dmarc.reports-capped", Note, 9990, "4"),
            Self::StatedIdentifier { .. } => entry("dmarc.stated-identifier", Note, 9989, "5.3.3"),
        }
    }
}
