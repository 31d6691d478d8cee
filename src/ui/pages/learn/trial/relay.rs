//! Some conditions of the simulator, and what comes of them.

use leptos::prelude::*;

use crate::play::route::{Kind, Route};
use crate::play::submission::{Condition, Scenario, play};
use crate::text::learn::Learn;
use crate::ui::pages::learn::conditions::condition;
use crate::ui::pages::learn::simulator::end;
use crate::ui::parts::el::{Part, all, el, live};

/// What a person may change is set as in `scenario`; the result is the simulator's.
pub fn relay(words: &'static Learn, scenario: Scenario, conditions: &'static [Condition]) -> Part {
    let labels = &words.labels;
    let settings = RwSignal::new(scenario.settings());
    let fields = conditions.iter();
    let fields = fields.map(|one| condition(words, settings, *one));
    let address = move || {
        let settings = settings.get();
        let route = Route::Item {
            kind: Kind::Scenario,
            id: scenario.id().to_owned(),
            state: (settings != scenario.settings()).then(|| settings.to_string()),
        };
        el("p.see").child(
            el("a")
                .at("href", route.to_string())
                .text(labels.open_simulator),
        )
    };
    all([
        el("h2").text(labels.try_it),
        el("div.options").children(fields),
        el("div role=status").child(live(move || end(words, &play(&settings.read())))),
        el("div").child(live(address)),
    ])
}
