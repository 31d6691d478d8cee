//! The words of Learn: lessons, table, misconceptions, simulator, questions. They hang on no
//! [`Words`](crate::text::Words), so that who only reads a verdict never loads them.

use crate::engine::cite::Cite;
use crate::play::lessons::{DUTIES, Lesson, Technique};
use crate::play::quiz;
use crate::play::scene::Point;
use crate::play::submission::evidence::Shows;
use crate::play::submission::{
    Act, Auth, Outcome, Place, Reason, Scenario, Sender, Session, Stop, Target,
};
use crate::text::picture::{Picture, Shape};

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
    /// Why a play came out so, in the order of [`Reason::ALL`].
    pub reasons: [&'static str; Reason::ALL.len()],
    /// What came of it: accepted for relay, accepted by the recipient's server, refused by the
    /// provider's, by the recipient's, blocked, abused.
    pub outcomes: [&'static str; 6],
    /// What happens in a step, with `{0}` and `{1}` for what is filled in: the port dialled,
    /// dropped, closed, open, encrypted, `{0}` remembered for `{1}` minutes, found, not found, passed
    /// on.
    pub acts: [&'static str; 9],
    /// What a line of the dialogue is for, by its first word.
    pub lines: &'static [(&'static str, &'static str)],
    /// The headings of conversations: POP3 `{0}` minutes before, SMTP, relay.
    pub sessions: [&'static str; 3],
    /// Who opens the connection, in the order of [`Sender::ALL`].
    pub senders: [&'static str; Sender::ALL.len()],
    /// Where the client is, in the order of [`Place::ALL`].
    pub places: [&'static str; Place::ALL.len()],
    /// Whom it talks to, in the order of [`Target::ALL`].
    pub targets: [&'static str; Target::ALL.len()],
    /// The login, in the order of [`Auth::ALL`].
    pub auths: [&'static str; Auth::ALL.len()],
    /// Step `{0}` of `{1}`.
    pub step: &'static str,
    /// `{0}` right of `{1}` answered.
    pub score: &'static str,
    /// Question `{0}` of `{1}`.
    pub question: &'static str,
    /// What a Received field of the mail on the page shows, in the order of [`Shows::ALL`].
    pub shows: [&'static str; Shows::ALL.len()],
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
    /// What to choose for each duty.
    pub duty_ask: &'static str,
    /// The duties, in the order of [`DUTIES`].
    pub duties: [&'static str; DUTIES.len()],
    /// The four stages.
    pub stages: [&'static str; 4],
    /// Leads from the conditions of a lesson to the whole play.
    pub open_simulator: &'static str,
    /// The way a mail takes.
    pub way: &'static str,
    /// Straight, forwarded, through a list that adds a footer, through one that seals.
    pub ways: [&'static str; 4],
    /// The links of the chain of DNSSEC: root to `org`, `org` to `example.org`, the signature over
    /// the answer.
    pub chain: [&'static str; 3],
    /// Right, missing, wrong.
    pub chain_links: [&'static str; 3],
    /// Secure, insecure, bogus, and what the receiver then has.
    pub chain_verdicts: [&'static str; 3],
    /// An honest mail and a forged one.
    pub chain_mails: [&'static str; 2],
    /// What the two show.
    pub chain_moral: &'static str,
    /// At the border of the network, in the list.
    pub stopped: &'static str,
    /// No mail is on the page; what would show it follows.
    pub no_mail: &'static str,
    /// The mail on the page does not show it; what does follows.
    pub not_in_mail: &'static str,
    /// No mail shows it; what does follows.
    pub never_in_mail: &'static str,
    /// Above the evidence from the mail on the page, as a page of its own.
    pub this_mail: &'static str,
    /// What to keep in mind there.
    pub this_mail_point: &'static str,
    /// Leads there.
    pub on_picture: &'static str,
    /// A field that the receiving side wrote.
    pub own_server: &'static str,
    /// A field that anybody can have written.
    pub claim: &'static str,
    /// A result came in a link.
    pub from_link: &'static str,
    /// Leads back to one's own answers.
    pub own_answers: &'static str,
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

    /// Why a play came out so.
    pub fn reason(&self, reason: Reason) -> &'static str {
        self.reasons[reason as usize]
    }

    /// What came of it.
    pub fn outcome(&self, outcome: Outcome) -> &'static str {
        self.outcomes[match outcome {
            Outcome::Relayed => 0,
            Outcome::Delivered => 1,
            Outcome::Refused(Target::Provider) => 2,
            Outcome::Refused(Target::Recipient) => 3,
            Outcome::Blocked => 4,
            Outcome::Abused => 5,
        }]
    }

    /// What happens in a step; what is said in it stays as it is.
    pub fn act(&self, act: &Act) -> String {
        let [
            dial,
            dropped,
            closed,
            open,
            encrypted,
            remembers,
            found,
            lost,
            passes_on,
        ] = self.acts;
        match act {
            Act::Dial(port) => fill(dial, &port.to_string(), ""),
            Act::Dropped => dropped.to_owned(),
            Act::Closed => closed.to_owned(),
            Act::Open => open.to_owned(),
            Act::Encrypted => encrypted.to_owned(),
            Act::Client(lines) | Act::Server(lines) => lines.clone(),
            Act::Remembers(ip, minutes) => fill(remembers, &ip.to_string(), &minutes.to_string()),
            Act::Recalls(ip, true) => fill(found, &ip.to_string(), ""),
            Act::Recalls(ip, false) => fill(lost, &ip.to_string(), ""),
            Act::PassesOn => passes_on.to_owned(),
        }
    }

    /// What a line of the dialogue is for; empty where nobody knows.
    pub fn line(&self, line: &str) -> &'static str {
        let first = line.split([' ', '-', '\n']).next().unwrap_or_default();
        let known = self.lines.iter().find(|(word, _)| *word == first);
        known.map_or("", |(_, told)| told)
    }

    /// The heading of a conversation.
    pub fn session(&self, session: Session) -> String {
        let [pop, smtp, relay] = self.sessions;
        match session {
            Session::Pop(minutes) => fill(pop, &minutes.to_string(), ""),
            Session::Smtp => smtp.to_owned(),
            Session::Relay => relay.to_owned(),
        }
    }

    /// Puts the sign on the picture where a play was stopped: on the edge, and with the node that
    /// stopped it in the list.
    pub fn mark(&self, picture: &mut Picture, stop: &Stop) {
        let Point { x, y } = stop.at;
        let path = |class, d| Shape::Path {
            class,
            d,
            at: stop.at,
        };
        let word = match stop.reply.get(..3) {
            _ if stop.at_border => "OP25B",
            Some(code) => code,
            None => "",
        };
        let edges = picture.edges.iter_mut();
        for edge in edges.filter(|edge| (edge.from, edge.to) == stop.edge) {
            edge.shapes
                .push(path("stop", "M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0Z"));
            edge.shapes.push(path("stop-bar", "M-4.5 0H4.5"));
            edge.shapes.push(Shape::Text {
                class: "stop-word",
                at: Point { x, y: y - 41 },
                text: word.to_owned(),
            });
        }
        for node in picture.nodes.iter_mut().filter(|node| node.id == stop.by) {
            node.texts.push(match stop.at_border {
                true => self.labels.stopped.to_owned(),
                false => stop.reply.clone(),
            });
        }
    }
}

/// The sentence with its two numbers.
pub fn count(sentence: &str, first: usize, second: usize) -> String {
    fill(sentence, &first.to_string(), &second.to_string())
}

/// The sentence with `first` where `{0}` stands and `second` where `{1}` does. The words of Learn are
/// data alone, without functions that format: so nothing of them is shared with other pieces of the
/// page, which would make pieces of its own of what is shared.
fn fill(sentence: &str, first: &str, second: &str) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap_or_default();
        filled.push_str(before);
        filled.push_str(if place == "0" { first } else { second });
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A rule as it is cited.
pub fn cited(cite: Cite) -> String {
    format!("RFC {} §{}", cite.rfc, cite.section)
}
