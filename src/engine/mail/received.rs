//! Received fields as hops (RFC 5321 §4.4). Only the topmost ones were written by servers the reader
//! may trust, so nothing here decides anything: it says what each field states.
//!
//! Every server writes its own dialect. Clauses are told by their keywords outside comments; what a
//! comment may state is the client's address and name (only in the `from` clause), its HELO, TLS,
//! authentication and the envelope sender. Known deviation: addresses are read from comments in
//! whatever place Postfix, Exim, sendmail, qmail, Exchange and the large services put them.

use std::net::{IpAddr, Ipv6Addr};

use crate::engine::cite::Noted;
use crate::engine::limits;
use crate::engine::mail::{Finding, Message, date};
use crate::engine::span::Span;

/// One Received field, read as a hop (RFC 5321 §4.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// Index of the field among the message's header fields.
    pub header: usize,
    /// What the client called itself (`from`, or HELO in its comment).
    pub from: Option<String>,
    /// The client's name by reverse lookup, if stated.
    pub reverse: Option<String>,
    /// The client's address, from the `from` clause alone.
    pub ip: Option<IpAddr>,
    /// The server that wrote the field (`by`).
    pub by: Option<String>,
    /// That server's address, if a comment states it.
    pub by_ip: Option<IpAddr>,
    /// The link, if it is none of SMTP's (`via`).
    pub via: Option<String>,
    /// The protocol keyword (`with`), upper case (RFC 3848, RFC 8314).
    pub with: Option<String>,
    /// The server's name for the message (`id`).
    pub id: Option<String>,
    /// Whether the client had authenticated: the keyword has an `A` (ESMTPA, ESMTPSA, LMTPA…), or a
    /// comment says so.
    pub authenticated: bool,
    /// Whether the keyword or the comments say TLS was used.
    pub tls: bool,
    /// The envelope recipient (`for`), if stated.
    pub recipient: Option<String>,
    /// The envelope sender stated in a comment (`envelope-from <…>`); `""` is the null sender.
    pub envelope_from: Option<String>,
    /// When, seconds since 1970 UTC.
    pub time: Option<i64>,
    /// The whole field.
    pub span: Span,
}

/// The hops of a message, topmost (latest) first.
pub fn hops(message: &Message) -> (Vec<Hop>, Vec<Noted<Finding>>) {
    let mut hops = Vec::new();
    let mut findings = Vec::new();
    for (header, field) in message.header_named("received") {
        if hops.len() == limits::HOPS {
            let total = message.header_named("received").count();
            let limit = limits::HOPS;
            findings.push(Noted::at(
                Finding::TooManyHops { total, limit },
                field.whole,
            ));
            break;
        }
        let mut hop = parse(message.value(field));
        hop.header = header;
        hop.span = field.whole;
        hops.push(hop);
    }
    (hops, findings)
}

/// Reads the value of one Received field. What it does not state, or not understandably, is absent.
pub fn parse(value: &[u8]) -> Hop {
    let mut reader = Reader::default();
    let (clauses, stamp) = split_stamp(value);
    for item in (Items { rest: clauses }) {
        match item {
            Item::Word(word) => reader.word(word),
            Item::Comment(comment) => reader.comment(comment),
        }
    }
    let mut hop = reader.finish();
    // A server that forgets the semicolon still puts the date at the end.
    let end = value.get(value.len().saturating_sub(FAR)..);
    hop.time = date::parse(stamp).or_else(|| date::parse(end.unwrap_or_default()));
    hop
}

/// How far from the end of a field without a semicolon its date is looked for, in octets.
const FAR: usize = 4_096;

/// The clauses and the time stamp, which stands after the last semicolon outside comments.
fn split_stamp(value: &[u8]) -> (&[u8], &[u8]) {
    let mut depth = 0usize;
    let mut semicolon = None;
    for (place, octet) in value.iter().enumerate() {
        match octet {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => semicolon = Some(place),
            _ => {}
        }
    }
    let (clauses, stamp) = value
        .split_at_checked(semicolon.unwrap_or(value.len()))
        .unwrap_or_default();
    (clauses, stamp.strip_prefix(b";").unwrap_or_default())
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Clause {
    #[default]
    None,
    From,
    By,
    Via,
    With,
    Id,
    For,
}

#[derive(Default)]
struct Reader {
    hop: Hop,
    clause: Clause,
    /// Which clauses came already: a second one of a kind is not read.
    seen: Vec<Clause>,
    /// Whether the clause in hand takes further words.
    open: bool,
    /// The first word of `from`, which is HELO in some dialects and the reverse name in others.
    from: Option<String>,
    helo: Option<String>,
    /// An address literal among the words of `from`.
    literal: Option<IpAddr>,
}

impl Reader {
    fn word(&mut self, word: &[u8]) {
        if let Some(clause) = keyword(word) {
            self.clause = if self.seen.contains(&clause) {
                Clause::None
            } else {
                clause
            };
            self.seen.push(clause);
            self.seen.truncate(12);
            self.open = true;
            return;
        }
        let text = || String::from_utf8_lossy(word).into_owned();
        let hop = &mut self.hop;
        match self.clause {
            Clause::From => {
                if self.from.is_none() {
                    self.from = Some(text());
                }
                self.literal = self.literal.or_else(|| address(word));
            }
            Clause::By if hop.by.is_none() => hop.by = Some(text()),
            Clause::Id if hop.id.is_none() => hop.id = Some(text()),
            Clause::Via if self.open => append(&mut hop.via, &text()),
            Clause::With => {
                hop.tls |= is_tls(word);
                if self.open {
                    append(&mut hop.with, &text().to_ascii_uppercase());
                    // A keyword that is known stands alone; others, like Exchange's, are words.
                    self.open = hop.with.as_deref().and_then(Protocol::of).is_none();
                }
            }
            Clause::For if hop.recipient.is_none() => {
                hop.recipient = bracketed(word)
                    .or(Some(word))
                    .filter(|address| address.contains(&b'@'))
                    .map(|address| String::from_utf8_lossy(address).into_owned());
            }
            _ => {}
        }
    }

    fn comment(&mut self, comment: &[u8]) {
        self.open = false;
        let mut words = comment
            .split(|&octet| octet.is_ascii_whitespace() || matches!(octet, b'(' | b')' | b','))
            .filter(|word| !word.is_empty());
        let mut before: &[u8] = b"";
        let mut first = true;
        let mut client = self.clause == Clause::From;
        let mut name = None;
        for word in words.by_ref() {
            let follows = |label: &[u8]| before.eq_ignore_ascii_case(label);
            if first && word.eq_ignore_ascii_case(b"authenticated") {
                self.hop.authenticated = true;
                client = false;
            }
            if follows(b"helo") || follows(b"ehlo") {
                self.state_helo(word);
            } else if let Some(helo) = prefixed(word, b"helo=").or(prefixed(word, b"ehlo=")) {
                self.state_helo(helo);
            } else if follows(b"envelope-from") || follows(b"envelope-sender") {
                self.state_envelope_from(word);
                client = false;
            } else if is_tls(word) && !follows(b"no") && !follows(b"without") {
                self.hop.tls = true;
            } else if client && self.hop.ip.is_none() {
                match client_address(word) {
                    Some((ip, beside)) => {
                        self.hop.ip = Some(ip);
                        self.hop.reverse = beside.or(name.take());
                    }
                    None => name = host_name(word),
                }
            } else if self.clause == Clause::By && self.hop.by_ip.is_none() {
                self.hop.by_ip = address(word);
            }
            before = word;
            first = false;
        }
    }

    fn state_helo(&mut self, helo: &[u8]) {
        self.helo
            .get_or_insert_with(|| String::from_utf8_lossy(helo).into_owned());
    }

    fn state_envelope_from(&mut self, word: &[u8]) {
        let address = bracketed(word).unwrap_or(word);
        if self.hop.envelope_from.is_none() && (address.is_empty() || address.contains(&b'@')) {
            self.hop.envelope_from = Some(String::from_utf8_lossy(address).into_owned());
        }
    }

    fn finish(self) -> Hop {
        let mut hop = self.hop;
        hop.ip = hop.ip.or(self.literal);
        match self.helo {
            // Exim and qmail: the word is the reverse name, the comment holds HELO.
            Some(helo) => {
                let name = self.from.and_then(|name| host_name(name.as_bytes()));
                hop.reverse = hop.reverse.or(name);
                hop.from = Some(helo);
            }
            None => hop.from = self.from,
        }
        if let Some(protocol) = hop.with.as_deref().and_then(Protocol::of) {
            hop.tls |= protocol.tls;
            hop.authenticated |= protocol.authenticated;
        }
        hop
    }
}

fn keyword(word: &[u8]) -> Option<Clause> {
    let clauses: [(&[u8], Clause); 6] = [
        (b"from", Clause::From),
        (b"by", Clause::By),
        (b"via", Clause::Via),
        (b"with", Clause::With),
        (b"id", Clause::Id),
        (b"for", Clause::For),
    ];
    clauses
        .into_iter()
        .find(|(keyword, _)| word.eq_ignore_ascii_case(keyword))
        .map(|(_, clause)| clause)
}

/// What a protocol keyword says beyond the protocol.
struct Protocol {
    tls: bool,
    authenticated: bool,
}

impl Protocol {
    /// IANA's WITH protocol types (RFC 3848, RFC 6531 §4.3), and the ones in use beside them.
    fn of(keyword: &str) -> Option<Self> {
        let base = keyword.strip_prefix("UTF8").unwrap_or(keyword);
        let (tls, authenticated) = match base {
            "SMTP" | "ESMTP" | "LMTP" | "HTTP" | "MAPI" | "MMS" | "LOCAL" => (false, false),
            "ESMTPA" | "LMTPA" | "SMTPA" => (false, true),
            "ESMTPS" | "LMTPS" | "SMTPS" | "HTTPS" => (true, false),
            "ESMTPSA" | "LMTPSA" | "SMTPSA" => (true, true),
            _ => return None,
        };
        Some(Self { tls, authenticated })
    }
}

/// `TLS`, `TLSv1.3`, `TLS1_2:…`, `version=TLSv1`: a version, not a host that is called so.
fn is_tls(word: &[u8]) -> bool {
    let word = prefixed(word, b"version=").unwrap_or(word);
    let Some(rest) = prefixed(word, b"tls") else {
        return false;
    };
    let version = rest.split(|&o| o == b':').next().unwrap_or_default();
    let version = prefixed(version, b"v").unwrap_or(version);
    version
        .iter()
        .all(|&octet| octet.is_ascii_digit() || matches!(octet, b'.' | b'_'))
}

/// The client's address in a word of its comment, and the name that stands with it in the same word:
/// `[203.0.113.5]`, `[203.0.113.5]:25`, `host[203.0.113.5]`, `203.0.113.5`, `user@203.0.113.5`.
fn client_address(word: &[u8]) -> Option<(IpAddr, Option<String>)> {
    if word.contains(&b'=') {
        return None;
    }
    if let Some(open) = word.iter().position(|&octet| octet == b'[') {
        let (name, literal) = word.split_at_checked(open)?;
        return Some((address(literal)?, host_name(name)));
    }
    Some((address(word.rsplit(|&o| o == b'@').next()?)?, None))
}

/// An IP address, bare or in brackets with or without `IPv6:` and a port behind them. IPv4 addresses
/// mapped into IPv6 are IPv4.
fn address(word: &[u8]) -> Option<IpAddr> {
    let inner = match word.strip_prefix(b"[") {
        Some(literal) => literal.split(|&octet| octet == b']').next()?,
        None => word,
    };
    let inner = prefixed(inner, b"ipv6:").unwrap_or(inner);
    let inner = inner.split(|&octet| octet == b'%').next()?;
    let text = std::str::from_utf8(inner).ok()?;
    let address: IpAddr = match text.parse::<Ipv6Addr>() {
        Ok(address) => address.into(),
        Err(_) => text.parse().ok()?,
    };
    Some(address.to_canonical())
}

/// A host's name; `unknown` is what servers write when there is none.
fn host_name(word: &[u8]) -> Option<String> {
    let name = word.rsplit(|&octet| octet == b'@').next()?;
    let name = name.strip_suffix(b".").unwrap_or(name);
    let good = name
        .iter()
        .all(|&o| o.is_ascii_alphanumeric() || o >= 0x80 || matches!(o, b'.' | b'-' | b'_'));
    let named = name.contains(&b'.') || name.eq_ignore_ascii_case(b"localhost");
    (good && named && address(name).is_none()).then(|| String::from_utf8_lossy(name).into_owned())
}

fn prefixed<'a>(word: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = word.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn bracketed(word: &[u8]) -> Option<&[u8]> {
    word.strip_prefix(b"<")?.strip_suffix(b">")
}

fn append(words: &mut Option<String>, word: &str) {
    match words {
        Some(words) => {
            words.push(' ');
            words.push_str(word);
        }
        None => *words = Some(word.to_owned()),
    }
}

enum Item<'a> {
    Word(&'a [u8]),
    /// What stands between the parentheses, inner ones included.
    Comment(&'a [u8]),
}

/// Words and comments in order.
struct Items<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        self.rest = self.rest.trim_ascii_start();
        if let Some(inner) = self.rest.strip_prefix(b"(") {
            let end = comment_end(inner);
            let (comment, rest) = inner.split_at_checked(end)?;
            self.rest = rest.get(1..).unwrap_or_default();
            return Some(Item::Comment(comment));
        }
        let end = self
            .rest
            .iter()
            .position(|&octet| octet.is_ascii_whitespace() || octet == b'(')
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then_some(Item::Word(word))
    }
}

fn comment_end(inner: &[u8]) -> usize {
    let mut depth = 0usize;
    for (place, octet) in inner.iter().enumerate() {
        match octet {
            b'(' => depth += 1,
            b')' if depth == 0 => return place,
            b')' => depth -= 1,
            _ => {}
        }
    }
    inner.len()
}
