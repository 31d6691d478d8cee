//! What the product adds to the engine, still pure: an analysis as one text, the link that holds it,
//! the fragment of the address, the picture, the question log, and what is taught: lessons, questions, and a simulator
//! of submission.

pub mod case;
pub mod lessons;
pub mod log;
pub mod permalink;
pub mod quiz;
pub mod route;
pub mod samples;
pub mod scene;
pub mod source;
pub mod submission;

pub use case::{Case, CaseFault, Scope};
pub use permalink::{Link, LinkFault};
pub use route::Route;
