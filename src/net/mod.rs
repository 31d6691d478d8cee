//! The only asynchronous room: where DNS questions go, and how.

pub mod canned;
#[cfg(target_arch = "wasm32")]
pub mod doh;
pub mod resolvers;
