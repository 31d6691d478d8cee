// The eight examples: each comes to what the table beside them says, in both languages, with the
// network away; and a link made from one reads back the same, or says why it can't.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, ready, visit } from "./lib/browser.js";
import { expectState } from "./lib/expect.js";
import { paste, state, verdict } from "./lib/mail.js";
import { dist, languages } from "./lib/page.js";
import { serve } from "./lib/server.js";

const table = new URL("../../src/play/samples/expected.tsv", import.meta.url);
const [head, ...rows] = readFileSync(table, "utf8").trim().split("\n").map((line) => line.split("\t"));
const examples = rows.map((row) => Object.fromEntries(row.map((cell, at) => [head[at], cell])));

let browser;
let server;

before(async () => {
  server = await serve(dist);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(address) {
  const visited = await visit(browser, server.url + address, { viewport: { width: 1440, height: 900 } });
  await ready(visited.page);
  return visited;
}

test("the table holds eight examples", () => assert.equal(examples.length, 8));

for (const [lang, folder] of Object.entries(languages)) {
  describe(`the examples in ${lang}`, () => {
    for (const expected of examples) {
      test(expected.id, async () => {
        const { page, log, close } = await open(`${folder}#e1.${expected.id}`);
        const loaded = log.requests.length;
        await verdict(page, expected.verdict);
        const found = { id: expected.id, verdict: expected.verdict, deliver: expected.deliver };
        for (const node of ["spf", "dkim", "arc", "dmarc", "dnssec"]) found[node] = await state(page, node);
        assert.deepEqual(found, expected);
        if (expected.deliver !== "-" && expected.deliver !== "none") {
          const words = { en: "reject", ja: "拒否" };
          const text = await page.locator("[data-node=deliver]").first().textContent();
          assert.ok(text.includes(words[lang]), text);
        }
        assert.equal(log.requests.length, loaded, "nothing is asked for an example");
        assert.deepEqual(log.errors, []);
        assert.deepEqual(log.violations, []);
        await close();
      });
    }
  });
}

test("every example has other words in the other language", async () => {
  const words = {};
  for (const [lang, folder] of Object.entries(languages)) {
    const { page, close } = await open(`${folder}#e1.body-changed`);
    await verdict(page, "not-authenticated");
    assert.equal(await page.getAttribute("html", "lang"), lang);
    words[lang] = await page.locator("[data-testid=findings] [data-finding] h3").allInnerTexts();
    await close();
  }
  assert.ok(words.en.length >= 3);
  assert.equal(words.en.length, words.ja.length);
  words.en.forEach((text, at) => assert.notEqual(text, words.ja[at]));
});

test("a header in ISO-2022-JP is shown as what it says", async () => {
  const { page, close } = await open("#e1.no-dmarc");
  await verdict(page, "not-protected");
  const text = await page.locator("[data-testid=source]").innerText();
  assert.ok(text.includes("会報第118号のお知らせ"), text);
  await close();
});

describe("links that can't be read", () => {
  const bad = [
    ["of a newer version", "#m9.4.abc.AAAA"],
    ["cut off", "#m1.zz.abc.AAAA"],
    ["altered", "#m1.4.abc.AAAA"],
    ["of 1.9 MB that is none", "#m1." + "A".repeat(1_900_000)],
  ];
  for (const [name, fragment] of bad) {
    test(`${name}: a sentence, no other content, and the page goes on`, async () => {
      const { page, log, close } = await open(fragment);
      const error = page.locator("[data-testid=error]").first();
      await error.waitFor({ state: "visible" });
      assert.ok((await error.innerText()).length > 20);
      assert.equal(await page.locator("[data-verdict]").count(), 0);
      assert.deepEqual(log.errors, []);
      await close();
    });
  }
});

describe("pastes that are no mail", () => {
  for (const [name, text] of [
    ["one octet", "x"],
    ["no header", "hello there\r\nthis is text\r\n"],
    ["NUL octets", "From: a@example.com\0\r\nX: \0\r\n\r\n\0"],
    ["100,000 headers", "X-A: b\r\n".repeat(100_000) + "\r\nbody\r\n"],
    ["one line of 10 MB", "Subject: " + "x".repeat(10_000_000) + "\r\n\r\nbody\r\n"],
  ]) {
    test(`${name}: a finding, no panic, and the next mail is checked`, async () => {
      const { page, log, close } = await open("");
      await page.evaluate(() => localStorage.setItem("mailprism.ask-first", "yes"));
      await page.reload();
      await ready(page);
      await paste(page, text);
      await page
        .locator("[data-finding], [data-testid=error], [data-verdict]")
        .first()
        .waitFor({ state: "attached", timeout: 15_000 });
      await page.evaluate(() => (location.hash = "#e1.all-pass"));
      await expectState(page, "[data-testid=verdict]", "data-verdict", "authenticated", 15_000);
      assert.deepEqual(log.errors, []);
      await close();
    });
  }
});
