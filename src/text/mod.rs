//! Every word a person reads, in both languages. A word that is missing in one does not compile.
//!
//! All words of a language hang on one value, [`Words`], and a [`Lang`] is a reference to one. So
//! the page links only what it loads: each language is a file of its own, and who holds a `Lang`
//! has its words (`ui::pieces` loads them). The words of Learn hang on [`Learn`](learn::Learn)
//! instead, and load when it is opened.

pub mod en;
pub mod ja;
pub mod later;
pub mod learn;
pub mod log;
#[cfg(not(target_arch = "wasm32"))]
pub mod outline;
pub mod picture;
pub mod prose;
pub mod scene;
pub mod shell;
pub mod show;
pub mod ui;
pub mod words;

use std::fmt;

pub use prose::{Fix, Prose, prose};
pub use show::{address, addresses_in, base64, circled, grouped, sentence, size, visible};
pub use ui::Ui;
pub use words::Words;

/// A language of the page, with all its words.
#[derive(Clone, Copy)]
pub struct Lang(pub &'static Words);

impl Lang {
    /// English.
    pub const EN: Self = Self(&en::WORDS);
    /// Japanese.
    pub const JA: Self = Self(&ja::WORDS);
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::EN, Self::JA];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        self.0.tag
    }

    /// The tag of the other one.
    pub const fn other(self) -> &'static str {
        self.0.other
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Lang {}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The page's words in `lang`.
pub const fn ui(lang: Lang) -> &'static Ui {
    lang.0.ui
}

/// A word of the static shell, which the page shows again when it takes over.
pub fn shell_word(lang: Lang, key: &str) -> &'static str {
    lang.0
        .shell
        .iter()
        .find(|(known, _)| *known == key)
        .map_or("", |(_, word)| word)
}
