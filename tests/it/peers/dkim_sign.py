"""Signs messages with dkimpy for tests/it/dkim.rs and prints them as JSON.

[{"name": "story", "message": base64, "dns": {"name": ["record", …]}}, …]

What dkimpy signs by itself it has to verify as well before it is printed. Signatures that dkimpy
refuses to make (no From in h=, a tag twice, …) are put together here from its parts: its
canonicalization, its RSA, PyNaCl's Ed25519. Keys are the same in every run, so that a failure can be
had again: each is made from its name.
"""

import base64
import hashlib
import itertools
import json
import re

import dkim
import nacl.signing
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import RSASSA_PKCS1_v1_5_sign

SIGNED_AT = 1_790_000_000
dkim.time.time = lambda: SIGNED_AT

# How far the first primes lie, in steps of two, from the numbers that `prime` starts with.
STEPS = {512: (33, 203), 768: (117, 16), 1024: (51, 201), 2048: (773, 58), 4096: (3269, 1370)}


def prime(bits, half, steps):
    octets = hashlib.shake_256(f"{bits} {half}".encode()).digest(bits // 16)
    number = (int.from_bytes(octets, "big") | 3 << (bits // 2 - 2) | 1) + 2 * steps
    assert pow(3, number - 1, number) == 1, "the steps fit the seed"
    return number


def der(tag, *contents):
    octets = b"".join(contents)
    length = len(octets)
    if length < 128:
        return bytes([tag, length]) + octets
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + octets


def integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


RSA_ENCRYPTION = der(0x30, der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), der(5))


class Rsa:
    algorithm = "rsa-sha256"

    def __init__(self, bits):
        p, q = (prime(bits, half, steps) for half, steps in zip("pq", STEPS[bits]))
        n, e = p * q, 65537
        d = pow(e, -1, (p - 1) * (q - 1))
        self.bits = bits
        self.parts = {
            "version": 0, "modulus": n, "publicExponent": e, "privateExponent": d,
            "prime1": p, "prime2": q, "exponent1": d % (p - 1), "exponent2": d % (q - 1),
            "coefficient": pow(q, -1, p),
        }
        private = der(0x30, *map(integer, self.parts.values()))
        self.private = (b"-----BEGIN RSA PRIVATE KEY-----\n" + base64.encodebytes(private)
                        + b"-----END RSA PRIVATE KEY-----\n")
        self.bare = der(0x30, integer(n), integer(e))
        info = der(0x30, RSA_ENCRYPTION, der(3, b"\x00" + self.bare))
        self.p = base64.b64encode(info).decode()
        self.record = f"v=DKIM1; k=rsa; p={self.p}"

    def sign(self, digest):
        return bytes(RSASSA_PKCS1_v1_5_sign(digest, self.parts))


class Ed25519:
    algorithm = "ed25519-sha256"

    def __init__(self, seed="ed25519"):
        key = nacl.signing.SigningKey(hashlib.sha256(seed.encode()).digest())
        self.key = key
        self.private = base64.b64encode(bytes(key))
        self.p = base64.b64encode(bytes(key.verify_key)).decode()
        self.record = f"v=DKIM1; k=ed25519; p={self.p}"

    def sign(self, digest):
        return self.key.sign(digest.digest()).signature


RSA = {bits: Rsa(bits) for bits in STEPS}
ED = Ed25519()
KEYS = {"rsa1024": RSA[1024], "rsa2048": RSA[2048], "rsa4096": RSA[4096], "ed25519": ED}
POLICIES = list(itertools.product(("simple", "relaxed"), repeat=2))

PLAIN = b"""\
Received: from client.sender.example ([192.0.2.7])\r
\tby mx.receiver.example with ESMTPS id 4F3;\r
\tMon, 21 Sep 2026 14:13:20 +0000\r
From: Ayaka Mori <ayaka@sender.example>\r
To: Ben Ode <ben@receiver.example>\r
Subject: Shelf for  the   archive\r
Date: Mon, 21 Sep 2026 14:13:18 +0000\r
Message-ID: <shelf@sender.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
The shelf  is\there. \r
\r
It fits.\r
"""


def variant(header=b"", body=None):
    head, _, text = PLAIN.partition(b"\r\n\r\n")
    return head + b"\r\n" + header + b"\r\n" + (text if body is None else body)


FOLDED = variant(
    b"References: <one@sender.example>\r\n <two@sender.example>\r\n\t\t<three@sender.example>\r\n"
    b"X-Empty:\r\nX-Blank: \t \r\nX-Late:\r\n  begins on the next line\r\nX-Tail: ends in blanks  \t\r\n"
    b"x-Odd-CASE:\tno space before the colon\r\n")
DOUBLED = variant(b"Comment: upper\r\nComment: middle\r\nReceived: from a by b;\r\n"
                  b" Mon, 21 Sep 2026 14:13:19 +0000\r\nComment: lower\r\n")
EIGHT_BIT = variant(
    "X-Raw: Grüße \r\nX-Japanese: 棚が届きました\r\n".encode() + b"X-Latin: Gr\xfc\xdfe\r\n",
    "本棚は入りました。\r\n".encode() + b"Gr\xfc\xdfe \x00 nul\r\n")
EMPTY = variant(body=b"")
TAIL = variant(body=b"Blank lines follow \r\n\r\n \t\r\n\r\n\r\n")
NO_LAST_LINE_END = variant(body=b"No line end here")
BLANK = variant(body=b" \r\n\t\r\n")
# Relaxed, the first 29 octets of this body are what stands before its first part.
PARTS = variant(body=b"This message is  in parts. \r\n\r\n--= part\r\n\r\nThe shelf is there.\r\n"
                b"--= part--\r\n").replace(
    b"text/plain; charset=utf-8", b'Multipart/Mixed;\r\n\tcharset=utf-8; Boundary = "= part"', 1)

cases = []


def case(name, message, dns):
    cases.append({
        "name": name,
        "message": base64.b64encode(message).decode(),
        "dns": {key: [record] if isinstance(record, str) else record
                for key, record in dns.items()},
    })


def a_label(label):
    return "xn--" + label.encode("punycode").decode()


def key_name(selector, domain="sender.example"):
    return f"{selector}._domainkey.{domain}"


def signed(name, message, *signers, policy=("relaxed", "relaxed"), **more):
    """As many signatures as signers, the last one on top; dkimpy has to accept each."""
    dns, domain = {}, more.pop("domain", "sender.example")
    for number, key in enumerate(signers):
        selector = f"s{number}"
        field = dkim.sign(
            message, selector.encode(), domain.encode(), key.private,
            canonicalize=tuple(word.encode() for word in policy),
            signature_algorithm=key.algorithm.encode(), **more)
        message = field + message
        dns[key_name(selector, domain)] = key.record
    answer = lambda asked, timeout=5: dns[asked.decode().rstrip(".")].encode()
    for number in range(len(signers)):
        # dkimpy takes no second From into account, and neither does it have one here.
        assert dkim.DKIM(message).verify(idx=number, dnsfunc=answer), (name, number)
    case(name, message, dns)


def crafted(name, tags, message=PLAIN, key=ED, record=None, signed_names=None, dns=None,
            policy="relaxed/relaxed", hash_name="sha256", field=b"DKIM-Signature", above=b"",
            unsigned_body=b""):
    """A signature as `tags` spells it: `§` stands where the signature goes, `#` for the body hash."""
    head, _, body = message.partition(b"\r\n\r\n")
    headers, _ = dkim.rfc822_parse(head + b"\r\n\r\n")
    canon = CanonicalizationPolicy.from_c_value(policy.encode())
    length = next((int(tag.split("=")[1]) for tag in tags.split(";")
                   if tag.strip().startswith("l=")), None)
    text = canon.canonicalize_body(body)[:length]
    bh = base64.b64encode(hashlib.new(hash_name, text).digest()).decode()
    value = " " + tags.replace("#", bh).replace("\n", "\r\n")
    if signed_names is None:
        signed_names = next(tag.split("=")[1] for tag in tags.split(";")
                            if tag.strip().startswith("h=")).split(":")
    left = list(headers)
    digest = hashlib.new(hash_name)
    for wanted in signed_names:
        places = [place for place, (header, _) in enumerate(left)
                  if header.strip().lower() == wanted.strip().lower().encode()]
        if places:
            pair = left.pop(places[-1])
            digest.update(b":".join(canon.canonicalize_headers([pair])[0]))
    own = (field, re.sub(r"\s*§\s*", "", value).encode() + b"\r\n")
    digest.update(b":".join(canon.canonicalize_headers([own])[0]).rstrip(b"\r\n"))
    b = base64.b64encode(key.sign(digest)).decode()
    message = above + field + b":" + value.replace("§", b).encode() + b"\r\n" + message
    case(name, message + unsigned_body,
         dns or {key_name("s0"): record or key.record})


NAMES = "from:to:subject:date"
GOOD = f"v=1; a=ed25519-sha256; c=relaxed/relaxed; d=sender.example; s=s0; h={NAMES}; bh=#; b=§"
GOOD_RSA = GOOD.replace("ed25519", "rsa")


def without(tag):
    return "; ".join(part for part in GOOD.split("; ") if not part.startswith(tag + "="))


def valid():
    for header, body in POLICIES:
        policy = (header, body)
        words = f"{header}/{body}"
        for key_word, key in KEYS.items():
            signed(f"valid: {words}, {key_word}", PLAIN, key, policy=policy)
            signed(f"valid: {words}, {key_word}, l=", PLAIN, key, policy=policy, length=True)
        signed(f"valid: {words}, two signatures", PLAIN, RSA[2048], ED, policy=policy)
        signed(f"valid: {words}, folded", FOLDED, RSA[2048], policy=policy)
        signed(f"valid: {words}, every field", FOLDED, ED, policy=policy, include_headers=[
            b"from", b"references", b"x-empty", b"x-blank", b"x-late", b"x-tail"])
        signed(f"valid: {words}, doubled fields", DOUBLED, ED, policy=policy,
               include_headers=[b"comment", b"from", b"comment", b"to"])
        signed(f"valid: {words}, oversigned", DOUBLED, RSA[2048], policy=policy,
               include_headers=[b"from", b"from", b"subject", b"subject", b"comment", b"comment",
                                b"comment", b"comment", b"x-absent", b"to", b"cc"])
        signed(f"valid: {words}, 8-bit", EIGHT_BIT, ED, policy=policy, include_headers=[
            b"from", b"x-raw", b"x-japanese", b"x-latin"])
        signed(f"valid: {words}, empty body", EMPTY, ED, policy=policy)
        signed(f"valid: {words}, blank tail", TAIL, ED, policy=policy)
        signed(f"valid: {words}, no last line end", NO_LAST_LINE_END, ED, policy=policy)
        signed(f"valid: {words}, blank body", BLANK, ED, policy=policy)
    signed("valid: identity below the domain", PLAIN, ED, identity=b"ayaka@sub.sender.example")
    signed("valid: three signatures", PLAIN, RSA[1024], RSA[4096], ED)


def transported():
    body = b".one dot\r\n..two\r\nFrom here on\r\n>From there\r\n.\r\n\r\nThe end\r\n"
    for header, body_word in POLICIES:
        signed(f"valid: {header}/{body_word}, dots and From", variant(body=body), ED,
               policy=(header, body_word))


def changed_on_the_way():
    """Bodies that tests/it/undo.rs changes as relays, stores, programs and lists do."""
    text = "Grüße “aus” Köln: 1 < 2 & 2 > 1 = schön.\r\n\r\nFrom here on\r\n.one dot\r\n-- \r\nAyaka\r\n"
    latin = "Grüße aus Köln\r\n".encode("latin-1")
    quoted = b"Gr=C3=BC=C3=9Fe" + b" and so on" * 6 + b"=\r\n and so on\r\n"
    octets = base64.encodebytes(bytes(range(256))).replace(b"\n", b"\r\n")
    parts = (b"--cut\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode()
             + b"\r\n--cut\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted
             + b"\r\n--cut\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + octets
             + b"\r\n--cut--\r\n")
    japanese = ("棚の寸法をお送りします。\r\n$100 and (B) are no escapes; 本日は晴天、ぢから仕事。\r\n\r\n"
                "Ayaka 彩香\r\n").encode("iso2022_jp")
    long = b"short\r\n" + b"The shelf is there. " * 150 + b"end\r\n" + b"It fits. " * 120 + b"\r\nend\r\n"
    eight_bit = b"Content-Transfer-Encoding: 8bit\r\n"
    mixed = variant(body=parts).replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="cut"')
    for header, body in POLICIES:
        policy = (header, body)
        names = [b"from", b"subject", b"content-transfer-encoding"]
        for name, message in (("text", variant(eight_bit, text.encode())),
                              ("8-bit latin text", variant(eight_bit, latin)), ("parts", mixed)):
            signed(f"valid: {header}/{body}, {name} in 8 bits", message, RSA[2048], policy=policy,
                   include_headers=names)
        for name, message in (("ISO-2022-JP", variant(body=japanese)),
                              ("long lines", variant(body=long))):
            signed(f"valid: {header}/{body}, {name}", message, RSA[2048], policy=policy)


def odd_and_valid():
    crafted("valid: b= first, a trailing semicolon", GOOD.replace("v=1", "b=§; v=1")
            .replace("bh=#; b=§", "bh=#;"))
    crafted("valid: b= between, white space around it",
            "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=sender.example; bh=#;\n\tb=§;\n\ts=s0; h="
            + NAMES)
    crafted("valid: simple, b= between and folds in odd places", policy="simple/simple",
            tags=f"v=1;a=ed25519-sha256;\n d=sender.example ; s = s0;\n\tb=§;h={NAMES} ;\n bh=#;")
    # The signature's own text stands in an unknown tag as well: only the parse tells them apart.
    crafted("valid: a tag named like the end of another",
            GOOD.replace("bh=#", "xb=b=; bh=#"))
    crafted("valid: tags in capitals where the grammar allows",
            GOOD.replace("ed25519-sha256", "ED25519-SHA256").replace("relaxed/", "Relaxed/"))
    crafted("valid: c= with one half", policy="relaxed/simple",
            tags=GOOD.replace("relaxed/relaxed", "relaxed"))
    crafted("valid: no c=", policy="simple/simple",
            tags=GOOD.replace("c=relaxed/relaxed; ", ""))
    crafted("valid: q= with an unknown method beside", GOOD.replace("s=s0", "q=x/y : dns/txt; s=s0"))
    crafted("valid: r=y and other unknown tags", GOOD.replace("s=s0", "r=y; tag_9=!?; s=s0"))
    crafted("valid: names absent and doubled in h=",
            GOOD.replace(NAMES, "cc:From:from:To:to:to:x-absent:subject"))
    crafted("valid: white space and folds in h=",
            GOOD.replace(NAMES, "from :\n to\t:  subject :date"))
    crafted("valid: identity quoted", GOOD.replace("s=s0", "i=a=40b=20c@sub.sender.example; s=s0"))
    crafted("valid: bare RSAPublicKey", GOOD_RSA, key=RSA[2048],
            record="p=" + base64.b64encode(RSA[2048].bare).decode())
    p = RSA[2048].p
    crafted("valid: key with spaces", GOOD_RSA, key=RSA[2048],
            record=f"v=DKIM1; p={p[:60]} {p[60:100]}  {p[100:]} ; n=a note")
    crafted("valid: key without padding", GOOD, record="k=ed25519;p=" + ED.p.rstrip("="))
    crafted("valid: key with every tag", GOOD_RSA, key=RSA[2048],
            record=f"v=DKIM1; h=sha1 : sha256; k=RSA; n=note; s=other:email; t=x:z; p={p};")
    crafted("valid: noise beside the key",
            GOOD, dns={key_name("s0"): ["v=spf1 -all", ED.record, "plain words"]})
    crafted("valid: two keys, the first broken", GOOD,
            dns={key_name("s0"): ["v=DKIM1; k=ed25519; p=AAAA", ED.record]})
    crafted("valid: two keys, the first another's", GOOD,
            dns={key_name("s0"): [Ed25519("other").record, ED.record]})
    crafted("valid: U-labels", GOOD.replace("d=sender.example", "d=büro.example")
            .replace("s=s0", "s=ключ"),
            dns={f"{a_label('ключ')}._domainkey.{a_label('büro')}.example": ED.record})
    crafted("valid: testing", GOOD, record=ED.record + "; t=y")
    crafted("valid: t=s and i= of the domain itself", GOOD.replace("s=s0", "i=a@Sender.Example; s=s0"),
            record=ED.record + "; t=s")
    crafted("valid: l= and a tail that anybody could add", GOOD.replace("bh=#", "l=9; bh=#"),
            unsigned_body=b"\r\nBuy now!\r\n")
    crafted("valid: l=0", GOOD.replace("bh=#", "l=0; bh=#"))
    typed = GOOD.replace(NAMES, NAMES + ":content-type")
    crafted("valid: l= up to the first part", typed.replace("bh=#", "l=29; bh=#"), message=PARTS)
    crafted("valid: l= into the first part", typed.replace("bh=#", "l=30; bh=#"), message=PARTS)
    crafted("valid: l= and Content-Type not signed", GOOD.replace("bh=#", "l=30; bh=#"),
            message=PARTS)
    crafted("valid: l= of a mail in one part", typed.replace("bh=#", "l=9; bh=#"))
    crafted("valid: a second Subject on top", GOOD, above=b"Subject: You have won\r\n")
    crafted("valid: a second From on top", GOOD, above=b"From: President <p@bank.example>\r\n")
    crafted("valid: the other signature signed", GOOD.replace(NAMES, NAMES + ":dkim-signature"),
            message=b"DKIM-Signature: v=1; d=other.example\r\n" + PLAIN)
    crafted("valid: more signatures signed than there are",
            GOOD.replace(NAMES, NAMES + ":dkim-signature"))
    crafted("valid: simple, white space on both sides of b=", policy="simple/simple",
            tags=f"v=1; a=ed25519-sha256; d=sender.example; s=s0; h={NAMES}; bh=#;\n b= \n\t§ \n ; t=9")
    crafted("valid: expires later", GOOD.replace("bh=#", f"t={SIGNED_AT}; x={SIGNED_AT + 500}; bh=#"))


def unacceptable():
    crafted("policy: RSA-512", GOOD_RSA, key=RSA[512])
    crafted("policy: RSA-768", GOOD_RSA, key=RSA[768])
    crafted("policy: rsa-sha1", GOOD_RSA.replace("sha256", "sha1"), key=RSA[2048],
            hash_name="sha1")


def never():
    crafted("permerror: From not in h=", GOOD.replace("h=from:", "h="))
    crafted("permerror: no v=", without("v"))
    crafted("permerror: v=2", GOOD.replace("v=1", "v=2"))
    crafted("permerror: a duplicate tag", GOOD.replace("s=s0", "s=s0; s=s0"))
    crafted("permerror: a duplicate unknown tag", GOOD.replace("s=s0", "s=s0; n=1; n=2"))
    crafted("permerror: q=http", GOOD.replace("s=s0", "q=http/get; s=s0"))
    crafted("permerror: i= outside d=", GOOD.replace("s=s0", "i=a@other.example; s=s0"))
    crafted("permerror: i= above d=", GOOD.replace("s=s0", "i=a@example; s=s0"))
    crafted("permerror: i= only ends like d=", GOOD.replace("s=s0", "i=a@evilsender.example; s=s0"))
    crafted("permerror: x= before t=", GOOD.replace("bh=#", f"t={SIGNED_AT}; x={SIGNED_AT}; bh=#"))
    crafted("permerror: expired", GOOD.replace("bh=#", f"t=1000; x={SIGNED_AT - 1}; bh=#"))
    crafted("permerror: l= is more than there is", GOOD.replace("bh=#", "l=5000; bh=#"))
    crafted("permerror: t= is no number", GOOD.replace("bh=#", "t=soon; bh=#"))
    crafted("permerror: an empty name in h=", GOOD.replace(NAMES, NAMES + ":"))
    crafted("permerror: a tag without a value sign", GOOD.replace("s=s0", "s=s0; oops"))
    crafted("permerror: two semicolons", GOOD.replace("s=s0; ", "s=s0;; "))
    crafted("permerror: an unknown canonicalization", GOOD.replace("relaxed/relaxed", "nowsp"))
    crafted("permerror: key h=sha1", GOOD, record="h=sha1; " + ED.record.replace("v=DKIM1; ", ""))
    crafted("permerror: key s=tlsrpt", GOOD, record=ED.record + "; s=tlsrpt")
    crafted("permerror: key v= not first", GOOD, record=f"k=ed25519; v=DKIM1; p={ED.p}")
    crafted("permerror: key v=DKIM2", GOOD, record=ED.record.replace("DKIM1", "DKIM2"))
    crafted("permerror: key v= in lower case", GOOD, record=ED.record.replace("DKIM1", "dkim1"))
    crafted("permerror: key with a duplicate tag", GOOD, record=ED.record + "; p=" + ED.p)
    crafted("permerror: key without p=", GOOD, record="v=DKIM1; k=ed25519")
    crafted("permerror: key revoked", GOOD, record="v=DKIM1; k=ed25519; p=")
    crafted("permerror: key of another kind", GOOD, record=RSA[2048].record)
    crafted("permerror: key of an unknown kind", GOOD, record=ED.record.replace("k=ed25519", "k=x"))
    crafted("permerror: key not base64", GOOD, record="v=DKIM1; k=ed25519; p=%%%")
    crafted("permerror: key cut short", GOOD_RSA, key=RSA[2048], record=RSA[2048].record[:250])
    crafted("permerror: Ed25519 key as SubjectPublicKeyInfo", GOOD,
            record="v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA" + ED.p)
    crafted("permerror: key without semicolons", GOOD, record=ED.record.replace(";", ""))
    crafted("permerror: key in quotation marks", GOOD, record=f'"{ED.record}"')
    crafted("permerror: key with backslashes", GOOD, record=ED.record.replace(";", "\\;"))
    crafted("permerror: t=s and i= below the domain",
            GOOD.replace("s=s0", "i=a@sub.sender.example; s=s0"), record=ED.record + "; t=y:s")
    crafted("permerror: no key but an SPF record", GOOD, record="v=spf1 ~all")


def wrong():
    crafted("fail: another's key", GOOD, record=Ed25519("other").record)
    crafted("fail: another's RSA key", GOOD_RSA, key=RSA[2048], record=RSA[1024].record)


if __name__ == "__main__":
    valid()
    transported()
    changed_on_the_way()
    odd_and_valid()
    unacceptable()
    never()
    wrong()
    print(json.dumps(cases))
