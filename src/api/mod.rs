//! What JavaScript and the command line see: versioned types made from a report, and their JSON.
//!
//! The engine's types derive no serde, so that they can change without breaking anybody. These here
//! only grow: fields are added, and never renamed or given another meaning under one [`VERSION`].
//! Both sides write the same text, octet for octet: no maps, no floats, no integer past 2^53, absent
//! as `null`, times as RFC 3339 from the inputs' clock.

pub mod claims;
#[cfg(target_arch = "wasm32")]
mod js;
#[cfg(not(target_arch = "wasm32"))]
mod native;
pub mod protocols;
pub mod stated;
pub mod verification;

#[cfg(target_arch = "wasm32")]
pub use js::{json, value};
#[cfg(not(target_arch = "wasm32"))]
pub use native::json;
pub use stated::{StatedDmarc, StatedSpf};
pub use verification::Verification;

/// Version of the types.
pub const VERSION: u32 = 1;

/// The program and its version, as cases and JSON name it.
pub const PROGRAM: &str = concat!("mailprism/", env!("CARGO_PKG_VERSION"));
