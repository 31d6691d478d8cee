// What one visit weighs, in each language: brotli as a good host sends it, gzip as a plain one does.
// Ends with 1 where a limit is passed.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist, languages, loads } from "./lib/page.js";

const VISIT_BROTLI = 300_000;
const SHELL_GZIP = 30_000;

let heavy = false;
for (const lang of Object.keys(languages)) {
  const sum = { raw: 0, brotli: 0, gzip: 0 };
  console.log(`\n${lang.padEnd(40)}${["raw", "brotli", "gzip"].map((h) => h.padStart(10)).join("")}`);
  for (const [at, name] of (await loads(lang)).entries()) {
    const weight = weigh(await readFile(join(dist, name)));
    print(name, weight);
    for (const kind in sum) sum[kind] += weight[kind];
    if (at === 0) limit(`the shell (${lang})`, weight.gzip, SHELL_GZIP, "gzip");
  }
  print("one visit", sum);
  limit(`one visit (${lang})`, sum.brotli, VISIT_BROTLI, "brotli");
}

const visited = new Set((await Promise.all(Object.keys(languages).map(loads))).flat());
console.log("\nonly when asked for");
for (const name of (await readdir(dist)).sort()) {
  if (/\.(wasm|js)$/.test(name) && !visited.has(name)) print(name, weigh(await readFile(join(dist, name))));
}
process.exit(heavy ? 1 : 0);

function weigh(content) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return {
    raw: content.length,
    brotli: brotliCompressSync(content, { params }).length,
    gzip: gzipSync(content, { level: 9 }).length,
  };
}

function print(name, weight) {
  const cells = Object.values(weight).map((octets) => kilobytes(octets).padStart(10));
  console.log(name.padEnd(40) + cells.join(""));
}

function limit(what, octets, most, kind) {
  if (octets <= most) return;
  heavy = true;
  console.log(`too heavy: ${what} is ${kilobytes(octets)} kB ${kind}, the limit ${kilobytes(most)}`);
}

function kilobytes(octets) {
  return (octets / 1000).toFixed(1);
}
