// Real DNS for the tests: BIND serves what the test writes, dnsdist gives it over HTTPS' protocol on
// loopback, and a handler puts that on the page's own origin, where it can also be made to fail.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Starts BIND with one zone, the root, so that whatever the test does not write does not exist, and
 * dnsdist in front of it. Resolves to { url, answer, faults, asked, close }:
 * `answer` is for `serve`, and answers `/dns-query`; `asked` fills with the questions, `name TYPE`;
 * `faults` maps a name (lower case, no final dot) to "silent" or an HTTP status.
 */
export async function startDns(records) {
  const folder = await mkdtemp(join(tmpdir(), "mailprism-dns-"));
  const [dnsPort, dohPort] = [await freePort(), await freePort()];
  await writeFile(join(folder, "root.zone"), zone(records));
  await writeFile(join(folder, "named.conf"), named(folder, dnsPort));
  await writeFile(join(folder, "dnsdist.conf"), dnsdist(dnsPort, dohPort));
  const children = [
    start("named", ["-c", join(folder, "named.conf"), "-g"]),
    start("dnsdist", ["--supervised", "--disable-syslog", "-C", join(folder, "dnsdist.conf")]),
  ];
  const url = `http://127.0.0.1:${dohPort}/dns-query`;
  const faults = new Map();
  const asked = [];
  const close = async () => {
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.gone));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, children);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, faults, asked, answer: onOwnOrigin(dohPort, faults, asked), close };
}

/** A handler for `serve` that passes `/dns-query` on to dnsdist. */
function onOwnOrigin(port, faults, asked) {
  return async (incoming, outgoing) => {
    const { pathname, searchParams, search } = new URL(incoming.url, "http://localhost");
    if (pathname !== "/dns-query") return false;
    const { name, type } = question(searchParams.get("dns") ?? "");
    asked.push(`${name} ${type}`);
    const fault = faults.get(name);
    if (fault === "silent") return true;
    if (fault) {
      outgoing.writeHead(fault, { "content-type": "text/plain" });
      outgoing.end("made to fail by the test");
      return true;
    }
    const options = { port, path: "/dns-query" + search, headers: { accept: "application/dns-message" } };
    await new Promise((done, failed) => {
      request(options, (answer) => {
        outgoing.writeHead(answer.statusCode, {
          "content-type": answer.headers["content-type"] ?? "",
        });
        answer.pipe(outgoing).on("close", done);
      })
        .on("error", failed)
        .end();
    });
    return true;
  };
}

const TYPES = { 1: "A", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA" };

/** The question of a DNS query in base64url: its name, lower case, and its type. */
export function question(dns) {
  const message = Buffer.from(dns, "base64url");
  const labels = [];
  let at = 12;
  for (; at < message.length && message[at] > 0; at += message[at] + 1) {
    labels.push(message.subarray(at + 1, at + 1 + message[at]).toString("latin1"));
  }
  const type = at + 3 <= message.length ? message.readUInt16BE(at + 1) : 0;
  return { name: labels.join(".").toLowerCase(), type: TYPES[type] ?? `TYPE${type}` };
}

function zone(records) {
  return `$TTL 300
. SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 60
. NS ns.invalid.
ns.invalid. A 127.0.0.1
${records.join("\n")}
`;
}

function named(folder, port) {
  return `options {
  directory "${folder}";
  pid-file none; session-keyfile none; managed-keys-directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no; allow-query { any; }; dnssec-validation no; notify no;
};
controls {};
zone "." { type primary; file "root.zone"; };
`;
}

function dnsdist(dnsPort, dohPort) {
  return `setLocal("127.0.0.1:0")
setSecurityPollSuffix("")
newServer("127.0.0.1:${dnsPort}")
addDOHLocal("127.0.0.1:${dohPort}", nil, nil, "/dns-query", {})
`;
}

function start(command, args) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  child.output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => (child.output = (child.output + data).slice(-4000)));
  }
  child.gone = new Promise((done) => {
    child.on("error", (error) => {
      child.output += String(error);
      done();
    });
    child.on("exit", done);
  });
  return child;
}

/** Waits until the root's SOA comes back over HTTP. */
async function answering(url, children) {
  const query = "AAABAAABAAAAAAAAAAAGAAE"; // . SOA
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${url}?dns=${query}`, {
      headers: { accept: "application/dns-message" },
    }).catch(() => null);
    if (answer?.ok) {
      const octets = Buffer.from(await answer.arrayBuffer());
      if (octets.readUInt16BE(6) > 0) return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("no DNS:\n" + children.map((child) => child.output).join("\n"));
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
