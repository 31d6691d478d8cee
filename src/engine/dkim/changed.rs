//! Which field of a header was changed after it was signed, found by undoing it: where a signature
//! does not verify and the key is the signer's, each signed field is tried as it may have been.
//!
//! A try that verifies is no chance, so it is told as what happened; it changes no verdict. One field
//! is undone at a time.

use crate::engine::crypto::{Checked, HashKind, Hasher, PublicKey};
use crate::engine::dkim::canon::{self, Canonicalization};
use crate::engine::dkim::signature::Signature;
use crate::engine::dkim::{Change, SignedField};
use crate::engine::limits;
use crate::engine::mail::{Header, Message};
use crate::engine::span::Span;

/// The signature that does not verify, and what it was checked with.
#[derive(Clone, Copy)]
pub struct Unverified<'a> {
    /// The message.
    pub message: &'a Message,
    /// The signature's field.
    pub field: &'a Header,
    pub(super) signature: &'a Signature,
    pub(super) signed: &'a [SignedField],
    pub(super) canonicalization: Canonicalization,
    pub(super) hash: HashKind,
    /// The key.
    pub key: &'a PublicKey,
}

/// A field, what was done to it, and where it stands.
pub type Changed = (String, Change, Span);

/// Searches for the change to one field that took the signature away.
pub fn search(unverified: Unverified<'_>, checked: &mut Checked) -> Option<Changed> {
    let Unverified {
        message,
        field,
        signature,
        hash,
        key,
        ..
    } = unverified;
    let end = message
        .body
        .map_or(message.octets().len(), |body| body.start);
    // A header that leaves room for a few tries alone is not searched.
    if end > limits::UNDONE_OCTETS / 4 {
        return None;
    }
    let b = signature.signature.as_deref().unwrap_or_default();
    let about = [message.bytes(Span::new(0, end)), message.bytes(field.whole)];
    let tries = || Tries::new(unverified);
    let found = checked.search(key, hash, b, &about, || tries().digests().collect());
    tries().get(found?)
}

/// What may have been done to a field.
struct Try {
    /// Place in [`Tries::signed`].
    place: usize,
    change: Change,
    /// The value it had; `None` when it was not there.
    value: Option<Vec<u8>>,
}

/// The tries for one signature.
struct Tries<'m> {
    message: &'m Message,
    canonicalization: Canonicalization,
    hash: HashKind,
    /// What is hashed as it stands: the signed fields that are there, and the signature's own.
    signed: Vec<(&'m Header, Vec<u8>)>,
    own: Vec<u8>,
    all: Vec<Try>,
}

/// Words at the start of Subject that are tried as ones that were put there.
const WORDS: usize = 4;

impl<'m> Tries<'m> {
    fn new(unverified: Unverified<'m>) -> Self {
        let Unverified {
            message,
            field,
            signature,
            signed,
            canonicalization,
            hash,
            ..
        } = unverified;
        let mut fields = Vec::new();
        let places = signed.iter().filter_map(|field| field.header);
        for header in places.filter_map(|place| message.headers.get(place)) {
            let mut octets = Vec::new();
            canon::header(canonicalization, message, header, &mut octets);
            fields.push((header, octets));
        }
        let mut own = Vec::new();
        let b = signature.signature_span;
        canon::signature_field(canonicalization, message, field, b, &mut own);
        let mut tries = Self {
            message,
            canonicalization,
            hash,
            signed: fields,
            own,
            all: Vec::new(),
        };
        for place in 0..tries.signed.len() {
            tries.collect(place);
        }
        tries
    }

    /// The digest of each, as far as there are octets to be hashed.
    fn digests(&self) -> impl Iterator<Item = Vec<u8>> {
        let size = |field: &(&Header, Vec<u8>)| field.1.len();
        let each = self.own.len() + self.signed.iter().map(size).sum::<usize>();
        let affordable = limits::UNDONE_OCTETS / each.max(1);
        let tries = self.all.iter().take(affordable.min(limits::UNDONE_TRIES));
        tries.map(|one| self.digest(one))
    }

    /// What a try is about, and where that stands.
    fn get(&self, number: usize) -> Option<Changed> {
        let one = self.all.get(number)?;
        let (header, _) = self.signed.get(one.place)?;
        let name = String::from_utf8_lossy(self.message.name(header)).into_owned();
        Some((name, one.change.clone(), header.whole))
    }

    fn digest(&self, one: &Try) -> Vec<u8> {
        let mut hasher = Hasher::new(self.hash);
        for (place, (header, octets)) in self.signed.iter().enumerate() {
            if place != one.place {
                hasher.update(octets);
            } else if let Some(value) = &one.value {
                let field = [self.message.name(header), b":", value, b"\r\n"].concat();
                let field = Message::parse(field);
                for header in field.headers.iter().take(1) {
                    canon::header(self.canonicalization, &field, header, &mut hasher);
                }
            }
        }
        hasher.update(&self.own);
        hasher.finish()
    }

    fn collect(&mut self, place: usize) {
        let message = self.message;
        let Some(&(header, _)) = self.signed.get(place) else {
            return;
        };
        let name = message.name(header).to_ascii_lowercase();
        let value = message.value(header);
        let mut add = |change, value| {
            self.all.push(Try {
                place,
                change,
                value,
            });
        };
        if name != b"from" {
            add(Change::Added, None);
        }
        // What it said before is often kept: in `X-Original-Subject`, `Old-Date`, or, of an author
        // whose policy a list could not keep, in Reply-To.
        for other in message.headers.iter().filter(|other| **other != *header) {
            let kept = message.name(other).to_ascii_lowercase();
            let is_kept = match kept.strip_suffix(name.as_slice()) {
                Some(before) => before.is_empty() || before.ends_with(b"-"),
                None => name == b"from" && kept == b"reply-to",
            };
            if is_kept {
                let by = String::from_utf8_lossy(message.name(other)).into_owned();
                let value = message.value(other).to_vec();
                add(Change::Replaced { by }, Some(value));
            }
        }
        if name == b"subject" {
            let text = message.unfolded(header);
            let mut rest = text.trim_ascii_start();
            for _ in 0..WORDS {
                let word = rest.iter().take_while(|octet| !is_wsp(octet)).count();
                rest = rest.get(word..).unwrap_or_default().trim_ascii_start();
                let put = text.strip_suffix(rest).unwrap_or_default().trim_ascii();
                let put = String::from_utf8_lossy(put).into_owned();
                add(Change::Prefixed { put }, Some([b" ", rest].concat()));
            }
        }
        for changed in other_spaces(value, self.canonicalization == Canonicalization::Simple) {
            add(Change::Spaces, Some(changed));
        }
    }
}

/// The value with other white space: one fold or all of them taken out, or as one space or tab, which
/// is the same to relaxed; commas with and without a space behind them.
fn other_spaces(value: &[u8], is_simple: bool) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let kinds: &[&[u8]] = if is_simple {
        &[b"", b" ", b"\r\n ", b"\r\n\t"]
    } else {
        &[b"", b" "]
    };
    for one in [None, Some(0), Some(1), Some(2), Some(3)] {
        all.extend(kinds.iter().map(|with| refolded(value, one, with)));
    }
    for comma in [b",".as_slice(), b", "] {
        let mut new = Vec::with_capacity(value.len());
        for (place, item) in value.split(|octet| *octet == b',').enumerate() {
            if place > 0 {
                new.extend_from_slice(comma);
            }
            let is_first = place == 0;
            new.extend_from_slice(if is_first {
                item
            } else {
                item.trim_ascii_start()
            });
        }
        all.push(new);
    }
    all.retain(|new| new != value);
    all
}

/// The value with this fold, or each, in another way.
fn refolded(value: &[u8], one: Option<usize>, with: &[u8]) -> Vec<u8> {
    let mut new = Vec::with_capacity(value.len());
    let mut folds = 0;
    let mut rest = value;
    while let Some((&octet, after)) = rest.split_first() {
        if !matches!(octet, b'\r' | b'\n') {
            new.push(octet);
            rest = after;
            continue;
        }
        let white = rest.iter().take_while(|octet| octet.is_ascii_whitespace());
        let (fold, after) = rest.split_at_checked(white.count()).unwrap_or_default();
        let is_it = one.is_none_or(|one| one == folds);
        new.extend_from_slice(if is_it { with } else { fold });
        folds += 1;
        rest = after;
    }
    new
}

const fn is_wsp(octet: &u8) -> bool {
    matches!(octet, b' ' | b'\t')
}
