//! See `laws::message`.
#![no_main]

mailprism_fuzz::target!("message", mailprism_fuzz::laws::message);
