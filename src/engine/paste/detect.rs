//! Whether a paste shows a kind of damage, judged by its first lines.
//!
//! A message as it was sent has to stay alone, so each kind asks for evidence that such a message
//! does not have: a field that reads as a time, a mark before every line, a dot that ends it.

use crate::engine::limits;
use crate::engine::mail::message::field;
use crate::engine::mail::tag_list;
use crate::engine::paste::Damage;
use crate::engine::paste::pass::{Line, Window, common, is_from_line, is_wsp, run_of};
use crate::engine::span::Span;

/// What a repair of this damage goes by, if the window shows it. Whether there is anything to change
/// is for the repair to see.
pub(super) fn detect(octets: &[u8], window: &Window, damage: Damage) -> Option<Span> {
    let paste = Reader {
        octets,
        lines: &window.lines,
        is_whole: window.is_whole,
    };
    let first = paste.lines.iter().find(|line| !paste.is_blank(line))?;
    let any = Some(Span::default());
    match damage {
        Damage::PageText => paste.page_text(first),
        Damage::Quoted => paste.quoted(),
        Damage::Indented => paste.indented(first),
        Damage::BlankLines => any,
        Damage::MailboxQuotes | Damage::MailboxLine => {
            any.filter(|_| !first.continues(octets) && is_from_line(first.text(octets)))
        }
        Damage::MozillaLines => any,
        Damage::Dots => paste
            .dots()
            .filter(|_| paste.has_known_field(paste.header(), b"")),
        Damage::LostIndents => any.filter(|_| paste.has_known_field(paste.header(), b"")),
        Damage::Tabs => paste.tabs(),
        _ => None,
    }
}

struct Reader<'p> {
    octets: &'p [u8],
    lines: &'p [Line],
    is_whole: bool,
}

/// Lines at the top in which the text of a page, or who is quoted, may stand.
const TOP: usize = 64;

impl<'p> Reader<'p> {
    fn text(&self, line: &Line) -> &'p [u8] {
        line.text(self.octets)
    }

    fn is_blank(&self, line: &Line) -> bool {
        line.lead.is_empty() && line.is_blank(self.octets)
    }

    /// From the first line that is not blank to the one before the empty line that ends the header.
    fn header(&self) -> &'p [Line] {
        let blank = |line: &Line| self.is_blank(line);
        let start = self.lines.iter().take_while(|line| blank(line)).count();
        let rest = self.lines.get(start..).unwrap_or_default();
        let ends = |line: &Line| line.lead.is_empty() && self.text(line).is_empty();
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// A header without any of these is hardly one: prose may have lines with a colon, too. `marks`
    /// may stand before them.
    fn has_known_field(&self, lines: &[Line], marks: &[u8]) -> bool {
        const KNOWN: [&[u8]; 5] = [b"From", b"Received", b"DKIM-Signature", b"Date", b"Subject"];
        lines.iter().any(|line| {
            let text = self.text(line);
            let marked = text
                .iter()
                .take_while(|octet| marks.contains(octet))
                .count();
            let text = text.get(marked..).unwrap_or_default();
            let name = field(text).and_then(|(name, _)| text.get(..name));
            name.is_some_and(|name| KNOWN.iter().any(|known| name.eq_ignore_ascii_case(known)))
        })
    }

    /// Gmail shows a table above the source: a title, then one row each for the message's id, when it
    /// was created, From, To, Subject, and what SPF, DKIM and DMARC came to; then two buttons. Its
    /// words are in the reader's language, but for the names of the three checks.
    fn page_text(&self, first: &Line) -> Option<Span> {
        let is_check = |text: &[u8]| {
            let labels: [&[u8]; 3] = [b"SPF:", b"DKIM:", b"DMARC:"];
            labels.iter().any(|label| text.starts_with(label))
        };
        let top = self.lines.get(..TOP).unwrap_or(self.lines);
        let row = top.iter().position(|line| is_check(self.text(line)))?;
        let has_tab = top
            .get(row)
            .is_some_and(|line| self.text(line).contains(&b'\t'));
        // A header does not begin with a title, and does not set its values off with a tab.
        if !has_tab && field(self.text(first)).is_some() {
            return None;
        }
        let mut below_table = false;
        for line in top.get(row..).unwrap_or_default() {
            let text = self.text(line);
            if is_check(text) {
                below_table = false;
            } else if field(text).is_none() {
                below_table = true;
            } else if below_table {
                return Some(Span::new(line.start, line.start));
            }
        }
        None
    }

    /// Every line begins with `>`, from the first that does on; above it may stand who wrote it.
    fn quoted(&self) -> Option<Span> {
        const MARKS: &[u8] = b"> ";
        let marks = |line: &Line| {
            let text = self.text(line);
            text.iter()
                .take_while(|octet| MARKS.contains(octet))
                .count()
        };
        let is_quoted = |line: &Line| self.text(line).starts_with(b">");
        let has_text = |line: &Line| is_quoted(line) && marks(line) < self.text(line).len();
        let top = self.lines.get(..TOP).unwrap_or(self.lines);
        let start = top.iter().position(has_text)?;
        let (above, below) = self.lines.split_at_checked(start)?;
        if above.iter().any(|line| field(self.text(line)).is_some()) {
            return None;
        }
        let all = below
            .iter()
            .all(|line| is_quoted(line) || self.is_blank(line));
        let top = below.get(..TOP).unwrap_or(below);
        let first = below.first()?;
        // A mailbox's own line may be quoted, alone: the lines below it are not.
        let is_mail = all && is_quoted(below.get(1)?) && self.has_known_field(top, MARKS);
        is_mail.then(|| Span::new(first.start, first.start + marks(first)))
    }

    /// All lines of the header begin with the same white space.
    fn indented(&self, first: &Line) -> Option<Span> {
        let text = self.text(first);
        let mut indent = text.iter().take_while(|octet| is_wsp(**octet)).count();
        for line in self.header().iter().filter(|line| !self.is_blank(line)) {
            let shared = if line.lead.is_empty() {
                common(self.text(line), text)
            } else {
                0
            };
            indent = indent.min(shared);
        }
        let is_mail = indent > 0 && self.has_known_field(self.header(), b" \t>");
        is_mail.then(|| Span::new(first.start, first.start + indent))
    }

    /// A dot alone ends the message, and no other line begins with a single dot (RFC 5321 §4.5.2). A
    /// message that would end in a dot alone once more is left as it is: nothing tells which is its
    /// own.
    fn dots(&self) -> Option<Span> {
        let last = if self.is_whole {
            let mut ends = self.lines.iter().filter(|line| !self.is_blank(line));
            let line = ends.next_back()?;
            let is_doubled = ends
                .next_back()
                .is_some_and(|line| self.text(line) == b"..");
            (self.text(line) == b"." && !is_doubled).then_some(line.start)?
        } else {
            let end = self.octets.trim_ascii_end();
            let before = end.strip_suffix(b".")?;
            matches!(before.last(), Some(b'\n' | b'\r')).then_some(before.len())?
        };
        let mut body = self.lines.iter();
        body.find(|line| line.start >= self.header().last().map_or(0, |line| line.next))?;
        let is_stuffed = |line: &Line| line.start == last || run_of(self.text(line), b'.') != 1;
        body.all(is_stuffed).then(|| Span::new(last, last + 1))
    }

    /// There is no tab in the header, deeper folds begin with as many spaces as tabs would give, and a
    /// signature is there to which that matters (RFC 6376 §3.4.1).
    fn tabs(&self) -> Option<Span> {
        let header = self.header();
        let mut width = 8;
        let mut first = None;
        for line in header.iter().skip(1) {
            let text = self.text(line);
            if !line.lead.is_empty() || text.contains(&b'\t') {
                return None;
            }
            let spaces = run_of(text, b' ');
            if spaces < 4 {
                continue;
            }
            if !spaces.is_multiple_of(4) {
                return None;
            }
            if !spaces.is_multiple_of(8) {
                width = 4;
            }
            first.get_or_insert(line.start);
        }
        let first = first?;
        self.is_simple_signed()
            .then(|| Span::new(first, first + width))
    }

    /// Whether a signature takes the header as it is: `c=` says so, or is not there.
    fn is_simple_signed(&self) -> bool {
        let header = self.header();
        let starts = header.iter().enumerate().filter(|(_, line)| {
            let name = field(self.text(line)).and_then(|(name, _)| self.text(line).get(..name));
            name.is_some_and(|name| name.eq_ignore_ascii_case(b"DKIM-Signature"))
        });
        for (start, first) in starts.take(limits::SIGNATURES) {
            let colon = field(self.text(first)).map_or(0, |(_, colon)| colon + 1);
            let mut value = self.text(first).get(colon..).unwrap_or_default().to_vec();
            let rest = header.get(start + 1..).unwrap_or_default();
            for line in rest.iter().take_while(|line| line.continues(self.octets)) {
                value.extend_from_slice(self.text(line));
            }
            let tags = tag_list::parse(&value, 0);
            if tags.get("c").is_none_or(|c| c.value.starts_with(b"simple")) {
                return true;
            }
        }
        false
    }
}
