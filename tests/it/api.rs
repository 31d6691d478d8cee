//! The JSON that leaves the program: its fields, their order, and what JavaScript can hold.

use mailprism::api::{self, Verification};
use mailprism::engine::crypto::Checked;
use mailprism::engine::prepare::prepare;
use mailprism::engine::verify::verify;
use mailprism::play::Case;
use serde_json::Value;

const CASE: &[u8] = b"Case: 1\nMade: 2026-11-02T00:12:04Z mailprism/0.1.0\n\
    Dns: bulk.example.com TXT ok noad 300 1793578324 cloudflare \"v=spf1 include:spf.example.net -all\"\n\
    Dns: spf.example.net TXT ok ad 60 1793578324 cloudflare \"v=spf1 ip4:203.0.113.0/24 ?all\"\n\
    Dns: _dmarc.example.com TXT ok ad 300 1793578324 cloudflare \"v=DMARC1; p=none; np=reject\"\n\
    Dns: _dmarc.com TXT nxdomain\n\
    Dns: _dmarc.bulk.example.com TXT nodata\n\
    Dns: relay.example.net TXT alias - - - - spf.example.net\n\
    Dns: relay.example.net TXT ok - 60 - - \"v=spf1 -all\"\n\
    Dns: s1._domainkey.example.com TXT servfail - - - google\n\
    \n\
    Return-Path: <bounce@bulk.example.com>\r\n\
    Received: from relay.example.net (relay.example.net [203.0.113.5])\r\n\
    \tby mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 00:12:00 +0000\r\n\
    DKIM-Signature: v=1; a=rsa-sha256; c=relaxed; d=example.com; s=s1; h=from:to:to;\r\n\
    \tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; l=18446744073709551615;\r\n\
    \tt=99999999999; b=AAAA\r\n\
    From: \"Bill \\\" \xe3\x81\x82 \x01\xff\" <billing@example.com>\r\n\
    To: taro@example.org\r\n\
    Subject: hello\r\n\r\nhello\r\n";

fn exported(octets: &[u8]) -> String {
    let case = Case::parse(octets).expect("a case");
    let inputs = case.inputs(0);
    let prepared = prepare(case.message);
    let report = verify(&prepared, &inputs, &case.answers, &mut Checked::default());
    api::json(&Verification::new(
        &report,
        &prepared.message,
        &inputs,
        &case.answers,
    ))
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// Calls `each` for every value, however deep.
fn walk(value: &Value, each: &mut impl FnMut(&Value)) {
    each(value);
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, each)),
        Value::Object(fields) => fields.values().for_each(|value| walk(value, each)),
        _ => {}
    }
}

#[test]
fn the_promised_fields_are_there() {
    let found: Value = serde_json::from_str(&exported(CASE)).expect("JSON");
    assert_eq!(found["version"], 1);
    assert_eq!(
        found["program"],
        concat!("mailprism/", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(found["now"], "2026-11-02T00:12:04Z");
    assert_eq!(found["verdict"], "authenticated");
    assert_eq!(found["spf"]["result"], "pass");
    assert_eq!(found["spf"]["lookups"], 1);
    let include = &found["spf"]["trace"]["terms"][0];
    assert_eq!(include["term"], "include:spf.example.net");
    assert_eq!(include["matched"], true);
    assert_eq!(include["inner"]["result"], "pass");
    let signature = &found["dkim"][0];
    assert_eq!(signature["result"], "temperror");
    assert_eq!(signature["domain"], "example.com");
    assert_eq!(signature["selector"], "s1");
    assert!(signature["findings"].is_array());
    assert_eq!(signature["signed"][0]["name"], "from");
    assert_eq!(
        signature["signed"][2]["span"],
        Value::Null,
        "the second To is not there"
    );
    assert_eq!(found["arc"], Value::Null);
    assert_eq!(found["dmarc"]["result"], "pass");
    assert_eq!(found["dmarc"]["policy"]["np"], "reject");
    assert_eq!(found["dmarc"]["identifiers"][0]["aligned"], true);
    assert_eq!(found["hops"][0]["with"], "ESMTPS");
    assert_eq!(found["hops"][0]["time"], "2026-11-02T00:12:00Z");
    assert_eq!(found["needs"], Value::Array(vec![]));
    let servfail = found["dns"]
        .as_array()
        .expect("questions")
        .iter()
        .find(|asked| asked["by"] == "dkim[0]")
        .expect("the key was asked for");
    assert_eq!(servfail["answer"]["status"], "servfail");
    let alias = found["dns"]
        .as_array()
        .expect("questions")
        .iter()
        .find(|asked| asked["name"] == "relay.example.net")
        .expect("HELO was asked for");
    assert_eq!(alias["by"], "helo");
    assert_eq!(alias["answer"]["aliases"][0], "spf.example.net");
    assert_eq!(alias["answer"]["at"], Value::Null);
    for finding in found["findings"].as_array().expect("findings") {
        assert!(finding["code"].is_string() && finding["rfc"].is_number());
    }
}

#[test]
fn fields_keep_their_order() {
    let text = exported(CASE);
    // serde_json's map sorts its keys, so the order is read from the text.
    let at = |key: &str| {
        text.find(&format!("\n  \"{key}\":"))
            .unwrap_or_else(|| panic!("{key}"))
    };
    let order = [
        "version",
        "program",
        "now",
        "verdict",
        "author",
        "envelope",
        "spf",
        "helo",
        "dkim",
        "arc",
        "dmarc",
        "authors",
        "hops",
        "claims",
        "reconciliation",
        "findings",
        "dns",
        "needs",
        "repaired",
    ];
    assert!(order.map(at).is_sorted());
    let found: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(keys(&found).len(), order.len());
    assert_eq!(exported(CASE), text, "the same input gives the same octets");
}

#[test]
fn javascript_can_hold_every_number_and_the_text_is_what_its_json_writes() {
    let text = exported(CASE);
    let found: Value = serde_json::from_str(&text).expect("JSON");
    let mut numbers = 0;
    walk(&found, &mut |value| {
        if let Value::Number(number) = value {
            let number = number.as_u64().expect("a whole number");
            assert!(number < 1 << 53, "{number}");
            numbers += 1;
        }
    });
    assert!(numbers > 20);
    assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
    assert!(!text.contains('\r') && !text.contains('\t'));
    // `JSON.stringify` writes control characters as escapes with lower-case digits, everything else
    // as it is, and empty arrays closed at once.
    assert!(text.contains("\\u0001") && text.contains('あ') && text.contains("[]"));
}

#[test]
fn a_message_without_an_author_domain_has_a_dmarc_result_all_the_same() {
    let found: Value =
        serde_json::from_str(&exported(b"Case: 1\n\nSubject: x\n\nhello\n")).expect("JSON");
    assert_eq!(found["dmarc"]["result"], "permerror");
    assert_eq!(found["dmarc"]["disposition"], "none");
    assert_eq!(found["verdict"], "not-authenticated");
}
