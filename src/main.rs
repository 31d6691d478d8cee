//! The page in a browser, the command line everywhere else.
#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    leptos::mount::mount_to_body(|| view! { <p id="hello">"hello"</p> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
