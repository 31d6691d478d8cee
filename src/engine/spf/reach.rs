//! How far a record reaches: the lookups of all its terms and of every record it includes, as if no
//! term matched. An evaluation ends at the first match and so never sees what other mail would meet.
//!
//! Nothing is asked here, and no result depends on it. Only answers at hand are read; a record that is
//! not, and one whose name a macro makes, leave the number a lower bound.

use crate::engine::dns::{Ask, Found, Name, Question, RecordType};
use crate::engine::limits;
use crate::engine::spf::finding::Finding;
use crate::engine::spf::macros::MacroString;
use crate::engine::spf::record::{self, Mechanism, Prefixes, Record, Term, TermKind};
use crate::engine::spf::{Reach, Verdict};

/// Reads the record of `domain` and all that are at hand below it.
pub fn reach(domain: &Name, ask: &Ask<'_>) -> (Reach, Vec<Finding>) {
    let mut reader = Reader {
        ask,
        path: Vec::new(),
        reach: Reach {
            lookups: 0,
            complete: true,
        },
        findings: Vec::new(),
    };
    reader.read_domain(domain);
    let Reach { lookups, complete } = reader.reach;
    if lookups > limits::SPF_LOOKUPS {
        reader.findings.push(Finding::TooManyReachable {
            domain: domain.clone(),
            lookups,
            complete,
        });
    }
    (reader.reach, reader.findings)
}

struct Reader<'e> {
    ask: &'e Ask<'e>,
    /// The domains whose records are being read, outermost first.
    path: Vec<Name>,
    reach: Reach,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn read_domain(&mut self, domain: &Name) {
        let is_loop = self.path.contains(domain);
        match self.record(domain).filter(|_| !is_loop) {
            Some(record) => {
                self.path.push(domain.clone());
                self.read_terms(domain, &record);
                self.path.pop();
            }
            None => self.reach.complete = false,
        }
    }

    /// The one good record of a domain, if it is at hand.
    fn record(&self, domain: &Name) -> Option<Record> {
        let question = Question {
            name: domain.clone(),
            rtype: RecordType::TXT,
        };
        let answer = self.ask.peek(&question)?;
        if !matches!(answer.found, Found::Records(_)) {
            return None;
        }
        let mut texts = answer.texts();
        texts.retain(|text| record::is_spf(text));
        let [text] = texts.as_slice() else {
            return None;
        };
        let record = Some(text).filter(|text| text.len() <= limits::RECORD_OCTETS);
        record
            .map(|text| record::parse(text))
            .filter(|record| record.faults.is_empty() && record.terms.len() <= limits::SPF_TERMS)
    }

    fn read_terms(&mut self, domain: &Name, record: &Record) {
        let mut redirect = None;
        for term in &record.terms {
            if self.reach.lookups > limits::SPF_REACH {
                self.reach.complete = false;
                return;
            }
            match &term.kind {
                TermKind::Directive(Verdict::Pass, Mechanism::All) => {
                    return self.note_open(domain, term);
                }
                // Nothing behind it is ever reached.
                TermKind::Directive(_, Mechanism::All) => return,
                TermKind::Directive(result, mechanism) => {
                    if *result == Verdict::Pass && is_whole_internet(mechanism) {
                        self.note_open(domain, term);
                    }
                    self.read_mechanism(domain, term, mechanism);
                }
                TermKind::Redirect(target) => redirect = Some(target),
                TermKind::Explanation(_) | TermKind::UnknownModifier { .. } => {}
            }
        }
        if let Some(target) = redirect {
            self.count(Some(target));
            self.read_target(target);
        }
    }

    fn read_mechanism(&mut self, domain: &Name, term: &Term, mechanism: &Mechanism) {
        match mechanism {
            Mechanism::All | Mechanism::Ip4(..) | Mechanism::Ip6(..) => {}
            Mechanism::A(target, _) | Mechanism::Mx(target, _) => self.count(target.as_ref()),
            Mechanism::Exists(target) => self.count(Some(target)),
            Mechanism::Ptr(target) => {
                self.count(target.as_ref());
                self.findings.push(Finding::UsesPtr {
                    domain: domain.clone(),
                    term: term.text.clone(),
                });
            }
            Mechanism::Include(target) => {
                self.count(Some(target));
                self.read_target(target);
            }
        }
    }

    /// §4.6.4: the term, and each `%{p}` in it.
    fn count(&mut self, target: Option<&MacroString>) {
        let macros = target.map_or(0, MacroString::validated_names);
        self.reach.lookups += 1 + macros;
    }

    fn read_target(&mut self, target: &MacroString) {
        let name = target.fixed().and_then(|text| {
            let text = text.strip_suffix('.').unwrap_or(&text);
            Name::from_dotted(text.as_bytes()).ok()
        });
        match name {
            Some(name) => self.read_domain(&name),
            None => self.reach.complete = false,
        }
    }

    /// Says so of the first such term.
    fn note_open(&mut self, domain: &Name, term: &Term) {
        let is_open = |finding: &Finding| matches!(finding, Finding::OpenToAll { .. });
        if self.findings.iter().any(is_open) {
            return;
        }
        self.findings.push(Finding::OpenToAll {
            domain: domain.clone(),
            term: term.text.clone(),
        });
    }
}

/// Whether a network holds every address of its family.
const fn is_whole_internet(mechanism: &Mechanism) -> bool {
    matches!(
        mechanism,
        Mechanism::Ip4(_, 0)
            | Mechanism::Ip6(_, 0)
            | Mechanism::A(_, Prefixes { ip4: 0, .. } | Prefixes { ip6: 0, .. })
            | Mechanism::Mx(_, Prefixes { ip4: 0, .. } | Prefixes { ip6: 0, .. })
    )
}
