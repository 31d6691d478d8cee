//! DNS as facts keyed by a question. Nothing here asks anybody: evaluators read [`Answers`] through
//! [`Ask`], and what is missing becomes a need that somebody outside the engine fetches.

pub mod answers;
pub mod idn;
pub mod name;
pub mod record;
pub mod wire;
pub mod zone;

pub use answers::{Answer, Answers, Ask, Asked, Asker, Failure, Found, Pending, Question, Source};
pub use name::Name;
pub use record::{CanonicalRecord, Material, Rdata, Record, RecordType};
