// The page without a network, and what happens to it when a new build is put in the old one's place.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, ready, visit } from "./lib/browser.js";
import { fragmentOf } from "./lib/link.js";
import { paste, verdict } from "./lib/mail.js";
import { dist, languages } from "./lib/page.js";
import { sample } from "./lib/samples.js";
import { serve } from "./lib/server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const scratch = mkdtempSync(join(tmpdir(), "mailprism-offline-"));
let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** A server of its own for a test, at a place below others; `asked` fills with the paths it was asked for. */
async function host(t, folder = dist, path = "/some/path/") {
  const asked = [];
  const server = await serve(folder, {
    path,
    answer: (request, response) => {
      asked.push(request.url);
      if (!request.url.startsWith("/dns-query")) return false;
      response.writeHead(503);
      response.end();
      return true;
    },
  });
  t.after(server.close);
  return { ...server, asked };
}

/** A tab whose pages may have a service worker. */
async function tab(t, url, options = {}) {
  const visited = await visit(browser, url, {
    serviceWorkers: "allow",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  t.after(visited.close);
  await ready(visited.page);
  return visited;
}

/** Waits until everything is kept, and the page that is open is served from there. */
function kept(page) {
  return page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", undefined, {
    timeout: 20_000,
  });
}

/** The names of what is kept, of each build. */
function caches(page) {
  return page.evaluate(async () => {
    const all = {};
    for (const name of await window.caches.keys()) {
      const requests = await (await window.caches.open(name)).keys();
      all[name] = requests.map((request) => request.url).sort();
    }
    return all;
  });
}

/** Asks until it is so. */
async function until(isSo) {
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`never so: ${isSo}`);
}

for (const [lang, folder] of Object.entries(languages)) {
  describe(`without a network, in ${lang}`, () => {
    test("everything goes on after one visit: examples, lessons, pasted mail, links, the other language", async (t) => {
      const server = await host(t);
      const { page, log } = await tab(t, server.url + folder);
      await kept(page);
      await page.context().setOffline(true);
      await server.close();

      await page.reload();
      await ready(page);
      assert.equal(await page.getAttribute("html", "lang"), lang);
      await page.goto(`${server.url}${folder}#e1.body-changed`);
      await verdict(page, "not-authenticated");
      await page.locator("[data-node=dkim]:visible").click();
      for (const name of ["hops", "dns"]) {
        await page.click(`#tab-${name}`);
        await page.locator(`[data-testid=${name}]`).waitFor();
      }
      await page.click("#share-open");
      await page.waitForFunction(() => document.querySelector("[data-testid=link]")?.value);
      const link = await page.locator("[data-testid=link]").inputValue();
      await page.keyboard.press("Escape");
      await page.locator(".to-learn").click();
      await page.locator("[data-testid=learn]").waitFor();

      // In a tab of its own, as somebody opens it who got it.
      const another = await page.context().newPage();
      await another.goto(`${server.url}${folder}${fragmentOf(sample("all-pass"))}`);
      await verdict(another, "authenticated");
      assert.equal(new URL(link).pathname, `/some/path/${folder}`);
      await another.close();

      // Records that the person has in hand, and what is asked of nobody.
      await page.goto(`${server.url}${folder}`);
      await ready(page);
      await paste(page, "From: a@example.com\r\nTo: b@example.net\r\n\r\nHello\r\n");
      await page.locator("[data-testid=failed]").waitFor();
      const offline = { en: /You are offline\./, ja: /オフラインです。/ }[lang];
      assert.match(await page.innerText("[data-testid=failed]"), offline);

      await page.click("#language");
      const other = lang === "en" ? "ja" : "en";
      await page.waitForFunction((other) => document.documentElement.lang === other, other);
      await page.reload();
      await ready(page);
      assert.equal(await page.getAttribute("html", "lang"), other);
      const ours = log.errors.filter((error) => !/dns-query|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(error));
      assert.deepEqual(ours, []);
      assert.deepEqual(log.violations, []);
    });
  });
}

test("what is kept is every file of the page, loaded after the page stands, and nothing else", async (t) => {
  const server = await host(t);
  const { page } = await tab(t, server.url);
  await kept(page);
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(dist.length).replace(/^\//, ""));
  const expected = files
    .filter((name) => !["service-worker.js", "licences.txt"].includes(name))
    .map((name) => server.url + name.replace(/index\.html$/, ""))
    .sort();
  const [name, ...others] = Object.keys(await caches(page));
  assert.ok(name.startsWith(`mailprism ${server.url} `));
  assert.deepEqual(others, []);
  assert.deepEqual((await caches(page))[name], expected);

  const first = server.asked.indexOf("/some/path/service-worker.js");
  const piece = server.asked.findIndex((path) => path.includes("split_learning-"));
  assert.ok(first > 0 && piece > first, "what only a later visit needs comes last");
});

test("questions to DNS, other origins and other paths pass it by", async (t) => {
  const server = await host(t, dist, "/");
  const other = await host(t);
  const { page } = await tab(t, server.url);
  await kept(page);
  const answers = new Map();
  page.on("response", (response) => {
    answers.set(new URL(response.url()).pathname, response.fromServiceWorker());
  });
  const before = Object.values(await caches(page)).flat();
  await page.evaluate(async (other) => {
    const addresses = ["/dns-query?dns=AAAB", "/elsewhere/index.html", "/licences.txt", "./icon.svg", other];
    for (const address of addresses) await fetch(address).catch(() => {});
  }, other.url);
  assert.deepEqual(Object.fromEntries(answers), {
    "/dns-query": false,
    "/elsewhere/index.html": false,
    "/licences.txt": false,
    "/icon.svg": true,
  });
  assert.ok(server.asked.includes("/dns-query?dns=AAAB"));
  assert.deepEqual(Object.values(await caches(page)).flat(), before);
});

test("a second visit loads nothing but the question whether there is a new build", async (t) => {
  const server = await host(t);
  const { page } = await tab(t, server.url);
  await kept(page);
  server.asked.length = 0;
  await page.reload();
  await ready(page);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(
    server.asked.filter((path) => path !== "/some/path/service-worker.js"),
    [],
  );
});

test("nothing is kept for a page in a frame, nor where the browser refuses", async (t) => {
  const server = await host(t);
  const { page } = await tab(t, server.url);
  await kept(page);
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  const frame = await host(t, dist, "/");
  const parent = await page.context().newPage();
  await parent.goto(`${server.url}licences.txt`);
  await parent.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
  }, frame.url);
  await parent.frameLocator("iframe").locator("#language").waitFor();
  await parent.waitForTimeout(500);
  assert.ok(!frame.asked.includes("/service-worker.js"));

  const refused = await visit(browser, server.url, {
    serviceWorkers: "allow",
    prepare: (page) =>
      page.addInitScript(() => {
        navigator.serviceWorker.register = () => Promise.reject(new DOMException("no", "SecurityError"));
      }),
  });
  t.after(refused.close);
  await ready(refused.page);
  await refused.page.waitForTimeout(200);
  assert.deepEqual(refused.log.errors, []);
});

describe("a new build", () => {
  const parts = join(target, "page");
  const second = join(scratch, "second");

  // The same step that made the page makes it once more, of parts that differ.
  before(() => {
    if (!existsSync(parts)) throw new Error(`no ${parts}; \`make dist\` makes it`);
    const changed = join(scratch, "parts");
    cpSync(parts, changed, { recursive: true });
    const glue = join(changed, "small/mailprism.js");
    writeFileSync(glue, readFileSync(glue, "utf8") + "// second\n");
    // A custom section named "b" with nothing in it.
    const section = Buffer.from([0, 2, 1, 98]);
    for (const name of readdirSync(join(changed, "small")).filter((name) => name.endsWith(".wasm"))) {
      const file = join(changed, "small", name);
      writeFileSync(file, Buffer.concat([readFileSync(file), section]));
    }
    execFileSync(join(target, "debug/dist"), [changed, second], { cwd: root });
  });

  const glueOf = (folder) => /data-glue="\.\/([^"]*)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))[1];
  const shown = async (page) => (await page.getAttribute("#start", "data-glue")).replace("./", "");
  const replace = (live, folder) => {
    rmSync(live, { recursive: true });
    cpSync(folder, live, { recursive: true });
  };
  const update = (page) =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
    });
  const builds = async (page) => Object.keys(await caches(page)).length;
  /** Waits until it is at work, or has been given up. */
  const settled = (page, count) =>
    until(async () => {
      const isSettled = await page.evaluate(async () => {
        const { active, installing, waiting } = await navigator.serviceWorker.getRegistration();
        return active?.state === "activated" && !installing && !waiting;
      });
      return isSettled && (await builds(page)) === count;
    });

  test("leaves a page that is open its own files, and is there for the next one", async (t) => {
    const live = join(scratch, "live");
    cpSync(dist, live, { recursive: true });
    const server = await host(t, live);
    const { page: old } = await tab(t, server.url);
    await kept(old);
    assert.equal(await shown(old), glueOf(dist));

    replace(live, second);
    await update(old);
    await settled(old, 2);

    // The server no longer has the pieces of the page that is open.
    await old.locator(".to-learn").first().click();
    await old.locator("[data-testid=learn]").waitFor();

    const next = await old.context().newPage();
    await next.goto(`${server.url}#e1.all-pass`);
    await ready(next);
    await verdict(next, "authenticated");
    assert.equal(await shown(next), glueOf(second));
    await next.locator("[data-node=dkim]:visible").click();
    await next.click("#tab-dns");
    await next.locator("[data-testid=dns]").waitFor();
    assert.equal(await builds(next), 2, "the first build is still on a tab");

    // With the last tab of it goes what it was kept for.
    const blank = await old.context().newPage();
    await old.close();
    await next.close();
    await blank.goto(server.url);
    await ready(blank);
    assert.equal(await shown(blank), glueOf(second));
    await settled(blank, 1);
    await blank.context().setOffline(true);
    await server.close();
    await blank.reload();
    await ready(blank);
    assert.equal(await shown(blank), glueOf(second));
  });

  test("that is there only in part is not kept, and the old one goes on", async (t) => {
    const live = join(scratch, "torn");
    cpSync(dist, live, { recursive: true });
    const server = await host(t, live);
    const { page } = await tab(t, server.url);
    await kept(page);

    // The new list is there already, and the new page; its files are not, and the Japanese page is the old one.
    for (const name of ["service-worker.js", "index.html"]) cpSync(join(second, name), join(live, name));
    await update(page).catch(() => {});
    await settled(page, 2);
    await page.reload();
    await ready(page);
    assert.equal(await shown(page), glueOf(dist));

    replace(live, second);
    await update(page);
    await settled(page, 2);
    await page.reload();
    await ready(page);
    assert.equal(await shown(page), glueOf(second), "what was whole is used");
  });
});

test("the page can be installed, in its language", async (t) => {
  const server = await host(t);
  for (const [lang, folder] of Object.entries(languages)) {
    const { page } = await tab(t, server.url + folder);
    const session = await page.context().newCDPSession(page);
    const { url, data, errors } = await session.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    assert.equal(url, `${server.url}${folder}manifest.webmanifest`);
    const manifest = JSON.parse(data);
    assert.equal(manifest.lang, lang);
    assert.equal(manifest.description, await page.getAttribute("meta[name=description]", "content"));
    assert.equal(new URL(manifest.start_url, url).href, server.url + folder);
    assert.equal(new URL(manifest.scope, url).href, server.url);
    for (const icon of manifest.icons) {
      const size = await page.evaluate(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, new URL(icon.src, url).href);
      if (icon.sizes !== "any") assert.equal(size, icon.sizes);
    }
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A private window, as each of the tests has, offers to install nothing.
    const reasons = installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito");
    assert.deepEqual(reasons, []);
  }
});
