// Takes out what nobody calls and no linker may drop, because it is exported: server_fn, which comes
// with leptos, exports classes for the streams of its servers.
//
//   unexport.mjs SCRIPT MODULE PART…   rewrites SCRIPT and MODULE, both as wasm-bindgen writes them

import { readFileSync, writeFileSync } from "node:fs";

const [scriptFile, moduleFile, ...partFiles] = process.argv.slice(2);

// The page uses the module through its start alone, so no exported class is anybody's.
const script = readFileSync(scriptFile, "utf8")
  .replace(/^export class \w+ \{\n[^]*?^\}\n/gm, "")
  .replace(/^if \(Symbol\.dispose\) .*\n/gm, "")
  .replace(/^const (?!CLOSURE_DTORS)\w+ = \(typeof FinalizationRegistry[^]*?;\n/gm, "");
writeFileSync(scriptFile, script);

const called = new Set(script.match(/[A-Za-z_$][\w$]*/g));
for (const file of partFiles) {
  const part = new WebAssembly.Module(readFileSync(file));
  for (const { name } of WebAssembly.Module.imports(part)) called.add(name);
}

// Each section is its kind, its length and its content; that of the exports holds their number, and
// of each its name, its kind in one octet, and its index.
const EXPORTS = 7;
const module = readFileSync(moduleFile);
const sections = [module.subarray(0, 8)];
let at = 8;
while (at < module.length) {
  const start = at;
  const kind = module[at++];
  const length = number();
  const end = at + length;
  sections.push(...(kind === EXPORTS ? [Buffer.of(kind), delimited(wanted())] : [module.subarray(start, end)]));
  at = end;
}
writeFileSync(moduleFile, Buffer.concat(sections));

/** The section of exports, without those that nobody calls. */
function wanted() {
  const kept = [];
  for (let left = number(); left > 0; left--) {
    const start = at;
    const length = number();
    const name = module.toString("utf8", at, (at += length));
    at += 1;
    number();
    if (called.has(name)) kept.push(module.subarray(start, at));
  }
  return Buffer.concat([leb128(kept.length), ...kept]);
}

function delimited(content) {
  return Buffer.concat([leb128(content.length), content]);
}

/** The LEB128 number that stands next. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const octet = module[at++];
    value += (octet & 127) * 2 ** shift;
    if (octet < 128) return value;
  }
}

function leb128(value) {
  const octets = [];
  for (; value > 127; value >>>= 7) octets.push((value & 127) | 128);
  return Buffer.of(...octets, value);
}
