//! One mail on four ways: straight, forwarded, through a mailing list, through one that seals.

use std::net::{IpAddr, Ipv4Addr};

use leptos::prelude::*;

use crate::play::Case;
use crate::text::learn::Learn;
use crate::ui::pages::learn::trial::{example, judge, line, result, results};
use crate::ui::parts::el::{Part, all, el};
use crate::ui::parts::field::choice;

/// A server that the author's SPF record does not name.
const FORWARDER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 40));

const FOOTER: &[u8] = b"-- \r\nmail-ops@lists.example.org\r\n";

/// A way is chosen; the mail is verified as it arrives on it.
pub fn ways(words: &'static Learn) -> Option<Part> {
    let labels = &words.labels;
    let cases = StoredValue::new((example("all-pass")?, example("sealed-list")?));
    let way = RwSignal::new(0);
    let choices = labels.ways.into_iter().enumerate().map(move |(at, word)| {
        choice(
            "trial-way",
            word,
            move || way.get() == at,
            move || way.set(at),
        )
    });
    let verdicts = move || {
        let way = way.get();
        cases.with_value(|(plain, sealed)| line(&arrived(plain, sealed, way)))
    };
    Some(all([
        el("h2").text(labels.try_it),
        el("fieldset.group")
            .child(el("legend").text(labels.way))
            .children(choices),
        result(labels.result, verdicts),
    ]))
}

fn arrived(plain: &Case, sealed: &Case, way: usize) -> Vec<(&'static str, &'static str)> {
    if way == 3 {
        let report = judge(sealed, sealed.message.clone(), |_| ());
        let [spf, dkim, dmarc] = results(&report);
        let arc = report.arc.verdict.map_or("", |verdict| verdict.word());
        return vec![spf, dkim, dmarc, ("ARC", arc)];
    }
    let mut octets = plain.message.clone();
    if way == 2 {
        octets.extend_from_slice(FOOTER);
    }
    let report = judge(plain, octets, |inputs| {
        if way != 0 {
            inputs.ip = Some(FORWARDER);
        }
    });
    results(&report).into()
}
