//! A body against a DKIM signature.

use leptos::prelude::*;

use crate::text::learn::Learn;
use crate::ui::pages::learn::trial::{example, judge, line, result, results};
use crate::ui::parts::el::{Part, all, button, el};
use crate::ui::parts::field::{labelled, plain};

/// The body of a signed example can be changed; it is verified as it is typed.
pub fn dkim(words: &'static Learn) -> Option<Part> {
    let labels = &words.labels;
    let case = example("all-pass")?;
    let message = String::from_utf8_lossy(&case.message).into_owned();
    let (head, body) = message.split_once("\r\n\r\n")?;
    let (head, body) = (head.to_owned(), body.replace("\r\n", "\n"));
    let original = StoredValue::new(body.clone());
    let typed = RwSignal::new(body);
    let case = StoredValue::new(case);
    let verdict = move || {
        let body = typed.read().replace('\n', "\r\n");
        let octets = format!("{head}\r\n\r\n{body}").into_bytes();
        case.with_value(|case| {
            let [_, dkim, dmarc] = results(&judge(case, octets, |_| ()));
            line(&[dkim, dmarc])
        })
    };
    let area = plain(el("textarea.mono rows=6"))
        .prop("value", move || typed.get().into())
        .on("input", move |event| typed.set(event_target_value(&event)));
    Some(all([
        el("h2").text(labels.try_it),
        labelled(labels.dkim_body, area),
        el("p").child(button("button small", labels.dkim_reset, move || {
            typed.set(original.get_value());
        })),
        result(labels.result, verdict),
    ]))
}
