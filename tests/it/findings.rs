//! All findings: their table of codes, and that whatever is found is told in both languages and points
//! at octets that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mailprism::engine::claims::{self, Cause, Claimed, Method};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Answers, Failure, Name};
use mailprism::engine::paste::{self, Damage};
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{AnyFinding, Finding, Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::engine::{arc, dkim, dmarc, mail};
use mailprism::net::canned::settle;
use mailprism::play::case::Case;
use mailprism::play::samples::ALL;
use mailprism::text::{Lang, prose};

use crate::dkim::{SIGNED_AT, peer};

/// Room, code, RFC and section.
type Row = (String, String, u16, String);

/// Each row of the tables, from the sources.
fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut ahead = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine")];
    while let Some(path) = ahead.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            ahead.extend(entries.flatten().map(|entry| entry.path()));
        } else {
            rows.extend(rows_of(&path));
        }
    }
    rows
}

fn rows_of(path: &PathBuf) -> Vec<Row> {
    let text = fs::read_to_string(path).expect("a source");
    let folder = path.parent().and_then(Path::file_name).expect("a folder");
    let room = folder.to_string_lossy().into_owned();
    let rows = text.split("entry(").skip(1).filter_map(|rest| {
        let (call, _) = rest.split_once(')')?;
        let mut parts = call.split(',').map(str::trim);
        let code = parts.next()?.strip_prefix('"')?.strip_suffix('"')?;
        let _level = parts.next()?;
        let rfc = parts.next()?.parse().ok()?;
        let section = parts.next()?.trim_matches('"');
        Some((room.clone(), code.to_owned(), rfc, section.to_owned()))
    });
    rows.collect()
}

#[test]
fn each_code_belongs_to_its_room_and_names_a_section() {
    let table = table();
    assert!(table.len() > 200, "{} rows", table.len());
    for (room, code, rfc, section) in &table {
        let (protocol, word) = code.split_once('.').expect("a protocol and a word");
        let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(word.chars().all(is_kebab), "{code}");
        let rooms: &[&str] = match protocol {
            "verdict" => &["engine"],
            // What a message signature of a chain may not sign is found where signatures are read.
            "arc" => &["arc", "dkim"],
            other => &[other],
        };
        assert!(rooms.contains(&room.as_str()), "{code} in {room}");
        assert!(*rfc > 700, "{code}");
        let is_section = section.split('.').all(|part| {
            part.parse::<u8>().is_ok()
                || (part.len() == 1 && part.chars().all(|c| c.is_ascii_uppercase()))
        });
        assert!(is_section, "{code}: {section}");
    }
}

/// All that was found, and what is not said well of it.
#[derive(Default)]
struct Told {
    codes: BTreeSet<&'static str>,
    /// Those of which some octets are shown.
    marked: BTreeSet<&'static str>,
    faults: Vec<String>,
}

impl Told {
    fn report(&mut self, name: &str, report: &Report, octets: usize) {
        for noted in &report.findings {
            let code = noted.finding.entry().code;
            self.codes.insert(code);
            if let Some(span) = noted.span {
                self.marked.insert(code);
                self.hold(span.start <= span.end && span.end <= octets, || {
                    format!("{name}: {code} is about {span:?} of {octets}")
                });
            }
            self.words(name, &noted.finding);
        }
    }

    fn words(&mut self, name: &str, finding: &AnyFinding) {
        let code = finding.entry().code;
        let (en, ja) = (prose(Lang::EN, finding), prose(Lang::JA, finding));
        let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..'\u{a000}').contains(&c));
        for (one, other) in [(&en.title, &ja.title), (&en.why, &ja.why)] {
            // The way round a loop is names and nothing else.
            let is_names = code == "spf.loop" && one.trim_end_matches('.') == other;
            let is_good = !one.is_empty()
                && !other.is_empty()
                && (!japanese(one) || name.contains('8') || name.contains("JP"))
                && (japanese(other) || is_names);
            self.hold(is_good, || format!("{name}: {code}: {one:?}, {other:?}"));
        }
        self.hold(en.fix.is_some() == ja.fix.is_some(), || {
            format!("{name}: {code} has something to do in one language alone")
        });
    }

    fn hold(&mut self, is_good: bool, fault: impl FnOnce() -> String) {
        if !is_good && self.faults.len() < 20 {
            self.faults.push(fault());
        }
    }
}

/// What a story is about: everything that is found in it is told and marked.
struct Story {
    message: Vec<u8>,
    zone: String,
    inputs: Inputs,
}

/// This message, as it stands.
fn pasted(message: impl Into<Vec<u8>>) -> Story {
    Story {
        message: message.into(),
        zone: String::new(),
        inputs: Inputs {
            now: SIGNED_AT + 60,
            ..Inputs::default()
        },
    }
}

/// A mail from example.com, above which these fields stand.
fn below(fields: &str) -> Story {
    pasted(format!("{fields}From: u@example.com\r\n\r\nhi\r\n"))
}

/// A mail whose From is this.
fn from(from: &str) -> Story {
    pasted(format!("From: {from}\r\n\r\nhi\r\n"))
}

/// A mail that a client at 192.0.2.1 hands in for this sender, in a world of these lines.
fn sent(sender: &str, zone: impl Into<String>) -> Story {
    let mut story = below("");
    story.inputs.ip = Some("192.0.2.1".parse().expect("an address"));
    story.inputs.helo = Some("client.example.net".to_owned());
    story.inputs.mail_from = Some(sender.to_owned());
    story.zone = zone.into();
    story
}

/// The same for u@example.com, whose record is this.
fn spf(record: &str) -> Story {
    sent("u@example.com", format!("example.com TXT \"{record}\"\n"))
}

/// A mail from example.com, whose policy is this.
fn dmarc(record: &str) -> Story {
    policy("u@example.com", "example.com", record)
}

fn policy(author: &str, domain: &str, record: &str) -> Story {
    let mut story = from(author);
    story.zone = format!("_dmarc.{domain} TXT \"{record}\"\n");
    story
}

impl Story {
    fn with(mut self, lines: &str) -> Self {
        self.zone.push_str(lines);
        self.zone.push('\n');
        self
    }

    fn stated(mut self, state: impl FnOnce(&mut Inputs)) -> Self {
        state(&mut self.inputs);
        self
    }

    fn report(&self) -> Report {
        let (zone, faults) = Zone::parse(&self.zone);
        assert_eq!(faults, [], "the story's own lines");
        let prepared = prepare(self.message.clone());
        let mut checked = Checked::new();
        let (report, _) = settle(Some(&zone), &mut Answers::new(), |answers| {
            let report = verify(&prepared, &self.inputs, answers, &mut checked);
            let asked = report.asked.clone();
            (report, asked)
        });
        report
    }
}

/// As many of these lines as are counted out.
fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What no message of a peer and no example shows: what is found, and the least that shows it.
fn stories() -> Vec<(&'static str, Story)> {
    let mut stories = of_spf();
    stories.extend(of_dmarc());
    stories.extend(of_mail());
    stories
}

fn of_spf() -> Vec<(&'static str, Story)> {
    let hosts = |count| many(count, |n| format!("h{n}.example.com A 198.51.100.1\n"));
    let terms = |count| many(count, |n| format!(" a:h{n}.example.com"));
    let reverse = "1.2.0.192.in-addr.arpa";
    vec![
        (
            "spf.no-client",
            spf("v=spf1 -all").stated(|inputs| inputs.ip = None),
        ),
        (
            "spf.no-sender",
            spf("v=spf1 -all").stated(|inputs| inputs.mail_from = None),
        ),
        (
            "spf.no-helo",
            spf("v=spf1 exists:%{h} -all").stated(|inputs| inputs.helo = None),
        ),
        (
            "spf.null-sender",
            sent("", "client.example.net TXT v=spf1 -all"),
        ),
        (
            "spf.no-local-part",
            sent("@example.com", "example.com TXT v=spf1 -all"),
        ),
        ("spf.no-domain", sent("u@[192.0.2.1]", "")),
        (
            "spf.unusable-helo",
            spf("v=spf1 -all").stated(|inputs| inputs.helo = Some("[192.0.2.1]".to_owned())),
        ),
        ("spf.u-labels", sent("u@b\u{fc}ro.example", "")),
        (
            "spf.non-ascii-local-part",
            sent(
                "\u{fc}@example.com",
                "example.com TXT v=spf1 exists:%{l}.example.com -all",
            ),
        ),
        ("spf.no-record", sent("u@example.com", "")),
        ("spf.helo-without-record", spf("v=spf1 -all")),
        (
            "spf.several-records",
            spf("v=spf1 -all").with("example.com TXT v=spf1 +all"),
        ),
        ("spf.look-alike", spf(" v=spf1 -all")),
        ("spf.sender-id", spf("spf2.0/pra -all")),
        (
            "spf.record-too-long",
            spf(&format!("v=spf1 {}", "x".repeat(20_000))),
        ),
        (
            "spf.too-many-terms",
            spf(&format!("v=spf1{}", " a".repeat(600))),
        ),
        ("spf.syntax", spf("v=spf1 foo:bar -all")),
        (
            "spf.dns-failed",
            sent("u@example.com", "example.com TXT SERVFAIL"),
        ),
        (
            "spf.too-many-lookups",
            spf(&format!("v=spf1{} -all", terms(11))).with(&hosts(11)),
        ),
        (
            "spf.too-many-void-lookups",
            spf(&format!("v=spf1{} -all", terms(3))),
        ),
        (
            "spf.too-many-names",
            spf("v=spf1 mx -all").with(&many(11, |n| {
                format!("example.com MX 1 h{n}.example.com\n")
            })),
        ),
        (
            "spf.include-without-record",
            spf("v=spf1 include:b.example -all"),
        ),
        (
            "spf.redirect-without-record",
            spf("v=spf1 redirect=b.example"),
        ),
        ("spf.loop", spf("v=spf1 include:example.com -all")),
        ("spf.fail", spf("v=spf1 -all")),
        ("spf.softfail", spf("v=spf1 ~all")),
        ("spf.neutral", spf("v=spf1 ?all")),
        ("spf.neutral-by-default", spf("v=spf1 ip4:198.51.100.1")),
        ("spf.passes-all", spf("v=spf1 +all")),
        ("spf.bad-domain", spf("v=spf1 a:%{l}..example.com -all")),
        ("spf.uses-ptr", spf("v=spf1 ptr -all")),
        (
            "spf.too-many-ptr-names",
            spf("v=spf1 ptr -all")
                .with(&many(11, |n| format!("{reverse} PTR h{n}.example.com\n")))
                .with(&hosts(11)),
        ),
        (
            "spf.ptr-failed",
            spf("v=spf1 ptr -all").with(&format!("{reverse} PTR SERVFAIL")),
        ),
        (
            "spf.too-many-reachable",
            spf(&format!("v=spf1 ip4:192.0.2.1{} -all", terms(11))),
        ),
        ("spf.open-to-all", spf("v=spf1 ip4:192.0.2.1 +all")),
        ("spf.sends-no-mail", spf("v=spf1 -all")),
        ("spf.after-all", spf("v=spf1 -all a")),
        (
            "spf.redirect-ignored",
            spf("v=spf1 redirect=b.example -all"),
        ),
        (
            "spf.mechanism-as-modifier",
            spf("v=spf1 ip4=192.0.2.1 -all"),
        ),
        (
            "spf.explanation-ignored",
            spf("v=spf1 -all exp=why.example.com"),
        ),
    ]
}

fn of_dmarc() -> Vec<(&'static str, Story)> {
    let deep = "u@a.b.c.d.e.f.g.h.example.com";
    let reports = many(9, |n| format!("mailto:d@h{n}.example,"));
    vec![
        ("dmarc.no-record", from("u@example.com")),
        (
            "dmarc.dns-failed",
            from("u@example.com").with("_dmarc.example.com TXT SERVFAIL"),
        ),
        (
            "dmarc.several-records",
            dmarc("v=DMARC1; p=none").with("_dmarc.example.com TXT \"v=DMARC1; p=reject\""),
        ),
        ("dmarc.bad-version", dmarc("v=dmarc1; p=none")),
        (
            "dmarc.long-record",
            dmarc(&format!("v=DMARC1; p=none; x={}", "y".repeat(20_000))),
        ),
        (
            "dmarc.walk-shortened",
            policy(deep, "example.com", "v=DMARC1; p=none"),
        ),
        (
            "dmarc.suffix-above",
            policy("u@shop.co.example", "co.example", "v=DMARC1; p=none; psd=y"),
        ),
        (
            "dmarc.top-level-record",
            policy("u@example.com", "com", "v=DMARC1; p=none"),
        ),
        (
            "dmarc.misplaced-record",
            sent("u@example.com", "example.com TXT \"v=DMARC1; p=none\""),
        ),
        ("dmarc.duplicate-tag", dmarc("v=DMARC1; p=none; p=none")),
        ("dmarc.tag-syntax", dmarc("v=DMARC1; p=none; junk")),
        ("dmarc.bad-policy", dmarc("v=DMARC1; p=block")),
        ("dmarc.policy-absent", dmarc("v=DMARC1")),
        (
            "dmarc.counts-as-none",
            dmarc("v=DMARC1; rua=mailto:d@example.com"),
        ),
        ("dmarc.no-processing", dmarc("v=DMARC1; p=block")),
        ("dmarc.bad-value", dmarc("v=DMARC1; p=none; adkim=x")),
        (
            "dmarc.bad-uri",
            dmarc("v=DMARC1; p=none; rua=d@example.com"),
        ),
        (
            "dmarc.obsolete-size",
            dmarc("v=DMARC1; p=none; rua=mailto:d@example.com!1m"),
        ),
        (
            "dmarc.obsolete-tag",
            dmarc("v=DMARC1; p=none; pct=1; rf=afrf; ri=1"),
        ),
        ("dmarc.unknown-tag", dmarc("v=DMARC1; p=none; foo=bar")),
        ("dmarc.tag-case", dmarc("v=DMARC1; P=none")),
        ("dmarc.space-around-equals", dmarc("v=DMARC1; p = none")),
        ("dmarc.policy-none", dmarc("v=DMARC1; p=none")),
        ("dmarc.testing", dmarc("v=DMARC1; p=reject; t=y")),
        (
            "dmarc.subdomain-policy",
            policy("u@a.example.com", "example.com", "v=DMARC1; p=none"),
        ),
        (
            "dmarc.nonexistent-policy",
            policy(
                "u@a.example.com",
                "example.com",
                "v=DMARC1; p=none; np=reject",
            ),
        ),
        (
            "dmarc.psd-policy",
            policy("u@shop.co.example", "co.example", "v=DMARC1; p=none; psd=y"),
        ),
        ("dmarc.nothing-authenticated", dmarc("v=DMARC1; p=none")),
        (
            "dmarc.spf-not-aligned",
            sent(
                "u@example.net",
                "example.net TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
            )
            .with("_dmarc.example.com TXT \"v=DMARC1; p=none\""),
        ),
        (
            "dmarc.alignment-unknown",
            sent(
                "u@a.example.com",
                "a.example.com TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
            )
            .with("_dmarc.example.com TXT \"v=DMARC1; p=none\"")
            .with("_dmarc.a.example.com TXT SERVFAIL"),
        ),
        ("dmarc.reject-alone", dmarc("v=DMARC1; p=reject")),
        (
            "dmarc.spf-alone",
            spf("v=spf1 ip4:192.0.2.1 -all").with("_dmarc.example.com TXT \"v=DMARC1; p=reject\""),
        ),
        (
            "dmarc.reports-refused",
            dmarc("v=DMARC1; p=none; rua=mailto:d@example.net"),
        ),
        (
            "dmarc.reports-capped",
            dmarc(&format!(
                "v=DMARC1; p=none; rua={reports}mailto:d@h.example"
            )),
        ),
    ]
}

fn of_mail() -> Vec<(&'static str, Story)> {
    let addresses = many(1_001, |n| format!("u{n}@example.com,\r\n "));
    let received = "Received: from a.example ([203.0.113.5]) by mx.example.org; \
                    Mon, 21 Sep 2026 14:13:20 +0000\r\n";
    let border = "Received: from relay.example.net (relay.example.net [203.0.113.5])\r\n by \
                  mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 00:12:05 +0000\r\n";
    let relay = "Received: from pc (isp.example [198.51.100.7])\r\n by relay.example.net with \
                 ESMTPSA; Mon, 2 Nov 2026 00:12:04 +0000\r\n";
    let signature = "DKIM-Signature: v=1; d=a.example\r\n";
    let results = |text: &str| format!("Authentication-Results: {text}\r\n{received}");
    vec![
        ("mail.empty", pasted("")),
        ("mail.no-header", pasted("hello there\r\nyou")),
        (
            "mail.binary",
            pasted(vec![0_u8, 1, 2, 0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0]),
        ),
        ("mail.leading-blank-lines", below("\r\n\r\n")),
        (
            "mail.mbox-line",
            below("From u@example.com Mon Sep 21 14:13:18 2026\r\n"),
        ),
        ("mail.not-a-field", below("this is no field\r\n")),
        ("mail.too-many-headers", below(&"X: y\r\n".repeat(10_001))),
        ("mail.lf-line-ends", pasted("From: u@example.com\n\nhi\n")),
        ("mail.cr-line-ends", pasted("From: u@example.com\r\rhi\r")),
        (
            "mail.mixed-line-ends",
            pasted("From: u@example.com\n\r\nhi\r\n"),
        ),
        (
            "mail.bare-cr",
            pasted("From: u@example.com\r\n\r\nh\ri\r\n"),
        ),
        ("mail.nul", pasted("From: u@example.com\r\n\r\nh\0i\r\n")),
        ("mail.no-from", pasted("To: u@example.com\r\n\r\nhi\r\n")),
        ("mail.several-from", below("From: v@example.net\r\n")),
        (
            "mail.several-author-domains",
            from("a@example.com, b@example.net"),
        ),
        ("mail.several-authors", from("a@example.com, b@example.com")),
        (
            "mail.too-many-addresses",
            from(&format!("{addresses}u@example.com")),
        ),
        ("mail.unreadable-from", from("nobody at all")),
        ("mail.damaged-from", from("Foo, Inc. <u@example.com>")),
        ("mail.ambiguous-from", from("a@bank.example@example.com")),
        (
            "mail.long-from",
            from(&format!("{} <u@example.com>", "x".repeat(20_000))),
        ),
        ("mail.author-without-domain", from("u@[192.0.2.1]")),
        ("mail.author-u-labels", from("u@b\u{fc}ro.example")),
        (
            "mail.name-shows-address",
            from("\"v@bank.example\" <u@example.com>"),
        ),
        (
            "mail.readers-differ",
            from("a@b.example <u@example.com> c@d.example"),
        ),
        ("mail.repeated-field", below("Subject: a\r\nSubject: b\r\n")),
        (
            "mail.private-signature",
            below("X-Google-DKIM-Signature: v=1; d=1e100.net\r\n"),
        ),
        ("mail.too-many-signatures", below(&signature.repeat(17))),
        ("mail.too-many-hops", below(&received.repeat(101))),
        (
            "claims.not-conforming",
            below(&results("mx.example.org; spf=pass;")),
        ),
        (
            "claims.unknown-result",
            below(&results("mx.example.org; spf=great")),
        ),
        (
            "claims.unknown-version",
            below(&results("mx.example.org 2; spf=pass")),
        ),
        (
            "claims.too-many-fields",
            below(&results("mx.example.org; spf=pass").repeat(33)),
        ),
        (
            "claims.field-cut",
            below(&results(&format!(
                "mx.example.org; {}",
                "spf=pass; ".repeat(40)
            ))),
        ),
        (
            "claims.outside-boundary",
            below(&format!(
                "{border}Authentication-Results: relay.example.net; dkim=none\r\n{relay}"
            )),
        ),
        (
            "claims.forged-looking",
            below(&format!(
                "{received}{}Authentication-Results: mx.example.org; spf=pass\r\n",
                received.replace("mx.example.org", "a.example")
            )),
        ),
        (
            "claims.below-own-line",
            below(&format!(
                "{}DKIM-Filter: f v1 mx.example.org 1\r\n\
                 Authentication-Results: mx.example.org; dkim=none\r\n{relay}",
                border.replace("mx.example.org", "mx.example.org (Postfix)")
            )),
        ),
        (
            "claims.dns-changed",
            below(&results(
                "mx.example.org; dmarc=pass header.from=example.com",
            )),
        ),
        (
            "claims.other-identity",
            below(&results("mx.example.org; dkim=pass header.d=other.example")),
        ),
        (
            "paste.quoted",
            pasted("> From: u@example.com\r\n> Subject: a\r\n>\r\n> hi\r\n"),
        ),
        (
            "paste.indented",
            pasted("  From: u@example.com\r\n  Subject: a\r\n\r\n  hi\r\n"),
        ),
        ("paste.mozilla-lines", below("X-Mozilla-Status: 0001\r\n")),
        (
            "paste.characters-lost",
            pasted("From: u@example.com\r\n\r\nh\u{fffd}i\r\n"),
        ),
        (
            "paste.attached-message",
            pasted(
                "From: u@example.com\r\nContent-Type: message/rfc822\r\n\r\n\
                 From: v@example.net\r\n\r\nhi\r\n",
            ),
        ),
        (
            "paste.attached-header",
            pasted(
                "From: u@example.com\r\nContent-Type: text/rfc822-headers\r\n\r\n\
                 From: v@example.net\r\nSubject: a\r\n",
            ),
        ),
        (
            "paste.repaired",
            below("").stated(|inputs| inputs.repaired = vec![Damage::Quoted]),
        ),
    ]
}

#[test]
fn whatever_is_found_is_told_in_both_languages_and_points_at_octets() {
    let mut told = Told::default();
    let mut judge = |name: &str, octets: Vec<u8>, inputs: &Inputs, answers: &Answers| {
        let length = octets.len();
        let report = verify(&prepare(octets), inputs, answers, &mut Checked::new());
        told.report(name, &report, length);
    };
    let inputs = Inputs {
        now: SIGNED_AT + 60,
        ..Inputs::default()
    };
    type Harm = fn(&[u8]) -> Vec<u8>;
    let harms: [Harm; 6] = [
        <[u8]>::to_vec,
        |octets| [octets, b"\r\nadded\r\n"].concat(),
        |octets| {
            [
                b"Subject: above\r\nFrom: a@b.example, c@d.example\r\n",
                octets,
            ]
            .concat()
        },
        |octets| {
            [
                b"X-MS-Exchange-Organization-SCL: 1\r\n",
                octets,
                b"changed \xff",
            ]
            .concat()
        },
        |octets| {
            octets
                .iter()
                .copied()
                .filter(|octet| *octet != b'\t')
                .collect()
        },
        |octets| octets.get(..octets.len() / 3).unwrap_or(octets).to_vec(),
    ];
    for (count, case) in peer().iter().chain(crate::arc::peer()).enumerate() {
        // Each as it stands, and some of them harmed.
        let harms = if count % 6 == 0 {
            &harms[..]
        } else {
            &harms[..1]
        };
        for (number, harm) in harms.iter().enumerate() {
            let name = format!("{}, harm {number}", case.name);
            judge(&name, harm(&case.message), &inputs, &case.answers());
        }
    }
    for sample in ALL {
        let case = Case::parse(sample.case).expect("an example");
        let stated = case.inputs(case.now().expect("a clock"));
        for harm in harms {
            judge(sample.id, harm(&case.message), &stated, &case.answers);
            judge(sample.id, harm(&case.message), &inputs, &Answers::new());
        }
    }
    for (code, story) in stories() {
        let report = story.report();
        let mut findings = report
            .findings
            .iter()
            .map(|noted| noted.finding.entry().code);
        let is_found = findings.any(|found| found == code);
        told.hold(is_found, || format!("{code} is not found in its story"));
        told.report(code, &report, story.message.len());
    }
    let mut worded = told.codes.clone();
    for finding in costly() {
        told.words("costly", &finding);
        worded.insert(finding.entry().code);
    }
    let untold: Vec<_> = table()
        .into_iter()
        .map(|(_, code, ..)| code)
        // DNSSEC has tests of its own, with zones that BIND signs.
        .filter(|code| !code.starts_with("dnssec.") && !worded.contains(code.as_str()))
        .collect();
    told.hold(untold.is_empty(), || format!("nothing shows {untold:?}"));
    // SPF and DMARC judge records, whose own text is shown; the rest of these is about no octet.
    let is_of_message =
        |code: &&&'static str| !code.starts_with("spf.") && !code.starts_with("dmarc.");
    let unmarked = told.codes.difference(&told.marked);
    let unmarked: Vec<_> = unmarked.filter(is_of_message).copied().collect();
    assert_eq!(unmarked, UNMARKED);
    assert_eq!(told.faults, [""; 0]);
}

/// What is about no octet: the message as a whole, what is missing from it, or its kind.
const UNMARKED: [&str; 17] = [
    "arc.gap",
    "arc.not-all-checked",
    "arc.retiring",
    "claims.too-many-fields",
    "mail.binary",
    "mail.cr-line-ends",
    "mail.empty",
    "mail.lf-line-ends",
    "mail.mixed-line-ends",
    "mail.no-from",
    "mail.no-header",
    "paste.repaired",
    "verdict.awaits-answers",
    "verdict.body-absent",
    "verdict.each-author",
    "verdict.envelope-unknown",
    "verdict.signed-without-policy",
];

/// What takes too much to be shown here, and is shown in other tests: its words alone.
fn costly() -> Vec<AnyFinding> {
    let name = || Name::from_dotted(b"s._domainkey.example.com").expect("a name");
    let mut findings: Vec<_> = Damage::EACH
        .into_iter()
        .map(|damage| AnyFinding::Paste(paste::Finding::Damaged { damage, lines: 2 }))
        .collect();
    let causes = [
        Cause::HeloNotMailFrom,
        Cause::ExpiredSince,
        Cause::OutsideBoundary,
        Cause::Unknown,
    ];
    findings.extend(causes.into_iter().map(|cause| {
        AnyFinding::Claims(claims::Finding::Differs {
            method: Method::Spf,
            identity: "example.com".to_owned(),
            claimed: Claimed::Pass,
            found: Some("fail"),
            cause,
        })
    }));
    findings.extend(
        [
            paste::Finding::TooDamaged,
            paste::Finding::NotAllTried,
            paste::Finding::PartsNotRead { limit: 9 },
            paste::Finding::Mailbox { messages: 9 },
        ]
        .map(AnyFinding::Paste),
    );
    findings.extend(
        [
            dkim::Finding::KeysCapped {
                name: name(),
                records: 9,
                tried: 8,
            },
            dkim::Finding::KeyTooLarge {
                name: name(),
                bits: 16_384,
            },
            dkim::Finding::KeyRecordTooLong {
                name: name(),
                octets: 20_000,
            },
            dkim::Finding::KeyUnavailable {
                name: name(),
                failure: Failure::Timeout,
            },
            dkim::Finding::TooManySignedHeaders { names: 1_001 },
            dkim::Finding::BadDomain {
                value: "a..b".to_owned(),
            },
            dkim::Finding::BadSelector {
                value: "a..b".to_owned(),
            },
            dkim::Finding::SingleLabelDomain { domain: name() },
            dkim::Finding::SignedInFuture {
                signed: SIGNED_AT,
                clock: dkim::Clock {
                    now: 0,
                    received: None,
                },
                still: true,
            },
            dkim::Finding::BodyStated,
        ]
        .map(|finding| AnyFinding::Dkim(0, finding)),
    );
    findings.extend([arc::Finding::LookupFailed, arc::Finding::BodyAbsent].map(AnyFinding::Arc));
    findings.extend(
        [
            Finding::RestsOnFailedLookup,
            Finding::RestsOnStatedBody,
            Finding::TooManyQuestions,
        ]
        .map(AnyFinding::Verdict),
    );
    findings.push(AnyFinding::Mail(mail::Finding::TooLarge {
        octets: 9,
        limit: 8,
    }));
    findings.push(AnyFinding::Dmarc(dmarc::Finding::StatedIdentifier {
        method: dmarc::Method::Spf,
        domain: name(),
    }));
    findings
}
