//! The page in a browser, the preparation of large messages in its worker, the command line
//! everywhere else.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::document;
    use wasm_bindgen::{JsCast, JsValue};

    // A worker runs the same module and has no window.
    let Some(window) = web_sys::window() else {
        return;
    };
    let app = document()
        .get_element_by_id("app")
        .and_then(|element| element.dyn_into().ok());
    if let Some(app) = app {
        leptos::mount::mount_to(app, || ()).forget();
    }
    let _ = js_sys::Reflect::set(&window, &JsValue::from_str("__ready"), &JsValue::TRUE);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
