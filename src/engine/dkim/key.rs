//! A key record (RFC 6376 §3.6.1), read for one signature, with the errors of §6.1.2 in their order.
//!
//! Known deviation: `g=` of RFC 4871 is an unknown tag, as RFC 6376 made it.

use crate::engine::crypto::{BadKey, Ed25519, PublicKey, RsaKey};
use crate::engine::dkim::base64;
use crate::engine::dkim::finding::{Finding, KeyFault, RecordAt, RecordFault};
use crate::engine::dkim::signature::{Algorithm, Signature};
use crate::engine::dns::Name;
use crate::engine::limits;
use crate::engine::mail::tag_list::{self, FaultKind, Tag, TagList};
use crate::engine::span::Span;

/// A key record that can be used for the signature it was read for.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    /// The key.
    pub key: PublicKey,
    /// `t=y`.
    pub testing: bool,
    /// `t=s`.
    pub strict: bool,
    /// The record's text.
    pub text: String,
    /// What is to be said if it is used.
    pub findings: Vec<Finding>,
}

/// Reads the record `text` at `name` for `signature`; `ed25519` is needed for one of that kind.
///
/// # Errors
/// The finding that makes the record unusable for this signature: the first in the order of RFC 6376
/// §6.1.2, or what is most likely meant by it (a semicolon that was forgotten).
pub fn read(
    text: &[u8],
    name: &Name,
    signature: &Signature,
    ed25519: Option<&Ed25519>,
) -> Result<KeyRecord, Finding> {
    if text.len() > limits::RECORD_OCTETS {
        return Err(Finding::KeyRecordTooLong {
            name: name.clone(),
            octets: text.len(),
        });
    }
    let reader = Reader {
        name,
        text,
        list: tag_list::parse(text, 0),
        signature,
        ed25519,
    };
    reader.read().map_err(|finding| match finding {
        // These are about what the record says, and it says so clearly.
        Finding::KeyRevoked { .. }
        | Finding::KeyNotForEmail { .. }
        | Finding::KeyStrictIdentity { .. } => finding,
        _ => reader.mistyped().unwrap_or(finding),
    })
}

struct Reader<'a> {
    name: &'a Name,
    text: &'a [u8],
    list: TagList,
    signature: &'a Signature,
    ed25519: Option<&'a Ed25519>,
}

impl Reader<'_> {
    fn read(&self) -> Result<KeyRecord, Finding> {
        self.check_syntax()?;
        self.check_version()?;
        let p = self.list.get("p").ok_or_else(|| Finding::KeyWithoutP {
            name: self.name.clone(),
            text: self.text(),
        })?;
        self.check_hash()?;
        self.check_services()?;
        if p.value.is_empty() {
            return Err(Finding::KeyRevoked {
                name: self.name.clone(),
            });
        }
        let key = self.key(p)?;
        let flags = self.words("t", "");
        let strict = flags.iter().any(|flag| flag == "s");
        if strict {
            self.check_identity()?;
        }
        let testing = flags.iter().any(|flag| flag == "y");
        let spaces = base64::first_space(&p.value).map(|at| Finding::KeyWithSpaces {
            at: self.at(p.span.start + at),
        });
        let testing_finding = testing.then(|| Finding::KeyTesting {
            name: self.name.clone(),
        });
        Ok(KeyRecord {
            key,
            testing,
            strict,
            text: self.text(),
            findings: spaces.into_iter().chain(testing_finding).collect(),
        })
    }

    /// §3.2: the record is a tag list, each tag once.
    fn check_syntax(&self) -> Result<(), Finding> {
        let Some(first) = self.list.faults.first() else {
            return Ok(());
        };
        let at = self.at(first.span.start);
        let fault = match &first.kind {
            FaultKind::Duplicate { name } => {
                let tag = name.clone();
                return Err(Finding::KeyDuplicateTag { at, tag });
            }
            FaultKind::NoEquals if first.span.is_empty() => RecordFault::EmptyTag,
            FaultKind::NoEquals => RecordFault::NoEqualsSign,
            FaultKind::BadName => RecordFault::BadTagName,
            FaultKind::BadValue { .. } | FaultKind::TooMany => RecordFault::BadCharacter,
        };
        Err(Finding::KeySyntax {
            at,
            fault,
            corrected: None,
        })
    }

    /// `v=` may be absent; if it is there it is first, and exactly `DKIM1`.
    fn check_version(&self) -> Result<(), Finding> {
        let Some(version) = self.list.get("v") else {
            return Ok(());
        };
        if version.value != b"DKIM1" {
            return Err(Finding::KeyVersion {
                at: self.at(version.span.start),
                value: String::from_utf8_lossy(&version.value).into_owned(),
            });
        }
        match self.list.tags.first() {
            Some(first) if first.name != "v" => Err(Finding::KeyVersionNotFirst {
                at: self.at(version.name_span.start),
            }),
            _ => Ok(()),
        }
    }

    fn check_hash(&self) -> Result<(), Finding> {
        let hash = self.algorithm().hash().name();
        let allowed = self.words("h", hash);
        if allowed.iter().any(|word| word == hash) {
            return Ok(());
        }
        Err(Finding::KeyHashNotAllowed {
            name: self.name.clone(),
            allowed: allowed.join(":"),
            hash,
        })
    }

    fn check_services(&self) -> Result<(), Finding> {
        let services = self.words("s", "*");
        if services.iter().any(|word| word == "*" || word == "email") {
            return Ok(());
        }
        Err(Finding::KeyNotForEmail {
            name: self.name.clone(),
            services: services.join(":"),
        })
    }

    fn check_identity(&self) -> Result<(), Finding> {
        match (&self.signature.identity_domain, &self.signature.identity) {
            (Some(domain), Some(identity)) if Some(domain) != self.signature.domain.as_ref() => {
                Err(Finding::KeyStrictIdentity {
                    name: self.name.clone(),
                    identity: identity.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    fn key(&self, p: &Tag) -> Result<PublicKey, Finding> {
        let needed = self.algorithm().key_kind();
        let kind = self.words("k", "rsa").join(":");
        if kind != needed {
            return Err(Finding::KeyTypeMismatch {
                name: self.name.clone(),
                kind,
                needed,
            });
        }
        let malformed = |fault, position| Finding::KeyMalformed {
            at: self.at(position),
            fault,
        };
        let octets = base64::decode(&p.value)
            .map_err(|at| malformed(KeyFault::NotBase64, p.span.start + at))?;
        let key = match self.algorithm() {
            Algorithm::RsaSha1 | Algorithm::RsaSha256 => {
                RsaKey::from_der(&octets).map(PublicKey::Rsa)
            }
            Algorithm::Ed25519Sha256 => self
                .ed25519
                .ok_or(BadKey::NotAKey)
                .and_then(|ed25519| ed25519.key(&octets).map(PublicKey::Ed25519)),
        };
        key.map_err(|bad| {
            let fault = match bad {
                BadKey::NotDer => KeyFault::NotDer,
                BadKey::OtherKind => KeyFault::OtherKind,
                BadKey::Length { octets } => KeyFault::Length { octets },
                BadKey::NotAKey => KeyFault::NotAKey,
            };
            malformed(fault, p.span.start)
        })
    }

    /// No key is read for a signature whose algorithm is unknown.
    fn algorithm(&self) -> Algorithm {
        self.signature.algorithm.unwrap_or(Algorithm::RsaSha256)
    }

    /// The words of a tag that lists them between colons, in lower case.
    fn words(&self, tag: &str, default: &str) -> Vec<String> {
        let value = self.list.get(tag).map(|tag| tag.value.as_slice());
        String::from_utf8_lossy(value.unwrap_or(default.as_bytes()))
            .split(':')
            .map(|word| word.trim_ascii().to_ascii_lowercase())
            .collect()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(self.text).into_owned()
    }

    fn at(&self, position: usize) -> RecordAt {
        RecordAt {
            name: self.name.clone(),
            text: self.text(),
            position,
        }
    }

    /// What went wrong when the record was typed, if it looks like one of the ways it does: as a
    /// person would have to be told, with the record put right.
    fn mistyped(&self) -> Option<Finding> {
        let place = |octet: u8| self.text.iter().position(|o| *o == octet);
        let (fault, position) = place(b'"')
            .map(|at| (RecordFault::QuotationMark, at))
            .or_else(|| Some((RecordFault::Backslash, place(b'\\')?)))
            .or_else(|| {
                let first = forgotten_semicolons(self.text).next()?;
                Some((RecordFault::MissingSemicolon, first))
            })?;
        let corrected = corrected(self.text);
        let is_good = Reader {
            list: tag_list::parse(&corrected, 0),
            text: &corrected,
            ..*self
        }
        .read()
        .is_ok();
        Some(Finding::KeySyntax {
            at: self.at(position),
            fault,
            corrected: is_good.then(|| String::from_utf8_lossy(&corrected).into_owned()),
        })
    }
}

/// The record without the marks that zone files and web forms put around it, and with the semicolons
/// it lacks.
fn corrected(text: &[u8]) -> Vec<u8> {
    let mut bare = Vec::with_capacity(text.len());
    let mut between_strings = false;
    for (at, octet) in text.iter().enumerate() {
        match octet {
            b'"' => {
                let after = text.get(at + 1..).unwrap_or_default();
                between_strings = !between_strings && after.trim_ascii_start().starts_with(b"\"");
            }
            b'\\' => {}
            b' ' | b'\t' if between_strings => {}
            _ => bare.push(*octet),
        }
    }
    let mut whole = Vec::with_capacity(bare.len());
    let mut start = 0;
    for at in forgotten_semicolons(&bare) {
        whole.extend_from_slice(Span::new(start, at).of(&bare).trim_ascii_end());
        whole.extend_from_slice(b"; ");
        start = at;
    }
    whole.extend_from_slice(Span::new(start, bare.len()).of(&bare));
    whole
}

/// Places where a tag begins after white space and nothing ended the one before.
fn forgotten_semicolons(text: &[u8]) -> impl Iterator<Item = usize> {
    let is_tag = |rest: &[u8]| {
        let [name, after @ ..] = rest else {
            return false;
        };
        // At the end of a key, `k=` is padding.
        b"ghknpstv".contains(name)
            && after
                .trim_ascii_start()
                .strip_prefix(b"=")
                .is_some_and(|value| value.iter().any(|o| !matches!(o, b'=' | b' ' | b';')))
    };
    text.windows(2).enumerate().filter_map(move |(at, pair)| {
        let place = at + 1;
        let rest = text.get(place..)?;
        let before = text.get(..place)?.trim_ascii_end();
        let forgotten = pair.first()?.is_ascii_whitespace()
            && is_tag(rest)
            && !matches!(before.last(), None | Some(b';'));
        forgotten.then_some(place)
    })
}
