//! What can be said about the message itself, and the table of codes, levels and citations.

use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dns::Name;

/// Something worth saying about the message: what the paste did to it, its header, its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing was pasted, or nothing but white space.
    Empty,
    /// There is more than is looked at; nothing of it was read.
    TooLarge {
        /// Octets pasted.
        octets: usize,
        /// Octets that are looked at.
        limit: usize,
    },
    /// No line is a header field.
    NoHeader,
    /// No line is a header field, and the octets are not text.
    Binary,
    /// Blank lines stand above the first header field; they were skipped.
    LeadingBlankLines {
        /// How many.
        lines: usize,
    },
    /// A mailbox file's `From ` line stands above the header; it was skipped.
    MboxLine,
    /// Lines in the header are neither a field nor the continuation of one; they were skipped.
    NotAField {
        /// How many.
        lines: usize,
    },
    /// There are more header fields than are read.
    TooManyHeaders {
        /// Fields that are read.
        limit: usize,
    },
    /// Lines end in LF alone; they are hashed as if they ended in CRLF.
    LfLineEnds,
    /// Lines end in CR alone; they are hashed as if they ended in CRLF.
    CrLineEnds,
    /// Some lines end in CRLF and some in LF; all are hashed as if they ended in CRLF.
    MixedLineEnds {
        /// Lines that end in CRLF.
        crlf: usize,
        /// Lines that end in LF.
        lf: usize,
    },
    /// There are CRs that end no line; they are hashed as they are.
    BareCr {
        /// How many.
        count: usize,
    },
    /// The message holds NUL octets.
    Nul {
        /// How many.
        count: usize,
    },
    /// There is no From field.
    NoFrom,
    /// There is more than one From field.
    SeveralFrom {
        /// How many.
        count: usize,
    },
    /// From states addresses of more than one domain.
    SeveralAuthorDomains {
        /// The domains, in order.
        domains: Vec<Name>,
    },
    /// From states several addresses, all of one domain.
    SeveralAuthors {
        /// How many.
        count: usize,
    },
    /// There are more addresses in From than are read.
    TooManyAddresses {
        /// Addresses that are read.
        limit: usize,
    },
    /// From states no address that can be read.
    UnreadableFrom,
    /// From breaks the grammar, though its addresses are clear.
    DamagedFrom,
    /// From breaks the grammar so that readers may see other addresses; it has no single author.
    AmbiguousFrom,
    /// From is too long, in one field or in all, to be given to another mail reader for comparison.
    LongFrom {
        /// Octets of the first field that was not compared.
        octets: usize,
        /// Octets that are compared.
        limit: usize,
    },
    /// An address in From has no domain name: there is none, or an address literal, or it has no
    /// DNS form.
    AuthorWithoutDomain {
        /// What stands in its place, as written; empty when nothing does.
        domain: String,
    },
    /// The author domain was written with U-labels; they were lower-cased and put into punycode
    /// without the mapping tables of UTS #46.
    AuthorULabels {
        /// The domain as written.
        written: String,
        /// The domain as DNS knows it.
        name: Name,
    },
    /// The display name shows an address of another domain than the author's.
    NameShowsAddress {
        /// The address in the display name.
        shown: String,
        /// The author's domain.
        domain: Name,
    },
    /// Another mail reader reads other addresses in the same From field.
    ReadersDiffer {
        /// The addresses as we read them.
        ours: Vec<String>,
        /// The addresses as it reads them.
        theirs: Vec<String>,
    },
    /// A field that a message has once at most stands in it several times.
    RepeatedField {
        /// Its name as written.
        name: String,
        /// How many.
        count: usize,
    },
    /// A field that looks like a DKIM signature and is a provider's own affair. It is not verified.
    PrivateSignature {
        /// Its name as written.
        name: String,
    },
    /// There are more DKIM signatures than are verified; the topmost are.
    TooManySignatures {
        /// How many there are.
        found: usize,
        /// How many are verified.
        verified: usize,
    },
    /// There are more Received fields than are read.
    TooManyHops {
        /// How many there are.
        total: usize,
        /// Fields that are read.
        limit: usize,
    },
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::Empty => entry("mail.empty", Error, 5322, "3.5"),
            Self::TooLarge { .. } => entry("mail.too-large", Error, 5321, "4.5.3.1.7"),
            Self::NoHeader => entry("mail.no-header", Error, 5322, "3.6"),
            Self::Binary => entry("mail.binary", Error, 5322, "2.1"),
            Self::LeadingBlankLines { .. } => entry("mail.leading-blank-lines", Warn, 5322, "2.1"),
            Self::MboxLine => entry("mail.mbox-line", Note, 4155, "A"),
            Self::NotAField { .. } => entry("mail.not-a-field", Warn, 5322, "2.2"),
            Self::TooManyHeaders { .. } => entry("mail.too-many-headers", Error, 5322, "3.6"),
            Self::LfLineEnds => entry("mail.lf-line-ends", Note, 5322, "2.3"),
            Self::CrLineEnds => entry("mail.cr-line-ends", Warn, 5322, "2.3"),
            Self::MixedLineEnds { .. } => entry("mail.mixed-line-ends", Warn, 5322, "2.3"),
            Self::BareCr { .. } => entry("mail.bare-cr", Warn, 5322, "2.3"),
            Self::Nul { .. } => entry("mail.nul", Warn, 5322, "4"),
            Self::NoFrom => entry("mail.no-from", Error, 5322, "3.6"),
            Self::SeveralFrom { .. } => entry("mail.several-from", Fail, 5322, "3.6"),
            Self::SeveralAuthorDomains { .. } => {
                entry("mail.several-author-domains", Error, 9989, "5.3.1")
            }
            Self::SeveralAuthors { .. } => entry("mail.several-authors", Note, 5322, "3.6.2"),
            Self::TooManyAddresses { .. } => entry("mail.too-many-addresses", Error, 9989, "11.5"),
            Self::UnreadableFrom => entry("mail.unreadable-from", Error, 5322, "3.4"),
            Self::DamagedFrom => entry("mail.damaged-from", Warn, 5322, "3.4"),
            Self::AmbiguousFrom => entry("mail.ambiguous-from", Error, 5322, "3.4"),
            Self::LongFrom { .. } => entry("mail.long-from", Warn, 5322, "2.1.1"),
            Self::AuthorWithoutDomain { .. } => {
                entry("mail.author-without-domain", Error, 9989, "5.3.1")
            }
            Self::AuthorULabels { .. } => entry("mail.author-u-labels", Note, 9989, "5.3.1"),
            Self::NameShowsAddress { .. } => entry("mail.name-shows-address", Warn, 9989, "11.4"),
            Self::ReadersDiffer { .. } => entry("mail.readers-differ", Warn, 5322, "3.4"),
            Self::RepeatedField { .. } => entry("mail.repeated-field", Warn, 5322, "3.6"),
            Self::PrivateSignature { .. } => entry("mail.private-signature", Note, 6376, "3.5"),
            Self::TooManySignatures { .. } => entry("mail.too-many-signatures", Warn, 6376, "6.1"),
            Self::TooManyHops { .. } => entry("mail.too-many-hops", Warn, 5321, "6.3"),
        }
    }
}
