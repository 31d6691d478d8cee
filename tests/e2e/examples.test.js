// The nine examples: however one is opened, in either language and with the network away, it comes
// to what the table says, and all words around it are of that language.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { state, verdict } from "./lib/mail.js";
import { languages } from "./lib/page.js";
import { samples } from "./lib/samples.js";
import { stage } from "./lib/stage.js";
import { visibleTexts, wordsOutside } from "./lib/words.js";

const { open } = stage();

/** What the policy is called in the node of the delivery. */
const policies = {
  en: { reject: "reject", quarantine: "quarantine", none: "none" },
  ja: { reject: "拒否", quarantine: "隔離", none: "何もしない" },
};

/** What the page shows, in the columns of the table. */
async function row(page, lang, id) {
  const shown = await page.locator("[data-testid=verdict]").getAttribute("data-verdict");
  const found = { id, verdict: shown };
  for (const node of ["spf", "dkim", "arc", "dmarc"]) found[node] = await state(page, node);
  const text = await page.locator("[data-node=deliver]:visible").textContent();
  const named = Object.keys(policies.en).filter((word) => text.includes(policies[lang][word]));
  found.deliver = named.join(" ") || "-";
  found.dnssec = await state(page, "dnssec");
  return found;
}

test("the table holds nine examples and all four verdicts", () => {
  assert.equal(samples.length, 9);
  assert.equal(new Set(samples.map((sample) => sample.verdict)).size, 4);
});

for (const [lang, folder] of Object.entries(languages)) {
  describe(`in ${lang}`, () => {
    for (const expected of samples) {
      test(expected.id, async (t) => {
        const { page, log, sent } = await open(t, `${folder}#e1.${expected.id}`);
        const check = async (way) => {
          await verdict(page, expected.verdict);
          assert.deepEqual(await row(page, lang, expected.id), expected, way);
          assert.ok(page.url().endsWith(`#e1.${expected.id}`), `${way}: ${page.url()}`);
        };
        const startAnew = async () => {
          await page.locator("nav.tools > button").last().click();
          await page.locator("#paste").waitFor();
          assert.equal(await page.locator("[data-verdict]").count(), 0);
        };
        await check("by its address");
        await startAnew();
        await page.click(`[data-example=${expected.id}]`);
        await check("by its card");
        await startAnew();
        await page.locator("nav.tools summary").first().click();
        await page.click(`.menu-panel a[href="#e1.${expected.id}"]`);
        await check("by the menu");

        assert.equal(await page.getAttribute("html", "lang"), lang);
        assert.deepEqual(sent(), [], "an example asks nobody");
        assert.deepEqual(log.errors, []);
        assert.deepEqual(log.violations, []);
      });
    }
  });
}

for (const { id, verdict: word } of samples) {
  test(`${id} says everything in the language of the page`, async (t) => {
    const { page } = await open(t, `#e1.${id}`);
    await verdict(page, word);
    const en = await visibleTexts(page);
    await page.click("#language");
    await page.waitForFunction(() => document.documentElement.lang === "ja");
    await verdict(page, word);
    const ja = await visibleTexts(page);

    assert.ok(en.size > 100 && ja.size > 100, `${en.size} and ${ja.size} texts`);
    const same = [...en].filter((text) => ja.has(text));
    assert.deepEqual(wordsOutside(same), [], "the same in both languages, and no technical token");
    const latin = [...ja].filter((text) => !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text));
    assert.deepEqual(wordsOutside(latin), [], "not Japanese on the Japanese page");
    const japanese = [...en].filter((text) => /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text));
    assert.deepEqual(japanese, ["日本語"], "Japanese on the English page");
  });
}

for (const { id, verdict: word } of samples) {
  test(`${id} has the octets of each finding marked in the source`, async (t) => {
    const { page } = await open(t, `#e1.${id}`);
    await verdict(page, word);
    const cards = page.locator("[data-testid=findings] [data-finding]");
    let marked = 0;
    for (let at = 0; at < (await cards.count()); at += 1) {
      const card = cards.nth(at);
      const octets = await card.evaluate((card) => card.querySelector(".facts code")?.textContent);
      await card.locator(".finding-title").click();
      assert.equal(await card.getAttribute("aria-current"), "true");
      const code = await card.getAttribute("data-finding");
      const marks = await page.locator("#source-lines mark").allTextContents();
      if (octets) {
        const words = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "");
        // The name of a field is a button, and carries no mark.
        const text = octets.replace(/^[\w-]+:/, "").replace(/␍|␊|…$/gu, "");
        const start = words(text).slice(0, 8);
        assert.ok(words(marks.join("")).includes(start), `${code}: ${octets} | ${marks.join("|")}`);
        marked += 1;
      }
      await page.keyboard.press("Escape");
    }
    const about = await cards.filter({ has: page.locator(".facts") }).count();
    assert.equal(marked, about);
  });
}

test("headers in ISO-2022-JP are shown as what they say", async (t) => {
  const { page } = await open(t, "#e1.no-dmarc");
  await verdict(page, "not-protected");
  const text = await page.locator("[data-testid=source]").innerText();
  assert.ok(text.includes("会報第118号のお知らせ"), text);
  assert.ok(text.includes("山の会"), text);
});
