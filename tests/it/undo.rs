//! What happens to a body after it was signed, undone: the hash that the signature states is found
//! again, the repair is offered under its name, and with it the signature of a peer verifies.
//!
//! The bodies are what dkimpy signs; here they are changed as relays, stores, web pages, editors and
//! lists change them.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mailprism::engine::crypto::Checked;
use mailprism::engine::limits;
use mailprism::engine::paste::{self, Damage, Finding};
use mailprism::engine::prepare::{Prepared, prepare};
use mailprism::engine::report::{Inputs, Report};
use mailprism::engine::verify::verify;

use crate::dkim::{SIGNED_AT, named};

const POLICIES: [&str; 4] = [
    "simple/simple",
    "simple/relaxed",
    "relaxed/simple",
    "relaxed/relaxed",
];

/// A damage, the lines it takes a repair to, and how it is done.
type Harm = (Damage, usize, fn(&str) -> String);

fn mail(policy: &str, kind: &str) -> String {
    format!("valid: {policy}, {kind} in 8 bits")
}

fn report(name: &str, prepared: &Prepared) -> Report {
    let inputs = Inputs {
        now: SIGNED_AT + 60,
        ..Inputs::default()
    };
    verify(
        prepared,
        &inputs,
        &named(name).answers(),
        &mut Checked::new(),
    )
}

/// The message after `harm`, which has to undo itself by a repair of this damage and no other.
fn undoes(name: &str, damage: Damage, lines: usize, harm: impl Fn(&str) -> String) {
    let octets = named(name).message.clone();
    // Octets that are no UTF-8 are letters of their own here, and octets again below.
    let (head, body) = octets.split_at(end_of_header(&octets));
    let harmed = [head, harm(&text(body)).as_bytes()].concat();
    undoes_octets(name, damage, lines, harmed);
}

fn undoes_octets(name: &str, damage: Damage, lines: usize, harmed: Vec<u8>) {
    let prepared = prepare(harmed.clone());
    let before = report(name, &prepared);
    assert!(
        before.dkim[0].passed.is_none(),
        "{name}: {damage:?} matters"
    );
    let found: Vec<_> = prepared
        .paste
        .repairs
        .iter()
        .map(|one| (one.damage, one.lines))
        .collect();
    assert_eq!(found, [(damage, lines)], "{name}");
    let finding = Finding::Damaged { damage, lines };
    assert!(
        prepared
            .paste
            .findings
            .iter()
            .any(|noted| noted.finding == finding),
        "{name}"
    );
    for place in &prepared.paste.repairs[0].places {
        assert!(place.start <= place.end && place.end <= harmed.len());
    }
    let repaired = paste::apply(&prepared.message, &prepared.paste.repairs);
    let after = report(name, &prepare(repaired));
    assert!(
        after.dkim[0].passed.is_some(),
        "{name}: {damage:?} is undone"
    );
    assert_eq!(paste::gain(&before.dkim, &after.dkim).len(), 1, "{name}");
}

fn end_of_header(octets: &[u8]) -> usize {
    let end = octets.windows(4).position(|window| window == b"\r\n\r\n");
    end.expect("a body") + 4
}

fn text(octets: &[u8]) -> String {
    String::from_utf8(octets.to_vec()).expect("UTF-8")
}

/// As a relay writes it that turns 8 bits into quoted-printable: other programs than ours break
/// lines elsewhere, so lines are broken at 60 here.
fn quoted_printable(text: &str) -> String {
    let mut quoted = String::new();
    let mut column = 0;
    for octet in text.bytes() {
        let word = match octet {
            b'\r' | b'\n' | b' '..=b'<' | b'>'..=b'~' => char::from(octet).to_string(),
            _ => format!("={octet:02X}"),
        };
        if octet == b'\r' && quoted.ends_with(' ') {
            quoted.pop();
            quoted.push_str("=20");
        }
        column = if octet == b'\n' {
            0
        } else {
            column + word.len()
        };
        quoted.push_str(&word);
        if column > 60 {
            quoted.push_str("=\r\n");
            column = 0;
        }
    }
    quoted
}

fn wrapped(octets: &[u8], length: usize) -> String {
    let text_of = text;
    let text = STANDARD.encode(octets);
    let lines = text.as_bytes().chunks(length).map(text_of);
    lines.map(|line| line + "\r\n").collect()
}

#[test]
fn text_that_a_relay_encoded_is_decoded() {
    for policy in POLICIES {
        let name = mail(policy, "text");
        let octets = named(&name).message.clone();
        let (head, body) = octets.split_at(end_of_header(&octets));
        let encodings = [
            ("quoted-printable", quoted_printable(&text(body))),
            ("base64", wrapped(body, 76)),
        ];
        for (word, encoded) in encodings {
            let head = text(head).replacen("Encoding: 8bit", &format!("Encoding: {word}"), 1);
            // The header's line and those of the body.
            let lines = 1 + encoded.lines().count();
            undoes_octets(
                &name,
                Damage::Encoded,
                lines,
                (head + &encoded).into_bytes(),
            );
        }
    }
}

#[test]
fn one_part_of_several_that_a_relay_encoded_is_decoded() {
    for policy in POLICIES {
        let name = mail(policy, "parts");
        let octets = named(&name).message.clone();
        let text = text(&octets);
        let (above, rest) = text
            .split_once("Encoding: 8bit\r\n\r\n")
            .expect("the first part");
        let (part, below) = rest.split_once("\r\n--cut").expect("its end");
        let base64 = wrapped(part.as_bytes(), 76);
        let harmed = format!("{above}Encoding: base64\r\n\r\n{base64}--cut{below}");
        let lines = 1 + base64.lines().count();
        undoes_octets(&name, Damage::Encoded, lines, harmed.into_bytes());
    }
}

#[test]
fn parts_that_a_store_encoded_anew_are_encoded_as_usual() {
    for policy in POLICIES {
        let name = mail(policy, "parts");
        undoes(&name, Damage::Reencoded, 2, |body| {
            // The same text, broken elsewhere and with an octet spelled out.
            body.replacen(
                " and so on=\r\n and so on",
                " and so=\r\n on =61nd so on",
                1,
            )
        });
        for length in [60, 64, 72, 4 * 86] {
            let octets: Vec<u8> = (0..=255).collect();
            let now = wrapped(&octets, length);
            let lines = now.lines().count();
            undoes(&name, Damage::Reencoded, lines, |body| {
                body.replacen(&wrapped(&octets, 76), &now, 1)
            });
        }
    }
}

#[test]
fn text_that_was_read_in_another_charset_is_turned_back() {
    for policy in POLICIES {
        let name = mail(policy, "8-bit latin text");
        let octets = named(&name).message.clone();
        let read: String = octets.iter().map(|octet| char::from(*octet)).collect();
        undoes_octets(&name, Damage::Charset, 1, read.into_bytes());
        // UTF-8 read as windows-1252, as mail programs of old do.
        let name = mail(policy, "text");
        undoes(&name, Damage::Charset, 1, |body| {
            let read = |octet: u8| match octet {
                0x80 => '€',
                0x9c => 'œ',
                0x9f => 'Ÿ',
                other => char::from(other),
            };
            body.bytes().map(read).collect()
        });
    }
}

#[test]
fn japanese_text_that_lost_its_escape_characters_has_them_again() {
    for policy in POLICIES {
        let name = format!("valid: {policy}, ISO-2022-JP");
        for mark in ["", "^[", "\u{241b}", "\u{fffd}"] {
            undoes(&name, Damage::Escapes, 3, |body| {
                body.replace('\u{1b}', mark)
            });
        }
    }
}

/// A line as servers break it at `limit` octets: the mark stands before each break, a space behind.
fn broken(line: &str, limit: usize, mark: &str) -> String {
    let mut pieces = Vec::new();
    let mut rest = line;
    let mut space = "";
    while space.len() + rest.len() > limit {
        let (piece, left) = rest.split_at(limit - space.len() - mark.len());
        pieces.push(format!("{space}{piece}{mark}"));
        (rest, space) = (left, " ");
    }
    pieces.push(format!("{space}{rest}"));
    pieces.join("\r\n")
}

#[test]
fn lines_longer_than_smtp_allows_are_in_one_piece_again() {
    for policy in POLICIES {
        let name = format!("valid: {policy}, long lines");
        // Postfix, and Sendmail.
        for (limit, mark) in [(998, ""), (990, "!")] {
            undoes(&name, Damage::LongLines, 4, |body| {
                let lines = body.split("\r\n");
                let broken: Vec<_> = lines.map(|line| broken(line, limit, mark)).collect();
                broken.join("\r\n")
            });
        }
    }
}

#[test]
fn what_web_pages_editors_and_transport_put_in_is_taken_out() {
    let simple = ["simple/simple", "relaxed/simple"];
    for policy in POLICIES {
        let text = mail(policy, "text");
        let harms: [Harm; 8] = [
            (Damage::PageCharacters, 4, |body| {
                body.replace(' ', "\u{a0}")
            }),
            (Damage::PageCharacters, 1, |body| {
                body.replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
            }),
            (Damage::Returns, 6, |body| body.replace("\r\n", "\r\r\n")),
            (Damage::MailboxQuotes, 1, |body| {
                body.replace("\r\nFrom ", "\r\n>From ")
            }),
            (Damage::Dots, 1, |body| body.replace("\r\n.", "\r\n..")),
            (Damage::BlankTop, 2, |body| format!("\r\n\r\n{body}")),
            (Damage::Added, 3, |body| {
                format!("{body}\r\n____\r\nThe list\r\n")
            }),
            (Damage::Added, 1, |body| format!("{body}Scanned.")),
        ];
        for (damage, lines, harm) in harms {
            undoes(&text, damage, lines, harm);
        }
    }
    for policy in simple {
        undoes(&mail(policy, "text"), Damage::BlankEnds, 1, |body| {
            body.replace("-- ", "--")
        });
        let last = format!("valid: {policy}, no last line end");
        undoes(&last, Damage::BlankEnds, 1, |body| format!("{body} \t"));
    }
}

#[test]
fn a_part_that_a_list_added_to_a_multipart_is_taken_out() {
    for policy in POLICIES {
        undoes(&mail(policy, "parts"), Damage::Added, 5, |body| {
            body.replace(
                "--cut--",
                "--cut\r\nContent-Type: text/plain\r\n\r\nThe list\r\n\r\n--cut--",
            )
        });
    }
}

#[test]
fn another_text_is_not_explained_away() {
    for kind in ["text", "8-bit latin text", "parts"] {
        let name = mail("relaxed/relaxed", kind);
        let mut octets = named(&name).message.clone();
        let body = end_of_header(&octets);
        // A letter in the first line that is not a delimiter.
        let place = octets[body..]
            .iter()
            .position(|octet| *octet == b'G')
            .expect("a letter");
        octets[body + place] = b'g';
        let prepared = prepare(octets);
        assert_eq!(prepared.paste.repairs, [], "{kind}");
        assert!(
            !prepared
                .paste
                .findings
                .iter()
                .any(|noted| noted.finding == Finding::NotAllTried)
        );
    }
}

#[test]
fn a_body_that_is_as_it_was_signed_or_not_there_is_left_alone() {
    for policy in POLICIES {
        let name = mail(policy, "text");
        let octets = named(&name).message.clone();
        assert_eq!(prepare(octets.clone()).paste.repairs, []);
        let header = octets[..end_of_header(&octets)].to_vec();
        assert_eq!(prepare(header).paste.repairs, []);
    }
}

#[test]
fn the_search_is_bounded_and_says_so() {
    let name = mail("simple/simple", "text");
    let case = named(&name);
    let large = [
        case.message.as_slice(),
        &b"x\r\n".repeat(limits::TRIED_OCTETS / 3),
    ]
    .concat();
    let hostile = |unit: &str| {
        let unit = unit.repeat(limits::TRIED_OCTETS / unit.len() - 100);
        [case.message.as_slice(), unit.as_bytes()].concat()
    };
    let not_all = |octets: Vec<u8>| {
        let findings = prepare(octets).paste.findings;
        findings
            .iter()
            .any(|noted| noted.finding == Finding::NotAllTried)
    };
    assert!(not_all(large));
    let field = "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=from; b=AAAA; bh=AAA";
    let many: String = (0..9)
        .map(|number| format!("{field}{number}\r\n"))
        .collect();
    assert!(not_all([many.as_bytes(), case.message.as_slice()].concat()));
    let start = Instant::now();
    for unit in [
        "\n", "é\n", "=\n", "..\n", "--a--\n", "&amp;\n", "\u{a0}", ">From \n", "\r",
    ] {
        assert!(!not_all(hostile(unit)), "{unit:?}");
    }
    // Debug builds on a busy machine: what is quadratic takes minutes.
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
