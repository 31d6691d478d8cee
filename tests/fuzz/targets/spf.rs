//! See `laws::spf`.
#![no_main]

mailprism_fuzz::target!("spf", mailprism_fuzz::laws::spf);
