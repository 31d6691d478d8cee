//! Duties to be set to their stages.

use leptos::prelude::*;

use crate::play::lessons::DUTIES;
use crate::text::learn::{Learn, count};
use crate::ui::pages::learn::trial::result;
use crate::ui::parts::el::{El, Part, all, el, live};
use crate::ui::parts::field::labelled;

/// For each duty a stage is chosen; each choice is judged at once.
pub fn duties(words: &'static Learn) -> Part {
    let labels = &words.labels;
    let chosen = RwSignal::new([None::<usize>; DUTIES.len()]);
    let rows = DUTIES.into_iter().zip(labels.duties).enumerate();
    let rows = rows.map(|(place, (right, duty))| row(words, chosen, place, right, duty));
    let score = move || {
        let chosen = chosen.get();
        let given = chosen.iter().flatten().count();
        let right = chosen.iter().zip(DUTIES);
        let right = right.filter(|(choice, right)| **choice == Some(*right));
        count(words.score, right.count(), given)
    };
    all([
        el("h2").text(labels.try_it),
        el("p").text(labels.duty_ask),
        el("div.duties").children(rows),
        result(labels.result, score),
    ])
}

fn row(
    words: &'static Learn,
    chosen: RwSignal<[Option<usize>; DUTIES.len()]>,
    place: usize,
    right: usize,
    duty: &'static str,
) -> El {
    let labels = &words.labels;
    let choice = move || chosen.read().get(place).copied().flatten();
    let none = el("option value=-").text("—");
    let stages = labels.stages.into_iter().enumerate();
    let stages = stages.map(|(at, stage)| el("option").at("value", at.to_string()).text(stage));
    let select = el("select")
        .on("change", move |event| {
            let value = event_target_value(&event).parse().ok();
            chosen.update(|chosen| {
                if let Some(choice) = chosen.get_mut(place) {
                    *choice = value;
                }
            });
        })
        .child(none)
        .children(stages);
    let verdict = move || choice().map(|at| if at == right { "pass" } else { "fail" });
    el("div.duty")
        .live("data-state", verdict)
        .child(labelled(duty, select))
        .child(live(move || {
            let at = choice()?;
            let word = if at == right {
                labels.right
            } else {
                labels.wrong
            };
            Some(el("b").text(word))
        }))
}
