//! ECDSA over P-256 and P-384 as DNSSEC uses it: a key is a point's two coordinates, a signature `r`
//! and `s`, each of the curve's size and nothing around them (RFC 6605 §4).

use p256::ecdsa::signature::hazmat::PrehashVerifier;

use crate::engine::crypto::{BadKey, Check, told};

/// First octet of a point that is not compressed (SEC 1 §2.3.3); DNSSEC leaves it out.
const UNCOMPRESSED: u8 = 4;

/// Whether `signature` is the P-256 key's over `digest`.
///
/// # Errors
/// When the key is no point of the curve.
pub fn check_p256(key: &[u8], digest: &[u8], signature: &[u8]) -> Result<Check, BadKey> {
    let point = point(key, 64)?;
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| BadKey::NotAKey)?;
    let signature = p256::ecdsa::Signature::from_slice(signature);
    Ok(told(signature.is_ok_and(|signature| {
        key.verify_prehash(digest, &signature).is_ok()
    })))
}

/// Whether `signature` is the P-384 key's over `digest`.
///
/// # Errors
/// When the key is no point of the curve.
pub fn check_p384(key: &[u8], digest: &[u8], signature: &[u8]) -> Result<Check, BadKey> {
    let point = point(key, 96)?;
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| BadKey::NotAKey)?;
    let signature = p384::ecdsa::Signature::from_slice(signature);
    Ok(told(signature.is_ok_and(|signature| {
        key.verify_prehash(digest, &signature).is_ok()
    })))
}

fn point(key: &[u8], octets: usize) -> Result<Vec<u8>, BadKey> {
    if key.len() != octets {
        return Err(BadKey::Length { octets: key.len() });
    }
    Ok([&[UNCOMPRESSED], key].concat())
}
