//! See `laws::claims`.
#![no_main]

mailprism_fuzz::target!("claims", mailprism_fuzz::laws::claims);
