//! Nine examples with their frozen answers. They work offline, and a table beside them says what
//! each one comes to; the tests read the same table.

/// A built-in example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name in links (`#e1.id`) and in `samples/expected.tsv`.
    pub id: &'static str,
    /// The case, in the form of [`Case`](crate::play::Case).
    pub case: &'static [u8],
}

macro_rules! samples {
    ($($id:literal),* $(,)?) => {
        &[$(Sample {
            id: $id,
            case: include_bytes!(concat!("samples/", $id, ".case")),
        }),*]
    };
}

/// All examples, in the order in which they are offered.
pub const ALL: &[Sample] = samples![
    "all-pass",
    "spoofed-from",
    "forwarded",
    "mailing-list",
    "sealed-list",
    "body-changed",
    "no-dmarc",
    "rotated-key",
    "headers-only",
];

/// The example with this name.
pub fn find(id: &str) -> Option<&'static Sample> {
    ALL.iter().find(|sample| sample.id == id)
}
