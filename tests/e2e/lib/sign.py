"""Signs a message with dkimpy twice, RSA-2048 and Ed25519, for the tests in a real browser.

Prints JSON: the signed message in base64, and the two key records as zone lines. An argument is the
number of octets that an attachment brings along.
"""

import base64
import json
import subprocess
import sys

import dkim
import nacl.signing

MESSAGE = b"\r\n".join([
    b"From: Mado Shop <orders@example.com>",
    b"To: hanako@example.org",
    b"Subject: Your order 10482 has shipped",
    b"Date: Tue, 24 Nov 2026 09:11:57 +0900",
    b"Message-ID: <10482.ship@example.com>",
    b"",
    b"Your order 10482 left our warehouse this morning.",
    b"",
])


def attachment(octets):
    line = base64.b64encode(bytes(range(57))) + b"\r\n"
    return (line * (octets // len(line) + 1))[:octets - 2] + b"\r\n" if octets else b""


def strings(text):
    return " ".join('"%s"' % text[i:i + 250] for i in range(0, len(text), 250))


def main():
    pem = subprocess.run(["openssl", "genrsa", "-traditional", "2048"],
                         check=True, capture_output=True).stdout
    spki = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"],
                          input=pem, check=True, capture_output=True).stdout
    seed = nacl.signing.SigningKey.generate()
    message = MESSAGE + attachment(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    signed = message
    for selector, algorithm, key in [
        (b"rsa", b"rsa-sha256", pem),
        (b"ed", b"ed25519-sha256", base64.b64encode(bytes(seed))),
    ]:
        field = dkim.sign(message, selector, b"example.com", key,
                          canonicalize=(b"relaxed", b"relaxed"), signature_algorithm=algorithm,
                          include_headers=[b"from", b"to", b"subject", b"date", b"message-id"])
        signed = field + signed
    records = {
        "rsa": "v=DKIM1; k=rsa; p=" + base64.b64encode(spki).decode(),
        "ed": "v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(seed.verify_key)).decode(),
    }
    json.dump({
        "message": base64.b64encode(signed).decode(),
        "zone": ["%s._domainkey.example.com. TXT %s" % (name, strings(text))
                 for name, text in records.items()],
    }, sys.stdout)


if __name__ == "__main__":
    main()
