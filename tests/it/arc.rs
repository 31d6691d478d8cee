//! ARC: chains that others seal are whole here, what is changed is not, and each fault has its name.

use std::sync::OnceLock;

use mailprism::api;
use mailprism::engine::arc::{Outcome, StepKind, Verdict, holds};
use mailprism::engine::claims::{Agreement, Cause, Method};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dkim::{self, StepState};
use mailprism::engine::dns::{Answers, Asker, Failure, Found};
use mailprism::engine::limits;
use mailprism::engine::mail::Message;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{AnyFinding, Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::play::scene::{self, NodeId};
use mailprism::text::outline::outline;
use mailprism::text::{Lang, prose};

use crate::dkim::{Case, SIGNED_AT, insert, signed_by, txt};

pub(crate) fn peer() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| signed_by("arc_seal.py"))
}

fn named(name: &str) -> &'static Case {
    let case = peer().iter().find(|case| case.name == name);
    case.unwrap_or_else(|| panic!("the peer seals {name:?}"))
}

fn report_with(message: &[u8], answers: &Answers) -> Report {
    let inputs = Inputs {
        now: SIGNED_AT + 60,
        ..Inputs::default()
    };
    let prepared = prepare(message.to_vec());
    verify(&prepared, &inputs, answers, &mut Checked::new())
}

fn report(case: &Case) -> Report {
    report_with(&case.message, &case.answers())
}

fn judge(case: &Case) -> Outcome {
    report(case).arc
}

fn all_codes(outcome: &Outcome) -> Vec<&'static str> {
    let findings = outcome.findings.iter();
    findings.map(|noted| noted.finding.entry().code).collect()
}

/// Without what is said of every chain, and of the short keys that some sealers here have.
fn codes(outcome: &Outcome) -> Vec<&'static str> {
    let mut codes = all_codes(outcome);
    codes.retain(|code| !matches!(*code, "arc.retiring" | "dkim.weak-key"));
    codes
}

fn steps(outcome: &Outcome) -> String {
    let words = outcome.steps.iter().map(|step| {
        let state = match step.state {
            StepState::Good => "good",
            StepState::Warn => "warn",
            StepState::Bad => "bad",
            StepState::Error => "error",
            StepState::Skipped => "skipped",
            StepState::Waiting => "waiting",
        };
        format!("{} {state}", step.kind.word())
    });
    words.collect::<Vec<_>>().join(", ")
}

// Whole chains.

#[test]
fn chains_that_dkimpy_seals_are_whole() {
    let mut chains = 0;
    for case in peer()
        .iter()
        .filter(|case| case.name.starts_with("dkimpy: ") || case.name.starts_with("crafted: "))
    {
        chains += 1;
        let outcome = judge(case);
        let told = (&case.name, codes(&outcome), steps(&outcome));
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{told:?}");
        assert!(!outcome.pending, "{told:?}");
        for set in &outcome.sets {
            assert_eq!(set.seal.as_ref().and_then(holds), Some(true), "{told:?}");
        }
    }
    println!("{chains} chains");
    assert!(chains >= 15, "{chains}");
}

#[test]
fn a_set_says_who_sealed_it_and_what_was_found_then() {
    let report = report(named("dkimpy: two sets, a footer before the second"));
    let sets = &report.arc.sets;
    let told: Vec<String> = sets
        .iter()
        .map(|set| {
            let claims = report.claims_of(set).expect("its results are read");
            let claimed = claims.claims.iter().map(|claim| claim.name.as_str());
            format!(
                "{} {} s={} cv={} by {}: {}",
                set.instance,
                set.sealer.as_ref().expect("a domain"),
                set.selector.as_deref().unwrap_or("-"),
                set.status.as_deref().unwrap_or("-"),
                claims.server.as_deref().unwrap_or("-"),
                claimed.collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 one.example s=arc cv=none by mx.one.example: spf",
            "2 two.example s=arc cv=pass by mx.two.example: spf arc"
        ]
    );
}

#[test]
fn the_oldest_pass_is_how_far_back_the_message_is_unchanged() {
    for (name, oldest) in [
        ("dkimpy: one set", 0),
        ("dkimpy: three sets", 0),
        ("dkimpy: two sets, a footer before the second", 2),
        ("dkimpy: three sets, a footer before the second", 2),
        ("dkimpy: three sets, a footer before the third", 3),
        ("crafted: changed after the second", 3),
    ] {
        let outcome = judge(named(name));
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{name}");
        assert_eq!(outcome.oldest_pass, Some(oldest), "{name}");
        let changed = (oldest > 0).then_some("arc.changed-since");
        assert_eq!(
            codes(&outcome)
                .into_iter()
                .find(|code| *code == "arc.changed-since"),
            changed,
            "{name}"
        );
    }
}

#[test]
fn only_the_newest_of_many_message_signatures_are_looked_at() {
    let outcome = judge(named("crafted: fifty sets"));
    assert_eq!(outcome.sets.len(), limits::ARC_SETS);
    let looked_at = outcome.sets.iter().filter(|set| set.message.is_some());
    assert_eq!(looked_at.count(), limits::ARC_SIGNATURES);
    assert_eq!(outcome.oldest_pass, None);
    assert_eq!(codes(&outcome), ["arc.not-all-checked"]);
}

#[test]
fn a_message_without_seals_has_no_chain() {
    let outcome = judge(&Case {
        message: b"From: a@b.example\r\n\r\nx\r\n".to_vec(),
        ..Case::default()
    });
    assert_eq!(outcome.verdict, Some(Verdict::None));
    assert!(outcome.sets.is_empty() && outcome.findings.is_empty() && outcome.steps.is_empty());
}

// Faults in how a chain was sealed.

#[test]
fn each_fault_of_a_sealer_has_its_name() {
    for (name, expected) in [
        ("cv=pass at the first", "arc.chain-status"),
        ("cv=none at the second", "arc.chain-status"),
        ("cv=fail at the newest", "arc.ended"),
        ("cv=fail below the newest", "arc.chain-status"),
        ("cv=maybe", "arc.chain-status"),
        ("no cv=", "arc.chain-status"),
        ("h= in the seal", "arc.seal arc.seal-with-headers"),
        ("ARC-Seal signed", "arc.message-signature arc.signs-seal"),
        (
            "From not signed",
            "arc.message-signature dkim.from-not-signed",
        ),
        ("short key", "arc.message-signature arc.seal dkim.short-key"),
        (
            "sha1",
            "arc.message-signature arc.seal dkim.rsa-sha1 dkim.rsa-sha1",
        ),
        ("unknown algorithm", "arc.seal dkim.unknown-algorithm"),
        ("b= no base64", "arc.seal dkim.bad-tag"),
        ("duplicate tag", "arc.seal dkim.duplicate-tag"),
        ("no bh=", "arc.message-signature dkim.missing-tag"),
        ("no d=", "arc.message-signature dkim.missing-tag"),
        (
            "another's key",
            "arc.message-signature arc.seal dkim.signature-mismatch dkim.signature-mismatch",
        ),
        (
            "key revoked",
            "arc.message-signature arc.seal dkim.key-revoked",
        ),
        ("i=0", "arc.bad-instance arc.bad-instance arc.bad-instance"),
        ("i=one in the seal", "arc.bad-instance arc.missing-field"),
        ("no i= in the seal", "arc.no-instance arc.missing-field"),
        (
            "i= not first in the results",
            "arc.no-instance arc.missing-field",
        ),
        (
            "i=51",
            "arc.too-many-sets arc.too-many-sets arc.too-many-sets",
        ),
        ("a gap", "arc.gap"),
        (
            "the first twice",
            "arc.repeated-field arc.repeated-field arc.repeated-field",
        ),
        ("no results", "arc.missing-field"),
        ("no message signature", "arc.missing-field"),
        ("no seal", "arc.missing-field"),
        ("expired", "arc.message-signature dkim.expired"),
    ] {
        let outcome = judge(named(name));
        assert_eq!(codes(&outcome).join(" "), expected, "{name}");
        assert_eq!(outcome.verdict, Some(Verdict::Fail), "{name}");
        assert_eq!(
            outcome.oldest_pass.filter(|oldest| *oldest > 0),
            None,
            "{name}"
        );
    }
}

#[test]
fn what_is_only_unwise_is_said_and_passes() {
    for (name, expected) in [
        ("results signed", "arc.retiring arc.signs-results"),
        ("weak key", "arc.retiring dkim.weak-key"),
        ("key for testing", "arc.retiring dkim.key-testing"),
    ] {
        let outcome = judge(named(name));
        let mut codes = all_codes(&outcome);
        codes.sort_unstable();
        assert_eq!(codes.join(" "), expected, "{name}");
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{name}");
    }
}

#[test]
fn an_older_message_signature_that_can_never_verify_breaks_no_chain() {
    let outcome = judge(named("ARC-Seal signed in an older set"));
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    assert_eq!(outcome.oldest_pass, Some(3));
    assert_eq!(codes(&outcome), Vec::<&str>::new());
}

// What is changed on the way.

/// The chain without the field that begins so.
fn without(case: &Case, start: &str) -> Case {
    let text = case.text();
    let at = text.find(start).expect("the field is there");
    let rest = &text[at..];
    let end = rest
        .match_indices("\r\n")
        .find(|(end, _)| !rest[end + 2..].starts_with([' ', '\t']))
        .map(|(end, _)| end + 2)
        .expect("it ends");
    Case {
        message: [&text[..at], &rest[end..]].concat().into_bytes(),
        ..case.clone()
    }
}

#[test]
fn what_is_changed_on_the_way_breaks_the_chain() {
    let whole = named("dkimpy: three sets");
    let twice = |start: &str| {
        let text = whole.text();
        let without = without(whole, start).text();
        let field = &text[text.find(start).expect("there")..];
        let field = &field[..text.len() - without.len()];
        Case {
            message: [field, text.as_str()].concat().into_bytes(),
            ..whole.clone()
        }
    };
    for (name, case, expected) in [
        (
            "the body",
            whole.replaced("It fits.", "It does not fit."),
            "arc.message-signature dkim.body-hash-mismatch",
        ),
        (
            "a signed field",
            whole.replaced("Subject: Shelf", "Subject: Bench"),
            "arc.message-signature dkim.signature-mismatch",
        ),
        (
            "the newest results",
            whole.replaced("i=3; mx.three.example", "i=3; mx.tree.example"),
            "arc.seal dkim.signature-mismatch",
        ),
        (
            "the oldest results",
            whole.replaced(
                "i=1; mx.one.example;\r\n spf=pass",
                "i=1; mx.one.example;\r\n spf=fail",
            ),
            "arc.seal arc.seal arc.seal dkim.signature-mismatch dkim.signature-mismatch \
             dkim.signature-mismatch",
        ),
        (
            "a set taken off the bottom",
            without(
                &without(
                    &without(whole, "ARC-Seal: i=1;"),
                    "ARC-Message-Signature: i=1;",
                ),
                "ARC-Authentication-Results: i=1;",
            ),
            "arc.gap",
        ),
        (
            "a set taken out of the middle",
            without(
                &without(
                    &without(whole, "ARC-Seal: i=2;"),
                    "ARC-Message-Signature: i=2;",
                ),
                "ARC-Authentication-Results: i=2;",
            ),
            "arc.gap",
        ),
        (
            "a field gone",
            without(whole, "ARC-Authentication-Results: i=2;"),
            "arc.missing-field",
        ),
        (
            "a second message signature",
            twice("ARC-Message-Signature: i=2;"),
            "arc.repeated-field",
        ),
        (
            "a stray field",
            Case {
                message: [b"ARC-Seal: nothing\r\n", whole.message.as_slice()].concat(),
                ..whole.clone()
            },
            "arc.no-instance",
        ),
        (
            "instances exchanged",
            whole
                .replaced("ARC-Seal: i=3;", "ARC-Seal: i=9;")
                .replaced("ARC-Seal: i=2;", "ARC-Seal: i=3;")
                .replaced("ARC-Seal: i=9;", "ARC-Seal: i=2;"),
            "arc.seal arc.seal dkim.signature-mismatch dkim.signature-mismatch",
        ),
    ] {
        let outcome = judge(&case);
        assert_eq!(codes(&outcome).join(" "), expected, "{name}");
        assert_eq!(outcome.verdict, Some(Verdict::Fail), "{name}");
    }
}

#[test]
fn where_the_fields_stand_does_not_matter() {
    let whole = named("dkimpy: three sets");
    let text = whole.text();
    let from = text.find("Received:").expect("the trace");
    let fields: Vec<&str> = text[..from]
        .split_inclusive("\r\n")
        .fold(Vec::new(), |mut fields: Vec<(usize, usize)>, line| {
            let at = line.as_ptr() as usize - text.as_ptr() as usize;
            match fields.last_mut() {
                Some(last) if line.starts_with([' ', '\t']) => last.1 = at + line.len(),
                _ => fields.push((at, at + line.len())),
            }
            fields
        })
        .into_iter()
        .map(|(start, end)| &text[start..end])
        .collect();
    assert_eq!(fields.len(), 9);
    let upside_down: String = fields.into_iter().rev().chain([&text[from..]]).collect();
    let outcome = judge(&Case {
        message: upside_down.into_bytes(),
        ..whole.clone()
    });
    assert_eq!(
        outcome.verdict,
        Some(Verdict::Pass),
        "{:?}",
        codes(&outcome)
    );
}

#[test]
fn one_changed_octet_of_a_seal_breaks_it() {
    let whole = named("crafted: two sets");
    let message = Message::parse(whole.message.clone());
    let (_, seal) = message.header_named("arc-seal").next().expect("a seal");
    let mut tried = 0;
    // The last digit of `b=` has bits that mean nothing, and padding behind it.
    for at in seal.value.start..seal.value.end - 3 {
        let octet = whole.message[at];
        if octet.is_ascii_whitespace() {
            continue;
        }
        tried += 1;
        let mut changed = whole.clone();
        changed.message[at] = if octet == b'x' { b'y' } else { b'x' };
        let outcome = judge(&changed);
        let told = String::from_utf8_lossy(&changed.message[seal.value.start..seal.value.end]);
        assert_ne!(outcome.verdict, Some(Verdict::Pass), "{told}");
    }
    assert!(tried > 100);
}

// DNS, and what is not there.

const KEYS: [&str; 3] = [
    "arc._domainkey.one.example",
    "arc._domainkey.two.example",
    "arc._domainkey.three.example",
];

#[test]
fn while_a_key_is_awaited_there_is_no_result() {
    let whole = named("dkimpy: three sets");
    let report = report_with(&whole.message, &Answers::new());
    let outcome = &report.arc;
    assert_eq!(outcome.verdict, None);
    assert!(outcome.pending);
    assert_eq!(codes(outcome), Vec::<&str>::new());
    assert_eq!(
        steps(outcome),
        "collect good, status good, structure good, message-signature waiting, \
         oldest-pass skipped, seals waiting"
    );
    let asked: Vec<(String, Asker)> = report
        .needs()
        .filter(|need| matches!(need.by, Asker::Arc(_)))
        .map(|need| (need.question.name.to_string(), need.by))
        .collect();
    let expected = KEYS.iter().enumerate();
    let expected = expected.map(|(index, name)| ((*name).to_owned(), Asker::Arc(index)));
    assert_eq!(asked, expected.collect::<Vec<_>>());
}

#[test]
fn a_key_that_is_gone_fails_the_chain_and_one_that_cannot_be_asked_leaves_it_open() {
    let whole = named("dkimpy: three sets");
    for (index, name) in KEYS.iter().enumerate() {
        let mut answers = whole.answers();
        insert(&mut answers, name, Found::NxDomain);
        let outcome = report_with(&whole.message, &answers).arc;
        let expected = match index {
            2 => "arc.message-signature arc.seal dkim.no-key",
            _ => "arc.seal dkim.no-key",
        };
        assert_eq!(codes(&outcome).join(" "), expected, "{name}");
        assert_eq!(outcome.verdict, Some(Verdict::Fail), "{name}");

        insert(&mut answers, name, Found::Failed(Failure::ServFail));
        let report = report_with(&whole.message, &answers);
        let outcome = &report.arc;
        assert_eq!(
            codes(outcome).join(" "),
            "arc.lookup-failed dkim.key-unavailable",
            "{name}"
        );
        assert_eq!(outcome.verdict, None, "{name}");
        assert!(!outcome.pending, "{name}");
        let node = scene::of(&report)
            .node(NodeId::Arc)
            .expect("a node")
            .clone();
        assert_eq!(node.state, scene::State::Error, "{name}");
    }
}

#[test]
fn a_broken_chain_fails_whatever_is_awaited() {
    let broken = named("dkimpy: three sets").replaced("It fits.", "It does not.");
    let mut answers = Answers::new();
    for (question, answer) in broken.answers().iter() {
        if question.name.to_string() == KEYS[2] {
            answers.insert(question.clone(), answer.clone());
        }
    }
    let outcome = report_with(&broken.message, &answers).arc;
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert!(codes(&outcome).contains(&"arc.message-signature"));
}

#[test]
fn several_keys_at_one_name_are_tried_as_far_as_the_cap_goes() {
    let whole = named("dkimpy: one set");
    let good = whole.answers();
    let good = good.iter().next().expect("a key").1.texts().remove(0);
    let noise: &[u8] = b"v=spf1 -all";
    let at = |place: usize| {
        let mut records = vec![noise; limits::ARC_KEYS_PER_NAME + 1];
        records[place] = &good;
        let mut answers = Answers::new();
        insert(&mut answers, KEYS[0], txt(&records));
        report_with(&whole.message, &answers).arc
    };
    let first = at(1);
    assert_eq!(first.verdict, Some(Verdict::Pass));
    assert_eq!(codes(&first), ["dkim.several-keys", "dkim.keys-capped"]);
    let last = at(limits::ARC_KEYS_PER_NAME);
    assert_eq!(last.verdict, Some(Verdict::Fail));
}

#[test]
fn without_the_body_seals_are_checked_and_the_chain_is_open() {
    let whole = named("dkimpy: three sets");
    let text = whole.text();
    let header = &text[..text.find("\r\n\r\n").expect("a header") + 2];
    let outcome = report_with(header.as_bytes(), &whole.answers()).arc;
    assert_eq!(outcome.verdict, None);
    assert!(!outcome.pending);
    assert_eq!(
        codes(&outcome).join(" "),
        "arc.body-absent dkim.body-absent"
    );
    let newest = outcome.sets.last().and_then(|set| set.message.as_ref());
    let newest = newest.expect("it was looked at");
    assert_eq!(newest.signature, dkim::SignatureCheck::Match);
    for set in &outcome.sets {
        assert_eq!(set.seal.as_ref().and_then(holds), Some(true));
    }

    let changed = header.replacen("spf=pass", "spf=fail", 1);
    let outcome = report_with(changed.as_bytes(), &whole.answers()).arc;
    assert_eq!(
        outcome.verdict,
        Some(Verdict::Fail),
        "a seal that is broken decides"
    );
}

// Beside the rest.

#[test]
fn a_whole_chain_authenticates_nothing() {
    let case = named("crafted: sealed by the author's domain");
    let mut answers = case.answers();
    insert(
        &mut answers,
        "_dmarc.sender.example",
        txt(&[b"v=DMARC1; p=reject"]),
    );
    let report = report_with(&case.message, &answers);
    let outcome = &report.arc;
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    for set in &outcome.sets {
        for signature in [&set.message, &set.seal].into_iter().flatten() {
            assert_eq!(signature.passed, None, "no evidence comes from ARC");
        }
    }
    let dmarc = report.dmarc.expect("an author domain");
    assert_eq!(dmarc.author_domain.to_string(), "sender.example");
    assert!(dmarc.identifiers.is_empty());
    assert_ne!(dmarc.verdict.map(|verdict| verdict.word()), Some("pass"));
}

#[test]
fn what_the_receiver_claims_is_held_against_the_chain() {
    let row = |case: &Case, claim: &str| {
        let field = format!("Authentication-Results: mx.receiver.example; {claim}\r\n");
        let message = [field.as_bytes(), &case.message].concat();
        let report = report_with(&message, &case.answers());
        let row = report
            .reconciliation
            .iter()
            .find(|row| row.method == Method::Arc)
            .expect("a row");
        (row.found, row.agreement)
    };
    let whole = named("dkimpy: two sets");
    assert_eq!(row(whole, "arc=pass"), (Some("pass"), Agreement::Same));
    assert_eq!(
        row(whole, "arc=none"),
        (Some("pass"), Agreement::Differs(Cause::OtherIdentity))
    );
    let changed = whole.replaced("It fits.", "It does not.");
    assert_eq!(
        row(&changed, "arc=pass"),
        (Some("fail"), Agreement::Differs(Cause::BodyRewritten))
    );
    assert_eq!(row(&changed, "arc=fail"), (Some("fail"), Agreement::Same));
    assert_eq!(
        row(named("key revoked"), "arc=pass"),
        (Some("fail"), Agreement::Differs(Cause::KeyChanged))
    );
}

#[test]
fn the_picture_shows_the_result_and_why() {
    for (name, state, title, line) in [
        ("dkimpy: one set", "pass", "ARC: pass", "one.example"),
        (
            "dkimpy: three sets",
            "pass",
            "ARC: pass",
            "three.example ×3",
        ),
        ("key revoked", "fail", "ARC: fail", "no usable key"),
        (
            "cv=fail at the newest",
            "fail",
            "ARC: fail",
            "broken before",
        ),
        ("a gap", "fail", "ARC: fail", "malformed"),
    ] {
        let scene = scene::of(&report(named(name)));
        let node = scene.node(NodeId::Arc).expect("a node");
        assert_eq!(node.state.word(), state, "{name}");
        assert_eq!(
            mailprism::text::scene::title(node, Lang::EN),
            title,
            "{name}"
        );
        let said = mailprism::text::scene::line(&node.lines[0], Lang::EN).full;
        assert_eq!(said, line, "{name}");
    }
}

#[test]
fn the_outline_shows_each_set_in_both_languages() {
    let report = report(named("dkimpy: two sets, a footer before the second"));
    let text = outline(&report, Lang::EN);
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("ARC"))
        .take(5)
        .collect();
    assert_eq!(
        lines,
        [
            "ARC    pass       oldest-pass=2",
            "       set 2: sealed by two.example, cv=pass; the message is as sealed; the seal holds",
            "         mx.two.example spf=pass arc=pass",
            "       set 1: sealed by one.example, cv=none; the message was changed since; the seal \
             holds",
            "         mx.one.example spf=pass",
        ]
    );
    let text = outline(&report, Lang::JA);
    assert!(
        text.contains("ARCセット1: one.example が署名、cv=none"),
        "{text}"
    );
}

#[test]
fn the_json_holds_the_chain_with_its_sets() {
    let case = named("dkimpy: two sets, a footer before the second");
    let message = Message::parse(case.message.clone());
    let report = report(case);
    let (inputs, answers) = (Inputs::default(), case.answers());
    let json = api::json(&api::Verification::new(
        &report, &message, &inputs, &answers,
    ));
    let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let arc = &found["arc"];
    assert_eq!(arc["result"], "pass");
    assert_eq!(arc["pending"], false);
    assert_eq!(arc["oldest_pass"], 2);
    assert_eq!(arc["findings"][0], "arc.changed-since");
    assert_eq!(arc["steps"][4]["step"], "oldest-pass");
    assert_eq!(arc["steps"][4]["state"], "warn");
    let set = &arc["sets"][0];
    assert_eq!(set["instance"], 1);
    assert_eq!(set["sealer"], "one.example");
    assert_eq!(set["status"], "none");
    assert_eq!(set["message_signature"]["result"], "fail");
    assert_eq!(set["message_signature"]["body_hash"], "mismatch");
    assert_eq!(set["seal"]["result"], "pass");
    assert_eq!(set["seal"]["body_hash"], serde_json::Value::Null);
    let claims = set["claims"].as_u64().expect("an index") as usize;
    assert_eq!(found["claims"][claims]["instance"], 1);
    let asked = found["dns"].as_array().expect("questions");
    assert!(asked.iter().any(|asked| asked["by"] == "arc[1]"));
}

#[test]
fn every_finding_has_words_in_both_languages() {
    let mut said = std::collections::BTreeSet::new();
    for case in peer() {
        for noted in &report(case).findings {
            if !matches!(noted.finding, AnyFinding::Arc(_)) {
                continue;
            }
            let [en, ja] = Lang::ALL.map(|lang| prose(lang, &noted.finding));
            assert!(!en.title.is_empty() && !en.why.is_empty(), "{noted:?}");
            assert_ne!(en.title, ja.title);
            assert_ne!(en.why, ja.why);
            said.insert(noted.finding.entry().code);
        }
    }
    assert!(said.len() > 20, "{said:?}");
}

#[test]
fn the_steps_are_those_of_the_rfc_as_far_as_it_goes() {
    for (name, expected) in [
        (
            "dkimpy: two sets, a footer before the second",
            "collect good, status good, structure good, message-signature good, oldest-pass warn, \
             seals good",
        ),
        ("i=51", "collect bad"),
        ("cv=fail at the newest", "collect good, status bad"),
        ("a gap", "collect good, status good, structure bad"),
        (
            "h= in the seal",
            "collect good, status good, structure good, message-signature good, oldest-pass good, \
             seals bad",
        ),
    ] {
        assert_eq!(steps(&judge(named(name))), expected, "{name}");
    }
    assert_eq!(StepKind::Seals.word(), "seals");
}
