//! The pages. Each composes parts.

pub mod mail;
