//! A DKIM-Signature field read tag by tag (RFC 6376 §3.5), with the checks of §6.1.1 that need the
//! field alone; and ARC's two signatures, which differ as [`Kind`] says.
//!
//! Known deviations: labels of `d=` and `s=` may hold underscores, since DNS names in use do; the
//! form of `z=` and of unknown tags is not looked at.

use crate::engine::cite::{Level, Noted};
use crate::engine::crypto::HashKind;
use crate::engine::dkim::base64;
use crate::engine::dkim::body::BodyVariant;
use crate::engine::dkim::canon::Canonicalization;
use crate::engine::dkim::finding::Finding;
use crate::engine::dns::{Name, Question, RecordType, idn};
use crate::engine::limits;
use crate::engine::mail::tag_list::{self, FaultKind, Tag, TagList};
use crate::engine::mail::{Header, Message};
use crate::engine::span::Span;

/// A signature algorithm (RFC 6376 §3.3, RFC 8463 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `rsa-sha1`, which RFC 8301 §3.1 forbids.
    RsaSha1,
    /// `rsa-sha256`.
    RsaSha256,
    /// `ed25519-sha256`.
    Ed25519Sha256,
}

impl Algorithm {
    const ALL: [(&'static str, Self); 3] = [
        ("rsa-sha256", Self::RsaSha256),
        ("ed25519-sha256", Self::Ed25519Sha256),
        ("rsa-sha1", Self::RsaSha1),
    ];

    /// The hash of body and header.
    pub const fn hash(self) -> HashKind {
        match self {
            Self::RsaSha1 => HashKind::Sha1,
            Self::RsaSha256 | Self::Ed25519Sha256 => HashKind::Sha256,
        }
    }

    /// The `k=` of a key for it.
    pub const fn key_kind(self) -> &'static str {
        match self {
            Self::RsaSha1 | Self::RsaSha256 => "rsa",
            Self::Ed25519Sha256 => "ed25519",
        }
    }
}

/// Which field a signature is; the field's name tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// DKIM-Signature.
    #[default]
    Dkim,
    /// ARC-Message-Signature: without `v=`, and `i=` is the instance (RFC 8617 §4.1.2).
    ArcMessage,
    /// ARC-Seal: besides, no body and no `h=`, always relaxed (RFC 8617 §4.1.3).
    ArcSeal,
}

impl Kind {
    fn of(name: &[u8]) -> Self {
        match name.to_ascii_lowercase().as_slice() {
            b"arc-message-signature" => Self::ArcMessage,
            b"arc-seal" => Self::ArcSeal,
            _ => Self::Dkim,
        }
    }
}

/// What one DKIM-Signature field says. A tag that is absent or malformed is `None` here and a finding
/// beside it; the defaults of the RFC are filled in.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// Which field it is.
    pub kind: Kind,
    /// Every tag with its place, a duplicate included.
    pub tags: Vec<Tag>,
    /// `a=`.
    pub algorithm: Option<Algorithm>,
    /// `a=` as written, lower case.
    pub algorithm_text: Option<String>,
    /// `b=`.
    pub signature: Option<Vec<u8>>,
    /// The value of `b=` with the white space around it, which §3.7 takes out for hashing.
    pub signature_span: Span,
    /// `bh=`.
    pub body_hash: Option<Vec<u8>>,
    /// `c=`: header, then body.
    pub canonicalization: Option<(Canonicalization, Canonicalization)>,
    /// `d=`.
    pub domain: Option<Name>,
    /// `h=`, names in lower case.
    pub signed: Vec<String>,
    /// `i=` as written.
    pub identity: Option<String>,
    /// The domain of `i=`.
    pub identity_domain: Option<Name>,
    /// `l=`; more than 2⁶⁴ is as good as 2⁶⁴.
    pub length: Option<u64>,
    /// `s=` as written.
    pub selector: Option<String>,
    /// `t=`.
    pub signed_at: Option<i64>,
    /// `x=`.
    pub expires: Option<i64>,
    /// The name of the key: `s=`, `_domainkey`, `d=`.
    pub key_name: Option<Name>,
    /// What is to be said so far.
    pub findings: Vec<Noted<Finding>>,
}

impl Signature {
    /// Reads a field. Whatever it holds, what can be read is read.
    pub fn parse(message: &Message, header: &Header) -> Self {
        let value = message.value(header);
        let mut reader = Reader {
            list: tag_list::parse(value, header.value.start),
            field: header.value,
            signature: Self {
                kind: Kind::of(message.name(header)),
                ..Self::default()
            },
        };
        reader.faults();
        reader.version();
        reader.algorithm();
        reader.hashes(message);
        reader.canonicalization();
        reader.key_name();
        reader.signed();
        reader.identity();
        reader.query_method();
        reader.length_and_times();
        let Reader {
            list,
            mut signature,
            ..
        } = reader;
        signature.tags = list.tags;
        signature
    }

    /// Whether the field itself is in error.
    pub fn has_error(&self) -> bool {
        self.findings
            .iter()
            .any(|noted| noted.finding.entry().level == Level::Error)
    }

    /// Whether it can't verify here, whatever DNS says, so that no key is asked for. What rsa-sha1
    /// would have sealed is not computed.
    pub fn is_hopeless(&self) -> bool {
        let asks_too_much =
            |noted: &Noted<Finding>| matches!(noted.finding, Finding::TooManySignedHeaders { .. });
        let is_sha1_seal = self.kind == Kind::ArcSeal && self.algorithm == Some(Algorithm::RsaSha1);
        self.has_error() || is_sha1_seal || self.findings.iter().any(asks_too_much)
    }

    /// Where the key is asked for (RFC 6376 §3.6.2.1).
    pub fn key_question(&self) -> Option<Question> {
        Some(Question {
            name: self.key_name.clone()?,
            rtype: RecordType::TXT,
        })
    }

    /// Which digest of the body `bh=` states.
    pub fn body_variant(&self) -> Option<BodyVariant> {
        // A malformed `l=` says nothing about what was hashed.
        let length_is_known = self.length.is_some() || self.tag("l").is_none();
        Some(BodyVariant {
            canonicalization: self.canonicalization?.1,
            length: self.length,
            hash: self.algorithm?.hash(),
        })
        .filter(|_| length_is_known)
    }

    /// The first tag of this name.
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    /// The place of a tag's value.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.tag(name).map(|tag| tag.span)
    }
}

struct Reader {
    list: TagList,
    field: Span,
    signature: Signature,
}

impl Reader {
    fn note(&mut self, finding: Finding, span: Span) {
        self.signature.findings.push(Noted::at(finding, span));
    }

    /// A tag that may be absent.
    fn optional(&self, name: &str) -> Option<(String, Span)> {
        let tag = self.list.get(name)?;
        Some((String::from_utf8_lossy(&tag.value).into_owned(), tag.span))
    }

    /// A tag that must be there; §6.1.1 makes its absence permanent.
    fn required(&mut self, tag: &'static str) -> Option<(String, Span)> {
        let found = self.optional(tag);
        if found.is_none() {
            self.note(Finding::MissingTag { tag }, self.field);
        }
        found
    }

    fn bad(&mut self, tag: &'static str, value: &str, span: Span) {
        let value = value.to_owned();
        self.note(Finding::BadTag { tag, value }, span);
    }

    /// §3.2: what breaks the tag list breaks the signature.
    fn faults(&mut self) {
        let faults = std::mem::take(&mut self.list.faults);
        for fault in faults.into_iter().take(limits::TAG_FAULTS) {
            let finding = match fault.kind {
                FaultKind::Duplicate { name } => Finding::DuplicateTag { tag: name },
                FaultKind::NoEquals
                | FaultKind::BadName
                | FaultKind::BadValue { .. }
                | FaultKind::TooMany => Finding::TagSyntax,
            };
            self.note(finding, fault.span);
        }
    }

    fn version(&mut self) {
        if self.signature.kind != Kind::Dkim {
            return;
        }
        if let Some((value, span)) = self.required("v")
            && value != "1"
        {
            self.note(Finding::BadVersion { value }, span);
        }
    }

    fn algorithm(&mut self) {
        let Some((value, span)) = self.required("a") else {
            return;
        };
        let algorithm = value.to_ascii_lowercase();
        let known = Algorithm::ALL.iter().find(|(name, _)| *name == algorithm);
        self.signature.algorithm = known.map(|(_, algorithm)| *algorithm);
        if known.is_none() {
            self.note(Finding::UnknownAlgorithm { algorithm: value }, span);
        }
        self.signature.algorithm_text = Some(algorithm);
    }

    fn hashes(&mut self, message: &Message) {
        self.signature.signature = self.base64("b");
        if self.signature.kind != Kind::ArcSeal {
            self.signature.body_hash = self.base64("bh");
        }
        if let Some(tag) = self.list.get("b") {
            self.signature.signature_span = around(message, tag, self.field);
        }
    }

    fn base64(&mut self, tag: &'static str) -> Option<Vec<u8>> {
        let (value, span) = self.required(tag)?;
        let octets = base64::decode(value.as_bytes())
            .ok()
            .filter(|octets| !octets.is_empty());
        if octets.is_none() {
            self.bad(tag, &value, span);
        }
        octets
    }

    /// `c=`; the body's half may be left out and is simple then.
    fn canonicalization(&mut self) {
        if self.signature.kind == Kind::ArcSeal {
            let relaxed = Canonicalization::Relaxed;
            self.signature.canonicalization = Some((relaxed, relaxed));
            return;
        }
        let Some((value, span)) = self.optional("c") else {
            self.signature.canonicalization = Some(Default::default());
            return;
        };
        let lower = value.to_ascii_lowercase();
        let (header, body) = lower.split_once('/').unwrap_or((&lower, "simple"));
        let read = |word| match word {
            "simple" => Some(Canonicalization::Simple),
            "relaxed" => Some(Canonicalization::Relaxed),
            _ => None,
        };
        self.signature.canonicalization = read(header).zip(read(body));
        if self.signature.canonicalization.is_none() {
            self.note(Finding::UnknownCanonicalization { value }, span);
        }
    }

    fn key_name(&mut self) {
        let domain = self.required("d");
        let selector = self.required("s");
        let domain = domain.and_then(|(value, span)| {
            let name = self.domain(&value, span);
            if name.is_none() {
                self.note(Finding::BadDomain { value }, span);
            }
            name
        });
        if let Some(domain) = domain.clone().filter(|name| name.label_count() == 1) {
            let span = self.list.get("d").map_or(self.field, |tag| tag.span);
            self.note(Finding::SingleLabelDomain { domain }, span);
        }
        if let Some((value, span)) = selector {
            let under = self.domain(&value, span);
            let key_name = under
                .as_ref()
                .zip(domain.as_ref())
                .map(|(selector, domain)| {
                    let infix: &[u8] = b"_domainkey";
                    let labels = selector.labels().chain([infix]).chain(domain.labels());
                    Name::from_labels(labels)
                });
            if under.is_none() || matches!(key_name, Some(Err(_))) {
                let value = value.clone();
                self.note(Finding::BadSelector { value }, span);
            }
            self.signature.key_name = key_name.and_then(Result::ok);
            self.signature.selector = Some(value);
        }
        self.signature.domain = domain;
    }

    /// A domain name or selector, U-labels turned into A-labels (RFC 8616 §5).
    fn domain(&mut self, text: &str, span: Span) -> Option<Name> {
        let good = |label: &str| {
            let inner =
                |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || !c.is_ascii();
            let edge = |c: Option<char>| c.is_some_and(|c| c != '-');
            edge(label.chars().next())
                && edge(label.chars().next_back())
                && label.chars().all(inner)
        };
        if !text.split('.').all(good) {
            return None;
        }
        let read = idn::from_text(text).ok()?;
        if read.converted {
            let finding = Finding::ULabels {
                written: text.to_owned(),
                name: read.name.clone(),
            };
            self.note(finding, span);
        }
        Some(read.name)
    }

    /// §5.4: the From field must be signed. A seal signs what ARC says, and may not choose.
    fn signed(&mut self) {
        if self.signature.kind == Kind::ArcSeal {
            if let Some((_, span)) = self.optional("h") {
                self.note(Finding::SealWithHeaders, span);
            }
            return;
        }
        let Some((value, span)) = self.required("h") else {
            return;
        };
        let names = value.split(':').map(|name| name.trim_matches(is_fws));
        let good = |name: &str| !name.is_empty() && name.bytes().all(|o| matches!(o, 0x21..=0x7e));
        if !names.clone().all(good) {
            return self.bad("h", &value, span);
        }
        if !names.clone().any(|name| name.eq_ignore_ascii_case("from")) {
            self.note(Finding::FromNotSigned, span);
        }
        if self.signature.kind == Kind::ArcMessage {
            self.signed_of_arc(names.clone(), span);
        }
        let count = names.clone().count();
        if count > limits::SIGNED_HEADERS {
            self.note(Finding::TooManySignedHeaders { names: count }, span);
        }
        // A copy of each of millions of names would be many times the message.
        let read = names.take(limits::SIGNED_HEADERS);
        self.signature.signed = read.map(str::to_ascii_lowercase).collect();
    }

    /// RFC 8617 §4.1.2: ARC's own fields and Authentication-Results must not be signed. A seal that
    /// is signed by what it seals never verifies; the others may be gone further on.
    fn signed_of_arc<'n>(&mut self, mut names: impl Iterator<Item = &'n str> + Clone, span: Span) {
        let is = |wanted: &'static str| move |name: &str| name.eq_ignore_ascii_case(wanted);
        if names.clone().any(is("arc-seal")) {
            self.note(Finding::SignsSeal, span);
        }
        let fleeting = [
            "arc-message-signature",
            "arc-authentication-results",
            "authentication-results",
        ];
        if let Some(name) = names.find(|name| fleeting.iter().any(|other| is(other)(name))) {
            let name = name.to_owned();
            self.note(Finding::SignsResults { name }, span);
        }
    }

    /// `i=`: its domain is `d=` or below it. ARC's is an instance.
    fn identity(&mut self) {
        if self.signature.kind != Kind::Dkim {
            return;
        }
        let Some((identity, span)) = self.optional("i") else {
            return;
        };
        let decoded = unquoted(&identity);
        let name = decoded
            .rsplit_once('@')
            .and_then(|(_, domain)| self.domain(domain, span));
        match (&name, &self.signature.domain) {
            (None, _) => self.bad("i", &identity, span),
            (Some(name), Some(domain)) if !name.is_within(domain) => {
                let finding = Finding::IdentityOutsideDomain {
                    identity: identity.clone(),
                    domain: domain.clone(),
                };
                self.note(finding, span);
            }
            (Some(_), _) => {}
        }
        self.signature.identity_domain = name;
        self.signature.identity = Some(identity);
    }

    /// `q=`: methods that are unknown are passed over; one must be left.
    fn query_method(&mut self) {
        if self.signature.kind == Kind::ArcSeal {
            return;
        }
        if let Some((value, span)) = self.optional("q")
            && !value
                .split(':')
                .any(|method| method.trim_matches(is_fws).eq_ignore_ascii_case("dns/txt"))
        {
            self.note(Finding::UnknownQueryMethod { value }, span);
        }
    }

    fn length_and_times(&mut self) {
        self.signature.signed_at = self.number("t", 12).and_then(|time| time.try_into().ok());
        if self.signature.kind == Kind::ArcSeal {
            return;
        }
        self.signature.length = self.number("l", 76);
        self.signature.expires = self.number("x", 12).and_then(|time| time.try_into().ok());
        if let (Some(signed), Some(expires)) = (self.signature.signed_at, self.signature.expires)
            && expires <= signed
        {
            let span = self.list.get("x").map_or(self.field, |tag| tag.span);
            self.note(Finding::ExpiresBeforeSigning { signed, expires }, span);
        }
    }

    /// A decimal number of at most `digits` digits; one beyond 64 bits is the largest there is.
    fn number(&mut self, tag: &'static str, digits: usize) -> Option<u64> {
        let (value, span) = self.optional(tag)?;
        if value.is_empty() || value.len() > digits || !value.bytes().all(|o| o.is_ascii_digit()) {
            self.bad(tag, &value, span);
            return None;
        }
        Some(value.bytes().fold(0, |number: u64, digit| {
            number
                .saturating_mul(10)
                .saturating_add(u64::from(digit.wrapping_sub(b'0')))
        }))
    }
}

/// All between the equals sign of a tag and the semicolon after it, or the end of the field: found by
/// the parse, never by looking for its text, which may stand elsewhere in the field as well.
fn around(message: &Message, tag: &Tag, field: Span) -> Span {
    let gap = Span::new(tag.name_span.end, field.end);
    let equals = message.bytes(gap).iter().position(|octet| *octet == b'=');
    let start = equals.map_or(tag.span.start, |at| gap.start + at + 1);
    let rest = message.bytes(Span::new(start, field.end));
    let length = rest.iter().position(|octet| *octet == b';');
    Span::new(start, length.map_or(field.end, |length| start + length))
}

/// The text a dkim-quoted-printable value stands for (RFC 6376 §2.11); folds in it are nothing.
fn unquoted(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [octet, after @ ..] = rest {
        rest = after;
        if is_fws(char::from(*octet)) {
            continue;
        }
        let hex = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
        match (octet, after) {
            (b'=', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                octets.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = after;
            }
            _ => octets.push(*octet),
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

const fn is_fws(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}
