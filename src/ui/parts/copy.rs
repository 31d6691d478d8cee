//! A button that puts a text on the clipboard and says so.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::browser;
use crate::ui::parts::el::{El, button};
use crate::ui::state::{State, Trouble};

/// The button; what it copies is made on the click.
pub fn copy_button(state: State, word: &'static str, text: impl Fn() -> String + 'static) -> El {
    button("button small", word, move || copy(state, text()))
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
