"""Seals messages for tests/it/arc.rs and prints them as JSON, in the form of dkim_sign.py.

Whole chains are sealed by dkimpy (`arc_sign`), which has to find them whole as well before they are
printed. Chains that dkimpy refuses to make are put together here from its parts.
"""

import base64
import hashlib
import json
import re

import dkim
from dkim.canonicalization import CanonicalizationPolicy

from dkim_sign import ED, PLAIN, RSA, SIGNED_AT, case, cases, key_name

RELAXED = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
FIELDS = [b"arc-authentication-results", b"arc-message-signature", b"arc-seal"]
SIGNED = [b"from", b"to", b"subject", b"date", b"message-id"]
FOOTER = b"--\r\nYou are on this list.\r\n"


def footer(message):
    return message.replace(b"Subject: ", b"Subject: [shelves] ", 1) + FOOTER


def unchanged(message):
    return message


def results(server, arc):
    text = f"Authentication-Results: {server};\r\n spf=pass smtp.mailfrom=ayaka@sender.example"
    return (text + ("; arc=pass" if arc else "") + "\r\n").encode()


def sealed_by_dkimpy(name, *sealers, message=PLAIN):
    """One set for each (domain, key, what it does to the message before)."""
    dns = {}
    for number, (domain, key, change) in enumerate(sealers):
        message = change(message)
        server = f"mx.{domain}"
        judged = results(server, number > 0) + message
        fields = dkim.arc_sign(judged, b"arc", domain.encode(), key.private, server.encode(),
                               include_headers=SIGNED, timestamp=SIGNED_AT)
        assert len(fields) == 3, (name, number)
        message = b"".join(fields) + message
        dns[key_name("arc", domain)] = key.record
    answer = lambda asked, timeout=5: dns[asked.decode().rstrip(".")].encode()
    cv, _, reason = dkim.arc_verify(message, dnsfunc=answer)
    assert cv == b"pass", (name, cv, reason)
    case(name, message, dns)


AAR = "i=%i; mx.%d; spf=pass smtp.mailfrom=sender.example"
AMS = "i=%i; a=%a; c=relaxed/relaxed; d=%d; s=%s; t=1790000000;\n h=from:to:subject:date; bh=#; b=§"
AS = "i=%i; a=%a; t=1790000000; cv=%c; d=%d; s=%s; b=§"


class Chain:
    """A chain that is sealed as its parts are spelt: `§` is the signature, `#` the body hash."""

    def __init__(self, message=PLAIN):
        self.message = message
        self.dns = {}
        self.sets = []

    def seal(self, instance, cv=None, key=RSA[2048], domain=None, aar=AAR, ams=AMS, seal=AS, alone=False,
             record=None, hash_name="sha256"):
        domain = domain or f"hop{instance}.example"
        selector = f"s{instance}"
        cv = cv or ("none" if instance == 1 else "pass")
        words = {"%i": str(instance), "%a": key.algorithm, "%d": domain, "%s": selector, "%c": cv}
        spell = lambda text: " " + re.sub("%[iadsc]", lambda m: words[m[0]], text).replace(
            "\n", "\r\n") + "\r\n"
        self.dns[key_name(selector, domain)] = record or key.record

        own = []
        if aar:
            own.append((b"ARC-Authentication-Results", spell(aar).encode()))
        if ams:
            own.append((b"ARC-Message-Signature", self.signed(spell(ams), key, hash_name)))
        before = [] if alone else [field for fields in self.sets for field in fields]
        if seal:
            value = spell(seal)
            name = b"ARC-Seal"
            empty = (name, re.sub(r"\s*§", "", value).encode())
            digest = hashlib.new(hash_name)
            for pair in RELAXED.canonicalize_headers(before + own):
                digest.update(b":".join(pair))
            digest.update(b":".join(RELAXED.canonicalize_headers([empty])[0]).rstrip(b"\r\n"))
            b = base64.b64encode(key.sign(digest))
            own.append((name, value.encode().replace("§".encode(), b)))
        self.sets.append(own)
        self.message = b"".join(b":".join(field) for field in reversed(own)) + self.message
        return self

    def signed(self, value, key, hash_name):
        """The value of an ARC-Message-Signature over the message as it is."""
        tags = dict(part.strip().split("=", 1) for part in value.split(";") if "=" in part)
        policy = CanonicalizationPolicy.from_c_value(
            tags.get("c", "simple/simple").encode())
        head, _, body = self.message.partition(b"\r\n\r\n")
        text = policy.canonicalize_body(body)
        bh = base64.b64encode(hashlib.new(hash_name, text).digest()).decode()
        value = value.replace("#", bh)
        headers, _ = dkim.rfc822_parse(head + b"\r\n\r\n")
        digest = hashlib.new(hash_name)
        for wanted in tags.get("h", "").split(":"):
            places = [place for place, (header, _) in enumerate(headers)
                      if header.strip().lower() == wanted.strip().lower().encode()]
            if places:
                pair = headers.pop(places[-1])
                digest.update(b":".join(policy.canonicalize_headers([pair])[0]))
        empty = (b"ARC-Message-Signature", re.sub(r"\s*§", "", value).encode())
        digest.update(b":".join(policy.canonicalize_headers([empty])[0]).rstrip(b"\r\n"))
        return value.encode().replace("§".encode(), base64.b64encode(key.sign(digest)))

    def change(self, change):
        self.message = change(self.message)
        return self

    def named(self, name):
        case(name, self.message, self.dns)


def valid():
    one = ("one.example", RSA[2048], unchanged)
    two = ("two.example", RSA[1024], unchanged)
    three = ("three.example", RSA[2048], unchanged)
    sealed_by_dkimpy("dkimpy: one set", one)
    sealed_by_dkimpy("dkimpy: two sets", one, two)
    sealed_by_dkimpy("dkimpy: three sets", one, two, three)
    sealed_by_dkimpy("dkimpy: two sets, a footer before the second",
                     one, ("two.example", RSA[2048], footer))
    sealed_by_dkimpy("dkimpy: three sets, a footer before the second",
                     one, ("two.example", RSA[2048], footer), three)
    sealed_by_dkimpy("dkimpy: three sets, a footer before the third",
                     one, two, ("three.example", RSA[2048], footer))
    Chain().seal(1).named("crafted: one set")
    Chain().seal(1).seal(2).named("crafted: two sets")
    Chain().seal(1).seal(2).seal(3).named("crafted: three sets")
    Chain().seal(1, key=ED).seal(2, key=ED).named("crafted: two sets by Ed25519")
    Chain().seal(1, ams=AMS.replace(" c=relaxed/relaxed;", "")).named("crafted: no c=")
    Chain().seal(1, ams="v=2; " + AMS).named("crafted: v= is nothing here")
    Chain().seal(1, aar="i=1 (first); mx.%d (x; i=9);\n spf=pass").named("crafted: comments")
    Chain().seal(1, ams=AMS + "; x_more=1", seal=AS + "; x_more=1;").named("crafted: other tags")
    Chain().seal(1, seal=AS + "; c=simple; bh=%%; l=x").named("crafted: tags that no seal has")
    Chain().seal(1, ams="\n\ti = %i ;" + AMS.split(";", 1)[1], seal="\n i = 1 ; " + AS.split(";", 1)[1]
                 ).named("crafted: blanks around i=")
    Chain().seal(1, domain="sender.example").named("crafted: sealed by the author's domain")
    many = Chain()
    for instance in range(1, 51):
        many.seal(instance, domain="hop.example")
    many.named("crafted: fifty sets")
    # The newest signature holds, and the third; the second does not.
    Chain().seal(1).seal(2).change(footer).seal(3).seal(4).named("crafted: changed after the second")


def faults():
    Chain().seal(1, cv="pass").named("cv=pass at the first")
    Chain().seal(1).seal(2, cv="none").named("cv=none at the second")
    Chain().seal(1).seal(2, cv="fail", alone=True).named("cv=fail at the newest")
    Chain().seal(1).seal(2, cv="fail").seal(3).named("cv=fail below the newest")
    Chain().seal(1, cv="maybe").named("cv=maybe")
    Chain().seal(1, seal=AS.replace(" cv=%c;", "")).named("no cv=")
    Chain().seal(1, seal=AS.replace("b=", "h=from; b=")).named("h= in the seal")
    Chain().seal(1, ams=AMS.replace("date", "date:ARC-Seal")).named("ARC-Seal signed")
    Chain().seal(1).seal(2, ams=AMS.replace("date", "date:ARC-Seal")).seal(3).named(
        "ARC-Seal signed in an older set")
    Chain(results("mx.sender.example", False) + PLAIN).seal(
        1, ams=AMS.replace("date", "date:Authentication-Results")).named("results signed")
    Chain().seal(1, ams=AMS.replace("from:", "")).named("From not signed")
    Chain().seal(1, key=RSA[512]).named("short key")
    Chain().seal(1, key=RSA[1024]).named("weak key")
    sha1 = lambda text: text.replace("%a", "rsa-sha1")
    Chain().seal(1, key=RSA[2048], ams=sha1(AMS), seal=sha1(AS), hash_name="sha1").named("sha1")
    Chain().seal(1, seal=AS.replace("%a", "dsa")).named("unknown algorithm")
    Chain().seal(1, seal=AS.replace("b=§", "b=%%%§")).named("b= no base64")
    Chain().seal(1, seal=AS + "; t=1").named("duplicate tag")
    Chain().seal(1, ams=AMS.replace(" bh=#;", "")).named("no bh=")
    Chain().seal(1, ams=AMS.replace(" d=%d;", "")).named("no d=")
    Chain().seal(1, record=RSA[1024].record).named("another's key")
    Chain().seal(1, record="v=DKIM1; p=").named("key revoked")
    Chain().seal(1, record=RSA[2048].record + "; t=y").named("key for testing")
    Chain().seal(0).named("i=0")
    Chain().seal(1, seal="i=one; " + AS.split("; ", 1)[1]).named("i=one in the seal")
    Chain().seal(1, seal=AS.split("; ", 1)[1]).named("no i= in the seal")
    Chain().seal(1, aar="mx.%d; spf=pass; i=1").named("i= not first in the results")
    Chain().seal(51).named("i=51")
    Chain().seal(1).seal(3).named("a gap")
    Chain().seal(1).seal(1).named("the first twice")
    Chain().seal(1, aar=None).named("no results")
    Chain().seal(1, ams=None).named("no message signature")
    Chain().seal(1, seal=None).named("no seal")
    Chain().seal(1, ams=AMS.replace("t=1790000000", "t=1789999000; x=1789999001")).named("expired")


valid()
faults()
print(json.dumps(cases))
