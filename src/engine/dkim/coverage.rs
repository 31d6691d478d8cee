//! What a signature that holds leaves open: fields it does not cover, fields that can be put above
//! those it covers (RFC 6376 §8.15), and what `l=` lets anybody do to the body (§8.2).
//!
//! None of it changes a verdict. Known deviation: the boundary of a multipart is looked for without
//! MIME's comments and continuations, and its first delimiter in the beginning of the body alone
//! ([`limits::PREAMBLE_OCTETS`]).

use crate::engine::cite::Noted;
use crate::engine::dkim::canon::{self, Canonicalization, Count};
use crate::engine::dkim::finding::{Finding, Replaceable};
use crate::engine::dkim::signature::Signature;
use crate::engine::dkim::{Outcome, SignedField};
use crate::engine::limits;
use crate::engine::mail::Message;
use crate::engine::mail::message::{SINGLE_FIELDS, lines};
use crate::engine::span::Span;

/// Fields that say what a message is and how it is shown; RFC 6376 §5.4.1 names them among those to
/// sign.
const TELLING: [&str; 3] = ["Subject", "To", "Content-Type"];

/// Fields of one name above the one that is signed: many programs show the topmost (§8.15).
pub fn unsigned_above(message: &Message, signed: &[SignedField]) -> Vec<Noted<Finding>> {
    let mut findings = Vec::new();
    for name in SINGLE_FIELDS {
        let of_name = signed.iter().filter(|field| field.name == name);
        let Some(topmost) = of_name.filter_map(|field| field.header).min() else {
            continue;
        };
        let mut above = message
            .header_named(name)
            .take_while(|(index, _)| *index < topmost);
        let Some((_, first)) = above.next() else {
            continue;
        };
        let unsigned = 1 + above.count();
        let finding = if name == "from" {
            Finding::SecondFrom { unsigned }
        } else {
            let name = String::from_utf8_lossy(message.name(first)).into_owned();
            Finding::SecondField { name, unsigned }
        };
        findings.push(Noted::at(finding, first.whole));
    }
    findings
}

/// What the list of signed fields leaves out.
pub fn uncovered(message: &Message, signature: &Signature, outcome: &Outcome) -> Vec<Finding> {
    let is_signed =
        |name: &str| (outcome.signed.iter()).any(|field| field.name.eq_ignore_ascii_case(name));
    let mut names = String::new();
    for name in TELLING {
        if message.header_named(name).next().is_some() && !is_signed(name) {
            let separator = if names.is_empty() { "" } else { ", " };
            names.push_str(separator);
            names.push_str(name);
        }
    }
    let mut findings = Vec::new();
    if !names.is_empty() {
        findings.push(Finding::UnsignedFields { names });
    }
    // One name of `h=` that no field is left for keeps any further one out.
    let is_closed = |field: &SignedField| field.name == "from" && field.header.is_none();
    let has_second = |noted: &Noted<Finding>| matches!(noted.finding, Finding::SecondFrom { .. });
    let is_open = !signature.signed.is_empty()
        && !outcome.signed.iter().any(is_closed)
        && !outcome.findings.iter().any(has_second);
    if is_open {
        findings.push(Finding::FromNotOversigned);
    }
    findings
}

/// Whether all that is shown can be replaced under `l=length`, and by what.
pub fn replaceable(
    message: &Message,
    signed: &[SignedField],
    canonicalization: Canonicalization,
    length: u64,
) -> Option<Replaceable> {
    if length == 0 {
        return Some(Replaceable::NothingSigned);
    }
    let Some(content_type) = signed.iter().find(|field| field.name == "content-type") else {
        return Some(Replaceable::TypeUnsigned);
    };
    let field = message.headers.get(content_type.header?)?;
    let boundary = boundary(&message.unfolded(field))?;
    starts_after(message, canonicalization, &boundary, length).then_some(Replaceable::BeforeParts)
}

/// The boundary of a multipart; `None` for any other type.
fn boundary(content_type: &[u8]) -> Option<Vec<u8>> {
    let mut parts = content_type.split(|octet| *octet == b';');
    let kind = parts.next()?.trim_ascii_start();
    let is_multipart = kind
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"));
    for parameter in parts.filter(|_| is_multipart) {
        let equals = parameter.iter().position(|octet| *octet == b'=')?;
        let (name, value) = parameter.split_at_checked(equals)?;
        if !name.trim_ascii().eq_ignore_ascii_case(b"boundary") {
            continue;
        }
        let value = value.get(1..)?.trim_ascii();
        let value = match value.strip_prefix(b"\"") {
            Some(quoted) => quoted.split(|octet| *octet == b'"').next()?,
            None => value.split(u8::is_ascii_whitespace).next()?,
        };
        return (!value.is_empty()).then(|| [b"--", value].concat());
    }
    None
}

/// Whether the first delimiter of a multipart stands behind the first `length` octets of the
/// canonical body, so that everything it is made of can be replaced.
fn starts_after(
    message: &Message,
    canonicalization: Canonicalization,
    delimiter: &[u8],
    length: u64,
) -> bool {
    let body = message.body.unwrap_or_default();
    let octets = message.bytes(body);
    let octets = octets.get(..limits::PREAMBLE_OCTETS).unwrap_or(octets);
    let mut end = 0;
    for line in lines(octets, message.eol) {
        if line.content.starts_with(delimiter) {
            break;
        }
        end += line.content.len() + line.end.len();
    }
    // Line ends and white space count once something follows them.
    let mut counted = Count(0);
    let mut canonical = canon::Body::new(canonicalization);
    for octets in message.crlf(Span::new(body.start, body.start + end)) {
        canonical.push(octets, &mut counted);
    }
    canonical.push(b"-", &mut counted);
    length < counted.0
}
