//! Loads the words of a language. Each language is a file of its own, cut out of the module where
//! these functions stand (`.ci/build`), so that one visit loads the words of one.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::text::Lang;

/// The words of the language that a BCP 47 tag names; English for any other. Fails where the file
/// cannot be loaded, and may then be tried again.
pub async fn load(tag: &str) -> Result<Lang, SplitLoaderError> {
    if tag.starts_with("ja") {
        japanese().await
    } else {
        english().await
    }
}

#[wasm_split(english, fallible)]
fn english() -> Result<Lang, SplitLoaderError> {
    Ok(Lang::EN)
}

#[wasm_split(japanese, fallible)]
fn japanese() -> Result<Lang, SplitLoaderError> {
    Ok(Lang::JA)
}
