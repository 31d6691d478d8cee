//! Reads a report into the picture. It judges nothing: each state is a verdict of the engine in the
//! picture's seven signs.

use super::NodeId::{
    Arc, Author, Border, Deliver, Dkim, DkimKey, Dmarc, DmarcRecord, Dnssec, Mx, Owner, Relay, Spf,
    SpfRecord, Submit,
};
use super::{
    Aligned, Edge, EdgeKind, EdgeLabel, Line, Node, NodeId, Outcome, Requested, Scene, Summary,
    Word,
};
use crate::engine::cite::Noted;
use crate::engine::dmarc::{Method, WalkFound};
use crate::engine::dns::Name;
use crate::engine::mail::Hop;
use crate::engine::report::{Report, Verdict};
use crate::engine::{arc, dkim, dmarc, spf};

/// The seven signs. Each has a colour, a glyph, a word, a border and a fill of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// pass.
    Pass,
    /// fail.
    Fail,
    /// softfail, neutral, policy; a result with a warning.
    Warn,
    /// temperror, permerror.
    Error,
    /// none; absent.
    None,
    /// Only the headers claim it.
    Stated,
    /// An answer is missing.
    Waiting,
}

impl State {
    /// All, gravest first.
    pub const ALL: [Self; 7] = [
        Self::Fail,
        Self::Error,
        Self::Warn,
        Self::Pass,
        Self::Waiting,
        Self::Stated,
        Self::None,
    ];

    /// The word in `data-state`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::None => "none",
            Self::Stated => "stated",
            Self::Waiting => "waiting",
        }
    }
}

/// The sign of the page's answer.
pub fn verdict_state(report: &Report) -> State {
    let dmarc = report.dmarc.as_ref().and_then(|dmarc| dmarc.verdict);
    match report.verdict {
        Verdict::Authenticated => State::Pass,
        Verdict::NotAuthenticated => State::Fail,
        Verdict::NotProtected => State::None,
        Verdict::CannotTell if report.verdict_needs().next().is_some() => State::Waiting,
        Verdict::CannotTell if dmarc == Some(dmarc::Verdict::TempError) => State::Error,
        Verdict::CannotTell => State::Warn,
    }
}

/// The picture of a report.
pub fn of(report: &Report) -> Scene {
    let way = Way::of(report);
    let spf = spf_node(report);
    let dkim = dkim_node(report);
    let dmarc = dmarc_node(report);
    let legs = (leg(report, Method::Spf), leg(report, Method::Dkim));
    let policy = policy(report);
    let outcome = |node: &Node| node.result.unwrap_or(Outcome::NotChecked);
    let summary = Summary {
        relays: way.relays.len(),
        spf: (outcome(&spf), legs.0),
        dkim: (outcome(&dkim), legs.1),
        dmarc: outcome(&dmarc),
        policy,
    };
    let mut nodes = vec![author_node(report), submit_node(report, &way)];
    nodes.extend(relay_node(&way));
    nodes.extend([
        border_node(report, &way),
        spf,
        dkim,
        arc_node(report),
        dmarc,
        deliver_node(policy),
        owner_node(report),
        node(Mx, State::Stated, None, [Line::Word(Word::NotAsked)]),
        spf_record_node(report),
        dkim_key_node(report),
        dmarc_record_node(report),
        node(Dnssec, State::None, None, [Line::Word(Word::Unchecked)]),
    ]);
    Scene {
        lesson: false,
        nodes,
        edges: edges(report, &way, legs),
        summary: Some(summary),
    }
}

fn node(
    id: NodeId,
    state: State,
    result: Option<Outcome>,
    lines: impl IntoIterator<Item = Line>,
) -> Node {
    Node {
        id,
        state,
        result,
        lines: lines.into_iter().collect(),
        count: 1,
    }
}

fn named(name: &Name) -> Line {
    Line::Text(name.to_string())
}

/// A text of the message. The longest address has 320 octets (RFC 5321 §4.5.3.1); what is longer is
/// nobody's name, and is not worth carrying about.
fn written(text: &str) -> Line {
    Line::Text(text.chars().take(320).collect())
}

// --- the way of the mail, as its trace states it -------------------------------------------------

/// The hops below the border, by who wrote them. Received fields stand latest first.
struct Way<'a> {
    /// Written by the border.
    border: Option<&'a Hop>,
    /// Written by the relays, latest first.
    relays: &'a [Hop],
    /// Written by the submission server. Without it, that server is known only as a client.
    submission: Option<&'a Hop>,
}

impl<'a> Way<'a> {
    fn of(report: &'a Report) -> Self {
        let border = report.border.and_then(|index| report.hops.get(index));
        let below = report
            .border
            .and_then(|index| report.hops.get(index.saturating_add(1)..))
            .unwrap_or_default();
        let (submission, relays) = match below.split_last() {
            Some((last, relays)) => (Some(last), relays),
            None => (None, below),
        };
        Self {
            border,
            relays,
            submission,
        }
    }
}

fn author_node(report: &Report) -> Node {
    let addresses = &report.author.addresses;
    let Some(first) = addresses.first() else {
        return node(Author, State::None, None, [Line::Word(Word::NoAddress)]);
    };
    let local = String::from_utf8_lossy(&first.local);
    let domain = String::from_utf8_lossy(&first.domain);
    let below = match addresses.len() {
        1 => Word::MailClient,
        more => Word::MoreAddresses(more - 1),
    };
    let address = written(&format!("{local}@{domain}"));
    node(Author, State::Stated, None, [address, Line::Word(below)])
}

fn submit_node(report: &Report, way: &Way<'_>) -> Node {
    let signs = match report.dkim.len() {
        0 => None,
        count => Some(Line::Word(Word::Signs(count))),
    };
    let trace = match (way.submission, way.border) {
        (Some(hop), _) if hop.authenticated => {
            Line::Word(Word::AuthSeen(hop.with.clone().unwrap_or_default()))
        }
        (Some(hop), _) => match &hop.by {
            Some(by) => written(by),
            None => Line::Word(Word::AuthNotSeen),
        },
        (
            None,
            Some(Hop {
                from: Some(from), ..
            }),
        ) => written(from),
        (None, _) => Line::Word(Word::NoTrace),
    };
    let state = match way.border {
        Some(_) => State::Stated,
        None => State::None,
    };
    node(Submit, state, None, [trace].into_iter().chain(signs))
}

fn relay_node(way: &Way<'_>) -> Option<Node> {
    let of = way.relays.len();
    let latest = way.relays.first()?;
    let with = way.relays.iter().filter(|hop| hop.tls).count();
    let name = latest.by.as_deref().map(written);
    let tls = Line::Word(Word::Tls { with, of });
    Some(node(
        Relay,
        State::Stated,
        Some(Outcome::Count(of)),
        name.into_iter().chain([tls]),
    ))
}

fn border_node(report: &Report, way: &Way<'_>) -> Node {
    let client = match &report.envelope.ip {
        Some((ip, _)) => Word::Client(ip.to_string()),
        None => Word::ClientUnknown,
    };
    let (state, second) = match way.border {
        Some(hop) => (State::Stated, hop.by.as_deref().map(written)),
        None => (State::None, Some(Line::Word(Word::NoTrace))),
    };
    node(
        Border,
        state,
        None,
        [Line::Word(client)].into_iter().chain(second),
    )
}

// --- the checks ----------------------------------------------------------------------------------

const fn spf_state(verdict: spf::Verdict) -> State {
    match verdict {
        spf::Verdict::Pass => State::Pass,
        spf::Verdict::Fail => State::Fail,
        spf::Verdict::SoftFail | spf::Verdict::Neutral => State::Warn,
        spf::Verdict::TempError | spf::Verdict::PermError => State::Error,
        spf::Verdict::None => State::None,
    }
}

fn spf_node(report: &Report) -> Node {
    let spf = &report.spf;
    let domain = spf.domain.as_ref().map(named);
    match spf.verdict {
        Some(verdict) => {
            let line = match &spf.domain {
                Some(domain) if spf.null_sender => Line::Word(Word::Helo(domain.to_string())),
                Some(domain) => named(domain),
                None => Line::Word(Word::Unjudged),
            };
            let result = Outcome::Rfc(verdict.word());
            node(Spf, spf_state(verdict), Some(result), [line])
        }
        None if spf.ip.is_none() => node(
            Spf,
            State::None,
            Some(Outcome::NotChecked),
            [Line::Word(Word::ClientUnknown)],
        ),
        None if domain.is_none() => node(
            Spf,
            State::None,
            Some(Outcome::NotChecked),
            [Line::Word(Word::Unjudged)],
        ),
        None => node(Spf, State::Waiting, Some(Outcome::Waiting), domain),
    }
}

/// The signature that speaks for the message: one that DMARC takes, then the best verdict, then the
/// topmost.
pub fn best(report: &Report) -> Option<&dkim::Outcome> {
    let aligned = |outcome: &dkim::Outcome| {
        outcome.passed.as_ref().is_some_and(|passed| {
            report.dmarc.as_ref().is_some_and(|dmarc| {
                dmarc.identifiers.iter().any(|identifier| {
                    identifier.method == Method::Dkim
                        && identifier.aligned == Some(true)
                        && identifier.domain == *passed.domain()
                })
            })
        })
    };
    report.dkim.iter().min_by_key(|outcome| {
        let rank = match outcome.verdict {
            Some(dkim::Verdict::Pass) => 0,
            None => 1,
            Some(dkim::Verdict::Neutral) => 2,
            Some(dkim::Verdict::Policy) => 3,
            Some(dkim::Verdict::TempError) => 4,
            Some(dkim::Verdict::Fail) => 5,
            Some(dkim::Verdict::PermError) => 6,
        };
        (!aligned(outcome), rank)
    })
}

const fn dkim_state(verdict: dkim::Verdict) -> State {
    match verdict {
        dkim::Verdict::Pass => State::Pass,
        dkim::Verdict::Fail => State::Fail,
        dkim::Verdict::Policy | dkim::Verdict::Neutral => State::Warn,
        dkim::Verdict::TempError | dkim::Verdict::PermError => State::Error,
    }
}

fn dkim_node(report: &Report) -> Node {
    let Some(outcome) = best(report) else {
        return node(
            Dkim,
            State::None,
            Some(Outcome::Rfc("none")),
            [Line::Word(Word::NoSignature)],
        );
    };
    let domain = match (&outcome.domain, report.dkim.len()) {
        (None, _) => Line::Word(Word::SignatureMalformed),
        (Some(domain), 1) => named(domain),
        (Some(domain), count) => Line::Times(domain.to_string(), count),
    };
    let (state, result, line) = match outcome.verdict {
        None => (State::Waiting, Outcome::Waiting, domain),
        Some(verdict) => {
            let warned = verdict == dkim::Verdict::Pass
                && outcome
                    .steps
                    .iter()
                    .any(|step| step.state == dkim::StepState::Warn);
            let state = if warned {
                State::Warn
            } else {
                dkim_state(verdict)
            };
            let line = dkim_reason(outcome, verdict).map_or(domain, Line::Word);
            (state, Outcome::Rfc(verdict.word()), line)
        }
    };
    Node {
        count: report.dkim.len(),
        ..node(Dkim, state, Some(result), [line])
    }
}

/// Why a signature did not simply pass.
fn dkim_reason(outcome: &dkim::Outcome, verdict: dkim::Verdict) -> Option<Word> {
    match verdict {
        dkim::Verdict::Pass => match outcome.body {
            dkim::BodyHash::Stated => Some(Word::BodyStated),
            _ => None,
        },
        dkim::Verdict::Fail => Some(match (&outcome.body, outcome.signature) {
            (dkim::BodyHash::Mismatch { .. }, _) => Word::BodyDiffers,
            _ => Word::SignatureDiffers,
        }),
        dkim::Verdict::Policy => {
            let sha1 = outcome.algorithm.as_deref() == Some("rsa-sha1");
            Some(match &outcome.key {
                Some(key) if !sha1 => Word::Weak(format!("{}-{}", key.kind, key.bits)),
                _ => Word::Weak(outcome.algorithm.clone().unwrap_or_default()),
            })
        }
        dkim::Verdict::Neutral => Some(match outcome.body {
            dkim::BodyHash::Absent => Word::BodyAbsent,
            _ => Word::Unjudged,
        }),
        dkim::Verdict::TempError => Some(Word::DnsFailed),
        dkim::Verdict::PermError => Some(match key_step(outcome) {
            Some(dkim::StepState::Bad | dkim::StepState::Error) => Word::NoKey,
            _ => Word::SignatureMalformed,
        }),
    }
}

fn key_step(outcome: &dkim::Outcome) -> Option<dkim::StepState> {
    outcome
        .steps
        .iter()
        .find(|step| step.kind == dkim::StepKind::Key)
        .map(|step| step.state)
}

fn arc_node(report: &Report) -> Node {
    let chain = &report.arc;
    let sealer = chain.sets.last().and_then(|set| set.sealer.as_ref());
    let sealed = match (sealer, chain.sets.len()) {
        (None, _) => Line::Word(Word::SignatureMalformed),
        (Some(sealer), 1) => named(sealer),
        (Some(sealer), count) => Line::Times(sealer.to_string(), count),
    };
    let (state, result, line) = match chain.verdict {
        None if chain.pending => (State::Waiting, Outcome::Waiting, sealed),
        None => {
            let says = |noted: &Noted<arc::Finding>| noted.finding == arc::Finding::LookupFailed;
            let (state, why) = if chain.findings.iter().any(says) {
                (State::Error, Word::DnsFailed)
            } else {
                (State::Warn, Word::BodyAbsent)
            };
            (state, Outcome::NotSettled, Line::Word(why))
        }
        Some(verdict) => {
            let (state, line) = match verdict {
                arc::Verdict::None => (State::None, Line::Word(Word::NoSeal)),
                arc::Verdict::Pass if rests_on_stated(chain) => {
                    (State::Warn, Line::Word(Word::BodyStated))
                }
                arc::Verdict::Pass => (State::Pass, sealed),
                arc::Verdict::Fail => (State::Fail, Line::Word(arc_reason(chain))),
            };
            (state, Outcome::Rfc(verdict.word()), line)
        }
    };
    Node {
        count: chain.sets.len().max(1),
        ..node(Arc, state, Some(result), [line])
    }
}

fn rests_on_stated(chain: &arc::Outcome) -> bool {
    let newest = chain.sets.last().and_then(|set| set.message.as_ref());
    newest.is_some_and(|signature| signature.body == dkim::BodyHash::Stated)
}

/// Why a chain fails: a signature that does not hold, or the form of it.
fn arc_reason(chain: &arc::Outcome) -> Word {
    let broken = chain.broken();
    let reason = broken.and_then(|signature| dkim_reason(signature, signature.verdict?));
    let is_ended =
        |noted: &Noted<arc::Finding>| matches!(noted.finding, arc::Finding::Ended { .. });
    reason.unwrap_or_else(|| {
        if chain.findings.iter().any(is_ended) {
            Word::ChainEnded
        } else {
            Word::SignatureMalformed
        }
    })
}

fn dmarc_node(report: &Report) -> Node {
    let Some(dmarc) = &report.dmarc else {
        let why = match report.author.domains.len() {
            0 => Word::NoAuthor,
            _ => Word::SeveralAuthors,
        };
        let result = Outcome::Rfc(dmarc::Verdict::PermError.word());
        return node(Dmarc, State::Error, Some(result), [Line::Word(why)]);
    };
    let tag = dmarc
        .record
        .as_ref()
        .map(|record| Line::Word(Word::Tag(record.applied_tag, record.applied)));
    let lines = |first: Word| [Line::Word(first)].into_iter().chain(tag.clone());
    let Some(verdict) = dmarc.verdict else {
        let (state, result) = if report.verdict_needs().next().is_some() {
            (State::Waiting, Outcome::Waiting)
        } else {
            (State::None, Outcome::NotSettled)
        };
        let lines = [named(&dmarc.author_domain)].into_iter().chain(tag);
        return node(Dmarc, state, Some(result), lines);
    };
    let result = Some(Outcome::Rfc(verdict.word()));
    let spf = leg(report, Method::Spf) == Some(Aligned::Yes);
    let dkim = leg(report, Method::Dkim) == Some(Aligned::Yes);
    match verdict {
        dmarc::Verdict::Pass => {
            let by = match (spf, dkim) {
                (true, true) => Word::ByBoth,
                (true, false) => Word::BySpf,
                _ => Word::ByDkim,
            };
            node(Dmarc, State::Pass, result, lines(by))
        }
        dmarc::Verdict::Fail => node(Dmarc, State::Fail, result, lines(Word::NeitherAligned)),
        dmarc::Verdict::None => node(
            Dmarc,
            State::None,
            result,
            [named(&dmarc.author_domain), Line::Word(Word::NoRecord)],
        ),
        dmarc::Verdict::TempError => node(Dmarc, State::Error, result, lines(Word::DnsFailed)),
        dmarc::Verdict::PermError => node(Dmarc, State::Error, result, lines(Word::Unjudged)),
    }
}

/// Whether DMARC takes this leg; `None` when the leg authenticated nothing, or it is not known yet.
fn leg(report: &Report, method: Method) -> Option<Aligned> {
    let identifiers = report.dmarc.as_ref()?.identifiers.iter();
    identifiers
        .filter(|identifier| identifier.method == method)
        .filter_map(|identifier| identifier.aligned)
        .max()
        .map(|aligned| if aligned { Aligned::Yes } else { Aligned::No })
}

/// What the author domain asks for this message. A walk whose lookup failed found no record, which
/// says nothing about whether there is one.
fn policy(report: &Report) -> Requested {
    match report.dmarc.as_ref().map(|dmarc| (dmarc, dmarc.verdict)) {
        None | Some((_, None)) => Requested::Unknown,
        Some((dmarc, _)) if dmarc.record.is_some() => Requested::Policy(dmarc.disposition),
        Some((_, Some(dmarc::Verdict::TempError))) => Requested::Unknown,
        Some(_) => Requested::Nothing,
    }
}

fn deliver_node(policy: Requested) -> Node {
    let words = match policy {
        Requested::Unknown => vec![Word::Undecided],
        Requested::Policy(asked) => vec![Word::Asks(asked), Word::ByPolicy],
        Requested::Nothing => vec![Word::NoPolicy],
    };
    node(
        Deliver,
        State::Stated,
        None,
        words.into_iter().map(Line::Word),
    )
}

// --- DNS -----------------------------------------------------------------------------------------

fn owner_node(report: &Report) -> Node {
    let line = owner(report).map_or(Line::Word(Word::Publishes), named);
    node(Owner, State::Stated, None, [line])
}

/// The domain whose owner the picture shows: the author's organizational domain, where it is known.
fn owner(report: &Report) -> Option<&Name> {
    match &report.dmarc {
        Some(dmarc) => dmarc
            .organizational_domain
            .as_ref()
            .or(Some(&dmarc.author_domain)),
        None => report.author.domains.first(),
    }
}

/// The records that this owner is seen to publish; those of somebody else's domain are not.
fn published(report: &Report) -> Vec<NodeId> {
    let spf = report
        .spf
        .trace
        .as_ref()
        .filter(|trace| trace.record.is_some());
    let dkim = best(report).filter(|outcome| {
        matches!(
            key_step(outcome),
            Some(dkim::StepState::Good | dkim::StepState::Warn)
        )
    });
    let dmarc = report
        .dmarc
        .as_ref()
        .and_then(|dmarc| dmarc.record.as_ref());
    [
        (SpfRecord, spf.map(|trace| &trace.domain)),
        (DkimKey, dkim.and_then(|outcome| outcome.domain.as_ref())),
        (DmarcRecord, dmarc.map(|record| &record.domain)),
    ]
    .into_iter()
    .filter(|(_, domain)| domain.is_some_and(|domain| is_owners(report, domain)))
    .map(|(id, _)| id)
    .collect()
}

fn is_owners(report: &Report, domain: &Name) -> bool {
    owner(report).is_some_and(|owner| domain.is_within(owner))
}

fn spf_record_node(report: &Report) -> Node {
    let Some(trace) = &report.spf.trace else {
        let line = report
            .spf
            .domain
            .as_ref()
            .map_or(Line::Word(Word::NotAsked), named);
        let state = match (report.spf.verdict, &report.spf.domain, report.spf.ip) {
            (None, Some(_), Some(_)) => State::Waiting,
            (Some(spf::Verdict::TempError), ..) => State::Error,
            _ => State::None,
        };
        return node(SpfRecord, state, None, [line]);
    };
    let state = match (&trace.record, trace.verdict) {
        (Some(_), _) => State::Pass,
        (None, None) => State::Waiting,
        (None, Some(spf::Verdict::None)) => State::None,
        (None, Some(_)) => State::Error,
    };
    node(SpfRecord, state, None, [named(&trace.domain)])
}

fn dkim_key_node(report: &Report) -> Node {
    let Some(outcome) = best(report) else {
        return node(DkimKey, State::None, None, [Line::Word(Word::NotAsked)]);
    };
    let line = match &outcome.key_question {
        Some(question) => named(&question.name),
        None => Line::Word(Word::NotAsked),
    };
    let state = match key_step(outcome) {
        Some(dkim::StepState::Good) => State::Pass,
        Some(dkim::StepState::Warn) => State::Warn,
        Some(dkim::StepState::Bad) => State::Fail,
        Some(dkim::StepState::Error) => State::Error,
        Some(dkim::StepState::Waiting) => State::Waiting,
        Some(dkim::StepState::Skipped) | None => State::None,
    };
    node(DkimKey, state, None, [line])
}

fn dmarc_record_node(report: &Report) -> Node {
    let Some(dmarc) = &report.dmarc else {
        return node(DmarcRecord, State::None, None, [Line::Word(Word::NotAsked)]);
    };
    let last = dmarc.walk.last();
    let line = match (&dmarc.record, last, dmarc.walk.first()) {
        (Some(record), ..) => Line::Text(format!("_dmarc.{}", record.domain)),
        (None, Some(step), _) if step.found == WalkFound::Failed => named(&step.question.name),
        (None, _, Some(step)) => named(&step.question.name),
        (None, ..) => Line::Text(format!("_dmarc.{}", dmarc.author_domain)),
    };
    let state = match (&dmarc.record, last.map(|step| &step.found)) {
        (Some(_), _) => State::Pass,
        (None, Some(WalkFound::Failed)) => State::Error,
        (None, Some(WalkFound::Waiting) | None) => State::Waiting,
        (None, Some(_)) => State::None,
    };
    node(DmarcRecord, state, None, [line])
}

// --- edges ---------------------------------------------------------------------------------------

fn edges(report: &Report, way: &Way<'_>, legs: (Option<Aligned>, Option<Aligned>)) -> Vec<Edge> {
    let plain = |from, to, kind| Edge {
        from,
        to,
        kind,
        label: None,
        aligned: None,
    };
    let dns = |from, to| plain(from, to, EdgeKind::Dns);
    let hop = |from, to, port, written: Option<&Hop>| Edge {
        label: Some(EdgeLabel::Hop {
            port,
            auth: port == 587 && written.is_some_and(|hop| hop.authenticated),
            tls: written.is_some_and(|hop| hop.tls),
        }),
        ..plain(from, to, seen(written.is_some()))
    };
    let mut edges = vec![Edge {
        kind: seen(way.submission.is_some_and(|hop| hop.authenticated)),
        ..hop(Author, Submit, 587, way.submission)
    }];
    match way.relays.last() {
        Some(first) => edges.extend([
            hop(Submit, Relay, 25, Some(first)),
            hop(Relay, Border, 25, way.border),
        ]),
        None => edges.push(hop(Submit, Border, 25, way.border)),
    }
    let into = |from, aligned| Edge {
        aligned,
        ..plain(from, Dmarc, into_dmarc(aligned))
    };
    let delivery = match report.dmarc.as_ref().and_then(|dmarc| dmarc.verdict) {
        Some(dmarc::Verdict::Pass) => EdgeKind::Seen,
        Some(dmarc::Verdict::Fail) => EdgeKind::Broken,
        _ => EdgeKind::NoContribution,
    };
    edges.extend([
        plain(Border, Spf, seen(report.spf.ip.is_some())),
        plain(Border, Dkim, seen(!report.dkim.is_empty())),
        into(Spf, legs.0),
        into(Dkim, legs.1),
        plain(Arc, Dmarc, EdgeKind::NoContribution),
        plain(Dmarc, Deliver, delivery),
        dns(if way.relays.is_empty() { Submit } else { Relay }, Mx),
        dns(Spf, SpfRecord),
        dns(Dkim, DkimKey),
        dns(Dmarc, DmarcRecord),
    ]);
    for (index, record) in published(report).into_iter().enumerate() {
        edges.push(Edge {
            label: (index == 0).then_some(EdgeLabel::Publishes),
            ..dns(Owner, record)
        });
    }
    let domains = report
        .dkim
        .iter()
        .filter_map(|outcome| outcome.domain.as_ref());
    if domains.into_iter().any(|domain| is_owners(report, domain)) {
        edges.push(Edge {
            label: Some(EdgeLabel::PrivateKey),
            ..dns(Owner, Submit)
        });
    }
    edges
}

const fn seen(yes: bool) -> EdgeKind {
    if yes {
        EdgeKind::Seen
    } else {
        EdgeKind::NotEvidenced
    }
}

const fn into_dmarc(aligned: Option<Aligned>) -> EdgeKind {
    match aligned {
        Some(Aligned::Yes) => EdgeKind::Seen,
        Some(Aligned::No) => EdgeKind::Broken,
        None => EdgeKind::NoContribution,
    }
}
