//! How DNSSEC's algorithms sign octets: which hash, which arithmetic, which form of key.
//!
//! It stands apart from [`PublicKey`](crate::engine::crypto::PublicKey), so that what verifies a
//! message does not carry curves along that only DNS needs.

use sha2::Digest as _;

use crate::engine::crypto::hash::{HashKind, Hasher, digest};
use crate::engine::crypto::{BadKey, Check, Checked, ED25519, RsaKey, ecdsa, told};

/// A way to sign octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 with SHA-1 (RFC 3110).
    RsaSha1,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 5702).
    RsaSha256,
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 5702).
    RsaSha512,
    /// ECDSA over P-256 with SHA-256 (RFC 6605).
    P256Sha256,
    /// ECDSA over P-384 with SHA-384 (RFC 6605).
    P384Sha384,
    /// PureEdDSA with edwards25519 (RFC 8080).
    Ed25519,
}

impl Scheme {
    /// Whether `signature` over `octets` holds under the key with this wire form.
    ///
    /// # Errors
    /// When the key is none.
    pub fn check(self, key: &[u8], octets: &[u8], signature: &[u8]) -> Result<Check, BadKey> {
        let rsa = |hash| {
            let key = RsaKey::from_dnskey(key)?;
            Ok(key.check(hash, &digest(hash, octets), signature))
        };
        match self {
            Self::RsaSha1 => rsa(HashKind::Sha1),
            Self::RsaSha256 => rsa(HashKind::Sha256),
            Self::RsaSha512 => {
                Ok(RsaKey::from_dnskey(key)?.check_sha512(&sha512(octets), signature))
            }
            Self::P256Sha256 => {
                ecdsa::check_p256(key, &digest(HashKind::Sha256, octets), signature)
            }
            Self::P384Sha384 => ecdsa::check_p384(key, &sha384(octets), signature),
            Self::Ed25519 => Ok(told(ED25519.key(key)?.holds(octets, signature))),
        }
    }
}

impl Checked {
    /// As [`Scheme::check`], once for the same octets. A key that is none is no match.
    pub fn check_octets(
        &mut self,
        scheme: Scheme,
        key: &[u8],
        octets: &[u8],
        signature: &[u8],
    ) -> Check {
        let mut question = Hasher::new(HashKind::Sha256);
        question.update(b"octets");
        question.update(&[scheme as u8]);
        question.update_delimited(key);
        question.update_delimited(octets);
        question.update_delimited(signature);
        self.once(question.finish(), || {
            scheme
                .check(key, octets, signature)
                .unwrap_or(Check::NotTried)
        })
    }
}

/// The SHA-384 digest of octets.
pub fn sha384(octets: &[u8]) -> Vec<u8> {
    sha2::Sha384::digest(octets).to_vec()
}

/// The SHA-512 digest of octets.
pub fn sha512(octets: &[u8]) -> Vec<u8> {
    sha2::Sha512::digest(octets).to_vec()
}
