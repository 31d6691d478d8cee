//! What was found: the steps of what is selected, then every finding with its reason, its octets, its
//! rule and what to do.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::cite::Level;
use crate::engine::report::Report;
use crate::engine::span::Span;
use crate::play::scene;
use crate::text::{self, Lang, Ui};
use crate::ui::pages::mail::trail::Trails;
use crate::ui::parts::copy::Copy;
use crate::ui::parts::glyph::Glyph;
use crate::ui::state::{Selection, State};

/// Octets of the message shown beside a finding.
const EXCERPT: usize = 160;

/// The tab.
#[component]
pub fn FindingsTab(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    view! {
        <div data-testid="findings">
            <Trails lang/>
            {move || {
                let report = state.report.get()?;
                Some(
                    if report.findings.is_empty() {
                        view! { <p class="empty">{ui.findings.none}</p> }.into_any()
                    } else {
                        let items = (0..report.findings.len())
                            .filter_map(|index| finding(state, lang, &report, index))
                            .collect_view();
                        view! { <ol class="findings">{items}</ol> }.into_any()
                    },
                )
            }}
        </div>
    }
}

fn finding(state: State, lang: Lang, report: &Arc<Report>, index: usize) -> Option<impl IntoView> {
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
    let excerpt = noted.span.and_then(|span| excerpt(state, span));
    let is_selected = move || *state.selection.read() == Selection::Finding(index);
    let select = move |_| {
        state.selection.set(if is_selected() {
            Selection::None
        } else {
            Selection::Finding(index)
        });
    };
    let rfc = format!("RFC {} §{}", entry.cite.rfc, entry.cite.section);
    Some(view! {
        <li
            class="finding"
            data-finding=entry.code
            data-level=entry.level.word()
            aria-current=move || is_selected().then_some("true")
        >
            <h3>
                <Glyph state=sign/>
                " "
                <button
                    class="finding-title"
                    type="button"
                    aria-pressed=move || is_selected().to_string()
                    on:click=select
                >
                    <span class="visually-hidden">{(ui.findings.level)(entry.level)} ": "</span>
                    {words.title}
                </button>
            </h3>
            <p>{words.why}</p>
            {excerpt
                .map(|octets| {
                    view! {
                        <dl class="facts">
                            <dt>{ui.findings.octets}</dt>
                            <dd>
                                <code>{octets}</code>
                            </dd>
                        </dl>
                    }
                })}
            {words.fix.map(|fix| view! { <FixPart ui fix/> })}
            <p class="cite">
                <a href=cite_address(entry.cite) target="_blank" rel="noreferrer noopener">
                    {rfc}
                </a>
                " "
                <code>{entry.code}</code>
            </p>
        </li>
    })
}

/// Where the rule can be read. Ours, not the mail's.
fn cite_address(cite: crate::engine::cite::Cite) -> String {
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

#[component]
fn FixPart(ui: &'static Ui, fix: text::Fix) -> impl IntoView {
    view! {
        <div class="fix">
            <b>{ui.findings.fix}</b>
            <p>{fix.what}</p>
            {fix
                .copy
                .map(|copy| {
                    view! {
                        <div class="copy">
                            <pre>
                                <code>{copy.clone()}</code>
                            </pre>
                            <Copy text=Signal::stored(copy) label=ui.findings.copy/>
                        </div>
                    }
                })}
        </div>
    }
}
