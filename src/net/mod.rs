//! The only asynchronous room: where DNS questions go, and how.

pub mod resolvers;
