//! Internationalized names: what mail writes as U-labels becomes the A-labels DNS knows (RFC 8616).
//!
//! Known deviation: no IDNA mapping or validity tables (UTS #46). The scripts of domain names that
//! have capital letters are lower-cased, ideographic full stops become dots, and labels are encoded
//! with punycode; a finding says where that was done.

use crate::engine::dns::name::{Name, NameError};
use crate::engine::limits;

/// A name read from text that may hold U-labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Internationalized {
    /// The name with A-labels.
    pub name: Name,
    /// Whether a U-label was converted on the way.
    pub converted: bool,
}

/// Reads a domain as mail writes it; labels beyond ASCII become `xn--` labels (RFC 8616 §2).
///
/// # Errors
/// When the text is no domain name, or a label has no punycode form.
pub fn from_text(text: &str) -> Result<Internationalized, NameError> {
    if text.is_ascii() {
        return Name::from_dotted(text.as_bytes()).map(|name| Internationalized {
            name,
            converted: false,
        });
    }
    if text.len() > limits::U_LABEL_OCTETS {
        return Err(NameError::LongName);
    }
    let dotted: String = text
        .chars()
        .map(|c| match c {
            '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
            _ => lower(c),
        })
        .collect();
    let dotted = dotted.strip_suffix('.').unwrap_or(&dotted);
    let labels = dotted
        .split('.')
        .map(|label| {
            if label.is_ascii() {
                Ok(label.to_owned())
            } else {
                idna::punycode::encode_str(label)
                    .map(|encoded| format!("xn--{encoded}"))
                    .ok_or(NameError::LongLabel)
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Internationalized {
        name: Name::from_labels(labels)?,
        converted: true,
    })
}

/// The small letter of a capital one, in the scripts that have both and are used in domain names:
/// Latin, Greek, Cyrillic, Armenian. Unicode's own table, which knows all others, would make the page
/// a hundredth heavier.
pub fn lower(c: char) -> char {
    let code = u32::from(c);
    let small = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde => code + 0x20,
        // Here capital and small letters take turns; in most of these blocks the capital is even.
        0x100..=0x12f
        | 0x132..=0x137
        | 0x14a..=0x177
        | 0x1de..=0x1ef
        | 0x1f8..=0x21f
        | 0x222..=0x233
        | 0x370..=0x373
        | 0x3d8..=0x3ef
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code | 1,
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc | 0x4c1..=0x4ce => code + (code & 1),
        0x178 => 0xff,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 0x25,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 0x3f,
        0x391..=0x3a1 | 0x3a3..=0x3ab => code + 0x20,
        0x400..=0x40f => code + 0x50,
        0x410..=0x42f => code + 0x20,
        0x4c0 => 0x4cf,
        0x531..=0x556 => code + 0x30,
        _ => code,
    };
    char::from_u32(small).unwrap_or(c)
}

/// The name with its `xn--` labels decoded, for display beside the A-labels; `None` when it has none
/// that decode.
pub fn to_unicode(name: &Name) -> Option<String> {
    let mut decoded_any = false;
    let labels: Vec<String> = name
        .labels()
        .map(|label| {
            let text = String::from_utf8_lossy(label);
            match text
                .strip_prefix("xn--")
                .and_then(idna::punycode::decode_to_string)
            {
                Some(decoded) => {
                    decoded_any = true;
                    decoded
                }
                None => text.into_owned(),
            }
        })
        .collect();
    decoded_any.then(|| labels.join("."))
}
