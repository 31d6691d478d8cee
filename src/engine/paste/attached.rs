//! The mail inside the mail: parts of the types `message/rfc822` (RFC 2046 §5.2.1), `message/global`
//! (RFC 6532 §3.7) and `text/rfc822-headers` (RFC 6522 §4), as bounces and forwards carry them.
//!
//! One pass from boundary to boundary; what is inside an attached message is left for when that one is
//! looked at. Readings: the line end before a boundary belongs to the boundary (§5.1.1), and a part
//! whose boundary is missing goes to the end. Known deviations: a part may be encoded although §5.2.1
//! forbids it, and is decoded then; comments in Content-Type, and boundaries split as in RFC 2231, are
//! not read.

use crate::engine::limits;
use crate::engine::mail::encoded::{base64, hex};
use crate::engine::mail::message::lines;
use crate::engine::mail::{Eol, Message};
use crate::engine::span::Span;

/// An attached message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Only its header is there.
    pub headers_only: bool,
    /// Where its content stands, encoded as it may be.
    pub span: Span,
    encoding: Encoding,
}

/// A part that is no multipart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf {
    /// It is of a type `text`, or says nothing.
    pub(super) is_text: bool,
    /// Its content, without the line end that belongs to the boundary below.
    pub(super) span: Span,
    pub(super) encoding: Encoding,
    /// The value of its Content-Transfer-Encoding.
    pub(super) stated: Span,
    /// That of a message attached: whether it is a header alone.
    headers_only: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// 7bit, 8bit or binary: the octets as they are.
    Identity,
    Base64,
    QuotedPrintable,
}

impl Attached {
    /// The octets of the attached message. `message` is the one it is attached to.
    pub fn octets(&self, message: &Message) -> Vec<u8> {
        let octets = message.bytes(self.span);
        let mut octets = match self.encoding {
            Encoding::Identity => octets.to_vec(),
            Encoding::Base64 => base64(octets),
            Encoding::QuotedPrintable => quoted_printable(octets, message.eol),
        };
        if self.headers_only {
            // With an empty line below it, a header would seem to be a message with an empty body.
            let end = octets.trim_ascii_end().len();
            let is_crlf = octets.get(end..end + 2) == Some(b"\r\n");
            octets.truncate(end + 1 + usize::from(is_crlf));
        }
        octets
    }
}

/// The messages attached to one, from top to bottom; and the limit that ended the search before its
/// end, if one did.
pub fn attached(message: &Message) -> (Vec<Attached>, Option<usize>) {
    let walk = walk(message);
    (walk.found, walk.limit)
}

/// The parts of a message that are no multiparts, from top to bottom, as far as they are searched.
pub(super) fn leaves(message: &Message) -> Vec<Leaf> {
    walk(message).leaves
}

fn walk(message: &Message) -> Walk<'_> {
    let mut walk = Walk {
        octets: message.octets(),
        eol: message.eol,
        boundaries: Vec::new(),
        open: None,
        leaves: Vec::new(),
        found: Vec::new(),
        limit: None,
    };
    if let Some(body) = message.body {
        walk.enter(message, 0, body.start, false);
        walk.go(body);
    }
    walk
}

struct Walk<'m> {
    octets: &'m [u8],
    eol: Eol,
    /// The boundaries of the multiparts around, outermost first, and whether each is a digest.
    boundaries: Vec<(Vec<u8>, bool)>,
    /// The part whose end is searched for.
    open: Option<Leaf>,
    leaves: Vec<Leaf>,
    found: Vec<Attached>,
    limit: Option<usize>,
}

impl Walk<'_> {
    fn go(&mut self, body: Span) {
        // The first boundary may stand right below the empty line.
        let mut at = body.start.saturating_sub(1);
        let mut parts = 0;
        while !self.boundaries.is_empty()
            && let Some(start) = self.dashes(at)
        {
            let line_end = self.line_end(start);
            let line = Span::new(start, line_end).of(self.octets);
            // The next boundary may stand in the next line.
            at = line_end.saturating_sub(1);
            let Some((level, closes)) = self.delimiter(line) else {
                continue;
            };
            self.close(start);
            let is_digest = self
                .boundaries
                .get(level)
                .is_some_and(|(_, digest)| *digest);
            self.boundaries.truncate(level + usize::from(!closes));
            if closes {
                continue;
            }
            parts += 1;
            if parts > limits::PARTS || self.found.len() >= limits::ATTACHED {
                self.limit = Some(if parts > limits::PARTS {
                    limits::PARTS
                } else {
                    limits::ATTACHED
                });
                return;
            }
            let (header, content) = self.part_header(line_end);
            at = at.max(content.saturating_sub(1));
            self.enter(&header, line_end, content, is_digest);
        }
        self.close(body.end);
    }

    /// Begins a part with this header, which starts at `at`, and whose content starts at `start`.
    fn enter(&mut self, header: &Message, at: usize, start: usize, in_digest: bool) {
        let field = |name| header.header_named(name).next().map(|(_, field)| field);
        let value = |name| field(name).map(|field| header.unfolded(field));
        let content_type = value("Content-Type").unwrap_or_else(|| {
            // RFC 2046 §5.1.5: the default inside a digest.
            let default: &[u8] = if in_digest { b"message/rfc822" } else { b"" };
            default.to_vec()
        });
        let media = content_type.split(|&octet| octet == b';').next();
        let media = media.unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let headers_only = match media.as_slice() {
            b"message/rfc822" | b"message/global" => Some(false),
            b"text/rfc822-headers" | b"message/global-headers" => Some(true),
            multipart if multipart.starts_with(b"multipart/") => {
                let boundary = parameter(&content_type, b"boundary");
                if self.boundaries.len() >= limits::PART_DEPTH {
                    self.limit = Some(limits::PART_DEPTH);
                } else if let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) {
                    let digest = multipart == b"multipart/digest";
                    self.boundaries.push((boundary, digest));
                }
                return;
            }
            _ => None,
        };
        const ENCODING: &str = "Content-Transfer-Encoding";
        let encoding = value(ENCODING).unwrap_or_default();
        let encoding = match encoding.trim_ascii().to_ascii_lowercase().as_slice() {
            b"base64" => Encoding::Base64,
            b"quoted-printable" => Encoding::QuotedPrintable,
            _ => Encoding::Identity,
        };
        let stated = field(ENCODING).map_or(Span::default(), |field| field.value);
        self.open = Some(Leaf {
            is_text: media.is_empty() || media.starts_with(b"text/"),
            span: Span::new(start, start),
            encoding,
            stated: Span::new(at + stated.start, at + stated.end),
            headers_only,
        });
    }

    /// Ends the part that is open, above a boundary or the end.
    fn close(&mut self, end: usize) {
        if let Some(mut open) = self.open.take() {
            let content = Span::new(open.span.start, end).of(self.octets);
            let is_last = end == self.octets.len();
            let line_end = match content {
                _ if is_last => 0,
                [.., b'\r', b'\n'] => 2,
                [.., b'\r' | b'\n'] => 1,
                _ => 0,
            };
            open.span = Span::new(open.span.start, end.saturating_sub(line_end));
            if open.span.is_empty() {
                return;
            }
            self.leaves.push(open);
            if let Some(headers_only) = open.headers_only {
                self.found.push(Attached {
                    headers_only,
                    span: open.span,
                    encoding: open.encoding,
                });
            }
        }
    }

    const fn terminator(&self) -> u8 {
        if matches!(self.eol, Eol::Cr) {
            b'\r'
        } else {
            b'\n'
        }
    }

    /// Where the next line begins that starts with two dashes, at or after the line end at `from`.
    /// Looks at every third octet where nothing is near: most of a large body is base64.
    fn dashes(&self, from: usize) -> Option<usize> {
        let terminator = self.terminator();
        let mut at = from.checked_add(2)?;
        loop {
            match *self.octets.get(at)? {
                b'-' => {
                    let [before, dash] = [at - 2, at - 1].map(|near| self.octets.get(near));
                    if before == Some(&terminator) && dash == Some(&b'-') {
                        return Some(at - 1);
                    }
                    at += 1;
                }
                octet if octet == terminator => at += 2,
                _ => at += 3,
            }
        }
    }

    /// One past the last octet of the line that begins at `start`, and of its line end.
    fn line_end(&self, start: usize) -> usize {
        let rest = self.octets.get(start..).unwrap_or_default();
        let terminator = self.terminator();
        let end = rest.iter().position(|&octet| octet == terminator);
        end.map_or(self.octets.len(), |end| start + end + 1)
    }

    /// The level of the boundary a line is, and whether it closes that level; inner ones first.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        let text = line.trim_ascii_end().strip_prefix(b"--")?;
        for (level, (boundary, _)) in self.boundaries.iter().enumerate().rev() {
            match text.strip_prefix(boundary.as_slice()) {
                Some(b"") => return Some((level, false)),
                Some(b"--") => return Some((level, true)),
                _ => {}
            }
        }
        None
    }

    /// The header of the part that begins at `start`, and where its content starts.
    fn part_header(&self, start: usize) -> (Message, usize) {
        let rest = self.octets.get(start..).unwrap_or_default();
        let rest = rest.get(..limits::PART_HEADER_OCTETS).unwrap_or(rest);
        let mut end = 0;
        for line in lines(rest, self.eol) {
            end += line.content.len() + line.end.len();
            if line.content.is_empty() {
                break;
            }
        }
        let header = rest.get(..end).unwrap_or_default();
        (Message::parse(header.to_vec()), start + end)
    }
}

/// A parameter of Content-Type (RFC 2045 §5.1), without its quotes.
fn parameter(value: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut rest = value.iter().copied().skip_while(|&octet| octet != b';');
    rest.next()?;
    loop {
        let key: Vec<u8> = rest
            .by_ref()
            .take_while(|&octet| !matches!(octet, b'=' | b';'))
            .collect();
        let mut text = Vec::new();
        let mut quoted = false;
        let mut ended = true;
        while let Some(octet) = rest.next() {
            match octet {
                b'"' => quoted = !quoted,
                b'\\' if quoted => text.extend(rest.next()),
                b';' if !quoted => {
                    ended = false;
                    break;
                }
                b' ' | b'\t' if !quoted => {}
                _ => text.push(octet),
            }
        }
        if key.trim_ascii().eq_ignore_ascii_case(name) {
            return Some(text);
        }
        if ended {
            return None;
        }
    }
}

/// RFC 2045 §6.7: an escape that is none is left as it is.
pub(super) fn quoted_printable(octets: &[u8], eol: Eol) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(octets.len());
    for line in lines(octets, eol) {
        let mut rest = line.content.trim_ascii_end();
        let is_soft = rest.ends_with(b"=");
        if is_soft {
            rest = rest.get(..rest.len() - 1).unwrap_or_default();
        }
        while let Some((&first, after)) = rest.split_first() {
            rest = after;
            let pair = match after {
                [high, low, ..] if first == b'=' => hex(*high).zip(hex(*low)),
                _ => None,
            };
            decoded.push(pair.map_or(first, |(high, low)| high << 4 | low));
            if pair.is_some() {
                rest = after.get(2..).unwrap_or_default();
            }
        }
        if !is_soft {
            decoded.extend_from_slice(line.end);
        }
    }
    decoded
}
