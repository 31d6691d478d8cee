//! Mailprism re-verifies a pasted message.
pub mod engine;
