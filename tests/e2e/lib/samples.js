// The eight examples as the page has them, and the table of what each must come to.

import { readFileSync } from "node:fs";

const folder = new URL("../../../src/play/samples/", import.meta.url);
const [head, ...rows] = readFileSync(new URL("expected.tsv", folder), "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split("\t"));

/** One object for each row of the table. */
export const samples = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));

/** The case file of an example. */
export function sample(id) {
  return readFileSync(new URL(`${id}.case`, folder));
}
