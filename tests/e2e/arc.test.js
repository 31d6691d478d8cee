// A mail that a list and a forwarder sealed, pasted and verified against the keys in DNS: the node of
// the picture, the steps with both sets, and what each set marks in the source; and a broken chain.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { linesOf, resolver } from "./lib/doh.js";
import { findings, messageOf, paste, state, verdict } from "./lib/mail.js";
import { languages } from "./lib/page.js";
import { sample } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const { open } = stage();

const sealed = {
  mail: messageOf(sample("sealed-list")).toString("latin1"),
  resolver: resolver(linesOf(sample("sealed-list").toString("latin1"))),
};

const labels = {
  en: ["Set 2: alumni.example.edu", "Set 1: lists.example.org"],
  ja: ["ARCセット2: alumni.example.edu", "ARCセット1: lists.example.org"],
};

/** The names of the fields whose lines carry the mark of what is selected. */
const own = (page) =>
  page
    .locator("#source-lines [data-mark=signature] button.name")
    .evaluateAll((names) => names.map((name) => name.textContent));

/** The chain's trail: the state of each step, and the text of each set. */
async function trail(page) {
  const items = page.locator("ol.trail").first().locator(":scope > li");
  await items.nth(7).waitFor();
  const states = await items.evaluateAll((all) => all.map(({ dataset }) => dataset.state));
  return { states, texts: await items.allTextContents() };
}

describe("a chain of two sets", () => {
  for (const [lang, folder] of Object.entries(languages)) {
    test(`is whole, and changes no verdict, in ${lang}`, async (t) => {
      const { page, log } = await open(t, folder, { resolver: sealed.resolver });
      await paste(page, sealed.mail);
      await verdict(page, "not-authenticated");
      assert.equal(await state(page, "arc"), "pass");
      assert.equal(await state(page, "dmarc"), "fail");

      await page.click("[data-chip=arc]");
      const { states, texts } = await trail(page);
      assert.deepEqual(states.slice(0, 6), Array(6).fill("pass"));
      assert.ok(texts[4].includes("oldest-pass=0"), texts[4]);
      assert.ok(texts[6].includes(labels[lang][0]) && texts[6].includes("cv=pass"), texts[6]);
      assert.ok(texts[7].includes(labels[lang][1]) && texts[7].includes("cv=none"), texts[7]);
      assert.ok(texts[7].includes("dkim=pass dmarc=pass"), texts[7]);
      assert.equal(await page.locator("[data-finding='arc.retiring']").count(), 1);
      assert.deepEqual(log.errors, []);
      assert.deepEqual(log.violations, []);
    });
  }

  test("is marked in the source set by set, from its steps and from its fields", async (t) => {
    const { page } = await open(t, "", { resolver: sealed.resolver });
    await paste(page, sealed.mail);
    await verdict(page, "not-authenticated");
    await page.click("[data-chip=arc]");
    const button = (label) => page.getByRole("button", { name: label });
    await button(labels.en[1]).click();
    await page.locator(`button[aria-pressed=true]:text-is("${labels.en[1]}")`).waitFor();
    const fields = ["ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"];
    assert.deepEqual(await own(page), fields);
    const line = page.locator("#source-lines [data-mark=signature]").first();
    assert.match(await line.textContent(), /i=1; cv=none/);
    assert.ok((await page.locator("#source-lines [data-mark=body]").count()) > 5);

    const name = page.locator("#source-lines button.name", { hasText: "ARC-Seal" }).first();
    await name.click();
    await page.locator(`button[aria-pressed=true]:text-is("${labels.en[0]}")`).waitFor();
    assert.match(await line.textContent(), /i=2; cv=pass/);
    assert.deepEqual(await own(page), fields);
  });

  test("that was changed after the last seal is broken, and says where", async (t) => {
    const { page } = await open(t, "", { resolver: sealed.resolver });
    await paste(page, sealed.mail.replace("Hello list", "Hullo list"));
    await verdict(page, "not-authenticated");
    assert.equal(await state(page, "arc"), "fail");
    assert.ok((await findings(page)).includes("arc.message-signature"));
    await page.click("[data-chip=arc]");
    const { states } = await trail(page);
    assert.deepEqual(states.slice(2, 6), ["pass", "fail", "none", "pass"]);
  });
});
