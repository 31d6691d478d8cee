// Shared links: what one page makes another reads, without asking anybody; and a link that did not
// arrive as it was made shows what is wrong with it, and nothing else.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { linesOf, resolver } from "./lib/doh.js";
import { fragmentOf, wrap } from "./lib/link.js";
import { choose, exported, messageOf, paste, share, states, verdict } from "./lib/mail.js";
import { normal, sample, samples } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const on = stage();
const { open } = on;

const sha256 = (octets) => createHash("sha256").update(octets).digest("hex");

const BY_LINK = /^This analysis came in a link\. Its DNS answers were saved by the sender/;

const SAVED_DNS = "With the DNS answers in this link:";
const STATED_BODY = "With a body that only the link’s maker has seen:";

/** Opens a link in a fresh context without any network but the page's files. */
function arrive(t, link, options) {
  return open(t, link.slice(on.server.url.length), options);
}

/** The last line of an example's body; of one without a body, something that is in no mail. */
function lastLine(id) {
  const [, body = ""] = messageOf(sample(id)).toString("latin1").split("\r\n\r\n", 2);
  return body.trim().split("\r\n").at(-1) || "\0";
}

/** What the page says the verdict depends on. */
function conditionOf(page) {
  return page.locator("[data-testid=verdict] .condition").innerText();
}

describe("a link made in the dialog", () => {
  for (const id of ["forwarded", "body-changed", "no-dmarc", "headers-only"]) {
    const expected = samples.find((row) => row.id === id);

    test(`of ${id}, opened elsewhere, shows the same and asks nobody`, async (t) => {
      const { page, sent } = await open(t, `#e1.${id}`);
      await verdict(page, expected.verdict);
      await page.locator("[data-node=dkim]:visible").click();
      const before = await states(page);
      const links = { headers: await share(page, "headers"), whole: await share(page, "whole") };
      assert.ok(page.url().endsWith(`#e1.${id}`), "sharing leaves the address as it is");
      assert.deepEqual(sent(), []);

      for (const [scope, link] of Object.entries(links)) {
        const there = await arrive(t, link);
        await verdict(there.page, expected.verdict);
        // A signature over a body that is only stated is a pass with a warning.
        const isStated = scope === "headers" && before.dkim === "pass";
        const same = isStated ? { ...before, dkim: "warn" } : before;
        assert.deepEqual(await states(there.page), same, scope);
        assert.match(await there.page.locator("[data-testid=banner]").innerText(), BY_LINK);
        const pressed = there.page.locator("[data-node=dkim]:visible");
        assert.equal(await pressed.getAttribute("aria-pressed"), "true", "the selection comes along");
        const restsOnBody = isStated && expected.verdict === "authenticated";
        assert.equal(await conditionOf(there.page), restsOnBody ? STATED_BODY : SAVED_DNS);
        if (scope === "whole") {
          const arrived = messageOf(await exported(there.page, "case"));
          assert.equal(sha256(arrived), sha256(messageOf(sample(id))));
        } else {
          const shown = await there.page.locator("[data-testid=source]").innerText();
          assert.ok(!shown.includes(lastLine(id)), "no body");
        }

        await there.page.click("#language");
        await there.page.waitForFunction(() => document.documentElement.lang === "ja");
        await verdict(there.page, expected.verdict);
        assert.deepEqual(await states(there.page), same);
        const [, fragment] = link.split("#");
        assert.equal(there.page.url(), `${on.server.url}ja/#${fragment}`);
        assert.deepEqual(there.sent(), [], "opening a link asks nobody");
        assert.deepEqual(there.log.errors, []);
      }
    });
  }

  test("of a mail that is not UTF-8 and whose line ends are mixed keeps each octet", async (t) => {
    const mail = Buffer.from(
      "From: a@example.com\r\nSubject: caf\xe9 \x82\xb1\nX-Nul: \0\r\n\r\none\ntwo\r\nthree\rfour \xff\xfe\r\n\r\n",
      "latin1",
    );
    const { page } = await open(t, "", { resolver: resolver([]) });
    await choose(page, { name: "odd.eml", mimeType: "message/rfc822", buffer: mail });
    await verdict(page, "not-protected");
    const there = await arrive(t, await share(page, "whole"));
    await verdict(there.page, "not-protected");
    const arrived = messageOf(await exported(there.page, "case"));
    assert.equal(sha256(arrived), sha256(mail));
    assert.deepEqual(
      there.sent().filter((url) => !url.startsWith("blob:")),
      [],
    );
  });

  test("without the body never authenticates without a condition, whatever DNS says", async (t) => {
    const { page } = await open(t, "#e1.forwarded");
    await verdict(page, "authenticated");
    const link = await share(page, "headers");
    const live = resolver(linesOf(sample("forwarded").toString("latin1")));
    const there = await arrive(t, link, { resolver: live });
    await verdict(there.page, "authenticated");
    assert.equal(await conditionOf(there.page), STATED_BODY);
    await there.page.click("[data-testid=banner] [data-testid=ask-again]");
    await there.page.click("#tab-dns");
    await there.page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    await there.page.waitForFunction(() => !document.querySelector("[data-source=saved]"));
    await verdict(there.page, "authenticated");
    assert.equal(await conditionOf(there.page), STATED_BODY);
    assert.equal((await states(there.page)).dkim, "warn");
    await there.page.click("#language");
    await there.page.waitForSelector("html[lang=ja]");
    assert.match(await conditionOf(there.page), /本文/);
  });

  test("is checked against live DNS by one click, which shows what was saved beside what is true", async (t) => {
    const frozen = sample("forwarded");
    const key = /v=DKIM1; k=rsa; p=[^"]*/;
    const another = key.exec(sample("no-dmarc").toString("latin1"))[0];
    const lines = linesOf(frozen.toString("latin1")).map((line) =>
      line.replace(/"v=DKIM1.*/, `"${another}"`),
    );
    const { page, asked, sent } = await open(t, fragmentOf(frozen), { resolver: resolver(lines) });
    const text = await verdict(page, "authenticated");
    assert.match(text, /With the DNS answers in this link:/);
    assert.deepEqual(sent(), []);

    await page.evaluate(() => {
      window.__said = [];
      const note = () => {
        const text = document.getElementById("live").textContent;
        if (text.startsWith("Checked")) window.__said.push(text);
      };
      new MutationObserver(note).observe(document.getElementById("live"), {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await page.locator("[data-testid=banner] [data-testid=ask-again]").click();
    const now = await verdict(page, "not-authenticated");
    assert.doesNotMatch(now, /in this link/);
    assert.equal(sent().length, asked.length, "nothing but these questions");
    assert.deepEqual(asked.toSorted(), [...new Set(asked)].toSorted(), "no question twice");
    assert.ok(asked.includes("_dmarc.example.com TXT"), asked.join(", "));

    await page.click("#tab-dns");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    const row = page.locator("[data-testid=dns] tr", { hasText: "_domainkey" });
    const cell = await row.innerText();
    assert.ok(cell.includes(another.slice(0, 60)), "the answer of now");
    assert.match(cell, /saved in the link: v=DKIM1; k=rsa; p=/);
    assert.doesNotMatch(await page.locator("[data-testid=banner]").innerText(), BY_LINK);
    await page.waitForFunction(() => window.__said.length > 0);
    await page.waitForTimeout(2_500);
    assert.equal((await page.evaluate(() => window.__said)).length, 1, "said once");
  });

  test("of 1.9 MB opens when it arrived whole", async (t) => {
    const body = randomBytes(1_060_000).toString("base64").replace(/.{76}/g, "$&\r\n");
    const big = Buffer.concat([sample("all-pass"), Buffer.from(body)]);
    const fragment = fragmentOf(big);
    assert.ok(fragment.length > 1_400_000 && fragment.length < 2_000_000, String(fragment.length));
    const { page } = await open(t, fragment);
    await verdict(page, "authenticated", 15_000); // by SPF
    assert.equal((await states(page)).dkim, "fail");
  });
});

const whole = fragmentOf(sample("all-pass"));
const payload = whole.split(".")[3];
const cut = (characters) => whole.slice(0, whole.length - characters);
const cutSentence = (lost) =>
  `This link was cut off: ${payload.length - lost} of ${payload.length} characters arrived. Ask the sender for the file.`;
const half = Math.floor(payload.length / 2);
const middle = whole.length - half;
const altered =
  "This link was changed on its way: its checksum does not fit. Ask the sender for the file.";
const newer = "This link needs a newer version. Reload the page.";
const tooLarge = "This link is too large to open. Ask the sender for the file.";
const unreadable = "This link arrived whole, but what it holds cannot be read.";

const bad = [
  ["cut by one character", cut(1), cutSentence(1)],
  ["cut by a hundred characters", cut(100), cutSentence(100)],
  ["cut in half", cut(half), cutSentence(half)],
  [
    "cut in its head",
    whole.slice(0, 6),
    "This link was cut off right at its start. Ask the sender for the file.",
  ],
  [
    "with one character changed",
    whole.slice(0, middle) + (whole[middle] === "A" ? "B" : "A") + whole.slice(middle + 1),
    altered,
  ],
  ["with a character too many", `${whole}A`, altered],
  ["of a newer version", "#m9.", newer],
  ["of a newer version, with content", whole.replace("#m1.", "#m9."), newer],
  ["of 1.9 MB that holds nothing", wrap("A".repeat(1_900_000)), unreadable],
  [
    "that would inflate to 100 MB",
    wrap(deflateRawSync(Buffer.alloc(100_000_000, 65)).toString("base64url")),
    tooLarge,
  ],
  ["that holds something else", fragmentOf("From: a@example.com\r\n\r\nhello\r\n"), unreadable],
  ["to an example that is not there", "#e1.nothing", "There is no example called “nothing”."],
  [
    "to a lesson, which a later version may have",
    "#l1.nothing",
    "This kind of link is not supported by this version.",
  ],
  ["of somebody else", "#section-3", "This link was not made by this page."],
];

/** The page shows this sentence, nothing else in its place, and where the focus is. */
async function expectRefused(page, sentence, raw) {
  const error = page.locator("[data-testid=error]");
  await error.waitFor({ timeout: 10_000 });
  assert.equal(await error.locator("h1 + p").innerText(), sentence);
  await page.waitForFunction(() => document.activeElement?.id === "error-title");
  assert.equal(await error.getAttribute("role"), "alert");
  assert.equal(await page.locator("[data-testid=raw-link]").inputValue(), raw.slice(0, 2_000));
  for (const other of ["[data-verdict]", "[data-testid=source]", "[data-finding]", "[data-node]"]) {
    assert.equal(await page.locator(other).count(), 0, `${other} in place of the link`);
  }
  assert.ok(await page.locator("[data-example=all-pass]").isVisible(), "examples as links");
  const text = await page.locator("body").innerText();
  assert.doesNotMatch(text, /@/, "no address of any mail");
}

describe("a link", () => {
  for (const [name, fragment, sentence] of bad) {
    test(`${name} says so, shows nothing else, and the page goes on`, async (t) => {
      const { page, log, sent } = await open(t, fragment, { resolver: normal.resolver });
      await expectRefused(page, sentence, fragment);
      assert.deepEqual(sent(), []);

      await paste(page, normal.mail);
      await verdict(page, "authenticated");
      assert.equal(page.url(), on.server.url, "the address no longer holds it");

      // The same over a mail that is on the page, which must be gone.
      const started = Date.now();
      await page.evaluate((fragment) => void (location.hash = fragment), fragment);
      await expectRefused(page, sentence, fragment);
      assert.ok(Date.now() - started < 5_000, "at once");
      assert.deepEqual(log.errors, []);
      assert.deepEqual(log.violations, []);
    });
  }

  test("of 3 MB, pasted into the box, is refused, and the page goes on", async (t) => {
    const { page, log, sent } = await open(t, "", { resolver: normal.resolver });
    const fragment = wrap("A".repeat(3_000_000));
    await paste(page, `https://mailprism.example/${fragment}`);
    await expectRefused(page, tooLarge, fragment.slice(1));
    assert.deepEqual(sent(), []);
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    assert.deepEqual(log.errors, []);
  });

  test("that is pasted into the box, folded by a mail program, opens", async (t) => {
    const { page, sent } = await open(t);
    await paste(page, `https://mailprism.example/${whole}`.replace(/.{76}/g, "$&\r\n"));
    const text = await verdict(page, "authenticated");
    assert.match(text, /With the DNS answers in this link:/);
    assert.deepEqual(sent(), []);
  });

  test("that was cut says so in Japanese as well, with both numbers", async (t) => {
    const { page } = await open(t, `ja/${cut(7)}`);
    const error = page.locator("[data-testid=error]");
    await error.waitFor();
    const text = await error.innerText();
    assert.ok(text.includes(`${payload.length}文字のうち${payload.length - 7}文字`), text);
  });
});
