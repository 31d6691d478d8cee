//! The envelope as the message tells it, and as somebody who knows better states it.

use mailprism::engine::envelope::find;
use mailprism::engine::mail::{Message, hops};
use mailprism::engine::report::{Envelope, Inputs, Origin};

fn found(header: &str, inputs: &Inputs) -> (Option<usize>, Envelope, Message) {
    let message = Message::parse(format!("{header}From: ceo@bank.example\r\n\r\n").into_bytes());
    let (hops, _) = hops(&message);
    let (border, envelope) = find(&message, &hops, inputs);
    (border, envelope, message)
}

/// Border, address, HELO and MAIL FROM.
fn shown(header: &str, inputs: &Inputs) -> (Option<usize>, String, String, String) {
    let (border, envelope, _) = found(header, inputs);
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    (
        border,
        or_none(envelope.ip.map(|(ip, _)| ip.to_string())),
        or_none(envelope.helo.map(|(helo, _)| helo)),
        or_none(envelope.mail_from.map(|(sender, _)| format!("<{sender}>"))),
    )
}

const INTERNAL: &str = "Received: from mx.example.com (mx.example.com [10.0.0.5])\r\n\
    \tby imap.example.com with LMTP; Mon, 2 Nov 2026 00:12:09 +0000\r\n";
const BORDER: &str = "Received: from relay.example.org (relay.example.org [203.0.113.5])\r\n\
    \tby mx.example.com with ESMTPS (envelope-from <bounce@hop.example>) id 1;\r\n\
    \tMon, 2 Nov 2026 00:12:05 +0000\r\n";
const BELOW: &str = "Received: from pc (isp.example [198.51.100.7])\r\n\
    \tby relay.example.org with ESMTPSA; Mon, 2 Nov 2026 00:12:04 +0000\r\n";

fn header(parts: &[&str]) -> String {
    parts.concat()
}

#[test]
fn the_border_is_the_topmost_hop_whose_client_is_not_private() {
    let header = header(&[
        "Return-Path: <bounce@example.org>\r\n",
        INTERNAL,
        BORDER,
        BELOW,
    ]);
    let (border, envelope, message) = found(&header, &Inputs::default());
    assert_eq!(border, Some(1));
    assert_eq!(
        envelope.ip.map(|(ip, origin)| (ip.to_string(), origin)),
        Some(("203.0.113.5".to_owned(), Origin::Hop(1)))
    );
    assert_eq!(
        envelope.helo,
        Some(("relay.example.org".to_owned(), Origin::Hop(1)))
    );
    let Some((sender, Origin::ReturnPath(span))) = envelope.mail_from else {
        panic!("Return-Path states the sender");
    };
    assert_eq!(sender, "bounce@example.org");
    assert!(message.bytes(span).starts_with(b"Return-Path:"));
}

#[test]
fn the_border_can_be_moved() {
    let inputs = Inputs {
        border: Some(2),
        ..Inputs::default()
    };
    let header = header(&[INTERNAL, BORDER, BELOW]);
    assert_eq!(
        shown(&header, &inputs),
        (Some(2), "198.51.100.7".into(), "pc".into(), "none".into())
    );
    let inputs = Inputs {
        border: Some(3),
        ..Inputs::default()
    };
    assert_eq!(shown(&header, &inputs).0, Some(1), "there is no such hop");
}

#[test]
fn private_clients_are_the_receivers_own() {
    for address in [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "IPv6:::1",
        "IPv6:fd00::1",
        "IPv6:fe80::1",
        "::ffff:10.0.0.1",
    ] {
        let inner = format!("Received: from a ([{address}]) by b with SMTP\r\n");
        let header = header(&[&inner, BORDER]);
        assert_eq!(shown(&header, &Inputs::default()).0, Some(1), "{address}");
    }
    for address in [
        "203.0.113.9",
        "172.32.0.1",
        "100.128.0.1",
        "IPv6:2001:db8::1",
    ] {
        let inner = format!("Received: from a ([{address}]) by b with SMTP\r\n");
        let header = header(&[&inner, BORDER]);
        assert_eq!(shown(&header, &Inputs::default()).0, Some(0), "{address}");
    }
}

#[test]
fn with_private_clients_alone_the_topmost_is_shown() {
    let header = header(&["Received: by c with LMTP\r\n", INTERNAL, INTERNAL]);
    let (border, ip, helo, _) = shown(&header, &Inputs::default());
    assert_eq!((border, ip.as_str()), (Some(1), "10.0.0.5"));
    assert_eq!(helo, "mx.example.com");
}

#[test]
fn exchange_online_hands_on_over_public_addresses_of_its_own() {
    let own = "Received: from A.prod.outlook.com (2603:10a6:10:1d::1) by\r\n \
               B.prod.outlook.com (2603:10a6:208:13::14) with HTTPS; Mon, 2 Nov 2026 00:12:09 +0000\r\n";
    let border = "Received: from mail.example.org (203.0.113.5) by\r\n \
                  C.mail.protection.outlook.com (10.233.254.100) with Microsoft SMTP Server id 15.20;\r\n \
                  Mon, 2 Nov 2026 00:12:05 +0000\r\n";
    let first = header(&[own, own, border, BELOW]);
    assert_eq!(shown(&first, &Inputs::default()).0, Some(2));

    let stranger = own.replace("2603:10a6:10:1d::1", "2001:db8::66");
    let header = header(&[&stranger, border]);
    assert_eq!(
        shown(&header, &Inputs::default()).0,
        Some(0),
        "a stranger who calls itself outlook.com is outside"
    );
    let header = own.replace(" (2603:10a6:208:13::14)", "");
    assert_eq!(
        shown(&(header + BORDER), &Inputs::default()).0,
        Some(0),
        "one end alone proves nothing"
    );
}

#[test]
fn a_mailbox_that_mail_was_collected_from_is_no_client() {
    let collected = "Received: from imap.isp.example [203.0.113.80] by pc.example\r\n\
                     \twith IMAP (fetchmail-6.4.37) for <bob@localhost> (single-drop)\r\n";
    let header = header(&[collected, BORDER]);
    assert_eq!(shown(&header, &Inputs::default()).0, Some(1));
    assert_eq!(
        shown(collected, &Inputs::default()).0,
        Some(0),
        "it is still the best there is to show"
    );
}

#[test]
fn without_return_path_the_border_may_state_the_sender() {
    assert_eq!(shown(BORDER, &Inputs::default()).3, "<bounce@hop.example>");
    let header = header(&[INTERNAL, BELOW, BORDER]);
    assert_eq!(
        shown(&header, &Inputs::default()).3,
        "none",
        "another hop's envelope is another envelope"
    );
}

#[test]
fn return_path_as_servers_write_it() {
    for (value, sender) in [
        ("<bounce@example.org>", "<bounce@example.org>"),
        ("bounce@example.org", "<bounce@example.org>"),
        ("<>", "<>"),
        (" < > ", "<>"),
        ("<prvs=1234=ann@example.org>", "<prvs=1234=ann@example.org>"),
        (
            "<SRS0=a=b=example.net=ann@example.org>",
            "<SRS0=a=b=example.net=ann@example.org>",
        ),
        ("<\"ann b\"@example.org>", "<\"ann b\"@example.org>"),
        ("<@hop.example:ann@example.org>", "<ann@example.org>"),
        ("<MAILER-DAEMON>", "none"),
        ("", "none"),
        ("<a@x.example> <b@y.example>", "none"),
    ] {
        let header = format!("Return-Path: {value}\r\n");
        assert_eq!(shown(&header, &Inputs::default()).3, sender, "{value:?}");
    }
    let two = "Return-Path: <final@example.org>\r\nReturn-Path: <older@example.org>\r\n";
    assert_eq!(shown(two, &Inputs::default()).3, "<final@example.org>");
}

#[test]
fn an_unreadable_return_path_leaves_the_word_to_the_border() {
    let header = header(&["Return-Path: <MAILER-DAEMON>\r\n", BORDER]);
    assert_eq!(shown(&header, &Inputs::default()).3, "<bounce@hop.example>");
}

#[test]
fn nothing_is_invented() {
    let (border, envelope, _) = found("", &Inputs::default());
    assert_eq!(border, None);
    assert_eq!(envelope, Envelope::default(), "From is no MAIL FROM");
}

#[test]
fn what_is_stated_overrides_each_part_alone() {
    let header = header(&["Return-Path: <bounce@example.org>\r\n", BORDER]);
    let inputs = Inputs {
        ip: Some("192.0.2.99".parse().expect("an address")),
        ..Inputs::default()
    };
    let (border, envelope, _) = found(&header, &inputs);
    assert_eq!(border, Some(0));
    assert_eq!(envelope.ip.map(|(_, origin)| origin), Some(Origin::Stated));
    assert_eq!(
        envelope.helo.map(|(_, origin)| origin),
        Some(Origin::Hop(0))
    );

    let inputs = Inputs {
        helo: Some("stated.example".to_owned()),
        mail_from: Some(String::new()),
        ..Inputs::default()
    };
    assert_eq!(
        shown(&header, &inputs),
        (
            Some(0),
            "203.0.113.5".into(),
            "stated.example".into(),
            "<>".into()
        ),
        "the null sender is a sender"
    );
}
