//! DNS as lines of text: zone files, pasted records, `dig` output (RFC 1035 §5.1, RFC 3597 §5).
//!
//! A line is `NAME TYPE DATA`, with time to live and class where people put them, or `NAME TYPE` and
//! one of `NXDOMAIN`, `NODATA`, `SERVFAIL`, `TIMEOUT`. What can be read is used; each line that can't
//! is a [`Fault`] with its number.
//!
//! Known deviations from zone files, all so that a paste means what it says:
//! - The origin is the root until `$ORIGIN` says otherwise, so names without a final dot are absolute.
//! - Unquoted text such as `v=DMARC1; p=none` is one string up to the end of the line, though `;` starts
//!   a comment elsewhere; and text right after the name is TXT.
//! - A string of more than 255 octets is cut into several, which every reader joins again.
//! - Where one line states records and a later one their absence, the later one counts.

use std::collections::BTreeMap;
use std::fmt;

use crate::engine::dns::answers::{Answer, Failure, Found, Question, Source};
use crate::engine::dns::idn;
use crate::engine::dns::name::{Name, NameError};
use crate::engine::dns::record::{Rdata, Record, RecordType};
use crate::engine::dns::wire;
use crate::engine::limits;

/// Time to live of a record that states none, in seconds.
const DEFAULT_TTL: u32 = 3_600;

/// Lines that one pair of parentheses may span.
const ENTRY_LINES: usize = 64;

/// Types that are understood well enough to know that the name exists. Their data is not read.
const UNREAD: [(&str, u16); 21] = [
    ("HINFO", 13),
    ("RP", 17),
    ("LOC", 29),
    ("SRV", 33),
    ("NAPTR", 35),
    ("DNAME", 39),
    ("DS", 43),
    ("SSHFP", 44),
    ("RRSIG", 46),
    ("NSEC", 47),
    ("DNSKEY", 48),
    ("NSEC3", 50),
    ("NSEC3PARAM", 51),
    ("TLSA", 52),
    ("CDS", 59),
    ("CDNSKEY", 60),
    ("SVCB", 64),
    ("HTTPS", 65),
    ("SPF", 99),
    ("URI", 256),
    ("CAA", 257),
];

/// Records and stated absences, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone(BTreeMap<Question, Stated>);

/// What the lines state about a question.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stated {
    Records(Vec<Record>),
    /// Why there are none.
    Nothing(Found),
    /// There are some, of a type that is not read.
    Unread,
}

/// A line that was not understood, and so skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A name has no wire form.
    BadName(NameError),
    /// It ends before it says a type.
    NoType,
    /// The type is not known.
    UnknownType,
    /// A class other than IN.
    NotInternet,
    /// The data does not fit the type.
    BadData,
    /// A quoted string without an end.
    OpenQuote,
    /// A parenthesis without its partner near by.
    Parentheses,
    /// A `$` directive other than `$ORIGIN` and `$TTL`.
    Directive,
    /// More records of one name and type than
    /// [`RECORDS_PER_ANSWER`](crate::engine::limits::RECORDS_PER_ANSWER).
    TooMany,
}

impl Zone {
    /// Reads lines; what is not understood is in the list of faults.
    pub fn parse(text: &str) -> (Self, Vec<Fault>) {
        let mut reader = Reader {
            zone: Self::default(),
            faults: Vec::new(),
            origin: Name::root(),
            owner: None,
            ttl: DEFAULT_TTL,
        };
        let lines: Vec<&str> = text.lines().collect();
        let mut index = 0;
        while index < lines.len() {
            index += reader.read_entry(lines.get(index..).unwrap_or_default(), index + 1);
        }
        (reader.zone, reader.faults)
    }

    /// Whether it states nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The questions that some line is about, in canonical name order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.0.keys()
    }

    /// The answer of a world that holds these lines and nothing else: a name that is not here, nor
    /// any below it, does not exist (NXDOMAIN); a name without the type asked for has no such data
    /// (NODATA); wildcards work as in RFC 4592, aliases are followed.
    pub fn answer(&self, question: &Question) -> Answer {
        self.follow(question, |name, rtype| Some(self.look_up(name, rtype)))
            .unwrap_or_else(|| Answer::new(Found::NxDomain, Source::Pasted))
    }

    /// The answer to a question that the lines are about, for use in place of DNS's own; `None` where
    /// they say nothing, or where an alias leads out of what they say.
    pub fn override_for(&self, question: &Question) -> Option<Answer> {
        self.follow(question, |name, rtype| self.stated(name, rtype, name))
    }

    /// Answers by looking up name after name while that gives aliases.
    fn follow(
        &self,
        question: &Question,
        look_up: impl Fn(&Name, RecordType) -> Option<Step>,
    ) -> Option<Answer> {
        let mut aliases = Vec::new();
        let mut name = question.name.clone();
        let found = loop {
            match look_up(&name, question.rtype)? {
                Step::Found(found) => break found,
                Step::Alias(target) => {
                    let loops = target == question.name || aliases.contains(&target);
                    if loops || aliases.len() >= limits::ALIASES {
                        break Found::Failed(Failure::AliasLoop);
                    }
                    aliases.push(target.clone());
                    name = target;
                }
            }
        };
        let mut answer = Answer::new(found, Source::Pasted);
        answer.aliases = aliases;
        Some(answer)
    }

    /// One step of a closed world (RFC 1034 §4.3.2, RFC 4592 §3.3.1).
    fn look_up(&self, name: &Name, rtype: RecordType) -> Step {
        if let Some(step) = self.stated(name, rtype, name) {
            return step;
        }
        if self.exists(name) {
            return Step::Found(Found::NoData);
        }
        let wildcard = std::iter::successors(name.parent(), Name::parent)
            .find(|ancestor| ancestor.is_root() || self.exists(ancestor))
            .and_then(|encloser| encloser.child(b"*").ok());
        let Some(wildcard) = wildcard.filter(|wildcard| self.exists(wildcard)) else {
            return Step::Found(Found::NxDomain);
        };
        self.stated(&wildcard, rtype, name)
            .unwrap_or(Step::Found(Found::NoData))
    }

    /// What the lines about `name` state, as if they were about `owner`.
    fn stated(&self, name: &Name, rtype: RecordType, owner: &Name) -> Option<Step> {
        let at = |rtype| {
            let name = name.clone();
            self.0.get(&Question { name, rtype })
        };
        match at(rtype) {
            Some(Stated::Records(records)) => {
                let owned = records.iter().map(|record| Record {
                    name: owner.clone(),
                    ..record.clone()
                });
                return Some(Step::Found(Found::Records(owned.collect())));
            }
            Some(Stated::Nothing(found)) => return Some(Step::Found(found.clone())),
            Some(Stated::Unread) => return Some(Step::Found(Found::NoData)),
            None => {}
        }
        match at(RecordType::CNAME) {
            Some(Stated::Records(records)) => {
                records.iter().find_map(|record| match &record.data {
                    Rdata::Cname(target) => Some(Step::Alias(target.clone())),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Whether the name exists: it has data, or a name below it has.
    fn exists(&self, name: &Name) -> bool {
        let first = Question {
            name: name.clone(),
            rtype: RecordType(0),
        };
        // Names order from the root down, so all that lies below a name follows it directly.
        self.0
            .range(first..)
            .take_while(|(question, _)| question.name.is_within(name))
            .any(|(_, stated)| *stated != Stated::Nothing(Found::NxDomain))
    }

    fn state(&mut self, question: Question, stated: Stated) -> Result<(), Reason> {
        let before = self.0.get_mut(&question);
        if let (Some(Stated::Records(records)), Stated::Records(more)) = (before, &stated) {
            for record in more {
                // A set holds no record twice (RFC 2181 §5).
                if records.iter().any(|known| known.data == record.data) {
                    continue;
                }
                if records.len() >= limits::RECORDS_PER_ANSWER {
                    return Err(Reason::TooMany);
                }
                records.push(record.clone());
            }
            return Ok(());
        }
        self.0.insert(question, stated);
        Ok(())
    }
}

enum Step {
    Found(Found),
    Alias(Name),
}

// Reading

struct Reader {
    zone: Zone,
    faults: Vec<Fault>,
    origin: Name,
    owner: Option<Name>,
    ttl: u32,
}

/// A word of a line: what stands between spaces, or a quoted string without its quotes. Escapes are
/// still in it.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    quoted: bool,
    /// Where it starts in its line.
    start: usize,
}

impl Reader {
    /// Reads the entry that starts with the first of `lines`, which has this number; gives how many
    /// lines were used up.
    fn read_entry(&mut self, lines: &[&str], number: usize) -> usize {
        let mut words = Vec::new();
        let mut depth = 0;
        let mut used = 0;
        let result = loop {
            let Some(line) = lines.get(used).filter(|_| used < ENTRY_LINES) else {
                // The parenthesis is never closed: only its own line is lost.
                used = 1;
                break Err(Reason::Parentheses);
            };
            used += 1;
            match split(line, &mut words, &mut depth) {
                Err(reason) => break Err(reason),
                Ok(()) if depth > 0 => {}
                Ok(()) => {
                    break self.read_words(lines.first().copied().unwrap_or(""), &words, used);
                }
            }
        };
        if let Err(reason) = result {
            self.faults.push(Fault {
                line: number,
                reason,
            });
        }
        used
    }

    fn read_words(&mut self, line: &str, words: &[Word<'_>], lines: usize) -> Result<(), Reason> {
        let Some((first, rest)) = words.split_first() else {
            return Ok(());
        };
        if !first.quoted && first.text.starts_with('$') {
            return self.read_directive(first.text, rest);
        }
        let indented = line.starts_with([' ', '\t']);
        let (owner, mut rest) = match &self.owner {
            Some(owner) if indented && first.is_no_owner() => (owner.clone(), words),
            _ => (self.name(first.text)?, rest),
        };
        self.owner = Some(owner.clone());

        let mut ttl = None;
        let mut class = false;
        let (rtype, data) = loop {
            let Some((word, after)) = rest.split_first() else {
                return Err(Reason::NoType);
            };
            let bare = if word.quoted { "" } else { word.text };
            if ttl.is_none() && seconds(bare).is_some() {
                ttl = seconds(bare);
            } else if !class && bare.eq_ignore_ascii_case("IN") {
                class = true;
            } else if let Some(rtype) = known_type(bare) {
                break (rtype, after);
            } else if word.quoted || bare.contains('=') {
                break (RecordType::TXT, rest);
            } else if ["CH", "HS", "NONE", "ANY"]
                .iter()
                .any(|other| bare.eq_ignore_ascii_case(other))
            {
                return Err(Reason::NotInternet);
            } else {
                return Err(Reason::UnknownType);
            }
            rest = after;
        };
        let stated = match data {
            [word] if !word.quoted && absence(word.text).is_some() => absence(word.text),
            _ => None,
        };
        let stated = match stated {
            Some(found) => Stated::Nothing(found),
            None if is_unread(rtype) && !data.first().is_some_and(Word::is_generic) => {
                Stated::Unread
            }
            None => {
                let data = match unquoted_text(rtype, line, data, lines) {
                    Some(text) => Rdata::Txt(pieces(text.as_bytes())),
                    None => self.data(rtype, data)?,
                };
                Stated::Records(vec![Record {
                    name: owner.clone(),
                    ttl: ttl.unwrap_or(self.ttl),
                    data,
                }])
            }
        };
        let name = owner;
        self.zone.state(Question { name, rtype }, stated)
    }

    fn read_directive(&mut self, directive: &str, rest: &[Word<'_>]) -> Result<(), Reason> {
        match (directive.to_ascii_uppercase().as_str(), rest) {
            ("$ORIGIN", [name]) => self.origin = self.name(name.text)?,
            ("$TTL", [ttl]) => self.ttl = seconds(ttl.text).ok_or(Reason::Directive)?,
            _ => return Err(Reason::Directive),
        }
        Ok(())
    }

    /// A name as written here: relative to the origin unless it ends in a dot.
    fn name(&self, text: &str) -> Result<Name, Reason> {
        if text == "@" {
            return Ok(self.origin.clone());
        }
        let name = if text.is_ascii() {
            Name::from_zone_text(text)
        } else {
            idn::from_text(text).map(|read| read.name)
        };
        let name = name.map_err(Reason::BadName)?;
        if self.origin.is_root() || ends_in_dot(text) {
            return Ok(name);
        }
        Name::from_labels(name.labels().chain(self.origin.labels())).map_err(Reason::BadName)
    }

    fn data(&self, rtype: RecordType, words: &[Word<'_>]) -> Result<Rdata, Reason> {
        let bad = Reason::BadData;
        if let [mark, length, hex @ ..] = words
            && mark.is_generic()
        {
            let octets = hex_octets(hex).ok_or(bad)?;
            return if length.text.parse() == Ok(octets.len()) {
                wire::data(rtype, &octets).ok_or(bad)
            } else {
                Err(bad)
            };
        }
        match (rtype, words) {
            (RecordType::A, [address]) => address.text.parse().map(Rdata::A).or(Err(bad)),
            (RecordType::AAAA, [address]) => address.text.parse().map(Rdata::Aaaa).or(Err(bad)),
            (RecordType::MX, [preference, exchange]) => Ok(Rdata::Mx {
                preference: preference.text.parse().or(Err(bad))?,
                exchange: self.name(exchange.text)?,
            }),
            (RecordType::CNAME, [target]) => self.name(target.text).map(Rdata::Cname),
            (RecordType::PTR, [target]) => self.name(target.text).map(Rdata::Ptr),
            (RecordType::NS, [target]) => {
                let target = self.name(target.text)?;
                Ok(Rdata::Other(rtype, target.wire().to_vec()))
            }
            (RecordType::SOA, [mname, rname, numbers @ ..]) if numbers.len() == 5 => {
                let mut octets = self.name(mname.text)?.wire().to_vec();
                octets.extend_from_slice(self.name(rname.text)?.wire());
                for number in numbers {
                    octets.extend(seconds(number.text).ok_or(bad)?.to_be_bytes());
                }
                Ok(Rdata::Other(rtype, octets))
            }
            (RecordType::TXT, [_, ..]) => {
                let mut strings = Vec::new();
                for word in words {
                    strings.extend(pieces(&unescaped(word.text).ok_or(bad)?));
                }
                Ok(Rdata::Txt(strings))
            }
            _ => Err(bad),
        }
    }
}

impl Word<'_> {
    /// Whether a line that starts with this word leaves its owner out.
    fn is_no_owner(&self) -> bool {
        let is_class = self.text.eq_ignore_ascii_case("IN");
        !self.quoted
            && (is_class || seconds(self.text).is_some() || known_type(self.text).is_some())
    }

    /// Whether this is the mark of RFC 3597.
    fn is_generic(&self) -> bool {
        !self.quoted && self.text == "\\#"
    }
}

/// Splits a line into words, down to its comment. `depth` counts open parentheses.
fn split<'a>(line: &'a str, words: &mut Vec<Word<'a>>, depth: &mut usize) -> Result<(), Reason> {
    let octets = line.as_bytes();
    let mut at = 0;
    while let Some(&octet) = octets.get(at) {
        let mut start = at;
        at += 1;
        match octet {
            b' ' | b'\t' | b'\r' => continue,
            b';' => break,
            b'(' => {
                *depth += 1;
                continue;
            }
            b')' => {
                *depth = depth.checked_sub(1).ok_or(Reason::Parentheses)?;
                continue;
            }
            _ => {}
        }
        let quoted = octet == b'"';
        if quoted {
            start = at;
        } else {
            at = start;
        }
        loop {
            match octets.get(at) {
                None if quoted => return Err(Reason::OpenQuote),
                Some(b'"') if quoted => break,
                None => break,
                Some(b' ' | b'\t' | b'\r' | b';' | b'(' | b')' | b'"') if !quoted => break,
                Some(b'\\') => at = (at + 2).min(octets.len()),
                Some(_) => at += 1,
            }
        }
        // A backslash before a character of several octets leaves `at` inside it.
        while !line.is_char_boundary(at) {
            at += 1;
        }
        let text = line.get(start..at).unwrap_or_default();
        words.push(Word {
            text,
            quoted,
            start,
        });
        at += usize::from(quoted);
    }
    Ok(())
}

/// A policy or key written without quotes, up to the end of its line: its semicolons are its own. An
/// SPF record has none, so there one starts a comment.
fn unquoted_text<'a>(
    rtype: RecordType,
    line: &'a str,
    words: &[Word<'_>],
    lines: usize,
) -> Option<&'a str> {
    let first = words
        .first()
        .filter(|word| rtype == RecordType::TXT && lines == 1 && !word.quoted)
        .filter(|word| word.text.contains('='))?;
    let text = line.get(first.start..)?;
    let text = if first.text.eq_ignore_ascii_case("v=spf1") {
        text.split(';').next().unwrap_or(text)
    } else {
        text
    };
    Some(text.trim())
}

fn known_type(text: &str) -> Option<RecordType> {
    RecordType::from_text(text).or_else(|| {
        UNREAD
            .iter()
            .find(|(mnemonic, _)| mnemonic.eq_ignore_ascii_case(text))
            .map(|(_, number)| RecordType(*number))
    })
}

fn is_unread(rtype: RecordType) -> bool {
    UNREAD.iter().any(|(_, number)| *number == rtype.0)
}

fn absence(word: &str) -> Option<Found> {
    let words = [
        ("NXDOMAIN", Found::NxDomain),
        ("NODATA", Found::NoData),
        ("SERVFAIL", Found::Failed(Failure::ServFail)),
        ("TIMEOUT", Found::Failed(Failure::Timeout)),
    ];
    words
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, found)| found)
}

/// A number of seconds, also with units (`1h30m`), as zone files take them.
fn seconds(text: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut number: Option<u32> = None;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            let so_far = number.unwrap_or(0).checked_mul(10)?;
            number = Some(so_far.checked_add(digit)?);
            continue;
        }
        let unit: u32 = match c.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    match number {
        Some(number) => total.checked_add(number),
        None => (total > 0).then_some(total),
    }
}

fn ends_in_dot(text: &str) -> bool {
    let escapes = |rest: &str| rest.bytes().rev().take_while(|b| *b == b'\\').count();
    text.strip_suffix('.')
        .is_some_and(|rest| escapes(rest) % 2 == 0)
}

/// The octets a string stands for (RFC 1035 §5.1).
fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'\\' {
            octets.push(octet);
            continue;
        }
        let first = rest.next()?;
        if !first.is_ascii_digit() {
            octets.push(first);
            continue;
        }
        let value = [first, rest.next()?, rest.next()?]
            .into_iter()
            .try_fold(0_u32, |value, digit| {
                Some(value * 10 + char::from(digit).to_digit(10)?)
            })?;
        octets.push(u8::try_from(value).ok()?);
    }
    Some(octets)
}

/// Text as strings of at most 255 octets; the empty text is one empty string.
fn pieces(text: &[u8]) -> Vec<Vec<u8>> {
    if text.is_empty() {
        return vec![Vec::new()];
    }
    text.chunks(255).map(<[u8]>::to_vec).collect()
}

fn hex_octets(words: &[Word<'_>]) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = words
        .iter()
        .flat_map(|word| word.text.chars())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let pairs = digits.chunks_exact(2);
    Some(
        pairs
            .map(|p| p.iter().fold(0, |high, low| high << 4 | low))
            .collect(),
    )
}

// Writing

/// An answer as the lines that say it, each with its line feed; [`Zone::parse`] reads them back. All
/// failures but a timeout become `SERVFAIL`.
pub fn write(question: &Question, answer: &Answer) -> String {
    let mut lines = write_records(question, answer);
    let nothing = match &answer.found {
        Found::Records(_) => return lines,
        Found::NoData => "NODATA",
        Found::NxDomain => "NXDOMAIN",
        Found::Failed(Failure::Timeout) => "TIMEOUT",
        Found::Failed(_) => "SERVFAIL",
    };
    let owner = answer.aliases.last().unwrap_or(&question.name);
    lines.push_str(&format!(
        "{} {} {nothing}\n",
        Absolute(owner),
        question.rtype
    ));
    lines
}

/// The aliases and records of an answer, each a line with its line feed.
pub fn write_records(question: &Question, answer: &Answer) -> String {
    let mut lines = String::new();
    let mut owner = &question.name;
    for alias in &answer.aliases {
        let (from, to) = (Absolute(owner), Absolute(alias));
        lines.push_str(&format!("{from} IN CNAME {to}\n"));
        owner = alias;
    }
    for Record { name, ttl, data } in answer.records() {
        let (name, rtype, data) = (Absolute(name), data.rtype(), AbsoluteData(data));
        lines.push_str(&format!("{name} {ttl} IN {rtype} {data}\n"));
    }
    lines
}

/// A name with its final dot, as zone files want it.
struct Absolute<'a>(&'a Name);

impl fmt::Display for Absolute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.0.is_root() { "" } else { "." };
        write!(f, "{}{dot}", self.0)
    }
}

struct AbsoluteData<'a>(&'a Rdata);

impl fmt::Display for AbsoluteData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Rdata::Mx {
                preference,
                exchange,
            } => write!(f, "{preference} {}", Absolute(exchange)),
            Rdata::Ptr(name) | Rdata::Cname(name) => write!(f, "{}", Absolute(name)),
            data => write!(f, "{data}"),
        }
    }
}
