//! Who the author is, and what in From may make a reader see somebody else.

use mailprism::engine::limits;
use mailprism::engine::mail::{Author, Finding, Message};

fn read(header: &str) -> (Author, Vec<Finding>) {
    let message = Message::parse(format!("{header}\r\n\r\n").into_bytes());
    let (author, noted) = Author::read(&message);
    (author, noted.into_iter().map(|n| n.finding).collect())
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.entry().code).collect()
}

/// The author domain DMARC is evaluated for, and the codes of the findings.
fn judged(header: &str) -> (Option<String>, Vec<&'static str>) {
    let (author, findings) = read(header);
    (author.domain().map(ToString::to_string), codes(&findings))
}

#[test]
fn a_plain_author_has_no_findings() {
    for header in [
        "From: Ann <ann@example.org>",
        "FROM: ann@Example.ORG",
        "From : \"Cee, Ann\"\r\n <ann@example.org>",
        "From: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= <ann@example.org>",
        "From: ann@example.org (Ann)",
        "From: \"ann@example.org\" <ann@example.org>",
        "From: \"ann@news.example.org\" <ann@example.org>",
        "From: \"john smith\"@example.org",
        "From: Team: ann@example.org;",
    ] {
        assert_eq!(
            judged(header),
            (Some("example.org".into()), vec![]),
            "{header}"
        );
    }
}

#[test]
fn no_from_field() {
    assert_eq!(judged("Sender: a@b.example"), (None, vec!["mail.no-from"]));
}

#[test]
fn two_from_fields_have_no_author_domain_even_if_they_agree() {
    let header = "From: a@x.example\r\nTo: y\r\nFrom: b@x.example";
    let (author, findings) = read(header);
    assert_eq!(author.domain(), None);
    assert_eq!(author.addresses.len(), 2);
    assert_eq!(findings[0], Finding::SeveralFrom { count: 2 });
}

#[test]
fn a_from_put_on_top_of_a_signed_one_is_seen() {
    let (author, findings) = read("From: b@evil.example\r\nFrom: a@bank.example");
    let domains: Vec<String> = author.domains.iter().map(ToString::to_string).collect();
    assert_eq!(domains, ["evil.example", "bank.example"]);
    assert_eq!(
        codes(&findings),
        ["mail.several-from", "mail.several-author-domains"]
    );
}

#[test]
fn several_authors_of_one_domain_are_one_author_domain() {
    let (domain, codes) = judged("From: a@x.example, B <b@X.example>");
    assert_eq!(domain.as_deref(), Some("x.example"));
    assert_eq!(codes, ["mail.several-authors"]);
    let (domain, codes) = judged("From: a@x.example, b@y.example");
    assert_eq!(domain, None);
    assert_eq!(codes, ["mail.several-author-domains"]);
}

#[test]
fn authors_without_a_domain() {
    for header in ["From: root", "From: a@[192.0.2.1]", "From: a@x..example"] {
        let (domain, codes) = judged(header);
        assert_eq!(domain, None, "{header}");
        assert_eq!(
            codes.last(),
            Some(&"mail.author-without-domain"),
            "{header}"
        );
    }
    let (domain, codes) = judged("From: a@x.example, b@[192.0.2.1]");
    assert_eq!(domain, None, "half an author is none");
    assert_eq!(
        codes,
        ["mail.author-without-domain", "mail.several-authors"]
    );
}

#[test]
fn what_holds_no_address_is_unreadable() {
    for header in [
        "From:",
        "From: John Smith",
        "From: undisclosed:;",
        "From: <>",
    ] {
        let (domain, codes) = judged(header);
        assert_eq!(domain, None, "{header}");
        assert!(
            codes.contains(&"mail.unreadable-from"),
            "{header}: {codes:?}"
        );
    }
}

#[test]
fn u_labels_become_a_labels_and_the_finding_says_so() {
    let (author, findings) = read("From: 山田 <yamada@Bücher。例え.jp>");
    let domain = author.domain().expect("one domain").to_string();
    assert_eq!(domain, "xn--bcher-kva.xn--r8jz45g.jp");
    assert!(
        matches!(&findings[0], Finding::AuthorULabels { written, name }
            if written == "Bücher。例え.jp" && name.to_string() == domain),
        "{findings:?}"
    );
}

#[test]
fn careless_writing_is_noted_and_still_judged() {
    let (domain, codes) = judged("From: Foo, Inc. <x@foo.example>");
    assert_eq!(domain.as_deref(), Some("foo.example"));
    assert_eq!(codes, ["mail.damaged-from"]);
}

#[test]
fn what_can_be_read_in_two_ways_has_no_author_domain() {
    for header in [
        "From: a@bank.example@evil.example",
        "From: <a@bank.example b>",
        "From: a@evil.example (\r\n <b@bank.example>",
        "From: =?utf-8?q?<b@bank.example>?= <a@evil.example>",
    ] {
        let (domain, codes) = judged(header);
        assert_eq!(domain, None, "{header}");
        assert!(
            codes.contains(&"mail.ambiguous-from"),
            "{header}: {codes:?}"
        );
    }
}

#[test]
fn a_display_name_that_shows_another_address() {
    for (name, shown) in [
        ("\"ceo@bank.example\"", "ceo@bank.example"),
        ("\"CEO <ceo@bank.example>\"", "ceo@bank.example"),
        ("\"support via help@bank.example.\"", "help@bank.example"),
        ("=?utf-8?q?ceo=40bank.example?=", "ceo@bank.example"),
        ("=?utf-8?b?Y2Vv77ygYmFuay5leGFtcGxl?=", "ceo@bank.example"),
        (
            "=?iso-2022-jp?b?GyRCRnxLXBsoQiBjZW9AYmFuay5leGFtcGxl?=",
            "ceo@bank.example",
        ),
    ] {
        let (author, findings) = read(&format!("From: {name} <a@evil.example>"));
        assert!(author.domain().is_some(), "{name}: the verdict stands");
        let found = findings.iter().find_map(|finding| match finding {
            Finding::NameShowsAddress { shown, domain } => Some((shown.as_str(), domain)),
            _ => None,
        });
        assert_eq!(found.map(|(shown, _)| shown), Some(shown), "{name}");
        assert_eq!(
            found.map(|(_, d)| d.to_string()).as_deref(),
            Some("evil.example")
        );
    }
}

#[test]
fn a_display_name_that_only_looks_like_one() {
    for name in [
        "\"Ann @ Work\"",
        "\"ann@work\"",
        "\"@example\"",
        "\"a@b.evil.example\"",
        "=?shift_jis?b?g0AuY29t?=",
    ] {
        let (_, findings) = read(&format!("From: {name} <a@evil.example>"));
        assert_eq!(codes(&findings), [""; 0], "{name}");
    }
}

#[test]
fn a_second_reader_that_sees_another_address_is_heard() {
    for (header, ours, theirs) in [
        ("From: a(c)@b(d).example", vec!["a@b.example"], vec!["@b"]),
        (
            "From: <@r.example:a@b.example>",
            vec!["a@b.example"],
            vec!["@r.example:a@b.example"],
        ),
        (
            "From: a@bank.example@evil.example",
            vec![],
            vec!["a@bank.example@evil.example"],
        ),
    ] {
        let (_, findings) = read(header);
        let differ = findings.iter().find_map(|finding| match finding {
            Finding::ReadersDiffer { ours, theirs } => Some((ours.clone(), theirs.clone())),
            _ => None,
        });
        let (found_ours, found_theirs) = differ.expect(header);
        assert_eq!(found_ours, ours, "{header}");
        assert_eq!(found_theirs, theirs, "{header}");
    }
}

#[test]
fn line_ends_of_a_text_editor_make_no_readers_differ() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("From: Ann{end} <ann@example.org>{end}To: x{end}{end}");
        let (author, findings) = Author::read(&Message::parse(text.into_bytes()));
        assert_eq!(
            author.domain().map(ToString::to_string).as_deref(),
            Some("example.org")
        );
        assert_eq!(findings, [], "{end:?}");
    }
}

#[test]
fn the_place_of_the_address_is_kept() {
    let text = "To: x\r\nFrom: Ann <ann@example.org>\r\n\r\n";
    let message = Message::parse(text.as_bytes().to_vec());
    let (author, _) = Author::read(&message);
    assert_eq!(message.bytes(author.addresses[0].span), b"ann@example.org");
}

#[test]
fn a_thousand_authors_and_one_have_no_author_domain() {
    let list = "a@x.example,\r\n ".repeat(limits::ADDRESSES + 1);
    let (author, findings) = read(&format!("From: {}", list.trim_end_matches(",\r\n ")));
    assert_eq!(author.addresses.len(), limits::ADDRESSES);
    assert_eq!(author.domain(), None);
    assert!(codes(&findings).contains(&"mail.too-many-addresses"));

    let fields = "From: a@x.example\r\n".repeat(2_000);
    let (author, findings) = read(fields.trim_end());
    assert_eq!(author.addresses.len(), limits::ADDRESSES);
    assert_eq!(findings[0], Finding::SeveralFrom { count: 2_000 });
    assert!(findings.len() < 6, "each kind once: {findings:?}");
}

#[test]
fn a_from_too_long_to_compare_says_so() {
    let name = "x".repeat(limits::COMPARED_FROM_OCTETS);
    let (domain, codes) = judged(&format!("From: {name} <a@x.example>"));
    assert_eq!(domain.as_deref(), Some("x.example"));
    assert_eq!(codes, ["mail.long-from"]);
}
