//! Every word a person reads, in both languages. A word that is missing in one does not compile.

pub mod en;
pub mod ja;
pub mod outline;
pub mod picture;
pub mod prose;
pub mod scene;
pub mod shell;
pub mod show;
pub mod ui;

pub use prose::{Fix, Prose, prose};
pub use show::{address, addresses_in, base64, circled, grouped, sentence, size, visible};
pub use ui::Ui;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language a BCP 47 tag names; English for any other.
    pub fn from_tag(tag: &str) -> Self {
        if tag.starts_with("ja") {
            Self::Ja
        } else {
            Self::En
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Ja,
            Self::Ja => Self::En,
        }
    }
}

/// The page's words in `lang`.
pub const fn ui(lang: Lang) -> &'static Ui {
    match lang {
        Lang::En => &en::ui::UI,
        Lang::Ja => &ja::ui::UI,
    }
}

/// A word of the static shell, which the page shows again when it takes over.
pub fn shell_word(lang: Lang, key: &str) -> &'static str {
    shell::shell_words(lang)
        .iter()
        .find(|(known, _)| *known == key)
        .map_or("", |(_, word)| word)
}
