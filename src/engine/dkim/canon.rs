//! Canonicalization (RFC 6376 §3.4): octets go in as slices, canonical octets come out as slices, and
//! no canonical copy is built. Where the input is cut makes no difference.
//!
//! Every line end, CRLF or LF, counts as CRLF, since that is what was on the wire. A CR that no LF
//! follows is an octet like any other (mail has none, RFC 5322 §2.3).

use crate::engine::crypto::Hasher;
use crate::engine::mail::{Header, Message};
use crate::engine::span::Span;

/// How a header or body is canonicalized (RFC 6376 §3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Canonicalization {
    /// Almost no change is tolerated.
    #[default]
    Simple,
    /// White space and header case may change.
    Relaxed,
}

impl Canonicalization {
    /// The word in `c=`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Relaxed => "relaxed",
        }
    }
}

/// Where canonical octets go.
pub trait Sink {
    /// Takes the next ones.
    fn take(&mut self, octets: &[u8]);
}

impl Sink for Vec<u8> {
    fn take(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

impl Sink for Hasher {
    fn take(&mut self, octets: &[u8]) {
        self.update(octets);
    }
}

/// Only counts canonical octets.
pub struct Count(pub u64);

impl Sink for Count {
    fn take(&mut self, octets: &[u8]) {
        self.0 = self.0.saturating_add(octets.len() as u64);
    }
}

/// A header field in canonical form, its line end included (RFC 6376 §3.4.1, §3.4.2).
pub fn header(
    canonicalization: Canonicalization,
    message: &Message,
    header: &Header,
    sink: &mut impl Sink,
) {
    field(canonicalization, message, header, &[header.value], sink);
    sink.take(CRLF);
}

/// The signature's own field in canonical form (RFC 6376 §3.7): what stands at `taken_out`, the value
/// of `b=` with the white space around it, is left out, and no line end follows.
pub fn signature_field(
    canonicalization: Canonicalization,
    message: &Message,
    header: &Header,
    taken_out: Span,
    sink: &mut impl Sink,
) {
    let before = Span::new(header.value.start, taken_out.start);
    let after = Span::new(taken_out.end, header.value.end);
    field(canonicalization, message, header, &[before, after], sink);
}

/// A field whose value is what stands at `parts`, without its line end.
fn field(
    canonicalization: Canonicalization,
    message: &Message,
    header: &Header,
    parts: &[Span],
    sink: &mut impl Sink,
) {
    let octets = parts.iter().flat_map(|part| message.crlf(*part));
    match canonicalization {
        // §3.4.1: as it stands.
        Canonicalization::Simple => {
            sink.take(message.bytes(Span::new(header.whole.start, header.value.start)));
            octets.for_each(|octets| sink.take(octets));
        }
        // §3.4.2: the name in lower case, the value unfolded, each run of white space one space,
        // none at either end of the value.
        Canonicalization::Relaxed => {
            sink.take(&message.name(header).to_ascii_lowercase());
            sink.take(b":");
            let mut value = RelaxedValue::default();
            let mut lines = LineEnds::default();
            for octets in octets {
                lines.push(octets, &mut |piece| value.take(piece, sink));
            }
            lines.finish(&mut |piece| value.take(piece, sink));
        }
    }
}

/// Where in the value of a relaxed header field we are.
#[derive(Default)]
struct RelaxedValue {
    started: bool,
    space: bool,
}

impl RelaxedValue {
    fn take(&mut self, piece: Piece<'_>, sink: &mut impl Sink) {
        let Piece::Text(octets) = piece else {
            return;
        };
        for run in runs(octets) {
            self.space |= run.space;
            if run.words.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.space) && self.started {
                sink.take(b" ");
            }
            self.started = true;
            sink.take(run.words);
        }
    }
}

/// A body on its way to canonical form (RFC 6376 §3.4.3, §3.4.4).
#[derive(Clone, Debug)]
pub struct Body {
    canonicalization: Canonicalization,
    lines: LineEnds,
    state: BodyState,
}

/// What is held back until it is known whether more comes.
#[derive(Clone, Copy, Debug, Default)]
struct BodyState {
    /// Line ends that count only if a line with something in it follows.
    line_ends: u64,
    /// White space that counts, as one space, only if something follows in its line.
    space: bool,
    /// Whether a line with something in it came at all.
    any: bool,
}

impl Body {
    /// Before the first octet.
    pub const fn new(canonicalization: Canonicalization) -> Self {
        Self {
            canonicalization,
            lines: LineEnds { cr: false },
            state: BodyState {
                line_ends: 0,
                space: false,
                any: false,
            },
        }
    }

    /// Takes in the next octets of the body as they stand in the message.
    pub fn push(&mut self, octets: &[u8], sink: &mut impl Sink) {
        let (state, canonicalization) = (&mut self.state, self.canonicalization);
        self.lines.push(octets, &mut |piece| {
            state.take(canonicalization, piece, sink)
        });
    }

    /// Ends the body. A last line without a line end gets one; a simple body without any line is one
    /// line end, a relaxed one is nothing.
    pub fn finish(mut self, sink: &mut impl Sink) {
        let (state, canonicalization) = (&mut self.state, self.canonicalization);
        self.lines
            .finish(&mut |piece| state.take(canonicalization, piece, sink));
        if self.state.any || self.canonicalization == Canonicalization::Simple {
            sink.take(CRLF);
        }
    }
}

impl BodyState {
    fn take(&mut self, canonicalization: Canonicalization, piece: Piece<'_>, sink: &mut impl Sink) {
        match (piece, canonicalization) {
            (Piece::LineEnd, _) => {
                self.space = false;
                self.line_ends = self.line_ends.saturating_add(1);
            }
            (Piece::Text(octets), Canonicalization::Simple) => {
                self.release(sink);
                sink.take(octets);
            }
            (Piece::Text(octets), Canonicalization::Relaxed) => self.take_relaxed(octets, sink),
        }
    }

    /// Part of one line.
    fn take_relaxed(&mut self, octets: &[u8], sink: &mut impl Sink) {
        for run in runs(octets) {
            self.space |= run.space;
            if run.words.is_empty() {
                continue;
            }
            self.release(sink);
            if std::mem::take(&mut self.space) {
                sink.take(b" ");
            }
            sink.take(run.words);
        }
    }

    /// Gives out the line ends held back: they are not at the end of the body after all.
    fn release(&mut self, sink: &mut impl Sink) {
        const SOME: [[u8; 2]; 64] = [*b"\r\n"; 64];
        self.any = true;
        while self.line_ends > 0 {
            let now = self.line_ends.min(64);
            let line_ends = SOME.get(..now as usize).unwrap_or_default();
            sink.take(line_ends.as_flattened());
            self.line_ends -= now;
        }
    }
}

/// Words as relaxed canonicalization leaves them: one space between each two. A line is mostly one
/// run, so that it is hashed as one slice.
struct Run<'a> {
    /// Whether white space comes before.
    space: bool,
    /// The words; none when the octets end in white space.
    words: &'a [u8],
}

fn runs(octets: &[u8]) -> impl Iterator<Item = Run<'_>> {
    let mut rest = octets;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let space = rest.iter().take_while(|octet| is_wsp(**octet)).count();
        let (_, after) = rest.split_at_checked(space)?;
        let (words, after) = after.split_at_checked(words(after))?;
        rest = after;
        Some(Run {
            space: space > 0,
            words,
        })
    })
}

/// Length of the words at the front: up to white space that is not a single space before a word.
fn words(octets: &[u8]) -> usize {
    let mut pairs = octets.iter().zip(octets.iter().skip(1)).enumerate();
    pairs
        .find(|(_, (octet, next))| match octet {
            b' ' => is_wsp(**next),
            _ => **octet == b'\t',
        })
        .map_or_else(
            || octets.len() - usize::from(octets.last().is_some_and(|octet| is_wsp(*octet))),
            |(at, _)| at,
        )
}

/// Tells line ends from text, wherever the octets are cut.
#[derive(Clone, Copy, Debug, Default)]
struct LineEnds {
    /// Whether the last octet was a CR, so that the next one says what it is.
    cr: bool,
}

/// Part of a text.
enum Piece<'a> {
    /// Octets within a line; never empty.
    Text(&'a [u8]),
    /// CRLF or LF.
    LineEnd,
}

impl LineEnds {
    fn push(&mut self, octets: &[u8], piece: &mut impl FnMut(Piece<'_>)) {
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            let (text, ends) = match line {
                [text @ .., b'\n'] => (text, true),
                text => (text, false),
            };
            if self.cr && !(text.is_empty() && ends) {
                piece(Piece::Text(b"\r"));
            }
            let (text, cr) = match text {
                [text @ .., b'\r'] => (text, true),
                text => (text, false),
            };
            if !text.is_empty() {
                piece(Piece::Text(text));
            }
            self.cr = cr && !ends;
            if ends {
                piece(Piece::LineEnd);
            }
        }
    }

    fn finish(&mut self, piece: &mut impl FnMut(Piece<'_>)) {
        if std::mem::take(&mut self.cr) {
            piece(Piece::Text(b"\r"));
        }
    }
}

const CRLF: &[u8] = b"\r\n";

const fn is_wsp(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}
