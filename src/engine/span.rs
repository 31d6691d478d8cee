//! A byte range in what was pasted. Every fact the engine states about the message carries one,
//! so that the page can show the octets a sentence is about.

/// A half-open range of octets, `start..end`, in the message as it was pasted
/// (before any line-end normalisation).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first octet.
    pub start: usize,
    /// Offset one past the last octet.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; an `end` before `start` gives an empty range.
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: if end < start { start } else { end },
        }
    }

    /// Number of octets.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds no octet.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range moved right by `offset` octets: from a position inside a slice to one in the
    /// message the slice was taken from.
    pub const fn shift(self, offset: usize) -> Self {
        Self::new(
            self.start.saturating_add(offset),
            self.end.saturating_add(offset),
        )
    }

    /// The octets of this range in `octets`; empty when the range does not lie inside.
    pub fn of(self, octets: &[u8]) -> &[u8] {
        octets.get(self.start..self.end).unwrap_or(&[])
    }
}
