//! Whatever is pasted: no panic, spans inside, and time that grows no faster than the paste.

use std::time::{Duration, Instant};

use mailprism::engine::envelope;
use mailprism::engine::limits;
use mailprism::engine::mail::encoded;
use mailprism::engine::mail::{Author, Message, date, hops, tag_list};
use mailprism::engine::report::Inputs;

/// Reads everything that can be read of a paste.
fn read_all(octets: Vec<u8>) -> Message {
    let message = Message::parse(octets);
    let (author, author_findings) = Author::read(&message);
    let (hops, hop_findings) = hops(&message);
    envelope::find(&message, &hops, &Inputs::default());
    for header in &message.headers {
        assert!(header.name.start >= header.whole.start && header.name.end < header.value.start);
        assert!(header.value.end <= header.whole.end);
        assert!(header.whole.end <= message.octets().len());
        encoded::text(&encoded::decode(&message.unfolded(header)));
        tag_list::parse(message.value(header), header.value.start);
        date::parse(message.value(header));
    }
    let findings = message.findings.iter();
    let spans = findings
        .chain(&author_findings)
        .chain(&hop_findings)
        .filter_map(|noted| noted.span)
        .chain(author.addresses.iter().map(|address| address.span))
        .chain(hops.iter().map(|hop| hop.span));
    for span in spans {
        assert!(span.start <= span.end && span.end <= message.octets().len());
    }
    if let Some(body) = message.body {
        assert_eq!(body.end, message.octets().len());
    }
    message
}

const MAILS: [&str; 4] = [
    "From ann@example.org Mon Nov  2 10:00:00 2026\n\
     Return-Path: <\"a b\"@example.org>\nReceived: from x ([203.0.113.5] helo=[10.0.0.1])\n\
     \tby y (Exim; 4.96) with esmtps (TLS1.3) (envelope-from <a@b.example>) id 1; 2 Nov 2026 1:2:3 +0900\n\
     From: Team: \"A, B\" <@r.example:ann@example.org>, c(c)@d . example (e (f)\\);\n\nbody\n",
    "Received: (qmail 1 invoked by uid 1001); 2 Nov 2026 00:12:04 -0000\r\n\
     From: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\r\n =?utf-8?q?=E3=81=82?= <a@\u{4f8b}\u{3048}.jp>\r\n\
     From: second@x.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=x.example;\r\n b=abc\r\n\t def;\r\n\r\n\0\r\r\n",
    "\r\r\n \r\nTo x\r\n:\r\nFrom: <a@b\r\n junk\rFrom:\"\\\r\nSubject: \x1b$B!@\x1b(B\r\n\r\n",
    "From: a@[1.2.3.4\rReceived: from [IPv6:::ffff:1.2.3.4]:25 (host[1.2.3.4]) by by\r\rx",
];

#[test]
fn no_prefix_and_no_suffix_of_a_mail_panics() {
    for mail in MAILS {
        for cut in 0..=mail.len() {
            read_all(mail.as_bytes()[..cut].to_vec());
            read_all(mail.as_bytes()[cut..].to_vec());
        }
    }
}

#[test]
fn no_changed_octet_panics() {
    for mail in MAILS {
        for place in 0..mail.len() {
            for octet in [
                0, b'\r', b'\n', b'"', b'(', b')', b'<', b'@', b'[', b'=', b'\\', 0xff,
            ] {
                let mut changed = mail.as_bytes().to_vec();
                changed[place] = octet;
                read_all(changed);
            }
        }
    }
}

#[test]
fn shuffled_pieces_of_address_grammar_do_not_panic() {
    let pieces: [&[u8]; 16] = [
        b"a",
        b"b.example",
        b"@",
        b"<",
        b">",
        b"\"",
        b"(",
        b")",
        b",",
        b";",
        b":",
        b".",
        b"[",
        b"]",
        b"=?utf-8?q?x=40?=",
        b"\r\n ",
    ];
    let mut state = 1u32;
    for _ in 0..20_000 {
        let mut field = b"From: ".to_vec();
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            field.extend_from_slice(pieces[(state >> 28) as usize]);
        }
        field.extend_from_slice(b"\r\n\r\n");
        let message = Message::parse(field);
        let (author, findings) = Author::read(&message);
        assert!(author.domain().is_none() || !author.ambiguous);
        assert!(
            !author.addresses.is_empty() || !findings.is_empty(),
            "no author and no word about it"
        );
    }
}

/// Pastes whose parts invite to look at them again and again.
#[test]
fn hostile_pastes_take_no_longer_than_friendly_ones() {
    let mega = 1_000_000;
    let repeated = |head: &str, part: &str, octets: usize| {
        let mut paste = head.as_bytes().to_vec();
        paste.extend(part.as_bytes().iter().cycle().take(octets));
        paste
    };
    let pastes = [
        repeated("", "X: y\n", 100_000 * 5),
        repeated("", "x\n", mega),
        repeated("From: a@b.example\r\n\r\n", "x", 10 * mega),
        repeated("Subject: ", "x", 10 * mega),
        repeated("Subject: x\r\n", " y\r\n", mega),
        repeated("From: ", "(", mega),
        repeated("From: ", "\"", mega),
        repeated("From: ", "<", mega),
        repeated("From: ", "@", mega),
        repeated("From: ", "a ", mega),
        repeated("From: ", "a.", mega),
        repeated("From: a@", "b.", mega),
        repeated("From: a@", "é", mega),
        repeated("From: ", "a@b,", mega),
        repeated("From: ", "=?a?q?", mega),
        repeated("From: ", "=?a?q?", limits::COMPARED_FROM_OCTETS),
        repeated(
            "From: ",
            "=?ab?q?a@b.example ",
            limits::COMPARED_FROM_OCTETS,
        ),
        format!("From: {}\n", "=?ab?q?a".repeat(1_000))
            .repeat(1_000)
            .into_bytes(),
        repeated("", "From: \"a@b.example\" <c@d.example>\n", mega),
        repeated("From: \"", "a@b.example ", mega),
        repeated("Subject: ", "=?utf-8?q?", mega),
        repeated("Subject: ", "=?utf-8?b?44GC?= ", mega),
        repeated("Received: from ", "(", mega),
        repeated("Received: ", "from by ", mega),
        repeated("Received: from x (", "[1.2.3.4 ", mega),
        repeated("Received: with ", "x ", mega),
        repeated("Received: by x; ", "2 Nov ", mega),
        repeated("Received: by x; ", "(", mega),
        repeated("Received: by x ", ";", mega),
        repeated("DKIM-Signature: ", ";", mega),
        repeated("DKIM-Signature: ", "a=b;", mega),
        repeated("", "\r", mega),
        repeated("", "\0", mega),
    ];
    for paste in pastes {
        let head = String::from_utf8_lossy(&paste[..40]).into_owned();
        let start = Instant::now();
        let message = read_all(paste);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{head:?} took {took:?}");
        assert!(message.headers.len() <= limits::HEADERS);
    }
}
