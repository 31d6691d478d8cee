// Links as the format says they are, made without the program that is tested.

import { deflateRawSync } from "node:zlib";

/** The fragment of a case file, `#` included. */
export function fragmentOf(caseFile) {
  return wrap(deflateRawSync(caseFile, { level: 9 }).toString("base64url"));
}

/** A fragment whose length and checksum are those of this payload. */
export function wrap(payload) {
  return `#m1.${payload.length.toString(36)}.${crc32(payload).toString(36)}.${payload}`;
}

function crc32(text) {
  let crc = -1;
  for (const octet of Buffer.from(text)) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
