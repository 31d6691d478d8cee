//! The bar at the top: examples, sharing, export, language, settings.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, Event};

use crate::engine::dns::zone::Zone;
use crate::net::doh;
use crate::net::resolvers::{self, Resolver};
use crate::play::route::{Kind, Route};
use crate::text::{self, Lang, Ui};
use crate::ui::app::sibling;
use crate::ui::pages::mail::dns;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::field::{choice, tick};
use crate::ui::parts::icon::{PRISM, SLIDERS, icon};
use crate::ui::pieces::Sharing;
use crate::ui::settings::Theme;
use crate::ui::state::{State, Trouble};
use crate::ui::{browser, intake, pieces};

/// The bar.
pub fn header(state: State, lang: Lang) -> El {
    let ui = text::ui(lang);
    let other = lang.other();
    let brand = el("a.brand")
        .at("href", sibling(&browser::path(), lang.tag()))
        .child(icon("mark", PRISM))
        .text("Mailprism");
    let examples = ui.examples.all.iter().map(|example| {
        let link = el("a")
            .at("href", example_link(example.id))
            .click(close_menus)
            .child(el("b").text(example.title))
            .text(" ")
            .child(el("small").text(example.about));
        el("li").child(link)
    });
    let language = el("a.button.quiet id=language")
        .at("href", sibling(&browser::path(), other))
        .at("lang", other)
        .at("hreflang", other)
        .text(ui.header.other_language)
        .on("click", move |event: Event| {
            event.prevent_default();
            spawn_local(async move {
                match pieces::words(other).await {
                    Ok(loaded) => state.lang.set(loaded),
                    Err(_) => state.trouble.set(Some(Trouble::Piece)),
                }
            });
        });
    let tools = el("nav.tools")
        .at("aria-label", ui.header.tools)
        .child(menu(ui.examples.title, examples))
        .child(learn_link("a.button.to-learn", ui))
        .child(live(move || {
            let is_shown = state.report.read().is_some() && state.learn.read().is_none();
            is_shown.then(|| result_tools(state, ui))
        }));
    el("header.bar").child(brand).child(tools).child(
        el("div.tools.end")
            .child(language)
            .child(settings_menu(state, ui)),
    )
}

/// The link to the first lesson.
pub fn learn_link(shape: &'static str, ui: &'static Ui) -> El {
    let address = Route::item(Kind::Lesson, "stages").to_string();
    el(shape).at("href", address).text(ui.header.learn)
}

/// The link to a built-in example.
pub fn example_link(id: &str) -> String {
    Route::item(Kind::Example, id).to_string()
}

/// The box that keeps the page from asking without a click.
pub fn ask_first(state: State, ui: &'static Ui) -> El {
    let settings = state.settings;
    el("label.check")
        .child(tick(
            move || settings.ask_first.get(),
            move |first| settings.set_ask_first(first),
        ))
        .text(ui.settings.ask_first)
}

/// What can be done with a result.
fn result_tools(state: State, ui: &'static Ui) -> Part {
    let export = |word, export: fn(&Sharing) -> fn(State)| {
        let choose = move || {
            close_menus();
            pieces::with_sharing(state, move |sharing| export(sharing)(state));
        };
        el("li").child(button("link", word, choose))
    };
    // The dialog is in the page once what is waiting to be drawn has been.
    let share = move || {
        pieces::with_sharing(state, |sharing| browser::after(0, sharing.open));
    };
    let fresh = move || {
        intake::clear(state);
        browser::focus("paste");
    };
    all([
        button("button", ui.header.share, share).at("id", "share-open"),
        menu(
            ui.header.export,
            [
                export(ui.header.export_json, |sharing| sharing.export_json),
                export(ui.header.export_case, |sharing| sharing.export_case),
            ],
        ),
        button("button fresh", ui.header.fresh, fresh),
    ])
}

fn menu(word: &'static str, items: impl IntoIterator<Item = El>) -> El {
    el("details.menu")
        .child(el("summary.button").text(word))
        .child(el("ul.menu-panel").children(items))
}

fn close_menus() {
    if let Ok(Some(menu)) = document().query_selector("details.menu[open]") {
        let _ = menu.remove_attribute("open");
    }
}

fn settings_menu(state: State, ui: &'static Ui) -> El {
    let settings = state.settings;
    let words = &ui.settings;
    let theme = |theme, label| {
        choice(
            "theme",
            label,
            move || settings.theme.get() == theme,
            move || settings.set_theme(theme),
        )
    };
    let themes = el("fieldset.group")
        .child(el("legend").text(words.theme))
        .child(theme(Theme::System, words.system))
        .child(theme(Theme::Light, words.light))
        .child(theme(Theme::Dark, words.dark));
    let clear = move || {
        close_menus();
        intake::clear(state);
        dns::use_zone(state, String::new(), Zone::default());
        settings.clear();
        state.say(ui.live.cleared.to_owned());
    };
    let own = RwSignal::new(false);
    // Whether our own server answers DNS is asked when the menu opens, not before: opening a page
    // or a link asks nothing.
    let probe = move |event: Event| {
        let is_open = event_target::<Element>(&event).has_attribute("open");
        let is_listed = resolvers::table().iter().any(Resolver::is_same_origin);
        if is_open && !is_listed && !own.get_untracked() {
            spawn_local(async move { own.set(doh::probe(&resolvers::SAME_ORIGIN).await) });
        }
    };
    let panel = el("div.menu-panel")
        .child(resolver_choice(state, ui, own))
        .child(ask_first(state, ui))
        .child(help(words.ask_first_help))
        .child(themes)
        .child(button("button", words.clear, clear))
        .child(help(words.clear_help))
        .child(help(ui.trouble.storage).when("hidden", move || !settings.forgetful.get()));
    el("details.menu.settings data-testid=settings")
        .on("toggle", probe)
        .child(
            el("summary.button.icon")
                .at("aria-label", words.title)
                .child(icon("sliders", SLIDERS)),
        )
        .child(panel)
}

/// The resolvers; our own server is among them when it answers DNS.
fn resolver_choice(state: State, ui: &'static Ui, own: RwSignal<bool>) -> El {
    let settings = state.settings;
    let words = &ui.settings;
    let one = move |resolver: Resolver| {
        let name = if resolver.id == resolver.name {
            words.same_origin
        } else {
            resolver.name
        };
        choice(
            "resolver",
            name,
            move || settings.resolver.get() == resolver.id,
            move || settings.set_resolver(resolver.id),
        )
    };
    let choices = live(move || {
        let mut table = resolvers::table();
        if own.get() || *settings.resolver.read_untracked() == resolvers::SAME_ORIGIN.id {
            table.push(resolvers::SAME_ORIGIN);
        }
        all(table.into_iter().map(one))
    });
    el("fieldset.group")
        .child(el("legend").text(words.resolver))
        .child(choices)
        .child(help(words.resolver_help))
}

/// A sentence that helps.
pub fn help(sentence: impl Into<Cow<'static, str>>) -> El {
    el("p.help").text(sentence)
}
