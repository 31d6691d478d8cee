//! A button that puts a text on the clipboard and says so.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::browser;
use crate::ui::state::{State, Trouble};

/// Copies `text`; the words on it and its whole name are given.
#[component]
pub fn Copy(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// The word on the button.
    label: &'static str,
    /// The name for those who don't see what it stands beside.
    #[prop(into, optional)]
    name: Option<String>,
) -> impl IntoView {
    view! {
        <button
            class="button small"
            type="button"
            aria-label=name
            on:click=move |_| copy(expect_context::<State>(), text.get_untracked())
        >
            {label}
        </button>
    }
}

/// Copies `text` and says how that went.
pub fn copy(state: State, text: String) {
    spawn_local(async move {
        if browser::copy(&text).await {
            state.say(state.words().live.copied.to_owned());
        } else {
            state.trouble.set(Some(Trouble::Clipboard));
        }
    });
}
