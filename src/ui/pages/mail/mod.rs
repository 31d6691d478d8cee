//! The one page: a mail, from the paste box to its analysis.

mod bad_link;
mod banners;
mod claims;
pub mod dns;
mod findings;
mod header;
mod hero;
pub mod hops;
mod inspector;
mod offers;
mod path;
pub mod share;
mod source;
pub mod trail;
mod verdict;

use leptos::prelude::*;
use web_sys::Event;

use crate::text::{self, Lang};
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::glyph::glyph;
use crate::ui::state::{Pane, State, Tab};
use crate::ui::{browser, pieces};

/// What the page shows at large.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The paste box.
    Empty,
    /// A link that cannot be opened, and the paste box.
    Bad,
    /// An analysis.
    Result,
    /// Learn.
    Learn,
}

impl Mode {
    /// The word in `data-mode`.
    const fn word(self) -> &'static str {
        match self {
            Self::Empty | Self::Bad => "empty",
            Self::Result => "result",
            Self::Learn => "learn",
        }
    }
}

/// The page in one language.
pub fn page(state: State, lang: Lang) -> Part {
    let ui = text::ui(lang);
    let mode = Memo::new(move |_| {
        if state.learn.read().is_some() {
            Mode::Learn
        } else if state.mail.read().is_some() {
            Mode::Result
        } else if state.bad_link.read().is_some() {
            Mode::Bad
        } else {
            Mode::Empty
        }
    });
    let skip = move |event: Event| {
        // The address is the analysis: a skip link must not write into it.
        event.prevent_default();
        state.pane.set(Pane::Source);
        browser::focus(match mode.get_untracked() {
            Mode::Result => "source-body",
            Mode::Empty | Mode::Bad => "paste",
            Mode::Learn => "learn-title",
        });
    };
    let main = live(move || match mode.get() {
        Mode::Empty => all([hero::hero(state, lang), path::path(state, lang).into()]),
        Mode::Bad => all([bad_link::bad_link(state, lang), hero::hero(state, lang)]),
        Mode::Learn => all([
            banners::trouble(state, ui),
            live(move || match state.learning.get() {
                Some(learning) if learning.tag == lang.tag() => {
                    (learning.page)(state, lang, learning.words)
                }
                _ => el("p.empty aria-busy=true").into(),
            }),
        ]),
        Mode::Result => all([
            banners::banners(state, lang),
            verdict::verdict(state, lang).into(),
            path::path(state, lang).into(),
            el("div.work")
                .child(source::source(state, lang))
                .child(inspector::inspector(state, lang))
                .into(),
        ]),
    });
    let is_result = move || mode.get() == Mode::Result;
    let licences = if lang.tag() == "ja" { "../" } else { "" };
    let licences = el("a target=_blank rel=noopener data-testid=licences")
        .at("href", format!("{licences}licences.txt"))
        .text(ui.licences);
    let foot = el("p").text(ui.footer).text(" ").child(licences);
    let page = el("div.page")
        .at("data-lang", lang.tag())
        .live("data-mode", move || Some(mode.get().word()))
        .live("data-pane", move || Some(state.pane.get().word()))
        .child(header::header(state, lang))
        .child(el("main id=main").child(main))
        .child(
            el("footer.foot")
                .child(foot)
                .child(header::learn_link("a.button.quiet.small", ui)),
        )
        .child(live(move || is_result().then(|| bottom(state, lang))));
    let skip_link = el("a.skip")
        .live("href", move || {
            Some(match mode.get() {
                Mode::Result => "#source",
                Mode::Empty | Mode::Bad => "#paste",
                Mode::Learn => "#learn-title",
            })
        })
        .live_word(move || match mode.get() {
            Mode::Learn => ui.header.skip_lesson,
            _ => ui.header.skip,
        })
        .on("click", skip);
    let drop = el("div.drop")
        .when("hidden", move || !state.dragging.get())
        .text(ui.hero.drop_here);
    let share = live(move || {
        let sharing = pieces::in_language(state.sharing, lang);
        sharing.map(|(sharing, full)| (sharing.dialog)(state, full))
    });
    all([skip_link.into(), page.into(), share, drop.into()])
}

/// What a phone has in place of scrolling: one region at a time.
fn bottom(state: State, lang: Lang) -> El {
    let words = &text::ui(lang).inspector;
    let choose = move |pane| {
        state.pane.set(pane);
        match pane {
            Pane::Dns => state.tab.set(Tab::Dns),
            Pane::Findings if state.tab.get_untracked() == Tab::Dns => {
                state.tab.set(Tab::Findings);
            }
            _ => {}
        }
    };
    let item = |(pane, word): (Pane, &'static str)| {
        button("", word, move || choose(pane))
            .at("data-to", pane.word())
            .live("aria-current", move || {
                (state.pane.get() == pane).then_some("page")
            })
    };
    el("nav.bottom")
        .at("aria-label", text::ui(lang).header.bottom)
        .children(
            [
                (Pane::Path, words.path),
                (Pane::Source, words.source),
                (Pane::Findings, words.findings),
                (Pane::Dns, words.dns),
            ]
            .map(item),
        )
}
