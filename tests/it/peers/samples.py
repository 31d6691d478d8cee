"""Makes the examples: signs nine messages with dkimpy and writes them as cases.

Run by hand when an example's story changes: `python samples.py FOLDER [NAME…]`. The keys are made in the
run and thrown away; the public halves stay in the cases as their frozen DNS answers.
"""

import base64
import calendar
import pathlib
import subprocess
import sys

import dkim

SIGNED_AT = calendar.timegm((2026, 11, 2, 0, 11, 58))
ASKED_AT = calendar.timegm((2026, 11, 2, 0, 15, 0))
MADE = "2026-11-02T00:15:00Z"

SIGNED = [b"from", b"from", b"to", b"subject", b"date", b"message-id", b"mime-version",
          b"content-type", b"content-transfer-encoding"]


def key():
    pem = subprocess.run(["openssl", "genrsa", "-traditional", "2048"],
                         check=True, capture_output=True).stdout
    spki = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"],
                          input=pem, check=True, capture_output=True).stdout
    return pem, "v=DKIM1; k=rsa; p=" + base64.b64encode(spki).decode()


def lines(text):
    """Text with LF in the source, CRLF in the message."""
    if isinstance(text, str):
        text = text.encode("utf-8")
    return text.strip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def message(headers, body):
    return lines(headers) + b"\r\n" + lines(body)


def sign(octets, domain, selector, pem, signed_at=SIGNED_AT):
    dkim.time.time = lambda: signed_at
    field = dkim.sign(
        octets, selector.encode(), domain.encode(), pem,
        canonicalize=(b"relaxed", b"relaxed"), include_headers=SIGNED,
    )
    return field + octets


def seal(octets, domain, selector, pem, later, found):
    """An ARC set on top, of a server that found this when the mail came, so many seconds later."""
    server = b"mx." + domain.encode()
    judged = lines(b"Authentication-Results: " + server + b";\n" + found) + octets
    fields = dkim.arc_sign(judged, selector.encode(), domain.encode(), pem, server,
                           include_headers=SIGNED, timestamp=SIGNED_AT + later)
    return b"".join(fields) + octets


def txt(text):
    """A record as a zone file writes it: strings of at most 255 octets."""
    pieces = [text[i:i + 250] for i in range(0, len(text), 250)]
    return " ".join('"%s"' % piece for piece in pieces)


def answer(name, rtype, data):
    if data is None or data == "nodata":
        word = "nxdomain" if data is None else "nodata"
        return "Dns: %s %s %s noad - %d -" % (name, rtype, word, ASKED_AT)
    return "Dns: %s %s ok noad 3600 %d - %s" % (name, rtype, ASKED_AT, data)


def case(octets, answers, scope="whole", now=MADE):
    head = ["Case: 1", "Made: %s mailprism/0.1.0" % now, "Eol: crlf", "Scope: %s" % scope]
    head += [answer(*a) for a in answers]
    return ("\n".join(head) + "\n\n").encode() + octets


SHOP_RECEIVED = b"""\
Received: from out1.example.com (out1.example.com [192.0.2.25])
 by mx.example.org (Postfix) with ESMTPS id 4F2A91C03B
 for <hanako@example.org>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from app.example.com (app.example.com [10.20.0.7])
 by out1.example.com (Postfix) with ESMTPSA id 9C1B62E0D1
 for <hanako@example.org>; Mon, 2 Nov 2026 09:11:58 +0900
"""

SHOP_HEADERS = b"""\
From: Mado Shop <orders@example.com>
To: Hanako Sato <hanako@example.org>
Subject: Your order 10482 has shipped
Date: Mon, 2 Nov 2026 09:11:57 +0900
Message-ID: <10482.ship@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
"""

SHOP_BODY = b"""\
Dear Hanako,

your order 10482 left our warehouse this morning. It should be with you
on Wednesday.

Thank you for choosing Mado.
"""


def return_path(sender):
    return b"Return-Path: <" + sender + b">\r\n"


def results(text):
    """What the receiving server wrote of its own checks; or somebody in its name."""
    return lines("Authentication-Results: mx.example.org;\n" + text)


def main(folder, names):
    made = {}
    shop_pem, shop_key = key()
    shop_spf = ("example.com", "TXT", txt("v=spf1 ip4:192.0.2.0/24 -all"))
    shop_dmarc = ("_dmarc.example.com", "TXT",
                  txt("v=DMARC1; p=reject; rua=mailto:dmarc@example.com"))
    shop_key_record = ("s2026._domainkey.example.com", "TXT", txt(shop_key))
    no_com = ("_dmarc.com", "TXT", None)

    # Everything as it should be.
    shipped = sign(message(SHOP_HEADERS, SHOP_BODY), "example.com", "s2026", shop_pem)
    made["all-pass"] = case(
        return_path(b"bounce@example.com") + lines(SHOP_RECEIVED) + shipped,
        [shop_key_record, shop_spf, ("out1.example.com", "TXT", txt("v=spf1 a -all")),
         ("out1.example.com", "A", "192.0.2.25"), shop_dmarc],
    )

    # The attacker authenticates a domain of their own and writes another one into From.
    evil_pem, evil_key = key()
    headers = """
From: "Mado Shop" <billing@example.com>
To: hanako@example.org
Subject: =?utf-8?B?%s?=
Date: Mon, 2 Nov 2026 09:11:57 +0900
Message-ID: <a7f3@mailer.example.net>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
""" % base64.b64encode("【重要】ご請求金額のご確認".encode()).decode()
    body = """
お客様のお支払いが確認できません。
24時間以内に、下記よりお手続きください。

hxxp://mado-billing.example.net/pay
"""
    spoofed = sign(message(headers, body), "mailer.example.net", "k1", evil_pem)
    received = b"""\
Received: from smtp7.mailer.example.net (smtp7.mailer.example.net [198.51.100.77])
 by mx.example.org (Postfix) with ESMTPS id 5D0C83F11A
 for <hanako@example.org>; Mon, 2 Nov 2026 09:12:04 +0900
"""
    made["spoofed-from"] = case(
        return_path(b"b-41@mailer.example.net") + results("""\
 spf=pass smtp.mailfrom=mailer.example.net;
 dkim=pass header.d=mailer.example.net header.s=k1;
 dmarc=fail (p=reject) header.from=example.com""") + lines(received) + results("""\
 dkim=pass header.d=example.com; dmarc=pass header.from=example.com""") + spoofed,
        [("k1._domainkey.mailer.example.net", "TXT", txt(evil_key)),
         ("mailer.example.net", "TXT", txt("v=spf1 ip4:198.51.100.0/24 -all")),
         ("smtp7.mailer.example.net", "TXT", None),
         shop_dmarc, no_com,
         ("_dmarc.mailer.example.net", "TXT", None),
         ("_dmarc.example.net", "TXT", None), ("_dmarc.net", "TXT", None)],
    )

    # A forwarder passes the mail on untouched: SPF breaks, DKIM holds.
    received = b"""\
Received: from fwd.alumni.example.edu (fwd.alumni.example.edu [203.0.113.40])
 by mx.example.org (Postfix) with ESMTPS id 6B3D7A209C
 for <hanako@example.org>; Mon, 2 Nov 2026 09:12:09 +0900
Received: from out1.example.com (out1.example.com [192.0.2.25])
 by fwd.alumni.example.edu (Postfix) with ESMTPS id 2A9E01B7D4
 for <hanako@alumni.example.edu>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from app.example.com (app.example.com [10.20.0.7])
 by out1.example.com (Postfix) with ESMTPSA id 9C1B62E0D1;
 Mon, 2 Nov 2026 09:11:58 +0900
"""
    forwarded = sign(
        message(SHOP_HEADERS.replace(b"Hanako Sato <hanako@example.org>",
                                     b"Hanako Sato <hanako@alumni.example.edu>"), SHOP_BODY),
        "example.com", "s2026", shop_pem)
    made["forwarded"] = case(
        return_path(b"bounce@example.com") + lines(received) + forwarded,
        [shop_key_record, shop_spf, ("fwd.alumni.example.edu", "TXT", None), shop_dmarc],
    )

    # A mailing list marks the subject, adds a footer and sends in its own name.
    list_pem, list_key = key()
    list_headers = """
From: Taro Yamada <taro@example.com>
To: mail-ops@lists.example.org
Subject: TLS 1.3 on port 25
Date: Mon, 2 Nov 2026 09:11:57 +0900
Message-ID: <tls13.0711@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
"""
    list_body = """
Hello list,

has anyone measured how many peers still refuse TLS 1.3 on port 25?

Taro
"""
    posted = sign(message(list_headers, list_body), "example.com", "s2026", shop_pem)
    footer = lines("""
_______________________________________________
mail-ops mailing list
mail-ops@lists.example.org
""")
    listed = posted.replace(b"Subject: TLS 1.3", b"Subject: [mail-ops] TLS 1.3") + footer
    received = b"""\
Received: from lists.example.org (lists.example.org [203.0.113.90])
 by mx.example.net (Postfix) with ESMTPS id 7E1F4402B8
 for <jiro@example.net>; Mon, 2 Nov 2026 09:14:41 +0900
Received: from out1.example.com (out1.example.com [192.0.2.25])
 by lists.example.org (Postfix) with ESMTPS id 0B77C1D9A5
 for <mail-ops@lists.example.org>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from [10.20.0.31] (desk31.example.com [10.20.0.31])
 by out1.example.com (Postfix) with ESMTPSA id 9C1B62E0E7;
 Mon, 2 Nov 2026 09:11:58 +0900
"""
    list_fields = b"""\
List-Id: Mail operations <mail-ops.lists.example.org>
List-Unsubscribe: <mailto:mail-ops-leave@lists.example.org>
Precedence: list
"""
    made["mailing-list"] = case(
        return_path(b"mail-ops-bounces@lists.example.org") + lines(received)
        + lines(list_fields) + listed,
        [shop_key_record,
         ("lists.example.org", "TXT", txt("v=spf1 ip4:203.0.113.90 -all")),
         shop_dmarc, no_com,
         ("_dmarc.lists.example.org", "TXT", None),
         ("_dmarc.example.org", "TXT", txt("v=DMARC1; p=none")), ("_dmarc.org", "TXT", None)],
    )

    # The same on a list that seals, and a forwarder behind it that seals, too.
    lists_pem, lists_key = key()
    alumni_pem, alumni_key = key()
    sealed = seal(
        lines(list_fields) + listed, "lists.example.org", "arc", lists_pem, 9, b"""\
 spf=pass smtp.mailfrom=example.com;
 dkim=pass header.d=example.com;
 dmarc=pass header.from=example.com""")
    sealed = seal(
        lines(b"""\
Received: from lists.example.org (lists.example.org [203.0.113.90])
 by fwd.alumni.example.edu (Postfix) with ESMTPS id 2A9E01B7D4
 for <jiro@alumni.example.edu>; Mon, 2 Nov 2026 09:14:41 +0900
Received: from out1.example.com (out1.example.com [192.0.2.25])
 by lists.example.org (Postfix) with ESMTPS id 0B77C1D9A5
 for <mail-ops@lists.example.org>; Mon, 2 Nov 2026 09:12:04 +0900
""") + sealed, "alumni.example.edu", "fwd1", alumni_pem, 165, b"""\
 spf=pass smtp.mailfrom=lists.example.org;
 dkim=fail header.d=example.com;
 dmarc=fail header.from=example.com;
 arc=pass""")
    received = b"""\
Received: from fwd.alumni.example.edu (fwd.alumni.example.edu [203.0.113.40])
 by mx.example.net (Postfix) with ESMTPS id 6B3D7A209C
 for <jiro@example.net>; Mon, 2 Nov 2026 09:14:46 +0900
"""
    made["sealed-list"] = case(
        return_path(b"srs0=7f2a@alumni.example.edu") + lines(received) + sealed,
        [shop_key_record,
         ("arc._domainkey.lists.example.org", "TXT", txt(lists_key)),
         ("fwd1._domainkey.alumni.example.edu", "TXT", txt(alumni_key)),
         ("alumni.example.edu", "TXT", txt("v=spf1 ip4:203.0.113.40 -all")),
         ("fwd.alumni.example.edu", "TXT", None),
         shop_dmarc, no_com,
         ("_dmarc.alumni.example.edu", "TXT", None),
         ("_dmarc.example.edu", "TXT", None), ("_dmarc.edu", "TXT", None)],
    )

    # A gateway rewrites one link in the body of a mail sent through a bulk mailer.
    invoice_headers = """
From: "Billing" <billing@example.com>
To: taro@example.org
Subject: Invoice 2026-11
Date: Mon, 2 Nov 2026 09:11:57 +0900
Message-ID: <inv.2026.11@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
"""
    invoice_body = """
Dear Taro,

your invoice for November is ready:

https://shop.example.com/invoices/2026-11

Please pay by 30 November.
"""
    invoice = sign(message(invoice_headers, invoice_body), "example.com", "s2026", shop_pem)
    rewritten = invoice.replace(
        b"https://shop.example.com/invoices/2026-11",
        b"https://gateway.example.net/safe?u=shop.example.com/invoices/2026-11")
    received = b"""\
Received: from relay2.bulk.example.net (relay2.bulk.example.net [203.0.113.5])
 by mx.example.org (Postfix) with ESMTPS id 3C8E5D0F21
 for <taro@example.org>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from relay1.bulk.example.net (relay1.bulk.example.net [203.0.113.4])
 by relay2.bulk.example.net (Postfix) with ESMTPS id 81D20A6E4F;
 Mon, 2 Nov 2026 09:12:01 +0900
Received: from app.example.com (app.example.com [192.0.2.80])
 by relay1.bulk.example.net (Postfix) with ESMTPSA id 55B0F9C3A2;
 Mon, 2 Nov 2026 09:11:58 +0900
"""
    made["body-changed"] = case(
        return_path(b"bounce@bulk.example.net") + lines(received) + rewritten,
        [shop_key_record,
         ("bulk.example.net", "TXT", txt("v=spf1 include:_spf.bulk.example.net ~all")),
         ("_spf.bulk.example.net", "TXT", txt("v=spf1 ip4:203.0.113.0/24 ~all")),
         ("relay2.bulk.example.net", "TXT", None),
         shop_dmarc, no_com,
         ("_dmarc.bulk.example.net", "TXT", None), ("_dmarc.example.net", "TXT", None),
         ("_dmarc.net", "TXT", None)],
    )

    # A club signs its mail and publishes SPF, but no DMARC policy.
    club_pem, club_key = key()
    club_headers = """
From: =?iso-2022-jp?B?%s?= <info@club.example>
To: hanako@example.org
Subject: =?iso-2022-jp?B?%s?=
Date: Mon, 2 Nov 2026 09:11:57 +0900
Message-ID: <kaiho.118@club.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-2022-jp
Content-Transfer-Encoding: 7bit
""" % (base64.b64encode("山の会".encode("iso-2022-jp")).decode(),
       base64.b64encode("会報第118号のお知らせ".encode("iso-2022-jp")).decode())
    club_body = """
会員の皆様

会報第118号をお送りします。次の例会は11月14日です。

山の会 事務局
""".strip("\n").encode("iso-2022-jp")
    newsletter = sign(message(club_headers, club_body), "club.example", "mail", club_pem)
    received = b"""\
Received: from mail.club.example (mail.club.example [198.51.100.12])
 by mx.example.org (Postfix) with ESMTPS id 2F6B8D4C90
 for <hanako@example.org>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from [192.168.1.20] (unknown [198.51.100.201])
 by mail.club.example (Postfix) with ESMTPSA id 7D3E1B0A66;
 Mon, 2 Nov 2026 09:11:58 +0900
"""
    made["no-dmarc"] = case(
        return_path(b"info@club.example") + lines(received) + newsletter,
        [("mail._domainkey.club.example", "TXT", txt(club_key)),
         ("club.example", "TXT", txt("v=spf1 mx -all")),
         ("club.example", "MX", "10 mail.club.example"),
         ("mail.club.example", "A", "198.51.100.12"),
         ("mail.club.example", "TXT", "nodata"),
         ("_dmarc.club.example", "TXT", None), ("_dmarc.example", "TXT", None)],
    )

    # The key the mail was signed with has left DNS, and SPF speaks for the bulk mailer alone.
    old = sign(message(invoice_headers.replace("2026-11", "2026-08").replace(
        "Mon, 2 Nov 2026", "Mon, 3 Aug 2026"), invoice_body), "example.com", "s2025", shop_pem,
        calendar.timegm((2026, 8, 3, 0, 11, 58)))
    received = b"""\
Received: from relay2.bulk.example.net (relay2.bulk.example.net [203.0.113.5])
 by mx.example.org (Postfix) with ESMTPS id 1E7A4B5D93
 for <taro@example.org>; Mon, 3 Aug 2026 09:12:04 +0900
Received: from app.example.com (app.example.com [192.0.2.80])
 by relay2.bulk.example.net (Postfix) with ESMTPSA id 55B0F9C111;
 Mon, 3 Aug 2026 09:11:58 +0900
"""
    made["rotated-key"] = case(
        return_path(b"bounce@bulk.example.net") + results("""\
 spf=pass smtp.mailfrom=bulk.example.net;
 dkim=pass header.d=example.com header.s=s2025;
 dmarc=pass (p=reject) header.from=example.com""") + lines(received) + old,
        [("s2025._domainkey.example.com", "TXT", None),
         ("bulk.example.net", "TXT", txt("v=spf1 include:_spf.bulk.example.net ~all")),
         ("_spf.bulk.example.net", "TXT", txt("v=spf1 ip4:203.0.113.0/24 ~all")),
         ("relay2.bulk.example.net", "TXT", None),
         shop_dmarc, no_com,
         ("_dmarc.bulk.example.net", "TXT", None), ("_dmarc.example.net", "TXT", None),
         ("_dmarc.net", "TXT", None)],
    )

    # Only the header was pasted: the signature over it can be checked, the body cannot.
    head = invoice.split(b"\r\n\r\n", 1)[0] + b"\r\n"
    received = b"""\
Received: from relay2.bulk.example.net (relay2.bulk.example.net [203.0.113.5])
 by mx.example.org (Postfix) with ESMTPS id 3C8E5D0F21
 for <taro@example.org>; Mon, 2 Nov 2026 09:12:04 +0900
Received: from app.example.com (app.example.com [192.0.2.80])
 by relay2.bulk.example.net (Postfix) with ESMTPSA id 55B0F9C3A2;
 Mon, 2 Nov 2026 09:11:58 +0900
"""
    made["headers-only"] = case(
        return_path(b"bounce@bulk.example.net") + lines(received) + head,
        [shop_key_record,
         ("bulk.example.net", "TXT", txt("v=spf1 include:_spf.bulk.example.net ~all")),
         ("_spf.bulk.example.net", "TXT", txt("v=spf1 ip4:203.0.113.0/24 ~all")),
         ("relay2.bulk.example.net", "TXT", None),
         shop_dmarc, no_com,
         ("_dmarc.bulk.example.net", "TXT", None), ("_dmarc.example.net", "TXT", None),
         ("_dmarc.net", "TXT", None)],
    )

    for name, octets in made.items():
        if names and name not in names:
            continue
        (folder / (name + ".case")).write_bytes(octets)
        print(name, len(octets))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
