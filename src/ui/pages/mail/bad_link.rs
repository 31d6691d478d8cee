//! A link that cannot be opened: what is wrong with it, and what arrived. Nothing else is shown in
//! its place.

use leptos::prelude::*;

use crate::play::permalink::LinkFault;
use crate::text::{self, Lang, Ui};
use crate::ui::browser;
use crate::ui::parts::copy::copy_button;
use crate::ui::parts::el::{El, Part, el, live};
use crate::ui::parts::field::labelled;
use crate::ui::state::{BadLink, State, WhyBad};

/// Characters of what arrived that are shown; all of them are copied.
const SHOWN: usize = 2_000;

/// The sentence, and the raw link.
pub fn bad_link(state: State, lang: Lang) -> Part {
    browser::focus("error-title");
    live(move || {
        let bad = state.bad_link.get();
        bad.map(|bad| section(state, text::ui(lang), bad))
    })
}

fn section(state: State, ui: &'static Ui, bad: BadLink) -> El {
    let words = &ui.link;
    let shown: String = bad.raw.chars().take(SHOWN).collect();
    let raw = el("textarea.mono readonly rows=3 data-testid=raw-link").text(shown);
    let inside = el("div.stack")
        .child(el("h1 id=error-title tabindex=-1").text(words.title))
        .child(el("p").text(sentence(ui, &bad.why)))
        .child(el("p").text(words.keep))
        .child(labelled(words.raw, raw))
        .child(el("div.actions").child(copy_button(state, words.copy_raw, move || bad.raw.clone())))
        .child(el("p").text(words.next));
    el("section.banner.bad-link data-level=error data-testid=error role=alert").child(inside)
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
