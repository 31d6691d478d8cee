//! What of the header is hashed, and in which order (RFC 6376 §3.7, §5.4.2).

use std::collections::HashMap;

use crate::engine::crypto::{HashKind, Hasher};
use crate::engine::dkim::canon::{self, Canonicalization};
use crate::engine::dkim::signature::Signature;
use crate::engine::dkim::{SignedField, canonical_body};
use crate::engine::mail::{Header, Message};

/// The field that each name of `h=` stands for, from the bottom of the header up: a name that stands
/// twice takes the last field and then the one above it, and one too often takes nothing. The
/// signature's own field is not among them (§3.5, `h=`).
pub fn select(message: &Message, own: usize, names: &[String]) -> Vec<SignedField> {
    let mut left: HashMap<&str, Vec<usize>> = names
        .iter()
        .map(|name| (name.as_str(), Vec::new()))
        .collect();
    for (index, header) in message.headers.iter().enumerate() {
        let name = message.name(header).to_ascii_lowercase();
        if index != own
            && let Ok(name) = std::str::from_utf8(&name)
            && let Some(indices) = left.get_mut(name)
        {
            indices.push(index);
        }
    }
    names
        .iter()
        .map(|name| SignedField {
            name: name.clone(),
            header: left.get_mut(name.as_str()).and_then(Vec::pop),
        })
        .collect()
}

/// The header hash: each selected field, then the signature's own without the value of `b=`.
pub fn header_digest(
    message: &Message,
    own: &Header,
    signature: &Signature,
    signed: &[SignedField],
    canonicalization: Canonicalization,
    hash: HashKind,
) -> Vec<u8> {
    let mut hasher = Hasher::new(hash);
    for header in signed.iter().filter_map(|field| field.header) {
        if let Some(header) = message.headers.get(header) {
            canon::header(canonicalization, message, header, &mut hasher);
        }
    }
    let b = signature.signature_span;
    canon::signature_field(canonicalization, message, own, b, &mut hasher);
    hasher.finish()
}

/// The header hash of the signature at `own`, to be computed once for a message; nothing where that
/// can never verify.
pub fn digest_of(message: &Message, own: usize) -> Vec<u8> {
    let digest = || {
        let header = message.headers.get(own)?;
        let signature = Signature::parse(message, header);
        let (canonicalization, _) = signature.canonicalization?;
        let hash = signature
            .algorithm
            .filter(|_| !signature.is_hopeless())?
            .hash();
        let signed = select(message, own, &signature.signed);
        let digest = header_digest(message, header, &signature, &signed, canonicalization, hash);
        Some(digest)
    };
    digest().unwrap_or_default()
}

/// The octets of the body that are hashed for `bh=`, for display: in canonical form, cut by `l=`, at
/// most `cap` of them. Empty when the field at `own` does not say how it was canonicalized.
pub fn hashed_body(message: &Message, own: usize, cap: usize) -> Vec<u8> {
    let Some(header) = message.headers.get(own) else {
        return Vec::new();
    };
    let signature = Signature::parse(message, header);
    let Some((_, canonicalization)) = signature.canonicalization else {
        return Vec::new();
    };
    let length = signature.length.unwrap_or(u64::MAX);
    let cap = usize::try_from(length).map_or(cap, |length| length.min(cap));
    canonical_body(message, canonicalization, cap).0
}

/// The octets that are hashed, field by field, for display. `None` stands for a name of `h=` that no
/// field is left for; the last one is the signature's own field. Empty when the field at `own` does
/// not say how it was canonicalized.
pub fn canonical_header(message: &Message, own: usize) -> Vec<(Option<usize>, Vec<u8>)> {
    let Some(header) = message.headers.get(own) else {
        return Vec::new();
    };
    let signature = Signature::parse(message, header);
    let Some((canonicalization, _)) = signature.canonicalization else {
        return Vec::new();
    };
    let mut fields: Vec<(Option<usize>, Vec<u8>)> = select(message, own, &signature.signed)
        .iter()
        .map(|field| {
            let mut octets = Vec::new();
            if let Some(header) = field.header.and_then(|index| message.headers.get(index)) {
                canon::header(canonicalization, message, header, &mut octets);
            }
            (field.header, octets)
        })
        .collect();
    let mut octets = Vec::new();
    let b = signature.signature_span;
    canon::signature_field(canonicalization, message, header, b, &mut octets);
    fields.push((Some(own), octets));
    fields
}
