//! The one verdict: when a fail stands, when it rests on a gap, and what is said of either.
//!
//! The stories start from the examples and take something away.

use mailprism::engine::crypto::Checked;
use mailprism::engine::dmarc;
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Answer, Answers, Failure, Found, Name, Question, RecordType, Source};
use mailprism::engine::limits;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{Inputs, Report, Verdict};
use mailprism::engine::verify::verify;
use mailprism::net::canned::settle;
use mailprism::play::Case;
use mailprism::play::samples;

/// An example that can be changed before it is judged.
struct Story {
    message: String,
    inputs: Inputs,
    answers: Answers,
}

impl Story {
    fn of(id: &str) -> Self {
        let case = Case::parse(samples::find(id).expect("an example").case).expect("a case");
        Self {
            inputs: case.inputs(case.now().expect("a clock")),
            message: String::from_utf8(case.message).expect("text"),
            answers: case.answers,
        }
    }

    /// Without the fields of this name, folds included.
    fn without(mut self, field: &str) -> Self {
        let (header, body) = self
            .message
            .split_once("\r\n\r\n")
            .unwrap_or((&self.message, ""));
        let unfolded = header.replace("\r\n ", "\u{1}");
        let kept: Vec<&str> = unfolded
            .split("\r\n")
            .filter(|line| !line.starts_with(&format!("{field}:")))
            .collect();
        assert_ne!(kept.join("\r\n"), unfolded, "there is no {field}");
        self.message = format!(
            "{}\r\n\r\n{body}",
            kept.join("\r\n").replace('\u{1}', "\r\n ")
        );
        self
    }

    fn replacing(mut self, from: &str, to: &str) -> Self {
        assert!(self.message.contains(from), "there is no {from:?}");
        self.message = self.message.replacen(from, to, 1);
        self
    }

    fn headers_only(mut self) -> Self {
        let end = self.message.find("\r\n\r\n").expect("a body") + 2;
        self.message.truncate(end);
        self
    }

    fn failing(mut self, name: &str) -> Self {
        let failed = Answer::new(Found::Failed(Failure::Timeout), Source::Live);
        assert!(
            self.answers.remove(&txt(name)).is_some(),
            "{name} was asked"
        );
        self.answers.insert(txt(name), failed);
        self
    }

    fn unanswered(mut self, name: &str) -> Self {
        assert!(
            self.answers.remove(&txt(name)).is_some(),
            "{name} was asked"
        );
        self
    }

    fn mail_from(mut self, sender: &str) -> Self {
        self.inputs.mail_from = Some(sender.to_owned());
        self
    }

    /// The report, with what the changes made needful answered by a world that holds no more.
    fn report(mut self) -> Report {
        let prepared = prepare(self.message.into_bytes());
        let judge =
            |answers: &Answers| verify(&prepared, &self.inputs, answers, &mut Checked::default());
        let needs: Vec<_> = judge(&self.answers)
            .needs()
            .map(|asked| asked.question.clone())
            .collect();
        for question in needs {
            self.answers
                .insert(question, Answer::new(Found::NxDomain, Source::Example));
        }
        judge(&self.answers)
    }

    /// The report with its needs left open.
    fn open(self) -> Report {
        verify(
            &prepare(self.message.into_bytes()),
            &self.inputs,
            &self.answers,
            &mut Checked::default(),
        )
    }
}

fn txt(name: &str) -> Question {
    Question {
        name: Name::from_zone_text(name).expect("a name"),
        rtype: RecordType::TXT,
    }
}

/// The codes of the findings about the verdict itself.
fn rests_on(report: &Report) -> Vec<&'static str> {
    report
        .findings
        .iter()
        .map(|noted| noted.finding.entry().code)
        .filter(|code| code.starts_with("verdict."))
        .collect()
}

fn told(report: &Report) -> (Verdict, Vec<&'static str>) {
    (report.verdict, rests_on(report))
}

#[test]
fn a_fail_stands_where_nothing_is_missing() {
    let report = Story::of("body-changed").report();
    assert_eq!(told(&report), (Verdict::NotAuthenticated, vec![]));
}

#[test]
fn an_absent_body_leaves_the_verdict_open_where_the_signature_would_carry_it() {
    let report = Story::of("headers-only").report();
    assert_eq!(
        told(&report),
        (Verdict::CannotTell, vec!["verdict.body-absent"])
    );
}

#[test]
fn an_absent_body_changes_nothing_where_the_signed_header_was_changed() {
    let report = Story::of("headers-only")
        .replacing("Subject: Invoice", "Subject: Paid invoice")
        .report();
    assert_eq!(told(&report), (Verdict::NotAuthenticated, vec![]));
}

#[test]
fn an_absent_body_changes_nothing_where_the_signature_is_a_strangers() {
    let report = Story::of("spoofed-from").headers_only().report();
    assert_eq!(told(&report), (Verdict::NotAuthenticated, vec![]));
}

#[test]
fn an_unknown_envelope_sender_leaves_the_verdict_open() {
    let story = || Story::of("body-changed").without("Return-Path");
    assert_eq!(
        told(&story().report()),
        (Verdict::CannotTell, vec!["verdict.envelope-unknown"])
    );
    let stated = story().mail_from("bounce@bulk.example.net").report();
    assert_eq!(told(&stated), (Verdict::NotAuthenticated, vec![]));
}

#[test]
fn an_unknown_client_leaves_the_verdict_open_where_its_sender_is_the_author() {
    let story = |sender| {
        Story::of("body-changed")
            .without("Received")
            .mail_from(sender)
    };
    assert_eq!(
        told(&story("bounce@example.com").report()),
        (Verdict::CannotTell, vec!["verdict.envelope-unknown"])
    );
    assert_eq!(
        told(&story("bounce@bulk.example.net").report()),
        (Verdict::NotAuthenticated, vec![])
    );
}

#[test]
fn a_lookup_that_failed_is_neither_pass_nor_fail_where_it_could_have_carried_the_message() {
    let report = Story::of("body-changed")
        .failing("s2026._domainkey.example.com")
        .report();
    assert_eq!(
        told(&report),
        (Verdict::CannotTell, vec!["verdict.lookup-failed"])
    );
    let dmarc = report.dmarc.expect("one author");
    assert_eq!(dmarc.verdict, Some(dmarc::Verdict::TempError));
    assert_eq!(dmarc.disposition, dmarc::Policy::None);
}

#[test]
fn a_strangers_failing_key_does_not_open_the_verdict() {
    let report = Story::of("spoofed-from")
        .failing("k1._domainkey.mailer.example.net")
        .report();
    assert_eq!(told(&report), (Verdict::NotAuthenticated, vec![]));
}

#[test]
fn a_failing_spf_lookup_of_the_author_leaves_the_verdict_open() {
    let report = Story::of("all-pass")
        .replacing("warehouse", "warehousE")
        .failing("example.com")
        .report();
    assert_eq!(
        told(&report),
        (Verdict::CannotTell, vec!["verdict.lookup-failed"])
    );
}

#[test]
fn a_failing_lookup_does_not_matter_where_the_other_leg_carries_the_message() {
    let report = Story::of("all-pass").failing("example.com").report();
    assert_eq!(told(&report), (Verdict::Authenticated, vec![]));
}

#[test]
fn a_missing_answer_is_waited_for_and_named() {
    let report = Story::of("body-changed")
        .unanswered("bulk.example.net")
        .open();
    assert_eq!(
        told(&report),
        (Verdict::CannotTell, vec!["verdict.awaits-answers"])
    );
    let needs: Vec<_> = report.needs().map(|asked| asked.question.clone()).collect();
    assert_eq!(needs, [txt("bulk.example.net")]);
}

#[test]
fn a_pass_does_not_wait_for_the_other_leg() {
    let report = Story::of("all-pass")
        .unanswered("s2026._domainkey.example.com")
        .open();
    assert_eq!(report.verdict, Verdict::Authenticated);
    assert_eq!(report.needs().count(), 1);
}

#[test]
fn a_domain_without_a_policy_is_not_protected_however_well_it_signs() {
    let report = Story::of("no-dmarc").report();
    assert_eq!(
        told(&report),
        (Verdict::NotProtected, vec!["verdict.signed-without-policy"])
    );
    let unsigned = Story::of("no-dmarc").without("DKIM-Signature").report();
    assert_eq!(told(&unsigned), (Verdict::NotProtected, vec![]));
}

#[test]
fn without_one_author_domain_there_is_nothing_to_authenticate() {
    for (from, code) in [
        (None, "mail.no-from"),
        (
            Some("From: a@example.com, b@example.net\r\n"),
            "mail.several-author-domains",
        ),
        (
            Some("From: a@example.com\r\nFrom: b@example.com\r\n"),
            "mail.several-from",
        ),
    ] {
        let mut story = Story::of("all-pass").without("From");
        story.message.insert_str(0, from.unwrap_or_default());
        let report = story.report();
        assert_eq!(report.verdict, Verdict::NotAuthenticated, "{code}");
        assert!(report.dmarc.is_none(), "{code}");
        assert!(
            report
                .findings
                .iter()
                .any(|noted| noted.finding.entry().code == code),
            "{code}"
        );
    }
}

#[test]
fn what_the_verdict_rests_on_is_said_first_and_the_rest_by_gravity() {
    let report = Story::of("headers-only").report();
    let levels: Vec<_> = report
        .findings
        .iter()
        .skip(rests_on(&report).len())
        .map(|noted| noted.finding.entry().level)
        .collect();
    assert!(levels.len() > 1);
    assert!(levels.is_sorted(), "{levels:?}");
    assert!(
        report.findings[0]
            .finding
            .entry()
            .code
            .starts_with("verdict.")
    );
}

#[test]
fn what_was_checked_before_changes_no_report() {
    for sample in samples::ALL {
        let story = Story::of(sample.id);
        let prepared = prepare(story.message.into_bytes());
        let mut checked = Checked::default();
        let mut judge = || verify(&prepared, &story.inputs, &story.answers, &mut checked);
        let (first, second) = (judge(), judge());
        assert_eq!(format!("{first:?}"), format!("{second:?}"), "{}", sample.id);
    }
}

#[test]
fn questions_past_the_cap_are_not_asked_and_said_not_to_be() {
    let mut lines = vec![
        "example.com TXT \"v=spf1 mx:a.example.com mx:b.example.com \
         mx:c.example.com mx:d.example.com mx:e.example.com mx:f.example.com mx:g.example.com \
         mx:h.example.com mx:i.example.com -all\""
            .to_owned(),
    ];
    for list in 'a'..='i' {
        for host in 0..10 {
            lines.push(format!(
                "{list}.example.com MX 10 h{host}.{list}.example.com"
            ));
            lines.push(format!("h{host}.{list}.example.com A 192.0.2.{host}"));
        }
    }
    let (zone, faults) = Zone::parse(&lines.join("\n"));
    assert!(faults.is_empty(), "{faults:?}");
    let prepared = prepare(b"From: a@example.com\r\n\r\nhi\r\n".to_vec());
    let inputs = Inputs {
        ip: "203.0.113.1".parse().ok(),
        helo: Some("client.example.net".to_owned()),
        mail_from: Some("a@example.com".to_owned()),
        ..Inputs::default()
    };
    let mut answers = Answers::new();
    let (report, asked) = settle(Some(&zone), &mut answers, |answers| {
        let report = verify(&prepared, &inputs, answers, &mut Checked::default());
        let asked = report.asked.clone();
        (report, asked)
    });
    assert_eq!(asked.len(), limits::QUESTIONS);
    assert!(rests_on(&report).contains(&"verdict.too-many-questions"));
}

#[test]
fn no_part_of_an_example_panics() {
    for sample in samples::ALL {
        let story = Story::of(sample.id);
        let octets = story.message.into_bytes();
        for end in (0..octets.len()).step_by(3) {
            let prepared = prepare(octets[..end].to_vec());
            verify(
                &prepared,
                &story.inputs,
                &story.answers,
                &mut Checked::default(),
            );
        }
    }
}
