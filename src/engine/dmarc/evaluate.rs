//! The mechanism as a receiver applies it (RFC 9989 §5.3), from the author domain and the
//! authenticated identifiers to a result and what the policy asks for.
//!
//! Where the RFC leaves two readings, this is the one taken:
//! - Every identifier is compared (§5.3.4), also after one that is aligned; the pass does not wait for
//!   the others, and their order makes no difference.
//! - A walk that fails gives temperror only where its outcome could make the message pass (§5.3.6).
//! - Without an identifier, the author's organizational domain is still looked for, unless alignment is
//!   strict: it says what would be aligned. The fail does not wait for it.
//! - Whether the author domain exists matters to `np` alone, so it is asked last, if the message fails
//!   and `np` is there. If that query fails, the policy can't be told: temperror.

use crate::engine::cite::Noted;
use crate::engine::dmarc::align::{self, Aligned, Author};
use crate::engine::dmarc::discover::{self, End, Walk};
use crate::engine::dmarc::finding::Finding;
use crate::engine::dmarc::record::{self, Policies, PolicyRecord};
use crate::engine::dmarc::{Alignment, Identifier, Method, Outcome, Policy, RecordFacts, Verdict};
use crate::engine::dns::{Answer, Ask, Asker, Failure, Name, Pending, Question, RecordType};

/// Evaluates DMARC for one author domain.
///
/// `unsettled` says that an SPF or DKIM result is still to come, so that more identifiers may follow:
/// then nothing is concluded from their lack. What is missing is in the log of `ask`, and the outcome
/// carries its trace so far.
pub fn evaluate(
    author_domain: &Name,
    identifiers: Vec<Identifier>,
    unsettled: bool,
    ask: &Ask<'_>,
) -> Outcome {
    let mut outcome = Outcome {
        author_domain: author_domain.clone(),
        verdict: None,
        disposition: Policy::None,
        record: None,
        organizational_domain: None,
        walk: Vec::new(),
        identifiers: Vec::new(),
        destinations: Vec::new(),
        findings: Vec::new(),
    };

    // §5.3.2: does the mechanism apply? §4.10.1: the author domain first, and only then above it.
    let mut walk = discover::look_at(author_domain, ask);
    if walk.end == End::Done && walk.at_start().is_none() {
        walk = discover::walk(author_domain, Asker::Dmarc, ask);
    }
    let policy = match &walk.end {
        End::Done => walk.policy().cloned(),
        End::Waiting => return traced(outcome, walk),
        End::Failed { name, failure } => {
            outcome.verdict = Some(Verdict::TempError);
            outcome.note(Finding::DnsFailed {
                name: name.clone(),
                failure: *failure,
            });
            return traced(outcome, walk);
        }
    };
    let Some(policy) = policy else {
        outcome.verdict = Some(Verdict::None);
        outcome.note(Finding::NoRecord {
            domain: author_domain.clone(),
        });
        if is_misplaced(author_domain, ask) {
            let domain = author_domain.clone();
            outcome.note(Finding::MisplacedRecord { domain });
        }
        return traced(outcome, walk);
    };
    for finding in &policy.findings {
        outcome.note(finding.clone());
    }
    let Some(policies) = policy.policies else {
        outcome.verdict = Some(Verdict::None);
        return traced(outcome, walk);
    };

    // §5.3.4: are the authenticated identifiers aligned?
    let mode = |identifier: &Identifier| match identifier.method() {
        Method::Spf => policy.aspf,
        Method::Dkim => policy.adkim,
    };
    if needs_authors_walk(author_domain, &identifiers, unsettled, &policy, mode) {
        walk = discover::walk(author_domain, Asker::Dmarc, ask);
    }
    outcome.organizational_domain = authors_organization(&walk, &identifiers);
    let author = Author {
        domain: author_domain,
        organizational_domain: outcome.organizational_domain.as_ref(),
        end: &walk.end,
    };
    let aligned = align_all(&identifiers, author, mode, ask);

    // §5.3.5: pass or fail?
    let passes = aligned.iter().any(|a| a.outcome.aligned == Some(true));
    let verdict = if passes {
        Some(Verdict::Pass)
    } else if unsettled || any_waits(&aligned) {
        None
    } else if let Some(finding) = first_failed(&aligned) {
        outcome.note(finding);
        Some(Verdict::TempError)
    } else {
        Some(Verdict::Fail)
    };
    outcome.identifiers = aligned.into_iter().map(|a| a.outcome).collect();

    // §5.3.6: what does the policy ask for?
    apply(&mut outcome, &policy, policies, &walk, verdict, ask);
    explain(&mut outcome);
    traced(outcome, walk)
}

/// Whether a DMARC record stands at the domain itself, where none is looked for. Nothing is asked for
/// that: SPF may have brought the answer.
fn is_misplaced(domain: &Name, ask: &Ask<'_>) -> bool {
    let question = Question {
        name: domain.clone(),
        rtype: RecordType::TXT,
    };
    let texts = ask.peek(&question).map(Answer::texts).unwrap_or_default();
    texts.iter().any(|text| record::is_dmarc(text))
}

impl Outcome {
    /// §5.3.6: a query did not complete, so the message neither passes nor fails, and no policy
    /// applies.
    pub fn leave_undecided(&mut self) {
        self.verdict = Some(Verdict::TempError);
        self.disposition = Policy::None;
        self.findings
            .retain(|noted| noted.finding != Finding::RejectAlone);
    }

    fn note(&mut self, finding: Finding) {
        self.findings.push(Noted::general(finding));
    }
}

/// The outcome with the author's walk in it.
fn traced(mut outcome: Outcome, walk: Walk) -> Outcome {
    if walk.is_shortened() {
        outcome.note(Finding::WalkShortened {
            domain: outcome.author_domain.clone(),
            labels: outcome.author_domain.label_count(),
        });
    }
    if let Some(record) = walk.top_level_record() {
        let domain = record.domain.clone();
        outcome.note(Finding::TopLevelRecord { domain });
    }
    if let Some(record) = walk.suffix_above() {
        outcome.note(Finding::SuffixAbove {
            author: outcome.author_domain.clone(),
            domain: record.domain.clone(),
        });
    }
    for finding in walk.findings {
        outcome.note(finding);
    }
    outcome.walk = walk.steps;
    outcome
}

/// Whether the author's organizational domain has to be looked for beyond policy discovery
/// (§4.10.2).
fn needs_authors_walk(
    author: &Name,
    identifiers: &[Identifier],
    unsettled: bool,
    policy: &PolicyRecord,
    mode: impl Fn(&Identifier) -> Alignment,
) -> bool {
    if identifiers.is_empty() {
        let relaxed = [policy.adkim, policy.aspf].contains(&Alignment::Relaxed);
        return relaxed && !unsettled;
    }
    identifiers
        .iter()
        .any(|identifier| align::needs_walk(identifier, author, mode(identifier)))
}

/// The author's organizational domain as far as the walk tells it. Where all identifiers are the
/// author domain, and it has a record, it is its own (§4.10.2).
fn authors_organization(walk: &Walk, identifiers: &[Identifier]) -> Option<Name> {
    let policy = walk.at_start();
    if walk.is_whole {
        return Some(walk.organizational_domain());
    }
    let author = &policy?.domain;
    let mut domains = identifiers.iter().map(Identifier::domain);
    (!identifiers.is_empty() && domains.all(|domain| domain == author)).then(|| author.clone())
}

/// Compares every identifier, those first that may be aligned: should the cap on questions be
/// reached, then at the ones that can't matter. The outcomes keep the order given.
fn align_all(
    identifiers: &[Identifier],
    author: Author<'_>,
    mode: impl Fn(&Identifier) -> Alignment,
    ask: &Ask<'_>,
) -> Vec<Aligned> {
    let mut order: Vec<(usize, &Identifier)> = identifiers.iter().enumerate().collect();
    order.sort_unstable_by_key(|(_, identifier)| {
        let outside = author
            .organizational_domain
            .is_some_and(|authors| !identifier.domain().is_within(authors));
        (outside, identifier.domain())
    });
    let mut aligned: Vec<(usize, Aligned)> = order
        .into_iter()
        .map(|(index, identifier)| {
            let outcome = align::align(identifier, author, mode(identifier), ask);
            (index, outcome)
        })
        .collect();
    aligned.sort_unstable_by_key(|(index, _)| *index);
    aligned.into_iter().map(|(_, aligned)| aligned).collect()
}

fn any_waits(aligned: &[Aligned]) -> bool {
    aligned
        .iter()
        .any(|a| matches!(a.open, Some((_, End::Waiting))))
}

fn first_failed(aligned: &[Aligned]) -> Option<Finding> {
    aligned.iter().find_map(|a| match &a.open {
        Some((domain, End::Failed { name, failure })) => Some(Finding::AlignmentUnknown {
            domain: domain.clone(),
            name: name.clone(),
            failure: *failure,
        }),
        _ => None,
    })
}

/// Fills in which policy applies to the author domain (§4.10.1, §4.7), and what it asks for if the
/// message fails.
fn apply(
    outcome: &mut Outcome,
    policy: &PolicyRecord,
    policies: Policies,
    walk: &Walk,
    verdict: Option<Verdict>,
    ask: &Ask<'_>,
) {
    let author = outcome.author_domain.clone();
    let is_subdomain = policy.domain != author;
    outcome.verdict = verdict;
    let mut nonexistent = None;
    if let Some(np) = policies.nonexistent
        && is_subdomain
        && verdict == Some(Verdict::Fail)
    {
        match discover::exists(&author, ask) {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => nonexistent = Some(np),
            Ok(Err(failure)) => outcome.existence_failed(&author, failure),
            Err(Pending) => outcome.verdict = None,
        }
    }
    let (applied, applied_tag) = match (nonexistent, policies.subdomain) {
        (Some(np), _) => (np, "np"),
        (None, Some(sp)) if is_subdomain => (sp, "sp"),
        (None, _) => (policies.domain, "p"),
    };
    let lowered = if policy.testing {
        one_level_below(applied)
    } else {
        applied
    };
    if outcome.verdict == Some(Verdict::Fail) {
        outcome.disposition = lowered;
    }

    let domain = policy.domain.clone();
    if nonexistent.is_some() {
        outcome.note(Finding::NonexistentPolicy {
            domain: domain.clone(),
            author,
            policy: applied,
        });
    } else if walk.public_suffix() == Some(policy) {
        outcome.note(Finding::PsdPolicy {
            domain: domain.clone(),
            policy: applied,
        });
    } else if is_subdomain {
        outcome.note(Finding::SubdomainPolicy {
            domain: domain.clone(),
            author,
            tag: applied_tag,
            policy: applied,
        });
    }
    if lowered < applied {
        outcome.note(Finding::Testing {
            domain,
            from: applied,
            to: lowered,
        });
    } else if applied == Policy::None {
        outcome.note(Finding::PolicyNone { domain });
    }
    outcome.record = Some(RecordFacts {
        domain: policy.domain.clone(),
        text: policy.text.clone(),
        policy: policies.domain,
        subdomain_policy: policies.subdomain,
        nonexistent_policy: policies.nonexistent,
        applied,
        applied_tag,
        evaluated: lowered,
        testing: policy.testing,
        adkim: policy.adkim,
        aspf: policy.aspf,
    });
}

impl Outcome {
    fn existence_failed(&mut self, author: &Name, failure: Failure) {
        self.verdict = Some(Verdict::TempError);
        self.note(Finding::DnsFailed {
            name: author.clone(),
            failure,
        });
    }
}

/// `t=y` (§4.7).
const fn one_level_below(policy: Policy) -> Policy {
    match policy {
        Policy::Reject => Policy::Quarantine,
        Policy::Quarantine | Policy::None => Policy::None,
    }
}

/// Says why the message fails, or on whose word it passes.
fn explain(outcome: &mut Outcome) {
    let mut findings = Vec::new();
    match outcome.verdict {
        Some(Verdict::Fail) if outcome.identifiers.is_empty() => {
            findings.push(Finding::NothingAuthenticated);
        }
        Some(Verdict::Fail) => {
            for identifier in &outcome.identifiers {
                let (domain, author) = (identifier.domain.clone(), outcome.author_domain.clone());
                let (mode, organizational_domain) =
                    (identifier.mode, identifier.organizational_domain.clone());
                let finding = match identifier.method {
                    Method::Spf => Finding::SpfNotAligned {
                        domain,
                        organizational_domain,
                        author,
                        mode,
                    },
                    Method::Dkim => Finding::DkimNotAligned {
                        domain,
                        organizational_domain,
                        author,
                        mode,
                    },
                };
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
        }
        Some(Verdict::Pass) => {
            let mut aligned = outcome
                .identifiers
                .iter()
                .filter(|identifier| identifier.aligned == Some(true));
            if aligned.clone().all(|identifier| identifier.stated)
                && let Some(identifier) = aligned.next()
            {
                findings.push(Finding::StatedIdentifier {
                    method: identifier.method,
                    domain: identifier.domain.clone(),
                });
            }
        }
        _ => {}
    }
    if outcome.disposition == Policy::Reject {
        findings.push(Finding::RejectAlone);
    }
    for finding in findings {
        outcome.note(finding);
    }
}
