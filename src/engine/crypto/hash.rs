//! SHA-1 and SHA-256, fed in slices.

use sha2::Digest as _;

/// A hash algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashKind {
    /// SHA-1: computed to show what a message says, never accepted (RFC 8301 §3.1).
    Sha1,
    /// SHA-256.
    Sha256,
}

impl HashKind {
    /// The name DKIM gives it in `a=` and in a key's `h=`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }

    /// Octets of a digest.
    pub const fn octets(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// A hash under way. Cloning one keeps the digest of what went in so far within reach.
#[derive(Clone)]
pub enum Hasher {
    /// SHA-1.
    Sha1(sha1::Sha1),
    /// SHA-256.
    Sha256(sha2::Sha256),
}

impl Hasher {
    /// Starts a hash.
    pub fn new(kind: HashKind) -> Self {
        match kind {
            HashKind::Sha1 => Self::Sha1(sha1::Sha1::new()),
            HashKind::Sha256 => Self::Sha256(sha2::Sha256::new()),
        }
    }

    /// Takes in octets; where they are cut makes no difference.
    pub fn update(&mut self, octets: &[u8]) {
        match self {
            Self::Sha1(hash) => hash.update(octets),
            Self::Sha256(hash) => hash.update(octets),
        }
    }

    /// Takes in octets behind their length, so that the cut does make a difference.
    pub fn update_delimited(&mut self, octets: &[u8]) {
        self.update(&(octets.len() as u64).to_be_bytes());
        self.update(octets);
    }

    /// The digest.
    pub fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha1(hash) => hash.finalize().to_vec(),
            Self::Sha256(hash) => hash.finalize().to_vec(),
        }
    }
}

/// The digest of octets that are at hand as a whole.
pub fn digest(kind: HashKind, octets: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(kind);
    hasher.update(octets);
    hasher.finish()
}
