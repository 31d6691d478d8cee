// Chromium as the tests use it: nothing of its own on the network, everything the page does noted.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { dist } from "./page.js";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser; the caller closes it. Without a built page there is no use in it. */
export function launch() {
  if (!existsSync(join(dist, "index.html"))) throw new Error(`no page in ${dist}; run \`make dist\``);
  const candidates = [process.env.MAILPRISM_CHROMIUM, "/usr/bin/chromium"];
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("no Chromium; `.ci/setup test` installs one");
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * A fresh context with one page. `log` fills with what a page of ours must not have (errors,
 * violations of its policy) and with every address it asked for. `prepare` gets the page before
 * it goes anywhere; options are Playwright's. Without `serviceWorkers: "allow"` no service worker stands
 * between the page and what a test does to its requests.
 */
export async function visit(browser, url, { prepare, ...options } = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  const page = await context.newPage();
  const log = { errors: [], violations: [], requests: [] };
  page.on("pageerror", (error) => log.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.text() === "Service Worker registration blocked by Playwright") return;
    if (message.type() === "error" || message.type() === "warning") log.errors.push(message.text());
  });
  context.on("request", (request) => log.requests.push(request.url()));
  await page.exposeFunction("__violation", (text) => log.violations.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      globalThis.__violation(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await prepare?.(page);
  await page.goto(url);
  return { page, log, close: () => context.close() };
}

/** Waits until the wasm has said that it runs. */
export function ready(page) {
  return page.waitForFunction(() => window.__ready === true, undefined, { timeout: 20_000 });
}
