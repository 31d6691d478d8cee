//! Learn: lessons, the simulator, the questions. It is a piece of its own, with words of its own, so
//! that who only reads a verdict loads none of it. The mail on the page stays, and lessons point
//! into it.

mod conditions;
mod evidence;
mod lesson;
mod quiz;
mod simulator;
mod trial;

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

use crate::play::lessons::{Lesson, See};
use crate::play::route::{Kind, Route};
use crate::play::submission::{self, Scenario};
use crate::text::learn::Learn;
use crate::text::{self, Lang};
use crate::ui::browser;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::state::State;

/// The styles of Learn, which come with it.
const STYLE: &str = include_str!("../../../../style/learn.css");

static STYLED: AtomicBool = AtomicBool::new(false);

/// The page, between its header and its footer.
pub fn page(state: State, lang: Lang, words: &'static Learn) -> Part {
    if !STYLED.swap(true, Ordering::Relaxed) {
        browser::add_style(STYLE);
    }
    let content = live(move || {
        // What is opened is what is read next.
        browser::focus("learn-title");
        let (kind, id, given) = match state.learn.get() {
            Some(Route::Item { kind, id, state }) => (kind, id, state),
            _ => (Kind::Lesson, String::new(), None),
        };
        match kind {
            Kind::Scenario if id == submission::evidence::ID => evidence::page(state, lang, words),
            Kind::Scenario => {
                let scenario = Scenario::from_id(&id).unwrap_or(Scenario::SpamDirect);
                simulator::simulator(state, lang, words, scenario, given.as_deref())
            }
            Kind::Question => quiz::quiz(state, lang, words, &id, given.as_deref()),
            _ => {
                let lesson = Lesson::from_id(&id).unwrap_or(Lesson::Stages);
                lesson::lesson(state, lang, words, lesson)
            }
        }
    });
    el("div.learn data-testid=learn")
        .child(el("article.learn-body").child(content))
        .child(contents(state, words))
        .into()
}

/// Leaves Learn for the mail, or for the empty page.
fn close(state: State) {
    browser::replace_address(&browser::path());
    state.learn.set(None);
    browser::focus(match state.mail.read_untracked().is_some() {
        true => "verdict-title",
        false => "paste",
    });
}

/// Everything there is, with a mark on what is shown.
fn contents(state: State, words: &'static Learn) -> El {
    let labels = &words.labels;
    let evidence_id = submission::evidence::ID;
    let link = move |kind: Kind, id: &'static str, word: &'static str| {
        let is_current = move || match &*state.learn.read() {
            Some(Route::Item {
                kind: at, id: now, ..
            }) => *at == kind && (kind == Kind::Question || now == id),
            _ => false,
        };
        let address = Route::item(kind, id).to_string();
        let link = el("a").at("href", address).text(word);
        el("li").child(link.live("aria-current", move || is_current().then_some("page")))
    };
    let lessons = Lesson::ALL.into_iter();
    let scenarios = Scenario::ALL.into_iter();
    el("nav.toc")
        .at("aria-label", labels.contents)
        .child(button("button small", labels.close, move || close(state)))
        .child(el("h2").text(labels.lessons))
        .child(
            el("ol")
                .children(lessons.map(|one| link(Kind::Lesson, one.id(), words.lesson(one).title))),
        )
        .child(el("h2").text(labels.simulator))
        .child(
            el("ol")
                .children(
                    scenarios.map(|one| link(Kind::Scenario, one.id(), words.scenario(one).title)),
                )
                .child(link(Kind::Scenario, evidence_id, labels.this_mail)),
        )
        .child(el("h2").text(labels.questions))
        .child(el("ol").child(link(Kind::Question, quiz::ALL, labels.questions)))
}

/// The heading of what is shown.
fn title(word: &'static str) -> El {
    el("h1 id=learn-title tabindex=-1").text(word)
}

/// A link to what shows something.
fn see(lang: Lang, words: &'static Learn, see: See) -> El {
    let labels = &words.labels;
    let (kind, id, before, name) = match see {
        See::Example(id) => {
            let examples = text::ui(lang).examples.all.iter();
            let title = examples.clone().find(|example| example.id == id);
            let title = title.map_or(id, |example| example.title);
            (Kind::Example, id, labels.example, title)
        }
        See::Scenario(one) => {
            let title = words.scenario(one).title;
            (Kind::Scenario, one.id(), labels.scenario, title)
        }
        See::Lesson(one) => (Kind::Lesson, one.id(), "", words.lesson(one).title),
    };
    let colon = if before.is_empty() { "" } else { ": " };
    el("a")
        .at("href", Route::item(kind, id).to_string())
        .text(format!("{before}{colon}{name}"))
}

/// Several of them under their heading.
fn all_seen(lang: Lang, words: &'static Learn, seen: &'static [See]) -> Option<Part> {
    let items = seen
        .iter()
        .map(|one| el("li").child(see(lang, words, *one)));
    let list = el("ul.see").children(items);
    (!seen.is_empty()).then(|| all([el("h2").text(words.labels.see), list]))
}
