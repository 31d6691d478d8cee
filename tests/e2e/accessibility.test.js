// The page without a mouse, without full sight, without motion, on a small screen: axe-core's rules,
// the keyboard's ways, sizes and overflow, measured in the browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { linesOf, resolver } from "./lib/doh.js";
import { messageOf, paste, states, verdict } from "./lib/mail.js";
import { languages } from "./lib/page.js";
import { normal, sample } from "./lib/samples.js";
import { stage } from "./lib/stage.js";
import { views } from "./lib/views.js";

const { open } = stage();

const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** The states of the page that are held to the rules. */
const looks = ["empty", "result", "share", "bad link"];

async function view(t, name, { lang = "en", ...options } = {}) {
  const [fragment, prepare] = views[name];
  const visited = await open(t, languages[lang] + fragment, options);
  await prepare(visited.page);
  return visited;
}

/** Further states of a result, each reached from the one before. */
const onDesktop = {
  "a signature selected": async (page) => {
    await page.locator("svg [data-node=dkim]").click();
    await page.locator("[data-mark=signed]").first().waitFor();
  },
  "the DNS tab": async (page) => {
    await page.click("#tab-dns");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
  },
  "the hops tab": async (page) => {
    await page.click("#tab-hops");
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
  },
  "the list": (page) => page.locator("[data-testid=path] .actions button").click(),
  editing: (page) => page.click("#edit-toggle"),
  settings: (page) => page.locator(".settings summary").click(),
};
const onPhone = {
  "the source": (page) => page.click(".bottom [data-to=source]"),
  "the findings": (page) => page.click(".bottom [data-to=findings]"),
  "the DNS answers": (page) => page.click(".bottom [data-to=dns]"),
  "the examples": (page) => page.locator("nav.tools summary").first().click(),
};

async function expectClean(page, name) {
  const { violations, passes, incomplete } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    rules,
  );
  const where = (rule) =>
    `${rule.id}: ${rule.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("; ")}`;
  assert.deepEqual(violations.map(where), [], name);
  assert.ok(passes.length > 20, `${name}: only ${passes.length} rules applied`);
  // What axe cannot see: the picture, whose contrasts a test of their own computes; what is scrolled
  // away, or under a menu, whose like is in view.
  const unsure = incomplete
    .filter((rule) => rule.id === "color-contrast")
    .flatMap((rule) => rule.nodes.map((node) => node.target[0]));
  const unexplained = await page.evaluate(
    (targets) =>
      targets.filter((target) => {
        const isUnderMenu = document.querySelector("details.menu[open]") !== null;
        return !isUnderMenu && !document.querySelector(target).closest("svg, .pane-body");
      }),
    unsure,
  );
  assert.deepEqual(unexplained, [], name);
}

describe("axe-core finds nothing", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [desktop, phone]) {
      for (const name of looks) {
        // Each combination in one language, and each view and theme in both.
        const lang = (colorScheme === "light") === (viewport === desktop) ? "en" : "ja";
        test(`${name}, ${colorScheme}, ${viewport.width} px, ${lang}`, async (t) => {
          const { page, log } = await view(t, name, {
            lang,
            colorScheme,
            viewport,
            reducedMotion: "reduce",
          });
          // The policy refuses a script element, and shall: what is evaluated is not the page's.
          await page.evaluate(axe);
          await expectClean(page, name);
          if (name === "result") {
            for (const [further, go] of Object.entries(viewport === phone ? onPhone : onDesktop)) {
              await go(page);
              await expectClean(page, further);
            }
          }
          assert.deepEqual(log.violations, []);
        });
      }
    }
  }
});

/** What has the focus: the region it is in, and a name for it. */
function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const region = at.closest(
      "header, [data-testid=verdict], [data-testid=path], [data-testid=source], [data-testid=inspector], [data-testid=paste], [data-testid=banner], [data-testid=error], .privacy, .examples, .bottom, footer, .skip",
    );
    const { testid } = region?.dataset ?? {};
    return {
      region: testid ?? (region?.classList[0] || region?.localName || "?"),
      node: at.closest("svg") ? at.dataset.node : undefined,
      name:
        at.id ||
        at.dataset.example ||
        at.getAttribute("aria-label") ||
        at.textContent.trim().slice(0, 40),
    };
  });
}

/** Presses Tab from the start of the page until the end; gives every stop. */
async function walk(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection().removeAllRanges();
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const stops = [];
  for (let at = 0; at < 200; at += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop) return stops;
    stops.push(stop);
  }
  throw new Error(`no end after ${stops.length} stops: ${stops.slice(-5).map((stop) => stop.name)}`);
}

const regionsOf = (stops) =>
  stops.map((stop) => stop.region).filter((region, at, all) => region !== all[at - 1]);

describe("by keyboard", () => {
  test("the empty page: paste box, examples, and the picture as one stop, in this order", async (t) => {
    const { page } = await view(t, "empty");
    const stops = await walk(page);
    assert.deepEqual(regionsOf(stops), ["skip", "bar", "paste", "privacy", "examples", "path", "foot"]);
    assert.ok(
      stops.some((stop) => stop.name === "paste"),
      "the paste box",
    );
    assert.equal(stops.filter((stop) => stop.region === "examples").length, 9);
    assert.equal(stops.filter((stop) => stop.node).length, 1);
  });

  test("a result: verdict, path, source, inspector, in the order they are read", async (t) => {
    const { page } = await view(t, "result");
    const stops = await walk(page);
    assert.deepEqual(regionsOf(stops), [
      "skip",
      "bar",
      "banner",
      "verdict",
      "path",
      "source",
      "inspector",
      "foot",
    ]);
    assert.equal(stops.filter((stop) => stop.node).length, 1);
  });

  test("the skip link leads to the source, and not into the address", async (t) => {
    const { page } = await view(t, "result");
    const address = page.url();
    await walk(page);
    await page.keyboard.press("Tab");
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "source-body");
    assert.equal(page.url(), address);
  });

  test("arrows walk the picture as the mail goes, down to checks and records", async (t) => {
    const { page } = await view(t, "result");
    await page.locator("svg [data-node=author]").focus();
    const steps = [
      ["ArrowRight", "submit"],
      ["ArrowRight", "relay"],
      ["ArrowRight", "border"],
      ["ArrowRight", "spf"],
      ["ArrowDown", "dkim"],
      ["ArrowDown", "ddkim"],
      ["ArrowUp", "dkim"],
      ["ArrowRight", "dmarc"],
      ["ArrowDown", "arc"],
      ["End", "deliver"],
      ["Home", "author"],
    ];
    const went = [];
    for (const [key] of steps) {
      await page.keyboard.press(key);
      went.push([key, (await focused(page)).node]);
    }
    assert.deepEqual(went, steps);
  });

  test("every node is reached by arrows, and Tab leaves from each", async (t) => {
    const { page } = await view(t, "result");
    const all = Object.keys(await states(page));
    assert.equal(all.length, 15);
    const reached = new Set(["author"]);
    for (const from of reached) {
      for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) {
        await page.locator(`svg [data-node=${from}]`).focus();
        await page.keyboard.press(key);
        const { node } = await focused(page);
        reached.add(node);
        if (node === from) continue;
        await page.keyboard.press("Tab");
        assert.equal((await focused(page)).region, "source", `Tab from ${node}`);
      }
    }
    assert.deepEqual([...reached].toSorted(), all.toSorted());
  });

  test("Enter selects a node, Enter again goes to what is told of it, Escape clears", async (t) => {
    const { page } = await view(t, "result");
    const dkim = page.locator("svg [data-node=dkim]");
    const pressed = () =>
      page.locator("svg [aria-pressed=true]").evaluateAll((all) => all.map((one) => one.dataset.node));
    await dkim.focus();
    assert.deepEqual(await pressed(), []);
    await page.keyboard.press("Enter");
    assert.deepEqual(await pressed(), ["dkim"]);
    assert.equal((await focused(page)).node, "dkim", "the focus stays");
    assert.ok((await page.locator("[data-mark=signed]").count()) > 0, "the source is marked");
    await page.waitForFunction(() =>
      /^Selected: DKIM/.test(document.getElementById("live").textContent),
    );
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "tab-panel");
    await page.keyboard.press("Escape");
    assert.deepEqual(await pressed(), []);
    assert.equal(await page.locator("[data-mark]").count(), 0);
    await dkim.focus();
    await page.keyboard.press(" ");
    assert.deepEqual(await pressed(), ["dkim"], "the space bar as well");
  });

  test("the tabs are one stop, arrows go from one to the next", async (t) => {
    const { page } = await view(t, "result");
    await page.locator("#tab-findings").focus();
    for (const [key, id] of [
      ["ArrowRight", "tab-dns"],
      ["ArrowRight", "tab-hops"],
      ["ArrowRight", "tab-findings"],
      ["ArrowLeft", "tab-hops"],
      ["Home", "tab-findings"],
    ]) {
      await page.keyboard.press(key);
      await page.waitForFunction((id) => document.activeElement?.id === id, id);
      assert.equal(await page.locator("[role=tab][aria-selected=true]").getAttribute("id"), id);
    }
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).name, "tab-panel");
  });

  test("menus and the share dialog open, close with Escape, and give the focus back", async (t) => {
    const { page } = await view(t, "result");
    const menu = page.locator("nav.tools summary").first();
    await menu.focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("nav.tools .menu-panel").first().isVisible());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("nav.tools .menu-panel").first().isVisible()));
    assert.ok(await menu.evaluate((menu) => document.activeElement === menu));

    await page.locator("#share-open").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "share-title");
    const inside = new Set();
    for (let at = 0; at < 10; at += 1) {
      await page.keyboard.press("Tab");
      inside.add(
        await page.evaluate(
          () => document.activeElement.closest("dialog")?.id ?? document.activeElement.localName,
        ),
      );
    }
    assert.deepEqual(
      [...inside].filter((place) => place !== "body"),
      ["share"],
      "the page behind is not reached",
    );
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.id === "share-open");
  });

  test("Tab leaves the paste box and the editor", async (t) => {
    const { page } = await view(t, "empty");
    await page.locator("#paste").focus();
    await page.keyboard.press("Tab");
    assert.notEqual((await focused(page)).name, "paste");
    await page.evaluate(() => void (location.hash = "#e1.body-changed"));
    await verdict(page, "not-authenticated");
    await page.click("#edit-toggle");
    await page.waitForFunction(() => document.activeElement?.id === "edit");
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).region, "inspector");
  });

  test("what has the focus shows it", async (t) => {
    const { page } = await view(t, "result", { reducedMotion: "reduce" });
    for (const selector of [
      "svg [data-node=dkim]",
      "[data-chip=spf]",
      "#tab-dns",
      "#share-open",
      "#language",
      "#edit-toggle",
      "#source-body",
    ]) {
      // By Tab, since a focus that the keyboard did not bring need not show.
      const element = page.locator(selector);
      await element.focus();
      await page.keyboard.press("Shift+Tab");
      const without = await shot(page, element);
      await element.focus();
      assert.ok(!without.equals(await shot(page, element)), `${selector} looks the same`);
    }
  });

  test("on a phone no stop hides below the bars", async (t) => {
    const { page } = await view(t, "result", { viewport: phone, reducedMotion: "reduce" });
    const hidden = [];
    const visit = async () => {
      const name = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === document.body) return null;
        const box = (at.closest("label") ?? at).getBoundingClientRect();
        const bottom = document.querySelector(".bottom").getBoundingClientRect();
        const isInBar = at.closest(".bottom") !== null;
        const isSeen = box.bottom > 0 && box.top < (isInBar ? innerHeight : bottom.top);
        return isSeen ? null : at.id || at.textContent.trim().slice(0, 40);
      });
      if (name) hidden.push(name);
    };
    for (const pane of ["path", "source", "findings", "dns"]) {
      await page.click(`.bottom [data-to=${pane}]`);
      await page.locator(".brand").focus();
      for (let at = 0; at < 60; at += 1) {
        await page.keyboard.press("Tab");
        if ((await focused(page)) === null) break;
        await visit();
      }
    }
    assert.deepEqual(hidden, []);
  });
});

/** A picture of an element with a margin, where its ring is. */
async function shot(page, element) {
  const box = await element.boundingBox();
  const clip = { x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16 };
  return page.screenshot({ clip });
}

const label = "a".repeat(63);
const wide =
  `Return-Path: <${"b".repeat(64)}@${label}.${label}.example>\r\n` +
  `Received: from ${label}.${label}.example ([2001:db8:1111:2222:3333:4444:5555:6666])\r\n` +
  ` by ${label}.mx.example with ESMTPS id 1; Mon, 2 Nov 2026 09:12:04 +0900\r\n` +
  `From: "${"W".repeat(200)}" <${"c".repeat(64)}@${label}.example>\r\n` +
  `Subject: ${"w".repeat(900)}\r\n\r\n${"x".repeat(3_000)}\r\n`;

/** Runs in the page: the texts of nodes that leave their box. */
function outside(nodes) {
  return nodes.flatMap((node) => {
    const box = node.querySelector("rect").getBBox();
    const texts = [...node.querySelectorAll("text")].filter((text) => {
      const { x, width } = text.getBBox();
      return x < box.x || x + width > box.x + box.width;
    });
    return texts.map((text) => `${node.dataset.node}: ${text.textContent}`);
  });
}

describe("on every width", () => {
  for (const lang of Object.keys(languages)) {
    for (const name of [...looks, "long names"]) {
      test(`${name} (${lang}) never scrolls sideways, and texts keep to their boxes`, async (t) => {
        const { page } = await view(t, name === "long names" ? "empty" : name, { lang });
        if (name === "long names") {
          await paste(page, wide);
          await page.locator("[data-verdict]").waitFor();
        }
        assert.deepEqual(await page.locator("svg [data-node]").evaluateAll(outside), []);
        const wider = [];
        const measure = async (width, pane) => {
          const needs = await page.evaluate(() => document.documentElement.scrollWidth);
          if (needs > width) wider.push(`${needs} at ${width}, ${pane}`);
        };
        for (const width of [1440, 1280, 1024, 768, 390, 320]) {
          await page.setViewportSize({ width, height: 800 });
          await measure(width, "as opened");
          if (width >= 640 || name === "share" || !(await page.locator(".bottom").isVisible())) continue;
          for (const pane of ["source", "findings", "dns", "path"]) {
            await page.click(`.bottom [data-to=${pane}]`);
            await measure(width, pane);
          }
        }
        assert.deepEqual(wider, []);
      });
    }

    test(`a laptop of 1280 × 665 (${lang}) has verdict, picture and source in view`, async (t) => {
      const { page } = await open(t, languages[lang], {
        viewport: { width: 1280, height: 665 },
        resolver: resolver(linesOf(sample("body-changed").toString("latin1"))),
      });
      await paste(page, messageOf(sample("body-changed")));
      await verdict(page, "not-authenticated");
      const box = (selector) => page.locator(selector).boundingBox();
      const [verdictBox, picture, source] = [
        await box("[data-testid=verdict]"),
        await box("svg.picture"),
        await box("#source-body"),
      ];
      assert.ok(
        verdictBox.y >= 0 && picture.y + picture.height <= 665,
        JSON.stringify({ verdictBox, picture }),
      );
      assert.ok(665 - source.y >= 150, `${665 - source.y} px of source`);
    });
  }
});

/** Runs in the page: what can be pressed and is smaller than 24 by 24 pixels. */
function small() {
  const all = document.querySelectorAll(
    "a, button, input, textarea, select, summary, [role=button], [tabindex='0']",
  );
  return [...all]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.matches(".cite a, #source-lines button")) // in a line of text: WCAG 2.5.8
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
    .map(([one, box]) => `${one.outerHTML.slice(0, 100)}: ${box.width} × ${box.height}`);
}

/** Runs in the page: what can be pressed and does not show all its words. */
function cut() {
  return [...document.querySelectorAll("a, button, summary")]
    .filter(
      (one) => one.checkVisibility() && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1,
    )
    .map((one) => `${one.textContent} needs ${one.scrollWidth}, has ${one.clientWidth}`);
}

describe("targets", () => {
  for (const viewport of [desktop, phone]) {
    for (const name of looks) {
      test(`${name} at ${viewport.width} px: large enough, with all their words`, async (t) => {
        const { page } = await view(t, name, { viewport });
        for (const lang of Object.keys(languages)) {
          if (lang !== "en" && name !== "share") {
            await page.click("#language");
            await page.waitForSelector(`html[lang=${lang}]`);
          }
          assert.deepEqual(await page.evaluate(cut), [], lang);
          const edge = (selector, side) =>
            page.locator(selector).evaluate((one, side) => one.getBoundingClientRect()[side], side);
          const [end, next] = [
            await edge("nav.tools > :last-child", "right"),
            await edge(".tools.end", "left"),
          ];
          assert.ok(end <= next, `the tools end at ${end} and the next begin at ${next}`);
          assert.deepEqual(await page.evaluate(small), [], lang);
        }
        if (name !== "result") return;
        await page.evaluate(() => {
          for (const menu of document.querySelectorAll("header details")) menu.open = true;
        });
        assert.deepEqual(await page.evaluate(small), [], "in menus");
        assert.deepEqual(await page.evaluate(cut), [], "in menus");
      });
    }
  }
});

describe("motion and speech", () => {
  test("nothing moves for those who want it so", async (t) => {
    const { page } = await open(t, "", { resolver: normal.resolver, reducedMotion: "reduce" });
    const moving = () => page.evaluate(() => document.getAnimations().length);
    assert.equal(await moving(), 0);
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    assert.equal(await moving(), 0);
    await page.locator("svg [data-node=dkim]").click();
    assert.equal(await moving(), 0);
    await page.click("#share-open");
    assert.equal(await moving(), 0);
  });

  test("for others it ends within 1.5 s, and nothing goes on for ever", async (t) => {
    const { page } = await view(t, "result");
    const ends = await page.evaluate(() =>
      document
        .getAnimations()
        .map((one) => one.startTime + one.effect.getComputedTiming().endTime - one.timeline.currentTime),
    );
    assert.ok(ends.length > 0, "the nodes appear");
    assert.ok(
      ends.every((end) => end <= 1_500),
      String(ends),
    );
  });

  test("one analysis is told in at most two sentences", async (t) => {
    const { page, asked } = await open(t, "", { resolver: normal.resolver });
    await page.evaluate(() => {
      window.__said = [];
      const live = document.getElementById("live");
      const note = () => live.textContent && window.__said.push(live.textContent);
      new MutationObserver(note).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await paste(page, normal.mail);
    await verdict(page, "authenticated");
    await page.waitForFunction(() => window.__said.length > 0);
    await page.waitForTimeout(2_200);
    assert.ok(asked.length >= 4, asked.join(", "));
    const said = await page.evaluate(() => window.__said);
    assert.ok(said.length <= 2, said.join(" | "));
    assert.match(said.at(-1), /^Checked\. DMARC pass, DKIM pass, SPF pass\./);
  });
});
