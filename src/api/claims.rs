//! What other servers wrote of their checks, and how it compares with what we found.

use serde::Serialize;

use crate::api::protocols::Span;
use crate::engine::claims::{self, Agreement, Claimed};

/// One Authentication-Results, ARC-Authentication-Results or Received-SPF field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The field's name.
    pub field: &'static str,
    /// The authserv-id, or the receiver.
    pub server: Option<String>,
    /// ARC's `i=`.
    pub instance: Option<u32>,
    /// The hop whose server made it, counted from 0 at the top.
    pub hop: Option<usize>,
    /// `inside`, `unclear`, `outside` or `forged-looking`.
    pub standing: &'static str,
    /// Whether it is written as the RFC has it.
    pub conforming: bool,
    /// The results.
    pub results: Vec<Claim>,
    /// Where the field stands.
    pub span: Span,
}

/// One result of such a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The method, lower case.
    pub method: String,
    /// The registered word, or `unknown`.
    pub result: &'static str,
    /// The result as written.
    pub written: String,
    /// `reason=`.
    pub reason: Option<String>,
    /// The comment behind the result.
    pub comment: Option<String>,
    /// What it is about.
    pub properties: Vec<Property>,
    /// Where it stands.
    pub span: Span,
}

/// A property of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Property {
    /// `smtp.mailfrom`, `header.d`, …
    pub name: String,
    /// Its value.
    pub value: String,
}

impl From<&claims::Statement> for Statement {
    fn from(statement: &claims::Statement) -> Self {
        Self {
            field: statement.kind.word(),
            server: statement.server.clone(),
            instance: statement.instance,
            hop: statement.hop,
            standing: statement.standing.word(),
            conforming: statement.departure.is_none(),
            results: statement.claims.iter().map(Claim::from).collect(),
            span: statement.span.into(),
        }
    }
}

impl From<&claims::Claim> for Claim {
    fn from(claim: &claims::Claim) -> Self {
        let property = |property: &claims::Property| Property {
            name: property.name.clone(),
            value: property.value.clone(),
        };
        Self {
            method: claim.name.clone(),
            result: claim.result.word(),
            written: claim.written.clone(),
            reason: claim.reason.clone(),
            comment: claim.comment.clone(),
            properties: claim.properties.iter().map(property).collect(),
            span: claim.span.into(),
        }
    }
}

/// A method's claimed result beside ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reconciled {
    /// `dmarc`, `spf`, `dkim` or `arc`.
    pub method: &'static str,
    /// What is judged; empty where there is nothing.
    pub identity: String,
    /// What is claimed; `null` where nobody claims anything.
    pub claimed: Option<&'static str>,
    /// What we found; `null` where there is nothing to compare.
    pub found: Option<&'static str>,
    /// `same`, `differs`, `unclaimed` or `open`.
    pub agreement: &'static str,
    /// Why they differ: `key-changed`, `dns-changed`, `body-rewritten`, `helo-not-mail-from`,
    /// `other-identity`, `expired-since`, `outside-boundary`, `receiver-differs` or `unknown`.
    pub cause: Option<&'static str>,
    /// Where the claim is: its field's place in `claims`, and its own in `results`.
    pub claim: Option<(usize, usize)>,
}

impl From<&claims::Row> for Reconciled {
    fn from(row: &claims::Row) -> Self {
        let (agreement, cause) = match row.agreement {
            Agreement::Same => ("same", None),
            Agreement::Differs(cause) => ("differs", Some(cause.word())),
            Agreement::Unclaimed => ("unclaimed", None),
            Agreement::Open => ("open", None),
        };
        Self {
            method: row.method.word(),
            identity: row.identity.clone(),
            claimed: row.claimed.map(Claimed::word),
            found: row.found,
            agreement,
            cause,
            claim: row.claim,
        }
    }
}
