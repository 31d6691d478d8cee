//! After Trunk's build: shells, policy, precache list.
fn main() {}
