//! The words of the static shell, which stand in the page before any wasm does.
//!
//! `bin/dist.rs` writes them into `index.html`, where `{{key}}` stands; a key that either side
//! does not know stops the build.

use crate::text::Lang;

/// Every `{{key}}` of the shell that is a word, and its text.
pub const fn shell_words(lang: Lang) -> &'static [(&'static str, &'static str)] {
    lang.0.shell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words_in_the_same_order() {
        let keys = |lang| shell_words(lang).iter().map(|word| word.0);
        assert!(keys(Lang::EN).eq(keys(Lang::JA)));
    }
}
