//! The steps of a check in the RFC's order: a signature's, SPF's terms, DMARC's walk up the tree, the
//! ARC chain's with its sets.
//!
//! Each check is first made into plain items, and one loop draws them all.

use leptos::prelude::*;

use crate::engine::arc;
use crate::engine::claims::Statement;
use crate::engine::dkim::hash_input::{canonical_header, hashed_body};
use crate::engine::dkim::{self, BodyHash, SignatureCheck, StepKind, StepState};
use crate::engine::dmarc::{self, Consent, Method, RecordFacts, WalkFound, WalkStep};
use crate::engine::mail::tag_list;
use crate::engine::report::{AnyFinding, Report};
use crate::engine::spf::{self, RecordTrace, Substitution, TermTrace};
use crate::play::scene::{self, NodeId};
use crate::text;
use crate::text::later::Full;
use crate::ui::pages::mail::glyph;
use crate::ui::pages::mail::header::help;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::state::{Selection, State, selected_set};

/// Octets of the signed bytes that are shown.
const BYTES: usize = 20_000;

/// One step.
struct Item {
    sign: scene::State,
    title: String,
    detail: String,
    items: Vec<Item>,
}

/// The steps of what is selected, if it has any.
pub fn trails(state: State, full: Full) -> Part {
    let subject = Memo::new(move |_| match &*state.selection.read() {
        Selection::Node(NodeId::Spf | NodeId::SpfRecord) => Subject::Spf,
        Selection::Node(NodeId::Dmarc | NodeId::DmarcRecord | NodeId::Deliver) => Subject::Dmarc,
        Selection::Node(NodeId::Arc) | Selection::Set(_) => Subject::Chain,
        Selection::Finding(index) if is_of_chain(state, *index) => Subject::Chain,
        _ => state
            .signature
            .get()
            .map_or(Subject::Nothing, Subject::Signature),
    });
    live(move || {
        let report = state.report.get()?;
        match subject.get() {
            Subject::Nothing => None,
            Subject::Signature(index) => signature(state, full, &report, index),
            Subject::Spf => Some(all([
                outcome(full, &report.spf),
                outcome(full, &report.helo),
            ])),
            Subject::Chain => chain(state, full, &report),
            Subject::Dmarc => {
                let outcomes = report.dmarc.iter().chain(&report.authors);
                let trails = outcomes.flat_map(|dmarc| {
                    let title = (full.later.trail.dmarc_of)(&dmarc.author_domain.to_string());
                    [heading(title), list(dmarc_items(full, dmarc))]
                });
                Some(all(trails.collect::<Vec<El>>()))
            }
        }
    })
}

fn heading(title: String) -> El {
    el("h3.trail-title").text(title)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Nothing,
    Signature(usize),
    Spf,
    Dmarc,
    Chain,
}

fn is_of_chain(state: State, finding: usize) -> bool {
    state.report.with(|report| {
        let noted = report.as_ref().and_then(|r| r.findings.get(finding));
        noted.is_some_and(|noted| matches!(noted.finding, AnyFinding::Arc(_)))
    })
}

/// A signature's steps, its tags, and what it signed.
fn signature(state: State, full: Full, report: &Report, index: usize) -> Option<Part> {
    let signature = report.dkim.get(index)?;
    let header = signature.header;
    let others = (report.dkim.len() > 1).then(|| {
        let buttons = report.dkim.iter().enumerate().map(|(other, outcome)| {
            let choose = move || state.selection.set(Selection::Signature(other));
            button(
                "button small",
                signature_label(full, other, outcome),
                choose,
            )
            .at("aria-pressed", (other == index).to_string())
        });
        el("div.row").children(buttons)
    });
    let shows = RwSignal::new(false);
    let toggle = button("button small", "", move || {
        shows.update(|shows| *shows = !*shows);
    })
    .state("aria-expanded", move || shows.get())
    .live_word(move || {
        if shows.get() {
            full.later.trail.hide_bytes
        } else {
            full.later.trail.show_bytes
        }
    });
    let bytes = live(move || {
        let mail = state.mail.get_untracked().filter(|_| shows.get())?;
        let mut octets = Vec::new();
        for (_, field) in canonical_header(&mail.message, header) {
            octets.extend_from_slice(&field);
        }
        let body = hashed_body(&mail.message, header, BYTES + 1);
        let words = &full.later.trail;
        Some(all([
            signed_bytes(full, "signed-bytes", words.bytes_help, octets),
            signed_bytes(full, "hashed-body", words.body_help, body),
        ]))
    });
    Some(all([
        Part::from(others),
        heading(signature_label(full, index, signature)).into(),
        list(signature_items(full, report, signature)).into(),
        el("dl.facts").children(glosses(state, full, header)).into(),
        el("p").child(toggle).into(),
        bytes,
    ]))
}

fn signature_label(full: Full, index: usize, signature: &dkim::Outcome) -> String {
    let domain = signature.domain.as_ref().map(ToString::to_string);
    (full.later.trail.signature)(index + 1, &domain.unwrap_or_else(|| "?".to_owned()))
}

/// The tags of the signature's field, each with its meaning.
fn glosses(state: State, full: Full, header: usize) -> Vec<El> {
    let mail = state.mail.get_untracked();
    let tags = mail.as_ref().and_then(|mail| {
        let field = mail.message.headers.get(header)?;
        Some(tag_list::parse(mail.message.value(field), 0).tags)
    });
    let gloss = |tag: tag_list::Tag| {
        let meaning = (full.later.trail.gloss)(&tag.name);
        [
            el("dt").child(el("code").text(format!("{}=", tag.name))),
            el("dd")
                .child(el("code.wrap").text(text::visible(&tag.value)))
                .text(" ")
                .child(el("small").text(meaning)),
        ]
    };
    tags.into_iter().flatten().flat_map(gloss).collect()
}

/// What was hashed, with its line ends and spaces drawn.
fn signed_bytes(full: Full, id: &'static str, about: &'static str, mut octets: Vec<u8>) -> Part {
    let is_cut = octets.len() > BYTES;
    octets.truncate(BYTES);
    let shown = String::from_utf8_lossy(&octets)
        .replace(' ', "·")
        .replace('\t', "→")
        .replace("\r\n", "␍␊\n");
    let bytes = el("pre.octets tabindex=0")
        .at("data-testid", id)
        .text(shown);
    let cut = is_cut.then(|| help(full.later.trail.bytes_cut));
    all([Some(help(about)), Some(bytes), cut])
}

fn list(items: Vec<Item>) -> El {
    let items = items.into_iter().map(|item| {
        let nested = (!item.items.is_empty()).then(|| list(item.items));
        el("li")
            .at("data-state", item.sign.word())
            .child(glyph(item.sign))
            .text(" ")
            .child(el("b").text(item.title))
            .text(" ")
            .child(el("span").text(item.detail))
            .child(nested)
    });
    el("ol.trail").children(items)
}

// DKIM

fn signature_items(full: Full, report: &Report, signature: &dkim::Outcome) -> Vec<Item> {
    let mut items = step_items(full, signature);
    items.push(alignment_item(full, report, signature));
    items
}

fn step_items(full: Full, signature: &dkim::Outcome) -> Vec<Item> {
    let items = signature.steps.iter().map(|step| Item {
        sign: step_sign(step.state),
        title: (full.later.trail.step)(step.kind).to_owned(),
        detail: step_detail(full, signature, step.kind)
            .unwrap_or_else(|| (full.later.trail.state)(step.state).to_owned()),
        items: Vec::new(),
    });
    items.collect()
}

const fn step_sign(state: StepState) -> scene::State {
    match state {
        StepState::Good => scene::State::Pass,
        StepState::Warn => scene::State::Warn,
        StepState::Bad => scene::State::Fail,
        StepState::Error => scene::State::Error,
        StepState::Skipped => scene::State::None,
        StepState::Waiting => scene::State::Waiting,
    }
}

fn step_detail(full: Full, signature: &dkim::Outcome, kind: StepKind) -> Option<String> {
    let words = &full.later.trail;
    match kind {
        StepKind::Parse => None,
        StepKind::Key => {
            let key = signature.key.as_ref()?;
            Some((words.key)(key.kind, key.bits))
        }
        StepKind::BodyHash => Some(match &signature.body {
            BodyHash::NotComputed => words.not_computed.to_owned(),
            BodyHash::Match { hashed } => (words.body_match)(&(full.ui().octets)(*hashed)),
            BodyHash::Mismatch {
                computed, stated, ..
            } => (words.body_mismatch)(&text::base64(stated), &text::base64(computed)),
            BodyHash::Absent => words.body_absent.to_owned(),
            BodyHash::Stated => words.body_stated.to_owned(),
        }),
        StepKind::Signature => Some(
            match signature.signature {
                SignatureCheck::Match => words.signature_match,
                SignatureCheck::Mismatch => words.signature_mismatch,
                SignatureCheck::NotChecked => return None,
            }
            .to_owned(),
        ),
    }
}

fn alignment_item(full: Full, report: &Report, signature: &dkim::Outcome) -> Item {
    let identifier = signature.passed.as_ref().and_then(|passed| {
        report
            .dmarc
            .as_ref()?
            .identifiers
            .iter()
            .find(|identifier| {
                identifier.method == Method::Dkim && identifier.domain == *passed.domain()
            })
    });
    let author = report.author.domains.first().map(ToString::to_string);
    let author = author.unwrap_or_default();
    let (sign, detail) = match identifier {
        None => (
            scene::State::None,
            full.later.trail.nothing_to_align.to_owned(),
        ),
        Some(identifier) => leg_words(full, identifier, &author),
    };
    Item {
        sign,
        title: full.later.trail.alignment.to_owned(),
        detail,
        items: Vec::new(),
    }
}

fn leg_words(
    full: Full,
    identifier: &dmarc::IdentifierOutcome,
    author: &str,
) -> (scene::State, String) {
    let domain = identifier.domain.to_string();
    match identifier.aligned {
        Some(true) => (
            scene::State::Pass,
            (full.later.trail.aligned)(&domain, author),
        ),
        Some(false) => (
            scene::State::Fail,
            (full.later.trail.not_aligned)(&domain, author),
        ),
        None => (
            scene::State::Waiting,
            full.later.trail.alignment_open.to_owned(),
        ),
    }
}

// ARC

/// The steps of the chain, and its sets, newest first: a button for each marks it in the source.
fn chain(state: State, full: Full, report: &Report) -> Option<Part> {
    let chain = &report.arc;
    if chain.steps.is_empty() {
        return None;
    }
    let chosen = selected_set(report, &state.selection.read()).map(|set| set.instance);
    let buttons = chain.sets.iter().enumerate().rev().map(|(index, set)| {
        let choose = move || state.selection.set(Selection::Set(index));
        button("button small", set_label(full, set), choose)
            .at("aria-pressed", (chosen == Some(set.instance)).to_string())
    });
    let mut items: Vec<Item> = chain
        .steps
        .iter()
        .map(|step| Item {
            sign: step_sign(step.state),
            title: (full.later.trail.chain_step)(step.kind).to_owned(),
            detail: match (step.kind, chain.oldest_pass) {
                (arc::StepKind::Oldest, Some(instance)) => format!("oldest-pass={instance}"),
                _ => (full.later.trail.state)(step.state).to_owned(),
            },
            items: Vec::new(),
        })
        .collect();
    items.extend(
        chain
            .sets
            .iter()
            .rev()
            .map(|set| set_item(full, report, set)),
    );
    Some(all([
        heading((full.later.trail.chain)(chain.sets.len())),
        el("div.row").children(buttons),
        list(items),
    ]))
}

fn set_label(full: Full, set: &arc::Set) -> String {
    let sealer = set.sealer.as_ref().map(ToString::to_string);
    (full.later.trail.set)(set.instance, &sealer.unwrap_or_else(|| "?".to_owned()))
}

/// A set: what its sealer says, and whether its two signatures hold.
fn set_item(full: Full, report: &Report, set: &arc::Set) -> Item {
    let said = report.claims_of(set).map(Statement::in_short);
    let field = |field: arc::Field, signature: Option<&dkim::Outcome>| {
        let sign = signature.map_or(scene::State::Stated, |signature| {
            match (arc::holds(signature), signature.verdict) {
                (Some(true), _) => scene::State::Pass,
                (Some(false), _) => scene::State::Fail,
                (None, None) => scene::State::Waiting,
                (None, Some(_)) => scene::State::None,
            }
        });
        Item {
            sign,
            title: field.word().to_owned(),
            detail: String::new(),
            items: signature.map_or_else(Vec::new, |signature| step_items(full, signature)),
        }
    };
    let results = Item {
        detail: said.unwrap_or_default(),
        ..field(arc::Field::Results, None)
    };
    Item {
        sign: scene::State::Stated,
        title: set_label(full, set),
        detail: format!(
            "s={} cv={}",
            set.selector.as_deref().unwrap_or("–"),
            set.status.as_deref().unwrap_or("–")
        ),
        items: vec![
            results,
            field(arc::Field::Message, set.message.as_ref()),
            field(arc::Field::Seal, set.seal.as_ref()),
        ],
    }
}

// SPF

fn outcome(full: Full, outcome: &spf::Outcome) -> Part {
    let domain = outcome.domain.as_ref().map(ToString::to_string);
    let domain = domain.unwrap_or_else(|| "–".to_owned());
    let title = match outcome.identity {
        spf::Identity::MailFrom => (full.later.trail.spf_of)(&domain),
        spf::Identity::Helo => (full.later.trail.helo_of)(&domain),
    };
    let result = match outcome.verdict {
        Some(verdict) => verdict.word(),
        None if outcome.pending => full.later.trail.waiting,
        None => full.later.trail.spf_unevaluated,
    };
    let counters = (full.later.trail.counters)(outcome.lookups, outcome.void_lookups);
    let reach = outcome
        .reach
        .map(|reach| help((full.later.trail.reach)(reach.lookups, reach.complete)));
    let trace = outcome.trace.as_ref();
    let explanation = outcome.explanation.as_ref();
    all([
        Some(heading(title)),
        Some(help(format!("{result} · {counters}"))),
        reach,
        trace.map(|trace| list(vec![record_item(full, trace)])),
        explanation.map(|text| help((full.later.trail.explanation)(text))),
    ])
}

fn record_item(full: Full, trace: &RecordTrace) -> Item {
    Item {
        sign: trace.verdict.map_or(scene::State::Waiting, spf_sign),
        title: trace.domain.to_string(),
        detail: trace.record.clone().unwrap_or_default(),
        items: trace
            .terms
            .iter()
            .map(|term| term_item(full, term))
            .collect(),
    }
}

fn term_item(full: Full, term: &TermTrace) -> Item {
    let (sign, word) = match term.matched {
        Some(true) => (term_sign(&term.term), full.later.trail.matched),
        Some(false) => (scene::State::None, full.later.trail.no_match),
        None => (scene::State::Stated, ""),
    };
    let mut detail = match &term.target {
        Some(target) => format!("{target} {word}"),
        None => word.to_owned(),
    };
    if !term.questions.is_empty() {
        detail.push_str(" · ");
        detail.push_str(&(full.later.trail.counters)(
            term.lookups,
            term.void_lookups,
        ));
    }
    let mut items: Vec<Item> = term.substitutions.iter().map(substitution_item).collect();
    if let Some(inner) = &term.inner {
        items.push(record_item(full, inner));
    }
    Item {
        sign,
        title: term.term.clone(),
        detail,
        items,
    }
}

/// A macro: what its letter stands for, and what was made of that.
fn substitution_item(substitution: &Substitution) -> Item {
    let Substitution {
        written,
        letter,
        value,
    } = substitution;
    Item {
        sign: scene::State::Stated,
        title: written.clone(),
        detail: if letter == value {
            format!("→ {value}")
        } else {
            format!("→ {letter} → {value}")
        },
        items: Vec::new(),
    }
}

/// What a term that matched leads to (RFC 7208 §4.6.2).
fn term_sign(term: &str) -> scene::State {
    match term.as_bytes().first() {
        Some(b'-') => scene::State::Fail,
        Some(b'~' | b'?') => scene::State::Warn,
        _ => scene::State::Pass,
    }
}

const fn spf_sign(verdict: spf::Verdict) -> scene::State {
    match verdict {
        spf::Verdict::Pass => scene::State::Pass,
        spf::Verdict::Fail => scene::State::Fail,
        spf::Verdict::SoftFail | spf::Verdict::Neutral => scene::State::Warn,
        spf::Verdict::TempError | spf::Verdict::PermError => scene::State::Error,
        spf::Verdict::None => scene::State::None,
    }
}

// DMARC

fn dmarc_items(full: Full, dmarc: &dmarc::Outcome) -> Vec<Item> {
    let author = dmarc.author_domain.to_string();
    let mut items: Vec<Item> = dmarc
        .walk
        .iter()
        .map(|step| walk_item(full, step))
        .collect();
    if let Some(domain) = &dmarc.organizational_domain {
        items.push(Item {
            sign: scene::State::Stated,
            title: (full.later.trail.organizational)(&domain.to_string()),
            detail: String::new(),
            items: Vec::new(),
        });
    }
    items.extend(dmarc.identifiers.iter().map(|identifier| {
        let (sign, detail) = leg_words(full, identifier, &author);
        let domain = identifier.domain.to_string();
        Item {
            sign,
            title: match identifier.method {
                Method::Spf => (full.later.trail.spf_leg)(&domain),
                Method::Dkim => (full.later.trail.dkim_leg)(&domain),
            },
            detail,
            items: identifier
                .walk
                .iter()
                .map(|step| walk_item(full, step))
                .collect(),
        }
    }));
    items.extend(dmarc.record.as_ref().map(policy_item));
    items.extend(dmarc.destinations.iter().map(|to| Item {
        sign: match to.consent {
            Consent::Own | Consent::Given => scene::State::Pass,
            Consent::Waiting => scene::State::Waiting,
            Consent::Missing => scene::State::Warn,
            Consent::Unknown => scene::State::Error,
        },
        title: format!("{}= {}", to.tag, to.host),
        detail: (full.later.trail.consent)(to.consent).to_owned(),
        items: Vec::new(),
    }));
    items
}

/// The policy as it is evaluated, in the words of Authentication-Results (RFC 9989 §9.1).
fn policy_item(record: &RecordFacts) -> Item {
    let testing = if record.testing { " t=y" } else { "" };
    Item {
        sign: scene::State::Stated,
        title: format!("policy.dmarc={}", record.evaluated.word()),
        detail: format!(
            "{}={}{testing} ({})",
            record.applied_tag,
            record.applied.word(),
            record.domain
        ),
        items: Vec::new(),
    }
}

fn walk_item(full: Full, step: &WalkStep) -> Item {
    let words = &full.later.trail;
    let (sign, detail) = match &step.found {
        WalkFound::Waiting => (scene::State::Waiting, words.waiting.to_owned()),
        WalkFound::Nothing => (scene::State::None, words.walk_nothing.to_owned()),
        WalkFound::Several(count) => (scene::State::Warn, (words.walk_several)(*count)),
        WalkFound::Record(record) => (scene::State::Pass, record.clone()),
        WalkFound::Void(record) => (scene::State::Warn, (words.walk_void)(record)),
        WalkFound::Failed => (scene::State::Error, words.walk_failed.to_owned()),
    };
    Item {
        sign,
        title: format!("{} {}", step.question.name, step.question.rtype),
        detail,
        items: Vec::new(),
    }
}
