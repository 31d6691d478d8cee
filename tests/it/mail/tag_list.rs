//! Tag lists as signatures, keys and policies write them.

use mailprism::engine::limits;
use mailprism::engine::mail::tag_list::{self, FaultKind};

/// The tags as `name=value`, the faults as their names with the text they are about.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let list = tag_list::parse(text.as_bytes(), 0);
    let tags = list
        .tags
        .iter()
        .map(|tag| format!("{}={}", tag.name, String::from_utf8_lossy(&tag.value)))
        .collect();
    let faults = list
        .faults
        .iter()
        .map(|fault| {
            let kind = match &fault.kind {
                FaultKind::NoEquals => "no equals".to_owned(),
                FaultKind::BadName => "bad name".to_owned(),
                FaultKind::Duplicate { name } => format!("duplicate {name}"),
                FaultKind::BadValue { name } => format!("bad value {name}"),
                FaultKind::TooMany => "too many".to_owned(),
            };
            let about = String::from_utf8_lossy(fault.span.of(text.as_bytes())).into_owned();
            format!("{kind}: {about}")
        })
        .collect();
    (tags, faults)
}

#[test]
fn lists_that_the_grammar_allows() {
    let rows: [(&str, &[&str]); 10] = [
        ("v=1; a=b", &["v=1", "a=b"]),
        ("v=DMARC1;p=reject;", &["v=DMARC1", "p=reject"]),
        ("v=DMARC1; p=reject; ", &["v=DMARC1", "p=reject"]),
        (
            " v = DMARC1 ; p = quarantine ;",
            &["v=DMARC1", "p=quarantine"],
        ),
        ("b=abc\r\n\t def;\r\n c=x", &["b=abc\r\n\t def", "c=x"]),
        ("b=abc\n def", &["b=abc\n def"]),
        ("p=", &["p="]),
        ("p= ;n=a b  c", &["p=", "n=a b  c"]),
        ("b=a==; h=From:To : Cc", &["b=a==", "h=From:To : Cc"]),
        ("V=1; _x=1", &["V=1"]),
    ];
    for (text, tags) in rows {
        let (found, faults) = read(text);
        assert_eq!(found, tags, "{text:?}");
        let expected = usize::from(text.contains("_x"));
        assert_eq!(faults.len(), expected, "{text:?}: {faults:?}");
    }
    assert_eq!(read(""), (vec![], vec![]));
    assert_eq!(read(" \r\n "), (vec![], vec![]));
}

#[test]
fn each_departure_is_a_fault_with_its_place() {
    for (text, tags, faults) in [
        ("k=rsa; p", vec!["k=rsa"], vec!["no equals: p"]),
        ("k=rsa;; p=x", vec!["k=rsa", "p=x"], vec!["no equals: "]),
        (";k=rsa", vec!["k=rsa"], vec!["no equals: "]),
        ("=x", vec![], vec!["bad name: "]),
        (
            "1a=x; a-b=y; a b=z",
            vec![],
            vec!["bad name: 1a", "bad name: a-b", "bad name: a b"],
        ),
        (
            "a=1; b=2; a=3",
            vec!["a=1", "b=2", "a=3"],
            vec!["duplicate a: a"],
        ),
        ("a=1; A=2", vec!["a=1", "A=2"], vec![]),
        (
            "a=x\u{1}y; b=ok",
            vec!["a=x\u{1}y", "b=ok"],
            vec!["bad value a: x\u{1}y"],
        ),
        ("a=x\0", vec!["a=x\0"], vec!["bad value a: x\0"]),
        ("v=DKIM1 k=rsa p=abc", vec!["v=DKIM1 k=rsa p=abc"], vec![]),
    ] {
        let found = read(text);
        assert_eq!(found.0, tags, "{text:?}");
        assert_eq!(found.1, faults, "{text:?}");
    }
}

#[test]
fn internationalized_values_are_utf_8_and_nothing_else() {
    let list = tag_list::parse("d=例え.jp; i=@例え.jp".as_bytes(), 0);
    assert!(list.faults.is_empty());
    assert_eq!(
        list.get("d").map(|tag| tag.value.as_slice()),
        Some("例え.jp".as_bytes())
    );
    let list = tag_list::parse(b"d=caf\xe9.example", 0);
    assert_eq!(list.faults.len(), 1, "Latin-1 is no tag value");
}

#[test]
fn spans_point_into_the_message() {
    let message = b"DKIM-Signature: v=1;\r\n b = abc\r\n def ; x";
    let list = tag_list::parse(&message[15..], 15);
    let tag = list.get("b").expect("b= is there");
    assert_eq!(tag.name_span.of(message), b"b");
    assert_eq!(tag.span.of(message), b"abc\r\n def");
    assert_eq!(list.faults[0].span.of(message), b"x");
}

#[test]
fn the_first_of_two_tags_is_the_one_found() {
    let list = tag_list::parse(b"p=one; p=two", 0);
    assert_eq!(
        list.get("p").map(|tag| tag.value.as_slice()),
        Some(b"one".as_slice())
    );
    assert_eq!(list.get("P"), None);
}

#[test]
fn a_list_of_a_thousand_tags_is_cut() {
    let text: String = (0..1000).map(|n| format!("t{n}=x;")).collect();
    let list = tag_list::parse(text.as_bytes(), 0);
    assert_eq!(list.tags.len(), limits::TAGS);
    assert_eq!(
        list.faults.last().map(|f| &f.kind),
        Some(&FaultKind::TooMany)
    );
    let list = tag_list::parse(&b";".repeat(100_000), 0);
    assert_eq!(list.faults.len(), limits::TAGS + 1);
    assert_eq!(
        list.faults.last().map(|f| &f.kind),
        Some(&FaultKind::TooMany)
    );
}
