// A resolver inside the test, for answers that no real server would give, or that the test wants to
// change: the same octets of RFC 1035 and RFC 8484, written from lines of a case file.

import { question } from "./dns.js";

const TYPES = { A: 1, CNAME: 5, MX: 15, TXT: 16 };
const NXDOMAIN = 3;

/**
 * A resolver for `stage().open`. `lines` are zone lines, `name TYPE data`; a name without lines does
 * not exist. `raw` may answer a question, `name TYPE`, with octets made from the query.
 */
export function resolver(lines, raw = {}) {
  const zone = new Map();
  for (const line of lines) {
    const [, name, type, data] = /^(\S+) (\S+) (.*)$/.exec(line);
    const key = name.toLowerCase();
    if (!zone.has(key)) zone.set(key, []);
    zone.get(key).push({ type, data });
  }
  return (query, asked) => {
    const { name, type } = question(query.toString("base64url"));
    asked.push(`${name} ${type}`);
    const made = raw[`${name} ${type}`];
    return reply(made ? made(query) : answer(query, type, zone.get(name)));
  };
}

/** The answers of a case file as lines for `resolver`. */
export function linesOf(caseText) {
  const lines = [];
  for (const [, name, type, data] of caseText.matchAll(/^Dns: (\S+) (\S+) ok \S+ \S+ \S+ \S+ (.*)$/gm)) {
    lines.push(`${name} ${type} ${data}`);
  }
  return lines;
}

/** An answer whose records are these octets, each after the name that was asked. */
export function message(query, records, { code = 0, count = records.length } = {}) {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(query.readUInt16BE(0), 0);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(count, 6);
  return Buffer.concat([head, questionOf(query), ...records]);
}

/** One record; `length` may lie about its data, `owner` is a pointer to the name asked. */
export function record(type, data, { length = data.length, owner = [0xc0, 12] } = {}) {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(TYPES[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(300, 4);
  fixed.writeUInt16BE(length, 8);
  return Buffer.concat([Buffer.from(owner), fixed, data]);
}

/** TXT data: the text in strings of 255 octets. */
export function txt(text) {
  const strings = [];
  for (let at = 0; at === 0 || at < text.length; at += 255) {
    const part = Buffer.from(text.slice(at, at + 255), "latin1");
    strings.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(strings);
}

function answer(query, type, found) {
  if (!found) return message(query, [], { code: NXDOMAIN });
  const records = found.filter((one) => one.type === type || one.type === "CNAME");
  return message(
    query,
    records.map((one) => record(one.type, octets(one.type, one.data))),
  );
}

function octets(type, data) {
  switch (type) {
    case "A":
      return Buffer.from(data.split(".").map(Number));
    case "MX": {
      const [preference, host] = data.split(" ");
      return Buffer.concat([Buffer.from([preference >> 8, preference & 255]), wireName(host)]);
    }
    case "CNAME":
      return wireName(data);
    default:
      return Buffer.concat([...data.matchAll(/"([^"]*)"/g)].map(([, text]) => txt(text)));
  }
}

function wireName(name) {
  const labels = name.replace(/\.$/, "").split(".");
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function questionOf(query) {
  let end = 12;
  while (query[end] > 0) end += query[end] + 1;
  return query.subarray(12, end + 5);
}

function reply(body) {
  return {
    status: 200,
    headers: { "content-type": "application/dns-message", "access-control-allow-origin": "*" },
    body,
  };
}
