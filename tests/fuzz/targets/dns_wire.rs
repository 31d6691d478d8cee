//! See `laws::dns_wire`.
#![no_main]

mailprism_fuzz::target!("dns_wire", mailprism_fuzz::laws::dns_wire);
