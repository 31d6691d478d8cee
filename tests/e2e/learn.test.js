// Learn: every lesson, scenario and question by its link, in both languages, offline and by keyboard;
// and that a visit that never opens it loads none of it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { verdict } from "./lib/mail.js";
import { languages, loads } from "./lib/page.js";
import { stage } from "./lib/stage.js";

const { open } = stage();

const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const phone = { width: 390, height: 844 };
const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;

/** What each scenario comes to, by its name. */
const scenarios = {
  "spam-direct": ["abused", "own-user"],
  "spam-blocked": ["blocked", "port-blocked"],
  "traveller-25": ["blocked", "port-blocked"],
  "traveller-587": ["relayed", "logged-in"],
  "traveller-465": ["relayed", "logged-in"],
  "no-login": ["refused", "login-first"],
  "wrong-password": ["refused", "wrong-password"],
  "stolen-password": ["abused", "logged-in"],
  "pop-works": ["relayed", "remembered"],
  "pop-expired": ["refused", "window-over"],
  "pop-stranger": ["abused", "remembered"],
  "pop-never": ["refused", "never-fetched"],
  "server-to-server": ["delivered", "own-user"],
  "open-relay": ["abused", "open-relay"],
};

async function learn(t, address, options) {
  const visited = await open(t, address, options);
  await visited.page.locator("#learn-title").waitFor();
  return visited;
}

async function outcome(page) {
  const end = page.locator("[data-testid=outcome]");
  await end.waitFor();
  return [await end.getAttribute("data-outcome"), await end.getAttribute("data-reason")];
}

async function expectClean(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    rules,
  );
  const where = (rule) =>
    `${rule.id}: ${rule.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("; ")}`;
  assert.deepEqual(found.violations.map(where), [], name);
  assert.ok(found.passes.length > 20, `${name}: only ${found.passes.length} rules applied`);
}

for (const [lang, folder] of Object.entries(languages)) {
  describe(`in ${lang}`, () => {
    for (const [id, expected] of Object.entries(scenarios)) {
      test(`${id} is played to its end by keyboard`, async (t) => {
        const { page, sent, log } = await learn(t, `${folder}#s1.${id}`, { reducedMotion: "reduce" });
        assert.equal(await page.locator("[data-testid=outcome]").count(), 0);
        await page.locator("#forward").focus();
        await page.keyboard.press("Enter");
        assert.ok((await page.locator("#dialogue li").count()) >= 2);
        await page.keyboard.press("ArrowLeft");
        assert.equal(await page.locator("#dialogue li").count(), 0);
        for (let steps = 0; steps < 40; steps += 1) {
          if (await page.locator("[data-testid=outcome]").count()) break;
          await page.keyboard.press("ArrowRight");
        }
        assert.deepEqual(await outcome(page), expected);
        const end = await page.locator("[data-testid=outcome]").innerText();
        assert.equal(KANA.test(end), lang === "ja", end);
        const signs = await page.locator("svg.picture [data-edge=broken] .stop").count();
        assert.equal(signs, ["blocked", "refused"].includes(expected[0]) ? 1 : 0);
        const word = await page.locator("svg.picture .stop-word").allTextContents();
        if (expected[0] === "blocked") assert.deepEqual(word, ["OP25B"]);
        if (expected[0] === "refused") assert.match(word.join(), /^5\d\d$/);
        assert.deepEqual(sent(), []);
        assert.deepEqual(log.errors, []);
      });
    }

    test("every link inside leads to something, and every lesson has its own", async (t) => {
      const { page, log } = await learn(t, `${folder}#l1.stages`);
      const addresses = await page
        .locator(".toc a")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.equal(addresses.length, 12 + 14 + 1 + 1);
      const seen = new Set();
      for (const address of addresses) {
        await page.locator(`.toc a[href="${address}"]`).click();
        await page.locator(`.toc a[href="${address}"][aria-current=page]`).waitFor();
        const title = await page.locator("#learn-title").innerText();
        assert.equal(KANA.test(title), lang === "ja", title);
        seen.add(title);
        const links = await page
          .locator(".learn-body a")
          .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        for (const link of links) {
          assert.match(link, /^#[els]1\.[a-z0-9-]+$/);
          if (!link.startsWith("#e")) assert.ok(addresses.includes(link), link);
        }
      }
      assert.equal(seen.size, addresses.length);
      assert.deepEqual(log.errors, []);
    });

    for (const [name, colorScheme, viewport] of [
      ["wide and light", "light", { width: 1440, height: 900 }],
      ["narrow and dark", "dark", phone],
    ]) {
      test(`each page is free of what axe finds and fits, ${name}`, async (t) => {
        const { page, log } = await learn(t, `${folder}#l1.stages`, {
          colorScheme,
          viewport,
          reducedMotion: "reduce",
        });
        const addresses = await page
          .locator(".toc a")
          .evaluateAll((links) => links.map((link) => link.getAttribute("href").slice(1)));
        // The pages of plays differ in what is said; axe reads one that ends in each way.
        const read = /^l1|pop-stranger|traveller-25|no-login|server-to|this-mail|^q1/;
        for (const part of addresses) {
          await page.evaluate((part) => (location.hash = part), part);
          await page.locator(`.toc a[href="#${part}"][aria-current=page]`).waitFor();
          if (part.startsWith("s1") && part !== "s1.this-mail") await page.click("#to-end");
          if (part.startsWith("q1")) {
            await page.click("#next-question");
            await page.click("[data-choice='1']");
          }
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.ok(over <= 0, `${part} is ${over} px too wide at ${viewport.width}`);
          if (read.test(part)) await expectClean(page, `${part} ${colorScheme}`);
        }
        assert.deepEqual(log.errors, []);
      });
    }

    test("lessons point into the mail where it shows it, and say so where it does not", async (t) => {
      const { page, log } = await open(t, `${folder}#e1.mailing-list`);
      await verdict(page, "not-authenticated");
      const lands = {
        stages: "author",
        "port-25": "border",
        op25b: null,
        submission: "submit",
        "pop-before-smtp": null,
        spf: "spf",
        dkim: "dkim",
        dmarc: "dmarc",
        dnssec: null,
        forwarding: "relay",
      };
      for (const [lesson, node] of Object.entries(lands)) {
        await page.evaluate((lesson) => (location.hash = `l1.${lesson}`), lesson);
        await page.locator(`.toc a[href="#l1.${lesson}"][aria-current=page]`).waitFor();
        const told = page.locator("[data-testid=see-mail]");
        const said = await told.innerText();
        assert.equal(KANA.test(said), lang === "ja", said);
        if (node === null) {
          assert.equal(await told.locator("button").count(), 0);
          assert.equal(await told.locator("a").count(), lesson === "dnssec" ? 0 : 1, lesson);
          continue;
        }
        await told.locator("button").click();
        await verdict(page, "not-authenticated");
        const pressed = page.locator(`svg [data-node=${node}]`);
        assert.equal(await pressed.getAttribute("aria-pressed"), "true", lesson);
      }
      assert.deepEqual(log.errors, []);
    });
  });
}

test("each link to an example or a play lands on what it promises", async (t) => {
  const { page, log } = await learn(t, "#l1.stages");
  const pages = await page
    .locator(".toc a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const links = new Map();
  for (const address of pages.filter((address) => address.startsWith("#l1"))) {
    await page.locator(`.toc a[href="${address}"]`).click();
    await page.locator(`.toc a[href="${address}"][aria-current=page]`).waitFor();
    const found = await page
      .locator(".learn-body a")
      .evaluateAll((links) => links.map((link) => [link.getAttribute("href"), link.textContent]));
    for (const [href, text] of found) if (/^#[es]1/.test(href)) links.set(href, text);
  }
  assert.ok(links.size >= 20, `${links.size}`);
  for (const [href, text] of links) {
    await page.evaluate((href) => (location.hash = href), href);
    const name = text.split(": ").slice(1).join(": ");
    if (href.startsWith("#e1")) {
      await page.locator("#verdict-title").waitFor();
      await page.getByText(name, { exact: false }).first().waitFor({ state: "attached" });
    } else {
      await page.waitForFunction(
        (name) => document.querySelector("#learn-title")?.textContent === name,
        name || "What the mail on the page shows",
      );
    }
  }
  assert.deepEqual(log.errors, []);
});

test("the mail's own trace is shown on the picture, with what cannot be known", async (t) => {
  const { page } = await learn(t, "#s1.this-mail");
  assert.match(await page.locator(".learn-body").innerText(), /No mail is on the page/);
  for (const [id, mark, shows] of [
    ["no-dmarc", "not-protected", ["login", "servers"]],
    ["spoofed-from", "not-authenticated", ["unknown"]],
    ["mailing-list", "not-authenticated", ["login", "servers", "servers"]],
  ]) {
    await page.evaluate((id) => (location.hash = `e1.${id}`), id);
    await verdict(page, mark);
    await page.evaluate(() => (location.hash = "s1.this-mail"));
    const traces = page.locator("[data-testid=evidence] li");
    await traces.first().waitFor();
    const found = await traces.evaluateAll((items) => items.map((item) => item.dataset.shows));
    assert.deepEqual(found, shows, id);
    assert.match(await page.locator(".learn-body").innerText(), /What cannot be known/);
  }
  // A field leads to its server on the picture.
  await page.locator("[data-testid=evidence] button").nth(1).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("svg [data-node=relay]").getAttribute("aria-pressed"), "true");
});

test("a visit that never opens Learn loads none of it, and one that does loads one language", async (t) => {
  const { page, log } = await open(t);
  const isOf = (address) => /split_learning/.test(address);
  assert.deepEqual(log.requests.filter(isOf), []);
  for (const lang of Object.keys(languages)) {
    assert.deepEqual((await loads(lang)).filter(isOf), []);
  }
  await page.locator(".to-learn").click();
  await page.locator("#learn-title").waitFor();
  const loaded = log.requests.filter(isOf).join();
  assert.match(loaded, /split_learning_english/);
  assert.doesNotMatch(loaded, /japanese/);
  // Its styles are the last of their layer.
  const size = await page.locator("#learn-title").evaluate((title) => getComputedStyle(title).fontSize);
  assert.ok(parseFloat(size) > 20, size);
  assert.deepEqual(log.errors, []);
});

test("it works without a network once the page is there", async (t) => {
  const { page } = await learn(t, "#l1.stages");
  await page.context().setOffline(true);
  for (const part of ["l1.dmarc", "s1.no-login", "q1.spf-all"]) {
    await page.evaluate((part) => (location.hash = part), part);
    await page.waitForFunction(
      (part) => document.querySelector("[aria-current=page]") && location.hash === `#${part}`,
      part,
    );
    await page.locator("#learn-title").waitFor();
  }
  assert.match(await page.locator("#ask").innerText(), /-all/);
});

test("an option changes the outcome, and the address holds it", async (t) => {
  const { page } = await learn(t, "#s1.pop-stranger");
  await page.click("#to-end");
  assert.deepEqual(await outcome(page), ["abused", "remembered"]);
  await page.locator("[data-testid=options] .check input").nth(4).uncheck();
  await page.click("#to-end");
  assert.deepEqual(await outcome(page), ["refused", "other-address"]);
  const address = page.url();
  assert.match(address, /#s1\.pop-stranger\.[a-z0-9]+-5-30$/);

  const again = await learn(t, new URL(address).hash);
  await again.page.click("#to-end");
  assert.deepEqual(await outcome(again.page), ["refused", "other-address"]);
  await again.page.locator("[data-testid=options] select").nth(4).selectOption("y");
  await again.page.locator("[data-testid=options] .check input").nth(1).check();
  await again.page.click("#to-end");
  assert.deepEqual(await outcome(again.page), ["abused", "logged-in"]);
});

test("a play runs by itself, and stops when it is told", async (t) => {
  const { page } = await learn(t, "#s1.spam-blocked");
  await page.locator(".learn select").first().selectOption("2");
  await page.click("#play");
  assert.deepEqual(await outcome(page), ["blocked", "port-blocked"]);
  await page.click("#restart");
  assert.equal(await page.locator("#dialogue li").count(), 0);
  await page.click("#play");
  await page.click("#play");
  const shown = await page.locator("#dialogue li").count();
  await page.waitForTimeout(900);
  assert.equal(await page.locator("#dialogue li").count(), shown);
});

test("the trials are judged by the engine", async (t) => {
  const { page } = await learn(t, "#l1.spf");
  const trial = page.locator("[data-testid=trial]");
  assert.equal(await trial.innerText(), "pass");
  await page.locator(".learn input").fill("203.0.113.11");
  assert.equal(await trial.innerText(), "fail");
  await page.locator(".learn input").fill("nothing");
  assert.match(await trial.innerText(), /no IP address/);

  await page.locator('.toc a[href="#l1.dkim"]').click();
  await page.locator(".learn textarea").waitFor();
  assert.equal(await trial.innerText(), "DKIM pass, DMARC pass");
  const body = await page.locator(".learn textarea").inputValue();
  await page.locator(".learn textarea").fill(body.replace("e", "E"));
  // SPF still carries DMARC in this mail.
  assert.equal(await trial.innerText(), "DKIM fail, DMARC pass");
  await page.locator(".learn textarea").locator("xpath=following::button[1]").click();
  assert.equal(await trial.innerText(), "DKIM pass, DMARC pass");

  await page.locator('.toc a[href="#l1.dmarc"]').click();
  await page.locator("input[name=trial-spf]").first().waitFor();
  assert.match(await trial.innerText(), /fail, p=reject/);
  await page.locator("input[name=trial-dkim]").first().check();
  assert.match(await trial.innerText(), /^pass/);

  await page.locator('.toc a[href="#l1.forwarding"]').click();
  const way = page.locator("input[name=trial-way]");
  await way.first().waitFor();
  const arrived = [
    "SPF pass, DKIM pass, DMARC pass",
    "SPF fail, DKIM pass, DMARC pass",
    "SPF fail, DKIM fail, DMARC fail",
    /^SPF pass, DKIM fail, DMARC fail, ARC pass$/,
  ];
  for (const [at, expected] of arrived.entries()) {
    await way.nth(at).check();
    assert.match(await trial.innerText(), new RegExp(expected));
  }

  await page.locator('.toc a[href="#l1.dnssec"]').click();
  await page.locator("input[name=trial-zone]").first().waitFor();
  const mails = async () => [
    (await trial.innerText()).split(":")[0],
    await page.locator("[data-testid=honest]").innerText(),
    await page.locator("[data-testid=forged]").innerText(),
  ];
  assert.deepEqual(await mails(), ["secure", "DMARC pass", "DMARC fail"]);
  await page.locator("input[name=trial-answer]").nth(2).check();
  assert.deepEqual(await mails(), ["bogus", "DMARC temperror", "DMARC temperror"]);
  await page.locator("input[name=trial-zone]").nth(1).check();
  assert.deepEqual(await mails(), ["insecure", "DMARC pass", "DMARC fail"]);
});

test("conditions of the simulator can be changed in a lesson, and duties set to their stages", async (t) => {
  const { page } = await learn(t, "#l1.op25b");
  assert.deepEqual(await outcome(page), ["blocked", "port-blocked"]);
  await page.locator(".learn .check input").first().uncheck();
  assert.deepEqual(await outcome(page), ["abused", "own-user"]);
  await page.locator(".learn-body .options + div + div a").click();
  await page.click("#to-end");
  assert.deepEqual(await outcome(page), ["abused", "own-user"]);
  assert.match(page.url(), /#s1\.spam-blocked\.ih0/);

  for (const [lesson, first] of [
    ["port-25", ["abused", "own-user"]],
    ["submission", ["relayed", "logged-in"]],
    ["pop-before-smtp", ["relayed", "remembered"]],
  ]) {
    await page.locator(`.toc a[href="#l1.${lesson}"]`).click();
    await page.locator(`.toc a[href="#l1.${lesson}"][aria-current=page]`).waitFor();
    assert.deepEqual(await outcome(page), first, lesson);
  }

  await page.locator('.toc a[href="#l1.stages"]').click();
  const duties = page.locator(".duty select");
  await duties.first().waitFor();
  for (const [at, stage] of ["0", "1", "1", "2", "2", "2", "0"].entries()) {
    await duties.nth(at).selectOption(stage);
  }
  assert.match(await page.locator("[data-testid=trial]").innerText(), /^6 right of 7/);
  assert.equal(await page.locator(".duty[data-state=fail]").count(), 1);
});

test("the table shows one side where it is asked to, and lights what the mail shows", async (t) => {
  const { page } = await open(t, "#e1.sealed-list");
  await page.locator("#verdict-title").waitFor();
  await page.evaluate(() => (location.hash = "l1.table"));
  const rows = page.locator(".learn tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 9);
  const lit = page.locator(".learn tr[data-state=pass] th");
  assert.deepEqual(await lit.allTextContents(), ["SPF", "DKIM", "DMARC", "ARC"]);
  const filter = page.getByRole("group", { name: "Show" }).getByRole("button");
  for (const [at, count] of [4, 4, 1].entries()) {
    await filter.nth(at + 1).press("Enter");
    assert.equal(await rows.count(), count);
  }
});

test("each misconception names its source and what refutes it", async (t) => {
  const { page } = await learn(t, "#l1.misconceptions");
  const myths = await page.locator(".myth").allInnerTexts();
  assert.equal(myths.length, 8);
  for (const myth of myths) {
    assert.match(myth, /Sources: RFC \d+ §/);
    assert.match(myth, /Example: |Simulator: /);
  }
});

test("questions are answered, explained, counted, and a result is a link", async (t) => {
  const { page } = await learn(t, "#q1.purpose-587");
  assert.match(await page.locator("#ask").innerText(), /purpose/);
  await page.locator("[data-choice='1']").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".choices [data-state=fail]").count(), 1);
  assert.equal(await page.locator(".choices [data-state=pass] [data-choice='0']").count(), 1);
  assert.match(await page.locator("[data-testid=shown]").innerText(), /RFC 6409 §4\.3/);
  assert.match(await page.locator("[data-testid=score]").innerText(), /^0 right of 1/);
  await page.click("#next-question");
  await page.locator("[data-choice='2']").click();
  assert.match(await page.locator("[data-testid=score]").innerText(), /^1 right of 2/);
  // Only the one that was missed is asked again.
  await page.getByRole("button", { name: "Only the ones missed" }).click();
  assert.match(await page.locator("#ask").innerText(), /purpose/);
  await page.locator("[data-choice='0']").click();
  assert.match(await page.locator("[data-testid=score]").innerText(), /^2 right of 2/);

  await page.reload();
  await page.locator("[data-testid=score]").waitFor();
  assert.match(await page.locator("[data-testid=score]").innerText(), /^2 right of 2/);
  assert.equal(await page.evaluate(() => localStorage.getItem("mailprism.answers")), null);

  const other = await learn(t, `#q1.result.b${"-".repeat(41)}`);
  assert.match(await other.page.locator("[data-testid=score]").innerText(), /^1 right of 1/);
});

test("a result from a link is another's: one's own answers are not touched", async (t) => {
  const { page } = await learn(t, "#q1.purpose-587");
  await page.click("[data-choice='0']");
  assert.match(await page.locator("[data-testid=score]").innerText(), /^1 right of 1/);
  await page.evaluate((hash) => (location.hash = hash), `q1.result.a${"a".repeat(41)}`);
  await page.locator("[data-testid=shared]").waitFor();
  assert.match(await page.locator("[data-testid=score]").innerText(), /of 42/);
  await page.click("[data-choice='2']");
  await page.locator("[data-testid=shared] button").click();
  assert.match(await page.locator("[data-testid=score]").innerText(), /^1 right of 1/);
  assert.equal(await page.locator("[data-testid=shared]").count(), 0);
});

test("questions are turned, shuffled, asked as cards and kept, by keyboard and without a clock", async (t) => {
  const { page } = await learn(t, "#q1.all");
  const press = async (name) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  const first = await page.locator("#ask").innerText();
  await press("Next");
  assert.match(page.url(), /#q1\.purpose-587$/);
  await press("Previous");
  assert.equal(await page.locator("#ask").innerText(), first);
  await press("One question, one answer");
  assert.equal(await page.locator(".choices").count(), 0);
  await press("Show answer");
  assert.match(await page.locator(".learn .point").innerText(), /587, SMTP-AUTH/);
  assert.match(await page.locator("[data-testid=shown]").innerText(), /RFC 6409/);
  await press("One question, one answer");
  await press("Shuffle");
  assert.match(await page.locator(".learn-body").innerText(), /Question 1 of 42/);
  await page.getByLabel("Keep my answers in this browser").check();
  await page.click("[data-choice='0']");
  const kept = await page.evaluate(() => localStorage.getItem("mailprism.answers"));
  assert.equal(kept.length, 42);
  await page.getByLabel("Keep my answers in this browser").uncheck();
  assert.equal(await page.evaluate(() => localStorage.getItem("mailprism.answers")), null);
});

test("the mail on the page stays, lessons point into it, and Learn closes to it", async (t) => {
  const { page, sent } = await open(t, "#e1.no-dmarc");
  await verdict(page, "not-protected");
  await page.evaluate(() => (location.hash = "l1.submission"));
  const evidence = page.locator("[data-testid=evidence]");
  await evidence.waitFor();
  assert.match(await evidence.innerText(), /had logged in \(SMTP-AUTH\)/);
  await page.locator('.toc a[href="#l1.table"]').click();
  await page.locator(".learn tbody tr").first().waitFor();
  assert.equal(await page.locator(".learn tr[data-state=pass]").count(), 3);
  await page.locator('.toc a[href="#l1.spf"]').click();
  await page.getByRole("button", { name: "See it in the mail on the page" }).click();
  await verdict(page, "not-protected");
  assert.equal(await page.locator("svg [data-node=spf]").getAttribute("aria-pressed"), "true");
  assert.deepEqual(sent(), []);
});

test("where its files cannot be loaded, that is said, and it may be tried again", async (t) => {
  let fail = true;
  const prepare = (page) =>
    page.route(/split_learning/, (route) => (fail ? route.abort() : route.continue()));
  const { page } = await open(t, "", { prepare });
  await page.locator(".to-learn").click();
  await page.getByText("This part of the page could not be loaded.").waitFor();
  fail = false;
  await page.locator(".to-learn").click();
  await page.locator("#learn-title").waitFor();
});

test("the language changes in place", async (t) => {
  const { page } = await learn(t, "#s1.no-login");
  const before = await page.locator("#learn-title").innerText();
  await page.click("#language");
  await page.waitForFunction(
    (before) => {
      const title = document.querySelector("#learn-title");
      return title && title.textContent !== before;
    },
    before,
  );
  assert.match(await page.locator("#learn-title").innerText(), KANA);
  assert.ok(page.url().includes("/ja/#s1.no-login"), page.url());
});

test("a name that Learn does not have is said to be unknown", async (t) => {
  for (const address of ["#l1.nothing", "#s1.nothing", "#q1.nothing"]) {
    const { page } = await open(t, address);
    await page.locator("[data-testid=error]").waitFor();
  }
});
