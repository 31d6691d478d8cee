//! The only room that knows cryptographic crates.

/// A hash algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashKind {
    /// SHA-1: computed to show what a message says, never accepted (RFC 8301 §3.1).
    Sha1,
    /// SHA-256.
    Sha256,
}
