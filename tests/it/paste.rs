//! What pasting does to a mail: each damage is found, offered as a repair, and undone so that what
//! was signed verifies again; a mail as it was sent is left alone. And the mails inside the mail.
//!
//! The messages are the nine examples and what dkimpy signs; here they are damaged as mail programs,
//! web pages, mailbox files and captures do it.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mailprism::api::{self, Verification};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dkim::Bodies;
use mailprism::engine::dns::Answers;
use mailprism::engine::limits;
use mailprism::engine::mail::Message;
use mailprism::engine::paste::{self, Damage, Finding, apply, attached, mailbox, repairs};
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{AnyFinding, Inputs, Report};
use mailprism::engine::span::Span;
use mailprism::engine::verify::verify;
use mailprism::play::case::{Analysis, Case, CaseFault, Made, Scope};
use mailprism::play::samples::{self, ALL};
use mailprism::text::outline::outline;
use mailprism::text::{Lang, prose};

use crate::dkim::peer;

/// A minute after the peer signs.
const NOW: i64 = 1_790_000_060;

/// A message with what DNS says to it.
struct Mail {
    name: String,
    octets: Vec<u8>,
    inputs: Inputs,
    answers: Answers,
}

impl Mail {
    fn report_of(&self, octets: Vec<u8>) -> Report {
        let checked = &mut Checked::default();
        verify(&prepare(octets), &self.inputs, &self.answers, checked)
    }

    /// How many signatures verify in a text of this message.
    fn passes(&self, octets: Vec<u8>) -> usize {
        let report = self.report_of(octets);
        let passed = report.dkim.iter().filter(|one| one.passed.is_some());
        passed.count()
    }

    fn has_simple_header(&self) -> bool {
        let message = Message::parse(self.octets.clone());
        message.header_named("DKIM-Signature").any(|(_, field)| {
            let value = String::from_utf8_lossy(message.value(field)).into_owned();
            !value.contains("c=") || value.contains("c=simple")
        })
    }

    fn holds(&self, text: &str) -> bool {
        find(&self.octets, text.as_bytes()).is_some()
    }
}

fn find(octets: &[u8], text: &[u8]) -> Option<usize> {
    octets.windows(text.len()).position(|window| window == text)
}

fn example(id: &str) -> Mail {
    let case = Case::parse(samples::find(id).expect("an example").case).expect("a case");
    Mail {
        name: id.to_owned(),
        inputs: case.inputs(case.now().expect("a clock")),
        answers: case.answers,
        octets: case.message,
    }
}

/// The examples, and what the peer signs so that it verifies.
fn mails() -> Vec<Mail> {
    let inputs = Inputs {
        now: NOW,
        ..Inputs::default()
    };
    let signed = peer().iter().map(|case| Mail {
        name: case.name.clone(),
        octets: case.message.clone(),
        inputs: inputs.clone(),
        answers: case.answers(),
    });
    ALL.iter()
        .map(|sample| example(sample.id))
        .chain(signed)
        .filter(|mail| mail.passes(mail.octets.clone()) > 0)
        .collect()
}

fn found(octets: &[u8]) -> Vec<Damage> {
    let repairs = repairs(&Message::parse(octets.to_vec())).expect("it can be repaired");
    repairs.iter().map(|repair| repair.damage).collect()
}

fn repaired(octets: &[u8]) -> Vec<u8> {
    let message = Message::parse(octets.to_vec());
    apply(&message, &repairs(&message).expect("it can be repaired"))
}

/// Each line with its line end through `change`.
fn each_line(octets: &[u8], mut change: impl FnMut(&[u8], &mut Vec<u8>)) -> Vec<u8> {
    let mut changed = Vec::new();
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        change(line, &mut changed);
    }
    changed
}

/// The header and the body, each with the empty line left out.
fn halves(octets: &[u8]) -> (&[u8], &[u8]) {
    for empty in [b"\r\n\r\n".as_slice(), b"\n\n"] {
        if let Some(end) = find(octets, empty) {
            let half = end + empty.len() / 2;
            return (&octets[..half], &octets[half..]);
        }
    }
    (octets, b"")
}

fn quoted(octets: &[u8]) -> Vec<u8> {
    each_line(octets, |line, into| {
        into.extend_from_slice(if line.trim_ascii().is_empty() && line.len() < 3 {
            b">"
        } else {
            b"> "
        });
        into.extend_from_slice(line);
    })
}

fn indented(octets: &[u8]) -> Vec<u8> {
    each_line(octets, |line, into| {
        if line.len() > 2 || !line.trim_ascii().is_empty() {
            into.extend_from_slice(b"    ");
        }
        into.extend_from_slice(line);
    })
}

fn without_indents(octets: &[u8]) -> Vec<u8> {
    let (header, body) = halves(octets);
    let header = each_line(header, |line, into| {
        let text = line.trim_ascii_start();
        into.extend_from_slice(if text.is_empty() { line } else { text });
    });
    [header, body.to_vec()].concat()
}

fn stuffed(octets: &[u8]) -> Vec<u8> {
    let mut capture = each_line(octets, |line, into| {
        if line.starts_with(b".") {
            into.push(b'.');
        }
        into.extend_from_slice(line);
    });
    if !capture.ends_with(b"\n") {
        capture.extend_from_slice(b"\r\n");
    }
    [capture, b".\r\n".to_vec()].concat()
}

fn in_mailbox(octets: &[u8]) -> Vec<u8> {
    let mut file = b"From ayaka@sender.example Mon Sep 21 14:13:20 2026\r\n".to_vec();
    file.extend(each_line(octets, |line, into| {
        let marks = line.iter().take_while(|octet| **octet == b'>').count();
        if line[marks..].starts_with(b"From ") {
            into.push(b'>');
        }
        into.extend_from_slice(line);
    }));
    file.extend_from_slice(b"\r\n");
    file
}

/// As Gmail's page reads when all of it is copied.
fn with_page(octets: &[u8]) -> Vec<u8> {
    let page = "Original Message\r\nMessage ID\t<shelf@sender.example>\r\n\
         Created at:\tMon, Sep 21, 2026 at 11:13 PM (Delivered after 2 seconds)\r\n\
         From:\tAyaka Mori <ayaka@sender.example>\r\nTo:\tBen Ode <ben@receiver.example>\r\n\
         Subject:\tShelf for the archive\r\n\
         SPF:\tPASS with IP 192.0.2.7 Learn more\r\nDKIM:\t'PASS' with domain sender.example\r\n\
         DMARC:\t'PASS' Learn more\r\n\r\n\r\nDownload Original\tCopy to clipboard\r\n";
    [page.as_bytes(), octets].concat()
}

fn with_mozilla(octets: &[u8]) -> Vec<u8> {
    let lines = b"X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\nX-Mozilla-Keys:  \
         \r\n                 \r\n";
    [lines.as_slice(), octets].concat()
}

/// Every mail damaged in one way: the damage is found and nothing else, and what verified before
/// verifies again, while the damaged text does not.
fn restores(damage: &[Damage], harms: bool, harm: impl Fn(&[u8]) -> Vec<u8>) -> usize {
    let mut told = 0;
    let mut harmed = 0;
    for mail in mails() {
        let damaged = harm(&mail.octets);
        if damaged == mail.octets {
            continue;
        }
        assert_eq!(found(&damaged), damage, "{}", mail.name);
        let passes = mail.passes(mail.octets.clone());
        harmed += usize::from(mail.passes(damaged.clone()) < passes);
        assert_eq!(mail.passes(repaired(&damaged)), passes, "{}", mail.name);
        told += 1;
    }
    assert_eq!(harmed > 0, harms, "{harmed} of {told} were harmed");
    told
}

// A mail as it was sent is left alone.

#[test]
fn a_mail_as_it_was_sent_shows_no_damage() {
    let mut looked = 0;
    for sample in ALL {
        let octets = example(sample.id).octets;
        assert_eq!(found(&octets), [], "{}", sample.id);
        assert_eq!(repaired(&octets), octets);
        looked += 1;
    }
    for case in peer() {
        assert_eq!(found(&case.message), [], "{}", case.name);
        let lf = String::from_utf8_lossy(&case.message).replace("\r\n", "\n");
        assert_eq!(found(lf.as_bytes()), [], "{}", case.name);
        looked += 1;
    }
    assert!(looked > 100, "{looked}");
}

#[test]
fn the_messages_dkimpy_is_tested_with_show_no_damage() {
    let root = std::env::var_os("MAILPRISM_DATA")
        .map_or_else(|| "target/tools/data".into(), std::path::PathBuf::from);
    let mut looked = 0;
    for entry in std::fs::read_dir(root.join("dkimpy")).expect("dkimpy's data is there") {
        let path = entry.expect("an entry").path();
        let is_mail = path
            .extension()
            .is_some_and(|e| e == "msg" || e == "message");
        if is_mail {
            let octets = std::fs::read(&path).expect("a file");
            assert_eq!(found(&octets), [], "{}", path.display());
            looked += 1;
        }
    }
    assert!(looked >= 10, "{looked}");
}

#[test]
fn prose_is_not_taken_for_a_damaged_mail() {
    for text in [
        "> nothing here\n> is a mail\n",
        "    def f():\n        return 1\n",
        "Note: this is\na text of\nthree lines\n",
        "Dear all,\n\n> From: me\n\nbye\n.\n",
        "\n\n\n",
        "",
        ".\n",
    ] {
        assert_eq!(found(text.as_bytes()), [], "{text:?}");
    }
}

// Each damage is undone.

#[test]
fn every_line_quoted() {
    let told = restores(&[Damage::Quoted], true, quoted);
    assert!(told > 60, "{told}");
    restores(&[Damage::Quoted], true, |octets| {
        let mut answer = b"On Mon, 21 Sep 2026, Ayaka wrote:\r\n\r\n".to_vec();
        answer.extend(quoted(&quoted(octets)));
        answer
    });
}

#[test]
fn every_line_indented() {
    restores(&[Damage::Indented], true, indented);
    restores(&[Damage::Indented], true, |octets| {
        each_line(octets, |line, into| {
            into.push(b'\t');
            into.extend_from_slice(line);
        })
    });
}

#[test]
fn folded_lines_without_their_indent() {
    let mut told = 0;
    let mut unsure = 0;
    for mail in mails() {
        // Which white space stood there is lost: to the simple canonicalization that matters. Fields
        // that begin with an indented line, or hold blank ones, can't be told from others.
        if mail.has_simple_header() || mail.holds("X-Late:\r\n") {
            unsure += 1;
            continue;
        }
        let damaged = without_indents(&mail.octets);
        assert_eq!(found(&damaged), [Damage::LostIndents], "{}", mail.name);
        let passes = mail.passes(mail.octets.clone());
        assert_eq!(mail.passes(repaired(&damaged)), passes, "{}", mail.name);
        told += 1;
    }
    assert!(told > 40, "{told}, and {unsure} that can't be told");
}

#[test]
fn what_a_lost_indent_leaves_behind_may_look_like_a_field() {
    let header = "Received: from a.example by b.example;\n15:23:11 +0900\n\
         List-Unsubscribe: <https://list.example/u>,\nhttps://list.example/v,\nmailto:u@list.example\n\
         Received: from [IPv6:2001:db8::1]\n2001:db8::2 by c.example\n\
         DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s; h=from:to:\ndate:subject:message-id;\n\
         bh=AAAA;\nb=BBBB\nDate: Mon, 21 Sep 2026 14:13:18 +0000\nX-Odd/Name: x\nFrom: a@example.com\n";
    let damaged = format!("{header}\nbody\n");
    let message = Message::parse(damaged.clone().into_bytes());
    let repairs = repairs(&message).expect("repairs");
    let lines: Vec<_> = repairs[0]
        .places
        .iter()
        .map(|place| String::from_utf8_lossy(message.bytes(*place)).into_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "15:23:11 +0900",
            "https://list.example/v,",
            "mailto:u@list.example",
            "2001:db8::2 by c.example",
            "date:subject:message-id;",
            "bh=AAAA;",
            "b=BBBB",
        ]
    );
    assert_eq!(repairs[0].lines, 7);
    let names: Vec<_> = Message::parse(apply(&message, &repairs))
        .headers
        .iter()
        .map(|header| String::from_utf8_lossy(header.name.of(damaged.as_bytes())).len())
        .collect();
    assert_eq!(
        names.len(),
        7,
        "Received twice, a list, a signature, Date, X, From"
    );
}

#[test]
fn a_page_copied_with_the_source() {
    restores(&[Damage::PageText], true, with_page);
    // The words are the reader's; the three checks are named alike. A copy may have lost its tabs.
    for page in [
        "元のメッセージ\nメッセージ ID\t<a@example.com>\n作成日:\t2026年9月21日 23:13\nFrom:\tA <a@example.com>\n\
         To:\tb@example.org\n件名:\t棚\nSPF:\tPASS（IP: 192.0.2.7）。詳細\nDKIM:\t'PASS'（ドメイン: example.com）詳細\n\n\
         元のメールをダウンロード\tクリップボードにコピー\n",
        "Original message\nMessage ID <a@example.com>\nFrom: A <a@example.com>\nSPF: PASS with IP 192.0.2.7\n\
         Learn more\nDMARC: 'PASS'\nLearn more\nDownload original\nCopy to clipboard\n",
    ] {
        let mail = example("all-pass");
        let damaged = [page.as_bytes(), &mail.octets].concat();
        assert_eq!(found(&damaged), [Damage::PageText]);
        assert_eq!(repaired(&damaged), mail.octets);
    }
}

#[test]
fn a_capture_of_smtp_with_its_dots() {
    restores(&[Damage::Dots], true, stuffed);
}

#[test]
fn a_capture_that_would_end_in_a_dot_again_is_left_alone() {
    let message = "From: a@example.com\r\n\r\n..\r\n.\r\n";
    assert_eq!(found(message.as_bytes()), []);
}

#[test]
fn one_message_of_a_mailbox_file() {
    // The line above is read past; the marks before `From ` do the harm.
    let mut quotes = 0;
    for mail in mails() {
        let damaged = in_mailbox(&mail.octets);
        let expected: &[Damage] = if mail.holds("\r\nFrom here on") {
            quotes += 1;
            &[Damage::MailboxQuotes, Damage::MailboxLine]
        } else {
            &[Damage::MailboxLine]
        };
        assert_eq!(found(&damaged), expected, "{}", mail.name);
        let passes = mail.passes(mail.octets.clone());
        let before = if expected.len() == 1 { passes } else { 0 };
        assert_eq!(mail.passes(damaged.clone()), before, "{}", mail.name);
        assert_eq!(mail.passes(repaired(&damaged)), passes, "{}", mail.name);
    }
    assert_eq!(quotes, 12);
}

#[test]
fn lines_that_thunderbird_and_the_clipboard_put_on_top() {
    restores(&[Damage::MozillaLines], false, with_mozilla);
    restores(&[Damage::BlankLines], false, |octets| {
        [b"\r\n  \r\n", octets].concat()
    });
}

#[test]
fn tabs_that_became_spaces() {
    let mut restored = 0;
    for mail in mails().iter().filter(|mail| mail.has_simple_header()) {
        let (header, body) = halves(&mail.octets);
        let expanded = each_line(header, |line, into| match line.strip_prefix(b"\t") {
            Some(text) => into.extend([b"        ", text].concat()),
            None => into.extend_from_slice(line),
        });
        let damaged = [expanded.as_slice(), body].concat();
        let is_all = damaged != mail.octets && !expanded.contains(&b'\t');
        if !is_all || mail.passes(damaged.clone()) > 0 {
            continue;
        }
        assert_eq!(found(&damaged), [Damage::Tabs], "{}", mail.name);
        assert_eq!(repaired(&damaged), mail.octets, "{}", mail.name);
        restored += 1;
    }
    assert!(restored > 0);
    // To the relaxed canonicalization it is all the same, and many senders fold with eight spaces.
    let relaxed =
        "From: a@example.com\nDKIM-Signature: v=1; c=relaxed/relaxed;\n        d=x.example\n\n";
    assert_eq!(found(relaxed.as_bytes()), []);
}

#[test]
fn one_damage_on_top_of_another() {
    for mail in mails() {
        if mail.has_simple_header() || mail.holds("X-Late:\r\n") {
            continue;
        }
        let damaged = quoted(&with_page(&without_indents(&with_mozilla(&mail.octets))));
        let expected = [
            Damage::Quoted,
            Damage::PageText,
            Damage::MozillaLines,
            Damage::LostIndents,
        ];
        // X-Mozilla-Keys has lost its blank line as well, and may be any field's.
        let seen = found(&damaged);
        assert!(
            expected.iter().all(|damage| seen.contains(damage)),
            "{}: {seen:?}",
            mail.name
        );
        let passes = mail.passes(mail.octets.clone());
        assert_eq!(mail.passes(repaired(&damaged)), passes, "{}", mail.name);
    }
    for mail in mails() {
        let damaged = indented(&quoted(&in_mailbox(&mail.octets)));
        let passes = mail.passes(mail.octets.clone());
        assert_eq!(mail.passes(repaired(&damaged)), passes, "{}", mail.name);
    }
}

#[test]
fn places_are_those_of_the_paste_after_other_repairs_too() {
    let damaged = b"> From: a@example.com\n> Received: from x\n> by y;\n>\n> body\n";
    let message = Message::parse(damaged.to_vec());
    let repairs = repairs(&message).expect("repairs");
    assert_eq!(repairs.len(), 2);
    assert_eq!(repairs[0].places[0], Span::new(0, 2));
    assert_eq!(repairs[0].lines, 5);
    assert_eq!(message.bytes(repairs[1].places[0]), b"by y;");
    assert_eq!(
        apply(&message, &repairs),
        b"From: a@example.com\nReceived: from x\n\tby y;\n\nbody\n"
    );
}

// What a repair has brought is said, and a repaired text says that it is one.

#[test]
fn the_repair_that_makes_a_signature_verify_says_whose() {
    let mail = example("all-pass");
    let damaged = without_indents(&mail.octets);
    let before = mail.report_of(damaged.clone()).dkim;
    let after = mail.report_of(repaired(&damaged)).dkim;
    let gained = paste::gain(&before, &after);
    assert_eq!(gained.len(), 1);
    assert_eq!(gained[0].to_string(), "example.com");
    assert_eq!(paste::gain(&after, &after), []);
    assert_eq!(paste::gain(&after, &before), []);
}

#[test]
fn findings_name_the_damage_and_the_outline_lists_them() {
    let mail = example("all-pass");
    let damaged = without_indents(&mail.octets);
    let prepared = prepare(damaged);
    let report = mail.report_of(prepared.message.octets().to_vec());
    let said = outline(&report, Lang::EN);
    assert!(
        said.contains("[paste.lost-indents, RFC 5322 §2.2.3"),
        "{said}"
    );
    let json = api::json(&Verification::new(
        &report,
        &prepared.message,
        &mail.inputs,
        &mail.answers,
    ));
    assert!(json.contains("\"code\": \"paste.lost-indents\""), "{json}");
    assert!(json.contains("\"repaired\": []"), "{json}");
}

#[test]
fn a_shared_repair_says_that_it_is_one() {
    let mail = example("all-pass");
    let prepared = prepare(repaired(&quoted(&mail.octets)));
    let inputs = Inputs {
        repaired: vec![Damage::Quoted],
        ..mail.inputs.clone()
    };
    let report = verify(&prepared, &inputs, &mail.answers, &mut Checked::default());
    let analysis = Analysis {
        prepared: &prepared,
        inputs: &inputs,
        answers: &mail.answers,
        report: &report,
    };
    let made = Made {
        time: inputs.now,
        by: String::new(),
    };
    let case = Case::freeze(analysis, Scope::Whole, made);
    let text = case.to_octets();
    assert!(find(&text, b"\nRepaired: quoted\n").is_some());
    let read = Case::parse(&text).expect("a case");
    assert_eq!(read, case);
    assert_eq!(read.message, mail.octets);
    assert_eq!(read.inputs(0).repaired, [Damage::Quoted]);
    let said = outline(&report, Lang::EN);
    assert!(said.contains("[paste.repaired,"), "{said}");
    let json = api::json(&Verification::new(
        &report,
        &prepared.message,
        &inputs,
        &mail.answers,
    ));
    assert!(json.contains("\"quoted\""), "{json}");
}

#[test]
fn a_case_with_a_repair_nobody_knows_is_not_read() {
    let case = b"Case: 1\nRepaired: folded-twice\n\nFrom: a@example.com\n";
    assert_eq!(Case::parse(case), Err(CaseFault::Malformed { line: 2 }));
}

#[test]
fn characters_that_were_lost_are_said_to_be() {
    let mail = example("all-pass");
    let text = String::from_utf8(mail.octets.clone()).expect("text");
    let lost = text.replace("Hanako Sato", "Hanako Sat\u{fffd}");
    let codes = codes(&mail.report_of(lost.into_bytes()));
    assert!(codes.contains(&"paste.characters-lost"), "{codes:?}");
    // What stands in a body whose hash holds was sent so.
    let body = b"From: a@example.com\r\n\r\nB\xef\xbf\xbdcher\r\n".to_vec();
    assert!(self::codes(&mail.report_of(body)).contains(&"paste.characters-lost"));
}

fn codes(report: &Report) -> Vec<&'static str> {
    let findings = report.findings.iter();
    findings.map(|noted| noted.finding.entry().code).collect()
}

// The mail inside the mail.

/// A bounce that carries `part`, which stands between its boundaries.
fn bounce(part: &[u8]) -> Vec<u8> {
    let head = b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\n\
        Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b;=1\"\r\n\r\n\
        This is MIME.\r\n--b;=1\r\n\r\nIt did not get through.\r\n\
        --b;=1\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b;=1\r\n";
    [head, part, b"\r\n--b;=1--\r\nepilogue\r\n"].concat()
}

fn inside(octets: &[u8]) -> Vec<Vec<u8>> {
    let message = Message::parse(octets.to_vec());
    let (parts, _) = attached(&message);
    parts.iter().map(|part| part.octets(&message)).collect()
}

#[test]
fn a_bounce_gives_back_the_octets_it_carries() {
    for mail in mails() {
        let part = [
            b"Content-Type: message/rfc822\r\n\r\n",
            mail.octets.as_slice(),
        ]
        .concat();
        let found = inside(&bounce(&part));
        assert_eq!(found.len(), 1, "{}", mail.name);
        assert_eq!(found[0], mail.octets, "{}", mail.name);
        assert!(mail.passes(found[0].clone()) > 0, "{}", mail.name);
    }
}

#[test]
fn an_encoded_message_is_decoded() {
    let mail = example("all-pass");
    let lines = STANDARD.encode(&mail.octets);
    let lines: Vec<&[u8]> = lines.as_bytes().chunks(76).collect();
    let base64 = lines.join(b"\r\n".as_slice());
    let part = [
        b"Content-Type: Message/RFC822; name=x\r\nContent-Transfer-Encoding: BASE64\r\n\r\n",
        base64.as_slice(),
    ]
    .concat();
    assert_eq!(inside(&bounce(&part))[0], mail.octets);

    let mut quoted = String::new();
    for line in String::from_utf8(mail.octets.clone())
        .expect("text")
        .split_inclusive("\r\n")
    {
        let (half, rest) = line.split_at(line.len() / 2);
        let escape = |text: &str| text.replace('=', "=3D").replace(' ', "=20");
        quoted += &format!("{}=  \r\n{}", escape(half), escape(rest));
    }
    let part = format!(
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}"
    );
    assert_eq!(inside(&bounce(part.as_bytes())), [mail.octets]);
}

#[test]
fn a_header_alone_stays_a_header_alone() {
    for end in ["", "\r\n", "\r\n\r\n"] {
        let part = format!("Content-Type: text/rfc822-headers\r\n\r\nFrom: a@example.com\r\n{end}");
        let message = Message::parse(bounce(part.as_bytes()));
        let (parts, _) = attached(&message);
        assert!(parts[0].headers_only);
        let header = Message::parse(parts[0].octets(&message));
        assert_eq!((header.headers.len(), header.body), (1, None), "{end:?}");
    }
}

#[test]
fn boundaries_inside_each_other_are_told_apart() {
    let message = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: multipart/alternative; boundary=\"b-in\"\n\n--b-in\n\nx\n--b-in\n\
        Content-Type: message/rfc822\n\nFrom: one@example.com\n\n--b-inner is text\n--b-in--\n\
        --b\nContent-Type: multipart/digest; boundary=d\n\n--d\n\nFrom: two@example.com\n\nx\n--d\n\
        Content-Type: text/plain\n\nno mail\n--d--\n--b\nContent-Type: message/global\n\n\
        From: three@example.com\n\ncut off";
    let found: Vec<String> = inside(message)
        .into_iter()
        .map(|octets| String::from_utf8(octets).expect("text"))
        .collect();
    assert_eq!(
        found,
        [
            "From: one@example.com\n\n--b-inner is text",
            "From: two@example.com\n\nx",
            "From: three@example.com\n\ncut off",
        ]
    );
}

#[test]
fn the_search_for_attached_messages_ends() {
    let part = b"Content-Type: message/rfc822\r\n\r\nFrom: a@example.com\r\n\r\nx\r\n--b;=1\r\n";
    let many = bounce(&part.repeat(limits::ATTACHED + 5));
    let prepared = prepare(many);
    assert_eq!(prepared.paste.attached.len(), limits::ATTACHED);
    let limit = limits::ATTACHED;
    let says = |wanted: Finding| {
        let findings = prepared.paste.findings.iter();
        findings.filter(|noted| noted.finding == wanted).count()
    };
    assert_eq!(says(Finding::PartsNotRead { limit }), 1);
    assert_eq!(
        says(Finding::Attached {
            headers_only: false
        }),
        limit
    );

    let mut nested = Vec::new();
    for level in 0..limits::PART_DEPTH + 4 {
        let line =
            format!("Content-Type: multipart/mixed; boundary=n{level}\r\n\r\n--n{level}\r\n");
        nested.extend(line.into_bytes());
    }
    let limit = Some(limits::PART_DEPTH);
    assert_eq!(attached(&Message::parse(nested)).1, limit);
    let plain = b"--x\r\n\r\n".repeat(limits::PARTS + 1);
    let flat = [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n",
        plain.as_slice(),
    ]
    .concat();
    assert_eq!(attached(&Message::parse(flat)).1, Some(limits::PARTS));
}

#[test]
fn a_mailbox_file_lists_its_messages() {
    let one = example("all-pass").octets;
    let two = example("forwarded").octets;
    let file = [in_mailbox(&one), in_mailbox(&two)].concat();
    let read = mailbox(&file).expect("a mailbox");
    assert_eq!((read.total, read.entries.len()), (2, 2));
    let about: Vec<String> = read.entries[0]
        .about
        .iter()
        .map(|value| String::from_utf8_lossy(value).into_owned())
        .collect();
    assert_eq!(
        about,
        [
            "Mado Shop <orders@example.com>",
            "Your order 10482 has shipped",
            "Mon, 2 Nov 2026 09:11:57 +0900",
        ]
    );
    for (entry, mail) in read.entries.iter().zip(["all-pass", "forwarded"]) {
        let mail = example(mail);
        let octets = entry.span.of(&file).to_vec();
        assert_eq!(found(&octets), [Damage::MailboxLine]);
        assert_eq!(
            mail.passes(octets),
            mail.passes(mail.octets.clone()),
            "{}",
            mail.name
        );
    }
    let findings = prepare(file).paste.findings;
    let messages = Finding::Mailbox { messages: 2 };
    assert!(findings.iter().any(|noted| noted.finding == messages));
}

#[test]
fn a_sentence_that_begins_with_from_starts_no_message() {
    let mail = "From a Mon Sep 21 14:13:20 2026\nFrom: a@example.com\n\nHello\n\n\
        From 10:30 on we are there.\n\nFrom there: it is near.\n";
    assert!(mailbox(mail.as_bytes()).is_none());
    assert!(mailbox(&example("all-pass").octets).is_none());
    let many = "From a Mon Sep 21 14:13:20 2026\nFrom: a@example.com\n\nHello\n\n";
    let many = many.repeat(limits::MAILBOX_LISTED + 50);
    let read = mailbox(many.as_bytes()).expect("a mailbox");
    assert_eq!(read.total, limits::MAILBOX_LISTED + 50);
    assert_eq!(read.entries.len(), limits::MAILBOX_LISTED);
    assert_eq!(
        read.entries.last().map(|entry| entry.span.len()),
        read.entries.first().map(|entry| entry.span.len())
    );
}

// Whatever is pasted.

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

type Harm = fn(&[u8]) -> Vec<u8>;

#[test]
fn whatever_is_pasted_a_repair_leaves_nothing_to_repair() {
    const HARMS: [Harm; 8] = [
        quoted,
        indented,
        without_indents,
        stuffed,
        in_mailbox,
        with_page,
        with_mozilla,
        |octets| [b"\n \n", octets].concat(),
    ];
    let bases: Vec<Vec<u8>> = mails().into_iter().map(|mail| mail.octets).collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut repaired_texts = 0;
    for round in 0..4_000 {
        let mut octets = bases[dice.throw(bases.len())].clone();
        for _ in 0..dice.throw(4) {
            octets = HARMS[dice.throw(HARMS.len())](&octets);
        }
        for _ in 0..dice.throw(6) {
            let at = dice.throw(octets.len());
            match dice.throw(4) {
                0 => octets.truncate(at),
                1 => octets.insert(at, b"\r\n>. \t:From"[dice.throw(11)]),
                2 if at < octets.len() => octets[at] = dice.throw(256) as u8,
                _ if at < octets.len() => {
                    octets.remove(at);
                }
                _ => {}
            }
        }
        let message = Message::parse(octets.clone());
        let _ = attached(&message);
        let _ = mailbox(&octets);
        let Some(repairs) = repairs(&message) else {
            continue;
        };
        for repair in &repairs {
            assert!(
                repair.lines > 0 && !repair.places.is_empty(),
                "round {round}"
            );
            assert!(repair.places.iter().all(|place| place.end <= octets.len()));
        }
        let once = Message::parse(apply(&message, &repairs));
        assert_eq!(once.octets() == octets, repairs.is_empty(), "round {round}");
        // Where the last LF was taken away, a stray CR ends a line and did not before.
        if once.eol != message.eol {
            continue;
        }
        assert_eq!(
            self::repairs(&once),
            Some(Vec::new()),
            "round {round}: {:?} of {}",
            repairs
                .iter()
                .map(|repair| repair.damage)
                .collect::<Vec<_>>(),
            String::from_utf8_lossy(&octets)
        );
        repaired_texts += usize::from(!repairs.is_empty());
    }
    assert!(repaired_texts > 1_500, "{repaired_texts}");
}

#[test]
fn hostile_pastes_take_no_time() {
    let head = b"From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n";
    let big = |unit: &[u8], size: usize| unit.repeat(size / unit.len());
    let pastes = [
        big(b">", 2_000_000),
        big(b"> ", 2_000_000),
        big(b">\n", 2_000_000),
        big(b"\n", 2_000_000),
        big(b" \n", 2_000_000),
        [head.as_slice(), &big(b"x\n", 2_000_000)].concat(),
        [head.as_slice(), b"\n", &big(b"--x\n", 2_000_000)].concat(),
        [head.as_slice(), b"\n", &big(b"--\n-", 2_000_000)].concat(),
        [head.as_slice(), b"\n", &big(b"..\n", 2_000_000), b".\n"].concat(),
        big(b"From a 10:00\nX: y\n\n", 2_000_000),
        big(b"From ", 2_000_000),
        big("\u{fffd}".as_bytes(), 2_000_000),
    ];
    let mut times = Vec::new();
    for paste in pastes {
        let start = Instant::now();
        let message = Message::parse(paste);
        let mut found = paste::look(&message);
        paste::search_body(&message, &Bodies::of(&message), &mut found);
        let _ = apply(&message, &found.repairs);
        times.push(start.elapsed());
    }
    // Debug builds on a busy machine: what is quadratic takes minutes.
    assert!(
        times.iter().all(|time| *time < Duration::from_secs(10)),
        "{times:?}"
    );
}

#[test]
fn every_finding_has_its_words_and_code() {
    let mut findings: Vec<Finding> = Damage::EACH
        .into_iter()
        .map(|damage| Finding::Damaged { damage, lines: 3 })
        .collect();
    findings.extend([
        Finding::TooDamaged,
        Finding::NotAllTried,
        Finding::CharactersLost { count: 3 },
        Finding::Attached { headers_only: true },
        Finding::Attached {
            headers_only: false,
        },
        Finding::PartsNotRead { limit: 3 },
        Finding::Mailbox { messages: 3 },
        Finding::Repaired {
            damage: Damage::EACH.to_vec(),
        },
    ]);
    let mut codes: Vec<&str> = findings.iter().map(|one| one.entry().code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), findings.len());
    for damage in Damage::EACH {
        assert_eq!(Damage::from_word(damage.word()), Some(damage));
        findings.push(Finding::Repaired {
            damage: vec![damage],
        });
    }
    for finding in findings {
        let finding = AnyFinding::Paste(finding);
        let (en, ja) = (prose(Lang::EN, &finding), prose(Lang::JA, &finding));
        assert!(!en.title.is_empty() && !en.why.is_empty());
        assert_ne!(en.title, ja.title);
        assert_ne!(en.why, ja.why);
    }
}
