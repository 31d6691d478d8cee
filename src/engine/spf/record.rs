//! The grammar of an SPF record (RFC 7208 §4.5, §4.6.1 and §12), read whole before any term is
//! evaluated, as §4.6 asks.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::engine::limits;
use crate::engine::spf::Verdict;
use crate::engine::spf::finding::Syntax;
use crate::engine::spf::macros::{Fault, MacroString, Place};

/// A record as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its terms without the ones that break the grammar.
    pub terms: Vec<Term>,
    /// The breaches, one for each term that holds any; the first [`limits::SPF_FAULTS`].
    pub faults: Vec<TermFault>,
}

/// A term and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As written.
    pub text: String,
    /// Its position in the record, in octets.
    pub offset: usize,
    /// What it says.
    pub kind: TermKind,
}

/// A term that breaks the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermFault {
    /// As written, octets that are no UTF-8 replaced.
    pub text: String,
    /// Its position in the record, in octets.
    pub term_offset: usize,
    /// Position of the fault in the record, in octets.
    pub offset: usize,
    /// What is wrong.
    pub kind: Syntax,
}

/// `directive / modifier`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A mechanism and the result a match of it means.
    Directive(Verdict, Mechanism),
    /// `redirect`.
    Redirect(MacroString),
    /// `exp`.
    Explanation(MacroString),
    /// Any other modifier: ignored (RFC 7208 §6).
    UnknownModifier {
        /// Whether it is named like a mechanism.
        like_mechanism: bool,
    },
}

/// RFC 7208 §5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// `all`.
    All,
    /// `include`.
    Include(MacroString),
    /// `a`, with its domain if it names one.
    A(Option<MacroString>, Prefixes),
    /// `mx`, likewise.
    Mx(Option<MacroString>, Prefixes),
    /// `ptr`, likewise.
    Ptr(Option<MacroString>),
    /// `ip4`: a network and its prefix length.
    Ip4(Ipv4Addr, u8),
    /// `ip6`: a network and its prefix length.
    Ip6(Ipv6Addr, u8),
    /// `exists`.
    Exists(MacroString),
}

/// `dual-cidr-length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefixes {
    /// For IPv4, 0 to 32.
    pub ip4: u8,
    /// For IPv6, 0 to 128.
    pub ip6: u8,
}

const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

/// Whether the text of a TXT record is an SPF record: `v=spf1`, and then a space or the end
/// (RFC 7208 §4.5).
pub fn is_spf(text: &[u8]) -> bool {
    text.split(|&octet| octet == b' ')
        .next()
        .is_some_and(|version| version.eq_ignore_ascii_case(VERSION))
}

const VERSION: &[u8] = b"v=spf1";

/// Reads the terms after the version.
pub fn parse(text: &[u8]) -> Record {
    let mut record = Record::default();
    let mut redirects = 0;
    let mut explanations = 0;
    let mut offset = 0;
    for (index, octets) in text.split(|&octet| octet == b' ').enumerate() {
        let start = offset;
        offset += octets.len() + 1;
        if index == 0 || octets.is_empty() {
            continue;
        }
        let read = term(octets).and_then(|kind| {
            let count = match kind {
                TermKind::Redirect(_) => &mut redirects,
                TermKind::Explanation(_) => &mut explanations,
                _ => return Ok(kind),
            };
            *count += 1;
            if *count > 1 {
                return Err(fault(Syntax::RepeatedModifier, 0));
            }
            Ok(kind)
        });
        match read {
            Ok(kind) => record.terms.push(Term {
                text: String::from_utf8_lossy(octets).into_owned(),
                offset: start,
                kind,
            }),
            Err(fault) if record.faults.len() < limits::SPF_FAULTS => {
                record.faults.push(TermFault {
                    text: String::from_utf8_lossy(octets).into_owned(),
                    term_offset: start,
                    offset: start + fault.offset,
                    kind: fault.kind,
                });
            }
            Err(_) => {}
        }
    }
    record
}

fn term(octets: &[u8]) -> Result<TermKind, Fault> {
    if let Some(offset) = octets.iter().position(|octet| !octet.is_ascii_graphic()) {
        return Err(fault(Syntax::BadOctet, offset));
    }
    let text = std::str::from_utf8(octets).map_err(|_| fault(Syntax::BadOctet, 0))?;
    visible_term(text).map_err(|found| missing_space(text).unwrap_or(found))
}

fn visible_term(text: &str) -> Result<TermKind, Fault> {
    let after_qualifier = text.strip_prefix(['+', '-', '~', '?']).unwrap_or(text);
    let qualified = text.len() - after_qualifier.len();
    let name = name_of(after_qualifier);
    let argument = after_qualifier.strip_prefix(name).unwrap_or_default();
    let result = match argument.strip_prefix('=') {
        Some(_) if qualified > 0 => return Err(fault(Syntax::QualifierOnModifier, 0)),
        Some(value) => modifier(name, value),
        None => mechanism(name, argument)
            .map(|mechanism| TermKind::Directive(qualifier_result(text), mechanism)),
    };
    result.map_err(|found| fault(found.kind, qualified + found.offset))
}

/// The letters, digits and marks a name may hold, at the start of `text`.
fn name_of(text: &str) -> &str {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
        .next()
        .unwrap_or_default()
}

/// RFC 7208 §4.6.2.
fn qualifier_result(term: &str) -> Verdict {
    match term.bytes().next() {
        Some(b'-') => Verdict::Fail,
        Some(b'~') => Verdict::SoftFail,
        Some(b'?') => Verdict::Neutral,
        _ => Verdict::Pass,
    }
}

fn modifier(name: &str, value: &str) -> Result<TermKind, Fault> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(fault(Syntax::BadName, 0));
    }
    let start = name.len() + 1;
    let parse = |place| MacroString::parse(value, place).map_err(|found| found.after(start));
    // The grammar alone would let a broken `redirect` pass as an unknown modifier; the test suite
    // of the protocol and everybody who implements it read it as broken.
    Ok(match name.to_ascii_lowercase().as_str() {
        "redirect" => TermKind::Redirect(parse(Place::DomainSpec)?),
        "exp" => TermKind::Explanation(parse(Place::DomainSpec)?),
        name => {
            parse(Place::UnknownModifier)?;
            TermKind::UnknownModifier {
                like_mechanism: MECHANISMS.contains(&name),
            }
        }
    })
}

/// A mechanism: its name, and an argument that starts with what follows the name.
fn mechanism(name: &str, argument: &str) -> Result<Mechanism, Fault> {
    let argument = Argument {
        text: argument,
        offset: name.len(),
    };
    Ok(match name.to_ascii_lowercase().as_str() {
        "all" if argument.text.is_empty() => Mechanism::All,
        "all" => return Err(argument.unexpected()),
        "include" => Mechanism::Include(argument.needed_domain()?),
        "exists" => Mechanism::Exists(argument.needed_domain()?),
        "ptr" => Mechanism::Ptr(argument.domain()?),
        "a" => {
            let (domain, prefixes) = argument.domain_and_prefixes()?;
            Mechanism::A(domain, prefixes)
        }
        "mx" => {
            let (domain, prefixes) = argument.domain_and_prefixes()?;
            Mechanism::Mx(domain, prefixes)
        }
        "ip4" => {
            let (network, prefix) = argument.network(Syntax::BadIp4, 32)?;
            Mechanism::Ip4(network, prefix)
        }
        "ip6" => {
            let (network, prefix) = argument.network(Syntax::BadIp6, 128)?;
            Mechanism::Ip6(network, prefix)
        }
        "redirect" | "exp" if argument.text.starts_with(':') => {
            return Err(fault(Syntax::ModifierWithColon, argument.offset));
        }
        "" => return Err(fault(Syntax::BadName, 0)),
        _ => return Err(fault(Syntax::UnknownMechanism, 0)),
    })
}

/// What follows a mechanism's name, and where in the term.
#[derive(Clone, Copy)]
struct Argument<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Argument<'a> {
    /// What follows the colon, if there is one.
    fn after_colon(self) -> Option<Self> {
        Some(Self {
            text: self.text.strip_prefix(':')?,
            offset: self.offset + 1,
        })
    }

    /// `[ ":" domain-spec ]`.
    fn domain(self) -> Result<Option<MacroString>, Fault> {
        match self.after_colon() {
            Some(domain) => MacroString::parse(domain.text, Place::DomainSpec)
                .map(Some)
                .map_err(|found| found.after(domain.offset)),
            None if self.text.is_empty() => Ok(None),
            None => Err(self.unexpected()),
        }
    }

    /// `":" domain-spec`.
    fn needed_domain(self) -> Result<MacroString, Fault> {
        self.domain()?
            .ok_or(fault(Syntax::MissingArgument, self.offset))
    }

    /// `[ ":" domain-spec ] [ dual-cidr-length ]`. A domain ends in a label with a letter or in a
    /// macro, so slashes and digits at the end are never part of it.
    fn domain_and_prefixes(self) -> Result<(Option<MacroString>, Prefixes), Fault> {
        let head = self
            .text
            .trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
        let ending = self.text.strip_prefix(head).unwrap_or_default();
        let prefixes = ending
            .split_once('/')
            .map_or(0, |(_, after)| after.len() + 1);
        let domain_length = self.text.len() - prefixes;
        let (domain, prefixes) = self
            .text
            .split_at_checked(domain_length)
            .unwrap_or((self.text, ""));
        let domain = Argument {
            text: domain,
            offset: self.offset,
        };
        let prefixes = Argument {
            text: prefixes,
            offset: self.offset + domain_length,
        };
        Ok((domain.domain()?, prefixes.dual_cidr_length()?))
    }

    /// `[ "/" n ] [ "//" n ]`.
    fn dual_cidr_length(self) -> Result<Prefixes, Fault> {
        let bad = fault(Syntax::BadPrefix, self.offset);
        let (ip4, ip6) = match self.text.split_once("//") {
            Some((ip4, ip6)) => (ip4, Some(ip6)),
            None => (self.text, None),
        };
        let ip4 = match ip4.strip_prefix('/') {
            Some(digits) => prefix_length(digits, 32).ok_or(bad)?,
            None if ip4.is_empty() => 32,
            None => return Err(bad),
        };
        let ip6 = match ip6 {
            Some(digits) => prefix_length(digits, 128).ok_or(bad)?,
            None => 128,
        };
        Ok(Prefixes { ip4, ip6 })
    }

    /// `":" network [ "/" n ]`.
    fn network<A: std::str::FromStr>(
        self,
        bad_address: Syntax,
        longest: u8,
    ) -> Result<(A, u8), Fault> {
        let missing = fault(Syntax::MissingArgument, self.offset);
        let argument = match self.after_colon() {
            Some(argument) if argument.text.is_empty() => {
                return Err(fault(Syntax::EmptyArgument, argument.offset));
            }
            Some(argument) => argument,
            None if self.text.is_empty() => return Err(missing),
            None => return Err(self.unexpected()),
        };
        let (address, prefix) = match argument.text.split_once('/') {
            Some((address, digits)) => (
                address,
                prefix_length(digits, longest)
                    .ok_or(fault(Syntax::BadPrefix, argument.offset + address.len())),
            ),
            None => (argument.text, Ok(longest)),
        };
        // Rust reads exactly the dotted quads of §12 and the forms of RFC 4291 §2.2.
        let network = address
            .parse()
            .map_err(|_| fault(bad_address, argument.offset))?;
        Ok((network, prefix?))
    }

    fn unexpected(self) -> Fault {
        fault(
            if self.text.starts_with('/') {
                Syntax::UnexpectedPrefix
            } else {
                Syntax::UnexpectedArgument
            },
            self.offset,
        )
    }
}

/// Digits without a leading zero, at most `longest`.
fn prefix_length(digits: &str, longest: u8) -> Option<u8> {
    let plain = digits == "0" || digits.starts_with(|c: char| matches!(c, '1'..='9'));
    plain
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|&length| length <= longest)
}

/// Two terms run together, as in `ip4:192.0.2.1~all`: where the space belongs, if cutting there
/// gives a good term and the beginning of one.
fn missing_space(text: &str) -> Option<Fault> {
    text.char_indices()
        .skip(1)
        .filter_map(|(at, _)| text.split_at_checked(at))
        .filter(|(_, tail)| starts_like_term(tail))
        .take(4)
        .find(|(head, _)| visible_term(head).is_ok())
        .map(|(head, _)| fault(Syntax::MissingSpace, head.len()))
}

/// Whether a mechanism could begin here. Without a qualifier, only a name of several letters and a
/// colon tells one from the middle of a word.
fn starts_like_term(text: &str) -> bool {
    let unqualified = text.strip_prefix(['+', '-', '~', '?']);
    MECHANISMS.iter().any(|mechanism| {
        unqualified
            .unwrap_or(text)
            .split_at_checked(mechanism.len())
            .is_some_and(|(name, after)| {
                name.eq_ignore_ascii_case(mechanism)
                    && match unqualified {
                        Some(_) => {
                            after.is_empty() || after.starts_with([':', '/', '+', '-', '~', '?'])
                        }
                        None => mechanism.len() > 1 && after.starts_with(':'),
                    }
            })
    })
}

const fn fault(kind: Syntax, offset: usize) -> Fault {
    Fault { kind, offset }
}

impl Fault {
    /// The same fault, `offset` octets further right.
    const fn after(self, offset: usize) -> Self {
        fault(self.kind, self.offset + offset)
    }
}
