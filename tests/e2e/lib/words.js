// The words a person sees, apart from those of the mail and of DNS: to compare two languages.

/**
 * The texts on the page, in every tab of the inspector and with every menu: text nodes and the names
 * of things, each once. What is quoted (the message, records, code) is none of the page's words.
 */
export async function visibleTexts(page) {
  const texts = new Set();
  for (const tab of ["tab-findings", "tab-dns", "tab-hops"]) {
    await page.click(`#${tab}`);
    await page.waitForSelector(`#${tab}[aria-selected=true]`);
    await page.locator("#tab-panel [aria-busy]").waitFor({ state: "detached" });
    for (const text of await page.evaluate(gather)) texts.add(text);
  }
  await page.click("#share-open");
  await page.locator("[data-testid=link]").waitFor();
  for (const text of await page.evaluate(gather)) texts.add(text);
  await page.keyboard.press("Escape");
  return texts;
}

/** Runs in the page. */
function gather() {
  const quoted = "#source-lines, code, pre, textarea, script, style";
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(quoted)) texts.push(node.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(quoted)) texts.push(element.getAttribute(name));
    }
  }
  return texts.map((text) => text.trim().replace(/\s+/g, " ")).filter(Boolean);
}

/**
 * What is the same in every language, so that an equal text may consist of it: names of protocols
 * and of parts of the mail system, results and tags in the RFCs' words, what is quoted from the
 * mail, numbers with their units, and our own name. `From` is the name of a header field.
 */
const TOKENS = [
  /\b(?:SPF|DKIM|DMARC|ARC|DNS|DNSSEC|HELO|EHLO|TLS|SMTP-AUTH|AUTH|MX|TXT|RFC|TTL|MAIL FROM|From)\b/g,
  /\b(?:pass|fail|softfail|neutral|none|policy|temperror|permerror|reject|quarantine)\b/g,
  /\b(?:ESMTPS?A?|SMTPS?)\b/g,
  /\b[a-z]{1,8}(?:\[\d+\])?=\S*/g, // tags: p=reject, d=example.com
  /[\w.+-]*@[\w.-]+/g, // addresses
  /\b[\w.-]+…[\w.-]*/g, // domain names, shortened to fit
  /\b_?[\w-]+(?:\.[\w-]+)+/g, // domain names, IP addresses
  /\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\]?/gi, // IPv6 addresses
  /\d+ (?:s|ms|min|h|B|kB|MiB)\b/g,
  /\b(?:Cloudflare|Google|Mailprism|English)\b/g,
  /\bNXDOMAIN|NODATA\b/g,
];

/** The texts in which more words than these tokens stand. */
export function wordsOutside(texts) {
  return texts.filter((text) => {
    const rest = TOKENS.reduce((rest, token) => rest.replace(token, " "), text);
    return /\p{L}{2,}/u.test(rest);
  });
}
