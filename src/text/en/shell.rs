//! The static shell in English.

/// Key and text, in the order of [`shell`](crate::text::shell).
pub const SHELL: [(&str, &str); 11] = [
    (
        "title",
        "Mailprism: how a mail was sent, checked and delivered",
    ),
    (
        "description",
        "Paste a raw email. The page re-verifies DKIM, SPF, DMARC and ARC in your browser and shows which rule decided.",
    ),
    ("heading", "See how a mail was sent, checked and delivered"),
    ("paste_label", "Paste a raw message or just its headers"),
    (
        "paste_hint",
        "Gmail: “Show original” · Outlook: “View source” · or drop an .eml file anywhere",
    ),
    (
        "privacy",
        "Your mail stays in this tab. Only domain names found in it are looked up.",
    ),
    ("loading", "Loading the verifier… you can paste already"),
    (
        "failed",
        "The verifier could not be loaded. It needs WebAssembly: Chrome or Edge 123, Firefox 120, Safari 17.5, or newer. What you typed is still there.",
    ),
    ("retry", "Try again"),
    (
        "unstarted",
        "The verifier did not start. A browser does not run it from a file: put this folder on a web server, or run “python3 -m http.server” in it and open http://localhost:8000.",
    ),
    (
        "noscript",
        "The verification runs in your browser, so it needs JavaScript and WebAssembly. Nothing you paste is sent anywhere.",
    ),
];
