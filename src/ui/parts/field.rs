//! What a person fills in: boxes to tick, one of several, lines of text.

use leptos::prelude::*;
use web_sys::Event;

use crate::ui::parts::el::{El, el};

/// One of several that exclude each other.
pub fn choice(
    group: &'static str,
    label: &'static str,
    chosen: impl Fn() -> bool + Send + 'static,
    choose: impl Fn() + 'static,
) -> El {
    let input = el("input type=radio")
        .at("name", group)
        .prop("checked", move || chosen().into())
        .on("change", move |_| choose());
    el("label.check").child(input).text(label)
}

/// A box to tick.
pub fn tick(ticked: impl Fn() -> bool + Send + 'static, set: impl Fn(bool) + 'static) -> El {
    el("input type=checkbox")
        .prop("checked", move || ticked().into())
        .on("change", move |event: Event| {
            set(event_target_checked(&event))
        })
}

/// A line of text under its label; `set` gets it when the person is done with it.
pub fn line(
    label: &'static str,
    value: impl Fn() -> String + Send + 'static,
    set: impl Fn(String) + 'static,
) -> El {
    let input = plain(el("input.mono"))
        .prop("value", move || value().into())
        .on("change", move |event: Event| {
            set(event_target_value(&event))
        });
    labelled(label, input)
}

/// A field under its label.
pub fn labelled(label: &'static str, field: El) -> El {
    el("label.field").child(el("span").text(label)).child(field)
}

/// A field in which the browser corrects nothing.
pub fn plain(field: El) -> El {
    field
        .at("spellcheck", "false")
        .at("autocomplete", "off")
        .at("autocapitalize", "off")
}
