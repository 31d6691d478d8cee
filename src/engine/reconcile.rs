//! What the receiver claimed beside what we found: one row for DMARC, SPF and ARC, and one for each
//! DKIM signature, with a cause for each difference.
//!
//! The receiver's word is taken from the statements of the best standing: those of the border itself
//! before its neighbours', Authentication-Results before Received-SPF and ARC's copy, and what was
//! written outside only where nobody inside says anything. All fields of that server speak together.
//!
//! A cause is what the message, DNS as it is today and the claim show; each is decided where it is
//! named below, and where nothing shows one it is *unknown*. No cause is read out of comments.

use std::net::IpAddr;

use crate::engine::arc;
use crate::engine::cite::Noted;
use crate::engine::claims::{
    Agreement, Cause, Claim, Claimed, Finding, Kind, Method, Row, Standing, Statement,
};
use crate::engine::dkim::{self, BodyHash, SignatureCheck};
use crate::engine::dns::{Name, idn};
use crate::engine::mail::{Message, tag_list};
use crate::engine::{dmarc, spf};

/// What we found, for comparison.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// SPF of MAIL FROM.
    pub spf: &'a spf::Outcome,
    /// The signatures.
    pub dkim: &'a [dkim::Outcome],
    /// DMARC; `None` without one author domain.
    pub dmarc: Option<&'a dmarc::Outcome>,
    /// Whether a fail of DMARC rests on what could not be judged.
    pub is_doubted: bool,
    /// ARC.
    pub arc: &'a arc::Outcome,
}

/// Compares what was claimed with what was found; `border` is the hop whose client SPF judged.
pub fn reconcile(
    message: &Message,
    statements: &[Statement],
    border: Option<usize>,
    found: Found<'_>,
) -> (Vec<Row>, Vec<Noted<Finding>>) {
    let desk = Desk {
        message,
        statements,
        border,
        found,
    };
    let mut rows = desk.dkim_rows();
    rows.insert(0, desk.spf_row());
    rows.insert(0, desk.dmarc_row(&rows));
    rows.extend(desk.arc_row());

    let mut findings = Vec::new();
    for row in &rows {
        let claim = row.claim.and_then(|place| desk.claim(place));
        if let Agreement::Differs(cause) = row.agreement
            // A claim from outside is said to be one where it stands.
            && cause != Cause::OutsideBoundary
            && let Some(claim) = claim
        {
            let finding = Finding::Differs {
                method: row.method,
                identity: row.identity.clone(),
                claimed: claim.result,
                found: row.found,
                cause,
            };
            findings.push(Noted::at(finding, claim.span));
        }
    }
    (rows, findings)
}

/// Where a claim is: the index of its statement, and its own in it.
type Place = (usize, usize);

struct Desk<'a> {
    message: &'a Message,
    statements: &'a [Statement],
    border: Option<usize>,
    found: Found<'a>,
}

impl<'a> Desk<'a> {
    fn claim(&self, (statement, claim): Place) -> Option<&'a Claim> {
        self.statements.get(statement)?.claims.get(claim)
    }

    /// The claims about a method by whoever speaks for the receiver.
    fn spoken(&self, method: Method) -> Vec<Place> {
        let speaks = |statement: &&Statement| {
            let mut claims = statement.claims.iter();
            claims.any(|claim| claim.method == method)
        };
        let best = self.statements.iter().filter(speaks).map(|s| self.rank(s));
        let best = best.min();
        let mut spoken = Vec::new();
        for (index, statement) in self.statements.iter().enumerate() {
            if Some(self.rank(statement)) != best {
                continue;
            }
            for (claim, of) in statement.claims.iter().enumerate() {
                if of.method == method {
                    spoken.push((index, claim));
                }
            }
        }
        spoken
    }

    /// How near a statement is to being the receiver's word: the lower, the nearer.
    fn rank(&self, statement: &Statement) -> (u8, usize, u8) {
        let standing = match statement.standing {
            Standing::Inside => 0,
            Standing::Unclear => 1,
            Standing::Outside => 2,
            Standing::Forged => 3,
        };
        let kind = match statement.kind {
            Kind::AuthenticationResults => 0,
            Kind::ReceivedSpf => 1,
            Kind::ArcAuthenticationResults => 2,
        };
        let hop = statement.hop.zip(self.border);
        let distance = hop.map_or(usize::MAX, |(hop, border)| hop.abs_diff(border));
        (standing, distance, kind)
    }

    fn row(&self, method: Method, identity: String, found: Option<&'static str>) -> Row {
        Row {
            method,
            identity,
            claim: None,
            claimed: None,
            found,
            agreement: Agreement::Unclaimed,
        }
    }

    /// Puts a claim beside what was found; `cause` is asked for where the words differ.
    fn compare(
        &self,
        mut row: Row,
        place: Place,
        cause: impl FnOnce(&Claim) -> Option<Cause>,
    ) -> Row {
        let Some(claim) = self.claim(place) else {
            return row;
        };
        row.claim = Some(place);
        row.claimed = Some(claim.result);
        row.agreement = match row.found {
            // RFC 8601 §4.1: an unknown result is ignored.
            _ if claim.result == Claimed::Unknown => Agreement::Open,
            Some(found) if found == claim.result.word() => Agreement::Same,
            _ => match cause(claim) {
                // Whatever else may explain it: nobody has to mean it.
                Some(_) if !self.is_inside(place) => Agreement::Differs(Cause::OutsideBoundary),
                Some(cause) => Agreement::Differs(cause),
                None => Agreement::Open,
            },
        };
        row
    }

    fn is_inside(&self, (statement, _): Place) -> bool {
        let statement = self.statements.get(statement);
        statement.is_some_and(|statement| statement.standing == Standing::Inside)
    }

    // SPF

    fn spf_row(&self) -> Row {
        let spoken = self.spoken(Method::Spf);
        // Of several results the one about MAIL FROM is DMARC's.
        let is_mail_from = |place: &&Place| {
            let claim = self.claim(**place);
            claim.is_some_and(|claim| claim.property(&MAIL_FROM).is_some())
        };
        let place = spoken.iter().find(is_mail_from).or(spoken.first());
        let spf = self.found.spf;
        let identity = spf.domain.as_ref().map(Name::to_string);
        let row = self.row(
            Method::Spf,
            identity.unwrap_or_default(),
            spf.verdict.map(spf::Verdict::word),
        );
        match place {
            Some(place) => self.compare(row, *place, |claim| self.spf_cause(claim, *place)),
            None => row,
        }
    }

    fn spf_cause(&self, claim: &Claim, (statement, _): Place) -> Option<Cause> {
        let spf = self.found.spf;
        let ours = spf.verdict?;
        let stated = claim.property(&MAIL_FROM);
        let helo = claim.property(&HELO);
        let is_helo = match claim.property(&["identity"]) {
            Some(identity) => identity.eq_ignore_ascii_case("helo"),
            None => stated.is_none() && helo.is_some(),
        };
        // With a null sender MAIL FROM is judged by HELO's name, and the two are one.
        let domain = if is_helo { helo } else { stated };
        let is_another = |domain: &str| {
            let domain = domain_of(domain);
            domain.is_some() && domain != spf.domain
        };
        if is_helo && (!spf.null_sender || domain.is_some_and(is_another)) {
            return Some(Cause::HeloNotMailFrom);
        }
        if domain.is_some_and(is_another) {
            return Some(Cause::OtherIdentity);
        }
        let client = claim.property(&["client-ip", "smtp.remote-ip", "smtp.client-ip"]);
        let client = client.and_then(|text| text.parse::<IpAddr>().ok());
        if client.is_some_and(|client| Some(client.to_canonical()) != spf.ip) {
            return Some(Cause::OtherIdentity);
        }
        // A server behind the border, or before it, saw another client.
        let hop = self.statements.get(statement).and_then(|s| s.hop);
        if client.is_none() && self.border.is_some() && hop != self.border {
            return Some(Cause::OtherIdentity);
        }
        Some(match (claim.result, ours) {
            (Claimed::TempError, _) | (_, spf::Verdict::TempError) => Cause::DnsChanged,
            // RFC 8601 §2.4: the receiver's own rule took the place of the result.
            (Claimed::Policy, _) => Cause::ReceiverDiffers,
            // A guess where there is no record, which RFC 7208 does not know.
            (Claimed::Neutral | Claimed::Pass, spf::Verdict::None) if !was_published(spf) => {
                Cause::ReceiverDiffers
            }
            // Not all receivers stop at the limits of RFC 7208 §4.6.4, or at the first fault.
            (_, spf::Verdict::PermError) => Cause::ReceiverDiffers,
            // The same client, the same domain: what is left is another record.
            _ => Cause::DnsChanged,
        })
    }

    // DKIM

    fn dkim_rows(&self) -> Vec<Row> {
        let mut spoken = self.spoken(Method::Dkim);
        let mut rows = Vec::new();
        let mut quoted = Vec::new();
        for signature in self.found.dkim {
            let found = signature.verdict.map(dkim::Verdict::word);
            let row = self.row(Method::Dkim, signature_name(signature), found);
            let octets = self.octets(signature);
            let fit = |place: &Place| {
                let claim = self.claim(*place);
                claim.map_or(0, |claim| fit(claim, signature, &octets))
            };
            let best = spoken.iter().copied().rev().max_by_key(fit);
            let best = best.filter(|place| fit(place) > 0);
            quoted.push(octets);
            let Some(best) = best else {
                rows.push(row);
                continue;
            };
            spoken.retain(|place| *place != best);
            rows.push(self.compare(row, best, |claim| dkim_cause(claim.result, signature)));
        }
        for place in spoken {
            let Some(claim) = self.claim(place) else {
                continue;
            };
            // A receiver may say the same of one signature twice.
            let mut signatures = self.found.dkim.iter().zip(&quoted);
            if signatures.any(|(signature, octets)| fit(claim, signature, octets) > 0) {
                continue;
            }
            let identity = claim.property(&["header.d", "header.i"]);
            let is_none = claim.result == Claimed::None;
            let unsigned = self.found.dkim.is_empty().then_some("none");
            if is_none && unsigned.is_none() {
                continue;
            }
            let row = self.row(
                Method::Dkim,
                identity.unwrap_or_default().to_owned(),
                unsigned,
            );
            // The signature that was judged is not in the message.
            rows.push(self.compare(row, place, |_| Some(Cause::OtherIdentity)));
        }
        if rows.is_empty() {
            rows.push(self.row(Method::Dkim, String::new(), Some("none")));
        }
        rows
    }

    /// The beginning of a signature's `b=`, as far as a claim may quote it (RFC 6008 §4).
    fn octets(&self, signature: &dkim::Outcome) -> Vec<u8> {
        let field = self.message.headers.get(signature.header);
        let value = field.map(|field| self.message.value(field));
        let tags = tag_list::parse(value.unwrap_or_default(), 0);
        let mut octets = tags.get("b").map_or_else(Vec::new, |tag| tag.value.clone());
        octets.retain(|octet| !octet.is_ascii_whitespace());
        octets
    }

    // DMARC

    fn dmarc_row(&self, others: &[Row]) -> Row {
        let dmarc = self.found.dmarc;
        let identity = dmarc.map(|dmarc| dmarc.author_domain.to_string());
        let found = match dmarc {
            Some(dmarc) => dmarc.verdict,
            None => Some(dmarc::Verdict::PermError),
        };
        let row = self.row(
            Method::Dmarc,
            identity.unwrap_or_default(),
            found.map(dmarc::Verdict::word),
        );
        let Some(place) = self.spoken(Method::Dmarc).first().copied() else {
            return row;
        };
        self.compare(row, place, |claim| self.dmarc_cause(claim, found?, others))
    }

    fn dmarc_cause(&self, claim: &Claim, ours: dmarc::Verdict, others: &[Row]) -> Option<Cause> {
        use dmarc::Verdict::{Fail, None as Unprotected, Pass, PermError, TempError};
        let author = self.found.dmarc.map(|dmarc| &dmarc.author_domain);
        let stated = claim.property(&["header.from", "d"]).and_then(domain_of);
        if stated.is_some() && author.is_some() && stated.as_ref() != author {
            return Some(Cause::OtherIdentity);
        }
        if ours == Fail && self.found.is_doubted {
            return None;
        }
        Some(match (claim.result, ours) {
            (Claimed::TempError, _) | (_, TempError) => Cause::DnsChanged,
            // One of the two saw a policy record where the other saw none.
            (Claimed::Pass | Claimed::Fail, Unprotected) | (Claimed::None, Pass | Fail) => {
                Cause::DnsChanged
            }
            // What DMARC rests on differs: its reason is DMARC's.
            (Claimed::Pass, Fail) => leg_cause(others, |row| row.claimed == Some(Claimed::Pass)),
            (Claimed::Fail, Pass) => leg_cause(others, |row| row.found == Some("pass")),
            // Words no RFC has for DMARC, and several authors, where receivers go their own ways.
            (Claimed::Policy | Claimed::Neutral | Claimed::SoftFail, _) | (_, PermError) => {
                Cause::ReceiverDiffers
            }
            _ => Cause::Unknown,
        })
    }

    // ARC

    fn arc_row(&self) -> Option<Row> {
        let arc = self.found.arc;
        let place = self.spoken(Method::Arc).first().copied();
        if place.is_none() && arc.verdict == Some(arc::Verdict::None) {
            return None;
        }
        let found = arc.verdict.map(arc::Verdict::word);
        let row = self.row(Method::Arc, String::new(), found);
        let Some(place) = place else {
            return Some(row);
        };
        Some(self.compare(row, place, |claim| arc_cause(claim.result, arc)))
    }
}

/// Why ARC's result is another than the one claimed.
fn arc_cause(claimed: Claimed, arc: &arc::Outcome) -> Option<Cause> {
    let ours = arc.verdict?;
    Some(match (claimed, ours) {
        // A receiver that seals judges the chain before its own set is on it.
        (Claimed::None, _) => Cause::OtherIdentity,
        // RFC 8617 §5.2.1 has no temperror; who writes one could not have the key.
        (Claimed::TempError, _) => Cause::DnsChanged,
        // The chain was whole then; what breaks it now is one of its signatures, or not to be seen.
        (Claimed::Pass, arc::Verdict::Fail) => {
            let broken = arc.broken();
            let cause = broken.and_then(|signature| dkim_cause(claimed, signature));
            cause.unwrap_or(Cause::Unknown)
        }
        _ => Cause::Unknown,
    })
}

/// How well a claim fits a signature, whose `b=` is `own`; 0 where it is about another one.
fn fit(claim: &Claim, signature: &dkim::Outcome, own: &[u8]) -> u8 {
    let domain = claim.property(&["header.d"]).and_then(domain_of);
    let identity = claim.property(&["header.i"]).and_then(domain_of);
    // Yahoo writes the selector with a sign before it.
    let selector = claim.property(&["header.s"]);
    let selector = selector.map(|selector| selector.trim_start_matches('@'));
    let octets = claim.property(&["header.b"]);
    if domain.is_none() && identity.is_none() && octets.is_none() {
        return 1;
    }
    let Some(signing) = &signature.domain else {
        return 0;
    };
    let is_domain = match (&domain, &identity) {
        (Some(domain), _) => domain == signing,
        (None, Some(identity)) => identity.is_within(signing),
        (None, None) => true,
    };
    let is_selector = match (selector, &signature.selector) {
        (Some(stated), Some(own)) => stated.eq_ignore_ascii_case(own),
        _ => true,
    };
    if !is_domain || !is_selector {
        return 0;
    }
    match octets {
        Some(octets) if own.starts_with(octets.as_bytes()) => 4,
        Some(_) => 0,
        None => 2 + u8::from(selector.is_some()),
    }
}

/// Where a claim about SPF says whose MAIL FROM it was.
const MAIL_FROM: [&str; 4] = ["smtp.mailfrom", "envelope-from", "smtp.mail", "smtp.from"];

/// Where it says whose HELO.
const HELO: [&str; 3] = ["smtp.helo", "helo", "smtp.ehlo"];

/// The domain of an address, or a domain.
fn domain_of(text: &str) -> Option<Name> {
    let domain = text.rsplit('@').next()?;
    idn::from_text(domain).ok().map(|read| read.name)
}

fn was_published(spf: &spf::Outcome) -> bool {
    let record = spf.trace.as_ref().and_then(|trace| trace.record.as_ref());
    record.is_some()
}

/// A signature's domain and selector.
fn signature_name(signature: &dkim::Outcome) -> String {
    let domain = signature.domain.as_ref().map(Name::to_string);
    match (domain, &signature.selector) {
        (Some(domain), Some(selector)) => format!("{domain} s={selector}"),
        (Some(domain), None) => domain,
        (None, _) => String::new(),
    }
}

/// Why a signature's result is another than the one claimed.
fn dkim_cause(claimed: Claimed, signature: &dkim::Outcome) -> Option<Cause> {
    use dkim::Verdict::{Fail, Neutral, Pass, PermError, Policy, TempError};
    let ours = signature.verdict?;
    Some(match (claimed, ours) {
        // Without the body there is nothing to compare.
        (_, Neutral) => return None,
        (Claimed::TempError, _) | (_, TempError) => Cause::DnsChanged,
        (Claimed::Pass, Fail) => changed_since(signature),
        (Claimed::Pass, PermError) => unusable_since(signature),
        // Short keys and rsa-sha1: RFC 8301 lets nobody accept them.
        (Claimed::Pass, Policy) => Cause::ReceiverDiffers,
        // RFC 8601 §2.7.1: the receiver's own rule took the place of the result.
        (Claimed::Policy, Pass) => Cause::ReceiverDiffers,
        // What is permanently wrong with a signature stays wrong, but for its key.
        (Claimed::PermError, Pass) => Cause::KeyChanged,
        (_, Pass) => Cause::Unknown,
        // Neither accepts it, each in its own words.
        (_, Fail | PermError | Policy) => Cause::ReceiverDiffers,
    })
}

/// A signature that verified then and does not match now.
fn changed_since(signature: &dkim::Outcome) -> Cause {
    let body_differs = matches!(signature.body, BodyHash::Mismatch { .. });
    let key_fits = signature
        .findings
        .iter()
        .find_map(|noted| match noted.finding {
            dkim::Finding::SignatureMismatch { key_fits, .. } => Some(key_fits),
            _ => None,
        });
    match (body_differs, signature.signature, key_fits.flatten()) {
        // The signature still stands over `bh=`, so that only the body can have changed.
        (true, SignatureCheck::Match, _) => Cause::BodyRewritten,
        // The RSA block opens under this key to no hash at all: another key made it.
        (_, _, Some(false)) => Cause::KeyChanged,
        // The key fits: header and body were both rewritten.
        (true, _, Some(true)) => Cause::BodyRewritten,
        // A header that was changed since is in no row of the list, and Ed25519 does not tell it
        // from another key.
        _ => Cause::Unknown,
    }
}

/// A signature that verified then and can't be judged now.
fn unusable_since(signature: &dkim::Outcome) -> Cause {
    use dkim::Finding as F;
    for noted in &signature.findings {
        match noted.finding {
            F::Expired { clock, .. } if clock.received.is_none() => return Cause::ExpiredSince,
            // It had expired when it came, and the receiver let it: §3.5 says it may.
            F::Expired { .. } => return Cause::ReceiverDiffers,
            // There is no key any more that could have made it pass.
            F::NoKey { .. }
            | F::KeyRevoked { .. }
            | F::KeySyntax { .. }
            | F::KeyVersion { .. }
            | F::KeyWithoutP { .. }
            | F::KeyMalformed { .. }
            | F::KeyRecordTooLong { .. }
            | F::KeyTypeMismatch { .. } => return Cause::KeyChanged,
            _ => {}
        }
    }
    // There is one, and a rule forbids its use (`s=`, `h=`, `t=s`, `v=` not first), or the signature
    // breaks one itself (no From in `h=`, a tag twice): rules that receivers are known to overlook.
    Cause::ReceiverDiffers
}

/// The reason why SPF or DKIM differs, where that explains DMARC.
fn leg_cause(others: &[Row], counts: impl Fn(&Row) -> bool) -> Cause {
    for row in others {
        if let Agreement::Differs(cause) = row.agreement
            && counts(row)
        {
            return cause;
        }
    }
    Cause::Unknown
}
