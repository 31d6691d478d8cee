//! What other servers wrote of their checks: read however it is spelt, believed as far as its place
//! allows, and compared with what we found, each difference with its cause.

use std::time::Instant;

use mailprism::engine::claims::{self, Agreement, Cause, Claimed, Method, Row, Statement};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Answer, Answers, Failure, Found, Name, Question, RecordType, Source};
use mailprism::engine::limits;
use mailprism::engine::mail::Message;
use mailprism::engine::prepare::{Prepared, prepare};
use mailprism::engine::report::{AnyFinding, Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::play::case::{Analysis, Made, Scope};
use mailprism::play::{Case, samples};
use mailprism::text::{Lang, prose};

use crate::dkim::{SIGNED_AT, named};

// Reading

fn statements(header: &str) -> (Vec<Statement>, Vec<&'static str>, Message) {
    let message = Message::parse(format!("{header}\r\nFrom: a@b.example\r\n\r\n").into_bytes());
    let (statements, findings) = claims::read(&message);
    let codes = findings.iter().map(|noted| noted.finding.entry().code);
    (statements, codes.collect(), message)
}

/// Server, then each result with its properties; and the codes of the findings.
fn shown(header: &str) -> (String, Vec<&'static str>) {
    let (statements, codes, _) = statements(header);
    let texts: Vec<String> = statements.iter().map(shown_statement).collect();
    (texts.join(" | "), codes)
}

fn shown_statement(statement: &Statement) -> String {
    let mut text = statement.server.clone().unwrap_or_else(|| "?".to_owned());
    if let Some(instance) = statement.instance {
        text.push_str(&format!(" i={instance}"));
    }
    for claim in &statement.claims {
        text.push_str(&format!("; {}={}", claim.name, claim.result.word()));
        for property in &claim.properties {
            text.push_str(&format!(" {}={}", property.name, property.value));
        }
    }
    text
}

fn results(value: &str) -> (String, Vec<&'static str>) {
    shown(&format!("Authentication-Results: {value}"))
}

const ODD: [&str; 1] = ["claims.not-conforming"];

#[test]
fn what_the_grammar_allows_is_read_without_a_remark() {
    let (read, codes) = results(
        "mx.example.org;\r\n\tspf=pass (a; b (c; d) \\) e) smtp.mailfrom=bounce@example.com\r\n\t \
         smtp.helo=out.example.com;\r\n dkim=fail reason=\"bad; \\\"signature\\\"\" \
         header.d=example.com header.b=\"a/+=\";\r\n\tdmarc=none header.from=example.com",
    );
    assert_eq!(
        read,
        "mx.example.org; spf=pass smtp.mailfrom=bounce@example.com smtp.helo=out.example.com; \
         dkim=fail header.d=example.com header.b=a/+=; dmarc=none header.from=example.com"
    );
    assert_eq!(codes, [""; 0]);
    let (statements, ..) = statements(
        "Authentication-Results: mx.example.org; dkim=fail (no (nested) key) \
         reason=\"bad; \\\"signature\\\"\" header.d=a.example",
    );
    let claim = &statements[0].claims[0];
    assert_eq!(claim.comment.as_deref(), Some("no (nested) key"));
    assert_eq!(claim.reason.as_deref(), Some("bad; \"signature\""));
}

#[test]
fn comments_may_stand_between_any_two_words() {
    let (read, codes) = results(
        "mx.example.net (Wednesday) 1 (first); dkim (so) / 1 (said) = (after all) fail\r\n\
         \tpolicy (A) . (B) expired (C) = (D) 1362471462",
    );
    assert_eq!(
        read,
        "mx.example.net; dkim/1=fail policy.expired=1362471462".replace("/1", "")
    );
    assert_eq!(codes, [""; 0]);
}

#[test]
fn a_server_that_checked_nothing_claims_nothing() {
    assert_eq!(
        results("mx.example.org 1; none"),
        ("mx.example.org".to_owned(), vec![])
    );
    assert_eq!(results("mx.example.org;none").1, [""; 0]);
}

#[test]
fn exchange_online_names_no_server() {
    let (read, codes) = results(
        "spf=pass (sender IP is 203.0.113.5)\r\n smtp.mailfrom=example.com; dkim=pass (signature \
         was verified)\r\n header.d=example.com;dmarc=pass action=none\r\n \
         header.from=example.com;compauth=pass reason=100",
    );
    assert_eq!(
        read,
        "?; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass \
         action=none header.from=example.com; compauth=pass"
    );
    assert_eq!(codes, ODD);
}

#[test]
fn exchange_online_once_named_it_between_the_results() {
    let (read, codes) = results(
        "spf=pass (sender IP is 203.0.113.5)\r\n smtp.mailfrom=example.com; \
         contoso.example.com; dkim=none (message not signed)\r\n \
         header.d=none;contoso.example.com; dmarc=bestguesspass action=none\r\n \
         header.from=example.com;",
    );
    assert_eq!(
        read,
        "contoso.example.com; spf=pass smtp.mailfrom=example.com; dkim=none header.d=none; \
         dmarc=none action=none header.from=example.com"
    );
    assert_eq!(codes, ODD);
}

#[test]
fn microsofts_version_token_is_a_version() {
    let (read, codes) = shown(
        "ARC-Authentication-Results: i=2; mx.microsoft.com 1; spf=fail (sender ip is\r\n \
         203.0.113.5) smtp.rcpttodomain=example.org smtp.mailfrom=example.com; dmarc=fail\r\n \
         (p=none sp=none pct=100) action=none header.from=example.com; dkim=fail (body hash\r\n \
         did not verify) header.d=example.com; arc=fail (35)",
    );
    assert_eq!(
        read,
        "mx.microsoft.com i=2; spf=fail smtp.rcpttodomain=example.org smtp.mailfrom=example.com; \
         dmarc=fail action=none header.from=example.com; dkim=fail header.d=example.com; arc=fail"
    );
    assert_eq!(codes, ODD);
}

#[test]
fn yahoos_spellings_are_read_and_marked() {
    let (read, codes) = results(
        "atlas.mail.example; dkim=dkim_pass header.i=@news.example header.s=@s2; spf=pass \
         smtp.mailfrom=news.example; dmarc=success(p=REJECT,sp=NONE) header.from=news.example;",
    );
    assert_eq!(
        read,
        "atlas.mail.example; dkim=pass header.i=@news.example header.s=@s2; spf=pass \
         smtp.mailfrom=news.example; dmarc=pass header.from=news.example"
    );
    assert_eq!(codes, ODD);
    assert_eq!(results("mx.example; dkim_pass").0, "mx.example; dkim=pass");
}

#[test]
fn hardfail_is_fail() {
    let (read, codes) = results("mx.example; spf=hardfail smtp.mailfrom=a.example; dkim=HardFail");
    assert_eq!(
        read,
        "mx.example; spf=fail smtp.mailfrom=a.example; dkim=fail"
    );
    assert_eq!(codes, ODD);
}

#[test]
fn a_guess_is_no_pass() {
    let (statements, codes, _) =
        statements("Authentication-Results: mx.example; spf=bestguesspass");
    assert_eq!(statements[0].claims[0].result, Claimed::None);
    assert_eq!(codes, ODD);
}

#[test]
fn a_trailing_semicolon_is_marked_and_changes_nothing() {
    assert_eq!(
        results("mx.example; spf=pass;"),
        ("mx.example; spf=pass".to_owned(), ODD.to_vec())
    );
}

#[test]
fn an_ironport_writes_two_spf_results_in_one_field() {
    let (read, codes) = results(
        "ironport.example; spf=Pass smtp.mailfrom=a@icloud.example; spf=None \
         smtp.helo=postmaster@mx.me.example; dkim=hardfail (body hash did not verify [final]) \
         header.i=@icloud.example; dmarc=pass (p=quarantine dis=none) d=icloud.example",
    );
    assert_eq!(
        read,
        "ironport.example; spf=pass smtp.mailfrom=a@icloud.example; spf=none \
         smtp.helo=postmaster@mx.me.example; dkim=fail header.i=@icloud.example; dmarc=pass \
         d=icloud.example"
    );
    assert_eq!(codes, ODD);
}

#[test]
fn no_unknown_word_is_ever_a_pass() {
    for word in [
        "passed",
        "ok",
        "pass2",
        "dkim-pass",
        "spf_pass",
        "\"pass ed\"",
        "yes",
        "",
    ] {
        let (statements, codes, _) =
            statements(&format!("Authentication-Results: mx.example; dkim={word}"));
        assert_eq!(statements[0].claims[0].result, Claimed::Unknown, "{word}");
        assert!(
            codes.contains(&"claims.unknown-result"),
            "{word}: {codes:?}"
        );
    }
    // A method that nobody here knows may have words that nobody here knows.
    assert_eq!(results("mx.example; x-guess=likely").1, [""; 0]);
}

#[test]
fn results_of_another_version_are_ignored() {
    let (read, codes) = results("mx.example 2; spf=pass");
    assert_eq!(read, "mx.example");
    assert_eq!(codes, ["claims.unknown-version"]);
    let (read, codes) = results("mx.example; dkim/2=pass; spf/1=pass");
    assert_eq!(read, "mx.example; dkim=unknown; spf=pass");
    assert_eq!(codes, ["claims.unknown-version"]);
}

#[test]
fn what_a_comment_swallows_is_no_result() {
    let (read, codes) = results("mx.example; spf=fail (helo=evil\"( ; dkim=pass; dmarc=pass");
    assert_eq!(read, "mx.example; spf=fail");
    assert_eq!(codes, ODD);
    assert_eq!(
        results("mx.example; spf=\"pass; dkim=pass").0,
        "mx.example; spf=unknown"
    );
}

#[test]
fn results_without_a_semicolon_between_them_are_two() {
    let (read, codes) =
        results("mx.example; spf=pass smtp.mailfrom=a.example dkim=fail header.d=b.example");
    assert_eq!(
        read,
        "mx.example; spf=pass smtp.mailfrom=a.example; dkim=fail header.d=b.example"
    );
    assert_eq!(codes, ODD);
    // So are those right behind the server.
    assert_eq!(results("mx.example spf=pass").0, "mx.example; spf=pass");
}

#[test]
fn an_empty_property_does_not_take_the_next_one_for_its_value() {
    let (read, codes) = results("mx.example; spf=none smtp.mailfrom= smtp.helo=out.example");
    assert_eq!(
        read,
        "mx.example; spf=none smtp.mailfrom= smtp.helo=out.example"
    );
    assert_eq!(codes, [""; 0]);
    assert_eq!(
        results("mx.example; spf=pass smtp.mailfrom=<>").0,
        "mx.example; spf=pass smtp.mailfrom="
    );
}

#[test]
fn received_spf_is_read_in_every_dialect() {
    for (value, server, result) in [
        (
            "pass (mx.example.org: domain of a@b.example designates 203.0.113.5 as permitted \
             sender)\r\n receiver=mx.example.org; client-ip=203.0.113.5;\r\n \
             envelope-from=\"a@b.example\"; helo=out.b.example;",
            "mx.example.org",
            "pass",
        ),
        (
            "Pass (protection.outlook.example: domain of b.example designates\r\n 203.0.113.5 as \
             permitted sender) receiver=protection.outlook.example;\r\n client-ip=203.0.113.5; \
             helo=out.b.example; pr=C",
            "protection.outlook.example",
            "pass",
        ),
        (
            "softfail (google.example: domain of transitioning a@b.example does not designate \
             203.0.113.5 as permitted sender) client-ip=203.0.113.5;",
            "google.example",
            "softfail",
        ),
        ("SoftFail (no server here)", "?", "softfail"),
        ("unknown", "?", "unknown"),
        ("", "?", "unknown"),
    ] {
        let (statements, codes, _) = statements(&format!("Received-SPF: {value}"));
        let statement = &statements[0];
        assert_eq!(
            statement.server.as_deref().unwrap_or("?"),
            server,
            "{value}"
        );
        assert_eq!(statement.claims[0].result.word(), result, "{value}");
        assert_eq!(codes.is_empty(), result != "unknown", "{value}: {codes:?}");
    }
    let (statements, ..) = statements(
        "Received-SPF: fail (mx.example.org: x) client-ip=203.0.113.5 envelope-from=\"a@b.example\"",
    );
    assert_eq!(
        statements[0].claims[0].property(&["envelope-from"]),
        Some("a@b.example")
    );
}

#[test]
fn four_fields_of_one_server_are_one_statement() {
    let field = |server: &str, rest: &str| format!("Authentication-Results: {server}; {rest}\r\n");
    let header = [
        field("mx1.mail.example", "dkim=pass header.d=a.example"),
        field("mx1.mail.example", "spf=pass smtp.mailfrom=a.example"),
        field("mx1.mail.example", "dmarc=pass header.from=a.example"),
        field("mx2.mail.example", "dmarc=fail header.from=a.example"),
    ]
    .concat();
    let (statements, ..) = statements(header.trim_end());
    let continues: Vec<bool> = statements.iter().map(|s| s.continues).collect();
    assert_eq!(continues, [false, true, true, false]);
}

#[test]
fn every_claim_keeps_its_octets() {
    let (statements, _, message) = statements(
        "Subject: x\r\nAuthentication-Results: mx.example;\r\n spf=pass (c) smtp.mailfrom=a.example;\r\n \
         dkim = fail header.d=b.example",
    );
    let claims: Vec<_> = statements[0]
        .claims
        .iter()
        .map(|claim| String::from_utf8_lossy(message.bytes(claim.span)).into_owned())
        .collect();
    assert_eq!(
        claims,
        [
            "spf=pass (c) smtp.mailfrom=a.example",
            "dkim = fail header.d=b.example"
        ]
    );
    let field = message.bytes(statements[0].span);
    assert!(field.starts_with(b"Authentication-Results:"));
}

#[test]
fn more_than_anybody_writes_is_cut_and_said_to_be() {
    let field = "Authentication-Results: mx.example; spf=pass\r\n";
    let many = field.repeat(limits::CLAIM_FIELDS + 3);
    let (fields, codes, _) = statements(many.trim_end());
    assert_eq!(fields.len(), limits::CLAIM_FIELDS);
    assert_eq!(codes, ["claims.too-many-fields"]);

    let many = format!(
        "mx.example{}",
        "; spf=pass".repeat(limits::CLAIMS_PER_FIELD + 1)
    );
    let (fields, codes, _) = statements(&format!("Authentication-Results: {many}"));
    assert_eq!(fields[0].claims.len(), limits::CLAIMS_PER_FIELD);
    assert_eq!(codes, ["claims.field-cut"]);

    let many = format!("Authentication-Results: {many}\r\n").repeat(20);
    let (fields, codes, _) = statements(many.trim_end());
    let total: usize = fields.iter().map(|field| field.claims.len()).sum();
    assert_eq!(total, limits::CLAIMS);
    assert!(codes.contains(&"claims.field-cut"));

    let long = "p".repeat(5_000);
    let (fields, ..) = statements(&format!(
        "Authentication-Results: {long}; spf={long} a.b={long}"
    ));
    assert_eq!(
        fields[0].server.as_ref().map(String::len),
        Some(limits::CLAIM_TEXT_OCTETS)
    );

    let properties = " a.b=c".repeat(limits::CLAIM_PROPERTIES + 1);
    let (fields, codes, _) = statements(&format!(
        "Authentication-Results: m.example; spf=pass{properties}"
    ));
    assert_eq!(
        fields[0].claims[0].properties.len(),
        limits::CLAIM_PROPERTIES
    );
    assert_eq!(codes, ["claims.field-cut"]);

    let (_, codes, _) = statements(&format!(
        "Authentication-Results: m.example; spf=pass ({})",
        "c".repeat(limits::CLAIM_FIELD_OCTETS)
    ));
    assert!(codes.contains(&"claims.field-cut"), "{codes:?}");
}

#[test]
fn nothing_hostile_takes_long_or_panics() {
    let size = limits::CLAIM_FIELD_OCTETS;
    for unit in [
        "(",
        ")",
        "\"",
        ";",
        "=",
        "a=",
        ".",
        "/",
        "a .",
        "\\",
        "(;",
        "a.b= smtp.",
        "\"\\",
        "spf=",
    ] {
        let value = unit.repeat(size / unit.len());
        for field in [
            "Authentication-Results",
            "ARC-Authentication-Results",
            "Received-SPF",
        ] {
            let header = format!("{field}: {value}\r\n").repeat(8);
            let start = Instant::now();
            let _ = statements(header.trim_end());
            let took = start.elapsed().as_millis();
            assert!(took < 3_000, "{field} of {unit:?} took {took} ms");
        }
    }
    let whole = "mx.example 1 (a (b)); spf=pass (c) smtp.mailfrom=\"a b\"@c.example; dkim=fail";
    for end in 0..=whole.len() {
        let _ = results(&whole[..end]);
        let _ = shown(&format!("Received-SPF: {}", &whole[..end]));
    }
}

// Who wrote it

/// A message without what servers wrote into it of their checks.
fn without_claims(message: &str) -> String {
    let unfolded = message.replace("\r\n ", "\u{1}");
    let kept: Vec<&str> = unfolded
        .split("\r\n")
        .filter(|line| !line.starts_with("Authentication-Results:"))
        .collect();
    kept.join("\r\n").replace('\u{1}', "\r\n ")
}

/// An example that can be changed before it is judged, and in which no server wrote of its checks.
struct Story {
    message: String,
    inputs: Inputs,
    answers: Answers,
}

impl Story {
    fn of(id: &str) -> Self {
        let case = Case::parse(samples::find(id).expect("an example").case).expect("a case");
        Self {
            inputs: case.inputs(case.now().expect("a clock")),
            message: without_claims(&String::from_utf8(case.message).expect("text")),
            answers: case.answers,
        }
    }

    /// A message that is its header alone.
    fn header(header: &str) -> Self {
        Self {
            message: format!("{header}From: a@example.com\r\n\r\nhi\r\n"),
            inputs: Inputs::default(),
            answers: Answers::new(),
        }
    }

    /// With fields on top, as a server puts them.
    fn on_top(mut self, fields: &str) -> Self {
        self.message = format!("{fields}\r\n{}", self.message);
        self
    }

    /// With fields right above the one that begins so.
    fn above(mut self, field: &str, fields: &str) -> Self {
        let place = self.message.find(field).expect("the field is there");
        self.message.insert_str(place, &format!("{fields}\r\n"));
        self
    }

    fn replacing(mut self, from: &str, to: &str) -> Self {
        assert!(self.message.contains(from), "there is no {from:?}");
        self.message = self.message.replacen(from, to, 1);
        self
    }

    fn border(mut self, border: usize) -> Self {
        self.inputs.border = Some(border);
        self
    }

    /// With other records than there were.
    fn publishing(mut self, lines: &str) -> Self {
        let (zone, faults) = Zone::parse(lines);
        assert!(faults.is_empty(), "{faults:?}");
        let questions: Vec<Question> = self.answers.iter().map(|(q, _)| q.clone()).collect();
        for question in questions {
            if let Some(answer) = zone.override_for(&question) {
                self.answers.insert(question, answer);
            }
        }
        self
    }

    fn failing(mut self, name: &str) -> Self {
        let question = Question {
            name: Name::from_zone_text(name).expect("a name"),
            rtype: RecordType::TXT,
        };
        let failed = Answer::new(Found::Failed(Failure::Timeout), Source::Live);
        self.answers.insert(question, failed);
        self
    }

    /// The report, in a world that holds no more than the answers.
    fn report(mut self) -> Report {
        let prepared = prepare(self.message.into_bytes());
        loop {
            let report = verify(
                &prepared,
                &self.inputs,
                &self.answers,
                &mut Checked::default(),
            );
            let needs: Vec<_> = report.needs().map(|asked| asked.question.clone()).collect();
            if needs.is_empty() {
                return report;
            }
            for question in needs {
                self.answers
                    .insert(question, Answer::new(Found::NxDomain, Source::Example));
            }
        }
    }
}

fn standings(report: &Report) -> Vec<&'static str> {
    report.claims.iter().map(|s| s.standing.word()).collect()
}

fn codes(report: &Report) -> Vec<&'static str> {
    let claims = report
        .findings
        .iter()
        .filter(|n| matches!(n.finding, AnyFinding::Claims(_)));
    claims.map(|noted| noted.finding.entry().code).collect()
}

const INNER: &str = "Received: from mx.example.org (mx.example.org [10.0.0.5])\r\n by \
    imap.example.org (Dovecot) with LMTP; Mon, 2 Nov 2026 00:12:09 +0000\r\n";
const BORDER: &str = "Received: from relay.example.net (relay.example.net [203.0.113.5])\r\n by \
    mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 00:12:05 +0000\r\n";
const RELAY: &str = "Received: from pc (isp.example [198.51.100.7])\r\n by relay.example.net with \
    ESMTPSA; Mon, 2 Nov 2026 00:12:04 +0000\r\n";

fn claim(server: &str) -> String {
    format!("Authentication-Results: {server}; dkim=none\r\n")
}

fn placed(parts: &[&str]) -> Report {
    Story::header(&parts.concat()).report()
}

#[test]
fn above_the_borders_line_only_the_readers_servers_write() {
    let report = placed(&[&claim("mx.example.org"), BORDER, RELAY]);
    assert_eq!(standings(&report), ["inside"]);
    assert_eq!(report.claims[0].hop, Some(0));
    assert_eq!(codes(&report), [""; 0]);
    // Exchange Online names nobody: its place speaks for it.
    let report = placed(&["Authentication-Results: dkim=none\r\n", BORDER, RELAY]);
    assert_eq!(standings(&report), ["inside"]);
    // A neighbour of the border adds its own.
    let report = placed(&[
        &claim("imap.example.org"),
        INNER,
        &claim("mx.example.org"),
        BORDER,
    ]);
    assert_eq!(standings(&report), ["inside", "inside"]);
    let hops: Vec<_> = report.claims.iter().map(|claim| claim.hop).collect();
    assert_eq!(hops, [Some(0), Some(1)]);
}

#[test]
fn a_claim_below_the_border_in_the_borders_name_is_forged() {
    let report = placed(&[BORDER, &claim("mx.example.org"), RELAY]);
    assert_eq!(standings(&report), ["forged-looking"]);
    assert_eq!(codes(&report), ["claims.forged-looking"]);
    let noted = report
        .findings
        .iter()
        .find(|n| n.finding.entry().code == "claims.forged-looking");
    let noted = noted.expect("the finding");
    assert_eq!(noted.span, Some(report.claims[0].span));
    for lang in Lang::ALL {
        assert!(prose(lang, &noted.finding).title.contains("mx.example.org"));
    }
}

#[test]
fn a_claim_in_the_name_of_a_server_the_mail_never_saw_is_forged() {
    let report = placed(&[BORDER, RELAY, &claim("mx.google.example")]);
    assert_eq!(standings(&report), ["forged-looking"]);
    assert_eq!(codes(&report), ["claims.forged-looking"]);
}

#[test]
fn a_claim_of_a_relay_is_from_outside_and_no_forgery() {
    let report = placed(&[BORDER, &claim("relay.example.net"), RELAY]);
    assert_eq!(standings(&report), ["outside"]);
    assert_eq!(codes(&report), ["claims.outside-boundary"]);
    // What another tenant's Exchange Online left without a name accuses nobody.
    let report = placed(&[BORDER, "Authentication-Results: dkim=none\r\n", RELAY]);
    assert_eq!(standings(&report), ["outside"]);
}

#[test]
fn what_a_milter_writes_below_its_servers_line_may_be_its_own() {
    let postfix = BORDER.replace("mx.example.org with", "mx.example.org (Postfix) with");
    let own = claim("mx.example.org");
    let report = placed(&[
        &postfix,
        "DKIM-Filter: f v1 mx.example.org 1\r\n",
        &own,
        RELAY,
    ]);
    assert_eq!(standings(&report), ["unclear"]);
    assert_eq!(report.claims[0].hop, Some(0));
    assert_eq!(codes(&report), ["claims.below-own-line"]);
    // Not below a field of the author's, and not where the server is seen to write above its line.
    let report = placed(&[&postfix, "Subject: x\r\n", &own]);
    assert_eq!(standings(&report), ["forged-looking"]);
    let report = placed(&[&own, &postfix, &own, RELAY]);
    assert_eq!(standings(&report), ["inside", "forged-looking"]);
}

const GMAIL: &str = "Received: from mail-a.example.net (mail-a.example.net. [203.0.113.5])\r\n by \
    mx.google.com with ESMTPS id 1 for <a@gmail.example>; Mon, 2 Nov 2026 00:12:05 +0000\r\n";

#[test]
fn gmails_results_stand_below_its_own_line_and_are_its_own() {
    let copy = "ARC-Authentication-Results: i=1; mx.google.com; dkim=none\r\n";
    let delivered =
        "Received: by 2002:a05:7208:1 with SMTP id 2; Mon, 2 Nov 2026 00:12:06 +0000\r\n";
    let received_spf = "Received-SPF: pass (google.com: domain of a@example.com designates \
        203.0.113.5 as permitted sender) client-ip=203.0.113.5;\r\n";
    let own = claim("mx.google.com");
    let report = placed(&[delivered, copy, GMAIL, received_spf, &own, RELAY]);
    assert_eq!(report.border, Some(1));
    assert_eq!(standings(&report), ["inside"; 3]);
    assert!(report.claims[1..].iter().all(|claim| claim.hop == Some(1)));
    assert_eq!(codes(&report), [""; 0]);
    // A second one came with the mail.
    let report = placed(&[delivered, GMAIL, received_spf, &own, &own, RELAY]);
    assert_eq!(standings(&report), ["inside", "inside", "forged-looking"]);
    assert_eq!(codes(&report), ["claims.forged-looking"]);
    assert!(!report.claims[2].continues);
    let report = placed(&[delivered, GMAIL, &own, "Subject: x\r\n", received_spf]);
    assert_eq!(standings(&report), ["inside", "forged-looking"]);
    // And elsewhere than at Gmail nobody writes so in its name.
    let report = placed(&[BORDER, &own, RELAY]);
    assert_eq!(standings(&report), ["forged-looking"]);
}

#[test]
fn moving_the_border_moves_the_boundary() {
    let header = [BORDER, &claim("relay.example.net"), RELAY].concat();
    let report = Story::header(&header).report();
    assert_eq!(
        (report.border, standings(&report)),
        (Some(0), vec!["outside"])
    );
    assert_eq!(report.border_why.word(), "public-client");
    let report = Story::header(&header).border(1).report();
    assert_eq!(
        (report.border, standings(&report)),
        (Some(1), vec!["inside"])
    );
    assert_eq!(report.border_why.word(), "stated");
    assert_eq!(report.spf.ip, "198.51.100.7".parse().ok());
}

#[test]
fn a_shared_analysis_keeps_the_border_and_with_it_who_is_believed() {
    let inner = INNER.trim_end();
    let mut story = Story::of("mailing-list")
        .above(
            "Received: from out1",
            "Authentication-Results: lists.example.org; dkim=pass header.d=example.com",
        )
        .on_top(&format!(
            "Authentication-Results: mx.example.net; dkim=fail header.d=example.com\r\nReceived-SPF: \
             pass (mx.example.net: x) client-ip=203.0.113.90\r\n{inner}"
        ))
        .border(1);
    for _ in 0..2 {
        let prepared = prepare(story.message.clone().into_bytes());
        let judge = |prepared: &Prepared, inputs: &Inputs, answers: &Answers| {
            verify(prepared, inputs, answers, &mut Checked::default())
        };
        let report = judge(&prepared, &story.inputs, &story.answers);
        for scope in Scope::EACH {
            let analysis = Analysis {
                prepared: &prepared,
                inputs: &story.inputs,
                answers: &story.answers,
                report: &report,
            };
            let made = Made {
                time: 1,
                by: String::new(),
            };
            let octets = Case::freeze(analysis, scope, made).to_octets();
            let case = Case::parse(&octets).expect("a case");
            let again = judge(
                &prepare(case.message.clone()),
                &case.inputs(0),
                &case.answers,
            );
            assert_eq!(again.border, report.border, "{scope:?}");
            assert_eq!(again.border_why, report.border_why, "{scope:?}");
            assert_eq!(standings(&again), standings(&report), "{scope:?}");
            assert_eq!(rows(&again), rows(&report), "{scope:?}");
        }
        // Once more with what the list wrote inside the boundary.
        story = story.border(2);
    }
}

#[test]
fn the_default_border_says_why_it_is_one() {
    let why = |header: &str| placed(&[header]).border_why.word();
    assert_eq!(why(BORDER), "public-client");
    assert_eq!(why(INNER), "any-client");
    assert_eq!(
        why("Received: by mx.example.org with SMTP id 1\r\n"),
        "no-client"
    );
    assert_eq!(why(""), "no-client");
}

#[test]
fn without_a_trace_nobody_can_say_who_wrote_a_claim() {
    let report = placed(&[&claim("mx.example.org")]);
    assert_eq!(standings(&report), ["unclear"]);
    assert_eq!(codes(&report), [""; 0]);
}

#[test]
fn arcs_copies_from_forwarders_are_no_forgeries() {
    let copy =
        "ARC-Authentication-Results: i=1; relay.example.net; spf=pass smtp.mailfrom=a.example\r\n";
    let report = placed(&[BORDER, copy, RELAY]);
    assert_eq!(standings(&report), ["outside"]);
    assert_eq!(codes(&report), [""; 0]);
}

#[test]
fn sisters_of_a_country_are_not_one_house() {
    let border = BORDER.replace("mx.example.org", "mx.bank.co.jp");
    let report = placed(&[&border, RELAY, &claim("mx.shop.co.jp")]);
    let AnyFinding::Claims(finding) = &report
        .findings
        .iter()
        .find(|n| n.finding.entry().code == "claims.forged-looking")
        .expect("the finding")
        .finding
    else {
        panic!("a claim");
    };
    assert!(
        matches!(finding, claims::Finding::Forged { ours: false, .. }),
        "{finding:?}"
    );
    let report = placed(&[&border, &claim("bank.co.jp"), RELAY]);
    let finding = format!("{:?}", report.findings);
    assert!(finding.contains("ours: true"), "{finding}");
}

// Beside ours

/// The rows as `method claimed found agreement`.
fn rows(report: &Report) -> Vec<String> {
    report.reconciliation.iter().map(shown_row).collect()
}

fn shown_row(row: &Row) -> String {
    let agreement = match row.agreement {
        Agreement::Same => "same",
        Agreement::Differs(cause) => cause.word(),
        Agreement::Unclaimed => "unclaimed",
        Agreement::Open => "open",
    };
    format!(
        "{} {} {} {agreement}",
        row.method.word(),
        row.claimed.map_or("-", Claimed::word),
        row.found.unwrap_or("-"),
    )
}

fn row(report: &Report, method: Method) -> String {
    let row = report
        .reconciliation
        .iter()
        .find(|row| row.method == method);
    shown_row(row.expect("a row"))
}

fn wrote(results: &str) -> String {
    format!("Authentication-Results: mx.example.org; {results}")
}

const ALL_PASS: &str = "spf=pass smtp.mailfrom=bounce@example.com; dkim=pass header.d=example.com \
    header.s=s2026; dmarc=pass header.from=example.com";
const SIGNED: &str = "dkim=pass header.d=example.com";

#[test]
fn a_receiver_that_says_the_same_is_said_to() {
    let report = Story::of("all-pass").on_top(&wrote(ALL_PASS)).report();
    assert_eq!(
        rows(&report),
        [
            "dmarc pass pass same",
            "spf pass pass same",
            "dkim pass pass same"
        ]
    );
    assert_eq!(codes(&report), [""; 0]);
    let report = Story::of("all-pass").report();
    assert_eq!(
        rows(&report),
        [
            "dmarc - pass unclaimed",
            "spf - pass unclaimed",
            "dkim - pass unclaimed"
        ]
    );
}

#[test]
fn a_key_that_is_gone_explains_a_pass() {
    let report = Story::of("rotated-key").on_top(&wrote(SIGNED)).report();
    assert_eq!(
        row(&report, Method::Dkim),
        "dkim pass permerror key-changed"
    );
    assert_eq!(codes(&report), ["claims.key-changed"]);
    let revoked = Story::of("all-pass")
        .on_top(&wrote(SIGNED))
        .publishing("s2026._domainkey.example.com TXT \"v=DKIM1; p=\"")
        .report();
    assert_eq!(
        row(&revoked, Method::Dkim),
        "dkim pass permerror key-changed"
    );
}

#[test]
fn another_key_under_the_selector_explains_a_pass_where_a_changed_header_does_not() {
    let other = samples::find("spoofed-from").expect("an example").case;
    let other = Case::parse(other).expect("a case");
    let key = other
        .answers
        .iter()
        .find(|(q, _)| q.name.to_string().starts_with("k1._domainkey"));
    let (_, key) = key.expect("a key");
    let mut story = Story::of("all-pass").on_top(&wrote(SIGNED));
    let question = Question {
        name: Name::from_zone_text("s2026._domainkey.example.com").expect("a name"),
        rtype: RecordType::TXT,
    };
    story.answers.insert(question, key.clone());
    assert_eq!(
        row(&story.report(), Method::Dkim),
        "dkim pass fail key-changed"
    );
    let changed = Story::of("all-pass")
        .on_top(&wrote(SIGNED))
        .replacing("Subject: Your", "Subject: My")
        .report();
    assert_eq!(row(&changed, Method::Dkim), "dkim pass fail unknown");
}

#[test]
fn a_body_that_was_rewritten_explains_dkim_and_with_it_dmarc() {
    let results = "spf=pass smtp.mailfrom=bulk.example.net; dkim=pass header.i=@example.com; \
                   dmarc=pass (p=reject) header.from=example.com";
    let report = Story::of("body-changed").on_top(&wrote(results)).report();
    assert_eq!(
        rows(&report),
        [
            "dmarc pass fail body-rewritten",
            "spf pass pass same",
            "dkim pass fail body-rewritten"
        ]
    );
    let differing: Vec<_> = report
        .findings
        .iter()
        .filter(|noted| noted.finding.entry().code == "claims.body-rewritten")
        .collect();
    assert_eq!(differing.len(), 2);
    for noted in differing {
        assert!(noted.span.is_some());
        for lang in Lang::ALL {
            let title = prose(lang, &noted.finding).title;
            assert!(title.contains("=pass") && title.contains("fail"), "{title}");
        }
    }
}

#[test]
fn spf_that_has_another_record_now_explains_itself() {
    let mail_from = "spf=pass smtp.mailfrom=bounce@example.com";
    let story = |results: &str| {
        Story::of("all-pass")
            .on_top(&wrote(results))
            .publishing("example.com TXT \"v=spf1 ip4:198.51.100.0/24 -all\"")
    };
    assert_eq!(
        row(&story(mail_from).report(), Method::Spf),
        "spf pass fail dns-changed"
    );
    let gone = Story::of("all-pass")
        .on_top(&wrote(
            "spf=fail smtp.mailfrom=example.com; dmarc=none header.from=example.com",
        ))
        .publishing("example.com TXT nodata")
        .report();
    assert_eq!(row(&gone, Method::Spf), "spf fail none dns-changed");
    assert_eq!(row(&gone, Method::Dmarc), "dmarc none pass dns-changed");
    let failing = Story::of("all-pass")
        .on_top(&wrote(mail_from))
        .failing("example.com")
        .report();
    assert_eq!(row(&failing, Method::Spf), "spf pass temperror dns-changed");
}

#[test]
fn a_claim_about_helo_is_not_about_mail_from() {
    let helo = Story::of("spoofed-from")
        .on_top(&wrote("spf=none smtp.helo=smtp7.mailer.example.net"))
        .report();
    assert_eq!(row(&helo, Method::Spf), "spf none pass helo-not-mail-from");
    // Of two results the one about MAIL FROM is taken, wherever it stands.
    let both = Story::of("spoofed-from")
        .on_top(&wrote(
            "spf=none smtp.helo=smtp7.mailer.example.net; spf=pass smtp.mailfrom=mailer.example.net",
        ))
        .report();
    assert_eq!(row(&both, Method::Spf), "spf pass pass same");
    // And with a null sender HELO is MAIL FROM.
    let null = Story::of("all-pass")
        .replacing("Return-Path: <bounce@example.com>", "Return-Path: <>")
        .on_top(&wrote("spf=fail smtp.helo=out1.example.com"))
        .report();
    assert_eq!(row(&null, Method::Spf), "spf fail pass dns-changed");
}

#[test]
fn a_claim_about_somebody_else_is_not_compared_as_if_it_were_about_this_one() {
    let on = |field: &str| Story::of("all-pass").on_top(field).report();
    let sender = on(&wrote("spf=fail smtp.mailfrom=bounce@other.example"));
    assert_eq!(row(&sender, Method::Spf), "spf fail pass other-identity");
    let client = on(
        "Received-SPF: fail (mx.example.org: x) client-ip=203.0.113.99; envelope-from=bounce@example.com",
    );
    assert_eq!(row(&client, Method::Spf), "spf fail pass other-identity");
    let same_client = on(
        "Received-SPF: fail (mx.example.org: x) client-ip=192.0.2.25; envelope-from=bounce@example.com",
    );
    assert_eq!(row(&same_client, Method::Spf), "spf fail pass dns-changed");
    let author = on(&wrote("dmarc=fail header.from=other.example"));
    assert_eq!(
        row(&author, Method::Dmarc),
        "dmarc fail pass other-identity"
    );
    let signature = on(&wrote("dkim=pass header.d=other.example"));
    assert_eq!(
        rows(&signature)[2..],
        ["dkim - pass unclaimed", "dkim pass - other-identity"]
    );
}

#[test]
fn an_inner_server_judged_another_client() {
    let report = Story::of("all-pass")
        .on_top(&format!(
            "Authentication-Results: imap.example.org; spf=fail smtp.mailfrom=example.com\r\n{}",
            INNER.trim_end()
        ))
        .report();
    assert_eq!(report.border, Some(1));
    assert_eq!(row(&report, Method::Spf), "spf fail pass other-identity");
}

/// A message that the peer signed, as it came to a border.
fn signed(name: &str, received: &str, results: &str) -> Report {
    let case = named(name);
    let message = String::from_utf8(case.message.clone()).expect("text");
    Story {
        message: format!("{}\r\n{received}{message}", wrote(results)),
        inputs: Inputs {
            now: SIGNED_AT + 5_000,
            ..Inputs::default()
        },
        answers: case.answers(),
    }
    .report()
}

#[test]
fn a_signature_that_has_expired_since_explains_itself() {
    let undated = "Received: from a.example ([203.0.113.5]) by mx.example.org with ESMTP\r\n";
    let dated = |date: &str| format!("{} ; {date}\r\n", undated.trim_end());
    let results = "dkim=pass header.d=sender.example";
    let name = "valid: expires later";
    let report = signed(name, undated, results);
    assert_eq!(
        row(&report, Method::Dkim),
        "dkim pass permerror expired-since"
    );
    // In time by the border's line, nothing differs; too late by it, the receiver was lenient.
    let in_time = signed(name, &dated("Mon, 21 Sep 2026 14:15:00 +0000"), results);
    assert_eq!(row(&in_time, Method::Dkim), "dkim pass pass same");
    let too_late = signed(name, &dated("Mon, 21 Sep 2026 15:15:00 +0000"), results);
    assert_eq!(
        row(&too_late, Method::Dkim),
        "dkim pass permerror receiver-differs"
    );
}

#[test]
fn a_receiver_that_accepts_what_the_rfc_does_not_differs() {
    let received = "Received: from a.example ([203.0.113.5]) by mx.example.org with ESMTP\r\n";
    for name in [
        "policy: rsa-sha1",
        "policy: RSA-512",
        "permerror: From not in h=",
        "permerror: key s=tlsrpt",
        "permerror: key h=sha1",
    ] {
        let report = signed(name, received, "dkim=pass header.d=sender.example");
        let row = row(&report, Method::Dkim);
        assert!(row.ends_with("receiver-differs"), "{name}: {row}");
    }
    for name in [
        "permerror: key revoked",
        "permerror: key of another kind",
        "permerror: key not base64",
    ] {
        let report = signed(name, received, "dkim=pass header.d=sender.example");
        let row = row(&report, Method::Dkim);
        assert!(row.ends_with("key-changed"), "{name}: {row}");
    }
}

#[test]
fn two_words_for_one_failure_are_the_receivers_way() {
    let report = Story::of("body-changed")
        .on_top(&wrote(
            "dkim=neutral (body hash did not verify) header.i=@example.com",
        ))
        .report();
    assert_eq!(
        row(&report, Method::Dkim),
        "dkim neutral fail receiver-differs"
    );
    let report = Story::of("all-pass")
        .on_top(&wrote("dkim=policy header.d=example.com"))
        .report();
    assert_eq!(
        row(&report, Method::Dkim),
        "dkim policy pass receiver-differs"
    );
    let report = Story::of("all-pass")
        .on_top(&wrote("dkim=fail header.d=example.com"))
        .report();
    assert_eq!(row(&report, Method::Dkim), "dkim fail pass unknown");
}

#[test]
fn a_forged_pass_is_no_word_of_the_receivers() {
    let forged = wrote("dkim=pass header.d=example.com; dmarc=pass header.from=example.com");
    let report = Story::of("spoofed-from")
        .above("DKIM-Signature", &forged)
        .report();
    let [dmarc, spf, ..] = rows(&report)
        .try_into()
        .map(|rows: [String; 4]| rows)
        .expect("four rows");
    assert_eq!(dmarc, "dmarc pass fail outside-boundary");
    assert_eq!(spf, "spf - pass unclaimed");
    assert_eq!(row(&report, Method::Dkim), "dkim - pass unclaimed");
    // Where the receiver itself says something, the forgery is not heard at all.
    let report = Story::of("spoofed-from")
        .above("DKIM-Signature", &forged)
        .on_top(&wrote("dmarc=fail header.from=example.com"))
        .report();
    assert_eq!(row(&report, Method::Dmarc), "dmarc fail fail same");
    assert_eq!(standings(&report), ["inside", "forged-looking"]);
}

#[test]
fn the_examples_show_a_receiver_that_was_right_then_and_a_sender_who_was_not() {
    let report = |id| {
        let case = Case::parse(samples::find(id).expect("an example").case).expect("a case");
        let inputs = case.inputs(case.now().expect("a clock"));
        let prepared = prepare(case.message);
        verify(&prepared, &inputs, &case.answers, &mut Checked::default())
    };
    let rotated = report("rotated-key");
    assert_eq!(standings(&rotated), ["inside"]);
    assert_eq!(
        rows(&rotated),
        [
            "dmarc pass fail key-changed",
            "spf pass pass same",
            "dkim pass permerror key-changed"
        ]
    );
    let spoofed = report("spoofed-from");
    assert_eq!(standings(&spoofed), ["inside", "forged-looking"]);
    assert_eq!(codes(&spoofed), ["claims.forged-looking"]);
    assert_eq!(rows(&spoofed)[0], "dmarc fail fail same");
}

#[test]
fn a_message_pasted_without_its_body_is_not_compared() {
    let report = Story::of("headers-only")
        .on_top(&wrote(
            "dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
        ))
        .report();
    assert_eq!(row(&report, Method::Dkim), "dkim pass neutral open");
    assert_eq!(row(&report, Method::Dmarc), "dmarc pass fail open");
    assert_eq!(codes(&report), [""; 0]);
}

#[test]
fn an_unknown_result_is_compared_with_nothing() {
    let report = Story::of("body-changed")
        .on_top(&wrote("dkim=great header.d=example.com"))
        .report();
    assert_eq!(row(&report, Method::Dkim), "dkim unknown fail open");
}

#[test]
fn two_signatures_of_one_domain_are_told_apart_by_their_octets() {
    let story = || {
        let story = Story::of("all-pass");
        let broken = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s2026;\r\n \
                      h=from; bh=AAAA; b=QUJDREVGR0g=";
        story.above("DKIM-Signature", broken)
    };
    let results = "dkim=pass header.d=example.com header.b=\"g9/y9PmM\"; dkim=fail \
                   header.d=example.com header.b=QUJDREVG";
    let report = story().on_top(&wrote(results)).report();
    assert_eq!(
        rows(&report)[2..],
        ["dkim fail fail same", "dkim pass pass same"]
    );
    // What is said twice of one signature is said of no other.
    let twice = "dkim=pass header.d=example.com; dkim=pass header.i=@example.com";
    let report = Story::of("all-pass").on_top(&wrote(twice)).report();
    assert_eq!(rows(&report)[2..], ["dkim pass pass same"]);
}

#[test]
fn arc_is_only_claimed() {
    let report = Story::of("all-pass").on_top(&wrote("arc=none")).report();
    assert_eq!(row(&report, Method::Arc), "arc none none same");
    let report = Story::of("all-pass").report();
    assert!(
        report
            .reconciliation
            .iter()
            .all(|row| row.method != Method::Arc)
    );
}

#[test]
fn every_cause_has_its_words() {
    let causes = [
        Cause::KeyChanged,
        Cause::DnsChanged,
        Cause::BodyRewritten,
        Cause::HeloNotMailFrom,
        Cause::OtherIdentity,
        Cause::ExpiredSince,
        Cause::OutsideBoundary,
        Cause::ReceiverDiffers,
        Cause::Unknown,
    ];
    for lang in Lang::ALL {
        let words = &mailprism::text::ui(lang).claims;
        let mut said: Vec<&str> = causes.iter().map(|cause| (words.cause)(*cause)).collect();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), causes.len());
    }
}
