//! What is read from a message before any protocol looks at it.

mod address;
mod author;
mod encoded;
mod envelope;
mod hostile;
mod message;
mod received;
mod tag_list;
mod time;
