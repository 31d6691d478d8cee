//! Learn: that all of the outline is taught, in both languages, and that what it points at exists.

use std::collections::BTreeSet;

use mailprism::engine::cite::Cite;
use mailprism::engine::crypto::Checked;
use mailprism::engine::dnssec::Verdict;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::Report;
use mailprism::engine::verify::verify;
use mailprism::play::Case;
use mailprism::play::lessons::{
    ChainLink, DUTIES, InMail, Lesson, MYTHS, See, Seen, Side, Technique, standing,
};
use mailprism::play::quiz;
use mailprism::play::samples;
use mailprism::play::scene::{self, NodeId};
use mailprism::play::submission::evidence::{self, Shows};
use mailprism::play::submission::{Outcome, Reason, Scenario, Target, play};
use mailprism::text::learn::{Learn, cited};
use mailprism::text::{en, ja};

const BOTH: [&Learn; 2] = [&en::learn::LEARN, &ja::learn::LEARN];

/// Each section of the subject's outline, and where it is taught: lessons, and what they must name.
const OUTLINE: &[(&str, Lesson, &[&str])] = &[
    ("1", Lesson::Stages, &["SPF", "DKIM", "DMARC", "DNSSEC"]),
    ("1 flow 1", Lesson::Stages, &["587", "SMTP-AUTH"]),
    ("1 flow 2", Lesson::Stages, &["DKIM", "25"]),
    ("1 flow 3", Lesson::Stages, &["SPF", "DKIM", "DMARC", "DNS"]),
    ("1 flow 4", Lesson::Stages, &["pass"]),
    ("2.1", Lesson::Port25, &["25", "SMTP", "550"]),
    ("2.2", Lesson::Op25b, &["25", "M3AAWG", "JEAG"]),
    (
        "2.3",
        Lesson::Submission,
        &["587", "SMTP-AUTH", "RFC 6409", "465"],
    ),
    ("2.4", Lesson::Pop, &["POP3", "NAT", "RFC", "25"]),
    (
        "3.1",
        Lesson::Spf,
        &["v=spf1 ip4:203.0.113.10 -all", "MAIL FROM", "TXT"],
    ),
    ("3.2", Lesson::Dkim, &["d=", "s=", "bh="]),
    (
        "3.3",
        Lesson::Dmarc,
        &["none", "quarantine", "reject", "rua="],
    ),
    ("3.4", Lesson::Dnssec, &["SPF", "DKIM", "DMARC"]),
    ("4.1", Lesson::Table, &[]),
    ("4.2", Lesson::Myths, &[]),
];

#[test]
fn every_section_of_the_outline_is_taught_in_both_languages() {
    for (section, lesson, names) in OUTLINE {
        for learn in BOTH {
            let words = learn.lesson(*lesson);
            let text = [words.title, words.point].join(" ") + &words.text.join(" ");
            for name in *names {
                assert!(text.contains(name), "{section} ({}): {name}", learn.tag);
            }
            assert!(!words.text.is_empty());
        }
    }
    let taught: BTreeSet<_> = OUTLINE.iter().map(|row| row.1.id()).collect();
    let beyond: Vec<_> = Lesson::ALL
        .iter()
        .filter(|l| !taught.contains(l.id()))
        .collect();
    assert_eq!(beyond, [&Lesson::Forwarding]);
}

/// The five questions of the outline's §4.3 and its exam question of §2.3.
#[test]
fn the_questions_of_the_outline_are_asked() {
    for id in [
        "purpose-587",
        "port-and-method",
        "after-op25b",
        "spf-what",
        "dkim-what",
        "dmarc-what",
    ] {
        assert!(quiz::find(id).is_some(), "{id}");
    }
    assert!(quiz::ALL.len() >= 40);
}

#[test]
fn words_and_data_are_in_the_same_order() {
    for learn in BOTH {
        for (words, question) in learn.questions.iter().zip(quiz::ALL) {
            assert_eq!(words.id, question.id, "{}", learn.tag);
        }
    }
    let ids: BTreeSet<_> = quiz::ALL.iter().map(|question| question.id).collect();
    assert_eq!(ids.len(), quiz::ALL.len());
    for (at, lesson) in Lesson::ALL.into_iter().enumerate() {
        assert_eq!(lesson as usize, at);
        assert_eq!(Lesson::from_id(lesson.id()), Some(lesson));
    }
    for (at, scenario) in Scenario::ALL.into_iter().enumerate() {
        assert_eq!(scenario as usize, at);
    }
    for (at, technique) in Technique::ALL.into_iter().enumerate() {
        assert_eq!(technique as usize, at);
    }
}

#[test]
fn a_question_has_four_different_choices_and_a_word_on_each() {
    let mut places = [0; 4];
    for learn in BOTH {
        for (words, question) in learn.questions.iter().zip(quiz::ALL) {
            let choices: BTreeSet<_> = words.choices.into();
            assert_eq!(choices.len(), 4, "{} {}", learn.tag, words.id);
            assert!(words.why.iter().all(|why| why.len() > 5), "{}", words.id);
            assert!(!words.ask.is_empty() && question.right < 4);
            places[question.right] += 1;
        }
    }
    // The right one stands in no place much oftener than in another.
    assert!(
        places.iter().all(|count| (16..=26).contains(count)),
        "{places:?}"
    );
}

fn exists(see: See) -> bool {
    match see {
        See::Example(id) => samples::find(id).is_some(),
        See::Scenario(scenario) => Scenario::ALL.contains(&scenario),
        See::Lesson(lesson) => Lesson::ALL.contains(&lesson),
    }
}

#[test]
fn what_is_pointed_at_exists() {
    let lessons = Lesson::ALL.iter().flat_map(|lesson| lesson.see()).copied();
    let myths = MYTHS.iter().flat_map(|myth| myth.see).copied();
    let all = lessons
        .chain(myths)
        .chain(quiz::ALL.map(|question| question.see));
    let mut count = 0;
    for see in all {
        assert!(exists(see), "{see:?}");
        count += 1;
    }
    assert!(count > 60, "{count}");
    for lesson in Lesson::ALL {
        assert!(!lesson.cites().is_empty());
    }
    for scenario in Scenario::ALL {
        let shown = |see: &See| *see == See::Scenario(scenario);
        let by_lesson = Lesson::ALL
            .iter()
            .any(|lesson| lesson.see().iter().any(shown));
        assert!(by_lesson, "{} is in no lesson", scenario.id());
    }
}

#[test]
fn japanese_is_japanese_and_english_is_not() {
    let is_japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    let [en, ja] = BOTH;
    let texts = |learn: &Learn| {
        let mut texts = Vec::new();
        for lesson in &learn.lessons {
            texts.extend([lesson.title, lesson.point]);
            texts.extend(lesson.text);
        }
        for row in &learn.techniques {
            texts.extend([row.role, row.who, row.exam]);
        }
        for myth in &learn.myths {
            texts.extend([myth.said, myth.fact]);
        }
        for scenario in &learn.scenarios {
            texts.extend([scenario.title, scenario.notice]);
        }
        for question in &learn.questions {
            texts.push(question.ask);
            texts.extend(question.why);
        }
        texts.extend(learn.shows);
        texts.extend(learn.labels.duties);
        texts.extend(learn.labels.ways);
        texts.extend(learn.labels.chain_verdicts);
        texts.extend(Reason::ALL.map(|reason| learn.reason(reason)));
        texts
    };
    for text in texts(en) {
        assert!(!is_japanese(text), "{text}");
    }
    for text in texts(ja) {
        assert!(is_japanese(text), "{text}");
    }
}

#[test]
fn every_line_of_a_play_is_explained() {
    for learn in BOTH {
        for scenario in Scenario::ALL {
            let played = play(&scenario.settings());
            for step in &played.steps {
                let text = learn.act(&step.act);
                assert!(!text.is_empty());
                use mailprism::play::submission::Act;
                if let Act::Client(line) | Act::Server(line) = &step.act {
                    assert!(!learn.line(line).is_empty(), "{line}");
                }
            }
        }
        for outcome in [
            Outcome::Relayed,
            Outcome::Delivered,
            Outcome::Refused(Target::Provider),
            Outcome::Refused(Target::Recipient),
            Outcome::Blocked,
            Outcome::Abused,
        ] {
            assert!(!learn.outcome(outcome).is_empty());
        }
    }
}

#[test]
fn a_result_survives_its_link() {
    let mut answers = vec![None; quiz::ALL.len()];
    assert_eq!(quiz::read(&quiz::write(&answers)), Some(answers.clone()));
    for (at, answer) in answers.iter_mut().enumerate() {
        *answer = [None, Some(0), Some(1), Some(2), Some(3)][at % 5];
    }
    let link = quiz::write(&answers);
    assert_eq!(quiz::read(&link), Some(answers));
    assert!(link.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    for bad in [
        "",
        "a",
        &link[1..],
        &format!("{link}a"),
        &link.replace('a', "e"),
    ] {
        assert_eq!(quiz::read(bad), None, "{bad}");
    }
}

#[test]
fn a_shuffle_asks_everything_once_and_in_another_order() {
    let plain: Vec<usize> = (0..quiz::ALL.len()).collect();
    let mut orders = BTreeSet::new();
    for seed in 0..50 {
        let mut order = quiz::shuffled(seed);
        orders.insert(order.clone());
        order.sort_unstable();
        assert_eq!(order, plain);
    }
    assert!(orders.len() > 45);
}

fn report(id: &str) -> Report {
    let sample = samples::find(id).expect("an example");
    let case = Case::parse(sample.case).expect("a case");
    let inputs = case.inputs(case.now().expect("a clock"));
    verify(
        &prepare(case.message.clone()),
        &inputs,
        &case.answers,
        &mut Checked::default(),
    )
}

#[test]
fn the_table_lights_what_a_mail_shows() {
    let seen = |id: &str| {
        let report = report(id);
        Technique::ALL.map(|technique| technique.seen(&report))
    };
    let all = seen("all-pass");
    let at = |technique: Technique| all[technique as usize];
    assert_eq!(at(Technique::Spf), Seen::Yes);
    assert_eq!(at(Technique::Dkim), Seen::Yes);
    assert_eq!(at(Technique::Dmarc), Seen::Yes);
    assert_eq!(at(Technique::Arc), Seen::No);
    assert_eq!(at(Technique::Op25b), Seen::Never);
    let without = seen("no-dmarc");
    assert_eq!(without[Technique::Dmarc as usize], Seen::No);
    assert_eq!(without[Technique::SmtpAuth as usize], Seen::Yes);
    assert_eq!(seen("sealed-list")[Technique::Arc as usize], Seen::Yes);
    for side in [Side::Sending, Side::Receiving, Side::Dns] {
        assert!(
            Technique::ALL
                .iter()
                .any(|technique| technique.side() == side)
        );
    }
}

#[test]
fn a_rule_is_cited_by_number_and_section() {
    assert_eq!(cited(quiz::ALL[0].cite), "RFC 6409 §4.3");
    assert!(Reason::ALL.iter().all(|reason| reason.cite().rfc > 1_000));
}

/// Every section that Learn cites, with its heading in that RFC.
const SECTIONS: &[(u16, &str, &str)] = &[
    (3207, "4", "The STARTTLS Command"),
    (3848, "1", "IANA Considerations"),
    (4033, "3.1", "Data Origin Authentication and Data Integrity"),
    (4033, "4", "Services Not Provided by DNS Security"),
    (
        4033,
        "5",
        "Scope of the DNSSEC Document Set and Last Hop Issues",
    ),
    (1939, "4", "The AUTHORIZATION State"),
    (4954, "4", "The AUTH Command"),
    (4954, "6", "Status Codes"),
    (5321, "2.3", "SMTP Terminology"),
    (5321, "3.3", "Mail Transactions"),
    (5321, "7.1", "Mail Security and Spoofing"),
    (5321, "7.9", "Scope of Operation of SMTP Servers"),
    (6376, "1", "Introduction"),
    (6376, "2.1", "Signers"),
    (6376, "3.1", "Selectors"),
    (6376, "3.5", "The DKIM-Signature Header Field"),
    (6376, "3.6.2", "DNS Binding"),
    (6376, "6.1", "Extract Signatures from the Message"),
    (6377, "3.3", "Current MLM Effects on Signatures"),
    (6409, "1", "Introduction"),
    (6409, "3", "Message Submission"),
    (6409, "3.1", "Submission Identification"),
    (6409, "3.3", "Authorized Submission"),
    (6409, "4.3", "Require Authentication"),
    (7208, "1", "Introduction"),
    (7208, "2.4", "The \"MAIL FROM\" Identity"),
    (7208, "3", "SPF Records"),
    (7208, "8.4", "Fail"),
    (
        7208,
        "11.2",
        "SPF-Authorized Email May Contain Other False Identities",
    ),
    (7208, "D.2", "Mediators"),
    (8314, "3.3", "Implicit TLS for SMTP Submission"),
    (8617, "1", "Introduction"),
    (9989, "1", "Introduction"),
    (9989, "2.2", "Anti-Phishing"),
    (9989, "4", "Overview and Key Concepts"),
    (9989, "4.3", "Authentication Mechanisms"),
    (9989, "4.4", "Identifier Alignment Explained"),
    (9989, "4.7", "DMARC Policy Record Format"),
    (9989, "5.3.5", "Determine DMARC \"Pass\" or \"Fail\""),
    (9990, "1", "Introduction"),
];

#[test]
fn every_section_cited_is_one_that_was_looked_up() {
    let lessons = Lesson::ALL.iter().flat_map(|lesson| lesson.cites());
    let myths = MYTHS.iter().flat_map(|myth| myth.cites);
    let reasons = Reason::ALL.map(Reason::cite);
    let questions = quiz::ALL.map(|question| question.cite);
    let all = lessons.chain(myths).chain(&reasons).chain(&questions);
    let cited: BTreeSet<_> = all.map(|Cite { rfc, section }| (*rfc, *section)).collect();
    let known: BTreeSet<_> = SECTIONS.iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(cited, known);
    assert!(SECTIONS.iter().all(|row| !row.2.is_empty()));
}

#[test]
fn each_misconception_is_refuted_by_a_play_or_an_example_and_names_its_source() {
    for (at, refuted) in MYTHS.iter().enumerate() {
        let shown = |see: &See| matches!(see, See::Example(_) | See::Scenario(_));
        assert!(refuted.see.iter().any(shown), "{at}");
        assert!(!refuted.cites.is_empty(), "{at}");
    }
    // What the sentences say of them is so.
    let no_dmarc = report("no-dmarc");
    assert_eq!(
        Technique::SmtpAuth.seen(&no_dmarc),
        Seen::Yes,
        "the author's server asked for a login"
    );
    assert_eq!(Technique::Dmarc.seen(&no_dmarc), Seen::No);
    let spoofed = report("spoofed-from");
    let spf = spoofed.spf.verdict.map(|verdict| verdict.word());
    assert_eq!(spf, Some("pass"), "SPF of the attacker's domain");
    assert_eq!(
        spoofed
            .dmarc
            .as_ref()
            .and_then(|dmarc| dmarc.verdict)
            .map(|verdict| verdict.word()),
        Some("fail")
    );
    let changed = report("body-changed");
    assert_eq!(
        changed
            .dkim
            .first()
            .and_then(|dkim| dkim.verdict)
            .map(|verdict| verdict.word()),
        Some("fail")
    );
    for (scenario, outcome) in [
        (Scenario::TravellerBlocked, Outcome::Blocked),
        (Scenario::TravellerSubmits, Outcome::Relayed),
        (Scenario::PopStranger, Outcome::Abused),
        (Scenario::StolenPassword, Outcome::Abused),
        (Scenario::SpamDirect, Outcome::Abused),
        (Scenario::SpamBlocked, Outcome::Blocked),
    ] {
        assert_eq!(
            play(&scenario.settings()).outcome,
            outcome,
            "{}",
            scenario.id()
        );
    }
}

#[test]
fn a_lesson_points_into_a_mail_only_where_the_mail_shows_it() {
    let at = |lesson: Lesson, id: &str| {
        let report = report(id);
        lesson.in_mail(&report, &scene::of(&report))
    };
    for (lesson, id, expected) in [
        (Lesson::Stages, "headers-only", InMail::At(NodeId::Author)),
        (Lesson::Port25, "all-pass", InMail::At(NodeId::Border)),
        (Lesson::Op25b, "all-pass", InMail::Never),
        (Lesson::Submission, "no-dmarc", InMail::At(NodeId::Submit)),
        (Lesson::Submission, "spoofed-from", InMail::Absent),
        (Lesson::Pop, "all-pass", InMail::Never),
        (Lesson::Spf, "spoofed-from", InMail::At(NodeId::Spf)),
        (Lesson::Dkim, "body-changed", InMail::At(NodeId::Dkim)),
        (Lesson::Dmarc, "all-pass", InMail::At(NodeId::Dmarc)),
        (Lesson::Dmarc, "no-dmarc", InMail::Absent),
        (Lesson::Dnssec, "all-pass", InMail::Absent),
        (
            Lesson::Forwarding,
            "mailing-list",
            InMail::At(NodeId::Relay),
        ),
        (Lesson::Forwarding, "sealed-list", InMail::At(NodeId::Arc)),
        (Lesson::Forwarding, "all-pass", InMail::Absent),
        (Lesson::Table, "all-pass", InMail::Here),
        (Lesson::Myths, "all-pass", InMail::Here),
    ] {
        assert_eq!(at(lesson, id), expected, "{} in {id}", lesson.id());
        // The node that is promised is on the picture.
        let scene = scene::of(&report(id));
        if let InMail::At(node) = expected {
            assert!(scene.node(node).is_some(), "{node:?}");
        }
    }
    // What is offered in its place shows it.
    for lesson in Lesson::ALL {
        match lesson.instead() {
            Some(See::Example(id)) => {
                assert!(matches!(at(lesson, id), InMail::At(_)), "{}", lesson.id());
            }
            Some(see) => assert_eq!((lesson.in_any(), exists(see)), (InMail::Never, true)),
            None => assert_ne!(lesson.in_any(), InMail::Never),
        }
    }
}

#[test]
fn every_lesson_lets_one_try_something() {
    for lesson in Lesson::ALL {
        if let Some((scenario, conditions)) = lesson.conditions() {
            assert!(conditions.len() >= 3, "{}", scenario.id());
            assert!(lesson.see().contains(&See::Scenario(scenario)));
        }
    }
    let duties: BTreeSet<_> = DUTIES.into();
    assert_eq!(duties, (0..4).collect());
}

/// RFC 4033 §5 and RFC 4035 §5: the worst link decides, and what is promised must be there.
#[test]
fn the_chain_of_dnssec_comes_to_what_its_links_allow() {
    use ChainLink::{Missing, Right, Wrong};
    for (top, zone, signature, expected) in [
        (Right, Right, Right, Verdict::Secure),
        (Missing, Right, Right, Verdict::Insecure),
        (Right, Missing, Right, Verdict::Insecure),
        (Right, Missing, Missing, Verdict::Insecure),
        (Missing, Wrong, Wrong, Verdict::Insecure),
        (Wrong, Right, Right, Verdict::Bogus),
        (Right, Wrong, Right, Verdict::Bogus),
        (Right, Right, Wrong, Verdict::Bogus),
        (Right, Right, Missing, Verdict::Bogus),
    ] {
        assert_eq!(standing([top, zone], signature), expected);
    }
    let mut secure = 0;
    for top in ChainLink::ALL {
        for zone in ChainLink::ALL {
            for signature in ChainLink::ALL {
                let verdict = standing([top, zone], signature);
                secure += usize::from(verdict == Verdict::Secure);
            }
        }
    }
    assert_eq!(secure, 1);
}

fn shown(header: &str) -> Vec<(NodeId, Shows, bool)> {
    let message = format!("{header}From: a@example.com\r\n\r\nx\r\n");
    let report = verify(
        &prepare(message.into_bytes()),
        &Default::default(),
        &Default::default(),
        &mut Checked::default(),
    );
    let traces = evidence::traces(&report);
    traces
        .iter()
        .map(|t| (t.node, t.shows, t.is_claim))
        .collect()
}

const TO_MX: &str = "Received: from mail.example.com (mail.example.com [192.0.2.25])\r\n \
    by mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 09:12:04 +0900\r\n";

fn submitted(client: &str, with: &str) -> (NodeId, Shows, bool) {
    let first = format!(
        "Received: from {client}\r\n by mail.example.com with {with} id 2;\r\n \
         Mon, 2 Nov 2026 09:11:58 +0900\r\n"
    );
    let shown = shown(&format!("{TO_MX}{first}"));
    assert_eq!(shown[1], (NodeId::Border, Shows::Servers, false));
    shown[0]
}

#[test]
fn a_received_field_shows_a_login_or_what_else_it_shows() {
    let private = "[192.168.1.20] ([192.168.1.20])";
    let dial_up = "pc (host-77-10.dynamic.isp.example [198.51.100.77])";
    for (client, with, shows) in [
        (private, "ESMTPSA", Shows::Login),
        (dial_up, "ESMTPA", Shows::Login),
        (private, "ESMTP", Shows::Private),
        ("pc ([fd00::5])", "ESMTPS", Shows::Private),
        ("pc ([100.64.3.4])", "ESMTP", Shows::Private),
        (dial_up, "ESMTP", Shows::DialUp),
        (
            "pc (p7-100.isp.example [198.51.100.7])",
            "SMTP",
            Shows::DialUp,
        ),
        (
            "pc (pool.isp.example [198.51.100.7])",
            "ESMTPS",
            Shows::DialUp,
        ),
        (
            "app.example.com (app.example.com [192.0.2.9])",
            "ESMTP",
            Shows::Unknown,
        ),
        ("[198.51.100.7] ([198.51.100.7])", "ESMTP", Shows::Unknown),
        ("phone ([198.51.100.7])", "HTTP", Shows::OtherProtocol),
    ] {
        let expected = (NodeId::Submit, shows, true);
        assert_eq!(submitted(client, with), expected, "{client} {with}");
    }
}

#[test]
fn the_examples_show_on_the_picture_what_their_traces_say() {
    let of = |id: &str| {
        let traces = evidence::traces(&report(id)).into_iter();
        traces
            .map(|t| (t.node, t.shows, t.is_claim))
            .collect::<Vec<_>>()
    };
    let border = (NodeId::Border, Shows::Servers, false);
    let login = (NodeId::Submit, Shows::Login, true);
    assert_eq!(of("no-dmarc"), [login, border]);
    assert_eq!(
        of("spoofed-from"),
        [(NodeId::Border, Shows::Unknown, false)]
    );
    let relay = (NodeId::Relay, Shows::Servers, true);
    assert_eq!(of("mailing-list"), [login, relay, border]);

    let picture = evidence::scene(&report("no-dmarc"));
    let author = picture.node(NodeId::Author).expect("the author");
    assert!(
        author
            .lines
            .contains(&scene::Line::Text("198.51.100.201".to_owned())),
        "{author:?}"
    );
    // Without a trace nothing is shown, and nothing is said.
    assert_eq!(shown(""), []);
}
