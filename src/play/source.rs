//! The message as the lines a person reads, and what a signature makes of each of them: signed in
//! which place, not signed, hashed, left over behind `l=`.

use std::collections::HashMap;

use crate::engine::arc;
use crate::engine::dkim::canon::{Body, Canonicalization, Count};
use crate::engine::dkim::{self, BodyHash};
use crate::engine::mail::message::lines as mail_lines;
use crate::engine::mail::{Message, tag_list};
use crate::engine::span::Span;

/// One line of the message, without its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it is.
    pub span: Span,
    /// What it is part of.
    pub part: Part,
}

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A header field.
    Header {
        /// Its index among the fields.
        index: usize,
        /// Whether this is its first line, the one that holds the name.
        first: bool,
    },
    /// The empty line below the header, or what is neither field nor body.
    Between,
    /// The body.
    Body,
}

/// What a signature makes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is the signature's own field, or one of an ARC set's.
    Signature,
    /// It is signed; hashed in this place, counted from 1 (RFC 6376 §5.4.2).
    Signed(usize),
    /// It is a field that is not signed.
    Unsigned,
    /// It is not signed, although another field of the same name below it is: readers may show this
    /// one in its place.
    AboveSigned,
    /// It was hashed for `bh=`, and the hash matches.
    Body,
    /// It was hashed for `bh=`, and the hash differs.
    BodyBad,
    /// It stands behind the octets that `l=` covers.
    Tail,
}

impl Mark {
    /// The word in `data-mark`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Signed(_) => "signed",
            Self::Unsigned | Self::AboveSigned => "unsigned",
            Self::Body => "body",
            Self::BodyBad => "body-bad",
            Self::Tail => "tail",
        }
    }
}

/// A place of the signature's own field that deserves a gloss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Name and value.
    pub span: Span,
}

/// What a signature makes of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// For each line its mark; `None` where the signature says nothing.
    pub lines: Vec<Option<Mark>>,
    /// Signed names no field is left for, with their place in the order of hashing.
    pub ghosts: Vec<(usize, String)>,
    /// The tags of the signature's field.
    pub tags: Vec<Tag>,
}

/// The lines of the first `limit` octets.
pub fn lines(message: &Message, limit: usize) -> Vec<Line> {
    let shown = message.octets().get(..limit).unwrap_or(message.octets());
    let body = message.body.map_or(usize::MAX, |body| body.start);
    let mut fields = message.headers.iter().enumerate().peekable();
    let mut lines = Vec::new();
    let mut start = 0;
    for line in mail_lines(shown, message.eol) {
        while fields
            .next_if(|(_, field)| field.whole.end <= start)
            .is_some()
        {}
        let part = match fields.peek() {
            Some((index, field)) if field.whole.start <= start => Part::Header {
                index: *index,
                first: field.whole.start == start,
            },
            _ if start >= body => Part::Body,
            _ => Part::Between,
        };
        lines.push(Line {
            span: Span::new(start, start + line.content.len()),
            part,
        });
        start += line.content.len() + line.end.len();
    }
    lines
}

/// What `signature` makes of `lines`, which are the message's.
pub fn marks(message: &Message, lines: &[Line], signature: &dkim::Outcome) -> Marks {
    let fields = field_marks(message, signature);
    let tail = tail_start(message, lines, signature);
    let marked = lines
        .iter()
        .map(|line| match line.part {
            Part::Header { index, .. } => fields.get(index).copied(),
            Part::Between => None,
            Part::Body if tail.is_some_and(|tail| line.span.start >= tail) => Some(Mark::Tail),
            Part::Body => match signature.body {
                BodyHash::Match { .. } => Some(Mark::Body),
                BodyHash::Mismatch { .. } => Some(Mark::BodyBad),
                BodyHash::NotComputed | BodyHash::Absent | BodyHash::Stated => None,
            },
        })
        .collect();
    let ghosts = numbered(signature)
        .filter(|(_, field)| field.header.is_none())
        .map(|(number, field)| (number, field.name.clone()))
        .collect();
    Marks {
        lines: marked,
        ghosts,
        tags: tags(message, signature)
            .tags
            .into_iter()
            .map(|tag| Tag {
                span: Span::new(tag.name_span.start, tag.span.end),
                name: tag.name,
            })
            .collect(),
    }
}

/// What an ARC set makes of `lines`: what its message signature does, and its three fields are its
/// own.
pub fn set_marks(message: &Message, lines: &[Line], set: &arc::Set) -> Marks {
    let mut marks = match &set.message {
        Some(signature) => marks(message, lines, signature),
        None => Marks {
            lines: vec![None; lines.len()],
            ..Marks::default()
        },
    };
    for (line, mark) in lines.iter().zip(&mut marks.lines) {
        if let Part::Header { index, .. } = line.part
            && set.fields.contains(&Some(index))
        {
            *mark = Some(Mark::Signature);
        }
    }
    marks
}

/// The signed names in the order of hashing, counted from 1.
fn numbered(signature: &dkim::Outcome) -> impl Iterator<Item = (usize, &dkim::SignedField)> {
    (1..).zip(&signature.signed)
}

fn field_marks(message: &Message, signature: &dkim::Outcome) -> Vec<Mark> {
    let mut marks = vec![Mark::Unsigned; message.headers.len()];
    let mut set = |index: usize, mark| {
        if let Some(place) = marks.get_mut(index) {
            *place = mark;
        }
    };
    for (number, field) in numbered(signature) {
        let Some(signed) = field.header else {
            continue;
        };
        set(signed, Mark::Signed(number));
    }
    set(signature.header, Mark::Signature);
    // Fields of one name are signed from the bottom up, so what is left over stands above.
    let signed: HashMap<&str, Vec<usize>> = numbered(signature)
        .filter_map(|(_, field)| Some((field.name.as_str(), vec![field.header?])))
        .collect();
    for ((index, header), mark) in message.headers.iter().enumerate().zip(&mut marks) {
        let name = message.name(header).to_ascii_lowercase();
        if *mark == Mark::Unsigned
            && let Ok(name) = std::str::from_utf8(&name)
            && let Some([below, ..]) = signed.get(name).map(Vec::as_slice)
            && index < *below
        {
            *mark = Mark::AboveSigned;
        }
    }
    marks
}

fn tags(message: &Message, signature: &dkim::Outcome) -> tag_list::TagList {
    let value = message
        .headers
        .get(signature.header)
        .map(|field| field.value)
        .unwrap_or_default();
    tag_list::parse(message.bytes(value), value.start)
}

/// Where the first line begins of which `l=` covers nothing.
fn tail_start(message: &Message, lines: &[Line], signature: &dkim::Outcome) -> Option<usize> {
    let length: u64 = tags(message, signature)
        .get("l")
        .and_then(|tag| std::str::from_utf8(&tag.value).ok()?.parse().ok())?;
    let relaxed = signature
        .canonicalization
        .as_ref()
        .is_some_and(|words| words.ends_with("/relaxed"));
    let mut canonical = Body::new(if relaxed {
        Canonicalization::Relaxed
    } else {
        Canonicalization::Simple
    });
    let mut counted = Count(0);
    // Line ends that count only if something follows them.
    let mut held = 0;
    let mut body = lines
        .iter()
        .filter(|line| line.part == Part::Body)
        .peekable();
    while let Some(line) = body.next() {
        if counted.0 + 2 * held >= length {
            return Some(line.span.start);
        }
        let before = counted.0;
        let end = body.peek().map_or(line.span.end, |next| next.span.start);
        for octets in message.crlf(Span::new(line.span.start, end)) {
            canonical.push(octets, &mut counted);
        }
        held = if counted.0 == before { held + 1 } else { 1 };
    }
    None
}
