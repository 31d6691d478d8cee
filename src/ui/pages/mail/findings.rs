//! What was found: the steps of what is selected, where we differ from what the receiver wrote, then
//! every finding with its reason, its octets, its rule and what to do.

use leptos::prelude::*;

use crate::engine::cite::{Cite, Level};
use crate::engine::report::Report;
use crate::engine::span::Span;
use crate::play::scene;
use crate::text::{self, Fix, Lang, Ui};
use crate::ui::pages::mail::offers::action;
use crate::ui::pages::mail::{claims, glyph};
use crate::ui::parts::copy::copy_button;
use crate::ui::parts::el::{El, el, live};
use crate::ui::pieces;
use crate::ui::state::{Selection, State};

/// Octets of the message shown beside a finding.
const EXCERPT: usize = 160;

/// The tab.
pub fn findings(state: State, lang: Lang) -> El {
    let list = live(move || {
        state.report.get().map(|report| {
            if report.findings.is_empty() {
                return el("p.empty").text(text::ui(lang).findings.none);
            }
            let findings =
                (0..report.findings.len()).filter_map(|index| finding(state, lang, &report, index));
            el("ol.findings").children(findings)
        })
    });
    // A difference is what a person came for; that all is as the receiver wrote can wait.
    let differs = Memo::new(move |_| {
        state
            .report
            .with(|report| report.as_ref().is_some_and(|r| claims::differ(r)))
    });
    let compared = move |here: bool| {
        live(move || (differs.get() == here).then(|| claims::reconciliation(state, lang)))
    };
    let trails = live(move || {
        let details = pieces::in_language(state.details, lang);
        details.map(|(details, full)| (details.trails)(state, full))
    });
    el("div data-testid=findings")
        .child(trails)
        .child(compared(true))
        .child(list)
        .child(compared(false))
}

fn finding(state: State, lang: Lang, report: &Report, index: usize) -> Option<El> {
    let ui = text::ui(lang);
    let noted = report.findings.get(index)?;
    let entry = noted.finding.entry();
    let words = text::prose(lang, &noted.finding);
    let sign = match entry.level {
        Level::Fail => scene::State::Fail,
        Level::Error => scene::State::Error,
        Level::Warn => scene::State::Warn,
        Level::Note => scene::State::Stated,
    };
    let is_selected = move || *state.selection.read() == Selection::Finding(index);
    let select = move || {
        state.selection.set(if is_selected() {
            Selection::None
        } else {
            Selection::Finding(index)
        });
    };
    let level = format!("{}: ", (ui.findings.level)(entry.level));
    let title = el("button.finding-title type=button")
        .state("aria-pressed", is_selected)
        .click(select)
        .child(el("span.visually-hidden").text(level))
        .text(words.title);
    let octets = noted.span.and_then(|span| excerpt(state, span));
    let octets = octets.map(|octets| {
        el("dl.facts")
            .child(el("dt").text(ui.findings.octets))
            .child(el("dd").child(el("code").text(octets)))
    });
    let rule = el("a")
        .at("href", cite_address(entry.cite))
        .at("target", "_blank")
        .at("rel", "noreferrer noopener")
        .text(format!("RFC {} §{}", entry.cite.rfc, entry.cite.section));
    let cite = el("p.cite")
        .child(rule)
        .text(" ")
        .child(el("code").text(entry.code));
    Some(
        el("li.finding")
            .at("data-finding", entry.code)
            .at("data-level", entry.level.word())
            .live("aria-current", move || is_selected().then_some("true"))
            .child(el("h3").child(glyph(sign)).text(" ").child(title))
            .child(el("p").text(words.why))
            .child(octets)
            .child(words.fix.map(|fix| remedy(state, ui, fix)))
            .child(action(state, ui, noted))
            .child(cite),
    )
}

/// Where the rule can be read. Ours, not the mail's.
fn cite_address(cite: Cite) -> String {
    let place = if cite
        .section
        .starts_with(|first: char| first.is_ascii_digit())
    {
        "section"
    } else {
        "appendix"
    };
    format!(
        "https://www.rfc-editor.org/rfc/rfc{}.html#{place}-{}",
        cite.rfc, cite.section
    )
}

/// The octets a finding is about, as text.
fn excerpt(state: State, span: Span) -> Option<String> {
    let mail = state.mail.get()?;
    let octets = mail.message.bytes(span);
    let shown = octets.get(..EXCERPT).unwrap_or(octets);
    let mut text = text::visible(shown);
    if octets.len() > EXCERPT {
        text.push('…');
    }
    (!text.is_empty()).then_some(text)
}

/// What to do, with the text to copy.
fn remedy(state: State, ui: &'static Ui, fix: Fix) -> El {
    let copy = fix.copy.map(|copy| {
        el("div.copy")
            .child(el("pre").child(el("code").text(copy.clone())))
            .child(copy_button(state, ui.findings.copy, move || copy.clone()))
    });
    el("div.fix")
        .child(el("b").text(ui.findings.fix))
        .child(el("p").text(fix.what))
        .child(copy)
}
