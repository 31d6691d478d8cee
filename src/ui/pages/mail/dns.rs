//! What was asked of DNS and why, and a box for records of one's own.

use leptos::prelude::*;

use crate::engine::dns::zone::{self, Zone};
use crate::engine::dns::{Answer, Answers, Asker, Found, Question, Source};
use crate::engine::report::Report;
use crate::play::log::{self, Group, Line, Step, Topic};
use crate::play::scene::{self, NodeId};
use crate::text;
use crate::text::later::Full;
use crate::ui::pages::mail::header::help;
use crate::ui::parts::copy::copy_button;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::{labelled, plain};
use crate::ui::state::{Selection, State};
use crate::ui::{asking, pieces};

/// The tab.
pub fn dns(state: State, full: Full) -> El {
    let words = &full.later.dns;
    let questions = live(move || {
        state.report.get().map(|report| {
            if report.asked.is_empty() {
                return el("p.empty").text(words.empty);
            }
            let groups = log::groups(&report);
            let groups = groups.iter().map(|of| group(state, full, &report, of));
            let columns = [words.asked_by, words.question, words.answer, words.status];
            table_of("dns", full.later.log.caption, &columns, groups)
        })
    });
    let again = button("button small", full.ui().banner.again, move || {
        asking::ask_again(state);
    });
    let copy = move |word, write: fn(&Report, &Answers) -> String| {
        copy_button(state, word, move || {
            let report = state.report.get_untracked();
            let answers = state.answers.read_untracked();
            report.map_or_else(String::new, |report| write(&report, &answers))
        })
    };
    let actions = el("p.row")
        .child(again.at("data-testid", "ask-again"))
        .child(copy(full.later.log.copy_dig, log::dig))
        .child(copy(words.copy_zone, zone_lines));
    el("div data-testid=dns")
        .child(questions)
        .child(actions)
        .child(own_records(state, full))
}

/// A table that scrolls by itself where it is too wide.
pub fn table(
    class: &'static str,
    caption: &'static str,
    columns: &[&'static str],
    rows: impl Iterator<Item = El>,
) -> El {
    let rows = el("tbody").children(rows);
    table_of(class, caption, columns, std::iter::once(rows))
}

/// As [`table`], its rows in groups.
fn table_of(
    class: &'static str,
    caption: &'static str,
    columns: &[&'static str],
    groups: impl Iterator<Item = El>,
) -> El {
    let columns = columns
        .iter()
        .map(|column| el("th scope=col").text(*column));
    let table = el("table")
        .at("class", class)
        .child(el("caption.visually-hidden").text(caption))
        .child(el("thead").child(el("tr").children(columns)))
        .children(groups);
    el("div.scroll tabindex=0 role=group")
        .at("aria-label", caption)
        .child(table)
}

/// The questions of one check below its name.
fn group(state: State, full: Full, report: &Report, group: &Group<'_>) -> El {
    let topic = group.topic;
    let heading = el("th scope=rowgroup colspan=4").text((full.later.log.topic)(topic));
    let counted = match topic {
        Topic::SpfMailFrom => Some(&report.spf),
        Topic::SpfHelo => Some(&report.helo),
        _ => None,
    };
    let counters = counted.map(|outcome| {
        let counters = (full.later.trail.counters)(outcome.lookups, outcome.void_lookups);
        all([Part::from(" "), el("small").text(counters).into()])
    });
    el("tbody")
        .child(el("tr.of").child(heading.child(counters)))
        .children(group.lines.iter().map(|line| row(state, full, topic, line)))
}

fn row(state: State, full: Full, topic: Topic, line: &Line<'_>) -> El {
    let words = &full.later.dns;
    let question = &line.asked.question;
    let answers = state.answers.read();
    let answer = answers.get(question);
    let (sign, text) = match answer {
        Some(answer) => answer_words(full, answer),
        None if state.in_flight.read().contains(question) => {
            (scene::State::Waiting, words.waiting.to_owned())
        }
        None => (scene::State::None, words.unsent.to_owned()),
    };
    let is_current = {
        let question = question.clone();
        move || is_current(state, &question)
    };
    let cell = |label: &'static str| el("td").at("data-label", label);
    el("tr")
        .at("data-state", sign.word())
        .when_true("aria-current", is_current)
        .child(asker(full, topic, line, cell(words.asked_by)))
        .child(cell(words.question).child(select(state, question)))
        .child(answered(state, full, question, text, cell(words.answer)))
        .child(answer.map_or_else(
            || cell(words.status),
            |answer| status(full, &line.step, answer, cell(words.status)),
        ))
}

/// The step that asked, as deep as it stands, and who else needed the answer.
fn asker(full: Full, topic: Topic, line: &Line<'_>, cell: El) -> El {
    const DEPTHS: [&str; 5] = ["0", "1", "2", "3", "4"];
    let words = &full.later.log;
    let depth = DEPTHS.get(line.depth).or(DEPTHS.last());
    let step = (words.step)(topic, &line.step);
    let step = match line.step {
        Step::Term(_) => el("code.wrap").text(step),
        _ => el("span").text(step),
    };
    let also = line.also.iter();
    cell.at("data-depth", depth.copied().unwrap_or_default())
        .child(step)
        .children(also.map(|topic| help((words.also)((words.topic)(*topic)))))
}

/// The question, as a button that shows its check.
fn select(state: State, question: &Question) -> El {
    let name = format!("{} {}", question.name, question.rtype);
    let question = question.clone();
    let select = button("link", "", move || {
        state.selection.set(Selection::Question(question.clone()));
    });
    select.child(el("code").text(name))
}

/// The answer, a button to copy it, and what it has taken the place of.
fn answered(state: State, full: Full, question: &Question, text: String, cell: El) -> El {
    let answers = state.answers.read();
    let is_record = answers
        .get(question)
        .is_some_and(|answer| matches!(answer.found, Found::Records(_)));
    let copy = is_record.then(|| {
        let (text, words) = (text.clone(), &full.ui().findings);
        let name = (words.copy_what)(&question.name.to_string());
        copy_button(state, words.copy, move || text.clone()).at("aria-label", name)
    });
    let former = state.former.read().get(question).map(|former| {
        let (_, text) = answer_words(full, former);
        help((full.later.dns.formerly)(&text))
    });
    cell.child(el("code.wrap").text(text))
        .text(" ")
        .child(copy)
        .child(former)
}

/// What came of the step, and how the answer was had.
fn status(full: Full, step: &Step<'_>, answer: &Answer, cell: El) -> El {
    let trail = &full.later.trail;
    let matched = match step {
        Step::Term(term) => term.matched,
        _ => None,
    };
    let matched = matched.map(|matched| match matched {
        true => trail.matched,
        false => trail.no_match,
    });
    let source = el("span.badge")
        .at("data-source", source_word(answer.source))
        .text((full.later.dns.source)(answer.source));
    cell.text(status_words(full, matched, answer))
        .text(" ")
        .child(source)
}

/// Whether a question is what is selected, or belongs to it.
fn is_current(state: State, question: &Question) -> bool {
    match &*state.selection.read() {
        Selection::Question(selected) => selected == question,
        Selection::Node(node) => is_of(state, question, *node),
        Selection::Set(_) => is_of(state, question, NodeId::Arc),
        _ => state.signature.get().is_some_and(|index| {
            state.report.with(|report| {
                let signature = report.as_ref().and_then(|report| report.dkim.get(index));
                signature.is_some_and(|signature| signature.key_question.as_ref() == Some(question))
            })
        }),
    }
}

/// Whether a question belongs to the record that a node of the picture stands for.
fn is_of(state: State, question: &Question, node: NodeId) -> bool {
    let by = state.report.with(|report| {
        let asked = &report.as_ref()?.asked;
        let asked = asked.iter().find(|asked| asked.question == *question)?;
        Some(asked.by)
    });
    match node {
        NodeId::SpfRecord => matches!(by, Some(Asker::SpfMailFrom | Asker::SpfHelo)),
        NodeId::DmarcRecord => matches!(by, Some(Asker::Dmarc | Asker::Reports)),
        NodeId::Arc => matches!(by, Some(Asker::Arc(_))),
        NodeId::Dkim | NodeId::DkimKey => {
            by.is_some() && state.signature.get().map(Asker::Dkim) == by
        }
        _ => false,
    }
}

const fn source_word(source: Source) -> &'static str {
    match source {
        Source::Live => "live",
        Source::Saved => "saved",
        Source::Example => "example",
        Source::Pasted => "pasted",
        Source::Edited => "edited",
    }
}

/// What DNS said, one record a line.
fn answer_words(full: Full, answer: &Answer) -> (scene::State, String) {
    let words = &full.later.dns;
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

fn status_words(full: Full, matched: Option<&'static str>, answer: &Answer) -> String {
    let words = &full.later.dns;
    let mut parts: Vec<String> = matched.iter().map(|word| (*word).to_owned()).collect();
    let aliases = answer.aliases.iter();
    parts.extend(aliases.map(|alias| (words.alias)(&alias.to_string())));
    parts.extend(answer.ttl().map(words.ttl));
    parts.extend(answer.millis.map(words.millis));
    parts.extend(
        answer
            .octets
            .map(|octets| (full.ui().octets)(octets as u64)),
    );
    if answer.authentic_data == Some(true) {
        parts.push(words.resolver_validated.to_owned());
    }
    parts.extend(answer.resolver.clone());
    parts.join(" · ")
}

/// All answers as lines of a zone file, as a person would paste them elsewhere.
fn zone_lines(report: &Report, answers: &Answers) -> String {
    let mut lines = String::new();
    for asked in &report.asked {
        if let Some(answer) = answers.get(&asked.question) {
            lines.push_str(&zone::write(&asked.question, answer));
        }
    }
    lines
}

/// The box for pasted records.
fn own_records(state: State, full: Full) -> El {
    let words = &full.later.dns;
    let records = RwSignal::new(state.zone_text.get_untracked());
    let name = RwSignal::new(String::new());
    let said = RwSignal::new(Vec::<String>::new());
    let take = move || {
        let mut text = records.get_untracked();
        if is_bare(&text) {
            if name.read_untracked().trim().is_empty()
                && let Some(report) = state.report.get_untracked()
            {
                name.set(likely_name(&report, text.trim()).unwrap_or_default());
            }
            text = format!("{} {}", name.read_untracked().trim(), text.trim());
        }
        pieces::with_opening(state, move |opening| {
            let (zone, faults) = (opening.records)(&text);
            let mut sentences = vec![(words.paste_used)(zone.questions().count())];
            sentences.extend(faults.iter().map(|fault| {
                let line = text.lines().nth(fault.line.saturating_sub(1));
                let line = line.unwrap_or_default();
                if is_bare(line) {
                    words.paste_no_name.to_owned()
                } else {
                    (words.paste_fault)(fault.line, line)
                }
            }));
            said.set(sentences);
            use_zone(state, text, zone);
        });
    };
    let clear = move || {
        records.set(String::new());
        name.set(String::new());
        said.set(Vec::new());
        use_zone(state, String::new(), Zone::default());
    };
    let area = plain(el("textarea.mono"))
        .at("rows", "4")
        .prop("value", move || records.get().into())
        .on("input", move |event| {
            records.set(event_target_value(&event));
        });
    let owner = plain(el("input.mono"))
        .prop("value", move || name.get().into())
        .on("input", move |event| name.set(event_target_value(&event)));
    let buttons = el("p.row")
        .child(button("button small", words.paste_use, take))
        .child(button("button small", words.paste_clear, clear));
    let result = live(move || all(said.get().into_iter().map(|line| el("li").text(line))));
    el("fieldset.group data-testid=own-records")
        .child(el("legend").text(words.paste_title))
        .child(help(words.paste_help))
        .child(labelled(words.paste_label, area))
        .child(labelled(words.paste_name, owner))
        .child(buttons)
        .child(el("div role=status").child(el("ul.help").child(result)))
}

/// Answers by these records from now on.
pub fn use_zone(state: State, text: String, zone: Zone) {
    state.zone_text.set(text);
    state.zone.set(zone);
    asking::apply_zone(state);
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
