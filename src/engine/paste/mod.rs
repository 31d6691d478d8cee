//! What became of a mail on its way into the page, and what other mails are in what was pasted.
//!
//! Nothing here changes a result. Damage is found and a [`Repair`] says what it would change; attached
//! messages and those of a mailbox file are found and can be taken out, octet for octet. What to do is
//! the person's choice. All of it is linear in the paste and bounded by [`limits`].

mod attached;
mod detect;
mod finding;
mod mailbox;
mod pass;
mod repair;
mod undo;

use crate::engine::cite::Noted;
use crate::engine::dkim::{self, Bodies};
use crate::engine::dns::Name;
use crate::engine::limits;
use crate::engine::mail::{self, Message};
use crate::engine::span::Span;

pub use attached::{Attached, attached};
pub use finding::Finding;
pub use mailbox::{Entry, Mailbox, mailbox};
pub use repair::{Damage, Repair, apply, repairs};
use undo::Search;

/// What was found in a paste.
#[derive(Clone, Debug, Default)]
pub struct Paste {
    /// How to undo its damage, in the order in which that is to be done.
    pub repairs: Vec<Repair>,
    /// The messages attached to it, from top to bottom.
    pub attached: Vec<Attached>,
    /// What there is to say of both.
    pub findings: Vec<Noted<Finding>>,
}

/// Looks at a paste. A message that is too large to be read has nothing that could be found.
pub fn look(message: &Message) -> Paste {
    if message.octets().len() > limits::MESSAGE_OCTETS {
        return Paste::default();
    }
    let mut findings = Vec::new();
    let repairs = repairs(message).unwrap_or_else(|| {
        findings.push(Noted::general(Finding::TooDamaged));
        Vec::new()
    });
    for repair in &repairs {
        // Blank lines and a mailbox's line are read past, and the message itself says so.
        if !matches!(repair.damage, Damage::BlankLines | Damage::MailboxLine) {
            findings.push(damaged(repair));
        }
    }
    findings.extend(lost_characters(message.octets()));
    let is_mailbox = |noted: &Noted<mail::Finding>| noted.finding == mail::Finding::MboxLine;
    if message.findings.iter().any(is_mailbox)
        && let Some(mailbox) = mailbox(message.octets())
    {
        let messages = mailbox.total;
        findings.push(Noted::general(Finding::Mailbox { messages }));
    }
    let (attached, limit) = attached(message);
    findings.extend(attached.iter().map(|part| {
        let headers_only = part.headers_only;
        Noted::at(Finding::Attached { headers_only }, part.span)
    }));
    findings.extend(limit.map(|limit| Noted::general(Finding::PartsNotRead { limit })));
    Paste {
        repairs,
        attached,
        findings,
    }
}

/// Searches for what was done to the body after it was signed, where nothing else is amiss.
pub fn search_body(message: &Message, bodies: &Bodies, paste: &mut Paste) {
    if paste.repairs.iter().any(|repair| repair.damage.matters()) {
        return;
    }
    match undo::search(message, bodies) {
        Search::Found(repair) => {
            paste.findings.push(damaged(&repair));
            paste.repairs = vec![repair];
        }
        Search::Limited => paste.findings.push(Noted::general(Finding::NotAllTried)),
        Search::Nothing => {}
    }
}

fn damaged(repair: &Repair) -> Noted<Finding> {
    let (damage, lines) = (repair.damage, repair.lines);
    Noted {
        finding: Finding::Damaged { damage, lines },
        span: repair.places.first().copied(),
    }
}

/// The signing domains whose signatures verify in `after` and did not in `before`: what a repair has
/// brought.
pub fn gain(before: &[dkim::Outcome], after: &[dkim::Outcome]) -> Vec<Name> {
    let mut gained: Vec<Name> = Vec::new();
    for signature in after {
        let held = before.iter().any(|other| {
            other.passed.is_some()
                && other.domain == signature.domain
                && other.selector == signature.selector
        });
        if let Some(passed) = signature.passed.as_ref().filter(|_| !held)
            && !gained.contains(passed.domain())
        {
            gained.push(passed.domain().clone());
        }
    }
    gained
}

/// U+FFFD in UTF-8: it stands where a program could not read an octet, and nothing tells which.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

fn lost_characters(octets: &[u8]) -> Option<Noted<Finding>> {
    let seen = octets.get(..limits::PASTE_OCTETS).unwrap_or(octets);
    let mut first = None;
    let mut count = 0;
    for (at, window) in seen.windows(REPLACEMENT.len()).enumerate() {
        if window == REPLACEMENT {
            first.get_or_insert(at);
            count += 1;
        }
    }
    let first = first?;
    let span = Span::new(first, first + REPLACEMENT.len());
    Some(Noted::at(Finding::CharactersLost { count }, span))
}
