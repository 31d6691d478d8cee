//! The empty page: the paste box, and examples to look at.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::text::{self, Lang, shell_word};
use crate::ui::pages::mail::banners::TroubleBanner;
use crate::ui::pages::mail::header::{AskFirst, example_link};
use crate::ui::parts::icon::{Icon, LOCK};
use crate::ui::state::State;
use crate::ui::{browser, intake};

/// Milliseconds without a key after which typed text is looked at.
pub const TYPED: u64 = 250;

/// The paste box and the examples.
#[component]
pub fn Hero(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let keys = StoredValue::new(0_u32);
    let typed = move |event: web_sys::Event| {
        let area: HtmlTextAreaElement = event_target(&event);
        let key = keys.try_update_value(|keys| {
            *keys += 1;
            *keys
        });
        browser::after(TYPED, move || {
            if keys.try_get_value() == key && !area.value().trim().is_empty() {
                intake::take_typed(state, area.value());
            }
        });
    };
    view! {
        <section class="hero" aria-labelledby="hero-title">
            <h1 id="hero-title">{shell_word(lang, "heading")}</h1>
            <p class="lede">{ui.hero.lede}</p>
            <TroubleBanner ui/>
            <div
                class="paste"
                data-testid="paste"
                data-drag=move || state.dragging.get().then_some("")
            >
                <label for="paste">{shell_word(lang, "paste_label")}</label>
                <textarea
                    id="paste"
                    aria-describedby="paste-hint"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    on:paste=move |event| take_pasted(state, &event)
                    on:input=typed
                ></textarea>
                <div class="paste-bar">
                    <span class="hint" id="paste-hint">
                        {shell_word(lang, "paste_hint")}
                    </span>
                    <label class="button">
                        <input
                            type="file"
                            class="visually-hidden"
                            on:change=move |event| choose_file(state, &event)
                        />
                        {ui.hero.choose_file}
                    </label>
                </div>
            </div>
            <p class="privacy">
                <Icon class="lock" path=LOCK/>
                " "
                {shell_word(lang, "privacy")}
                " "
                <AskFirst label=ui.settings.ask_first/>
            </p>
            <p class="status" data-testid="status">
                {move || state.preparing.get().map(|size| (ui.banner.preparing)(&(ui.size)(size)))}
            </p>
        </section>
        <section class="examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ui.examples.title}</h2>
            <ul class="cards">
                {ui
                    .examples
                    .all
                    .iter()
                    .map(|example| {
                        view! {
                            <li>
                                <a
                                    class="card"
                                    href=example_link(example.id)
                                    data-example=example.id
                                >
                                    <b>{example.title}</b>
                                    <span>{example.about}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Takes what was pasted into a text area when it replaces all of its text; else the text area has
/// it, like any typing.
pub fn take_pasted(state: State, event: &web_sys::ClipboardEvent) {
    let replaces_all = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
        .is_none_or(|area| {
            let selected = |place: Result<Option<u32>, _>| place.ok().flatten();
            selected(area.selection_start()) == Some(0)
                && selected(area.selection_end()) == Some(area.text_length())
        });
    if let Some(data) = event.clipboard_data()
        && replaces_all
        && intake::take_transfer(state, &data)
    {
        event.prevent_default();
    }
}

fn choose_file(state: State, event: &web_sys::Event) {
    let input: web_sys::HtmlInputElement = event_target(event);
    if let Some(files) = input.files() {
        intake::take_files(state, &files);
    }
    // The same file may be chosen again.
    input.set_value("");
}
