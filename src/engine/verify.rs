//! One message, verified with the answers at hand.
//!
//! [`verify`] is pure, total and synchronous. It is run again whenever an answer or an input
//! changes; what it lacks is in the report's question log.

use crate::engine::arc;
use crate::engine::cite::Noted;
use crate::engine::claims;
use crate::engine::crypto::Checked;
use crate::engine::dkim::{self, BodyHash, SignatureCheck};
use crate::engine::dmarc::{self, Identifier, Method};
use crate::engine::dns::idn;
use crate::engine::dns::{self, Answer, Answers, Ask, Asker, Failure, Name, Question};
use crate::engine::dnssec::{self, Proofs};
use crate::engine::envelope;
use crate::engine::limits;
use crate::engine::paste;
use crate::engine::prepare::Prepared;
use crate::engine::reconcile::{Found, reconcile};
use crate::engine::report::{AnyFinding, Envelope, Finding, Inputs, Report, Verdict};
use crate::engine::spf::{self, Identity, SpfInput};

/// Verifies a prepared message: SPF for both identities, every DKIM signature, DMARC for the author
/// domain, the ARC chain, and the one verdict.
///
/// Where the inputs bring what proves DNS answers, they are proved by DNSSEC, and one that is bogus is
/// used for nothing: to the protocols it is a lookup that failed (RFC 4035 §5.5).
///
/// `checked` remembers finished public-key operations from one run to the next. It changes how long
/// a run takes, never what it reports.
pub fn verify(
    prepared: &Prepared,
    inputs: &Inputs,
    answers: &Answers,
    checked: &mut Checked,
) -> Report {
    let mut report = judge(prepared, inputs, answers, checked);
    let Some(proving) = &inputs.proving else {
        return report;
    };
    let mut believed = None;
    for _ in 0..limits::BOGUS_ROUNDS {
        let questions: Vec<Question> = report
            .asked
            .iter()
            .map(|asked| asked.question.clone())
            .collect();
        let proofs = (proving.prove)(&questions, answers, &proving.anchors, inputs.now, checked);
        let is_more = disbelieve(&proofs, answers, &mut believed);
        report.proofs = proofs;
        match &believed {
            Some(believed) if is_more => {
                let proofs = report.proofs;
                report = judge(prepared, inputs, believed, checked);
                report.proofs = proofs;
            }
            _ => break,
        }
    }
    report
}

/// Puts a failure in place of each bogus answer; `true` if there was one that had been believed.
fn disbelieve(proofs: &Proofs, answers: &Answers, believed: &mut Option<Answers>) -> bool {
    const BOGUS: dns::Found = dns::Found::Failed(Failure::Bogus);
    let mut is_more = false;
    for (question, standing) in &proofs.standings {
        if standing.verdict() != Some(dnssec::Verdict::Bogus) {
            continue;
        }
        let believed = believed.get_or_insert_with(|| answers.clone());
        if let Some(answer) = believed.get(question)
            && answer.found != BOGUS
        {
            let answer = Answer {
                found: BOGUS,
                aliases: Vec::new(),
                ..answer.clone()
            };
            believed.insert(question.clone(), answer);
            is_more = true;
        }
    }
    is_more
}

fn judge(prepared: &Prepared, inputs: &Inputs, answers: &Answers, checked: &mut Checked) -> Report {
    let ask = Ask::new(answers);
    let (border, envelope) = envelope::find(&prepared.message, &prepared.hops, inputs);
    let clock = dkim::Clock {
        now: inputs.now,
        received: border
            .and_then(|hop| prepared.hops.get(hop))
            .and_then(|hop| hop.time),
    };

    // Independent branches ask in the same pass, so that their questions go out together.
    let dkim: Vec<dkim::Outcome> = prepared
        .signatures
        .iter()
        .enumerate()
        .map(|(index, &header)| {
            dkim::verify(
                dkim::Subject {
                    message: &prepared.message,
                    header,
                    by: Asker::Dkim(index),
                    bodies: &prepared.bodies,
                    search: prepared.searches.map(|searches| searches.header),
                    header_digest: prepared
                        .header_digests
                        .get(index)
                        .map_or(&[], Vec::as_slice),
                    stated: &inputs.stated.bodies,
                },
                clock,
                &ask,
                checked,
            )
        })
        .collect();
    let spf = spf::check_host(spf_input(Identity::MailFrom, &envelope, inputs.now), &ask);
    let helo = spf::check_host(spf_input(Identity::Helo, &envelope, inputs.now), &ask);

    let mut findings = Vec::new();
    let dmarc = match prepared.author.domain() {
        Some(author_domain) => {
            let mut outcome = dmarc::evaluate(
                author_domain,
                identifiers(&dkim, &spf),
                is_pending(&dkim, &spf),
                &ask,
            );
            if outcome.verdict == Some(dmarc::Verdict::Fail) {
                doubt(&mut outcome, &mut findings, &dkim, &spf, &envelope, &ask);
            }
            let alone = rests_on_spf_alone(&outcome, &dkim);
            outcome.findings.extend(alone.map(Noted::general));
            dmarc::check_reports(&mut outcome, &ask);
            Some(outcome)
        }
        // RFC 9989 §5.3.1: with no author domain, or several, validation is not possible. The
        // message's own findings say which.
        _ => None,
    };

    let authors = each_author(prepared, &dkim, &spf, &ask);
    findings.extend(about_authors(&authors, prepared.author.domains.len()));

    // Last, so that no chain, however long, takes its questions from what the verdict rests on.
    let chain = arc::Subject {
        message: &prepared.message,
        chain: &prepared.arc,
        bodies: &prepared.bodies,
        stated: &inputs.stated.bodies,
        clock,
    };
    let arc = arc::validate(chain, &ask, checked);

    let asked = ask.into_log();
    let open = asked
        .iter()
        .filter(|asked| !asked.answered && asked.by != Asker::Reports)
        .count();
    let verdict = conclude(dmarc.as_ref(), &findings);
    if open > 0 && verdict == Verdict::CannotTell {
        findings.push(Finding::AwaitsAnswers { open });
    }
    if asked.len() >= limits::QUESTIONS {
        findings.push(Finding::TooManyQuestions);
    }
    findings.extend(about_policy(dmarc.as_ref(), &dkim));
    findings.extend(about_stated_body(verdict, dmarc.as_ref(), &dkim));

    let mut claims = prepared.claims.clone();
    let mut about_claims = prepared.claim_findings.clone();
    about_claims.extend(claims::place(
        &prepared.message,
        &prepared.hops,
        border,
        &mut claims,
    ));
    let (reconciliation, differences) = reconcile(
        &prepared.message,
        &claims,
        border,
        Found {
            spf: &spf,
            dkim: &dkim,
            dmarc: dmarc.as_ref(),
            is_doubted: findings.iter().any(Finding::is_doubt),
            arc: &arc,
        },
    );
    about_claims.extend(differences);
    let findings = all_findings(
        about_message(prepared, inputs, &dkim),
        &dkim,
        [&spf, &helo],
        dmarc.as_ref(),
        &arc,
        about_claims,
        findings,
    );

    Report {
        verdict,
        findings,
        author: prepared.author.clone(),
        hops: prepared.hops.clone(),
        border,
        border_why: envelope::why(&prepared.hops, inputs),
        envelope,
        spf,
        helo,
        dkim,
        arc,
        dmarc,
        authors,
        claims,
        reconciliation,
        asked,
        proofs: Proofs::default(),
    }
}

fn spf_input(identity: Identity, envelope: &Envelope, now: i64) -> SpfInput<'_> {
    SpfInput {
        identity,
        ip: envelope.ip.map(|(ip, _)| ip),
        helo: envelope.helo.as_ref().map(|(helo, _)| helo.as_str()),
        mail_from: envelope.mail_from.as_ref().map(|(from, _)| from.as_str()),
        now,
    }
}

/// RFC 9989 §5.3.3: the authenticated identifiers.
fn identifiers(dkim: &[dkim::Outcome], spf: &spf::Outcome) -> Vec<Identifier> {
    dkim.iter()
        .filter_map(|signature| signature.passed.clone().map(Identifier::Dkim))
        .chain(spf.passed.clone().map(Identifier::Spf))
        .collect()
}

/// Whether an underlying result is still to come, so that a DMARC fail would be premature.
fn is_pending(dkim: &[dkim::Outcome], spf: &spf::Outcome) -> bool {
    spf.pending || dkim.iter().any(|signature| signature.verdict.is_none())
}

/// A DMARC fail may rest on what could not be judged. Each such gap is tried: were its identifier
/// authenticated, would the message pass? Then the fail does not stand.
fn doubt(
    outcome: &mut dmarc::Outcome,
    findings: &mut Vec<Finding>,
    dkim: &[dkim::Outcome],
    spf: &spf::Outcome,
    envelope: &Envelope,
    ask: &Ask<'_>,
) {
    let would_matter = |method: Method, domains: Vec<Name>| {
        let stated = domains
            .into_iter()
            .map(|domain| Identifier::Stated { method, domain })
            .collect::<Vec<_>>();
        !stated.is_empty()
            && dmarc::evaluate(&outcome.author_domain, stated, false, ask).verdict
                != Some(dmarc::Verdict::Fail)
    };

    // RFC 9989 §5.3.6: with a query that did not complete, the message neither passes nor fails.
    let lookup_failed = would_matter(
        Method::Dkim,
        dkim.iter()
            .filter(|signature| signature.verdict == Some(dkim::Verdict::TempError))
            .filter_map(|signature| signature.domain.clone())
            .collect(),
    ) || would_matter(
        Method::Spf,
        spf.domain
            .iter()
            .filter(|_| spf.verdict == Some(spf::Verdict::TempError))
            .cloned()
            .collect(),
    );

    let body_absent = would_matter(
        Method::Dkim,
        dkim.iter()
            .filter(|signature| {
                signature.body == BodyHash::Absent && signature.signature == SignatureCheck::Match
            })
            .filter_map(|signature| signature.domain.clone())
            .collect(),
    );

    // Without Return-Path the envelope sender may have been anybody, the author included.
    let sender = match &envelope.mail_from {
        Some((mail_from, _)) => spf_domain(mail_from, envelope),
        None => Some(outcome.author_domain.clone()),
    };
    let envelope_unknown = (envelope.ip.is_none() || envelope.mail_from.is_none())
        && would_matter(Method::Spf, sender.into_iter().collect());

    if lookup_failed {
        outcome.leave_undecided();
        findings.push(Finding::RestsOnFailedLookup);
    }
    if body_absent {
        findings.push(Finding::RestsOnAbsentBody);
    }
    if envelope_unknown {
        findings.push(Finding::RestsOnUnknownEnvelope {
            client: envelope.ip.is_none(),
            sender: envelope.mail_from.is_none(),
        });
    }
}

/// The domain SPF would have looked at, had there been a client's address (RFC 7208 §2.4).
fn spf_domain(mail_from: &str, envelope: &Envelope) -> Option<Name> {
    let domain = match mail_from.rsplit_once('@') {
        Some((_, domain)) => domain,
        None if mail_from.is_empty() => envelope.helo.as_ref()?.0.as_str(),
        None => mail_from,
    };
    idn::from_text(domain).ok().map(|read| read.name)
}

fn conclude(dmarc: Option<&dmarc::Outcome>, doubts: &[Finding]) -> Verdict {
    let Some(dmarc) = dmarc else {
        return Verdict::NotAuthenticated;
    };
    match dmarc.verdict {
        Some(dmarc::Verdict::Pass) => Verdict::Authenticated,
        Some(dmarc::Verdict::None) => Verdict::NotProtected,
        Some(dmarc::Verdict::Fail) if doubts.is_empty() => Verdict::NotAuthenticated,
        Some(dmarc::Verdict::PermError) => Verdict::NotAuthenticated,
        Some(dmarc::Verdict::Fail | dmarc::Verdict::TempError) | None => Verdict::CannotTell,
    }
}

/// RFC 9989 §11.5: with several author domains validation is not possible, and a receiver may look at
/// each by itself. No verdict follows from it here.
fn each_author(
    prepared: &Prepared,
    dkim: &[dkim::Outcome],
    spf: &spf::Outcome,
    ask: &Ask<'_>,
) -> Vec<dmarc::Outcome> {
    let author = &prepared.author;
    let mut outcomes = Vec::new();
    if author.domains.len() > 1 && !author.ambiguous {
        for domain in author.domains.iter().take(limits::AUTHOR_DOMAINS) {
            let (identifiers, unsettled) = (identifiers(dkim, spf), is_pending(dkim, spf));
            outcomes.push(dmarc::evaluate(domain, identifiers, unsettled, ask));
        }
    }
    outcomes
}

fn about_authors(authors: &[dmarc::Outcome], domains: usize) -> Option<Finding> {
    let is_settled = |outcome: &dmarc::Outcome| outcome.verdict.is_some();
    if authors.is_empty() || !authors.iter().all(is_settled) {
        return None;
    }
    let failing = |outcome: &&dmarc::Outcome| outcome.verdict == Some(dmarc::Verdict::Fail);
    let failing = authors.iter().filter(failing);
    Some(Finding::EachAuthor {
        evaluated: authors.len(),
        left_out: domains.saturating_sub(authors.len()),
        failing: failing.clone().count(),
        policy: failing
            .map(|outcome| outcome.disposition)
            .max()
            .unwrap_or_default(),
    })
}

/// RFC 9989 §8: a domain whose policy is reject signs its mail, too. A signature of the organization
/// that could not be verified is still one.
fn rests_on_spf_alone(dmarc: &dmarc::Outcome, dkim: &[dkim::Outcome]) -> Option<dmarc::Finding> {
    let author = &dmarc.author_domain;
    let record = dmarc.record.as_ref()?;
    let rejects = record.applied == dmarc::Policy::Reject;
    if dmarc.verdict != Some(dmarc::Verdict::Pass) || !rejects {
        return None;
    }
    let organization = dmarc.organizational_domain.as_ref().unwrap_or(author);
    let is_own = |domain: &Name| domain.is_within(organization) || author.is_within(domain);
    let mut domains = dkim
        .iter()
        .filter_map(|signature| signature.domain.as_ref());
    (!domains.any(is_own)).then(|| dmarc::Finding::SpfAlone {
        author: author.clone(),
    })
}

/// A valid signature of the author domain deserves a word even when no policy asks for it.
fn about_policy(dmarc: Option<&dmarc::Outcome>, dkim: &[dkim::Outcome]) -> Option<Finding> {
    let dmarc = dmarc.filter(|dmarc| dmarc.verdict == Some(dmarc::Verdict::None))?;
    dkim.iter()
        .filter_map(|signature| signature.passed.as_ref())
        .find(|passed| dmarc.author_domain.is_within(passed.domain()))
        .map(|passed| Finding::SignedWithoutPolicy {
            domain: passed.domain().clone(),
        })
}

/// A pass that only holds if a stated digest is true is said to be so: whoever made the link could
/// have invented it.
fn about_stated_body(
    verdict: Verdict,
    dmarc: Option<&dmarc::Outcome>,
    dkim: &[dkim::Outcome],
) -> Option<Finding> {
    let dmarc = dmarc.filter(|_| verdict == Verdict::Authenticated)?;
    let holds_without = dmarc
        .identifiers
        .iter()
        .filter(|identifier| identifier.aligned == Some(true))
        .any(|identifier| match identifier.method {
            Method::Spf => true,
            Method::Dkim => dkim.iter().any(|signature| {
                matches!(signature.body, BodyHash::Match { .. })
                    && signature
                        .passed
                        .as_ref()
                        .is_some_and(|passed| *passed.domain() == identifier.domain)
            }),
        });
    (!holds_without).then_some(Finding::RestsOnStatedBody)
}

/// What reading the message found, what the paste did to it, and what was done to it before. Nothing
/// of a body is lost whose hash a signature bears out.
fn about_message(
    prepared: &Prepared,
    inputs: &Inputs,
    dkim: &[dkim::Outcome],
) -> Vec<Noted<AnyFinding>> {
    let mut findings = Vec::new();
    for noted in &prepared.findings {
        findings.push(noted.clone().map(AnyFinding::Mail));
    }
    let body = prepared.message.body;
    let holds = dkim
        .iter()
        .any(|signature| matches!(signature.body, BodyHash::Match { .. }));
    for noted in &prepared.paste.findings {
        let is_loss = matches!(noted.finding, paste::Finding::CharactersLost { .. });
        let in_body = noted
            .span
            .zip(body)
            .is_some_and(|(span, body)| span.start >= body.start);
        if !(is_loss && in_body && holds) {
            findings.push(noted.clone().map(AnyFinding::Paste));
        }
    }
    if !inputs.repaired.is_empty() {
        let damage = inputs.repaired.clone();
        let finding = paste::Finding::Repaired { damage };
        findings.push(Noted::general(AnyFinding::Paste(finding)));
    }
    findings
}

/// All findings in the order a person should read them: what the verdict rests on, then by gravity,
/// and within that in the order the protocols run.
fn all_findings(
    message: Vec<Noted<AnyFinding>>,
    dkim: &[dkim::Outcome],
    spf: [&spf::Outcome; 2],
    dmarc: Option<&dmarc::Outcome>,
    arc: &arc::Outcome,
    claims: Vec<Noted<claims::Finding>>,
    verdict: Vec<Finding>,
) -> Vec<Noted<AnyFinding>> {
    let mut findings = message;
    if let Some(dmarc) = dmarc {
        findings.extend(
            dmarc
                .findings
                .iter()
                .cloned()
                .map(|noted| noted.map(AnyFinding::Dmarc)),
        );
    }
    for (index, signature) in dkim.iter().enumerate() {
        findings.extend(
            signature
                .findings
                .iter()
                .cloned()
                .map(|noted| noted.map(|finding| AnyFinding::Dkim(index, finding))),
        );
    }
    for outcome in spf {
        findings.extend(
            outcome
                .findings
                .iter()
                .cloned()
                .map(|noted| noted.map(|finding| AnyFinding::Spf(outcome.identity, finding))),
        );
    }
    let of_arc = arc.findings.iter().cloned();
    findings.extend(of_arc.map(|noted| noted.map(AnyFinding::Arc)));
    findings.extend(
        claims
            .into_iter()
            .map(|noted| noted.map(AnyFinding::Claims)),
    );
    findings.sort_by_key(|noted| noted.finding.entry().level);
    verdict
        .into_iter()
        .map(|finding| Noted::general(AnyFinding::Verdict(finding)))
        .chain(findings)
        .collect()
}
