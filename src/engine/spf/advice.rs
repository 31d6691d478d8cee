//! What the RFC lets pass and a person should still know about a record.

use crate::engine::dns::Name;
use crate::engine::limits;
use crate::engine::spf::finding::{Finding, LookAlike};
use crate::engine::spf::record::{self, Mechanism, Record, Term, TermKind};
use crate::engine::spf::{RecordTrace, Verdict};

/// What the grammar allows and the record's author can't have meant.
pub fn habits(domain: &Name, record: &Record) -> Vec<Finding> {
    let is_all = |term: &&Term| matches!(term.kind, TermKind::Directive(_, Mechanism::All));
    let has_all = record.terms.iter().any(|term| is_all(&term));
    let after_all = record
        .terms
        .iter()
        .skip_while(|term| !is_all(term))
        .skip(1)
        .find(|term| matches!(term.kind, TermKind::Directive(..)))
        .map(|term| Finding::AfterAll {
            domain: domain.clone(),
            term: term.text.clone(),
        });
    let modifiers = record.terms.iter().filter_map(|term| {
        let (domain, text) = (domain.clone(), term.text.clone());
        match term.kind {
            TermKind::Redirect(_) if has_all => {
                Some(Finding::RedirectIgnored { domain, term: text })
            }
            TermKind::UnknownModifier {
                like_mechanism: true,
            } => Some(Finding::MechanismAsModifier { domain, term: text }),
            _ => None,
        }
    });
    let no_mail = sends_no_mail(record).then(|| Finding::SendsNoMail {
        domain: domain.clone(),
    });
    no_mail
        .into_iter()
        .chain(after_all)
        .chain(modifiers)
        .collect()
}

/// `v=spf1 -all`: what a domain publishes that sends no mail (RFC 7208 §10.1.2).
fn sends_no_mail(record: &Record) -> bool {
    let first = record.terms.iter().find_map(|term| match &term.kind {
        TermKind::Directive(result, mechanism) => Some((*result, mechanism)),
        _ => None,
    });
    matches!(first, Some((Verdict::Fail, Mechanism::All)))
}

/// TXT records that were meant as SPF. Beside a record that counts, only Sender ID is worth a word.
pub fn look_alikes(domain: &Name, texts: &[Vec<u8>], selected: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for octets in texts.iter().filter(|text| !record::is_spf(text)) {
        let shown = octets.get(..limits::SPF_SHOWN_OCTETS).unwrap_or(octets);
        let text = String::from_utf8_lossy(shown).into_owned();
        let domain = domain.clone();
        if text.to_ascii_lowercase().starts_with("spf2.0/") {
            findings.push(Finding::SenderId { domain, text });
        } else if let Some(fault) = look_alike(&text).filter(|_| !selected) {
            findings.push(Finding::LookAlike {
                domain,
                text,
                fault,
            });
        }
    }
    findings
}

/// Whether a client passed by a term that passes any, where no term before it turns anybody away.
pub fn passes_all(trace: &RecordTrace) -> Option<Finding> {
    let (last, before) = trace.terms.split_last()?;
    if before
        .iter()
        .any(|step| step.term.starts_with(['-', '~', '?']))
    {
        return None;
    }
    if let Some(inner) = &last.inner {
        return passes_all(inner);
    }
    let mechanism = last.term.strip_prefix('+').unwrap_or(&last.term);
    let network = mechanism.to_ascii_lowercase();
    let any = network == "all"
        || (network.ends_with("/0")
            && (network.starts_with("ip4:") || network.starts_with("ip6:")));
    any.then(|| Finding::PassesAll {
        domain: trace.domain.clone(),
        term: last.term.clone(),
    })
}

/// What keeps a text from being the SPF record it was meant as.
fn look_alike(text: &str) -> Option<LookAlike> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let quote = |c: char| matches!(c, '"' | '\'' | '\\' | '“' | '”');
    let lower = text.to_ascii_lowercase();
    let unquoted = lower.trim_start_matches(|c| blank(c) || quote(c));
    let Some(rest) = unquoted.strip_prefix("v=spf") else {
        let bare: String = unquoted.chars().filter(|&c| !blank(c)).take(6).collect();
        let misspelt = ["v=spf1", "v:spf1", "v-spf1", "vspf1", "spf1"]
            .iter()
            .any(|form| bare.starts_with(form));
        return misspelt.then_some(LookAlike::Misspelt);
    };
    let version_ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    if lower.starts_with(quote) || lower.trim_start_matches(blank).starts_with(quote) {
        Some(LookAlike::Quoted)
    } else if lower.starts_with(blank) {
        Some(LookAlike::LeadingSpace)
    } else if rest.strip_prefix('1').is_some_and(version_ends) {
        Some(LookAlike::Unterminated)
    } else {
        Some(LookAlike::OtherVersion)
    }
}
