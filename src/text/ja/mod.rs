//! Japanese.

pub mod ui;
