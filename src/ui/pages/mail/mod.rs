//! The one page: a mail, from the paste box to its analysis.

mod bad_link;
mod banners;
mod dns;
mod findings;
mod header;
mod hero;
mod hops;
mod inspector;
mod path;
mod share;
mod source;
mod trail;
mod verdict;

use leptos::prelude::*;

use crate::text::{self, Lang, Ui};
use crate::ui::browser;
use crate::ui::state::{Pane, State, Tab};

use bad_link::BadLinkPart;
use banners::Banners;
use header::PageHeader;
use hero::Hero;
use inspector::Inspector;
use path::PathPart;
use share::ShareDialog;
use source::SourcePart;
use verdict::VerdictPart;

/// What the page shows at large.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The paste box.
    Empty,
    /// A link that cannot be opened, and the paste box.
    Bad,
    /// An analysis.
    Result,
}

/// The page in one language.
#[component]
pub fn MailPage(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let mode = Memo::new(move |_| {
        if state.mail.read().is_some() {
            Mode::Result
        } else if state.bad_link.read().is_some() {
            Mode::Bad
        } else {
            Mode::Empty
        }
    });
    let skip = move |event: web_sys::MouseEvent| {
        // The address is the analysis: a skip link must not write into it.
        event.prevent_default();
        let target = match mode.get_untracked() {
            Mode::Result => "source-body",
            Mode::Empty | Mode::Bad => "paste",
        };
        state.pane.set(Pane::Source);
        browser::focus(target);
    };
    view! {
        <a class="skip" href="#source" on:click=skip>
            {ui.header.skip}
        </a>
        <div
            class="page"
            data-lang=lang.tag()
            data-mode=move || match mode.get() {
                Mode::Result => "result",
                Mode::Empty | Mode::Bad => "empty",
            }
            data-pane=move || state.pane.get().word()
        >
            <PageHeader lang/>
            <main id="main">
                {move || match mode.get() {
                    Mode::Empty => view! { <Hero lang/> <PathPart lang/> }.into_any(),
                    Mode::Bad => view! { <BadLinkPart lang/> <Hero lang/> }.into_any(),
                    Mode::Result => {
                        view! {
                            <Banners lang/>
                            <VerdictPart lang/>
                            <PathPart lang/>
                            <div class="work">
                                <SourcePart lang/>
                                <Inspector lang/>
                            </div>
                        }
                            .into_any()
                    }
                }}
            </main>
            <footer class="foot">
                <p>{ui.footer}</p>
            </footer>
            {move || (mode.get() == Mode::Result).then(|| view! { <BottomNav ui/> })}
        </div>
        <ShareDialog lang/>
        <div class="drop" hidden=move || !state.dragging.get()>
            {ui.hero.drop_here}
        </div>
    }
}

/// What a phone has in place of scrolling: one region at a time.
#[component]
fn BottomNav(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    let words = &ui.inspector;
    let items = [
        (Pane::Path, words.path),
        (Pane::Source, words.source),
        (Pane::Findings, words.findings),
        (Pane::Dns, words.dns),
    ];
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
    view! {
        <nav class="bottom" aria-label=ui.header.bottom>
            {items
                .map(|(pane, word)| {
                    view! {
                        <button
                            type="button"
                            data-to=pane.word()
                            aria-current=move || (state.pane.get() == pane).then_some("page")
                            on:click=move |_| choose(pane)
                        >
                            {word}
                        </button>
                    }
                })
                .into_iter()
                .collect_view()}
        </nav>
    }
}
