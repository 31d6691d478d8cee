//! Mailprism re-verifies a pasted message: DKIM, SPF, DMARC and ARC, from its octets and from DNS, in
//! the browser of the person who pasted it. Others read back what the receiver wrote; this verifies.
//!
//! # How it works, in one sentence
//!
//! [`verify(&Prepared, &Inputs, &Answers, &mut Checked) -> Report`](engine::verify::verify) is pure,
//! total and synchronous; everything else feeds it or shows it.
//!
//! The message becomes [`Prepared`](engine::prepare::Prepared) once. What the person states becomes
//! [`Inputs`](engine::report::Inputs). DNS becomes [`Answers`](engine::dns::Answers), a map from
//! question to answer that live DNS, pasted lines, examples and links all write. The three give a
//! [`Report`](engine::report::Report), and the report gives the picture, the words, the link and the
//! JSON. Nothing flows back except new inputs and new answers.
//!
//! # Rooms, in reading order
//!
//! - [`engine`]: facts and verdicts. No words, no clock, no network, no browser.
//! - [`play`]: what the product adds to them, still pure: the picture's geometry, cases, links,
//!   routes, examples.
//! - [`text`]: every word a person reads, in English and Japanese.
//! - [`net`]: the only async room: DNS over HTTPS.
//! - [`api`]: the report as versioned JSON types, for JavaScript and the command line.
//! - `ui`: the Leptos page; exists on wasm32 only.
//! - `cli`: the command line; exists elsewhere only.
//!
//! # Who may import whom
//!
//! ```text
//! engine <- play <- text <- ui      engine::dns <- net <- ui
//! engine, play <- api <- ui, cli    text, net <- cli
//! inside engine: span, cite, limits <- crypto, dns <- mail <- claims, dkim, spf
//!                <- arc, dmarc, paste <- report, reconcile <- envelope, prepare <- verify
//!                crypto, dns <- dnssec <- report, verify
//! ```
//!
//! A test reads the `use` lines and names each offence by file and line (`tests/it/tidy.rs`). Browser
//! crates are dependencies on wasm32 only, so that a leak fails the native build.
//!
//! # What the browser loads
//!
//! One module, and the words of one language: `.ci/build` cuts functions marked `wasm_split` out of
//! the module into files of their own, which load when they are first called (`ui::pieces`). What few
//! mails need of the engine is one of them: a signature by Ed25519 waits for its arithmetic as it
//! waits for its key ([`Checked`](engine::crypto::Checked)), and what was changed after signing is
//! searched for once a signature does not fit ([`Searches`](engine::prepare::Searches)).
//! Learn and its words are others.
//!
//! # What is always true
//!
//! - The same input gives the same output: the engine has no clock and no dice; `now` is an input.
//! - Failing to verify is a value. The only `Err` of the engine's evaluators is
//!   [`Pending`](engine::dns::Pending): an answer is missing, and the need is noted.
//! - Every finding has a stable code, a level, an RFC section, and the octets it is about.
//! - A DMARC pass without a verified identifier cannot be written: [`dkim::Passed`] and
//!   [`spf::Passed`] have no public constructor.
//! - Whatever is pasted, the work is bounded by [`limits`](engine::limits).
//!
//! [`dkim::Passed`]: engine::dkim::Passed
//! [`spf::Passed`]: engine::spf::Passed

pub mod engine;

pub mod play;

pub mod text;

pub mod net;

pub mod api;

#[cfg(target_arch = "wasm32")]
pub mod ui;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
