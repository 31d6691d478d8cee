//! Japanese.

pub mod arc;
pub mod claims;
pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod later;
pub mod learn;
pub mod log;
pub mod mail;
#[cfg(not(target_arch = "wasm32"))]
pub mod outline;
pub mod paste;
pub mod scene;
pub mod shell;
pub mod spf;
pub mod ui;
pub mod verdict;

use crate::text::words::{Findings, Scene, Words};

/// All of them.
pub static WORDS: Words = Words {
    tag: "ja",
    other: "en",
    space: "",
    stop: '。',
    stops: ['。', '！', '？'],
    shell: &shell::SHELL,
    ui: &ui::UI,
    scene: Scene {
        node: scene::node,
        title: scene::title,
        state: scene::state,
        lane: scene::lane,
        lesson: scene::lesson,
        word: scene::word,
        summary: scene::summary,
        aligned: scene::aligned,
        publishes: scene::PUBLISHES,
        private_key: scene::PRIVATE_KEY,
    },
    findings: Findings {
        mail: mail::prose,
        paste: paste::prose,
        dkim: dkim::prose,
        spf: spf::prose,
        dmarc: dmarc::prose,
        arc: arc::prose,
        claims: claims::prose,
        verdict: verdict::prose,
    },
    #[cfg(not(target_arch = "wasm32"))]
    outline: &outline::OUTLINE,
};
