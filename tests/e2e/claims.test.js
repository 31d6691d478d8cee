// What the receiver wrote beside what was found, where its octets are, and whose word it is once the
// border is moved: with the keyboard, in both languages, on a phone.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { verdict } from "./lib/mail.js";
import { languages } from "./lib/page.js";
import { stage } from "./lib/stage.js";

const { open } = stage();

const rows = "[data-testid=reconciliation] tbody tr";
const marked = (page) => page.locator("#source-lines mark").first().textContent();

async function example(t, id, { lang = "en", ...options } = {}) {
  const visited = await open(t, `${languages[lang]}#e1.${id}`, options);
  await verdict(visited.page, "not-authenticated");
  return visited;
}

/** Method and state of each row. */
const compared = (page) =>
  page.locator(rows).evaluateAll((all) => all.map(({ dataset }) => `${dataset.claim} ${dataset.state}`));

/** Standing of each statement. */
const standings = (page) =>
  page.locator("[data-testid=claims] [data-standing]").evaluateAll((all) => all.map((e) => e.dataset.standing));

describe("what the receiver wrote", () => {
  for (const lang of Object.keys(languages)) {
    test(`stands beside what was found, and leads to its octets, in ${lang}`, async (t) => {
      const { page, log } = await example(t, "rotated-key", { lang });
      assert.deepEqual(await compared(page), ["dmarc warn", "spf pass", "dkim warn"]);
      const chips = page.locator("[data-chip=claim]");
      assert.equal(await chips.count(), 1);
      await page.locator(`${rows}[data-claim=dkim] button`).click();
      assert.match(await marked(page), /dkim=pass/);
      await page.keyboard.press("Escape");
      await chips.last().click();
      const finding = page.locator("[data-finding='claims.key-changed'][aria-current=true]");
      await finding.waitFor();
      assert.match(await marked(page), /dkim=pass/);
      assert.deepEqual(log.errors, []);
    });
  }

  test("is told from what a sender wrote in the receiver's name", async (t) => {
    const { page } = await example(t, "spoofed-from");
    assert.deepEqual(await compared(page), ["dmarc pass", "spf pass", "dkim pass"]);
    assert.equal(await page.locator("[data-finding='claims.forged-looking']").count(), 1);
    assert.equal(await page.locator("[data-chip=claim]").count(), 0);
    await page.click("#tab-hops");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    assert.deepEqual(await standings(page), ["inside", "forged-looking"]);
  });
});

describe("the border", () => {
  test("is chosen with the keyboard, and everything follows at once", async (t) => {
    const { page, log } = await example(t, "rotated-key");
    await page.click("#tab-hops");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    const why = page.locator("[data-testid=border-why]");
    const before = await why.textContent();
    assert.match(before, /public address/);
    const radios = page.locator("input[name=border]");
    const address = page.locator("[data-testid=envelope] input").first();
    assert.equal(await address.inputValue(), "203.0.113.5");
    await radios.nth(0).focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.querySelectorAll("input[name=border]")[1].checked);
    assert.equal(await address.inputValue(), "192.0.2.80");
    assert.notEqual(await why.textContent(), before);
    assert.match(await page.locator("svg [data-node=border]").textContent(), /192\.0\.2\.80/);
    await page.getByRole("button", { name: "Back to the default" }).click();
    await page.waitForFunction(() => document.querySelectorAll("input[name=border]")[0].checked);
    assert.equal(await address.inputValue(), "203.0.113.5");
    assert.equal(await why.textContent(), before);
    assert.deepEqual(log.errors, []);
  });

  test("and the claims find room on a phone", async (t) => {
    const { page } = await example(t, "spoofed-from", { viewport: { width: 320, height: 640 } });
    await page.click(".bottom [data-to=findings]");
    await page.locator(rows).first().waitFor();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((await overflow()) <= 0, "the rows");
    await page.click("#tab-hops");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    await page.locator("[data-standing]").first().waitFor();
    assert.ok((await overflow()) <= 0, "the claims");
  });
});
