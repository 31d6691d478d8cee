//! The tabs beside the source.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use crate::text::{self, Lang};
use crate::ui::pages::mail::findings;
use crate::ui::parts::el::{El, button, el, live};
use crate::ui::state::{Selection, State, Tab};
use crate::ui::{browser, pieces};

const TABS: [(Tab, &str); 3] = [
    (Tab::Findings, "tab-findings"),
    (Tab::Dns, "tab-dns"),
    (Tab::Hops, "tab-hops"),
];

/// Findings, DNS and hops.
pub fn inspector(state: State, lang: Lang) -> El {
    let words = &text::ui(lang).inspector;
    let tab = |(tab, id): (Tab, &'static str)| {
        let word = match tab {
            Tab::Findings => words.findings,
            Tab::Dns => words.dns,
            Tab::Hops => words.hops,
        };
        let is_chosen = move || state.tab.get() == tab;
        button("tab", word, move || state.tab.set(tab))
            .at("role", "tab")
            .at("id", id)
            .state("aria-selected", is_chosen)
            .at("aria-controls", "tab-panel")
            .live("tabindex", move || {
                Some(if is_chosen() { "0" } else { "-1" })
            })
            .text(" ")
            .child(el("span.count").live_text(move || count(state, tab).to_string()))
    };
    let tabs = el("div.tabs role=tablist")
        .at("aria-label", words.label)
        .on("keydown", move |event| step(state, &event))
        .children(TABS.map(tab));
    let panel = el("div.pane-body id=tab-panel role=tabpanel tabindex=0")
        .live("aria-labelledby", move || {
            let chosen = TABS.iter().find(|(tab, _)| *tab == state.tab.get());
            chosen.map(|(_, id)| *id)
        })
        .child(live(move || {
            match (state.tab.get(), pieces::in_language(state.details, lang)) {
                (Tab::Findings, _) => findings::findings(state, lang),
                (Tab::Dns, Some((details, full))) => (details.dns)(state, full),
                (Tab::Hops, Some((details, full))) => (details.hops)(state, full),
                (_, None) => el("p.empty aria-busy=true"),
            }
        }));
    // A tab begins at its top, or where what is selected stands.
    Effect::new(move |_| {
        state.tab.get();
        state.details.get();
        let has_selection = *state.selection.read() != Selection::None;
        browser::after(0, move || show_current(has_selection));
    });
    el("section.pane.inspector data-testid=inspector aria-labelledby=inspector-title")
        .child(el("h2.visually-hidden id=inspector-title").text(words.label))
        .child(tabs)
        .child(panel)
}

fn show_current(has_selection: bool) {
    let Some(panel) = browser::by_id("tab-panel") else {
        return;
    };
    panel.set_scroll_top(0);
    let current = panel.query_selector("[aria-current=true]").ok().flatten();
    if let Some(current) = current.filter(|_| has_selection) {
        browser::reveal("tab-panel", &current, &current);
    }
}

fn count(state: State, tab: Tab) -> usize {
    state.report.with(|report| {
        report.as_ref().map_or(0, |report| match tab {
            Tab::Findings => report.findings.len(),
            Tab::Dns => report.asked.len(),
            Tab::Hops => report.hops.len(),
        })
    })
}

/// The arrow keys go from tab to tab.
fn step(state: State, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let at = TABS
        .iter()
        .position(|(tab, _)| *tab == state.tab.get_untracked())
        .unwrap_or_default();
    let to = match event.key().as_str() {
        "ArrowRight" => (at + 1) % TABS.len(),
        "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
        "Home" => 0,
        "End" => TABS.len() - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some((tab, id)) = TABS.get(to) {
        state.tab.set(*tab);
        browser::focus(id);
    }
}
