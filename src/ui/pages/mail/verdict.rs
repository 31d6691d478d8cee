//! The answer to the one question: is the domain in From authenticated, and what decided it.

use leptos::prelude::*;

use crate::engine::cite::Level;
use crate::engine::claims;
use crate::engine::dkim::BodyHash;
use crate::engine::dmarc::Method;
use crate::engine::dns::{Answers, Found};
use crate::engine::report::{AnyFinding, Finding, Report, Verdict};
use crate::play::scene::{self, NodeId};
use crate::text::ui::Missing;
use crate::text::{self, Lang, Ui};
use crate::ui::asking;
use crate::ui::pages::mail::glyph;
use crate::ui::parts::el::{El, Part, all, el, live};
use crate::ui::state::{Origin, Selection, State, Tab};

/// The verdict with its reason and the four checks.
pub fn verdict(state: State, lang: Lang) -> El {
    let ui = text::ui(lang);
    let sign = move || {
        let report = state.report.get();
        report.map_or(scene::State::None, |report| scene::verdict_state(&report))
    };
    let is_stale = move || {
        let waiting = !state.in_flight.read().is_empty() || state.preparing.get().is_some();
        waiting && sign() != scene::State::Waiting
    };
    let condition = live(move || {
        let words = condition(state, ui, state.report.get()?.as_ref())?;
        Some(el("p.condition").text(words))
    });
    // It has the focus after a paste, and keeps it while answers change its words.
    let title = el("h1 id=verdict-title tabindex=-1").live_text(move || {
        let report = state.report.get();
        report.map_or_else(String::new, |report| heading(state, ui, &report))
    });
    let words = live(move || state.report.get().map(|report| words(lang, &report)));
    let chips = live(move || {
        let report = state.report.get();
        report.map(|report| all(chips(state, lang, &report)))
    });
    let updating = live(move || is_stale().then(|| el("p.help").text(ui.verdict.updating)));
    el("section.verdict data-testid=verdict")
        .live("data-state", move || Some(sign().word()))
        .live("data-verdict", move || {
            state.report.get().map(|report| report.verdict.word())
        })
        .when("data-stale", is_stale)
        .at("aria-labelledby", "verdict-title")
        .child(live(move || glyph(sign())))
        .child(
            el("div.verdict-words")
                .child(condition)
                .child(title)
                .child(words),
        )
        .child(el("div.actions").child(updating))
        .child(
            el("ul.chips")
                .at("aria-label", ui.verdict.checks)
                .child(chips),
        )
}

fn words(lang: Lang, report: &Report) -> Part {
    let ui = text::ui(lang);
    let why = el("p.why").text(reasons(lang, ui, report));
    let passes = report.verdict == Verdict::Authenticated;
    let caveat = passes.then(|| el("p.caveat").text(ui.verdict.caveat));
    all([Some(why), caveat])
}

/// What the verdict depends on that nobody here has checked.
fn condition(state: State, ui: &'static Ui, report: &Report) -> Option<&'static str> {
    let rests_on_stated_body = report.findings.iter().any(|noted| {
        matches!(
            noted.finding,
            AnyFinding::Verdict(Finding::RestsOnStatedBody)
        )
    });
    if rests_on_stated_body {
        return Some(ui.verdict.stated_body);
    }
    if !state.frozen.get() {
        return None;
    }
    match state.origin.get() {
        Origin::Own | Origin::Example => None,
        Origin::Link | Origin::File => Some(ui.verdict.frozen),
    }
}

fn heading(state: State, ui: &Ui, report: &Report) -> String {
    let words = &ui.verdict;
    let from = match report.author.addresses.as_slice() {
        [one] => text::address(one),
        _ => report
            .author
            .domains
            .first()
            .map(ToString::to_string)
            .unwrap_or_default(),
    };
    match (report.verdict, report.author.domains.as_slice()) {
        (Verdict::NotAuthenticated, []) => words.no_author.to_owned(),
        (Verdict::NotAuthenticated, [_, _, ..]) => words.several_authors.to_owned(),
        (Verdict::NotAuthenticated, _) => (words.not_authenticated)(&from),
        (Verdict::Authenticated, _) => (words.authenticated)(&from),
        (Verdict::NotProtected, domains) => {
            let domain = domains.first().map(ToString::to_string).unwrap_or_default();
            (words.not_protected)(&domain)
        }
        (Verdict::CannotTell, _) => match missing(state, report) {
            Some(Lack::Failed(question)) => (words.cannot_tell)(Missing::Failed(&question)),
            Some(Lack::Other(missing)) => (words.cannot_tell)(missing),
            None => words.cannot_tell_plain.to_owned(),
        },
    }
}

enum Lack {
    Failed(String),
    Other(Missing<'static>),
}

/// What keeps the verdict from being one.
fn missing(state: State, report: &Report) -> Option<Lack> {
    let open = report.verdict_needs().count();
    if open > 0 {
        let in_flight = state.in_flight.read().len();
        return Some(Lack::Other(if in_flight > 0 {
            Missing::Answers(open)
        } else if state.frozen.get() {
            Missing::Unasked(open)
        } else {
            Missing::Consent(asking::waiting_for_consent(state, report).len())
        }));
    }
    report
        .findings
        .iter()
        .find_map(|noted| {
            let AnyFinding::Verdict(finding) = &noted.finding else {
                return None;
            };
            match finding {
                Finding::RestsOnAbsentBody => Some(Lack::Other(Missing::Body)),
                Finding::RestsOnUnknownEnvelope { client, sender } => {
                    Some(Lack::Other(Missing::Envelope {
                        client: *client,
                        sender: *sender,
                    }))
                }
                _ => None,
            }
        })
        .or_else(|| failed_question(report, &state.answers.read()).map(Lack::Failed))
}

fn failed_question(report: &Report, answers: &Answers) -> Option<String> {
    report
        .asked
        .iter()
        .map(|asked| &asked.question)
        .find(|question| {
            answers
                .get(question)
                .is_some_and(|answer| matches!(answer.found, Found::Failed(_)))
        })
        .map(|question| format!("{} {}", question.name, question.rtype))
}

/// The sentences under the heading: what carries a pass, or what decided otherwise, and the policy.
fn reasons(lang: Lang, ui: &Ui, report: &Report) -> String {
    let mut sentences = Vec::new();
    match report.verdict {
        Verdict::Authenticated => sentences.extend(carried_by(ui, report)),
        _ => sentences.extend(decisive(lang, report)),
    }
    sentences.extend(policy(ui, report));
    sentences.join(lang.0.space)
}

fn carried_by(ui: &Ui, report: &Report) -> Option<String> {
    let leg = |method| {
        let identifiers = &report.dmarc.as_ref()?.identifiers;
        identifiers
            .iter()
            .find(|identifier| identifier.method == method && identifier.aligned == Some(true))
            .map(|identifier| identifier.domain.to_string())
    };
    let spf = leg(Method::Spf);
    // A signature over a body that is only stated is not called valid where SPF carries the pass.
    let dkim = leg(Method::Dkim).filter(|domain| spf.is_none() || has_checked_body(report, domain));
    match (dkim, spf) {
        (Some(dkim), Some(spf)) => Some((ui.verdict.carried_by_both)(&dkim, &spf)),
        (Some(dkim), None) => Some((ui.verdict.carried_by)(Method::Dkim, &dkim)),
        (None, Some(spf)) => Some((ui.verdict.carried_by)(Method::Spf, &spf)),
        (None, None) => None,
    }
}

/// Whether a signature of `domain` passed over a body that is here.
fn has_checked_body(report: &Report, domain: &str) -> bool {
    report.dkim.iter().any(|signature| {
        matches!(signature.body, BodyHash::Match { .. })
            && signature
                .passed
                .as_ref()
                .is_some_and(|passed| passed.domain().to_string() == domain)
    })
}

/// The titles of what decided: at most one of each protocol, gravest first.
fn decisive(lang: Lang, report: &Report) -> Vec<String> {
    let mut said: Vec<&str> = Vec::new();
    report
        .findings
        .iter()
        .filter(|noted| match noted.finding {
            // The heading says these, chips say where the receiver differs, and no verdict rests on ARC.
            AnyFinding::Verdict(_) | AnyFinding::Claims(_) | AnyFinding::Arc(_) => false,
            _ => matches!(
                noted.finding.entry().level,
                Level::Fail | Level::Error | Level::Warn
            ),
        })
        .filter(|noted| {
            let code = noted.finding.entry().code;
            let protocol = code.split('.').next().unwrap_or(code);
            let is_first = !said.contains(&protocol);
            said.push(protocol);
            is_first
        })
        .take(2)
        .map(|noted| text::sentence(lang, &text::prose(lang, &noted.finding).title))
        .collect()
}

fn policy(ui: &Ui, report: &Report) -> Option<String> {
    let record = report.dmarc.as_ref()?.record.as_ref()?;
    let domain = record.domain.to_string();
    Some(if record.testing {
        (ui.verdict.policy_testing)(&domain, record.applied)
    } else {
        (ui.verdict.policy)(&domain, record.applied)
    })
}

/// The four checks, in the words of the picture, each a way to what is known about it.
fn chips(state: State, lang: Lang, report: &Report) -> Vec<El> {
    let scene = state.scene.read();
    let chip = |id: NodeId| {
        let node = scene.node(id)?;
        let note = alignment(text::ui(lang), report, id).or_else(|| {
            let line = node.lines.last()?;
            Some(text::scene::line(line, lang).full)
        });
        let choose = move || {
            state.tab.set(Tab::Findings);
            state.selection.set(Selection::Node(id));
        };
        let chip = el("button.chip type=button")
            .at("data-state", node.state.word())
            .at("data-chip", id.word())
            .click(choose)
            .child(glyph(node.state))
            .text(" ")
            .child(el("b").text(text::scene::title(node, lang)))
            .text(" ")
            .child(el("span").text(note.unwrap_or_default()));
        Some(el("li").child(chip))
    };
    let mut chips: Vec<El> = [NodeId::Spf, NodeId::Dkim, NodeId::Dmarc, NodeId::Arc]
        .into_iter()
        .filter_map(chip)
        .collect();
    let mut differing = differences(report);
    // Where what DMARC rests on differs, that says enough.
    let is_leg = |index: &usize| method_of(report, *index) != Some(claims::Method::Dmarc);
    if differing.iter().any(is_leg) {
        differing.retain(is_leg);
    }
    for index in differing {
        chips.extend(difference(state, text::ui(lang), report, index));
    }
    chips
}

/// The findings that say where the receiver differs from us.
fn differences(report: &Report) -> Vec<usize> {
    (0..report.findings.len())
        .filter(|index| method_of(report, *index).is_some())
        .collect()
}

/// The method about which the receiver differs from us, if that is what a finding says.
fn method_of(report: &Report, index: usize) -> Option<claims::Method> {
    match &report.findings.get(index)?.finding {
        AnyFinding::Claims(claims::Finding::Differs { method, .. }) => Some(*method),
        _ => None,
    }
}

/// Where the receiver says something else than we do.
fn difference(state: State, ui: &Ui, report: &Report, index: usize) -> Option<El> {
    let AnyFinding::Claims(claims::Finding::Differs {
        method,
        claimed,
        found,
        ..
    }) = &report.findings.get(index)?.finding
    else {
        return None;
    };
    let found = found.unwrap_or(ui.verdict.result_none);
    let choose = move || {
        state.tab.set(Tab::Findings);
        state.selection.set(Selection::Finding(index));
    };
    let chip = el("button.chip type=button data-state=warn data-chip=claim")
        .click(choose)
        .child(glyph(scene::State::Warn))
        .text(" ")
        .child(el("b").text((ui.claims.differs)(method.word(), *claimed, found)));
    Some(el("li").child(chip))
}

/// A passed domain beside From.
fn alignment(ui: &Ui, report: &Report, id: NodeId) -> Option<String> {
    let method = match id {
        NodeId::Spf => Method::Spf,
        NodeId::Dkim => Method::Dkim,
        _ => return None,
    };
    let identifiers = report
        .dmarc
        .as_ref()?
        .identifiers
        .iter()
        .filter(|identifier| identifier.method == method);
    let best = identifiers.max_by_key(|identifier| identifier.aligned == Some(true))?;
    let domain = best.domain.to_string();
    best.aligned.map(|aligned| {
        if aligned {
            (ui.verdict.aligned)(&domain)
        } else {
            (ui.verdict.not_aligned)(&domain)
        }
    })
}
