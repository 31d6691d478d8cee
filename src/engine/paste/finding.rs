//! What can be said about a paste, and the table of codes, levels and citations.

use crate::engine::cite::Level::{Note, Warn};
use crate::engine::cite::{Entry, entry};
use crate::engine::paste::Damage;

/// Something worth saying about what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The paste changed the message, in a way that can be undone.
    Damaged {
        /// How.
        damage: Damage,
        /// Lines that a repair would change.
        lines: usize,
    },
    /// What was undone uncovered further damage, again and again; no repair is offered.
    TooDamaged,
    /// The body is not the one that was signed, and not all was tried that may explain it.
    NotAllTried,
    /// Characters were lost before the message got here.
    CharactersLost {
        /// U+FFFD that stand in their place, as far as was looked.
        count: usize,
    },
    /// A message is attached to this one.
    Attached {
        /// Only its header is there.
        headers_only: bool,
    },
    /// Not all parts were searched for attached messages.
    PartsNotRead {
        /// Parts, levels or messages that are looked at.
        limit: usize,
    },
    /// This is a mailbox file with several messages.
    Mailbox {
        /// How many.
        messages: usize,
    },
    /// What is shown is not what was pasted, but a repair of it.
    Repaired {
        /// What was undone.
        damage: Vec<Damage>,
    },
}

impl Finding {
    /// The row of the table for this finding.
    pub const fn entry(&self) -> Entry {
        match self {
            Self::Damaged { damage, .. } => match damage {
                Damage::PageText => entry("paste.page-text", Warn, 5322, "2.1"),
                Damage::Quoted => entry("paste.quoted", Warn, 3676, "4.5"),
                Damage::Indented => entry("paste.indented", Warn, 5322, "2.2"),
                Damage::BlankLines => entry("paste.blank-lines", Note, 5322, "2.1"),
                Damage::MailboxQuotes => entry("paste.mailbox-quotes", Warn, 4155, "A"),
                Damage::MailboxLine => entry("paste.mailbox-line", Note, 4155, "A"),
                Damage::MozillaLines => entry("paste.mozilla-lines", Note, 5322, "3.6.8"),
                Damage::Dots => entry("paste.dots", Warn, 5321, "4.5.2"),
                Damage::LostIndents => entry("paste.lost-indents", Warn, 5322, "2.2.3"),
                Damage::Tabs => entry("paste.tabs", Note, 6376, "3.4.1"),
                Damage::Encoded => entry("paste.encoded", Warn, 6376, "5.3"),
                Damage::Reencoded => entry("paste.reencoded", Warn, 6376, "5.3"),
                Damage::Charset => entry("paste.charset", Warn, 6376, "5.3"),
                Damage::Escapes => entry("paste.escapes", Warn, 6376, "5.3"),
                Damage::PageCharacters => entry("paste.page-characters", Warn, 6376, "5.3"),
                Damage::BlankEnds => entry("paste.blank-ends", Warn, 6376, "3.4.3"),
                Damage::Returns => entry("paste.returns", Warn, 5322, "2.3"),
                Damage::LongLines => entry("paste.long-lines", Warn, 5321, "4.5.3.1.6"),
                Damage::BlankTop => entry("paste.blank-top", Warn, 6376, "3.4.3"),
                Damage::Added => entry("paste.added", Warn, 6377, "3.3"),
            },
            Self::TooDamaged => entry("paste.too-damaged", Warn, 5322, "2.2"),
            Self::NotAllTried => entry("paste.not-all-tried", Note, 6376, "6.1.3"),
            Self::CharactersLost { .. } => entry("paste.characters-lost", Warn, 6376, "5.3"),
            Self::Attached { headers_only } => {
                if *headers_only {
                    entry("paste.attached-header", Note, 6522, "4")
                } else {
                    entry("paste.attached-message", Note, 2046, "5.2.1")
                }
            }
            Self::PartsNotRead { .. } => entry("paste.parts-not-read", Note, 2046, "5.1"),
            Self::Mailbox { .. } => entry("paste.mailbox", Warn, 4155, "A"),
            Self::Repaired { .. } => entry("paste.repaired", Warn, 6376, "6.1"),
        }
    }
}
