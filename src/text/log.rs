//! The shape of the words of the question log. Each language fills it once (`en/log.rs`, `ja/log.rs`).
#![allow(missing_docs)] // A field's English words say what it is for.

use crate::play::log::{Step, Topic};

pub struct Log {
    pub caption: &'static str,
    pub topic: fn(Topic) -> &'static str,
    /// The step that asked, for this check.
    pub step: fn(Topic, &Step<'_>) -> String,
    /// Another check that needed the same answer.
    pub also: fn(&str) -> String,
    pub copy_dig: &'static str,
}
