//! `check_host` (RFC 7208 §4 and §5), from top to bottom.
//!
//! The trace is built in place, so that an evaluation that lacks an answer still shows how far it
//! came. Two things end one early: an answer that is missing, and an error that the RFC lets rise
//! to the topmost record; both travel as [`Stop`].

use std::net::IpAddr;

use crate::engine::cite::Noted;
use crate::engine::dns::{Answer, Ask, Asker, Found, Name, Pending, Question, Rdata, RecordType};
use crate::engine::limits;
use crate::engine::spf::finding::{ExplanationFault, Finding};
use crate::engine::spf::identity::{self, Sender};
use crate::engine::spf::macros::{self, MacroString, Place, Values};
use crate::engine::spf::record::{self, Mechanism, Prefixes, Record, Term, TermKind};
use crate::engine::spf::{Identity, Outcome, Passed, RecordTrace, SpfInput, TermTrace, Verdict};
use crate::engine::spf::{advice, reach};

/// Evaluates SPF for one identity (RFC 7208 §4), as far as the answers at hand allow. Each question
/// is asked when its turn comes, none beforehand.
pub fn check_host(input: SpfInput<'_>, ask: &Ask<'_>) -> Outcome {
    let mut outcome = Outcome {
        identity: input.identity,
        ip: input.ip.map(|ip| ip.to_canonical()),
        domain: None,
        sender: String::new(),
        null_sender: false,
        verdict: None,
        pending: false,
        explanation: None,
        lookups: 0,
        void_lookups: 0,
        reach: None,
        trace: None,
        findings: Vec::new(),
        passed: None,
    };
    let Some(sender) = identity::sender(&input, &mut outcome) else {
        return outcome;
    };
    let Some(ip) = outcome.ip else {
        outcome.note(Finding::NoClient);
        return outcome;
    };
    // §4.3: a malformed domain, or one of a single label, has no policy.
    let Some(domain) = outcome.domain.clone() else {
        outcome.verdict = Some(Verdict::None);
        return outcome;
    };

    let topmost = Domain {
        name: domain.clone(),
        text: sender.domain.clone(),
        reveals: false,
    };
    let mut evaluation = Evaluation {
        ask,
        asker: match input.identity {
            Identity::Helo => Asker::SpfHelo,
            Identity::MailFrom => Asker::SpfMailFrom,
        },
        ip,
        sender: &sender,
        helo: input.helo.map(identity::cut),
        now: input.now,
        void_terms: 0,
        path: Vec::new(),
        includes: 0,
        outcome: &mut outcome,
    };
    let mut trace = RecordTrace::new(&topmost.name);
    let result = evaluation.check_record(&topmost, &mut trace);
    if result == Ok(Verdict::None) {
        let exists = evaluation.found(&trace.question) != Some(&Found::NxDomain);
        outcome.note(match input.identity {
            Identity::Helo => Finding::HeloWithoutRecord {
                domain: domain.clone(),
                exists,
            },
            Identity::MailFrom => Finding::NoRecord {
                domain: domain.clone(),
                exists,
            },
        });
    }
    outcome.verdict = match result {
        Ok(verdict) | Err(Stop::Error(verdict)) => Some(verdict),
        Err(Stop::Pending) => None,
    };
    outcome.pending = outcome.verdict.is_none();
    if outcome.verdict == Some(Verdict::Pass) {
        if let Some(finding) = advice::passes_all(&trace) {
            outcome.note(finding);
        }
        if input.identity == Identity::MailFrom {
            outcome.passed = Some(Passed { domain });
        }
    }
    if !outcome.pending && trace.record.is_some() {
        outcome.note_reach(&topmost.name, ask);
    }
    outcome.trace = Some(trace);
    outcome
}

/// Why an evaluation ends before its record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// An answer is missing.
    Pending,
    /// An error, which is then the result of the topmost record, too.
    Error(Verdict),
}

impl From<Pending> for Stop {
    fn from(Pending: Pending) -> Self {
        Self::Pending
    }
}

const PERM_ERROR: Stop = Stop::Error(Verdict::PermError);

/// A domain that a record is read of, or that a term looks at (§4.8).
struct Domain {
    name: Name,
    /// The name as macros show it.
    text: String,
    /// Whether it was made from what tells its owner about this mail.
    reveals: bool,
}

/// A term being evaluated.
struct Step<'r> {
    /// The domain whose record it is in: `<domain>`.
    domain: &'r Domain,
    trace: TermTrace,
    /// Whether its lookups count; those of `exp` do not (§4.6.4).
    counts: bool,
    /// Whether one of its lookups was void.
    void: bool,
}

/// What stays the same from record to record, and the counters, which are global (§4.1).
struct Evaluation<'e> {
    ask: &'e Ask<'e>,
    asker: Asker,
    ip: IpAddr,
    sender: &'e Sender,
    helo: Option<&'e str>,
    now: i64,
    /// Terms with a void lookup, beside the void lookups that the outcome counts.
    void_terms: usize,
    /// The domains whose records are being evaluated, outermost first.
    path: Vec<Name>,
    /// How many of them are included.
    includes: usize,
    outcome: &'e mut Outcome,
}

impl<'e> Evaluation<'e> {
    /// Evaluates the record of one domain: the recursive part of `check_host`.
    fn check_record(&mut self, domain: &Domain, trace: &mut RecordTrace) -> Result<Verdict, Stop> {
        self.path.push(domain.name.clone());
        let result = self.evaluate(domain, trace);
        self.path.pop();
        trace.verdict = match result {
            Ok(verdict) | Err(Stop::Error(verdict)) => Some(verdict),
            Err(Stop::Pending) => None,
        };
        result
    }

    fn evaluate(&mut self, domain: &Domain, trace: &mut RecordTrace) -> Result<Verdict, Stop> {
        // §4.4: TXT only.
        let answer = self.get(domain, RecordType::TXT)?;
        if let Found::Failed(failure) = answer.found {
            self.note(Finding::DnsFailed {
                question: trace.question.clone(),
                failure,
            });
            return Err(Stop::Error(Verdict::TempError));
        }

        // §4.5
        let texts = answer.texts();
        let Some(text) = self.select(&domain.name, &texts)? else {
            return Ok(Verdict::None);
        };
        trace.record = Some(String::from_utf8_lossy(text).into_owned());

        // §4.6: any syntax error anywhere in the record, and nothing of it is evaluated.
        let record = self.read(&domain.name, text)?;
        self.note_all(advice::habits(&domain.name, &record));

        // §4.6.2: each mechanism in turn, until one matches.
        for term in &record.terms {
            let TermKind::Directive(result, mechanism) = &term.kind else {
                continue;
            };
            let mut step = Step::new(domain, term);
            let matched = self.matches(mechanism, &mut step);
            trace.terms.push(self.traced(step, matched.ok()));
            if matched? {
                if self.includes == 0 {
                    self.note_result(*result, domain, term);
                }
                if self.includes == 0 && *result == Verdict::Fail {
                    self.explain(&record, domain, trace);
                }
                return Ok(*result);
            }
        }

        // §6.1: a record with `all` never comes here.
        for term in &record.terms {
            if let TermKind::Redirect(target) = &term.kind {
                let mut step = Step::new(domain, term);
                let result = self.redirect(target, &mut step);
                trace.terms.push(self.traced(step, None));
                return result;
            }
        }

        // §4.7
        if self.includes == 0 {
            self.note(Finding::NeutralByDefault {
                domain: domain.name.clone(),
                client: self.ip,
            });
        }
        Ok(Verdict::Neutral)
    }

    /// §4.5: the one record that begins with `v=spf1`.
    fn select<'t>(
        &mut self,
        domain: &Name,
        texts: &'t [Vec<u8>],
    ) -> Result<Option<&'t [u8]>, Stop> {
        let mut records = texts.iter().filter(|text| record::is_spf(text));
        let record = records.next();
        let further = records.count();
        self.note_all(advice::look_alikes(domain, texts, record.is_some()));
        if further > 0 {
            self.note(Finding::SeveralRecords {
                domain: domain.clone(),
                count: further + 1,
            });
            return Err(PERM_ERROR);
        }
        Ok(record.map(Vec::as_slice))
    }

    /// §4.6
    fn read(&mut self, domain: &Name, text: &[u8]) -> Result<Record, Stop> {
        if text.len() > limits::RECORD_OCTETS {
            self.note(Finding::RecordTooLong {
                domain: domain.clone(),
                octets: text.len(),
            });
            return Err(PERM_ERROR);
        }
        let record = record::parse(text);
        for fault in &record.faults {
            // A position in the text as shown, where octets that are no UTF-8 take more room.
            let shown = |offset: usize| {
                let before = text.get(..offset).unwrap_or_default();
                String::from_utf8_lossy(before).len()
            };
            self.note(Finding::Syntax {
                domain: domain.clone(),
                record: String::from_utf8_lossy(text).into_owned(),
                term: fault.text.clone(),
                term_offset: shown(fault.term_offset),
                offset: shown(fault.offset),
                kind: fault.kind,
            });
        }
        if record.terms.len() > limits::SPF_TERMS {
            self.note(Finding::TooManyTerms {
                domain: domain.clone(),
                count: record.terms.len(),
            });
            return Err(PERM_ERROR);
        }
        if record.faults.is_empty() {
            Ok(record)
        } else {
            Err(PERM_ERROR)
        }
    }

    /// §5: whether a mechanism matches.
    fn matches(&mut self, mechanism: &Mechanism, step: &mut Step<'_>) -> Result<bool, Stop> {
        match mechanism {
            // §5.1
            Mechanism::All => Ok(true),

            // §5.2
            Mechanism::Include(target) => self.include(target, step),

            // §5.3
            Mechanism::A(target, prefixes) => {
                self.count_lookup(step)?;
                match self.target_or_domain(target.as_ref(), step)? {
                    Some(target) => self.address_matches(&target, *prefixes, step),
                    None => Ok(false),
                }
            }

            // §5.4
            Mechanism::Mx(target, prefixes) => {
                self.count_lookup(step)?;
                match self.target_or_domain(target.as_ref(), step)? {
                    Some(target) => self.mx_matches(&target, *prefixes, step),
                    None => Ok(false),
                }
            }

            // §5.5
            Mechanism::Ptr(target) => {
                self.count_lookup(step)?;
                self.note_ptr(step);
                let Some(target) = self.target_or_domain(target.as_ref(), step)? else {
                    return Ok(false);
                };
                let mut names = self.reverse_names(step)?;
                // A name outside the target could not match, so it need not be validated.
                names.retain(|name| name.is_within(&target.name));
                Ok(self.first_validated(names, step)?.is_some())
            }

            // §5.6: an IPv4 client, mapped or not, is only ever listed by `ip4`.
            Mechanism::Ip4(network, prefix) => Ok(match self.ip {
                IpAddr::V4(ip) => same_prefix(&ip.octets(), &network.octets(), *prefix),
                IpAddr::V6(_) => false,
            }),
            Mechanism::Ip6(network, prefix) => Ok(match self.ip {
                IpAddr::V6(ip) => same_prefix(&ip.octets(), &network.octets(), *prefix),
                IpAddr::V4(_) => false,
            }),

            // §5.7: type A even for an IPv6 client.
            Mechanism::Exists(target) => {
                self.count_lookup(step)?;
                match self.target(target, step)? {
                    Some(target) => {
                        let answer = self.look_up(&target, RecordType::A, step)?;
                        Ok(!answer.addresses().is_empty())
                    }
                    None => Ok(false),
                }
            }
        }
    }

    /// §5.2, with its table.
    fn include(&mut self, target: &MacroString, step: &mut Step<'_>) -> Result<bool, Stop> {
        self.count_lookup(step)?;
        let target = self.target(target, step)?;
        if target.is_none() && !self.sender.local_part.is_ascii() {
            // RFC 8616 §4: no match, rather than no record.
            return Ok(false);
        }
        self.includes += 1;
        let result = self.check_other(target.as_ref(), step);
        self.includes -= 1;
        match result? {
            Verdict::Pass => Ok(true),
            Verdict::Fail | Verdict::SoftFail | Verdict::Neutral => Ok(false),
            Verdict::None => {
                self.note(Finding::IncludeWithoutRecord {
                    domain: step.domain.name.clone(),
                    target: step.trace.target.clone().unwrap_or_default(),
                });
                Err(PERM_ERROR)
            }
            error @ (Verdict::TempError | Verdict::PermError) => Err(Stop::Error(error)),
        }
    }

    /// §6.1
    fn redirect(&mut self, target: &MacroString, step: &mut Step<'_>) -> Result<Verdict, Stop> {
        self.count_lookup(step)?;
        let target = self.target(target, step)?;
        match self.check_other(target.as_ref(), step)? {
            Verdict::None => {
                self.note(Finding::RedirectWithoutRecord {
                    domain: step.domain.name.clone(),
                    target: step.trace.target.clone().unwrap_or_default(),
                });
                Err(PERM_ERROR)
            }
            verdict => Ok(verdict),
        }
    }

    /// `check_host` of the domain that an `include` or `redirect` names.
    fn check_other(
        &mut self,
        target: Option<&Domain>,
        step: &mut Step<'_>,
    ) -> Result<Verdict, Stop> {
        // §4.3: a name that DNS can't hold has no record.
        let Some(target) = target else {
            return Ok(Verdict::None);
        };
        if let Some(start) = self.path.iter().position(|name| *name == target.name) {
            // The same record under the same circumstances leads here again and again, until the
            // lookups are used up.
            self.note(Finding::Loop {
                path: self.path.iter().skip(start).cloned().collect(),
            });
            return Err(PERM_ERROR);
        }
        let mut inner = RecordTrace::new(&target.name);
        step.trace.questions.push(inner.question.clone());
        let result = self.check_record(target, &mut inner);
        if matches!(
            self.found(&inner.question),
            Some(Found::NoData | Found::NxDomain)
        ) {
            // Counted for the tally alone: the missing record is an error of its own.
            self.outcome.void_lookups += 1;
        }
        step.trace.inner = Some(Box::new(inner));
        result
    }

    /// §5.3
    fn address_matches(
        &mut self,
        host: &Domain,
        prefixes: Prefixes,
        step: &mut Step<'_>,
    ) -> Result<bool, Stop> {
        let answer = self.look_up(host, self.address_type(), step)?;
        Ok(answer
            .addresses()
            .into_iter()
            .any(|address| match (self.ip, address) {
                (IpAddr::V4(ip), IpAddr::V4(address)) => {
                    same_prefix(&ip.octets(), &address.octets(), prefixes.ip4)
                }
                (IpAddr::V6(ip), IpAddr::V6(address)) => {
                    same_prefix(&ip.octets(), &address.octets(), prefixes.ip6)
                }
                _ => false,
            }))
    }

    /// §5.4
    fn mx_matches(
        &mut self,
        target: &Domain,
        prefixes: Prefixes,
        step: &mut Step<'_>,
    ) -> Result<bool, Stop> {
        let answer = self.look_up(target, RecordType::MX, step)?;
        let exchanges: Vec<&Name> = answer
            .records()
            .iter()
            .filter_map(|record| match &record.data {
                Rdata::Mx { exchange, .. } => Some(exchange),
                _ => None,
            })
            .collect();
        // §4.6.4: too many is an error, whichever of them would match.
        if exchanges.len() > limits::SPF_NAMES {
            self.note(Finding::TooManyNames {
                domain: step.domain.name.clone(),
                term: step.trace.term.clone(),
                target: target.name.clone(),
                count: exchanges.len(),
            });
            return Err(PERM_ERROR);
        }
        for exchange in exchanges {
            // RFC 7505 §3: the root stands for no host at all.
            if exchange.is_root() {
                continue;
            }
            let host = Domain {
                name: exchange.clone(),
                text: String::new(),
                reveals: false,
            };
            if self.address_matches(&host, prefixes, step)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// §5.5: the first ten names in the reverse mapping of the client. Neither more of them nor a
    /// failure is an error: both are in the client's hands, not in the domain's.
    fn reverse_names(&mut self, step: &mut Step<'_>) -> Result<Vec<Name>, Stop> {
        let address = macros::dotted_address(self.ip);
        let labels = address
            .rsplit('.')
            .chain([macros::version(self.ip), "arpa"]);
        let Ok(name) = Name::from_labels(labels) else {
            return Ok(Vec::new());
        };
        let reverse = Domain {
            name,
            text: String::new(),
            reveals: true,
        };
        let question = step.asks(&reverse, RecordType::PTR);
        let answer = self.get(&reverse, RecordType::PTR)?;
        self.note_ptr_failure(answer, &question);
        self.count_void(answer, question, step)?;
        let mut names: Vec<Name> = answer
            .records()
            .iter()
            .filter_map(|record| match &record.data {
                Rdata::Ptr(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        if names.len() > limits::SPF_NAMES {
            self.note(Finding::TooManyPtrNames { count: names.len() });
            names.truncate(limits::SPF_NAMES);
        }
        Ok(names)
    }

    /// §5.5: the first of `names` that has the client's address. What these names lack does not
    /// count as void lookups either: the client chose them.
    fn first_validated(
        &mut self,
        names: Vec<Name>,
        step: &mut Step<'_>,
    ) -> Result<Option<Name>, Pending> {
        for name in names {
            let host = Domain {
                name,
                text: String::new(),
                reveals: false,
            };
            let question = step.asks(&host, self.address_type());
            let answer = self.get(&host, self.address_type())?;
            self.note_ptr_failure(answer, &question);
            if answer.addresses().contains(&self.ip) {
                return Ok(Some(host.name));
            }
        }
        Ok(None)
    }

    /// §4.8: the `<target-name>` of a term, `<domain>` where the term names none.
    fn target_or_domain(
        &mut self,
        spec: Option<&MacroString>,
        step: &mut Step<'_>,
    ) -> Result<Option<Domain>, Stop> {
        match spec {
            Some(spec) => self.target(spec, step),
            None => {
                step.trace.target = Some(step.domain.text.clone());
                Ok(Some(Domain {
                    name: step.domain.name.clone(),
                    text: step.domain.text.clone(),
                    reveals: step.domain.reveals,
                }))
            }
        }
    }

    /// §4.8: the `<target-name>` a `domain-spec` expands to; `None` when DNS can't hold it.
    fn target(&mut self, spec: &MacroString, step: &mut Step<'_>) -> Result<Option<Domain>, Stop> {
        let validated_name = self.validated_name_for(spec, step)?;
        let expansion = spec.expand_to_name(&self.values(spec, step.domain, &validated_name));
        step.trace.substitutions = expansion.substitutions;
        step.trace.target = Some(expansion.text.clone());
        if spec.uses_local_part() && !self.sender.local_part.is_ascii() {
            return Ok(None);
        }
        let text = expansion.text.strip_suffix('.').unwrap_or(&expansion.text);
        let name = Name::from_dotted(text.as_bytes()).ok();
        let Some(name) = name.filter(|name| text.is_ascii() && !name.is_root()) else {
            self.note(Finding::BadDomain {
                domain: step.domain.name.clone(),
                term: step.trace.term.clone(),
                text: expansion.text,
            });
            return Ok(None);
        };
        Ok(Some(Domain {
            name,
            text: text.to_owned(),
            reveals: spec.reveals() || (step.domain.reveals && spec.uses_domain()),
        }))
    }

    /// §7.3, `%{p}`: a validated name, the domain itself before one below it before any other.
    fn validated_name_for(
        &mut self,
        spec: &MacroString,
        step: &mut Step<'_>,
    ) -> Result<String, Stop> {
        let uses = spec.validated_names();
        if uses == 0 {
            return Ok(String::new());
        }
        for _ in 0..uses {
            self.count_lookup(step)?;
        }
        self.note_ptr(step);
        let mut names = self.reverse_names(step)?;
        let domain = &step.domain.name;
        names.sort_by_key(|name| (name != domain, !name.is_within(domain)));
        Ok(self
            .first_validated(names, step)?
            .map_or_else(|| "unknown".to_owned(), |name| macros::dotted_name(&name)))
    }

    /// §7.2
    fn values<'v>(
        &'v mut self,
        spec: &MacroString,
        domain: &'v Domain,
        validated_name: &'v str,
    ) -> Values<'v> {
        if spec.uses_helo() && self.helo.is_none() {
            self.note(Finding::NoHelo);
        }
        Values {
            local_part: &self.sender.local_part,
            sender_domain: &self.sender.domain,
            domain: &domain.text,
            ip: self.ip,
            validated_name,
            helo: self.helo.unwrap_or("unknown"),
            now: self.now,
        }
    }

    /// §6.2: the explanation of a fail. It changes no result, so a missing answer leaves the result
    /// as it is.
    fn explain(&mut self, record: &Record, domain: &Domain, trace: &mut RecordTrace) {
        for term in &record.terms {
            if let TermKind::Explanation(spec) = &term.kind {
                let mut step = Step::new(domain, term);
                step.counts = false;
                match self.explanation(spec, &mut step) {
                    Ok(text) => self.outcome.explanation = Some(text),
                    Err(Unexplained::Stop) => {}
                    Err(Unexplained::Fault(fault)) => self.note(Finding::ExplanationIgnored {
                        domain: domain.name.clone(),
                        target: step.trace.target.clone().unwrap_or_default(),
                        fault,
                    }),
                }
                trace.explanation = Some(self.traced(step, None));
            }
        }
    }

    fn explanation(
        &mut self,
        spec: &MacroString,
        step: &mut Step<'_>,
    ) -> Result<String, Unexplained> {
        let target = self.target(spec, step)?.ok_or(ExplanationFault::BadName)?;
        step.asks(&target, RecordType::TXT);
        let answer = self.get(&target, RecordType::TXT)?;
        if matches!(answer.found, Found::Failed(_)) {
            return Err(ExplanationFault::DnsFailed.into());
        }
        let texts = answer.texts();
        let text = match texts.as_slice() {
            [] => return Err(ExplanationFault::NoText.into()),
            [text] if text.len() > limits::RECORD_OCTETS => {
                return Err(ExplanationFault::TooLong.into());
            }
            [text] if !text.is_ascii() => return Err(ExplanationFault::NotAscii.into()),
            [text] => String::from_utf8_lossy(text),
            _ => return Err(ExplanationFault::SeveralTexts.into()),
        };
        let spec = MacroString::parse(&text, Place::Explanation)
            .map_err(|_| ExplanationFault::BadMacro)?;
        let validated_name = self.validated_name_for(&spec, step)?;
        let expansion = spec.expand_to_text(&self.values(&spec, step.domain, &validated_name));
        if expansion.text.is_ascii() {
            Ok(expansion.text)
        } else {
            Err(ExplanationFault::NotAscii.into())
        }
    }

    /// A lookup that a mechanism rests on (§5): a failure ends everything, an empty answer counts.
    fn look_up(
        &mut self,
        target: &Domain,
        rtype: RecordType,
        step: &mut Step<'_>,
    ) -> Result<&'e Answer, Stop> {
        let question = step.asks(target, rtype);
        let answer = self.get(target, rtype)?;
        if let Found::Failed(failure) = answer.found {
            self.note(Finding::DnsFailed { question, failure });
            return Err(Stop::Error(Verdict::TempError));
        }
        self.count_void(answer, question, step)?;
        Ok(answer)
    }

    fn get(&self, domain: &Domain, rtype: RecordType) -> Result<&'e Answer, Pending> {
        if domain.reveals {
            self.ask.get_revealing(self.asker, &domain.name, rtype)
        } else {
            self.ask.get(self.asker, &domain.name, rtype)
        }
    }

    /// What a question that was asked before has brought.
    fn found(&self, question: &Question) -> Option<&'e Found> {
        self.ask
            .get(self.asker, &question.name, question.rtype)
            .ok()
            .map(|answer| &answer.found)
    }

    /// §5: A for an IPv4 client, AAAA for an IPv6 one.
    const fn address_type(&self) -> RecordType {
        match self.ip {
            IpAddr::V4(_) => RecordType::A,
            IpAddr::V6(_) => RecordType::AAAA,
        }
    }

    /// §4.6.4: ten terms that cause lookups.
    fn count_lookup(&mut self, step: &Step<'_>) -> Result<(), Stop> {
        if !step.counts {
            return Ok(());
        }
        self.outcome.lookups += 1;
        if self.outcome.lookups > limits::SPF_LOOKUPS {
            self.note(Finding::TooManyLookups {
                domain: step.domain.name.clone(),
                term: step.trace.term.clone(),
                path: self.path.clone(),
            });
            return Err(PERM_ERROR);
        }
        Ok(())
    }

    /// §4.6.4: two lookups to which DNS has no record.
    fn count_void(
        &mut self,
        answer: &Answer,
        question: Question,
        step: &mut Step<'_>,
    ) -> Result<(), Stop> {
        if !step.counts || !matches!(answer.found, Found::NoData | Found::NxDomain) {
            return Ok(());
        }
        self.outcome.void_lookups += 1;
        if !step.void {
            step.void = true;
            self.void_terms += 1;
        }
        if self.outcome.void_lookups > limits::SPF_VOID_LOOKUPS {
            self.note(Finding::TooManyVoidLookups {
                domain: step.domain.name.clone(),
                term: step.trace.term.clone(),
                question,
                terms: self.void_terms,
            });
            return Err(PERM_ERROR);
        }
        Ok(())
    }

    /// Closes a term's trace.
    fn traced(&self, step: Step<'_>, matched: Option<bool>) -> TermTrace {
        TermTrace {
            matched,
            lookups: self.outcome.lookups,
            void_lookups: self.outcome.void_lookups,
            ..step.trace
        }
    }

    fn note(&mut self, finding: Finding) {
        self.outcome.note(finding);
    }

    fn note_all(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            self.note(finding);
        }
    }

    fn note_result(&mut self, result: Verdict, domain: &Domain, term: &Term) {
        let domain = domain.name.clone();
        let term = term.text.clone();
        let client = self.ip;
        match result {
            Verdict::Fail => self.note(Finding::Fail {
                domain,
                term,
                client,
            }),
            Verdict::SoftFail => self.note(Finding::SoftFail {
                domain,
                term,
                client,
            }),
            Verdict::Neutral => self.note(Finding::Neutral {
                domain,
                term,
                client,
            }),
            Verdict::None | Verdict::Pass | Verdict::TempError | Verdict::PermError => {}
        }
    }

    fn note_ptr(&mut self, step: &Step<'_>) {
        self.note(Finding::UsesPtr {
            domain: step.domain.name.clone(),
            term: step.trace.term.clone(),
        });
    }

    fn note_ptr_failure(&mut self, answer: &Answer, question: &Question) {
        if let Found::Failed(failure) = answer.found {
            self.note(Finding::PtrFailed {
                question: question.clone(),
                failure,
            });
        }
    }
}

/// Why there is no explanation.
enum Unexplained {
    /// An answer is missing.
    Stop,
    /// It can't be used.
    Fault(ExplanationFault),
}

impl From<Stop> for Unexplained {
    fn from(_: Stop) -> Self {
        Self::Stop
    }
}

impl From<Pending> for Unexplained {
    fn from(Pending: Pending) -> Self {
        Self::Stop
    }
}

impl From<ExplanationFault> for Unexplained {
    fn from(fault: ExplanationFault) -> Self {
        Self::Fault(fault)
    }
}

impl Outcome {
    /// What the record holds beyond what this mail came to, where that says something new.
    fn note_reach(&mut self, domain: &Name, ask: &Ask<'_>) {
        let (reach, findings) = reach::reach(domain, ask);
        self.reach = Some(reach);
        let has = |this: &Self, is: fn(&Finding) -> bool| {
            this.findings.iter().any(|noted| is(&noted.finding))
        };
        let exceeded = has(self, |finding| {
            matches!(finding, Finding::TooManyLookups { .. })
        });
        let opened = has(self, |finding| matches!(finding, Finding::PassesAll { .. }));
        for finding in findings {
            let is_known = match finding {
                Finding::TooManyReachable { .. } => exceeded,
                Finding::OpenToAll { .. } => opened,
                _ => false,
            };
            if !is_known {
                self.note(finding);
            }
        }
    }

    /// Notes a finding once.
    pub(super) fn note(&mut self, finding: Finding) {
        let noted = Noted::general(finding);
        if !self.findings.contains(&noted) {
            self.findings.push(noted);
        }
    }
}

impl RecordTrace {
    fn new(domain: &Name) -> Self {
        Self {
            domain: domain.clone(),
            question: Question {
                name: domain.clone(),
                rtype: RecordType::TXT,
            },
            record: None,
            terms: Vec::new(),
            explanation: None,
            verdict: None,
        }
    }
}

impl<'r> Step<'r> {
    fn new(domain: &'r Domain, term: &Term) -> Self {
        Self {
            domain,
            trace: TermTrace {
                term: term.text.clone(),
                offset: term.offset,
                target: None,
                substitutions: Vec::new(),
                questions: Vec::new(),
                matched: None,
                lookups: 0,
                void_lookups: 0,
                inner: None,
            },
            counts: true,
            void: false,
        }
    }

    /// Notes a question of this term.
    fn asks(&mut self, domain: &Domain, rtype: RecordType) -> Question {
        let question = Question {
            name: domain.name.clone(),
            rtype,
        };
        self.trace.questions.push(question.clone());
        question
    }
}

/// Whether the first `prefix` bits agree (§5).
fn same_prefix(left: &[u8], right: &[u8], prefix: u8) -> bool {
    let mut bits = u32::from(prefix);
    left.iter().zip(right).all(|(left, right)| {
        let compared = bits.min(8);
        bits -= compared;
        // The bits that differ, less those that don't count.
        u32::from(left ^ right) >> (8 - compared) == 0
    })
}
