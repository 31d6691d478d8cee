//! The question log: each question once, where a person looks for it, and as `dig` would show it.

use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Answer, Answers, Failure, Found, Name, Question, RecordType, Source};
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::net::canned::settle;
use mailprism::play::Case;
use mailprism::play::log::{self, Step};
use mailprism::play::samples::ALL;

const MESSAGE: &str = "\
Return-Path: <bounce@bulk.example.net>
Received: from out.esp.example (out.esp.example [203.0.113.5])
 by mx.example.org with ESMTPS; Mon, 2 Nov 2026 09:00:00 +0000
From: billing@mail.example.com
Date: Mon, 2 Nov 2026 09:00:00 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=esp.example; s=one; h=from; bh=AAAA; b=AAAA

hello
";

const ZONE: &str = "\
bulk.example.net TXT \"v=spf1 include:a.esp.example mx -all\"
bulk.example.net MX 10 mx.bulk.example.net
mx.bulk.example.net A 203.0.113.9
a.esp.example TXT \"v=spf1 include:b.esp.example ?all\"
b.esp.example TXT \"v=spf1 a:out.esp.example -all\"
out.esp.example A 203.0.113.7
out.esp.example TXT \"v=spf1 a -all\"
_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"
";

fn judged(zone: &str) -> (Report, Answers) {
    let (zone, faults) = Zone::parse(zone);
    assert_eq!(faults, []);
    let prepared = prepare(MESSAGE.replace('\n', "\r\n").into_bytes());
    let inputs = Inputs {
        now: 1_793_000_000,
        ..Inputs::default()
    };
    let mut answers = Answers::new();
    let mut checked = Checked::default();
    let (report, _) = settle(Some(&zone), &mut answers, |answers| {
        let report = verify(&prepared, &inputs, answers, &mut checked);
        let asked = report.asked.clone();
        (report, asked)
    });
    (report, answers)
}

/// One line for each: topic, two spaces for each level, step, question, others.
fn outline(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for group in log::groups(report) {
        for line in &group.lines {
            let step = match line.step {
                Step::Key(index) => format!("key {index}"),
                Step::Record => "record".to_owned(),
                Step::Term(term) => term.term.clone(),
                Step::Walk(number) => format!("walk {number}"),
                Step::IdentifierWalk(_, domain, number) => format!("walk {domain} {number}"),
                Step::Reports(tag) => tag.to_owned(),
                Step::Beside => "beside".to_owned(),
            };
            let Question { name, rtype } = &line.asked.question;
            let indent = "  ".repeat(line.depth);
            let also = &line.also;
            lines.push(format!(
                "{:?}: {indent}{step}: {name} {rtype} {also:?}",
                group.topic
            ));
        }
    }
    lines
}

#[test]
fn includes_nest_walks_are_counted_and_what_is_shared_is_said() {
    let (report, _) = judged(ZONE);
    assert_eq!(
        outline(&report),
        [
            "Dkim: key 0: one._domainkey.esp.example TXT []",
            "SpfMailFrom: record: bulk.example.net TXT []",
            "SpfMailFrom:   include:a.esp.example: a.esp.example TXT []",
            "SpfMailFrom:     include:b.esp.example: b.esp.example TXT []",
            "SpfMailFrom:       a:out.esp.example: out.esp.example A [SpfHelo]",
            "SpfMailFrom:   mx: bulk.example.net MX []",
            "SpfMailFrom:   mx: mx.bulk.example.net A []",
            "SpfHelo: record: out.esp.example TXT []",
            "Dmarc: walk 1: _dmarc.mail.example.com TXT []",
            "Dmarc: walk 2: _dmarc.example.com TXT []",
            "Dmarc: walk 3: _dmarc.com TXT []",
            "Reports: rua: example.com._report._dmarc.reports.example TXT []",
        ]
    );
}

#[test]
fn every_question_stands_in_the_log_once() {
    let reports = ALL.iter().map(|sample| {
        let case = Case::parse(sample.case).expect("a case");
        let inputs = case.inputs(case.now().expect("a clock"));
        let prepared = prepare(case.message.clone());
        // Half answered, too: traces are shorter then, and the questions are the same.
        let whole = verify(&prepared, &inputs, &case.answers, &mut Checked::default());
        let none = verify(&prepared, &inputs, &Answers::new(), &mut Checked::default());
        [whole, none]
    });
    for report in reports.flatten().chain([judged(ZONE).0, judged("").0]) {
        let mut logged: Vec<Question> = log::groups(&report)
            .iter()
            .flat_map(|group| &group.lines)
            .map(|line| line.asked.question.clone())
            .collect();
        let mut asked: Vec<Question> = report.asked.iter().map(|a| a.question.clone()).collect();
        logged.sort();
        asked.sort();
        assert_eq!(logged, asked);
        assert!(!asked.is_empty());
    }
}

#[test]
fn the_log_reads_as_dig_prints_it() {
    let (mut report, mut answers) = judged(ZONE);
    report
        .asked
        .retain(|asked| asked.question.name.to_string() == "_dmarc.example.com");
    let question = report.asked[0].question.clone();
    let live = Answer {
        source: Source::Live,
        resolver: Some("cloudflare".to_owned()),
        at: Some(1_793_000_000),
        millis: Some(38),
        octets: Some(120),
        ..answers.get(&question).expect("an answer").clone()
    };
    answers.insert(question.clone(), live);
    assert_eq!(
        log::dig(&report, &answers),
        "; <<>> dig _dmarc.example.com. TXT
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 0
;; QUESTION SECTION:
;_dmarc.example.com. IN TXT
;; ANSWER SECTION:
_dmarc.example.com. 3600 IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"
;; Query time: 38 msec
;; SERVER: cloudflare
;; WHEN: 2026-10-26T07:33:20Z
;; MSG SIZE  rcvd: 120

"
    );
    for (found, said) in [
        (Found::NoData, "status: NOERROR"),
        (Found::NxDomain, "status: NXDOMAIN"),
        (Found::Failed(Failure::ServFail), "status: SERVFAIL"),
        (Found::Failed(Failure::Refused), "status: REFUSED"),
        (Found::Failed(Failure::Timeout), ";; connection timed out"),
    ] {
        answers.insert(question.clone(), Answer::new(found, Source::Live));
        let text = log::dig(&report, &answers);
        assert!(text.contains(said), "{text}");
        assert!(!text.contains("ANSWER SECTION"), "{text}");
    }
    let name = Name::from_dotted(b"elsewhere.example").expect("a name");
    let rtype = RecordType::TXT;
    answers.insert(
        Question { name, rtype },
        Answer::new(Found::NoData, Source::Live),
    );
    assert!(!log::dig(&report, &answers).contains("elsewhere"));
}
