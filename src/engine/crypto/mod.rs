//! The only room that knows cryptographic crates.
//!
//! It answers one question: does this signature, over this digest, hold under this key? Whether such
//! a key or algorithm is acceptable is for the protocols to say.

pub mod ecdsa;
pub mod ed25519;
pub mod hash;
pub mod rsa;
pub mod scheme;

use crate::engine::limits;
pub use ed25519::{ED25519, Ed25519, Ed25519Key};
pub use hash::{HashKind, Hasher};
pub use rsa::RsaKey;
pub use scheme::Scheme;

/// Why octets are no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadKey {
    /// They are not in the encoding.
    NotDer,
    /// They hold a key for another algorithm.
    OtherKind,
    /// They are not as many as the algorithm's keys have.
    Length {
        /// How many they are.
        octets: usize,
    },
    /// They have the right form, and the numbers in them make no key.
    NotAKey,
}

/// A public key.
#[derive(Clone, Debug)]
pub enum PublicKey {
    /// For RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    Rsa(RsaKey),
    /// For PureEdDSA with edwards25519 (RFC 8032).
    Ed25519(Ed25519Key),
}

impl PublicKey {
    /// Size of the modulus for RSA, 256 for Ed25519.
    pub const fn bits(&self) -> usize {
        match self {
            Self::Rsa(key) => key.bits(),
            Self::Ed25519(_) => 256,
        }
    }

    fn check(&self, hash: HashKind, digest: &[u8], signature: &[u8]) -> Check {
        match self {
            Self::Rsa(key) => key.check(hash, digest, signature),
            Self::Ed25519(key) if key.holds(digest, signature) => Check::Match,
            Self::Ed25519(_) => Check::Mismatch { key_fits: None },
        }
    }

    /// What tells this key from every other, for [`Checked`].
    fn fingerprint(&self, into: &mut Hasher) {
        match self {
            Self::Rsa(key) => {
                into.update(b"rsa");
                into.update_delimited(key.modulus());
                into.update_delimited(key.exponent());
            }
            Self::Ed25519(key) => {
                into.update(b"ed25519");
                into.update_delimited(key.octets());
            }
        }
    }
}

/// What tells one question from every other.
fn fingerprint(key: &PublicKey, hash: HashKind, parts: &[&[u8]]) -> Vec<u8> {
    let mut question = Hasher::new(HashKind::Sha256);
    key.fingerprint(&mut question);
    question.update(hash.name().as_bytes());
    for part in parts {
        question.update_delimited(part);
    }
    question.finish()
}

/// What `memo` says of `question`, or what `compute` does, which is then remembered. There are few,
/// and each takes so much longer than finding it that a list will do.
fn once<T: Copy>(
    memo: &mut Vec<(Vec<u8>, T)>,
    question: Vec<u8>,
    compute: impl FnOnce() -> T,
) -> T {
    if let Some((_, known)) = memo.iter().find(|(other, _)| *other == question) {
        return *known;
    }
    let computed = compute();
    memo.push((question, computed));
    computed
}

/// What a signature came to under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It holds.
    Match,
    /// It does not.
    Mismatch {
        /// Whether this key's private half made the signature, over some other digest. RSA tells,
        /// since only then is the recovered block padded as PKCS#1 asks; Ed25519 does not.
        key_fits: Option<bool>,
    },
    /// The key is of a size that is not computed with.
    NotTried,
}

/// What an algorithm comes to that says no more than yes or no.
const fn told(holds: bool) -> Check {
    if holds {
        Check::Match
    } else {
        Check::Mismatch { key_fits: None }
    }
}

/// What signatures are checked with, and those that have met their key. The same octets are never
/// checked twice, which changes how long an evaluation takes and never what it comes to.
#[derive(Clone, Debug)]
pub struct Checked {
    checks: Vec<(Vec<u8>, Check)>,
    searches: Vec<(Vec<u8>, Option<usize>)>,
    ed25519: Option<&'static Ed25519>,
    lacks_ed25519: bool,
}

impl Default for Checked {
    fn default() -> Self {
        Self::new()
    }
}

impl Checked {
    /// None yet, and all algorithms at hand.
    pub const fn new() -> Self {
        Self::with(Some(&ED25519))
    }

    /// None yet. Without its arithmetic an Ed25519 signature waits, as it does for its key.
    pub const fn with(ed25519: Option<&'static Ed25519>) -> Self {
        Self {
            checks: Vec::new(),
            searches: Vec::new(),
            ed25519,
            lacks_ed25519: false,
        }
    }

    /// Adds the arithmetic of Ed25519, if there is any.
    pub fn learn(&mut self, ed25519: Option<&'static Ed25519>) {
        self.ed25519 = self.ed25519.or(ed25519);
        self.lacks_ed25519 = false;
    }

    /// The arithmetic of Ed25519; that it is not at hand is remembered.
    pub fn ed25519(&mut self) -> Option<&'static Ed25519> {
        self.lacks_ed25519 |= self.ed25519.is_none();
        self.ed25519
    }

    /// Whether a signature is waiting for the arithmetic of Ed25519.
    pub const fn lacks_ed25519(&self) -> bool {
        self.lacks_ed25519
    }

    /// Whether `signature` over `digest`, which `hash` made, holds under `key`.
    pub fn check(
        &mut self,
        key: &PublicKey,
        hash: HashKind,
        digest: &[u8],
        signature: &[u8],
    ) -> Check {
        let question = fingerprint(key, hash, &[digest, signature]);
        self.once(question, || key.check(hash, digest, signature))
    }

    fn once(&mut self, question: Vec<u8>, check: impl FnOnce() -> Check) -> Check {
        once(&mut self.checks, question, check)
    }

    /// The first of `digests` over which `signature` holds. They are made from what `about` says, and
    /// only when this was not asked before.
    pub fn search(
        &mut self,
        key: &PublicKey,
        hash: HashKind,
        signature: &[u8],
        about: &[&[u8]],
        digests: impl FnOnce() -> Vec<Vec<u8>>,
    ) -> Option<usize> {
        let mut parts = about.to_vec();
        parts.push(signature);
        let question = fingerprint(key, hash, &parts);
        once(&mut self.searches, question, || {
            let digests = digests();
            match key {
                PublicKey::Rsa(key) => {
                    let signed = key.recovered(hash, signature)?;
                    digests.iter().position(|digest| *digest == signed)
                }
                PublicKey::Ed25519(_) => {
                    let digests = digests.iter().take(limits::UNDONE_CHECKS);
                    let mut checks = digests.map(|digest| key.check(hash, digest, signature));
                    checks.position(|check| check == Check::Match)
                }
            }
        })
    }

    /// Number of signatures checked.
    pub fn len(&self) -> usize {
        self.checks.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }
}
