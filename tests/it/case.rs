//! Cases: one text for saved files, links and fixtures, that reads back as it was written.

use std::net::{Ipv4Addr, Ipv6Addr};

use mailprism::engine::crypto::{Checked, HashKind};
use mailprism::engine::dkim::{BodyHash, BodyVariant, Canonicalization};
use mailprism::engine::dns::{
    Answer, Answers, Failure, Found, Name, Question, Rdata, Record, RecordType, Source,
};
use mailprism::engine::mail::Eol;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{Inputs, Report, StatedBody, Verdict};
use mailprism::engine::verify::verify;
use mailprism::play::case::{Analysis, Made, Scope, StatedEnvelope};
use mailprism::play::{Case, CaseFault, Link, permalink};

fn name(text: &str) -> Name {
    Name::from_zone_text(text).expect("a name")
}

fn question(text: &str, rtype: RecordType) -> Question {
    Question {
        name: name(text),
        rtype,
    }
}

fn saved(found: Found) -> Answer {
    Answer {
        resolver: Some("cloudflare".to_owned()),
        at: Some(1_761_955_924),
        authentic_data: Some(false),
        ..Answer::new(found, Source::Saved)
    }
}

fn records(owner: &str, data: Vec<Rdata>) -> Found {
    let record = |(index, data)| Record {
        name: name(owner),
        ttl: 300 + index as u32,
        data,
    };
    Found::Records(data.into_iter().enumerate().map(record).collect())
}

fn reads_back(case: &Case) -> String {
    let octets = case.to_octets();
    let shown = String::from_utf8_lossy(&octets).into_owned();
    assert_eq!(Case::parse(&octets).as_ref(), Ok(case), "{shown}");
    shown
}

fn with_answer(question: Question, answer: Answer) -> Case {
    let mut answers = Answers::new();
    answers.insert(question, answer);
    Case {
        answers,
        ..Case::default()
    }
}

#[test]
fn a_case_written_by_hand_is_short() {
    let case = Case::parse(
        b"Case: 1\n\
          Dns: example.com TXT \"v=spf1 -all\"\n\
          Dns: example.com MX 10 mx.example.com\n\
          Dns: example.com MX 20 mx2.example.com\n\
          Dns: _dmarc.example.com TXT nxdomain\n\
          Dns: slow.example.com TXT timeout\n\
          Env: ip=203.0.113.5\n\
          \n\
          From: a@example.com\n\nhello\n",
    )
    .expect("a case");
    assert_eq!(case.message, b"From: a@example.com\n\nhello\n");
    assert_eq!(case.scope, Scope::Whole);
    assert_eq!(case.now(), None);
    assert_eq!(case.inputs(77).now, 77);
    assert_eq!(
        case.inputs(77).ip,
        Some(Ipv4Addr::new(203, 0, 113, 5).into())
    );
    assert_eq!(case.answers.len(), 4);
    let found = |name: &str, rtype| {
        let question = question(name, rtype);
        case.answers.get(&question).map(|answer| &answer.found)
    };
    assert_eq!(
        found("_dmarc.example.com", RecordType::TXT),
        Some(&Found::NxDomain)
    );
    assert_eq!(
        found("slow.example.com", RecordType::TXT),
        Some(&Found::Failed(Failure::Timeout))
    );
    assert!(matches!(
        found("example.com", RecordType::MX),
        Some(Found::Records(records)) if records.len() == 2
    ));
    reads_back(&case);
}

#[test]
fn the_form_in_the_design_reads() {
    let case = Case::parse(
        b"Case: 1\n\
          Made: 2026-11-02T00:12:04Z app/0.3.0\n\
          Eol: lf\n\
          Scope: headers\n\
          Env: ip=203.0.113.5 mailfrom=bounce@bulk.example.net helo=relay2.example.net from=received[0]\n\
          Dns: s1._domainkey.example.com TXT ok insecure 3600 1761955924 cloudflare \"v=DKIM1; k=rsa; p=MIIB\"\n\
          Dns: _dmarc.mail.example.com TXT nxdomain insecure 900 1761955924 cloudflare\n\
          Body: sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=  len=2331\n\
          Sealed: dkim[0] sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
          If: dns _dmarc.example.com \"v=DMARC1; p=none\"\n\
          Sel: dkim[0]\n\
          \n\
          Received: from \xe2\x80\xa6\n",
    )
    .expect("a case");
    assert_eq!(case.now(), Some(1_793_578_324));
    assert_eq!(
        case.made,
        Some(Made {
            time: 1_793_578_324,
            by: "app/0.3.0".to_owned()
        })
    );
    assert_eq!(case.eol, Some(Eol::Lf));
    assert_eq!(case.scope, Scope::Headers);
    assert_eq!(
        case.envelope,
        StatedEnvelope {
            ip: Some(Ipv4Addr::new(203, 0, 113, 5).into()),
            helo: Some("relay2.example.net".to_owned()),
            mail_from: Some("bounce@bulk.example.net".to_owned()),
            border: Some(0),
        }
    );
    assert_eq!(case.answers.len(), 2);
    assert_eq!(case.bodies.len(), 1);
    assert_eq!(
        case.changes,
        ["dns _dmarc.example.com \"v=DMARC1; p=none\""]
    );
    assert_eq!(case.selection.as_deref(), Some("dkim[0]"));
    assert_eq!(case.others.len(), 1, "a field of a later version is kept");
    reads_back(&case);
}

#[test]
fn every_kind_of_answer_reads_back() {
    let txt = |strings: &[&[u8]]| Rdata::Txt(strings.iter().map(|s| s.to_vec()).collect());
    let found = [
        records("a.example", vec![txt(&[b"v=spf1 -all"])]),
        records("a.example", vec![txt(&[b""]), txt(&[b"", b""])]),
        records(
            "a.example",
            vec![
                txt(&[b"v=DKIM1; k=rsa; p=MIIB", b"second \"string\" \\ here"]),
                txt(&[b"nul\0 bell\x07 high\xff \xe3\x81\x82 tab\t nl\n cr\r;"]),
                txt(&[&[b'x'; 255], &[0; 255]]),
            ],
        ),
        records(
            "a.example",
            vec![
                Rdata::A(Ipv4Addr::new(192, 0, 2, 1)),
                Rdata::A(Ipv4Addr::BROADCAST),
            ],
        ),
        records("a.example", vec![Rdata::Aaaa(Ipv6Addr::LOCALHOST)]),
        records(
            "a.example",
            vec![
                Rdata::Mx {
                    preference: 10,
                    exchange: name("mx.example"),
                },
                Rdata::Mx {
                    preference: 0,
                    exchange: Name::root(),
                },
            ],
        ),
        records(
            "a.example",
            vec![Rdata::Ptr(name(r"odd\.label.\032.\000\255.example"))],
        ),
        records("a.example", vec![Rdata::Cname(name("b.example"))]),
        records(
            "a.example",
            vec![
                Rdata::Other(RecordType(48), vec![1, 1, 3, 8, 255]),
                Rdata::Other(RecordType(48), Vec::new()),
            ],
        ),
        // A record of another owner than was asked about.
        records("elsewhere.example", vec![txt(&[b"v=spf1 ?all"])]),
        Found::NoData,
        Found::NxDomain,
    ];
    let failures = [
        Failure::Timeout,
        Failure::Unreachable,
        Failure::Http(503),
        Failure::NotDns,
        Failure::Malformed,
        Failure::ServFail,
        Failure::Refused,
        Failure::Rcode(9),
        Failure::AliasLoop,
        Failure::BadName,
        Failure::TooMany,
    ];
    let found = found.into_iter().chain(failures.map(Found::Failed));
    for (index, found) in found.enumerate() {
        let rtype = match &found {
            Found::Records(records) => records[0].data.rtype(),
            _ => RecordType::TXT,
        };
        for aliases in [
            vec![],
            vec![name("b.example")],
            vec![name("b.example"), name(r"c\;d.example")],
        ] {
            for (authentic_data, at, resolver) in [
                (None, None, None),
                (Some(true), Some(-1), Some("same origin")),
                (Some(false), Some(i64::MAX), Some("-")),
            ] {
                let answer = Answer {
                    aliases: aliases.clone(),
                    authentic_data,
                    at,
                    resolver: resolver.map(str::to_owned),
                    ..Answer::new(found.clone(), Source::Saved)
                };
                let shown = reads_back(&with_answer(question("a.example", rtype), answer));
                assert!(shown.is_ascii(), "{index}: {shown}");
            }
        }
    }
}

#[test]
fn absence_keeps_its_two_kinds() {
    let mut answers = Answers::new();
    answers.insert(question("a.example", RecordType::TXT), saved(Found::NoData));
    answers.insert(
        question("b.example", RecordType::TXT),
        saved(Found::NxDomain),
    );
    let text = reads_back(&Case {
        answers,
        ..Case::default()
    });
    assert!(
        text.contains("Dns: a.example TXT nodata noad - 1761955924 cloudflare\n"),
        "{text}"
    );
    assert!(
        text.contains("Dns: b.example TXT nxdomain noad - 1761955924 cloudflare\n"),
        "{text}"
    );
}

#[test]
fn what_was_stated_of_the_envelope_reads_back() {
    for mail_from in [
        "",
        "-",
        "bounce@bulk.example.net",
        "\"a b\"@example.com",
        "back\\slash@example.com",
        "tab\tand\nline@example.com",
        "たろう@例え.jp",
        "ip=1@example.com",
        "\u{3000}@example.com",
    ] {
        let case = Case {
            envelope: StatedEnvelope {
                ip: Some(Ipv6Addr::LOCALHOST.into()),
                helo: Some(mail_from.to_owned()),
                mail_from: Some(mail_from.to_owned()),
                border: Some(3),
            },
            ..Case::default()
        };
        reads_back(&case);
        assert_eq!(case.inputs(0).mail_from.as_deref(), Some(mail_from));
    }
    let nothing = Case::default();
    assert!(!reads_back(&nothing).contains("Env:"), "nothing was stated");
    assert_eq!(
        nothing.inputs(5),
        Inputs {
            now: 5,
            ..Inputs::default()
        }
    );
}

#[test]
fn digests_of_a_body_read_back() {
    let bodies = [
        (Canonicalization::Simple, None, HashKind::Sha256, 32),
        (Canonicalization::Relaxed, Some(0), HashKind::Sha256, 32),
        (
            Canonicalization::Relaxed,
            Some(u64::MAX),
            HashKind::Sha1,
            20,
        ),
    ]
    .map(|(canonicalization, length, hash, octets)| StatedBody {
        variant: BodyVariant {
            canonicalization,
            length,
            hash,
        },
        digest: vec![0xfb; octets],
        length: 2_331,
    });
    let case = Case {
        bodies: bodies.to_vec(),
        ..Case::default()
    };
    reads_back(&case);
    assert_eq!(case.inputs(0).stated.bodies, bodies);
}

#[test]
fn the_clock_is_its_own_where_it_is_another_than_when_the_case_was_made() {
    let made = Made {
        time: 1_793_578_324,
        by: "mailprism/0.1.0".to_owned(),
    };
    let case = Case {
        made: Some(made.clone()),
        clock: Some(0),
        ..Case::default()
    };
    assert!(reads_back(&case).contains("Now: 1970-01-01T00:00:00Z\n"));
    assert_eq!(case.now(), Some(0));
    let case = Case {
        made: Some(made),
        ..Case::default()
    };
    assert_eq!(case.now(), Some(1_793_578_324));
}

#[test]
fn the_message_is_kept_octet_for_octet() {
    for message in [
        &b""[..],
        b"\n",
        b"\r\n",
        b"\0\0",
        b"no line end",
        b"From: a@example.com\r\n\r\nCase: 1\n\nbody \xff\xfe\r",
    ] {
        let case = Case {
            message: message.to_vec(),
            ..Case::default()
        };
        reads_back(&case);
    }
}

#[test]
fn a_case_whose_head_has_windows_line_ends_reads_and_its_message_is_left_alone() {
    let case = Case::parse(b"Case: 1\r\nScope: whole\r\nSel: spf\r\n\r\nFrom: a@b\n\nx\r\n");
    let case = case.expect("a case");
    assert_eq!(case.selection.as_deref(), Some("spf"));
    assert_eq!(case.message, b"From: a@b\n\nx\r\n");
}

#[test]
fn a_file_is_known_by_its_first_line() {
    for text in ["Case: 1\n", "Case: 1\r\nEol: lf", "Case: 2\n", "Case:1"] {
        assert!(Case::is_case(text.as_bytes()), "{text:?}");
    }
    for text in [
        "",
        "Case",
        "Case:\n",
        "Case: one\n",
        "From: a@b\nCase: 1\n",
        " Case: 1\n",
        "case: 1\n",
    ] {
        assert!(!Case::is_case(text.as_bytes()), "{text:?}");
    }
}

#[test]
fn each_fault_names_its_line() {
    let malformed = |line| CaseFault::Malformed { line };
    for (text, fault) in [
        ("", CaseFault::NotACase),
        ("From: a@b\n\n", CaseFault::NotACase),
        ("Case: 2\n\n", CaseFault::Newer),
        ("Case: 0\n\n", malformed(1)),
        ("Case: 1", CaseFault::Unfinished),
        ("Case: 1\n", CaseFault::Unfinished),
        ("Case: 1\nScope: whole\n", CaseFault::Unfinished),
        ("Case: 1\nno field\n\n", malformed(2)),
        ("Case: 1\n folded: x\n\n", malformed(2)),
        ("Case: 1\nScope: half\n\n", malformed(2)),
        ("Case: 1\nEol: lfcr\n\n", malformed(2)),
        ("Case: 1\nMade: yesterday app\n\n", malformed(2)),
        ("Case: 1\nNow: 12\n\n", malformed(2)),
        ("Case: 1\nScope: whole\nEnv: ip=1.2.3\n\n", malformed(3)),
        ("Case: 1\nEnv: sender=x\n\n", malformed(2)),
        ("Case: 1\nEnv: from=received[-1]\n\n", malformed(2)),
        ("Case: 1\nEnv: mailfrom=\"open\n\n", malformed(2)),
        ("Case: 1\nEnv: helo=\"\\300\"\n\n", malformed(2)),
        ("Case: 1\nBody: sha256=AAAA len=3\n\n", malformed(2)),
        ("Case: 1\nBody: c=loose sha256=AAAA\n\n", malformed(2)),
        ("Case: 1\nBody: len=3\n\n", malformed(2)),
        ("Case: 1\nDns: example.com\n\n", malformed(2)),
        ("Case: 1\nDns: example.com TXT\n\n", malformed(2)),
        ("Case: 1\nDns: example.com TXT (\"x\"\n\n", malformed(2)),
        ("Case: 1\nDns: example.com TXT \"open\n\n", malformed(2)),
        ("Case: 1\nDns: example.com SPAM \"x\"\n\n", malformed(2)),
        ("Case: 1\nDns: a..b TXT nodata\n\n", malformed(2)),
        ("Case: 1\nDns: a.b A 1.2.3.256\n\n", malformed(2)),
        ("Case: 1\nDns: a.b MX mx.example\n\n", malformed(2)),
        ("Case: 1\nDns: a.b TYPE48 \\# 2 0\n\n", malformed(2)),
        ("Case: 1\nDns: a.b TYPE48 \\# 2 00é\n\n", malformed(2)),
        (
            "Case: 1\nDns: a.b TXT nodata\nDns: a.b TXT nodata\n\n",
            malformed(3),
        ),
        (
            "Case: 1\nDns: a.b TXT \"x\"\nDns: a.b TXT nxdomain\n\n",
            malformed(3),
        ),
        (
            "Case: 1\nDns: a.b TXT nxdomain\nDns: a.b TXT \"x\"\n\n",
            malformed(3),
        ),
        ("Case: 1\nDns: a.b TXT alias - - - - c.d\n\n", malformed(2)),
        (
            "Case: 1\nDns: a.b TXT ok maybe 1 1 x \"y\"\n\n",
            malformed(2),
        ),
        ("Case: 1\nDns: a.b TXT ok ad -1 1 x \"y\"\n\n", malformed(2)),
    ] {
        assert_eq!(Case::parse(text.as_bytes()), Err(fault), "{text:?}");
    }
    assert_eq!(Case::parse(b"Case: 1\nSel: \xff\n\n"), Err(malformed(2)));
}

#[test]
fn what_is_read_has_its_caps() {
    let head = |line: &str, count: usize| format!("Case: 1\n{}\n", line.repeat(count));
    assert_eq!(
        Case::parse(head("Dns: a.b A 192.0.2.1\n", 256).as_bytes()).map(|case| case.answers.len()),
        Ok(1)
    );
    assert_eq!(
        Case::parse(head("Dns: a.b A 192.0.2.1\n", 257).as_bytes()),
        Err(CaseFault::TooMany { line: 258 })
    );
    assert_eq!(
        Case::parse(head("Dns: a.b A alias - - - - c.d\n", 20).as_bytes()),
        Err(CaseFault::TooMany { line: 14 })
    );
    let digest = "Body: sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= len=0\n";
    assert!(matches!(
        Case::parse(head(digest, 100).as_bytes()),
        Err(CaseFault::TooMany { .. })
    ));
    assert_eq!(
        Case::parse(head("X: \n", 20_000).as_bytes()),
        Err(CaseFault::TooLarge)
    );
    let long = format!("X: {}\n", "x".repeat(5 << 20));
    assert_eq!(
        Case::parse(head(&long, 1).as_bytes()),
        Err(CaseFault::TooLarge)
    );
}

const RICH: &[u8] =
    b"Case: 1\nMade: 2026-11-02T00:12:04Z mailprism/0.1.0\nNow: 2026-11-01T00:00:00Z\n\
    Eol: crlf\nScope: needed\nEnv: ip=2001:db8::1 mailfrom=\"\" helo=\"a b\" from=received[1]\n\
    Dns: a.example TXT ok ad 60 1761955924 google \"x\\\"y\" \"\\000\"\n\
    Dns: b.example MX alias noad - 1761955924 google c.example\n\
    Dns: b.example MX ok noad 5 1761955924 google owner=d.example 10 mx.example\n\
    Dns: e.example TYPE48 ok - 5 - - \\# 3 01a2ff\nDns: f.example A http=503 - - - -\n\
    Body: c=relaxed l=10 sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= len=0\n\
    If: ip 203.0.113.9\nSel: span 3-9\nLater: kept\n\nFrom: a@example.com\r\n\r\nbody\r\n";

#[test]
fn no_part_of_a_case_and_no_flipped_bit_panics_and_what_reads_is_stable() {
    let whole = Case::parse(RICH).expect("a case");
    assert_eq!(whole.to_octets(), RICH, "the writer's own form");
    let mut tried = 0;
    let mut check = |octets: &[u8]| {
        if let Ok(case) = Case::parse(octets) {
            assert_eq!(Case::parse(&case.to_octets()).as_ref(), Ok(&case));
        }
        tried += 1;
    };
    for end in 0..=RICH.len() {
        check(&RICH[..end]);
    }
    for at in 0..RICH.len() {
        for bit in 0..8 {
            let mut octets = RICH.to_vec();
            octets[at] ^= 1 << bit;
            check(&octets);
        }
        let mut without = RICH.to_vec();
        without.remove(at);
        check(&without);
    }
    assert_eq!(tried, RICH.len() * 10 + 1);
}

// Keeping an analysis

/// A message whose signature names its fields and states the right body hash, with a Received below
/// the border and fields nobody signed.
fn signed_message() -> Vec<u8> {
    let with_hash = |bh: &str| {
        format!(
            "Return-Path: <bounce@bulk.example.com>\r\n\
             Received: from relay.example.net (relay.example.net [203.0.113.5])\r\n\
             \tby mx.example.org with ESMTPS id 3; Mon, 2 Nov 2026 00:12:00 +0000\r\n\
             Received: from inner.example.net (inner.example.net [198.51.100.2])\r\n\
             \tby relay.example.net with ESMTP id 2; Mon, 2 Nov 2026 00:11:50 +0000\r\n\
             Received: from laptop (laptop [192.0.2.77])\r\n\
             \tby inner.example.net with ESMTPSA id 1; Mon, 2 Nov 2026 00:11:40 +0000\r\n\
             X-Spam-Score: 0.1 spam-word\r\n\
             Authentication-Results: mx.example.org; spf=pass\r\n\
             DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1;\r\n\
             \th=From : subject:X-Signed; bh={bh}; b=AAAA\r\n\
             From: Billing <billing@example.com>\r\n\
             To: taro@example.org\r\n\
             Subject: hello\r\n\
             X-Signed: yes\r\n\
             X-Mailer: mailer-word\r\n\
             \r\n\
             hello  world \r\n\r\n"
        )
        .into_bytes()
    };
    let prepared = prepare(with_hash("AAAA"));
    let digest = prepared.bodies.iter().next().expect("one digest").1;
    let bh = base64(&digest.digest);
    with_hash(&bh)
}

fn base64(octets: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(octets)
}

fn saved_answers() -> Answers {
    let mut answers = Answers::new();
    let text = |text: &str| Rdata::Txt(vec![text.as_bytes().to_vec()]);
    let mut say = |at: &str, found: Found| {
        let answer = Answer {
            source: Source::Live,
            millis: Some(38),
            ..saved(found)
        };
        answers.insert(question(at, RecordType::TXT), answer);
    };
    say(
        "bulk.example.com",
        records(
            "bulk.example.com",
            vec![text("v=spf1 ip4:203.0.113.0/24 -all")],
        ),
    );
    say(
        "_dmarc.example.com",
        records("_dmarc.example.com", vec![text("v=DMARC1; p=reject")]),
    );
    say("s1._domainkey.example.com", Found::NxDomain);
    say("_dmarc.com", Found::NxDomain);
    say("_dmarc.bulk.example.com", Found::NxDomain);
    for helo in ["inner.example.net", "laptop", "other.example.net"] {
        say(helo, Found::NoData);
    }
    say(
        "relay.example.net",
        records("relay.example.net", vec![text("v=spf1 -all")]),
    );
    say(
        "private.example",
        records("private.example", vec![text("of another paste")]),
    );
    answers
}

const NOW: i64 = 1_793_578_324;

fn frozen(inputs: &Inputs, scope: Scope) -> Case {
    let prepared = prepare(signed_message());
    let answers = saved_answers();
    let report = verify(&prepared, inputs, &answers, &mut Checked::default());
    let analysis = Analysis {
        prepared: &prepared,
        inputs,
        answers: &answers,
        report: &report,
    };
    let made = Made {
        time: NOW,
        by: "mailprism/0.1.0".to_owned(),
    };
    Case::freeze(analysis, scope, made)
}

fn now() -> Inputs {
    Inputs {
        now: NOW,
        ..Inputs::default()
    }
}

#[test]
fn each_scope_keeps_what_it_says_and_reads_back() {
    let names = |scope| -> Vec<String> {
        let case = frozen(&now(), scope);
        reads_back(&case);
        let message = prepare(case.message).message;
        message
            .headers
            .iter()
            .map(|header| String::from_utf8_lossy(message.name(header)).into_owned())
            .collect()
    };
    assert_eq!(
        names(Scope::Needed),
        [
            "Return-Path",
            "Received",
            "Received",
            "Authentication-Results",
            "DKIM-Signature",
            "From",
            "Subject",
            "X-Signed",
        ]
    );
    assert_eq!(
        names(Scope::Headers),
        [
            "Return-Path",
            "Received",
            "Received",
            "Received",
            "Authentication-Results",
            "DKIM-Signature",
            "From",
            "To",
            "Subject",
            "X-Signed",
        ]
    );
    assert_eq!(names(Scope::All).len(), 12);
    assert_eq!(frozen(&now(), Scope::Whole).message, signed_message());
    for scope in [Scope::Needed, Scope::Headers] {
        let text = frozen(&now(), scope).to_octets();
        let text = String::from_utf8_lossy(&text);
        assert!(
            !text.contains("spam-word") && !text.contains("mailer-word"),
            "{text}"
        );
        assert!(
            !text.contains("hello  world"),
            "the body is left out: {text}"
        );
    }
}

#[test]
fn a_shared_analysis_verifies_as_the_original_did() {
    for inputs in [
        now(),
        Inputs {
            ip: Some(Ipv4Addr::new(198, 51, 100, 7).into()),
            helo: Some("other.example.net".to_owned()),
            mail_from: Some(String::new()),
            border: Some(1),
            ..now()
        },
        Inputs {
            border: Some(2),
            now: NOW + 5,
            ..Inputs::default()
        },
    ] {
        let prepared = prepare(signed_message());
        let original = verify(
            &prepared,
            &inputs,
            &saved_answers(),
            &mut Checked::default(),
        );
        for scope in Scope::EACH {
            let case = frozen(&inputs, scope);
            let case = Case::parse(&case.to_octets()).expect("a case");
            assert_eq!(case.inputs(0).now, inputs.now);
            let prepared = prepare(case.message.clone());
            let again = verify(
                &prepared,
                &case.inputs(0),
                &case.answers,
                &mut Checked::default(),
            );
            assert_eq!(again.verdict, original.verdict, "{scope:?}");
            assert_eq!(again.spf.verdict, original.spf.verdict, "{scope:?}");
            assert_eq!(again.helo.verdict, original.helo.verdict, "{scope:?}");
            assert_eq!(again.border, original.border, "{scope:?}");
            assert_eq!(again.dkim[0].verdict, original.dkim[0].verdict, "{scope:?}");
            assert_eq!(again.needs().count(), 0, "{scope:?}");
            let asked = |report: &Report| -> Vec<Question> {
                report
                    .asked
                    .iter()
                    .map(|asked| asked.question.clone())
                    .collect()
            };
            assert_eq!(asked(&again), asked(&original), "{scope:?}");
            assert!(matches!(original.dkim[0].body, BodyHash::Match { .. }));
            match scope {
                Scope::Whole => assert_eq!(again.dkim[0].body, original.dkim[0].body),
                _ => assert_eq!(again.dkim[0].body, BodyHash::Stated, "{scope:?}"),
            }
        }
    }
}

#[test]
fn only_answers_that_were_asked_for_are_kept_and_none_claims_to_be_fresh() {
    let case = frozen(&now(), Scope::Headers);
    assert!(case.answers.len() >= 3);
    for (question, answer) in case.answers.iter() {
        assert_ne!(question.name, name("private.example"));
        assert_eq!(answer.source, Source::Saved);
        assert_eq!(answer.millis, None);
        assert_eq!(answer.resolver.as_deref(), Some("cloudflare"));
    }
}

#[test]
fn a_link_made_from_a_shared_analysis_still_states_the_digest_of_the_body() {
    let first = frozen(&now(), Scope::Headers);
    assert_eq!(first.bodies.len(), 1);
    let prepared = prepare(first.message.clone());
    let inputs = first.inputs(0);
    let report = verify(&prepared, &inputs, &first.answers, &mut Checked::default());
    let analysis = Analysis {
        prepared: &prepared,
        inputs: &inputs,
        answers: &first.answers,
        report: &report,
    };
    let made = first.made.clone().expect("when it was made");
    for scope in Scope::EACH {
        let second = Case::freeze(analysis, scope, made.clone());
        assert_eq!(second.bodies, first.bodies, "{scope:?}");
    }
    assert_eq!(
        Case::freeze(analysis, Scope::Headers, made).to_octets(),
        first.to_octets(),
        "nothing is lost or added on the way"
    );
}

#[test]
fn every_example_comes_to_the_same_verdict_in_each_scope_and_through_a_link() {
    for sample in mailprism::play::samples::ALL {
        let case = Case::parse(sample.case).expect("a case");
        let inputs = case.inputs(0);
        let prepared = prepare(case.message.clone());
        let report = verify(&prepared, &inputs, &case.answers, &mut Checked::default());
        let analysis = Analysis {
            prepared: &prepared,
            inputs: &inputs,
            answers: &case.answers,
            report: &report,
        };
        let made = case.made.clone().expect("when it was made");
        let mut length = 0;
        for scope in Scope::EACH {
            let frozen = Case::freeze(analysis, scope, made.clone());
            let link = permalink::make(&frozen).expect("short enough");
            assert_eq!(
                permalink::read(&link),
                Ok(Link::Mail(Box::new(frozen.clone())))
            );
            assert!(frozen.message.len() >= length, "{} {scope:?}", sample.id);
            length = frozen.message.len();

            let inputs = frozen.inputs(0);
            let prepared = prepare(frozen.message);
            let again = verify(&prepared, &inputs, &frozen.answers, &mut Checked::default());
            assert_eq!(again.verdict, report.verdict, "{} {scope:?}", sample.id);
            assert_eq!(again.needs().count(), 0, "{} {scope:?}", sample.id);
            let results = |report: &Report| -> Vec<_> {
                report
                    .dkim
                    .iter()
                    .map(|signature| signature.verdict)
                    .collect()
            };
            assert_eq!(results(&again), results(&report), "{} {scope:?}", sample.id);
            let conditional = again
                .findings
                .iter()
                .any(|noted| noted.finding.entry().code == "verdict.body-stated");
            let rests_on_dkim =
                report.spf.passed.is_none() && report.verdict == Verdict::Authenticated;
            if scope != Scope::Whole && rests_on_dkim {
                assert!(
                    conditional,
                    "{} {scope:?} says that the body is stated",
                    sample.id
                );
            }
        }
    }
}
