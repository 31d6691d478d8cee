//! What SPF can have to say, and the table of codes, levels and citations.

use std::net::IpAddr;

use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dns::{Failure, Name, Question};

/// Something worth saying. `domain` is always the one whose record it is about; `offset`s count
/// octets of that record's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    // What there was to evaluate.
    /// Nobody states the client's address, so nothing was evaluated.
    NoClient,
    /// Nobody states the envelope sender, so MAIL FROM was not evaluated.
    NoSender,
    /// Nobody states HELO, and this evaluation needed it.
    NoHelo,
    /// The sender is null: `postmaster` at the HELO domain stands in.
    NullSender {
        /// HELO as stated.
        helo: String,
    },
    /// The sender has a domain and no local part: `postmaster` stands in.
    NoLocalPart,
    /// The sender (or HELO standing in for a null one) holds no domain that could publish a record.
    NoDomain {
        /// What stands where the domain should.
        text: String,
        /// Why it is none.
        fault: DomainFault,
    },
    /// HELO is no domain that could publish a record, so only MAIL FROM can be checked.
    UnusableHelo {
        /// HELO as stated.
        text: String,
        /// Why it is none.
        fault: DomainFault,
    },
    /// The domain was written with U-labels and looked up as A-labels.
    ULabels {
        /// The name as looked up.
        domain: Name,
    },
    /// The local part is not ASCII: a term whose name is made from it never matches.
    NonAsciiLocalPart,

    // Which record.
    /// The envelope sender's domain publishes no SPF record.
    NoRecord {
        /// The domain.
        domain: Name,
        /// Whether the name exists at all.
        exists: bool,
    },
    /// The HELO domain publishes no SPF record, as most do not.
    HeloWithoutRecord {
        /// The domain.
        domain: Name,
        /// Whether the name exists at all.
        exists: bool,
    },
    /// More than one TXT record begins with `v=spf1`.
    SeveralRecords {
        /// The domain.
        domain: Name,
        /// How many.
        count: usize,
    },
    /// A TXT record that was meant as SPF, and is not.
    LookAlike {
        /// The domain.
        domain: Name,
        /// The record's text.
        text: String,
        /// What keeps it from being one.
        fault: LookAlike,
    },
    /// A record of Sender ID (`spf2.0/…`), a protocol nobody evaluates any more.
    SenderId {
        /// The domain.
        domain: Name,
        /// The record's text.
        text: String,
    },
    /// A record longer than [`limits::RECORD_OCTETS`](crate::engine::limits::RECORD_OCTETS): not
    /// read.
    RecordTooLong {
        /// The domain.
        domain: Name,
        /// Its length.
        octets: usize,
    },
    /// A record of more terms than [`limits::SPF_TERMS`](crate::engine::limits::SPF_TERMS): not
    /// evaluated.
    TooManyTerms {
        /// The domain.
        domain: Name,
        /// How many.
        count: usize,
    },
    /// The record breaks the grammar; the first fault.
    Syntax {
        /// The domain.
        domain: Name,
        /// The record's text.
        record: String,
        /// The term that breaks it.
        term: String,
        /// Where in the record the term starts.
        term_offset: usize,
        /// Where in the record the fault is: for a caret.
        offset: usize,
        /// What is wrong.
        kind: Syntax,
    },

    // What stopped the evaluation.
    /// DNS gave no answer to a question that mattered.
    DnsFailed {
        /// The question.
        question: Question,
        /// How it failed.
        failure: Failure,
    },
    /// This term was the eleventh that causes a lookup.
    TooManyLookups {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
        /// The domains whose records led there, outermost first: where a record leads to itself under
        /// ever new names, it shows.
        path: Vec<Name>,
    },
    /// This term's lookup was the third to which DNS has no record.
    TooManyVoidLookups {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
        /// The question without an answer.
        question: Question,
        /// How many terms the void lookups belong to. RFC 7208 §4.6.4 limits the terms, verifiers
        /// count the lookups: where this is not above two, receivers may differ.
        terms: usize,
    },
    /// An `mx` stands for more than ten names.
    TooManyNames {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
        /// The name whose MX records they are.
        target: Name,
        /// How many.
        count: usize,
    },
    /// An `include` of a domain that has no SPF record.
    IncludeWithoutRecord {
        /// The domain.
        domain: Name,
        /// The domain included, macros expanded.
        target: String,
    },
    /// A `redirect` to a domain that has no SPF record, or to no domain.
    RedirectWithoutRecord {
        /// The domain.
        domain: Name,
        /// The domain redirected to, macros expanded.
        target: String,
    },
    /// A record that leads back to itself through `include` or `redirect`.
    Loop {
        /// The way round: the first domain comes again after the last.
        path: Vec<Name>,
    },

    // What it came to.
    /// A term says that this client may not send.
    Fail {
        /// The domain.
        domain: Name,
        /// The term that matched.
        term: String,
        /// The client's address.
        client: IpAddr,
    },
    /// A term says that this client probably may not send.
    SoftFail {
        /// The domain.
        domain: Name,
        /// The term that matched.
        term: String,
        /// The client's address.
        client: IpAddr,
    },
    /// A term says that the domain says nothing about this client.
    Neutral {
        /// The domain.
        domain: Name,
        /// The term that matched.
        term: String,
        /// The client's address.
        client: IpAddr,
    },
    /// No term matched, and the record says nothing about the rest.
    NeutralByDefault {
        /// The domain.
        domain: Name,
        /// The client's address.
        client: IpAddr,
    },
    /// The term that passed this client passes any.
    PassesAll {
        /// The domain.
        domain: Name,
        /// The term that matched.
        term: String,
    },

    // What a person should know about the record.
    /// A name that DNS can't hold, as a rule made by macros: the term does not match.
    BadDomain {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
        /// The name it made.
        text: String,
    },
    /// `ptr` or `%{p}`, which the RFC asks nobody to publish.
    UsesPtr {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
    },
    /// The reverse mapping of the client names more than ten hosts: the rest was ignored.
    TooManyPtrNames {
        /// How many.
        count: usize,
    },
    /// DNS failed in a reverse mapping, which counts as no match and never as an error.
    PtrFailed {
        /// The question.
        question: Question,
        /// How it failed.
        failure: Failure,
    },
    /// The whole record needs more than ten lookups. Mail from a client that a late term lists, or
    /// none, ends in an error.
    TooManyReachable {
        /// The domain.
        domain: Name,
        /// How many it needs.
        lookups: usize,
        /// Whether every record was at hand; else there may be more.
        complete: bool,
    },
    /// A term that lets anybody send, whether or not this mail came to it.
    OpenToAll {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
    },
    /// The record lists nobody: the domain says that it sends no mail.
    SendsNoMail {
        /// The domain.
        domain: Name,
    },
    /// Terms after `all`, which are never tested.
    AfterAll {
        /// The domain.
        domain: Name,
        /// The first of them as written.
        term: String,
    },
    /// A `redirect` in a record that has `all`, which makes it void.
    RedirectIgnored {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
    },
    /// `include=…` and the like: a mechanism's name with `=` is an unknown modifier and does
    /// nothing.
    MechanismAsModifier {
        /// The domain.
        domain: Name,
        /// The term as written.
        term: String,
    },
    /// The explanation the domain publishes can't be used.
    ExplanationIgnored {
        /// The domain.
        domain: Name,
        /// Where the explanation should be, macros expanded.
        target: String,
        /// Why not.
        fault: ExplanationFault,
    },
}

/// Why a text is no domain that SPF could be asked about (RFC 7208 §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainFault {
    /// Nothing is there.
    Empty,
    /// An address in brackets, or an IPv4 address.
    AddressLiteral,
    /// Only one label.
    OneLabel,
    /// Two dots in a row, or a dot in front.
    EmptyLabel,
    /// A label of more than 63 octets, or a name of more than 253.
    TooLong,
    /// Characters no domain of a mailbox has.
    BadCharacter,
}

/// What keeps a text that was meant as a record from being one (RFC 7208 §4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAlike {
    /// Something blank before `v=spf1`.
    LeadingSpace,
    /// Quotation marks within the text.
    Quoted,
    /// `v=spf1` runs on without a space: `v=spf1;`, `v=spf1include:…`.
    Unterminated,
    /// Another version: `v=spf2`, `v=spf10`.
    OtherVersion,
    /// Blanks around the equals sign, or none: `v = spf1`, `spf1 …`.
    Misspelt,
}

/// How a record breaks the grammar (RFC 7208 §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// An octet that is no visible ASCII character: a tab, a control character, a letter with an
    /// accent.
    BadOctet,
    /// No mechanism has this name, and there is no `=` for a modifier.
    UnknownMechanism,
    /// No name before the `=` or `:`, or one that does not begin with a letter.
    BadName,
    /// `redirect` or `exp` with `:` in place of `=`.
    ModifierWithColon,
    /// A `+`, `-`, `~` or `?` before a modifier.
    QualifierOnModifier,
    /// A mechanism that needs `:` and something after it.
    MissingArgument,
    /// A mechanism or modifier with nothing after its `:` or `=`.
    EmptyArgument,
    /// Something after a mechanism that takes nothing there.
    UnexpectedArgument,
    /// A prefix length after a mechanism that takes none.
    UnexpectedPrefix,
    /// Two terms with no space between them; the offset is where it belongs.
    MissingSpace,
    /// An argument that does not end like a domain name: with a dot and a label that could be a
    /// top-level domain, or with a macro.
    BadDomainEnd,
    /// An IPv4 address where a domain name belongs: `a:192.0.2.1` for `ip4:192.0.2.1`.
    AddressAsDomain,
    /// A `%` that starts no macro, or a macro that is not closed.
    BadMacro,
    /// A letter in braces that is no macro.
    UnknownMacro,
    /// `%{c}`, `%{r}` or `%{t}` outside an explanation.
    ExplanationMacro,
    /// A macro that keeps zero parts.
    ZeroParts,
    /// Not an IPv4 address in full.
    BadIp4,
    /// Not an IPv6 address.
    BadIp6,
    /// Not a prefix length, or one out of range.
    BadPrefix,
    /// A second `redirect` or `exp`.
    RepeatedModifier,
}

/// Why an explanation can't be used (RFC 7208 §6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplanationFault {
    /// The name has no wire form.
    BadName,
    /// DNS has no text there.
    NoText,
    /// There are several.
    SeveralTexts,
    /// DNS failed.
    DnsFailed,
    /// The text is not ASCII, or would not be with its macros expanded.
    NotAscii,
    /// The text is longer than a record that is read.
    TooLong,
    /// The text breaks the grammar of macros.
    BadMacro,
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::NoClient => entry("spf.no-client", Warn, 7208, "4.1"),
            Self::NoSender => entry("spf.no-sender", Warn, 7208, "4.1"),
            Self::NoHelo => entry("spf.no-helo", Note, 7208, "2.3"),
            Self::NullSender { .. } => entry("spf.null-sender", Note, 7208, "2.4"),
            Self::NoLocalPart => entry("spf.no-local-part", Note, 7208, "4.3"),
            Self::NoDomain { .. } => entry("spf.no-domain", Warn, 7208, "4.3"),
            Self::UnusableHelo { .. } => entry("spf.unusable-helo", Note, 7208, "2.3"),
            Self::ULabels { .. } => entry("spf.u-labels", Note, 8616, "4"),
            Self::NonAsciiLocalPart => entry("spf.non-ascii-local-part", Note, 8616, "4"),

            Self::NoRecord { .. } => entry("spf.no-record", Warn, 7208, "4.5"),
            Self::HeloWithoutRecord { .. } => entry("spf.helo-without-record", Note, 7208, "2.3"),
            Self::SeveralRecords { .. } => entry("spf.several-records", Error, 7208, "4.5"),
            Self::LookAlike { .. } => entry("spf.look-alike", Warn, 7208, "4.5"),
            Self::SenderId { .. } => entry("spf.sender-id", Note, 7208, "4.5"),
            Self::RecordTooLong { .. } => entry("spf.record-too-long", Error, 7208, "3.4"),
            Self::TooManyTerms { .. } => entry("spf.too-many-terms", Error, 7208, "11.1"),
            Self::Syntax { .. } => entry("spf.syntax", Error, 7208, "4.6"),

            Self::DnsFailed { .. } => entry("spf.dns-failed", Error, 7208, "2.6.6"),
            Self::TooManyLookups { .. } => entry("spf.too-many-lookups", Error, 7208, "4.6.4"),
            Self::TooManyVoidLookups { .. } => {
                entry("spf.too-many-void-lookups", Error, 7208, "4.6.4")
            }
            Self::TooManyNames { .. } => entry("spf.too-many-names", Error, 7208, "4.6.4"),
            Self::IncludeWithoutRecord { .. } => {
                entry("spf.include-without-record", Error, 7208, "5.2")
            }
            Self::RedirectWithoutRecord { .. } => {
                entry("spf.redirect-without-record", Error, 7208, "6.1")
            }
            Self::Loop { .. } => entry("spf.loop", Error, 7208, "4.6.4"),

            Self::Fail { .. } => entry("spf.fail", Fail, 7208, "2.6.4"),
            Self::SoftFail { .. } => entry("spf.softfail", Warn, 7208, "2.6.5"),
            Self::Neutral { .. } => entry("spf.neutral", Warn, 7208, "2.6.2"),
            Self::NeutralByDefault { .. } => entry("spf.neutral-by-default", Warn, 7208, "4.7"),
            Self::PassesAll { .. } => entry("spf.passes-all", Warn, 7208, "5.1"),

            Self::BadDomain { .. } => entry("spf.bad-domain", Warn, 7208, "4.8"),
            Self::UsesPtr { .. } => entry("spf.uses-ptr", Note, 7208, "5.5"),
            Self::TooManyPtrNames { .. } => entry("spf.too-many-ptr-names", Note, 7208, "4.6.4"),
            Self::PtrFailed { .. } => entry("spf.ptr-failed", Note, 7208, "5.5"),
            Self::TooManyReachable { .. } => entry("spf.too-many-reachable", Warn, 7208, "4.6.4"),
            Self::OpenToAll { .. } => entry("spf.open-to-all", Warn, 7208, "5.1"),
            Self::SendsNoMail { .. } => entry("spf.sends-no-mail", Note, 7208, "10.1.2"),
            Self::AfterAll { .. } => entry("spf.after-all", Note, 7208, "5.1"),
            Self::RedirectIgnored { .. } => entry("spf.redirect-ignored", Note, 7208, "6.1"),
            Self::MechanismAsModifier { .. } => entry("spf.mechanism-as-modifier", Warn, 7208, "6"),
            Self::ExplanationIgnored { .. } => entry("spf.explanation-ignored", Note, 7208, "6.2"),
        }
    }
}
