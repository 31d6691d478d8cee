//! The words of Learn: lessons, table, misconceptions, simulator, questions. They hang on no
//! [`Words`](crate::text::Words), so that who only reads a verdict never loads them.

use crate::engine::cite::Cite;
use crate::play::lessons::{Lesson, Technique};
use crate::play::quiz;
use crate::play::submission::{Act, Outcome, Place, Port, Reason, Scenario, Sender, Target};
use crate::play::submission::{Auth, Session};

/// What a language fills once (`en/learn.rs`, `ja/learn.rs`).
pub struct Learn {
    /// The BCP 47 tag.
    pub tag: &'static str,
    /// What stands on the page besides.
    pub labels: Labels,
    /// The lessons, in the order of [`Lesson::ALL`].
    pub lessons: [LessonWords; Lesson::ALL.len()],
    /// The table, in the order of [`Technique::ALL`].
    pub techniques: [TechniqueWords; Technique::ALL.len()],
    /// The misconceptions, in the order of [`MYTHS`](crate::play::lessons::MYTHS).
    pub myths: [Myth; crate::play::lessons::MYTHS.len()],
    /// The scenarios, in the order of [`Scenario::ALL`].
    pub scenarios: [ScenarioWords; Scenario::ALL.len()],
    /// The questions, in the order of [`quiz::ALL`].
    pub questions: [QuestionWords; quiz::ALL.len()],
    /// Why a play came out so.
    pub reason: fn(Reason) -> &'static str,
    /// What came of it.
    pub outcome: fn(Outcome) -> &'static str,
    /// What happens in a step.
    pub act: fn(&Act) -> String,
    /// What a line of the dialogue is for; empty where it says so itself.
    pub line: fn(&str) -> &'static str,
    /// The heading of a conversation.
    pub session: fn(Session) -> String,
    /// Who opens the connection.
    pub sender: fn(Sender) -> &'static str,
    /// Where the client is.
    pub place: fn(Place) -> &'static str,
    /// Whom it talks to.
    pub target: fn(Target) -> &'static str,
    /// The port.
    pub port: fn(Port) -> &'static str,
    /// The login.
    pub auth: fn(Auth) -> &'static str,
    /// Step so many of so many.
    pub step: fn(usize, usize) -> String,
    /// So many right of so many answered.
    pub score: fn(usize, usize) -> String,
    /// Question so many of so many.
    pub question: fn(usize, usize) -> String,
    /// What a hop of the mail on the page shows of a login: its server, its protocol keyword, and
    /// whether the client had logged in.
    pub hop: fn(&str, &str, bool) -> String,
}

/// What stands on the page besides.
pub struct Labels {
    /// The list of lessons.
    pub contents: &'static str,
    /// Above the lessons.
    pub lessons: &'static str,
    /// Above the scenarios.
    pub simulator: &'static str,
    /// Above the questions.
    pub questions: &'static str,
    /// Leads back to the mail.
    pub close: &'static str,
    /// Before what shows it.
    pub see: &'static str,
    /// Before the RFCs.
    pub sources: &'static str,
    /// Opens the mail on the page at what the lesson is about.
    pub see_mail: &'static str,
    /// An example.
    pub example: &'static str,
    /// A scenario.
    pub scenario: &'static str,
    /// The lesson before.
    pub previous: &'static str,
    /// The lesson after.
    pub next: &'static str,
    /// Above the steps of a play.
    pub dialogue: &'static str,
    /// Above the settings.
    pub settings: &'static str,
    /// What to notice.
    pub notice: &'static str,
    /// The buttons.
    pub back: &'static str,
    /// One step on.
    pub forward: &'static str,
    /// Plays by itself.
    pub play: &'static str,
    /// Stops that.
    pub pause: &'static str,
    /// To the beginning.
    pub restart: &'static str,
    /// To the end.
    pub end: &'static str,
    /// How fast.
    pub speed: &'static str,
    /// Slow, normal, fast.
    pub speeds: [&'static str; 3],
    /// The options.
    pub sender: &'static str,
    /// Where the client is.
    pub place: &'static str,
    /// The server.
    pub target: &'static str,
    /// The port.
    pub port: &'static str,
    /// The login.
    pub auth: &'static str,
    /// The network blocks port 25.
    pub op25b: &'static str,
    /// The client encrypts.
    pub tls: &'static str,
    /// POP before SMTP is offered.
    pub pop: &'static str,
    /// The user has fetched mail from here.
    pub fetched: &'static str,
    /// Minutes ago.
    pub login: &'static str,
    /// The window in minutes.
    pub window: &'static str,
    /// One address for all.
    pub nat: &'static str,
    /// It relays for everybody.
    pub open_relay: &'static str,
    /// The client speaks.
    pub client: &'static str,
    /// The server speaks.
    pub server: &'static str,
    /// The table's columns.
    pub columns: [&'static str; 5],
    /// Above what is seen in the mail.
    pub seen: &'static str,
    /// Seen, not seen, cannot be seen.
    pub seen_words: [&'static str; 3],
    /// All, sending side, receiving side, DNS.
    pub sides: [&'static str; 4],
    /// The label of the filter.
    pub filter: &'static str,
    /// Before a misconception.
    pub myth: &'static str,
    /// Shuffles the questions.
    pub shuffle: &'static str,
    /// Only those answered wrongly.
    pub missed: &'static str,
    /// Begins anew.
    pub reset: &'static str,
    /// Keeps answers when the tab is closed.
    pub keep: &'static str,
    /// Shows one question and one answer.
    pub cards: &'static str,
    /// Shows the answer of a card.
    pub answer: &'static str,
    /// A link to the result.
    pub share: &'static str,
    /// Right.
    pub right: &'static str,
    /// Wrong.
    pub wrong: &'static str,
    /// All missed ones are answered.
    pub none_missed: &'static str,
    /// The letters of the choices.
    pub letters: [&'static str; 4],
    /// Above the interaction of a lesson.
    pub try_it: &'static str,
    /// The address to check against the record.
    pub spf_address: &'static str,
    /// It is no address.
    pub spf_no_address: &'static str,
    /// The result.
    pub result: &'static str,
    /// The body to change.
    pub dkim_body: &'static str,
    /// Puts it back.
    pub dkim_reset: &'static str,
    /// SPF of the trial.
    pub dmarc_spf: &'static str,
    /// DKIM of the trial.
    pub dmarc_dkim: &'static str,
    /// Passes for the author's domain, passes for another, does not pass.
    pub dmarc_legs: [&'static str; 3],
    /// The policy.
    pub dmarc_policy: &'static str,
    /// What it asks of the receiver: nothing as it passed, nothing as the policy says, quarantine,
    /// reject.
    pub dmarc_asks: [&'static str; 4],
    /// The links of the chain of DNSSEC, root first.
    pub dnssec_chain: [&'static str; 4],
    /// Above what the mail on the page shows of a login.
    pub evidence: &'static str,
    /// What no mail shows.
    pub evidence_limits: &'static str,
    /// The mail has no Received field.
    pub evidence_none: &'static str,
}

/// A lesson.
pub struct LessonWords {
    /// Its heading.
    pub title: &'static str,
    /// What to keep in mind.
    pub point: &'static str,
    /// Its paragraphs.
    pub text: &'static [&'static str],
}

/// A row of the table.
pub struct TechniqueWords {
    /// What it is called.
    pub name: &'static str,
    /// Its main role.
    pub role: &'static str,
    /// Who acts.
    pub who: &'static str,
    /// Mechanism and port.
    pub how: &'static str,
    /// Where it stands in an exam.
    pub exam: &'static str,
}

/// A misconception.
pub struct Myth {
    /// What is said.
    pub said: &'static str,
    /// What is so.
    pub fact: &'static str,
}

/// A scenario.
pub struct ScenarioWords {
    /// Its heading.
    pub title: &'static str,
    /// What to notice.
    pub notice: &'static str,
}

/// A question.
pub struct QuestionWords {
    /// The same as in [`quiz::ALL`].
    pub id: &'static str,
    /// What is asked.
    pub ask: &'static str,
    /// The choices.
    pub choices: [&'static str; 4],
    /// Why each is right or wrong.
    pub why: [&'static str; 4],
}

/// A question, written so that a list of them reads as one.
pub const fn q(
    id: &'static str,
    ask: &'static str,
    choices: [&'static str; 4],
    why: [&'static str; 4],
) -> QuestionWords {
    QuestionWords {
        id,
        ask,
        choices,
        why,
    }
}

impl Learn {
    /// The words of a lesson.
    pub fn lesson(&self, lesson: Lesson) -> &LessonWords {
        &self.lessons[lesson as usize]
    }

    /// The words of a scenario.
    pub fn scenario(&self, scenario: Scenario) -> &ScenarioWords {
        &self.scenarios[scenario as usize]
    }
}

/// A rule as it is cited.
pub fn cited(cite: Cite) -> String {
    format!("RFC {} §{}", cite.rfc, cite.section)
}
