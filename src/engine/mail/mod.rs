//! The message as octets: header fields with their places, addresses, trace fields.

pub mod address;
pub mod author;
pub mod date;
pub mod encoded;
pub mod finding;
pub mod message;
pub mod received;
pub mod tag_list;
pub mod time;

pub use address::Address;
pub use author::Author;
pub use finding::Finding;
pub use message::{Eol, Header, Message};
pub use received::{Hop, hops};
