// What a visit to the built page consists of, read from its own HTML.

import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder the page was built into. */
export const dist =
  process.env.MAILPRISM_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url));

/** The languages, and the folder of each. */
export const languages = { en: "", ja: "ja/" };

/** The files, relative to `dist`, that one visit in a language loads; the page itself comes first. */
export async function loads(lang) {
  const folder = languages[lang];
  const html = await readFile(join(dist, folder, "index.html"), "utf8");
  const files = [folder + "index.html"];
  for (const [tag] of html.matchAll(/<(?:link|script|img)\b[^>]*>/g)) {
    if (/rel="(?:alternate|canonical|manifest|apple-touch-icon)"/.test(tag)) continue;
    const address = / (?:href|src)="([^"]*)"/.exec(tag)?.[1];
    if (address && !address.startsWith("data:")) files.push(posix.join(folder, address));
  }
  return files;
}
