//! Facts and verdicts: no words, no clock, no network, no browser.

pub mod cite;
pub mod dns;
pub mod limits;
pub mod span;
