//! Every call to the browser that is not drawing: clock, clipboard, storage, files, address bar,
//! decoding of old charsets. What a browser may refuse comes back as `None` or `false`, never as a
//! panic.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlElement, Storage, TextDecoder, Url,
};

/// Seconds since 1970 UTC.
pub fn now() -> i64 {
    (millis() / 1_000.0) as i64
}

/// Milliseconds since 1970 UTC.
pub fn millis() -> f64 {
    js_sys::Date::now()
}

/// Runs `callback` in `millis` milliseconds.
pub fn after(millis: u64, callback: impl FnOnce() + 'static) {
    set_timeout(callback, Duration::from_millis(millis));
}

/// Puts a text on the clipboard; `false` when the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    // Outside a secure context there is no clipboard at all, and web-sys would throw.
    if js_sys::Reflect::get(&window().navigator(), &"clipboard".into())
        .is_ok_and(|clipboard| clipboard.is_undefined())
    {
        return false;
    }
    let promise = window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.is_ok()
}

/// Offers octets as a file to save.
pub fn save(name: &str, media_type: &str, octets: &[u8]) -> bool {
    let offer = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = Array::of1(&Uint8Array::from(octets));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        after(10_000, move || {
            let _ = Url::revoke_object_url(&address);
        });
        Ok(())
    };
    offer().is_ok()
}

/// The octets of a file or of what the clipboard holds as one.
pub async fn read(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Text in a charset that mail uses; `None` when the browser does not know it.
pub fn decode(charset: &str, octets: &[u8]) -> Option<String> {
    TextDecoder::new_with_label(charset)
        .ok()?
        .decode_with_u8_array(octets)
        .ok()
}

/// Where something is remembered.
#[derive(Clone, Copy)]
pub enum Shelf {
    /// In this tab, until it is closed: the message.
    Tab,
    /// In this browser: settings, never mail.
    Browser,
}

impl Shelf {
    fn storage(self) -> Option<Storage> {
        match self {
            Self::Tab => window().session_storage(),
            Self::Browser => window().local_storage(),
        }
        .ok()
        .flatten()
    }

    /// What is remembered under `key`.
    pub fn get(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// Remembers `value`; `false` when the browser keeps nothing.
    pub fn set(self, key: &str, value: &str) -> bool {
        self.storage()
            .is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    /// Forgets `key`.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(key);
        }
    }
}

/// The fragment of the address, with its `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether the browser says there is a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Changes the address without loading anything: `path` may hold a fragment.
pub fn replace_address(path: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// The path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The address without its fragment.
pub fn address() -> String {
    let location = window().location();
    format!(
        "{}{}{}",
        location.origin().unwrap_or_default(),
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    )
}

/// An attribute of the root element; `None` takes it away.
pub fn set_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id).map(JsCast::unchecked_into)
}

/// Scrolls a pane, and nothing else, as far as it takes to show what reaches from `first` to `last`;
/// where that is higher than the pane, its beginning.
pub fn reveal(pane: &str, first: &Element, last: &Element) {
    let Some(pane) = by_id(pane) else {
        return;
    };
    let view = pane.get_bounding_client_rect();
    let above = first.get_bounding_client_rect().top() - view.top();
    let below = last.get_bounding_client_rect().bottom() - view.bottom();
    let by = if above < 0.0 {
        above
    } else {
        below.clamp(0.0, above)
    };
    pane.set_scroll_top(pane.scroll_top() + by as i32);
}

/// Whether the element with this id has the focus.
pub fn has_focus(id: &str) -> bool {
    document()
        .active_element()
        .is_some_and(|element| element.id() == id)
}

/// Moves the focus to the element with this id, once it is drawn.
pub fn focus(id: &'static str) {
    after(0, move || {
        if let Some(element) = by_id(id) {
            let _ = element.focus();
        }
    });
}

/// The address of the worker script, as `dist` wrote it on the starter's element.
pub fn worker_address() -> Option<String> {
    let relative = by_id("start")?.get_attribute("data-worker")?;
    let base = document().base_uri().ok().flatten()?;
    Url::new_with_base(&relative, &base)
        .ok()
        .map(|address| address.href())
}

/// Adds a rule, which may be a layer with many in it, to the page's style sheet. The policy allows that:
/// it comes from our own script, not from markup.
pub fn add_style(rule: &str) {
    let add = || -> Result<(), JsValue> {
        let sheets = js_sys::Reflect::get(&document(), &"styleSheets".into())?;
        let sheet = js_sys::Reflect::get_u32(&sheets, 0)?;
        let insert = js_sys::Reflect::get(&sheet, &"insertRule".into())?;
        let insert = insert.dyn_into::<js_sys::Function>()?;
        // At its end: the order of the layers is said at its beginning.
        let rules = js_sys::Reflect::get(&sheet, &"cssRules".into())?;
        let end = js_sys::Reflect::get(&rules, &"length".into())?;
        insert.call2(&sheet, &rule.into(), &end)?;
        Ok(())
    };
    let _ = add();
}

/// Tells tests that the page answers.
pub fn announce_ready() {
    let _ = js_sys::Reflect::set(&window(), &"__ready".into(), &JsValue::TRUE);
}

/// Tells the starter whether the page stands in the shell's place.
pub fn announce_start(stands: bool) {
    let _ = js_sys::Reflect::get(&window(), &"__early".into())
        .and_then(|early| js_sys::Reflect::get(&early, &"started".into()))
        .and_then(|started| started.dyn_into::<js_sys::Function>())
        .and_then(|started| started.call1(&JsValue::NULL, &stands.into()));
}
