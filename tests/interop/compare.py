"""Sends the same mail and the same DNS through Mailprism's command line and through its peers, and
prints where they differ.

    compare.py MAILPRISM PEER STORIES SUITE [--write]

MAILPRISM is the command line, PEER the program in src/, STORIES the folder that tests/it told its
stories into, SUITE the test suite of RFC 7208. Each difference has to be explained in explained.tsv, by
case, method, peer and both results; one that is not, and an explanation of what no longer differs, make
the run fail. --write lists the differences in the form of that file.
"""

import base64
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import dkim
import dns.exception
import dns.resolver
import spf
import yaml

HERE = pathlib.Path(__file__).resolve().parent
RECEIVER = "receiver.example"

# When dkim_sign.py signs.
SIGNED_AT = 1_790_000_000

# With fewer cases than that, something was not run.
FEWEST = 20

Difference = collections.namedtuple("Difference", "case method peer ours theirs")


# --- ours -------------------------------------------------------------------------------------------


class Ours:
    def __init__(self, program, scratch):
        self.program, self.scratch = program, pathlib.Path(scratch)

    def run(self, *arguments):
        output = subprocess.run([self.program, *arguments, "--json"], capture_output=True, check=False)
        if output.returncode:
            raise SystemExit(f"mailprism {arguments}: {output.stderr.decode()}")
        return json.loads(output.stdout)

    def file(self, name, octets):
        path = self.scratch / name
        path.write_bytes(octets)
        return str(path)

    def mail(self, case):
        """What is found in a mail, and the envelope it was found with."""
        if "path" in case:
            arguments = ["verify", case["path"]]
        else:
            now = datetime.datetime.fromtimestamp(case["now"], datetime.timezone.utc)
            arguments = ["verify", self.file("mail.eml", case["message"]),
                         "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "--dns", self.file("zone", case["zone"].encode())]
        for flag in ("ip", "helo", "mail_from", "border"):
            if case.get(flag) is not None:
                arguments += ["--" + flag.replace("_", "-"), str(case[flag])]
        report = self.run(*arguments)
        passing = [f"{one['selector']}._domainkey.{one['domain']}".lower()
                   for one in report["dkim"] if one["result"] == "pass"]
        envelope = {key: (report["envelope"][key] or {}).get("value")
                    for key in ("ip", "helo", "mail_from")}
        dmarc = report["dmarc"]
        return {
            "dkim": passing,
            "signatures": len(report["dkim"]),
            "spf": report["spf"]["result"],
            "dmarc": dmarc_words(dmarc) if dmarc else "none",
            "arc": (report["arc"] or {"result": "none"})["result"],
            "envelope": envelope,
        }

    def spf(self, case):
        report = self.run("spf", "--ip", case["ip"], "--helo", case["helo"],
                          "--mail-from", case["mail_from"],
                          "--dns", self.file("zone", case["zone"].encode()))
        return report["result"]

    def dmarc(self, case):
        arguments = ["dmarc", "--from", case["from"], "--dns", self.file("zone", case["zone"].encode())]
        for domain in case["dkim"]:
            arguments += ["--dkim", "pass:" + domain]
        if case["spf"]:
            arguments += ["--spf", "pass:" + case["spf"]]
        return dmarc_words(self.run(*arguments))


def dmarc_words(report):
    """The result, and for a fail what the policy asks for."""
    result = report["result"]
    return f"fail {report['disposition']}" if result == "fail" else result


# --- theirs -----------------------------------------------------------------------------------------


class Peer:
    """mail-auth, and the name server that all peers ask."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.resolver = dns.resolver.Resolver(configure=False)
        self.resolver.nameservers = ["127.0.0.1"]
        self.resolver.port = json.loads(self.process.stdout.readline())["port"]
        self.resolver.lifetime = 5
        spf.DNSLookup = self.look_up

    def ask(self, do, **values):
        print(json.dumps({"do": do, **values}), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if "fault" in answer:
            raise SystemExit(f"{do} {values}: {answer['fault']}")
        return answer

    def mail(self, message, envelope):
        """What mail-auth finds in a mail; where it reads none, no more than that."""
        values = {"message": base64.b64encode(message).decode(), **envelope}
        print(json.dumps({"do": "mail", **values}), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if answer.get("fault") == "no message":
            return {"dkim": ["unread"], "spf": "unread", "dmarc": "unread", "arc": "unread"}
        if "fault" in answer:
            raise SystemExit(answer["fault"])
        return answer

    def publish(self, zone):
        faults = self.ask("zone", text=zone)["faults"]
        if faults:
            raise SystemExit(f"{faults} lines of a zone are not understood:\n{zone}")

    def records(self, name, rtype):
        """What DNS tells; nothing where it tells that there is nothing."""
        try:
            return list(self.resolver.resolve(name.rstrip(".") + ".", rtype, search=False))
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
            return []

    def look_up(self, name, rtype, *_, **__):
        """DNS in pyspf's own form."""
        try:
            records = self.records(name, rtype)
        except dns.exception.DNSException as fault:
            # A name that can't be asked is no failure of DNS.
            if isinstance(fault, (dns.exception.SyntaxError, dns.name.LabelTooLong,
                                  dns.name.NameTooLong, dns.name.EmptyLabel)):
                return []
            raise spf.TempError(f"DNS {fault}") from fault
        shapes = {
            "A": lambda record: record.address,
            "AAAA": lambda record: record.address,
            "MX": lambda record: (record.preference, record.exchange.to_text(True)),
            "PTR": lambda record: record.target.to_text(True),
        }
        shape = shapes.get(rtype, lambda record: record.strings)
        return [((name, rtype), shape(record)) for record in records]

    def dkimpy(self, message, signatures, now):
        """The keys of the signatures that pass."""
        dkim.time.time = lambda: now
        passing = []
        for index in range(signatures):
            one = dkim.DKIM(message)
            try:
                if one.verify(idx=index, dnsfunc=self.key):
                    passing.append(f"{one.selector.decode()}._domainkey.{one.domain.decode()}".lower())
            except (dkim.DKIMException, dns.exception.DNSException):
                pass
        return passing

    def dkimpy_arc(self, message, now):
        """What dkimpy finds of the chain. A chain that says of itself that it has ended is none of its
        results, and fails by RFC 8617 §5.2."""
        dkim.time.time = lambda: now
        try:
            result, _, _ = dkim.ARC(message).verify(dnsfunc=self.key)
        except (dkim.DKIMException, dns.exception.DNSException):
            return "fail"
        except IndexError:
            return "crash"
        return (result or b"fail").decode()

    def key(self, name, timeout=5):
        for record in self.records(name.decode(), "TXT"):
            return b"".join(record.strings)
        return None


def pyspf(case):
    result, _ = spf.check2(i=case["ip"], s=case["mail_from"], h=case["helo"], receiver=RECEIVER)
    return result


# --- where the cases come from ------------------------------------------------------------------------


def text_record(name, octets):
    text = "".join(chr(octet) if 32 <= octet < 127 and octet not in b'"\\' else f"\\{octet:03}"
                   for octet in octets)
    pieces = re.findall(r'(?:\\\d{3}|[^\\]){1,200}', text) or [""]
    return f'{zone_name(name)} TXT ' + " ".join(f'"{piece}"' for piece in pieces) + "\n"


def zone_name(name):
    return re.sub(r'([^A-Za-z0-9._*-])', lambda found: f"\\{ord(found[0]):03}", name.rstrip(".")) + "."


def mails(stories, peer):
    """The examples, what dkimpy signs and seals for tests/it, and the stories told there."""
    for path in sorted((HERE / "../../src/play/samples").glob("*.case")):
        told = peer.ask("case", path=str(path))
        yield {"name": f"sample {path.stem}", "path": str(path),
               "message": base64.b64decode(told["message"]), "now": told["now"], "zone": told["zone"]}
    for word, program in (("signed", "dkim_sign.py"), ("sealed", "arc_seal.py")):
        made = subprocess.run([sys.executable, HERE / "../it/peers" / program], check=True,
                              capture_output=True)
        for one in json.loads(made.stdout):
            records = [text_record(name, text.encode()) for name, texts in one["dns"].items()
                       for text in texts]
            yield {"name": f"{word} {one['name']}", "message": base64.b64decode(one["message"]),
                   "now": SIGNED_AT + 60, "zone": "".join(records)}
    for path in sorted(stories.glob("*.mail.json")):
        story = json.loads(path.read_text())
        story["message"] = base64.b64decode(story["message"])
        yield {"name": f"story {path.name.removesuffix('.mail.json')}", **story}


def policies(stories):
    for path in sorted(stories.glob("*.dmarc.json")):
        yield {"name": f"policy {path.name.removesuffix('.dmarc.json')}", **json.loads(path.read_text())}


def envelopes(suite):
    """The test suite of RFC 7208, its DNS as its own driver reads it."""
    for scenario in yaml.safe_load_all(suite.read_text()):
        zone = suite_zone(scenario["zonedata"], scenario)
        for name, test in scenario["tests"].items():
            yield {"name": f"rfc7208 {name}", "ip": test["host"], "helo": test["helo"],
                   "mail_from": test["mailfrom"], "zone": zone}


def suite_zone(data, scenario):
    lines = []
    for name, entries in data.items():
        types = {key for entry in entries if isinstance(entry, dict) for key in entry}
        for entry in entries:
            if entry == "TIMEOUT":
                silent = {"A", "AAAA", "MX", "TXT", "PTR"} - types
                silent -= {"TXT"} if "SPF" in types else set()
                lines += [f"{zone_name(name)} {rtype} TIMEOUT\n" for rtype in sorted(silent)]
                continue
            for rtype, value in entry.items():
                lines += suite_records(name, rtype, value, types)
    # Names that begin so fail, unless they are known.
    known = {name.lower() for name in data}
    failing = {name.lower().rstrip(".") for name in re.findall(r"error\.[\w.-]+", str(scenario))}
    for name in sorted(failing - known):
        lines += [f"{zone_name(name)} {rtype} TIMEOUT\n" for rtype in ("A", "AAAA", "MX", "TXT", "PTR")]
    return "".join(lines)


def suite_records(name, rtype, value, types):
    """What is published as type SPF counts as TXT, unless the name has TXT of its own, if only NONE."""
    if rtype in ("SPF", "TXT"):
        if value == "NONE" or rtype == "SPF" and "TXT" in types:
            return []
        strings = value if isinstance(value, list) else [value]
        return [text_record(name, "".join(strings).encode("latin-1", "replace")
                            if all(ord(c) < 256 for c in "".join(strings))
                            else "".join(strings).encode())]
    if rtype == "MX":
        return [f"{zone_name(name)} MX {value[0]} {zone_name(value[1])}\n"]
    if rtype in ("PTR", "CNAME"):
        return [f"{zone_name(name)} {rtype} {zone_name(value)}\n"]
    return [f"{zone_name(name)} {rtype} {value}\n"]


# --- the comparison ---------------------------------------------------------------------------------


def differences(ours, peer, stories, suite):
    """Each difference, and how often each pair was compared."""
    compared = collections.Counter()
    found = []

    def compare(case, method, who, our, their):
        compared[method, who] += 1
        if our != their:
            found.append(Difference(case["name"], method, who, our, their))

    for case in mails(stories, peer):
        peer.publish(case["zone"])
        mine = ours.mail(case)
        keys = lambda passing: " ".join(sorted(passing)) or "-"
        envelope = mine["envelope"]
        whole = all(envelope[key] is not None for key in ("ip", "helo", "mail_from"))
        theirs = peer.mail(case["message"], envelope if whole else {})
        compare(case, "dkim", "mail-auth", keys(mine["dkim"]), keys(theirs["dkim"]))
        passing = peer.dkimpy(case["message"], mine["signatures"], case["now"])
        compare(case, "dkim", "dkimpy", keys(mine["dkim"]), keys(passing))
        if mine["arc"] != "none" or b"arc-seal:" in case["message"].lower():
            compare(case, "arc", "mail-auth", mine["arc"], theirs["arc"])
            compare(case, "arc", "dkimpy", mine["arc"],
                    peer.dkimpy_arc(case["message"], case["now"]))
        if whole:
            compare(case, "spf", "mail-auth", mine["spf"], theirs["spf"])
            compare(case, "spf", "pyspf", mine["spf"], pyspf(envelope))
            compare(case, "dmarc", "mail-auth", mine["dmarc"], theirs["dmarc"])
    for case in envelopes(suite):
        peer.publish(case["zone"])
        mine = ours.spf(case)
        compare(case, "spf", "pyspf", mine, pyspf(case))
        request = {key: case[key] for key in ("ip", "helo", "mail_from")}
        compare(case, "spf", "mail-auth", mine, peer.ask("spf", **request)["spf"])
    for case in policies(stories):
        request = {key: case[key] for key in ("from", "dkim", "spf", "zone")}
        compare(case, "dmarc", "mail-auth", ours.dmarc(case), peer.ask("dmarc", **request)["dmarc"])
    return found, compared


def explained():
    """Each explanation, by the difference it is of."""
    lines = (HERE / "explained.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {Difference(*row[:5]): row[5] for row in rows}


def main():
    program, peer, stories, suite = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as scratch:
        found, compared = differences(Ours(program, scratch), Peer(peer), pathlib.Path(stories),
                                      pathlib.Path(suite))
    if "--write" in sys.argv:
        print("\n".join("\t".join([*one, "?"]) for one in found))
        return 0
    why = explained()
    for one in found:
        print(f"{one.case}\n    {one.method}: {one.ours}, {one.peer}: {one.theirs}")
        print(f"    {why.get(one, 'NOT EXPLAINED')}")
    print()
    for (method, who), number in sorted(compared.items()):
        differing = sum(1 for one in found if (one.method, one.peer) == (method, who))
        print(f"{method:6} {who:10} {number:4} compared, {differing:3} differ")
    unexplained = [one for one in found if one not in why]
    gone = [one for one in why if one not in found]
    for one in gone:
        print(f"explained, and differs no more: {' / '.join(one)}")
    few = [f"{method} {who}" for (method, who), number in compared.items() if number < FEWEST]
    for pair in few:
        print(f"hardly compared: {pair}")
    print(f"interop: {len(found)} differences, {len(unexplained)} not explained, "
          f"{len(gone)} explained in vain")
    return 1 if unexplained or gone or few or not compared else 0


sys.exit(main())
