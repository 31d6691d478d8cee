//! The shape of the words that load after the verdict, with what a person looks into then: the steps,
//! the questions, the way of the mail, what can be shared. Each language fills it once (`en/later.rs`,
//! `ja/later.rs`).
#![allow(missing_docs)] // A field's English words say what it is for.

use crate::engine::arc;
use crate::engine::claims::Standing;
use crate::engine::dkim::{StepKind, StepState};
use crate::engine::dmarc::Consent;
use crate::engine::dns::{Failure, Source};
use crate::engine::report::BorderWhy;
use crate::text::log::Log;
use crate::text::{self, Lang, Ui};

/// All of them.
pub struct Later {
    pub trail: Trail,
    pub dns: Dns,
    pub log: Log,
    pub hops: Hops,
    pub fields: Fields,
    pub envelope: Envelope,
    pub share: Share,
}

/// All words of one language: those that were there from the start, and those that came after.
#[derive(Clone, Copy)]
pub struct Full {
    pub lang: Lang,
    pub later: &'static Later,
}

impl Full {
    /// Those that were there from the start.
    pub const fn ui(self) -> &'static Ui {
        text::ui(self.lang)
    }
}

pub struct Trail {
    /// Number of the signature, its signing domain.
    pub signature: fn(usize, &str) -> String,
    pub step: fn(StepKind) -> &'static str,
    pub state: fn(StepState) -> &'static str,
    pub alignment: &'static str,
    pub key: fn(&str, usize) -> String,
    pub body_match: fn(&str) -> String,
    pub body_mismatch: fn(&str, &str) -> String,
    pub body_absent: &'static str,
    pub body_stated: &'static str,
    pub not_computed: &'static str,
    pub signature_match: &'static str,
    pub signature_mismatch: &'static str,
    pub aligned: fn(&str, &str) -> String,
    pub not_aligned: fn(&str, &str) -> String,
    pub alignment_open: &'static str,
    pub nothing_to_align: &'static str,
    pub show_bytes: &'static str,
    pub hide_bytes: &'static str,
    pub bytes_help: &'static str,
    pub body_help: &'static str,
    pub bytes_cut: &'static str,
    pub spf_of: fn(&str) -> String,
    pub helo_of: fn(&str) -> String,
    pub spf_unevaluated: &'static str,
    pub counters: fn(usize, usize) -> String,
    /// Lookups the whole record needs, and whether all of it was at hand.
    pub reach: fn(usize, bool) -> String,
    pub matched: &'static str,
    pub no_match: &'static str,
    pub explanation: fn(&str) -> String,
    pub dmarc_of: fn(&str) -> String,
    pub walk_nothing: &'static str,
    pub walk_several: fn(usize) -> String,
    pub walk_void: fn(&str) -> String,
    pub walk_failed: &'static str,
    pub waiting: &'static str,
    pub organizational: fn(&str) -> String,
    pub spf_leg: fn(&str) -> String,
    pub dkim_leg: fn(&str) -> String,
    pub consent: fn(Consent) -> &'static str,
    /// How many sets the ARC chain has.
    pub chain: fn(usize) -> String,
    pub chain_step: fn(arc::StepKind) -> &'static str,
    /// Number of the set, who sealed it.
    pub set: fn(usize, &str) -> String,
    /// One line about a tag of DKIM-Signature; empty for a tag without one.
    pub gloss: fn(&str) -> &'static str,
}

pub struct Dns {
    pub empty: &'static str,
    pub asked_by: &'static str,
    pub question: &'static str,
    pub answer: &'static str,
    pub status: &'static str,
    pub source: fn(Source) -> &'static str,
    pub nodata: &'static str,
    pub nxdomain: &'static str,
    pub failure: fn(Failure) -> String,
    pub waiting: &'static str,
    pub unsent: &'static str,
    pub ttl: fn(u32) -> String,
    pub millis: fn(u32) -> String,
    pub resolver_validated: &'static str,
    pub alias: fn(&str) -> String,
    pub formerly: fn(&str) -> String,
    pub paste_title: &'static str,
    pub paste_help: &'static str,
    pub paste_label: &'static str,
    pub paste_name: &'static str,
    pub paste_use: &'static str,
    pub paste_clear: &'static str,
    pub paste_used: fn(usize) -> String,
    pub paste_fault: fn(usize, &str) -> String,
    pub paste_no_name: &'static str,
    pub copy_zone: &'static str,
}

pub struct Hops {
    pub empty: &'static str,
    pub which: &'static str,
    pub which_help: &'static str,
    pub from: &'static str,
    pub by: &'static str,
    pub with: &'static str,
    pub time: &'static str,
    pub delay: &'static str,
    pub border: &'static str,
    pub choose: fn(usize) -> String,
    /// Why the border is this hop, counted from 1.
    pub why: fn(BorderWhy, usize) -> String,
    pub default: &'static str,
    pub ours: &'static str,
    pub others: &'static str,
    pub tls: &'static str,
    pub authenticated: &'static str,
    pub unstated: &'static str,
    /// Seconds from the hop below; negative when the clocks disagree.
    pub seconds: fn(i64) -> String,
}

/// The fields in which servers wrote results.
pub struct Fields {
    pub title: &'static str,
    pub unnamed: &'static str,
    pub standing: fn(Standing) -> &'static str,
    /// The Received line, counted from 1, whose server made it.
    pub made_by: fn(usize) -> String,
}

pub struct Envelope {
    pub title: &'static str,
    pub help: &'static str,
    pub ip: &'static str,
    pub helo: &'static str,
    pub mail_from: &'static str,
    pub null_sender: &'static str,
    pub from_hop: fn(usize) -> String,
    pub from_return_path: &'static str,
    pub stated: &'static str,
    pub unknown: &'static str,
    pub bad_ip: &'static str,
    pub reset: &'static str,
}

/// What a shared analysis holds.
pub struct Contents<'a> {
    /// Header fields.
    pub fields: usize,
    /// DNS answers.
    pub answers: usize,
    /// Whether the body is in it.
    pub body: bool,
    /// Addresses that stand in it.
    pub addresses: &'a [String],
}

pub struct Share {
    pub title: &'static str,
    pub include: &'static str,
    pub headers: &'static str,
    pub headers_help: &'static str,
    pub whole: &'static str,
    pub whole_help: &'static str,
    pub length: fn(&str) -> String,
    pub meter: &'static str,
    pub fits: fn(&str) -> String,
    pub too_long_for: fn(&str) -> String,
    /// The five limits: anywhere, Teams and Outlook, Slack, web forms, browsers.
    pub places: [&'static str; 5],
    pub too_long: &'static str,
    pub contains: fn(&Contents<'_>) -> String,
    pub warning: &'static str,
    pub copy: &'static str,
    pub save: &'static str,
    pub close: &'static str,
    pub link_label: &'static str,
    pub failed: &'static str,
}
