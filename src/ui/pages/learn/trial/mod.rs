//! Something to try in each lesson, judged by the engine or by the simulator itself.

mod chain;
mod dkim;
mod dmarc;
mod duties;
mod relay;
mod spf;
mod ways;

use crate::engine::crypto::Checked;
use crate::engine::prepare::prepare;
use crate::engine::report::{Inputs, Report};
use crate::engine::verify::verify;
use crate::play::lessons::Lesson;
use crate::play::{Case, samples};
use crate::text::learn::Learn;
use crate::ui::parts::el::{El, Part, el};

/// What is to be tried in a lesson.
pub fn trial(words: &'static Learn, lesson: Lesson) -> Option<Part> {
    match lesson {
        Lesson::Stages => Some(duties::duties(words)),
        Lesson::Spf => Some(spf::spf(words)),
        Lesson::Dkim => dkim::dkim(words),
        Lesson::Dmarc => Some(dmarc::dmarc(words)),
        Lesson::Dnssec => chain::chain(words),
        Lesson::Forwarding => ways::ways(words),
        _ => {
            let (scenario, conditions) = lesson.conditions()?;
            Some(relay::relay(words, scenario, conditions))
        }
    }
}

fn result(word: &'static str, text: impl Fn() -> String + Send + 'static) -> El {
    el("p.result role=status")
        .text(word)
        .text(": ")
        .child(el("b data-testid=trial").live_text(text))
}

/// A built-in example, to be changed and judged again.
fn example(id: &str) -> Option<Case> {
    samples::find(id).and_then(|sample| Case::parse(sample.case).ok())
}

/// The report of an example whose message, stated facts or answers may have been changed.
fn judge(case: &Case, octets: Vec<u8>, change: impl FnOnce(&mut Inputs)) -> Report {
    let mut inputs = case.inputs(case.now().unwrap_or_default());
    change(&mut inputs);
    let prepared = prepare(octets);
    verify(&prepared, &inputs, &case.answers, &mut Checked::new())
}

/// The results of a report in the RFCs' words, in the order of the picture.
fn results(report: &Report) -> [(&'static str, &'static str); 3] {
    let dkim = report.dkim.first().and_then(|outcome| outcome.verdict);
    let dmarc = report.dmarc.as_ref().and_then(|outcome| outcome.verdict);
    [
        (
            "SPF",
            report.spf.verdict.map_or("", |verdict| verdict.word()),
        ),
        ("DKIM", dkim.map_or("", |verdict| verdict.word())),
        ("DMARC", dmarc.map_or("", |verdict| verdict.word())),
    ]
}

/// Results as one line of text.
fn line(results: &[(&'static str, &'static str)]) -> String {
    let mut text = String::new();
    for (name, word) in results {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name);
        text.push(' ');
        text.push_str(word);
    }
    text
}
