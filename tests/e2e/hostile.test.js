// What a page gets that is no mail and no link of ours: a sentence each, no panic, and it goes on.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, ready, visit } from "./lib/browser.js";
import { expectState } from "./lib/expect.js";
import { paste } from "./lib/mail.js";
import { dist } from "./lib/page.js";
import { serve } from "./lib/server.js";

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
