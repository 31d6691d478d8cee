//! Tag lists, `name=value; name=value` (RFC 6376 §3.2): DKIM's signatures and keys, DMARC's records.
//!
//! Everything that can be read is read, and every departure from the grammar is a [`Fault`] with its
//! place; what a fault means is for the caller, since DKIM and DMARC judge them differently.
//! Known deviation: white space after the last semicolon is no fault, though the grammar has none.

use crate::engine::limits;
use crate::engine::span::Span;

/// A tag list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList {
    /// The tags in order, a duplicate included. A tag without a name is not here.
    pub tags: Vec<Tag>,
    /// What is wrong with the list, in order.
    pub faults: Vec<Fault>,
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name as written; names are case-sensitive.
    pub name: String,
    /// The value without the white space around it; white space and folds inside are kept.
    pub value: Vec<u8>,
    /// The octets of the name.
    pub name_span: Span,
    /// The octets of the value.
    pub span: Span,
}

/// A departure from the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// The octets it is about.
    pub span: Span,
}

/// Which rule of the grammar is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Something between semicolons, or nothing at all, has no equals sign. It was skipped.
    NoEquals,
    /// The name is empty or holds what no name may hold. It was skipped.
    BadName,
    /// The tag is there already; the whole list is invalid, says §3.2.
    Duplicate {
        /// The name.
        name: String,
    },
    /// The value holds an octet that no value may hold: a control, or what is no UTF-8 (RFC 8616 §5).
    BadValue {
        /// The tag's name.
        name: String,
    },
    /// There are more tags than [`limits::TAGS`]; the rest was not read.
    TooMany,
}

impl TagList {
    /// The first tag of this name.
    pub fn get(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }
}

/// Reads a tag list. `offset` is the place of `text` in the message; it shifts all spans.
pub fn parse(text: &[u8], offset: usize) -> TagList {
    let mut list = TagList::default();
    let mut start = 0;
    let mut parts = text.split(|&octet| octet == b';').peekable();
    while let Some(part) = parts.next() {
        let end = start + part.len();
        // One semicolon may end the list: what is left then is nothing.
        if !(parts.peek().is_none() && trimmed(text, start, end).is_empty()) {
            if list.tags.len() >= limits::TAGS || list.faults.len() >= limits::TAGS {
                let span = Span::new(start, text.len()).shift(offset);
                list.faults.push(Fault {
                    kind: FaultKind::TooMany,
                    span,
                });
                return list;
            }
            read_tag(&mut list, text, Span::new(start, end), offset);
        }
        start = end + 1;
    }
    list
}

fn read_tag(list: &mut TagList, text: &[u8], part: Span, offset: usize) {
    let mut fault = |kind, span: Span| {
        list.faults.push(Fault {
            kind,
            span: span.shift(offset),
        });
    };
    let equals = part.of(text).iter().position(|&octet| octet == b'=');
    let Some(equals) = equals.map(|position| part.start + position) else {
        return fault(FaultKind::NoEquals, trimmed(text, part.start, part.end));
    };
    let name_span = trimmed(text, part.start, equals);
    let Some(name) = name(name_span.of(text)) else {
        return fault(FaultKind::BadName, name_span);
    };
    let span = trimmed(text, equals + 1, part.end);
    let value = span.of(text);
    if list.tags.iter().any(|tag| tag.name == name) {
        fault(FaultKind::Duplicate { name: name.clone() }, name_span);
    }
    if !is_value(value) {
        fault(FaultKind::BadValue { name: name.clone() }, span);
    }
    list.tags.push(Tag {
        name,
        value: value.to_vec(),
        name_span: name_span.shift(offset),
        span: span.shift(offset),
    });
}

/// `text[start..end]` without the folding white space at both ends.
fn trimmed(text: &[u8], start: usize, end: usize) -> Span {
    let octets = Span::new(start, end).of(text);
    let left = octets.iter().take_while(|octet| is_fws(**octet)).count();
    let right = octets.iter().rev().take_while(|o| is_fws(**o)).count();
    Span::new(start + left, end.saturating_sub(right))
}

/// `ALPHA *ALNUMPUNC`
fn name(octets: &[u8]) -> Option<String> {
    let good = octets.first()?.is_ascii_alphabetic()
        && octets
            .iter()
            .all(|&octet| octet.is_ascii_alphanumeric() || octet == b'_');
    good.then(|| octets.iter().copied().map(char::from).collect())
}

/// `%x21-3A / %x3C-7E` (no semicolon reaches here), folding white space inside, and since RFC 8616
/// UTF-8.
fn is_value(octets: &[u8]) -> bool {
    octets
        .iter()
        .all(|&octet| is_fws(octet) || (0x21..=0x7e).contains(&octet) || octet >= 0x80)
        && std::str::from_utf8(octets).is_ok()
}

const fn is_fws(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}
