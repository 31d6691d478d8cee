// Pastes as they are: what is damaged is offered a repair, which changes nothing before it is asked
// for and leads back; a mail inside the mail has its own analysis; a mailbox file lets one choose.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { choose, exported, findings, messageOf, paste, share, verdict } from "./lib/mail.js";
import { languages } from "./lib/page.js";
import { normal, sample } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const { open } = stage();
const { resolver } = normal;

const text = normal.mail.toString("latin1");
const quoted = text.replace(/[^\n]*\n/g, "> $&");
const withoutIndents = text.replace(/\r\n[ \t]+/g, "\r\n");
const capture = `${text}.\r\n`;
const bounce = [
  "From: Mail Delivery <mailer-daemon@example.net>",
  "Subject: Undelivered",
  "Content-Type: multipart/report; boundary=b1",
  "",
  "--b1",
  "",
  "It did not get through.",
  "--b1",
  "Content-Type: message/rfc822",
  "",
  `${text}`,
  "--b1--",
  "",
].join("\r\n");

const banner = (page, id) => page.locator(`[data-testid=${id}]`);
const focused = (page) => page.evaluate(() => document.activeElement?.id);
const source = (page) => page.locator("#source-lines").innerText();

describe("a damaged paste", () => {
  test("is repaired when asked for, and leads back to what was pasted", async (t) => {
    const { page, log } = await open(t, "", { resolver });
    await paste(page, quoted);
    await verdict(page, "not-authenticated");
    assert.match(await banner(page, "damaged").innerText(), /Every line is quoted.*\d+ lines/);
    assert.match(await source(page), /^> Return-Path/);
    assert.ok((await findings(page)).includes("paste.quoted"));

    await banner(page, "damaged").getByTestId("repair").click();
    await verdict(page, "authenticated");
    assert.equal(await focused(page), "verdict-title");
    assert.equal(await banner(page, "damaged").count(), 0);
    const said = await banner(page, "repaired").innerText();
    assert.match(said, /repaired text, not what was pasted/);
    assert.match(said, /quote marks are taken away/);
    await page.getByText("The signature of example.com verifies now").waitFor();
    assert.match(await source(page), /^Return-Path/);
    assert.ok((await findings(page)).includes("paste.repaired"));

    await page.getByTestId("undo-repair").click();
    await verdict(page, "not-authenticated");
    assert.equal(await focused(page), "verdict-title");
    assert.match(await source(page), /^> Return-Path/);
    await banner(page, "damaged").waitFor();
    assert.equal(await banner(page, "repaired").count(), 0);
    assert.deepEqual(log.errors, []);
  });

  test("says before the repair which signature it brings, where DNS has the key", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, capture);
    await banner(page, "damaged")
      .getByText("Once repaired, the signature of example.com verifies.")
      .waitFor();
    // SPF alone carries it as pasted.
    assert.ok((await findings(page)).includes("dkim.body-hash-mismatch"));
    await page.getByTestId("repair").first().click();
    await page.getByText("The signature of example.com verifies now").waitFor();
    assert.ok(!(await findings(page)).includes("dkim.body-hash-mismatch"));
  });

  test("has every place marked that a repair would change", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, withoutIndents);
    await verdict(page, "authenticated");
    const card = page.locator("[data-finding='paste.lost-indents']");
    await card.locator(".finding-title").click();
    const marks = await page.locator("#source-lines mark").allInnerTexts();
    assert.ok(marks.length > 8, `${marks.length} marks`);
    assert.match(marks[0], /^by mx\.example\.org/);
    await card.getByTestId("repair").click();
    await banner(page, "repaired").waitFor();
    await page.getByText("The signature of example.com verifies now").waitFor();
    assert.match(await source(page), /\n\s+by mx\.example\.org/);
  });

  for (const [lang, folder] of Object.entries(languages)) {
    test(`whose body was changed after signing is explained by what brings the hash back, in ${lang}`, async (t) => {
      const { page, log } = await open(t, folder, { resolver });
      await paste(page, `${text}_______\r\nThe list\r\n`);
      const card = page.locator("[data-finding='paste.added']");
      await card.waitFor();
      await banner(page, "damaged").getByText("example.com").waitFor();
      assert.ok((await findings(page)).includes("dkim.body-hash-mismatch"), "the result stays");
      await card.locator(".finding-title").click();
      const marked = await page.locator("#source-lines mark").allInnerTexts();
      assert.deepEqual(marked.map((line) => line.trim()), ["_______", "The list"]);
      await banner(page, "damaged").getByTestId("repair").click();
      await banner(page, "repaired").getByText("example.com").waitFor();
      assert.ok(!(await findings(page)).includes("dkim.body-hash-mismatch"));
      assert.doesNotMatch(await source(page), /The list/);
      await page.getByTestId("undo-repair").click();
      await card.waitFor();
      assert.deepEqual(log.errors, []);
    });
  }

  test("names the field that was changed after signing, and marks it", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, text.replace("Subject: ", "Subject: [list] "));
    const card = page.locator("[data-finding='dkim.header-changed']");
    await card.getByText("“[list]” was put at the start of Subject").waitFor();
    await card.locator(".finding-title").click();
    const marked = await page.locator("#source-lines mark").allInnerTexts();
    assert.ok(marked.some((line) => line.startsWith(": [list]")), marked.join("|"));
    assert.ok((await findings(page)).includes("dkim.signature-mismatch"), "the result stays");
  });

  test("keeps what changes nothing to its card", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, `X-Mozilla-Status: 0001\r\n${text}`);
    await verdict(page, "authenticated");
    assert.equal(await banner(page, "damaged").count(), 0);
    await page.locator("[data-finding='paste.mozilla-lines']").getByTestId("repair").click();
    await banner(page, "repaired").waitFor();
    assert.match(await source(page), /^Return-Path/);
  });

  test("is shared as a repair, and says so where it is opened", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, quoted);
    await page.getByTestId("repair").first().click();
    await verdict(page, "authenticated");
    const file = (await exported(page, "case")).toString("latin1");
    assert.match(file, /^Repaired: quoted$/m);
    assert.equal(messageOf(Buffer.from(file, "latin1")).toString("latin1"), text);
    const json = JSON.parse(await exported(page, "json"));
    assert.deepEqual(json.repaired, ["quoted"]);
    await page.click("#share-open");
    await page.getByTestId("share-contents").getByText("not what was pasted").waitFor();
    await page.keyboard.press("Escape");
    const link = await share(page, "whole");

    const opened = await open(t, new URL(link).hash);
    await verdict(opened.page, "authenticated");
    await banner(opened.page, "repaired").waitFor();
    assert.equal(await opened.page.getByTestId("undo-repair").count(), 0);
    assert.deepEqual(opened.sent(), []);
  });

  test("stays as pasted over a reload", async (t) => {
    const { page } = await open(t, "", { resolver });
    await paste(page, quoted);
    await page.getByTestId("repair").first().click();
    await verdict(page, "authenticated");
    await page.reload();
    await banner(page, "damaged").waitFor();
    assert.match(await source(page), /^> Return-Path/);
  });
});

describe("a mail inside the mail", () => {
  test("has an analysis of its own, and leads back to the one around it", async (t) => {
    const { page, log } = await open(t, "", { resolver });
    await paste(page, bounce);
    await banner(page, "attached").getByTestId("analyse").click();
    assert.match(await verdict(page, "authenticated"), /orders@example\.com/);
    assert.equal(await focused(page), "verdict-title");
    await banner(page, "inner").getByRole("button").click();
    await page.locator("#verdict-title", { hasText: "example.net has no DMARC record" }).waitFor();
    assert.equal(await focused(page), "verdict-title");
    await banner(page, "attached").waitFor();
    assert.equal(await banner(page, "inner").count(), 0);
    assert.deepEqual(log.errors, []);
  });

  test("is chosen from a mailbox file", async (t) => {
    const { page } = await open(t, "", { resolver });
    const separator = "From someone Mon Nov  2 09:12:04 2026\r\n";
    const second = messageOf(sample("forwarded")).toString("latin1");
    const buffer = Buffer.from(separator + text + "\r\n" + separator + second, "latin1");
    await choose(page, { name: "two.mbox", mimeType: "application/mbox", buffer });
    assert.match(await verdict(page, "authenticated"), /orders@example\.com/);
    const list = banner(page, "mailbox");
    const options = await list.locator("option").allInnerTexts();
    assert.equal(options.length, 2);
    assert.match(options[0], /^1\. · Mado Shop.*Your order 10482 has shipped.*2026/);
    const title = page.locator("#verdict-title");
    const before = await title.innerText();
    await list.selectOption("1");
    await page.waitForFunction(
      (before) => document.getElementById("verdict-title")?.innerText !== before,
      before,
    );
    assert.equal(await list.inputValue(), "1");
  });
});

describe("in the hand and without a mouse", () => {
  const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

  for (const [lang, folder] of Object.entries(languages)) {
    test(`offers fit a phone, work by keyboard and pass axe in ${lang}`, async (t) => {
      const viewport = { width: 390, height: 844 };
      const { page } = await open(t, folder, { resolver, viewport });
      await page.evaluate(axe);
      const look = async (name) => {
        const { violations } = await page.evaluate(
          (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
          rules,
        );
        assert.deepEqual(
          violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target)}`),
          [],
          name,
        );
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= viewport.width, `${name}: ${wide} px`);
      };
      await paste(page, quoted);
      await banner(page, "damaged").waitFor();
      await look("damaged");
      await banner(page, "damaged").getByTestId("repair").focus();
      await page.keyboard.press("Enter");
      await banner(page, "repaired").waitFor();
      await look("repaired");
      const words = await banner(page, "repaired").innerText();
      assert.match(words, lang === "ja" ? /修復したメール/ : /repaired text/);
      await page.getByTestId("undo-repair").focus();
      await page.keyboard.press("Enter");
      await banner(page, "damaged").waitFor();

      const separator = "From someone Mon Nov  2 09:12:04 2026\r\n";
      await paste(page, `${separator}${bounce}\r\n${separator}${text}`);
      await banner(page, "attached").waitFor();
      await look("a mailbox with a bounce");
      await page.getByTestId("analyse").first().focus();
      await page.keyboard.press("Enter");
      await banner(page, "inner").waitFor();
      await look("an attached message");
    });
  }
});
