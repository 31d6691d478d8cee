//! Facts and verdicts: no words, no clock, no network, no browser.

pub mod arc;
pub mod cite;
pub mod claims;
pub mod crypto;
pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod dnssec;
pub mod envelope;
pub mod limits;
pub mod mail;
pub mod paste;
pub mod prepare;
pub mod verify;
pub mod reconcile;
pub mod report;
pub mod span;
pub mod spf;
