//! Authentication-Results and ARC-Authentication-Results, read in one pass (RFC 8601 §2.2).
//!
//! A field is items between semicolons; an item is pairs `name=value` and bare words, with comments
//! anywhere. The first item names the server. Read past, each with a mark: no server, the server
//! between the results (old Exchange Online), results without a semicolon between them, properties
//! without a type, empty items, comments and strings that do not end.

use crate::engine::cite::Noted;
use crate::engine::claims::{
    Claim, Claimed, Departure, Finding, Kind, Method, Property, Statement,
};
use crate::engine::limits;
use crate::engine::span::Span;

/// Reads the value of a field into `statement`. `offset` is the value's place in the message.
pub(super) fn read(
    value: &[u8],
    offset: usize,
    statement: &mut Statement,
    findings: &mut Vec<Noted<Finding>>,
) {
    let cut = value.len() > limits::CLAIM_FIELD_OCTETS;
    let mut field = Field {
        reader: Reader::new(value, offset),
        statement,
        departure: None,
        unknown: None,
        version: None,
        is_later: false,
        cut: cut.then_some(Span::new(limits::CLAIM_FIELD_OCTETS, value.len()).shift(offset)),
    };
    field.read_items();
    field.finish(findings);
}

struct Field<'a> {
    reader: Reader<'a>,
    statement: &'a mut Statement,
    /// The first departure from the grammar, with its place.
    departure: Option<(Departure, Span)>,
    /// The first result that is no registered word: the claim's index.
    unknown: Option<usize>,
    /// The first version that is not known, with its place.
    version: Option<(String, Span)>,
    /// Whether that is the field's own.
    is_later: bool,
    /// What was left unread.
    cut: Option<Span>,
}

impl Field<'_> {
    fn read_items(&mut self) {
        // ARC's instance takes the first item, and the server the second.
        let mut awaits_server = true;
        loop {
            let is_last = self.read_item(&mut awaits_server);
            if is_last {
                return;
            }
        }
    }

    /// Reads up to the next semicolon; whether the field ends there.
    fn read_item(&mut self, awaits_server: &mut bool) -> bool {
        let start = self.reader.at;
        let (mut words, mut pairs) = (0usize, 0usize);
        let first = self.statement.claims.len();
        loop {
            self.reader.skip();
            let place = self.reader.at;
            match self.reader.peek() {
                None | Some(b';') => break,
                Some(b'=' | b')') => {
                    self.reader.at += 1;
                    self.depart(Departure::Stray, place);
                    continue;
                }
                Some(_) => {}
            }
            let name = self.reader.name();
            if self.reader.peek() == Some(b'=') {
                self.reader.at += 1;
                let pair = Pair {
                    name: name.to_ascii_lowercase(),
                    value: self.reader.value(),
                    span: Span::new(place, self.reader.at),
                };
                pairs += 1;
                self.take_pair(pair, first);
            } else {
                words += 1;
                self.take_word(name, place, (words, pairs), awaits_server);
            }
        }
        let is_instance = pairs == 1 && words == 0 && self.statement.claims.is_empty();
        if self.statement.kind == Kind::ArcAuthenticationResults && is_instance {
            // Only the instance stood here.
        } else if *awaits_server {
            *awaits_server = false;
            if words == 0 {
                self.depart(Departure::NoServer, start);
            }
        } else if words + pairs == 0 {
            self.depart(Departure::EmptyItem, start);
        }
        let is_last = self.reader.peek().is_none();
        self.reader.at += 1;
        is_last
    }

    /// A word that is no part of a pair: the server, its version, `none`, or what is not foreseen.
    fn take_word(
        &mut self,
        word: String,
        place: usize,
        (words, pairs): (usize, usize),
        awaits_server: &mut bool,
    ) {
        if *awaits_server && pairs == 0 && words <= 2 {
            if words == 1 {
                self.statement.server = Some(word);
            } else if word.parse::<u32>() != Ok(1) {
                self.version = Some((word, self.reader.since(place)));
                self.is_later = true;
            }
            return;
        }
        if word.eq_ignore_ascii_case("none") && words == 1 && pairs == 0 {
            return;
        }
        // `dkim_pass` for `dkim=pass`.
        let lower = word.to_ascii_lowercase();
        if let Some((name, result)) = lower.split_once('_')
            && Method::of(name) != Method::Other
            && Claimed::read(name, result).0 != Claimed::Unknown
        {
            let span = Span::new(place, self.reader.at);
            let (result, _) = Claimed::read(name, result);
            self.push_claim(result, name.to_owned(), lower.clone(), span);
            return self.depart(Departure::Spelling, place);
        }
        // Exchange Online once wrote its server behind each result.
        if self.statement.server.is_none() && word.contains('.') && pairs == 0 {
            self.statement.server = Some(word);
            return self.depart(Departure::NoServer, place);
        }
        if self.statement.server.as_ref() != Some(&word) {
            self.depart(Departure::Stray, place);
        }
    }

    /// `method=result`, `reason=value`, `ptype.property=value`, or ARC's instance. `first` is the
    /// number of claims there were when the item began.
    fn take_pair(&mut self, pair: Pair, first: usize) {
        let is_arc = self.statement.kind == Kind::ArcAuthenticationResults;
        if is_arc && pair.name == "i" && self.statement.claims.is_empty() {
            self.statement.instance = pair.value.parse().ok();
            return;
        }
        let (method, version) = match pair.name.split_once('/') {
            Some((method, version)) => (method.to_owned(), Some(version)),
            None => (pair.name.clone(), None),
        };
        let has_claim = self.statement.claims.len() > first;
        let starts = !has_claim || (version.is_some() || Method::of(&method) != Method::Other);
        if starts && !method.contains('.') && method != "reason" {
            if has_claim {
                self.depart(Departure::MissingSemicolon, pair.span.start);
            }
            let (mut result, conforms) = Claimed::read(&method, &pair.value);
            if let Some(version) = version.filter(|version| version.parse() != Ok(1u32)) {
                // §2.6: what a later version of the method means by a result is not known.
                let span = pair.span.shift(self.reader.offset);
                self.version.get_or_insert((version.to_owned(), span));
                result = Claimed::Unknown;
            } else if result == Claimed::Unknown && Method::of(&method) != Method::Other {
                self.unknown.get_or_insert(self.statement.claims.len());
            } else if !conforms && result != Claimed::Unknown {
                self.depart(Departure::Spelling, pair.span.start);
            }
            return self.push_claim(result, method, pair.value, pair.span);
        }
        let Some(claim) = self.statement.claims.last_mut().filter(|_| has_claim) else {
            return self.depart(Departure::Stray, pair.span.start);
        };
        claim.span.end = pair.span.shift(self.reader.offset).end;
        if pair.name == "reason" {
            claim.reason.get_or_insert(pair.value);
            return;
        }
        if claim.properties.len() >= limits::CLAIM_PROPERTIES {
            self.cut.get_or_insert(pair.span.shift(self.reader.offset));
            return;
        }
        let has_type = pair.name.contains('.');
        claim.properties.push(Property {
            name: pair.name,
            value: pair.value,
        });
        if !has_type {
            self.depart(Departure::NoPropertyType, pair.span.start);
        }
    }

    fn push_claim(&mut self, result: Claimed, name: String, written: String, span: Span) {
        let span = span.shift(self.reader.offset);
        let comment = self.reader.skip();
        if self.statement.claims.len() >= limits::CLAIMS_PER_FIELD {
            self.cut.get_or_insert(span);
            return;
        }
        self.statement.claims.push(Claim {
            method: Method::of(&name),
            name,
            result,
            written,
            reason: None,
            comment,
            properties: Vec::new(),
            span,
        });
    }

    fn depart(&mut self, departure: Departure, place: usize) {
        if self.departure.is_none() {
            self.departure = Some((departure, self.reader.since(place)));
        }
    }

    fn finish(mut self, findings: &mut Vec<Noted<Finding>>) {
        if let Some(place) = self.reader.unclosed {
            self.depart(Departure::Unclosed, place);
        }
        // §2.6: in a later version of the field nothing has to mean what it seems to.
        if let Some((version, span)) = self.version {
            if self.is_later {
                self.statement.claims.clear();
            }
            findings.push(Noted::at(Finding::UnknownVersion { version }, span));
        }
        let unknown = self
            .unknown
            .and_then(|index| self.statement.claims.get(index));
        if let Some(claim) = unknown {
            let finding = Finding::UnknownResult {
                method: claim.name.clone(),
                result: claim.written.clone(),
            };
            findings.push(Noted::at(finding, claim.span));
        }
        if let Some((departure, span)) = self.departure {
            let kind = self.statement.kind;
            self.statement.departure = Some(departure);
            findings.push(Noted::at(Finding::NotConforming { kind, departure }, span));
        }
        if let Some(span) = self.cut {
            findings.push(Noted::at(Finding::FieldCut, span));
        }
    }
}

/// `name=value` with its place in the value.
struct Pair {
    name: String,
    value: String,
    span: Span,
}

/// A cursor over a field's value. Each octet is passed at most twice.
pub(super) struct Reader<'a> {
    octets: &'a [u8],
    pub(super) at: usize,
    pub(super) offset: usize,
    /// Where a comment or a string begins that does not end.
    pub(super) unclosed: Option<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(value: &'a [u8], offset: usize) -> Self {
        Self {
            octets: value.get(..limits::CLAIM_FIELD_OCTETS).unwrap_or(value),
            at: 0,
            offset,
            unclosed: None,
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.octets.get(self.at).copied()
    }

    /// From a place to the cursor, in the message.
    pub(super) fn since(&self, place: usize) -> Span {
        let end = self.at.min(self.octets.len()).max(place + 1);
        Span::new(place, end).shift(self.offset)
    }

    /// Passes white space and comments; the text of the first comment.
    pub(super) fn skip(&mut self) -> Option<String> {
        let mut first = None;
        while let Some(octet) = self.peek() {
            match octet {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'(' => {
                    let comment = self.comment();
                    first.get_or_insert(comment);
                }
                _ => break,
            }
        }
        first.map(|span: Span| shortened(span.of(self.octets)))
    }

    /// Passes a comment, inner ones included (RFC 5322 §3.2.2); the place of what is in it.
    fn comment(&mut self) -> Span {
        let start = self.at;
        let mut depth = 0usize;
        while let Some(octet) = self.peek() {
            self.at += 1;
            match octet {
                b'(' => depth += 1,
                b')' if depth == 1 => return Span::new(start + 1, self.at - 1),
                b')' => depth -= 1,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
        self.at = self.octets.len();
        self.unclosed.get_or_insert(start);
        Span::new(start + 1, self.at)
    }

    /// A name: parts joined by dots and slashes, with white space and comments around these.
    pub(super) fn name(&mut self) -> String {
        let mut name = String::new();
        loop {
            if self.peek() == Some(b'"') {
                name.push_str(&self.quoted());
            } else {
                let run = self.run(|octet| matches!(octet, b'=' | b'/' | b'.' | b')'));
                name.push_str(&shortened(run));
            }
            self.skip();
            match self.peek() {
                Some(octet @ (b'.' | b'/')) => {
                    self.at += 1;
                    name.push(char::from(octet));
                    self.skip();
                }
                _ => break,
            }
        }
        clipped(name)
    }

    /// A value: strings and other octets up to white space, a semicolon or a comment.
    pub(super) fn value(&mut self) -> String {
        let before = self.at;
        self.skip();
        let start = self.at;
        let mut value = String::new();
        loop {
            if self.peek() == Some(b'"') {
                value.push_str(&self.quoted());
                continue;
            }
            let run = self.run(|_| false);
            // After `smtp.mailfrom= smtp.helo=…` the value is empty, and another pair follows.
            if self.at > start && start > before && value.is_empty() && is_pair(run) {
                self.at = start;
                return value;
            }
            if run.is_empty() {
                break;
            }
            value.push_str(&shortened(run));
        }
        let bare = value
            .strip_prefix('<')
            .and_then(|value| value.strip_suffix('>'));
        clipped(bare.unwrap_or(&value).to_owned())
    }

    /// A quoted string without its marks; a backslash stands before what is meant as it is.
    fn quoted(&mut self) -> String {
        let start = self.at;
        let mut octets = Vec::new();
        self.at += 1;
        while let Some(octet) = self.peek() {
            self.at += 1;
            match octet {
                b'"' => return shortened(&octets),
                b'\\' => {
                    octets.extend(self.peek());
                    self.at += 1;
                }
                b'\r' | b'\n' => {}
                _ => octets.push(octet),
            }
        }
        self.at = self.octets.len();
        self.unclosed.get_or_insert(start);
        shortened(&octets)
    }

    /// The octets up to what ends a word everywhere, or `also`.
    fn run(&mut self, also: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.octets.get(self.at..).unwrap_or_default();
        let ends = |octet: &u8| {
            matches!(octet, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b'"') || also(*octet)
        };
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }
}

fn is_pair(run: &[u8]) -> bool {
    run.contains(&b'=')
        && [b"smtp.".as_slice(), b"header.", b"policy.", b"body."]
            .iter()
            .any(|ptype| run.starts_with(ptype))
}

/// Octets as text, no more than is kept of one.
fn shortened(octets: &[u8]) -> String {
    let kept = octets.get(..limits::CLAIM_TEXT_OCTETS).unwrap_or(octets);
    String::from_utf8_lossy(kept).into_owned()
}

fn clipped(text: String) -> String {
    if text.len() <= limits::CLAIM_TEXT_OCTETS {
        return text;
    }
    shortened(text.as_bytes())
}
