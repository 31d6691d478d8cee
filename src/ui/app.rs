//! The application: takes over from the static shell, listens to the window, shows the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlTextAreaElement};

use crate::text::{self, Lang, shell_word};
use crate::ui::pages::mail::page;
use crate::ui::parts::el::{Part, all, el, live};
use crate::ui::state::{Selection, State};
use crate::ui::{asking, browser, intake, pieces};

/// Mounts the page in place of the shell as soon as its words are there. The starter waits for
/// that, and speaks where it fails.
pub fn start() {
    let tag = document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default();
    spawn_local(async move {
        match pieces::words(&tag).await {
            Ok(lang) => {
                mount(lang);
                browser::announce_start(true);
            }
            Err(_) => browser::announce_start(false),
        }
    });
}

fn mount(lang: Lang) {
    let Some(place) = browser::by_id("app") else {
        return;
    };
    let shell = Shell::read();
    leptos::mount::mount_to(place, move || {
        let state = State::new(lang);
        asking::start(state);
        listen(state);
        shell.hand_over(state);
        follow_language(state);
        say_selected(state);
        pieces::bring_details(state);
        pieces::bring_ed25519(state);
        pieces::bring_searches(state);
        pieces::bring_learning(state);
        browser::after(0, browser::announce_ready);
        app(state).into_render()
    })
    .forget();
}

/// The page, and the region that speaks. In another language everything is drawn anew: what a person
/// did is in the signals.
fn app(state: State) -> Part {
    let said = el("p.visually-hidden id=live role=status").live_text(move || state.said.get());
    all([live(move || page(state, state.lang.get())), said.into()])
}

/// What a person did in the static shell before the page was ready.
struct Shell {
    text: String,
    /// It was pasted as a whole, and not typed.
    is_whole: bool,
    had_focus: bool,
    file: Option<Blob>,
}

impl Shell {
    fn read() -> Self {
        let area = browser::by_id("paste")
            .and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
        let value = area.as_ref().map(|area| area.value()).unwrap_or_default();
        let early = js_sys::Reflect::get(&window(), &"__early".into()).unwrap_or(JsValue::NULL);
        let noted = |key: &str| js_sys::Reflect::get(&early, &key.into()).ok();
        // The text area turned the line ends of what was pasted into LF; the starter noted the text
        // as it was.
        let pasted = noted("text").and_then(|text| text.as_string());
        let (text, is_whole) = match pasted {
            Some(pasted) if lf(&pasted) == value => (pasted, true),
            _ => (value, false),
        };
        Self {
            text,
            is_whole,
            had_focus: document().active_element().map(JsValue::from) == area.map(JsValue::from),
            file: noted("file").and_then(|file| file.dyn_into().ok()),
        }
    }

    /// Goes on with what the person did there; else with what the address names, or with what was
    /// pasted before the tab was reloaded.
    fn hand_over(self, state: State) {
        if let Some(shell) = browser::by_id("shell") {
            shell.remove();
        }
        let fragment = browser::fragment();
        if let Some(file) = self.file {
            intake::take_blob(state, file);
        } else if !self.text.trim().is_empty() && self.is_whole {
            intake::take(state, self.text.into_bytes());
        } else if !self.text.trim().is_empty() {
            intake::take_typed(state, self.text);
        } else if !fragment.is_empty() {
            intake::open_fragment(state, &fragment);
        } else {
            intake::restore(state);
            if self.had_focus {
                browser::focus("paste");
            }
        }
    }
}

fn lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The document's language, title and address follow the language chosen.
fn follow_language(state: State) {
    Effect::new(move |before: Option<Lang>| {
        let lang = state.lang.get();
        browser::set_root("lang", Some(lang.tag()));
        document().set_title(shell_word(lang, "title"));
        if before.is_some_and(|before| before != lang) {
            let path = sibling(&browser::path(), lang.tag());
            browser::replace_address(&format!("{path}{}", browser::fragment()));
            browser::focus("language");
            // What was said last was said in the other language.
            state.said.set(String::new());
        }
        lang
    });
}

/// The node that is chosen is said aloud; the focus stays where it is.
fn say_selected(state: State) {
    Effect::new(move |_| {
        let Some(id) = state.node.get() else {
            return;
        };
        let (scene, lang) = (state.scene.read_untracked(), state.lang.get_untracked());
        if let Some(node) = scene.node(id) {
            let name = text::scene::name(&scene, node, lang);
            state.say((text::ui(lang).live.selected)(&name));
        }
    });
}

/// The path of the page in the language with this tag, wherever the folder is hosted: the Japanese page is `ja/` below
/// the English one.
pub fn sibling(path: &str, tag: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let root = folder.strip_suffix("/ja").unwrap_or(folder);
    match tag {
        "ja" => format!("{root}/ja/"),
        _ => format!("{root}/"),
    }
}

fn listen(state: State) {
    let on = |name: &'static str, handler: Box<dyn Fn(web_sys::Event)>| {
        window_event_listener_untyped(name, handler);
    };
    on(
        "hashchange",
        Box::new(move |_| intake::open_fragment(state, &browser::fragment())),
    );
    on("online", Box::new(move |_| state.online.set(true)));
    on("offline", Box::new(move |_| state.online.set(false)));
    on("click", Box::new(close_menus_elsewhere));
    window_event_listener(ev::keydown, move |event| {
        let is_ours = event.key() == "Escape" && !event.default_prevented() && !is_dialog_open();
        if is_ours && !close_menu_around_focus() {
            state.selection.set(Selection::None);
        }
    });
    window_event_listener(ev::paste, move |event| {
        let is_field = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| matches!(target.tag_name().as_str(), "TEXTAREA" | "INPUT"));
        if is_field || event.default_prevented() {
            return;
        }
        if let Some(data) = event.clipboard_data()
            && intake::take_transfer(state, &data)
        {
            event.prevent_default();
        }
    });
    window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        state.dragging.set(true);
    });
    window_event_listener(ev::dragleave, move |event| {
        // Leaving the window leads nowhere; leaving an element leads to another one.
        if event.related_target().is_none() {
            state.dragging.set(false);
        }
    });
    window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        state.dragging.set(false);
        if let Some(data) = event.data_transfer() {
            intake::take_transfer(state, &data);
        }
    });
}

/// A click anywhere but in an open menu closes it.
fn close_menus_elsewhere(event: web_sys::Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    for menu in open_menus() {
        if !menu.contains(target.as_ref()) {
            let _ = menu.remove_attribute("open");
        }
    }
}

/// Escape in a menu closes it and leads back to its button; whether there was one.
fn close_menu_around_focus() -> bool {
    let focused = document().active_element();
    for menu in open_menus() {
        if menu.contains(focused.as_deref()) {
            let _ = menu.remove_attribute("open");
            if let Ok(Some(button)) = menu.query_selector("summary") {
                let _ = button.unchecked_into::<web_sys::HtmlElement>().focus();
            }
            return true;
        }
    }
    false
}

/// Escape in a dialog closes it, and that is all it does.
fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

fn open_menus() -> impl Iterator<Item = web_sys::Element> {
    let menus = document().query_selector_all("details.menu[open]").ok();
    (0..menus.as_ref().map_or(0, |menus| menus.length()))
        .filter_map(move |index| menus.as_ref()?.get(index)?.dyn_into().ok())
}
