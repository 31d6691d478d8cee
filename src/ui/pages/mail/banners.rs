//! What stands above the verdict: where the analysis came from, what waits for consent, what did not
//! work.

use leptos::prelude::*;

use crate::engine::dns::{Asked, Question};
use crate::play::case::CaseFault;
use crate::text::{self, Lang, Ui};
use crate::ui::asking;
use crate::ui::pages::mail::offers::offers;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::tick;
use crate::ui::state::{Origin, State, Trouble};

/// All banners that apply.
pub fn banners(state: State, lang: Lang) -> Part {
    let ui = text::ui(lang);
    let preparing = live(move || {
        state.preparing.get().map(|size| {
            let sentence = (ui.banner.preparing)(&(ui.size)(size));
            banner("note", "preparing", el("p").text(sentence), None)
        })
    });
    let origin = live(move || origin(state, ui));
    let consent = live(move || {
        let report = state.report.get()?;
        let waiting = asking::waiting_for_consent(state, &report);
        (!waiting.is_empty()).then(|| consent(state, ui, waiting))
    });
    let failed = live(move || {
        let report = state.report.get()?;
        let failed = asking::has_failures(&state.answers.read(), &report);
        (failed && !state.frozen.get()).then(|| {
            let sentence = if state.online.get() {
                ui.banner.failed
            } else {
                ui.banner.offline
            };
            let retry = button("button small", ui.banner.retry, move || {
                asking::retry_failed(state);
            })
            .at("data-testid", "ask-again");
            banner("error", "failed", el("p").text(sentence), Some(retry))
        })
    });
    all([
        trouble(state, ui),
        preparing,
        origin,
        offers(state, lang),
        consent,
        failed,
    ])
}

/// What did not work, until it is dismissed.
pub fn trouble(state: State, ui: &'static Ui) -> Part {
    live(move || {
        state.trouble.get().map(|trouble| {
            let words = el("p")
                .child(el("b").text(ui.trouble.title))
                .text(" ")
                .text(sentence(ui, &trouble));
            let dismiss = button("button small", ui.trouble.dismiss, move || {
                state.trouble.set(None);
            });
            banner("error", "trouble", words, Some(dismiss)).at("role", "alert")
        })
    })
}

/// A banner with its words, and what can be done.
pub fn banner(level: &'static str, id: &'static str, words: El, action: Option<El>) -> El {
    el("div.banner")
        .at("data-level", level)
        .at("data-testid", id)
        .child(words)
        .child(action.map(|action| el("div.actions").child(action)))
}

/// Where the analysis came from, unless the person brought it.
fn origin(state: State, ui: &'static Ui) -> Option<El> {
    let words = &ui.banner;
    let is_frozen = state.frozen.get();
    let sentence = match state.origin.get() {
        Origin::Own => return None,
        _ if !is_frozen => words.asked_again,
        Origin::Link => words.by_link,
        Origin::File => words.by_case,
        Origin::Example => words.by_example,
    };
    let is_hearsay = is_frozen && state.origin.get() != Origin::Example;
    let sentence = el("p").text(sentence).child(live(move || {
        let changed = state.changed.get();
        changed.then(|| all([Part::from(" "), el("b").text(words.changed).into()]))
    }));
    let again = button("button small", ui.banner.again, move || {
        asking::ask_again(state);
    })
    .at("data-testid", "ask-again");
    let level = if is_hearsay { "warn" } else { "note" };
    Some(banner(level, "banner", sentence, Some(again)))
}

fn sentence(ui: &Ui, trouble: &Trouble) -> String {
    let words = &ui.trouble;
    let sentence = match trouble {
        Trouble::TooLarge(octets) => return (words.too_large)(&(ui.size)(*octets)),
        Trouble::BadCase(CaseFault::Malformed { line } | CaseFault::TooMany { line }) => {
            return (words.bad_case_line)(*line);
        }
        Trouble::BadCase(CaseFault::Newer) => words.newer_case,
        Trouble::BadCase(_) => words.bad_case,
        Trouble::Empty => words.empty,
        Trouble::OutlookFile => words.outlook_msg,
        Trouble::UnreadableFile => words.unreadable_file,
        Trouble::Clipboard => words.clipboard,
        Trouble::Piece => words.piece,
        Trouble::SeveralFiles => words.several_files,
    };
    sentence.to_owned()
}

/// The names that wait, each with a box, and the button that asks them.
fn consent(state: State, ui: &'static Ui, waiting: Vec<Asked>) -> El {
    let (revealing, plain): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|need| need.reveals);
    // What tells somebody about the mail is only asked when its box is ticked.
    let ticked: Vec<Question> = plain.iter().map(|need| need.question.clone()).collect();
    let chosen = RwSignal::new(ticked);
    let resolver = state
        .settings
        .resolver()
        .map_or("", |resolver| resolver.name);
    let part = |sentence: String, needs: Vec<Asked>| {
        (!needs.is_empty()).then(|| {
            let names = needs.into_iter().map(|need| name(need.question, chosen));
            all([el("p").text(sentence), el("ul.asklist").children(names)])
        })
    };
    let words = el("div.stack")
        .child(part((ui.banner.ask_first)(resolver), plain))
        .child(part(ui.banner.reveals.to_owned(), revealing));
    let ask = button("button primary", ui.banner.ask_now, move || {
        let chosen = chosen.get_untracked();
        state.consented.update(|consented| consented.extend(chosen));
    })
    .when("disabled", move || chosen.read().is_empty());
    banner("note", "consent", words, Some(ask))
}

fn name(question: Question, chosen: RwSignal<Vec<Question>>) -> El {
    let name = format!("{} {}", question.name, question.rtype);
    let ticked = {
        let question = question.clone();
        move || chosen.read().contains(&question)
    };
    let set = move |is_ticked| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != question);
            if is_ticked {
                chosen.push(question.clone());
            }
        });
    };
    let label = el("label.check")
        .child(tick(ticked, set))
        .child(el("code").text(name));
    el("li").child(label)
}
