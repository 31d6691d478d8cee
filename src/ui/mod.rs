//! The page: Leptos, on wasm32 only. It feeds the engine and shows what comes of it; it decides
//! nothing about mail.

mod app;
mod asking;
mod browser;
mod intake;
mod pages;
mod parts;
mod pieces;
mod settings;
mod state;
mod worker;

/// Starts the page where there is a window, and the preparing of large messages in a worker.
pub fn start() {
    if web_sys::window().is_some() {
        app::start();
    } else {
        worker::serve();
    }
}
