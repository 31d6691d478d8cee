// What a person does with the page, as the tests do it.

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
