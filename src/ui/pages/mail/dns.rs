//! What was asked of DNS and why, and a box for records of one's own.

use leptos::prelude::*;

use crate::engine::dns::zone::{self, Zone};
use crate::engine::dns::{Answer, Asked, Found, Question};
use crate::engine::report::Report;
use crate::play::scene;
use crate::text::{self, Lang, Ui};
use crate::ui::asking;
use crate::ui::parts::copy::Copy;
use crate::ui::state::{Selection, State};

/// The tab.
#[component]
pub fn DnsTab(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let words = &ui.dns;
    let table = move || {
        let report = state.report.get()?;
        if report.asked.is_empty() {
            return Some(view! { <p class="empty">{words.empty}</p> }.into_any());
        }
        let rows = report
            .asked
            .iter()
            .map(|asked| row(state, ui, asked))
            .collect_view();
        Some(
            view! {
                <div class="scroll" tabindex="0" role="group" aria-label=words.caption>
                    <table class="dns">
                        <caption class="visually-hidden">{words.caption}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words.asked_by}</th>
                                <th scope="col">{words.question}</th>
                                <th scope="col">{words.answer}</th>
                                <th scope="col">{words.status}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        )
    };
    let lines = Signal::derive(move || {
        state
            .report
            .get()
            .map_or_else(String::new, |report| zone_lines(state, &report))
    });
    view! {
        <div data-testid="dns">
            {table}
            <p class="row">
                <button
                    class="button small"
                    type="button"
                    data-testid="ask-again"
                    on:click=move |_| asking::ask_again(state)
                >
                    {words.again}
                </button>
                <Copy text=lines label=words.copy_dig/>
            </p>
            <OwnRecords ui/>
        </div>
    }
}

fn row(state: State, ui: &'static Ui, asked: &Asked) -> impl IntoView {
    let words = &ui.dns;
    let question = asked.question.clone();
    let answers = state.answers.read();
    let answer = answers.get(&question);
    let (sign, text) = match answer {
        Some(answer) => answer_words(ui, answer),
        None if state.in_flight.read().contains(&question) => {
            (scene::State::Waiting, words.waiting.to_owned())
        }
        None => (scene::State::None, words.unsent.to_owned()),
    };
    let former = state.former.read().get(&question).map(|former| {
        let (_, text) = answer_words(ui, former);
        view! { <p class="help">{(words.formerly)(&text)}</p> }
    });
    let source = answer.map(|answer| {
        view! {
            " "
            <span class="badge" data-source=source_word(answer)>
                {(words.source)(answer.source)}
            </span>
        }
    });
    let status = answer
        .map(|answer| status_words(ui, answer))
        .unwrap_or_default();
    let copy = answer
        .filter(|answer| matches!(answer.found, Found::Records(_)))
        .map(|_| {
            let name = (ui.findings.copy_what)(&question.name.to_string());
            view! { " " <Copy text=Signal::stored(text.clone()) label=ui.findings.copy name/> }
        });
    let is_current = {
        let question = question.clone();
        move || match &*state.selection.read() {
            Selection::Question(selected) => *selected == question,
            Selection::Node(node) => is_of(state, &question, *node),
            _ => state.signature.get().is_some_and(|index| {
                state.report.with(|report| {
                    let signature = report.as_ref().and_then(|report| report.dkim.get(index));
                    signature.is_some_and(|s| s.key_question.as_ref() == Some(&question))
                })
            }),
        }
    };
    let select = {
        let question = question.clone();
        move |_| state.selection.set(Selection::Question(question.clone()))
    };
    view! {
        <tr data-state=sign.word() aria-current=move || is_current().then_some("true")>
            <td data-label=words.asked_by>{(words.by)(asked.by)}</td>
            <td data-label=words.question>
                <button class="link" type="button" on:click=select>
                    <code>{question.name.to_string()} " " {question.rtype.to_string()}</code>
                </button>
            </td>
            <td data-label=words.answer>
                <code class="wrap">{text}</code>
                {copy}
                {former}
            </td>
            <td data-label=words.status>{status} {source}</td>
        </tr>
    }
}

/// Whether a question belongs to the record that a node of the picture stands for.
fn is_of(state: State, question: &Question, node: scene::NodeId) -> bool {
    use crate::engine::dns::Asker;
    use scene::NodeId;
    let by = state.report.with(|report| {
        let asked = &report.as_ref()?.asked;
        asked
            .iter()
            .find(|asked| asked.question == *question)
            .map(|asked| asked.by)
    });
    match node {
        NodeId::SpfRecord => matches!(by, Some(Asker::SpfMailFrom | Asker::SpfHelo)),
        NodeId::DmarcRecord => by == Some(Asker::Dmarc),
        NodeId::Dkim | NodeId::DkimKey => state.signature.get().map(Asker::Dkim) == by,
        _ => false,
    }
}

fn source_word(answer: &Answer) -> &'static str {
    use crate::engine::dns::Source;
    match answer.source {
        Source::Live => "live",
        Source::Saved => "saved",
        Source::Example => "example",
        Source::Pasted => "pasted",
        Source::Edited => "edited",
    }
}

/// What DNS said, one record a line.
fn answer_words(ui: &Ui, answer: &Answer) -> (scene::State, String) {
    let words = &ui.dns;
    match &answer.found {
        Found::Records(records) => {
            let lines: Vec<String> = records
                .iter()
                .map(|record| match record.data.joined_text() {
                    Some(text) => text::visible(&text),
                    None => record.data.to_string(),
                })
                .collect();
            (scene::State::Pass, lines.join("\n"))
        }
        Found::NoData => (scene::State::None, words.nodata.to_owned()),
        Found::NxDomain => (scene::State::None, words.nxdomain.to_owned()),
        Found::Failed(failure) => (scene::State::Error, (words.failure)(*failure)),
    }
}

fn status_words(ui: &Ui, answer: &Answer) -> String {
    let words = &ui.dns;
    let mut parts: Vec<String> = answer
        .aliases
        .iter()
        .map(|alias| (words.alias)(&alias.to_string()))
        .collect();
    parts.extend(answer.ttl().map(words.ttl));
    parts.extend(answer.millis.map(words.millis));
    if answer.authentic_data == Some(true) {
        parts.push(words.resolver_validated.to_owned());
    }
    parts.extend(answer.resolver.clone());
    parts.join(" · ")
}

/// All answers as lines of a zone file, as a person would paste them elsewhere.
fn zone_lines(state: State, report: &Report) -> String {
    let answers = state.answers.read();
    let mut lines = String::new();
    for asked in &report.asked {
        if let Some(answer) = answers.get(&asked.question) {
            lines.push_str(&zone::write(&asked.question, answer));
        }
    }
    lines
}

/// The box for pasted records.
#[component]
fn OwnRecords(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    let words = &ui.dns;
    let records = RwSignal::new(state.zone_text.get_untracked());
    let name = RwSignal::new(String::new());
    let said = RwSignal::new(Vec::<String>::new());
    let take = move |_| {
        let mut text = records.get_untracked();
        if is_bare(&text) {
            if name.read_untracked().trim().is_empty()
                && let Some(report) = state.report.get_untracked()
            {
                name.set(likely_name(&report, text.trim()).unwrap_or_default());
            }
            text = format!("{} {}", name.read_untracked().trim(), text.trim());
        }
        let (zone, faults) = Zone::parse(&text);
        let mut sentences = vec![(words.paste_used)(zone.questions().count())];
        for fault in &faults {
            let line = text.lines().nth(fault.line.saturating_sub(1));
            sentences.push(if is_bare(line.unwrap_or_default()) {
                words.paste_no_name.to_owned()
            } else {
                (words.paste_fault)(fault.line, line.unwrap_or_default())
            });
        }
        said.set(sentences);
        state.zone_text.set(text);
        state.zone.set(zone);
        asking::apply_zone(state);
    };
    let clear = move |_| {
        records.set(String::new());
        name.set(String::new());
        said.set(Vec::new());
        state.zone_text.set(String::new());
        state.zone.set(Zone::default());
        asking::apply_zone(state);
    };
    view! {
        <fieldset class="group" data-testid="own-records">
            <legend>{words.paste_title}</legend>
            <p class="help">{words.paste_help}</p>
            <label class="field">
                <span>{words.paste_label}</span>
                <textarea
                    class="mono"
                    rows="4"
                    spellcheck="false"
                    autocomplete="off"
                    prop:value=records
                    on:input=move |event| records.set(event_target_value(&event))
                ></textarea>
            </label>
            <label class="field">
                <span>{words.paste_name}</span>
                <input
                    class="mono"
                    spellcheck="false"
                    autocomplete="off"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <p class="row">
                <button class="button small" type="button" on:click=take>
                    {words.paste_use}
                </button>
                <button class="button small" type="button" on:click=clear>
                    {words.paste_clear}
                </button>
            </p>
            <ul class="help" role="status">
                {move || said.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </fieldset>
    }
}

/// A record without its name, as people copy it from a provider's page.
fn is_bare(line: &str) -> bool {
    let line = line.trim().trim_matches('"').to_ascii_lowercase();
    ["v=spf1", "v=dmarc1", "v=dkim1", "k=rsa", "p="]
        .iter()
        .any(|start| line.starts_with(start))
}

/// The name a bare record is most likely published at: the one that was asked for such a record.
fn likely_name(report: &Report, record: &str) -> Option<String> {
    let record = record.trim_start_matches('"').to_ascii_lowercase();
    let question = if record.starts_with("v=spf1") {
        report.spf.trace.as_ref().map(|trace| &trace.question)
    } else if record.starts_with("v=dmarc1") {
        let walk = report.dmarc.as_ref().and_then(|dmarc| dmarc.walk.first());
        walk.map(|step| &step.question)
    } else {
        let signature = report.dkim.first();
        signature.and_then(|signature| signature.key_question.as_ref())
    };
    question.map(|question| question.name.to_string())
}
