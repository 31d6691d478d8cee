//! Whether those whom a policy names for reports want them (RFC 9990 §4; for `ruf` RFC 9991 §5).
//!
//! No result depends on it. So it is asked last, when DMARC has its result, and the verdict neither
//! waits for it nor fails with it ([`Asker::Reports`]). The names asked about are published by the
//! policy's owner, as those of an SPF include are, and tell nothing about this message: they go out
//! under the same rule as these. Where the RFC leaves a choice, this is the one taken:
//! - A host that does not lie within the policy's organizational domain is outside whatever its own
//!   tree says, so its tree is not walked.
//! - Several authorizing records are as good as one; of a `rua` in any of them every host must be the
//!   one asked.
//! - Hosts are checked once for each tag, and up to [`limits::REPORT_HOSTS`] of them.

use crate::engine::cite::Noted;
use crate::engine::dmarc::discover::{self, End};
use crate::engine::dmarc::finding::{Finding, ReportFault};
use crate::engine::dmarc::record::{is_dmarc, is_uri, without_size};
use crate::engine::dmarc::{Consent, Destination, Outcome};
use crate::engine::dns::{Ask, Asker, Found, Name, Question, RecordType, idn};
use crate::engine::limits;
use crate::engine::mail::tag_list;

/// Checks the hosts that the policy in force names in `rua` and `ruf`, as far as the answers at hand
/// allow. Nothing is checked before the outcome has its verdict.
pub fn check_reports(outcome: &mut Outcome, ask: &Ask<'_>) {
    let Some(record) = outcome
        .record
        .as_ref()
        .filter(|_| outcome.verdict.is_some())
    else {
        return;
    };
    let domain = record.domain.clone();
    let mut hosts = named_hosts(record.text.as_bytes());
    if hosts.len() > limits::REPORT_HOSTS {
        outcome
            .findings
            .push(Noted::general(Finding::ReportsCapped {
                domain: domain.clone(),
                hosts: hosts.len(),
            }));
        hosts.truncate(limits::REPORT_HOSTS);
    }
    for (tag, host) in hosts {
        let destination = check(outcome, &domain, tag, host, ask);
        outcome.destinations.push(destination);
    }
}

/// Each host with the tag that names it first.
fn named_hosts(record: &[u8]) -> Vec<(&'static str, Name)> {
    let list = tag_list::parse(record, 0);
    let mut hosts: Vec<(&'static str, Name)> = Vec::new();
    for name in ["rua", "ruf"] {
        let mut tags = list.tags.iter();
        let Some(tag) = tags.find(|tag| tag.name.eq_ignore_ascii_case(name)) else {
            continue;
        };
        for host in uri_hosts(&tag.value) {
            if !hosts.iter().any(|known| *known == (name, host.clone())) {
                hosts.push((name, host));
            }
        }
    }
    hosts
}

/// The hosts of a list of URIs: of a mail address its domain, else the host of the authority
/// (RFC 3986 §3.2.2). What has none is left out.
fn uri_hosts(list: &[u8]) -> Vec<Name> {
    let mut hosts = Vec::new();
    for entry in list.split(|octet| *octet == b',') {
        let uri = without_size(entry.trim_ascii());
        if let Some(host) = Some(uri).filter(|uri| is_uri(uri)).and_then(uri_host) {
            hosts.push(host);
        }
    }
    hosts
}

fn uri_host(uri: &[u8]) -> Option<Name> {
    let uri = std::str::from_utf8(uri).ok()?;
    let (scheme, rest) = uri.split_once(':')?;
    let authority = match rest.strip_prefix("//") {
        Some(rest) => rest.split(['/', '?', '#']).next()?,
        None if scheme.eq_ignore_ascii_case("mailto") => rest.split(['?', '#']).next()?,
        None => return None,
    };
    let host = authority.rsplit('@').next()?;
    // A port is no part of the host.
    let host = host.split(':').next()?;
    let name = idn::from_text(host.trim_end_matches('.')).ok()?.name;
    (!name.is_root()).then_some(name)
}

fn check(
    outcome: &mut Outcome,
    domain: &Name,
    tag: &'static str,
    host: Name,
    ask: &Ask<'_>,
) -> Destination {
    let mut destination = Destination {
        tag,
        host: host.clone(),
        question: None,
        consent: Consent::Own,
    };
    let fault = match is_own(outcome, domain, &host, ask) {
        Ok(true) => return destination,
        Ok(false) => {
            // Steps 2 to 5.
            let labels = domain.labels().chain([&b"_report"[..], b"_dmarc"]);
            match Name::from_labels(labels.chain(host.labels())) {
                Ok(name) => {
                    destination.question = Some(Question {
                        name: name.clone(),
                        rtype: RecordType::TXT,
                    });
                    consent(&name, tag, &host, ask)
                }
                // Step 4.
                Err(_) => Err(Refusal::Fault(ReportFault::NameTooLong)),
            }
        }
        Err(end) => Err(end.into()),
    };
    destination.consent = match fault {
        Ok(()) => Consent::Given,
        Err(Refusal::Waiting) => Consent::Waiting,
        Err(Refusal::Failed) => Consent::Unknown,
        Err(Refusal::Fault(fault)) => {
            let domain = domain.clone();
            let finding = Finding::ReportsRefused {
                domain,
                tag,
                host,
                fault,
            };
            outcome.findings.push(Noted::general(finding));
            Consent::Missing
        }
    };
    destination
}

/// Why there is no consent, or none yet.
enum Refusal {
    Waiting,
    Failed,
    Fault(ReportFault),
}

impl From<End> for Refusal {
    fn from(end: End) -> Self {
        match end {
            End::Waiting | End::Done => Self::Waiting,
            End::Failed { .. } => Self::Failed,
        }
    }
}

/// Whether the host belongs to the organization that publishes the policy.
fn is_own(outcome: &Outcome, domain: &Name, host: &Name, ask: &Ask<'_>) -> Result<bool, End> {
    if host == domain || outcome.organizational_domain.as_ref() == Some(host) {
        return Ok(true);
    }
    // Of another top-level domain, it has another organizational domain as well.
    if host.suffix(1) != domain.suffix(1) {
        return Ok(false);
    }
    let organization = match &outcome.organizational_domain {
        // The policy is the author domain's own, or its organization's.
        Some(known) if domain.is_within(known) => known.clone(),
        _ => organization_of(domain, ask)?,
    };
    if !host.is_within(&organization) {
        return Ok(false);
    }
    Ok(host == &organization || organization_of(host, ask)? == organization)
}

fn organization_of(domain: &Name, ask: &Ask<'_>) -> Result<Name, End> {
    let walk = discover::walk(domain, Asker::Reports, ask);
    match walk.end {
        End::Done => Ok(walk.organizational_domain()),
        open => Err(open),
    }
}

/// Steps 5 to 9.
fn consent(name: &Name, tag: &str, host: &Name, ask: &Ask<'_>) -> Result<(), Refusal> {
    let Ok(answer) = ask.get(Asker::Reports, name, RecordType::TXT) else {
        return Err(Refusal::Waiting);
    };
    if matches!(answer.found, Found::Failed(_)) {
        return Err(Refusal::Failed);
    }
    let mut texts = answer.texts();
    texts.retain(|text| text.len() <= limits::RECORD_OCTETS && is_dmarc(text));
    if texts.is_empty() {
        return Err(Refusal::Fault(ReportFault::NoRecord));
    }
    let is_elsewhere = |text: &Vec<u8>| {
        let list = tag_list::parse(text, 0);
        let rua = list
            .tags
            .iter()
            .find(|found| found.name.eq_ignore_ascii_case("rua"));
        rua.is_some_and(|rua| uri_hosts(&rua.value).iter().any(|other| other != host))
    };
    if tag == "rua" && texts.iter().any(is_elsewhere) {
        return Err(Refusal::Fault(ReportFault::OtherHost));
    }
    Ok(())
}
