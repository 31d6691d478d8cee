//! What MAIL can have to say, and the table of codes, levels and citations.

use crate::engine::cite::Entry;

/// Something worth saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match *self {}
    }
}
