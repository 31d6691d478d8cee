//! What stands above the verdict: where the analysis came from, what waits for consent, what did not
//! work.

use leptos::prelude::*;

use crate::engine::dns::Asked;
use crate::play::case::CaseFault;
use crate::text::{self, Lang, Ui};
use crate::ui::asking;
use crate::ui::state::{Origin, State, Trouble};

/// All banners that apply.
#[component]
pub fn Banners(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let origin = move || {
        let words = &ui.banner;
        let sentence = match (state.origin.get(), state.frozen.get()) {
            (Origin::Own, _) => return None,
            (_, false) => words.asked_again,
            (Origin::Link, true) => words.by_link,
            (Origin::File, true) => words.by_case,
            (Origin::Example, true) => words.by_example,
        };
        let level = match state.origin.get() {
            Origin::Link | Origin::File if state.frozen.get() => "warn",
            _ => "note",
        };
        Some(view! {
            <div class="banner" data-level=level data-testid="banner">
                <p>
                    {sentence}
                    {move || state.changed.get().then(|| view! { " " <b>{words.changed}</b> })}
                </p>
                <div class="actions">
                    <button
                        class="button small"
                        type="button"
                        on:click=move |_| asking::ask_again(state)
                    >
                        {ui.dns.again}
                    </button>
                </div>
            </div>
        })
    };
    let consent = move || {
        let report = state.report.get()?;
        let waiting = asking::waiting_for_consent(state, &report);
        (!waiting.is_empty()).then(|| view! { <ConsentBanner ui waiting/> })
    };
    let offline = move || {
        let report = state.report.get()?;
        let failed = asking::has_failures(&state.answers.read(), &report);
        (failed && !state.frozen.get()).then(|| {
            view! {
                <div class="banner" data-level="error" data-testid="failed">
                    <p>{move || if state.online.get() { ui.banner.failed } else { ui.banner.offline }}</p>
                    <div class="actions">
                        <button
                            class="button small"
                            type="button"
                            on:click=move |_| asking::retry_failed(state)
                        >
                            {ui.banner.retry}
                        </button>
                    </div>
                </div>
            }
        })
    };
    let preparing = move || {
        state.preparing.get().map(|size| {
            view! {
                <div class="banner" data-level="note">
                    <p>{(ui.banner.preparing)(&(ui.size)(size))}</p>
                </div>
            }
        })
    };
    view! {
        <TroubleBanner ui/>
        {preparing}
        {origin}
        {consent}
        {offline}
    }
}

/// What did not work, until it is dismissed.
#[component]
pub fn TroubleBanner(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    move || {
        let trouble = state.trouble.get()?;
        Some(view! {
            <div class="banner" data-level="error" data-testid="trouble" role="alert">
                <p>
                    <b>{ui.trouble.title}</b>
                    " "
                    {sentence(ui, &trouble)}
                </p>
                <div class="actions">
                    <button
                        class="button small"
                        type="button"
                        on:click=move |_| state.trouble.set(None)
                    >
                        {ui.trouble.dismiss}
                    </button>
                </div>
            </div>
        })
    }
}

fn sentence(ui: &Ui, trouble: &Trouble) -> String {
    let words = &ui.trouble;
    match trouble {
        Trouble::TooLarge(octets) => (words.too_large)(&(ui.size)(*octets)),
        Trouble::Empty => words.empty.to_owned(),
        Trouble::OutlookFile => words.outlook_msg.to_owned(),
        Trouble::UnreadableFile => words.unreadable_file.to_owned(),
        Trouble::Clipboard => words.clipboard.to_owned(),
        Trouble::BadCase(CaseFault::Newer) => words.newer_case.to_owned(),
        Trouble::BadCase(CaseFault::Malformed { line } | CaseFault::TooMany { line }) => {
            (words.bad_case_line)(*line)
        }
        Trouble::BadCase(_) => words.bad_case.to_owned(),
        Trouble::SeveralFiles => words.several_files.to_owned(),
    }
}

/// The names that wait, each with a box, and the button that asks them.
#[component]
fn ConsentBanner(ui: &'static Ui, waiting: Vec<Asked>) -> impl IntoView {
    let state = expect_context::<State>();
    let (revealing, plain): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|need| need.reveals);
    // What tells somebody about the mail is only asked when its box is ticked.
    let chosen = RwSignal::new(
        plain
            .iter()
            .map(|need| need.question.clone())
            .collect::<std::collections::BTreeSet<_>>(),
    );
    let list = move |needs: Vec<Asked>| {
        let items = needs
            .into_iter()
            .map(|need| {
                let question = need.question.clone();
                let name = format!("{} {}", question.name, question.rtype);
                let is_chosen = {
                    let question = question.clone();
                    move || chosen.read().contains(&question)
                };
                let choose = move |event| {
                    let is_ticked = event_target_checked(&event);
                    chosen.update(|chosen| {
                        if is_ticked {
                            chosen.insert(question.clone());
                        } else {
                            chosen.remove(&question);
                        }
                    });
                };
                view! {
                    <li>
                        <label class="check">
                            <input type="checkbox" prop:checked=is_chosen on:change=choose/>
                            <code>{name}</code>
                        </label>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="asklist">{items}</ul> }
    };
    let resolver = state
        .settings
        .resolver()
        .map_or("", |resolver| resolver.name);
    let part = move |sentence: String, needs: Vec<Asked>| {
        (!needs.is_empty()).then(|| view! { <p>{sentence}</p> {list(needs)} })
    };
    let ask = move |_| {
        let now = chosen.get_untracked();
        state.consented.update(|consented| consented.extend(now));
    };
    view! {
        <div class="banner" data-level="note" data-testid="consent">
            <div class="stack">
                {part((ui.banner.ask_first)(resolver), plain)}
                {part(ui.banner.reveals.to_owned(), revealing)}
            </div>
            <div class="actions">
                <button
                    class="button primary"
                    type="button"
                    disabled=move || chosen.read().is_empty()
                    on:click=ask
                >
                    {ui.banner.ask_now}
                </button>
            </div>
        </div>
    }
}
