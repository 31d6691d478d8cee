//! The tree walk (RFC 9989 §4.10), and what is found by it: the policy record (§4.10.1) and the
//! organizational domain (§4.10.2).
//!
//! Each query waits for the one before it, since `psd` may stop the walk: nothing is asked on
//! speculation. Where the RFC leaves two readings, this is the one taken:
//! - A record counts for the walk by its `v` alone; whether its policy can be used is asked only
//!   where it applies.
//! - The walk of §4.10.1 from the parent and that of §4.10.2 from the author domain ask the same
//!   questions. They are one walk here, which starts at the author domain: so a parent with `psd=y`
//!   is not "where the walk started" (§4.10.2, rule 2).
//! - The domain one label below a `psd=y` lies on the way to the walk's start, though the rule for
//!   names of eight labels and more may have left it out.
//! - A query that fails ends the walk: what lies behind it could change the outcome either way.

use crate::engine::dmarc::finding::Finding;
use crate::engine::dmarc::record::{self, PolicyRecord, Psd};
use crate::engine::dmarc::{WalkFound, WalkStep};
use crate::engine::dns::{Ask, Asker, Failure, Found, Name, Pending, Question, RecordType};
use crate::engine::limits;

/// Labels of the longest name looked at after the first (§4.10 step 4).
const SHORTENED: usize = limits::TREE_WALK_QUERIES - 1;

/// A walk as far as it came.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// Where it started.
    start: Name,
    /// Each query, in order.
    pub(super) steps: Vec<WalkStep>,
    /// Whether nothing is left to be asked, so that the organizational domain is known.
    pub(super) is_whole: bool,
    /// The records found, longest name first.
    records: Vec<PolicyRecord>,
    /// How it ended.
    pub(super) end: End,
    /// What is wrong with what was found on the way.
    pub(super) findings: Vec<Finding>,
}

/// How a walk ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At a record that stops it, or at the top.
    Done,
    /// At a question without an answer.
    Waiting,
    /// At a query that failed.
    Failed { name: Name, failure: Failure },
}

/// Walks from `start` to the top (§4.10).
pub(super) fn walk(start: &Name, by: Asker, ask: &Ask<'_>) -> Walk {
    walk_over(start, usize::MAX, by, ask)
}

/// Makes the first query of a walk alone (§4.10.1).
pub(super) fn look_at(domain: &Name, ask: &Ask<'_>) -> Walk {
    walk_over(domain, 1, Asker::Dmarc, ask)
}

/// The domains a walk looks at: the start; then, without its leftmost label, or cut to seven labels
/// if it has eight or more; then without one label more each time.
pub(super) fn targets(start: &Name) -> Vec<Name> {
    let labels = start.label_count();
    (1..=labels)
        .rev()
        .filter(|&count| count == labels || count <= SHORTENED)
        .map(|count| start.suffix(count))
        .collect()
}

fn walk_over(start: &Name, limit: usize, by: Asker, ask: &Ask<'_>) -> Walk {
    let targets = targets(start);
    let mut walk = Walk {
        is_whole: targets.len() <= limit,
        start: start.clone(),
        steps: Vec::new(),
        records: Vec::new(),
        end: End::Done,
        findings: Vec::new(),
    };
    for domain in targets.into_iter().take(limit) {
        // A name that is too long to have `_dmarc` before it has no record there.
        let Ok(name) = domain.child(b"_dmarc") else {
            continue;
        };
        let answer = ask.get(by, &name, RecordType::TXT);
        let (found, end) = match answer.map(|answer| (&answer.found, answer.texts())) {
            Err(Pending) => (WalkFound::Waiting, Some(End::Waiting)),
            Ok((Found::Failed(failure), _)) => {
                let (name, failure) = (name.clone(), *failure);
                (WalkFound::Failed, Some(End::Failed { name, failure }))
            }
            Ok((_, texts)) => (walk.take(&domain, texts), walk.stop()),
        };
        walk.steps.push(WalkStep {
            domain,
            question: Question {
                name,
                rtype: RecordType::TXT,
            },
            found,
        });
        if let Some(end) = end {
            walk.is_whole = end == End::Done;
            walk.end = end;
            break;
        }
    }
    walk
}

impl Walk {
    /// §4.10 steps 2 and 6: what is no DMARC record is discarded, and so are several.
    fn take(&mut self, domain: &Name, texts: Vec<Vec<u8>>) -> WalkFound {
        let mut candidates = Vec::new();
        for text in texts {
            let domain = domain.clone();
            if record::is_too_long(&text) {
                let octets = text.len();
                self.findings.push(Finding::LongRecord { domain, octets });
            } else if record::is_dmarc(&text) {
                candidates.push(text);
            } else if record::was_meant(&text) {
                let text = String::from_utf8_lossy(&text).into_owned();
                self.findings.push(Finding::BadVersion { domain, text });
            }
        }
        let text = match candidates.as_slice() {
            [] => return WalkFound::Nothing,
            [text] => text,
            several => {
                let (domain, count) = (domain.clone(), several.len());
                self.findings
                    .push(Finding::SeveralRecords { domain, count });
                return WalkFound::Several(count);
            }
        };
        match PolicyRecord::read(domain, text) {
            Ok(record) => {
                let text = record.text.clone();
                self.records.push(record);
                WalkFound::Record(text)
            }
            Err(finding) => {
                self.findings.push(finding);
                WalkFound::Void(String::from_utf8_lossy(text).into_owned())
            }
        }
    }

    /// §4.10 steps 2 and 6: `psd=n` and `psd=y` stop the walk. Only the last record can say so.
    fn stop(&self) -> Option<End> {
        let last = self.records.last()?;
        (last.psd != Psd::Unknown).then_some(End::Done)
    }

    /// The valid record at the domain where the walk started.
    pub(super) fn at_start(&self) -> Option<&PolicyRecord> {
        self.at(&self.start)
    }

    fn at(&self, domain: &Name) -> Option<&PolicyRecord> {
        self.records.iter().find(|record| record.domain == *domain)
    }

    /// The public suffix among the records, if the walk found one above its start.
    pub(super) fn public_suffix(&self) -> Option<&PolicyRecord> {
        self.records
            .iter()
            .find(|record| record.psd == Psd::Yes && record.domain != self.start)
    }

    /// The public suffix right above a start without a record of its own, which another reading takes
    /// for the start (§4.10.1), and so for the organizational domain (§4.10.2, rule 3).
    pub(super) fn suffix_above(&self) -> Option<&PolicyRecord> {
        let above = self.start.label_count().saturating_sub(1);
        self.public_suffix()
            .filter(|record| self.at_start().is_none() && record.domain.label_count() == above)
    }

    /// §4.10.1: the record that applies to the domain where a finished walk started.
    pub(super) fn policy(&self) -> Option<&PolicyRecord> {
        self.at_start()
            .or_else(|| self.at(&self.organizational_domain()))
            .or_else(|| self.public_suffix())
    }

    /// §4.10.2: the organizational domain of the domain where a finished walk started.
    pub(super) fn organizational_domain(&self) -> Name {
        for record in &self.records {
            match record.psd {
                Psd::No => return record.domain.clone(),
                Psd::Yes if record.domain != self.start => {
                    return self.start.suffix(record.domain.label_count() + 1);
                }
                Psd::Yes | Psd::Unknown => {}
            }
        }
        match self.records.last() {
            Some(record) => record.domain.clone(),
            None => self.start.clone(),
        }
    }

    /// Whether the rule for long names left some out.
    pub(super) fn is_shortened(&self) -> bool {
        self.steps.len() > 1 && self.start.label_count() > SHORTENED + 1
    }

    /// §11.8: a top-level domain whose record says nothing about `psd` is the organizational domain
    /// of everybody below it.
    pub(super) fn top_level_record(&self) -> Option<&PolicyRecord> {
        self.records
            .iter()
            .filter(|record| record.psd == Psd::Unknown && record.domain != self.start)
            .find(|record| record.domain.label_count() == 1)
    }
}

/// Whether a domain exists (§3.2.13, A.4): any answer but NXDOMAIN says so, and so does an alias that
/// leads nowhere. What stands at `_dmarc` below it tells, if anything does (RFC 8020); only
/// otherwise the domain itself is asked about, and then for addresses, as any other type would do.
///
/// # Errors
/// [`Pending`] when an answer is missing; inside, the failure of a query.
pub(super) fn exists(domain: &Name, ask: &Ask<'_>) -> Result<Result<bool, Failure>, Pending> {
    if let Ok(name) = domain.child(b"_dmarc") {
        let below = ask.get(Asker::Dmarc, &name, RecordType::TXT)?;
        let something = matches!(below.found, Found::Records(_) | Found::NoData);
        if something || !below.aliases.is_empty() {
            return Ok(Ok(true));
        }
    }
    let answer = ask.get(Asker::Dmarc, domain, RecordType::A)?;
    Ok(match answer.found {
        Found::Failed(failure) => Err(failure),
        Found::NxDomain => Ok(!answer.aliases.is_empty()),
        Found::Records(_) | Found::NoData => Ok(true),
    })
}
