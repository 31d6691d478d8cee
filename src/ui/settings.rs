//! What the browser remembers from one visit to the next: four settings, never mail.

use leptos::prelude::*;

use crate::net::resolvers::{self, Resolver};
use crate::ui::browser::{self, Shelf};

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in `data-theme`; the system's has none.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The settings, each remembered as soon as it changes.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The identifier of the resolver that is asked.
    pub resolver: RwSignal<String>,
    /// Nothing is asked without a click.
    pub ask_first: RwSignal<bool>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Whether the browser refused to remember.
    pub forgetful: RwSignal<bool>,
}

const RESOLVER: &str = "mailprism.resolver";
const ASK_FIRST: &str = "mailprism.ask-first";
const THEME: &str = "mailprism.theme";

impl Settings {
    /// The settings as the browser remembers them.
    pub fn remembered() -> Self {
        let resolver = Shelf::Browser
            .get(RESOLVER)
            .filter(|id| resolvers::by_id(id).is_some())
            .or_else(|| resolvers::table().first().map(|first| first.id.to_owned()))
            .unwrap_or_default();
        let theme = match Shelf::Browser.get(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let settings = Self {
            resolver: RwSignal::new(resolver),
            ask_first: RwSignal::new(Shelf::Browser.get(ASK_FIRST).is_some()),
            theme: RwSignal::new(theme),
            forgetful: RwSignal::new(false),
        };
        Effect::new(move |_| browser::set_root("data-theme", settings.theme.get().word()));
        settings
    }

    /// The resolver that is asked.
    pub fn resolver(self) -> Option<Resolver> {
        resolvers::by_id(&self.resolver.read())
    }

    /// Asks another resolver from now on.
    pub fn set_resolver(self, id: &str) {
        self.resolver.set(id.to_owned());
        self.remember(RESOLVER, Some(id));
    }

    /// Asks nothing without a click from now on, or asks at once.
    pub fn set_ask_first(self, first: bool) {
        self.ask_first.set(first);
        self.remember(ASK_FIRST, first.then_some("yes"));
    }

    /// Shows the page in another theme.
    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        self.remember(THEME, theme.word());
    }

    /// Back to what a new visitor gets, with nothing remembered.
    pub fn clear(self) {
        for key in [RESOLVER, ASK_FIRST, THEME] {
            Shelf::Browser.remove(key);
        }
        let first = resolvers::table().first().map(|first| first.id.to_owned());
        self.resolver.set(first.unwrap_or_default());
        self.ask_first.set(false);
        self.theme.set(Theme::System);
    }

    fn remember(self, key: &str, value: Option<&str>) {
        let kept = match value {
            Some(value) => Shelf::Browser.set(key, value),
            None => {
                Shelf::Browser.remove(key);
                true
            }
        };
        self.forgetful.set(!kept);
    }
}
