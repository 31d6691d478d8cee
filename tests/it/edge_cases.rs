//! Mail and DNS that broke other verifiers, one named story each, judged as a whole message.
//!
//! Each comes from a public report of a real tool, or from a comparison of verifiers on easy input;
//! what they did differs, what is right is in the RFC named here or in the finding. Stories that are
//! told in full beside the protocol's own are not told again: received lines with odd dates, comments
//! and version numbers (`mail/received.rs`), DNS in every form it is written (`dns.rs`), the protocol's
//! suites (`spf.rs`, `dkim.rs`, `dmarc.rs`).
//!
//! Where what was asked of a verifier is not what is done here, and why:
//! - *Probe a nonsense selector before claiming a key.* A wildcard below `_domainkey` may answer with
//!   anything. But the selector a signature names is the one every receiver asks, whatever stands
//!   there is what it gets, and a second question would be speculative. So the record is judged as it
//!   is: no key, or a revoked one.
//! - *Tell void lookups both ways at every step.* They are counted as deployed verifiers do, and the
//!   other count is told where the two differ in the result.
//! - *Of several From addresses, let the strictest policy decide.* RFC 9989 §5.3.1 ends validation
//!   there, and §11.5 only describes what a receiver may do: it is told, and the verdict does not rest
//!   on it.
//! - *Ask for addresses and for MX to tell whether a name exists.* Any answer but NXDOMAIN says so
//!   (RFC 8020), so one type is enough.
//! - *An SPF record `v=spf1 -all` is no fail.* It is one for any client; what is said beside it is that
//!   the domain sends no mail.

use mailprism::engine::crypto::Checked;
use mailprism::engine::dkim::{self, BodyHash, Change, SignatureCheck};
use mailprism::engine::dmarc::{self, Consent};
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{
    Answer, Answers, Asker, Failure, Found, Name, Question, RecordType, Source,
};
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{AnyFinding, Finding, Inputs, Report, Verdict};
use mailprism::engine::verify::verify;
use mailprism::engine::{mail, spf};
use mailprism::net::canned::settle;

use crate::dkim::{SIGNED_AT, named};
use crate::stories::tell_mail;

// --- telling a story ------------------------------------------------------------------------------

/// A message in a world that holds these DNS lines and nothing else.
struct Story {
    message: Vec<u8>,
    /// What lines can't say.
    answers: Answers,
    zone: String,
    inputs: Inputs,
}

/// A message as it was pasted, LF and all, from an envelope sender that says nothing about anybody.
fn pasted(message: &str) -> Story {
    Story {
        message: message.as_bytes().to_vec(),
        answers: Answers::new(),
        zone: String::new(),
        inputs: Inputs {
            now: SIGNED_AT + 60,
            ip: "198.51.100.200".parse().ok(),
            mail_from: Some("bounce@unknown.example".to_owned()),
            ..Inputs::default()
        },
    }
}

/// A message that dkimpy signed, with the keys that belong to it.
fn signed(name: &str) -> Story {
    let case = named(name);
    Story {
        message: case.message.clone(),
        answers: case.answers(),
        ..pasted("")
    }
    .dns("_dmarc.sender.example TXT v=DMARC1; p=reject")
}

/// A mail of `sender` that a client at 192.0.2.1 delivers.
fn sent_by(sender: &str) -> Story {
    let mut story = pasted("From: u@example.com\r\n\r\nhi\r\n");
    story.inputs.ip = Some("192.0.2.1".parse().expect("an address"));
    story.inputs.helo = Some("client.example.net".to_owned());
    story.inputs.mail_from = Some(sender.to_owned());
    story
}

/// A mail from `author` that nothing authenticates.
fn unproven(author: &str) -> Story {
    pasted(&format!("From: {author}\r\n\r\nhi\r\n"))
}

impl Story {
    fn dns(mut self, lines: &str) -> Self {
        self.zone.push_str(lines);
        self.zone.push('\n');
        self
    }

    fn client(mut self, ip: &str) -> Self {
        self.inputs.ip = Some(ip.parse().expect("an address"));
        self
    }

    fn text(&self) -> String {
        String::from_utf8(self.message.clone()).expect("text")
    }

    fn becoming(mut self, message: String) -> Self {
        self.message = message.into_bytes();
        self
    }

    fn replaced(self, from: &str, to: &str) -> Self {
        let text = self.text();
        assert!(text.contains(from), "{from:?} is there");
        self.becoming(text.replacen(from, to, 1))
    }

    /// Text above the first header field.
    fn below(self, above: &str) -> Self {
        let text = format!("{above}{}", self.text());
        self.becoming(text)
    }

    /// One of the keys in place of another record.
    fn key(mut self, record: &str) -> Self {
        let name = Name::from_dotted(b"s0._domainkey.sender.example").expect("a name");
        self.answers.remove(&txt(&name));
        self.dns(&format!("{name} TXT {record}"))
    }

    fn failing(mut self, name: &str, rtype: RecordType) -> Self {
        let name = Name::from_dotted(name.as_bytes()).expect("a name");
        let answer = Answer::new(Found::Failed(Failure::Timeout), Source::Live);
        self.answers.insert(Question { name, rtype }, answer);
        self
    }

    fn told(&self) -> Told {
        let (zone, faults) = Zone::parse(&self.zone);
        assert_eq!(faults, [], "the story's own lines");
        tell_mail(&self.message, &self.inputs, &self.answers, &self.zone);
        self.in_a_world_of(Some(&zone))
    }

    /// As [`Story::told`], with all that is not at hand left open.
    fn so_far(&self) -> Told {
        self.in_a_world_of(None)
    }

    fn in_a_world_of(&self, zone: Option<&Zone>) -> Told {
        let prepared = prepare(self.message.clone());
        let mut answers = self.answers.clone();
        let mut checked = Checked::new();
        let (report, _) = settle(zone, &mut answers, |answers| {
            let report = verify(&prepared, &self.inputs, answers, &mut checked);
            let asked = report.asked.clone();
            (report, asked)
        });
        Told {
            report,
            message: self.message.clone(),
        }
    }
}

fn txt(name: &Name) -> Question {
    Question {
        name: name.clone(),
        rtype: RecordType::TXT,
    }
}

struct Told {
    report: Report,
    message: Vec<u8>,
}

impl Told {
    /// `verdict / dmarc asks / spf / dkim`, each result in the RFC's word.
    fn line(&self) -> String {
        let report = &self.report;
        let dmarc = report.dmarc.as_ref();
        let words = [
            report.verdict.word().to_owned(),
            dmarc.map_or("-".to_owned(), |dmarc| {
                let verdict = dmarc.verdict.map_or("-", dmarc::Verdict::word);
                format!("{verdict} {}", dmarc.disposition.word())
            }),
            report
                .spf
                .verdict
                .map_or("-", spf::Verdict::word)
                .to_owned(),
            self.dkim(),
        ];
        words.join(" / ")
    }

    fn dkim(&self) -> String {
        let words: Vec<_> = (self.report.dkim.iter())
            .map(|signature| signature.verdict.map_or("-", dkim::Verdict::word))
            .collect();
        words.join(" ")
    }

    fn spf(&self) -> &'static str {
        self.report.spf.verdict.map_or("-", spf::Verdict::word)
    }

    fn dmarc(&self) -> &dmarc::Outcome {
        self.report.dmarc.as_ref().expect("one author domain")
    }

    fn codes(&self) -> Vec<&'static str> {
        let findings = self.report.findings.iter();
        findings.map(|noted| noted.finding.entry().code).collect()
    }

    fn has(&self, code: &str) -> bool {
        self.codes().contains(&code)
    }

    fn finding(&self, code: &str) -> &AnyFinding {
        let mut findings = self.report.findings.iter().map(|noted| &noted.finding);
        findings
            .find(|finding| finding.entry().code == code)
            .unwrap_or_else(|| panic!("no {code} among {:?}", self.codes()))
    }

    /// The octets that a finding points at.
    fn octets(&self, code: &str) -> String {
        let mut findings = self.report.findings.iter();
        let noted = findings.find(|noted| noted.finding.entry().code == code);
        let span = noted.and_then(|noted| noted.span).expect("a place");
        String::from_utf8_lossy(span.of(&self.message)).into_owned()
    }

    /// The questions that one check asked first.
    /// The field that was changed after signing, and how.
    fn change(&self) -> (String, Change) {
        match self.finding("dkim.header-changed") {
            AnyFinding::Dkim(_, dkim::Finding::HeaderChanged { name, change }) => {
                (name.clone(), change.clone())
            }
            other => panic!("{other:?}"),
        }
    }

    fn questions(&self, by: Asker) -> Vec<String> {
        let asked = self.report.asked.iter();
        asked
            .filter(|asked| asked.by == by)
            .map(|asked| format!("{} {}", asked.question.name, asked.question.rtype))
            .collect()
    }
}

const PASSED: &str = "authenticated / pass none / none / pass";
const FAILED: &str = "not-authenticated / fail reject / none / fail";
const GOOD: &str = "valid: relaxed/relaxed, rsa2048";

// --- what the paste did ---------------------------------------------------------------------------

#[test]
fn headers_only_are_no_changed_body() {
    let text = signed(GOOD).text();
    let (header, _) = text.split_once("\r\n\r\n").expect("a body");
    let told = signed(GOOD).becoming(format!("{header}\r\n")).told();
    assert_eq!(told.line(), "cannot-tell / fail reject / none / neutral");
    assert_eq!(told.report.dkim[0].signature, SignatureCheck::Match);
    assert!(told.has("dkim.body-absent") && told.has("verdict.body-absent"));
    assert!(!told.has("dkim.body-hash-mismatch"));
}

#[test]
fn line_ends_of_another_system_change_nothing() {
    for (end, code) in [("\n", "mail.lf-line-ends"), ("\r", "mail.cr-line-ends")] {
        let text = signed(GOOD).text().replace("\r\n", end);
        let told = signed(GOOD).becoming(text).told();
        assert_eq!(told.line(), PASSED, "{code}");
        assert!(told.has(code));
    }
    let mixed = signed(GOOD).text().replacen("\r\n", "\n", 3);
    let told = signed(GOOD).becoming(mixed).told();
    assert_eq!(told.line(), PASSED);
    assert!(told.has("mail.mixed-line-ends"));
}

#[test]
fn blank_lines_and_a_mailbox_line_above_the_header_are_read_past() {
    let told = signed(GOOD).below("\r\n\r\n").told();
    assert_eq!(told.line(), PASSED);
    assert!(told.has("mail.leading-blank-lines"));
    let mbox = "From ayaka@sender.example Mon Sep 21 14:13:18 2026\r\n";
    let told = signed(GOOD).below(mbox).told();
    assert_eq!(told.line(), PASSED);
    assert!(told.has("mail.mbox-line"));
    let mozilla = "X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\n";
    assert_eq!(signed(GOOD).below(mozilla).told().line(), PASSED);
}

#[test]
fn a_lost_last_line_end_and_blank_lines_at_the_end_change_nothing() {
    for policy in ["simple/simple", "relaxed/relaxed"] {
        let name = format!("valid: {policy}, rsa2048");
        let text = signed(&name).text();
        let lost = signed(&name).becoming(text.trim_end().to_owned());
        assert_eq!(lost.told().line(), PASSED, "{policy}");
        let more = signed(&name).becoming(format!("{text}\r\n\r\n"));
        assert_eq!(more.told().line(), PASSED, "{policy}");
    }
}

#[test]
fn a_relay_that_re_encoded_the_body_left_the_signature_over_the_header_alone() {
    let told = signed(GOOD).replaced("It fits.", "It fits=2E").told();
    assert_eq!(told.line(), FAILED);
    let AnyFinding::Dkim(0, dkim::Finding::BodyHashMismatch { header_intact, .. }) =
        told.finding("dkim.body-hash-mismatch")
    else {
        panic!("{:?}", told.codes());
    };
    assert_eq!(*header_intact, Some(true));
}

#[test]
fn a_store_that_rewrites_bodies_is_named_and_nobody_is_accused() {
    let store = "X-MS-Exchange-Organization-SCL: 1\r\n";
    let changed = |story: Story| story.replaced("It fits.", "It  fits well.");
    let told = changed(signed(GOOD)).below(store).told();
    assert_eq!(told.line(), FAILED);
    assert_eq!(
        told.octets("dkim.store-rewrites").trim_end(),
        store.trim_end()
    );
    // It says nothing of a mail that is as it was signed, nor below the signature.
    assert!(!signed(GOOD).below(store).told().has("dkim.store-rewrites"));
    let sent_so = changed(signed(GOOD)).replaced("MIME-Version", &format!("{store}MIME-Version"));
    assert!(!sent_so.told().has("dkim.store-rewrites"));
}

#[test]
fn a_footer_that_a_list_added_is_a_change_of_the_body_alone() {
    let text = signed(GOOD).text();
    let footer = format!("{text}-- \r\nshelves mailing list\r\n");
    let told = signed(GOOD).becoming(footer).told();
    assert_eq!(told.line(), FAILED);
    assert_eq!(told.report.dkim[0].signature, SignatureCheck::Match);
    assert!(told.has("dkim.body-hash-mismatch") && !told.has("dkim.signature-mismatch"));
}

#[test]
fn raw_8_bit_header_fields_are_hashed_as_octets() {
    for policy in ["simple/simple", "relaxed/relaxed"] {
        let told = signed(&format!("valid: {policy}, 8-bit")).told();
        assert_eq!(told.line(), PASSED, "{policy}");
    }
}

#[test]
fn relaxed_bears_another_fold_and_no_inserted_space() {
    let name = "valid: relaxed/relaxed, folded";
    let refolded = signed(name).replaced(
        "<two@sender.example>\r\n\t\t<",
        "<two@sender.example>\r\n <",
    );
    assert_eq!(refolded.told().line(), PASSED);
    let spaced = signed(GOOD)
        .replaced("Subject: Shelf", "Subject: Sh elf")
        .told();
    assert_eq!(spaced.line(), FAILED);
    assert!(
        !spaced.has("dkim.header-changed"),
        "a space between letters"
    );
    // A gateway folds anew: simple does not bear it, nor does relaxed bear a fold where no space was.
    for (name, from, to) in [
        ("valid: simple/simple, folded", "\r\n <two@", "\r\n\t<two@"),
        ("valid: simple/relaxed, folded", "\r\n <two@", "\r\n  <two@"),
        (
            "valid: relaxed/relaxed, folded",
            "<two@sender",
            "<two@\r\n sender",
        ),
        (
            "valid: relaxed/simple, folded",
            "<three@sender",
            "<three@\r\n sender",
        ),
    ] {
        let told = signed(name).replaced(from, to).told();
        assert_eq!(told.line(), FAILED, "{name}");
        let change = (told.change(), told.octets("dkim.header-changed"));
        assert_eq!(
            change.0,
            ("References".to_owned(), Change::Spaces),
            "{name}"
        );
        assert!(change.1.starts_with("References:"), "{name}");
    }
}

#[test]
fn the_field_that_a_relay_or_a_list_changed_is_named() {
    // A relay that adds what the signer said was not there.
    let told = signed("valid: relaxed/relaxed, oversigned")
        .replaced("Date:", "Cc: eve@receiver.example\r\nDate:")
        .told();
    assert_eq!(told.line(), FAILED);
    assert_eq!(told.change(), ("Cc".to_owned(), Change::Added));
    // One that writes another Message-ID, and keeps the first.
    let kept = "Old-Message-ID: <shelf@sender.example>\r\nMessage-ID: <relay@b.example>\r\n";
    let told = signed("valid: simple/simple, rsa2048")
        .replaced("Message-ID: <shelf@sender.example>\r\n", kept)
        .told();
    let by = "Old-Message-ID".to_owned();
    assert_eq!(told.line(), FAILED);
    assert_eq!(
        told.change(),
        ("Message-ID".to_owned(), Change::Replaced { by })
    );
    // A list that writes its own address, and the author's where answers go.
    let told = signed(GOOD)
        .replaced(
            "From: Ayaka Mori <ayaka@sender.example>",
            "From: Ayaka via List <list@list.example>\r\nReply-To: Ayaka Mori <ayaka@sender.example>",
        )
        .dns("_dmarc.list.example TXT v=DMARC1; p=reject")
        .told();
    let by = "Reply-To".to_owned();
    assert_eq!(told.change(), ("From".to_owned(), Change::Replaced { by }));
    // Filters.
    for (put, name) in [
        ("***SPAM***", GOOD),
        ("Re: [list 5]", "valid: relaxed/simple, ed25519"),
    ] {
        let told = signed(name)
            .replaced("Subject: Shelf", &format!("Subject: {put} Shelf"))
            .told();
        let put = put.to_owned();
        assert_eq!(told.line(), FAILED);
        assert_eq!(
            told.change(),
            ("Subject".to_owned(), Change::Prefixed { put })
        );
    }
    // Two changes are not explained, and neither is a signature of another key.
    let told = signed(GOOD)
        .replaced("Subject: Shelf", "Subject: [list] Shelf")
        .replaced("Ayaka Mori", "Eve")
        .told();
    assert!(!told.has("dkim.header-changed"));
    let told = signed("fail: another's RSA key")
        .replaced("Subject: Shelf", "Subject: [list] Shelf")
        .told();
    assert!(!told.has("dkim.header-changed"));
}

#[test]
fn a_rewritten_subject_is_told_from_another_key() {
    let told = signed(GOOD)
        .replaced("Subject: Shelf", "Subject: [list] Shelf")
        .told();
    assert_eq!(told.line(), FAILED);
    let AnyFinding::Dkim(
        0,
        dkim::Finding::SignatureMismatch {
            body_intact,
            key_fits,
            ..
        },
    ) = told.finding("dkim.signature-mismatch")
    else {
        panic!("{:?}", told.codes());
    };
    assert_eq!((*body_intact, *key_fits), (Some(true), Some(true)));
    let put = "[list]".to_owned();
    assert_eq!(
        told.change(),
        ("Subject".to_owned(), Change::Prefixed { put })
    );
}

#[test]
fn one_line_of_two_megabytes_is_hashed_like_any_other() {
    let text = signed(GOOD).text();
    let long = text.replace("It fits.", &"x".repeat(2 << 20));
    let told = signed(GOOD).becoming(long).told();
    let BodyHash::Mismatch { hashed, .. } = told.report.dkim[0].body else {
        panic!("{:?}", told.report.dkim[0].body);
    };
    assert!(hashed > 2 << 20);
}

#[test]
fn a_from_field_made_to_recurse_is_read_in_linear_time() {
    for piece in ["\"", "(", "<", ",", "\\", "=?utf-8?q?", "@", ":;"] {
        let from = piece.repeat(200_000 / piece.len());
        let told = pasted(&format!("From: {from} u@example.com\r\n\r\nhi\r\n")).told();
        assert_ne!(told.report.verdict, Verdict::Authenticated, "{piece}");
    }
}

// --- header fields --------------------------------------------------------------------------------

#[test]
fn a_second_from_put_above_is_no_author_and_the_signature_is_of_the_lower_one() {
    let told = signed("valid: a second From on top").told();
    assert_eq!(told.line(), "not-authenticated / - / none / pass");
    assert!(told.has("mail.several-from") && told.has("dkim.second-from"));
    assert_eq!(
        told.octets("dkim.second-from"),
        "From: President <p@bank.example>\r\n"
    );
}

#[test]
fn several_author_domains_have_no_result_and_each_is_told() {
    let told = signed(GOOD)
        .becoming("From: a@one.example, b@two.example, c@three.example\r\n\r\nhi\r\n".into())
        .dns("_dmarc.one.example TXT v=DMARC1; p=quarantine")
        .dns("_dmarc.two.example TXT v=DMARC1; p=reject")
        .told();
    assert_eq!(told.line(), "not-authenticated / - / none / ");
    assert!(told.has("mail.several-author-domains"));
    assert_eq!(
        *told.finding("verdict.each-author"),
        AnyFinding::Verdict(Finding::EachAuthor {
            evaluated: 3,
            left_out: 0,
            failing: 2,
            policy: dmarc::Policy::Reject,
        })
    );
    let each: Vec<_> = (told.report.authors.iter())
        .map(|author| author.verdict.map_or("-", dmarc::Verdict::word))
        .collect();
    assert_eq!(each, ["fail", "fail", "none"]);
}

#[test]
fn a_hundred_author_domains_are_not_a_hundred_walks() {
    let from: Vec<_> = (0..100).map(|n| format!("a@d{n}.example")).collect();
    let told = unproven(&from.join(", ")).told();
    assert_eq!(told.report.authors.len(), 4);
    assert!(told.questions(Asker::Dmarc).len() <= 4 * 2);
    let AnyFinding::Verdict(Finding::EachAuthor { left_out, .. }) =
        told.finding("verdict.each-author")
    else {
        panic!();
    };
    assert_eq!(*left_out, 96);
}

#[test]
fn several_addresses_of_one_domain_are_one_author_domain() {
    let told = unproven("a@example.com, b@EXAMPLE.com")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject")
        .told();
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    assert!(told.report.authors.is_empty());
}

#[test]
fn a_second_subject_says_which_one_is_signed() {
    let told = signed("valid: a second Subject on top").told();
    assert_eq!(told.line(), PASSED);
    assert_eq!(
        told.octets("dkim.second-field"),
        "Subject: You have won\r\n"
    );
    assert_eq!(
        told.octets("mail.repeated-field"),
        "Subject: Shelf for  the   archive\r\n"
    );
    assert_eq!(
        *told.finding("mail.repeated-field"),
        AnyFinding::Mail(mail::Finding::RepeatedField {
            name: "Subject".to_owned(),
            count: 2
        })
    );
}

#[test]
fn the_border_decides_whose_address_spf_looks_at() {
    let message = "Return-Path: <u@example.com>\r\n\
        Received: from relay.example.org ([198.51.100.9]) by mx.example.org; Mon, 21 Sep 2026 14:13:20 +0000\r\n\
        Received: from out.example.com ([192.0.2.1]) by relay.example.org; Mon, 21 Sep 2026 14:13:10 +0000\r\n\
        From: u@example.com\r\n\r\nhi\r\n";
    let at = |border| {
        let mut story = pasted(message).dns("example.com TXT v=spf1 ip4:192.0.2.1 -all");
        story.inputs.ip = None;
        story.inputs.mail_from = None;
        story.inputs.border = border;
        story.told()
    };
    assert_eq!(at(None).spf(), "fail");
    assert_eq!(at(Some(0)).spf(), "fail");
    assert_eq!(at(Some(1)).spf(), "pass");
}

#[test]
fn what_a_domain_publishes_is_not_what_became_of_its_mail() {
    let told = signed(GOOD).told();
    let record = told.dmarc().record.as_ref().expect("a policy");
    assert_eq!(record.evaluated, dmarc::Policy::Reject);
    assert_eq!(told.dmarc().disposition, dmarc::Policy::None);
    assert!(!told.has("dmarc.reject-alone"));
}

// --- DKIM -----------------------------------------------------------------------------------------

#[test]
fn none_of_these_signatures_passes() {
    for (name, code) in [
        ("policy: RSA-512", "dkim.short-key"),
        ("policy: RSA-768", "dkim.short-key"),
        ("policy: rsa-sha1", "dkim.rsa-sha1"),
        ("permerror: From not in h=", "dkim.from-not-signed"),
        ("permerror: no v=", "dkim.missing-tag"),
        ("permerror: a duplicate tag", "dkim.duplicate-tag"),
        ("permerror: q=http", "dkim.unknown-query-method"),
        ("permerror: key h=sha1", "dkim.key-hash-not-allowed"),
        ("permerror: key s=tlsrpt", "dkim.key-not-for-email"),
        ("permerror: key v= not first", "dkim.key-version-not-first"),
        ("permerror: i= outside d=", "dkim.identity-outside-domain"),
        (
            "permerror: t=s and i= below the domain",
            "dkim.key-strict-identity",
        ),
    ] {
        let told = signed(name).told();
        assert!(told.has(code), "{name}: {:?}", told.codes());
        let word = name.split(':').next().unwrap_or_default();
        let line = format!("not-authenticated / fail reject / none / {word}");
        assert_eq!(told.line(), line, "{name}");
        assert!(told.dmarc().identifiers.is_empty(), "{name}");
        // What holds is told all the same, wherever the key could be had.
        let body = &told.report.dkim[0].body;
        assert!(matches!(body, BodyHash::Match { .. }), "{name}");
    }
    for (name, code) in [
        ("policy: RSA-512", "dkim.short-key"),
        ("policy: RSA-768", "dkim.short-key"),
        ("policy: rsa-sha1", "dkim.rsa-sha1"),
    ] {
        let told = signed(name).told();
        assert_eq!(told.report.dkim[0].signature, SignatureCheck::Match);
        let matches = match told.finding(code) {
            AnyFinding::Dkim(_, dkim::Finding::ShortKey { matches, .. }) => *matches,
            AnyFinding::Dkim(_, dkim::Finding::RsaSha1 { matches }) => *matches,
            other => panic!("{other:?}"),
        };
        assert_eq!(matches, Some(true), "{name}");
    }
}

#[test]
fn a_signature_that_expired_after_delivery_was_valid_when_it_counted() {
    let received =
        "Received: from c.example ([192.0.2.7]) by mx.example; Mon, 21 Sep 2026 14:14:00 +0000\r\n";
    let at = |now, above: &str| {
        let mut story = signed("valid: expires later").below(above);
        story.inputs.now = now;
        story.told()
    };
    let told = at(SIGNED_AT + 9_999, received);
    assert_eq!(told.line(), "authenticated / pass none / none / pass");
    assert!(told.has("dkim.expired-since"));
}

#[test]
fn a_clock_that_is_ahead_is_told_against_the_time_it_was_judged_at() {
    let story = |now| {
        let mut story = signed("valid: expires later");
        story.inputs.now = now;
        story.told()
    };
    // Judged at the border, a minute before it was signed by its own word; by now that is past.
    assert!(!story(SIGNED_AT - 899).has("dkim.signed-in-future"));
    let told = signed("valid: expires later")
        .replaced("14:13:20 +0000", "13:13:20 +0000")
        .told();
    assert_eq!(
        *told.finding("dkim.signed-in-future"),
        AnyFinding::Dkim(
            0,
            dkim::Finding::SignedInFuture {
                signed: SIGNED_AT,
                clock: dkim::Clock {
                    now: SIGNED_AT + 60,
                    received: Some(SIGNED_AT - 3_600),
                },
                still: false,
            }
        )
    );
    assert_eq!(told.line(), PASSED, "it is a warning");
}

#[test]
fn a_key_that_is_gone_a_revoked_one_and_none_this_time_are_three_things() {
    let name = "s0._domainkey.sender.example";
    let gone = {
        let mut story = signed(GOOD);
        story.answers = Answers::new();
        story.told()
    };
    assert_eq!(gone.dkim(), "permerror");
    assert!(gone.has("dkim.no-key"));
    let revoked = signed(GOOD).key("v=DKIM1; p=").told();
    assert_eq!(revoked.dkim(), "permerror");
    assert!(revoked.has("dkim.key-revoked"));
    let later = signed(GOOD).failing(name, RecordType::TXT).told();
    assert_eq!(
        later.line(),
        "cannot-tell / temperror none / none / temperror"
    );
    assert!(later.has("dkim.key-unavailable"));
}

#[test]
fn a_key_replaced_under_the_same_selector_looks_like_a_rotation() {
    let told = signed("fail: another's RSA key").told();
    assert_eq!(told.line(), FAILED);
    let AnyFinding::Dkim(_, dkim::Finding::SignatureMismatch { key_fits, .. }) =
        told.finding("dkim.signature-mismatch")
    else {
        panic!("{:?}", told.codes());
    };
    assert_eq!(*key_fits, Some(false));
}

#[test]
fn a_testing_key_verifies_and_its_other_reading_is_told() {
    let told = signed("valid: testing").told();
    assert_eq!(told.line(), PASSED);
    assert!(told.has("dkim.key-testing"));
}

#[test]
fn key_records_in_use_that_others_refuse_verify() {
    for name in [
        "valid: key without padding",
        "valid: key with spaces",
        "valid: key with every tag",
        "valid: bare RSAPublicKey",
        "valid: noise beside the key",
        "valid: two keys, the first broken",
        "valid: two keys, the first another's",
    ] {
        let told = signed(name).told();
        assert_eq!(told.line(), PASSED, "{name}");
        let several = name.contains("two keys") || name.contains("noise");
        assert_eq!(told.has("dkim.several-keys"), several, "{name}");
    }
}

#[test]
fn mistyped_key_records_point_at_the_place() {
    for (name, code) in [
        ("permerror: key without semicolons", "dkim.key-syntax"),
        ("permerror: key in quotation marks", "dkim.key-syntax"),
        ("permerror: key with backslashes", "dkim.key-syntax"),
        ("permerror: key not base64", "dkim.key-malformed"),
        (
            "permerror: key with a duplicate tag",
            "dkim.key-duplicate-tag",
        ),
    ] {
        assert!(signed(name).told().has(code), "{name}");
    }
    // The target of an alias, pasted as text.
    let told = signed(GOOD).key("s0.dkim.esp.example.").told();
    assert_eq!(told.dkim(), "permerror");
    assert!(told.has("dkim.key-syntax"));
}

#[test]
fn a_key_behind_an_alias_is_used() {
    let mut story = signed(GOOD);
    let name = Name::from_dotted(b"s0._domainkey.sender.example").expect("a name");
    let mut answer = story.answers.remove(&txt(&name)).expect("the key");
    answer.aliases = vec![Name::from_dotted(b"s0.dkim.esp.example").expect("a name")];
    story.answers.insert(txt(&name), answer);
    assert_eq!(story.told().line(), PASSED);
}

#[test]
fn what_a_wildcard_answers_at_a_selector_is_no_key() {
    let told = signed(GOOD).key("v=spf1 ~all").told();
    assert_eq!(told.dkim(), "permerror");
    assert_eq!(told.questions(Asker::Dkim(0)).len(), 1, "no other is tried");
}

#[test]
fn the_signature_value_is_found_by_the_parse_wherever_it_stands() {
    for name in [
        "valid: b= first, a trailing semicolon",
        "valid: b= between, white space around it",
        "valid: a tag named like the end of another",
        "valid: simple, white space on both sides of b=",
    ] {
        assert_eq!(signed(name).told().line(), PASSED, "{name}");
    }
}

#[test]
fn names_in_h_count_from_the_bottom_and_absent_ones_are_empty() {
    for name in [
        "valid: relaxed/relaxed, doubled fields",
        "valid: relaxed/relaxed, oversigned",
        "valid: names absent and doubled in h=",
        "valid: simple/simple, every field",
        "valid: r=y and other unknown tags",
    ] {
        assert_eq!(signed(name).told().line(), PASSED, "{name}");
    }
}

#[test]
fn an_empty_body_is_one_line_end_or_nothing() {
    for policy in ["simple/simple", "relaxed/relaxed"] {
        let told = signed(&format!("valid: {policy}, empty body")).told();
        assert_eq!(told.line(), PASSED, "{policy}");
    }
}

#[test]
fn a_length_passes_with_a_warning_and_says_what_it_leaves_to_anybody() {
    let told = signed("valid: l=0").told();
    assert_eq!(told.line(), PASSED);
    assert!(told.has("dkim.body-length") && told.has("dkim.replaceable"));
    assert_eq!(told.octets("dkim.replaceable"), "0");
    let told = signed("permerror: l= is more than there is").told();
    assert_eq!(told.dkim(), "permerror");
}

#[test]
fn weak_strong_and_new_keys_say_what_receivers_make_of_them() {
    assert!(
        signed("valid: relaxed/relaxed, rsa1024")
            .told()
            .has("dkim.weak-key")
    );
    assert!(
        signed("valid: relaxed/relaxed, ed25519")
            .told()
            .has("dkim.ed25519")
    );
    let good = signed("valid: relaxed/relaxed, rsa4096").told();
    assert_eq!(good.line(), PASSED);
    assert!(!good.has("dkim.weak-key") && !good.has("dkim.ed25519"));
}

#[test]
fn a_providers_private_signature_is_named_and_not_counted() {
    let text = signed(GOOD).text();
    let field = text.split("\r\nReceived:").next().expect("a signature");
    let private = field.replacen("DKIM-Signature", "X-Google-DKIM-Signature", 1);
    let told = signed(GOOD).below(&format!("{private}\r\n")).told();
    assert_eq!(told.line(), PASSED, "one signature, not two");
    assert!(
        told.octets("mail.private-signature")
            .starts_with("X-Google-DKIM-Signature:")
    );
}

#[test]
fn too_many_signatures_are_cut_off_and_that_is_said() {
    let field = "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=AAAA; b=AAAA\r\n";
    let told = signed(GOOD).below(&field.repeat(40)).told();
    assert_eq!(told.report.dkim.len(), 16);
    assert!(told.has("mail.too-many-signatures"));
}

// --- SPF ------------------------------------------------------------------------------------------

#[test]
fn the_null_sender_is_checked_as_postmaster_at_helo_and_counts_for_dmarc() {
    let told = sent_by("")
        .dns("client.example.net TXT v=spf1 ip4:192.0.2.1 -all")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject")
        .told();
    assert_eq!(told.spf(), "pass");
    assert_eq!(told.report.spf.sender, "postmaster@client.example.net");
    let identifiers = &told.dmarc().identifiers;
    assert_eq!(identifiers[0].domain.to_string(), "client.example.net");
    assert_eq!(identifiers[0].aligned, Some(false));
}

#[test]
fn a_pass_of_helo_is_no_pass_of_another_sender() {
    let mut story = sent_by("u@attacker.example")
        .dns("attacker.example TXT v=spf1 -all")
        .dns("example.com TXT v=spf1 ip4:192.0.2.1 -all")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject");
    story.inputs.helo = Some("example.com".to_owned());
    let told = story.told();
    assert_eq!(told.report.helo.verdict, Some(spf::Verdict::Pass));
    assert_eq!(told.line(), "not-authenticated / fail reject / fail / ");
}

#[test]
fn mx_is_one_lookup_and_eleven_exchangers_are_an_error() {
    let record = "example.com TXT v=spf1 mx -all\n";
    let exchangers = |count: usize| {
        let lines: String = (0..count)
            .map(|n| {
                format!("example.com MX 10 m{n}.example.com.\nm{n}.example.com A 198.51.100.{n}\n")
            })
            .collect();
        sent_by("u@example.com")
            .dns(&format!("{record}{lines}"))
            .told()
    };
    let ten = exchangers(10);
    assert_eq!((ten.spf(), ten.report.spf.lookups), ("fail", 1));
    let eleven = exchangers(11);
    assert_eq!(eleven.spf(), "permerror");
    assert!(eleven.has("spf.too-many-names"));
}

#[test]
fn hosts_without_ipv6_are_void_for_an_ipv6_client_and_both_counts_are_told() {
    let told = sent_by("u@example.com")
        .client("2001:db8::1")
        .dns("example.com TXT v=spf1 mx ~all")
        .dns("example.com MX 10 a.example.com.\nexample.com MX 10 b.example.com.\nexample.com MX 10 c.example.com.")
        .dns("a.example.com A 192.0.2.1\nb.example.com A 192.0.2.2\nc.example.com A 192.0.2.3")
        .told();
    assert_eq!(told.spf(), "permerror");
    let AnyFinding::Spf(_, spf::Finding::TooManyVoidLookups { terms, .. }) =
        told.finding("spf.too-many-void-lookups")
    else {
        panic!();
    };
    assert_eq!((told.report.spf.void_lookups, *terms), (3, 1));
}

#[test]
fn macros_in_an_include_are_of_the_included_domain() {
    let told = sent_by("a+b@example.com")
        .dns("example.com TXT v=spf1 include:inner.example.net -all")
        .dns("inner.example.net TXT v=spf1 exists:%{S}.%{d} mx:%{o} -all")
        .dns("a%2Bb%40example.com.inner.example.net A 127.0.0.2")
        .told();
    assert_eq!(told.spf(), "pass");
    let trace = told.report.spf.trace.as_ref().expect("a trace");
    let inner = trace.terms[0].inner.as_ref().expect("the include");
    let shown: Vec<_> = (inner.terms[0].substitutions.iter())
        .map(|found| [&found.written, &found.letter, &found.value].map(String::as_str))
        .collect();
    assert_eq!(
        shown,
        [
            ["%{S}", "a+b@example.com", "a%2Bb%40example.com"],
            ["%{d}", "inner.example.net", "inner.example.net"]
        ]
    );
}

#[test]
fn a_loop_of_includes_ends_with_its_way_round() {
    let told = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 include:b.example.net -all")
        .dns("b.example.net TXT v=spf1 redirect=example.com")
        .told();
    assert_eq!(told.spf(), "permerror");
    let AnyFinding::Spf(_, spf::Finding::Loop { path }) = told.finding("spf.loop") else {
        panic!();
    };
    let path: Vec<_> = path.iter().map(Name::to_string).collect();
    assert_eq!(path, ["example.com", "b.example.net"]);
}

#[test]
fn mistyped_records_are_errors_with_a_place() {
    for (record, at) in [
        ("v=spf1 ip4:192.0.2.1~all", "~all"),
        (
            "v=spf1 redirect=a.example.com redirect=b.example.com",
            "redirect=b",
        ),
        ("v=spf1 include: -all", " -all"),
        ("v=spf1 exists -all", " -all"),
        ("v=spf1 ptr:192 -all", "192"),
        ("v=spf1 mx exp:a.example.com -all", ":a"),
    ] {
        let told = sent_by("u@example.com")
            .dns(&format!("example.com TXT {record}"))
            .told();
        assert_eq!(told.spf(), "permerror", "{record}");
        let AnyFinding::Spf(_, spf::Finding::Syntax { record, offset, .. }) =
            told.finding("spf.syntax")
        else {
            panic!("{record}");
        };
        let rest = record.get(*offset..).unwrap_or_default();
        assert!(rest.starts_with(at), "{record}: {rest:?}");
    }
}

#[test]
fn an_explanation_behind_all_counts_and_what_else_stands_there_does_not() {
    let told = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 -all exp=why.example.com a")
        .dns("why.example.com TXT \"%{i} may not\"")
        .told();
    assert_eq!(told.spf(), "fail");
    assert_eq!(
        told.report.spf.explanation.as_deref(),
        Some("192.0.2.1 may not")
    );
    assert!(told.has("spf.after-all"));
}

#[test]
fn two_records_are_an_error_and_a_leading_space_is_no_record() {
    let two = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 ip4:192.0.2.1 -all")
        .dns("example.com TXT v=spf1 ip4:192.0.2.1 ~all")
        .told();
    assert_eq!(two.spf(), "permerror");
    assert!(two.has("spf.several-records"));
    let blank = sent_by("u@example.com")
        .dns("example.com TXT \" v=spf1 ip4:192.0.2.1 -all\"")
        .told();
    assert_eq!(blank.spf(), "none");
    assert!(blank.has("spf.look-alike"));
    // Sender ID is named in a record that is included, too.
    let inner = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 include:b.example -all")
        .dns("b.example TXT v=spf1 ip4:192.0.2.1 -all")
        .dns("b.example TXT spf2.0/mfrom,pra ip4:192.0.2.1 -all")
        .told();
    assert_eq!(inner.spf(), "pass");
    let AnyFinding::Spf(_, spf::Finding::SenderId { domain, .. }) = inner.finding("spf.sender-id")
    else {
        panic!("{:?}", inner.codes());
    };
    assert_eq!(domain.to_string(), "b.example");
    let old = sent_by("u@example.com")
        .dns("example.com TXT spf2.0/pra ip4:192.0.2.1 -all")
        .told();
    assert_eq!(old.spf(), "none");
    assert!(old.has("spf.sender-id"));
}

#[test]
fn a_record_that_only_redirects_inherits_the_other_with_its_all() {
    let told = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 redirect=spf.example.net")
        .dns("spf.example.net TXT v=spf1 a:host.example.net -all")
        .dns("host.example.net A 198.51.100.1")
        .told();
    assert_eq!((told.spf(), told.report.spf.lookups), ("fail", 2));
    let reach = told.report.spf.reach.expect("counted");
    assert_eq!((reach.lookups, reach.complete), (2, true));
}

#[test]
fn a_domain_that_sends_no_mail_says_so_and_is_in_order() {
    let told = sent_by("u@example.com")
        .dns("example.com TXT v=spf1 -all")
        .told();
    assert_eq!(told.spf(), "fail");
    assert!(told.has("spf.sends-no-mail"));
}

#[test]
fn a_name_no_resolver_could_be_asked_is_no_match() {
    let told = sent_by("u@example.com")
        .dns(&format!(
            "example.com TXT v=spf1 a:{}.example.com exists:%{{l}}..example.com ~all",
            "x".repeat(64)
        ))
        .told();
    assert_eq!(told.spf(), "softfail");
    assert_eq!(told.report.spf.void_lookups, 0);
    assert!(told.has("spf.bad-domain"));
}

#[test]
fn text_that_is_not_even_text_stands_beside_the_record_for_nothing() {
    let told = sent_by("u@example.com")
        .dns("example.com TXT \"\\255\\000\\128\"")
        .dns("example.com TXT v=spf1 ip4:192.0.2.1 -all")
        .told();
    assert_eq!(told.spf(), "pass");
}

// --- DMARC ----------------------------------------------------------------------------------------

/// A mail from example.com that nothing authenticates, under this record.
fn under(record: &str) -> Told {
    unproven("u@example.com")
        .dns(&format!("_dmarc.example.com TXT \"{record}\""))
        .told()
}

#[test]
fn blanks_and_capitals_where_the_grammar_has_them() {
    for (record, asks) in [
        ("v = DMARC1 ; p = reject", "fail reject"),
        ("v=DMARC1;p=quarantine ;", "fail quarantine"),
        ("V=DMARC1; P=REJECT", "fail reject"),
    ] {
        let told = under(record);
        assert_eq!(
            told.line(),
            format!("not-authenticated / {asks} / none / "),
            "{record}"
        );
    }
    assert!(under("v = DMARC1 ; p = reject").has("dmarc.space-around-equals"));
    assert!(under("V=DMARC1; P=REJECT").has("dmarc.tag-case"));
    let told = under("v=dmarc1; p=reject");
    assert_eq!(told.line(), "not-protected / none none / none / ");
    assert!(told.has("dmarc.bad-version"));
}

#[test]
fn two_policy_records_are_none() {
    let told = unproven("u@example.com")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject")
        .dns("_dmarc.example.com TXT v=DMARC1; p=none")
        .told();
    assert_eq!(told.line(), "not-protected / none none / none / ");
    assert!(told.has("dmarc.several-records"));
    // Other text beside one record takes nothing away.
    let told = unproven("u@example.com")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject")
        .dns("_dmarc.example.com TXT site-verification=1")
        .told();
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
}

#[test]
fn a_record_without_a_policy_counts_as_none_or_not_at_all() {
    let told = under("v=DMARC1; rua=mailto:r@example.com");
    assert_eq!(told.line(), "not-authenticated / fail none / none / ");
    assert!(told.has("dmarc.counts-as-none"));
    let told = under("v=DMARC1; sp=reject");
    assert_eq!(told.line(), "not-protected / none none / none / ");
    assert!(told.has("dmarc.no-processing") && told.has("dmarc.policy-absent"));
}

#[test]
fn tags_of_the_old_standard_are_ignored_and_explained() {
    let record =
        "v=DMARC1; p=reject; pct=20; rf=afrf; ri=3600; foo=bar; rua=mailto:r@example.com!10m";
    let told = under(record);
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    let old = told
        .codes()
        .iter()
        .filter(|code| **code == "dmarc.obsolete-tag")
        .count();
    assert_eq!(old, 3);
    assert!(told.has("dmarc.unknown-tag") && told.has("dmarc.obsolete-size"));
}

#[test]
fn a_record_at_the_domain_itself_is_seen_where_spf_brought_it() {
    let story = sent_by("u@example.com").dns("example.com TXT v=DMARC1; p=reject");
    let told = story.told();
    assert_eq!(told.report.verdict, Verdict::NotProtected);
    assert!(told.has("dmarc.misplaced-record"));
    // Nobody asks there on its account.
    let told = unproven("u@example.com")
        .dns("example.com TXT v=DMARC1; p=reject")
        .told();
    assert!(!told.has("dmarc.misplaced-record"));
    assert_eq!(
        told.questions(Asker::Dmarc),
        ["_dmarc.example.com TXT", "_dmarc.com TXT"]
    );
}

#[test]
fn a_stray_record_on_the_way_only_makes_an_organization() {
    let told = unproven("u@a.example.com")
        .dns("_dmarc.example.com TXT v=DMARC1")
        .dns("_dmarc.a.example.com TXT v=DMARC1; p=reject")
        .told();
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    assert!(!told.has("dmarc.no-processing"));
}

#[test]
fn each_identifier_has_a_walk_of_its_own() {
    let mut story = sent_by("u@mail.branch.example.com")
        .dns("mail.branch.example.com TXT v=spf1 ip4:192.0.2.1 -all")
        .dns("_dmarc.branch.example.com TXT v=DMARC1; p=none; psd=n")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject");
    story.inputs.now = SIGNED_AT;
    let told = story.told();
    assert_eq!(told.line(), "not-authenticated / fail reject / pass / ");
    let organization = told.dmarc().identifiers[0].organizational_domain.as_ref();
    assert_eq!(
        organization.map(Name::to_string).as_deref(),
        Some("branch.example.com")
    );
}

#[test]
fn nine_labels_are_eight_questions() {
    let told = unproven("u@a.b.c.d.e.f.g.example.com").told();
    assert_eq!(
        told.questions(Asker::Dmarc),
        [
            "_dmarc.a.b.c.d.e.f.g.example.com TXT",
            "_dmarc.c.d.e.f.g.example.com TXT",
            "_dmarc.d.e.f.g.example.com TXT",
            "_dmarc.e.f.g.example.com TXT",
            "_dmarc.f.g.example.com TXT",
            "_dmarc.g.example.com TXT",
            "_dmarc.example.com TXT",
            "_dmarc.com TXT",
        ]
    );
}

#[test]
fn a_public_suffix_stops_the_walk_and_its_policy_comes_last() {
    let zone = "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y";
    let told = unproven("u@mail.mega.bank.example").dns(zone).told();
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    let organization = told.dmarc().organizational_domain.as_ref();
    assert_eq!(
        organization.map(Name::to_string).as_deref(),
        Some("mega.bank.example")
    );
    assert!(told.has("dmarc.psd-policy"));
    assert!(
        !told
            .questions(Asker::Dmarc)
            .contains(&"_dmarc.example TXT".to_owned())
    );
}

#[test]
fn a_public_suffix_right_above_is_read_in_one_way_and_the_other_is_told() {
    let story = |author: &str| {
        sent_by("u@other.bank.example")
            .dns("other.bank.example TXT v=spf1 ip4:192.0.2.1 -all")
            .dns("_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y")
            .replaced("u@example.com", author)
            .told()
    };
    let told = story("u@mega.bank.example");
    // Read the other way, bank.example would be the organizational domain of both.
    assert_eq!(told.line(), "not-authenticated / fail reject / pass / ");
    assert_eq!(
        *told.finding("dmarc.suffix-above"),
        AnyFinding::Dmarc(dmarc::Finding::SuffixAbove {
            author: Name::from_dotted(b"mega.bank.example").expect("a name"),
            domain: Name::from_dotted(b"bank.example").expect("a name"),
        })
    );
    assert!(!story("u@mail.mega.bank.example").has("dmarc.suffix-above"));
}

#[test]
fn a_name_with_mail_exchangers_and_no_address_exists() {
    let zone = "_dmarc.example.com TXT v=DMARC1; p=none; sp=none; np=reject\n";
    let exists = unproven("u@sub.example.com")
        .dns(&format!("{zone}sub.example.com MX 10 mx.example.com."))
        .told();
    assert_eq!(exists.line(), "not-authenticated / fail none / none / ");
    let absent = unproven("u@sub.example.com").dns(zone).told();
    assert_eq!(absent.line(), "not-authenticated / fail reject / none / ");
    assert!(absent.has("dmarc.nonexistent-policy"));
}

#[test]
fn a_tested_policy_asks_for_one_level_less_and_both_are_told() {
    let told = under("v=DMARC1; p=reject; t=y");
    assert_eq!(told.line(), "not-authenticated / fail quarantine / none / ");
    let record = told.dmarc().record.as_ref().expect("a policy");
    assert_eq!(
        (record.applied, record.evaluated),
        (dmarc::Policy::Reject, dmarc::Policy::Quarantine)
    );
    assert!(told.has("dmarc.testing") && !told.has("dmarc.reject-alone"));
}

#[test]
fn reject_alone_is_no_reason_to_reject() {
    let told = under("v=DMARC1; p=reject");
    assert!(told.has("dmarc.reject-alone"));
    assert_eq!(
        told.finding("dmarc.reject-alone").entry().cite.section,
        "7.4"
    );
    assert!(!under("v=DMARC1; p=quarantine").has("dmarc.reject-alone"));
    // Where a lookup leaves the result open, nothing is asked for.
    let open = signed(GOOD)
        .failing("s0._domainkey.sender.example", RecordType::TXT)
        .told();
    assert!(!open.has("dmarc.reject-alone"));
}

#[test]
fn a_domain_with_reject_that_does_not_sign_is_told_so() {
    let by_spf = |policy: &str| {
        sent_by("u@example.com")
            .dns("example.com TXT v=spf1 ip4:192.0.2.1 -all")
            .dns(&format!("_dmarc.example.com TXT v=DMARC1; p={policy}"))
    };
    let told = by_spf("reject").told();
    assert_eq!(told.line(), "authenticated / pass none / pass / ");
    assert!(told.has("dmarc.spf-alone"));
    assert_eq!(told.finding("dmarc.spf-alone").entry().cite.section, "8");
    assert!(!by_spf("quarantine").told().has("dmarc.spf-alone"));
    // It signs, though this signature can't be verified any more.
    let field =
        "DKIM-Signature: v=1; a=rsa-sha256; d=mail.example.com; s=s; h=from; bh=AAAA; b=AAAA\r\n";
    let told = by_spf("reject").below(field).told();
    assert_eq!(told.line(), "authenticated / pass none / pass / permerror");
    assert!(!told.has("dmarc.spf-alone"));
    let strangers = field.replace("mail.example.com", "esp.example.net");
    assert!(
        by_spf("reject")
            .below(&strangers)
            .told()
            .has("dmarc.spf-alone")
    );
}

// --- where reports go (RFC 9990 §4) ---------------------------------------------------------------

/// A mail from blue.example.com whose policy asks for reports at `rua`.
fn reporting_to(rua: &str) -> Story {
    unproven("u@blue.example.com").dns(&format!(
        "_dmarc.blue.example.com TXT \"v=DMARC1; p=reject; psd=n; rua={rua}\""
    ))
}

fn consents(told: &Told) -> Vec<(String, Consent)> {
    let destinations = told.dmarc().destinations.iter();
    destinations
        .map(|to| (format!("{} {}", to.tag, to.host), to.consent))
        .collect()
}

#[test]
fn the_example_of_section_4_is_asked_and_confirmed() {
    let story = reporting_to("mailto:reports@red.example.net");
    let question = "blue.example.com._report._dmarc.red.example.net TXT";
    let told = story.dns(&question.replace("TXT", "TXT v=DMARC1")).told();
    assert_eq!(told.questions(Asker::Reports), [question]);
    assert_eq!(
        consents(&told),
        [("rua red.example.net".to_owned(), Consent::Given)]
    );
    assert!(!told.has("dmarc.reports-refused"));
}

#[test]
fn a_host_that_does_not_consent_gets_no_reports() {
    for (published, refused) in [
        ("", true),
        ("TXT v=spf1 -all", true),
        ("TXT p=none; v=DMARC1", true),
        ("TXT v=DMARC1; rua=mailto:r@other.example.net", true),
        ("TXT v=DMARC1;", false),
        ("TXT v=DMARC1; rua=mailto:other@red.example.net!1m", false),
    ] {
        let name = "blue.example.com._report._dmarc.red.example.net";
        let mut story = reporting_to("mailto:r@red.example.net");
        if !published.is_empty() {
            story = story.dns(&format!("{name} {published}"));
        }
        let told = story.told();
        assert_eq!(told.has("dmarc.reports-refused"), refused, "{published}");
        assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    }
    // Several records, and one for everybody.
    let told = reporting_to("mailto:r@red.example.net")
        .dns("blue.example.com._report._dmarc.red.example.net TXT v=DMARC1")
        .dns("blue.example.com._report._dmarc.red.example.net TXT v=DMARC1; rua=mailto:x@red.example.net")
        .told();
    assert_eq!(consents(&told)[0].1, Consent::Given);
}

#[test]
fn hosts_of_the_same_organization_need_no_consent() {
    let told = unproven("u@mail.example.com")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@in.example.com; ruf=https://reports.example.com:8443/x")
        .told();
    assert!(
        consents(&told)
            .iter()
            .all(|(_, consent)| *consent == Consent::Own)
    );
    assert_eq!(
        told.questions(Asker::Reports),
        [
            "_dmarc.in.example.com TXT",
            "_dmarc.reports.example.com TXT"
        ]
    );
    // A part of the tree that is an organization of its own is another one.
    let told = unproven("u@mail.example.com")
        .dns("_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:b@in.example.com")
        .dns("_dmarc.in.example.com TXT v=DMARC1; p=none; psd=n")
        .told();
    assert!(told.has("dmarc.reports-refused"));
}

#[test]
fn no_verdict_waits_for_the_consent_of_a_host() {
    let mut story = reporting_to("mailto:r@red.example.net,mailto:r@red.example.org");
    let name = Name::from_dotted(b"_dmarc.blue.example.com").expect("a name");
    let (zone, _) = Zone::parse(&story.zone);
    let answer = zone.answer(&txt(&name));
    story.answers.insert(txt(&name), answer);
    let sender = Name::from_dotted(b"unknown.example").expect("a name");
    let nothing = Answer::new(Found::NxDomain, Source::Live);
    story.answers.insert(txt(&sender), nothing);
    let told = story.so_far();
    assert_eq!(told.line(), "not-authenticated / fail reject / none / ");
    assert_eq!(told.report.verdict_needs().count(), 0);
    assert_eq!(told.report.needs().count(), 2, "both at once");
    assert!(
        consents(&told)
            .iter()
            .all(|(_, consent)| *consent == Consent::Waiting)
    );
    // And before there is a verdict, nobody is asked about reports.
    story.answers = Answers::new();
    let told = story.so_far();
    assert_eq!(told.questions(Asker::Reports), [""; 0]);
    // A host that can't be asked this time is no fault of the policy.
    let told = reporting_to("mailto:r@red.example.net")
        .failing(
            "blue.example.com._report._dmarc.red.example.net",
            RecordType::TXT,
        )
        .told();
    assert_eq!(consents(&told)[0].1, Consent::Unknown);
    assert!(!told.has("dmarc.reports-refused") && !told.has("verdict.lookup-failed"));
}

#[test]
fn a_name_too_long_to_ask_and_hosts_without_end_are_told() {
    let long = vec!["a".repeat(60); 4].join(".");
    let told = reporting_to(&format!("mailto:r@{long}")).told();
    assert!(told.has("dmarc.reports-refused"));
    assert_eq!(told.questions(Asker::Reports), [""; 0]);
    let many: Vec<_> = (0..50)
        .map(|n| format!("mailto:r@h{n}.example.net"))
        .collect();
    let told = reporting_to(&many.join(",")).told();
    assert!(told.has("dmarc.reports-capped"));
    assert_eq!(told.questions(Asker::Reports).len(), 6);
    // What is no URI, or has no host, is nobody to ask.
    let told = reporting_to("r@red.example.net,file:x,mailto:,mailto:r").told();
    assert!(
        told.questions(Asker::Reports).len() <= 1,
        "{:?}",
        told.questions(Asker::Reports)
    );
}
