//! Sharing an analysis: how much of it, how long the link gets and where it survives, and the same as
//! a file. Nothing is put into the address bar.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::api::{self, PROGRAM, Verification};
use crate::engine::prepare::Prepared;
use crate::play::case::{Analysis, Case, Made, Scope};
use crate::play::permalink;
use crate::text::ui::Contents;
use crate::text::{self, Lang};
use crate::ui::pages::mail::header::Choice;
use crate::ui::parts::copy::copy;
use crate::ui::state::State;
use crate::ui::{browser, intake};

const DIALOG: &str = "share";

/// Characters up to which a link survives, in the order of the words for these places.
const PLACES: [usize; 5] = [1_000, 2_000, 4_000, 8_000, 32_000];

/// Opens the dialog.
pub fn open() {
    if let Some(dialog) = dialog() {
        let _ = dialog.show_modal();
        browser::focus("share-title");
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    browser::by_id(DIALOG)?.dyn_into().ok()
}

/// The analysis as it stands, as a case.
fn freeze(state: State, scope: Scope) -> Option<Case> {
    let mail = state.mail.get()?;
    let report = state.report.get()?;
    let made = Made {
        time: browser::now(),
        by: PROGRAM.to_owned(),
    };
    let analysis = Analysis {
        prepared: &mail,
        inputs: &state.inputs.read(),
        answers: &state.answers.read(),
        report: &report,
    };
    let mut case = Case::freeze(analysis, scope, made);
    case.selection = intake::selection_words(&state.selection.read());
    Some(case)
}

/// Saves the report as JSON.
pub fn export_json(state: State) {
    if let (Some(mail), Some(report)) = (state.mail.get_untracked(), state.report.get_untracked()) {
        let verification = Verification::new(
            &report,
            &mail.message,
            &state.inputs.read_untracked(),
            &state.answers.read_untracked(),
        );
        save(
            state,
            "mailprism.json",
            "application/json",
            api::json(&verification).as_bytes(),
        );
    }
}

/// Saves the whole analysis as a case file.
pub fn export_case(state: State) {
    if let Some(case) = untrack(|| freeze(state, Scope::Whole)) {
        save(state, "mailprism.case", "text/plain", &case.to_octets());
    }
}

fn save(state: State, name: &str, media_type: &str, octets: &[u8]) {
    if browser::save(name, media_type, octets) {
        state.say(state.words().live.saved.to_owned());
    }
}

/// The dialog.
#[component]
pub fn ShareDialog(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let words = &text::ui(lang).share;
    let scope = RwSignal::new(Scope::Headers);
    let is_open = RwSignal::new(false);
    // Made only while the dialog is open: a link is as costly as the mail is long.
    let case = Memo::new_with_compare(
        move |_| is_open.get().then(|| freeze(state, scope.get())).flatten(),
        |_, _| true,
    );
    let link = Memo::new(move |_| {
        let fragment = permalink::make(case.read().as_ref()?).ok()?;
        Some(format!("{}{fragment}", browser::address()))
    });
    let length = move || link.read().as_ref().map(|link| link.chars().count());
    let contents = move || {
        let case = case.get()?;
        let prepared = crate::engine::prepare::prepare(case.message.clone());
        Some((words.contains)(&Contents {
            fields: prepared.message.headers.len(),
            answers: case.answers.len(),
            body: prepared.message.body.is_some(),
            addresses: &addresses(&prepared),
        }))
    };
    let meter = move || {
        let length = length()?;
        let places = words
            .places
            .iter()
            .zip(PLACES)
            .map(|(place, limit)| {
                let fits = length <= limit;
                let sentence = if fits {
                    (words.fits)(place)
                } else {
                    (words.too_long_for)(place)
                };
                view! { <li data-state=if fits { "pass" } else { "fail" }>{sentence}</li> }
            })
            .collect_view();
        Some(view! {
            <p>{(words.length)(&text::grouped(length as u64))}</p>
            <div class="meter">
                <progress
                    max="32000"
                    value=length.min(32_000).to_string()
                    aria-label=words.meter
                ></progress>
                <ul>{places}</ul>
            </div>
        })
    };
    let scopes = [
        (Scope::Headers, words.headers, words.headers_help),
        (Scope::Whole, words.whole, words.whole_help),
    ];
    let close = move |_| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="dialog"
            id=DIALOG
            data-testid="share"
            aria-labelledby="share-title"
            on:toggle=move |_| is_open.set(dialog().is_some_and(|dialog| dialog.open()))
            on:close=move |_| {
                is_open.set(false);
                browser::focus("share-open");
            }
        >
            <form method="dialog">
                <h2 id="share-title" tabindex="-1">
                    {words.title}
                </h2>
                <fieldset class="group">
                    <legend>{words.include}</legend>
                    {scopes
                        .map(|(one, label, help)| {
                            view! {
                                <Choice
                                    group="scope"
                                    label
                                    chosen=move || scope.get() == one
                                    choose=move || scope.set(one)
                                />
                                <p class="help">{help}</p>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </fieldset>
                <p data-testid="share-contents">{contents}</p>
                {meter}
                <p hidden=move || length().is_some()>{words.too_long}</p>
                <label class="field" hidden=move || length().is_none()>
                    <span>{words.link_label}</span>
                    <input
                        class="mono"
                        readonly=true
                        data-testid="link"
                        prop:value=move || link.get().unwrap_or_default()
                    />
                </label>
                <p class="help">{words.warning}</p>
                <div class="actions">
                    <button
                        class="button primary"
                        type="button"
                        disabled=move || length().is_none()
                        on:click=move |_| copy(state, link.get_untracked().unwrap_or_default())
                    >
                        {words.copy}
                    </button>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| {
                            if let Some(case) = case.get_untracked() {
                                save(state, "mailprism.case", "text/plain", &case.to_octets());
                            }
                        }
                    >
                        {words.save}
                    </button>
                    <button class="button" type="button" on:click=close>
                        {words.close}
                    </button>
                </div>
            </form>
        </dialog>
    }
}

/// The addresses that can be read in what is shared, each once.
fn addresses(prepared: &Prepared) -> Vec<String> {
    let mut addresses = text::addresses_in(prepared.message.octets());
    addresses.truncate(12);
    addresses
}
