//! The chain of DNSSEC, whose links can be broken, and what then becomes of an honest mail and of a
//! forged one.

use leptos::prelude::*;

use crate::engine::dns::{Answer, Failure, Found, Source};
use crate::engine::dnssec::Verdict;
use crate::play::Case;
use crate::play::lessons::{ChainLink, standing};
use crate::text::learn::Learn;
use crate::ui::pages::learn::trial::dmarc::group;
use crate::ui::pages::learn::trial::{example, judge, result, results};
use crate::ui::parts::el::{Part, all, el};

/// Each link is right, missing or wrong. A bogus answer does not reach the receiver (RFC 4035 §5.5):
/// for SPF, DKIM and DMARC it is a failure of DNS.
pub fn chain(words: &'static Learn) -> Option<Part> {
    let labels = &words.labels;
    let mails = StoredValue::new([example("all-pass")?, example("spoofed-from")?]);
    let links = [(); 3].map(|()| RwSignal::new(0));
    let names = ["trial-org", "trial-zone", "trial-answer"];
    let groups = names.into_iter().zip(labels.chain).zip(links);
    let groups = groups.map(|((name, title), link)| group(name, title, labels.chain_links, link));
    let verdict = Memo::new(move |_| {
        let [top, zone, answer] = links.map(|link| ChainLink::ALL.get(link.get()).copied());
        let right = |link: Option<ChainLink>| link.unwrap_or(ChainLink::Right);
        standing([right(top), right(zone)], right(answer))
    });
    let told = move || {
        let place = match verdict.get() {
            Verdict::Secure => 0,
            Verdict::Insecure => 1,
            Verdict::Bogus | Verdict::Indeterminate => 2,
        };
        let told = labels.chain_verdicts.get(place).copied();
        told.unwrap_or_default().to_owned()
    };
    let list = labels.chain_mails.into_iter().enumerate();
    let list = list.map(|(at, mail)| {
        let dmarc = move || {
            let verdict = verdict.get();
            let dmarc = mails.with_value(|mails| mails.get(at).map(|mail| dmarc(mail, verdict)));
            format!("DMARC {}", dmarc.unwrap_or_default())
        };
        let word = el("b").at("data-testid", ["honest", "forged"][at & 1]);
        el("li").text(mail).text(": ").child(word.live_text(dmarc))
    });
    Some(all([
        el("h2").text(labels.try_it),
        el("div.trio").children(groups),
        result(labels.result, told),
        el("ul.see").children(list),
        el("p.help").text(labels.chain_moral),
    ]))
}

fn dmarc(mail: &Case, answers: Verdict) -> &'static str {
    let mut mail = mail.clone();
    if answers == Verdict::Bogus {
        let questions: Vec<_> = mail
            .answers
            .iter()
            .map(|(question, _)| question.clone())
            .collect();
        for question in questions {
            let failed = Answer::new(Found::Failed(Failure::ServFail), Source::Example);
            mail.answers.insert(question, failed);
        }
    }
    let octets = mail.message.clone();
    let [_, _, (_, word)] = results(&judge(&mail, octets, |_| ()));
    word
}
