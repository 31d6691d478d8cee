// The question log: what was asked for which check, what came of it, and a copy as `dig` shows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, resolver } from "./lib/doh.js";
import { messageOf, paste, verdict } from "./lib/mail.js";
import { sample } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const on = stage();
const mail = {
  text: messageOf(sample("all-pass")),
  resolver: resolver(linesOf(sample("all-pass").toString("latin1"))),
};

async function opened(t, address = "") {
  const visited = await on.open(t, address, { resolver: mail.resolver });
  const { page } = visited;
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: async (text) => void (window.__copied = text) },
    });
  });
  await paste(page, mail.text);
  await verdict(page, "authenticated");
  await page.click("#tab-dns");
  await page.locator("[data-testid=dns] tbody").first().waitFor();
  return visited;
}

test("each question stands once below its check, with how its answer was had", async (t) => {
  const { page, asked, log } = await opened(t);
  const groups = await page
    .locator("[data-testid=dns] tbody")
    .evaluateAll((all) => all.map((group) => group.querySelector("th[scope=rowgroup]").textContent));
  assert.match(groups.join("|"), /^DKIM keys\|SPF of the envelope sender lookups \d\/10, void \d\/2\|/);
  assert.ok(groups.includes("DMARC policy"), groups.join("|"));

  const rows = page.locator("[data-testid=dns] tr[data-state]");
  const questions = await rows.locator("td:nth-child(2)").allInnerTexts();
  assert.deepEqual(questions.map((text) => text.trim()).toSorted(), asked.toSorted());
  for (const text of await rows.locator("td:nth-child(4)").allInnerTexts()) {
    assert.match(text, /\d+ ms · .*\d+ octets · cloudflare\s+live/);
  }
  assert.deepEqual(log.errors, []);
});

test("in Japanese, too", async (t) => {
  const { page } = await opened(t, "ja/");
  const first = page.locator("[data-testid=dns] th[scope=rowgroup]").first();
  assert.equal(await first.innerText(), "DKIM公開鍵");
});

test("is copied as dig shows it", async (t) => {
  const { page, asked } = await opened(t);
  await page.getByRole("button", { name: "Copy as dig shows it" }).click();
  const copied = await page.waitForFunction(() => window.__copied).then((it) => it.jsonValue());
  const heads = [...copied.matchAll(/^; <<>> dig (\S+)\. (\S+)$/gm)];
  assert.deepEqual(heads.map(([, name, type]) => `${name} ${type}`).toSorted(), asked.toSorted());
  assert.match(copied, /^_dmarc\.\S+ 300 IN TXT "v=DMARC1;/m);
  assert.match(copied, /^;; SERVER: cloudflare$/m);
  assert.match(copied, /^;; MSG SIZE {2}rcvd: \d+$/m);
});
