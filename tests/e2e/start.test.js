// How the page starts: under any path, in both languages, with its policy in force, and what it
// says and keeps when it cannot.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, ready, visit } from "./lib/browser.js";
import { dist, languages, loads } from "./lib/page.js";
import { serve } from "./lib/server.js";

let browser;
let server;

before(async () => {
  server = await serve(dist, { path: "/some/path/" });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

for (const [lang, folder] of Object.entries(languages)) {
  describe(`the page in ${lang}`, () => {
    test("starts under a sub-path, loads each of its files once and asks nobody else", async () => {
      const { page, log, close } = await visit(browser, server.url + folder);
      await ready(page);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.getAttribute("html", "lang"), lang);
      assert.equal(await page.getAttribute("html", "data-start"), "done");
      const expected = (await loads(lang)).map((name) => server.url + name.replace(/index\.html$/, ""));
      assert.deepEqual(log.requests.toSorted(), expected.toSorted());
      assert.deepEqual(log.errors, []);
      assert.deepEqual(log.violations, []);
      await close();
    });

    test("checks what was typed before the verifier was there", async () => {
      const gate = hold("**/*.wasm");
      const { page, close } = await visit(browser, server.url + folder, { prepare: gate.prepare });
      await page.fill("#paste", "From: early@example.org\n\n");
      assert.ok(await page.isVisible("#loading"));
      gate.open();
      await ready(page);
      const source = page.locator("[data-testid=source] textarea");
      assert.equal(await source.inputValue(), "From: early@example.org\n\n");
      await close();
    });

    test("says so when it cannot load, and a second try works with the text still there", async () => {
      let fail = true;
      const prepare = (page) =>
        page.route("**/mailprism-*", (route) => (fail ? route.abort() : route.continue()));
      const { page, close } = await visit(browser, server.url + folder, { prepare });
      await page.waitForSelector("#failed:not([hidden])");
      assert.ok(!(await page.isVisible("#loading")));
      await page.fill("#paste", "From: late@example.org\n\n");
      fail = false;
      await page.click("#retry");
      await ready(page);
      const source = page.locator("[data-testid=source] textarea");
      assert.equal(await source.inputValue(), "From: late@example.org\n\n");
      await close();
    });

    test("opened as a file, says what to do", async () => {
      const file = pathToFileURL(join(dist, folder, "index.html")).href;
      const { page, close } = await visit(browser, file);
      await page.waitForSelector("#unstarted", { state: "visible", timeout: 2_000 });
      assert.match(await page.innerText("#unstarted"), /python3 -m http\.server/);
      assert.ok(!(await page.isVisible("#loading")));
      await close();
    });

    test("without scripts, says why it needs them", async () => {
      const { page, close } = await visit(browser, server.url + folder, { javaScriptEnabled: false });
      assert.match(await page.innerText("noscript"), /WebAssembly/);
      assert.ok(await page.isVisible("h1"));
      assert.ok(!(await page.isVisible("#loading")));
      await close();
    });
  });
}

test("a browser without WebAssembly gets the sentence, not a blank page", async () => {
  const prepare = (page) => page.addInitScript(() => delete globalThis.WebAssembly);
  const { page, close } = await visit(browser, server.url, { prepare });
  await page.waitForSelector("#failed:not([hidden])");
  assert.match(await page.innerText("#failed"), /Chrome or Edge/);
  await close();
});

test("without the words of its language the page says that it cannot start, and a second try works", async () => {
  let fail = true;
  const prepare = (page) =>
    page.route("**/split_english-*", (route) => (fail ? route.abort() : route.continue()));
  const { page, close } = await visit(browser, server.url, { prepare });
  await page.waitForSelector("#failed:not([hidden])");
  fail = false;
  await page.click("#retry");
  await ready(page);
  assert.equal(await page.getAttribute("html", "data-start"), "done");
  await close();
});

test("a piece that cannot be loaded is said to be missing, and works when the network is back", async () => {
  let fail = true;
  const prepare = (page) =>
    page.route(/split_(opening|sharing|details|japanese)-/, (route) =>
      fail ? route.abort() : route.continue(),
    );
  const { page, close } = await visit(browser, `${server.url}#e1.forwarded`, { prepare });
  await ready(page);
  const trouble = page.getByText("This part of the page could not be loaded.");
  await trouble.waitFor();
  fail = false;
  await page.reload();
  await ready(page);
  await page.locator("[data-testid=verdict]").waitFor();

  fail = true;
  for (const button of ["#share-open", "#tab-hops", "#language"]) {
    await page.click(button);
    await trouble.waitFor();
    await page.locator(".banner", { has: trouble }).getByRole("button").click();
    await trouble.waitFor({ state: "detached" });
  }
  fail = false;
  await page.click("#share-open");
  await page.locator("[data-testid=link]").waitFor();
  await page.keyboard.press("Escape");
  await page.click("#tab-dns");
  await page.locator("[data-testid=dns]").waitFor();
  await page.click("#language");
  await page.waitForFunction(() => document.documentElement.lang === "ja");
  await close();
});

for (const [lang, folder] of Object.entries(languages)) {
  test(`the licences of what the page is made of lead to a text that no visit loads, in ${lang}`, async () => {
    const { page, log, close } = await visit(browser, server.url + folder);
    await ready(page);
    const link = page.getByTestId("licences");
    const address = await link.evaluate((link) => link.href);
    assert.equal(address, `${server.url}licences.txt`);
    assert.ok(!log.requests.includes(address));
    const text = await (await fetch(address)).text();
    for (const name of ["leptos", "rsa", "domain"]) assert.match(text, new RegExp(`^${name} \\d`, "m"));
    await close();
  });
}

test("what the clipboard held before the start is kept with its line ends", async () => {
  const gate = hold("**/*.wasm");
  const { page, close } = await visit(browser, server.url, { prepare: gate.prepare });
  const paste = (text) =>
    page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document
        .getElementById("paste")
        .dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      return window.__early.text;
    }, text);
  assert.equal(await paste("From: a@example.org\r\n\r\nHi\r\n"), "From: a@example.org\r\n\r\nHi\r\n");
  await page.fill("#paste", "some text");
  await page.evaluate(() => document.getElementById("paste").setSelectionRange(4, 4));
  assert.equal(await paste("added"), null, "a paste into other text is no whole message");
  gate.open();
  await ready(page);
  await close();
});

test("the same module starts in a worker, and keeps what was posted before", async () => {
  const { page, log, close } = await visit(browser, server.url);
  await ready(page);
  const [worker] = await Promise.all([
    page.waitForEvent("worker"),
    page.evaluate(() => {
      const address = document.getElementById("start").dataset.worker;
      window.__worker = new Worker(address, { type: "module" });
    }),
  ]);
  await worker.evaluate(async () => {
    while (!performance.getEntriesByType("resource").some((r) => r.name.endsWith(".wasm"))) {
      await new Promise((done) => setTimeout(done, 20));
    }
  });
  assert.deepEqual(log.errors, []);
  assert.deepEqual(log.violations, []);
  await close();
});

test("the policy refuses what the page never does", async () => {
  const { page, log, close } = await visit(browser, server.url);
  await ready(page);
  const fetched = await page.evaluate(() =>
    fetch("https://collector.example/").then(
      () => "sent",
      () => "refused",
    ),
  );
  assert.equal(fetched, "refused");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.__inline = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "https://collector.example/pixel.png";
    document.body.append(image);
    document.body.setAttribute("style", "color: red");
  });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.__inline), undefined);
  assert.deepEqual(log.violations.map((violation) => violation.split(" ")[0]).toSorted(), [
    "connect-src",
    "img-src",
    "script-src-elem",
    "style-src-attr",
  ]);
  await close();
});

/** Holds the answers to matching requests back until `open` is called. */
function hold(pattern) {
  let open;
  const opened = new Promise((done) => (open = done));
  const prepare = (page) =>
    page.route(pattern, async (route) => {
      await opened;
      await route.continue();
    });
  return { prepare, open };
}
