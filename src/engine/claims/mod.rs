//! What servers wrote about their own checks: Authentication-Results (RFC 8601),
//! ARC-Authentication-Results (RFC 8617 §4.1.1) and Received-SPF (RFC 7208 §9.1), read as claims.
//!
//! A claim decides nothing here. It is shown beside what we found, with the hop that made it and
//! whether that hop is one of the reader's own servers: anybody can write such a field.
//! Known deviations: spellings outside the grammar are read where their meaning is plain, and marked;
//! what is not plain is no result, so that no unknown word ever counts as a pass.

mod field;
pub mod finding;
mod place;
mod received_spf;

use crate::engine::cite::Noted;
use crate::engine::limits;
use crate::engine::mail::Message;
use crate::engine::span::Span;
pub use finding::Finding;
pub use place::place;

/// One field of claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Index of the field among the message's header fields.
    pub header: usize,
    /// Which field it is.
    pub kind: Kind,
    /// Who says so: the authserv-id, or the receiver of Received-SPF; `None` when it names nobody.
    pub server: Option<String>,
    /// `i=` of ARC-Authentication-Results.
    pub instance: Option<u32>,
    /// The hop whose server made it, by its place and name; `None` when it stands below them all.
    pub hop: Option<usize>,
    /// Whether a server of the reader's made it.
    pub standing: Standing,
    /// Whether it goes on with the field right above it, of the same server.
    pub continues: bool,
    /// What it claims.
    pub claims: Vec<Claim>,
    /// Where it first leaves the grammar.
    pub departure: Option<Departure>,
    /// The whole field.
    pub span: Span,
}

impl Statement {
    /// Its server and its results as written: `mx.example.net spf=pass dkim=fail`.
    pub fn in_short(&self) -> String {
        let mut short = self.server.clone().unwrap_or_default();
        for claim in &self.claims {
            short.push(' ');
            short.push_str(&claim.name);
            short.push('=');
            short.push_str(&claim.written);
        }
        short
    }
}

/// Which field a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RFC 8601.
    AuthenticationResults,
    /// RFC 8617 §4.1.1.
    ArcAuthenticationResults,
    /// RFC 7208 §9.1.
    ReceivedSpf,
}

impl Kind {
    const ALL: [Self; 3] = [
        Self::AuthenticationResults,
        Self::ArcAuthenticationResults,
        Self::ReceivedSpf,
    ];

    /// The field's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AuthenticationResults => "Authentication-Results",
            Self::ArcAuthenticationResults => "ARC-Authentication-Results",
            Self::ReceivedSpf => "Received-SPF",
        }
    }
}

/// Whether one of the reader's own servers made a statement (RFC 8601 §1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It stands above the line that the border wrote, where no stranger can write.
    Inside,
    /// It can't be told: there is no border, or the field stands right below the line of the server
    /// it names, where that server may put it and a sender may, too.
    #[default]
    Unclear,
    /// It stands below, where the server that it names, or none, passed the mail on.
    Outside,
    /// It stands below, in the name of one of the reader's servers, or of one that the trace does
    /// not know.
    Forged,
}

impl Standing {
    /// The word used in JSON and `data-` attributes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Unclear => "unclear",
            Self::Outside => "outside",
            Self::Forged => "forged-looking",
        }
    }
}

/// A departure from the grammar that was read past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Departure {
    /// No authserv-id stands first.
    NoServer,
    /// A result that is spelt as no RFC spells it.
    Spelling,
    /// A property without its type (`action=none` for `policy.action=none`).
    NoPropertyType,
    /// Nothing between two semicolons, or behind the last one.
    EmptyItem,
    /// Two results with no semicolon between them.
    MissingSemicolon,
    /// A comment or a quoted string that does not end.
    Unclosed,
    /// Something that is no part of any result.
    Stray,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The method.
    pub method: Method,
    /// The method as written, lower case.
    pub name: String,
    /// The result.
    pub result: Claimed,
    /// The result as written.
    pub written: String,
    /// `reason=`.
    pub reason: Option<String>,
    /// The comment behind the result.
    pub comment: Option<String>,
    /// What the result is about.
    pub properties: Vec<Property>,
    /// From the method to the end of its last property.
    pub span: Span,
}

/// A method whose results are compared with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// DMARC.
    Dmarc,
    /// DKIM.
    Dkim,
    /// SPF.
    Spf,
    /// ARC.
    Arc,
    /// Any other.
    Other,
}

impl Method {
    fn of(name: &str) -> Self {
        match name {
            "dmarc" => Self::Dmarc,
            "dkim" => Self::Dkim,
            "spf" => Self::Spf,
            "arc" => Self::Arc,
            _ => Self::Other,
        }
    }

    /// The registered name; empty for any other method.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dmarc => "dmarc",
            Self::Dkim => "dkim",
            Self::Spf => "spf",
            Self::Arc => "arc",
            Self::Other => "",
        }
    }
}

/// A result as claimed (RFC 8601 §2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claimed {
    /// `pass`.
    Pass,
    /// `fail`.
    Fail,
    /// `softfail`.
    SoftFail,
    /// `neutral`.
    Neutral,
    /// `none`.
    None,
    /// `policy`.
    Policy,
    /// `temperror`.
    TempError,
    /// `permerror`.
    PermError,
    /// A word that is none of these: RFC 8601 §4.1 has it ignored.
    Unknown,
}

impl Claimed {
    /// The registered word; `unknown` for one that is not.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::Neutral => "neutral",
            Self::None => "none",
            Self::Policy => "policy",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a result, and says whether it is spelt as the RFC has it.
    fn read(method: &str, written: &str) -> (Self, bool) {
        let lower = written.to_ascii_lowercase();
        // Yahoo's `dkim=dkim_pass`.
        let bare = lower
            .strip_prefix(method)
            .and_then(|rest| rest.strip_prefix('_'));
        let known = match bare.unwrap_or(&lower) {
            "pass" => Self::Pass,
            "fail" => Self::Fail,
            "softfail" => Self::SoftFail,
            "neutral" => Self::Neutral,
            "none" => Self::None,
            "policy" => Self::Policy,
            "temperror" => Self::TempError,
            "permerror" => Self::PermError,
            // RFC 5451's word for fail, still in use.
            "hardfail" => return (Self::Fail, false),
            "success" => return (Self::Pass, false),
            // Microsoft's: there is no record, and a guess would have passed.
            "bestguesspass" => return (Self::None, false),
            "timeout" => return (Self::TempError, false),
            _ => return (Self::Unknown, false),
        };
        (known, bare.is_none())
    }
}

/// What a result is about: `smtp.mailfrom=example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Type and name, lower case.
    pub name: String,
    /// The value, without quotation marks and angle brackets.
    pub value: String,
}

impl Claim {
    /// The value of the first of these properties that is there; `none`, as Microsoft writes for
    /// nothing, is nothing.
    pub fn property(&self, names: &[&str]) -> Option<&str> {
        let found = names
            .iter()
            .find_map(|name| self.properties.iter().find(|p| p.name == *name));
        found
            .map(|property| property.value.as_str())
            .filter(|value| !value.eq_ignore_ascii_case("none"))
    }
}

/// Why a claim and our result differ: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The key is gone, or is another one by now.
    KeyChanged,
    /// DNS says something else now than it said then.
    DnsChanged,
    /// The body is not the one that was delivered.
    BodyRewritten,
    /// The claim is about HELO, and ours about MAIL FROM.
    HeloNotMailFrom,
    /// The claim is about another domain, client or signature.
    OtherIdentity,
    /// The signature has expired since.
    ExpiredSince,
    /// No server of the reader's made the claim.
    OutsideBoundary,
    /// The receiver judges otherwise than the RFC, or names the same thing otherwise.
    ReceiverDiffers,
    /// None of these is to be seen.
    Unknown,
}

impl Cause {
    /// The word used in JSON and `data-` attributes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::KeyChanged => "key-changed",
            Self::DnsChanged => "dns-changed",
            Self::BodyRewritten => "body-rewritten",
            Self::HeloNotMailFrom => "helo-not-mail-from",
            Self::OtherIdentity => "other-identity",
            Self::ExpiredSince => "expired-since",
            Self::OutsideBoundary => "outside-boundary",
            Self::ReceiverDiffers => "receiver-differs",
            Self::Unknown => "unknown",
        }
    }
}

/// A method's claimed result beside ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The method.
    pub method: Method,
    /// What is judged: a domain, a signature's domain and selector; empty where there is none.
    pub identity: String,
    /// The claim: index of its statement, and its own in it.
    pub claim: Option<(usize, usize)>,
    /// What it claims.
    pub claimed: Option<Claimed>,
    /// What we found; `None` while an answer is missing, and where there is nothing to judge.
    pub found: Option<&'static str>,
    /// How the two agree.
    pub agreement: Agreement,
}

/// How a claim and our result agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// They say the same.
    Same,
    /// They do not, for this reason.
    Differs(Cause),
    /// Nobody claims anything.
    Unclaimed,
    /// One of them says nothing that could be compared.
    Open,
}

/// The statements of a message, topmost first. Who made them is for [`place`] to say.
pub fn read(message: &Message) -> (Vec<Statement>, Vec<Noted<Finding>>) {
    let mut statements: Vec<Statement> = Vec::new();
    let mut findings = Vec::new();
    let (mut total, mut claims) = (0, 0);
    for (header, field) in message.headers.iter().enumerate() {
        let name = message.name(field);
        let is_named = |kind: &Kind| name.eq_ignore_ascii_case(kind.word().as_bytes());
        let Some(kind) = Kind::ALL.into_iter().find(is_named) else {
            continue;
        };
        total += 1;
        if total > limits::CLAIM_FIELDS {
            continue;
        }
        let mut statement = Statement {
            header,
            kind,
            server: None,
            instance: None,
            hop: None,
            standing: Standing::default(),
            continues: false,
            claims: Vec::new(),
            departure: None,
            span: field.whole,
        };
        let value = message.value(field);
        let read = match kind {
            Kind::ReceivedSpf => received_spf::read,
            Kind::AuthenticationResults | Kind::ArcAuthenticationResults => field::read,
        };
        read(value, field.value.start, &mut statement, &mut findings);
        let room = limits::CLAIMS.saturating_sub(claims);
        if statement.claims.len() > room {
            statement.claims.truncate(room);
            findings.push(Noted::at(Finding::FieldCut, field.whole));
        }
        claims += statement.claims.len();
        statement.continues = statements.last().is_some_and(|above| {
            above.header + 1 == header
                && above.kind == kind
                && above.server == statement.server
                && above.instance == statement.instance
        });
        statements.push(statement);
    }
    if total > limits::CLAIM_FIELDS {
        let limit = limits::CLAIM_FIELDS;
        findings.push(Noted::general(Finding::TooManyFields { total, limit }));
    }
    (statements, findings)
}
