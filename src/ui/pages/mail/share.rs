//! Sharing an analysis: how much of it, how long the link gets and where it survives, and the same as
//! a file. Nothing is put into the address bar.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::api::{self, PROGRAM, Verification};
use crate::engine::mail::Message;
use crate::engine::paste::Finding;
use crate::play::case::{Analysis, Case, Made, Scope};
use crate::play::permalink;
use crate::text;
use crate::text::later::{Contents, Full};
use crate::ui::pages::mail::header::help;
use crate::ui::pages::mail::offers::title;
use crate::ui::parts::copy::copy;
use crate::ui::parts::el::{El, all, button, el, live};
use crate::ui::parts::field::{choice, labelled};
use crate::ui::state::State;
use crate::ui::{browser, intake};

const DIALOG: &str = "share";

/// Characters up to which a link survives, in the order of the words for these places.
const PLACES: [usize; 5] = [1_000, 2_000, 4_000, 8_000, 32_000];

/// Opens the dialog.
pub fn open() {
    if let Some(dialog) = element() {
        let _ = dialog.show_modal();
        browser::focus("share-title");
    }
}

fn element() -> Option<HtmlDialogElement> {
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
pub fn dialog(state: State, full: Full) -> El {
    let words = &full.later.share;
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
    let length = Memo::new(move |_| Some(link.read().as_ref()?.len()));
    let one = |one: Scope, label, sentence: &'static str| {
        let chosen = move || scope.get() == one;
        let choice = choice("scope", label, chosen, move || scope.set(one));
        all([choice, help(sentence)])
    };
    let scopes = el("fieldset.group")
        .child(el("legend").text(words.include))
        .child(one(Scope::Headers, words.headers, words.headers_help))
        .child(one(Scope::Whole, words.whole, words.whole_help));
    let meter = live(move || length.get().map(|length| meter(full, length)));
    let link_field = el("input.mono readonly data-testid=link")
        .prop("value", move || link.get().unwrap_or_default().into());
    let copy_link = button("button primary", words.copy, move || {
        copy(state, link.get_untracked().unwrap_or_default());
    })
    .when("disabled", move || length.get().is_none());
    let save_case = button("button", words.save, move || {
        if let Some(case) = case.get_untracked() {
            save(state, "mailprism.case", "text/plain", &case.to_octets());
        }
    });
    let close = button("button", words.close, || {
        if let Some(dialog) = element() {
            dialog.close();
        }
    });
    let form = el("form method=dialog")
        .child(el("h2 id=share-title tabindex=-1").text(words.title))
        .child(scopes)
        .child(
            el("p data-testid=share-contents")
                .live_text(move || case.with(|case| contents(full, case.as_ref()))),
        )
        .child(meter)
        .child(
            el("p")
                .text(words.too_long)
                .when("hidden", move || length.get().is_some()),
        )
        .child(
            labelled(words.link_label, link_field).when("hidden", move || length.get().is_none()),
        )
        .child(help(words.warning))
        .child(
            el("div.actions")
                .child(copy_link)
                .child(save_case)
                .child(close),
        );
    el("dialog.dialog")
        .at("id", DIALOG)
        .at("data-testid", "share")
        .at("aria-labelledby", "share-title")
        .on("toggle", move |_| {
            is_open.set(element().is_some_and(|dialog| dialog.open()));
        })
        .on("close", move |_| {
            is_open.set(false);
            browser::focus("share-open");
        })
        .child(form)
}

/// What is inside, in a sentence.
fn contents(full: Full, case: Option<&Case>) -> String {
    let Some(case) = case else {
        return String::new();
    };
    let message = Message::parse(case.message.clone());
    let mut addresses = addresses(&message);
    addresses.truncate(12);
    let mut sentence = (full.later.share.contains)(&Contents {
        fields: message.headers.len(),
        answers: case.answers.len(),
        body: message.body.is_some(),
        addresses: &addresses,
    });
    if !case.repaired.is_empty() {
        let damage = case.repaired.clone();
        sentence.push(' ');
        sentence.push_str(&title(full.lang, Finding::Repaired { damage }));
    }
    sentence
}

/// The addresses that can be read in what is shared. Identifiers look like addresses and are none.
fn addresses(message: &Message) -> Vec<String> {
    const IDENTIFIERS: [&[u8]; 4] = [
        b"message-id",
        b"in-reply-to",
        b"references",
        b"dkim-signature",
    ];
    let mut octets = Vec::new();
    for field in &message.headers {
        let name = message.name(field).to_ascii_lowercase();
        if !IDENTIFIERS.contains(&name.as_slice()) {
            octets.extend_from_slice(message.value(field));
        }
    }
    octets.extend_from_slice(message.body_octets());
    text::addresses_in(&octets)
}

/// How long the link is, and where it survives.
fn meter(full: Full, length: usize) -> El {
    let words = &full.later.share;
    let places = words.places.iter().zip(PLACES).map(|(place, limit)| {
        let (state, sentence) = if length <= limit {
            ("pass", (words.fits)(place))
        } else {
            ("fail", (words.too_long_for)(place))
        };
        el("li").at("data-state", state).text(sentence)
    });
    let bar = el("progress max=32000")
        .at("value", length.min(32_000).to_string())
        .at("aria-label", words.meter);
    el("div.meter")
        .child(el("p").text((words.length)(&text::grouped(length as u64))))
        .child(bar)
        .child(el("ul").children(places))
}
