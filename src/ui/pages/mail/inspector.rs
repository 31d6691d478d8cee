//! The tabs beside the source.

use leptos::prelude::*;

use crate::text::{self, Lang};
use crate::ui::browser;
use crate::ui::pages::mail::dns::DnsTab;
use crate::ui::pages::mail::findings::FindingsTab;
use crate::ui::pages::mail::hops::HopsTab;
use crate::ui::state::{State, Tab};

const TABS: [(Tab, &str); 3] = [
    (Tab::Findings, "tab-findings"),
    (Tab::Dns, "tab-dns"),
    (Tab::Hops, "tab-hops"),
];

/// Findings, DNS and hops.
#[component]
pub fn Inspector(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let words = &ui.inspector;
    let label = |tab| match tab {
        Tab::Findings => words.findings,
        Tab::Dns => words.dns,
        Tab::Hops => words.hops,
    };
    let count = move |tab| {
        state.report.with(|report| {
            report.as_ref().map(|report| match tab {
                Tab::Findings => report.findings.len(),
                Tab::Dns => report.asked.len(),
                Tab::Hops => report.hops.len(),
            })
        })
    };
    let step = move |event: web_sys::KeyboardEvent| {
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
    };
    let tabs = TABS
        .map(|(tab, id)| {
            let is_chosen = move || state.tab.get() == tab;
            view! {
                <button
                    class="tab"
                    type="button"
                    role="tab"
                    id=id
                    aria-selected=move || is_chosen().to_string()
                    aria-controls="tab-panel"
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| state.tab.set(tab)
                >
                    {label(tab)}
                    " "
                    <span class="count">{move || count(tab)}</span>
                </button>
            }
        })
        .into_iter()
        .collect_view();
    let labelled_by = move || {
        let chosen = TABS.iter().find(|(tab, _)| *tab == state.tab.get());
        chosen.map_or("", |(_, id)| id)
    };
    view! {
        <section class="pane inspector" data-testid="inspector" aria-label=words.label>
            <div class="tabs" role="tablist" aria-label=words.label on:keydown=step>
                {tabs}
            </div>
            <div
                class="pane-body"
                id="tab-panel"
                role="tabpanel"
                tabindex="0"
                aria-labelledby=labelled_by
            >
                {move || match state.tab.get() {
                    Tab::Findings => view! { <FindingsTab lang/> }.into_any(),
                    Tab::Dns => view! { <DnsTab lang/> }.into_any(),
                    Tab::Hops => view! { <HopsTab lang/> }.into_any(),
                }}
            </div>
        </section>
    }
}
