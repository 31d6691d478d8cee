//! The way of the mail: the picture, or the same as a list.

use leptos::prelude::*;

use crate::text::{self, Lang};
use crate::ui::parts::diagram::Diagram;
use crate::ui::parts::steps::Steps;
use crate::ui::state::State;

/// The picture with its switch.
#[component]
pub fn PathPart(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let words = &text::ui(lang).path;
    let is_list = RwSignal::new(false);
    let is_lesson = move || state.report.read().is_none();
    view! {
        <section
            class="path"
            data-testid="path"
            data-view=move || if is_list.get() { "list" } else { "auto" }
            aria-labelledby="path-title"
        >
            <div class="path-bar">
                <h2 id="path-title">
                    {move || if is_lesson() { words.lesson } else { words.title }}
                </h2>
                <p id="path-hint">{move || (!is_lesson()).then_some(words.hint)}</p>
                <div class="actions">
                    <button
                        class="button small"
                        type="button"
                        aria-pressed=move || is_list.get().to_string()
                        on:click=move |_| is_list.update(|is_list| *is_list = !*is_list)
                    >
                        {words.list}
                    </button>
                </div>
            </div>
            <Diagram scene=state.scene lang=state.lang selected=state.node/>
            <Steps scene=state.scene lang=state.lang selected=state.node/>
        </section>
    }
}
