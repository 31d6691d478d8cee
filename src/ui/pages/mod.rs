//! The pages. Each composes parts.

pub mod learn;
pub mod mail;
