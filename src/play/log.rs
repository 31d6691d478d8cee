//! The question log as a person reads it: each question once, below the check that needed it. Keys
//! stand flat, SPF as the tree of its includes, DMARC as its walk.
//!
//! The same questions, in the order they were asked, are [`Report::asked`].

use crate::engine::dmarc::{self, Method, WalkStep};
use crate::engine::dns::zone;
use crate::engine::dns::{Answer, Answers, Asked, Asker, Failure, Found, Name, Question};
use crate::engine::mail::time::to_rfc3339;
use crate::engine::report::Report;
use crate::engine::spf::{RecordTrace, TermTrace};

/// A check, by what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The keys of the DKIM signatures.
    Dkim,
    /// SPF of MAIL FROM.
    SpfMailFrom,
    /// SPF of HELO.
    SpfHelo,
    /// DMARC's policy, and the organizational domains it compares.
    Dmarc,
    /// The keys of the ARC chain.
    Arc,
    /// Who takes DMARC's reports.
    Reports,
}

impl Topic {
    const EACH: [Self; 6] = [
        Self::Dkim,
        Self::SpfMailFrom,
        Self::SpfHelo,
        Self::Dmarc,
        Self::Arc,
        Self::Reports,
    ];

    const fn of(asker: Asker) -> Self {
        match asker {
            Asker::Dkim(_) => Self::Dkim,
            Asker::Arc(_) => Self::Arc,
            Asker::SpfHelo => Self::SpfHelo,
            Asker::SpfMailFrom => Self::SpfMailFrom,
            Asker::Dmarc => Self::Dmarc,
            Asker::Reports => Self::Reports,
        }
    }
}

/// The questions of one check, in the order of its steps.
#[derive(Debug)]
pub struct Group<'r> {
    /// Which check.
    pub topic: Topic,
    /// Its questions; never empty.
    pub lines: Vec<Line<'r>>,
}

/// One question.
#[derive(Debug)]
pub struct Line<'r> {
    /// The question, and who asked it first.
    pub asked: &'r Asked,
    /// How deep it stands below the first of its group: includes and redirects nest.
    pub depth: usize,
    /// The step that needed it.
    pub step: Step<'r>,
    /// Other checks that needed the same answer.
    pub also: Vec<Topic>,
}

/// A step of a check that asks.
#[derive(Clone, Copy, Debug)]
pub enum Step<'r> {
    /// The key of the signature, or of the ARC set, with this index.
    Key(usize),
    /// The SPF record of the identity's own domain.
    Record,
    /// A term of an SPF record.
    Term(&'r TermTrace),
    /// The query with this number, from 1, of the walk from the author domain (RFC 9989 §4.10).
    Walk(usize),
    /// As [`Step::Walk`], from the domain of an identifier.
    IdentifierWalk(Method, &'r Name, usize),
    /// Whether a host takes reports that this tag sends it.
    Reports(&'static str),
    /// A question beside these: whether a domain exists, whether a record stands at the wrong name.
    Beside,
}

/// Every question of the report once, in groups.
pub fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut log = Log {
        asked: &report.asked,
        placed: vec![None; report.asked.len()],
        groups: Topic::EACH
            .map(|topic| Group {
                topic,
                lines: Vec::new(),
            })
            .into(),
    };
    for (index, signature) in report.dkim.iter().enumerate() {
        if let Some(question) = &signature.key_question {
            log.place(Topic::Dkim, 0, Step::Key(index), question);
        }
    }
    for (topic, outcome) in [
        (Topic::SpfMailFrom, &report.spf),
        (Topic::SpfHelo, &report.helo),
    ] {
        if let Some(trace) = &outcome.trace {
            log.place_record(topic, 0, Step::Record, trace);
        }
    }
    for outcome in report.dmarc.iter().chain(&report.authors) {
        log.place_dmarc(outcome);
    }
    for set in &report.arc.sets {
        for signature in set.message.iter().chain(&set.seal) {
            if let Some(question) = &signature.key_question {
                let step = Step::Key(set.instance.saturating_sub(1));
                log.place(Topic::Arc, 0, step, question);
            }
        }
    }
    log.place_rest();
    log.groups.retain(|group| !group.lines.is_empty());
    log.groups
}

struct Log<'r> {
    asked: &'r [Asked],
    /// Where each question stands: index of its group, and of its line in that.
    placed: Vec<Option<(usize, usize)>>,
    groups: Vec<Group<'r>>,
}

impl<'r> Log<'r> {
    fn place(&mut self, topic: Topic, depth: usize, step: Step<'r>, question: &Question) {
        let mut asked = self.asked.iter().enumerate();
        let Some((index, asked)) = asked.find(|(_, asked)| asked.question == *question) else {
            return;
        };
        let before = self.placed.get(index).copied().flatten();
        if let Some((group, line)) = before {
            let group = self.groups.get_mut(group);
            let is_same = group.as_ref().is_some_and(|group| group.topic == topic);
            let line = group.and_then(|group| group.lines.get_mut(line));
            if let Some(line) = line.filter(|line| !is_same && !line.also.contains(&topic)) {
                line.also.push(topic);
            }
            return;
        }
        let mut groups = self.groups.iter_mut().enumerate();
        let Some((place, group)) = groups.find(|(_, group)| group.topic == topic) else {
            return;
        };
        if let Some(placed) = self.placed.get_mut(index) {
            *placed = Some((place, group.lines.len()));
        }
        group.lines.push(Line {
            asked,
            depth,
            step,
            also: Vec::new(),
        });
    }

    fn place_record(&mut self, topic: Topic, depth: usize, step: Step<'r>, trace: &'r RecordTrace) {
        self.place(topic, depth, step, &trace.question);
        for term in trace.terms.iter().chain(&trace.explanation) {
            if let Some(inner) = &term.inner {
                self.place_record(topic, depth + 1, Step::Term(term), inner);
            }
            for question in &term.questions {
                self.place(topic, depth + 1, Step::Term(term), question);
            }
        }
    }

    fn place_dmarc(&mut self, outcome: &'r dmarc::Outcome) {
        self.place_walk(&outcome.walk, &Step::Walk);
        for identifier in &outcome.identifiers {
            let (method, domain) = (identifier.method, &identifier.domain);
            let step = |number| Step::IdentifierWalk(method, domain, number);
            self.place_walk(&identifier.walk, &step);
        }
        for destination in &outcome.destinations {
            if let Some(question) = &destination.question {
                self.place(Topic::Reports, 0, Step::Reports(destination.tag), question);
            }
        }
    }

    fn place_walk(&mut self, walk: &[WalkStep], step: &dyn Fn(usize) -> Step<'r>) {
        for (index, walked) in walk.iter().enumerate() {
            self.place(Topic::Dmarc, 0, step(index + 1), &walked.question);
        }
    }

    /// What no trace tells of.
    fn place_rest(&mut self) {
        let asked = self.asked;
        for (index, asked) in asked.iter().enumerate() {
            if self.placed.get(index).copied().flatten().is_none() {
                self.place(Topic::of(asked.by), 0, Step::Beside, &asked.question);
            }
        }
    }
}

/// The answers that are at hand as `dig` would have shown them, each with its question, status, time
/// taken, resolver, date and size, as far as they are known. [`zone::Zone::parse`] reads them back.
pub fn dig(report: &Report, answers: &Answers) -> String {
    let mut text = String::new();
    for asked in &report.asked {
        if let Some(answer) = answers.get(&asked.question) {
            text.push_str(&dig_one(&asked.question, answer));
        }
    }
    text
}

fn dig_one(question: &Question, answer: &Answer) -> String {
    let Question { name, rtype } = question;
    let dot = if name.is_root() { "" } else { "." };
    let mut lines = vec![format!("; <<>> dig {name}{dot} {rtype}")];
    match status(&answer.found) {
        Some(status) => lines.push(format!(
            ";; ->>HEADER<<- opcode: QUERY, status: {status}, id: 0"
        )),
        None => lines.push(";; connection timed out".to_owned()),
    }
    lines.push(";; QUESTION SECTION:".to_owned());
    lines.push(format!(";{name}{dot} IN {rtype}"));
    let records = zone::write_records(question, answer);
    if !records.is_empty() {
        lines.push(";; ANSWER SECTION:".to_owned());
        lines.push(records.trim_end().to_owned());
    }
    let millis = answer.millis.map(|it| format!(";; Query time: {it} msec"));
    let server = answer
        .resolver
        .as_ref()
        .map(|it| format!(";; SERVER: {it}"));
    let when = answer.at.map(|it| format!(";; WHEN: {}", to_rfc3339(it)));
    let size = answer.octets.map(|it| format!(";; MSG SIZE  rcvd: {it}"));
    lines.extend([millis, server, when, size].into_iter().flatten());
    lines.join("\n") + "\n\n"
}

/// What `dig` has after `status:`; `None` where there was no DNS message.
fn status(found: &Found) -> Option<String> {
    let word = match found {
        Found::Records(_) | Found::NoData => "NOERROR",
        Found::NxDomain => "NXDOMAIN",
        Found::Failed(Failure::Refused) => "REFUSED",
        Found::Failed(Failure::Rcode(code)) => return Some(format!("RESERVED{code}")),
        Found::Failed(
            Failure::Timeout | Failure::Unreachable | Failure::Http(_) | Failure::NotDns,
        ) => return None,
        Found::Failed(_) => "SERVFAIL",
    };
    Some(word.to_owned())
}
