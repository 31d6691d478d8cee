//! Whatever comes in: pasted, typed, dropped or chosen octets, links, case files, examples.
//!
//! Octets are taken as they are. Pasted text is read from the clipboard's own event, since a text
//! area would change its line ends; files are read as octets.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, DataTransfer, FileList};

use crate::engine::dns::{Answer, Answers, Source};
use crate::engine::limits;
use crate::engine::mail::{Eol, Message};
use crate::engine::paste;
use crate::engine::prepare::{self, Prepared};
use crate::engine::report::Inputs;
use crate::play::case::Case;
use crate::play::lessons::Lesson;
use crate::play::permalink::{self, Link, LinkFault};
use crate::play::quiz;
use crate::play::route::{Kind, Route};
use crate::play::samples;
use crate::play::scene::NodeId;
use crate::play::submission::{Scenario, evidence};
use crate::ui::browser::{self, Shelf};
use crate::ui::pieces::{self, Opening};
use crate::ui::state::{BadLink, Chosen, Origin, Selection, State, Trouble, WhyBad};
use crate::ui::worker;

/// Octets from which on a message is hashed in the worker.
pub const LARGE: usize = 256 * 1024;

/// Octets up to which a message is kept over a reload of the tab.
const KEPT: usize = 512 * 1024;

const PASTE: &str = "mailprism.paste";

/// Takes octets the person brought: a message, a case file, or the text of a link.
pub fn take(state: State, octets: Vec<u8>) {
    take_with(state, octets, None);
}

/// Takes octets, and says something beside what becomes of them.
fn take_with(state: State, octets: Vec<u8>, remark: Option<Trouble>) {
    if octets.trim_ascii().is_empty() {
        state.trouble.set(Some(Trouble::Empty));
    } else if let Some(fragment) = link_in(&octets) {
        let fragment = fragment.to_owned();
        open_fragment(state, &fragment);
    } else if octets.len() > limits::MESSAGE_OCTETS {
        state.trouble.set(Some(Trouble::TooLarge(octets.len())));
    } else if octets.starts_with(&OUTLOOK_FILE) {
        state.trouble.set(Some(Trouble::OutlookFile));
    } else if Case::is_case(&octets) {
        leave_address();
        unless_overtaken(state, move |opening| (opening.file)(state, &octets, remark));
    } else {
        leave_address();
        keep(&octets);
        let had_focus = browser::has_focus("paste");
        if let Some(mailbox) = paste::mailbox(&octets) {
            let chosen = Chosen {
                octets: octets.into(),
                mailbox: Arc::new(mailbox),
                index: 0,
            };
            take_chosen(state, chosen, remark, had_focus);
            return;
        }
        prepare(state, octets, move |prepared| {
            state.open(prepared, inputs_now(), Answers::new(), Origin::Own);
            state.trouble.set(remark);
            if had_focus {
                browser::focus("verdict-title");
            }
        });
    }
}

fn inputs_now() -> Inputs {
    Inputs {
        now: browser::now(),
        ..Inputs::default()
    }
}

/// Takes one message of a mailbox file.
pub fn take_chosen(state: State, chosen: Chosen, remark: Option<Trouble>, takes_focus: bool) {
    let entry = chosen.mailbox.entries.get(chosen.index);
    let octets = entry.map(|entry| entry.span.of(&chosen.octets).to_vec());
    prepare(state, octets.unwrap_or_default(), move |prepared| {
        state.open(prepared, inputs_now(), Answers::new(), Origin::Own);
        state.mailbox.set(Some(chosen));
        state.trouble.set(remark);
        if takes_focus {
            browser::focus("verdict-title");
        }
    });
}

/// Takes a message that is attached to the one shown.
pub fn take_attached(state: State, index: usize) {
    let Some(mail) = state.mail.get_untracked() else {
        return;
    };
    if let Some(attached) = mail.paste.attached.get(index) {
        prepare(state, attached.octets(&mail.message), move |prepared| {
            leave_address();
            state.enter(prepared, inputs_now());
            browser::focus("verdict-title");
        });
    }
}

/// Shows the message with all its damage undone.
pub fn take_repair(state: State) {
    let Some(mail) = state.mail.get_untracked() else {
        return;
    };
    let mut repaired = state.inputs.read_untracked().repaired.clone();
    for repair in &mail.paste.repairs {
        if !repaired.contains(&repair.damage) {
            repaired.push(repair.damage);
        }
    }
    prepare(state, repair(&mail), move |prepared| {
        state.show_repair(prepared, repaired);
        browser::focus("verdict-title");
    });
}

/// The repaired message, to be tried before anybody asks for it; not of a large one, whose hashing
/// takes the worker and its time.
pub fn try_repair(mail: &Prepared) -> Option<Arc<Prepared>> {
    let is_small = mail.message.octets().len() < LARGE;
    (is_small && !mail.paste.repairs.is_empty()).then(|| Arc::new(prepare::read(repair(mail))))
}

fn repair(mail: &Prepared) -> Vec<u8> {
    paste::apply(&mail.message, &mail.paste.repairs)
}

/// Takes text the person typed into the paste box. They may go on typing, so what it becomes is open
/// for editing.
pub fn take_typed(state: State, text: String) {
    take(state, text.into_bytes());
    if state.mail.read_untracked().is_some() && state.origin.get_untracked() == Origin::Own {
        state.editing.set(true);
        browser::focus("edit");
    }
}

/// Takes text the person typed into the source of the message that is shown. A text area knows LF
/// alone, so a message that had CRLF gets it back.
pub fn take_edited(state: State, text: &str) {
    let eol = state
        .mail
        .with_untracked(|mail| mail.as_ref().map(|mail| mail.message.eol));
    let octets = match eol {
        Some(Eol::Crlf) => text.replace('\n', "\r\n").into_bytes(),
        _ => text.as_bytes().to_vec(),
    };
    if state.origin.get_untracked() == Origin::Own {
        keep(&octets);
    }
    if octets.len() <= limits::MESSAGE_OCTETS {
        prepare(state, octets, move |prepared| {
            state.replace_message(prepared)
        });
    }
}

/// Takes a file or what is dropped or pasted as one.
pub fn take_blob(state: State, blob: Blob) {
    take_blob_with(state, blob, None);
}

fn take_blob_with(state: State, blob: Blob, remark: Option<Trouble>) {
    let size = blob.size();
    if size > limits::MESSAGE_OCTETS as f64 {
        state.trouble.set(Some(Trouble::TooLarge(size as usize)));
        return;
    }
    spawn_local(async move {
        match browser::read(&blob).await {
            Some(octets) => take_with(state, octets, remark),
            None => state.trouble.set(Some(Trouble::UnreadableFile)),
        }
    });
}

/// Takes the first of some files.
pub fn take_files(state: State, files: &FileList) {
    if let Some(file) = files.get(0) {
        let remark = (files.length() > 1).then_some(Trouble::SeveralFiles);
        take_blob_with(state, file.into(), remark);
    }
}

/// Takes what the clipboard or a drop holds; `false` when there is neither a file nor text in it, which
/// is said.
pub fn take_transfer(state: State, transfer: &DataTransfer) -> bool {
    if let Some(files) = transfer.files().filter(|files| files.length() > 0) {
        take_files(state, &files);
        return true;
    }
    match transfer.get_data("text/plain") {
        Ok(text) if !text.is_empty() => {
            take(state, text.into_bytes());
            true
        }
        _ => {
            state.trouble.set(Some(Trouble::Empty));
            false
        }
    }
}

/// Shows what the fragment of an address asks for, once it can be read. Nothing is asked of DNS by
/// that.
pub fn open_fragment(state: State, fragment: &str) {
    let fragment = fragment.to_owned();
    unless_overtaken(state, move |opening| (opening.fragment)(state, &fragment));
}

/// Opens what others made, unless something else was opened while the piece for it was on its way.
fn unless_overtaken(state: State, open: impl FnOnce(&Opening) + 'static) {
    let generation = state.generation.get_value();
    pieces::with_opening(state, move |opening| {
        if state.generation.get_value() == generation {
            open(opening);
        }
    });
}

/// Shows what a case file holds, and says something beside it.
pub fn show_case_file(state: State, octets: &[u8], remark: Option<Trouble>) {
    match Case::parse(octets) {
        Ok(case) => open_case(state, case, Origin::File, remark),
        Err(fault) => state.trouble.set(Some(Trouble::BadCase(fault))),
    }
}

/// Shows what the fragment of an address asks for.
pub fn show_fragment(state: State, fragment: &str) {
    let refuse = |why| {
        state.forget();
        state.bad_link.set(Some(BadLink {
            raw: fragment.to_owned(),
            why,
        }));
    };
    match Route::parse(fragment) {
        // Back from Learn to the mail that was there.
        Ok(Route::Start) if state.learn.read_untracked().is_some() => state.learn.set(None),
        Ok(Route::Start) => state.forget(),
        Ok(Route::Shared(link)) => match permalink::read(&link) {
            Ok(Link::Mail(case)) => {
                Shelf::Tab.remove(PASTE);
                open_case(state, *case, Origin::Link, None);
            }
            Err(fault) => refuse(WhyBad::Fault(fault)),
        },
        Ok(Route::Item {
            kind: Kind::Example,
            id,
            ..
        }) => match samples::find(&id).map(|sample| Case::parse(sample.case)) {
            Some(Ok(case)) => {
                Shelf::Tab.remove(PASTE);
                open_case(state, case, Origin::Example, None);
            }
            _ => refuse(WhyBad::UnknownExample(id)),
        },
        Ok(route) if is_taught(&route) => {
            state.bad_link.set(None);
            state.trouble.set(None);
            state.learn.set(Some(route));
        }
        Ok(Route::Item { .. }) => refuse(WhyBad::NotYet),
        Err(fault) => refuse(WhyBad::Fault(fault)),
    }
}

/// Whether Learn has it.
fn is_taught(route: &Route) -> bool {
    let Route::Item { kind, id, .. } = route else {
        return false;
    };
    match kind {
        Kind::Example => false,
        Kind::Lesson => Lesson::from_id(id).is_some(),
        Kind::Scenario => Scenario::from_id(id).is_some() || id == evidence::ID,
        Kind::Question => matches!(id.as_str(), "all" | "result") || quiz::find(id).is_some(),
    }
}

/// Shows again what was pasted before the tab was reloaded.
pub fn restore(state: State) {
    let Some(kept) = Shelf::Tab.get(PASTE) else {
        return;
    };
    let octets: Option<Vec<u8>> = kept
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect();
    if let Some(octets) = octets {
        take(state, octets);
    }
}

/// Forgets the message, everywhere.
pub fn clear(state: State) {
    Shelf::Tab.remove(PASTE);
    leave_address();
    state.forget();
}

/// The head of an OLE compound file.
const OUTLOOK_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The fragment, if the octets are the address of an analysis and nothing else.
fn link_in(octets: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(octets).ok()?.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    let (_, fragment) = text
        .split_once('#')
        .filter(|(address, _)| address.is_empty() || is_address)?;
    // A shared link that a mail program has wrapped holds line ends; prose holds spaces as well.
    let is_one_word = !fragment.contains(' ');
    (is_one_word && Route::parse(fragment) != Err(LinkFault::NotOurs)).then_some(fragment)
}

fn open_case(state: State, case: Case, origin: Origin, remark: Option<Trouble>) {
    let inputs = case.inputs(browser::now());
    let source = match origin {
        Origin::Example => Source::Example,
        _ => Source::Saved,
    };
    let mut answers = Answers::new();
    for (question, answer) in case.answers.iter() {
        let answer = Answer {
            source,
            ..answer.clone()
        };
        answers.insert(question.clone(), answer);
    }
    let selection = case.selection.as_deref().and_then(read_selection);
    prepare(state, case.message, move |prepared| {
        state.open(prepared, inputs, answers, origin);
        state.trouble.set(remark);
        state.selection.set(selection.unwrap_or_default());
        browser::focus("verdict-title");
    });
}

/// A selection in the words of a case: `dkim[0]`, or the word of a node.
fn read_selection(words: &str) -> Option<Selection> {
    let signature = words
        .strip_prefix("dkim[")
        .and_then(|rest| rest.strip_suffix(']')?.parse().ok());
    signature
        .map(Selection::Signature)
        .or_else(|| NodeId::from_word(words).map(Selection::Node))
}

/// The words of a selection in a case; `None` for what no case keeps.
pub fn selection_words(selection: &Selection) -> Option<String> {
    match selection {
        Selection::Signature(index) => Some(format!("dkim[{index}]")),
        Selection::Node(node) => Some(node.word().to_owned()),
        _ => None,
    }
}

/// Prepares a message, elsewhere when it is large, and hands it on.
fn prepare(state: State, octets: Vec<u8>, then: impl FnOnce(Arc<Prepared>) + 'static) {
    if octets.len() < LARGE {
        then(Arc::new(prepare::read(octets)));
        return;
    }
    state.preparing.set(Some(octets.len()));
    let generation = state.generation.get_value();
    spawn_local(async move {
        let digests = worker::digests(&octets).await;
        if state.generation.get_value() != generation {
            return;
        }
        let message = Message::parse(octets);
        let bodies = digests.unwrap_or_else(|| prepare::digests(&message));
        then(Arc::new(prepare::assemble(message, bodies)));
        state.preparing.set(None);
    });
}

/// Keeps a message over a reload of this tab: one character for each octet.
fn keep(octets: &[u8]) {
    if octets.len() > KEPT {
        Shelf::Tab.remove(PASTE);
        return;
    }
    let text: String = octets.iter().map(|octet| char::from(*octet)).collect();
    Shelf::Tab.set(PASTE, &text);
}

/// The address no longer names what is shown.
fn leave_address() {
    if !browser::fragment().is_empty() {
        browser::replace_address(&browser::path());
    }
}
