//! One repair going over the lines of a message, and what a line is while repairs follow each other.

use crate::engine::limits;
use crate::engine::mail::Eol;
use crate::engine::mail::message::{field, lines};
use crate::engine::paste::Damage;
use crate::engine::span::Span;

/// A line of the paste, and what repairs made of it: nothing is copied before all are through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// What is put before it: an indent.
    pub(super) lead: &'static [u8],
    /// Its first octet.
    pub(super) start: usize,
    /// One past its last, without its line end.
    pub(super) end: usize,
    /// One past its line end.
    pub(super) next: usize,
}

impl Line {
    pub(super) fn text(self, octets: &[u8]) -> &[u8] {
        octets.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether it continues the field of the line before (RFC 5322 §2.2.3).
    pub(super) fn continues(self, octets: &[u8]) -> bool {
        !self.lead.is_empty() || matches!(self.text(octets).first(), Some(b' ' | b'\t'))
    }

    pub(super) fn is_blank(self, octets: &[u8]) -> bool {
        self.text(octets).iter().all(|octet| is_wsp(*octet))
    }

    fn whole(self) -> Span {
        Span::new(self.start, self.end)
    }
}

pub(super) const fn is_wsp(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

/// How many of the octets at the start of a line are this one.
pub(super) fn run_of(text: &[u8], octet: u8) -> usize {
    text.iter().take_while(|&&other| other == octet).count()
}

/// The lines damage is judged by.
pub(super) struct Window {
    pub(super) lines: Vec<Line>,
    /// Whether these are all lines of the paste.
    pub(super) is_whole: bool,
}

/// The first lines of a paste.
pub(super) fn window(octets: &[u8], eol: Eol) -> Window {
    let mut window = Window {
        lines: Vec::new(),
        is_whole: true,
    };
    let mut start = 0;
    for line in lines(octets, eol) {
        let end = start + line.content.len();
        let next = end + line.end.len();
        if next > limits::PASTE_OCTETS || window.lines.len() >= limits::PASTE_LINES {
            window.is_whole = false;
            break;
        }
        window.lines.push(Line {
            lead: b"",
            start,
            end,
            next,
        });
        start = next;
    }
    window
}

/// Sends every line through all passes, one after the other; what comes out is put at the end of
/// `into`.
pub(super) fn run(
    octets: &[u8],
    eol: Eol,
    passes: &mut [Pass<'_>],
    mut into: Option<&mut Vec<u8>>,
) {
    let mut start = 0;
    for line in lines(octets, eol) {
        let end = start + line.content.len();
        let next = end + line.end.len();
        let mut edited = Some(Line {
            lead: b"",
            start,
            end,
            next,
        });
        for pass in passes.iter_mut() {
            edited = edited.and_then(|line| pass.edit(line));
        }
        if let (Some(line), Some(into)) = (edited, into.as_mut()) {
            into.extend_from_slice(line.lead);
            into.extend_from_slice(octets.get(line.start..line.next).unwrap_or_default());
        }
        start = next;
    }
}

/// Where in the message a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing but blank lines came yet.
    Above,
    /// This is the first line that is not blank.
    First,
    Header,
    Body,
}

/// One repair on its way through the lines.
pub(super) struct Pass<'m> {
    octets: &'m [u8],
    pub(super) damage: Damage,
    pub(super) at: Span,
    /// Lines it changed or took away.
    pub(super) lines: usize,
    /// Where they are, the first of them.
    pub(super) places: Vec<Span>,
    part: Part,
    /// Whether a field came before, so that a line can continue it.
    after_field: bool,
    /// Whether that is a signature without its `b=` so far.
    in_signature: bool,
    /// Whether its last line ends in a colon.
    after_colon: bool,
    /// Whether the field is taken away, and so are its continuations.
    dropping: bool,
}

/// What a pass does with a line.
enum Edit {
    Keep,
    Drop,
    /// Takes so many octets from its start.
    Trim(usize),
    /// Takes so many octets from its start and puts these before it.
    Indent(usize, &'static [u8]),
}

const TABS: &[u8] = b"\t\t\t\t\t\t\t\t";

impl<'m> Pass<'m> {
    pub(super) fn new(octets: &'m [u8], damage: Damage, at: Span) -> Self {
        Self {
            octets,
            damage,
            at,
            lines: 0,
            places: Vec::new(),
            part: Part::Above,
            after_field: false,
            in_signature: false,
            after_colon: false,
            dropping: false,
        }
    }

    /// The line after the repair; `None` when it is taken away.
    pub(super) fn edit(&mut self, line: Line) -> Option<Line> {
        let text = line.text(self.octets);
        self.part = match self.part {
            Part::Above if line.is_blank(self.octets) => Part::Above,
            Part::Above => Part::First,
            Part::First | Part::Header if text.is_empty() && line.lead.is_empty() => Part::Body,
            Part::First | Part::Header => Part::Header,
            Part::Body => Part::Body,
        };
        let edit = match self.damage {
            Damage::PageText if line.start < self.at.start => Edit::Drop,
            Damage::PageText => Edit::Keep,
            Damage::Quoted if line.end < self.at.start => Edit::Drop,
            Damage::Quoted => trim(quote_marks(text, self.at.of(self.octets))),
            Damage::Indented => trim(common(text, self.at.of(self.octets))),
            Damage::BlankLines if self.part == Part::Above => Edit::Drop,
            Damage::BlankLines => Edit::Keep,
            Damage::MailboxQuotes => trim(usize::from(
                self.part == Part::Body && text.starts_with(b">") && is_from_line(text),
            )),
            Damage::MailboxLine if self.part == Part::First => Edit::Drop,
            Damage::MailboxLine => Edit::Keep,
            Damage::MozillaLines => self.mozilla(line),
            Damage::Dots if line.start == self.at.start => Edit::Drop,
            Damage::Dots => trim(usize::from(
                self.part == Part::Body && text.starts_with(b".."),
            )),
            Damage::LostIndents => self.indent(line),
            Damage::Tabs => self.tabs(line),
            // These are undone by edits.
            _ => Edit::Keep,
        };
        self.carry_out(edit, line)
    }

    fn carry_out(&mut self, edit: Edit, line: Line) -> Option<Line> {
        let (place, edited) = match edit {
            Edit::Keep => return Some(line),
            Edit::Drop => (line.whole(), None),
            Edit::Trim(octets) => {
                let start = (line.start + octets).min(line.end);
                (Span::new(line.start, start), Some(Line { start, ..line }))
            }
            Edit::Indent(octets, lead) => {
                let start = (line.start + octets).min(line.end);
                let place = if octets == 0 { line.end } else { start };
                (
                    Span::new(line.start, place),
                    Some(Line {
                        lead,
                        start,
                        ..line
                    }),
                )
            }
        };
        self.lines += 1;
        if self.places.len() < limits::REPAIR_PLACES {
            self.places.push(place);
        }
        edited
    }

    fn is_header(&self) -> bool {
        matches!(self.part, Part::First | Part::Header)
    }

    fn mozilla(&mut self, line: Line) -> Edit {
        if !self.is_header() {
            return Edit::Keep;
        }
        if !line.continues(self.octets) {
            let text = line.text(self.octets);
            let name = text.get(..MOZILLA.len()).unwrap_or_default();
            self.dropping = name.eq_ignore_ascii_case(MOZILLA) && field(text).is_some();
        }
        if self.dropping {
            Edit::Drop
        } else {
            Edit::Keep
        }
    }

    fn tabs(&self, line: Line) -> Edit {
        let text = line.text(self.octets);
        let is_fold = self.part == Part::Header && line.lead.is_empty();
        let tabs = match run_of(text, b' ').checked_div(self.at.len()) {
            Some(tabs) if is_fold => tabs.min(TABS.len()),
            _ => 0,
        };
        if tabs == 0 {
            return Edit::Keep;
        }
        Edit::Indent(tabs * self.at.len(), TABS.get(..tabs).unwrap_or(TABS))
    }

    fn indent(&mut self, line: Line) -> Edit {
        if !self.is_header() {
            return Edit::Keep;
        }
        let text = line.text(self.octets);
        let is_lost = self.after_field && !line.continues(self.octets) && self.is_lost(text);
        let value = match field(text) {
            Some((name, colon)) if !is_lost && !line.continues(self.octets) => {
                self.after_field = true;
                self.in_signature = text.get(..name).is_some_and(is_signature);
                text.get(colon + 1..).unwrap_or_default()
            }
            _ => text,
        };
        self.in_signature &= !holds_b(value);
        self.after_colon = value.trim_ascii_end().ends_with(b":");
        if is_lost {
            Edit::Indent(0, b"\t")
        } else {
            Edit::Keep
        }
    }

    /// Whether a line below a field, without an indent, belongs to it: it is no field, or looks like
    /// one only because a time, an address or a list of names has a colon.
    fn is_lost(&self, text: &[u8]) -> bool {
        let Some((name, rest)) =
            field(text).and_then(|(name, colon)| Some((text.get(..name)?, text.get(colon + 1..)?)))
        else {
            return true;
        };
        let is_list = self.in_signature
            && (self.after_colon || rest.first().is_some_and(|octet| !is_wsp(*octet)));
        is_list
            || name.iter().all(u8::is_ascii_digit)
            || name.iter().any(|octet| b"=<>()\"@;,[]".contains(octet))
            || name.eq_ignore_ascii_case(b"mailto")
            || rest.starts_with(b"//")
            || rest.starts_with(b":")
    }
}

const MOZILLA: &[u8] = b"X-Mozilla-";

const fn trim(octets: usize) -> Edit {
    if octets == 0 {
        Edit::Keep
    } else {
        Edit::Trim(octets)
    }
}

/// Octets at the start of a line that `prefix` quotes it with. Programs leave out the space where
/// nothing follows it.
fn quote_marks(text: &[u8], prefix: &[u8]) -> usize {
    let mut rest = text;
    for octet in prefix {
        match rest.split_first() {
            Some((first, after)) if first == octet => rest = after,
            _ if *octet == b' ' => {}
            _ => break,
        }
    }
    text.len() - rest.len()
}

/// Octets that both begin with.
pub(super) fn common(text: &[u8], other: &[u8]) -> usize {
    text.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// A mailbox's line `From `, quoted or not (RFC 4155 appendix A).
pub(super) fn is_from_line(text: &[u8]) -> bool {
    let marks = run_of(text, b'>');
    text.get(marks..)
        .is_some_and(|rest| rest.starts_with(b"From "))
        && field(text).is_none()
}

/// Whether a field of this name holds tags with a signature in `b=`.
fn is_signature(name: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 4] = [
        b"DKIM-Signature",
        b"ARC-Seal",
        b"ARC-Message-Signature",
        b"X-Google-DKIM-Signature",
    ];
    SIGNATURES
        .iter()
        .any(|signature| name.eq_ignore_ascii_case(signature))
}

fn holds_b(text: &[u8]) -> bool {
    text.split(|&octet| octet == b';').any(|tag| {
        let mut octets = tag.iter().filter(|octet| !is_wsp(**octet));
        octets.next() == Some(&b'b') && octets.next() == Some(&b'=')
    })
}
