//! What the trace of the mail on the page shows of its submission, on the simulator's picture.

use leptos::prelude::*;

use crate::engine::mail::Hop;
use crate::engine::report::Report;
use crate::play::lessons::See;
use crate::play::route::{Kind, Route};
use crate::play::scene::{NodeId, lesson};
use crate::play::submission::evidence::{ID, Trace, scene, traces};
use crate::text::Lang;
use crate::text::learn::Learn;
use crate::ui::pages::learn::{all_seen, title};
use crate::ui::parts::diagram::{diagram, drawn};
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::steps::steps;
use crate::ui::state::State;

/// Examples whose traces differ: a login, one without, several servers.
const EXAMPLES: &[See] = &[
    See::Example("no-dmarc"),
    See::Example("spoofed-from"),
    See::Example("mailing-list"),
];

/// The page of its own.
pub fn page(state: State, lang: Lang, words: &'static Learn) -> Part {
    let labels = &words.labels;
    let selected = RwSignal::new(None::<NodeId>);
    let picture = Memo::new(move |_| {
        let report = state.report.read();
        report.as_deref().map_or_else(lesson, scene)
    });
    let shapes = drawn(picture, lang);
    all([
        title(labels.this_mail).into(),
        el("p.point").text(labels.this_mail_point).into(),
        el("section.path aria-labelledby=path-title")
            .child(el("h2.visually-hidden id=path-title").text(labels.this_mail))
            .child(diagram(picture, shapes, selected, || ()))
            .child(steps(shapes, lang, selected))
            .into(),
        live(move || {
            let report = state.report.get();
            match &report {
                Some(report) => list(words, report, Some(selected)),
                None => all([
                    el("p").text(labels.no_mail).into(),
                    Part::from(all_seen(lang, words, EXAMPLES)),
                ]),
            }
        }),
    ] as [Part; 4])
}

/// In a lesson: the same without a picture, and the way there.
pub fn short(state: State, words: &'static Learn) -> Option<Part> {
    let report = state.report.get()?;
    let labels = &words.labels;
    let address = Route::item(Kind::Scenario, ID).to_string();
    Some(all([
        el("h2").text(labels.evidence).into(),
        list(words, &report, None),
        el("p.see")
            .child(el("a").at("href", address).text(labels.on_picture))
            .into(),
    ] as [Part; 3]))
}

/// Each Received field, earliest first, what it shows, and what none can.
fn list(
    words: &'static Learn,
    report: &Report,
    selected: Option<RwSignal<Option<NodeId>>>,
) -> Part {
    let labels = &words.labels;
    let traces = traces(report);
    let end = match traces.is_empty() {
        true => labels.evidence_none,
        false => labels.evidence_limits,
    };
    let items = traces.into_iter().filter_map(|trace| {
        let hop = report.hops.get(trace.hop)?;
        Some(item(words, hop, trace, selected))
    });
    all([
        el("ol.traces data-testid=evidence").children(items),
        el("p.help").text(end),
    ])
}

fn item(
    words: &'static Learn,
    hop: &Hop,
    trace: Trace,
    selected: Option<RwSignal<Option<NodeId>>>,
) -> El {
    let labels = &words.labels;
    let shows = words.shows.get(trace.shows as usize).copied();
    let whose = match trace.is_claim {
        true => labels.claim,
        false => labels.own_server,
    };
    let written = written(hop);
    let written = match selected {
        // Its server on the picture.
        Some(selected) => button("link mono", written, move || {
            selected.update(|now| *now = (*now != Some(trace.node)).then_some(trace.node));
        })
        .state("aria-pressed", move || selected.get() == Some(trace.node)),
        None => el("code").text(written),
    };
    el("li.wrap")
        .at("data-shows", trace.shows.word())
        .child(written)
        .child(el("p").text(shows.unwrap_or_default()))
        .child(el("small.help").text(whose))
}

/// The clauses of a field that matter here, as it has them.
fn written(hop: &Hop) -> String {
    let mut text = String::new();
    clause(&mut text, "from", &hop.from);
    let address = hop.ip.map(|ip| ip.to_string());
    let is_named = |ip: &String| {
        hop.from
            .as_ref()
            .is_some_and(|from| from.contains(ip.as_str()))
    };
    if let Some(ip) = address.filter(|ip| !is_named(ip)) {
        text.push_str(" [");
        text.push_str(&ip);
        text.push(']');
    }
    clause(&mut text, "by", &hop.by);
    clause(&mut text, "with", &hop.with);
    text
}

fn clause(text: &mut String, word: &str, value: &Option<String>) {
    if let Some(value) = value {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        text.push(' ');
        text.push_str(value);
    }
}
