//! The empty page: the paste box, and examples to look at.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlInputElement, HtmlTextAreaElement};

use crate::text::{self, Lang, shell_word};
use crate::ui::pages::mail::banners::trouble;
use crate::ui::pages::mail::header::{ask_first, example_link};
use crate::ui::parts::el::{El, Part, all, el};
use crate::ui::parts::field::plain;
use crate::ui::parts::icon::{LOCK, icon};
use crate::ui::state::State;
use crate::ui::{browser, intake};

/// Milliseconds without a key after which typed text is looked at.
const TYPED: u64 = 250;

/// The paste box and the examples.
pub fn hero(state: State, lang: Lang) -> Part {
    let ui = text::ui(lang);
    let area = typed(plain(el("textarea")), move |text| {
        if !text.trim().is_empty() {
            intake::take_typed(state, text);
        }
    })
    .at("id", "paste")
    .at("aria-describedby", "paste-hint")
    .on("paste", move |event| take_pasted(state, &event));
    let file =
        el("input.visually-hidden type=file").on("change", move |event| choose_file(state, &event));
    let bar = el("div.paste-bar")
        .child(el("span.hint id=paste-hint").text(shell_word(lang, "paste_hint")))
        .child(el("label.button").child(file).text(ui.hero.choose_file));
    let paste = el("div.paste data-testid=paste")
        .when("data-drag", move || state.dragging.get())
        .child(el("label for=paste").text(shell_word(lang, "paste_label")))
        .child(area)
        .child(bar);
    let privacy = el("p.privacy")
        .child(icon("lock", LOCK))
        .text(" ")
        .text(shell_word(lang, "privacy"))
        .text(" ")
        .child(ask_first(state, ui));
    let status = el("p.status data-testid=status").live_text(move || {
        let size = state.preparing.get();
        size.map_or_else(String::new, |size| (ui.banner.preparing)(&(ui.size)(size)))
    });
    let hero = el("section.hero aria-labelledby=hero-title")
        .child(el("h1 id=hero-title").text(shell_word(lang, "heading")))
        .child(el("p.lede").text(ui.hero.lede))
        .child(trouble(state, ui))
        .child(paste)
        .child(privacy)
        .child(status);
    all([hero, examples(lang)])
}

fn examples(lang: Lang) -> El {
    let words = &text::ui(lang).examples;
    let cards = words.all.iter().map(|example| {
        let card = el("a.card")
            .at("href", example_link(example.id))
            .at("data-example", example.id)
            .child(el("b").text(example.title))
            .text(" ")
            .child(el("span").text(example.about));
        el("li").child(card)
    });
    el("section.examples aria-labelledby=examples-title")
        .child(el("h2 id=examples-title").text(words.title))
        .child(el("ul.cards").children(cards))
}

/// A text area whose text is looked at when nobody has typed for a moment.
pub fn typed(area: El, look: impl Fn(String) + Clone + 'static) -> El {
    let keys = StoredValue::new(0_u32);
    area.on("input", move |event: Event| {
        let area: HtmlTextAreaElement = event_target(&event);
        let key = keys.try_update_value(|keys| {
            *keys += 1;
            *keys
        });
        let look = look.clone();
        browser::after(TYPED, move || {
            if keys.try_get_value() == key {
                look(area.value());
            }
        });
    })
}

/// Takes what was pasted into the box when it replaces all of its text; else the box has it, like any
/// typing.
fn take_pasted(state: State, event: &Event) {
    let replaces_all = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
        .is_none_or(|area| {
            let selected = |place: Result<Option<u32>, _>| place.ok().flatten();
            selected(area.selection_start()) == Some(0)
                && selected(area.selection_end()) == Some(area.text_length())
        });
    let data = event
        .dyn_ref::<ClipboardEvent>()
        .and_then(ClipboardEvent::clipboard_data);
    if let Some(data) = data
        && replaces_all
        && intake::take_transfer(state, &data)
    {
        event.prevent_default();
    }
}

fn choose_file(state: State, event: &Event) {
    let input: HtmlInputElement = event_target(event);
    if let Some(files) = input.files() {
        intake::take_files(state, &files);
    }
    // The same file may be chosen again.
    input.set_value("");
}
