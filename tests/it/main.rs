//! One native test binary: what is shared compiles once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice
)]
#![allow(missing_docs)]

mod api;
mod arc;
mod case;
mod claims;
mod cli;
mod dkim;
mod dmarc;
mod dns;
mod dnssec;
mod edge_cases;
mod findings;
mod fuzzed;
mod learn;
mod licences;
mod log;
mod mail;
mod paste;
mod permalink;
mod robust;
mod samples;
mod scene;
mod spf;
mod stories;
mod style;
mod submission;
mod tidy;
mod undo;
mod verify;
