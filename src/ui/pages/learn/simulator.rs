//! The simulator: a scenario or any settings, played line by line on the picture.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use crate::play::route::{Kind, Route};
use crate::play::scene::NodeId;
use crate::play::submission::{
    Act, Condition, Outcome, Played, Scenario, Settings, Step, play, scene, stop,
};
use crate::text::Lang;
use crate::text::learn::{Learn, cited, count};
use crate::ui::browser;
use crate::ui::pages::learn::conditions::condition;
use crate::ui::pages::learn::title;
use crate::ui::parts::diagram::{diagram, drawn};
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::labelled;
use crate::ui::parts::steps::steps;
use crate::ui::state::State;

/// Milliseconds from step to step: slow, normal, fast.
const PACES: [u64; 3] = [3_000, 1_500, 500];

/// What is played, and how far.
#[derive(Clone, Copy)]
struct Stage {
    state: State,
    words: &'static Learn,
    scenario: Scenario,
    settings: RwSignal<Settings>,
    played: Memo<Played>,
    shown: RwSignal<usize>,
    /// Which run is on: an older one's clock is not listened to.
    run: RwSignal<Option<u32>>,
    runs: StoredValue<u32>,
    pace: RwSignal<usize>,
}

/// The scenario with its settings, or with those that a link holds.
pub fn simulator(
    state: State,
    lang: Lang,
    words: &'static Learn,
    scenario: Scenario,
    given: Option<&str>,
) -> Part {
    let given = given.and_then(Settings::parse);
    let settings = RwSignal::new(given.unwrap_or_else(|| scenario.settings()));
    let stage = Stage {
        state,
        words,
        scenario,
        settings,
        played: Memo::new(move |_| play(&settings.read())),
        shown: RwSignal::new(0),
        run: RwSignal::new(None),
        runs: StoredValue::new(0),
        pace: RwSignal::new(1),
    };
    let told = words.scenario(scenario);
    let picture =
        Memo::new(move |_| scene(&settings.read(), &stage.played.read(), stage.shown.get()));
    let bare = drawn(picture, lang);
    let shapes = Memo::new(move |_| {
        let mut shapes = bare.get();
        let played = stage.played.read();
        if let Some(stop) = stop(&settings.read(), &played, stage.shown.get()) {
            words.mark(&mut shapes, &stop);
        }
        if stage.shown.get() == played.steps.len() {
            shapes.summary = words.outcome(played.outcome).to_owned();
        }
        shapes
    });
    let selected = RwSignal::new(None::<NodeId>);
    let labels = &words.labels;
    stage.follow();
    all([
        title(told.title),
        el("p.point").text(told.notice),
        el("div.play")
            .child(
                el("section.path aria-labelledby=path-title")
                    .child(el("h2.visually-hidden id=path-title").text(labels.simulator))
                    .child(diagram(picture, shapes, selected, || ()))
                    .child(steps(shapes, lang, selected)),
            )
            .child(dialogue(stage))
            .child(options(stage)),
    ])
}

impl Stage {
    fn count(self) -> usize {
        self.played.read_untracked().steps.len()
    }

    fn show(self, shown: usize) {
        let shown = shown.min(self.count());
        if self.shown.get_untracked() == shown {
            return;
        }
        self.shown.set(shown);
        let played = self.played.read_untracked();
        let last = shown.checked_sub(1).and_then(|at| played.steps.get(at));
        if let Some(step) = last {
            let mut said = self.words.act(&step.act);
            if shown == played.steps.len() {
                said = format!("{said} — {}", self.words.outcome(played.outcome));
            }
            self.state.say(said);
        }
        browser::after(0, || {
            if let Some(current) = browser::by_id("step-now") {
                browser::reveal("dialogue", &current, &current);
            }
        });
    }

    fn step(self, on: bool) {
        self.run.set(None);
        let shown = self.shown.get_untracked();
        self.show(if on {
            shown + 1
        } else {
            shown.saturating_sub(1)
        });
    }

    fn play_or_pause(self) {
        if self.run.get_untracked().is_some() {
            self.run.set(None);
            return;
        }
        if self.shown.get_untracked() == self.count() {
            self.show(0);
        }
        let run = self.runs.get_value() + 1;
        self.runs.set_value(run);
        self.run.set(Some(run));
        self.tick(run);
    }

    /// One step now, the next in a while, until the end or until something else was chosen. Where
    /// the page has gone on, the signals are gone as well.
    fn tick(self, run: u32) {
        if self.run.try_get_untracked().flatten() != Some(run) {
            return;
        }
        self.show(self.shown.get_untracked() + 1);
        if self.shown.get_untracked() == self.count() {
            self.run.set(None);
            return;
        }
        let pace = PACES.get(self.pace.get_untracked()).copied();
        browser::after(pace.unwrap_or_default(), move || self.tick(run));
    }

    /// Other settings: the play begins anew, and the address names them.
    fn follow(self) {
        Effect::new(move |before: Option<Settings>| {
            let settings = self.settings.get();
            if before.is_none_or(|before| before == settings) {
                return settings;
            }
            self.run.set(None);
            self.shown.set(0);
            let route = Route::Item {
                kind: Kind::Scenario,
                id: self.scenario.id().to_owned(),
                state: (settings != self.scenario.settings()).then(|| settings.to_string()),
            };
            browser::replace_address(&format!("{}{route}", browser::path()));
            settings
        });
    }
}

fn dialogue(stage: Stage) -> El {
    let labels = &stage.words.labels;
    let control = |word: &'static str, go: Box<dyn Fn()>| button("button small", word, go);
    let speeds = labels.speeds.into_iter().enumerate().map(|(at, word)| {
        el("option")
            .text(word)
            .at("value", at.to_string())
            .prop("selected", move || (stage.pace.get() == at).into())
    });
    let speed = el("select")
        .on("change", move |event| {
            stage
                .pace
                .set(event_target_value(&event).parse().unwrap_or(1));
        })
        .children(speeds);
    let play = button("button small primary", "", move || stage.play_or_pause())
        .at("id", "play")
        .live_word(move || match stage.run.get() {
            Some(_) => labels.pause,
            None => labels.play,
        });
    let controls = el("div.actions role=toolbar")
        .at("aria-label", labels.play)
        .on("keydown", move |event| on_key(stage, &event))
        .child(
            control(
                labels.restart,
                Box::new(move || {
                    stage.run.set(None);
                    stage.show(0);
                }),
            )
            .at("id", "restart"),
        )
        .child(control(labels.back, Box::new(move || stage.step(false))).at("id", "back"))
        .child(play)
        .child(control(labels.forward, Box::new(move || stage.step(true))).at("id", "forward"))
        .child(
            control(
                labels.end,
                Box::new(move || {
                    stage.run.set(None);
                    stage.show(usize::MAX);
                }),
            )
            .at("id", "to-end"),
        );
    let lines = live(move || {
        let played = stage.played.read();
        let shown = stage.shown.get();
        let mut before = None;
        let mut items: Vec<El> = Vec::new();
        for (at, step) in played.steps.iter().take(shown).enumerate() {
            if before != Some(step.session) {
                before = Some(step.session);
                items.push(el("li.session").text(stage.words.session(step.session)));
            }
            let item = item(stage.words, step);
            items.push(match at + 1 == shown {
                true => item.at("aria-current", "step").at("id", "step-now"),
                false => item,
            });
        }
        all(items)
    });
    el("section.pane aria-labelledby=dialogue-title")
        .child(el("h2 id=dialogue-title").text(labels.dialogue))
        .child(controls)
        .child(labelled(labels.speed, speed))
        .child(el("p.help").live_text(move || {
            count(
                stage.words.step,
                stage.shown.get(),
                stage.played.read().steps.len(),
            )
        }))
        .child(el("ol.dialogue id=dialogue tabindex=0 aria-labelledby=dialogue-title").child(lines))
        .child(live(move || {
            let played = stage.played.read();
            (stage.shown.get() == played.steps.len()).then(|| end(stage.words, &played))
        }))
}

/// The arrow keys step, Home and End go to the ends.
fn on_key(stage: Stage, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    match event.key().as_str() {
        "ArrowRight" => stage.step(true),
        "ArrowLeft" => stage.step(false),
        "Home" => stage.show(0),
        "End" => stage.show(usize::MAX),
        _ => return,
    }
    event.prevent_default();
}

fn item(words: &'static Learn, step: &Step) -> El {
    let labels = &words.labels;
    let text = words.act(&step.act);
    let (by, name, line) = match &step.act {
        Act::Client(line) => ("client", labels.client, line.as_str()),
        Act::Server(line) => ("server", labels.server, line.as_str()),
        _ => return el("li data-by=note").text(text),
    };
    el("li")
        .at("data-by", by)
        .child(el("small").text(name))
        .child(el("pre").child(el("code").text(text)))
        .child(el("span.help").text(words.line(line)))
}

/// What came of it, and why.
pub fn end(words: &'static Learn, played: &Played) -> El {
    let state = match played.outcome {
        Outcome::Relayed | Outcome::Delivered => "pass",
        Outcome::Abused => "warn",
        Outcome::Blocked | Outcome::Refused(_) => "fail",
    };
    let cite = el("small").text(cited(played.reason.cite()));
    el("div.outcome data-testid=outcome")
        .at("data-state", state)
        .at("data-outcome", played.outcome.word())
        .at("data-reason", played.reason.word())
        .child(el("b").text(words.outcome(played.outcome)))
        .child(el("p").text(words.reason(played.reason)))
        .child(cite)
}

/// Everything that can be set.
fn options(stage: Stage) -> El {
    let fields = Condition::ALL.into_iter();
    let fields = fields.map(|one| condition(stage.words, stage.settings, one));
    el("section.pane.options aria-labelledby=options-title data-testid=options")
        .child(el("h2 id=options-title").text(stage.words.labels.settings))
        .children(fields)
}
