//! The page in a browser, the preparation of large messages in its worker, the command line
//! everywhere else.

#[cfg(target_arch = "wasm32")]
fn main() {
    mailprism::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    mailprism::cli::run(std::env::args_os().skip(1))
}
