//! See `laws::dkim`.
#![no_main]

mailprism_fuzz::target!("dkim", mailprism_fuzz::laws::dkim);
