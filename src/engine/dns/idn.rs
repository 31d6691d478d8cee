//! Internationalized names: what mail writes as U-labels becomes the A-labels DNS knows (RFC 8616).
//!
//! Known deviation: no IDNA mapping or validity tables (UTS #46). Names are lower-cased, ideographic
//! full stops become dots, and labels are encoded with punycode; a finding says where that was done.

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
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
            _ => c,
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
