//! RSASSA-PKCS1-v1_5 verification (RFC 8017 §8.2.2), for keys of 512 to [`limits::RSA_BITS`] bits.
//!
//! A key is kept as the octets of its numbers, so that reading a record does no arithmetic, and a key
//! that is too short to be accepted can still be told to match.

use rsa::hazmat::rsa_encrypt;
use rsa::pkcs1::{RsaPublicKeyRef, der::Decode};
use rsa::pkcs8::{ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Pkcs1v15Sign};

use crate::engine::crypto::{BadKey, Check, HashKind};
use crate::engine::limits;

/// Bits of the shortest modulus that is computed with: it has room for a padded SHA-256 digest.
const SHORTEST: usize = 512;

/// rsaEncryption (RFC 8017, appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// An RSA public key: an odd modulus, and an odd exponent from 3 to 2³³ that is smaller than it. A
/// larger exponent serves to slow verifiers down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    bits: usize,
}

impl RsaKey {
    /// Reads a SubjectPublicKeyInfo, or the bare RSAPublicKey that RFC 6376 §3.6.1 asks for; both are
    /// in use (its erratum 3017).
    ///
    /// # Errors
    /// When it is neither, or holds a key of another algorithm, or its numbers make no key.
    pub fn from_der(der: &[u8]) -> Result<Self, BadKey> {
        if let Ok(bare) = RsaPublicKeyRef::from_der(der) {
            return Self::from_numbers(bare.modulus.as_bytes(), bare.public_exponent.as_bytes());
        }
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| BadKey::NotDer)?;
        if info.algorithm.oid != RSA_ENCRYPTION {
            return Err(BadKey::OtherKind);
        }
        let octets = info.subject_public_key.as_bytes().ok_or(BadKey::NotDer)?;
        let key = RsaPublicKeyRef::from_der(octets).map_err(|_| BadKey::NotDer)?;
        Self::from_numbers(key.modulus.as_bytes(), key.public_exponent.as_bytes())
    }

    /// Reads the form of DNSKEY records: the length of the exponent, the exponent, the modulus (RFC
    /// 3110 §2).
    ///
    /// # Errors
    /// When the octets end too early, or the numbers make no key.
    pub fn from_dnskey(octets: &[u8]) -> Result<Self, BadKey> {
        let (length, rest) = match octets {
            [0, high, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
            [length, rest @ ..] => (u16::from(*length), rest),
            [] => return Err(BadKey::NotAKey),
        };
        let (exponent, modulus) = rest
            .split_at_checked(usize::from(length))
            .ok_or(BadKey::NotAKey)?;
        Self::from_numbers(modulus, exponent)
    }

    fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Result<Self, BadKey> {
        let modulus = without_zeros(modulus);
        let exponent = without_zeros(exponent);
        let bits = bits(modulus);
        let is_odd = |number: &[u8]| number.last().is_some_and(|octet| octet & 1 == 1);
        let in_range = (2..=33).contains(&self::bits(exponent))
            && (exponent.len(), exponent) < (modulus.len(), modulus);
        if !is_odd(modulus) || !is_odd(exponent) || !in_range {
            return Err(BadKey::NotAKey);
        }
        Ok(Self {
            modulus: modulus.to_vec(),
            exponent: exponent.to_vec(),
            bits,
        })
    }

    /// Bits of the modulus.
    pub const fn bits(&self) -> usize {
        self.bits
    }

    /// The modulus, big-endian, without leading zeros.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The exponent, big-endian, without leading zeros.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// Whether `signature` is this key's over `digest`.
    pub fn check(&self, hash: HashKind, digest: &[u8], signature: &[u8]) -> Check {
        self.check_after(digest_info(hash), digest, signature)
    }

    /// Whether `signature` is this key's over a SHA-512 digest, with which DNSSEC signs (RFC 5702 §3).
    pub fn check_sha512(&self, digest: &[u8], signature: &[u8]) -> Check {
        self.check_after(&SHA512_INFO, digest, signature)
    }

    fn check_after(&self, digest_info: &[u8], digest: &[u8], signature: &[u8]) -> Check {
        let Some(key) = self.for_arithmetic() else {
            return Check::NotTried;
        };
        let scheme = Pkcs1v15Sign {
            hash_len: Some(digest.len()),
            prefix: digest_info.into(),
        };
        if key.verify(scheme, digest, signature).is_ok() {
            return Check::Match;
        }
        Check::Mismatch {
            key_fits: Some(recovered(&key, signature).is_some()),
        }
    }

    /// The digest that a signature of this key was made over, if it is one of `hash`.
    pub fn recovered(&self, hash: HashKind, signature: &[u8]) -> Option<Vec<u8>> {
        let (kind, digest) = recovered(&self.for_arithmetic()?, signature)?;
        (kind == hash).then_some(digest)
    }

    fn for_arithmetic(&self) -> Option<rsa::PublicKey> {
        let number = |octets: &[u8]| {
            let bits = u32::try_from(octets.len()).ok()?.checked_mul(8)?;
            BoxedUint::from_be_slice(octets, bits).ok()
        };
        (SHORTEST..=limits::RSA_BITS)
            .contains(&self.bits)
            .then(|| {
                rsa::PublicKey::new_with_size_limits(
                    number(&self.modulus)?,
                    number(&self.exponent)?,
                    SHORTEST..=limits::RSA_BITS,
                )
                .ok()
            })
            .flatten()
    }
}

/// The digest in the block a signature recovers, if that is padded as a digest of some kind is
/// (RFC 8017 §9.2). Any other key than the signer's gives noise, which looks so once in 2⁸⁰ times.
fn recovered(key: &rsa::PublicKey, signature: &[u8]) -> Option<(HashKind, Vec<u8>)> {
    let size = key.size();
    if signature.len() != size {
        return None;
    }
    let number = BoxedUint::from_be_slice(signature, key.n_bits_precision()).ok()?;
    if number >= *key.n().as_ref() {
        return None;
    }
    let block = rsa_encrypt(key, &number).ok()?.to_be_bytes();
    let block = without_zeros(&block);
    let padding = match block.split_first() {
        Some((1, rest)) if block.len() + 1 == size => {
            rest.iter().take_while(|octet| **octet == 0xff).count()
        }
        _ => return None,
    };
    let rest = block.get(padding + 1..)?.strip_prefix(&[0])?;
    let hash = [HashKind::Sha1, HashKind::Sha256]
        .into_iter()
        .find(|hash| rest.starts_with(digest_info(*hash)))?;
    let digest = rest.strip_prefix(digest_info(hash))?;
    (padding >= 8 && digest.len() == hash.octets()).then(|| (hash, digest.to_vec()))
}

/// As [`digest_info`], for SHA-512.
const SHA512_INFO: [u8; 19] = [
    0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05,
    0x00, 0x04, 0x40,
];

/// What stands before the digest in the padded block (RFC 8017 §9.2, note 1).
const fn digest_info(hash: HashKind) -> &'static [u8] {
    match hash {
        HashKind::Sha1 => &[
            0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04,
            0x14,
        ],
        HashKind::Sha256 => &[
            0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x01, 0x05, 0x00, 0x04, 0x20,
        ],
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// Bits of a number without leading zero octets.
fn bits(number: &[u8]) -> usize {
    let spare = number
        .first()
        .map_or(0, |octet| octet.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(spare)
}
