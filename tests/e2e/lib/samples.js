// The nine examples as the page has them, and the table of what each must come to.

import { readFileSync } from "node:fs";
import { linesOf, resolver } from "./doh.js";
import { messageOf } from "./mail.js";

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

/** A mail like any other: what to paste, and the resolver that makes it authenticated. */
export const normal = {
  mail: messageOf(sample("all-pass")),
  resolver: resolver(linesOf(sample("all-pass").toString("latin1"))),
};
