//! Encoded words and raw octets, Japanese ones above all.

use mailprism::engine::mail::encoded::{decode, text};

/// The chunks as `charset:octets`, octets beyond ASCII and escapes written out.
fn chunks(octets: &[u8]) -> Vec<String> {
    decode(octets)
        .iter()
        .map(|chunk| format!("{}:{}", chunk.charset, chunk.octets.escape_ascii()))
        .collect()
}

#[test]
fn encoded_words_become_octets_with_their_charset() {
    let rows: [(&str, &[&str]); 19] = [
        ("plain text", &["us-ascii:plain text"]),
        ("", &[]),
        (
            "=?UTF-8?Q?caf=C3=A9_au_lait?=",
            &["utf-8:caf\\xc3\\xa9 au lait"],
        ),
        (
            "=?utf-8?b?44GC44GE?=",
            &["utf-8:\\xe3\\x81\\x82\\xe3\\x81\\x84"],
        ),
        (
            "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=",
            &["iso-2022-jp:\\x1b$BF|K\\\\\\x1b(B"],
        ),
        ("=?Shift_JIS?B?k/qWew==?=", &["shift_jis:\\x93\\xfa\\x96{"]),
        ("=?EUC-JP?B?xvzL3A==?=", &["euc-jp:\\xc6\\xfc\\xcb\\xdc"]),
        // RFC 2047 §6.2, and a language (RFC 2231 §5).
        ("=?utf-8?q?a?= =?utf-8?q?b?=", &["utf-8:ab"]),
        ("=?utf-8?q?a?=\r\n =?UTF-8*de?q?b?=", &["utf-8:ab"]),
        ("=?utf-8?q?a?= b", &["utf-8:a", "us-ascii: b"]),
        ("a =?utf-8?q?b?=", &["us-ascii:a ", "utf-8:b"]),
        ("=?utf-8?q?a?= =?euc-jp?q?b?=", &["utf-8:a", "euc-jp:b"]),
        ("=?utf-8?q?a?==?utf-8?q?b?=", &["utf-8:ab"]),
        // Two words that share one character.
        (
            "=?utf-8?b?44E=?= =?utf-8?b?gg==?=",
            &["utf-8:\\xe3\\x81\\x82"],
        ),
        // Careless encoders.
        ("=?utf-8?q?a b?=", &["utf-8:a b"]),
        (
            "=?utf-8?b?44GC 44GE?=",
            &["utf-8:\\xe3\\x81\\x82\\xe3\\x81\\x84"],
        ),
        (
            "=?utf-8?b?44GC44GE!?=",
            &["utf-8:\\xe3\\x81\\x82\\xe3\\x81\\x84"],
        ),
        ("=?utf-8?q?50=_=4?=", &["utf-8:50= =4"]),
        (
            "\"=?utf-8?q?a?=\" <",
            &["us-ascii:\\\"", "utf-8:a", "us-ascii:\\\" <"],
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(chunks(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn what_only_looks_like_an_encoded_word_stays_raw() {
    for text in [
        "=?utf-8?q?a",
        "=?utf-8?q?a?",
        "=?utf-8?x?a?=",
        "=?utf-8?q",
        "=??q?a?=",
        "=?=?=?=?",
        "a = b ?= c",
        "=?utf 8?q?a?=",
    ] {
        assert_eq!(chunks(text.as_bytes()), [format!("us-ascii:{text}")]);
    }
}

#[test]
fn raw_octets_are_guessed_with_care() {
    assert_eq!(
        chunks("日本".as_bytes()),
        ["utf-8:\\xe6\\x97\\xa5\\xe6\\x9c\\xac"]
    );
    assert_eq!(chunks(b"caf\xe9"), ["unknown-8bit:caf\\xe9"]);
    assert_eq!(
        chunks(b"\x1b$BF|K\\\x1b(B"),
        ["iso-2022-jp:\\x1b$BF|K\\\\\\x1b(B"]
    );
    assert_eq!(
        chunks(b"\x1b[31mred"),
        ["us-ascii:\\x1b[31mred"],
        "a terminal's escape"
    );
    assert_eq!(chunks(b"a\r\n\tb"), ["us-ascii:a\\tb"]);
}

#[test]
fn without_a_decoder_a_foreign_character_is_one_mark() {
    for (octets, shown) in [
        (b"=?utf-8?b?44GC?= x".as_slice(), "あ x"),
        (b"=?iso-8859-1?q?caf=E9?=", "café"),
        (b"=?iso-2022-jp?b?YRskQkZ8S1wbKEJi?=", "a\u{fffd}\u{fffd}b"),
        (b"=?shift_jis?b?k/qWew==?=", "\u{fffd}\u{fffd}"),
        (b"=?euc-jp?b?xvzL3A==?=", "\u{fffd}\u{fffd}"),
        (b"caf\xe9", "caf\u{fffd}"),
    ] {
        assert_eq!(text(&decode(octets)), shown);
    }
}

#[test]
fn the_second_octet_of_a_character_is_never_taken_for_ascii() {
    // 0x83 0x40 is one katakana letter in Shift_JIS; its second octet is ASCII's @.
    assert!(!text(&decode(b"=?shift_jis?b?g0A=?=")).contains('@'));
    // ESC $ B ! @ is one sign in ISO-2022-JP.
    assert!(!text(&decode(b"\x1b$B!@\x1b(B")).contains('@'));
    // Half-width katakana stand alone, and the @ behind one is one.
    assert!(text(&decode(b"=?shift_jis?b?sUA=?=")).contains('@'));
}
