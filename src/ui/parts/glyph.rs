//! The sign of a state, to stand before its word.

use leptos::prelude::*;

use crate::play::scene::State;
use crate::text::picture;

/// The sign of `state`, as large as the text around it. It says nothing that the word does not.
#[component]
pub fn Glyph(
    /// Whose sign.
    state: State,
) -> impl IntoView {
    // In the picture what is only stated has no sign; beside a word a dot keeps the words in line.
    let shapes = match state {
        State::Stated => &[("dots", "M0 0V.1")],
        _ => picture::glyph(state),
    };
    view! {
        <svg class="glyph" data-state=state.word() viewBox="-12 -12 24 24" aria-hidden="true">
            {shapes
                .iter()
                .map(|&(class, d)| view! { <path class=class d=d></path> })
                .collect_view()}
        </svg>
    }
}
