// What a person does with the page, as the tests do it.

import { readFile } from "node:fs/promises";
import { expectState } from "./expect.js";

/** Pastes a message the way a browser does: the clipboard's own text, line ends and all. */
export async function paste(page, message) {
  const text = Buffer.isBuffer(message) ? message.toString("utf8") : message;
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const box = document.querySelector("#paste") ?? document.body;
    box.focus();
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Waits until the verdict is this word (`data-verdict`), and gives its text. */
export async function verdict(page, word, timeout = 5_000) {
  return expectState(page, "[data-testid=verdict]", "data-verdict", word, timeout);
}

/** The state of a node of the picture. */
export function state(page, node) {
  return page.locator(`[data-node=${node}]`).first().getAttribute("data-state");
}

/** The codes of the findings on the page, in order. */
export function findings(page) {
  return page
    .locator("[data-testid=findings] [data-finding]")
    .evaluateAll((found) => found.map((element) => element.dataset.finding));
}

/** The state of every node that the picture or, in a narrow window, the list shows. */
export function states(page) {
  return page
    .locator("[data-node]:visible")
    .evaluateAll((all) => Object.fromEntries(all.map(({ dataset }) => [dataset.node, dataset.state])));
}

/** Gives the page a file the way the button does: a path, or { name, mimeType, buffer }. */
export function choose(page, file) {
  return page.locator(".paste input[type=file]").setInputFiles(file);
}

/** Makes a link in the share dialog, "headers" or "whole", and closes it again. */
export async function share(page, scope) {
  await page.click("#share-open");
  const dialog = page.locator("[data-testid=share]");
  await dialog.locator("input[name=scope]").nth(["headers", "whole"].indexOf(scope)).check();
  const link = await dialog.locator("[data-testid=link]").inputValue();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  return link;
}

/** Saves "json" or "case" from the export menu (in English), and gives the file's octets. */
export async function exported(page, what) {
  const name = { json: "JSON report", case: "Analysis as a .case file" }[what];
  await page.locator("summary", { hasText: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name }).click(),
  ]);
  return readFile(await download.path());
}

/** The message in a case file: what stands below its first empty line. */
export function messageOf(caseFile) {
  const octets = Buffer.from(caseFile);
  return octets.subarray(octets.indexOf("\n\n") + 2);
}
