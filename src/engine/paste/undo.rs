//! What was done to a body after it was signed, found by undoing it: the hash that a signature states
//! says which try is right, and no other can be.
//!
//! The header does not help here, so only what leaves the body recoverable is tried: encodings
//! (RFC 6376 §5.3), a charset read as another, white space, line ends, what web pages and transport
//! put in, lines added at the end. One thing is undone at a time. Known deviations: quoted-printable
//! is encoded anew in the common way alone; Japanese text that was read in its own charset (ISO-2022-JP,
//! Shift_JIS, EUC-JP) and written in UTF-8 is not turned back, which takes the tables of JIS X 0208;
//! and where text was wrapped, nothing tells which line ends were there before.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::engine::dkim::signature::Signature;
use crate::engine::dkim::{Bodies, BodyVariant, HashedBody, digest_body};
use crate::engine::limits;
use crate::engine::mail::encoded;
use crate::engine::mail::message::lines;
use crate::engine::mail::{Eol, Message};
use crate::engine::paste::attached::{Encoding, Leaf, leaves, quoted_printable};
use crate::engine::paste::pass::is_wsp;
use crate::engine::paste::{Damage, Repair};
use crate::engine::span::Span;

/// Octets that others take the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: Span,
    pub(super) new: Vec<u8>,
}

/// How the search for what was done to the body ended.
pub(super) enum Search {
    /// No body hash is amiss, or nothing that was tried explains it.
    Nothing,
    /// With this undone the body has the hash that a signature states.
    Found(Repair),
    /// The body is too large, or states too many hashes, for all to be tried.
    Limited,
}

/// Searches for what was done to the body since it was signed.
pub(super) fn search(message: &Message, bodies: &Bodies) -> Search {
    let mut wanted = wanted(message, bodies);
    let body = message.body.unwrap_or_default();
    if wanted.is_empty() {
        return Search::Nothing;
    }
    if body.len() > limits::TRIED_OCTETS {
        return Search::Limited;
    }
    let is_limited = wanted.len() > limits::TRIED_HASHES;
    wanted.truncate(limits::TRIED_HASHES);
    let mail = Mail {
        message,
        body,
        leaves: leaves(message),
        wanted,
    };
    match mail.undone() {
        Some((damage, edits)) => Search::Found(Repair::of(message, damage, edits)),
        None if is_limited => Search::Limited,
        None => Search::Nothing,
    }
}

/// The octets at `span` after these edits, which follow each other.
pub(super) fn edited(octets: &[u8], span: Span, edits: &[Edit]) -> Vec<u8> {
    let mut result = Vec::with_capacity(span.len());
    let mut at = span.start;
    let inside = |edit: &&Edit| edit.at.start >= span.start && edit.at.end <= span.end;
    for edit in edits.iter().filter(inside) {
        result.extend_from_slice(Span::new(at, edit.at.start).of(octets));
        result.extend_from_slice(&edit.new);
        at = edit.at.end;
    }
    result.extend_from_slice(Span::new(at, span.end).of(octets));
    result
}

/// The hashes that signatures state and the body does not have, each once. A body that is not there
/// has none to be looked for.
fn wanted(message: &Message, bodies: &Bodies) -> Vec<(BodyVariant, Vec<u8>)> {
    let mut wanted = Vec::new();
    let fields = message.header_named("DKIM-Signature");
    for (_, field) in fields.take(limits::SIGNATURES) {
        let signature = Signature::parse(message, field);
        if let (Some(variant), Some(bh)) = (signature.body_variant(), signature.body_hash) {
            let digest = bodies.get(variant);
            let differs = digest.is_some_and(|is| is.digest != bh && is.total > 2);
            let pair = (variant, bh);
            if differs && !wanted.contains(&pair) {
                wanted.push(pair);
            }
        }
    }
    wanted
}

struct Mail<'m> {
    message: &'m Message,
    body: Span,
    leaves: Vec<Leaf>,
    wanted: Vec<(BodyVariant, Vec<u8>)>,
}

/// Lengths of lines of base64: RFC 2045 §6.8, RFC 7468 §2, and what else programs write.
const BASE64_LINES: [usize; 4] = [76, 64, 72, 60];

impl Mail<'_> {
    /// The first try that gives the body a hash that is wanted.
    fn undone(&self) -> Option<(Damage, Vec<Edit>)> {
        let tries = (0..)
            .map_while(|number| self.attempt(number))
            .filter(|(_, edits)| !edits.is_empty());
        for (damage, edits) in tries {
            let body = edited(self.message.octets(), self.body, &edits);
            let fits = |(variant, bh): &(BodyVariant, Vec<u8>)| {
                digest_body(&body, self.message.eol, *variant).digest == *bh
            };
            if self.wanted.iter().any(fits) {
                return Some((damage, edits));
            }
        }
        let edit = self.wanted.iter().find_map(|wanted| self.added(wanted))?;
        Some((Damage::Added, vec![edit]))
    }

    /// One thing that may have been done, and how it is undone; nothing to edit where it was not.
    fn attempt(&self, number: usize) -> Option<(Damage, Vec<Edit>)> {
        let quoted = |leaf: &Leaf| leaf.encoding == Encoding::QuotedPrintable;
        let base64 = |leaf: &Leaf| leaf.encoding == Encoding::Base64;
        Some(match number {
            0 => (Damage::Encoded, self.decoded(&quoted)),
            1 => (Damage::Encoded, self.decoded(&base64)),
            2 => (
                Damage::Encoded,
                self.decoded(&|leaf| quoted(leaf) || base64(leaf)),
            ),
            3 => (Damage::Reencoded, self.quoted_again()),
            4..8 => {
                let length = BASE64_LINES.get(number - 4)?;
                (Damage::Reencoded, self.wrapped_again(*length))
            }
            8 => (Damage::Charset, self.charset()),
            9 => (Damage::PageCharacters, self.each_line(plain_spaces)),
            10 => (Damage::PageCharacters, self.each_line(without_entities)),
            11 => (Damage::Returns, self.each_line(without_returns)),
            12 => (Damage::BlankEnds, self.each_line(without_blanks)),
            13 => (Damage::BlankEnds, self.each_line(signature_separator)),
            14 => (Damage::MailboxQuotes, self.each_line(without_mark)),
            15 => (Damage::Dots, self.each_line(without_dot)),
            16..20 => {
                let mark = ESCAPE_MARKS.get(number - 16)?;
                let escapes = |line: &[u8]| with_escapes(line, mark.as_bytes());
                (Damage::Escapes, self.each_line(escapes))
            }
            20 => (Damage::LongLines, self.unbroken(b"")),
            21 => (Damage::LongLines, self.unbroken(b"!")),
            22 => (Damage::BlankTop, self.without_blank_top()),
            23 | 24 => {
                let end = self.line_end().repeat(number - 22);
                let at = Span::new(self.body.start, self.body.start);
                (Damage::BlankTop, vec![Edit { at, new: end }])
            }
            _ => return None,
        })
    }

    fn line_end(&self) -> &'static [u8] {
        match self.message.eol {
            Eol::Crlf => b"\r\n",
            Eol::Cr => b"\r",
            Eol::Lf | Eol::Mixed | Eol::None => b"\n",
        }
    }

    /// A relay to a server without 8BITMIME encodes what was 8bit, and says so in the part's header.
    fn decoded(&self, is_meant: &dyn Fn(&Leaf) -> bool) -> Vec<Edit> {
        let mut edits = Vec::new();
        for leaf in self
            .leaves
            .iter()
            .filter(|leaf| leaf.is_text && is_meant(leaf))
        {
            let content = self.message.bytes(leaf.span);
            let new = match leaf.encoding {
                Encoding::QuotedPrintable => quoted_printable(content, self.message.eol),
                _ => encoded::base64(content),
            };
            let word: &[u8] = if new.is_ascii() { b" 7bit" } else { b" 8bit" };
            edits.push(Edit {
                at: leaf.stated,
                new: word.to_vec(),
            });
            edits.push(Edit { at: leaf.span, new });
        }
        edits
    }

    /// A store that takes a message apart and puts it together again encodes it anew.
    fn quoted_again(&self) -> Vec<Edit> {
        let again = |leaf: &Leaf| {
            let decoded = quoted_printable(self.message.bytes(leaf.span), self.message.eol);
            self.quote(&decoded)
        };
        self.leaf_edits(Encoding::QuotedPrintable, again)
    }

    fn wrapped_again(&self, length: usize) -> Vec<Edit> {
        let again = |leaf: &Leaf| {
            let content = self.message.bytes(leaf.span);
            let text = STANDARD.encode(encoded::base64(content));
            let mut new = Vec::with_capacity(text.len() / 60 * 62 + 2);
            for line in text.as_bytes().chunks(length) {
                if !new.is_empty() {
                    new.extend_from_slice(self.line_end());
                }
                new.extend_from_slice(line);
            }
            // What ends the content stays.
            new.extend_from_slice(
                content
                    .get(content.trim_ascii_end().len()..)
                    .unwrap_or_default(),
            );
            new
        };
        self.leaf_edits(Encoding::Base64, again)
    }

    fn leaf_edits(&self, encoding: Encoding, again: impl Fn(&Leaf) -> Vec<u8>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for leaf in self.leaves.iter().filter(|leaf| leaf.encoding == encoding) {
            let new = again(leaf);
            if new != self.message.bytes(leaf.span) {
                edits.push(Edit { at: leaf.span, new });
            }
        }
        edits
    }

    /// RFC 2045 §6.7, with lines of up to 76 characters.
    fn quote(&self, text: &[u8]) -> Vec<u8> {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let mut quoted = Vec::with_capacity(text.len() * 2);
        for line in lines(text, self.message.eol) {
            let mut column = 0;
            for (place, &octet) in line.content.iter().enumerate() {
                let is_last = place + 1 == line.content.len();
                let is_plain = match octet {
                    b' ' | b'\t' => !is_last,
                    b'=' => false,
                    other => other.is_ascii_graphic(),
                };
                let width = if is_plain { 1 } else { 3 };
                if column + width > if is_last { 76 } else { 75 } {
                    quoted.push(b'=');
                    quoted.extend_from_slice(self.line_end());
                    column = 0;
                }
                column += width;
                if is_plain {
                    quoted.push(octet);
                } else {
                    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
                    quoted.extend([b'=', digit(octet >> 4), digit(octet & 15)]);
                }
            }
            quoted.extend_from_slice(line.end);
        }
        quoted
    }

    /// Text read as windows-1252 and written as UTF-8, wherever it has characters beyond ASCII.
    fn charset(&self) -> Vec<Edit> {
        let Ok(text) = std::str::from_utf8(self.message.body_octets()) else {
            return Vec::new();
        };
        // All of it is of that charset, or none.
        if text.is_ascii() || text.chars().any(|letter| windows_1252(letter).is_none()) {
            return Vec::new();
        }
        self.each_line(|line| {
            let text = std::str::from_utf8(line).ok()?;
            let is_beyond = !text.is_ascii();
            is_beyond.then(|| text.chars().filter_map(windows_1252).collect())
        })
    }

    /// What is made of each line of the body, where it is made anything else.
    fn each_line(&self, change: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut start = self.body.start;
        for line in lines(self.message.body_octets(), self.message.eol) {
            let end = start + line.content.len();
            if let Some(new) = change(line.content) {
                let at = Span::new(start, end);
                edits.push(Edit { at, new });
            }
            start = end + line.end.len();
        }
        edits
    }

    /// A server breaks a line of more than 998 octets and begins the rest with a space, Sendmail with
    /// a `!` before the break.
    fn unbroken(&self, mark: &[u8]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut start = self.body.start;
        let mut broken = None;
        for line in lines(self.message.body_octets(), self.message.eol) {
            if let Some(end) = broken.take()
                && line.content.starts_with(b" ")
            {
                let at = Span::new(end, start + 1);
                edits.push(Edit {
                    at,
                    new: Vec::new(),
                });
            }
            let end = start + line.content.len();
            if BROKEN_AT.contains(&line.content.len()) && line.content.ends_with(mark) {
                broken = Some(end - mark.len());
            }
            start = end + line.end.len();
        }
        edits
    }

    fn without_blank_top(&self) -> Vec<Edit> {
        let body = self.message.body_octets();
        let is_end = |octet: &&u8| matches!(octet, b'\r' | b'\n');
        let blank = body.iter().take_while(is_end).count();
        let at = Span::new(self.body.start, self.body.start + blank);
        let new = Vec::new();
        (blank > 0)
            .then_some(Edit { at, new })
            .into_iter()
            .collect()
    }

    /// Lines that were added at the end, or above the delimiter that closes a multipart: those whose
    /// absence gives the body its hash.
    fn added(&self, (variant, bh): &(BodyVariant, Vec<u8>)) -> Option<Edit> {
        let (octets, eol) = (self.message.body_octets(), self.message.eol);
        let mut starts = Vec::new();
        let mut ends = vec![octets.len()];
        let mut start = 0;
        for line in lines(octets, eol) {
            starts.push(start);
            let closes = line.content.starts_with(b"--") && line.content.ends_with(b"--");
            if closes && line.content.len() > 4 {
                ends.push(start);
            }
            start += line.content.len() + line.end.len();
        }
        let first = starts.len().saturating_sub(limits::ADDED_LINES);
        let starts = starts.get(first..).unwrap_or_default();
        // The outermost delimiters stand last.
        let kept = ends.len().saturating_sub(2).max(1);
        let ends = [ends.first()?, ends.get(kept).unwrap_or(&0)];
        let mut above = HashedBody::new(*variant);
        let mut at = 0;
        for &start in starts {
            above.push(Span::new(at, start).of(octets), eol);
            at = start;
            for &end in ends.into_iter().filter(|end| **end > start) {
                let mut body = above.clone();
                body.push(octets.get(end..).unwrap_or_default(), eol);
                if body.finish().digest == *bh {
                    let base = self.body.start;
                    let at = Span::new(base + start, base + end);
                    return Some(Edit {
                        at,
                        new: Vec::new(),
                    });
                }
            }
        }
        None
    }
}

/// Octets that a line has where servers break it: RFC 5321 §4.5.3.1.6 allows 998, and Sendmail leaves
/// room.
const BROKEN_AT: RangeInclusive<usize> = 980..=998;

/// What programs put in the place of ESC: nothing, terminals and pagers `^[`, others a sign for it.
const ESCAPE_MARKS: [&str; 4] = ["", "^[", "\u{241b}", "\u{fffd}"];

/// The line with ESC in place of `mark` wherever RFC 1468 has one: it switches between ASCII and
/// characters of two octets, and a line ends in ASCII.
fn with_escapes(line: &[u8], mark: &[u8]) -> Option<Vec<u8>> {
    let mut new = Vec::with_capacity(line.len() + 8);
    let mut rest = line;
    let mut is_wide = false;
    while !rest.is_empty() {
        let to: [&[u8]; 2] = if is_wide {
            [b"(B", b"(J"]
        } else {
            [b"$B", b"$@"]
        };
        let switched = rest.strip_prefix(mark);
        let switched = switched.filter(|text| to.iter().any(|to| text.starts_with(to)));
        if switched.is_some() {
            new.push(0x1b);
            is_wide = !is_wide;
        }
        let text = switched.unwrap_or(rest);
        let width = if is_wide || switched.is_some() { 2 } else { 1 };
        let (taken, left) = text.split_at_checked(width)?;
        new.extend_from_slice(taken);
        rest = left;
    }
    (!is_wide && new != line).then_some(new)
}

/// The octet of a character in windows-1252, as browsers read it.
fn windows_1252(letter: char) -> Option<u8> {
    const HIGH: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
        0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];
    let code = u32::from(letter);
    match u8::try_from(code) {
        Ok(octet) if !(0x80..0xa0).contains(&octet) => Some(octet),
        _ => {
            let place = HIGH.iter().position(|high| u32::from(*high) == code)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

/// The line with each `from` as `to`, if there is one.
fn replaced(line: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let mut new = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((&octet, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(from) {
            new.extend_from_slice(to);
            rest = after;
        } else {
            new.push(octet);
            rest = after;
        }
    }
    (new != line).then_some(new)
}

/// A page shows spaces as U+00A0, so that none is lost.
fn plain_spaces(line: &[u8]) -> Option<Vec<u8>> {
    replaced(line, "\u{a0}".as_bytes(), b" ")
}

/// A page's own source has these for the characters of HTML; `&` comes last.
fn without_entities(line: &[u8]) -> Option<Vec<u8>> {
    let entities: [(&[u8], &[u8]); 5] = [
        (b"&lt;", b"<"),
        (b"&gt;", b">"),
        (b"&quot;", b"\""),
        (b"&#39;", b"'"),
        (b"&amp;", b"&"),
    ];
    let mut new = None;
    for (entity, character) in entities {
        new = replaced(new.as_deref().unwrap_or(line), entity, character).or(new);
    }
    new
}

fn without_blanks(line: &[u8]) -> Option<Vec<u8>> {
    let blanks = line.iter().rev().take_while(|octet| is_wsp(**octet));
    let kept = line.len() - blanks.count();
    (kept < line.len()).then(|| line.get(..kept).unwrap_or_default().to_vec())
}

/// `-- ` above a signature loses its space where editors clean line ends (RFC 3676 §4.3).
fn signature_separator(line: &[u8]) -> Option<Vec<u8>> {
    (line == b"--").then(|| b"-- ".to_vec())
}

/// CR CR LF comes from a program that made CRLF of what was CRLF.
fn without_returns(line: &[u8]) -> Option<Vec<u8>> {
    line.contains(&b'\r').then(|| {
        line.iter()
            .copied()
            .filter(|octet| *octet != b'\r')
            .collect()
    })
}

fn without_mark(line: &[u8]) -> Option<Vec<u8>> {
    let text = line.strip_prefix(b">")?;
    let marks = text.iter().take_while(|octet| **octet == b'>').count();
    let is_quoted = text.get(marks..)?.starts_with(b"From ");
    is_quoted.then(|| text.to_vec())
}

fn without_dot(line: &[u8]) -> Option<Vec<u8>> {
    line.starts_with(b"..")
        .then(|| line.get(1..).unwrap_or_default().to_vec())
}
