//! Octets, numbers and addresses as text: the same in both languages.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::engine::mail::Address;
use crate::text::Lang;

/// Octets as text that hides nothing: controls, and characters that would turn the direction of the
/// line, are drawn; what is not UTF-8 is U+FFFD. Tabs stay.
pub fn visible(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for character in String::from_utf8_lossy(octets).chars() {
        match character {
            '\t' => text.push('\t'),
            '\0'..='\x1f' => {
                text.extend(char::from_u32(0x2400 + u32::from(character)));
            }
            '\x7f' => text.push('\u{2421}'),
            '\u{80}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => text.push_str(&format!("⟨U+{:04X}⟩", u32::from(character))),
            _ => text.push(character),
        }
    }
    text
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size in the largest unit of which there is one.
pub fn size(octets: usize) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    let mut tenths = octets as u64 / 100;
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while tenths >= 10_000 {
        tenths /= 1_000;
        unit = units.next().or(unit);
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, unit.unwrap_or(&""))
}

/// Octets in base64.
pub fn base64(octets: &[u8]) -> String {
    STANDARD.encode(octets)
}

/// An address as written, without its display name.
pub fn address(address: &Address) -> String {
    format!("{}@{}", visible(&address.local), visible(&address.domain))
}

/// What looks like an address in a text, each once, in order.
pub fn addresses_in(octets: &[u8]) -> Vec<String> {
    let is_part = |octet: &u8| octet.is_ascii_alphanumeric() || b".-_+@".contains(octet);
    let mut addresses: Vec<String> = Vec::new();
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    for word in octets.split(|octet| !is_part(octet)) {
        let Ok(word) = std::str::from_utf8(word) else {
            continue;
        };
        let word = word.trim_matches(['.', '-']);
        let is_address = word
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
        if is_address && seen.insert(word, Vec::new()).is_none() {
            addresses.push(word.to_owned());
        }
    }
    addresses
}

/// A title as a sentence of a paragraph: with the full stop of its language, unless it has one.
pub fn sentence(lang: Lang, title: &str) -> String {
    let mut sentence = title.to_owned();
    if !title.ends_with(lang.0.stops) {
        sentence.push(lang.0.stop);
    }
    sentence
}

/// A place in an order as one sign: ① to ㊿, then the number.
pub fn circled(number: usize) -> String {
    let sign = match number {
        1..=20 => 0x2460 + number - 1,
        21..=35 => 0x3251 + number - 21,
        36..=50 => 0x32b1 + number - 36,
        _ => return number.to_string(),
    };
    u32::try_from(sign)
        .ok()
        .and_then(char::from_u32)
        .map_or_else(|| number.to_string(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_hide_is_drawn() {
        assert_eq!(visible(b"a\0b\x1bc\x7f\td"), "a␀b␛c␡\td");
        assert_eq!(
            visible("moc.knab\u{202e}x\u{200b}".as_bytes()),
            "moc.knab⟨U+202E⟩x⟨U+200B⟩"
        );
        assert_eq!(visible(b"\xff"), "\u{fffd}");
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        let seen: Vec<_> = [0, 999, 1_000, 2_331, 1_234_567].map(grouped).into();
        assert_eq!(seen, ["0", "999", "1,000", "2,331", "1,234,567"]);
    }

    #[test]
    fn sizes_take_the_largest_unit() {
        assert_eq!(size(262_144), "262.1 kB");
        assert_eq!(size(62_914_560), "62.9 MB");
        assert_eq!(size(999_999), "999.9 kB");
        assert_eq!(size(1_000_000), "1.0 MB");
    }

    #[test]
    fn places_past_fifty_are_plain_numbers() {
        let seen: Vec<_> = [1, 20, 21, 35, 36, 50, 51, 0].map(circled).into();
        assert_eq!(seen, ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "51", "0"]);
    }

    #[test]
    fn addresses_are_found_once_each() {
        let found = addresses_in(b"From: \"A\" <a@example.com>, b@example.org; a@example.com\nx@y");
        assert_eq!(found, ["a@example.com", "b@example.org"]);
    }

    #[test]
    fn a_title_becomes_a_sentence_once() {
        assert_eq!(sentence(Lang::EN, "It is so"), "It is so.");
        assert_eq!(sentence(Lang::EN, "Is it?"), "Is it?");
        assert_eq!(sentence(Lang::JA, "本文なし"), "本文なし。");
    }
}
