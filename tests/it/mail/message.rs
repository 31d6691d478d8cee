//! What the paste did to the mail, and the header fields in it.

use mailprism::engine::limits;
use mailprism::engine::mail::message::{lines, with_crlf};
use mailprism::engine::mail::{Eol, Finding, Message};
use mailprism::engine::span::Span;

fn read(text: &str) -> Message {
    Message::parse(text.as_bytes().to_vec())
}

/// The fields as `name|value`.
fn fields(message: &Message) -> Vec<String> {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    message
        .headers
        .iter()
        .map(|header| {
            let name = text(message.name(header));
            format!("{name}|{}", text(message.value(header)))
        })
        .collect()
}

fn codes(message: &Message) -> Vec<&'static str> {
    message
        .findings
        .iter()
        .map(|noted| noted.finding.entry().code)
        .collect()
}

fn joined(octets: &[u8], eol: Eol) -> String {
    let slices: Vec<&[u8]> = with_crlf(octets, eol).collect();
    String::from_utf8_lossy(&slices.concat()).into_owned()
}

const PLAIN: &str = "From: Ann <ann@example.org>\r\n\
    Subject: a\r\n\tfolded\r\n  subject\r\n\
    X-Empty:\r\n\
    subject: second\r\n\
    \r\n\
    Hello\r\n";

#[test]
fn a_field_is_its_name_its_value_with_folds_and_the_whole_with_its_line_end() {
    let message = read(PLAIN);
    assert_eq!(
        fields(&message),
        [
            "From| Ann <ann@example.org>",
            "Subject| a\r\n\tfolded\r\n  subject",
            "X-Empty|",
            "subject| second",
        ]
    );
    let subject = message.headers[1];
    assert_eq!(
        message.bytes(subject.whole),
        b"Subject: a\r\n\tfolded\r\n  subject\r\n"
    );
    assert_eq!(message.unfolded(&subject), b" a\tfolded  subject");
    assert_eq!(message.body_octets(), b"Hello\r\n");
    assert_eq!(message.eol, Eol::Crlf);
    assert_eq!(codes(&message), [""; 0]);
}

#[test]
fn the_fields_tile_the_header_without_a_gap() {
    let message = read(PLAIN);
    let mut end = 0;
    for header in &message.headers {
        assert_eq!(header.whole.start, end);
        end = header.whole.end;
    }
    assert_eq!(message.body.map(|body| body.start), Some(end + 2));
}

#[test]
fn duplicates_stay_apart_in_their_order_and_case_does_not_matter() {
    let message = read(PLAIN);
    let places: Vec<usize> = message.header_named("SUBJECT").map(|(i, _)| i).collect();
    assert_eq!(places, [1, 3]);
    assert_eq!(message.header_named("Date").count(), 0);
}

#[test]
fn white_space_before_the_colon_is_obsolete_and_no_part_of_the_name() {
    let message = read("Subject \t : hello\r\n\r\n");
    assert_eq!(fields(&message), ["Subject| hello"]);
    assert_eq!(codes(&message), [""; 0]);
}

#[test]
fn headers_only_is_no_body_and_an_empty_line_is_an_empty_one() {
    assert_eq!(read("From: a@b.example\r\n").body, None);
    assert_eq!(read("From: a@b.example").body, None);
    let message = read("From: a@b.example\r\n\r\n");
    assert_eq!(message.body, Some(Span::new(21, 21)));
    let message = read("From: a@b.example\r\n\r\n\r\n");
    assert_eq!(message.body_octets(), b"\r\n");
}

#[test]
fn a_line_of_white_space_continues_the_field_and_does_not_end_the_header() {
    let message = read("Subject: a\r\n \r\n b\r\nTo: x\r\n\r\nbody");
    assert_eq!(fields(&message), ["Subject| a\r\n \r\n b", "To| x"]);
    assert_eq!(message.body_octets(), b"body");
}

#[test]
fn line_ends_of_a_text_editor_are_read_and_noted() {
    let message = read("Subject: a\n b\nTo: x\n\nbody\nmore");
    assert_eq!(message.eol, Eol::Lf);
    assert_eq!(fields(&message), ["Subject| a\n b", "To| x"]);
    assert_eq!(codes(&message), ["mail.lf-line-ends"]);
    assert_eq!(joined(message.body_octets(), message.eol), "body\r\nmore");
}

#[test]
fn mixed_line_ends_are_counted() {
    let message = read("Subject: a\r\nTo: x\n\r\nbody\nmore\r\n");
    assert_eq!(message.eol, Eol::Mixed);
    assert_eq!(
        message.findings[0].finding,
        Finding::MixedLineEnds { crlf: 3, lf: 2 }
    );
    assert_eq!(
        joined(message.body_octets(), message.eol),
        "body\r\nmore\r\n"
    );
}

#[test]
fn cr_ends_lines_only_where_nothing_else_does() {
    let message = read("Subject: a\r b\rTo: x\r\rbody\r");
    assert_eq!(message.eol, Eol::Cr);
    assert_eq!(fields(&message), ["Subject| a\r b", "To| x"]);
    assert_eq!(codes(&message), ["mail.cr-line-ends"]);
    assert_eq!(message.unfolded(&message.headers[0]), b" a b");
    assert_eq!(joined(message.body_octets(), message.eol), "body\r\n");

    let message = read("Subject: a\rb\r\n\r\nbo\rdy\r\r\n");
    assert_eq!(fields(&message), ["Subject| a\rb"]);
    assert_eq!(message.findings[0].finding, Finding::BareCr { count: 3 });
    assert_eq!(
        joined(message.body_octets(), message.eol),
        "bo\rdy\r\r\n",
        "a CR inside a line is an octet like any other"
    );
}

#[test]
fn slices_with_crlf_join_to_what_goes_over_the_wire() {
    for (octets, eol, wire) in [
        ("a\r\nb", Eol::Crlf, "a\r\nb"),
        ("a\nb\n", Eol::Lf, "a\r\nb\r\n"),
        ("\n\n", Eol::Lf, "\r\n\r\n"),
        ("a\r\rb", Eol::Cr, "a\r\n\r\nb"),
        ("a\n\r\nb\r\n", Eol::Mixed, "a\r\n\r\nb\r\n"),
        ("a", Eol::None, "a"),
        ("", Eol::Mixed, ""),
    ] {
        assert_eq!(joined(octets.as_bytes(), eol), wire, "{octets:?} {eol:?}");
    }
    assert_eq!(
        with_crlf(b"a\r\nb\r\n", Eol::Crlf).count(),
        1,
        "a body as on the wire is hashed where it lies"
    );
}

#[test]
fn lines_join_to_the_octets_they_came_from() {
    for text in ["", "\n", "a\r\n\r\nb", "\r\r\n\n\r", "a\rb\rc"] {
        for eol in [Eol::None, Eol::Crlf, Eol::Lf, Eol::Cr, Eol::Mixed] {
            let again: Vec<u8> = lines(text.as_bytes(), eol)
                .flat_map(|line| [line.content, line.end].concat())
                .collect();
            assert_eq!(again, text.as_bytes(), "{text:?} {eol:?}");
        }
    }
}

#[test]
fn blank_lines_above_the_header_are_skipped_with_a_warning() {
    let message = read("\r\n \r\n\r\nFrom: a@b.example\r\n\r\nbody");
    assert_eq!(fields(&message), ["From| a@b.example"]);
    assert_eq!(message.body_octets(), b"body");
    let noted = &message.findings[0];
    assert_eq!(noted.finding, Finding::LeadingBlankLines { lines: 3 });
    assert_eq!(noted.span, Some(Span::new(0, 7)));
}

#[test]
fn the_line_of_a_mailbox_file_is_skipped() {
    let mbox = "From ann@example.org Mon Nov  2 10:00:00 2026\n";
    let message = read(&format!(
        "{mbox}X-Mozilla-Status: 0001\nFrom: a@b.example\n\n"
    ));
    assert_eq!(
        fields(&message),
        ["X-Mozilla-Status| 0001", "From| a@b.example"],
        "only the first line is no field"
    );
    assert_eq!(codes(&message), ["mail.mbox-line", "mail.lf-line-ends"]);
    assert_eq!(message.findings[0].span, Some(Span::new(0, mbox.len())));
}

#[test]
fn a_second_mailbox_line_is_no_field_though_it_holds_colons() {
    let message = read("To: x\nFrom ann@example.org Mon Nov  2 10:00:00 2026\nCc: y\n\n");
    assert_eq!(fields(&message), ["To| x", "Cc| y"]);
    assert_eq!(message.findings[0].finding, Finding::NotAField { lines: 1 });
}

#[test]
fn a_line_that_is_no_field_is_never_glued_to_the_one_above() {
    let text = "Subject: a\r\nlost its indent\r\n and this\r\nTo: x\r\n\r\n";
    let message = read(text);
    assert_eq!(fields(&message), ["Subject| a", "To| x"]);
    let noted = &message.findings[0];
    assert_eq!(noted.finding, Finding::NotAField { lines: 2 });
    assert_eq!(
        noted.span.map(|span| message.bytes(span)),
        Some(b"lost its indent\r\n and this\r\n".as_slice())
    );
}

#[test]
fn names_that_are_none() {
    for line in [": empty", "a b: c", "caf\u{e9}: c", "\u{1}x: c", "no colon"] {
        let message = read(&format!("To: x\r\n{line}\r\n\r\n"));
        assert_eq!(fields(&message), ["To| x"], "{line:?}");
        assert_eq!(codes(&message), ["mail.not-a-field"], "{line:?}");
    }
    let message = read("X-!#$%&'*+/=?^_`{|}~;<>@[]\\().,\": c\r\n\r\n");
    assert_eq!(message.headers.len(), 1, "any printable ASCII is a name");
}

#[test]
fn a_pasted_essay_says_so_a_few_times_at_most() {
    let text = "To: x\nnot\n".repeat(100) + "\n";
    let message = read(&text);
    assert_eq!(message.headers.len(), 100);
    let skipped: Vec<usize> = message
        .findings
        .iter()
        .filter_map(|noted| match noted.finding {
            Finding::NotAField { lines } => Some(lines),
            _ => None,
        })
        .collect();
    assert_eq!(skipped.len(), 17);
    assert_eq!(skipped.iter().sum::<usize>(), 100, "none is left out");
}

#[test]
fn an_empty_paste_has_one_finding() {
    for text in ["", " ", "\r\n\r\n", " \t\n"] {
        assert_eq!(codes(&read(text)), ["mail.empty"], "{text:?}");
    }
}

#[test]
fn what_is_no_mail_has_no_header() {
    assert_eq!(codes(&read("x")), ["mail.no-header"]);
    assert_eq!(codes(&read("hello\nworld\n")), ["mail.no-header"]);
    let message = read("\u{0}\u{1}PNG\r\n\u{1a}\n");
    assert_eq!(codes(&message), ["mail.binary"]);
    assert!(message.headers.is_empty());
}

#[test]
fn nul_octets_are_counted_and_shown() {
    let message = read("Subject: a\0b\r\n\r\n\0");
    assert_eq!(message.findings[0].finding, Finding::Nul { count: 2 });
    assert_eq!(message.findings[0].span, Some(Span::new(10, 11)));
    assert_eq!(fields(&message), ["Subject| a\0b"]);
}

#[test]
fn octets_that_are_no_utf_8_stay_as_they_are() {
    let octets = b"Subject: \xfc\xff\r\n\r\n\xe9".to_vec();
    let message = Message::parse(octets.clone());
    assert_eq!(message.octets(), octets);
    assert_eq!(message.value(&message.headers[0]), b" \xfc\xff");
    assert_eq!(codes(&message), [""; 0]);
}

#[test]
fn more_fields_than_are_read_leave_the_body_where_it_is() {
    let text = "X: y\r\n z\r\n".repeat(limits::HEADERS + 5) + "\r\nbody";
    let message = read(&text);
    assert_eq!(message.headers.len(), limits::HEADERS);
    assert_eq!(message.body_octets(), b"body");
    assert_eq!(codes(&message), ["mail.too-many-headers"]);
}

#[test]
fn a_paste_past_the_cap_is_not_read() {
    let mut octets = b"From: a@b.example\r\n\r\n".to_vec();
    octets.resize(limits::MESSAGE_OCTETS, b'x');
    let message = Message::parse(octets.clone());
    assert_eq!(message.headers.len(), 1);
    octets.push(b'x');
    let message = Message::parse(octets);
    assert_eq!(codes(&message), ["mail.too-large"]);
    assert!(message.headers.is_empty());
    assert_eq!(message.body, None);
}
