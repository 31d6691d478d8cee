//! The questions: one at a time, as often as one likes, without a clock.

use leptos::prelude::*;

use crate::play::quiz;
use crate::play::route::{Kind, Route};
use crate::text::Lang;
use crate::text::learn::{self, Learn, cited};
use crate::ui::browser::{self, Shelf};
use crate::ui::pages::learn::{see, title};
use crate::ui::parts::copy::copy_button;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::tick;
use crate::ui::state::State;

/// The name of all questions in links.
pub const ALL: &str = "all";

const KEPT: &str = "mailprism.answers";

/// What was answered, and what is asked.
#[derive(Clone, Copy)]
struct Desk {
    state: State,
    answers: RwSignal<Vec<Option<usize>>>,
    order: RwSignal<Vec<usize>>,
    at: RwSignal<usize>,
    keeps: RwSignal<bool>,
    cards: RwSignal<bool>,
    /// The card whose answer is open.
    open: RwSignal<bool>,
    /// The answers are those of a link: nothing is kept of them.
    is_shared: RwSignal<bool>,
}

/// The questions, from the one of this name on, or with the answers that a link holds.
pub fn quiz(
    state: State,
    lang: Lang,
    words: &'static Learn,
    id: &str,
    given: Option<&str>,
) -> Part {
    let keeps = Shelf::Browser.get(KEPT).is_some();
    let shared = given.and_then(quiz::read);
    let is_shared = shared.is_some();
    let desk = Desk {
        state,
        answers: RwSignal::new(shared.unwrap_or_else(kept)),
        order: RwSignal::new((0..quiz::ALL.len()).collect()),
        at: RwSignal::new(quiz::find(id).unwrap_or_default()),
        keeps: RwSignal::new(keeps),
        cards: RwSignal::new(false),
        open: RwSignal::new(false),
        is_shared: RwSignal::new(is_shared),
    };
    all([
        title(words.labels.questions).into(),
        live(move || desk.is_shared.get().then(|| shared_note(desk, words))),
        tools(desk, words).into(),
        el("p data-testid=score")
            .live_text(move || desk.score(words))
            .into(),
        live(move || match desk.current() {
            Some(index) if desk.cards.get() => card(desk, lang, words, index),
            Some(index) => question(desk, lang, words, index),
            None => el("p.empty").text(words.labels.none_missed).into(),
        }),
        turner(desk, words).into(),
    ] as [Part; 6])
}

/// The answers that this browser has, in this tab or for longer.
fn kept() -> Vec<Option<usize>> {
    let kept = Shelf::Tab.get(KEPT).or_else(|| Shelf::Browser.get(KEPT));
    let answers = kept.and_then(|kept| quiz::read(&kept));
    answers.unwrap_or_else(|| vec![None; quiz::ALL.len()])
}

/// Says whose answers these are, and leads back to one's own.
fn shared_note(desk: Desk, words: &'static Learn) -> El {
    let own = button("button small", words.labels.own_answers, move || {
        desk.is_shared.set(false);
        desk.answers.set(kept());
        desk.ask((0..quiz::ALL.len()).collect());
    });
    el("p.banner data-level=info data-testid=shared")
        .text(words.labels.from_link)
        .text(" ")
        .child(own)
}

impl Desk {
    fn current(self) -> Option<usize> {
        self.order.read().get(self.at.get()).copied()
    }

    fn score(self, words: &'static Learn) -> String {
        let answers = self.answers.read();
        let given = answers.iter().flatten().count();
        let right = answers.iter().zip(quiz::ALL);
        let right = right.filter(|(answer, question)| **answer == Some(question.right));
        learn::count(words.score, right.count(), given)
    }

    fn answer(self, index: usize, choice: usize) {
        self.answers.update(|answers| {
            if let Some(answer) = answers.get_mut(index) {
                *answer = Some(choice);
            }
        });
        self.keep();
    }

    fn keep(self) {
        if self.is_shared.get_untracked() {
            return;
        }
        let text = quiz::write(&self.answers.read_untracked());
        Shelf::Tab.set(KEPT, &text);
        if self.keeps.get_untracked() {
            Shelf::Browser.set(KEPT, &text);
        } else {
            Shelf::Browser.remove(KEPT);
        }
    }

    fn ask(self, order: Vec<usize>) {
        self.order.set(order);
        self.turn(0);
    }

    /// Asks the question at this place of the order; the address names it.
    fn turn(self, at: usize) {
        self.open.set(false);
        self.at.set(at);
        let asked = self.order.read_untracked().get(at).copied();
        let asked = asked.and_then(|index| quiz::ALL.get(index));
        if let Some(asked) = asked.filter(|_| !self.is_shared.get_untracked()) {
            let route = Route::item(Kind::Question, asked.id);
            browser::replace_address(&format!("{}{route}", browser::path()));
        }
    }

    fn missed(self) -> Vec<usize> {
        let answers = self.answers.read_untracked();
        let missed = answers.iter().zip(quiz::ALL).enumerate();
        let missed = missed.filter(|(_, (answer, question))| {
            answer.is_some_and(|choice| choice != question.right)
        });
        missed.map(|(index, _)| index).collect()
    }
}

fn tools(desk: Desk, words: &'static Learn) -> El {
    let labels = &words.labels;
    let share = move || {
        let route = Route::Item {
            kind: Kind::Question,
            id: "result".to_owned(),
            state: Some(quiz::write(&desk.answers.read_untracked())),
        };
        format!("{}{route}", browser::address())
    };
    let keeps = tick(
        move || desk.keeps.get(),
        move |keeps| {
            desk.keeps.set(keeps);
            desk.keep();
        },
    );
    // Missed ones are asked anew: their old answers are taken back.
    let missed = move || {
        let missed = desk.missed();
        desk.answers.update(|answers| {
            for &index in &missed {
                if let Some(answer) = answers.get_mut(index) {
                    *answer = None;
                }
            }
        });
        desk.ask(missed);
    };
    let reset = move || {
        desk.answers.set(vec![None; quiz::ALL.len()]);
        desk.keep();
        desk.ask((0..quiz::ALL.len()).collect());
    };
    el("div.actions")
        .child(button("button small", labels.shuffle, move || {
            desk.ask(quiz::shuffled(browser::millis() as u64));
        }))
        .child(button("button small", labels.missed, missed))
        .child(button("button small", labels.reset, reset))
        .child(
            button("button small", labels.cards, move || {
                desk.open.set(false);
                desk.cards.update(|cards| *cards = !*cards);
            })
            .state("aria-pressed", move || desk.cards.get()),
        )
        .child(copy_button(desk.state, labels.share, share))
        .child(el("label.check").child(keeps).text(labels.keep))
}

/// Four choices; once one is chosen, each says why it is right or wrong.
fn question(desk: Desk, lang: Lang, words: &'static Learn, index: usize) -> Part {
    let Some((asked, told)) = quiz::ALL.get(index).zip(words.questions.get(index)) else {
        return all::<Part>([]);
    };
    let labels = &words.labels;
    let answer = move || desk.answers.read().get(index).copied().flatten();
    let choices = told.choices.into_iter().zip(told.why).enumerate();
    let choices = choices.map(|(at, (choice, why))| {
        let letter = labels.letters.get(at).copied().unwrap_or_default();
        let verdict = move || match answer() {
            Some(_) if at == asked.right => Some("pass"),
            Some(chosen) if chosen == at => Some("fail"),
            _ => None,
        };
        el("li")
            .live("data-state", verdict)
            .child(
                button("button choice", "", move || desk.answer(index, at))
                    .at("data-choice", at.to_string())
                    .state("aria-pressed", move || answer() == Some(at))
                    .child(el("b").text(letter))
                    .text(" ")
                    .text(choice),
            )
            .child(live(move || {
                let sign = match at == asked.right {
                    true => labels.right,
                    false => labels.wrong,
                };
                answer().map(|_| el("p.help").child(el("b").text(sign)).text(": ").text(why))
            }))
    });
    all([
        el("h2 id=ask").text(told.ask),
        el("ol.choices aria-labelledby=ask").children(choices),
        el("div role=status").child(live(move || answer().map(|_| shown(lang, words, asked)))),
    ])
}

fn shown(lang: Lang, words: &'static Learn, asked: &'static quiz::Question) -> El {
    el("p data-testid=shown")
        .text(words.labels.see)
        .text(": ")
        .child(see(lang, words, asked.see))
        .text(" · ")
        .child(el("small").text(cited(asked.cite)))
}

/// One question, one answer.
fn card(desk: Desk, lang: Lang, words: &'static Learn, index: usize) -> Part {
    let Some((asked, told)) = quiz::ALL.get(index).zip(words.questions.get(index)) else {
        return all::<Part>([]);
    };
    let right = told.choices.get(asked.right).copied().unwrap_or_default();
    let why = told.why.get(asked.right).copied().unwrap_or_default();
    all([
        el("h2").text(told.ask).into(),
        live(move || match desk.open.get() {
            true => all([
                el("p.point").text(right),
                el("p").text(why),
                shown(lang, words, asked),
            ]),
            false => button("button", words.labels.answer, move || desk.open.set(true)).into(),
        }),
    ] as [Part; 2])
}

fn turner(desk: Desk, words: &'static Learn) -> El {
    let count = move || desk.order.read().len();
    let turn = move |on: bool| {
        let at = desk.at.get_untracked();
        let last = desk.order.read_untracked().len().saturating_sub(1);
        desk.turn(if on {
            (at + 1).min(last)
        } else {
            at.saturating_sub(1)
        });
    };
    el("div.actions")
        .child(
            button("button", words.labels.previous, move || turn(false))
                .when("disabled", move || desk.at.get() == 0),
        )
        .child(el("span").live_text(move || {
            learn::count(words.question, (desk.at.get() + 1).min(count()), count())
        }))
        .child(
            button("button primary", words.labels.next, move || turn(true))
                .at("id", "next-question")
                .when("disabled", move || desk.at.get() + 1 >= count()),
        )
}
