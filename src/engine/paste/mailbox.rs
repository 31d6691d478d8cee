//! The messages of a mailbox file (RFC 4155 appendix A): each begins with a line `From `, below an
//! empty line or at the very start.
//!
//! Such a line counts only when it states a time and a header field follows, since a sentence may
//! begin with *From* as well. Known deviation: no length is taken from `Content-Length`.

use crate::engine::limits;
use crate::engine::mail::message::{Line, field, lines};
use crate::engine::mail::{Eol, Message};
use crate::engine::span::Span;

/// A mailbox file with several messages.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// The first [`limits::MAILBOX_LISTED`] of them.
    pub entries: Vec<Entry>,
    /// How many there are.
    pub total: usize,
}

/// One message of a mailbox file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its octets in the file, with the mailbox's line above it.
    pub span: Span,
    /// Its From, Subject and Date as they are written; empty for what it does not have.
    pub about: [Vec<u8>; 3],
}

/// The messages of a mailbox file; `None` unless there are two at least.
pub fn mailbox(octets: &[u8]) -> Option<Mailbox> {
    let mut starts = Vec::new();
    let mut total = 0_usize;
    let mut start = 0;
    let mut may_begin = true;
    let mut rest = lines(octets, Eol::Lf).peekable();
    while let Some(line) = rest.next() {
        let is_field = |line: &Line<'_>| field(line.content).is_some();
        if may_begin && is_separator(line.content) && rest.peek().is_some_and(is_field) {
            total += 1;
            if starts.len() <= limits::MAILBOX_LISTED {
                starts.push(start);
            }
        }
        start += line.content.len() + line.end.len();
        may_begin = line.content.is_empty();
        if total == 0 && !may_begin {
            return None;
        }
    }
    if total < 2 {
        return None;
    }
    let ends = starts.iter().copied().skip(1).chain([octets.len()]);
    let entries = starts
        .iter()
        .zip(ends)
        .take(limits::MAILBOX_LISTED)
        .map(|(&start, end)| entry(octets, Span::new(start, end)))
        .collect();
    Some(Mailbox { entries, total })
}

/// `From `, somebody, and a time of day at least.
fn is_separator(line: &[u8]) -> bool {
    let has_time = |rest: &[u8]| {
        rest.windows(5).any(|window| {
            matches!(window, [a, b, b':', c, d]
                if [a, b, c, d].into_iter().all(u8::is_ascii_digit))
        })
    };
    line.strip_prefix(b"From ").is_some_and(has_time)
}

fn entry(octets: &[u8], span: Span) -> Entry {
    let message = span.of(octets);
    let top = message.get(..limits::MAILBOX_HEADER_OCTETS);
    let header = Message::parse(top.unwrap_or(message).to_vec());
    let about = ["From", "Subject", "Date"].map(|name| {
        let mut fields = header.header_named(name);
        let value = fields.next().map(|(_, field)| header.unfolded(field));
        value.unwrap_or_default().trim_ascii().to_vec()
    });
    Entry { span, about }
}
