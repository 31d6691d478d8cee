//! Ed25519 as DKIM uses it: PureEdDSA over the octets of a SHA-256 digest (RFC 8463 §3).
//!
//! Known deviation: verification is strict. A key or `R` of small order is refused, which RFC 8032
//! §5.1.7 does not ask for: under such a key one signature fits nearly every message, so anybody
//! could sign for its domain. Signers never make them.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::engine::crypto::{BadKey, Check};

/// A public key on edwards25519.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ed25519Key(VerifyingKey);

impl Ed25519Key {
    /// Reads the 32 octets of an encoded point (RFC 8032 §5.1.5).
    ///
    /// # Errors
    /// When they are not 32, or no point, or one of small order.
    pub fn from_octets(octets: &[u8]) -> Result<Self, BadKey> {
        let exact = octets.try_into().map_err(|_| BadKey::Length {
            octets: octets.len(),
        })?;
        VerifyingKey::from_bytes(exact)
            .ok()
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or(BadKey::NotAKey)
    }

    /// The encoded point.
    pub fn octets(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether `signature` is this key's over `digest`.
    pub fn check(&self, digest: &[u8], signature: &[u8]) -> Check {
        let holds = Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(digest, &signature).is_ok());
        if holds {
            Check::Match
        } else {
            Check::Mismatch { key_fits: None }
        }
    }
}
