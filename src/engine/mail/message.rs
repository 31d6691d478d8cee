//! A message as octets: header fields with their places, the body, and how lines end (RFC 5322 §2).
//!
//! What was pasted is kept octet for octet; everything read from it is a [`Span`]. What the paste did
//! to the mail (blank lines, an mbox line, other line ends) is read past, and each is a finding.
//! Known deviations: LF ends a line like CRLF does, and CR does where a message has no other line end.

use crate::engine::cite::Noted;
use crate::engine::limits;
use crate::engine::mail::Finding;
use crate::engine::span::Span;

/// Fields that a message has once at most (RFC 5322 §3.6, RFC 2045 §3), in lower case.
pub const SINGLE_FIELDS: [&str; 11] = [
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
];

/// A message. Its parts are places in the octets as they were pasted.
#[derive(Clone, Debug)]
pub struct Message {
    octets: Vec<u8>,
    /// The header fields from top to bottom, duplicates included.
    pub headers: Vec<Header>,
    /// All after the empty line that ends the header; `None` when there is no such line, so that only
    /// a header was pasted.
    pub body: Option<Span>,
    /// How lines end.
    pub eol: Eol,
    /// What the paste did, and what is no header.
    pub findings: Vec<Noted<Finding>>,
}

/// The place of one header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name, without white space before the colon.
    pub name: Span,
    /// After the colon up to the last line end, which is not part of it; the folds inside are.
    pub value: Span,
    /// The field with its line end.
    pub whole: Span,
}

/// How the lines of a message end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Eol {
    /// There is one line, and nothing ends it.
    #[default]
    None,
    /// All in CRLF, as on the wire.
    Crlf,
    /// All in LF.
    Lf,
    /// All in CR.
    Cr,
    /// Some in CRLF, some in LF.
    Mixed,
}

impl Message {
    /// Reads a message in one pass over the header and one over all octets. It never fails: what
    /// can't be read is a finding, and then there may be no header fields and no body.
    pub fn parse(octets: Vec<u8>) -> Self {
        let mut message = Self {
            octets,
            headers: Vec::new(),
            body: None,
            eol: Eol::None,
            findings: Vec::new(),
        };
        let octets = message.octets.len();
        if octets > limits::MESSAGE_OCTETS {
            let limit = limits::MESSAGE_OCTETS;
            message.note(Finding::TooLarge { octets, limit });
            return message;
        }
        let census = Census::take(&message.octets);
        message.eol = census.eol();
        message.read_header();
        message.note_what_it_is(&census);
        message
    }

    /// What was pasted.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The octets at `span`; none when it does not lie inside the message.
    pub fn bytes(&self, span: Span) -> &[u8] {
        span.of(&self.octets)
    }

    /// The body's octets as pasted; none where there is no body.
    pub fn body_octets(&self) -> &[u8] {
        self.bytes(self.body.unwrap_or_default())
    }

    /// The name of a field, as written.
    pub fn name(&self, header: &Header) -> &[u8] {
        self.bytes(header.name)
    }

    /// The value of a field, as written, folds included.
    pub fn value(&self, header: &Header) -> &[u8] {
        self.bytes(header.value)
    }

    /// The fields of this name from top to bottom, each with its index; upper and lower case are one.
    pub fn header_named<'m>(&'m self, name: &'m str) -> impl Iterator<Item = (usize, &'m Header)> {
        self.headers
            .iter()
            .enumerate()
            .filter(move |(_, header)| self.name(header).eq_ignore_ascii_case(name.as_bytes()))
    }

    /// What stands in the header more than once and may not: each with the place of its second one.
    /// From is left to [`Author`](crate::engine::mail::Author).
    pub fn repeated_fields(&self) -> Vec<Noted<Finding>> {
        let mut findings = Vec::new();
        for name in SINGLE_FIELDS.into_iter().skip(1) {
            let mut fields = self.header_named(name);
            if let (Some(_), Some((_, second))) = (fields.next(), fields.next()) {
                let count = 2 + fields.count();
                let name = String::from_utf8_lossy(self.name(second)).into_owned();
                let finding = Finding::RepeatedField { name, count };
                findings.push(Noted::at(finding, second.whole));
            }
        }
        findings
    }

    /// The value of a field without the line ends in its folds (RFC 5322 §2.2.3); their white space
    /// stays.
    pub fn unfolded(&self, header: &Header) -> Vec<u8> {
        let value = self.value(header);
        let mut unfolded = Vec::with_capacity(value.len());
        for line in lines(value, self.eol) {
            unfolded.extend_from_slice(line.content);
        }
        unfolded
    }

    /// The octets at `span` with every line end as CRLF, in slices: what is hashed (RFC 6376 §5.3).
    pub fn crlf(&self, span: Span) -> Crlf<'_> {
        with_crlf(self.bytes(span), self.eol)
    }

    fn note(&mut self, finding: Finding) {
        self.findings.push(Noted::general(finding));
    }

    fn read_header(&mut self) {
        let mut reader = HeaderReader::default();
        let mut start = 0;
        for line in lines(&self.octets, self.eol) {
            let end = start + line.content.len() + line.end.len();
            if line.content.is_empty() && !reader.is_above() {
                self.body = Some(Span::new(end, self.octets.len()));
                break;
            }
            reader.read_line(line, start);
            start = end;
        }
        self.headers = reader.headers;
        if reader.blank_lines > 0 && !self.headers.is_empty() {
            let lines = reader.blank_lines;
            let finding = Finding::LeadingBlankLines { lines };
            self.findings.push(Noted::at(finding, reader.blank));
        }
        self.findings
            .extend(reader.mbox.map(|span| Noted::at(Finding::MboxLine, span)));
        // Fifty lines of a wrongly pasted text would say the same fifty times.
        if !self.headers.is_empty() {
            self.findings.extend(
                reader
                    .junk
                    .into_iter()
                    .map(|junk| Noted::at(Finding::NotAField { lines: junk.lines }, junk.span)),
            );
            if reader.further_junk > 0 {
                let lines = reader.further_junk;
                self.note(Finding::NotAField { lines });
            }
        }
        if let Some(span) = reader.over_cap {
            let limit = limits::HEADERS;
            self.findings
                .push(Noted::at(Finding::TooManyHeaders { limit }, span));
        }
    }

    fn note_what_it_is(&mut self, census: &Census) {
        if self.octets.iter().all(u8::is_ascii_whitespace) {
            return self.note(Finding::Empty);
        }
        if self.headers.is_empty() {
            return self.note(if census.nul > 0 {
                Finding::Binary
            } else {
                Finding::NoHeader
            });
        }
        if census.nul > 0 {
            let first = self.octets.iter().position(|&octet| octet == 0);
            let first = first.unwrap_or_default();
            let finding = Finding::Nul { count: census.nul };
            self.findings
                .push(Noted::at(finding, Span::new(first, first + 1)));
        }
        match self.eol {
            Eol::Lf => self.note(Finding::LfLineEnds),
            Eol::Cr => self.note(Finding::CrLineEnds),
            Eol::Mixed => self.note(Finding::MixedLineEnds {
                crlf: census.crlf,
                lf: census.bare_lf(),
            }),
            Eol::Crlf | Eol::None => {}
        }
        if self.eol != Eol::Cr && census.bare_cr() > 0 {
            let finding = Finding::BareCr {
                count: census.bare_cr(),
            };
            let next = self.octets.iter().skip(1).chain(&[0]);
            let mut pairs = self.octets.iter().zip(next);
            let first = pairs.position(|pair| *pair.0 == b'\r' && *pair.1 != b'\n');
            let span = first.map(|first| Span::new(first, first + 1));
            self.findings.push(Noted { finding, span });
        }
    }
}

/// How often each octet that matters stands in the message.
#[derive(Default)]
struct Census {
    crlf: usize,
    cr: usize,
    lf: usize,
    nul: usize,
}

impl Census {
    /// Counts without branches, since a body may be 50 MB.
    fn take(octets: &[u8]) -> Self {
        let mut census = Self::default();
        let mut before = 0;
        for &octet in octets {
            let lf = octet == b'\n';
            let cr = octet == b'\r';
            census.lf += usize::from(lf);
            census.cr += usize::from(cr);
            census.crlf += usize::from(lf & (before == b'\r'));
            census.nul += usize::from(octet == 0);
            before = octet;
        }
        census
    }

    const fn bare_lf(&self) -> usize {
        self.lf - self.crlf
    }

    const fn bare_cr(&self) -> usize {
        self.cr - self.crlf
    }

    const fn eol(&self) -> Eol {
        match (self.crlf > 0, self.bare_lf() > 0) {
            (true, true) => Eol::Mixed,
            (true, false) => Eol::Crlf,
            (false, true) => Eol::Lf,
            (false, false) if self.cr > 0 => Eol::Cr,
            (false, false) => Eol::None,
        }
    }
}

/// Runs of lines that are no field and get a finding of their own; further ones share one.
const JUNK_RUNS: usize = 16;

/// What the lines so far came to.
#[derive(Default)]
struct HeaderReader {
    headers: Vec<Header>,
    blank_lines: usize,
    blank: Span,
    mbox: Option<Span>,
    junk: Vec<Junk>,
    further_junk: usize,
    over_cap: Option<Span>,
    last: Last,
}

/// A run of lines that are no field.
struct Junk {
    lines: usize,
    span: Span,
}

/// What the line before was, since a continuation goes where that went.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// Nothing yet, but blank lines perhaps.
    #[default]
    Above,
    Mbox,
    Field,
    Junk,
    OverCap,
}

impl HeaderReader {
    /// Whether no line but blank ones came yet. The line after an mbox line may not be blank: that
    /// ends an empty header.
    fn is_above(&self) -> bool {
        self.last == Last::Above
    }

    fn read_line(&mut self, line: Line<'_>, start: usize) {
        let content_end = start + line.content.len();
        let end = content_end + line.end.len();
        let span = Span::new(start, end);
        let continues = matches!(line.content.first(), Some(b' ' | b'\t'));
        if self.is_above() {
            if line.content.iter().all(|octet| is_wsp(*octet)) {
                self.blank_lines += 1;
                self.blank = Span::new(self.blank.start, end);
                return;
            }
            let mailbox = [b"From ".as_slice(), b">From "];
            let is_mailbox = mailbox.iter().any(|from| line.content.starts_with(from));
            if is_mailbox && field(line.content).is_none() {
                self.mbox = Some(span);
                self.last = Last::Mbox;
                return;
            }
        }
        if continues && self.last == Last::Field {
            if let Some(header) = self.headers.last_mut() {
                header.value.end = content_end;
                header.whole.end = end;
            }
            return;
        }
        if continues && self.last == Last::OverCap {
            return;
        }
        match field(line.content) {
            Some(_) if self.headers.len() >= limits::HEADERS => {
                self.over_cap.get_or_insert(span);
                self.last = Last::OverCap;
            }
            Some((name, colon)) => {
                self.headers.push(Header {
                    name: Span::new(start, start + name),
                    value: Span::new(start + colon + 1, content_end),
                    whole: span,
                });
                self.last = Last::Field;
            }
            None => self.skip(span),
        }
    }

    fn skip(&mut self, span: Span) {
        let same_run = self.last == Last::Junk;
        self.last = Last::Junk;
        if self.further_junk > 0 || (!same_run && self.junk.len() >= JUNK_RUNS) {
            self.further_junk += 1;
        } else if let Some(junk) = self.junk.last_mut().filter(|_| same_run) {
            junk.lines += 1;
            junk.span.end = span.end;
        } else {
            self.junk.push(Junk { lines: 1, span });
        }
    }
}

/// Length of the field's name and place of its colon, if the line starts a field: printable ASCII,
/// then white space that is obsolete (RFC 5322 §4.5), then a colon.
pub fn field(line: &[u8]) -> Option<(usize, usize)> {
    let name = line
        .iter()
        .take_while(|&&octet| (0x21..=0x7e).contains(&octet) && octet != b':')
        .count();
    let (_, rest) = line.split_at_checked(name)?;
    let space = rest.iter().take_while(|octet| is_wsp(**octet)).count();
    (name > 0 && rest.get(space) == Some(&b':')).then_some((name, name + space))
}

const fn is_wsp(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

/// One line: what it holds, and what ends it (nothing at the very end of a text).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The line without its end.
    pub content: &'a [u8],
    /// `\r\n`, `\n`, `\r` or nothing.
    pub end: &'a [u8],
}

/// The lines of octets taken from a message whose lines end in `eol`. After a final line end there
/// is no further line.
pub fn lines(octets: &[u8], eol: Eol) -> Lines<'_> {
    let terminator = if eol == Eol::Cr { b'\r' } else { b'\n' };
    Lines {
        rest: octets,
        terminator,
    }
}

/// Iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    rest: &'a [u8],
    terminator: u8,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let place = self.rest.iter().position(|&o| o == self.terminator);
        let after = place.map_or(self.rest.len(), |place| place + 1);
        let (line, rest) = self.rest.split_at_checked(after)?;
        self.rest = rest;
        let end = match line {
            [.., b'\r', b'\n'] => 2,
            [.., last] if *last == self.terminator => 1,
            _ => 0,
        };
        let (content, end) = line.split_at_checked(line.len() - end)?;
        Some(Line { content, end })
    }
}

/// The same octets with each line end as CRLF, in slices that join to the whole. Where nothing has
/// to change it is one slice, so that a large body is hashed where it lies.
pub fn with_crlf(octets: &[u8], eol: Eol) -> Crlf<'_> {
    match eol {
        Eol::Crlf | Eol::None => Crlf {
            whole: octets,
            lines: lines(&[], eol),
            owes_end: false,
        },
        Eol::Lf | Eol::Cr | Eol::Mixed => Crlf {
            whole: &[],
            lines: lines(octets, eol),
            owes_end: false,
        },
    }
}

/// Iterator of [`with_crlf`].
#[derive(Clone, Debug)]
pub struct Crlf<'a> {
    whole: &'a [u8],
    lines: Lines<'a>,
    owes_end: bool,
}

impl<'a> Iterator for Crlf<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if !self.whole.is_empty() {
            return Some(std::mem::take(&mut self.whole));
        }
        if std::mem::take(&mut self.owes_end) {
            return Some(b"\r\n");
        }
        let line = self.lines.next()?;
        self.owes_end = !line.end.is_empty();
        Some(line.content)
    }
}
