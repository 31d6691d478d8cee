// Waiting for a word in an attribute, with what was there instead when it does not come.

/** Waits until `attribute` of the first `selector` is `word`; gives the element's text. */
export async function expectState(page, selector, attribute, word, timeout = 5_000) {
  const element = page.locator(selector).first();
  const until = Date.now() + timeout;
  let seen;
  do {
    seen = await element.getAttribute(attribute, { timeout }).catch(() => null);
    if (seen === word) return element.innerText();
    await page.waitForTimeout(50);
  } while (Date.now() < until);
  const text = await element.innerText().catch(() => "(not on the page)");
  throw new Error(`${selector} has ${attribute}="${seen}", not "${word}":\n${text}`);
}
