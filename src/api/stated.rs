//! SPF and DMARC of what somebody states, without a message: the command line's `spf` and `dmarc`.

use serde::Serialize;

use crate::api::VERSION;
use crate::api::protocols::{
    Identifier, Policy, Question, SpfRecord, WalkStep, {Dmarc, Spf},
};
use crate::engine::dns::Asked;
use crate::engine::{dmarc, spf};

/// SPF of a stated client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedSpf {
    /// Version of the type.
    pub version: u32,
    /// The RFC's word; `null` while an answer is missing.
    pub result: Option<&'static str>,
    /// What the domain has to say to a fail.
    pub explanation: Option<String>,
    /// Terms that caused lookups, of ten.
    pub lookups: usize,
    /// Lookups without an answer, of two.
    pub void_lookups: usize,
    /// `mailfrom` or `helo`.
    pub identity: &'static str,
    /// The client's address.
    pub ip: Option<String>,
    /// The domain evaluated.
    pub domain: Option<String>,
    /// The sender, with `postmaster` filled in.
    pub sender: String,
    /// Whether the sender was null, so that HELO stood in.
    pub null_sender: bool,
    /// The record with each term evaluated.
    pub trace: Option<SpfRecord>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
    /// Questions that wait for an answer.
    pub needs: Vec<Question>,
}

impl StatedSpf {
    /// An outcome and what was asked for it.
    pub fn new(outcome: &spf::Outcome, asked: &[Asked]) -> Self {
        let spf = Spf::from(outcome);
        Self {
            version: VERSION,
            result: spf.result,
            explanation: spf.explanation,
            lookups: spf.lookups,
            void_lookups: spf.void_lookups,
            identity: spf.identity,
            ip: spf.ip,
            domain: spf.domain,
            sender: spf.sender,
            null_sender: spf.null_sender,
            trace: spf.trace,
            findings: spf.findings,
            needs: needs(asked),
        }
    }
}

/// DMARC of stated identifiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedDmarc {
    /// Version of the type.
    pub version: u32,
    /// The RFC's word; `null` while an answer is missing.
    pub result: Option<&'static str>,
    /// What the policy asks: `none`, `quarantine` or `reject`.
    pub disposition: &'static str,
    /// The organizational domain of the author domain.
    pub organizational_domain: Option<String>,
    /// The text of the policy record that applies.
    pub record: Option<String>,
    /// Always `stated`: nothing was verified.
    pub basis: &'static str,
    /// The author domain.
    pub author_domain: Option<String>,
    /// What the record says.
    pub policy: Option<Policy>,
    /// Each query of policy discovery.
    pub walk: Vec<WalkStep>,
    /// Each identifier.
    pub identifiers: Vec<Identifier>,
    /// Codes of findings.
    pub findings: Vec<&'static str>,
    /// Questions that wait for an answer.
    pub needs: Vec<Question>,
}

impl StatedDmarc {
    /// An outcome and what was asked for it.
    pub fn new(outcome: &dmarc::Outcome, asked: &[Asked]) -> Self {
        let dmarc = Dmarc::from(outcome);
        Self {
            version: VERSION,
            result: dmarc.result,
            disposition: dmarc.disposition,
            organizational_domain: dmarc.organizational_domain,
            record: dmarc.record,
            basis: "stated",
            author_domain: dmarc.author_domain,
            policy: dmarc.policy,
            walk: dmarc.walk,
            identifiers: dmarc.identifiers,
            findings: dmarc.findings,
            needs: needs(asked),
        }
    }
}

fn needs(asked: &[Asked]) -> Vec<Question> {
    asked
        .iter()
        .filter(|asked| !asked.answered)
        .map(|asked| Question::from(&asked.question))
        .collect()
}
