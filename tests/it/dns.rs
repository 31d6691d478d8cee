//! DNS from lines and from the wire: what is read, what is refused, and that nothing hostile does
//! more than be malformed.

use std::fmt::Write;
use std::time::{Duration, Instant};

use mailprism::engine::dns::name::NameError;
use mailprism::engine::dns::zone::{self, Fault, Reason, Zone};
use mailprism::engine::dns::{
    Answer, Failure, Found, Name, Question, Rdata, Record, RecordType, Source, wire,
};
use mailprism::engine::{dns::idn, limits};

fn name(text: &str) -> Name {
    Name::from_zone_text(text).expect("a name")
}

fn question(text: &str) -> Question {
    let (owner, rtype) = text.split_once(' ').expect("NAME TYPE");
    Question {
        name: name(owner),
        rtype: RecordType::from_text(rtype).expect("a type"),
    }
}

/// Reads lines that hold no fault.
fn zone(text: &str) -> Zone {
    let (zone, faults) = Zone::parse(text);
    assert_eq!(faults, [], "in {text}");
    zone
}

/// An answer as one line: what was found, after the aliases that led there.
fn told(answer: &Answer) -> String {
    let mut line = String::new();
    for alias in &answer.aliases {
        let _ = write!(line, "-> {alias} ");
    }
    match &answer.found {
        Found::Records(records) => {
            let data: Vec<_> = records
                .iter()
                .map(|record| record.data.to_string())
                .collect();
            line.push_str(&data.join(" | "));
        }
        Found::NoData => line.push_str("NODATA"),
        Found::NxDomain => line.push_str("NXDOMAIN"),
        Found::Failed(failure) => {
            let _ = write!(line, "{failure:?}");
        }
    }
    line
}

fn closed(zone: &Zone, asked: &str) -> String {
    told(&zone.answer(&question(asked)))
}

fn open(zone: &Zone, asked: &str) -> Option<String> {
    zone.override_for(&question(asked)).as_ref().map(told)
}

// --- lines ----------------------------------------------------------------------------------------

#[test]
fn a_line_reads_the_same_however_it_is_written() {
    let txt = "example.com TXT";
    let table: &[(&str, &str, &str)] = &[
        // The line, what is asked, what is told.
        ("example.com TXT \"v=spf1 -all\"", txt, "\"v=spf1 -all\""),
        (
            "example.com. 300 IN TXT \"v=spf1 -all\"",
            txt,
            "\"v=spf1 -all\"",
        ),
        (
            "example.com. IN 300 TXT \"v=spf1 -all\"",
            txt,
            "\"v=spf1 -all\"",
        ),
        ("EXAMPLE.com in txt \"x\"", txt, "\"x\""),
        ("example.com 1h30m TXT \"x\"", txt, "\"x\""),
        ("\texample.com\tTXT\t\"x\"\t; a comment", txt, "\"x\""),
        ("example.com TXT \"a\" \"b\"\"c\"", txt, "\"a\" \"b\" \"c\""),
        (
            "example.com TXT ( \"a\" ; one\n  \"b\" ; two\n )",
            txt,
            "\"a\" \"b\"",
        ),
        (
            "example.com TXT ( \"a\"\n\"b\" ) ; done",
            txt,
            "\"a\" \"b\"",
        ),
        ("example.com TXT word", txt, "\"word\""),
        ("example.com TXT two words", txt, "\"two\" \"words\""),
        ("example.com TXT \"\"", txt, "\"\""),
        (
            r#"example.com TXT "q\"q \\ \; \065\000\255 ;x""#,
            txt,
            r#""q\"q \\ ; A\000\255 ;x""#,
        ),
        (
            "example.com TXT \"日本\"",
            txt,
            r#""\230\151\165\230\156\172""#,
        ),
        // Text without quotes, as people paste it.
        (
            "example.com TXT v=DMARC1; p=none; rua=mailto:a@b",
            txt,
            "\"v=DMARC1; p=none; rua=mailto:a@b\"",
        ),
        (
            "example.com TXT k=rsa; p=AAAA==",
            txt,
            "\"k=rsa; p=AAAA==\"",
        ),
        (
            "example.com TXT v=spf1 ip4:192.0.2.0/24 -all ; ours",
            txt,
            "\"v=spf1 ip4:192.0.2.0/24 -all\"",
        ),
        ("example.com v=spf1 -all", txt, "\"v=spf1 -all\""),
        ("example.com \"v=spf1 -all\"", txt, "\"v=spf1 -all\""),
        ("example.com 60 IN \"a\" \"b\"", txt, "\"a\" \"b\""),
        // The other types.
        ("example.com A 192.0.2.1", "example.com A", "192.0.2.1"),
        (
            "example.com AAAA 2001:DB8::1",
            "example.com AAAA",
            "2001:db8::1",
        ),
        (
            "example.com AAAA ::ffff:192.0.2.1",
            "example.com AAAA",
            "::ffff:192.0.2.1",
        ),
        (
            "example.com MX 10 mx.example.net.",
            "example.com MX",
            "10 mx.example.net",
        ),
        ("example.com MX 0 .", "example.com MX", "0 ."),
        (
            "1.2.0.192.in-addr.arpa PTR mx.example.com",
            "1.2.0.192.in-addr.arpa PTR",
            "mx.example.com",
        ),
        ("a.example CNAME b.example", "a.example CNAME", "b.example"),
        (
            "example.com NS ns.example.com",
            "example.com NS",
            r"\# 16 026e73076578616d706c6503636f6d00",
        ),
        ("example.com TYPE16 \\# 4 03616263", txt, "\"abc\""),
        ("example.com TXT \\# 4 03 61 62 63", txt, "\"abc\""),
        ("example.com A \\# 4 C0000201", "example.com A", "192.0.2.1"),
        (
            "example.com TYPE65280 \\# 2 abcd",
            "example.com TYPE65280",
            r"\# 2 abcd",
        ),
        (
            "example.com TYPE65280 \\# 0",
            "example.com TYPE65280",
            r"\# 0",
        ),
        (
            r"a\.b.example\032.com A 192.0.2.1",
            r"a\.b.example\032.com A",
            "192.0.2.1",
        ),
        (
            "日本.example A 192.0.2.1",
            "xn--wgv71a.example A",
            "192.0.2.1",
        ),
        // Absence.
        ("example.com TXT NXDOMAIN", txt, "NXDOMAIN"),
        ("example.com TXT nodata", txt, "NODATA"),
        ("example.com IN TXT SERVFAIL", txt, "ServFail"),
        ("example.com 60 IN TXT TIMEOUT ; today", txt, "Timeout"),
        ("example.com TXT \"NXDOMAIN\"", txt, "\"NXDOMAIN\""),
        // The name may exist without data that is read.
        ("example.com SPF \"v=spf1 -all\"", txt, "NODATA"),
        (
            "example.com SPF \"v=spf1 -all\"",
            "example.com TYPE99",
            "NODATA",
        ),
        ("example.com CAA 0 issue \"ca.example\"", txt, "NODATA"),
        (
            "example.com SOA ns.example.com. host.example.com. 1 2h 3 4w 5",
            txt,
            "NODATA",
        ),
        // Directives and what stands for the origin.
        ("$ORIGIN example.com.\n@ TXT \"x\"", txt, "\"x\""),
        (
            "$ORIGIN example.com.\nmail MX 1 mx\n",
            "mail.example.com MX",
            "1 mx.example.com",
        ),
        (
            "$ORIGIN example.com.\na.test. MX 1 mx.test.\n",
            "a.test MX",
            "1 mx.test",
        ),
        ("$TTL 1d\nexample.com TXT \"x\"", txt, "\"x\""),
        (
            "example.com A 192.0.2.1\n  TXT \"same owner\"",
            txt,
            "\"same owner\"",
        ),
        (
            "example.com A 192.0.2.1\n  300 IN TXT \"same owner\"",
            txt,
            "\"same owner\"",
        ),
        // Twice the same is once (RFC 2181 §5); a later word on absence counts.
        (
            "example.com TXT \"x\"\nexample.com 5 TXT \"x\"",
            txt,
            "\"x\"",
        ),
        (
            "example.com TXT \"x\"\nexample.com TXT \"y\"",
            txt,
            "\"x\" | \"y\"",
        ),
        (
            "example.com TXT \"x\"\nexample.com TXT TIMEOUT",
            txt,
            "Timeout",
        ),
        (
            "example.com TXT TIMEOUT\nexample.com TXT \"x\"",
            txt,
            "\"x\"",
        ),
        // Line ends of every kind, and none at the end.
        (
            "\r\nexample.com A 192.0.2.1\r\n\r\nexample.com TXT \"x\"\r\n",
            txt,
            "\"x\"",
        ),
    ];
    for (lines, asked, expected) in table {
        assert_eq!(closed(&zone(lines), asked), *expected, "{lines}");
    }
}

#[test]
fn what_dig_prints_is_read_as_it_stands() {
    let printed = "
; <<>> DiG 9.20.11 <<>> TXT s1._domainkey.example.com
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7531
;; flags: qr rd ra ad; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
;; QUESTION SECTION:
;s1._domainkey.example.com.\tIN\tTXT

;; ANSWER SECTION:
s1._domainkey.example.com. 300\tIN\tCNAME\ts1.esp.example.
s1.esp.example.\t\t60\tIN\tTXT\t\"v=DKIM1; k=rsa; \" \"p=MIIB\"
s1.esp.example.\t\t60\tIN\tRRSIG\tTXT 13 3 60 20261201000000 20261101000000 1 esp.example. AA==

;; Query time: 20 msec
;; SERVER: 127.0.0.53#53(127.0.0.53) (UDP)
;; WHEN: Mon Nov 02 00:12:04 UTC 2026
;; MSG SIZE  rcvd: 120
";
    let zone = zone(printed);
    let answer = zone.answer(&question("s1._domainkey.example.com TXT"));
    assert_eq!(
        told(&answer),
        "-> s1.esp.example \"v=DKIM1; k=rsa; \" \"p=MIIB\""
    );
    assert_eq!(answer.texts(), [b"v=DKIM1; k=rsa; p=MIIB".to_vec()]);
    assert_eq!(answer.ttl(), Some(60));
    assert_eq!(answer.source, Source::Pasted);
    assert_eq!(answer.records()[0].name, name("s1.esp.example"));
}

#[test]
fn times_to_live_are_kept() {
    let ttl = |line: &str| zone(line).answer(&question("e.com A")).ttl();
    assert_eq!(ttl("e.com 7 A 192.0.2.1"), Some(7));
    assert_eq!(ttl("e.com IN 1h2s A 192.0.2.1"), Some(3602));
    assert_eq!(ttl("e.com 1w2d A 192.0.2.1"), Some(777_600));
    assert_eq!(ttl("$TTL 90\ne.com A 192.0.2.1"), Some(90));
    assert_eq!(ttl("e.com A 192.0.2.1"), Some(3600));
    assert_eq!(ttl("e.com 9 A 192.0.2.1\ne.com 5 A 192.0.2.2"), Some(5));
}

#[test]
fn a_long_string_is_cut_and_joins_to_the_same() {
    let long = "p".repeat(600);
    let zone = zone(&format!("k.example.com TXT \"{long}\""));
    let answer = zone.answer(&question("k.example.com TXT"));
    assert_eq!(answer.texts(), [long.into_bytes()]);
    let Rdata::Txt(strings) = &answer.records()[0].data else {
        panic!("not text");
    };
    assert_eq!(
        strings.iter().map(Vec::len).collect::<Vec<_>>(),
        [255, 255, 90]
    );
}

#[test]
fn a_line_that_is_none_is_a_fault_and_no_more() {
    let good = "good.example A 192.0.2.1\n";
    let long_label = format!("{}.example A 192.0.2.1", "x".repeat(64));
    let long_name = format!("{}example A 192.0.2.1", "abcdefg.".repeat(32));
    let table: &[(&str, Reason)] = &[
        ("a..b A 192.0.2.1", Reason::BadName(NameError::EmptyLabel)),
        (&long_label, Reason::BadName(NameError::LongLabel)),
        (&long_name, Reason::BadName(NameError::LongName)),
        (r"a\25.b A 192.0.2.1", Reason::BadName(NameError::BadEscape)),
        ("example.com", Reason::NoType),
        ("example.com 300 IN", Reason::NoType),
        ("example.com 300 300 A 192.0.2.1", Reason::UnknownType),
        ("example.com IN IN A 192.0.2.1", Reason::UnknownType),
        ("example.com FOO bar", Reason::UnknownType),
        ("version.bind CH TXT \"9\"", Reason::NotInternet),
        ("example.com A", Reason::BadData),
        ("example.com A 192.0.2", Reason::BadData),
        ("example.com A 192.0.2.1 192.0.2.2", Reason::BadData),
        ("example.com A 192.0.2.256", Reason::BadData),
        ("example.com AAAA 192.0.2.1", Reason::BadData),
        ("example.com MX mx.example.com", Reason::BadData),
        ("example.com MX 65536 mx.example.com", Reason::BadData),
        (
            "example.com MX 10 a..b",
            Reason::BadName(NameError::EmptyLabel),
        ),
        ("example.com CNAME", Reason::BadData),
        ("example.com TXT", Reason::BadData),
        (r#"example.com TXT "\256""#, Reason::BadData),
        (r#"example.com TXT "\2x5""#, Reason::BadData),
        ("example.com TYPE99999 \\# 0", Reason::UnknownType),
        ("example.com TYPE300 abc", Reason::BadData),
        ("example.com A \\# 3 c00002", Reason::BadData),
        ("example.com A \\# 4 c000021", Reason::BadData),
        ("example.com A \\# 4 c000020z", Reason::BadData),
        ("example.com A \\# 5 c000020101", Reason::BadData),
        ("example.com CNAME \\# 2 c000", Reason::BadData),
        ("example.com TXT \\# 3 056162", Reason::BadData),
        ("example.com SOA a b 1 2 3 4", Reason::BadData),
        ("example.com TXT \"open", Reason::OpenQuote),
        ("example.com TXT \"open\\\"", Reason::OpenQuote),
        ("example.com TXT ( \"a\"", Reason::Parentheses),
        ("example.com TXT \"a\" )", Reason::Parentheses),
        ("$INCLUDE secrets.zone", Reason::Directive),
        ("$GENERATE 1-9999999 a$ A 192.0.2.1", Reason::Directive),
        ("$ORIGIN", Reason::Directive),
        ("$TTL x", Reason::Directive),
        ("Dear postmaster, please", Reason::UnknownType),
    ];
    for (line, reason) in table {
        let (zone, faults) =
            Zone::parse(&format!("{good}\n{line}\n{good}other.example A 192.0.2.2"));
        let expected = Fault {
            line: 3,
            reason: *reason,
        };
        assert_eq!(faults, [expected], "{line}");
        assert_eq!(closed(&zone, "good.example A"), "192.0.2.1", "{line}");
        assert_eq!(closed(&zone, "other.example A"), "192.0.2.2", "{line}");
    }
}

#[test]
fn more_records_than_an_answer_holds_are_faults() {
    let mut lines = String::new();
    for index in 0..300 {
        let _ = writeln!(lines, "example.com TXT \"{index}\"");
    }
    let (zone, faults) = Zone::parse(&lines);
    let kept = zone.answer(&question("example.com TXT")).records().len();
    assert_eq!(kept, limits::RECORDS_PER_ANSWER);
    assert_eq!(faults.len(), 300 - limits::RECORDS_PER_ANSWER);
    assert!(faults.iter().all(|fault| fault.reason == Reason::TooMany));
}

#[test]
fn hostile_lines_end_soon() {
    let started = Instant::now();
    for text in [
        "(\n".repeat(100_000),
        "\"".repeat(1_000_000),
        "\\".repeat(1_000_001),
        "((((".repeat(250_000),
        format!("example.com TXT {}", "\"a\" ".repeat(200_000)),
        "a ".repeat(500_000),
        "x\\é\\".repeat(100_000),
        format!("$ORIGIN {}", "a.".repeat(500_000)),
        "\0".repeat(1_000_000),
    ] {
        let (zone, _) = Zone::parse(&text);
        let _ = zone.answer(&question("example.com TXT"));
    }
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn any_cut_and_any_changed_octet_of_lines_is_read_without_harm() {
    let text =
        "$ORIGIN a.b.\n@ 5 IN TXT ( \"x\\\"y\" ;c\n \\065bc ) \nw CNAME \\# 3 016100\n* MX 1 .\n";
    for end in 0..=text.len() {
        let _ = Zone::parse(&text[..end]);
    }
    for at in 0..text.len() {
        for octet in [
            b'(', b')', b'"', b'\\', b';', b'\n', b'\t', b'$', b'@', b'.', b'#', 0,
        ] {
            let mut changed = text.as_bytes().to_vec();
            changed[at] = octet;
            let (zone, _) = Zone::parse(std::str::from_utf8(&changed).unwrap());
            for asked in zone.questions() {
                let answer = zone.answer(asked);
                let written = zone::write(asked, &answer);
                let (again, faults) = Zone::parse(&written);
                assert_eq!(faults, [], "{written}");
                assert_eq!(again.answer(asked).found, answer.found, "{written}");
            }
        }
    }
}

// --- the two worlds -------------------------------------------------------------------------------

const WORLD: &str = "
    example.com               A     192.0.2.1
    deep.empty.example.com    A     192.0.2.2
    *.wild.example.com        TXT   \"any\"
    *.wild.example.com        MX    5 mx.example.com
    here.wild.example.com     A     192.0.2.3
    below.up.wild.example.com A     192.0.2.4
    *.alias.example.com       CNAME example.com
    *.broken.example.com      TXT   SERVFAIL
    one.example.com           CNAME two.example.com
    two.example.com           CNAME example.com
    dangling.example.com      CNAME nowhere.example.net
    me.example.com            CNAME me.example.com
    ping.example.com          CNAME pong.example.com
    pong.example.com          CNAME ping.example.com
    gone.example.com          TXT   NXDOMAIN
    slow.example.com          TXT   TIMEOUT
    bare.example.com          TXT   NODATA
";

#[test]
fn a_closed_world_knows_what_is_not_there() {
    let zone = zone(WORLD);
    for (asked, expected) in [
        ("example.com A", "192.0.2.1"),
        ("example.com TXT", "NODATA"),
        ("com A", "NODATA"),
        (". A", "NODATA"),
        ("empty.example.com A", "NODATA"),
        ("deep.empty.example.com TXT", "NODATA"),
        ("other.empty.example.com A", "NXDOMAIN"),
        ("ghost.example.com A", "NXDOMAIN"),
        ("net A", "NXDOMAIN"),
        ("notexample.com A", "NXDOMAIN"),
        // RFC 4592: a wildcard stands for what does not exist, whatever the depth…
        ("a.wild.example.com TXT", "\"any\""),
        ("a.b.wild.example.com TXT", "\"any\""),
        ("a.wild.example.com A", "NODATA"),
        ("*.wild.example.com TXT", "\"any\""),
        // … but not for a name that does, even with nothing of its own, nor below one.
        ("here.wild.example.com TXT", "NODATA"),
        ("up.wild.example.com TXT", "NODATA"),
        ("x.here.wild.example.com TXT", "NXDOMAIN"),
        ("x.up.wild.example.com TXT", "NXDOMAIN"),
        ("wild.example.com TXT", "NODATA"),
        ("x.*.wild.example.com TXT", "NXDOMAIN"),
        ("a.alias.example.com A", "-> example.com 192.0.2.1"),
        ("a.alias.example.com CNAME", "example.com"),
        ("a.broken.example.com TXT", "ServFail"),
        // Aliases.
        (
            "one.example.com A",
            "-> two.example.com -> example.com 192.0.2.1",
        ),
        (
            "one.example.com TXT",
            "-> two.example.com -> example.com NODATA",
        ),
        ("one.example.com CNAME", "two.example.com"),
        ("dangling.example.com A", "-> nowhere.example.net NXDOMAIN"),
        ("me.example.com A", "AliasLoop"),
        ("ping.example.com A", "-> pong.example.com AliasLoop"),
        // What is stated.
        ("gone.example.com TXT", "NXDOMAIN"),
        ("gone.example.com A", "NXDOMAIN"),
        ("x.gone.example.com A", "NXDOMAIN"),
        ("slow.example.com TXT", "Timeout"),
        ("slow.example.com A", "NODATA"),
        ("bare.example.com A", "NODATA"),
    ] {
        assert_eq!(closed(&zone, asked), expected, "{asked}");
    }
    let wild = zone.answer(&question("a.b.wild.example.com MX"));
    assert_eq!(wild.records()[0].name, name("a.b.wild.example.com"));
    let nothing = Zone::default();
    assert_eq!(closed(&nothing, "com A"), "NXDOMAIN");
}

#[test]
fn an_open_world_speaks_only_of_what_it_names() {
    let zone = zone(WORLD);
    for (asked, expected) in [
        ("example.com A", Some("192.0.2.1")),
        ("gone.example.com TXT", Some("NXDOMAIN")),
        ("slow.example.com TXT", Some("Timeout")),
        ("bare.example.com TXT", Some("NODATA")),
        (
            "one.example.com A",
            Some("-> two.example.com -> example.com 192.0.2.1"),
        ),
        ("one.example.com CNAME", Some("two.example.com")),
        ("me.example.com A", Some("AliasLoop")),
        ("*.wild.example.com TXT", Some("\"any\"")),
        // All that a closed world would deny or derive, an open one leaves to DNS.
        ("example.com TXT", None),
        ("com A", None),
        ("empty.example.com A", None),
        ("ghost.example.com A", None),
        ("a.wild.example.com TXT", None),
        ("a.alias.example.com A", None),
        ("dangling.example.com A", None),
        ("one.example.com TXT", None),
        ("gone.example.com A", None),
        ("bare.example.com A", None),
    ] {
        assert_eq!(open(&zone, asked).as_deref(), expected, "{asked}");
    }
    assert_eq!(open(&Zone::default(), "example.com A"), None);
}

#[test]
fn an_alias_chain_has_an_end_even_where_it_does_not_loop() {
    let mut lines = String::new();
    for index in 0..50 {
        let _ = writeln!(lines, "n{index}.example CNAME n{}.example", index + 1);
    }
    lines.push_str("n50.example A 192.0.2.1\n");
    let zone = zone(&lines);
    let end = 50 - limits::ALIASES;
    let reached = zone.answer(&question(&format!("n{end}.example A")));
    assert_eq!(reached.aliases.len(), limits::ALIASES);
    assert_eq!(reached.records().len(), 1);
    let too_far = zone.answer(&question(&format!("n{}.example A", end - 1)));
    assert_eq!(too_far.found, Found::Failed(Failure::AliasLoop));
    assert_eq!(too_far.aliases.len(), limits::ALIASES);
}

#[test]
fn an_answer_written_as_lines_reads_back_the_same() {
    let written = |asked: &str| {
        let zone = zone(WORLD);
        zone::write(&question(asked), &zone.answer(&question(asked)))
    };
    assert_eq!(
        written("one.example.com A"),
        "one.example.com. IN CNAME two.example.com.\n\
         two.example.com. IN CNAME example.com.\n\
         example.com. 3600 IN A 192.0.2.1\n"
    );
    assert_eq!(
        written("ghost.example.com TXT"),
        "ghost.example.com. TXT NXDOMAIN\n"
    );
    assert_eq!(
        written("dangling.example.com A"),
        "dangling.example.com. IN CNAME nowhere.example.net.\nnowhere.example.net. A NXDOMAIN\n"
    );
    assert_eq!(
        written("slow.example.com TXT"),
        "slow.example.com. TXT TIMEOUT\n"
    );
    assert_eq!(written("example.com TXT"), "example.com. TXT NODATA\n");
    let records = [
        Rdata::A([192, 0, 2, 1].into()),
        Rdata::Aaaa(1.into()),
        Rdata::Mx {
            preference: 7,
            exchange: Name::root(),
        },
        Rdata::Mx {
            preference: 7,
            exchange: name(r"a\.b\;c\(.example"),
        },
        Rdata::Ptr(name(r"\000\255x.example")),
        Rdata::Cname(name("b.example")),
        Rdata::Txt((0..=255).map(|octet| vec![octet]).collect()),
        Rdata::Txt(vec![Vec::new()]),
        Rdata::Other(RecordType(65280), vec![1, 2, 0xff]),
        Rdata::Other(RecordType::NS, name("ns.example").wire().to_vec()),
    ];
    for data in records {
        let asked = Question {
            name: name(r"o\ wner\@.example"),
            rtype: data.rtype(),
        };
        let record = Record {
            name: asked.name.clone(),
            ttl: 5,
            data,
        };
        let answer = Answer::new(Found::Records(vec![record]), Source::Pasted);
        let lines = zone::write(&asked, &answer);
        assert_eq!(zone(&lines).answer(&asked), answer, "{lines}");
    }
}

// --- the wire: answers a server gave --------------------------------------------------------------

/// Answers of BIND 9.20 to [`wire::query`]'s own octets, as they came.
mod bind {
    pub const TXT: &str = "000085000001000100010002065f646d617263076578616d706c6503636f6d0000100001c00c0010000100000258002e0a763d444d415243313b2022703d72656a6563743b207275613d6d61696c746f3a64406578616d706c652e636f6dc013000200010000012c0006036e7331c013c06a000100010000012c0004c000023500002904d0000000000000";
    pub const ALIASES: &str = "0000858000010003000100020273310a5f646f6d61696e6b6579076578616d706c6503636f6d0000100001c00c000500010000012c0015027331046b657973076578616d706c6503636f6d00c037000500010000012c0010027331076578616d706c65036e657400c058001000010000003c004416763d444b494d313b206b3d656432353531393b20703d2c3131715941594b7843726656532f3754795751484f6737686376506170694d6c727749616150634855526f3dc05b000200010000003c0006036e7331c05bc0c4000100010000003c0004c000023500002904d0000000000000";
    pub const NOT_FOLLOWED: &str = "0000850000010002000000010273310a5f646f6d61696e6b6579076578616d706c6503636f6d0000100001c00c000500010000012c0015027331046b657973076578616d706c6503636f6d00c037000500010000012c0010027331076578616d706c65036e65740000002904d0000000000000";
    pub const MX: &str = "000085000001000200010004076578616d706c6503636f6d00000f0001c00c000f00010000012c00130014036d7832076578616d706c65036e657400c00c000f00010000012c0008000a036d7831c00cc00c000200010000012c0006036e7331c00cc04a000100010000012c0004c000020ac05c000100010000012c0004c0000235c04a001c00010000012c001020010db800000000000000000000001000002904d0000000000000";
    pub const AAAA: &str = "000085000001000100010002036d7831076578616d706c6503636f6d00001c0001c00c001c00010000012c001020010db8000000000000000000000010c010000200010000012c0006036e7331c010c049000100010000012c0004c000023500002904d0000000000000";
    pub const NODATA: &str = "000085000001000000010001036d7831076578616d706c6503636f6d0000100001c010000600010000003c0027036e7331c0100a686f73746d6173746572c0100000000100000e1000000258000151800000003c00002904d0000000000000";
    pub const NXDOMAIN: &str = "0000850300010000000100010567686f7374076578616d706c6503636f6d0000100001c012000600010000003c0027036e7331c0120a686f73746d6173746572c0120000000100000e1000000258000151800000003c00002904d0000000000000";
    pub const DANGLING: &str = "0000858300010001000100010864616e676c696e67076578616d706c6503636f6d0000100001c00c000500010000012c0015076e6f7768657265076578616d706c65036e657400c03a000600010000003c0027036e7331c03a0a686f73746d6173746572c03a0000000100000e1000000258000151800000003c00002904d0000000000000";
    pub const QUOTES: &str = "0000850000010001000100020571756f7465076578616d706c6503636f6d0000100001c00c001000010000012c00141361202271756f74656422205c20616e642000ffc012000200010000012c0006036e7331c012c04f000100010000012c0004c000023500002904d0000000000000";
    pub const REFUSED: &str =
        "000081050001000000000001076578616d706c65036f7267000010000100002904d0000000000000";
}

/// What each of them says.
const SAID: [(&str, &str, &str); 10] = [
    (
        bind::TXT,
        "_dmarc.example.com TXT",
        "\"v=DMARC1; \" \"p=reject; rua=mailto:d@example.com\"",
    ),
    (
        bind::ALIASES,
        "s1._domainkey.example.com TXT",
        "-> s1.keys.example.com -> s1.example.net \"v=DKIM1; k=ed25519; p=\" \
         \"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"",
    ),
    (
        bind::NOT_FOLLOWED,
        "s1._domainkey.example.com TXT",
        "-> s1.keys.example.com -> s1.example.net Malformed",
    ),
    (
        bind::MX,
        "example.com MX",
        "20 mx2.example.net | 10 mx1.example.com",
    ),
    (bind::AAAA, "mx1.example.com AAAA", "2001:db8::10"),
    (bind::NODATA, "mx1.example.com TXT", "NODATA"),
    (bind::NXDOMAIN, "ghost.example.com TXT", "NXDOMAIN"),
    (
        bind::DANGLING,
        "dangling.example.com TXT",
        "-> nowhere.example.net NXDOMAIN",
    ),
    (
        bind::QUOTES,
        "quote.example.com TXT",
        "\"a \\\"quoted\\\" \\\\ and \\000\\255\"",
    ),
    (bind::REFUSED, "example.org TXT", "Refused"),
];

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn what_a_real_server_answers_is_read() {
    for (message, asked, said) in SAID {
        let answer = wire::read(&question(asked), &octets(message));
        assert_eq!(told(&answer), said, "{asked}");
        assert_eq!(answer.source, Source::Live);
    }
    let (message, asked, _) = SAID[0];
    let answer = wire::read(&question(asked), &octets(message));
    assert_eq!(answer.ttl(), Some(600));
    assert_eq!(answer.authentic_data, Some(false));
    let mut message = octets(message);
    message[3] |= 0x20;
    assert_eq!(
        wire::read(&question(asked), &message).authentic_data,
        Some(true)
    );
}

#[test]
fn a_query_is_a_whole_block_and_tells_what_it_must() {
    for asked in [
        "example.com TXT",
        ". NS",
        "a.very.long.name.with.many.labels.example.com AAAA",
    ] {
        let question = question(asked);
        let query = wire::query(&question, wire::Wanted::Records);
        assert_eq!(query.len() % 128, 0);
        // Identifier 0, RD and AD, one question, one additional record.
        assert_eq!(query[..12], [0, 0, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 1]);
        let end = 12 + question.name.wire().len();
        assert_eq!(&query[12..end], question.name.wire());
        assert_eq!(query[end..end + 4], [0, question.rtype.0 as u8, 0, 1]);
        // OPT at the root, 4096 octets, version 0, no DO; and padding up to the end.
        assert_eq!(query[end + 4..end + 13], [0, 0, 41, 16, 0, 0, 0, 0, 0]);
        let rdlen = usize::from(query[end + 13]) << 8 | usize::from(query[end + 14]);
        assert_eq!(end + 15 + rdlen, query.len());
        assert_eq!(query[end + 15..end + 17], [0, 12]);
        assert!(query[end + 19..].iter().all(|octet| *octet == 0));
        // With QR set, it is an answer that says nothing.
        let mut echo = query.clone();
        echo[2] |= 0x80;
        assert_eq!(wire::read(&question, &echo).found, Found::NoData);
        assert_eq!(
            wire::read(&question, &query).found,
            Found::Failed(Failure::Malformed)
        );
    }
    let longest = Name::from_labels([[b'a'; 63]; 3]).unwrap();
    let longest = longest.child(&[b'b'; 61]).unwrap();
    assert_eq!(longest.wire().len(), 255);
    let question = Question {
        name: longest,
        rtype: RecordType::TXT,
    };
    assert_eq!(wire::query(&question, wire::Wanted::Records).len(), 384);
}

// --- the wire: answers a liar gave ----------------------------------------------------------------

fn malformed() -> Found {
    Found::Failed(Failure::Malformed)
}

#[test]
fn a_message_cut_anywhere_or_longer_than_it_says_is_malformed() {
    let mut tried = 0;
    for (message, asked, said) in SAID {
        let (message, question) = (octets(message), question(asked));
        for end in 0..message.len() {
            let found = wire::read(&question, &message[..end]).found;
            if said != "Refused" || end < 12 {
                assert_eq!(found, malformed(), "{asked} cut at {end}");
            }
            tried += 1;
        }
        if said != "Refused" {
            let longer = [&message[..], &[0]].concat();
            assert_eq!(wire::read(&question, &longer).found, malformed());
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn no_changed_octet_does_harm() {
    // Whatever comes of it: no panic, and never data that were not in the message.
    let mut tried = 0;
    for (message, asked, _) in SAID {
        let (message, question) = (octets(message), question(asked));
        for at in 0..message.len() {
            for value in [
                0,
                1,
                0x3f,
                0x40,
                0x7f,
                0x80,
                0xbf,
                0xc0,
                0xff,
                message[at] ^ 1,
            ] {
                let mut changed = message.clone();
                changed[at] = value;
                let answer = wire::read(&question, &changed);
                assert!(
                    answer
                        .records()
                        .iter()
                        .all(|r| r.data.rtype() == question.rtype)
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

/// A message to `example.com TXT`: flags and counts, then what follows the question.
fn message(flags: u16, counts: [u16; 3], rest: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    for number in [0, flags, 1, counts[0], counts[1], counts[2]] {
        message.extend(number.to_be_bytes());
    }
    message.extend(name("example.com").wire());
    message.extend([0, 16, 0, 1]);
    message.extend(rest);
    message
}

/// A record: owner as it stands on the wire, type, and data.
fn record(owner: &[u8], rtype: u16, data: &[u8]) -> Vec<u8> {
    let mut record = owner.to_vec();
    record.extend(rtype.to_be_bytes());
    record.extend([0, 1, 0, 0, 0, 60]);
    record.extend((data.len() as u16).to_be_bytes());
    record.extend(data);
    record
}

const ANSWER: u16 = 0x8180;
const QNAME: [u8; 2] = [0xc0, 12];
/// Where the part after the question begins.
const REST: u8 = 29;

fn read(message: &[u8]) -> Answer {
    wire::read(&question("example.com TXT"), message)
}

#[test]
fn an_answer_to_something_else_is_not_believed() {
    let good = message(ANSWER, [1, 0, 0], &record(&QNAME, 16, b"\x01x"));
    assert_eq!(told(&read(&good)), "\"x\"");
    for other in [
        "example.com A",
        "example.net TXT",
        "x.example.com TXT",
        ". TXT",
    ] {
        assert_eq!(
            wire::read(&question(other), &good).found,
            malformed(),
            "{other}"
        );
    }
    assert_eq!(
        told(&wire::read(&question("EXAMPLE.COM TXT"), &good)),
        "\"x\""
    );
    let flags = |flags: u16| read(&message(flags, [1, 0, 0], &record(&QNAME, 16, b"\x01x"))).found;
    // Not a response; another opcode; truncated.
    assert_eq!(flags(0x0180), malformed());
    assert_eq!(flags(0x8980), malformed());
    assert_eq!(flags(0x8380), malformed());
    // Class CH in the question; no question; two.
    let mut chaos = good.clone();
    chaos[28] = 3;
    assert_eq!(read(&chaos).found, malformed());
    for questions in [0, 2, 0xff] {
        let mut changed = good.clone();
        changed[5] = questions;
        assert_eq!(read(&changed).found, malformed(), "{questions} questions");
    }
}

#[test]
fn every_response_code_is_told_apart() {
    let code = |rcode: u16| read(&message(ANSWER | rcode, [0, 0, 0], b"")).found;
    assert_eq!(code(0), Found::NoData);
    assert_eq!(code(3), Found::NxDomain);
    assert_eq!(code(2), Found::Failed(Failure::ServFail));
    assert_eq!(code(5), Found::Failed(Failure::Refused));
    for other in [1, 4, 6, 9, 15] {
        assert_eq!(code(other), Found::Failed(Failure::Rcode(other)));
    }
    // BADVERS, whose upper bits stand in OPT.
    let opt = [0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0];
    let answer = read(&message(ANSWER, [0, 0, 1], &opt));
    assert_eq!(answer.found, Found::Failed(Failure::Rcode(16)));
}

#[test]
fn only_records_of_the_name_and_type_asked_for_count() {
    let other = name("other.example").wire().to_vec();
    let rest = [
        record(&other, 16, b"\x05wrong"),
        record(&QNAME, 1, &[192, 0, 2, 1]),
        record(&QNAME, 46, b"signature"),
        record(&QNAME, 16, b"\x05right"),
        record(&QNAME, 16, b"\x03two\x00\x04more"),
    ]
    .concat();
    let answer = read(&message(ANSWER, [5, 0, 0], &rest));
    assert_eq!(told(&answer), "\"right\" | \"two\" \"\" \"more\"");
    // Of another class.
    let mut chaos = record(&QNAME, 16, b"\x05wrong");
    chaos[5] = 3;
    assert_eq!(
        read(&message(ANSWER, [1, 0, 0], &chaos)).found,
        Found::NoData
    );
    // In other sections.
    let stray = record(&QNAME, 16, b"\x05wrong");
    assert_eq!(
        read(&message(ANSWER, [0, 1, 0], &stray)).found,
        Found::NoData
    );
    assert_eq!(
        read(&message(ANSWER, [0, 0, 1], &stray)).found,
        Found::NoData
    );
    // Names compare without case.
    let upper = b"\x07EXAMPLE\x03Com\x00";
    let answer = read(&message(ANSWER, [1, 0, 0], &record(upper, 16, b"\x01x")));
    assert_eq!(told(&answer), "\"x\"");
}

#[test]
fn aliases_are_followed_by_name_in_any_order_and_not_in_circles() {
    let [a, b] = ["a.example", "b.example"].map(|n| name(n).wire().to_vec());
    let qname = name("example.com").wire().to_vec();
    let text = record(&b, 16, b"\x03end");
    let chain = [record(&a, 5, &b), text.clone(), record(&QNAME, 5, &a)].concat();
    let answer = read(&message(ANSWER, [3, 0, 0], &chain));
    assert_eq!(told(&answer), "-> a.example -> b.example \"end\"");
    // DNAME is left to the CNAME beside it; unrelated text is not taken for the end.
    let dname = [record(&qname, 39, &a), record(&QNAME, 5, &a), text].concat();
    let answer = read(&message(ANSWER, [3, 0, 0], &dname));
    assert_eq!(told(&answer), "-> a.example Malformed");
    let soa = record(&a, 6, &[&a[..], &b[..], &[0; 20]].concat());
    let negative = [record(&QNAME, 5, &a), soa].concat();
    assert_eq!(
        told(&read(&message(ANSWER, [1, 1, 0], &negative))),
        "-> a.example NODATA"
    );
    assert_eq!(
        told(&read(&message(ANSWER | 3, [1, 1, 0], &negative))),
        "-> a.example NXDOMAIN"
    );
    for (looping, said) in [
        (record(&QNAME, 5, &qname), "AliasLoop"),
        (
            [record(&QNAME, 5, &a), record(&a, 5, &qname)].concat(),
            "-> a.example AliasLoop",
        ),
        (
            [record(&QNAME, 5, &a), record(&a, 5, &b), record(&b, 5, &a)].concat(),
            "-> a.example -> b.example AliasLoop",
        ),
    ] {
        let count = looping.windows(2).filter(|pair| *pair == [0, 5]).count() as u16;
        let answer = read(&message(ANSWER, [count, 0, 0], &looping));
        assert_eq!(told(&answer), said);
    }
    let mut long = Vec::new();
    let step = |n: u16| name(&format!("n{n}.example")).wire().to_vec();
    long.extend(record(&QNAME, 5, &step(0)));
    for n in 0..200 {
        long.extend(record(&step(n), 5, &step(n + 1)));
    }
    let answer = read(&message(ANSWER, [201, 0, 0], &long));
    assert_eq!(answer.found, Found::Failed(Failure::AliasLoop));
    assert_eq!(answer.aliases.len(), limits::ALIASES);
}

#[test]
fn a_referral_and_a_contradiction_say_nothing() {
    let ns = record(&QNAME, 2, name("ns.example").wire());
    assert_eq!(read(&message(ANSWER, [0, 1, 0], &ns)).found, malformed());
    let text = record(&QNAME, 16, b"\x01x");
    assert_eq!(
        read(&message(ANSWER | 3, [1, 0, 0], &text)).found,
        malformed()
    );
}

#[test]
fn data_that_do_not_fit_their_type_are_malformed() {
    let ask = |rtype: u16, data: &[u8]| {
        let mut message = message(ANSWER, [1, 0, 0], &record(&QNAME, rtype, data));
        message[26] = rtype as u8;
        let rtype = RecordType(rtype);
        wire::read(
            &Question {
                name: name("example.com"),
                rtype,
            },
            &message,
        )
        .found
    };
    for (rtype, data) in [
        (1, &b""[..]),
        (1, b"\xc0\x00\x02"),
        (1, b"\xc0\x00\x02\x01\x00"),
        (28, &[0; 15]),
        (28, &[0; 17]),
        (15, b""),
        (15, b"\x00\x0a"),
        (15, b"\x00\x0a\x01x"),
        (15, b"\x00\x0a\x01x\x00\x00"),
        (12, b""),
        (12, b"\x01"),
        (12, b"\x00\x00"),
        (5, b"\x40"),
        (5, b"\xc0"),
        (16, b""),
        (16, b"\x02x"),
        (16, b"\x01x\x01"),
    ] {
        assert_eq!(ask(rtype, data), malformed(), "type {rtype}, {data:?}");
    }
    // The data of the other records are of no interest.
    let rest = [record(&QNAME, 1, b"?"), record(&QNAME, 16, b"\x01x")].concat();
    assert_eq!(told(&read(&message(ANSWER, [2, 0, 0], &rest))), "\"x\"");
    assert!(matches!(ask(16, b"\x00"), Found::Records(_)));
}

#[test]
fn names_that_run_in_circles_or_off_the_message_are_malformed() {
    let at = |offset: u8| [0xc0, offset];
    for (what, owner) in [
        ("a pointer to itself", at(REST).to_vec()),
        ("a pointer forward", at(REST + 2).to_vec()),
        ("a pointer far away", vec![0xff, 0xff]),
        (
            "a pointer into the header's zeros and on",
            vec![1, b'x', 0xc0, REST],
        ),
        ("a reserved label type", vec![0x40, 0]),
        ("another", vec![0x80, 0]),
        (
            "a label of 64 octets",
            [&[64][..], &[b'x'; 64], &[0]].concat(),
        ),
        ("a label past the end", vec![63, b'x']),
        ("nothing", Vec::new()),
        (
            "a name of 256 octets",
            [
                &[&[62][..], &[b'x'; 62]].concat().repeat(4)[..],
                &[3, 1, 1, 1, 0],
            ]
            .concat(),
        ),
    ] {
        let rest = record(&owner, 16, b"\x01x");
        assert_eq!(
            read(&message(ANSWER, [1, 0, 0], &rest)).found,
            malformed(),
            "{what}"
        );
        // The same in the authority section, whose names nobody needs.
        assert_eq!(
            read(&message(ANSWER, [0, 1, 0], &rest)).found,
            malformed(),
            "{what}"
        );
    }
    // Two records whose names point at each other.
    let first = record(&[1, b'a', 0xc0, REST + 15], 16, b"\x01x");
    let second = record(&[1, b'b', 0xc0, REST], 16, b"\x01x");
    let rest = [first, second].concat();
    assert_eq!(read(&message(ANSWER, [2, 0, 0], &rest)).found, malformed());
}

#[test]
fn the_largest_message_full_of_tricks_is_read_soon() {
    let started = Instant::now();
    // A staircase of pointers, and thousands of records that start at its foot.
    let mut stairs = Vec::new();
    let data_at = usize::from(REST) + 12;
    for step in 0..4_000_usize {
        let previous = if step == 0 {
            12
        } else {
            data_at + 2 * (step - 1)
        };
        stairs.extend((0xc000 | previous as u16).to_be_bytes());
    }
    let mut rest = record(&QNAME, 99, &stairs);
    let mut count = 1_u16;
    let foot = (0xc000 | (data_at + 2 * 250) as u16).to_be_bytes();
    while rest.len() < 64_000 {
        rest.extend(record(&foot, 16, b"\x01x"));
        count += 1;
    }
    let answer = read(&message(ANSWER, [count, 0, 0], &rest));
    assert_eq!(answer.records().len(), limits::RECORDS_PER_ANSWER);
    // Higher on the stairs, the pointers are too many.
    let higher = (0xc000 | (data_at + 2 * 3_000) as u16).to_be_bytes();
    let rest = [record(&QNAME, 99, &stairs), record(&higher, 16, b"\x01x")].concat();
    assert_eq!(read(&message(ANSWER, [2, 0, 0], &rest)).found, malformed());
    // Counts that promise what never comes.
    for counts in [[0xffff, 0, 0], [0, 0xffff, 0], [0, 0, 0xffff], [0xffff; 3]] {
        assert_eq!(read(&message(ANSWER, counts, b"")).found, malformed());
    }
    // A key record of 64 kB is an answer like any other.
    let mut key = Vec::new();
    while key.len() < 65_000 {
        key.push(255);
        key.extend([b'k'; 255]);
    }
    let answer = read(&message(ANSWER, [1, 0, 0], &record(&QNAME, 16, &key)));
    assert_eq!(answer.texts()[0].len(), 65_024 - 254);
    let too_long = vec![0; wire::MESSAGE_OCTETS + 1];
    assert_eq!(read(&too_long).found, malformed());
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_time_to_live_with_its_highest_bit_set_is_zero() {
    let mut text = record(&QNAME, 16, b"\x01x");
    text[6..10].copy_from_slice(&0x7fff_ffff_u32.to_be_bytes());
    assert_eq!(
        read(&message(ANSWER, [1, 0, 0], &text)).ttl(),
        Some(0x7fff_ffff)
    );
    text[6] = 0x80;
    assert_eq!(read(&message(ANSWER, [1, 0, 0], &text)).ttl(), Some(0));
}

/// The letters of domain names have the small letters that Unicode gives them.
#[test]
fn capitals_of_the_scripts_that_have_them_are_lowered() {
    // Letters of these blocks that are in no name: Latin for African phonetics, digraphs, archaic
    // and Coptic letters, the dotted capital I, and the sharp S, which are left as they are.
    let is_left = |c: char| {
        matches!(u32::from(c), 0x130 | 0x181..=0x1cc | 0x1f0..=0x1f7 | 0x220 | 0x23a..=0x24f | 0x376..=0x37f
            | 0x3cf | 0x3f4..=0x3ff | 0x1e9e)
    };
    let blocks = [
        'A'..='\u{24f}',
        '\u{370}'..='\u{556}',
        '\u{1e00}'..='\u{1eff}',
    ];
    let mut lowered = 0;
    for capital in blocks
        .into_iter()
        .flatten()
        .filter(|c| c.is_alphabetic() && !is_left(*c))
    {
        let small: String = capital.to_lowercase().collect();
        let [found, expected] = [&capital.to_string(), &small]
            .map(|label| idn::from_text(&format!("\u{fc}{label}.example")));
        assert_eq!(found, expected, "{capital} (U+{:04X})", u32::from(capital));
        lowered += usize::from(small != capital.to_string());
    }
    assert!(lowered > 400, "{lowered}");
}
