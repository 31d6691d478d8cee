//! The way of the mail: the picture, or the same as a list.

use leptos::prelude::*;

use crate::text::{self, Lang};
use crate::ui::parts::diagram::Diagram;
use crate::ui::parts::el::{El, Part, button, el};
use crate::ui::parts::steps::Steps;
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
    let diagram = view! { <Diagram scene lang=state.lang selected/> };
    let steps = view! { <Steps scene lang=state.lang selected/> };
    el("section.path data-testid=path")
        .live("data-view", move || {
            Some(if is_list.get() { "list" } else { "auto" })
        })
        .at("aria-labelledby", "path-title")
        .child(bar)
        .child(Part::from(diagram.into_any()))
        .child(Part::from(steps.into_any()))
}
