//! Received fields in the dialects of the servers that write them.

use mailprism::engine::limits;
use mailprism::engine::mail::received::parse;
use mailprism::engine::mail::time::to_rfc3339;
use mailprism::engine::mail::{Finding, Hop, Message, hops};

/// A hop as one line: each clause that is there.
fn shown(hop: &Hop) -> String {
    let mut parts = Vec::new();
    let mut part = |label: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{label}={value}")));
    };
    part("from", hop.from.clone());
    part("reverse", hop.reverse.clone());
    part("ip", hop.ip.map(|ip| ip.to_string()));
    part("by", hop.by.clone());
    part("via", hop.via.clone());
    part("with", hop.with.clone());
    part("id", hop.id.clone());
    part("for", hop.recipient.clone());
    part(
        "sender",
        hop.envelope_from.as_ref().map(|s| format!("<{s}>")),
    );
    part("at", hop.time.map(to_rfc3339));
    let mut line = parts.join(" ");
    if hop.authenticated {
        line += " authenticated";
    }
    if hop.tls {
        line += " tls";
    }
    line
}

fn read(value: &str) -> String {
    shown(&parse(value.as_bytes()))
}

const DATE: &str = "Mon, 2 Nov 2026 09:12:04 +0900 (JST)";
const AT: &str = "at=2026-11-02T00:12:04Z";

#[track_caller]
fn check(clauses: &str, expected: &str) {
    assert_eq!(
        read(&format!("{clauses}; {DATE}")),
        expected.replace("AT", AT)
    );
}

#[test]
fn postfix() {
    check(
        "from mail.example.org (mail.example.org [203.0.113.5])\r\n\
         \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\
         \t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n\
         \t(No client certificate requested)\r\n\
         \tby mx.example.com (Postfix) with ESMTPS id 4Xabc123\r\n\
         \tfor <bob@example.com>",
        "from=mail.example.org reverse=mail.example.org ip=203.0.113.5 by=mx.example.com \
         with=ESMTPS id=4Xabc123 for=bob@example.com AT tls",
    );
    check(
        "from helo.example (unknown [IPv6:2001:db8::25]) by mx.example.com (Postfix) with ESMTP id 4X",
        "from=helo.example ip=2001:db8::25 by=mx.example.com with=ESMTP id=4X AT",
    );
    check(
        "from [192.168.1.5] (host.isp.example [203.0.113.9]) (Authenticated sender: ann)\r\n\
         \tby smtp.example.org (Postfix) with ESMTPSA id 4X",
        "from=[192.168.1.5] reverse=host.isp.example ip=203.0.113.9 by=smtp.example.org \
         with=ESMTPSA id=4X AT authenticated tls",
    );
    check(
        "by mail.example.org (Postfix, from userid 1000) id 4X",
        "by=mail.example.org id=4X AT",
    );
    check(
        "from localhost (localhost [127.0.0.1]) by mx.example.com (Postfix) with LMTP id 4X",
        "from=localhost reverse=localhost ip=127.0.0.1 by=mx.example.com with=LMTP id=4X AT",
    );
}

#[test]
fn postfix_with_a_sender_in_a_comment() {
    check(
        "from a.example (a.example [203.0.113.5]) by mx.example.com with ESMTP id 4X\r\n\
         \t(envelope-from <bounce@lists.example>) for <bob@example.com>",
        "from=a.example reverse=a.example ip=203.0.113.5 by=mx.example.com with=ESMTP id=4X \
         for=bob@example.com sender=<bounce@lists.example> AT",
    );
}

#[test]
fn exchange_online() {
    check(
        "from TYCPR01MB1234.jpnprd01.prod.outlook.com (2603:1096:400:1b::12)\r\n\
         \x20by OS3PR01MB5678.jpnprd01.prod.outlook.com (2603:1096:604:2::7) with\r\n\
         \x20Microsoft SMTP Server (version=TLS1_2,\r\n\
         \x20cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8137.21",
        "from=TYCPR01MB1234.jpnprd01.prod.outlook.com ip=2603:1096:400:1b::12 \
         by=OS3PR01MB5678.jpnprd01.prod.outlook.com with=MICROSOFT SMTP SERVER id=15.20.8137.21 \
         AT tls",
    );
    check(
        "from mail.example.org (203.0.113.5) by\r\n\
         \x20TY1JPN01FT041.mail.protection.outlook.com (10.233.254.100) with Microsoft SMTP\r\n\
         \x20Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.8137.21\r\n\
         \x20via Frontend Transport",
        "from=mail.example.org ip=203.0.113.5 by=TY1JPN01FT041.mail.protection.outlook.com \
         via=Frontend Transport with=MICROSOFT SMTP SERVER id=15.20.8137.21 AT tls",
    );
    check(
        "from TYCPR01MB1234.jpnprd01.prod.outlook.com\r\n\
         \x20([fe80::aaaa:bbbb:cccc:dddd]) by TYCPR01MB1234.jpnprd01.prod.outlook.com\r\n\
         \x20([fe80::aaaa:bbbb:cccc:dddd%4]) with mapi id 15.20.8137.21",
        "from=TYCPR01MB1234.jpnprd01.prod.outlook.com ip=fe80::aaaa:bbbb:cccc:dddd \
         by=TYCPR01MB1234.jpnprd01.prod.outlook.com with=MAPI id=15.20.8137.21 AT",
    );
    let hop = parse(b"from a (203.0.113.5) by b (10.0.0.1) with HTTPS");
    assert_eq!(
        hop.by_ip.map(|ip| ip.to_string()).as_deref(),
        Some("10.0.0.1")
    );
    assert!(hop.tls);
}

#[test]
fn a_version_number_is_no_address() {
    check(
        "from EX01.corp.example by EX02.corp.example with Microsoft SMTP Server (TLS) id 15.1.225.42",
        "from=EX01.corp.example by=EX02.corp.example with=MICROSOFT SMTP SERVER id=15.1.225.42 AT tls",
    );
    check(
        "by mx.example (8.17.1.9) with SMTP id 203.0.113.5",
        "by=mx.example with=SMTP id=203.0.113.5 AT",
    );
}

#[test]
fn gmail() {
    check(
        "by 2002:a05:6402:354f:b0:5a0:a2a2:3e2f with SMTP id f15csp2042132edd",
        "by=2002:a05:6402:354f:b0:5a0:a2a2:3e2f with=SMTP id=f15csp2042132edd AT",
    );
    check(
        "from mail.example.org (mail.example.org. [203.0.113.5])\r\n\
         \x20       by mx.google.com with ESMTPS id a640c23a62f3a-a9e564sor123.2026.11.02.00.12.03\r\n\
         \x20       for <bob@gmail.com>\r\n\
         \x20       (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
        "from=mail.example.org reverse=mail.example.org ip=203.0.113.5 by=mx.google.com \
         with=ESMTPS id=a640c23a62f3a-a9e564sor123.2026.11.02.00.12.03 for=bob@gmail.com AT tls",
    );
    check(
        "from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41])\r\n\
         \x20       by mx.google.com with SMTPS id x8sor1",
        "from=mail-sor-f41.google.com reverse=mail-sor-f41.google.com ip=209.85.220.41 \
         by=mx.google.com with=SMTPS id=x8sor1 AT tls",
    );
}

#[test]
fn qmail() {
    assert_eq!(
        read("(qmail 12345 invoked by uid 1001); 2 Nov 2026 00:12:04 -0000"),
        AT,
        "a comment is no host"
    );
    assert_eq!(
        read("(qmail 12345 invoked from network); 2 Nov 2026 00:12:04 -0000"),
        AT
    );
    check(
        "from unknown (HELO mail.example.org) (203.0.113.5)\r\n  by 0 with SMTP",
        "from=mail.example.org ip=203.0.113.5 by=0 with=SMTP AT",
    );
    check(
        "from host.example.org (HELO 10.1.2.3) (ann@203.0.113.5)\r\n  by mx.example.com with SMTP",
        "from=10.1.2.3 reverse=host.example.org ip=203.0.113.5 by=mx.example.com with=SMTP AT",
    );
    check(
        "from host.example.org (203.0.113.5)\r\n  by mx.example.com with ESMTPS (TLS_AES_256_GCM_SHA384 encrypted)",
        "from=host.example.org ip=203.0.113.5 by=mx.example.com with=ESMTPS AT tls",
    );
}

#[test]
fn sendmail() {
    check(
        "from relay.example.org (IDENT:ann@host.example.org [203.0.113.5] (may be forged))\r\n\
         \tby mx.example.com (8.17.1/8.17.1/Debian-2) with ESMTPS id 4A20C4abc\r\n\
         \t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)\r\n\
         \tfor <bob@example.com>",
        "from=relay.example.org reverse=host.example.org ip=203.0.113.5 by=mx.example.com \
         with=ESMTPS id=4A20C4abc for=bob@example.com AT tls",
    );
    check(
        "(from ann@localhost)\r\n\tby mail.example.org (8.17.1/8.17.1/Submit) id 4A2",
        "by=mail.example.org id=4A2 AT",
    );
    check(
        "from pc ([203.0.113.9]) (authenticated bits=0) by mail.example.org (8.17.1/8.17.1) with ESMTPSA id 4A2",
        "from=pc ip=203.0.113.9 by=mail.example.org with=ESMTPSA id=4A2 AT authenticated tls",
    );
}

#[test]
fn exim() {
    check(
        "from mail.example.org ([203.0.113.5] helo=relay.example.org)\r\n\
         \tby mx.example.com with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\
         \t(Exim 4.96)\r\n\t(envelope-from <bounce@example.org>)\r\n\
         \tid 1r0abc-000123-1A\r\n\tfor bob@example.com",
        "from=relay.example.org reverse=mail.example.org ip=203.0.113.5 by=mx.example.com \
         with=ESMTPS id=1r0abc-000123-1A for=bob@example.com sender=<bounce@example.org> AT tls",
    );
    check(
        "from [203.0.113.5] (port=41234 helo=[192.168.1.2])\r\n\tby mx.example.com with esmtpsa \
         (Exim 4.96) (envelope-from <>) id 1r0",
        "from=[192.168.1.2] ip=203.0.113.5 by=mx.example.com with=ESMTPSA id=1r0 sender=<> AT \
         authenticated tls",
    );
    check(
        "from host.example.org ([203.0.113.5]:51234) by mx.example.com with smtp (Exim 4.98)",
        "from=host.example.org ip=203.0.113.5 by=mx.example.com with=SMTP AT",
    );
    check(
        "from www-data by web.example.org with local (Exim 4.96) (envelope-from <www@web.example.org>)",
        "from=www-data by=web.example.org with=LOCAL sender=<www@web.example.org> AT",
    );
}

#[test]
fn others() {
    // Yahoo
    check(
        "from 203.0.113.5 (EHLO mail.example.org)\r\n by 10.222.143.46 with SMTPs\r\n \
         (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256)",
        "from=mail.example.org ip=203.0.113.5 by=10.222.143.46 with=SMTPS AT tls",
    );
    // Courier, IPv4 mapped into IPv6
    check(
        "from relay.example.org (host.example.org [::ffff:203.0.113.5])\r\n  (TLS: TLSv1.3,256bits,TLS_AES_256_GCM_SHA384)\r\n  by mx.example.com with ESMTPS",
        "from=relay.example.org reverse=host.example.org ip=203.0.113.5 by=mx.example.com \
         with=ESMTPS AT tls",
    );
    // OpenSMTPD
    check(
        "from relay.example.org (host.example.org [203.0.113.5])\r\n\tby mx.example.com (OpenSMTPD) with ESMTPS id abc (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)\r\n\tfor <bob@example.com>",
        "from=relay.example.org reverse=host.example.org ip=203.0.113.5 by=mx.example.com \
         with=ESMTPS id=abc for=bob@example.com AT tls",
    );
    // A web mail's submission
    check(
        "from [2001:db8::5] by webmail.example.org with HTTP",
        "from=[2001:db8::5] ip=2001:db8::5 by=webmail.example.org with=HTTP AT",
    );
    // Dovecot
    check(
        "from mx.example.com ([10.0.0.5])\r\n\tby imap.example.com with LMTPS\r\n\tid eZ1 (envelope-from <a@b.example>)\r\n\tfor <bob@example.com>",
        "from=mx.example.com ip=10.0.0.5 by=imap.example.com with=LMTPS id=eZ1 \
         for=bob@example.com sender=<a@b.example> AT tls",
    );
    // Internationalized mail (RFC 6531)
    check(
        "from a.example ([203.0.113.5]) by 例え.jp with UTF8SMTPSA id 1",
        "from=a.example ip=203.0.113.5 by=例え.jp with=UTF8SMTPSA id=1 AT authenticated tls",
    );
    // An address in brackets without a comment around it
    check(
        "from mail.example.org [203.0.113.5] by mx.example.com with SMTP",
        "from=mail.example.org ip=203.0.113.5 by=mx.example.com with=SMTP AT",
    );
}

#[test]
fn the_keywords_of_iana() {
    for (keyword, authenticated, tls) in [
        ("SMTP", false, false),
        ("ESMTP", false, false),
        ("ESMTPA", true, false),
        ("ESMTPS", false, true),
        ("ESMTPSA", true, true),
        ("LMTP", false, false),
        ("LMTPA", true, false),
        ("LMTPS", false, true),
        ("LMTPSA", true, true),
        ("UTF8SMTP", false, false),
        ("UTF8SMTPA", true, false),
        ("UTF8SMTPS", false, true),
        ("UTF8SMTPSA", true, true),
        ("UTF8LMTP", false, false),
        ("UTF8LMTPSA", true, true),
        ("MMS", false, false),
        ("HTTP", false, false),
        ("esmtpsa", true, true),
        ("CPSA", false, false),
        ("MAPI", false, false),
    ] {
        let hop = parse(format!("from a.example by b.example with {keyword} id 1").as_bytes());
        assert_eq!(
            hop.with.as_deref(),
            Some(keyword.to_ascii_uppercase().as_str())
        );
        assert_eq!(
            (hop.authenticated, hop.tls),
            (authenticated, tls),
            "{keyword}"
        );
    }
}

#[test]
fn a_client_called_tls_has_not_used_it() {
    for field in [
        "from x (tls.example.org [203.0.113.5]) by mx.example with SMTP",
        "from x (HELO tls1.3) (203.0.113.5) by mx.example with SMTP",
        "from tls by mx.example with SMTP (no TLS)",
    ] {
        assert!(!parse(field.as_bytes()).tls, "{field}");
    }
}

#[test]
fn what_the_client_says_does_not_forge_its_address() {
    // The HELO of a client is free text; only the server's own comment counts.
    for (field, ip) in [
        (
            "from [198.51.100.1] (unknown [203.0.113.5]) by mx with SMTP",
            Some("203.0.113.5"),
        ),
        (
            "from x ([203.0.113.5] helo=[198.51.100.1]) by mx with SMTP",
            Some("203.0.113.5"),
        ),
        (
            "from x (helo=198.51.100.1 [203.0.113.5]) by mx with SMTP",
            Some("203.0.113.5"),
        ),
        (
            "from x (HELO [198.51.100.1]) ([203.0.113.5]) by mx with SMTP",
            Some("203.0.113.5"),
        ),
        ("from x (HELO [198.51.100.1]) by mx with SMTP", None),
        ("from x by mx ([198.51.100.1]) with SMTP", None),
        ("from x by mx with SMTP for <a@[198.51.100.1]>", None),
        ("from x by mx from y ([198.51.100.1]) with SMTP", None),
        (
            "from x ([203.0.113.5]) ([198.51.100.1]) by mx",
            Some("203.0.113.5"),
        ),
        ("from x ([300.1.1.1]) by mx with SMTP", None),
        ("from x ([UNIX: localhost]) by mx with SMTP", None),
    ] {
        let found = parse(field.as_bytes()).ip.map(|ip| ip.to_string());
        assert_eq!(found.as_deref(), ip, "{field}");
    }
}

#[test]
fn dates_wherever_they_stand() {
    for field in [
        "from a by b with SMTP id 1; Mon, 2 Nov 2026 00:12:04 +0000",
        "from a by b with SMTP id 1;\r\n\tMon,\r\n\t2 Nov 2026 00:12:04 +0000",
        "from a by b with SMTP id 1 Mon, 2 Nov 2026 00:12:04 +0000",
        "from a by b; for c; 2 Nov 2026 00:12:04 GMT",
        "from a (b; c) by d; 2 Nov 2026 00:12:04 GMT",
        "from a (b; 3 Nov 2025 00:00:00 GMT) by d 2 Nov 2026 00:12:04 GMT",
        "from a by b; 2026-11-02 00:12:04.123456789 +0000 UTC m=+0.012345678",
        "from a by b; 2026-11-02T00:12:04Z",
        "Mon, 2 Nov 2026 00:12:04 +0000; from a by b",
        "from a (unclosed by b; Mon, 2 Nov 2026 00:12:04 +0000",
    ] {
        let time = parse(field.as_bytes()).time.map(to_rfc3339);
        // An unclosed comment hides all that follows it, the date included.
        let expected = (!field.contains("unclosed")).then_some("2026-11-02T00:12:04Z");
        assert_eq!(time.as_deref(), expected, "{field}");
    }
    for field in ["from a by b", "from a by b; soon", "from a by b; 19:11:04"] {
        assert_eq!(parse(field.as_bytes()).time, None, "{field}");
    }
}

#[test]
fn what_is_no_received_field_states_nothing() {
    for field in [
        "",
        ";",
        "()",
        "(((",
        ")))",
        "from",
        "from by with id for via",
        "\u{0}\u{1}",
    ] {
        assert_eq!(read(field), "", "{field:?}");
    }
}

#[test]
fn hops_come_topmost_first_with_their_places() {
    let text = "Received: by b.example; Mon, 2 Nov 2026 00:12:05 +0000\r\n\
                Subject: x\r\n\
                RECEIVED: from a.example by b.example\r\n\
                \t; Mon, 2 Nov 2026 00:12:09 +0000\r\n\r\n";
    let message = Message::parse(text.as_bytes().to_vec());
    let (hops, findings) = hops(&message);
    assert_eq!(
        hops.iter().map(|hop| hop.header).collect::<Vec<_>>(),
        [0, 2]
    );
    assert!(
        message
            .bytes(hops[1].span)
            .starts_with(b"RECEIVED: from a.example")
    );
    assert_eq!(
        hops[0].time.zip(hops[1].time).map(|(to, from)| to - from),
        Some(-4),
        "clocks that disagree are shown as they are"
    );
    assert_eq!(findings, []);
}

#[test]
fn a_loop_of_hops_is_cut_with_a_finding() {
    let text = "Received: by b.example\r\n".repeat(limits::HOPS + 7) + "\r\n";
    let (hops, findings) = hops(&Message::parse(text.into_bytes()));
    assert_eq!(hops.len(), limits::HOPS);
    assert_eq!(
        findings[0].finding,
        Finding::TooManyHops {
            total: limits::HOPS + 7,
            limit: limits::HOPS
        }
    );
}
