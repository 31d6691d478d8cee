//! Things to try in a lesson, judged by the engine itself: an address against an SPF record, a body
//! against a DKIM signature, two results against a DMARC policy.

use std::net::IpAddr;

use leptos::prelude::*;

use crate::engine::crypto::Checked;
use crate::engine::dns::zone::Zone;
use crate::engine::dns::{Answers, Ask};
use crate::engine::prepare::prepare;
use crate::engine::spf::{Identity, SpfInput, check_host};
use crate::engine::verify::verify;
use crate::play::{Case, samples};
use crate::text::learn::Learn;
use crate::ui::parts::el::{El, Part, all, button, el};
use crate::ui::parts::field::{choice, labelled, plain};

/// The record of the lesson.
const RECORD: &str = "example.com. TXT \"v=spf1 ip4:203.0.113.10 -all\"";

fn result(word: &'static str, text: impl Fn() -> String + Send + 'static) -> El {
    el("p.result role=status")
        .text(word)
        .text(": ")
        .child(el("b data-testid=trial").live_text(text))
}

/// An address is typed; SPF of the record is evaluated for it.
pub fn spf(words: &'static Learn) -> Part {
    let labels = &words.labels;
    let typed = RwSignal::new("203.0.113.10".to_owned());
    let input = plain(el("input.mono inputmode=decimal"))
        .prop("value", move || typed.get_untracked().into())
        .on("input", move |event| typed.set(event_target_value(&event)));
    let verdict = move || match typed.read().trim().parse() {
        Ok(ip) => spf_of(ip),
        Err(_) => labels.spf_no_address.to_owned(),
    };
    all([
        el("h2").text(labels.try_it),
        el("pre").child(el("code").text(RECORD)),
        labelled(labels.spf_address, input),
        result(labels.result, verdict),
    ])
}

fn spf_of(ip: IpAddr) -> String {
    let (zone, _) = Zone::parse(RECORD);
    let mut answers = Answers::new();
    for question in zone.questions() {
        answers.insert(question.clone(), zone.answer(question));
    }
    let input = SpfInput {
        identity: Identity::MailFrom,
        ip: Some(ip),
        helo: None,
        mail_from: Some("taro@example.com"),
        now: 0,
    };
    let verdict = check_host(input, &Ask::new(&answers)).verdict;
    verdict.map_or_else(String::new, |verdict| verdict.word().to_owned())
}

/// The body of a signed example can be changed; it is verified as it is typed.
pub fn dkim(words: &'static Learn) -> Part {
    let labels = &words.labels;
    let case = samples::find("all-pass").and_then(|sample| Case::parse(sample.case).ok());
    let Some(case) = case else {
        return all::<Part>([]);
    };
    let message = String::from_utf8_lossy(&case.message).into_owned();
    let (head, body) = message
        .split_once("\r\n\r\n")
        .map(|(head, body)| (head.to_owned(), body.replace("\r\n", "\n")))
        .unwrap_or_default();
    let original = StoredValue::new(body.clone());
    let typed = RwSignal::new(body);
    let case = StoredValue::new(case);
    let verdict = move || {
        let body = typed.read().replace('\n', "\r\n");
        let octets = format!("{head}\r\n\r\n{body}").into_bytes();
        case.with_value(|case| {
            let inputs = case.inputs(case.now().unwrap_or_default());
            let report = verify(
                &prepare(octets),
                &inputs,
                &case.answers,
                &mut Checked::new(),
            );
            let dkim = report.dkim.first().and_then(|outcome| outcome.verdict);
            let dmarc = report.dmarc.as_ref().and_then(|outcome| outcome.verdict);
            format!(
                "DKIM {}, DMARC {}",
                dkim.map_or("", |verdict| verdict.word()),
                dmarc.map_or("", |verdict| verdict.word()),
            )
        })
    };
    let area = plain(el("textarea.mono rows=6"))
        .prop("value", move || typed.get().into())
        .on("input", move |event| typed.set(event_target_value(&event)));
    all([
        el("h2").text(labels.try_it),
        labelled(labels.dkim_body, area),
        el("p").child(button("button small", labels.dkim_reset, move || {
            typed.set(original.get_value());
        })),
        result(labels.result, verdict),
    ])
}

/// What SPF and DKIM came to, and the policy: what DMARC makes of them (RFC 9989 §5.3).
pub fn dmarc(words: &'static Learn) -> Part {
    let labels = &words.labels;
    let spf = RwSignal::new(1);
    let dkim = RwSignal::new(2);
    let policy = RwSignal::new(2);
    let group = |name: &'static str,
                 title: &'static str,
                 words: [&'static str; 3],
                 value: RwSignal<usize>| {
        let choices = words.into_iter().enumerate().map(move |(at, word)| {
            choice(name, word, move || value.get() == at, move || value.set(at))
        });
        el("fieldset.group")
            .child(el("legend").text(title))
            .children(choices)
    };
    let asked = move || {
        // The first of the three is the aligned pass.
        let passes = spf.get() == 0 || dkim.get() == 0;
        let at = if passes { 0 } else { 1 + policy.get() };
        labels
            .dmarc_asks
            .get(at)
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    all([
        el("h2").text(labels.try_it),
        el("div.trio")
            .child(group("trial-spf", labels.dmarc_spf, labels.dmarc_legs, spf))
            .child(group(
                "trial-dkim",
                labels.dmarc_dkim,
                labels.dmarc_legs,
                dkim,
            ))
            .child(group(
                "trial-policy",
                labels.dmarc_policy,
                ["p=none", "p=quarantine", "p=reject"],
                policy,
            )),
        result(labels.result, asked),
    ])
}
