//! JSON on the command line.

use serde::Serialize;

/// A value as JSON: two spaces of indent, a line end after the last line. The page's `json` gives the
/// same octets.
pub fn json<T: Serialize>(value: &T) -> String {
    // The types hold neither maps with odd keys nor anything else that JSON can't say.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
