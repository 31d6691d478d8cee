//! The message as octets: header fields with their places, addresses, trace fields.

pub mod finding;
pub mod message;
pub mod tag_list;

pub use finding::Finding;
pub use message::{Eol, Header, Message};

use std::net::IpAddr;

use crate::engine::dns::Name;
use crate::engine::span::Span;

/// The author of a message, read from its From fields (RFC 5322 §3.6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Every address in every From field, in order.
    pub addresses: Vec<Address>,
    /// Its distinct domains, with A-labels. DMARC needs exactly one (RFC 9989 §5.3.1).
    pub domains: Vec<Name>,
}

/// One address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The display name's octets, unquoted but not decoded.
    pub display: Option<Vec<u8>>,
    /// The local part's octets, unquoted.
    pub local: Vec<u8>,
    /// The domain as written.
    pub domain: Vec<u8>,
    /// The domain with A-labels; `None` for an address literal or what is no domain name.
    pub name: Option<Name>,
    /// The address without its display name.
    pub span: Span,
}

/// One Received field, read as a hop (RFC 5321 §4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Index of the field among the message's header fields.
    pub header: usize,
    /// What the client called itself (`from`).
    pub from: Option<String>,
    /// The client's name by reverse lookup, from the comment, if stated.
    pub reverse: Option<String>,
    /// The client's address, from the `from` clause alone.
    pub ip: Option<IpAddr>,
    /// The server that wrote the field (`by`).
    pub by: Option<String>,
    /// The protocol keyword (`with`), upper case (RFC 3848, RFC 8314).
    pub with: Option<String>,
    /// Whether that keyword says the client had authenticated (an `A`: ESMTPA, ESMTPSA, LMTPA…).
    pub authenticated: bool,
    /// Whether the keyword or the comments say TLS was used.
    pub tls: bool,
    /// The envelope recipient (`for`), if stated.
    pub recipient: Option<String>,
    /// The envelope sender stated in a comment (`envelope-from <…>`), if any.
    pub envelope_from: Option<String>,
    /// When, seconds since 1970 UTC.
    pub time: Option<i64>,
    /// The whole field.
    pub span: Span,
}
