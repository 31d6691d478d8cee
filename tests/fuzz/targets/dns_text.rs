//! See `laws::dns_text`.
#![no_main]

mailprism_fuzz::target!("dns_text", mailprism_fuzz::laws::dns_text);
