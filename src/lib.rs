//! Mailprism re-verifies a pasted message.
pub mod engine;
pub mod text;
