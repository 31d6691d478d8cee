//! The hops as the trace states them, which of them is ours, and the envelope that SPF is asked about.

use std::net::IpAddr;

use leptos::prelude::*;

use crate::engine::mail::Hop;
use crate::engine::mail::time::to_rfc3339;
use crate::engine::report::{Envelope, Inputs, Origin};
use crate::text::{self, Lang, Ui};
use crate::ui::state::{Selection, State};

/// The tab.
#[component]
pub fn HopsTab(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let words = &ui.hops;
    let table = move || {
        let report = state.report.get()?;
        if report.hops.is_empty() {
            return Some(view! { <p class="empty">{words.empty}</p> }.into_any());
        }
        let rows = report
            .hops
            .iter()
            .enumerate()
            .map(|(index, hop)| {
                // Topmost is latest, so that the hop before it stands below.
                let before = report.hops.get(index + 1).and_then(|hop| hop.time);
                row(state, ui, index, hop, before, report.border == Some(index))
            })
            .collect_view();
        Some(
            view! {
                <p class="help" id="border-help">
                    <b>{words.which}</b>
                    " "
                    {words.which_help}
                </p>
                <div class="scroll" tabindex="0" role="group" aria-label=ui.inspector.hops>
                    <table class="plain">
                        <caption class="visually-hidden">{ui.inspector.hops}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words.border}</th>
                                <th scope="col">{words.from}</th>
                                <th scope="col">{words.by}</th>
                                <th scope="col">{words.with}</th>
                                <th scope="col">{words.time}</th>
                                <th scope="col">{words.delay}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        )
    };
    view! {
        <div data-testid="hops">
            {table}
            <EnvelopeForm ui/>
        </div>
    }
}

fn row(
    state: State,
    ui: &'static Ui,
    index: usize,
    hop: &Hop,
    before: Option<i64>,
    is_border: bool,
) -> impl IntoView {
    let words = &ui.hops;
    let unstated = || words.unstated.to_owned();
    let from = match (&hop.from, hop.ip) {
        (Some(from), Some(ip)) => format!("{from} [{ip}]"),
        (Some(from), None) => from.clone(),
        (None, Some(ip)) => format!("[{ip}]"),
        (None, None) => unstated(),
    };
    let mut with = hop.with.clone().unwrap_or_else(unstated);
    for (stands, word) in [
        (hop.tls, words.tls),
        (hop.authenticated, words.authenticated),
    ] {
        if stands {
            with.push_str(" · ");
            with.push_str(word);
        }
    }
    let time = hop.time.map_or_else(unstated, to_rfc3339);
    let delay = hop
        .time
        .zip(before)
        .map(|(time, before)| (words.seconds)(time - before));
    let span = hop.span;
    let choose = move |_| {
        change(state, |inputs| inputs.border = Some(index));
    };
    view! {
        <tr aria-current=is_border.then_some("true")>
            <td data-label=words.border>
                <label class="check">
                    <input
                        type="radio"
                        name="border"
                        aria-label=(words.choose)(index + 1)
                        prop:checked=is_border
                        on:change=choose
                    />
                    {index + 1}
                </label>
            </td>
            <td data-label=words.from>
                <button
                    class="link"
                    type="button"
                    on:click=move |_| state.selection.set(Selection::Place(span))
                >
                    <code class="wrap">{from}</code>
                </button>
            </td>
            <td data-label=words.by>
                <code class="wrap">{hop.by.clone().unwrap_or_else(unstated)}</code>
            </td>
            <td data-label=words.with>{with}</td>
            <td data-label=words.time>
                <span class="nowrap">{time}</span>
            </td>
            <td data-label=words.delay>{delay}</td>
        </tr>
    }
}

fn change(state: State, change: impl FnOnce(&mut Inputs)) {
    state.inputs.update(change);
    state.note_change();
}

/// The envelope as found or stated, each part changeable.
#[component]
fn EnvelopeForm(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    let words = &ui.envelope;
    let bad_ip = RwSignal::new(false);
    let envelope = move |read: fn(&Ui, &Envelope) -> (String, String)| {
        Signal::derive(move || {
            state.report.with(|report| {
                report
                    .as_ref()
                    .map(|report| read(ui, &report.envelope))
                    .unwrap_or_default()
            })
        })
    };
    let ip =
        envelope(|ui, envelope| part(ui, envelope.ip.map(|(ip, origin)| (ip.to_string(), origin))));
    let helo = envelope(|ui, envelope| part(ui, envelope.helo.clone()));
    let mail_from = envelope(|ui, envelope| part(ui, envelope.mail_from.clone()));
    let set_ip = move |text: String| {
        let text = text.trim().to_owned();
        let parsed = text.parse::<IpAddr>().ok();
        bad_ip.set(parsed.is_none() && !text.is_empty());
        if parsed.is_some() || text.is_empty() {
            change(state, |inputs| inputs.ip = parsed);
        }
    };
    let set_helo = move |text: String| {
        let text = text.trim().to_owned();
        change(state, |inputs| {
            inputs.helo = (!text.is_empty()).then_some(text)
        });
    };
    // An empty sender is one: the null sender. Back to the headers leads the button.
    let set_mail_from = move |text: String| {
        let sender = text.trim().trim_matches(['<', '>']).to_owned();
        change(state, |inputs| inputs.mail_from = Some(sender));
    };
    view! {
        <fieldset class="group" data-testid="envelope">
            <legend>{words.title}</legend>
            <p class="help">{words.help}</p>
            <Field label=words.ip value=ip set=set_ip/>
            <p class="help" role="status">{move || bad_ip.get().then_some(words.bad_ip)}</p>
            <Field label=words.helo value=helo set=set_helo/>
            <Field label=words.mail_from value=mail_from set=set_mail_from/>
            <button
                class="button small"
                type="button"
                on:click=move |_| {
                    bad_ip.set(false);
                    change(
                        state,
                        |inputs| {
                            inputs.ip = None;
                            inputs.helo = None;
                            inputs.mail_from = None;
                            inputs.border = None;
                        },
                    );
                }
            >
                {words.reset}
            </button>
        </fieldset>
    }
}

/// A part of the envelope and the words for where it came from.
fn part(ui: &Ui, part: Option<(String, Origin)>) -> (String, String) {
    let words = &ui.envelope;
    match part {
        None => (String::new(), words.unknown.to_owned()),
        Some((value, origin)) => {
            let origin = match origin {
                Origin::Stated => words.stated.to_owned(),
                Origin::Hop(index) => (words.from_hop)(index + 1),
                Origin::ReturnPath(_) => words.from_return_path.to_owned(),
            };
            if value.is_empty() {
                (value, format!("{} · {origin}", words.null_sender))
            } else {
                (value, origin)
            }
        }
    }
}

#[component]
fn Field(
    label: &'static str,
    value: Signal<(String, String)>,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                class="mono"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=move || value.get().0
                on:change=move |event| set(event_target_value(&event))
            />
            <small>{move || value.get().1}</small>
        </label>
    }
}
