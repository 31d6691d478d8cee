//! Domain names: wire form, lower-cased once, so that equal names are equal bytes (RFC 4343).

use std::fmt;

/// A fully qualified domain name. ASCII letters are lower case; labels may hold any octet.
///
/// Names order label by label from the root down (RFC 4034 §6.1), so a zone sorts above its children.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(Box<[u8]>);

/// Why a text is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Two dots in a row, or a dot in front.
    EmptyLabel,
    /// A label of more than 63 octets.
    LongLabel,
    /// More than 255 octets in wire form.
    LongName,
    /// A backslash that starts no escape.
    BadEscape,
}

impl Name {
    /// The root.
    pub fn root() -> Self {
        Self(Box::new([0]))
    }

    /// Makes a name of labels, leftmost first.
    ///
    /// # Errors
    /// When a label or the whole name has no wire form.
    pub fn from_labels<L: AsRef<[u8]>>(
        labels: impl IntoIterator<Item = L>,
    ) -> Result<Self, NameError> {
        let mut wire = Vec::with_capacity(64);
        for label in labels {
            let label = label.as_ref();
            let length = match label.len() {
                0 => return Err(NameError::EmptyLabel),
                n @ 1..=63 => n as u8,
                _ => return Err(NameError::LongLabel),
            };
            wire.push(length);
            wire.extend(label.iter().map(u8::to_ascii_lowercase));
            if wire.len() > 254 {
                return Err(NameError::LongName);
            }
        }
        wire.push(0);
        Ok(Self(wire.into()))
    }

    /// Reads the dotted form in which mail and tags write names: dots separate labels, a final dot
    /// is allowed, and a backslash is an octet like any other.
    ///
    /// # Errors
    /// When the text has no wire form. The empty text is an empty label; `.` is the root.
    pub fn from_dotted(text: &[u8]) -> Result<Self, NameError> {
        if text == b"." {
            return Ok(Self::root());
        }
        let text = text.strip_suffix(b".").unwrap_or(text);
        Self::from_labels(text.split(|&octet| octet == b'.'))
    }

    /// Reads the form of zone files, where `\.` and `\DDD` stand for octets (RFC 1035 §5.1).
    ///
    /// # Errors
    /// As [`Name::from_dotted`], and for an escape that is none.
    pub fn from_zone_text(text: &str) -> Result<Self, NameError> {
        if text == "." {
            return Ok(Self::root());
        }
        let mut labels = vec![Vec::new()];
        let mut octets = text.bytes();
        while let Some(octet) = octets.next() {
            match octet {
                b'.' => labels.push(Vec::new()),
                b'\\' => push_last(&mut labels, escaped(&mut octets)?),
                _ => push_last(&mut labels, octet),
            }
        }
        if labels.len() > 1 && labels.last().is_some_and(Vec::is_empty) {
            labels.pop();
        }
        Self::from_labels(labels)
    }

    /// The wire form, root label included.
    pub fn wire(&self) -> &[u8] {
        &self.0
    }

    /// The labels without the root, leftmost first.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &[u8]> + Clone {
        let mut labels = Vec::with_capacity(8);
        let mut rest = &*self.0;
        while let Some((&length, tail)) = rest.split_first() {
            let (label, tail) = tail
                .split_at_checked(usize::from(length))
                .unwrap_or_default();
            if length == 0 {
                break;
            }
            labels.push(label);
            rest = tail;
        }
        labels.into_iter()
    }

    /// Number of labels, the root not counted.
    pub fn label_count(&self) -> usize {
        self.labels().count()
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.len() == 1
    }

    /// The name without its leftmost label; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let length = usize::from(*self.0.first()?);
        if length == 0 {
            return None;
        }
        self.0.get(length + 1..).map(|wire| Self(wire.into()))
    }

    /// The rightmost `count` labels; the name itself when it has no more.
    pub fn suffix(&self, count: usize) -> Self {
        let mut name = self.clone();
        for _ in count..self.label_count() {
            match name.parent() {
                Some(parent) => name = parent,
                None => break,
            }
        }
        name
    }

    /// This name under one more label.
    ///
    /// # Errors
    /// When the longer name has no wire form.
    pub fn child(&self, label: &[u8]) -> Result<Self, NameError> {
        Self::from_labels(std::iter::once(label).chain(self.labels()))
    }

    /// Whether this is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        let mut name = Some(self.clone());
        while let Some(current) = name {
            if current.0.len() <= other.0.len() {
                return current == *other;
            }
            name = current.parent();
        }
        false
    }
}

fn push_last(labels: &mut [Vec<u8>], octet: u8) {
    if let Some(label) = labels.last_mut() {
        label.push(octet);
    }
}

fn escaped(octets: &mut std::str::Bytes<'_>) -> Result<u8, NameError> {
    let first = octets.next().ok_or(NameError::BadEscape)?;
    if !first.is_ascii_digit() {
        return Ok(first);
    }
    let mut value = u32::from(first - b'0');
    for _ in 0..2 {
        match octets.next() {
            Some(digit @ b'0'..=b'9') => value = value * 10 + u32::from(digit - b'0'),
            _ => return Err(NameError::BadEscape),
        }
    }
    u8::try_from(value).map_err(|_| NameError::BadEscape)
}

/// The form of zone files without the final dot; the root is `.`.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        for (index, label) in self.labels().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            for &octet in label {
                match octet {
                    b'.' | b'\\' | b'"' | b';' | b'(' | b')' | b'@' | b'$' => {
                        write!(f, "\\{}", char::from(octet))?;
                    }
                    0x21..=0x7e => write!(f, "{}", char::from(octet))?,
                    _ => write!(f, "\\{octet:03}")?,
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.labels().rev().cmp(other.labels().rev())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
