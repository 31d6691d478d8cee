// The page in a person's hands: what a mail brings up and where it is shown, what is asked and what is
// not, what stays behind.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ready } from "./lib/browser.js";
import { linesOf, resolver } from "./lib/doh.js";
import { choose, findings, messageOf, paste, states, verdict } from "./lib/mail.js";
import { normal, sample } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const on = stage();
const { open } = on;

const changed = {
  mail: messageOf(sample("body-changed")),
  lines: linesOf(sample("body-changed").toString("latin1")),
};

/** What must be asked about it, and nothing else: the answers saved in the example say so. */
const questions = [
  ...sample("body-changed")
    .toString("latin1")
    .matchAll(/^Dns: (\S+ \S+) /gm),
]
  .map(([, question]) => question)
  .toSorted();

describe("a mail that is pasted", () => {
  test("has its verdict within half a second, and tells DNS nothing but names", async (t) => {
    // The machine may be busy with something else; what the page does is the best of three.
    const took = [];
    for (let attempt = 0; attempt < 3 && !(Math.min(...took) < 500); attempt += 1) {
      const { page, asked, sent, log, close } = await open(t, "", { resolver: resolver(changed.lines) });
      await page.evaluate(() => {
        new MutationObserver(() => {
          const word = document.querySelector("[data-verdict]")?.dataset.verdict;
          if (word === "not-authenticated") window.__verdictAt ??= performance.now();
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
        document.addEventListener("paste", () => (window.__pastedAt = performance.now()), true);
      });
      await paste(page, changed.mail);
      const text = await verdict(page, "not-authenticated");
      assert.match(text, /billing@example\.com/);
      took.push(await page.evaluate(() => window.__verdictAt - window.__pastedAt));

      // The verdict may stand before the last answer, which changes nothing any more.
      await page.waitForFunction(() =>
        document.getElementById("live").textContent.startsWith("Checked"),
      );
      assert.deepEqual(asked.toSorted(), questions);
      for (const url of sent()) {
        assert.match(url, /^https:\/\/cloudflare-dns\.com\/dns-query\?dns=[\w-]+$/);
      }
      assert.deepEqual(log.errors, []);
      await close();
    }
    t.diagnostic(`verdicts after ${took.map(Math.round).join(", ")} ms`);
    assert.ok(Math.min(...took) < 500, `verdicts after ${took.join(", ")} ms`);
  });

  test("and typed into the box instead comes to the same, and can be typed on", async (t) => {
    const { page } = await open(t, "", { resolver: normal.resolver });
    await page.fill("#paste", "From: typed@unknown.example\n\nhello\n");
    await verdict(page, "not-protected");
    await page.waitForFunction(() => document.activeElement?.id === "edit");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Subject: more\n");
    await page.waitForTimeout(400);
    await page.click("#edit-toggle");
    assert.match(await page.locator("#source-lines").innerText(), /Subject: more/);
  });

  test("or dropped as a file anywhere in the window", async (t) => {
    const { page } = await open(t, "#e1.body-changed", { resolver: normal.resolver });
    await verdict(page, "not-authenticated");
    await page.evaluate((mail) => {
      const octets = Uint8Array.from(mail, (one) => one.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([octets], "mail.eml"));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      const place = document.querySelector("[data-testid=source]");
      place.dispatchEvent(new DragEvent("dragover", options));
      place.dispatchEvent(new DragEvent("drop", options));
    }, normal.mail.toString("latin1"));
    await verdict(page, "authenticated");
    assert.equal(page.url(), on.server.url, "the address no longer names the example");
    assert.equal(await page.locator("[data-testid=banner]").count(), 0);
  });

  test("takes another verdict when its source is edited, and the first one back", async (t) => {
    const { page } = await open(t, "", { resolver: normal.resolver });
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    assert.equal((await states(page)).dkim, "pass");
    await page.click("#edit-toggle");
    const text = await page.inputValue("#edit");
    await page.fill("#edit", text.replace(/\n\n/, "\n\nX"));
    await page.waitForSelector("svg [data-node=dkim][data-state=fail]");
    assert.ok((await findings(page)).includes("dkim.body-hash-mismatch"));
    await page.fill("#edit", text);
    await page.waitForSelector("svg [data-node=dkim][data-state=pass]");
  });
});

describe("a signature that is chosen", () => {
  /** The marked lines of the source, as [mark, number, name of the header]. */
  const marks = (page) =>
    page
      .locator("#source-lines .line[data-mark]")
      .evaluateAll((lines) =>
        lines.map((line) => [
          line.dataset.mark,
          line.dataset.n ?? "",
          (
            line.querySelector(".name")?.textContent ??
            line.textContent.match(/^[a-z-]+(?=: \(none\))/)?.[0] ??
            ""
          ).toLowerCase(),
        ]),
      );

  test("marks itself, what it signed in the order it was hashed, and its key's question", async (t) => {
    const { page } = await open(t, "#e1.body-changed");
    await verdict(page, "not-authenticated");
    assert.equal(await page.locator("[data-mark]").count(), 0);
    await page.locator("svg [data-node=dkim]").click();
    await page.locator("[data-mark=signed]").first().waitFor();
    const all = await marks(page);
    const signed = all.filter(([mark]) => mark === "signed");
    // h= of the example: from twice, so that the second one is a row of its own.
    const h = [
      "from",
      "from",
      "to",
      "subject",
      "date",
      "message-id",
      "mime-version",
      "content-type",
      "content-transfer-encoding",
    ];
    const numbered = h.map((name, at) => ["signed", "①②③④⑤⑥⑦⑧⑨"[at], name]);
    assert.deepEqual(signed.toSorted(byNumber), numbered);
    assert.deepEqual(
      [...new Set(all.filter(([mark]) => mark === "unsigned").map(([, , name]) => name))].filter(
        Boolean,
      ),
      ["return-path", "received"],
    );
    assert.equal(all.find(([mark]) => mark === "signature")[2], "dkim-signature");
    assert.equal(all.filter(([mark]) => mark === "body-bad").length, 7);
    const tags = await page
      .locator("#source-lines mark")
      .evaluateAll((all) => [...new Set(all.map((mark) => mark.dataset.tag))]);
    assert.deepEqual(tags, ["d", "s", "h", "bh", "b"]);

    await page.click("#tab-dns");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    await page.locator("[data-testid=dns]").waitFor();
    const current = page.locator("[data-testid=dns] tr[aria-current=true]");
    assert.equal(await current.count(), 1);
    assert.match(await current.innerText(), /s2026\._domainkey\.example\.com TXT/);

    await page.keyboard.press("Escape");
    assert.equal(await page.locator("[data-mark]").count(), 0);
    assert.equal(await page.locator("[aria-pressed=true][data-node], tr[aria-current]").count(), 0);
  });

  test("from its header, its chip or its finding is the same one", async (t) => {
    const { page } = await open(t, "#e1.body-changed");
    await verdict(page, "not-authenticated");
    const ways = [
      "#source-lines button.name:text-is('DKIM-Signature')",
      "[data-chip=dkim]",
      "[data-finding='dkim.body-hash-mismatch'] .finding-title",
    ];
    let first;
    for (const way of ways) {
      await page.locator(way).click();
      await page.locator("[data-mark=signed]").first().waitFor();
      assert.equal(await page.locator("svg [data-node=dkim]").getAttribute("aria-pressed"), "true", way);
      first ??= await marks(page);
      assert.deepEqual(await marks(page), first, way);
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector("[data-mark]"));
    }
  });

  test("signs the bottom-most of two From fields, and the other one is pointed at", async (t) => {
    const { page } = await open(t, "", { resolver: normal.resolver });
    const mail = normal.mail
      .toString("latin1")
      .replace(/^From:/m, "From: other@unknown.example\r\nFrom:");
    await paste(page, mail);
    await verdict(page, "not-authenticated");
    await page.locator("svg [data-node=dkim]").click();
    await page.locator("[data-mark=signed]").first().waitFor();
    const froms = page.locator("#source-lines .line:has(button.name:text-is('From'))");
    assert.equal(await froms.count(), 2);
    assert.equal(await froms.nth(1).getAttribute("data-mark"), "signed");
    assert.equal(await froms.nth(1).getAttribute("data-n"), "①");
  });

  test("shows the octets that were signed", async (t) => {
    const { page } = await open(t, "#e1.all-pass");
    await verdict(page, "authenticated");
    await page.locator("svg [data-node=dkim]").click();
    await page.getByRole("button", { name: "Show the signed bytes" }).click();
    const octets = await page.locator("[data-testid=signed-bytes]").innerText();
    assert.match(octets, /^from:/);
    assert.match(octets, /␍␊/);
    assert.match(octets, /dkim-signature:v=1;.*b=$/s);
  });
});

function byNumber([, one], [, other]) {
  return one < other ? -1 : 1;
}

describe("what is asked", () => {
  const askFirst = (page) =>
    page.addInitScript(() => localStorage.setItem("mailprism.ask-first", "yes"));

  test("waits for a click where the person wants that, and is named before", async (t) => {
    const { page, asked, sent } = await open(t, "", { resolver: normal.resolver, prepare: askFirst });
    await paste(page, normal.mail);
    const text = await verdict(page, "cannot-tell");
    assert.match(text, /Cannot tell yet/);
    await page.waitForTimeout(300);
    assert.deepEqual(sent(), []);
    const consent = page.locator("[data-testid=consent]");
    assert.match(await consent.innerText(), /_dmarc\.example\.com TXT/);
    assert.match(await consent.innerText(), /Cloudflare/);

    // A name whose tick is taken away is not asked.
    await consent.locator("li", { hasText: "_dmarc.example.com" }).locator("input").uncheck();
    await page.getByRole("button", { name: "Ask DNS", exact: true }).click();
    await page.locator("[data-source=live], #tab-dns").first().waitFor();
    await page.waitForTimeout(300);
    assert.ok(
      asked.length > 0 && !asked.some((question) => question.startsWith("_dmarc.example.com")),
      asked.join(", "),
    );
    await verdict(page, "cannot-tell");
    for (let round = 0; round < 5 && (await consent.count()) > 0; round += 1) {
      for (const box of await consent.locator("input").all()) await box.check();
      await page.getByRole("button", { name: "Ask DNS", exact: true }).click();
      await page.waitForTimeout(150);
    }
    await verdict(page, "authenticated");
  });

  test("never tells a domain of the sender's address without a click", async (t) => {
    const { page, asked } = await open(t, "", {
      resolver: resolver(['unknown.example TXT "v=spf1 exists:%{l}.track.unknown.example -all"']),
    });
    await paste(
      page,
      "Return-Path: <secret@unknown.example>\r\nReceived: from a.unknown.example ([192.0.2.9]) by mx.example; Mon, 2 Nov 2026 09:12:04 +0900\r\nFrom: secret@unknown.example\r\n\r\nhi\r\n",
    );
    const consent = page.locator("[data-testid=consent]");
    await consent.waitFor();
    assert.match(await consent.innerText(), /secret\.track\.unknown\.example A/);
    assert.equal(await consent.locator("input").isChecked(), false);
    await page.waitForTimeout(300);
    assert.ok(!asked.some((question) => question.includes("secret")), asked.join(", "));
    await consent.locator("input").check();
    await page.getByRole("button", { name: "Ask DNS", exact: true }).click();
    await page.locator("[data-finding='spf.fail']").first().waitFor({ state: "attached" });
    assert.ok(asked.includes("secret.track.unknown.example A"));
  });

  test("is what was pasted as records, without any network", async (t) => {
    const { page, sent } = await open(t, "", { prepare: askFirst });
    await paste(page, normal.mail);
    await verdict(page, "cannot-tell");
    await page.click("#tab-dns");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    const own = page.locator("[data-testid=own-records]");
    await own.locator("textarea").fill(linesOf(sample("all-pass").toString("latin1")).join("\n"));
    await own.getByRole("button", { name: "Use these records" }).click();
    await page.locator("[data-source=pasted]").first().waitFor();
    await verdict(page, "authenticated");
    assert.deepEqual(sent(), []);
    await own.getByRole("button", { name: "Remove them" }).click();
    await verdict(page, "cannot-tell");
  });

  test("goes to the resolver that was chosen", async (t) => {
    const { page, sent } = await open(t, "", { resolver: normal.resolver });
    await page.locator(".settings summary").click();
    await page.getByLabel("Google").check();
    await page.waitForTimeout(100);
    assert.deepEqual(
      sent().map((url) => url.split("?")[0]),
      [`${on.server.url}dns-query`],
      "whether our own server answers DNS is asked when the menu opens",
    );
    await page.locator(".settings summary").click();
    await page.waitForTimeout(100);
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    const urls = sent();
    assert.ok(urls.length > 3);
    for (const url of urls) assert.match(url, /^https:\/\/dns\.google\/dns-query\?dns=/);
    await page.reload();
    await ready(page);
    await verdict(page, "authenticated");
    assert.ok(
      sent().some((url) => url.startsWith("https://dns.google/")),
      "it is remembered",
    );
  });
});

describe("what stays", () => {
  const kept = (page) =>
    page.evaluate(() => ({
      tab: { ...sessionStorage },
      browser: { ...localStorage },
      cookie: document.cookie,
    }));

  test("is the mail over a reload, in this tab and nowhere else", async (t) => {
    const { page } = await open(t, "", { resolver: normal.resolver });
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    const { tab, browser, cookie } = await kept(page);
    assert.ok(Object.values(tab).some((value) => value.includes("orders@example.com")));
    assert.deepEqual(browser, {});
    assert.equal(cookie, "");
    await page.reload();
    await ready(page);
    await verdict(page, "authenticated");

    await page.locator(".settings summary").click();
    await page.getByRole("button", { name: "Clear everything" }).click();
    await page.locator("#paste").waitFor();
    assert.deepEqual(await kept(page), { tab: {}, browser: {}, cookie: "" });
    await page.reload();
    await ready(page);
    await page.locator("#paste").waitFor();
    assert.equal(await page.locator("[data-verdict]").count(), 0);
  });

  test("is nothing of a mail that was opened from a link", async (t) => {
    const { page } = await open(t, "#e1.all-pass");
    await verdict(page, "authenticated");
    assert.deepEqual(await kept(page), { tab: {}, browser: {}, cookie: "" });
  });

  test("is the theme, which wins over the system's", async (t) => {
    const { page } = await open(t, "", { colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.locator(".settings summary").click();
    await page.getByLabel("Dark").check();
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await ready(page);
    await page.locator("#paste").waitFor();
    assert.equal(await ground(), dark);
  });

  test("is said where a change leaves what was shared", async (t) => {
    const { page } = await open(t, "#e1.all-pass");
    await verdict(page, "authenticated");
    await page.click("#edit-toggle");
    await page.fill(
      "#edit",
      (await page.inputValue("#edit")).replace(/^Subject:.*$/m, "Subject: another"),
    );
    await page.waitForSelector("svg [data-node=dkim][data-state=fail]");
    assert.match(await page.locator("[data-testid=banner]").innerText(), /Changed since it was shared/);
    assert.equal(page.url(), on.server.url);
  });
});

test("the same file can be chosen twice", async (t) => {
  const { page } = await open(t, "", { resolver: normal.resolver });
  const file = { name: "mail.eml", mimeType: "message/rfc822", buffer: normal.mail };
  await choose(page, file);
  await verdict(page, "authenticated");
  await page.locator("nav.tools > button").last().click();
  await page.locator("#paste").waitFor();
  await choose(page, file);
  await verdict(page, "authenticated");
});
