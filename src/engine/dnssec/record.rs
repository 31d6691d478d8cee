//! The records of DNSSEC (RFC 4034, RFC 5155), read from their wire form.

use domain::base::iana::Rtype;
use domain::base::name::ParsedName;
use domain::dep::octseq::Parser;
use domain::rdata::dnssec::{self, RtypeBitmap};
use domain::rdata::nsec3;

use crate::engine::crypto::hash::{HashKind, digest};
use crate::engine::crypto::{Scheme, scheme};
use crate::engine::dns::{Name, RecordType, wire};
use crate::engine::dnssec::Policy;

/// An algorithm by its IANA number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Algorithm(pub u8);

impl Algorithm {
    /// How it signs; `None` if that is not known, or not accepted.
    pub const fn scheme(self, policy: Policy) -> Option<Scheme> {
        match self.0 {
            // With 7, a zone only says that it may use NSEC3 (RFC 5155 §2).
            5 | 7 if policy.sha1 => Some(Scheme::RsaSha1),
            8 => Some(Scheme::RsaSha256),
            10 => Some(Scheme::RsaSha512),
            13 => Some(Scheme::P256Sha256),
            14 => Some(Scheme::P384Sha384),
            15 => Some(Scheme::Ed25519),
            _ => None,
        }
    }

    /// Its mnemonic, for those that are in use.
    pub const fn mnemonic(self) -> Option<&'static str> {
        Some(match self.0 {
            1 => "RSAMD5",
            3 => "DSA",
            5 => "RSASHA1",
            6 => "DSA-NSEC3-SHA1",
            7 => "RSASHA1-NSEC3-SHA1",
            8 => "RSASHA256",
            10 => "RSASHA512",
            12 => "ECC-GOST",
            13 => "ECDSAP256SHA256",
            14 => "ECDSAP384SHA384",
            15 => "ED25519",
            16 => "ED448",
            _ => return None,
        })
    }
}

/// A key of a zone (RFC 4034 §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dnskey {
    /// Zone key (256), revoked (128), secure entry point (1).
    pub flags: u16,
    /// Always 3.
    pub protocol: u8,
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// The key, as its algorithm writes it.
    pub key: Vec<u8>,
    /// Its tag (RFC 4034, appendix B).
    pub tag: u16,
}

impl Dnskey {
    /// Reads the data of a record.
    pub fn read(data: &[u8]) -> Option<Self> {
        let read = dnssec::Dnskey::<&[u8]>::parse(&mut Parser::from_ref(data)).ok()?;
        Some(Self {
            flags: read.flags(),
            protocol: read.protocol(),
            algorithm: Algorithm(read.algorithm().to_int()),
            key: read.public_key().to_vec(),
            tag: read.key_tag(),
        })
    }

    /// Whether it may sign records of its zone (RFC 4034 §2.1.1 and §2.1.2, RFC 5011 §2.1).
    pub const fn signs(&self) -> bool {
        const ZONE: u16 = 0x0100;
        const REVOKED: u16 = 0x0080;
        self.flags & ZONE != 0 && self.flags & REVOKED == 0 && self.protocol == 3
    }

    /// The digest that a DS record of its `zone` has (RFC 4034 §5.1.4); `None` if its kind is not
    /// known, or not accepted.
    fn digest(&self, zone: &Name, kind: u8, policy: Policy) -> Option<Vec<u8>> {
        let hash: fn(&[u8]) -> Vec<u8> = match kind {
            1 if policy.sha1 => |octets| digest(HashKind::Sha1, octets),
            2 => |octets| digest(HashKind::Sha256, octets),
            4 => scheme::sha384,
            _ => return None,
        };
        let mut octets = zone.wire().to_vec();
        octets.extend(self.flags.to_be_bytes());
        octets.extend([self.protocol, self.algorithm.0]);
        octets.extend(&self.key);
        Some(hash(&octets))
    }

    /// Whether the DS record of this `zone` has its digest.
    pub fn is_meant_by(&self, ds: &Ds, zone: &Name, policy: Policy) -> bool {
        self.digest(zone, ds.digest_type, policy)
            .is_some_and(|digest| digest == ds.digest)
    }
}

/// What the zone above says of a zone's key (RFC 4034 §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ds {
    /// The key's tag.
    pub tag: u16,
    /// The key's algorithm.
    pub algorithm: Algorithm,
    /// Kind of the digest, by its IANA number.
    pub digest_type: u8,
    /// Digest of the key.
    pub digest: Vec<u8>,
}

impl Ds {
    /// Reads the data of a record.
    pub fn read(data: &[u8]) -> Option<Self> {
        let read = dnssec::Ds::<&[u8]>::parse(&mut Parser::from_ref(data)).ok()?;
        Some(Self {
            tag: read.key_tag(),
            algorithm: Algorithm(read.algorithm().to_int()),
            digest_type: read.digest_type().to_int(),
            digest: read.digest().to_vec(),
        })
    }

    /// Whether its kind of digest is known and accepted.
    pub const fn has_known_digest(&self, policy: Policy) -> bool {
        match self.digest_type {
            1 => policy.sha1,
            2 | 4 => true,
            _ => false,
        }
    }
}

/// A key known beforehand, which everything below its zone rests on (RFC 4035 §4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The zone.
    pub zone: Name,
    /// Its key.
    pub ds: Ds,
}

impl Anchor {
    /// The anchor that a key of `zone` is.
    pub fn of_key(zone: Name, key: &Dnskey) -> Self {
        const SHA256: u8 = 2;
        let digest = key.digest(&zone, SHA256, Policy::default());
        let ds = Ds {
            tag: key.tag,
            algorithm: key.algorithm,
            digest_type: SHA256,
            digest: digest.unwrap_or_default(),
        };
        Self { zone, ds }
    }
}

/// The root's keys, as IANA publishes them (RFC 9718): KSK-2017, which signs until October 2026 and is
/// revoked in January 2027, and KSK-2024 after it.
pub fn root_anchors() -> Vec<Anchor> {
    const KEYS: [(u16, [u8; 32]); 2] = [
        (
            20_326,
            [
                0xe0, 0x6d, 0x44, 0xb8, 0x0b, 0x8f, 0x1d, 0x39, 0xa9, 0x5c, 0x0b, 0x0d, 0x7c, 0x65,
                0xd0, 0x84, 0x58, 0xe8, 0x80, 0x40, 0x9b, 0xbc, 0x68, 0x34, 0x57, 0x10, 0x42, 0x37,
                0xc7, 0xf8, 0xec, 0x8d,
            ],
        ),
        (
            38_696,
            [
                0x68, 0x3d, 0x2d, 0x0a, 0xcb, 0x8c, 0x9b, 0x71, 0x2a, 0x19, 0x48, 0xb2, 0x7f, 0x74,
                0x12, 0x19, 0x29, 0x8d, 0x0a, 0x45, 0x0d, 0x61, 0x2c, 0x48, 0x3a, 0xf4, 0x44, 0xa4,
                0xc0, 0xfb, 0x2b, 0x16,
            ],
        ),
    ];
    KEYS.iter()
        .map(|(tag, digest)| Anchor {
            zone: Name::root(),
            ds: Ds {
                tag: *tag,
                algorithm: Algorithm(8),
                digest_type: 2,
                digest: digest.to_vec(),
            },
        })
        .collect()
}

/// A signature over a set of records (RFC 4034 §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rrsig {
    pub covered: RecordType,
    pub algorithm: Algorithm,
    pub labels: u8,
    pub original_ttl: u32,
    pub expiration: u32,
    pub inception: u32,
    pub tag: u16,
    pub signer: Name,
    pub signature: Vec<u8>,
    /// The record's data up to the signature, which is signed as well.
    pub head: Vec<u8>,
}

impl Rrsig {
    /// Reads the data of a record in canonical form.
    pub fn read(data: &[u8]) -> Option<Self> {
        type Read<'a> = dnssec::Rrsig<&'a [u8], ParsedName<&'a [u8]>>;
        let read = Read::parse(&mut Parser::from_ref(data)).ok()?;
        let signature = read.signature().to_vec();
        let head = data.get(..data.len().checked_sub(signature.len())?)?;
        Some(Self {
            covered: RecordType(read.type_covered().to_int()),
            algorithm: Algorithm(read.algorithm().to_int()),
            labels: read.labels(),
            original_ttl: read.original_ttl().as_secs(),
            expiration: read.expiration().into_int(),
            inception: read.inception().into_int(),
            tag: read.key_tag(),
            signer: wire::name(read.signer_name())?,
            signature,
            head: head.to_vec(),
        })
    }
}

/// The types of records at a name, as NSEC and NSEC3 list them (RFC 4034 §4.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Types(Vec<u8>);

impl Types {
    /// Whether there are records of this type.
    pub fn has(&self, rtype: RecordType) -> bool {
        RtypeBitmap::from_octets(&*self.0)
            .is_ok_and(|types| types.contains(Rtype::from_int(rtype.0)))
    }
}

/// What comes after a name in its zone, and which types are at the name (RFC 4034 §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Nsec {
    pub owner: Name,
    pub next: Name,
    pub types: Types,
}

impl Nsec {
    /// Reads the data of a record.
    pub fn read(owner: &Name, data: &[u8]) -> Option<Self> {
        type Read<'a> = dnssec::Nsec<&'a [u8], ParsedName<&'a [u8]>>;
        let read = Read::parse(&mut Parser::from_ref(data)).ok()?;
        Some(Self {
            owner: owner.clone(),
            next: wire::name(read.next_name())?,
            types: Types(read.types().as_slice().to_vec()),
        })
    }
}

/// The same of a name's hash (RFC 5155 §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Nsec3 {
    /// Hash of the name.
    pub owner: Vec<u8>,
    /// The next hash in the zone.
    pub next: Vec<u8>,
    pub types: Types,
    pub opt_out: bool,
    pub iterations: u16,
    pub salt: Vec<u8>,
}

impl Nsec3 {
    /// Reads the data of a record; `None` as well for a hash or flags that are not known, which are to
    /// be ignored (RFC 5155 §8.1 and §8.2).
    pub fn read(owner: &Name, zone: &Name, data: &[u8]) -> Option<Self> {
        let read = nsec3::Nsec3::<&[u8]>::parse(&mut Parser::from_ref(data)).ok()?;
        if read.hash_algorithm().to_int() != 1 || read.flags() > 1 {
            return None;
        }
        let hash = base32hex(owner.labels().next()?)?;
        if owner.parent().as_ref() != Some(zone) {
            return None;
        }
        Some(Self {
            owner: hash,
            next: read.next_owner().as_slice().to_vec(),
            types: Types(read.types().as_slice().to_vec()),
            opt_out: read.flags() & 1 == 1,
            iterations: read.iterations(),
            salt: read.salt().as_slice().to_vec(),
        })
    }
}

/// The 20 octets that 32 characters stand for (RFC 4648 §7).
fn base32hex(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() != 32 {
        return None;
    }
    let mut octets = Vec::with_capacity(20);
    let (mut bits, mut value) = (0, 0_u32);
    for &c in text {
        let digit = char::from(c).to_digit(32)?;
        value = value << 5 | digit;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            octets.push((value >> bits) as u8);
            value &= (1 << bits) - 1;
        }
    }
    Some(octets)
}
