//! The records a verifier reads, and their types.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::engine::dns::name::Name;

/// A DNS record type, by its IANA number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordType(pub u16);

impl RecordType {
    /// RFC 1035 §3.4.1.
    pub const A: Self = Self(1);
    /// RFC 1035 §3.3.11.
    pub const NS: Self = Self(2);
    /// RFC 1035 §3.3.1.
    pub const CNAME: Self = Self(5);
    /// RFC 1035 §3.3.13.
    pub const SOA: Self = Self(6);
    /// RFC 1035 §3.3.12.
    pub const PTR: Self = Self(12);
    /// RFC 1035 §3.3.9.
    pub const MX: Self = Self(15);
    /// RFC 1035 §3.3.14.
    pub const TXT: Self = Self(16);
    /// RFC 3596 §2.1.
    pub const AAAA: Self = Self(28);
    /// RFC 6672 §2.1.
    pub const DNAME: Self = Self(39);
    /// RFC 4034 §5.
    pub const DS: Self = Self(43);
    /// RFC 4034 §3.
    pub const RRSIG: Self = Self(46);
    /// RFC 4034 §4.
    pub const NSEC: Self = Self(47);
    /// RFC 4034 §2.
    pub const DNSKEY: Self = Self(48);
    /// RFC 5155 §3.
    pub const NSEC3: Self = Self(50);
    /// RFC 9824 §3.5: stands in an NSEC record's list of types alone, and says that its owner does not
    /// exist.
    pub const NXNAME: Self = Self(128);

    const MNEMONICS: [(Self, &'static str); 8] = [
        (Self::A, "A"),
        (Self::NS, "NS"),
        (Self::CNAME, "CNAME"),
        (Self::SOA, "SOA"),
        (Self::PTR, "PTR"),
        (Self::MX, "MX"),
        (Self::TXT, "TXT"),
        (Self::AAAA, "AAAA"),
    ];

    /// Reads a mnemonic in any case, or `TYPEnnn` (RFC 3597 §5).
    pub fn from_text(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        Self::MNEMONICS
            .iter()
            .find(|(_, mnemonic)| *mnemonic == upper)
            .map(|(rtype, _)| *rtype)
            .or_else(|| upper.strip_prefix("TYPE")?.parse().ok().map(Self))
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::MNEMONICS.iter().find(|(rtype, _)| rtype == self) {
            Some((_, mnemonic)) => f.write_str(mnemonic),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

impl fmt::Debug for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A record: owner, time to live in seconds, data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Owner name.
    pub name: Name,
    /// Time to live, seconds.
    pub ttl: u32,
    /// Its data.
    pub data: Rdata,
}

/// A record as DNSSEC signs it: its data in canonical form (RFC 4034 §6.2), names in it written out
/// and, where the RFC asks so, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalRecord {
    /// Owner name.
    pub name: Name,
    /// Its type.
    pub rtype: RecordType,
    /// Its data.
    pub data: Vec<u8>,
}

/// What a message brought along by which its answer can be proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Material {
    /// The answer section.
    pub answer: Vec<CanonicalRecord>,
    /// The authority section.
    pub authority: Vec<CanonicalRecord>,
    /// Whether there was more than [`PROOF_RECORDS`](crate::engine::limits::PROOF_RECORDS).
    pub cut: bool,
}

/// The data of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rdata {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// A mail exchange.
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// The host; the root for a null MX (RFC 7505).
        exchange: Name,
    },
    /// A pointer.
    Ptr(Name),
    /// An alias.
    Cname(Name),
    /// One or more strings of at most 255 octets.
    Txt(Vec<Vec<u8>>),
    /// Any other type: its number and its data, uninterpreted.
    Other(RecordType, Vec<u8>),
}

impl Rdata {
    /// The type of the record that holds this.
    pub const fn rtype(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::AAAA,
            Self::Mx { .. } => RecordType::MX,
            Self::Ptr(_) => RecordType::PTR,
            Self::Cname(_) => RecordType::CNAME,
            Self::Txt(_) => RecordType::TXT,
            Self::Other(rtype, _) => *rtype,
        }
    }

    /// The strings of a TXT record joined with nothing between them, as SPF (RFC 7208 §3.3), DKIM
    /// (RFC 6376 §3.6.2.2) and DMARC (RFC 9989 §4.5) ask.
    pub fn joined_text(&self) -> Option<Vec<u8>> {
        match self {
            Self::Txt(strings) => Some(strings.concat()),
            _ => None,
        }
    }
}

/// The data in the form of zone files, strings quoted and escaped (RFC 1035 §5.1); an unknown type
/// as `\# length hex` (RFC 3597 §5).
impl fmt::Display for Rdata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => write!(f, "{address}"),
            Self::Aaaa(address) => write!(f, "{address}"),
            Self::Mx {
                preference,
                exchange,
            } => write!(f, "{preference} {exchange}"),
            Self::Ptr(name) | Self::Cname(name) => write!(f, "{name}"),
            Self::Txt(strings) => {
                for (index, string) in strings.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" ")?;
                    }
                    write_quoted(f, string)?;
                }
                Ok(())
            }
            Self::Other(_, octets) => {
                write!(f, "\\# {}", octets.len())?;
                for (index, octet) in octets.iter().enumerate() {
                    write!(f, "{}{octet:02x}", if index == 0 { " " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, string: &[u8]) -> fmt::Result {
    f.write_str("\"")?;
    for &octet in string {
        match octet {
            b'"' | b'\\' => write!(f, "\\{}", char::from(octet))?,
            0x20..=0x7e => write!(f, "{}", char::from(octet))?,
            _ => write!(f, "\\{octet:03}")?,
        }
    }
    f.write_str("\"")
}
