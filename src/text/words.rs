//! All words of one language in one value.

use crate::engine::report::Finding as VerdictFinding;
use crate::engine::{arc, claims, dkim, dmarc, mail, paste, spf};
use crate::play::scene::{Aligned, LaneId, NodeId, Outcome, State, Summary, Word};
#[cfg(not(target_arch = "wasm32"))]
use crate::text::outline::Outline;
use crate::text::prose::Prose;
use crate::text::scene::Worded;
use crate::text::ui::Ui;

/// What a language fills once (`en/mod.rs`, `ja/mod.rs`).
pub struct Words {
    /// The BCP 47 tag.
    pub tag: &'static str,
    /// The tag of the other language.
    pub other: &'static str,
    /// What stands between two sentences.
    pub space: &'static str,
    /// The sign that ends a sentence.
    pub stop: char,
    /// The signs after which a sentence needs no other.
    pub stops: [char; 3],
    /// The static shell: key and text, in the order of [`shell`](crate::text::shell).
    pub shell: &'static [(&'static str, &'static str)],
    /// The page.
    pub ui: &'static Ui,
    /// The picture.
    pub scene: Scene,
    /// The findings.
    pub findings: Findings,
    /// The command line's outline, which the page does not show.
    #[cfg(not(target_arch = "wasm32"))]
    pub outline: &'static Outline,
}

/// The words of the picture.
pub struct Scene {
    /// A node's title without its result.
    pub node: fn(NodeId) -> &'static str,
    /// A node's title with its result.
    pub title: fn(NodeId, Option<Outcome>) -> String,
    /// What a state is called.
    pub state: fn(State) -> &'static str,
    /// The heading of a lane, and what to make of what stands in it.
    pub lane: fn(LaneId) -> (&'static str, &'static str),
    /// A row of a node in the lesson.
    pub lesson: fn(NodeId, usize) -> &'static str,
    /// A row of a node.
    pub word: fn(&Word) -> Worded,
    /// The whole picture in one sentence.
    pub summary: fn(&Summary) -> String,
    /// What alignment is called.
    pub aligned: fn(Aligned) -> &'static str,
    /// On the way from an owner to a record.
    pub publishes: &'static str,
    /// On the way from an owner to what signs.
    pub private_key: &'static str,
}

/// The words of the findings, one function for each protocol.
pub struct Findings {
    /// About the message.
    pub mail: fn(&mail::Finding) -> Prose,
    /// About what the paste did to it.
    pub paste: fn(&paste::Finding) -> Prose,
    /// About a DKIM signature.
    pub dkim: fn(&dkim::finding::Finding) -> Prose,
    /// About SPF.
    pub spf: fn(&spf::finding::Finding) -> Prose,
    /// About DMARC.
    pub dmarc: fn(&dmarc::finding::Finding) -> Prose,
    /// About the ARC chain.
    pub arc: fn(&arc::Finding) -> Prose,
    /// About what other servers wrote.
    pub claims: fn(&claims::Finding) -> Prose,
    /// About the verdict.
    pub verdict: fn(&VerdictFinding) -> Prose,
}
