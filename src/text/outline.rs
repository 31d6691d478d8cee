//! A report as plain text: what the command line prints, for a person or a ticket.

use crate::engine::cite::{Level, Noted};
use crate::engine::claims::{Agreement, Claimed, Row};
use crate::engine::report::{AnyFinding, Finding, Report, Verdict};
use crate::engine::{arc, dkim, dmarc, spf};
use crate::text::{self, Lang, prose};

/// The words of an outline, but for those of the findings.
pub struct Outline {
    /// Each verdict about the author's address.
    pub verdict: fn(Verdict, &str) -> String,
    /// The verdict without an author domain; whether there are several.
    pub no_author_domain: fn(bool) -> &'static str,
    /// What a verdict of *cannot tell* lacks.
    pub missing: fn(&Finding) -> Option<String>,
    /// What no pass may be taken for.
    pub caveat: &'static str,
    /// Beside the domain with the policy: what it asks, and whether it is only tested.
    pub policy: fn(&str, dmarc::Policy, bool) -> String,
    /// The author domain has no policy.
    pub no_policy: fn(&str) -> String,
    /// An identifier's domain, the author domain, whether they are aligned.
    pub aligned: fn(&str, &str, Option<bool>) -> String,
    /// SPF's counters: lookups, void lookups.
    pub counters: fn(usize, usize) -> String,
    /// What the domain says to a fail.
    pub explanation: fn(&str) -> String,
    /// There is no client's address.
    pub no_client: &'static str,
    /// There is no domain to look at.
    pub no_domain: &'static str,
    /// There is no signature.
    pub no_signature: &'static str,
    /// What became of a body hash that does not simply match.
    pub body: fn(&dkim::BodyHash) -> Option<&'static str>,
    /// Whether the signature over the header holds.
    pub header: fn(bool) -> &'static str,
    /// There is no ARC chain.
    pub no_chain: &'static str,
    /// A set of the chain: its instance, who sealed it, and what it says of the chain before.
    pub set: fn(usize, &str, &str) -> String,
    /// Whether a set's message signature holds; `None` when it is not known.
    pub unchanged: fn(Option<bool>) -> &'static str,
    /// Whether its seal does.
    pub sealed: fn(Option<bool>) -> &'static str,
    /// Above what the receiver claims.
    pub claims: &'static str,
    /// What is claimed, and what we found, if anything.
    pub claimed: fn(&str, Option<&str>) -> String,
    /// In place of a result.
    pub pending: &'static str,
    /// Above the findings.
    pub findings: &'static str,
    /// How grave a finding is.
    pub level: fn(Level) -> &'static str,
    /// Before what to do about a finding.
    pub fix: &'static str,
    /// Where in the message a finding is: first octet, one past the last.
    pub octets: fn(usize, usize) -> String,
    /// Above the open questions.
    pub needs: &'static str,
}

/// The verdict, one line for each check, the findings with their reasons, and what is still asked.
/// Every line ends in LF, and no octet of the message can move a terminal's cursor.
pub fn outline(report: &Report, lang: Lang) -> String {
    let words = lang.0.outline;
    let mut lines = vec![verdict(report, words)];
    if report.verdict == Verdict::Authenticated {
        lines.push(words.caveat.to_owned());
    }
    lines.push(String::new());
    match &report.dmarc {
        Some(outcome) => lines.extend(dmarc_lines(outcome, words)),
        None => lines.push(row(
            "DMARC",
            dmarc::Verdict::PermError.word(),
            words.no_domain,
        )),
    }
    lines.push(spf_line("SPF", &report.spf, words));
    if report.helo.verdict.is_some() {
        lines.push(spf_line("HELO", &report.helo, words));
    }
    if report.dkim.is_empty() {
        lines.push(row("DKIM", "none", words.no_signature));
    }
    for signature in &report.dkim {
        lines.push(dkim_line(signature, words));
    }
    lines.extend(arc_lines(report, words));

    let claimed = |row: &&Row| row.claimed.is_some();
    let mut rows = report.reconciliation.iter().filter(claimed).peekable();
    if rows.peek().is_some() {
        lines.push(String::new());
        lines.push(words.claims.to_owned());
    }
    lines.extend(rows.map(|row| claim_line(row, lang)));

    if !report.findings.is_empty() {
        lines.push(String::new());
        lines.push(words.findings.to_owned());
    }
    for noted in &report.findings {
        lines.extend(finding_lines(noted, lang));
    }

    let mut needs = report.needs().peekable();
    if needs.peek().is_some() {
        lines.push(String::new());
        lines.push(words.needs.to_owned());
    }
    lines.extend(needs.map(|need| format!("  {} {}", need.question.name, need.question.rtype)));
    printable(&lines)
}

/// SPF of what was stated: its line, and the explanation of a fail.
pub fn spf_outline(outcome: &spf::Outcome, lang: Lang) -> String {
    let words = lang.0.outline;
    let mut lines = vec![spf_line("SPF", outcome, words)];
    lines.extend(
        outcome
            .explanation
            .as_ref()
            .map(|text| (words.explanation)(text)),
    );
    for noted in &outcome.findings {
        let noted = noted
            .clone()
            .map(|finding| AnyFinding::Spf(outcome.identity, finding));
        lines.extend(finding_lines(&noted, lang));
    }
    printable(&lines)
}

/// DMARC of what was stated: its line, and one for each identifier.
pub fn dmarc_outline(outcome: &dmarc::Outcome, lang: Lang) -> String {
    let mut lines = dmarc_lines(outcome, lang.0.outline);
    for noted in &outcome.findings {
        lines.extend(finding_lines(&noted.clone().map(AnyFinding::Dmarc), lang));
    }
    printable(&lines)
}

fn verdict(report: &Report, words: &Outline) -> String {
    if report.author.domains.len() != 1 {
        return (words.no_author_domain)(report.author.domains.len() > 1).to_owned();
    }
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let author = report
        .author
        .addresses
        .iter()
        .find(|address| address.name.is_some())
        .map(|address| format!("{}@{}", text(&address.local), text(&address.domain)));
    let sentence = (words.verdict)(report.verdict, &author.unwrap_or_default());
    let missing = report.findings.iter().find_map(|noted| {
        let AnyFinding::Verdict(finding) = &noted.finding else {
            return None;
        };
        (words.missing)(finding)
    });
    match missing.filter(|_| report.verdict == Verdict::CannotTell) {
        Some(missing) => format!("{sentence}: {missing}"),
        None => sentence,
    }
}

fn row(check: &str, result: &str, about: &str) -> String {
    format!("{check:<6} {result:<10} {about}")
        .trim_end()
        .to_owned()
}

fn dmarc_lines(outcome: &dmarc::Outcome, words: &Outline) -> Vec<String> {
    let result = outcome.verdict.map_or(words.pending, dmarc::Verdict::word);
    let author = outcome.author_domain.to_string();
    let about = match &outcome.record {
        Some(record) => (words.policy)(&record.domain.to_string(), record.applied, record.testing),
        None if outcome.verdict == Some(dmarc::Verdict::None) => (words.no_policy)(&author),
        None => author.clone(),
    };
    let mut lines = vec![row("DMARC", result, &about)];
    // Without a policy nothing was to be aligned.
    let identifiers = outcome
        .identifiers
        .iter()
        .filter(|_| outcome.record.is_some());
    lines.extend(identifiers.map(|identifier| {
        let method = match identifier.method {
            dmarc::Method::Spf => "SPF",
            dmarc::Method::Dkim => "DKIM",
        };
        let domain = identifier.domain.to_string();
        let aligned = (words.aligned)(&domain, &author, identifier.aligned);
        format!("       {method}: {aligned}")
    }));
    lines
}

fn spf_line(check: &str, outcome: &spf::Outcome, words: &Outline) -> String {
    let domain = outcome.domain.as_ref().map(ToString::to_string);
    match (outcome.verdict, domain) {
        (Some(verdict), domain) => {
            let counters = (words.counters)(outcome.lookups, outcome.void_lookups);
            let about = format!("{}  {counters}", domain.unwrap_or_default());
            row(check, verdict.word(), about.trim_start())
        }
        (None, _) if outcome.ip.is_none() => row(check, "-", words.no_client),
        (None, None) => row(check, "-", words.no_domain),
        (None, Some(domain)) => row(check, words.pending, &domain),
    }
}

fn dkim_line(signature: &dkim::Outcome, words: &Outline) -> String {
    let result = signature.verdict.map_or(words.pending, dkim::Verdict::word);
    let name = match (&signature.selector, &signature.domain) {
        (Some(selector), Some(domain)) => format!("{domain} s={selector}"),
        (_, Some(domain)) => domain.to_string(),
        _ => words.no_domain.to_owned(),
    };
    let body = (words.body)(&signature.body);
    let header = match signature.signature {
        dkim::SignatureCheck::Mismatch => Some((words.header)(false)),
        // A body that changed under a signature that holds is worth telling apart.
        dkim::SignatureCheck::Match if body.is_some() => Some((words.header)(true)),
        dkim::SignatureCheck::Match | dkim::SignatureCheck::NotChecked => None,
    };
    let about: Vec<&str> = [Some(name.as_str()), body, header]
        .into_iter()
        .flatten()
        .collect();
    row("DKIM", result, &about.join("; "))
}

/// The chain, and each set, newest first: who sealed it, whether it holds, and what it claims.
fn arc_lines(report: &Report, words: &Outline) -> Vec<String> {
    let chain = &report.arc;
    let result = chain.verdict.map_or(
        if chain.pending { words.pending } else { "-" },
        arc::Verdict::word,
    );
    let about = match chain.verdict {
        Some(arc::Verdict::None) => words.no_chain.to_owned(),
        _ => chain
            .oldest_pass
            .map(|instance| format!("oldest-pass={instance}"))
            .unwrap_or_default(),
    };
    let mut lines = vec![row("ARC", result, &about)];
    for set in chain.sets.iter().rev() {
        let sealer = set.sealer.as_ref().map(ToString::to_string);
        let sealer = sealer.unwrap_or_else(|| words.no_domain.to_owned());
        let status = set.status.as_deref().unwrap_or("-");
        let mut line = format!("       {}", (words.set)(set.instance, &sealer, status));
        if let Some(message) = &set.message {
            line = format!("{line}; {}", (words.unchanged)(arc::holds(message)));
        }
        if let Some(seal) = &set.seal {
            line = format!("{line}; {}", (words.sealed)(arc::holds(seal)));
        }
        lines.push(line);
        let statement = report.claims_of(set);
        lines.extend(statement.map(|statement| format!("         {}", statement.in_short())));
    }
    lines
}

fn claim_line(row: &Row, lang: Lang) -> String {
    let claimed = row.claimed.map_or("", Claimed::word);
    let said = (lang.0.outline.claimed)(claimed, row.found);
    let why = match row.agreement {
        Agreement::Differs(cause) => format!(" ({})", (text::ui(lang).claims.cause)(cause)),
        Agreement::Same | Agreement::Unclaimed | Agreement::Open => String::new(),
    };
    let about = match row.identity.as_str() {
        "" => String::new(),
        identity => format!(" {identity}"),
    };
    format!("  {}{about}: {said}{why}", row.method.word())
}

fn finding_lines(noted: &Noted<AnyFinding>, lang: Lang) -> Vec<String> {
    let words = lang.0.outline;
    let entry = noted.finding.entry();
    let said = prose(lang, &noted.finding);
    let mut lines = vec![format!("  {}: {}", (words.level)(entry.level), said.title)];
    if !said.why.is_empty() {
        lines.push(format!("    {}", said.why));
    }
    if let Some(fix) = &said.fix {
        lines.push(format!("    {} {}", words.fix, fix.what));
        let copy = fix.copy.iter().flat_map(|copy| copy.lines());
        lines.extend(copy.map(|line| format!("      {line}")));
    }
    let place = noted.span.map_or_else(String::new, |span| {
        format!(", {}", (words.octets)(span.start, span.end))
    });
    lines.push(format!(
        "    [{}, RFC {} §{}{place}]",
        entry.code, entry.cite.rfc, entry.cite.section
    ));
    lines
}

fn printable(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        text.extend(
            line.chars()
                .map(|c| if c.is_control() { '\u{fffd}' } else { c }),
        );
        text.push('\n');
    }
    text
}
