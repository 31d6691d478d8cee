//! DNS messages on the wire (RFC 1035 §4), as they travel over HTTPS (RFC 8484).
//!
//! A message is believed only as a whole: one octet too few or too many, a count or a length that
//! lies, a pointer that runs in circles, and it is *malformed* and says nothing. Absence decides
//! verdicts, so a broken message must never look like one without records.
//!
//! Known limits: the answer section has to hold the whole alias chain, as it does from a resolver that
//! recurses; DNAME is left to the CNAME it comes with. Nothing here checks signatures; what proves an
//! answer is kept for `engine::dnssec` when the server says that it sent it (the DO bit).

use domain::base::header::{Header, HeaderCounts};
use domain::base::iana::{Class, Opcode, Rcode, Rtype};
use domain::base::name::ParsedName;
use domain::base::question::Question as ParsedQuestion;
use domain::base::record::RecordHeader;
use domain::base::wire::ParseError;
use domain::dep::octseq::Parser;

use crate::engine::dns::answers::{Answer, Failure, Found, Question, Source};
use crate::engine::dns::name::Name;
use crate::engine::dns::record::{CanonicalRecord, Material, Rdata, Record, RecordType};
use crate::engine::limits;

/// Octets of the longest DNS message (RFC 8484 §6).
pub const MESSAGE_OCTETS: usize = 65_535;

/// Octets a query is padded to, or a multiple of it (RFC 8467 §4.1): its length tells less about the
/// name.
const BLOCK: usize = 128;

/// What a server that forwards over UDP may send back in one piece. Over HTTPS it means nothing.
const UDP_OCTETS: u16 = 4_096;

/// The DO bit (RFC 3225 §3) among what an OPT record has in place of a time to live.
const DO: u32 = 0x8000;

/// What a query asks for besides the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing.
    Records,
    /// What proves them (DO).
    Proof,
    /// What proves them (DO), even if the resolver finds that it does not (CD): it would fail
    /// otherwise (RFC 4035 §4.5), and nobody could see why.
    UncheckedProof,
}

/// The query for a question.
///
/// The identifier is 0 (RFC 8484 §4.1), recursion is desired, and AD asks for the resolver's word on
/// DNSSEC (RFC 6840 §5.7).
pub fn query(question: &Question, wanted: Wanted) -> Vec<u8> {
    const RD_AND_AD: u16 = 0x0120;
    const CD: u16 = 0x0010;
    const IN: u16 = 1;
    const OPT: u16 = 41;
    const PADDING: u16 = 12;
    const OPT_OCTETS: usize = 15;
    let mut message = Vec::with_capacity(2 * BLOCK);
    let (flags, proof) = match wanted {
        Wanted::Records => (RD_AND_AD, 0),
        Wanted::Proof => (RD_AND_AD, DO as u16),
        Wanted::UncheckedProof => (RD_AND_AD | CD, DO as u16),
    };
    put(&mut message, &[0, flags, 1, 0, 0, 1]);
    message.extend_from_slice(question.name.wire());
    put(&mut message, &[question.rtype.0, IN]);
    // The OPT record (RFC 6891 §6.1) at the root, with one option that fills the block (RFC 7830).
    let length = message.len() + OPT_OCTETS;
    let padding = u16::try_from(length.next_multiple_of(BLOCK) - length).unwrap_or_default();
    message.push(0);
    put(&mut message, &[OPT, UDP_OCTETS, 0, proof]);
    put(&mut message, &[padding + 4, PADDING, padding]);
    message.resize(message.len() + usize::from(padding), 0);
    message
}

fn put(message: &mut Vec<u8>, numbers: &[u16]) {
    message.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
}

/// Reads the answer to `question` from a message; what can't be believed is a failure.
pub fn read(question: &Question, message: &[u8]) -> Answer {
    let malformed = Answer::new(Found::Failed(Failure::Malformed), Source::Live);
    if message.len() > MESSAGE_OCTETS {
        return malformed;
    }
    read_message(question, message)
        .ok()
        .flatten()
        .unwrap_or(malformed)
}

/// Reads the data of a record of this type that stands by itself, its names not compressed.
pub(crate) fn data(rtype: RecordType, octets: &[u8]) -> Option<Rdata> {
    rdata(rtype, Parser::from_ref(octets)).ok().flatten()
}

/// The name that is all there is of a record's data, in canonical form.
pub(crate) fn lone_name(octets: &[u8]) -> Option<Name> {
    let mut parser = Parser::from_ref(octets);
    let read = ParsedName::parse_ref(&mut parser).ok()?;
    name(&read).filter(|_| parser.remaining() == 0)
}

/// A record of the answer section, its data still unread.
struct Raw<'a> {
    name: Name,
    rtype: RecordType,
    ttl: u32,
    data: Parser<'a, [u8]>,
}

/// `Ok(None)` is a message that can be parsed and still not believed.
fn read_message(question: &Question, message: &[u8]) -> Result<Option<Answer>, ParseError> {
    const HEADER_OCTETS: usize = 12;
    let mut parser = Parser::from_ref(message);
    parser.advance(HEADER_OCTETS)?;
    let header = Header::for_message_slice(message);
    let counts = HeaderCounts::for_message_slice(message);

    if !header.qr() || header.opcode() != Opcode::QUERY || header.tc() {
        return Ok(None);
    }
    let rcode = header.rcode();
    if rcode != Rcode::NOERROR && rcode != Rcode::NXDOMAIN {
        let failure = failure(u16::from(rcode.to_int()));
        return Ok(Some(Answer::new(Found::Failed(failure), Source::Live)));
    }
    if counts.qdcount() != 1 || !is_question(question, &mut parser)? {
        return Ok(None);
    }

    let mut records = Vec::new();
    for _ in 0..counts.ancount() {
        let (header, data) = record(&mut parser)?;
        if header.class() == Class::IN {
            records.push(Raw {
                name: match name(header.owner()) {
                    Some(name) => name,
                    None => return Ok(None),
                },
                rtype: RecordType(header.rtype().to_int()),
                ttl: header.ttl().as_secs(),
                data,
            });
        }
    }
    let (mut has_soa, mut has_ns) = (false, false);
    let mut authority = Vec::new();
    for _ in 0..counts.nscount() {
        let (header, data) = record(&mut parser)?;
        has_soa |= header.rtype() == Rtype::SOA;
        has_ns |= header.rtype() == Rtype::NS;
        authority.push((header, data));
    }
    let mut proves = false;
    for _ in 0..counts.arcount() {
        let (header, _) = record(&mut parser)?;
        // A server that understands DO sends it back (RFC 3225 §3).
        proves |= header.rtype() == Rtype::OPT && header.ttl().as_secs() & DO != 0;
        // The upper bits of the RCODE (RFC 6891 §6.1.3).
        let extended = u16::try_from(header.ttl().as_secs() >> 24).unwrap_or_default();
        if header.rtype() == Rtype::OPT && extended != 0 {
            let failure = failure(extended << 4 | u16::from(rcode.to_int()));
            return Ok(Some(Answer::new(Found::Failed(failure), Source::Live)));
        }
    }
    if parser.remaining() > 0 {
        return Ok(None);
    }
    let nxdomain = rcode == Rcode::NXDOMAIN;
    let Some(mut answer) = conclude(question, &records, nxdomain)? else {
        return Ok(None);
    };
    // Without the SOA of an answer that says no, a referral or an alias into the unknown says nothing
    // (RFC 2308 §2.2): the server did not follow it.
    let leads_on = has_ns || !answer.aliases.is_empty();
    if answer.found == Found::NoData && leads_on && !has_soa {
        answer.found = Found::Failed(Failure::Malformed);
    }
    answer.authentic_data = Some(header.ad());
    if proves {
        let answers = records.iter();
        let authority = authority.iter().filter(|(h, _)| h.class() == Class::IN);
        answer.material = Some(material(
            &mut answers.map(|raw| (Some(raw.name.clone()), raw.rtype, raw.data)),
            &mut authority.map(|(h, data)| {
                let rtype = RecordType(h.rtype().to_int());
                (name(h.owner()), rtype, *data)
            }),
        ));
    }
    Ok(Some(answer))
}

/// A record of a section: its owner, if that can be read, its type and its data.
type InSection<'a> = (Option<Name>, RecordType, Parser<'a, [u8]>);

/// The sections in canonical form. A record whose data can't be read proves nothing and is left out;
/// to leave out all of them would let whoever adds one prevent the check.
fn material<'a, 'i>(
    answer: &mut (dyn Iterator<Item = InSection<'a>> + 'i),
    authority: &mut (dyn Iterator<Item = InSection<'a>> + 'i),
) -> Material {
    let mut material = Material::default();
    for (records, kept) in [
        (answer, &mut material.answer),
        (authority, &mut material.authority),
    ] {
        for (name, rtype, data) in records {
            let data = canonical(rtype, data).ok().flatten();
            let Some((name, data)) = name.zip(data) else {
                continue;
            };
            if kept.len() == limits::PROOF_RECORDS {
                material.cut = true;
                break;
            }
            kept.push(CanonicalRecord { name, rtype, data });
        }
    }
    material
}

/// The data of a record in canonical form (RFC 4034 §6.2, as RFC 6840 §5.1 corrects it).
///
/// Known limit: of the types whose names are in lower case there, those that nobody asks about for a
/// mail (NAPTR, NXT, A6) stay as they came.
fn canonical(rtype: RecordType, mut data: Parser<'_, [u8]>) -> Result<Option<Vec<u8>>, ParseError> {
    // How many octets stand before the names, and how many names there are.
    let (before, names) = match rtype.0 {
        2 | 3 | 4 | 5 | 7 | 8 | 9 | 12 | 39 => (0, 1), // NS MD MF CNAME MB MG MR PTR DNAME
        6 | 14 | 17 => (0, 2),                         // SOA MINFO RP
        15 | 18 | 21 | 36 => (2, 1),                   // MX AFSDB RT KX
        26 => (2, 2),                                  // PX
        33 => (6, 1),                                  // SRV
        24 | 46 => (18, 1),                            // SIG RRSIG
        _ => (0, 0),
    };
    let mut canonical = octets(&mut data, before)?;
    for _ in 0..names {
        let Some(name) = name(&ParsedName::parse_ref(&mut data)?) else {
            return Ok(None);
        };
        canonical.extend_from_slice(name.wire());
    }
    let rest = data.remaining();
    canonical.extend(octets(&mut data, rest)?);
    Ok(Some(canonical))
}

/// Follows the aliases by name, and takes the records of the name they end at.
fn conclude(
    question: &Question,
    records: &[Raw<'_>],
    nxdomain: bool,
) -> Result<Option<Answer>, ParseError> {
    let mut name = question.name.clone();
    let mut answer = Answer::new(Found::NoData, Source::Live);
    loop {
        let mut of_type = records
            .iter()
            .filter(|record| record.name == name && record.rtype == question.rtype)
            .peekable();
        if of_type.peek().is_some() {
            let mut found = Vec::new();
            for record in of_type.take(limits::RECORDS_PER_ANSWER) {
                let Some(data) = rdata(record.rtype, record.data)? else {
                    return Ok(None);
                };
                found.push(Record {
                    name: name.clone(),
                    // RFC 2181 §8: with the highest bit set, it counts as 0.
                    ttl: if record.ttl >> 31 == 0 { record.ttl } else { 0 },
                    data,
                });
            }
            answer.found = Found::Records(found);
            break;
        }
        let alias = records
            .iter()
            .find(|record| record.name == name && record.rtype == RecordType::CNAME);
        let Some(alias) = alias else {
            break;
        };
        let Some(Rdata::Cname(target)) = rdata(RecordType::CNAME, alias.data)? else {
            return Ok(None);
        };
        let loops = target == question.name || answer.aliases.contains(&target);
        if loops || answer.aliases.len() >= limits::ALIASES {
            answer.found = Found::Failed(Failure::AliasLoop);
            return Ok(Some(answer));
        }
        answer.aliases.push(target.clone());
        name = target;
    }
    match answer.found {
        // It can't be that the name does not exist and has records.
        Found::Records(_) if nxdomain => return Ok(None),
        Found::NoData if nxdomain => answer.found = Found::NxDomain,
        _ => {}
    }
    Ok(Some(answer))
}

fn is_question(question: &Question, parser: &mut Parser<'_, [u8]>) -> Result<bool, ParseError> {
    let asked = ParsedQuestion::parse(parser)?;
    Ok(asked.qtype().to_int() == question.rtype.0
        && asked.qclass() == Class::IN
        && name(asked.qname()).as_ref() == Some(&question.name))
}

type RawRecord<'a> = (RecordHeader<ParsedName<&'a [u8]>>, Parser<'a, [u8]>);

fn record<'a>(parser: &mut Parser<'a, [u8]>) -> Result<RawRecord<'a>, ParseError> {
    let header = RecordHeader::parse_ref(parser)?;
    let data = parser.parse_parser(usize::from(header.rdlen()))?;
    Ok((header, data))
}

/// The data of a record; `None` if there is more or less of it than the type has.
fn rdata(rtype: RecordType, mut data: Parser<'_, [u8]>) -> Result<Option<Rdata>, ParseError> {
    let domain =
        |data: &mut Parser<'_, [u8]>| ParsedName::parse_ref(data).map(|parsed| name(&parsed));
    let read = match rtype {
        RecordType::A => Some(Rdata::A(data.parse_u32_be()?.into())),
        RecordType::AAAA => Some(Rdata::Aaaa(data.parse_u128_be()?.into())),
        RecordType::MX => {
            let preference = data.parse_u16_be()?;
            domain(&mut data)?.map(|exchange| Rdata::Mx {
                preference,
                exchange,
            })
        }
        RecordType::CNAME => domain(&mut data)?.map(Rdata::Cname),
        RecordType::PTR => domain(&mut data)?.map(Rdata::Ptr),
        RecordType::NS => domain(&mut data)?.map(|host| Rdata::Other(rtype, host.wire().to_vec())),
        RecordType::TXT => {
            let mut strings = Vec::new();
            while data.remaining() > 0 {
                let length = data.parse_u8()?;
                strings.push(octets(&mut data, usize::from(length))?);
            }
            (!strings.is_empty()).then_some(Rdata::Txt(strings))
        }
        _ => {
            let length = data.remaining();
            Some(Rdata::Other(rtype, octets(&mut data, length)?))
        }
    };
    Ok(read.filter(|_| data.remaining() == 0))
}

fn octets(data: &mut Parser<'_, [u8]>, length: usize) -> Result<Vec<u8>, ParseError> {
    let octets = data.peek(length)?.to_vec();
    data.advance(length)?;
    Ok(octets)
}

/// A name of a message in lower case.
pub(crate) fn name<Octets: AsRef<[u8]>>(parsed: &ParsedName<Octets>) -> Option<Name> {
    let labels = parsed.iter().filter(|label| !label.is_root());
    Name::from_labels(labels.map(|label| label.as_slice())).ok()
}

const fn failure(rcode: u16) -> Failure {
    match rcode {
        2 => Failure::ServFail,
        5 => Failure::Refused,
        other => Failure::Rcode(other),
    }
}
