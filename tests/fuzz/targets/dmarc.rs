//! See `laws::dmarc`.
#![no_main]

mailprism_fuzz::target!("dmarc", mailprism_fuzz::laws::dmarc);
