//! A whole report: `mailprism verify --json`, and the page's export.

use serde::Serialize;

use crate::api::claims::{Reconciled, Statement};
use crate::api::protocols::{Arc, Dkim, Dmarc, Question, Span, Spf};
use crate::api::{PROGRAM, VERSION};
use crate::engine::cite::Noted;
use crate::engine::dns::{self, Answers, Asker, Found};
use crate::engine::dnssec::{Proofs, Standing};
use crate::engine::mail::time::to_rfc3339;
use crate::engine::mail::{self, Message};
use crate::engine::report::{AnyFinding, Inputs, Origin, Report};
use crate::engine::spf::Identity;
use crate::play::case::failure_word;

/// Everything that was found about one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Version of the type.
    pub version: u32,
    /// What made it, `program/version`.
    pub program: &'static str,
    /// The time of the analysis.
    pub now: String,
    /// `authenticated`, `not-authenticated`, `not-protected` or `cannot-tell`.
    pub verdict: &'static str,
    /// The author.
    pub author: Author,
    /// The envelope SPF was evaluated for.
    pub envelope: Envelope,
    /// SPF of MAIL FROM, which DMARC takes.
    pub spf: Spf,
    /// SPF of HELO, which it does not.
    pub helo: Spf,
    /// The DKIM signatures, topmost first.
    pub dkim: Vec<Dkim>,
    /// The ARC chain; `null` where there is no field of one.
    pub arc: Option<Arc>,
    /// DMARC.
    pub dmarc: Dmarc,
    /// DMARC for each of several author domains; empty when there is a single one.
    pub authors: Vec<Dmarc>,
    /// The hops, topmost (latest) first.
    pub hops: Vec<Hop>,
    /// What other servers wrote of their checks, topmost first.
    pub claims: Vec<Statement>,
    /// Their results beside ours.
    pub reconciliation: Vec<Reconciled>,
    /// All findings, what decides first.
    pub findings: Vec<Finding>,
    /// Every question with its answer, in the order they were asked.
    pub dns: Vec<Asked>,
    /// Questions that wait for an answer.
    pub needs: Vec<Need>,
    /// Damage of the paste that was undone before: the message is not what was pasted.
    pub repaired: Vec<&'static str>,
}

impl Verification {
    /// A report about `message`, with the inputs and answers it was made from.
    pub fn new(report: &Report, message: &Message, inputs: &Inputs, answers: &Answers) -> Self {
        Self {
            version: VERSION,
            program: PROGRAM,
            now: to_rfc3339(inputs.now),
            verdict: report.verdict.word(),
            author: Author::from(&report.author),
            envelope: Envelope::from(report),
            spf: Spf::from(&report.spf),
            helo: Spf::from(&report.helo),
            dkim: report
                .dkim
                .iter()
                .map(|signature| Dkim::new(signature, message))
                .collect(),
            arc: Arc::of(report, message),
            dmarc: report
                .dmarc
                .as_ref()
                .map_or_else(Dmarc::without_author_domain, Dmarc::from),
            authors: report.authors.iter().map(Dmarc::from).collect(),
            hops: report.hops.iter().map(Hop::from).collect(),
            claims: report.claims.iter().map(Statement::from).collect(),
            reconciliation: report.reconciliation.iter().map(Reconciled::from).collect(),
            findings: report.findings.iter().map(Finding::from).collect(),
            dns: report
                .asked
                .iter()
                .map(|asked| Asked::new(asked, answers, &report.proofs))
                .collect(),
            needs: report.needs().map(Need::from).collect(),
            repaired: inputs.repaired.iter().map(|damage| damage.word()).collect(),
        }
    }
}

/// The author, as our own parser reads From.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The addresses of all From fields.
    pub addresses: Vec<Address>,
    /// Their distinct domains.
    pub domains: Vec<String>,
}

/// One address of From.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The display name, as written.
    pub display: Option<String>,
    /// The local part.
    pub local: String,
    /// The domain, as written.
    pub domain: String,
    /// Where it stands.
    pub span: Span,
}

impl From<&mail::Author> for Author {
    fn from(author: &mail::Author) -> Self {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        Self {
            addresses: author
                .addresses
                .iter()
                .map(|address| Address {
                    display: address.display.as_deref().map(text),
                    local: text(&address.local),
                    domain: text(&address.domain),
                    span: address.span.into(),
                })
                .collect(),
            domains: author.domains.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The envelope as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The client's address.
    pub ip: Option<Fact>,
    /// HELO or EHLO.
    pub helo: Option<Fact>,
    /// The envelope sender; empty for the null sender.
    pub mail_from: Option<Fact>,
    /// The hop that is the border, counted from 0 at the top.
    pub border: Option<usize>,
    /// Why it is: `stated`, `public-client` (the topmost hop whose client has a public address),
    /// `any-client` (no client has one), or `no-client`.
    pub border_why: &'static str,
}

/// A fact about the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub value: String,
    /// Where it is from: `stated`, `received` or `return-path`.
    pub origin: &'static str,
}

impl Fact {
    fn new(value: String, origin: Origin) -> Self {
        Self {
            value,
            origin: match origin {
                Origin::Stated => "stated",
                Origin::Hop(_) => "received",
                Origin::ReturnPath(_) => "return-path",
            },
        }
    }
}

impl From<&Report> for Envelope {
    fn from(report: &Report) -> Self {
        let envelope = &report.envelope;
        let text = |fact: &(String, Origin)| Fact::new(fact.0.clone(), fact.1);
        Self {
            ip: envelope
                .ip
                .map(|(ip, origin)| Fact::new(ip.to_string(), origin)),
            helo: envelope.helo.as_ref().map(text),
            mail_from: envelope.mail_from.as_ref().map(text),
            border: report.border,
            border_why: report.border_why.word(),
        }
    }
}

/// One Received field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// What the client called itself.
    pub from: Option<String>,
    /// Its name by reverse lookup, as stated.
    pub reverse: Option<String>,
    /// Its address.
    pub ip: Option<String>,
    /// The server that wrote the field.
    pub by: Option<String>,
    /// The protocol keyword.
    pub with: Option<String>,
    /// Whether that says the client had authenticated.
    pub authenticated: bool,
    /// Whether TLS was used, as stated.
    pub tls: bool,
    /// When.
    pub time: Option<String>,
    /// Where the field stands.
    pub span: Span,
}

impl From<&mail::Hop> for Hop {
    fn from(hop: &mail::Hop) -> Self {
        Self {
            from: hop.from.clone(),
            reverse: hop.reverse.clone(),
            ip: hop.ip.map(|ip| ip.to_string()),
            by: hop.by.clone(),
            with: hop.with.clone(),
            authenticated: hop.authenticated,
            tls: hop.tls,
            time: hop.time.map(to_rfc3339),
            span: hop.span.into(),
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its stable code.
    pub code: &'static str,
    /// `fail`, `error`, `warn` or `note`.
    pub level: &'static str,
    /// The number of the RFC that decides.
    pub rfc: u16,
    /// The section in it.
    pub section: &'static str,
    /// The octets it is about.
    pub span: Option<Span>,
    /// What it is about: `message`, `paste`, `dkim[0]`, `spf`, `helo`, `dmarc`, `arc`, `claims` or
    /// `verdict`.
    pub about: String,
}

impl From<&Noted<AnyFinding>> for Finding {
    fn from(noted: &Noted<AnyFinding>) -> Self {
        let entry = noted.finding.entry();
        Self {
            code: entry.code,
            level: entry.level.word(),
            rfc: entry.cite.rfc,
            section: entry.cite.section,
            span: noted.span.map(Span::from),
            about: match &noted.finding {
                AnyFinding::Mail(_) => "message".to_owned(),
                AnyFinding::Paste(_) => "paste".to_owned(),
                AnyFinding::Dkim(index, _) => format!("dkim[{index}]"),
                AnyFinding::Spf(Identity::MailFrom, _) => "spf".to_owned(),
                AnyFinding::Spf(Identity::Helo, _) => "helo".to_owned(),
                AnyFinding::Dmarc(_) => "dmarc".to_owned(),
                AnyFinding::Arc(_) => "arc".to_owned(),
                AnyFinding::Claims(_) => "claims".to_owned(),
                AnyFinding::Verdict(_) => "verdict".to_owned(),
            },
        }
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The name, without its final dot.
    pub name: String,
    /// The type's mnemonic.
    pub r#type: String,
    /// Who asked first: `dkim[0]`, `arc[0]`, `spf`, `helo`, `dmarc`, or `reports` (no verdict rests on
    /// those).
    pub by: String,
    /// Whether the name was made from the sender's local part or the client's address.
    pub reveals: bool,
    /// The answer; `null` while it is missing.
    pub answer: Option<Answer>,
    /// What DNSSEC proves of it here: `secure`, `insecure`, `bogus`, `indeterminate`, `not-checked`, or
    /// `pending`.
    pub dnssec: &'static str,
    /// The code of the reason why it is not secure.
    pub dnssec_because: Option<&'static str>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// `ok`, `nodata`, `nxdomain`, or why there is none: `timeout`, `servfail`, `http=503`, …
    pub status: String,
    /// The names the question's name is an alias of.
    pub aliases: Vec<String>,
    /// The records.
    pub records: Vec<Record>,
    /// The resolver that was asked, if one was.
    pub resolver: Option<String>,
    /// When.
    pub at: Option<String>,
    /// Whether the resolver says it validated the answer.
    pub ad: Option<bool>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Time to live, seconds.
    pub ttl: u32,
    /// Its data, as in a zone file.
    pub data: String,
}

impl Asked {
    fn new(asked: &dns::Asked, answers: &Answers, proofs: &Proofs) -> Self {
        let Question { name, r#type } = (&asked.question).into();
        let standing = proofs.of(&asked.question);
        let because = match standing {
            Standing::Proved(proof) => proof.because.as_ref(),
            _ => None,
        };
        Self {
            name,
            r#type,
            by: asker(asked.by),
            reveals: asked.reveals,
            answer: answers.get(&asked.question).map(Answer::from),
            dnssec: standing.word(),
            dnssec_because: because.map(|finding| finding.entry().code),
        }
    }
}

impl From<&dns::Answer> for Answer {
    fn from(answer: &dns::Answer) -> Self {
        Self {
            status: match &answer.found {
                Found::Records(_) => "ok".to_owned(),
                Found::NoData => "nodata".to_owned(),
                Found::NxDomain => "nxdomain".to_owned(),
                Found::Failed(failure) => failure_word(*failure),
            },
            aliases: answer.aliases.iter().map(ToString::to_string).collect(),
            records: answer
                .records()
                .iter()
                .map(|record| Record {
                    ttl: record.ttl,
                    data: record.data.to_string(),
                })
                .collect(),
            resolver: answer.resolver.clone(),
            at: answer.at.map(to_rfc3339),
            ad: answer.authentic_data,
        }
    }
}

fn asker(by: Asker) -> String {
    match by {
        Asker::Dkim(index) => format!("dkim[{index}]"),
        Asker::Arc(index) => format!("arc[{index}]"),
        Asker::SpfHelo => "helo".to_owned(),
        Asker::SpfMailFrom => "spf".to_owned(),
        Asker::Dmarc => "dmarc".to_owned(),
        Asker::Reports => "reports".to_owned(),
    }
}

/// A question that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The name, without its final dot.
    pub name: String,
    /// The type's mnemonic.
    pub r#type: String,
    /// Who asked first.
    pub by: String,
    /// Whether the name was made from the sender's local part or the client's address.
    pub reveals: bool,
}

impl From<&dns::Asked> for Need {
    fn from(asked: &dns::Asked) -> Self {
        let Question { name, r#type } = (&asked.question).into();
        Self {
            name,
            r#type,
            by: asker(asked.by),
            reveals: asked.reveals,
        }
    }
}
