//! The shape of the page's words. Each language fills it once (`en/ui.rs`, `ja/ui.rs`), so a word that
//! is missing in one does not compile. Sentences that name something are functions of it, never parts
//! to be glued.
#![allow(missing_docs)] // A field's English words say what it is for.

use crate::engine::cite::Level;
use crate::engine::claims::{Cause, Claimed};
use crate::engine::dmarc::{Method, Policy};

/// The page's words that are there from the start, but for the picture's, the findings' and the
/// shell's.
pub struct Ui {
    pub header: Header,
    pub hero: Hero,
    pub verdict: Verdict,
    pub banner: Banner,
    pub paste: Paste,
    pub path: Path,
    pub source: SourcePane,
    pub inspector: Inspector,
    pub findings: Findings,
    pub claims: Claims,
    pub settings: Settings,
    pub examples: Examples,
    pub link: Link,
    pub trouble: Trouble,
    pub live: Live,
    pub footer: &'static str,
    pub licences: &'static str,
    /// So many octets.
    pub octets: fn(u64) -> String,
    /// As octets, in the largest unit.
    pub size: fn(usize) -> String,
}

pub struct Header {
    pub skip: &'static str,
    pub skip_lesson: &'static str,
    pub learn: &'static str,
    pub tools: &'static str,
    pub fresh: &'static str,
    pub share: &'static str,
    pub export: &'static str,
    pub export_json: &'static str,
    pub export_case: &'static str,
    pub settings: &'static str,
    /// The other language's own name.
    pub other_language: &'static str,
    pub bottom: &'static str,
}

/// Its heading, label, hint and privacy line are the shell's.
pub struct Hero {
    pub lede: &'static str,
    pub choose_file: &'static str,
    pub drop_here: &'static str,
}

/// What a verdict still lacks.
pub enum Missing<'a> {
    /// Answers on their way.
    Answers(usize),
    /// Names that wait for the person's consent.
    Consent(usize),
    /// The body.
    Body,
    /// The client's address, or the envelope sender.
    Envelope { client: bool, sender: bool },
    /// An answer that failed; the question as text.
    Failed(&'a str),
    /// Answers a link does not hold.
    Unasked(usize),
}

pub struct Verdict {
    /// The From address.
    pub authenticated: fn(&str) -> String,
    pub not_authenticated: fn(&str) -> String,
    pub no_author: &'static str,
    pub several_authors: &'static str,
    /// The author domain.
    pub not_protected: fn(&str) -> String,
    pub cannot_tell: fn(Missing<'_>) -> String,
    pub cannot_tell_plain: &'static str,
    /// With the DNS answers in this link.
    pub frozen: &'static str,
    /// With the saved body digest of the link.
    pub stated_body: &'static str,
    pub updating: &'static str,
    pub caveat: &'static str,
    /// Which leg carries the pass, its domain, the author domain.
    pub carried_by: fn(Method, &str) -> String,
    pub carried_by_both: fn(&str, &str) -> String,
    /// The domain that publishes the policy, and what applies.
    pub policy: fn(&str, Policy) -> String,
    /// As `policy`, with the policy under test (`t=y`).
    pub policy_testing: fn(&str, Policy) -> String,
    pub checks: &'static str,
    pub aligned: fn(&str) -> String,
    pub not_aligned: fn(&str) -> String,
    pub result_none: &'static str,
}

pub struct Banner {
    pub by_link: &'static str,
    pub by_case: &'static str,
    pub by_example: &'static str,
    pub asked_again: &'static str,
    pub again: &'static str,
    pub changed: &'static str,
    /// The resolver's name.
    pub ask_first: fn(&str) -> String,
    pub reveals: &'static str,
    pub ask_now: &'static str,
    pub offline: &'static str,
    pub failed: &'static str,
    pub retry: &'static str,
    pub preparing: fn(&str) -> String,
}

/// What the paste did, and the other messages in it.
pub struct Paste {
    pub damaged: &'static str,
    pub repair: &'static str,
    /// The signing domain of a signature that a repair makes verify.
    pub would_verify: fn(&str) -> String,
    pub verifies: fn(&str) -> String,
    pub undo: &'static str,
    pub attached: &'static str,
    /// Which of the attached messages, unless there is one.
    pub analyse: fn(Option<usize>) -> String,
    pub inner: &'static str,
    pub back: &'static str,
    /// How many messages there are, how many of them can be chosen.
    pub mailbox: fn(usize, usize) -> String,
    pub choose: &'static str,
}

pub struct Path {
    pub title: &'static str,
    pub hint: &'static str,
    pub lesson: &'static str,
    pub list: &'static str,
}

pub struct SourcePane {
    pub title: &'static str,
    pub edit: &'static str,
    pub done: &'static str,
    pub edit_label: &'static str,
    pub too_long_to_edit: &'static str,
    pub not_utf8: &'static str,
    /// How much is shown, of how much.
    pub cut: fn(&str, &str) -> String,
    pub not_signed: &'static str,
    pub above_signed: &'static str,
    /// A name in h= that no field is left for.
    pub ghost: fn(&str) -> String,
    pub reads: &'static str,
    pub body_hashed: fn(&str) -> String,
    pub body_differs: fn(&str) -> String,
    pub body_absent: &'static str,
    pub tail: &'static str,
    pub empty: &'static str,
}

pub struct Inspector {
    pub label: &'static str,
    pub findings: &'static str,
    pub dns: &'static str,
    pub hops: &'static str,
    pub path: &'static str,
    pub source: &'static str,
}

pub struct Findings {
    pub none: &'static str,
    pub octets: &'static str,
    pub fix: &'static str,
    pub copy: &'static str,
    pub level: fn(Level) -> &'static str,
    pub copy_what: fn(&str) -> String,
}

pub struct Claims {
    pub title: &'static str,
    pub help: &'static str,
    pub check: &'static str,
    pub wrote: &'static str,
    pub found: &'static str,
    pub compared: &'static str,
    pub same: &'static str,
    pub open: &'static str,
    pub unclaimed: &'static str,
    pub absent: &'static str,
    pub cause: fn(Cause) -> &'static str,
    /// A difference in one line: method, what is claimed, what we found.
    pub differs: fn(&str, Claimed, &str) -> String,
}

pub struct Settings {
    pub title: &'static str,
    pub resolver: &'static str,
    pub resolver_help: &'static str,
    pub same_origin: &'static str,
    pub ask_first: &'static str,
    pub ask_first_help: &'static str,
    pub theme: &'static str,
    pub system: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
    pub clear: &'static str,
    pub clear_help: &'static str,
}

/// The words of one example.
pub struct Example {
    pub id: &'static str,
    pub title: &'static str,
    pub about: &'static str,
}

pub struct Examples {
    pub title: &'static str,
    /// In the order of the cards.
    pub all: [Example; 9],
}

pub struct Link {
    pub title: &'static str,
    pub cut: fn(usize, usize) -> String,
    /// Cut before its length could be read.
    pub cut_early: &'static str,
    pub altered: &'static str,
    pub newer: &'static str,
    pub too_large: &'static str,
    pub not_ours: &'static str,
    pub unreadable: &'static str,
    pub unknown_example: fn(&str) -> String,
    pub not_yet: &'static str,
    pub keep: &'static str,
    pub raw: &'static str,
    pub copy_raw: &'static str,
    pub next: &'static str,
}

pub struct Trouble {
    pub title: &'static str,
    pub too_large: fn(&str) -> String,
    pub empty: &'static str,
    pub outlook_msg: &'static str,
    pub unreadable_file: &'static str,
    pub clipboard: &'static str,
    pub storage: &'static str,
    pub bad_case: &'static str,
    pub newer_case: &'static str,
    pub bad_case_line: fn(usize) -> String,
    /// A piece of the page could not be loaded.
    pub piece: &'static str,
    pub several_files: &'static str,
    pub dismiss: &'static str,
}

pub struct Live {
    /// DMARC, DKIM and SPF results, number of findings.
    pub checked: fn(&Summary<'_>) -> String,
    pub copied: &'static str,
    pub cleared: &'static str,
    pub saved: &'static str,
    pub selected: fn(&str) -> String,
}

/// The results said aloud after the last answer.
pub struct Summary<'a> {
    pub dmarc: &'a str,
    pub dkim: &'a str,
    pub spf: &'a str,
    pub findings: usize,
}
