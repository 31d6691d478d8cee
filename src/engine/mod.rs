//! Facts and verdicts.
