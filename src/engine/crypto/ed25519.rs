//! Ed25519 as DKIM uses it: PureEdDSA over the octets of a SHA-256 digest (RFC 8463 §3).
//!
//! The arithmetic is reached through [`Ed25519`] alone: few mails need it, and the page loads it
//! when one does.
//!
//! Known deviation: verification is strict. A key or `R` of small order is refused, which RFC 8032
//! §5.1.7 does not ask for: under such a key one signature fits nearly every message, so anybody
//! could sign for its domain. Signers never make them.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::engine::crypto::BadKey;

/// The arithmetic on edwards25519.
#[derive(Clone, Copy, Debug)]
pub struct Ed25519 {
    is_key: fn(&[u8; 32]) -> bool,
    holds: fn(&[u8; 32], &[u8], &[u8]) -> bool,
}

/// What [`Ed25519`] stands for.
pub static ED25519: Ed25519 = Ed25519 {
    is_key: |point| verifying_key(point).is_some(),
    holds: |point, message, signature| {
        let signature = Signature::from_slice(signature);
        verifying_key(point)
            .zip(signature.ok())
            .is_some_and(|(key, signature)| key.verify_strict(message, &signature).is_ok())
    },
};

fn verifying_key(point: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(point)
        .ok()
        .filter(|key| !key.is_weak())
}

impl Ed25519 {
    /// Reads the 32 octets of an encoded point (RFC 8032 §5.1.5).
    ///
    /// # Errors
    /// When they are not 32, or no point, or one of small order.
    pub fn key(&self, octets: &[u8]) -> Result<Ed25519Key, BadKey> {
        let point = octets.try_into().map_err(|_| BadKey::Length {
            octets: octets.len(),
        })?;
        if (self.is_key)(&point) {
            Ok(Ed25519Key {
                point,
                arithmetic: *self,
            })
        } else {
            Err(BadKey::NotAKey)
        }
    }
}

/// A public key on edwards25519.
#[derive(Clone, Debug)]
pub struct Ed25519Key {
    point: [u8; 32],
    arithmetic: Ed25519,
}

impl Ed25519Key {
    /// The encoded point.
    pub const fn octets(&self) -> &[u8] {
        &self.point
    }

    /// Whether `signature` is this key's over `digest`.
    pub fn holds(&self, digest: &[u8], signature: &[u8]) -> bool {
        (self.arithmetic.holds)(&self.point, digest, signature)
    }
}
