//! The hops as the trace states them, which of them is ours, and the envelope that SPF is asked about.

use std::net::IpAddr;

use leptos::prelude::*;

use crate::engine::mail::Hop;
use crate::engine::mail::time::to_rfc3339;
use crate::engine::report::{BorderWhy, Envelope, Inputs, Origin};
use crate::text::later::Full;
use crate::ui::pages::mail::claims;
use crate::ui::pages::mail::dns::table;
use crate::ui::pages::mail::header::help;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::line;
use crate::ui::state::{Selection, State};

/// The tab.
pub fn hops(state: State, full: Full) -> El {
    let words = &full.later.hops;
    let hops = live(move || {
        let report = state.report.get()?;
        if report.hops.is_empty() {
            return Some(all([el("p.empty").text(words.empty)]));
        }
        let rows = report.hops.iter().enumerate().map(|(index, hop)| {
            // Topmost is latest, so that the hop before it stands below.
            let before = report.hops.get(index + 1).and_then(|hop| hop.time);
            row(state, full, (index, hop), before, report.border)
        });
        let columns = [
            words.border,
            words.from,
            words.by,
            words.with,
            words.time,
            words.delay,
        ];
        let question = el("p.help")
            .child(el("b").text(words.which))
            .text(" ")
            .text(words.which_help);
        let number = report.border.map_or(0, |border| border + 1);
        let why = help((words.why)(report.border_why, number)).at("data-testid", "border-why");
        let default = (report.border_why == BorderWhy::Stated).then(|| {
            let reset = button("button small", words.default, move || {
                change(state, |inputs| inputs.border = None);
            });
            el("p.row").child(reset)
        });
        Some(all([
            Some(question),
            Some(why),
            default,
            Some(table("plain", full.ui().inspector.hops, &columns, rows)),
        ]))
    });
    el("div data-testid=hops")
        .child(hops)
        .child(claims::fields(state, full))
        .child(envelope(state, full))
}

fn row(
    state: State,
    full: Full,
    (index, hop): (usize, &Hop),
    before: Option<i64>,
    border: Option<usize>,
) -> El {
    let words = &full.later.hops;
    let is_border = border == Some(index);
    // Nobody is trusted without a border.
    let is_ours = border.is_some_and(|border| index <= border);
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
    let delay = hop.time.zip(before);
    let delay = delay.map(|(time, before)| (words.seconds)(time.saturating_sub(before)));
    let border = el("input type=radio name=border")
        .at("aria-label", (words.choose)(index + 1))
        .prop("checked", move || is_border.into())
        .on("change", move |_| {
            change(state, |inputs| inputs.border = Some(index));
        });
    let side = if is_ours { words.ours } else { words.others };
    let border = el("label.check")
        .child(border)
        .text((index + 1).to_string())
        .child(el("span.badge").text(side));
    let span = hop.span;
    let show = button("link", "", move || {
        state.selection.set(Selection::Place(span));
    });
    let cell = |label: &'static str, inside: Part| el("td").at("data-label", label).child(inside);
    let code = |text: String| el("code.wrap").text(text);
    el("tr")
        .live("aria-current", move || is_border.then_some("true"))
        .child(cell(words.border, border.into()))
        .child(cell(words.from, show.child(code(from)).into()))
        .child(cell(
            words.by,
            code(hop.by.clone().unwrap_or_else(unstated)).into(),
        ))
        .child(cell(words.with, with.into()))
        .child(cell(
            words.time,
            hop.time.map_or_else(unstated, to_rfc3339).into(),
        ))
        .child(cell(words.delay, delay.into()))
}

fn change(state: State, change: impl FnOnce(&mut Inputs)) {
    state.inputs.update(change);
    state.note_change();
}

/// The envelope as found or stated, each part changeable.
fn envelope(state: State, full: Full) -> El {
    let words = &full.later.envelope;
    let bad_ip = RwSignal::new(false);
    let set_ip = move |text: String| {
        let text = text.trim();
        let parsed = text.parse::<IpAddr>().ok();
        bad_ip.set(parsed.is_none() && !text.is_empty());
        if parsed.is_some() || text.is_empty() {
            change(state, |inputs| inputs.ip = parsed);
        }
    };
    let set_helo = move |text: String| {
        let text = text.trim().to_owned();
        change(state, |inputs| {
            inputs.helo = (!text.is_empty()).then_some(text);
        });
    };
    // An empty sender is one: the null sender. Back to the headers leads the button.
    let set_mail_from = move |text: String| {
        let sender = text.trim().trim_matches(['<', '>']).to_owned();
        change(state, |inputs| inputs.mail_from = Some(sender));
    };
    let reset = button("button small", words.reset, move || {
        bad_ip.set(false);
        change(state, |inputs| {
            inputs.ip = None;
            inputs.helo = None;
            inputs.mail_from = None;
            inputs.border = None;
        });
    });
    let problem = help("")
        .at("role", "status")
        .live_word(move || if bad_ip.get() { words.bad_ip } else { "" });
    el("fieldset.group data-testid=envelope")
        .child(el("legend").text(words.title))
        .child(help(words.help))
        .child(field(
            state,
            full,
            words.ip,
            |envelope| envelope.ip.map(|(ip, origin)| (ip.to_string(), origin)),
            set_ip,
        ))
        .child(problem)
        .child(field(state, full, words.helo, |e| e.helo.clone(), set_helo))
        .child(field(
            state,
            full,
            words.mail_from,
            |envelope| envelope.mail_from.clone(),
            set_mail_from,
        ))
        .child(reset)
}

/// A part of the envelope, and where it came from.
fn field(
    state: State,
    full: Full,
    label: &'static str,
    read: fn(&Envelope) -> Option<(String, Origin)>,
    set: impl Fn(String) + 'static,
) -> El {
    let part = move || {
        state
            .report
            .with(|report| report.as_ref().and_then(|report| read(&report.envelope)))
    };
    let value = move || part().map(|(value, _)| value).unwrap_or_default();
    line(label, value, set).child(el("small").live_text(move || origin_words(full, part())))
}

fn origin_words(full: Full, part: Option<(String, Origin)>) -> String {
    let words = &full.later.envelope;
    let Some((value, origin)) = part else {
        return words.unknown.to_owned();
    };
    let origin = match origin {
        Origin::Stated => words.stated.to_owned(),
        Origin::Hop(index) => (words.from_hop)(index + 1),
        Origin::ReturnPath(_) => words.from_return_path.to_owned(),
    };
    if value.is_empty() {
        format!("{} · {origin}", words.null_sender)
    } else {
        origin
    }
}
