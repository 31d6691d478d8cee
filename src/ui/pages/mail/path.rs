//! The way of the mail: the picture, or the same as a list.

use leptos::prelude::*;

use crate::text::{self, Lang};
use crate::ui::browser;
use crate::ui::parts::diagram::{diagram, drawn};
use crate::ui::parts::el::{El, button, el};
use crate::ui::parts::steps::steps;
use crate::ui::state::State;

/// The picture with its switch.
pub fn path(state: State, lang: Lang) -> El {
    let words = &text::ui(lang).path;
    let is_list = RwSignal::new(false);
    let is_lesson = move || state.report.read().is_none();
    let switch = button("button small", words.list, move || {
        is_list.update(|is_list| *is_list = !*is_list);
    })
    .state("aria-pressed", move || is_list.get());
    let bar = el("div.path-bar")
        .child(el("h2 id=path-title").live_word(move || {
            if is_lesson() {
                words.lesson
            } else {
                words.title
            }
        }))
        .child(el("p id=path-hint").live_word(move || if is_lesson() { "" } else { words.hint }))
        .child(el("div.actions").child(switch));
    let (scene, selected) = (state.scene, state.node);
    let shapes = drawn(scene, lang);
    el("section.path data-testid=path")
        .live("data-view", move || {
            Some(if is_list.get() { "list" } else { "auto" })
        })
        .at("aria-labelledby", "path-title")
        .child(bar)
        .child(diagram(scene, shapes, selected, || {
            browser::focus("tab-panel")
        }))
        .child(steps(shapes, lang, selected))
}
