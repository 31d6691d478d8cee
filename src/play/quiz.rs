//! The questions as data: which choice is right, by which rule, and what shows it. The words are
//! `text::learn`'s.

use crate::engine::cite::Cite;
use crate::play::lessons::{Lesson, See};
use crate::play::submission::Scenario;

/// A question with four choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in links (`#q1.id`).
    pub id: &'static str,
    /// The right choice, counted from 0.
    pub right: usize,
    /// The rule.
    pub cite: Cite,
    /// What shows it.
    pub see: See,
}

/// The question of this name.
pub fn find(id: &str) -> Option<usize> {
    ALL.iter().position(|question| question.id == id)
}

/// The answers given so far, one character for each question: `-` none, else the choice. This is
/// the state of a link to a result.
pub fn write(answers: &[Option<usize>]) -> String {
    let letter = |answer: &Option<usize>| match answer {
        Some(choice) => char::from(b'a' + (*choice as u8 & 3)),
        None => '-',
    };
    answers.iter().map(letter).collect()
}

/// Reads what [`write`] wrote; `None` where it is of another form.
pub fn read(state: &str) -> Option<Vec<Option<usize>>> {
    let answer = |letter: char| match letter {
        '-' => Some(None),
        'a'..='d' => Some(Some(letter as usize - 'a' as usize)),
        _ => None,
    };
    let answers: Option<Vec<_>> = state.chars().map(answer).collect();
    answers.filter(|answers| answers.len() == ALL.len())
}

/// The order in which to ask: a shuffle that a seed decides (Fisher and Yates, with the linear
/// congruential generator of Knuth's MMIX).
pub fn shuffled(seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ALL.len()).collect();
    let mut dice = seed;
    for last in (1..order.len()).rev() {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (dice >> 33) as usize % (last + 1));
    }
    order
}

const fn q(id: &'static str, right: usize, rfc: u16, section: &'static str, see: See) -> Question {
    Question {
        id,
        right,
        cite: Cite { rfc, section },
        see,
    }
}

const fn scenario(scenario: Scenario) -> See {
    See::Scenario(scenario)
}

const fn lesson(lesson: Lesson) -> See {
    See::Lesson(lesson)
}

const fn example(id: &'static str) -> See {
    See::Example(id)
}

/// All questions.
pub const ALL: [Question; 42] = [
    q(
        "port-and-method",
        1,
        6409,
        "4.3",
        scenario(Scenario::TravellerSubmits),
    ),
    q("purpose-587", 0, 6409, "4.3", scenario(Scenario::NoLogin)),
    q(
        "after-op25b",
        2,
        6409,
        "3.1",
        scenario(Scenario::TravellerSubmits),
    ),
    q("op25b-what", 3, 6409, "1", scenario(Scenario::SpamBlocked)),
    q("op25b-aim", 1, 6409, "1", scenario(Scenario::SpamDirect)),
    q("op25b-inbound", 2, 6409, "1", lesson(Lesson::Op25b)),
    q("spf-what", 0, 7208, "1", lesson(Lesson::Spf)),
    q("dkim-what", 1, 6376, "1", example("body-changed")),
    q("dmarc-what", 2, 9989, "4.4", lesson(Lesson::Dmarc)),
    q("spf-identity", 1, 7208, "2.4", example("spoofed-from")),
    q("spf-all", 3, 7208, "8.4", lesson(Lesson::Spf)),
    q("spf-record", 0, 7208, "3", lesson(Lesson::Spf)),
    q("spf-forwarded", 2, 7208, "D.2", example("forwarded")),
    q("dkim-key", 3, 6376, "3.6.2", lesson(Lesson::Dkim)),
    q("dkim-encrypts", 0, 6376, "1", lesson(Lesson::Dkim)),
    q("dkim-who", 1, 6376, "2.1", example("all-pass")),
    q("dkim-list", 2, 6377, "3.3", example("mailing-list")),
    q("dkim-selector", 3, 6376, "3.1", example("rotated-key")),
    q("dmarc-aligned", 3, 9989, "4.4", example("spoofed-from")),
    q("dmarc-either", 0, 9989, "5.3.5", example("forwarded")),
    q("dmarc-none", 1, 9989, "4.7", lesson(Lesson::Dmarc)),
    q("dmarc-quarantine", 2, 9989, "4.7", lesson(Lesson::Dmarc)),
    q("dmarc-reject", 3, 9989, "4.7", example("spoofed-from")),
    q("dmarc-reports", 0, 9990, "1", lesson(Lesson::Dmarc)),
    q(
        "dmarc-safe",
        1,
        9989,
        "1",
        scenario(Scenario::StolenPassword),
    ),
    q("dnssec-what", 2, 4033, "3.1", lesson(Lesson::Dnssec)),
    q("dnssec-mail", 3, 4033, "4", lesson(Lesson::Dnssec)),
    q("pop-how", 0, 6409, "3.3", scenario(Scenario::PopWorks)),
    q(
        "pop-shared",
        1,
        6409,
        "3.3",
        scenario(Scenario::PopStranger),
    ),
    q("pop-order", 2, 6409, "3.3", scenario(Scenario::PopNever)),
    q("pop-today", 3, 6409, "3.3", lesson(Lesson::Pop)),
    q("code-535", 0, 4954, "6", scenario(Scenario::WrongPassword)),
    q("code-530", 1, 6409, "4.3", scenario(Scenario::NoLogin)),
    q("code-550", 2, 5321, "7.9", scenario(Scenario::PopExpired)),
    q(
        "code-235",
        3,
        4954,
        "6",
        scenario(Scenario::TravellerSubmits),
    ),
    q("open-relay", 0, 5321, "7.9", scenario(Scenario::OpenRelay)),
    q(
        "port-25-today",
        1,
        6409,
        "1",
        scenario(Scenario::ServerToServer),
    ),
    q("port-465", 2, 8314, "3.3", scenario(Scenario::ImplicitTls)),
    q("sending-side", 3, 4954, "4", lesson(Lesson::Table)),
    q("receiving-side", 0, 9989, "4.4", lesson(Lesson::Table)),
    q("arc-what", 1, 8617, "1", lesson(Lesson::Forwarding)),
    q("esmtpsa", 2, 3848, "1", lesson(Lesson::Submission)),
];
