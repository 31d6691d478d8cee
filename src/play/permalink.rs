//! A link that holds a whole analysis: `#m1.<length>.<crc>.<payload>`.
//!
//! The payload is base64url of raw deflate of a [`Case`]. Its length and checksum stand in front of
//! it in clear text, because chats and mail programs cut long links in silence: a link that did not
//! arrive whole says so, and never shows anything else. Links are hostile input, so inflating stops
//! at [`INFLATED`] octets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::play::case::{Case, CaseFault};

/// Characters of the longest link that is made; past it a file is the honest form.
pub const LONGEST_MADE: usize = 500_000;

/// Characters of the longest fragment that is read; browsers navigate to about as many.
pub const LONGEST_READ: usize = 2 * 1024 * 1024;

/// Octets to which a payload may inflate.
pub const INFLATED: usize = 2 * 1024 * 1024;

/// The letters of the kinds of link: a mail, a domain, an example, a lesson, a scenario, a question.
pub(crate) const KINDS: &str = "mdelsq";

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// The analysis of a message (`m`).
    Mail(Box<Case>),
}

/// Why a link shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// It did not arrive whole.
    Cut {
        /// Characters of the payload that arrived.
        arrived: usize,
        /// Characters the payload had; `None` when the cut lies before its length.
        expected: Option<usize>,
    },
    /// As long as it should be, and not what was made.
    Altered,
    /// Of a kind or version this program does not know.
    Newer,
    /// Longer than is made or read, or it would inflate to more than [`INFLATED`] octets.
    TooLarge,
    /// No link of this program.
    NotOurs,
    /// It arrived as it was made, and it was not made by this program: no deflate stream.
    Unreadable,
    /// It arrived as it was made, and holds no case.
    Bad(CaseFault),
}

/// Makes the link of a case, `#` included.
///
/// # Errors
/// [`LinkFault::TooLarge`] when it would be longer than [`LONGEST_MADE`] characters, or could not be
/// read again.
pub fn make(case: &Case) -> Result<String, LinkFault> {
    let text = case.to_octets();
    if text.len() > INFLATED {
        return Err(LinkFault::TooLarge);
    }
    let link = wrap(&compress_to_vec(&text, 9));
    if link.len() > LONGEST_MADE {
        return Err(LinkFault::TooLarge);
    }
    Ok(link)
}

/// Reads a link, with or without its `#`. White space inside it is no part of it: programs that wrap
/// lines put it there.
///
/// # Errors
/// What is wrong with it; nothing is guessed.
pub fn read(fragment: &str) -> Result<Link, LinkFault> {
    let payload = payload(fragment)?;
    let octets = URL_SAFE_NO_PAD
        .decode(payload)
        .map_err(|_| LinkFault::Unreadable)?;
    let text =
        decompress_to_vec_with_limit(&octets, INFLATED).map_err(|error| match error.status {
            TINFLStatus::HasMoreOutput => LinkFault::TooLarge,
            _ => LinkFault::Unreadable,
        })?;
    let case = Case::parse(&text).map_err(LinkFault::Bad)?;
    Ok(Link::Mail(Box::new(case)))
}

fn wrap(deflated: &[u8]) -> String {
    let payload = URL_SAFE_NO_PAD.encode(deflated);
    format!(
        "#m1.{}.{}.{payload}",
        base36(payload.len() as u64),
        base36(u64::from(crc32(payload.as_bytes())))
    )
}

/// The payload, once it is known to be the one that was made.
fn payload(fragment: &str) -> Result<String, LinkFault> {
    let fragment = fragment.trim();
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let mut parts = fragment.splitn(4, '.');
    match kind_and_version(parts.next().unwrap_or_default()) {
        Some(('m', 1)) => {}
        Some(_) => return Err(LinkFault::Newer),
        None => return Err(LinkFault::NotOurs),
    }
    if fragment.len() > LONGEST_READ {
        return Err(LinkFault::TooLarge);
    }

    let cut = |arrived, expected| LinkFault::Cut { arrived, expected };
    let length = parts.next().unwrap_or_default();
    // Without the dot that ends it, the length itself may be cut.
    let crc = parts.next().ok_or(cut(0, None))?;
    let expected = read_base36(length)
        .and_then(|length| usize::try_from(length).ok())
        .ok_or(LinkFault::Altered)?;
    let rest = parts.next().unwrap_or_default();

    let mut rest = rest.chars().filter(|c| !c.is_ascii_whitespace());
    let payload: String = rest.by_ref().take(expected).collect();
    let arrived = payload.chars().count();
    if arrived < expected {
        return Err(cut(arrived, Some(expected)));
    }
    // A full stop or bracket of the sentence around the link does no harm; more payload would.
    let is_longer = rest
        .next()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_longer || read_base36(crc) != Some(u64::from(crc32(payload.as_bytes()))) {
        return Err(LinkFault::Altered);
    }
    Ok(payload)
}

/// `m1` as its kind and version; `None` when it is neither.
pub(crate) fn kind_and_version(text: &str) -> Option<(char, u32)> {
    let mut characters = text.chars();
    let kind = characters.next().filter(|kind| KINDS.contains(*kind))?;
    let version = characters.as_str();
    let is_number =
        !version.starts_with('0') && version.bytes().all(|octet| octet.is_ascii_digit());
    version
        .parse()
        .ok()
        .filter(|_| is_number)
        .map(|version| (kind, version))
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = usize::try_from(number % 36).unwrap_or_default();
        digits.extend(DIGITS.get(digit).map(|&octet| char::from(octet)));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

fn read_base36(text: &str) -> Option<u64> {
    let is_base36 = |octet: u8| octet.is_ascii_digit() || octet.is_ascii_lowercase();
    if text.is_empty() || text.len() > 8 || !text.bytes().all(is_base36) {
        return None;
    }
    u64::from_str_radix(text, 36).ok()
}

/// CRC-32 as in gzip and PNG (ISO 3309, reflected, polynomial 04C11DB7).
fn crc32(octets: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &octet in octets {
        crc ^= u32::from(octet);
        for _ in 0..8 {
            let carry = crc & 1;
            crc = (crc >> 1) ^ (0xedb8_8320 * carry);
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_everybody_knows() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn numbers_survive_base36() {
        for number in [0, 1, 35, 36, 4_754, 500_000, u64::from(u32::MAX)] {
            assert_eq!(read_base36(&base36(number)), Some(number));
        }
        assert_eq!(base36(35), "z");
        for text in ["", "Z", "1.", "-1", "+1", "123456789"] {
            assert_eq!(read_base36(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_payload_that_is_no_deflate_stream_is_unreadable() {
        assert_eq!(read(&wrap(&[0xff; 40])), Err(LinkFault::Unreadable));
        assert_eq!(read(&wrap(&[])), Err(LinkFault::Unreadable));
    }

    #[test]
    fn a_deflate_bomb_stops_early() {
        let small = compress_to_vec(&vec![b'A'; 200 * 1024 * 1024], 1);
        let bomb = wrap(&small);
        let start = std::time::Instant::now();
        assert_eq!(read(&bomb), Err(LinkFault::TooLarge));
        let took = start.elapsed();
        // Beside the whole of it, so that a busy machine slows both.
        let start = std::time::Instant::now();
        assert!(miniz_oxide::inflate::decompress_to_vec(&small).is_ok());
        let whole = start.elapsed();
        assert!(took * 4 < whole * 3, "{took:?} of {whole:?}");
    }

    #[test]
    fn what_inflates_but_is_no_case_is_bad() {
        let link = wrap(&compress_to_vec(b"From: a@example.com\n\nhello\n", 6));
        assert_eq!(read(&link), Err(LinkFault::Bad(CaseFault::NotACase)));
    }
}
