//! Whether a signature is one over a set of records (RFC 4034 §3.1.8.1, RFC 4035 §5.3).

use crate::engine::crypto::{Check, Checked};
use crate::engine::dns::{CanonicalRecord, Name, RecordType};
use crate::engine::dnssec::record::{Dnskey, Rrsig};
use crate::engine::dnssec::{Policy, Signature, SignatureState};
use crate::engine::limits;

/// What checking signatures rests on, and what it may still cost. A memo changes how long it takes,
/// never where a cap bites.
pub(super) struct Bench<'a> {
    pub checked: &'a mut Checked,
    pub policy: Policy,
    /// Seconds since 1970 UTC.
    pub now: i64,
    pub left: Left,
}

/// What may still be computed for one answer, or for one step from zone to zone.
#[derive(Clone, Copy)]
pub(super) struct Left {
    pub signatures: usize,
    pub failures: usize,
    pub hashes: usize,
}

impl Left {
    /// All of it.
    pub const ALL: Self = Self {
        signatures: limits::PROOF_SIGNATURES,
        failures: limits::PROOF_FAILURES,
        hashes: limits::NSEC3_HASHES,
    };
}

/// A set of records: one owner, one type.
pub(super) struct Set<'a> {
    pub owner: &'a Name,
    pub rtype: RecordType,
    pub records: Vec<&'a [u8]>,
    pub signatures: Vec<Rrsig>,
}

impl<'a> Set<'a> {
    /// The records of `rtype` at `owner` in a section, and the signatures over them.
    pub fn of(section: &'a [CanonicalRecord], owner: &'a Name, rtype: RecordType) -> Self {
        let here = || section.iter().filter(|record| record.name == *owner);
        let mut records: Vec<&[u8]> = here()
            .filter(|record| record.rtype == rtype)
            .map(|record| &*record.data)
            .collect();
        // Canonical order, each once (RFC 4034 §6.3).
        records.sort_unstable();
        records.dedup();
        let signatures = here()
            .filter(|record| record.rtype == RecordType::RRSIG)
            .filter_map(|record| Rrsig::read(&record.data))
            .filter(|signature| signature.covered == rtype)
            .take(limits::SIGNATURES_PER_SET)
            .collect();
        Self {
            owner,
            rtype,
            records,
            signatures,
        }
    }

    /// What each signature comes to under the keys of `zone`, until one holds.
    pub fn check(&self, zone: &Name, keys: &[Dnskey], bench: &mut Bench<'_>) -> Vec<Signature> {
        let mut failures = limits::FAILURES_PER_SET;
        let mut told = Vec::new();
        for rrsig in &self.signatures {
            let state = self.state(rrsig, zone, keys, bench, &mut failures);
            told.push(rrsig.told(state));
            if state == SignatureState::Holds {
                break;
            }
        }
        told
    }

    fn state(
        &self,
        rrsig: &Rrsig,
        zone: &Name,
        keys: &[Dnskey],
        bench: &mut Bench<'_>,
        failures: &mut usize,
    ) -> SignatureState {
        if rrsig.signer != *zone || !self.owner.is_within(zone) {
            return SignatureState::WrongSigner;
        }
        let Some(signed) = self.signed_octets(rrsig) else {
            return SignatureState::BadLabels;
        };
        let Some(scheme) = rrsig.algorithm.scheme(bench.policy) else {
            return SignatureState::UnknownAlgorithm;
        };
        let mut candidates = keys
            .iter()
            .filter(|key| (key.tag, key.algorithm) == (rrsig.tag, rrsig.algorithm))
            .take(limits::KEYS_PER_TAG)
            .peekable();
        if candidates.peek().is_none() {
            return SignatureState::NoKey;
        }
        if !is_before(rrsig.inception, bench.now) {
            return SignatureState::Future;
        }
        if is_before(rrsig.expiration.wrapping_add(1), bench.now) {
            return SignatureState::Expired;
        }
        let mut state = SignatureState::UnfitKey;
        for key in candidates.filter(|key| key.signs()) {
            if *failures == 0 || bench.left.failures == 0 || bench.left.signatures == 0 {
                return SignatureState::NotTried;
            }
            bench.left.signatures -= 1;
            let check = bench
                .checked
                .check_octets(scheme, &key.key, &signed, &rrsig.signature);
            match check {
                Check::Match => return SignatureState::Holds,
                Check::Mismatch { .. } => {
                    state = SignatureState::Fails;
                    bench.left.failures -= 1;
                    *failures -= 1;
                }
                Check::NotTried => {}
            }
        }
        state
    }

    /// The octets that were signed; `None` when the signature has more labels than the owner.
    fn signed_octets(&self, rrsig: &Rrsig) -> Option<Vec<u8>> {
        const IN: u16 = 1;
        let labels = usize::from(rrsig.labels);
        let owner = match labels.cmp(&counted_labels(self.owner)) {
            std::cmp::Ordering::Equal => self.owner.clone(),
            std::cmp::Ordering::Less => self.owner.suffix(labels).child(b"*").ok()?,
            std::cmp::Ordering::Greater => return None,
        };
        let mut octets = rrsig.head.clone();
        for data in &self.records {
            octets.extend(owner.wire());
            octets.extend(self.rtype.0.to_be_bytes());
            octets.extend(IN.to_be_bytes());
            octets.extend(rrsig.original_ttl.to_be_bytes());
            octets.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
            octets.extend(*data);
        }
        Some(octets)
    }
}

impl Rrsig {
    /// What is told of a signature.
    fn told(&self, state: SignatureState) -> Signature {
        Signature {
            signer: self.signer.clone(),
            tag: self.tag,
            algorithm: self.algorithm,
            covered: self.covered,
            inception: self.inception,
            expiration: self.expiration,
            labels: self.labels,
            state,
        }
    }
}

/// Labels of a name without a wildcard's asterisk (RFC 4034 §3.1.3).
pub(super) fn counted_labels(name: &Name) -> usize {
    let is_wildcard = name.labels().next() == Some(b"*");
    name.label_count() - usize::from(is_wildcard)
}

/// Whether `time` is not after `now`, by serial arithmetic (RFC 4034 §3.1.5, RFC 1982 §3.2).
const fn is_before(time: u32, now: i64) -> bool {
    (now as u32).wrapping_sub(time) < 1 << 31
}
