//! What can be made of a paste: undoing its damage, looking at a message that is in it, choosing one
//! of a mailbox file. Nothing is done before the person asks for it, and all of it leads back.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Event;

use crate::engine::cite::Noted;
use crate::engine::mail;
use crate::engine::paste::{self, Attached, Damage, Entry, Finding};
use crate::engine::prepare::Prepared;
use crate::engine::report::AnyFinding;
use crate::engine::verify::verify;
use crate::text::{self, Lang, Ui};
use crate::ui::pages::mail::banners::banner;
use crate::ui::pages::mail::source::decoded;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::labelled;
use crate::ui::state::{Chosen, State};
use crate::ui::{browser, intake};

/// All offers that apply, as banners.
pub fn offers(state: State, lang: Lang) -> Part {
    let ui = text::ui(lang);
    let gained = gained(state);
    let mailbox = live(move || state.mailbox.get().map(|chosen| mailbox(state, ui, chosen)));
    let inner = live(move || {
        (!state.around.read().is_empty()).then(|| {
            let back = button("button small", ui.paste.back, move || {
                state.leave();
                browser::focus("verdict-title");
            });
            banner("note", "inner", el("p").text(ui.paste.inner), Some(back))
        })
    });
    let repaired = live(move || repaired(state, lang, gained.get()));
    let damaged = live(move || damaged(state, lang, gained.get()));
    let attached = live(move || {
        let mail = state.mail.get()?;
        let count = mail.paste.attached.len();
        let buttons = (0..count).map(|index| analyse(state, ui, index, count));
        let buttons = el("div.row").children(buttons);
        let words = el("p").text(ui.paste.attached);
        (count > 0).then(|| banner("note", "attached", words, Some(buttons)))
    });
    all([mailbox, inner, repaired, damaged, attached])
}

/// What a finding about the paste offers, for its card.
pub fn action(state: State, ui: &'static Ui, noted: &Noted<AnyFinding>) -> Option<El> {
    let mail = state.mail.get()?;
    match &noted.finding {
        AnyFinding::Paste(Finding::Damaged { .. })
        | AnyFinding::Mail(mail::Finding::MboxLine | mail::Finding::LeadingBlankLines { .. }) => {
            (!mail.paste.repairs.is_empty()).then(|| repair(state, ui))
        }
        AnyFinding::Paste(Finding::Attached { .. }) => {
            let attached = &mail.paste.attached;
            let is_it = |part: &Attached| Some(part.span) == noted.span;
            let index = attached.iter().position(is_it)?;
            Some(analyse(state, ui, index, attached.len()))
        }
        _ => None,
    }
}

fn repair(state: State, ui: &'static Ui) -> El {
    button("button small", ui.paste.repair, move || {
        intake::take_repair(state);
    })
    .at("data-testid", "repair")
}

fn analyse(state: State, ui: &'static Ui, index: usize, count: usize) -> El {
    let number = (count > 1).then_some(index + 1);
    button("button small", (ui.paste.analyse)(number), move || {
        intake::take_attached(state, index);
    })
    .at("data-testid", "analyse")
}

/// The domain of a signature that verifies in the repaired text and not in what was pasted, with the
/// answers at hand. One of the two is shown; the other is judged here.
fn gained(state: State) -> Memo<Option<String>> {
    let other = Memo::new_with_compare(
        move |_| {
            let pasted = state.pasted.get();
            pasted.or_else(|| intake::try_repair(state.mail.get()?.as_ref()))
        },
        |before: Option<&Option<Arc<Prepared>>>, after| {
            !matches!((before, after), (Some(None), Some(None)))
        },
    );
    Memo::new(move |_| {
        let (report, other) = (state.report.get()?, other.get()?);
        let mut judged = None;
        state.checked.update_value(|checked| {
            let (inputs, answers) = (state.inputs.read(), state.answers.read());
            judged = Some(verify(&other, &inputs, &answers, checked));
        });
        let judged = judged?;
        let gained = if state.pasted.read().is_some() {
            paste::gain(&judged.dkim, &report.dkim)
        } else {
            paste::gain(&report.dkim, &judged.dkim)
        };
        gained.first().map(ToString::to_string)
    })
}

/// The damage that matters, and the button that undoes all there is.
fn damaged(state: State, lang: Lang, gained: Option<String>) -> Option<El> {
    let ui = text::ui(lang);
    let mail = state.mail.get()?;
    let gained = gained.filter(|_| state.pasted.read().is_none());
    let repairs = &mail.paste.repairs;
    let matters = repairs.iter().any(|repair| repair.damage.matters());
    if !matters && (repairs.is_empty() || gained.is_none()) {
        return None;
    }
    let mut words = el("p").text(ui.paste.damaged);
    for repair in repairs {
        let (damage, lines) = (repair.damage, repair.lines);
        words = words
            .text(" ")
            .text(title(lang, Finding::Damaged { damage, lines }));
    }
    if let Some(domain) = gained {
        let sentence = el("b").text((ui.paste.would_verify)(&domain));
        words = words.text(" ").child(sentence);
    }
    Some(banner("warn", "damaged", words, Some(repair(state, ui))))
}

/// That a repair is shown, what it has brought, and the way back.
fn repaired(state: State, lang: Lang, gained: Option<String>) -> Option<El> {
    let ui = text::ui(lang);
    let damage: Vec<Damage> = state.inputs.read().repaired.clone();
    if damage.is_empty() {
        return None;
    }
    let words = text::prose(lang, &AnyFinding::Paste(Finding::Repaired { damage }));
    let mut sentence = el("p")
        .child(el("b").text(text::sentence(lang, &words.title)))
        .text(" ")
        .text(words.why);
    let pasted = state.pasted.get();
    if let Some(domain) = gained.filter(|_| pasted.is_some()) {
        sentence = sentence.text(" ").text((ui.paste.verifies)(&domain));
    }
    let undo = pasted.map(|pasted| {
        button("button small", ui.paste.undo, move || {
            state.show_repair(pasted.clone(), Vec::new());
            browser::focus("verdict-title");
        })
        .at("data-testid", "undo-repair")
    });
    Some(banner("warn", "repaired", sentence, undo))
}

/// What a finding is about, as a sentence.
pub fn title(lang: Lang, finding: Finding) -> String {
    text::sentence(lang, &text::prose(lang, &AnyFinding::Paste(finding)).title)
}

/// The messages of the file, and which of them is shown.
fn mailbox(state: State, ui: &'static Ui, chosen: Chosen) -> El {
    let entries = &chosen.mailbox.entries;
    let options = entries.iter().enumerate().map(|(index, entry)| {
        let option = el("option").at("value", index.to_string());
        let option = if index == chosen.index {
            option.at("selected", "")
        } else {
            option
        };
        option.text(about(index, entry))
    });
    let list = el("select data-testid=mailbox").children(options);
    let sentence = (ui.paste.mailbox)(chosen.mailbox.total, entries.len());
    let list = list.on("change", move |event: Event| {
        if let Ok(index) = event_target_value(&event).parse() {
            let chosen = chosen.clone();
            intake::take_chosen(state, Chosen { index, ..chosen }, None, true);
        }
    });
    let field = labelled(ui.paste.choose, list);
    banner("note", "mailbox-file", el("p").text(sentence), Some(field))
}

fn about(index: usize, entry: &Entry) -> String {
    let mut words = format!("{}.", index + 1);
    for value in entry.about.iter().filter(|value| !value.is_empty()) {
        words.push_str(" · ");
        words.push_str(&decoded(value));
    }
    words
}
