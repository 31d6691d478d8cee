//! Two results against a DMARC policy.

use leptos::prelude::*;

use crate::text::learn::Learn;
use crate::ui::pages::learn::trial::result;
use crate::ui::parts::el::{El, Part, all, el};
use crate::ui::parts::field::choice;

/// What SPF and DKIM came to, and the policy: what DMARC makes of them (RFC 9989 §5.3).
pub fn dmarc(words: &'static Learn) -> Part {
    let labels = &words.labels;
    let spf = RwSignal::new(1);
    let dkim = RwSignal::new(2);
    let policy = RwSignal::new(2);
    let asked = move || {
        // The first of the three is the aligned pass.
        let passes = spf.get() == 0 || dkim.get() == 0;
        let at = if passes { 0 } else { 1 + policy.get() };
        let asked = labels.dmarc_asks.get(at).copied();
        asked.unwrap_or_default().to_owned()
    };
    let policies = ["p=none", "p=quarantine", "p=reject"];
    let legs = labels.dmarc_legs;
    all([
        el("h2").text(labels.try_it),
        el("div.trio")
            .child(group("trial-spf", labels.dmarc_spf, legs, spf))
            .child(group("trial-dkim", labels.dmarc_dkim, legs, dkim))
            .child(group("trial-policy", labels.dmarc_policy, policies, policy)),
        result(labels.result, asked),
    ])
}

/// One of three.
pub fn group(
    name: &'static str,
    title: &'static str,
    words: [&'static str; 3],
    value: RwSignal<usize>,
) -> El {
    let choices = words.into_iter().enumerate().map(move |(at, word)| {
        choice(name, word, move || value.get() == at, move || value.set(at))
    });
    el("fieldset.group")
        .child(el("legend").text(title))
        .children(choices)
}
