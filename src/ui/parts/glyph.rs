//! The sign of a state, to stand before its word.

use leptos::prelude::*;

use crate::play::scene::State;
use crate::text::picture;
use crate::ui::parts::el::Part;

/// The sign of `state`, as large as the text around it. It says nothing that the word does not.
pub fn glyph(state: State) -> Part {
    // In the picture what is only stated has no sign; beside a word a dot keeps the words in line.
    let shapes = match state {
        State::Stated => &[("dots", "M0 0V.1")],
        _ => picture::glyph(state),
    };
    pictogram("glyph", "-12 -12 24 24", Some(state.word()), shapes)
}

/// A small drawing that has no name: paths with their classes, in a box.
pub fn pictogram(
    class: &'static str,
    view_box: &'static str,
    state: Option<&'static str>,
    shapes: &[(&'static str, &'static str)],
) -> Part {
    let mut paths = Vec::with_capacity(shapes.len());
    for &(class, d) in shapes {
        paths.push(view! { <path class=class d=d></path> });
    }
    let drawn = view! {
        <svg class=class data-state=state viewBox=view_box width="16" height="16" aria-hidden="true">
            {paths}
        </svg>
    };
    drawn.into_any().into()
}
