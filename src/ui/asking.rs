//! Sends the engine's needs to DNS and puts what comes into the answers.
//!
//! One effect looks at each new report: what pasted records answer is answered by them, the rest is
//! asked once, all of a round in parallel. Answers go in together, once per frame, so that thirty
//! answers are not thirty evaluations. Nothing is cancelled.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::crypto::Checked;
use crate::engine::dns::{Answer, Answers, Asked, Failure, Found, Question, Source};
use crate::engine::report::Report;
use crate::net::doh;
use crate::play::scene;
use crate::text::ui::Summary;
use crate::ui::browser;
use crate::ui::state::State;

/// Milliseconds in which answers are gathered: a frame. Not an animation frame, since a tab in the
/// background has none and its analysis would never end.
const FRAME: u64 = 16;

/// Answers that have come and are not shown yet, each with the analysis it was asked for.
type Arrived = StoredValue<Vec<(u32, Question, Answer)>>;

/// Starts asking whatever a report needs, and saying aloud when nothing is open any more.
pub fn start(state: State) {
    let arrived: Arrived = StoredValue::new(Vec::new());
    Effect::new(move |_| {
        let Some(report) = state.report.get() else {
            return;
        };
        let zone = state.zone.read();
        for need in report.needs() {
            if state.in_flight.read_untracked().contains(&need.question) {
                continue;
            }
            if let Some(answer) = zone.override_for(&need.question) {
                mark_sent(state, &need.question);
                arrive(state, arrived, need.question.clone(), answer);
            } else if may_ask(state, need) {
                send(state, arrived, need.question.clone());
            }
        }
    });
    Effect::new(move |_| {
        // Asking again is a set of questions that are answered already.
        for question in state.again.get() {
            send(state, arrived, question);
        }
    });
    say_when_settled(state);
}

/// Whether nothing will change by itself any more.
pub fn is_settled(state: State, report: &Report) -> bool {
    let is_loading = state.checked.with_value(Checked::lacks_ed25519);
    !is_loading
        && state.in_flight.read().is_empty()
        && !report.needs().any(|need| may_ask(state, need))
}

/// The needs that wait for the person's consent.
pub fn waiting_for_consent(state: State, report: &Report) -> Vec<Asked> {
    if state.frozen.get() {
        return Vec::new();
    }
    report
        .needs()
        .filter(|need| !state.in_flight.read().contains(&need.question) && !may_ask(state, need))
        .cloned()
        .collect()
}

/// Asks every question of the report again, in place of what is saved. A name that tells its owner
/// about the mail is only opened again, and then waits for its own consent.
pub fn ask_again(state: State) {
    let Some(report) = state.report.get_untracked() else {
        return;
    };
    let pasted = state.zone.read_untracked();
    let mut again = Vec::new();
    for asked in &report.asked {
        let question = &asked.question;
        let is_pasted = pasted.override_for(question).is_some();
        if is_pasted || state.in_flight.read_untracked().contains(question) {
            continue;
        }
        let consented = state.consented.read_untracked().contains(question);
        if asked.reveals && !consented {
            take_out(state, question);
        } else {
            again.push(question.clone());
        }
    }
    state.frozen.set(false);
    state.again.set(again);
}

/// Asks what failed once more.
pub fn retry_failed(state: State) {
    let Some(report) = state.report.get_untracked() else {
        return;
    };
    let answers = state.answers.get_untracked();
    state.answers.update(|open| {
        for asked in &report.asked {
            if answers.get(&asked.question).is_some_and(is_failure) {
                open.remove(&asked.question);
            }
        }
    });
    state.frozen.set(false);
}

/// Whether there is something to ask once more.
pub fn has_failures(answers: &Answers, report: &Report) -> bool {
    report
        .asked
        .iter()
        .any(|asked| answers.get(&asked.question).is_some_and(is_failure))
}

/// Takes new pasted records to heart: they answer what they can, and what earlier ones answered is
/// open again.
pub fn apply_zone(state: State) {
    let Some(report) = state.report.get_untracked() else {
        return;
    };
    let zone = state.zone.read_untracked();
    state.answers.update(|answers| {
        for asked in &report.asked {
            let question = &asked.question;
            match zone.override_for(question) {
                Some(answer) => answers.insert(question.clone(), answer),
                None if answers
                    .get(question)
                    .is_some_and(|answer| answer.source == Source::Pasted) =>
                {
                    answers.remove(question);
                }
                None => {}
            }
        }
    });
}

fn is_failure(answer: &Answer) -> bool {
    matches!(&answer.found, Found::Failed(failure) if *failure != Failure::TooMany)
}

/// Whether a need may go out by itself.
fn may_ask(state: State, need: &Asked) -> bool {
    if state.frozen.get() {
        return false;
    }
    let needs_consent = need.reveals || state.settings.ask_first.get();
    !needs_consent || state.consented.read().contains(&need.question)
}

fn take_out(state: State, question: &Question) {
    let taken = state.answers.try_update(|answers| answers.remove(question));
    if let Some(answer) = taken.flatten() {
        state
            .former
            .update(|former| former.insert(question.clone(), answer));
    }
}

fn mark_sent(state: State, question: &Question) {
    state.in_flight.update(|in_flight| {
        if !in_flight.contains(question) {
            in_flight.push(question.clone());
        }
    });
}

fn send(state: State, arrived: Arrived, question: Question) {
    let Some(resolver) = state
        .settings
        .resolver
        .with_untracked(|_| state.settings.resolver())
    else {
        return;
    };
    mark_sent(state, &question);
    let generation = state.generation.get_value();
    spawn_local(async move {
        let answer = doh::ask(&resolver, &question, browser::now()).await;
        if state.generation.get_value() == generation {
            arrive(state, arrived, question, answer);
        }
    });
}

fn arrive(state: State, arrived: Arrived, question: Question, answer: Answer) {
    let generation = state.generation.get_value();
    let is_first = arrived.try_update_value(|arrived| {
        arrived.push((generation, question, answer));
        arrived.len() == 1
    });
    if is_first == Some(true) {
        browser::after(FRAME, move || put_in(state, arrived));
    }
}

fn put_in(state: State, arrived: Arrived) {
    let mut all = arrived.try_update_value(std::mem::take).unwrap_or_default();
    let generation = state.generation.get_value();
    all.retain(|(asked_for, _, _)| *asked_for == generation);
    state.former.update(|former| {
        let answers = state.answers.read_untracked();
        for (_, question, answer) in &all {
            let Some(before) = answers.get(question) else {
                continue;
            };
            if matches!(before.source, Source::Saved | Source::Example)
                && before.found != answer.found
            {
                former.insert(question.clone(), before.clone());
            }
        }
    });
    state.in_flight.update(|in_flight| {
        in_flight.retain(|sent| all.iter().all(|(_, question, _)| question != sent));
    });
    state.answers.update(|answers| {
        for (_, question, answer) in all {
            answers.insert(question, answer);
        }
    });
}

/// One sentence after the last answer, and not one for each.
fn say_when_settled(state: State) {
    Effect::new(move |said: Option<Option<(u32, String)>>| {
        let said = said.flatten();
        let report = state.report.get()?;
        if !is_settled(state, &report) {
            return said;
        }
        let ui = state.words();
        let none = ui.verdict.result_none;
        let dmarc = report.dmarc.as_ref().and_then(|dmarc| dmarc.verdict);
        let dkim = scene::best(&report).and_then(|best| best.verdict);
        let sentence = (ui.live.checked)(&Summary {
            dmarc: dmarc.map_or(none, |verdict| verdict.word()),
            dkim: dkim.map_or(none, |verdict| verdict.word()),
            spf: report.spf.verdict.map_or(none, |verdict| verdict.word()),
            findings: report.findings.len(),
        });
        let now = (state.generation.get_value(), sentence);
        if said.as_ref() != Some(&now) {
            state.say(now.1.clone());
        }
        Some(now)
    });
}
