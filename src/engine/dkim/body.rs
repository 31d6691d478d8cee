//! The body's side of a signature: its digest under each variant that the signatures ask for.
//!
//! It depends on the message alone, so it is computed once. Signatures that differ in `l=` only share
//! one pass over the body.

use crate::engine::crypto::{HashKind, Hasher};
use crate::engine::dkim::canon::{self, Canonicalization, Sink};
use crate::engine::dkim::signature::Signature;
use crate::engine::limits;
use crate::engine::mail::message::with_crlf;
use crate::engine::mail::{Eol, Message};

/// What determines a body digest: two signatures with the same variant share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyVariant {
    /// How the body is canonicalized.
    pub canonicalization: Canonicalization,
    /// `l=`: octets of the canonical body that are hashed; all of it when `None`.
    pub length: Option<u64>,
    /// The hash.
    pub hash: HashKind,
}

/// A digest of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyDigest {
    /// The digest.
    pub digest: Vec<u8>,
    /// Octets of the canonical body that went into it.
    pub hashed: u64,
    /// Octets the canonical body has.
    pub total: u64,
}

/// The digest of a body that is not here, as a shared analysis states it. Its maker could have
/// invented it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedBody {
    /// How the body was canonicalized and cut.
    pub variant: BodyVariant,
    /// Its digest.
    pub digest: Vec<u8>,
    /// Octets of the canonical body.
    pub length: u64,
}

/// Whether a canonical body of that many octets is what no body at all comes to (RFC 6376 §3.4.3,
/// §3.4.4).
pub(super) const fn is_nothing(canonicalization: Canonicalization, total: u64) -> bool {
    match canonicalization {
        Canonicalization::Simple => total <= 2,
        Canonicalization::Relaxed => total == 0,
    }
}

/// The body's digests, by variant: no more than there are signatures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies(Vec<(BodyVariant, BodyDigest)>);

impl Bodies {
    /// The digests of a message's body that its signatures ask for.
    pub fn of(message: &Message) -> Self {
        digest_bodies(message, &body_variants(message))
    }

    /// Puts a digest in.
    pub fn insert(&mut self, variant: BodyVariant, digest: BodyDigest) {
        self.0.retain(|(other, _)| *other != variant);
        self.0.push((variant, digest));
    }

    /// The digest of this variant, if it was computed.
    pub fn get(&self, variant: BodyVariant) -> Option<&BodyDigest> {
        let found = self.0.iter().find(|(other, _)| *other == variant);
        found.map(|(_, digest)| digest)
    }

    /// The digest of this variant; computed from `message` where it is not at hand.
    pub fn get_or_compute(&self, message: &Message, variant: BodyVariant) -> BodyDigest {
        let at_hand = self.get(variant).cloned();
        at_hand.unwrap_or_else(|| digest_body(message.body_octets(), message.eol, variant))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&BodyVariant, &BodyDigest)> {
        self.0.iter().map(|(variant, digest)| (variant, digest))
    }
}

impl FromIterator<(BodyVariant, BodyDigest)> for Bodies {
    fn from_iter<I: IntoIterator<Item = (BodyVariant, BodyDigest)>>(digests: I) -> Self {
        Self(digests.into_iter().collect())
    }
}

/// The variants that a message's signatures ask for, each once: those of DKIM, and ARC's, of which a
/// chain that is verified has no more than it has sets.
pub fn body_variants(message: &Message) -> Vec<BodyVariant> {
    let dkim = message.header_named("dkim-signature");
    let arc = message.header_named("arc-message-signature");
    let signatures = dkim
        .take(limits::SIGNATURES)
        .chain(arc.take(limits::ARC_SETS));
    let mut variants = Vec::new();
    for (_, header) in signatures {
        match Signature::parse(message, header).body_variant() {
            Some(variant) if !variants.contains(&variant) => variants.push(variant),
            _ => {}
        }
    }
    variants
}

/// The digest of body octets as they stand in a message whose lines end in `eol`.
pub fn digest_body(octets: &[u8], eol: Eol, variant: BodyVariant) -> BodyDigest {
    let mut body = HashedBody::new(variant);
    body.push(octets, eol);
    body.finish()
}

/// The digests of a message's body for `variants`, in one pass for each canonicalization and hash.
pub fn digest_bodies(message: &Message, variants: &[BodyVariant]) -> Bodies {
    let mut bodies = Bodies::default();
    for first in variants {
        if bodies.get(*first).is_some() {
            continue;
        }
        let pass: Vec<_> = variants
            .iter()
            .filter(|other| {
                (other.canonicalization, other.hash) == (first.canonicalization, first.hash)
            })
            .collect();
        let lengths = pass.iter().filter_map(|variant| variant.length);
        let mut cutter = Cutter::new(first.hash, lengths.collect());
        let mut body = canon::Body::new(first.canonicalization);
        for octets in message.crlf(message.body.unwrap_or_default()) {
            body.push(octets, &mut cutter);
        }
        body.finish(&mut cutter);
        for variant in pass {
            bodies.insert(*variant, cutter.digest(variant.length));
        }
    }
    bodies
}

/// The canonical body of a message for display: at most `cap` octets of it, and how many it has.
pub fn canonical_body(
    message: &Message,
    canonicalization: Canonicalization,
    cap: usize,
) -> (Vec<u8>, u64) {
    let mut shown = Capped {
        octets: Vec::new(),
        cap,
        total: 0,
    };
    let mut body = canon::Body::new(canonicalization);
    for octets in message.crlf(message.body.unwrap_or_default()) {
        body.push(octets, &mut shown);
    }
    body.finish(&mut shown);
    (shown.octets, shown.total)
}

struct Capped {
    octets: Vec<u8>,
    cap: usize,
    total: u64,
}

impl Sink for Capped {
    fn take(&mut self, octets: &[u8]) {
        let room = self.cap.saturating_sub(self.octets.len());
        let fitting = octets.get(..room).unwrap_or(octets);
        self.octets.extend_from_slice(fitting);
        self.total = self.total.saturating_add(octets.len() as u64);
    }
}

/// A body that is hashed piece by piece; a copy of it goes its own way from there.
#[derive(Clone)]
pub struct HashedBody {
    body: canon::Body,
    cutter: Cutter,
    length: Option<u64>,
}

impl HashedBody {
    /// Before the first octet.
    pub fn new(variant: BodyVariant) -> Self {
        Self {
            body: canon::Body::new(variant.canonicalization),
            cutter: Cutter::new(variant.hash, variant.length.into_iter().collect()),
            length: variant.length,
        }
    }

    /// Takes in the next lines of a message whose lines end in `eol`.
    pub fn push(&mut self, octets: &[u8], eol: Eol) {
        for octets in with_crlf(octets, eol) {
            self.body.push(octets, &mut self.cutter);
        }
    }

    /// The digest of all there was.
    pub fn finish(mut self) -> BodyDigest {
        self.body.finish(&mut self.cutter);
        self.cutter.digest(self.length)
    }
}

/// A hash that also remembers the digests of some prefixes.
#[derive(Clone)]
struct Cutter {
    hasher: Hasher,
    taken: u64,
    /// Lengths still ahead, the nearest last.
    ahead: Vec<u64>,
    behind: Vec<(u64, Vec<u8>)>,
}

impl Cutter {
    fn new(hash: HashKind, mut lengths: Vec<u64>) -> Self {
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        Self {
            hasher: Hasher::new(hash),
            taken: 0,
            ahead: lengths,
            behind: Vec::new(),
        }
    }

    /// The digest of the first `length` octets, or of all when there are no more.
    fn digest(&self, length: Option<u64>) -> BodyDigest {
        let total = self.taken;
        let prefix = self.behind.iter().find(|(cut, _)| Some(*cut) == length);
        match prefix {
            Some((cut, digest)) => BodyDigest {
                digest: digest.clone(),
                hashed: *cut,
                total,
            },
            None => BodyDigest {
                digest: self.hasher.clone().finish(),
                hashed: total,
                total,
            },
        }
    }
}

impl Sink for Cutter {
    fn take(&mut self, octets: &[u8]) {
        let mut rest = octets;
        while let Some(&cut) = self.ahead.last() {
            let until = usize::try_from(cut.saturating_sub(self.taken)).unwrap_or(usize::MAX);
            let Some((before, after)) = rest.split_at_checked(until) else {
                break;
            };
            self.hasher.update(before);
            self.taken += before.len() as u64;
            self.behind.push((cut, self.hasher.clone().finish()));
            self.ahead.pop();
            rest = after;
        }
        self.hasher.update(rest);
        self.taken += rest.len() as u64;
    }
}
