//! Address lists: the grammar, its obsolete forms, and what is neither.

use mailprism::engine::limits;
use mailprism::engine::mail::address::{self, AddressList};

/// The list as text: `display|local@domain`, then `+damaged` and `+ambiguous`.
fn shown(list: &AddressList) -> String {
    let addresses: Vec<String> = list
        .addresses
        .iter()
        .map(|address| {
            let display = address.display.as_deref().unwrap_or_default();
            format!("{}|{}", String::from_utf8_lossy(display), address.text())
        })
        .collect();
    let mut shown = addresses.join(" & ");
    if list.damaged.is_some() {
        shown += " +damaged";
    }
    if list.ambiguous.is_some() {
        shown += " +ambiguous";
    }
    shown
}

fn read(text: &str) -> String {
    shown(&address::parse(text.as_bytes(), 0))
}

#[test]
fn what_the_grammar_allows() {
    for (text, expected) in [
        ("ann@example.org", "|ann@example.org"),
        (" <ann@example.org>", "|ann@example.org"),
        ("Ann <ann@example.org>", "Ann|ann@example.org"),
        ("Ann B. Cee <ann@example.org>", "Ann B. Cee|ann@example.org"),
        ("\"Cee, Ann\" <ann@example.org>", "Cee, Ann|ann@example.org"),
        (
            "\"a \\\"b\\\" \\\\c\" <ann@example.org>",
            "a \"b\" \\c|ann@example.org",
        ),
        ("\"\" <ann@example.org>", "|ann@example.org"),
        ("ann@example.org (Ann)", "Ann|ann@example.org"),
        (
            "(c (nested \\) too)) Ann <ann@example.org> (x)",
            "Ann|ann@example.org",
        ),
        ("Ann\r\n\t<ann@example.org>", "Ann|ann@example.org"),
        (
            "\"folded\r\n name\" <ann@example.org>",
            "folded name|ann@example.org",
        ),
        ("a@x.example, b@y.example", "|a@x.example & |b@y.example"),
        (
            "A <a@x.example>,\r\n B <b@y.example>",
            "A|a@x.example & B|b@y.example",
        ),
        (
            "Team: a@x.example, B <b@y.example>;",
            "|a@x.example & B|b@y.example",
        ),
        ("undisclosed-recipients:;", ""),
        (
            "A: a@x.example;, B: b@y.example;",
            "|a@x.example & |b@y.example",
        ),
        ("\"john smith\"@example.org", "|\"john smith\"@example.org"),
        ("\"john\"@example.org", "|john@example.org"),
        ("\"a@b\"@example.org", "|\"a@b\"@example.org"),
        ("user+tag=x/y@example.org", "|user+tag=x/y@example.org"),
        ("ann@[192.0.2.1]", "|ann@[192.0.2.1]"),
        ("ann@[IPv6:2001:db8::1]", "|ann@[IPv6:2001:db8::1]"),
        ("用户@例え.jp", "|用户@例え.jp"),
        (
            "=?utf-8?q?Ann?= <ann@example.org>",
            "=?utf-8?q?Ann?=|ann@example.org",
        ),
        ("root", "|root"),
        ("root (Cron Daemon)", "Cron Daemon|root"),
        ("", ""),
        (" (nobody) ", ""),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn the_obsolete_forms() {
    for (text, expected) in [
        ("ann . b @ example . org", "|ann.b@example.org"),
        ("ann(c)@(c)example(c).(c)org", "c|ann@example.org"),
        ("\"ann\".b.\"c\"@example.org", "|ann.b.c@example.org"),
        (
            "<@relay.example,@b.example:ann@example.org>",
            "|ann@example.org",
        ),
        (
            "Ann <@relay.example:ann@example.org>",
            "Ann|ann@example.org",
        ),
        (",, ann@example.org,,", "|ann@example.org"),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn careless_lists_whose_addresses_are_clear() {
    for (text, expected) in [
        ("Foo, Inc. <x@foo.example>", "Inc.|x@foo.example +damaged"),
        ("Ann <ann@example.org", "Ann|ann@example.org +damaged"),
        ("Ann ann@example.org", "Ann|ann@example.org +damaged"),
        ("ann@example.org>", "|ann@example.org +damaged"),
        (
            "a@x.example; b@y.example",
            "|a@x.example & |b@y.example +damaged",
        ),
        (
            "<a@x.example> <b@y.example>",
            "|a@x.example & |b@y.example +damaged",
        ),
        ("Ann <ann@example.org> Bee", "Ann|ann@example.org +damaged"),
        ("Team: a@x.example", "|a@x.example +damaged"),
        ("ann@example.org.", "|ann@example.org. +damaged"),
        // Given out by Japanese carriers for years, and still in use.
        ("a..b.@docomo.example", "|a..b.@docomo.example +damaged"),
        (".ann@example.org", "|.ann@example.org +damaged"),
        ("Ann [x] <ann@example.org>", "Ann|ann@example.org +damaged"),
        (
            "a@x.example <b@y.example>",
            "a@x.example|b@y.example +damaged",
        ),
        (
            "=?utf-8?q?Foo,_Inc.?= <x@foo.example>",
            "=?utf-8?q?Foo,_Inc.?=|x@foo.example +damaged",
        ),
        ("John Smith", " +damaged"),
        ("Ann <>", " +damaged"),
        (
            "A\u{1}nn <ann@example.org>",
            "A\u{1}nn|ann@example.org +damaged",
        ),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn lists_that_readers_may_read_as_other_addresses() {
    for text in [
        "a@x.example@y.example",
        "<a@x.example@y.example>",
        "a@x.example b@y.example",
        "a@exa mple.org",
        "@example.org",
        "a@, b@y.example",
        "a@ <b@y.example>",
        "<a@x.example, b@y.example>",
        "<a b@x.example>",
        "<mailto:a@x.example>",
        "<a@x.example b>",
        "a@\"x.example\"",
        "\"Ann <ann@example.org>",
        "ann@example.org (unclosed",
        "ann@[192.0.2.1",
        "=?utf-8?q?<b@y.example>?= <a@x.example>",
        "A: B: a@x.example;;",
        ":a@x.example",
    ] {
        let list = address::parse(text.as_bytes(), 0);
        assert!(list.ambiguous.is_some(), "{text:?}: {}", shown(&list));
    }
}

#[test]
fn every_address_that_any_reader_may_see_is_counted() {
    for (text, expected) in [
        (
            "a@x.example b@y.example",
            "|a@x.example & |b@y.example +ambiguous",
        ),
        (
            "<a@x.example, b@y.example>",
            "|a@x.example & |b@y.example +damaged +ambiguous",
        ),
        (
            "<a@x.example b> c@z.example",
            "|a@x.example & |c@z.example +damaged +ambiguous",
        ),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn only_a_domain_with_a_wire_form_has_a_name() {
    for (text, name) in [
        ("a@Example.ORG", Some("example.org")),
        ("a@example.org.", Some("example.org")),
        ("a@例え.jp", Some("xn--r8jz45g.jp")),
        ("a@bücher。example", Some("xn--bcher-kva.example")),
        ("a@localhost", Some("localhost")),
        ("a@[192.0.2.1]", None),
        ("a@x..example", None),
        ("a", None),
        ("a@exa\u{1}mple.org", None),
    ] {
        let list = address::parse(text.as_bytes(), 0);
        let found = list.addresses[0].name.as_ref().map(ToString::to_string);
        assert_eq!(found.as_deref(), name, "{text:?}");
    }
    let long = format!("a@{}.example", "x".repeat(64));
    assert_eq!(address::parse(long.as_bytes(), 0).addresses[0].name, None);
    let list = address::parse(b"a@caf\xe9.example", 0);
    assert_eq!(list.addresses[0].name, None, "Latin-1 is no U-label");
}

#[test]
fn the_span_is_the_address_without_its_name() {
    let message = "From: Ann (c) < ann @ example . org > (x), b@y.example";
    let list = address::parse(&message.as_bytes()[5..], 5);
    let places: Vec<&str> = list
        .addresses
        .iter()
        .map(|address| &message[address.span.start..address.span.end])
        .collect();
    assert_eq!(places, ["ann @ example . org", "b@y.example"]);
}

#[test]
fn a_thousand_addresses_are_enough() {
    let text = "a@x.example,".repeat(limits::ADDRESSES + 1);
    let list = address::parse(text.as_bytes(), 0);
    assert_eq!(list.addresses.len(), limits::ADDRESSES);
    assert_eq!(
        list.cut.map(|span| span.start),
        Some(12 * limits::ADDRESSES)
    );
    let list = address::parse(&text.as_bytes()[12..], 0);
    assert_eq!(list.cut, None);
}
