//! Base64 as tags hold it (RFC 6376 §2.10): white space anywhere, padding or not.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The grammar makes padding optional; bits that a careless encoder left in the last character are
/// no part of the octets.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes a tag's value.
///
/// # Errors
/// The position in `text` of the first octet that can't be there; its end when it is cut short.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let compact: Vec<u8> = text
        .iter()
        .copied()
        .filter(|octet| !is_white(*octet))
        .collect();
    ENGINE.decode(&compact).map_err(|_| {
        let is_digit = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/');
        let content = text.trim_ascii_end();
        let padding = content
            .iter()
            .rev()
            .take_while(|octet| **octet == b'=')
            .count();
        let digits = content.len().saturating_sub(padding);
        text.iter()
            .take(digits)
            .position(|octet| !is_digit(*octet) && !is_white(*octet))
            .unwrap_or(digits)
    })
}

/// The place of the first white space inside the value.
pub fn first_space(text: &[u8]) -> Option<usize> {
    text.iter().position(|octet| is_white(*octet))
}

const fn is_white(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}
