//! The pieces of the page that are files of their own and load when they are first needed: the words
//! of each language, and what a person who only reads a verdict never uses. They are cut out of the
//! module where the functions marked `wasm_split` stand (`.ci/build`).
//!
//! A piece is one value that everything in it hangs on, so that what uses it has it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::engine::crypto::{Checked, ED25519, Ed25519};
use crate::engine::dns::zone::{self, Zone};
use crate::engine::prepare::{self, Prepared, SEARCHES, Searches};
use crate::text::Lang;
use crate::text::later::{Full, Later};
use crate::text::learn::Learn;
use crate::text::{en, ja};
use crate::ui::pages::learn;
use crate::ui::pages::mail::{dns, hops, share, trail};
use crate::ui::parts::el::{El, Part};
use crate::ui::state::{Selection, State, Tab, Trouble};
use crate::ui::{browser, intake};

/// The words of the language that a BCP 47 tag names; English for any other. Fails where the file
/// cannot be loaded, and may then be tried again.
pub async fn words(tag: &str) -> Result<Lang, SplitLoaderError> {
    if tag.starts_with("ja") {
        japanese().await
    } else {
        english().await
    }
}

#[wasm_split(english, fallible)]
fn english() -> Result<Lang, SplitLoaderError> {
    Ok(Lang::EN)
}

#[wasm_split(japanese, fallible)]
fn japanese() -> Result<Lang, SplitLoaderError> {
    Ok(Lang::JA)
}

/// What was loaded, as long as its words are in `lang`.
pub fn in_language<Piece: Copy + Send + Sync + 'static>(
    loaded: RwSignal<Option<(Piece, Full)>>,
    lang: Lang,
) -> Option<(Piece, Full)> {
    loaded.get().filter(|(_, full)| full.lang == lang)
}

/// A piece with the words that load beside it, in `lang`.
async fn with_words<Piece>(
    lang: Lang,
    piece: Result<Piece, SplitLoaderError>,
) -> Result<(Piece, Full), SplitLoaderError> {
    let later = match lang.tag() {
        "ja" => later_japanese().await,
        _ => later_english().await,
    };
    Ok((
        piece?,
        Full {
            lang,
            later: later?,
        },
    ))
}

#[wasm_split(later_english, fallible)]
fn later_english() -> Result<&'static Later, SplitLoaderError> {
    Ok(&en::later::LATER)
}

#[wasm_split(later_japanese, fallible)]
fn later_japanese() -> Result<&'static Later, SplitLoaderError> {
    Ok(&ja::later::LATER)
}

/// What a person sends elsewhere: the link, the files.
pub struct Sharing {
    /// The dialog.
    pub dialog: fn(State, Full) -> El,
    /// Opens it.
    pub open: fn(),
    /// Saves the report as JSON.
    pub export_json: fn(State),
    /// Saves the whole analysis as a case file.
    pub export_case: fn(State),
}

static SHARING: Sharing = Sharing {
    dialog: share::dialog,
    open: share::open,
    export_json: share::export_json,
    export_case: share::export_case,
};

/// Goes on with what a person sends elsewhere, once it is there.
pub fn with_sharing(state: State, then: impl FnOnce(&'static Sharing) + 'static) {
    spawn_local(async move {
        let loaded = with_words(state.lang.get_untracked(), sharing().await).await;
        if let Some((sharing, full)) = told(state, loaded) {
            state.sharing.set(Some((sharing, full)));
            then(sharing);
        }
    });
}

#[wasm_split(sharing, fallible)]
fn sharing() -> Result<&'static Sharing, SplitLoaderError> {
    Ok(&SHARING)
}

/// What a person looks into after the verdict.
pub struct Details {
    /// The steps of what is selected.
    pub trails: fn(State, Full) -> Part,
    /// What was asked of DNS.
    pub dns: fn(State, Full) -> El,
    /// The way of the mail, its envelope, and what receivers wrote.
    pub hops: fn(State, Full) -> El,
}

static DETAILS: Details = Details {
    trails: trail::trails,
    dns: dns::dns,
    hops: hops::hops,
};

/// Brings the details once something is selected or another tab is opened.
pub fn bring_details(state: State) {
    Effect::new(move |_| {
        let is_asked =
            *state.selection.read() != Selection::None || state.tab.get() != Tab::Findings;
        let lang = state.lang.get();
        let is_here = state
            .details
            .get_untracked()
            .is_some_and(|(_, full)| full.lang == lang);
        if !is_asked || is_here {
            return;
        }
        spawn_local(async move {
            let loaded = with_words(lang, details().await).await;
            if let Some(details) = told(state, loaded) {
                state.details.set(Some(details));
            }
        });
    });
}

#[wasm_split(details, fallible)]
fn details() -> Result<&'static Details, SplitLoaderError> {
    Ok(&DETAILS)
}

/// Brings the arithmetic of Ed25519 when a signature waits for it.
pub fn bring_ed25519(state: State) {
    Effect::new(move |_| {
        state.report.track();
        let is_asked = state.checked.with_value(Checked::lacks_ed25519);
        if !is_asked || state.ed25519.read_untracked().is_some() {
            return;
        }
        spawn_local(async move {
            if let Some(arithmetic) = told(state, ed25519().await) {
                state.ed25519.set(Some(arithmetic));
            }
        });
    });
}

#[wasm_split(ed25519, fallible)]
fn ed25519() -> Result<&'static Ed25519, SplitLoaderError> {
    Ok(&ED25519)
}

/// The page of Learn, in words of its own.
pub type LearnPage = fn(State, Lang, &'static Learn) -> Part;

/// Learn in one language.
#[derive(Clone, Copy)]
pub struct Learning {
    /// Its page.
    pub page: LearnPage,
    /// Its words.
    pub words: &'static Learn,
    /// The language they are in.
    pub tag: &'static str,
}

/// Brings Learn, and its words in the language of the page, once something of it is shown.
pub fn bring_learning(state: State) {
    Effect::new(move |_| {
        let tag = state.lang.get().tag();
        let is_here = state
            .learning
            .get_untracked()
            .is_some_and(|here| here.tag == tag);
        if state.learn.read().is_none() || is_here {
            return;
        }
        spawn_local(async move {
            let words = match tag {
                "ja" => learning_japanese().await,
                _ => learning_english().await,
            };
            let loaded = match words {
                Ok(words) => learning().await.map(|page| Learning { page, words, tag }),
                Err(error) => Err(error),
            };
            match told(state, loaded) {
                Some(learning) => state.learning.set(Some(learning)),
                // What was there before says so, and the same link may be tried again.
                None => {
                    browser::replace_address(&browser::path());
                    state.learn.set(None);
                }
            }
        });
    });
}

#[wasm_split(learning, fallible)]
fn learning() -> Result<LearnPage, SplitLoaderError> {
    Ok(learn::page)
}

#[wasm_split(learning_english, fallible)]
fn learning_english() -> Result<&'static Learn, SplitLoaderError> {
    Ok(&en::learn::LEARN)
}

#[wasm_split(learning_japanese, fallible)]
fn learning_japanese() -> Result<&'static Learn, SplitLoaderError> {
    Ok(&ja::learn::LEARN)
}

/// Brings the searches for what was changed after signing when a signature does not fit, and lets them
/// look at the message.
pub fn bring_searches(state: State) {
    Effect::new(move |_| {
        let is_amiss = state.report.read().as_ref().is_some_and(|report| {
            let is_changed =
                |code: &str| matches!(code, "dkim.body-hash-mismatch" | "dkim.signature-mismatch");
            let mut codes = report
                .findings
                .iter()
                .map(|noted| noted.finding.entry().code);
            codes.any(is_changed)
        });
        let mail = state.mail.get_untracked();
        let fits = |mail: &Arc<Prepared>| {
            mail.searches.is_none() && mail.message.octets().len() < intake::LARGE
        };
        // What is being typed is not replaced.
        let is_typing = state.editing.get();
        let Some(mail) = mail.filter(fits).filter(|_| is_amiss && !is_typing) else {
            return;
        };
        spawn_local(async move {
            // Without them the result is the same, and less is said of its cause.
            let Ok(searches) = searches().await else {
                return;
            };
            let is_same = |now: &Arc<Prepared>| Arc::ptr_eq(now, &mail);
            if state.mail.read_untracked().as_ref().is_some_and(is_same) {
                let read = prepare::assemble(mail.message.clone(), mail.bodies.clone());
                let searched = read.searched(searches);
                state.mail.set(Some(Arc::new(searched)));
            }
        });
    });
}

#[wasm_split(searches, fallible)]
fn searches() -> Result<&'static Searches, SplitLoaderError> {
    Ok(&SEARCHES)
}

/// What others made and a person opens: links, case files, examples, records.
pub struct Opening {
    /// Shows what the fragment of an address asks for.
    pub fragment: fn(State, &str),
    /// Shows a case file, and says something beside it.
    pub file: fn(State, &[u8], Option<Trouble>),
    /// Reads records as they are pasted.
    pub records: fn(&str) -> (Zone, Vec<zone::Fault>),
}

static OPENING: Opening = Opening {
    fragment: intake::show_fragment,
    file: intake::show_case_file,
    records: Zone::parse,
};

/// Goes on with what others made, once it can be read.
pub fn with_opening(state: State, then: impl FnOnce(&'static Opening) + 'static) {
    spawn_local(async move {
        if let Some(opening) = told(state, opening().await) {
            then(opening);
        }
    });
}

#[wasm_split(opening, fallible)]
fn opening() -> Result<&'static Opening, SplitLoaderError> {
    Ok(&OPENING)
}

/// The piece, or the sentence that it could not be loaded.
fn told<Piece>(state: State, loaded: Result<Piece, SplitLoaderError>) -> Option<Piece> {
    if loaded.is_err() {
        state.trouble.set(Some(Trouble::Piece));
    }
    loaded.ok()
}
