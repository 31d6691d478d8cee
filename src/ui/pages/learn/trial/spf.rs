//! An address against an SPF record.

use std::net::IpAddr;

use leptos::prelude::*;

use crate::engine::dns::zone::Zone;
use crate::engine::dns::{Answers, Ask};
use crate::engine::spf::{Identity, SpfInput, check_host};
use crate::text::learn::Learn;
use crate::ui::pages::learn::trial::result;
use crate::ui::parts::el::{Part, all, el};
use crate::ui::parts::field::{labelled, plain};

/// The record of the lesson.
const RECORD: &str = "example.com. TXT \"v=spf1 ip4:203.0.113.10 -all\"";

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
