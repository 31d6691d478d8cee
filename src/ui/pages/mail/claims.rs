//! What the receiver wrote beside what we found, and every field in which a server wrote results.

use leptos::prelude::*;

use crate::engine::claims::{Agreement, Claim, Claimed, Row, Standing, Statement};
use crate::engine::report::Report;
use crate::engine::span::Span;
use crate::play::scene;
use crate::text::later::Full;
use crate::text::{self, Lang, Ui};
use crate::ui::pages::mail::dns::table;
use crate::ui::pages::mail::glyph;
use crate::ui::pages::mail::header::help;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::state::{Selection, State};

/// Whether we found anything else than what was written.
pub fn differ(report: &Report) -> bool {
    let mut rows = report.reconciliation.iter();
    rows.any(|row| matches!(row.agreement, Agreement::Differs(_)))
}

/// One row for each check, where the message holds a claim.
pub fn reconciliation(state: State, lang: Lang) -> Part {
    let ui = text::ui(lang);
    let words = &ui.claims;
    live(move || {
        let report = state.report.get()?;
        if report.claims.is_empty() {
            return None;
        }
        let columns = [words.check, words.wrote, words.found, words.compared];
        let rows = report
            .reconciliation
            .iter()
            .map(|row| compared(state, ui, &report, row));
        let table = table("plain", words.title, &columns, rows);
        Some(all([
            el("h3.trail-title").text(words.title),
            help(words.help),
            table.at("data-testid", "reconciliation"),
        ]))
    })
}

fn compared(state: State, ui: &'static Ui, report: &Report, row: &Row) -> El {
    let words = &ui.claims;
    let (sign, said) = match row.agreement {
        Agreement::Same => (scene::State::Pass, words.same),
        Agreement::Differs(cause) => (scene::State::Warn, (words.cause)(cause)),
        Agreement::Unclaimed => (scene::State::None, words.unclaimed),
        Agreement::Open => (scene::State::Stated, words.open),
    };
    let wrote: Part = match claim_of(report, row) {
        Some(claim) => place(state, claim.span, claim.written.clone()).into(),
        None => words.unclaimed.into(),
    };
    let found: Part = match (row.found, row.agreement) {
        (Some(found), _) => el("code").text(found).into(),
        (None, Agreement::Differs(_)) => words.absent.into(),
        (None, _) => "–".into(),
    };
    let check = el("b").text(row.method.word().to_ascii_uppercase());
    let check = all([
        Part::from(check),
        " ".into(),
        el("code.wrap").text(row.identity.clone()).into(),
    ]);
    let cell = |label: &'static str, inside: Part| el("td").at("data-label", label).child(inside);
    el("tr")
        .at("data-claim", row.method.word())
        .at("data-state", sign.word())
        .child(cell(words.check, check))
        .child(cell(words.wrote, wrote))
        .child(cell(words.found, found))
        .child(cell(
            words.compared,
            all([glyph(sign), " ".into(), said.into()]),
        ))
}

/// The claim of a row.
pub fn claim_of<'a>(report: &'a Report, row: &Row) -> Option<&'a Claim> {
    let (statement, claim) = row.claim?;
    report.claims.get(statement)?.claims.get(claim)
}

/// A word that leads to its octets.
fn place(state: State, span: Span, word: String) -> El {
    let choose = move || state.selection.set(Selection::Place(span));
    button("link", "", choose).child(el("code.wrap").text(word))
}

/// Every field with results, topmost first; fields of one server one below the other as one.
pub fn fields(state: State, full: Full) -> Part {
    let words = &full.later.fields;
    live(move || {
        let report = state.report.get()?;
        if report.claims.is_empty() {
            return None;
        }
        let mut items: Vec<El> = Vec::new();
        let mut results: Vec<El> = Vec::new();
        for (index, statement) in report.claims.iter().enumerate() {
            for claim in &statement.claims {
                results.push(el("li").child(place(state, claim.span, written(claim))));
            }
            let next = report.claims.get(index + 1);
            if !next.is_some_and(|next| next.continues) {
                let results = std::mem::take(&mut results);
                items.push(field(state, full, statement, results));
            }
        }
        Some(all([
            el("h3.trail-title").text(words.title),
            el("ol.trail data-testid=claims").children(items),
        ]))
    })
}

fn field(state: State, full: Full, statement: &Statement, results: Vec<El>) -> El {
    let words = &full.later.fields;
    let sign = match statement.standing {
        Standing::Inside | Standing::Outside => scene::State::Stated,
        Standing::Unclear | Standing::Forged => scene::State::Warn,
    };
    let server = statement.server.clone();
    let server = server.unwrap_or_else(|| words.unnamed.to_owned());
    let is_made = statement.standing != Standing::Forged;
    let made_by = statement.hop.filter(|_| is_made);
    let made_by = made_by.map(|hop| (words.made_by)(hop + 1));
    let kind = el("code").text(statement.kind.word());
    let about = el("span")
        .child(kind)
        .text(" · ")
        .text((words.standing)(statement.standing))
        .text(made_by.map_or_else(String::new, |hop| format!(" · {hop}")));
    el("li")
        .at("data-standing", statement.standing.word())
        .child(glyph(sign))
        .text(" ")
        .child(el("b").child(place(state, statement.span, server)))
        .text(" ")
        .child(about)
        .child(el("ul.trail").children(results))
}

/// A result as it was written, with what it is about.
fn written(claim: &Claim) -> String {
    let mut text = format!("{}={}", claim.name, claim.written);
    if claim.result.word() != claim.written.to_ascii_lowercase() && claim.result != Claimed::Unknown
    {
        text.push_str(" → ");
        text.push_str(claim.result.word());
    }
    for property in &claim.properties {
        text.push(' ');
        text.push_str(&property.name);
        text.push('=');
        text.push_str(&property.value);
    }
    text::visible(text.as_bytes())
}
