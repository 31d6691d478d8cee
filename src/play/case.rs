//! A case: everything an analysis is made of, as one text.
//!
//! Fields like those of a mail header, an empty line, then the octets of the message, exactly. The
//! same text is a saved file, the payload of a link and a test's fixture, so there is one reader and
//! one writer, and what is written reads back equal.
//!
//! ```text
//! Case: 1
//! Made: 2026-11-02T00:12:04Z mailprism/0.1.0
//! Now: 2026-11-01T09:00:00Z                     (the clock, when it is another than Made)
//! Eol: lf                                       (how the message's lines end)
//! Scope: headers                                (needed | headers | all | whole)
//! Env: ip=203.0.113.5 mailfrom=bounce@bulk.example.net helo=relay2.example.net from=received[0]
//! Dns: s1._domainkey.example.com TXT ok noad 3600 1761955924 cloudflare "v=DKIM1; p=MIIB…"
//! Dns: s2._domainkey.example.com TXT alias noad - 1761955924 cloudflare s2.esp.example
//! Dns: s2._domainkey.example.com TXT ok noad 3600 1761955924 cloudflare "v=DKIM1; p=MIIB…"
//! Dns: _dmarc.mail.example.com TXT nxdomain noad - 1761955924 cloudflare
//! Body: c=relaxed l=100 sha256=g3zLYH4x… len=2331
//! Repaired: quoted lost-indents                 (what was undone in the message before)
//! If: dns _dmarc.example.com "v=DMARC1; p=none"
//! Sel: dkim[0]
//! ```
//!
//! `Env` holds what was stated, never what was found: that is found again. A `Dns` line is a name, a
//! type, what DNS said, whether the resolver called it validated (`ad`, `noad`), the time to live,
//! when it was had (seconds since 1970), from which resolver, and data as in a zone file; `-` is what
//! is not known. An answer of several records is several lines, and the steps of an alias chain
//! stand before them. Written by hand, `Dns: NAME TYPE DATA` and `Dns: NAME TYPE nxdomain` are enough.
//! A field that is not known is kept as it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::engine::claims::Standing;
use crate::engine::crypto::HashKind;
use crate::engine::dkim::{BodyVariant, Canonicalization};
use crate::engine::dns::zone::Zone;
use crate::engine::dns::{
    Answer, Answers, Failure, Found, Name, Question, Rdata, Record, RecordType, Source,
};
use crate::engine::dnssec;
use crate::engine::limits;
use crate::engine::mail::time::{from_rfc3339, to_rfc3339};
use crate::engine::mail::{Eol, Message, tag_list};
use crate::engine::paste::Damage;
use crate::engine::prepare::Prepared;
use crate::engine::report::{Inputs, Report, Stated, StatedBody};

/// Octets of the part above the message.
pub const HEAD_OCTETS: usize = 4 * 1024 * 1024;

/// Lines of the part above the message.
pub const HEAD_LINES: usize = 16_384;

/// The version of the form that is written and read.
const VERSION: u32 = 1;

/// Everything an analysis is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// When and by what it was made.
    pub made: Option<Made>,
    /// The time of the analysis, seconds since 1970 UTC, where it is another than when it was made.
    pub clock: Option<i64>,
    /// How the lines of the message end. The octets say so, too; this tells whether they were
    /// changed on the way.
    pub eol: Option<Eol>,
    /// How much of the message it holds.
    pub scope: Scope,
    /// What was stated about the envelope.
    pub envelope: StatedEnvelope,
    /// What DNS said.
    pub answers: Answers,
    /// Digests of the body that was left out.
    pub bodies: Vec<StatedBody>,
    /// Damage that was undone in the message, so that it is not what was pasted.
    pub repaired: Vec<Damage>,
    /// What-if changes, one in each line, as they were written.
    pub changes: Vec<String>,
    /// What was selected in the page.
    pub selection: Option<String>,
    /// Lines of fields this version does not know, as they were.
    pub others: Vec<String>,
    /// The message, or what is left of it.
    pub message: Vec<u8>,
}

/// When and by what a case was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// When, seconds since 1970 UTC.
    pub time: i64,
    /// By what, as `program/version`; empty when it does not say.
    pub by: String,
}

/// How much of the message a case holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The header fields without which the checks would not come out the same.
    Needed,
    /// Those, and all that tell the way and who the message is from and for.
    Headers,
    /// All of the header.
    All,
    /// The header and the body.
    #[default]
    Whole,
}

impl Scope {
    /// Each, from the smallest to the largest.
    pub const EACH: [Self; 4] = [Self::Needed, Self::Headers, Self::All, Self::Whole];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Needed => "needed",
            Self::Headers => "headers",
            Self::All => "all",
            Self::Whole => "whole",
        }
    }
}

/// What was stated about the envelope; see [`Inputs`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedEnvelope {
    /// The client's address.
    pub ip: Option<IpAddr>,
    /// HELO or EHLO.
    pub helo: Option<String>,
    /// The envelope sender; `""` is the null sender.
    pub mail_from: Option<String>,
    /// Which hop is the border.
    pub border: Option<usize>,
}

/// An analysis to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// The message.
    pub prepared: &'a Prepared,
    /// What was stated.
    pub inputs: &'a Inputs,
    /// The answers at hand; those that the report asked for are kept.
    pub answers: &'a Answers,
    /// What was found.
    pub report: &'a Report,
}

/// Why a text is no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFault {
    /// It does not begin with `Case: 1`.
    NotACase,
    /// It was made by a later version.
    Newer,
    /// There is more above the message than is read.
    TooLarge,
    /// There is no empty line, after which the message would begin.
    Unfinished,
    /// A line that is not UTF-8, or no field, or a field that does not say what it should.
    Malformed {
        /// Which, counted from 1.
        line: usize,
    },
    /// One more record, alias or digest than is read.
    TooMany {
        /// The line it stands in, counted from 1.
        line: usize,
    },
}

impl Case {
    /// Keeps an analysis: what was stated, the answers that were asked for, and as much of the
    /// message as `scope` says. For a body that is left out, its digests are stated.
    pub fn freeze(analysis: Analysis<'_>, scope: Scope, made: Made) -> Self {
        let Analysis {
            prepared,
            inputs,
            answers,
            report,
        } = analysis;
        let message = &prepared.message;
        let keeps_body = scope == Scope::Whole || message.body.is_none();
        Self {
            clock: (inputs.now != made.time).then_some(inputs.now),
            made: Some(made),
            eol: Some(message.eol),
            scope,
            envelope: StatedEnvelope {
                ip: inputs.ip,
                helo: inputs.helo.clone(),
                mail_from: inputs.mail_from.clone(),
                border: inputs.border,
            },
            answers: asked_answers(report, answers),
            bodies: if keeps_body {
                inputs.stated.bodies.clone()
            } else {
                body_digests(prepared)
            },
            repaired: inputs.repaired.clone(),
            message: excerpt(prepared, report, scope),
            ..Self::default()
        }
    }

    /// Whether a file is a case and not a message: its first line says so.
    pub fn is_case(octets: &[u8]) -> bool {
        let line = octets.split(|&octet| octet == b'\n').next();
        let line = line.unwrap_or_default();
        let value = line.strip_prefix(b"Case:").map(<[u8]>::trim_ascii);
        value.is_some_and(|value| {
            !value.is_empty() && value.len() <= 9 && value.iter().all(u8::is_ascii_digit)
        })
    }

    /// Reads a case.
    ///
    /// # Errors
    /// The first line that can't be read. A message that is read differently from what its maker saw
    /// would be worse than none.
    pub fn parse(octets: &[u8]) -> Result<Self, CaseFault> {
        if !Self::is_case(octets) {
            return Err(CaseFault::NotACase);
        }
        let mut reader = Reader::default();
        let mut rest = octets;
        for number in 1.. {
            let Some(end) = rest.iter().position(|&octet| octet == b'\n') else {
                return Err(CaseFault::Unfinished);
            };
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            if number > HEAD_LINES || octets.len() - rest.len() > HEAD_OCTETS {
                return Err(CaseFault::TooLarge);
            }
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                break;
            }
            reader.read_line(line, number)?;
        }
        reader.finish(rest)
    }

    /// The case as text.
    pub fn to_octets(&self) -> Vec<u8> {
        let mut head = format!("Case: {VERSION}\n");
        // Writing to a string can't fail.
        let _ = self.write_head(&mut head);
        head.push('\n');
        let mut octets = head.into_bytes();
        octets.extend_from_slice(&self.message);
        octets
    }

    /// What `verify` is told beside the message, for a case that has no clock at the time `now`.
    pub fn inputs(&self, now: i64) -> Inputs {
        Inputs {
            now: self.now().unwrap_or(now),
            ip: self.envelope.ip,
            helo: self.envelope.helo.clone(),
            mail_from: self.envelope.mail_from.clone(),
            border: self.envelope.border,
            stated: Stated {
                bodies: self.bodies.clone(),
            },
            repaired: self.repaired.clone(),
            // Answers that were kept came without what proves them.
            proving: None,
        }
    }

    /// The time of the analysis, seconds since 1970 UTC.
    pub fn now(&self) -> Option<i64> {
        self.clock.or(self.made.as_ref().map(|made| made.time))
    }

    fn write_head(&self, head: &mut String) -> std::fmt::Result {
        if let Some(made) = &self.made {
            let time = to_rfc3339(made.time);
            writeln!(
                head,
                "{}",
                format!("Made: {time} {}", one_line(&made.by)).trim_end()
            )?;
        }
        if let Some(clock) = self.clock {
            writeln!(head, "Now: {}", to_rfc3339(clock))?;
        }
        if let Some(eol) = self.eol {
            writeln!(head, "Eol: {}", eol_word(eol))?;
        }
        writeln!(head, "Scope: {}", self.scope.word())?;
        self.write_envelope(head)?;
        for (question, answer) in self.answers.iter() {
            write_answer(head, question, answer)?;
        }
        for body in &self.bodies {
            write_body(head, body)?;
        }
        if !self.repaired.is_empty() {
            let words: Vec<&str> = self.repaired.iter().map(|damage| damage.word()).collect();
            writeln!(head, "Repaired: {}", words.join(" "))?;
        }
        for change in &self.changes {
            writeln!(head, "If: {}", one_line(change))?;
        }
        if let Some(selection) = &self.selection {
            writeln!(head, "Sel: {}", one_line(selection))?;
        }
        for other in &self.others {
            writeln!(head, "{}", one_line(other))?;
        }
        Ok(())
    }

    fn write_envelope(&self, head: &mut String) -> std::fmt::Result {
        let StatedEnvelope {
            ip,
            helo,
            mail_from,
            border,
        } = &self.envelope;
        let mut parts = Vec::new();
        parts.extend(ip.map(|ip| format!("ip={ip}")));
        parts.extend(
            mail_from
                .as_ref()
                .map(|from| format!("mailfrom={}", word(from))),
        );
        parts.extend(helo.as_ref().map(|helo| format!("helo={}", word(helo))));
        parts.extend(border.map(|border| format!("from=received[{border}]")));
        if parts.is_empty() {
            return Ok(());
        }
        writeln!(head, "Env: {}", parts.join(" "))
    }
}

// Keeping an analysis

/// The answers to what was asked, without what a reader of the case could not rely on anyway: how
/// long they took, that they are fresh, and what proves them. One that is bogus is kept as that, since
/// without its proof it would be believed.
fn asked_answers(report: &Report, answers: &Answers) -> Answers {
    let mut kept = Answers::new();
    for asked in &report.asked {
        if let Some(answer) = answers.get(&asked.question) {
            let mut answer = Answer {
                source: Source::Saved,
                millis: None,
                octets: None,
                material: None,
                ..answer.clone()
            };
            let standing = report.proofs.of(&asked.question);
            if standing.verdict() == Some(dnssec::Verdict::Bogus) {
                answer.found = Found::Failed(Failure::Bogus);
                answer.aliases = Vec::new();
            }
            kept.insert(asked.question.clone(), answer);
        }
    }
    kept
}

fn body_digests(prepared: &Prepared) -> Vec<StatedBody> {
    prepared
        .bodies
        .iter()
        .map(|(variant, digest)| StatedBody {
            variant: *variant,
            digest: digest.digest.clone(),
            length: digest.total,
        })
        .collect()
}

/// Header fields that the checks read whatever is signed.
const NEEDED: [&str; 5] = [
    "From",
    "Return-Path",
    "DKIM-Signature",
    "Authentication-Results",
    "Received-SPF",
];

/// Further fields that tell the way, the author and the recipients.
const TELLING: [&str; 15] = [
    "Received",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "Resent-From",
    "ARC-Seal",
    "ARC-Message-Signature",
    "ARC-Authentication-Results",
    "MIME-Version",
    "Content-Type",
];

fn excerpt(prepared: &Prepared, report: &Report, scope: Scope) -> Vec<u8> {
    let message = &prepared.message;
    match scope {
        Scope::Whole => message.octets().to_vec(),
        Scope::All => {
            let end = message.headers.last().map_or(0, |header| header.whole.end);
            message.octets().get(..end).unwrap_or_default().to_vec()
        }
        Scope::Headers | Scope::Needed => {
            let mut names = signed_names(message, "DKIM-Signature");
            names.extend(NEEDED.map(str::to_ascii_lowercase));
            if scope == Scope::Headers {
                names.extend(signed_names(message, "ARC-Message-Signature"));
                names.extend(TELLING.map(str::to_ascii_lowercase));
            }
            // The envelope is found again from the border's hop, so that it and those above it stay;
            // a claim of a relay's stays one only where the relay's hop does, too.
            let hops = report
                .border
                .map_or(2, |border| border.saturating_add(1).max(2));
            let relays = report
                .claims
                .iter()
                .filter(|statement| statement.standing != Standing::Inside)
                .filter_map(|statement| statement.hop);
            let hops = relays.map(|hop| hop + 1).max().unwrap_or(0).max(hops);
            let last_hop = prepared.hops.iter().take(hops).map(|hop| hop.header).max();
            message
                .headers
                .iter()
                .enumerate()
                .filter(|(index, header)| {
                    let name = message.name(header).to_ascii_lowercase();
                    names.iter().any(|kept| kept.as_bytes() == name)
                        || (name == b"received" && last_hop.is_some_and(|last| *index <= last))
                })
                .flat_map(|(_, header)| message.bytes(header.whole).iter().copied())
                .collect()
        }
    }
}

/// The names in `h=` of each field of this name, lower case.
fn signed_names(message: &Message, field: &str) -> Vec<String> {
    let mut names: Vec<String> = message
        .header_named(field)
        .take(limits::SIGNATURES)
        .flat_map(|(_, header)| tag_list::parse(message.value(header), 0).tags)
        .filter(|tag| tag.name == "h")
        .flat_map(|tag| {
            String::from_utf8_lossy(&tag.value)
                .split(':')
                .take(limits::SIGNED_HEADERS)
                .map(|name| name.trim().to_ascii_lowercase())
                .collect::<Vec<_>>()
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

// Writing

/// A field's text without what would end its line.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.chars()
        .map(blank)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A word as it is, or in quotes where its end would not be seen.
fn word(text: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !matches!(c, ' ' | '"' | '\\');
    if !text.is_empty() && text != "-" && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\0'..='\u{1f}' | '\u{7f}' => quoted.push_str(&format!("\\{:03}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

const fn eol_word(eol: Eol) -> &'static str {
    match eol {
        Eol::None => "none",
        Eol::Crlf => "crlf",
        Eol::Lf => "lf",
        Eol::Cr => "cr",
        Eol::Mixed => "mixed",
    }
}

fn write_answer(head: &mut String, question: &Question, answer: &Answer) -> std::fmt::Result {
    let ad = match answer.authentic_data {
        Some(true) => "ad",
        Some(false) => "noad",
        None => "-",
    };
    let at = answer
        .at
        .map_or_else(|| "-".to_owned(), |at| at.to_string());
    let resolver = answer.resolver.as_deref().map_or("-".to_owned(), word);
    let mut line = |status: &str, ttl: Option<u32>, owner: Option<&Name>, data: &str| {
        let ttl = ttl.map_or_else(|| "-".to_owned(), |ttl| ttl.to_string());
        let Question { name, rtype } = question;
        write!(
            head,
            "Dns: {name} {rtype} {status} {ad} {ttl} {at} {resolver}"
        )?;
        if let Some(owner) = owner {
            write!(head, " owner={owner}")?;
        }
        let space = if data.is_empty() { "" } else { " " };
        writeln!(head, "{space}{data}")
    };
    for alias in &answer.aliases {
        line("alias", None, None, &alias.to_string())?;
    }
    match &answer.found {
        Found::Records(records) => {
            let expected = answer.aliases.last().unwrap_or(&question.name);
            for record in records {
                let owner = (record.name != *expected).then_some(&record.name);
                line("ok", Some(record.ttl), owner, &record.data.to_string())?;
            }
        }
        Found::NoData => line("nodata", None, None, "")?,
        Found::NxDomain => line("nxdomain", None, None, "")?,
        Found::Failed(failure) => line(&failure_word(*failure), None, None, "")?,
    }
    Ok(())
}

/// The word for a failure, in cases and in JSON.
pub fn failure_word(failure: Failure) -> String {
    match failure {
        Failure::Http(status) => format!("http={status}"),
        Failure::Rcode(rcode) => format!("rcode={rcode}"),
        _ => FAILURES
            .iter()
            .find(|(known, _)| *known == failure)
            .map(|(_, word)| (*word).to_owned())
            .unwrap_or_default(),
    }
}

const FAILURES: [(Failure, &str); 10] = [
    (Failure::Timeout, "timeout"),
    (Failure::Unreachable, "unreachable"),
    (Failure::NotDns, "not-dns"),
    (Failure::Malformed, "malformed"),
    (Failure::ServFail, "servfail"),
    (Failure::Refused, "refused"),
    (Failure::AliasLoop, "alias-loop"),
    (Failure::BadName, "bad-name"),
    (Failure::TooMany, "too-many"),
    (Failure::Bogus, "bogus"),
];

fn write_body(head: &mut String, body: &StatedBody) -> std::fmt::Result {
    let canonicalization = match body.variant.canonicalization {
        Canonicalization::Simple => "simple",
        Canonicalization::Relaxed => "relaxed",
    };
    write!(head, "Body: c={canonicalization}")?;
    if let Some(length) = body.variant.length {
        write!(head, " l={length}")?;
    }
    let hash = match body.variant.hash {
        HashKind::Sha1 => "sha1",
        HashKind::Sha256 => "sha256",
    };
    let digest = STANDARD.encode(&body.digest);
    writeln!(head, " {hash}={digest} len={}", body.length)
}

// Reading

#[derive(Default)]
struct Reader {
    case: Case,
    /// Answers so far; with the line they begin in, as long as none says what was found.
    dns: BTreeMap<Question, (Answer, Option<usize>)>,
}

/// A word of a line: characters outside quotes, then perhaps a quoted string.
struct Word {
    bare: String,
    quoted: Option<Vec<u8>>,
    /// Where it ends in its line.
    end: usize,
}

impl Word {
    /// The text of a word, quoted or not.
    fn text(&self) -> Option<String> {
        let quoted = self.quoted.clone().unwrap_or_default();
        String::from_utf8(quoted)
            .ok()
            .map(|quoted| format!("{}{quoted}", self.bare))
    }

    /// `key=value` as its two parts.
    fn pair(&self) -> Option<(&str, String)> {
        let (key, _) = self.bare.split_once('=')?;
        let text = self.text()?;
        let value = text.get(key.len() + 1..)?;
        Some((key, value.to_owned()))
    }
}

impl Reader {
    fn read_line(&mut self, line: &[u8], number: usize) -> Result<(), CaseFault> {
        let malformed = CaseFault::Malformed { line: number };
        let line = std::str::from_utf8(line).map_err(|_| malformed)?;
        let (name, value) = line.split_once(':').ok_or(malformed)?;
        let is_name = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(malformed);
        }
        let value = value.trim();
        match name {
            "Case" => match value.parse() {
                Ok(VERSION) => Some(()),
                Ok(0) | Err(_) => None,
                Ok(_) => return Err(CaseFault::Newer),
            },
            "Made" => self.read_made(value),
            "Now" => from_rfc3339(value).map(|now| self.case.clock = Some(now)),
            "Eol" => read_eol(value).map(|eol| self.case.eol = Some(eol)),
            "Scope" => Scope::EACH
                .into_iter()
                .find(|scope| scope.word() == value)
                .map(|scope| self.case.scope = scope),
            "Env" => words(value).and_then(|words| self.read_envelope(&words)),
            "Dns" => return self.read_dns(value, number),
            "Body" => {
                if self.case.bodies.len() >= limits::SIGNATURES {
                    return Err(CaseFault::TooMany { line: number });
                }
                words(value)
                    .and_then(|words| read_body(&words))
                    .map(|body| self.case.bodies.push(body))
            }
            "Repaired" => value.split_whitespace().try_for_each(|word| {
                let damage = Damage::from_word(word)?;
                if !self.case.repaired.contains(&damage) {
                    self.case.repaired.push(damage);
                }
                Some(())
            }),
            "If" => {
                self.case.changes.push(one_line(value));
                Some(())
            }
            "Sel" => {
                self.case.selection = Some(one_line(value));
                Some(())
            }
            _ => {
                self.case.others.push(one_line(line));
                Some(())
            }
        }
        .ok_or(malformed)
    }

    fn read_made(&mut self, value: &str) -> Option<()> {
        let (time, by) = value.split_once(' ').unwrap_or((value, ""));
        self.case.made = Some(Made {
            time: from_rfc3339(time)?,
            by: one_line(by),
        });
        Some(())
    }

    fn read_envelope(&mut self, words: &[Word]) -> Option<()> {
        let envelope = &mut self.case.envelope;
        for word in words {
            let (key, value) = word.pair()?;
            match key {
                "ip" => envelope.ip = Some(value.parse().ok()?),
                "helo" => envelope.helo = Some(value),
                "mailfrom" => envelope.mail_from = Some(value),
                "from" => {
                    let index = value.strip_prefix("received[")?.strip_suffix(']')?;
                    envelope.border = Some(index.parse().ok()?);
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn read_dns(&mut self, value: &str, number: usize) -> Result<(), CaseFault> {
        let malformed = CaseFault::Malformed { line: number };
        let line = DnsLine::read(value).ok_or(malformed)?;
        let (answer, open) = self
            .dns
            .entry(line.question)
            .or_insert((line.answer, Some(number)));
        match line.said {
            Said::Alias(name) if open.is_some() => {
                if answer.aliases.len() >= limits::ALIASES {
                    return Err(CaseFault::TooMany { line: number });
                }
                answer.aliases.push(name);
            }
            Said::Record(record, is_of_chain_end) => {
                let end = answer.aliases.last().filter(|_| is_of_chain_end);
                let record = Record {
                    name: end.cloned().unwrap_or(record.name),
                    ..record
                };
                match &mut answer.found {
                    Found::Records(records) if records.len() >= limits::RECORDS_PER_ANSWER => {
                        return Err(CaseFault::TooMany { line: number });
                    }
                    Found::Records(records) => records.push(record),
                    found if open.is_some() => *found = Found::Records(vec![record]),
                    _ => return Err(malformed),
                }
                *open = None;
            }
            Said::Nothing(found) if open.is_some() => {
                answer.found = found;
                *open = None;
            }
            Said::Alias(_) | Said::Nothing(_) => return Err(malformed),
        }
        Ok(())
    }

    fn finish(self, message: &[u8]) -> Result<Case, CaseFault> {
        let mut case = self.case;
        for (question, (answer, open)) in self.dns {
            if let Some(line) = open {
                return Err(CaseFault::Malformed { line });
            }
            case.answers.insert(question, answer);
        }
        case.message = message.to_vec();
        Ok(case)
    }
}

/// One `Dns` line.
struct DnsLine {
    question: Question,
    /// All that lines of one answer share; what was found is filled in later.
    answer: Answer,
    said: Said,
}

enum Said {
    Alias(Name),
    /// A record, and whether its owner is the end of the alias chain.
    Record(Record, bool),
    Nothing(Found),
}

impl DnsLine {
    fn read(line: &str) -> Option<Self> {
        let words = words(line)?;
        let [name, rtype, rest @ ..] = words.as_slice() else {
            return None;
        };
        let question = Question {
            name: Name::from_zone_text(&name.bare).ok()?,
            rtype: RecordType::from_text(&rtype.bare)?,
        };
        let after = |word: &Word| line.get(word.end..).unwrap_or_default().trim();
        let mut answer = Answer::new(Found::NoData, Source::Saved);
        let said = match rest {
            // All is stated.
            [status, ad, ttl, at, resolver, ..] if is_status(status) => {
                answer.authentic_data = match ad.bare.as_str() {
                    "ad" | "secure" => Some(true),
                    "noad" | "insecure" => Some(false),
                    "-" => None,
                    _ => return None,
                };
                answer.at = known(at, |text| text.parse().ok())?;
                answer.resolver = known(resolver, |text| Some(text.to_owned()))?;
                let ttl = known(ttl, |text| text.parse().ok())?.unwrap_or_default();
                Said::read(&status.bare, &question, ttl, after(resolver))?
            }
            // Written by hand: what DNS said and no more.
            [status] if is_status(status) => Said::read(&status.bare, &question, 0, "")?,
            _ => Said::read("ok", &question, 0, after(rtype))?,
        };
        Some(Self {
            question,
            answer,
            said,
        })
    }
}

impl Said {
    fn read(status: &str, question: &Question, ttl: u32, data: &str) -> Option<Self> {
        let found = match (status, data) {
            ("ok", data) => {
                let (owner, data) = match data.strip_prefix("owner=") {
                    Some(rest) => {
                        let (owner, data) = rest.split_once(' ')?;
                        (Some(Name::from_zone_text(owner).ok()?), data)
                    }
                    None => (None, data),
                };
                let is_of_chain_end = owner.is_none();
                let record = Record {
                    name: owner.unwrap_or_else(|| question.name.clone()),
                    ttl,
                    data: rdata(question, data)?,
                };
                return Some(Self::Record(record, is_of_chain_end));
            }
            ("alias", target) if !target.is_empty() => {
                return Name::from_zone_text(target).ok().map(Self::Alias);
            }
            ("nodata", "") => Found::NoData,
            ("nxdomain", "") => Found::NxDomain,
            (word, "") => Found::Failed(read_failure(word)?),
            _ => return None,
        };
        Some(Self::Nothing(found))
    }
}

/// Data as a zone file writes it: the one reader of that form reads the line it would stand in.
fn rdata(question: &Question, data: &str) -> Option<Rdata> {
    let Question { name, rtype } = question;
    let (zone, faults) = Zone::parse(&format!("{name} {rtype} {data}"));
    if !faults.is_empty() {
        return None;
    }
    match zone.override_for(question)?.found {
        Found::Records(records) => records.into_iter().next().map(|record| record.data),
        _ => None,
    }
}

/// `-` as not known, anything else as what it says; `None` when it says nothing that can be read.
fn known<T>(word: &Word, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if word.bare == "-" && word.quoted.is_none() {
        return Some(None);
    }
    read(&word.text()?).map(Some)
}

fn is_status(word: &Word) -> bool {
    let bare = word.bare.as_str();
    word.quoted.is_none()
        && (matches!(bare, "ok" | "alias" | "nodata" | "nxdomain") || read_failure(bare).is_some())
}

fn read_failure(word: &str) -> Option<Failure> {
    if let Some(status) = word.strip_prefix("http=") {
        return status.parse().ok().map(Failure::Http);
    }
    if let Some(rcode) = word.strip_prefix("rcode=") {
        return rcode.parse().ok().map(Failure::Rcode);
    }
    FAILURES
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(failure, _)| *failure)
}

fn read_eol(value: &str) -> Option<Eol> {
    [Eol::None, Eol::Crlf, Eol::Lf, Eol::Cr, Eol::Mixed]
        .into_iter()
        .find(|eol| eol_word(*eol) == value)
}

fn read_body(words: &[Word]) -> Option<StatedBody> {
    let mut body = StatedBody {
        variant: BodyVariant {
            canonicalization: Canonicalization::Simple,
            length: None,
            hash: HashKind::Sha256,
        },
        digest: Vec::new(),
        length: 0,
    };
    for word in words {
        let (key, value) = word.pair()?;
        match (key, value.as_str()) {
            ("c", "simple") => body.variant.canonicalization = Canonicalization::Simple,
            ("c", "relaxed") => body.variant.canonicalization = Canonicalization::Relaxed,
            ("l", value) => body.variant.length = Some(value.parse().ok()?),
            ("len", value) => body.length = value.parse().ok()?,
            ("sha1", value) => {
                body.variant.hash = HashKind::Sha1;
                body.digest = STANDARD.decode(value).ok()?;
            }
            ("sha256", value) => {
                body.variant.hash = HashKind::Sha256;
                body.digest = STANDARD.decode(value).ok()?;
            }
            _ => return None,
        }
    }
    let octets = match body.variant.hash {
        HashKind::Sha1 => 20,
        HashKind::Sha256 => 32,
    };
    (body.digest.len() == octets).then_some(body)
}

/// The words of a line. In a quoted string `\"`, `\\` and `\DDD` stand for an octet; `None` when a
/// string does not end.
fn words(line: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut octets = line.as_bytes().iter();
    let is_space = |octet: &u8| matches!(octet, b' ' | b'\t');
    loop {
        let rest = octets.as_slice();
        let spaces = rest.iter().take_while(|octet| is_space(octet)).count();
        let bare = rest
            .iter()
            .skip(spaces)
            .take_while(|octet| !is_space(octet) && **octet != b'"')
            .count();
        if spaces == rest.len() {
            return Some(words);
        }
        let bare = rest.get(spaces..spaces + bare)?;
        octets = rest.get(spaces + bare.len()..)?.iter();
        let quoted = match octets.as_slice().first() {
            Some(b'"') => Some(quoted(&mut octets)?),
            _ => None,
        };
        words.push(Word {
            bare: String::from_utf8(bare.to_vec()).ok()?,
            quoted,
            end: line.len() - octets.as_slice().len(),
        });
    }
}

/// The string in quotes that `octets` starts with.
fn quoted(octets: &mut std::slice::Iter<'_, u8>) -> Option<Vec<u8>> {
    let mut string = Vec::new();
    octets.next();
    loop {
        match *octets.next()? {
            b'"' => return Some(string),
            b'\\' => {
                let first = *octets.next()?;
                if !first.is_ascii_digit() {
                    string.push(first);
                    continue;
                }
                let mut value = u32::from(first - b'0');
                for _ in 0..2 {
                    let digit = octets.next().filter(|digit| digit.is_ascii_digit())?;
                    value = value * 10 + u32::from(digit - b'0');
                }
                string.push(u8::try_from(value).ok()?);
            }
            octet => string.push(octet),
        }
    }
}
