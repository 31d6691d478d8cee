//! The command line's outline in English.

use crate::engine::cite::Level;
use crate::engine::dkim::BodyHash;
use crate::engine::report::{Finding, Verdict};
use crate::text::outline::Outline;

/// The catalog.
pub static OUTLINE: Outline = Outline {
    verdict: |verdict, author| match verdict {
        Verdict::Authenticated => format!("Authenticated: the domain of {author}"),
        Verdict::NotAuthenticated => format!("Not authenticated: the domain of {author}"),
        Verdict::NotProtected => {
            format!("Not protected: the domain of {author} has no DMARC record")
        }
        Verdict::CannotTell => {
            format!("Cannot tell whether the domain of {author} is authenticated")
        }
    },
    no_author_domain: |several| {
        if several {
            "Not authenticated: From names authors in several domains"
        } else {
            "Not authenticated: the message names no author domain"
        }
    },
    missing: |finding| match finding {
        Finding::AwaitsAnswers { open: 1 } => Some("one DNS answer is missing".to_owned()),
        Finding::AwaitsAnswers { open } => Some(format!("{open} DNS answers are missing")),
        Finding::RestsOnAbsentBody => Some("the body is not there".to_owned()),
        Finding::RestsOnUnknownEnvelope { client: true, .. } => {
            Some("the client’s address is not known".to_owned())
        }
        Finding::RestsOnUnknownEnvelope { .. } => {
            Some("the envelope sender is not known".to_owned())
        }
        Finding::RestsOnFailedLookup => Some("a DNS lookup failed".to_owned()),
        _ => None,
    },
    caveat: "Authenticated does not mean safe.",
    policy: |domain, policy, testing| {
        let policy = policy.word();
        if testing {
            format!("the policy of {domain} is {policy}, for testing only")
        } else {
            format!("the policy of {domain} is {policy}")
        }
    },
    no_policy: |domain| format!("{domain} has no DMARC record"),
    aligned: |domain, author, aligned| match aligned {
        Some(true) => format!("{domain} is aligned with {author}"),
        Some(false) => format!("{domain} is not aligned with {author}"),
        None => format!("whether {domain} is aligned with {author} is not settled"),
    },
    counters: |lookups, void| format!("lookups {lookups}/10, void {void}/2"),
    explanation: |text| format!("The domain explains: “{text}”"),
    no_client: "the client’s address is not known",
    no_domain: "there is no domain to look at",
    no_signature: "there is no signature",
    body: |body| match body {
        BodyHash::Match { .. } | BodyHash::NotComputed => None,
        BodyHash::Mismatch { .. } => Some("the body was changed"),
        BodyHash::Absent => Some("the body is not there"),
        BodyHash::Stated => Some("the body is only stated by its digest"),
    },
    header: |holds| {
        if holds {
            "the signature over the header holds"
        } else {
            "the signature over the header does not hold"
        }
    },
    no_chain: "there is no chain",
    set: |instance, sealer, status| format!("set {instance}: sealed by {sealer}, cv={status}"),
    unchanged: |holds| match holds {
        Some(true) => "the message is as sealed",
        Some(false) => "the message was changed since",
        None => "whether the message was changed is open",
    },
    sealed: |holds| match holds {
        Some(true) => "the seal holds",
        Some(false) => "the seal does not hold",
        None => "whether the seal holds is open",
    },
    claims: "What the receiver wrote",
    claimed: |claimed, found| match found {
        Some(found) => format!("claimed {claimed}, found {found}"),
        None => format!("claimed {claimed}, nothing to compare"),
    },
    pending: "waiting",
    findings: "Findings",
    level: |level| match level {
        Level::Fail => "fail",
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Note => "note",
    },
    fix: "What to do:",
    octets: |start, end| format!("octets {start}–{end}"),
    needs: "Missing DNS answers",
};
