//! What DKIM can have to say, and the table of codes, levels and citations.
//!
//! A variant carries what a person needs to act on it: the name to look at in DNS, the record and the
//! place in it, what was stated and what was found. Octets of the message are told by the span.

use crate::engine::cite::Level::{Error, Fail, Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::dkim::Clock;
use crate::engine::dns::{Failure, Name};

/// A place in a key record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordAt {
    /// The name that was asked: `selector._domainkey.domain`.
    pub name: Name,
    /// The record's text, its strings joined.
    pub text: String,
    /// Offset in `text`, in octets, of what is wrong.
    pub position: usize,
}

/// What is wrong with the form of a key record (RFC 6376 §3.2, §3.6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordFault {
    /// A tag follows a value with no `;` between them.
    MissingSemicolon,
    /// The text is in quotation marks, or one is left in it.
    QuotationMark,
    /// Text between semicolons without a `=`.
    NoEqualsSign,
    /// Text that is no tag name before `=`.
    BadTagName,
    /// A character that no value may hold.
    BadCharacter,
    /// A backslash, as a zone file would write before a semicolon, is in the record itself.
    Backslash,
    /// Nothing between two semicolons, or no tag at all.
    EmptyTag,
}

/// What is wrong with the octets of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyFault {
    /// `p=` is not base64.
    NotBase64,
    /// Base64 of what is neither a SubjectPublicKeyInfo nor an RSAPublicKey.
    NotDer,
    /// A well-formed key of another kind than `k=` says.
    OtherKind,
    /// An Ed25519 key that does not have 32 octets (RFC 8463 §4.2).
    Length {
        /// How many it has.
        octets: usize,
    },
    /// The right form with numbers that make no key: an even modulus, an exponent out of range, a
    /// point that is not on the curve.
    NotAKey,
}

/// What was done to a field of the header after it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It was not there.
    Added,
    /// It had the value that another field has.
    Replaced {
        /// That field's name.
        by: String,
    },
    /// Words were put at its start.
    Prefixed {
        /// They.
        put: String,
    },
    /// Its white space was another one.
    Spaces,
}

/// How all that is shown of a body can be replaced under `l=` (RFC 6376 §8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Replaceable {
    /// `l=0`: no octet of it is signed.
    NothingSigned,
    /// Content-Type is not signed, so that what is signed can be made a part that nobody is shown.
    TypeUnsigned,
    /// The signed octets end before the first part of the multipart begins.
    BeforeParts,
}

/// Something worth saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The field is no tag list. permerror.
    TagSyntax,
    /// A tag stands twice, which invalidates the list. permerror.
    DuplicateTag {
        /// Its name.
        tag: String,
    },
    /// A required tag is absent. permerror.
    MissingTag {
        /// Its name.
        tag: &'static str,
    },
    /// A tag's value does not have the form the RFC gives it. permerror.
    BadTag {
        /// Its name.
        tag: &'static str,
        /// Its value as written.
        value: String,
    },
    /// `v=` is not `1`. permerror.
    BadVersion {
        /// Its value.
        value: String,
    },
    /// `a=` is none of rsa-sha256, ed25519-sha256 and rsa-sha1. permerror.
    UnknownAlgorithm {
        /// Its value.
        algorithm: String,
    },
    /// `c=` names a canonicalization that does not exist. permerror.
    UnknownCanonicalization {
        /// Its value.
        value: String,
    },
    /// `q=` offers no query method that exists (`dns/txt`). permerror.
    UnknownQueryMethod {
        /// Its value.
        value: String,
    },
    /// `d=` is no domain name. permerror.
    BadDomain {
        /// Its value.
        value: String,
    },
    /// `s=` is no selector, or makes a name too long for DNS. permerror.
    BadSelector {
        /// Its value.
        value: String,
    },
    /// `d=` has one label: it speaks for a whole top-level domain, and a verifier may ignore it.
    SingleLabelDomain {
        /// The domain.
        domain: Name,
    },
    /// `h=` does not name From. permerror.
    FromNotSigned,
    /// `h=` of an ARC-Message-Signature names ARC-Seal. permerror.
    SignsSeal,
    /// It names another field of ARC, or Authentication-Results, which may be gone further on.
    SignsResults {
        /// The name as written.
        name: String,
    },
    /// An ARC-Seal has `h=`. permerror.
    SealWithHeaders,
    /// `h=` names more fields than are hashed here. policy.
    TooManySignedHeaders {
        /// How many it names.
        names: usize,
    },
    /// The domain of `i=` is neither `d=` nor below it. permerror.
    IdentityOutsideDomain {
        /// `i=` as written.
        identity: String,
        /// `d=`.
        domain: Name,
    },
    /// `x=` is not after `t=`. permerror.
    ExpiresBeforeSigning {
        /// `t=`, seconds since 1970 UTC.
        signed: i64,
        /// `x=`.
        expires: i64,
    },
    /// `x=` had passed. permerror, and the rest is judged all the same.
    Expired {
        /// `x=`, seconds since 1970 UTC.
        expires: i64,
        /// The times it was judged at.
        clock: Clock,
        /// Whether it had passed at the time of the analysis, too.
        still: bool,
    },
    /// `x=` had not passed when the message was received, and has by now.
    ExpiredSince {
        /// `x=`, seconds since 1970 UTC.
        expires: i64,
        /// When it was received.
        received: i64,
        /// The time of the analysis.
        now: i64,
    },
    /// `t=` lies more than a quarter of an hour after the time it is judged at.
    SignedInFuture {
        /// `t=`, seconds since 1970 UTC.
        signed: i64,
        /// The times it was judged at.
        clock: Clock,
        /// Whether it lies as far after the time of the analysis, too.
        still: bool,
    },
    /// `l=`: only the beginning of the body is signed, and anybody may add to it.
    BodyLength {
        /// Octets of the canonical body that are signed.
        signed: u64,
        /// Octets it has; `None` when the body is not here.
        total: Option<u64>,
    },
    /// `l=` is more than the body has. permerror, or fail when the body hash differs as well.
    BodyLengthTooLarge {
        /// `l=`.
        stated: u64,
        /// Octets of the canonical body.
        total: u64,
    },
    /// Under `l=`, not only can text be added to what is signed: all that is shown can be replaced.
    Replaceable {
        /// How.
        how: Replaceable,
    },
    /// The signature holds and does not cover fields that say what the message is.
    UnsignedFields {
        /// Their names, between commas.
        names: String,
    },
    /// The signature holds, and a second From could be put above the one it covers without breaking
    /// it.
    FromNotOversigned,
    /// `a=ed25519-sha256`, which receivers must verify and many do not.
    Ed25519,
    /// `a=rsa-sha1`, which must not be verified any more. policy.
    RsaSha1 {
        /// Whether signature and body hash match as far as they could be checked; `None` when there
        /// was nothing to check with.
        matches: Option<bool>,
    },
    /// An RSA key of fewer than 1024 bits, which never makes a signature valid. policy.
    ShortKey {
        /// The name that was asked.
        name: Name,
        /// Bits of its modulus.
        bits: usize,
        /// Whether the signature matches under it; `None` when it is too short even to try.
        matches: Option<bool>,
    },
    /// An RSA key of 1024 to 2047 bits, which should be longer.
    WeakKey {
        /// The name that was asked.
        name: Name,
        /// Bits of its modulus.
        bits: usize,
    },
    /// An RSA key of more bits than are tried here. policy.
    KeyTooLarge {
        /// The name that was asked.
        name: Name,
        /// Bits of its modulus.
        bits: usize,
    },
    /// There is no key record at the name. permerror.
    NoKey {
        /// The name that was asked.
        name: Name,
        /// Whether the name exists all the same (NODATA), or it does not (NXDOMAIN).
        exists: bool,
    },
    /// DNS gave no answer this time. temperror.
    KeyUnavailable {
        /// The name that was asked.
        name: Name,
        /// Why.
        failure: Failure,
    },
    /// The key record is no tag list. permerror.
    KeySyntax {
        /// The record, and where it goes wrong.
        at: RecordAt,
        /// How.
        fault: RecordFault,
        /// The record as it probably was meant.
        corrected: Option<String>,
    },
    /// A tag stands twice in the key record, which invalidates it. permerror.
    KeyDuplicateTag {
        /// The record and the second one's place.
        at: RecordAt,
        /// The tag.
        tag: String,
    },
    /// `v=` of the key record is not `DKIM1`. permerror.
    KeyVersion {
        /// The record and the value's place.
        at: RecordAt,
        /// The value.
        value: String,
    },
    /// `v=` of the key record is not its first tag. permerror.
    KeyVersionNotFirst {
        /// The record and the tag's place.
        at: RecordAt,
    },
    /// The key record has no `p=`. permerror.
    KeyWithoutP {
        /// The name that was asked.
        name: Name,
        /// The record's text.
        text: String,
    },
    /// `p=` is empty: the owner took the key back. permerror.
    KeyRevoked {
        /// The name that was asked.
        name: Name,
    },
    /// `p=` holds no usable key. permerror.
    KeyMalformed {
        /// The record and the place.
        at: RecordAt,
        /// What is wrong with it.
        fault: KeyFault,
    },
    /// The key record is longer than is read here. permerror.
    KeyRecordTooLong {
        /// The name that was asked.
        name: Name,
        /// Octets of its text.
        octets: usize,
    },
    /// There is white space inside the base64 of `p=`: allowed, and not every verifier agrees.
    KeyWithSpaces {
        /// The record and the first one's place.
        at: RecordAt,
    },
    /// The key record's `h=` does not allow the signature's hash. permerror.
    KeyHashNotAllowed {
        /// The name that was asked.
        name: Name,
        /// Its `h=`.
        allowed: String,
        /// The signature's hash.
        hash: &'static str,
    },
    /// The key record's `k=` is not the kind of key that `a=` needs. permerror.
    KeyTypeMismatch {
        /// The name that was asked.
        name: Name,
        /// Its `k=`.
        kind: String,
        /// The kind needed.
        needed: &'static str,
    },
    /// The key record's `s=` does not list email. permerror.
    KeyNotForEmail {
        /// The name that was asked.
        name: Name,
        /// Its `s=`.
        services: String,
    },
    /// The key record's `t=s` forbids an `i=` below `d=`. permerror.
    KeyStrictIdentity {
        /// The name that was asked.
        name: Name,
        /// `i=` as written.
        identity: String,
    },
    /// The key record's `t=y`: the domain is testing, and the other reading of the RFC is to treat
    /// the message as unsigned whatever the signature comes to.
    KeyTesting {
        /// The name that was asked.
        name: Name,
    },
    /// More than one record at the name. The RFC leaves undefined what follows; each was tried here.
    SeveralKeys {
        /// The name that was asked.
        name: Name,
        /// TXT records there.
        records: usize,
        /// Records among them that hold a key for this signature.
        usable: usize,
    },
    /// More records at the name than are tried here.
    KeysCapped {
        /// The name that was asked.
        name: Name,
        /// TXT records there.
        records: usize,
        /// How many were tried.
        tried: usize,
    },
    /// The body's hash is not the one in `bh=`. fail.
    BodyHashMismatch {
        /// Octets of the canonical body that were hashed.
        hashed: u64,
        /// Whether the signature over the header, with the `bh=` it states, holds: then the body
        /// alone was changed. `None` when that could not be checked.
        header_intact: Option<bool>,
    },
    /// A mail store that is known to rewrite bodies has put its own fields above the signature.
    StoreRewrites {
        /// The name of the first.
        name: String,
    },
    /// No body was pasted, so that `bh=` cannot be judged. neutral.
    BodyAbsent {
        /// Whether the signature over the header holds; `None` when that could not be checked.
        header_intact: Option<bool>,
    },
    /// No body is here, and a shared analysis states a digest of it that is equal to `bh=`.
    BodyStated,
    /// The signature over the header does not verify. fail.
    SignatureMismatch {
        /// The name the key is at.
        name: Name,
        /// Whether the body hash matches; `None` when there is no body to judge.
        body_intact: Option<bool>,
        /// Whether the key is the one that made the signature: `Some(true)`, it is, so the signed
        /// header was changed; `Some(false)`, the key in DNS is another one or `b=` was damaged;
        /// `None`, this algorithm does not tell.
        key_fits: Option<bool>,
    },
    /// Without this change to one field, the signature over the header verifies.
    HeaderChanged {
        /// The field's name.
        name: String,
        /// What was done to it.
        change: Change,
    },
    /// A name was written with letters beyond ASCII and looked up in its ASCII form, without IDNA's
    /// mapping tables.
    ULabels {
        /// The name as written.
        written: String,
        /// The name that was looked up.
        name: Name,
    },
    /// A From field stands above the one that is signed. Mail programs may show it, and the
    /// signature says nothing about it.
    SecondFrom {
        /// From fields that are not signed.
        unsigned: usize,
    },
    /// Another field that a message has once stands above the one that is signed.
    SecondField {
        /// Its name as written.
        name: String,
        /// Fields above that are not signed.
        unsigned: usize,
    },
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            // The signature field.
            Self::TagSyntax => entry("dkim.tag-syntax", Error, 6376, "3.2"),
            Self::DuplicateTag { .. } => entry("dkim.duplicate-tag", Error, 6376, "3.2"),
            Self::MissingTag { .. } => entry("dkim.missing-tag", Error, 6376, "6.1.1"),
            Self::BadTag { .. } => entry("dkim.bad-tag", Error, 6376, "3.5"),
            Self::BadVersion { .. } => entry("dkim.bad-version", Error, 6376, "6.1.1"),
            Self::UnknownAlgorithm { .. } => entry("dkim.unknown-algorithm", Error, 6376, "3.3"),
            Self::UnknownCanonicalization { .. } => {
                entry("dkim.unknown-canonicalization", Error, 6376, "3.4")
            }
            Self::UnknownQueryMethod { .. } => {
                entry("dkim.unknown-query-method", Error, 6376, "3.5")
            }
            Self::BadDomain { .. } => entry("dkim.bad-domain", Error, 6376, "3.5"),
            Self::BadSelector { .. } => entry("dkim.bad-selector", Error, 6376, "3.1"),
            Self::SingleLabelDomain { .. } => {
                entry("dkim.single-label-domain", Warn, 6376, "6.1.1")
            }
            Self::FromNotSigned => entry("dkim.from-not-signed", Error, 6376, "6.1.1"),
            Self::SignsSeal => entry("arc.signs-seal", Error, 8617, "4.1.2"),
            Self::SignsResults { .. } => entry("arc.signs-results", Warn, 8617, "4.1.2"),
            Self::SealWithHeaders => entry("arc.seal-with-headers", Error, 8617, "4.1.3"),
            Self::TooManySignedHeaders { .. } => {
                entry("dkim.too-many-signed-headers", Fail, 6376, "5.4")
            }
            Self::IdentityOutsideDomain { .. } => {
                entry("dkim.identity-outside-domain", Error, 6376, "6.1.1")
            }
            Self::ExpiresBeforeSigning { .. } => {
                entry("dkim.expires-before-signing", Error, 6376, "3.5")
            }
            Self::Expired { .. } => entry("dkim.expired", Error, 6376, "6.1.1"),
            Self::ExpiredSince { .. } => entry("dkim.expired-since", Note, 6376, "3.5"),
            Self::SignedInFuture { .. } => entry("dkim.signed-in-future", Warn, 6376, "3.5"),
            Self::BodyLength { .. } => entry("dkim.body-length", Warn, 6376, "8.2"),
            Self::BodyLengthTooLarge { .. } => {
                entry("dkim.body-length-too-large", Error, 6376, "3.5")
            }
            Self::Replaceable { .. } => entry("dkim.replaceable", Warn, 6376, "8.2"),
            Self::ULabels { .. } => entry("dkim.u-labels", Note, 8616, "5"),
            Self::SecondFrom { .. } => entry("dkim.second-from", Warn, 6376, "8.15"),
            Self::SecondField { .. } => entry("dkim.second-field", Warn, 6376, "8.15"),
            Self::UnsignedFields { .. } => entry("dkim.unsigned-fields", Note, 6376, "5.4.1"),
            Self::FromNotOversigned => entry("dkim.from-not-oversigned", Note, 6376, "8.15"),
            Self::Ed25519 => entry("dkim.ed25519", Note, 8463, "5"),
            // Getting the key.
            Self::NoKey { .. } => entry("dkim.no-key", Error, 6376, "6.1.2"),
            Self::KeyUnavailable { .. } => entry("dkim.key-unavailable", Error, 6376, "6.1.2"),
            Self::KeySyntax { .. } => entry("dkim.key-syntax", Error, 6376, "6.1.2"),
            Self::KeyDuplicateTag { .. } => entry("dkim.key-duplicate-tag", Error, 6376, "3.2"),
            Self::KeyVersion { .. } => entry("dkim.key-version", Error, 6376, "3.6.1"),
            Self::KeyVersionNotFirst { .. } => {
                entry("dkim.key-version-not-first", Error, 6376, "3.6.1")
            }
            Self::KeyWithoutP { .. } => entry("dkim.key-without-p", Error, 6376, "3.6.1"),
            Self::KeyRevoked { .. } => entry("dkim.key-revoked", Error, 6376, "6.1.2"),
            Self::KeyMalformed { .. } => entry("dkim.key-malformed", Error, 6376, "6.1.2"),
            Self::KeyRecordTooLong { .. } => {
                entry("dkim.key-record-too-long", Error, 6376, "6.1.2")
            }
            Self::KeyWithSpaces { .. } => entry("dkim.key-with-spaces", Note, 6376, "3.6.1"),
            Self::KeyHashNotAllowed { .. } => {
                entry("dkim.key-hash-not-allowed", Error, 6376, "6.1.2")
            }
            Self::KeyTypeMismatch { .. } => entry("dkim.key-type-mismatch", Error, 6376, "6.1.2"),
            Self::KeyNotForEmail { .. } => entry("dkim.key-not-for-email", Error, 6376, "3.6.1"),
            Self::KeyStrictIdentity { .. } => {
                entry("dkim.key-strict-identity", Error, 6376, "3.6.1")
            }
            Self::KeyTesting { .. } => entry("dkim.key-testing", Warn, 6376, "3.6.1"),
            Self::SeveralKeys { .. } => entry("dkim.several-keys", Warn, 6376, "6.1.2"),
            Self::KeysCapped { .. } => entry("dkim.keys-capped", Warn, 6376, "6.1.2"),
            // What RFC 8301 does not accept.
            Self::RsaSha1 { .. } => entry("dkim.rsa-sha1", Fail, 8301, "3.1"),
            Self::ShortKey { .. } => entry("dkim.short-key", Fail, 8301, "3.2"),
            Self::WeakKey { .. } => entry("dkim.weak-key", Warn, 8301, "3.2"),
            Self::KeyTooLarge { .. } => entry("dkim.key-too-large", Fail, 8301, "3.2"),
            // The two judgements.
            Self::BodyHashMismatch { .. } => entry("dkim.body-hash-mismatch", Fail, 6376, "6.1.3"),
            Self::StoreRewrites { .. } => entry("dkim.store-rewrites", Note, 6376, "3.4"),
            Self::BodyAbsent { .. } => entry("dkim.body-absent", Warn, 6376, "6.1.3"),
            Self::BodyStated => entry("dkim.body-stated", Warn, 6376, "6.1.3"),
            Self::SignatureMismatch { .. } => entry("dkim.signature-mismatch", Fail, 6376, "6.1.3"),
            Self::HeaderChanged { .. } => entry("dkim.header-changed", Warn, 6376, "3.4"),
        }
    }
}
