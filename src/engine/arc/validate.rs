//! Validating a chain, in the order of RFC 8617 §5.2.
//!
//! [`validate`] is the whole procedure. Where the RFC stops at the first failure, the result is that
//! failure's; the signatures behind it are looked at all the same.

use crate::engine::arc::{Chain, Field, Finding, Outcome, Set, Step, StepKind, Verdict, holds};
use crate::engine::cite::{Level, Noted};
use crate::engine::crypto::{Checked, HashKind, Hasher};
use crate::engine::dkim::canon::{self, Canonicalization};
use crate::engine::dkim::signature::Signature;
use crate::engine::dkim::{
    self, Bodies, Clock, Sealed, SignedField, StatedBody, StepState, verify_seal,
};
use crate::engine::dns::{Ask, Asker};
use crate::engine::limits;
use crate::engine::mail::{Header, Message};

/// A message with its chain, and what is known beside them.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The message.
    pub message: &'a Message,
    /// Its chain.
    pub chain: &'a Chain,
    /// Digests of the body.
    pub bodies: &'a Bodies,
    /// Digests of a body that is not here.
    pub stated: &'a [StatedBody],
    /// The times its signatures are judged at.
    pub clock: Clock,
}

/// Validates a message's chain.
///
/// It never fails. While a key is not at hand the verdict is `None`, unless the chain fails whatever
/// it says, and the need is noted in `ask`. `checked` remembers finished checks.
pub fn validate(subject: Subject<'_>, ask: &Ask<'_>, checked: &mut Checked) -> Outcome {
    let chain = subject.chain;
    let mut outcome = Outcome {
        verdict: Some(Verdict::None),
        pending: false,
        oldest_pass: None,
        sets: chain.sets.clone(),
        steps: Vec::new(),
        findings: chain.findings.clone(),
    };

    // Step 1: collect all sets. Fields that make none are an error all the same.
    let is_too_many = |noted: &Noted<Finding>| matches!(noted.finding, Finding::TooManySets { .. });
    if chain.sets.is_empty() && chain.findings.is_empty() {
        return outcome;
    }
    if outcome.ends(StepKind::Collect, chain.findings.iter().any(is_too_many)) {
        return outcome;
    }

    // Step 2: the newest seal may say itself that the chain is broken.
    let ended = outcome.ended(subject.message);
    if outcome.ends(StepKind::Status, ended) {
        return outcome;
    }

    // Step 3: the form of the chain.
    outcome.check_structure(subject.message);
    let is_broken = !outcome.findings.is_empty();
    if outcome.ends(StepKind::Structure, is_broken) {
        return outcome;
    }

    let message = subject.message;
    outcome.verify_signatures(subject, ask, checked);
    // Steps 4 to 6.
    let newest = outcome.judge_message(message);
    outcome.find_oldest_pass(message);
    let seals = outcome.judge_seals(message);
    outcome.decide(newest, seals);
    outcome.note_signatures();
    outcome.note(Finding::Retiring);
    outcome
}

impl Outcome {
    fn note(&mut self, finding: Finding) {
        self.findings.push(Noted::general(finding));
    }

    fn note_at(&mut self, finding: Finding, message: &Message, header: Option<usize>) {
        let field = header.and_then(|header| message.headers.get(header));
        let span = field.map(|field| field.whole);
        self.findings.push(Noted { finding, span });
    }

    fn step(&mut self, kind: StepKind, state: StepState) {
        self.steps.push(Step { kind, state });
    }

    /// Notes a step after which there may be nothing left to do.
    fn ends(&mut self, kind: StepKind, fails: bool) -> bool {
        if fails {
            self.step(kind, StepState::Bad);
            self.verdict = Some(Verdict::Fail);
            self.note(Finding::Retiring);
        } else {
            self.step(kind, StepState::Good);
        }
        fails
    }

    /// Step 2.
    fn ended(&mut self, message: &Message) -> bool {
        let Some(newest) = self.sets.last() else {
            return false;
        };
        let says_fail = |status: &String| status.eq_ignore_ascii_case("fail");
        let ended = newest.status.as_ref().is_some_and(says_fail);
        if ended {
            let finding = Finding::Ended {
                instance: newest.instance,
                sealer: newest.sealer.clone(),
            };
            let seal = newest.field(Field::Seal);
            self.note_at(finding, message, seal);
        }
        ended
    }

    /// Step 3: A, each set whole; B, no gap; C, the status each seal states.
    fn check_structure(&mut self, message: &Message) {
        let highest = self.sets.last().map_or(0, |set| set.instance);
        let mut found = Vec::new();
        for set in &self.sets {
            let instance = set.instance;
            for (field, count) in Field::ALL.into_iter().zip(set.counts) {
                let finding = match count {
                    0 => Finding::MissingField { instance, field },
                    1 => continue,
                    count => Finding::RepeatedField {
                        instance,
                        field,
                        count,
                    },
                };
                // What is missing is marked by what stands there of its set.
                let mut fields = [field, Field::Seal, Field::Message, Field::Results].into_iter();
                found.push((finding, fields.find_map(|field| set.field(field))));
            }
        }
        let mut sets = self.sets.iter();
        if let Some(instance) = (1..=highest).find(|i| sets.next().is_none_or(|s| s.instance != *i))
        {
            found.push((Finding::Gap { instance, highest }, None));
        }
        for set in &self.sets {
            let needed = if set.instance == 1 { "none" } else { "pass" };
            let is_needed = |status: &String| status.eq_ignore_ascii_case(needed);
            let seal = set.field(Field::Seal);
            if seal.is_some() && !set.status.as_ref().is_some_and(is_needed) {
                let finding = Finding::Status {
                    instance: set.instance,
                    stated: set.status.clone(),
                    needed,
                };
                found.push((finding, seal));
            }
        }
        for (finding, header) in found {
            self.note_at(finding, message, header);
        }
    }

    /// Every seal, and the message signatures from the newest as far as the cap goes.
    fn verify_signatures(&mut self, subject: Subject<'_>, ask: &Ask<'_>, checked: &mut Checked) {
        let Subject {
            message,
            bodies,
            stated,
            clock,
            ..
        } = subject;
        let sealed = sealed(message, &self.sets);
        let skipped = self.sets.len().saturating_sub(limits::ARC_SIGNATURES);
        for (index, (set, sealed)) in self.sets.iter_mut().zip(sealed).enumerate() {
            let of = |header| dkim::Subject {
                message,
                header,
                by: Asker::Arc(index),
                bodies,
                header_digest: &[],
                search: None,
                stated,
            };
            if let Some(header) = set.field(Field::Message).filter(|_| index >= skipped) {
                set.message = Some(dkim::verify(of(header), clock, ask, checked));
            }
            if let Some(header) = set.field(Field::Seal) {
                set.seal = Some(verify_seal(of(header), sealed, clock, ask, checked));
            }
        }
        if skipped > 0 {
            let checked = limits::ARC_SIGNATURES;
            self.note(Finding::NotAllChecked { checked });
        }
    }

    /// Step 4: the newest ARC-Message-Signature.
    fn judge_message(&mut self, message: &Message) -> Option<bool> {
        let newest = self.sets.last()?;
        let field = newest.field(Field::Message);
        let signature = newest.message.as_ref()?;
        let found = holds(signature);
        let state = state(found, signature);
        if found == Some(false) {
            let finding = Finding::Message {
                instance: newest.instance,
                sealer: newest.sealer.clone(),
            };
            self.note_at(finding, message, field);
        }
        self.step(StepKind::Message, state);
        found
    }

    /// Step 5: how far back the ARC-Message-Signatures hold.
    fn find_oldest_pass(&mut self, message: &Message) {
        let mut oldest = None;
        let mut stopped = None;
        for set in self.sets.iter().rev() {
            let found = set.message.as_ref().and_then(holds);
            if found != Some(true) {
                // A key that is gone says nothing about the message.
                let verdict = set.message.as_ref().and_then(|signature| signature.verdict);
                let changed = verdict == Some(dkim::Verdict::Fail);
                let finding = changed.then(|| {
                    let finding = Finding::ChangedSince {
                        instance: set.instance,
                        sealer: set.sealer.clone(),
                    };
                    (finding, set.field(Field::Message))
                });
                stopped = Some((found, finding));
                break;
            }
            oldest = Some(set.instance);
        }
        let state = match (&stopped, oldest) {
            (None, _) => StepState::Good,
            (Some((Some(_), _)), Some(_)) => StepState::Warn,
            (Some(_), _) => StepState::Skipped,
        };
        self.oldest_pass = match &stopped {
            None => Some(0),
            Some((found, _)) => oldest.filter(|_| found.is_some()),
        };
        if let (StepState::Warn, Some((_, Some((finding, field))))) = (state, stopped) {
            self.note_at(finding, message, field);
        }
        self.step(StepKind::Oldest, state);
    }

    /// Step 6: each seal from the newest to the oldest.
    fn judge_seals(&mut self, message: &Message) -> Option<bool> {
        let mut all = Some(true);
        let mut worst = StepState::Good;
        let mut broken = Vec::new();
        for set in self.sets.iter().rev() {
            let Some(signature) = &set.seal else {
                continue;
            };
            let found = holds(signature);
            if found == Some(false) {
                let finding = Finding::Seal {
                    instance: set.instance,
                    sealer: set.sealer.clone(),
                };
                broken.push((finding, set.field(Field::Seal)));
            }
            if all == Some(true) || (all.is_none() && found == Some(false)) {
                all = found;
                worst = state(found, signature);
            }
        }
        for (finding, field) in broken {
            self.note_at(finding, message, field);
        }
        self.step(StepKind::Seals, worst);
        all
    }

    /// Step 7, and what can't be told.
    fn decide(&mut self, message: Option<bool>, seals: Option<bool>) {
        let signatures = || {
            let newest = self.sets.last().and_then(|set| set.message.as_ref());
            let seals = self.sets.iter().filter_map(|set| set.seal.as_ref());
            newest.into_iter().chain(seals)
        };
        self.verdict = match (message, seals) {
            (Some(false), _) | (_, Some(false)) => Some(Verdict::Fail),
            (Some(true), Some(true)) => Some(Verdict::Pass),
            (None, _) | (_, None) => None,
        };
        if self.verdict.is_some() {
            return;
        }
        let has = |verdict| signatures().any(|signature| signature.verdict == verdict);
        self.pending = has(None);
        let (failed, absent) = (
            has(Some(dkim::Verdict::TempError)),
            has(Some(dkim::Verdict::Neutral)),
        );
        if failed {
            self.note(Finding::LookupFailed);
        }
        if absent {
            self.note(Finding::BodyAbsent);
        }
    }

    /// What is to be said of the signatures that decide, each thing once: a set's two mostly share a
    /// key, and what is wrong with it.
    fn note_signatures(&mut self) {
        let mut said: Vec<Noted<Finding>> = Vec::new();
        let newest = self.sets.len().saturating_sub(1);
        for (index, set) in self.sets.iter().enumerate().rev() {
            let message = set.message.as_ref().filter(|_| index == newest);
            let signatures = [(Field::Message, message), (Field::Seal, set.seal.as_ref())];
            for (field, signature) in signatures {
                let findings = signature.map_or(&[][..], |signature| &signature.findings);
                for noted in findings {
                    let is_same = |other: &Noted<Finding>| match &other.finding {
                        Finding::Signature { finding, .. } => *finding == noted.finding,
                        _ => false,
                    };
                    if noted.finding.entry().level != Level::Note && !said.iter().any(is_same) {
                        said.push(noted.clone().map(|finding| Finding::Signature {
                            instance: set.instance,
                            field,
                            finding,
                        }));
                    }
                }
            }
        }
        self.findings.extend(said);
    }
}

/// How a step that rests on a signature ended.
fn state(found: Option<bool>, signature: &dkim::Outcome) -> StepState {
    match (found, signature.verdict) {
        (Some(true), _) => StepState::Good,
        (Some(false), _) => StepState::Bad,
        (None, None) => StepState::Waiting,
        (None, Some(dkim::Verdict::TempError)) => StepState::Error,
        (None, Some(_)) => StepState::Skipped,
    }
}

/// §5.1.1: what each seal signs: the fields of all sets up to its own, in the order of the instances,
/// each set's results before its message signature before its seal; all relaxed, and `b=` of its own
/// emptied. One pass over all of them does.
fn sealed(message: &Message, sets: &[Set]) -> Vec<Sealed> {
    let mut hasher = Hasher::new(HashKind::Sha256);
    let mut signed: Vec<SignedField> = Vec::new();
    let mut all = Vec::new();
    for set in sets {
        for field in Field::ALL {
            let header = set.field(field);
            let Some(own) = header.and_then(|header| message.headers.get(header)) else {
                continue;
            };
            if field == Field::Seal {
                all.push(Sealed {
                    signed: signed.clone(),
                    digest: digest(message, own, hasher.clone()),
                });
            }
            canon::header(Canonicalization::Relaxed, message, own, &mut hasher);
            signed.push(SignedField {
                name: field.word().to_ascii_lowercase(),
                header,
            });
        }
    }
    all
}

fn digest(message: &Message, seal: &Header, mut hasher: Hasher) -> Vec<u8> {
    let b = Signature::parse(message, seal).signature_span;
    canon::signature_field(Canonicalization::Relaxed, message, seal, b, &mut hasher);
    hasher.finish()
}
