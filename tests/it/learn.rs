//! Learn: that all of the outline is taught, in both languages, and that what it points at exists.

use std::collections::BTreeSet;

use mailprism::engine::crypto::Checked;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::Report;
use mailprism::engine::verify::verify;
use mailprism::play::Case;
use mailprism::play::lessons::{Lesson, MYTHS, See, Seen, Side, Technique};
use mailprism::play::quiz;
use mailprism::play::samples;
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
    let all = lessons
        .chain(MYTHS)
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
    let without: Vec<_> = Reason::ALL.iter().filter(|r| r.cite().is_none()).collect();
    assert_eq!(without, [&Reason::PortBlocked]);
}
