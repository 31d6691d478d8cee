//! A link that cannot be opened: what is wrong with it, and what arrived. Nothing else is shown in
//! its place.

use leptos::prelude::*;

use crate::play::permalink::LinkFault;
use crate::text::{self, Lang, Ui};
use crate::ui::browser;
use crate::ui::parts::copy::Copy;
use crate::ui::state::{State, WhyBad};

/// Characters of what arrived that are shown; all of them are copied.
const SHOWN: usize = 2_000;

/// The sentence, and the raw link.
#[component]
pub fn BadLinkPart(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    browser::focus("error-title");
    move || {
        let bad = state.bad_link.get()?;
        let raw = bad.raw.clone();
        let shown: String = raw.chars().take(SHOWN).collect();
        Some(view! {
            <section class="banner bad-link" data-level="error" data-testid="error" role="alert">
                <div class="stack">
                    <h1 id="error-title" tabindex="-1">
                        {ui.link.title}
                    </h1>
                    <p>{sentence(ui, &bad.why)}</p>
                    <p>{ui.link.keep}</p>
                    <label class="field">
                        <span>{ui.link.raw}</span>
                        <textarea class="mono" readonly=true rows="3" data-testid="raw-link">
                            {shown}
                        </textarea>
                    </label>
                    <div class="actions">
                        <Copy text=Signal::stored(raw) label=ui.link.copy_raw/>
                    </div>
                    <p>{ui.link.next}</p>
                </div>
            </section>
        })
    }
}

fn sentence(ui: &Ui, why: &WhyBad) -> String {
    let words = &ui.link;
    match why {
        WhyBad::Fault(fault) => match *fault {
            LinkFault::Cut {
                arrived,
                expected: Some(expected),
            } => (words.cut)(arrived, expected),
            LinkFault::Cut { expected: None, .. } => words.cut_early.to_owned(),
            LinkFault::Altered => words.altered.to_owned(),
            LinkFault::Newer => words.newer.to_owned(),
            LinkFault::TooLarge => words.too_large.to_owned(),
            LinkFault::NotOurs => words.not_ours.to_owned(),
            LinkFault::Unreadable | LinkFault::Bad(_) => words.unreadable.to_owned(),
        },
        WhyBad::UnknownExample(id) => (words.unknown_example)(id),
        WhyBad::NotYet => words.not_yet.to_owned(),
    }
}
