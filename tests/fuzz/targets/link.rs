//! See `laws::link`.
#![no_main]

mailprism_fuzz::target!("link", mailprism_fuzz::laws::link);
