//! Japanese.

pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod mail;
pub mod outline;
pub mod scene;
pub mod spf;
pub mod ui;
pub mod verdict;
