//! The bar at the top: examples, sharing, export, language, settings.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::net::{doh, resolvers};
use crate::play::route::{Kind, Route};
use crate::text::{self, Lang, Ui};
use crate::ui::app::sibling;
use crate::ui::pages::mail::share;
use crate::ui::parts::icon::{Icon, PRISM, SLIDERS};
use crate::ui::settings::Theme;
use crate::ui::state::State;
use crate::ui::{browser, intake};

/// The bar in one language.
#[component]
pub fn PageHeader(lang: Lang) -> impl IntoView {
    let state = expect_context::<State>();
    let ui = text::ui(lang);
    let has_report = move || state.report.read().is_some();
    let other = lang.other();
    let switch = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        state.lang.set(other);
    };
    view! {
        <header class="bar">
            <a class="brand" href=sibling(&browser::path(), lang)>
                <Icon class="mark" path=PRISM/>
                "Mailprism"
            </a>
            <nav class="tools" aria-label=ui.header.tools>
                <details class="menu">
                    <summary class="button">{ui.examples.title}</summary>
                    <ul class="menu-panel">
                        {ui
                            .examples
                            .all
                            .iter()
                            .map(|example| {
                                view! {
                                    <li>
                                        <a href=example_link(example.id) on:click=close_menu>
                                            <b>{example.title}</b>
                                            " "
                                            <small>{example.about}</small>
                                        </a>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </details>
                {move || {
                    has_report()
                        .then(|| {
                            view! {
                                <button
                                    class="button"
                                    type="button"
                                    id="share-open"
                                    on:click=move |_| share::open()
                                >
                                    {ui.header.share}
                                </button>
                                <ExportMenu ui/>
                                <button
                                    class="button"
                                    type="button"
                                    on:click=move |_| {
                                        intake::clear(state);
                                        browser::focus("paste");
                                    }
                                >
                                    {ui.header.fresh}
                                </button>
                            }
                        })
                }}
            </nav>
            <div class="tools end">
                <a
                    class="button quiet"
                    id="language"
                    href=sibling(&browser::path(), other)
                    lang=other.tag()
                    hreflang=other.tag()
                    on:click=switch
                >
                    {ui.header.other_language}
                </a>
                <SettingsMenu ui/>
            </div>
        </header>
    }
}

/// The link to a built-in example.
pub fn example_link(id: &str) -> String {
    Route::item(Kind::Example, id).to_string()
}

fn close_menu(_: web_sys::MouseEvent) {
    if let Ok(Some(menu)) = document().query_selector("details.menu[open]") {
        let _ = menu.remove_attribute("open");
    }
}

#[component]
fn ExportMenu(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    let item = |label: &'static str, export: fn(State)| {
        view! {
            <li>
                <button
                    class="link"
                    type="button"
                    on:click=move |event| {
                        close_menu(event);
                        export(state);
                    }
                >
                    {label}
                </button>
            </li>
        }
    };
    view! {
        <details class="menu">
            <summary class="button">{ui.header.export}</summary>
            <ul class="menu-panel">
                {item(ui.header.export_json, share::export_json)}
                {item(ui.header.export_case, share::export_case)}
            </ul>
        </details>
    }
}

#[component]
fn SettingsMenu(ui: &'static Ui) -> impl IntoView {
    let state = expect_context::<State>();
    let settings = state.settings;
    let words = &ui.settings;
    let themes = [
        (Theme::System, words.system),
        (Theme::Light, words.light),
        (Theme::Dark, words.dark),
    ];
    let own = RwSignal::new(false);
    // Whether our own server answers DNS is asked when the menu opens, not before: opening a page
    // or a link asks nothing.
    let probe = move |_| {
        let is_listed = resolvers::table()
            .iter()
            .any(resolvers::Resolver::is_same_origin);
        if !is_listed && !own.get_untracked() {
            spawn_local(async move { own.set(doh::probe(&resolvers::SAME_ORIGIN).await) });
        }
    };
    let table = move || {
        let mut table = resolvers::table();
        if own.get() || settings.resolver.get() == resolvers::SAME_ORIGIN.id {
            table.push(resolvers::SAME_ORIGIN);
        }
        table
    };
    view! {
        <details class="menu settings" data-testid="settings" on:toggle=probe>
            <summary class="button icon" aria-label=words.title>
                <Icon class="sliders" path=SLIDERS/>
            </summary>
            <div class="menu-panel">
                <fieldset class="group">
                    <legend>{words.resolver}</legend>
                    {move || {
                        table()
                            .into_iter()
                            .map(|resolver| {
                                let name = if resolver.id == resolver.name {
                                    words.same_origin
                                } else {
                                    resolver.name
                                };
                                view! {
                                    <Choice
                                        group="resolver"
                                        label=name
                                        chosen=move || settings.resolver.get() == resolver.id
                                        choose=move || settings.set_resolver(resolver.id)
                                    />
                                }
                            })
                            .collect_view()
                    }}
                    <p class="help">{words.resolver_help}</p>
                </fieldset>
                <AskFirst label=words.ask_first/>
                <p class="help">{words.ask_first_help}</p>
                <fieldset class="group">
                    <legend>{words.theme}</legend>
                    {themes
                        .into_iter()
                        .map(|(theme, label)| {
                            view! {
                                <Choice
                                    group="theme"
                                    label
                                    chosen=move || settings.theme.get() == theme
                                    choose=move || settings.set_theme(theme)
                                />
                            }
                        })
                        .collect_view()}
                </fieldset>
                <button
                    class="button"
                    type="button"
                    on:click=move |event| {
                        close_menu(event);
                        intake::clear(state);
                        settings.clear();
                        state.say(ui.live.cleared.to_owned());
                    }
                >
                    {words.clear}
                </button>
                <p class="help">{words.clear_help}</p>
                <p class="help" hidden=move || !settings.forgetful.get()>
                    {ui.trouble.storage}
                </p>
            </div>
        </details>
    }
}

/// One of several that exclude each other.
#[component]
pub fn Choice(
    group: &'static str,
    label: &'static str,
    #[prop(into)] chosen: Signal<bool>,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name=group prop:checked=chosen on:change=move |_| choose()/>
            {label}
        </label>
    }
}

/// The box that keeps the page from asking without a click.
#[component]
pub fn AskFirst(label: &'static str) -> impl IntoView {
    let settings = expect_context::<State>().settings;
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || settings.ask_first.get()
                on:change=move |event| settings.set_ask_first(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
